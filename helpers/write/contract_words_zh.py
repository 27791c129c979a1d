"""Chinese words of the data contract's report (数据核对报告): titles, heads, sentences."""

from __future__ import annotations

from collections.abc import Sequence

from ..model import TABLES

TITLE = "数据核对报告"
SUBTITLE = "请有关部门逐项核实后回复"
SUBTITLE_CLEAN = "供编印通报参考"  # where nobody has anything to answer
BASIS = "{quarter}考核数据按考核办法和数据约定逐项核对，情况如下。"

HEADS = {
    "place": "位置",
    "value": "原文",
    "about": "区市、指标",
    "rule": "问题",
    "hint": "建议",
    "kind": "性质",
    "item": "指标",
    "district": "区市",
    "summed": "各区市合计",
    "total": "全市数",
    "gap": "差额",
    "unit": "单位",
    "before": "上季度",
    "now": "本季度",
    "change": "变动",
    "usual": "各区市变动中位数",
    "meant": "疑应为",
    "beside": "对照值",
    "guess": "推测",
    "doubt": "疑点",
    "department": "报送单位",
    "districts": "未报区市",
    "book": "工作簿",
    "figures": "数据（个）",
}
LINES_BY_CHECK = "见briefing check所列"
KINDS = {"error": "错误", "warning": "提示"}
CAPTIONS = {
    "faults": "逐项问题",
    "cells": "上表合并列示的问题逐格清单",
    "sums": "各区市合计与全市数",
    "jumps": "与上季度相比的异常变动",
    "slips": "疑似单位错误",
    "mixups": "疑似累计数与当季数混淆",
    "columns": "整列及满意度调查疑点",
    "late": "待报事项",
    "books": "已接收的工作簿",
}
NOTES = {
    "jumps": "变动与各区市变动中位数之差，超过离散程度（中位数绝对偏差的1.4826倍）六倍的列出。",
    "slips": "与本区市上季度数相差十倍左右，"
    "或与上季度数及其他区市中位数相差一百倍、一万倍或一亿倍左右的列出；推测未经核实，不自动更改。",
    "mixups": "自年初累计数低于上季度累计数，或当季数与此前各季度之和相当的列出；推测未经核实，不自动更改。",
    "sums": "全市数不参与计分。四舍五入造成的差额不作问题。",
    "columns": "上季度、本季度：整列的为各区市中位数；单个区市的为该区市数。推测未经核实，不自动更改。",
}
COLUMNS = {
    "flipped": "各区市正负号均与上季度相反，疑漏填或多填负号",
    "same": "各区市数据均与上季度相同，疑未更新",
    "old": "各区市数据均与{like}相同，疑报错了表",
    "twin": "各区市数据均与{like}相同，疑有一项贴错",
    "ranks": "恰为1至{districts}各一个，疑将位次填作数据",
    "up": "各区市数据与上季度下一行区市的相当，疑错行",
    "down": "各区市数据与上季度上一行区市的相当，疑错行",
    "size": "各区市数据均约为上季度的{factor}倍，疑单位或口径不同",
    "hours": "各区市数据均约为上季度的{factor}倍，疑以小时填报",
    "percent": "各项之和为100，疑将百分比填作人数",
    "answers": "调查人数与上季度相差一倍以上，疑有一项人数填错",
    "share": "各项所占比重与上季度相差25个百分点以上",
    "swapped": "“满意”与“不满意”人数疑填反",
}
POWERS = {
    1: "多十倍，疑多写一位或小数点错位",
    -1: "少十倍，疑漏写一位或小数点错位",
    2: "多一百倍，疑为已乘100",
    -2: "少一百倍，疑为小数形式的百分数",
    4: "多一万倍，疑以万元（万）以下单位填报",
    -4: "少一万倍，疑以更大单位填报",
    8: "多一亿倍，疑以元填报",
    -8: "少一亿倍，疑以亿元（亿）填报",
}
NOTHING = {
    "faults": "未发现问题。",
    "sums": "本季度未报送全市数，合计未作核对。",
    "jumps": "没有异常变动。",
    "slips": "未发现疑似单位错误。",
    "mixups": "未发现累计数与当季数混淆。",
    "columns": "整列数据及满意度调查未见异常。",
    "late": "应报数据均已报送。",
    "books": "本季度数据未经工作簿接收，系直接填入数据表。",
}
NOTHING_YET = {  # said instead while no figure has come
    "jumps": "尚无数据可核对。",
    "slips": "尚无数据可核对。",
    "mixups": "尚无数据可核对。",
    "columns": "尚无数据可核对。",
    "books": "尚未收到数据。",
}
WHOLE = "全部区市"
UNKNOWN = "未注明"
TOTAL_ROW = "{partial}（未报齐）"


