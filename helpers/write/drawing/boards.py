"""One board's whole field on a line, and one district's standing in every board."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from ...style import ACCENT, CHART_WIDTH, FAINT, INK, MUTED, PAPER, RED, RULE, ChartSize, fixed, text_width
from .canvas import LABEL, PAD, SMALL, across, axes, beside, inches, mark, say, sheet, shortened, svg, widest
from .labels import of_all, several, word

if TYPE_CHECKING:
    from ..briefing import Briefing
    from .artists import Plane

_LEADER = 1.2  # inches of the name of a board's first

# Shapes tell the marks apart where colour does not.
_OTHER = {"marker": "o", "markersize": 7, "color": FAINT, "markeredgecolor": PAPER, "markeredgewidth": 0.8}
_FIRST = {"marker": "o", "markersize": 7, "color": PAPER, "markeredgecolor": RED, "markeredgewidth": 1.6}
_DIAMOND = ((0, 1), (1, 0), (0, -1), (-1, 0), (0, 1))


def _own() -> dict[str, Any]:
    return {**_OTHER, "marker": mark(_DIAMOND), "markersize": 9.2, "color": ACCENT}


def has_scores(b: Briefing) -> bool:
    """Whether the briefing's district has a score in any board."""
    return bool(b.result.boards.loc[b.code, [n.id for n in b.boards]].notna().any())


@dataclass
class _Line:
    """A line of labels that do not touch each other; positions in inches from the sheet's left edge."""

    y: float
    taken: list[tuple[float, float]] = field(default_factory=list)

    def nearest(self, wanted: float, half: float) -> float:
        """The middle nearest to `wanted` where a label 2 × `half` wide is free and on the sheet."""
        low, high = half + 0.02, CHART_WIDTH - half - 0.02
        ends = [wanted] + [e - half - PAD for e, _ in self.taken] + [e + half + PAD for _, e in self.taken]
        inside = [m for m in (min(max(e, low), high) for e in ends) if self._free(m, half)]
        return min(inside, key=lambda m: abs(m - wanted), default=min(max(wanted, low), high))

    def _free(self, middle: float, half: float) -> bool:
        return all(middle + half <= a + 1e-9 - PAD / 2 or middle - half >= z - 1e-9 + PAD / 2 for a, z in self.taken)

    def take(self, middle: float, half: float) -> None:
        self.taken.append((middle - half, middle + half))


def _label(ax: Plane, lines: list[_Line], x: float, text: str, colour: str, bold: bool = False) -> None:
    """Write a label on the line where it can stand nearest to x (in data), the first line being preferred."""
    wanted, half = across(ax, x), text_width(text, SMALL, bold) / 2
    line = min(lines, key=lambda line: round(abs(line.nearest(wanted, half) - wanted), 2))
    middle = line.nearest(wanted, half)
    line.take(middle, half)
    say(ax, middle, line.y, text, size=SMALL, color=colour, ha="center", bold=bold, where=inches(ax))


def draw_board_dots(b: Briefing, board: str) -> str:
    """One board's field on one line: a dot a district, the first and the last named, the median as a tick.

    In a district's briefing its own dot is a diamond and named too.
    """
    scores = b.result.boards[board].dropna()
    decimals = b.scheme.policies.decimals
    height = 0.82
    figure = sheet(height)
    ax = axes(figure, ChartSize(height, 0.3, 0.3, 0.26, 0.26))
    low, high, median = float(scores.min()), float(scores.max()), b.median(board)
    span = max(high - low, 0.1)
    ax.set(xlim=(low - 0.04 * span, high + 0.04 * span), ylim=(-1, 1))
    ax.plot([low, high], [0, 0], color=RULE, linewidth=5, solid_capstyle="round", zorder=0)
    ax.plot([median, median], [-0.65, 0.65], color=INK, linewidth=1.4, zorder=2)
    firsts = [c for c in scores.index if scores[c] == high]
    lasts = [c for c in scores.index if scores[c] == low and low < high]
    own = [] if b.district is None or b.code not in scores.index else [b.code]
    others = [c for c in scores.index if c not in (*firsts, *own)]
    for order, (codes, look) in enumerate(((others, _OTHER), (firsts, _FIRST), (own, _own())), start=3):
        ax.plot([float(scores[c]) for c in codes], [0] * len(codes), linestyle="", zorder=order, **look)

    above, below = _Line(height - 0.12), _Line(0.12)
    _label(ax, [above], high, f"{shortened(several(b, firsts), SMALL, True)} {fixed(high, decimals)}", RED, bold=True)
    if lasts:
        _label(ax, [above, below], low, f"{shortened(several(b, lasts), SMALL)} {fixed(low, decimals)}", MUTED)
    if own and own[0] not in (*firsts, *lasts):
        value = float(scores[own[0]])
        _label(
            ax,
            [above, below],
            value,
            f"{shortened(b.name(own[0]), SMALL, True)} {fixed(value, decimals)}",
            ACCENT,
            bold=True,
        )
    _label(ax, [below], median, f"{word('median', b.lang)} {fixed(median, decimals)}", MUTED)
    return svg(figure, f"board-dots-{board}")


