"""Whether a table with answers such as 满意 is of the survey of public satisfaction, or of another that a department
made of its own: of 低保家庭, 政务服务, 安全感."""

from __future__ import annotations

import re

from .figures import figure, plain
from .heads import NUMBERING, Block
from .names import TOTAL
from .trade_words import without_times

_SURVEYS = "满意|调查|测评|问卷|民意"
_SAID = r"[\u4e00-\u9fff]"
_TOLD = f"(?:{_SURVEYS})(?={_SAID}*(?:调查|结果|情况|汇总|统计|表|$))"
_WHOSE = re.compile(rf"((?:{_SAID}|、)*?)(?:满意[度率]|{_TOLD})")
# What says no more than who is asked, by whom and how.
_SENDERS = rf"{_SAID}{{2,3}}市(?={_SAID})|{_SAID}{{1,6}}?(?:局|委|办公室|办|公司|中心|总队|队|院|所)"
_NEUTRAL = re.compile(
    f"{_SENDERS}|摘星夺旗|综合|考核|全市|各?区市|市区|城区|人民|群众|公众|社会|社情|居民|市民|百姓"
    "|第三方|电话|入户|问卷|网络|线上|随机|抽样|民意|访问|回访|评价|测评|调查|总体|整体|工作"
    "|年度?|季度|[一二三四]季|本季|当季|第|各|对|的|表|附件|[一二三四五六七八九十、]"
)
_OF_SURVEYS = re.compile(
    f"{_SURVEYS}|样本|有效|回收|份数|人数|合计|总数|指数|得分|了解|说不清|拒[访答]|{NUMBERING.pattern}"
)


def other_survey(block: Block, file: str) -> str:
    """What tells that a table's answers are to other questions: a subject in its title, its sheet's or file's name;
    where none of them speaks of a survey, a figure that none asks for. "" for nothing."""
    told = [
        without_times(text) for text in (block.title, *block.lines, block.sheet, file) if not re.search("[:：]", text)
    ]
    named = [found for text in told if (found := _WHOSE.search(text))]
    if subjects := [word for found in named if len(word := _NEUTRAL.sub("", found[1])) > 1]:
        return subjects[0]
    if named:
        return ""
    keys = (h.key for h in block.heads if not h.is_note and _has_figures(block, h.at))
    return next((key for key in keys if not _OF_SURVEYS.search(plain(key))), "")


def _has_figures(block: Block, at: int) -> bool:
    return any(figure(row.cells[at].text).value is not None for row in block.rows if row.code not in ("", TOTAL))