def amount(items: int, figures: int, counts: int = 0) -> str:
    """How much is due or lacking, counted in the report as at the command line; `counts` are those of the survey."""
    told = [f"{items}项指标"] * bool(items or not counts) + [f"{counts}项满意度调查数"] * bool(counts)
    return f"{'和'.join(told)}（{figures}个数据）"


def overview(errors: int, warnings: int, due: tuple[int, int, int], lacking: tuple[int, int, int]) -> str:
    """`due` and `lacking`: how many indicators, how many figures, how many counts of the survey."""
    told = f"错误**{errors}**项、提示**{warnings}**项"
    if not due[1]:
        return f"考核办法或区市名单有误，只能列出{told}。"
    rest = f"尚缺**{amount(*lacking)}**" if lacking[1] else "已全部报齐"
    return f"应报{amount(*due)}，已报**{due[1] - lacking[1]}**个数据，{rest}；{told}。"


def doubts(found: Sequence[int], compared: int, there: int) -> str:
    """How much is doubtful: sums, changes, units, periods, columns; `compared`: how many city totals there were."""
    if not there:
        return "尚无数据可核对。"
    if not any(found):
        sums = "各区市合计与所报全市数相符" if compared else "本季度未报送全市数，合计未作核对"
        return f"变动、单位、口径、整列数据、满意度调查未见可疑之处；{sums}。"
    whats = ("项合计与全市数不符", "处异常变动", "处疑似单位错误", "处疑似累计数与当季数混淆", "处整列或满意度调查疑点")
    return (
        "需核实的还有" + "、".join(f"{count}{what}" for count, what in zip(found, whats, strict=True) if count) + "。"
    )


def column(kind: str, factor: str, districts: int, unit: str, like: str = "") -> str:
    """What is doubtful about a column; `like` names the quarter, or the item, whose figures it has."""
    hours = kind == "size" and unit == "天" and 18 <= float(factor) <= 30
    return COLUMNS["hours" if hours else kind].format(factor=factor, districts=districts, like=like)


def doubt(kind: str, item: str, cases: list[str], many: int) -> str:
    """One line of the command line: what is doubtful about an item, with the first cases; `many`: how many in all."""
    more = f"；等{many}处" if many > len(cases) else ""
    return f"存疑：{kind}：{item}：{'；'.join(cases)}{more}"


def gap(summed: str, total: str, gap: str) -> str:
    return f"合计{summed}，全市数{total}，相差{gap}"


def jump(district: str, before: str, now: str, usual: str) -> str:
    return f"{district}由{before}变为{now}（各区市变动中位数{usual}）"


def meant(district: str, now: str, meant: str) -> str:
    return f"{district}{now}，疑应为{meant}"


def doubtful_column(district: str, told: str, before: str, now: str) -> str:
    return f"{district}：{told}（上季度{before}，本季度{now}）"


def at(place: str) -> str:
    return f"，见{place}"


def ready(errors: int, missing: int) -> str:
    if errors:
        return "有错误未改正前，不能编印通报。"
    return "缺报数据按考核办法的缺报规定处理。" if missing else "数据可以用于编印通报。"


def late_by(department: str, items: int, figures: int, counts: int) -> str:
    return f"{department}：{amount(items, figures, counts)}未报"


def spot(row: int | None, column: str, file: str = "") -> str:
    """A row and a column of a table; a line and a key where the file is none."""
    noun = "列" if not file or file.lower().endswith(TABLES) else "键"
    return (f"第{row}行" if row else "") + (f"{column}{noun}" if column else "")


def spots(file: str, spots: list[str], column: str, count: int, of_cells: bool) -> str:
    """Where equal faults stand, and how many there are; `column` is that of a table's rows, "" of cells."""
    if of_cells:
        return f"{file} {'、'.join(spots)}（{count}个单元格）"
    return f"{file} 第{'、'.join(spots)}行{column}列（{count}行）"


def found(values: list[str], more: bool) -> str:
    """The first texts that stand in cells with one fault."""
    return "".join(f"“{value}”" for value in values) + "等" * more


def for_one(spot: str, of_cell: bool, text: str) -> str:
    """What is told of one of several cells, as an example."""
    return f"如{spot if of_cell else f'第{spot}行'}：{text}"


def origin(place: str) -> str:
    return f"（收自{place}）"


def listed(names: list[str]) -> str:
    return "、".join(names)


def about(district: str, item: str) -> str:
    return f"{district}{item}"
