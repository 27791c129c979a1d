"""Chinese words of a correction notice, and of a briefing made from what was known on an earlier day."""

from __future__ import annotations

KIND = "更正通知"
TITLE = "关于更正{quarter}“摘星夺旗”考核结果的通知"
OWN_TITLE = "关于更正{quarter}考核结果的通知"  # of an assessment with a title of its own
TABLES = {
    "changed": "更正的数据",
    "results": "更正前后考核结果对照",
    "boards": "更正前后板块得分对照",
    "flags": "更正前后红旗对照",
}
HEADS = {
    "quarter": "季度",
    "district": "区市",
    "item": "事项",
    "old": "原数",
    "new": "更正为",
    "date": "修订日期",
    "who": "修订单位",
    "reason": "事由",
    "source": "出处",
    "board": "板块",
    "flag": "红旗",
    "before": "更正前",
    "after": "更正后",
    "total": ("原总分", "现总分"),
    "rank": ("原位次", "现位次"),
    "stars": ("原星数", "现星数"),
    "score": ("原得分", "现得分"),
    "change": ("原较上季度", "现较上季度"),
}
CHANGED_NOTE = "原数为原通报所用数据。"
RESULTS_NOTE = "未列出的区市，总分、位次、位次变化和星数不变。"
BOARDS_NOTE = "未列出的板块，得分、位次和星数不变。"
CAME, WENT, EMPTY, NOT_REPORTED, NOBODY = "（新增）", "（撤销）", "（空）", "缺报", "空缺"
UNCHANGED = "更正后，{quarter}各区市总分、位次、星级和红旗均不变。"
CHANGED = "更正后，{quarter}{names}的考核结果有变化，对照如下。"
FLAGS_CHANGED = "更正后，{quarter}各区市总分、位次和星级不变，红旗有变化，对照如下。"
STILL = "各区市{things}不变。"
ALL_STILL = "各区市{things}均不变。"
THINGS = {"rank": "位次", "stars": "星级", "flags": "红旗"}
LATER = "本次更正还涉及以后季度的结果："
CLOSING = ("原通报及其各表与本通知不一致的，以本通知为准；原表中相应数据自本通知印发之日起作废。原通报其余内容不变。",)
AS_OF = "按{date}已知数据编制"
AMENDED = "{date}修订"
AMENDED_NOTICE = "本件首次发布于{published}，数据于{date}修订"
AS_OF_NOTICE = "本件按{date}已知的数据重新编制，此后的修订未计入"
BETWEEN = "。"


def opening(issued: str, quarter: str, title: str, count: int) -> str:
    when = f"{issued}印发的" if issued else "已印发的"
    return f"{when}{quarter}《{title}》所用数据有{count}项已经修订，现将更正内容和对考核结果的影响通知如下。"


def of_all(shared: list[tuple[str, str]]) -> str:
    """What all rows of the table of figures share, head and words."""
    return f"各项{'、'.join(f'{head}均为{words}' for head, words in shared)}。"
