"""Bars, rules and lettering written straight as SVG, for the chart that the what-if panel draws anew at every move.

The same shapes, measures and looks as `canvas` lays out with matplotlib, whose figures, artists and transforms take ten
times as long; a test compares the two. What is drawn later lies above what was drawn before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ...markup import clean, html_text
from ...style import INK, PAPER, SANS, ChartSize
from .canvas import AFTER, LABEL, MIDDLE, Box, Stroke

_ANCHOR = {"left": "start", "center": "middle", "right": "end"}
# Every 4 points a slanted line: a tile of 12, and what of its neighbours' lines reaches into its corners.
_TILE, _SLANTED = 12, "".join(f"M {k - 13} 13 L {k + 1} -1 " for k in range(0, 25, 4)).rstrip()


class Pen:
    """A sheet as wide as the text, with coordinates inside the margins of `size`; the first of `ylim` is at the foot.

    Where `beside` is set, x counts in inches from the sheet's left edge. `name` is put before every id.
    """

    def __init__(self, name: str, size: ChartSize, xlim: tuple[float, float], ylim: tuple[float, float]) -> None:
        self._name, self._size, self._xlim, self._ylim = name, size, xlim, ylim
        self._across = 72 * (size.width - size.left - size.right) / (xlim[1] - xlim[0])
        self._up = 72 * (size.height - size.bottom - size.top) / (ylim[1] - ylim[0])
        self._drawn: list[str] = []
        self._hatches: dict[str, str] = {}

    def rules(
        self, strokes: Sequence[Stroke], colours: Sequence[str], widths: Sequence[float], *, beside: bool = False
    ) -> None:
        """Straight lines, their colours and widths (points) taken in turn."""
        x = self._x(beside)
        for k, ((x0, y0), (x1, y1)) in enumerate(strokes):
            look = f"fill: none; stroke: {colours[k % len(colours)]}; stroke-width: {widths[k % len(widths)]:g}"
            path = f"M {_number(x(x0))} {self._y(y0)} L {_number(x(x1))} {self._y(y1)}"
            self._drawn.append(f'<path d="{path}" style="{look}"/>')

    def bars(self, boxes: Sequence[Box], colours: str | Sequence[str], hatch: bool = False, edge: str = PAPER) -> None:
        """Rectangles of one colour (or a colour each), filled or hatched."""
        x = self._x(False)
        for k, (left, right, low, high) in enumerate(boxes):
            colour = colours if isinstance(colours, str) else colours[k % len(colours)]
            fill, line = (f"url(#{self._hatch(colour)})", colour) if hatch else (colour, edge)
            (x0, x1), (y0, y1) = map(_number, (x(left), x(right))), (self._y(low), self._y(high))
            path = f"M {x0} {y0} L {x1} {y0} L {x1} {y1} L {x0} {y1} z"
            self._drawn.append(f'<path d="{path}" style="fill: {fill}; stroke: {line}; stroke-width: 0.6"/>')

    def say(self, x: float, y: float, text: str, *, ha: str = "left", bold: bool = False, beside: bool = False) -> None:
        """One line of text whose middle stands at (x, y)."""
        self._say(self._x(beside)(x), y, text, ha, bold)

    def after(self, x: float, y: float, text: str, *, bold: bool = False) -> None:
        """A label that begins just right of x."""
        self._say(self._x(False)(x) + 72 * AFTER, y, text, "left", bold)

    def svg(self) -> str:
        """The sheet as SVG with real text: same drawing, same bytes."""
        width, height = (_number(72 * inches) for inches in (self._size.width, self._size.height))
        ground = f"M 0 {height} L {width} {height} L {width} 0 L 0 0 z"
        lines = [
            f'<svg font-family="{SANS}" stroke-linejoin="round" stroke-linecap="butt" width="{width}pt" '
            f'height="{height}pt" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" version="1.1">',
            f'<path d="{ground}" style="fill: {PAPER}"/>',
            *self._drawn,
            *(_pattern(name, colour) for colour, name in self._hatches.items()),
            "</svg>\n",
        ]
        return "\n".join(lines)

    def _say(self, x: float, y: float, text: str, ha: str, bold: bool) -> None:
        if not (shown := clean(text)):
            return
        weight = "font-weight: 700; " if bold else ""
        look = f"{weight}font-size: {LABEL:g}px; text-anchor: {_ANCHOR[ha]}; fill: {INK}"
        at = f'x="{_number(x)}" y="{self._y(y, MIDDLE * LABEL)}"'
        self._drawn.append(f'<text style="{look}" {at}>{html_text(shown)}</text>')

    def _x(self, beside: bool) -> Callable[[float], float]:
        """From x to points from the left edge."""
        left, first, across = 72 * self._size.left, self._xlim[0], self._across
        return (lambda x: 72 * x) if beside else (lambda x: left + (x - first) * across)

    def _y(self, y: float, lower: float = 0.0) -> str:
        """y as points from the upper edge, `lower` points below it."""
        return _number(72 * (self._size.height - self._size.bottom) - (y - self._ylim[0]) * self._up + lower)

    def _hatch(self, colour: str) -> str:
        """The id of the pattern of slanted lines in this colour."""
        return self._hatches.setdefault(colour, f"{self._name}-hatch{len(self._hatches)}")


def _number(points: float) -> str:
    """A hundredth of a point is finer than any printer and screen."""
    text = f"{points:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _pattern(name: str, colour: str) -> str:
    return (
        f'<defs><pattern id="{name}" patternUnits="userSpaceOnUse" width="{_TILE}" height="{_TILE}">'
        f'<rect width="{_TILE}" height="{_TILE}" style="fill: {PAPER}"/>'
        f'<path d="{_SLANTED}" style="fill: none; stroke: {colour}; stroke-width: 1"/></pattern></defs>'
    )
