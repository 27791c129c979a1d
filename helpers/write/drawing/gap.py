"""Why one district stands before another, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...style import ACCENT, DOWN, FAINT, MUTED, PAPER, UP, ChartSize, fixed, signed
from ..notes import MARK
from . import pick
from .canvas import LABEL, PAD, shortened, widest
from .labels import part_name, word
from .pen import Pen

if TYPE_CHECKING:
    from ...assess.explain import Gap
    from ..briefing import Briefing

ROW = 0.23
_BREAK = 0.16  # inches from the axis' left edge to the mark that says: this bar does not start at 0


def steps(b: Briefing, gap: Gap) -> list[tuple[str, float]]:
    """A gap's parts as printed: boards, bonuses, deductions, and what rounding leaves; label and signed points."""
    rows = zip(gap.parts["level"], gap.parts["id"], gap.parts["printed"], strict=True)
    found = [(part_name(b, id_, level), float(points)) for level, id_, points in rows if level != "indicator"]
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
    floor = low - 0.45 * span
    size = ChartSize(height, left, right, bottom, top)
    pen = Pen("gap-waterfall", size, xlim=(floor, high + 0.12 * span), ylim=(len(labels) - 0.5, -0.5))
    pen.rules([((x, y - 0.25), (x, y + 1.25)) for y, x in enumerate(levels)], [FAINT], [0.7])
    rows = ((0, c, start), (len(labels) - 1, a, end))
    wholes = [(floor, total, y - 0.31, y + 0.31) for y, _, total in rows]
    pen.bars(wholes, [ACCENT if code == own else MUTED for _, code, _ in rows])
    gained: list[tuple[float, float, float, float]] = []
    lost: list[tuple[float, float, float, float]] = []
    for y, (_, points) in enumerate(parts, start=1):
        before, then = sorted(levels[y - 1 : y + 1])
        (gained if points >= 0 else lost).append((before, then, y - 0.25, y + 0.25))
    pen.bars(gained, UP, edge=UP)
    pen.bars(lost, DOWN, hatch=True)
    pen.rules([((floor, -0.5), (floor, len(labels) - 0.5))], [FAINT], [0.8])
    _break_marks(pen, [y for y, _, _ in rows], left + _BREAK)
    for y, text in enumerate(labels):
        pen.say(left - PAD, y, text, ha="right", bold=y in (0, len(labels) - 1), beside=True)
    for y, (_, points) in enumerate(parts, start=1):
        pen.after(max(levels[y - 1 : y + 1]), y, signed(points, decimals))
    for y, code, total in rows:
        pen.after(total, y, fixed(total, decimals) + (MARK if code in drawn else ""), bold=True)
    return pen.svg()


def _break_marks(pen: Pen, rows: Sequence[float], x: float) -> None:
    """Across the bar in each row a white slanted band, edged in grey."""
    strokes = ((0.0, PAPER, 5.0), (-0.035, FAINT, 0.8), (0.035, FAINT, 0.8))
    lines = [((x + s - 0.03, y + 0.4), (x + s + 0.03, y - 0.4)) for y in rows for s, _, _ in strokes]
    pen.rules(lines, [stroke[1] for stroke in strokes], [stroke[2] for stroke in strokes], beside=True)
