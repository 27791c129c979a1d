"""Stars by district and board, as a grid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...style import CHART_WIDTH, MUTED, RULE, STAR_GROUND, ChartSize, ink_on
from . import pick
from .canvas import LABEL, LINE_HEIGHT, SMALL, axes, bars, beside, inches, say, sheet, svg, widest, wrapped
from .labels import word
from .ranking import ROW, marked, stands_out

if TYPE_CHECKING:
    from ..briefing import Briefing


def draw_stars_grid(b: Briefing) -> str:
    """A grid of districts by boards: the number of stars on a ground that is darker the more there are, and the sum."""
    stars, sums = b.result.stars, b.result.stars_total
    codes = sorted(pick.shown(b), key=lambda c: -sums[c])
    names = {c: marked(b, c) for c in codes}
    left, right = widest(list(names.values()), LABEL, True) + 0.12, 0.02
    count = len(b.boards)
    cell = min((CHART_WIDTH - left - right) / (count + 1), 1.15)
    heads = [*(n.name.label(b.lang) for n in b.boards), word("stars_total", b.lang)]
    titles = [wrapped(head, cell - 0.08) for head in heads]
    top = 0.14 + LINE_HEIGHT * max(len(t) for t in titles)
    height = top + ROW * len(codes) + 0.04
    figure = sheet(height)
    ax = axes(figure, ChartSize(height, left, CHART_WIDTH - left - cell * (count + 1), 0.04, top))
    ax.set(xlim=(0, count + 1), ylim=(len(codes) - 0.5, -0.5))
    most = max(b.scheme.stars)
    for x, lines in enumerate(titles):
        for line, text in enumerate(reversed(lines)):
            at = height - top + 0.12 + line * LINE_HEIGHT
            say(ax, left + (x + 0.5) * cell, at, text, size=SMALL, color=MUTED, ha="center", where=inches(ax))
    cells, grounds = [], []
    for x, node in enumerate(b.boards):
        for y, code in enumerate(codes):
            number = int(stars.at[code, node.id])
            ground = _shade(number / most)
            cells.append((x, x + 1, y - 0.5, y + 0.5))
            grounds.append(ground)
            say(ax, x + 0.5, y, str(number), color=ink_on(ground), ha="center", bold=number == most)
    bars(ax, cells, grounds)
    for y, code in enumerate(codes):
        say(ax, left - 0.1, y, names[code], ha="right", bold=stands_out(b, code), where=beside(ax))
        say(ax, count + 0.5, y, str(int(sums[code])), ha="center", bold=True)
    ax.axhline(-0.5, color=RULE, linewidth=0.8)
    return svg(figure, "stars-grid")


def _shade(share: float) -> str:
    """Between the two colours of STAR_GROUND, darker step by step, in grey print too."""
    light, dark = ([int(colour[i : i + 2], 16) for i in (1, 3, 5)] for colour in STAR_GROUND)
    mixed = (round(a + (b - a) * share) for a, b in zip(light, dark, strict=True))
    return "#" + "".join(f"{channel:02x}" for channel in mixed)
