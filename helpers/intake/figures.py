"""What departments type into cells, as exact numbers; and the units they type it in.

Decimal arithmetic throughout: 1679700 万元 is 167.97 亿元, not 167.97000000000003.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Context, Decimal, InvalidOperation

from ..assess.characters import without_unseen

_NOT_YET = ("报", "上报", "报送", "统计", "公布", "提供", "反馈")
NOT_AVAILABLE = frozenset(  # as `plain` has them: … is ...
    {"", *("-" * k for k in range(1, 7)), "/", "//", "\\", "...", "......", "⋯", "⋯⋯"}
    | {"n/a", "n.a.", "na", "nan", "null", "none", "tbd"}
    | {"无", "暂无", "缺", "暂缺", "空缺", "缺报", "缺失", "待报", "不适用", "无此项", "统计中"}
    | {f"{start}{end}" for start in ("未", "暂未", "尚未") for end in _NOT_YET}
    | {f"{start}数据" for start in ("无", "暂无", "缺", "暂缺")}
)
_DASHES = dict.fromkeys("‐‑‒―−﹘", "-")  # that NFKC leaves as they are
_TYPED = str.maketrans({**_DASHES, "–": "-", "—": "-", "﹣": "-", "，": ",", "。": ".", "．": ".", "’": "'", "＇": "'"})
_PLAIN = str.maketrans({**_DASHES, "〜": "~"})
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,3})?", flags=re.ASCII)
_THOUSANDS = re.compile(r"(?<![\d.])(\d{1,3})(([,' ])\d{3}(?:\3\d{3})*)(?!\d)", flags=re.ASCII)
_APART = re.compile(r"[\d.]\s+[\d.]", flags=re.ASCII)
_NEW_LINES = re.compile("[\v\f\x1c-\x1f\x85\u2028\u2029]")  # several of them count as unseen elsewhere
_LOWER = ("超过", "超", "逾", "突破")
_SLOWER, _FASTER = ("回落", "放缓", "下滑"), ("回升", "加快", "提升")  # said of rates alone, in 个百分点
_FALLEN, _RISEN = ("下降", "减少", "降低", "降", "减", *_SLOWER), ("增长", "上升", "增加", "提高", "增", "升", *_FASTER)
_TREND = re.compile(rf"(?:同比|[较比](?:上年|去年)(?:同期)?)?({'|'.join((*_FALLEN, *_RISEN))})")
_FOOTNOTE = re.compile(r"^(?P<before>[*※]+)\s*(?=[+\d.-])|(?<=[\d%‰])\s*(?P<behind>[*※]+)$")
_DATE = re.compile(r"(?:19|20)\d\d(?:年|[-/.]\d)", flags=re.ASCII)
_ROUGH = re.compile("约|近|左右|上下|大概|大致|接近|不足|不到|低于|不超|未满|以[上下内]|[~≈≤≥<>]")
_PREFIXES = {"": 0, "十": 1, "百": 2, "千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7, "亿": 8, "万亿": 12}
_PREFIXES |= {"十亿": 9, "百亿": 10, "千亿": 11}
_ALONE = {prefix for prefix in _PREFIXES if prefix[-1:] in ("万", "亿")}  # 5.6万, （百万）: of what is known already
_SPELT = str.maketrans("仟佰拾萬億圓圆", "千百十万亿元元")  # as on banknotes
_YUAN_IN_ENGLISH = re.compile(
    r"(?P<before>rmb|cny|[¥￥]|yuan)?(?P<power>thousand|10,?000|ten-?thousand|million|mn|100million|hundred-?million"
    r"|billion|bn)?(?P<behind>yuan|rmb|cny)?",
    flags=re.ASCII,
)
_POWERS_IN_ENGLISH = {None: "", "thousand": "千", "million": "百万", "mn": "百万", "billion": "十亿", "bn": "十亿"}
_POWERS_IN_ENGLISH |= {"100million": "亿", "hundredmillion": "亿", "10000": "万", "tenthousand": "万"}
_PER_MILLE = -1, "%"
_ALIASES = {
    **{"％": "%", "百分比": "%", "百分点": "个百分点", "人民币元": "元", "元人民币": "元"},
    **dict.fromkeys(("pp", "p.p.", "ppt", "ppts", "percentagepoint", "percentagepoints"), "个百分点"),
    **{"个工作日": "工作日", "工作天": "工作日", "workingday": "工作日", "workingdays": "工作日", "日": "天"},
    **{"㎡": "平方米", "m2": "平方米", "m²": "平方米", "平米": "平方米", "平方公里": "平方千米"},
}
MARKED = "a small or circled digit (¹, ①) stands beside the number"
APART = "several numbers, or digits apart"
ROUGH = "a rough figure, or no more than a limit of it"
WORDS = "words or signs stand beside the number"
CHANGED = "the words tell by how much it changed, not what it is"
DATE = "a date: of 5-6 or 5.6 a spreadsheet may have made one"
ERROR = "the formula has an error"
BRACKETS = "a number in brackets: below zero, or a remark"
NOTED = "a whole number in brackets stands behind it: a footnote's mark, or a place"
BESIDE = "a second figure in brackets stands behind it: how far it moved, perhaps"
ARROW = "an arrow or a triangle stands beside the number"
TWICE = "the words say that it fell, and a sign stands before the number"
MERGED = "one merged cell stands beside several districts"
UNITS = "its row and its indicator's name tell different units"
UNCHANGED = "持平 is no figure"
STRUCK = "struck out, or a part of it"
RAISED = "a part of it is raised or lowered, as a footnote's mark is"
SCALED = "its format shows another number than the cell holds (in thousands, or in 万)"
TURNED = "its format writes a minus sign, or that it fell, before whatever number the cell holds"
FIELD = "a field of a form stands in it, and what was typed there is not in the page"
_AMOUNT = r"[+-]?[\d,.']*\d[\d,.']*[%\u4e00-\u9fff]*"
_MARK = r"(?:见?注释?|(?:并列)?第)?\d{1,2}[名位]?"
_SIGNED = (
    (BRACKETS, re.compile(rf"[(\[【〔]{_AMOUNT}[)\]】〕]")),
    (NOTED, re.compile(rf"{_AMOUNT}[(\[【〔]{_MARK}[)\]】〕]|{_AMOUNT}(?<=注)\d{{1,2}}")),
    (BESIDE, re.compile(rf"{_AMOUNT}[(\[【〔][^()\[\]【】〔〕]*\d[^()\[\]【】〔〕]*[)\]】〕]")),
    (ARROW, re.compile(rf"[↑↓▲▼△▽]{_AMOUNT}|{_AMOUNT}[↑↓▲▼△▽]")),
)
_DIGITS = "write digits, or leave the cell empty if the figure is not available"
_HINTS = {
    "a formula without a stored result": "open it in Excel or WPS, let it calculate, save it; or send values",
    MARKED: "take the mark out if it is a footnote's; write the digit in full size if it belongs to the number",
    APART: "write one number, with a point, no spaces or new lines in it; a second one into a column of its own",
    ROUGH: "ask for the exact figure, and write it in digits; leave the cell empty if it is not available",
    WORDS: "write the number alone, its unit into the head, a remark into a column 备注",
    CHANGED: "ask for the figure itself",
    DATE: "give the column a format of numbers, type the figure again; leave the cell empty if it is not available",
    ERROR: "mend the formula, or ask for the figure; leave the cell empty if it is not available",
    BRACKETS: "write it with a minus sign if it is below zero, else without brackets",
    NOTED: "write the number alone; what the footnote says into a column 备注, a place into a column of its own",
    BESIDE: "write the number alone, the second figure into a column of its own",
    ARROW: "write the number alone, with a minus sign if it fell",
    TWICE: "write the number alone, with a minus sign if it fell",
    STRUCK: "delete what is struck out, and leave the figure that counts",
    RAISED: "take the mark out if it is a footnote's; write the digit in full size if it belongs to the number",
    TURNED: "take that number format off the column, and write a minus sign before what is below zero",
    SCALED: "take that number format off the column, and see which unit the figures are in",
    MERGED: "part the merged cell, and write each district's own figure; or leave the cells empty",
    FIELD: "ask for the table without fields to fill in, or as .xlsx",
    UNITS: "leave one unit: in the column of units, or behind the indicator's name",
    UNCHANGED: "write 0 if nothing changed; otherwise ask for the figure",
}
EXACT = Context(prec=15)  # the digits a spreadsheet holds: what an export adds behind them is binary noise
COUNTS = frozenset({"个", "家", "项", "件", "宗", "户", "人", "人次", "次", "条", "处", "套", "份", "名"})
_TIMES = {"天", "工作日", "小时", "分钟"}
_BASES = COUNTS | _TIMES | {"元", "%", "‰", "个百分点", "平方米", "分", "吨", "公里", "公顷", "亩"}


@dataclass(frozen=True)
class Figure:
    """A cell as a number in the unit of its column. `value` None: not available. `rule` says why it is no number.

    `per_cent` is set where the cell itself carries a percent sign; `power` where it carries 万 or 亿 (4, 8);
    `unit` the base unit typed behind the number, "" if none; `qualifier` 余 or 超 for a lower bound. `changed`: words
    say that it rose or fell by so much; `footnote` is the mark beside it, * or ※, that points to a remark.
    """

    value: Decimal | None = None
    rule: str = ""
    qualifier: str = ""
    per_cent: bool = False
    power: int = 0
    unit: str = ""
    changed: bool = False
    footnote: str = ""


def plain(text: str) -> str:
    """Text as it is compared: half-width, dashes alike, without spaces and characters nobody sees, in lower case."""
    word = unicodedata.normalize("NFKC", without_unseen(text)).translate(_PLAIN)
    return re.sub(r"\s+", "", word).lower()


def figure(text: str) -> Figure:
    """The number a cell shows, however it was typed; never a number it does not clearly show.

    Full-width digits, spaces, thousands marks, percent signs, 万 and 亿, 余 and 超, 增长 and 下降, 负 are read.
    A formula, an error value, a date, brackets, several numbers, or a number with a footnote's digit are not: `rule`
    says so. The mark is looked for first, as NFKC makes a full digit of it.
    """
    text = without_unseen(_NEW_LINES.sub("\n", text))
    typed = unicodedata.normalize("NFKC", text).translate(_TYPED).strip().removeprefix("'")  # as Excel types a text
    if plain(typed) in NOT_AVAILABLE:
        return Figure()
    if typed.startswith("="):
        return Figure(rule="a formula without a stored result")
    if typed.startswith("#"):
        return Figure(rule=ERROR)
    if _has_mark(text):
        return Figure(rule=MARKED)
    if found := next((rule for rule, signs in _SIGNED if signs.fullmatch(plain(typed))), ""):
        return Figure(rule=found)
    mark = _FOOTNOTE.search(typed)
    footnote = (mark["before"] or mark["behind"]) if mark else ""
    bare = _FOOTNOTE.sub("", typed, count=1)
    word = _THOUSANDS.sub(lambda m: m[1] + m[2].replace(m[3], ""), bare)
    if _APART.search(word):
        return Figure(rule=APART)
    word = re.sub(r"负(?=[\d.])", "-", re.sub(r"\s+", "", word).lower())
    if word in ("持平", "同比持平", "基本持平"):
        return Figure(rule=UNCHANGED)
    qualifier, fell, trend = "", False, None
    for lead in _LOWER:
        if word.startswith(lead):
            qualifier, word = "超", word.removeprefix(lead)
            break
    if trend := _TREND.match(word):
        fell, word = trend[1] in _FALLEN, word[trend.end() :]
    digits = _NUMBER.match(word)
    if not digits:
        return Figure(rule=_no_number(typed))
    if fell and digits[0][0] in "+-":
        return Figure(rule=TWICE)
    rest = word[digits.end() :]
    if rest[:1] in ("余", "多"):
        qualifier, rest = "余", rest[1:]
    per_cent = rest in ("%", "％")
    power, unit = (0, "") if per_cent else parts_of(rest)
    if rest and not per_cent and not unit and not power:
        return Figure(rule=_no_number(typed))
    if trend and trend[1] in (*_SLOWER, *_FASTER) and unit != "个百分点":
        return Figure(rule=CHANGED)
    try:
        value = EXACT.create_decimal(digits[0])
    except InvalidOperation:
        return Figure(rule="not a number")
    if value and value.adjusted() > 30:
        return Figure(rule="the number is too large")
    return Figure(-value if fell else value, "", qualifier, per_cent, power, unit, trend is not None, footnote)


def _no_number(typed: str) -> str:
    """Why a text is no number, for somebody who has to mend it: 5.6%(+0.3), 约5.6, 5.6(快报)."""
    numbers = re.findall(r"\d+(?:\.\d+)?", typed, flags=re.ASCII)
    if _DATE.match(typed):
        return DATE
    if not numbers:
        return "not a number"
    if len(numbers) > 1:
        return APART
    return ROUGH if _ROUGH.search(typed) else WORDS


def _has_mark(text: str) -> bool:
    """Whether a sign that is no digit would be read as one: ①, ¹, ½. The ² of m² is none."""
    signs = (c for c in re.sub("m²|㎡", "", text) if not c.isdecimal())
    return any(map(str.isdecimal, unicodedata.normalize("NFKC", "".join(signs))))


def how_to_write(rule: str) -> str:
    """What to do about a cell that is no number, by the rule of `figure`."""
    return _HINTS.get(rule, _DIGITS)


def parts_of(unit: str) -> tuple[int, str]:
    """A unit as power of ten and base: 万元 is (4, 元); ("", 0) for what is no unit. 万 alone is (4, "")."""
    word = plain(unit).translate(_SPELT).replace("人民币", "")
    word = _ALIASES.get(word, word)
    english = _YUAN_IN_ENGLISH.fullmatch(word)
    if english and (english["before"] or english["behind"]):
        word = _POWERS_IN_ENGLISH[re.sub("[,-]", "", english["power"] or "") or None] + "元"
    if word == "‰":
        return _PER_MILLE
    for prefix in sorted(_PREFIXES, key=len, reverse=True):
        base = word.removeprefix(prefix)
        base = _ALIASES.get(base, base)
        if word.startswith(prefix) and base in _BASES:
            return _PREFIXES[prefix], base
    if word in _ALONE:
        return _PREFIXES[word], ""
    return 0, ""


def joined(power: int, base: str) -> str:
    """A power of ten and a base as the unit that `parts_of` took apart: (4, 元) is 万元, (-1, %) is ‰."""
    if power == _PER_MILLE[0] and base == _PER_MILLE[1]:
        return "‰"
    return next(prefix for prefix, of in _PREFIXES.items() if of == power) + base


def is_unit(text: str) -> bool:
    return parts_of(text) != (0, "")


def scale(given: str, wanted: str) -> Decimal | None:
    """By what a figure in the unit `given` is multiplied to be in `wanted`; None where the two do not measure the same.

    Things counted by different words (个, 家, 项) measure the same; 万 or 亿 alone takes the wanted base.
    """
    if plain(given) == plain(wanted):
        return Decimal(1)
    power, base = parts_of(given)
    to_power, to_base = parts_of(wanted)
    if not base and power:
        base = to_base
    if base != to_base and not {base, to_base} <= COUNTS:
        return None
    if not base:
        return None
    return Decimal(1).scaleb(power - to_power)


def written(value: Decimal, decimals: int) -> str:
    """A figure as it is written into a table: at least `decimals` digits behind the point, and all it has."""
    value = value.normalize()
    digits = max(decimals, -int(value.as_tuple().exponent))
    return f"{value:.{digits}f}" if value else f"{Decimal(0):.{decimals}f}"
