"""The wording rules of the Chinese briefing: each turn of phrase that carries a number is written here, once.

A place, a change of place, a first time, a run of quarters, a distance to a median, an average or a target, a share of
a plan, a part of a sum; and every figure with its unit. A test holds each of them against the text of all briefings.
"""

from __future__ import annotations

from ..markup import markdown_text
from ..style import fixed
from . import phrases_zh
from .finding import Figure
from .marks import told

UNITS = {
    "points": "分",
    "places": "位",
    "stars": "星",
    "quarters": "个季度",
    "times": "次",
    "draws": "次",
    "boards": "个板块",
    "districts": "个区市",
    "pairs": "对",
    "items": "项指标",
    "figures": "项数据",
    "rows": "行",
    "pp": "个百分点",
}
DIRECTION = {"up": "上升", "down": "下降"}
SIDE = {"above": "高于", "below": "低于"}


def number(figure: Figure) -> str:
    """A figure without its unit."""
    return told(figure, _digits(figure))


def _digits(figure: Figure) -> str:
    return fixed(figure.value, figure.decimals)


def amount(figure: Figure) -> str:
    """A figure with its unit: `97.44分`, `第3位`, `38星`, `9.4个百分点`, `167.97亿元`, `30余家`."""
    return told(figure, _amount(figure))


def _amount(figure: Figure) -> str:
    if figure.unit == "rank":
        return f"第{_digits(figure)}位"
    if figure.unit in UNITS:
        return _digits(figure) + UNITS[figure.unit]
    # the unit comes with the data: it may hold a mark of Markdown
    return markdown_text(phrases_zh.quantity(figure.value, figure.decimals, figure.qualifier, figure.unit))


def place(figure: Figure, among: str = "", shared: bool = False) -> str:
    """居首, 居第3位, 居全市首位, 居全市第3位; shared: 并列第3位, 并列全市第3位."""
    if shared:
        return f"并列{among}{amount(figure)}"
    if figure.value == 1:
        return f"居{among}{told(figure, '首位')}" if among else told(figure, "居首")
    return f"居{among}{amount(figure)}"


def all_of(figure: Figure) -> str:
    """均, where the figure is that of several."""
    return "均" if len(figure.of) > 1 else ""


def top(figure: Figure) -> str:
    """前3位: a limit of places."""
    return told(figure, f"前{_digits(figure)}位")


def change(figure: Figure | None) -> str:
    """较上季度上升2位, 较上季度下降2位, 与上季度持平; nothing where there is nothing to compare with."""
    if figure is None:
        return ""
    if figure.way == "same":
        return "位次与上季度" + told(figure, "持平")
    return f"较上季度{DIRECTION[figure.way]}{amount(figure)}"


def first_time(times: Figure, window: str) -> str:
    """首次 names the window of data it holds for, and how often there was an assessment in it."""
    return f"{window}{amount(times)}考核中首次"


def running(quarters: Figure) -> str:
    return f"连续{amount(quarters)}"


def against(figure: Figure, what: str) -> str:
    """高于全市平均2.1个百分点, 低于全市中位数0.73分, 与全市平均持平."""
    if figure.way == "same":
        return f"与{what}" + told(figure, "持平")
    return f"{SIDE[figure.way]}{what}{amount(figure)}"


def of_plan(done: str, completed: Figure, plan: str, planned: Figure, share: Figure) -> str:
    """累计完成投资167.97亿元，占年度计划投资251.81亿元的66.7%."""
    return f"{done}{amount(completed)}，占{plan}{amount(planned)}的{amount(share)}"


def signed(figure: Figure) -> str:
    """A part of a sum with its sign: +0.97分."""
    sign = {"up": "+", "down": "−"}.get(figure.way, "")
    return told(figure, sign + _amount(figure))


def period(text: str, year: int) -> str:
    """A period as the data write it, in words."""
    return phrases_zh.period_words(text, year)
