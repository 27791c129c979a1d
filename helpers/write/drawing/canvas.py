"""Paper, pen and lettering that all charts share: figures with margins in inches, text that is only text, one SVG.

No pyplot and no open figures: a figure belongs to the call that makes it. Text never passes through mathtext, so a
`$` in a district's name stays a dollar sign.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from ...markup import clean
from ...style import CHART_WIDTH, FAINT, INK, MUTED, PAPER, RED, SANS, ChartSize, text_width, use_fonts

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties
    from matplotlib.markers import MarkerStyle
    from matplotlib.text import Text
    from matplotlib.transforms import Transform

    from .artists import Plane

LABEL, SMALL = 8.5, 7.5  # points; SMALL is the smallest text on any chart
LONGEST = 2.0  # inches that a name beside a chart may take; the full name stands in the alternative text
PAD = 0.08  # inches between a label and what it labels
LINE_HEIGHT = 0.16  # inches from one line of legend to the next
ADDED, TAKEN = "//////", "xxxxxx"  # hatches: points beside the boards, and points taken away
MIDDLE = 0.37  # em: half the height of a digit or a Chinese character above its baseline; both look centred so
AFTER = 0.05  # inches from a mark to the label that stands behind it


def sheet(height: float) -> Figure:
    """An empty figure as wide as the text, `height` inches high."""
    use_fonts()
    from matplotlib.figure import Figure

    return Figure(figsize=(CHART_WIDTH, height))


def axes(figure: Figure, size: ChartSize) -> Plane:
    """Coordinates inside the margins of `size`, without frame and ticks."""
    from .artists import Plane

    return Plane(figure, size.box)


def say(
    ax: Plane,
    x: float,
    y: float,
    text: str,
    *,
    size: float = LABEL,
    color: str = INK,
    ha: str = "left",
    bold: bool = False,
    where: Transform | None = None,
    dy: float = 0.0,
    zorder: float = 5,
) -> Text:
    """One line of text whose middle stands at (x, y), raised by `dy` inches; `where` is data coordinates if None."""
    from matplotlib.transforms import ScaledTranslation

    from .artists import Line

    shift = ScaledTranslation(0, dy - MIDDLE * size / 72, ax.figure.dpi_scale_trans)
    line = Line(
        x,
        y,
        clean(text),
        color=color,
        ha=ha,
        va="baseline",
        fontproperties=_lettering(size, bold),
        transform=(where or ax.transData) + shift,
        parse_math=False,
        zorder=zorder,
    )
    return ax.add_artist(line)


@cache
def _lettering(size: float, bold: bool) -> FontProperties:
    """The font as matplotlib wants it; making one takes as long as the rest of a text."""
    from matplotlib.font_manager import FontProperties

    return FontProperties(size=size, weight="bold" if bold else "normal")


@cache
def mark(corners: tuple[tuple[float, float], ...]) -> MarkerStyle:
    """A mark by its corners, closed when it ends where it begins.

    matplotlib's own diamond and dash are other marks turned about, and machines do not agree on the sign of what is
    then a nought: the same chart would have other bytes on another.
    """
    from matplotlib.markers import MarkerStyle
    from matplotlib.path import Path

    return MarkerStyle(Path(corners, closed=corners[0] == corners[-1]), joinstyle="miter")


def inches(ax: Plane) -> Transform:
    """Coordinates in inches from the figure's lower left corner, for `say(…, where=…)`."""
    return ax.figure.dpi_scale_trans


def beside(ax: Plane) -> Transform:
    """x in inches from the figure's left edge, y in the axes' data: for columns of text beside the bars."""
    from matplotlib.transforms import blended_transform_factory

    return blended_transform_factory(ax.figure.dpi_scale_trans, ax.transData)


def widest(texts: Sequence[str], size: float = LABEL, bold: bool = False) -> float:
    """Inches that the longest of the texts takes."""
    return max((text_width(clean(text), size, bold) for text in texts), default=0.0)


def across(ax: Plane, x: float) -> float:
    """Where x (in data) stands on the sheet, in inches from its left edge."""
    box, limits = ax.get_position(), ax.get_xlim()
    return CHART_WIDTH * (box.x0 + box.width * (x - limits[0]) / (limits[1] - limits[0]))


def shortened(text: str, size: float = LABEL, bold: bool = False, width: float = LONGEST) -> str:
    """The text, or as much of its beginning as `width` inches hold and an ellipsis."""
    text = clean(text)
    if text_width(text, size, bold) <= width:
        return text
    while text and text_width(text + "…", size, bold) > width:
        text = text[:-1]
    return text.rstrip() + "…"


def wrapped(text: str, width: float) -> list[str]:
    """The text broken into lines of at most `width` inches: between words, or between characters where there are none.

    A single word wider than `width` keeps a line to itself.
    """
    pieces = re.findall(r"[ -~]+?(?: |$|(?=[^ -~]))|[^ -~]", clean(text))
    lines = [""]
    for piece in pieces:
        if lines[-1] and text_width((lines[-1] + piece).rstrip(), SMALL) > width:
            lines.append("")
        lines[-1] += piece
    return [line.rstrip() for line in lines]


Box = tuple[float, float, float, float]  # left, right, low, high in data coordinates

# A key's entry: its text, its colour, and its hatch ("": filled).
Entry = tuple[str, str, str]

_SWATCH, _GAP = 0.13, 0.2


def key_rows(entries: Sequence[Entry], width: float) -> list[list[Entry]]:
    """The entries of a key, in order, in as few lines of `width` inches as they need."""
    rows: list[list[Entry]] = [[]]
    used = 0.0
    for entry in entries:
        need = _SWATCH + AFTER + text_width(entry[0], SMALL)
        if rows[-1] and used + need > width:
            rows.append([])
            used = 0.0
        rows[-1].append(entry)
        used += need + _GAP
    return rows


