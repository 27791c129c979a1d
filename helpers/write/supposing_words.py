"""What a what-if says beside the briefings' own sentences and terms, in both languages; everything marked 测算, in
English after what it means."""

from __future__ import annotations

from ..model import UsageError

STAMP = "测算"  # the office's own mark for a figure that was never official; for programs, this alone

_WORDS: dict[str, tuple[str, str]] = {
    "stamp": (STAMP, "WHAT IF 测算"),  # on pages, tables and drawings
    "supposed": (
        "【测算】{quarter}，假设情况下的结果与正式结果对照；非正式结果，不得引用。",
        "[What if 测算] {quarter}: the supposed result beside the official one. "
        "Not an official result; not to be quoted.",
    ),
    "settings": ("【测算】假设", "[What if 测算] Assumptions"),
    "setting": ("假设事项", "Setting"),
    "official": ("正式", "Official"),
    "assumed": ("测算", "Supposed"),
    "unchanged": ("未作调整", "No changes"),
    "weight_of": ("{name}权重", "Weight of {name}"),
    "in_groups": ("{name}（{groups}）", "{name}, {groups}"),
    "follows": ("（随之调整）", " (follows)"),
    "moved": ("【测算】成绩与位次对照", "[What if 测算] Totals and ranks"),
    "official_total": ("正式总分", "Official total"),
    "assumed_total": ("测算总分", "Supposed total"),
    "official_rank": ("正式位次", "Official rank"),
    "assumed_rank": ("测算位次", "Supposed rank"),
    "places": ("位次变化", "Change of rank"),
    "flags": ("【测算】红旗", "[What if 测算] Flags"),
    "won": ("新获", "Won"),
    "lost": ("失去", "Lost"),
    "nobody_moves": ("【测算】位次没有变化。", "[What if 测算] No district changes its rank."),
    "moves": ("【测算】位次变化：{moves}。", "[What if 测算] Ranks that change: {moves}."),
    "move": ("{name}由第{before}位到第{after}位", "{name} from {before} to {after}"),
    "doubt.slip": (
        "请核实：{name}{item}设为{figure}，疑差10的整数次方，似应为{beside}。",
        "Check: {item} of {name} is supposed to be {figure}; off by a power of ten, as if {beside} were meant.",
    ),
    "doubt.jump": (
        "请核实：{name}{item}设为{figure}，上季度为{beside}，变动远大于其他区市。",
        "Check: {item} of {name} is supposed to be {figure}; it was {beside} the quarter before, and no other district "
        "moved nearly so far.",
    ),
    "doubt.size": (
        "请核实：{name}{item}设为{figure}，与其他区市不在一个量级（中位数为{beside}）。",
        "Check: {item} of {name} is supposed to be {figure}; those of the other districts are of another size, around "
        "{beside}.",
    ),
    "missing": ("缺报：{listed}。{policy}。", "Not reported: {listed}. {policy}."),
    "missing.few": ("{name}{items}", "{name}: {items}"),
    "missing.many": ("{name}{items}等{many}项", "{name}: {items} and others ({many} in all)"),
    "possible": ("可能位次", "Possible ranks"),
    "possible.means": (
        "位次和红旗暂行，“可能位次”为缺报数据补齐后的范围。",
        " Ranks and flags are provisional; possible ranks: where each may stand once the figures arrive.",
    ),
    "ranked": ("{name}由无位次到第{after}位", "{name} from no rank to {after}"),
    "unranked": ("{name}由第{before}位到无位次", "{name} from {before} to no rank"),
    "author": ("{author}：{note}", "{author}: {note}"),
    "data": (
        "【测算】按假设情景“{name}”计算，与正式结果对照，非正式结果，不得引用。",
        '[What if 测算] Scenario "{name}" beside the official result. Not an official result; not to be quoted.',
    ),
    "unnamed": ("未命名", "unnamed"),
    "notice": (
        "测算：按假设情景“{name}”计算，非正式结果，不得引用",
        'What if (测算): computed for the scenario "{name}"; not an official result, not to be quoted',
    ),
    "title": ("{title}（测算）", "{title} (what if)"),
    # the interactive notebook
    "panel.title": ("“摘星夺旗”考核情景推演", "The assessment under other weights and figures"),
    "panel.boards": ("板块权重", "Weights of boards"),
    "panel.figures": ("指标值", "Figures"),
    "panel.rule": (
        "拖动滑块设定权重（%）。同级之和为100：动过的保持所设权重，其余按办法中的比例分担余下部分；"
        "同级全部动过时，最早动的一个让出。",
        "Drag a slider to set a weight (%). Siblings sum to 100: those you moved stay, others share the rest in the "
        "scheme's proportions; once all are moved, the one moved first gives way.",
    ),
    "panel.figures_rule": (
        "填入假设值后按回车，清空即恢复正式数值（灰字）；缺报的注明“缺报”。",
        "Type a figure and press Enter; an empty field is the official figure (grey), or says that none was reported.",
    ),
    "panel.district": ("区市", "District"),
    "panel.gap": ("差距图", "Gap chart"),
    "panel.first_two": ("第一位与第二位", "First and second"),
    "panel.with_above": ("{name}与前一位", "{name} and the district above"),
    "panel.reset": ("恢复正式结果", "Back to the official result"),
    "panel.not_a_number": ("“{text}”不是数字：{name}", "{text} is not a number: {name}"),
    "panel.outside": (
        "{name}应在{low}至{high}之间，“{text}”未采用",
        "{name} lies between {low} and {high}; {text} is not taken",
    ),
    "panel.no_rest": (
        "{name}不能这样设：其余同级没有可分担的权重",
        "{name} cannot be set so: no sibling has a weight to take the rest",
    ),
    "panel.no_room": (
        "{name}最多可设{most}%：其余已由动过的占用",
        "{name} can be {most}% at most: the weights you moved before take the rest",
    ),
    "panel.no_total": ("{name}有缺报数据，没有总分和位次。", "{name} has no total and no rank: figures are missing."),
    "panel.missing": ("缺报", "not reported"),
    "panel.no_gap": ("没有可比的前一位。", "There is no district above to compare with."),
    "panel.name": ("情景名称", "Name"),
    "panel.author": ("编制人", "Author"),
    "panel.note": ("说明", "Note"),
    "panel.save": ("保存情景", "Save as scenario"),
    "panel.saved": (
        "已保存：{file}。成文：{command}",
        "Saved: {file}. To make its briefings: {command}",
    ),
    "panel.nothing": ("还没有改动，无需保存。", "Nothing is changed yet: there is nothing to save."),
    "panel.taken": ("已有同名情景，请换一个名称。", "There is a scenario of this name; choose another."),
    "caption": ("【测算】{caption}", "[What if 测算] {caption}"),
}


def word(key: str, lang: str, **figures: object) -> str:
    """The words for `key` with its figures put in; raises UsageError for words that are not in the list."""
    if key not in _WORDS:
        raise UsageError("the list of words has no {key!r}", key=key)
    zh, en = _WORDS[key]
    return (en if lang == "en" else zh).format(**figures)