def draw_standing(b: Briefing) -> str:
    """A row a board: the field from last to first as a bar, its median as a tick, the first's dot and this district's.

    Right of it this district's place, and who is first with what score.
    """
    code, decimals = b.code, b.scheme.policies.decimals
    scores, ranks = b.result.boards, b.result.board_rank
    rows = [n for n in b.boards if pd.notna(scores.at[code, n.id])]
    leaders, places = [], []
    for node in rows:
        who = list(ranks.index[(ranks[node.id] == ranks[node.id].min()).fillna(False).to_numpy(bool)])
        leader = shortened(several(b, who, most=0) if len(who) > 1 else b.name(who[0]), SMALL, width=_LEADER)
        leaders.append(f"{leader} {fixed(scores.at[who[0], node.id], decimals)}")
        places.append(of_all(b, int(ranks.at[code, node.id])))
    labels = [shortened(n.name.label(b.lang), LABEL) for n in rows]
    place_width = max(widest(places, LABEL, True), widest([word("place", b.lang)], SMALL))
    leader_width = max(widest(leaders, SMALL), widest([word("leader", b.lang)], SMALL))
    left, right = widest(labels) + 0.25, place_width + leader_width + 0.5
    top, bottom, row = 0.52, 0.06, 0.42
    height = top + row * len(rows) + bottom
    figure = sheet(height)
    ax = axes(figure, ChartSize(height, left, right, bottom, top))
    used = scores[[n.id for n in rows]]
    low, high = float(used.min().min()), float(used.max().max())
    span = max(high - low, 0.5)
    ax.set(xlim=(low - 0.05 * span, high + 0.05 * span), ylim=(len(rows) - 0.5, -0.5))
    head = height - top + 0.1
    at_place, at_leader = CHART_WIDTH - right + 0.25, CHART_WIDTH - 0.02
    say(ax, at_place, head, word("place", b.lang), size=SMALL, color=MUTED, where=inches(ax))
    say(ax, at_leader, head, word("leader", b.lang), size=SMALL, color=MUTED, ha="right", where=inches(ax))
    _standing_key(ax, b, height - 0.12)
    for y, node in enumerate(rows):
        column = scores[node.id].dropna()
        own, best, median = float(column[code]), float(column.max()), b.median(node.id)
        ax.plot([column.min(), best], [y, y], color=RULE, linewidth=6, solid_capstyle="round", zorder=1)
        ax.plot([median, median], [y - 0.17, y + 0.17], color=INK, linewidth=1.4, zorder=2)
        ax.plot([best], [y], zorder=3, **_FIRST)
        ax.plot([own], [y], zorder=4, **_own())
        say(ax, left - 0.17, y, labels[y], ha="right", where=beside(ax))
        text = fixed(own, decimals)
        say(ax, own, y, text, size=SMALL, color=ACCENT, ha="center", bold=True, dy=0.16)
        say(ax, at_place, y, places[y], bold=True, where=beside(ax))
        say(ax, at_leader, y, leaders[y], size=SMALL, color=MUTED, ha="right", where=beside(ax))
    return svg(figure, "standing")


def _standing_key(ax: Plane, b: Briefing, y: float) -> None:
    """The four marks, once, above the rows; y in inches."""
    where = {"transform": inches(ax)}
    names = [shortened(b.name(b.code), SMALL), word("first", b.lang), word("median", b.lang), word("field", b.lang)]
    starts = [0.1]
    for name in names:
        starts.append(starts[-1] + 0.12 + text_width(name, SMALL) + 0.3)
    ax.plot([starts[0]], [y], **_own(), **where)
    ax.plot([starts[1]], [y], **_FIRST, **where)
    ax.plot([starts[2]] * 2, [y - 0.06, y + 0.06], color=INK, linewidth=1.4, **where)
    ax.plot([starts[3] - 0.12, starts[3] + 0.02], [y, y], color=RULE, linewidth=6, **where)
    for x, name in zip(starts, names, strict=False):
        say(ax, x + 0.12, y, name, size=SMALL, color=MUTED, where=inches(ax))