def key(ax: Plane, rows: Sequence[Sequence[Entry]], left: float, top: float) -> None:
    """Draw the rows of `key_rows`, the first line's middle at `top`; both in inches from the figure's lower left."""
    from matplotlib.patches import Rectangle

    for i, row in enumerate(rows):
        x, y = left, top - i * LINE_HEIGHT
        for text, colour, hatch in row:
            ground, line = (PAPER, colour) if hatch else (colour, PAPER)
            ax.add_artist(
                Rectangle(
                    (x, y - 0.05),
                    _SWATCH,
                    0.1,
                    facecolor=ground,
                    edgecolor=line,
                    hatch=hatch or None,
                    linewidth=0.6,
                    transform=inches(ax),
                )
            )
            say(ax, x + _SWATCH + AFTER, y, text, size=SMALL, color=MUTED, where=inches(ax))
            x += _SWATCH + AFTER + text_width(text, SMALL) + _GAP


def bars(
    ax: Plane,
    boxes: Sequence[Box],
    colour: str | Sequence[str],
    hatch: str = "",
    *,
    edge: str = PAPER,
    zorder: float = 1.5,
) -> None:
    """Rectangles of one colour (or a colour each), filled or hatched, in data coordinates."""
    from matplotlib.collections import PolyCollection

    corners = [[(left, low), (right, low), (right, high), (left, high)] for left, right, low, high in boxes]
    drawn = PolyCollection(corners, linewidths=0.6, zorder=zorder)
    if hatch:
        drawn.set(facecolor=PAPER, edgecolor=colour, hatch=hatch)
    else:
        drawn.set(facecolor=colour, edgecolor=edge)
    ax.add_artist(drawn)


Stroke = tuple[tuple[float, float], tuple[float, float]]  # from (x, y) to (x, y)


def rules(
    ax: Plane,
    strokes: Sequence[Stroke],
    colours: Sequence[str],
    widths: Sequence[float],
    *,
    zorder: float,
    where: Transform | None = None,
) -> None:
    """Straight lines, their colours and widths (points) taken in turn; `where` is data coordinates if None."""
    from matplotlib.collections import LineCollection

    drawn = LineCollection(strokes, colors=colours, linewidths=widths, transform=where or ax.transData, zorder=zorder)
    ax.add_artist(drawn)


def after(ax: Plane, x: float, y: float, text: str, **lettering: Any) -> None:
    """A label that begins just right of x (in data)."""
    from matplotlib.transforms import ScaledTranslation

    say(ax, x, y, text, where=ax.transData + ScaledTranslation(AFTER, 0, ax.figure.dpi_scale_trans), **lettering)


def ticks(ax: Plane, values: Sequence[float], text: Sequence[str]) -> None:
    """Small grey figures under the x axis, with a light rule up from each."""
    from matplotlib.transforms import ScaledTranslation, blended_transform_factory

    lower = ScaledTranslation(0, -0.1, ax.figure.dpi_scale_trans)
    below = blended_transform_factory(ax.transData, ax.transAxes) + lower
    for value, words in zip(values, text, strict=True):
        ax.axvline(value, color=FAINT, linewidth=0.4, alpha=0.6, zorder=0)
        say(ax, value, 0, words, size=SMALL, color=MUTED, ha="center", where=below)


_TAG = re.compile(r"<[^<>]*>")
_SHAPE_ID = re.compile(
    r' id="(?:figure|axes|patch|text|line2d|legend|xtick|ytick|matplotlib\.axis|[A-Z]\w*Collection)_\d+"'
)
_ID = re.compile(r'( id="|url\(#|href="#)')
_LEVEL = re.compile(r' transform="rotate\(-0 [^"]*"')
_STYLE = re.compile(r"\s*<defs>\s*<style[^>]*>\*\{[^}]*\}</style>\s*</defs>")


def svg(figure: Figure, name: str) -> str:
    """The figure as SVG with real text: same figure, same bytes.

    `name` is put before every id, so that two charts on one page do not share one. matplotlib's running numbers
    (`patch_7`), comments and metadata are dropped; its style sheet, which would reach the whole page, becomes
    attributes of this drawing, and the font is named once.
    """
    out = io.StringIO()
    figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    text = out.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"\s*<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    text = re.sub(r"\s*<!--.*?-->", "", text, flags=re.DOTALL)
    text = _STYLE.sub("", text)
    text = _LEVEL.sub("", text)
    text = text.replace(f"font-family: '{SANS}'; ", "")
    text = text.replace("<svg ", f'<svg font-family="{SANS}" stroke-linejoin="round" stroke-linecap="butt" ', 1)
    return _TAG.sub(lambda tag: _ID.sub(rf"\g<1>{name}-", _SHAPE_ID.sub("", tag[0])), text)


def stamped(drawing: str, mark: str) -> str:
    """The SVG with `mark` across it, faint and slanted, so that a chart copied out still says what it is."""
    found = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', drawing)
    if found is None:
        raise ValueError("a drawing without a view box cannot be stamped")
    across, down = float(found[1]), float(found[2])
    wide = sum(1.0 if ord(character) > 0x2E7F else 0.62 for character in mark)  # in the mark's own size
    x, y, size = across / 2, down / 2, min(across / (2.5 * wide), down / 2.2)
    words = (
        f'<text x="{x:.1f}" y="{y + size / 3:.1f}" transform="rotate(-15 {x:.1f} {y:.1f})" text-anchor="middle" '
        f'font-size="{size:.1f}" font-weight="700" fill="{RED}" fill-opacity="0.12">{mark}</text>'
    )
    return drawing.replace("</svg>", f"{words}\n</svg>")
