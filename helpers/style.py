"""Fonts, colours, figure sizes, and the one way each kind of number and date is written.

Floor 0 of the house: standard library and matplotlib settings only.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache
from pathlib import Path

from .model import Quarter

FONT_DIR = Path(__file__).parent / "fonts"
SANS, SERIF = "Noto Sans SC", "Noto Serif SC"
FONT_FILES = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf", "NotoSerifSC-Bold.ttf")

# Ink and paper. Every text colour here has a contrast of at least 4.5 : 1 on white and on TINT.
INK, MUTED, FAINT, RULE, TINT, PAPER = "#1d2430", "#565f6d", "#8a93a1", "#d5dae1", "#f3f5f8", "#ffffff"
RED = "#a8201a"  # 红旗, rules and headings
GOLD = "#8a6100"  # 星
ACCENT = "#1f4e79"

# Okabe–Ito, darkened where white paper needs it: told apart with every common colour-vision deficiency.
BOARD_COLOURS = ("#0b5a8f", "#c8590a", "#00795a", "#a64d84", "#7a6a00", "#2d9cc7", "#555555")
UP, DOWN = "#00795a", "#b3430a"  # never told by colour alone: ▲ and ▼ stand beside them

CHART_WIDTH = 6.3  # inches: the text width of A4 between 25 mm margins


@dataclass(frozen=True)
class ChartSize:
    """Width and height in inches and the fixed margins (fractions) that make a second layout pass needless."""

    height: float
    left: float = 0.12
    right: float = 0.97
    bottom: float = 0.14
    top: float = 0.96
    width: float = CHART_WIDTH


@cache
def use_fonts() -> None:
    """Register the bundled fonts with matplotlib and set what every chart shares. Once a process."""
    import matplotlib
    from matplotlib import font_manager

    for name in FONT_FILES:
        font_manager.fontManager.addfont(str(FONT_DIR / name))
    matplotlib.rcParams.update(
        {
            "font.family": [SANS],
            "font.size": 9,
            "axes.unicode_minus": False,
            "axes.edgecolor": FAINT,
            "axes.labelcolor": MUTED,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "xtick.color": MUTED,
            "ytick.color": MUTED,
            "text.color": INK,
            "svg.fonttype": "none",
            "svg.hashsalt": "briefing",
            "figure.dpi": 100,
        }
    )


def fixed(value: float | Decimal, decimals: int = 2) -> str:
    """A number with exactly `decimals` decimals, half to even on its decimal face; a true minus sign; no -0.00."""
    if value != value:  # NaN has no digits to print
        return "—"
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_EVEN)
    if rounded == 0:
        rounded = abs(rounded)
    return f"{rounded:f}".replace("-", "−")


def signed(value: float | Decimal, decimals: int = 2) -> str:
    """`fixed` with its sign always shown: `+0.12`, `−0.30`, `0.00`."""
    text = fixed(value, decimals)
    return text if text.startswith("−") or not text.strip("0.") or text == "—" else f"+{text}"


_CHINESE_DIGITS = "零一二三四五六七八九十"


def chinese_number(n: int) -> str:
    """一 … 九十九, as headings and counts of quarters are written."""
    if not 0 <= n < 100:
        return str(n)
    tens, ones = divmod(n, 10)
    if tens == 0:
        return _CHINESE_DIGITS[ones]
    return ("" if tens == 1 else _CHINESE_DIGITS[tens]) + "十" + (_CHINESE_DIGITS[ones] if ones else "")


def quarter_label(quarter: Quarter, lang: str) -> str:
    """`2023年第二季度` / `Q2 2023`."""
    if lang == "en":
        return f"Q{quarter.number} {quarter.year}"
    return f"{quarter.year}年第{chinese_number(quarter.number)}季度"


def quarter_short(quarter: Quarter, lang: str) -> str:
    """`2023年二季度` / `Q2 2023`, as in running text and on axes."""
    if lang == "en":
        return f"Q{quarter.number} {quarter.year}"
    return f"{quarter.year}年{chinese_number(quarter.number)}季度"
