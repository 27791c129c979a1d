"""What a proposed mapping says of its guesses, in Chinese and English: the language of the run that proposes it."""

from __future__ import annotations

from dataclasses import dataclass

_WORDS: dict[str, tuple[str, str]] = {
    # why a column is taken for an item
    "known": ("{name}.toml中即如此对应", "read so in {name}.toml"),
    "is": ("表头即{label}", "the head is {label}"),
    "like": ("与{label}相近（{score}）", "like {label} ({score})"),
    "by title": ("标题与表头合起来与{item}相近", "the title and the head together are like {item}"),
    "by sheet": ("工作表名与表头合起来与{item}相近", "the sheet's name and the head together are like {item}"),
    "by file": ("文件名与表头合起来与{item}相近", "the file's name and the head together are like {item}"),
    "by subject": ("与前面的“{before}”合起来与{item}相近", "with the head before it, {before}, it is like {item}"),
    "no number": (
        "与{item}相近，但没有一个单元格是数：{cell}为“{text}”，请报送单位每格只填一个数",
        "like {item}, but none of its cells is a number ({text!r} in {cell}): ask for one number in each",
    ),
    "other unit": ("{why}，但单位为{unit}，不是{own}", "{why}, but its unit is {unit}, not {own}"),
    "unit of head": ("单位{unit}取自表头", "unit {unit} from the head"),
    "unit of line": ("单位{unit}取自表外的单位说明", "unit {unit} from the line beside the table"),
    "no unit": ("未注明单位，按{unit}", "no unit told: taken as {unit}"),
    "parts": ("各数均像小数形式的百分数（0.957），乘以100", "all figures look like parts of one (0.957): times 100"),
    "full marks": (
        "表中注明满分为{full}分，须折算为满分{own}分，乘以{factor}",
        "the table says that full marks are {full}, and they are {own} here: times {factor}",
    ),
    "near": ("也像{items}", "also near: {items}"),
    "hidden sheet": ("所在工作表为隐藏", "the sheet is hidden"),
    "hidden column": ("所在列为隐藏", "the column is hidden"),
    "preliminary": ("表头称是快报或初步数", "the head says the figures are preliminary"),
    # why not
    "lost": ("{item}已取自{place}", "{item} is taken from {place}"),
    "lost hidden": ("隐藏，{item}已取自{place}", "its sheet is hidden, and {item} is taken from {place}"),
    "lost hidden column": ("隐藏列，{item}已取自{place}", "its column is hidden, and {item} is taken from {place}"),
    "span": ("它是{its}，{item}是{own}", "it is {its}, and {item} is {own}"),
    "single": ("本季数", "of the quarter alone"),
    "since": ("自年初累计数", "counted since January"),
    "monthly": ("当月数", "of one month alone"),
    "quarter": ("季度数", "of a quarter"),
    "amount": ("数量", "an amount"),
    "growth": ("增速", "a growth rate"),
    "increase": ("增加量", "an increase"),
    "share": ("比率", "a share or rate"),
    "part": ("在总体中的占比", "a part of a whole"),
    "measure": ("表头所指为{its}，{item}是{own}", "its head speaks of {its}; {item} is {own}"),
    "no measure": (
        "{item}是{own}，表头、单位和标题均未说明该列是{own}",
        "{item} is {own}, and neither head and unit nor the title say that these figures are",
    ),
    "fall": (
        "表头为“{word}”，填的是下降幅度，{item}是{own}；确须读入的，scale 写 -1",
        "its head says {word}, by how much it fell, and {item} is {own}; scale = -1 if it is to be read",
    ),
    "line of rates": (
        "表外注明单位为%，{item}的单位是{own}",
        "the line beside the table says %, and {item} is in {own}",
    ),
    "line of unit": (
        "表外注明单位为{unit}，{item}的单位是{own}",
        "the line beside the table says {unit}, and {item} is in {own}",
    ),
    "months or quarters": (
        "“{span}”没有说明是月还是季：表头写明“{span}月”或“{span}季度”",
        "{span} may count months or quarters: say in the head which, {span}月 or {span}季度",
    ),
    "made a date": (
        "表头是日期，疑为“{span}”被表格软件改成了日期：改写为“{span}月”",
        "its head is a date, which a spreadsheet may have made of {span}: write {span}月",
    ),
    "before": ("是上年同期或上期的数据", "it is of the year, or of the period, before"),
    "narrow": (
        "{item}限于“{word}”，表头和标题均未注明",
        "{item} is of {word} alone, and neither head nor title say so",
    ),
    "foreign": (
        "表头与{item}相近，但其中“{word}”不一致，疑为另一指标",
        "like {item}, but {word} tells the two apart: another indicator, perhaps",
    ),
    "foreign title": (
        "标题或表名有“{word}”，疑为其中的一部分，不是{item}",
        "its title or name says {word}: a part of it, perhaps, and not {item}",
    ),
    "other answer": (
        "旁边还有“{word}”一列，各种回答怎样归并须先确定",
        "{word} stands beside it: how the answers are counted together has to be settled first",
    ),
    "other survey": (
        "表中或标题有“{word}”，疑为另一项调查，不是群众满意度调查",
        "{word} in the table or its title: another survey, perhaps, than that of public satisfaction",
    ),
    "not it": ("表头或标题有“{word}”，不是{item}本身", "{word} in its head or title: it is not {item} itself"),
    "places": ("各数恰为位次1、2、3……", "its figures are the places 1, 2, 3 …"),
    "other time": ("是{time}的数据", "it is of {time}"),
    # what somebody has to decide
    "tie": ("{item}可能是{heads}中的任何一列", "{item} may be any of these columns: {heads}"),
    "money": (
        "{item}的单位不明：表中写有“{word}”，但没有认出单位",
        "the unit of {item} is not clear: {word} stands there, and no unit that is known",
    ),
    "untold": (
        "{item}指“{word}”，“{head}”一列及标题、表名、文件名均未注明是否为此",
        "{item} is of {word}; neither the head {head} nor the title or a name says that it is",
    ),
    "beside": (
        "“{head}”一列是不是{item}：标题“{title}”还有别的内容",
        "is the column {head} {item}? The title, {title}, says more than that",
    ),
    "month": (
        "{item}的表头只写“{word}”，没有说明是当月数，还是1月以来的累计数（应为{own}）",
        "the head of {item} says {word}: of that month alone, or counted since January? {item} is {own}",
    ),
    "month of title": (
        "{item}所在表的标题只写“{word}”，没有说明是当月数，还是1月以来的累计数（应为{own}）",
        "the title above {item} says {word}: of that month alone, or counted since January? {item} is {own}",
    ),
    # the file
    "file": (
        "# 部门工作簿的读法（见data/README.zh-CN.md，“mappings”）。由briefing intake推测。",
        "# How a department's workbook is read (data/README.md, “mappings”). Proposed by `briefing intake`.",
    ),
    "look": (
        "# 请逐行核对并修改，无误后将confirmed改为true。此前不读入任何数据。",
        "# Look at every line, mend what is wrong, then write confirmed = true. Without that nothing is taken in.",
    ),
    "workbook": (
        "        # 此类工作簿的文件名，不含扩展名；*代表任意文字",
        "        # the name of such a workbook, without extension; * is anything",
    ),
    "source": (
        "            # sources.csv中的编号，写入每一行",
        "            # id in sources.csv; written into every row",
    ),
    "unread": (
        "# 未读入的列及原因；未写原因的，没有相近的指标：",
        "# Not read, with the reason; where none stands, no item is like it:",
    ),
    "open": (
        "# 待定：{question}。选定一列，去掉其行首的“# ”：",
        "# To decide: {question}. Take the “# ” away before the lines of the right one:",
    ),
    "skeleton": (
        "# 没有一列能对上本季度的指标。需要读入的列，去掉行首的“# ”，并在indicator处填写编号：",
        "# No column could be taken for an item. Take the “# ” away before those to be read, and fill in indicator:",
    ),
    "more": (
        "# 下列各列没有相近的指标。其中需要读入的，去掉行首的“# ”，并在indicator处填写编号：",
        "# No item is like these columns. Take the “# ” away before those to be read, and fill in indicator:",
    ),
    "items": ("# 本季度的指标：{items}", "# The items of this quarter: {items}"),
}
LANGUAGES = ("zh", "en")


@dataclass(frozen=True)
class Say:
    """The words of a proposal in one language."""

    lang: str = "en"

    def __call__(self, name: str, /, **figures: object) -> str:
        return _WORDS[name][LANGUAGES.index(self.lang)].format(**figures)
