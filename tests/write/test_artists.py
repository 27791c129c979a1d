"""A plane and its text draw what matplotlib's own axes and text draw, to the byte, but for what clips and groups."""

import io
import re
from collections.abc import Callable
from typing import Any

import matplotlib as mpl
import pytest
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from helpers.style import use_fonts
from helpers.write.drawing.artists import Line, Plane

BOX = (0.1, 0.1, 0.8, 0.8)


def _stock(figure: Figure) -> Any:
    ax = figure.add_axes(BOX)
    ax.axis("off")
    return ax


def _drawn(axes: Callable[[Figure], Any], text: type[Text], **lettering: object) -> list[str]:
    """Every path and text with its look, in the order in which they are drawn."""
    figure = Figure(figsize=(3, 2))
    ax = axes(figure)
    ax.set(xlim=(0, 10), ylim=(5, -5))
    ax.axhline(2, color="#888888", zorder=1)
    ax.axvline(7, color="#777777", linewidth=0.5, zorder=0)
    ax.plot([1, 5, 9], [0, 3, -4], marker="o", color="#123456", zorder=2)
    ax.add_artist(Rectangle((1, 1), 3, 2, facecolor="#abcdef", zorder=-1))
    ax.add_artist(PolyCollection([[(1, 1), (2, 1), (2, 2)]], facecolor="#fedcba", transform=ax.transData, zorder=3))
    said = text(4, 1, "第1位 $12 <b>", fontsize=8, va="baseline", clip_on=False, parse_math=False, **lettering)
    ax.add_artist(said)
    if lettering.get("zorder") == 9:
        said.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 0.6})
    assert (ax.get_xlim(), ax.get_ylim()) == ((0, 10), (5, -5)) and ax.get_position().bounds == pytest.approx(BOX)
    out = io.StringIO()
    figure.savefig(out, format="svg", metadata={"Date": None})
    seen = re.sub(r' clip-path="[^"]*"', "", out.getvalue().partition("</defs>")[2])
    seen = re.sub(r"<clipPath.*?</clipPath>", "", seen, flags=re.DOTALL)
    return re.findall(r"<(?:path|text|use)\b[^>]*>(?:[^<]+(?=</text>))?", seen)


@pytest.mark.parametrize(
    "lettering",
    [
        {},
        {"ha": "center", "color": "#a8201a"},
        {"ha": "right", "fontweight": "bold", "alpha": 0.4},
        {"zorder": 9},
        {"visible": False},
    ],
)
def test_a_drawing_is_the_same_as_with_stock_axes_and_text(lettering: dict[str, object]) -> None:
    use_fonts()
    with mpl.rc_context({"svg.hashsalt": "same"}):
        stock = _drawn(_stock, Text, **lettering)
        lean = _drawn(lambda figure: Plane(figure, BOX), Line, **lettering)
    assert len(stock) > 8 and any(">第1位" in shape for shape in stock) != (lettering == {"visible": False})
    assert lean == stock
