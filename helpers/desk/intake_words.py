"""What the command line says of an intake, in Chinese and English."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from ..calling import own
from ..model import UsageError, nearest
from ..write import contract_words_en, contract_words_zh

if TYPE_CHECKING:
    from ..intake.claims import Step
    from ..intake.expected import Item

_WORDS: dict[str, tuple[str, str]] = {
    "diff.heads": ("表|区市|指标|原值|新值|来自|原文|换算", "table|district|indicator|old|new|from|typed|done to it"),
    "guess.heads": ("工作表|表头|对应|单位|倍数|理由", "sheet|head|taken for|unit|times|why"),
    "taken.for": ("{item}（{id}）", "{item} ({id})"),
    "table.values": ("指标值", "values"),
    "table.scores": ("部门评分", "scores"),
    "table.survey": ("满意度调查", "survey"),
    "proposed": (
        "{file}：{book}的对应关系系首次推测，尚未确认",
        "{file}: how {book} is read has been guessed for the first time, and is not confirmed",
    ),
    "unconfirmed": ("{file}：对应关系尚未确认", "{file}: how it is read is not confirmed yet"),
    "origin": ("来源：{source}；报送单位：{department}", "source: {source}; department: {department}"),
    "unread": ("未读入的列：{heads}", "columns not read: {heads}"),
    "confirm.mapping": ("这些对应关系是否正确", "Is every line of this right"),
    "confirm.write": ("是否写入", "Write this"),
    "waits": (
        "对应关系待确认，其数据尚未读入：{files}。请逐行核对并修改，确认无误后将 confirmed 改为 true，加 --yes 再运行；"
        "或一次完成：--accept-mappings --yes",
        "how these are read waits for confirmation, and their figures are not read yet: {files}. Look at every line, "
        "mend what is wrong, write confirmed = true there and run again with --yes; or do both in one run: "
        "--accept-mappings --yes",
    ),
    "both": (
        "未写入；对应关系也未确认。确认对应关系并写入须在同一次运行中：--accept-mappings --yes",
        "nothing was written, nor is how the workbooks are read confirmed; both are done in one run: "
        "--accept-mappings --yes",
    ),
    "wrong": ("数据有{n}处错误，未写入任何文件", "{n} errors in the data; nothing was written"),
    "wrong.1": ("数据有1处错误，未写入任何文件", "1 error in the data; nothing was written"),
    "wrong.answer.1": ("数据有1处错误，未作计算", "1 error in the data; nothing was computed"),
    "wrong.delivered.1": ("1处错误，未生成草稿、未发送任何邮件", "1 error; nothing was written or sent"),
    "wrong.answer": ("数据有{n}处错误，未作计算", "{n} errors in the data; nothing was computed"),
    "wrong.delivered": ("{n}处错误，未生成草稿、未发送任何邮件", "{n} errors; nothing was written or sent"),
    "wrote.proposal": ("已写出待确认的对应关系：{file}", "written as a proposal: {file}"),
    "wrote.mapping": ("已确认对应关系：{file}", "confirmed: {file}"),
    "summary": (
        "{changes}处变动，{same}处相同，{blank}个空单元格",
        "{changes} to change, {same} the same already, {blank} cells empty",
    ),
    "empty": ("空", "empty"),
    "withdrawn": (
        "新件中已无此数（所列为原报位置、原文）",
        "no longer in the workbook (place and text as it was sent)",
    ),
    "withdrawn.waits": (
        "新件中已无原报的{count}个数据（见上表，新值为空）。未写入：改为空的，加 --withdrawn clear；"
        "保留原值的，加 --withdrawn keep",
        "{count} figures sent earlier are no longer in what was sent now (above, new: empty). Nothing was written: run "
        "again with --withdrawn clear to empty them, or with --withdrawn keep to leave them as they are",
    ),
    "withdrawn.kept": (
        "新件中已无原报的{count}个数据，保留原值：{cells}",
        "{count} figures sent earlier are no longer in what was sent now, and are kept: {cells}",
    ),
    "unsure": (
        "{whats}（见上“存疑”）。未写入任何数据：有误的，请报送单位改正后重报；确属无误的，{answers}，再运行",
        "{whats} (“doubtful”, above). No figure was written: have those that are wrong mended; of those that are right "
        "say so, {answers}, and run again",
    ),
    "unsure.1": (
        "{whats}（见上“存疑”）。未写入任何数据：有误的，请报送单位改正后重报；确属无误的，{answers}，再运行",
        "{whats} (“doubtful”, above). No figure was written: if it is wrong, have it mended; if it is right say so, "
        "{answers}, and run again",
    ),
    "unsure.power": ("{count}个数据疑差十倍、百倍、万倍等", "{count} figures look off by a power of ten"),
    "unsure.power.1": ("1个数据疑差十倍、百倍、万倍等", "1 figure looks off by a power of ten"),
    "unsure.span": (
        "{count}个数据疑将当季数与1月以来的累计数混淆",
        "{count} figures look like the quarter's own where those since January are meant, or the reverse",
    ),
    "unsure.span.1": (
        "1个数据疑将当季数与1月以来的累计数混淆",
        "1 figure looks like the quarter's own where that since January is meant, or the reverse",
    ),
    "unsure.stale": (
        "{count}个数据整列与以前季度相同",
        "{count} figures are those of an earlier quarter, a whole column of them",
    ),
    "unsure.stale.1": (
        "1个数据所在整列与以前季度相同",
        "1 figure is that of an earlier quarter, as its whole column is",
    ),
    "unsure.twin": (
        "{count}个数据整列与另一指标相同",
        "{count} figures are those of another indicator too, a whole column of them",
    ),
    "unsure.twin.1": (
        "1个数据所在整列与另一指标相同",
        "1 figure is that of another indicator too, as its whole column is",
    ),
    "unsure.rows": (
        "{count}个数据疑整列错了一行",
        "{count} figures look a row too high or too low, a whole column of them",
    ),
    "unsure.rows.1": (
        "1个数据所在整列疑错了一行",
        "1 figure looks a row too high or too low, as its whole column does",
    ),
    "unsure.signs": (
        "{count}个数据整列正负号与上季度相反",
        "{count} figures have their signs turned against the quarter before, a whole column of them",
    ),
    "unsure.signs.1": (
        "1个数据所在整列正负号与上季度相反",
        "1 figure has its sign turned against the quarter before, as its whole column has",
    ),
    "unsure.ranks": ("{count}个数据疑为位次", "{count} figures look like ranks"),
    "unsure.ranks.1": ("1个数据疑为位次", "1 figure looks like a rank, as its whole column does"),
    "unsure.percent": ("{count}个人数疑为百分数", "{count} counts of answers look like percentages"),
    "unsure.percent.1": ("1个人数疑为百分数", "1 count of answers looks like a percentage"),
    "unsure.swapped": (
        "{count}个人数疑将满意与不满意互换",
        "{count} counts of answers look as if satisfied and dissatisfied were exchanged",
    ),
    "unsure.swapped.1": (
        "1个人数疑将满意与不满意互换",
        "1 count of answers looks as if satisfied and dissatisfied were exchanged",
    ),
    "unsure.mapping": (
        '在{file}的“{items}”列中写 any_size = "{quarter}"',
        'any_size = "{quarter}" for the column of {items} in {file}',
    ),
    "unsure.source": (
        "在source.toml的[source]中写 any_size = [{ids}]（{items}）",
        "any_size = [{ids}] in [source] of source.toml ({items})",
    ),
    "confirm.unsure": (
        "其中{whats}（见上“存疑”）：是否确认无误并写入",
        "{whats} (“doubtful”, above): are all figures right, write this",
    ),
    "confirm.clear": (
        "新件中已无原报的{count}个数据（见上表，新值为空）：是否改为空（否则保留原值）",
        "{count} figures sent earlier are no longer in what was sent now (above, new: empty): empty them (else they "
        "are kept)",
    ),
    "how.shown": ("以百分比显示：× {factor}", "shown as %: × {factor}"),
    "how.typed": ("原文所注单位{unit} → {to}：× {factor}", "typed in {unit} → {to}: × {factor}"),
    "how.unit": ("{unit} → {to}：× {factor}", "{unit} → {to}: × {factor}"),
    "how.factor": ("× {factor}", "× {factor}"),
    "more": ("另有{count}处变动未列出", "and {count} more"),
    "nothing": ("没有变动，未写入任何文件", "nothing to change; nothing was written"),
    "nothing.read": ("一个数据也没有读到，未写入任何文件", "not one figure was read; nothing was written"),
    "nothing.else": (
        "读到的数据没有变动，但有的表没有查到数据（见上）；未写入任何文件",
        "what was read changes nothing, and for some tables no row came (above); nothing was written",
    ),
    "not.written": ("未写入；确认后加 --yes 再运行", "nothing was written; run again with --yes to write it"),
    "wrote": (
        "已写入：{files}；请再运行 briefing check {quarter}",
        "written: {files}; now run briefing check {quarter}",
    ),
    "made": ("已建立{folder}：{amount}待报", "made {folder}: {amount} to come"),
    "next": (
        "下一步：读入部门报表（briefing intake 文件 --quarter {quarter}），或直接填写其中的表；"
        "然后运行 briefing check {quarter}",
        "next: take in what departments send (briefing intake FILES --quarter {quarter}), or fill in the tables there; "
        "then run briefing check {quarter}",
    ),
    "carried": ("沿用的对应关系：{names}", "mappings carried on: {names}"),
    "uncovered": (
        "尚无对应关系的指标（首次读入报表时建立）：{names}",
        "no mapping brings these yet (intake proposes one for each new workbook): {names}",
    ),
    "counted": ("错误{errors}项，提示{warnings}项", "{errors}, {warnings}"),
    "counted.doubts": ("，存疑{count}处", ", {count} doubtful"),
    "counted.to.come": ("，{amount}待报", ", {amount} still to come"),
    "to.come": ("待报：{file}：{items}", "still to come: {file}: {items}"),
    "report": ("数据核对报告：{files}", "data check: {files}"),
}
LANGUAGES = ("zh", "en")


def word(name: str, lang: str, **figures: object) -> str:
    """One line in the language asked for; raises UsageError for a language that is not spoken."""
    if lang not in LANGUAGES:
        raise UsageError("no language is called {lang!r}; {hint}", lang=lang, hint=nearest(lang, list(LANGUAGES)))
    return own(_WORDS[name][LANGUAGES.index(lang)], lang).format(**figures)


def amount(items: Collection[Item], figures: int, lang: str) -> str:
    """So many indicators, so many counts of the survey (so many figures): counted as in the data contract's report."""
    counts = sum(item.table == "survey" for item in items)
    return (contract_words_en if lang == "en" else contract_words_zh).amount(len(items) - counts, figures, counts)


def listed(names: Iterable[str], lang: str) -> str:
    return (contract_words_en if lang == "en" else contract_words_zh).listed(list(names))


def heads(name: str, lang: str) -> list[str]:
    return word(name, lang).split("|")


def how_told(how: Iterable[Step], lang: str) -> str:
    """What was done to a figure on its way in, step by step."""
    told = [
        word(f"how.{step.kind}", lang, unit=step.unit, to=step.to, factor=f"{step.factor.normalize():f}")
        for step in how
    ]
    return ("，" if lang == "zh" else ", ").join(told)
