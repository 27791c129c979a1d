"""Fonts, colours, figure sizes, and the one way each kind of number and date is written.

Floor 0 of the house: standard library and matplotlib settings only.
"""

from __future__ import annotations

import struct
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from .model import Quarter

if TYPE_CHECKING:
    from matplotlib.ft2font import FT2Font

FONT_DIR = Path(__file__).parent / "fonts"
SANS, SERIF = "Noto Sans SC", "Noto Serif SC"
FONT_FILES = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf", "NotoSerifSC-Bold.ttf")

# Ink and paper. Every text colour here has a contrast of at least 4.5 : 1 on white and on TINT.
INK, MUTED, FAINT, RULE, TINT, PAPER = "#1d2430", "#565f6d", "#8a93a1", "#d5dae1", "#f3f5f8", "#ffffff"
RED = "#a8201a"  # 红旗, rules and headings
GOLD = "#8a6100"  # 星
STAR_GROUND = "#fffaf0", "#d09a14"  # no star … most stars: INK reads on every step between
ACCENT = "#1f4e79"

# Hues after Okabe–Ito, 3 : 1 at least on white paper; no two of the first five are of one lightness, so that they
# differ in grey print and with every common colour-vision deficiency. The others differ from their neighbours.
BOARD_COLOURS = ("#09284d", "#da7e0f", "#006946", "#b74f91", "#4f4200", "#3398c4", "#3f434a")
# What parts the boards after these from them and from each other, in grey too: lines on white in the same hues, by
# matplotlib's signs. Five go into seven no whole number of times: so many boards look different.
BOARD_HATCHES = ("\\\\\\\\\\\\", "||||||", "......", "------", "++++++")
LINE_COLOURS = (RED, ACCENT, "#00795a", "#6b4c9a", GOLD)  # the few lines of a chart that stand out
UP, DOWN = "#00795a", "#b3430a"  # never told by colour alone: ▲ and ▼ stand beside them

# A4 upright: the margin at either side of the text, and what lies between the two.
SIDE_MARGIN, TEXT_WIDTH = 22, 210 - 2 * 22  # millimetres
POINTS_A_MM, MM_AN_INCH = 72 / 25.4, 25.4
CHART_WIDTH = 6.3  # inches: a little less than the text


@dataclass(frozen=True)
class ChartSize:
    """A chart's size and the margins around its axes, in inches: fixed before drawing, so one layout pass is enough."""

    height: float
    left: float
    right: float
    bottom: float
    top: float
    width: float = CHART_WIDTH

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, bottom, width, height of the axes as fractions of the figure, as `Figure.add_axes` takes them."""
        across, up = self.width - self.left - self.right, self.height - self.bottom - self.top
        return self.left / self.width, self.bottom / self.height, across / self.width, up / self.height


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


@cache
def _advance(char: str, bold: bool) -> float:
    """How far one character moves the pen, in em; a character the font lacks counts as one em."""
    glyph = _face(bold).get_char_index(ord(char))
    if glyph == 0:
        return 1.0
    table, count, em = _advances(bold)
    return struct.unpack_from(">H", table, 4 * min(glyph, count - 1))[0] / em


@cache
def _advances(bold: bool) -> tuple[bytes, int, int]:
    """The font's table of advances (OpenType's hmtx: four bytes a glyph, the advance first), how many glyphs it has
    (those after it are as wide as the last), and units an em. FreeType would read an outline for every advance."""
    with (FONT_DIR / FONT_FILES[1 if bold else 0]).open("rb") as font:
        (count,) = struct.unpack(">4xH6x", font.read(12))
        records = (struct.unpack(">4s4xLL", font.read(16)) for _ in range(count))
        tables = {tag: (offset, length) for tag, offset, length in records}

        def table(tag: bytes) -> bytes:
            offset, length = tables[tag]
            font.seek(offset)
            return font.read(length)

        glyphs = struct.unpack_from(">H", table(b"hhea"), 34)[0]
        return table(b"hmtx"), glyphs, struct.unpack_from(">H", table(b"head"), 18)[0]


@cache
def _face(bold: bool) -> FT2Font:
    from matplotlib.ft2font import FT2Font

    return FT2Font(str(FONT_DIR / FONT_FILES[1 if bold else 0]))


def without_glyph(text: str) -> str:
    """The characters of `text` that the bundled fonts cannot print, in order, each once.

    Marks without a shape do not count. All of GBK (21 897 characters, but for ≒) and of Latin-1 (m²) is there, which
    spares opening the font, and importing what opens it, for ordinary text.
    """
    whole = unicodedata.normalize("NFC", text)
    try:
        whole.encode("gbk")
        rare = "≒" if "≒" in whole else ""
    except UnicodeEncodeError:
        rare = "".join(c for c in dict.fromkeys(whole) if c > "\u00ff")
    unseen = ("Cc", "Cf", "Zs", "Zl", "Zp")
    shown = (c for c in rare if c == "≒" or not c.encode("gbk", "ignore"))
    return "".join(
        c for c in shown if unicodedata.category(c) not in unseen and not _face(False).get_char_index(ord(c))
    )


def text_width(text: str, size: float, bold: bool = False) -> float:
    """Width of one line of text set in the bundled sans serif at `size` points, in inches."""
    return sum(_advance(char, bold) for char in text) * size / 72


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    """Contrast ratio of two colours written `#rrggbb`, 1 to 21 (WCAG 2.2, 1.4.3)."""
    light, dark = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def ink_on(colour: str) -> str:
    """The text colour, INK or PAPER, that reads better on a ground of this colour."""
    return max((INK, PAPER), key=lambda ink: contrast(ink, colour))


def board_look(place: int) -> tuple[str, str]:
    """Colour and hatch of a scheme's board, counted from 0: filled as far as there are colours, then hatched; no two of
    the first 42 look alike."""
    beyond = place - len(BOARD_COLOURS)
    hatch = "" if beyond < 0 else BOARD_HATCHES[beyond % len(BOARD_HATCHES)]
    return BOARD_COLOURS[place % len(BOARD_COLOURS)], hatch


def fixed(value: float | Decimal, decimals: int = 2) -> str:
    """A number with exactly `decimals` decimals, half to even on its decimal face; a true minus sign; no -0.00."""
    if value != value:  # NaN has no digits to print
        return "—"
    figure = rounded(value, decimals)
    return f"{abs(figure) if figure == 0 else figure:f}".replace("-", "−")


def rounded(value: float | Decimal, decimals: int = 2) -> Decimal:
    """The figure that `fixed` writes."""
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    return exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_EVEN)


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
