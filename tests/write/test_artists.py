"""The lean axes and text draw what matplotlib's own draw, to the byte."""

import io

import matplotlib as mpl
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text

from helpers.style import use_fonts
from helpers.write.drawing.artists import BareAxes, Line


def _drawn(axes: type[Axes], text: type[Text], **lettering: object) -> str:
    figure = Figure(figsize=(3, 2))
    ax = figure.add_axes((0.1, 0.1, 0.8, 0.8), axes_class=axes)
    ax.set(xticks=[], yticks=[], xlim=(0, 10), ylim=(5, -5))
    ax.patch.set_visible(False)
    ax.spines["top"].set_visible(False)
    ax.axhline(2, color="#888888")
    ax.plot([1, 5, 9], [0, 3, -4], marker="o")
    said = text(4, 1, "第1位 $12 <b>", fontsize=8, va="baseline", clip_on=False, parse_math=False, **lettering)
    ax.add_artist(said)
    if lettering.get("zorder") == 9:
        said.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 0.6})
    out = io.StringIO()
    figure.savefig(out, format="svg", metadata={"Date": None})
    return out.getvalue()


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
def test_a_drawing_is_the_same_with_and_without_what_it_does_not_show(lettering: dict[str, object]) -> None:
    use_fonts()
    with mpl.rc_context({"svg.hashsalt": "same"}):
        stock = _drawn(Axes, Text, **lettering)
        lean = _drawn(BareAxes, Line, **lettering)
    assert ">第1位" in stock or lettering == {"visible": False}
    assert lean == stock
