"""Why one district stands before another, step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...style import ACCENT, DOWN, FAINT, MUTED, PAPER, UP, ChartSize, fixed, signed
from ..notes import MARK
from . import pick
from .canvas import ADDED, LABEL, PAD, after, axes, bars, beside, say, sheet, shortened, svg, widest
from .labels import part_name, word

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ...assess.explain import Gap
    from ..briefing import Briefing

ROW = 0.29
_LINK = {"color": FAINT, "linewidth": 0.7, "zorder": 0.5}
_BREAK = 0.16  # inches from the axis' left edge to the mark that says: this bar does not start at 0


def steps(b: Briefing, gap: Gap) -> list[tuple[str, float]]:
    """A gap's parts as printed: boards, bonuses, deductions, and what rounding leaves; label and signed points."""
    top = gap.parts[gap.parts["level"] != "indicator"]
    found = [(part_name(b, row.id, row.level), float(row.printed)) for row in top.itertuples()]
    residue = float(gap.residue)
    if fixed(residue, b.scheme.policies.decimals).strip("−0."):
        found.append((word("residue", b.lang), residue))
    return found


def draw_gap_waterfall(b: Briefing, gap: Gap) -> str:
    """From the lower district's total, step by step, up to the higher one's.

    The axis starts above 0 and says so by a mark.
    """
    decimals = b.scheme.policies.decimals
    a, c = gap.a, gap.b
    drawn = pick.marked(b, (a, c))
    start, end = float(b.result.total[c]), float(b.result.total[a])
    parts = steps(b, gap)
    levels = [start]
    for _, points in parts:
        levels.append(levels[-1] + points)
    low, high = min(*levels, end), max(*levels, end)
    span = max(high - low, 10**-decimals * 10)
    own = a if b.district is None or b.code not in (a, c) else b.code
    labels = [shortened(text, bold=True) for text in (b.name(c), *(name for name, _ in parts), b.name(a))]
    left, right, top, bottom = widest(labels, LABEL, True) + 0.14, 0.5, 0.08, 0.1
    height = top + ROW * len(labels) + bottom
    figure = sheet(height)
    ax = axes(figure, ChartSize(height, left, right, bottom, top))
    floor = low - 0.45 * span
    ax.set(xlim=(floor, high + 0.12 * span), ylim=(len(labels) - 0.5, -0.5))
    ax.axvline(floor, color=FAINT, linewidth=0.8)
    for y, text in enumerate(labels):
        ends = y in (0, len(labels) - 1)
        say(ax, left - PAD, y, text, ha="right", bold=ends, where=beside(ax))
    for y, code, total in ((0, c, start), (len(labels) - 1, a, end)):
        bars(ax, [(floor, total, y - 0.31, y + 0.31)], ACCENT if code == own else MUTED)
        _break_mark(ax, y, left + _BREAK)
        after(ax, total, y, fixed(total, decimals) + (MARK if code in drawn else ""), bold=True)
    for y, (_, points) in enumerate(parts, start=1):
        before, then = levels[y - 1], levels[y]
        box = (min(before, then), max(before, then), y - 0.25, y + 0.25)
        bars(ax, [box], UP if points >= 0 else DOWN, "" if points >= 0 else ADDED, edge=UP)
        after(ax, max(before, then), y, signed(points, decimals))
    ax.vlines(levels, [y - 0.25 for y in range(len(levels))], [y + 1.25 for y in range(len(levels))], **_LINK)
    return svg(figure, "gap-waterfall")


def _break_mark(ax: Axes, y: float, x: float) -> None:
    """A white slanted band across a bar, edged in grey."""
    from matplotlib.patches import Polygon

    for shift, colour, width in ((0.0, PAPER, 5.0), (-0.035, FAINT, 0.8), (0.035, FAINT, 0.8)):
        line = [(x + shift - 0.03, y + 0.4), (x + shift + 0.03, y - 0.4)]
        ax.add_patch(
            Polygon(line, closed=False, fill=False, edgecolor=colour, linewidth=width, transform=beside(ax), zorder=3)
        )
