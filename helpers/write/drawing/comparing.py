"""Districts side by side: why one stands before another, one board's field, one district in every board."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ...style import ACCENT, CHART_WIDTH, DOWN, FAINT, INK, MUTED, PAPER, RED, RULE, UP, ChartSize, fixed, signed
from ...style import text_width as wide
from ..chart_words import of_all, part_name, word
from .canvas import LABEL, PAD, SMALL, axes, beside, inches, paint, say, sheet, svg, widest

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ...assess.explain import Gap
    from ..briefing import Briefing

ROW = 0.29
_BREAK = 0.16  # inches from the axis' left edge to the mark that says: this bar does not start at 0


def steps(b: Briefing, gap: Gap) -> list[tuple[str, float]]:
    """A gap's parts as printed: boards, bonuses, deductions, and what rounding leaves; label and signed points."""
    top = gap.parts[gap.parts["level"] != "indicator"]
    found = [(part_name(b, row.id, row.level), float(row.printed)) for row in top.itertuples()]
    residue = float(gap.residue)
    if fixed(residue, b.scheme.policies.decimals).strip("−0."):
        found.append((word("residue", b.lang), residue))
    return found


def draw_gap_waterfall(b: Briefing, a: str, c: str) -> str:
    """From the total of `c`, step by step, up to the total of `a`; the axis starts above 0 and says so by a mark."""
    decimals = b.scheme.policies.decimals
    gap = b.gap(a, c)
    start, end = float(b.result.total[c]), float(b.result.total[a])
    parts = steps(b, gap)
    levels = [start]
    for _, points in parts:
        levels.append(levels[-1] + points)
    low, high = min(*levels, end), max(*levels, end)
    span = max(high - low, 10**-decimals * 10)
    labels = [b.name(c), *(name for name, _ in parts), b.name(a)]
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
        ax.barh(y, total - floor, left=floor, height=0.62, color=ACCENT if code == a else MUTED, linewidth=0)
        _break_mark(ax, y, left + _BREAK)
        _after(ax, total, y, fixed(total, decimals), bold=True)
    for y, (_, points) in enumerate(parts, start=1):
        before, after = levels[y - 1], levels[y]
        bar = ax.barh(y, points, left=before, height=0.5, linewidth=0.8)[0]
        paint(bar, UP if points >= 0 else DOWN, hatched=points < 0)
        _after(ax, max(before, after), y, signed(points, decimals))
    for y, level in enumerate(levels):
        ax.plot([level, level], [y - 0.25, y + 1.25], color=FAINT, linewidth=0.7, zorder=0.5)
    return svg(figure, "gap-waterfall")


def _after(ax: Axes, x: float, y: float, text: str, bold: bool = False) -> None:
    from matplotlib.transforms import ScaledTranslation

    where = ax.transData + ScaledTranslation(0.06, 0, ax.figure.dpi_scale_trans)
    say(ax, x, y, text, bold=bold, where=where)


def _break_mark(ax: Axes, y: float, x: float) -> None:
    """A white slanted band across a bar, edged in grey."""
    from matplotlib.patches import Polygon

    for shift, colour, width in ((0.0, PAPER, 5.0), (-0.035, FAINT, 0.8), (0.035, FAINT, 0.8)):
        line = [(x + shift - 0.03, y + 0.4), (x + shift + 0.03, y - 0.4)]
        ax.add_patch(
            Polygon(line, closed=False, fill=False, edgecolor=colour, linewidth=width, transform=beside(ax), zorder=3)
        )


def draw_board_dots(b: Briefing, board: str) -> str:
    """One board's field on one line: a dot a district, the first and the last named, the median as a tick."""
    scores = b.result.boards[board].dropna()
    decimals = b.scheme.policies.decimals
    left = right = 0.3
    height = 0.92
    figure = sheet(height)
    ax = axes(figure, ChartSize(height, left, right, 0.3, 0.3))
    low, high, median = float(scores.min()), float(scores.max()), float(scores.median())
    span = max(high - low, 0.1)
    ax.set(xlim=(low - 0.04 * span, high + 0.04 * span), ylim=(-1, 1))
    ax.axhline(0, color=RULE, linewidth=4, solid_capstyle="round", zorder=0)
    ax.plot([median, median], [-0.65, 0.65], color=INK, linewidth=1.4, zorder=2)
    order = [c for c in b.board_order(board) if c in scores.index]
    firsts = [c for c in order if scores[c] == high]
    lasts = [c for c in order if scores[c] == low and high > low]
    own = [] if b.district is None or b.code not in scores.index else [b.code]
    plain = [c for c in order if c not in (*firsts, *own)]
    for codes, colour, shape, size in ((plain, FAINT, "o", 7), (firsts, RED, "o", 9), (own, ACCENT, "D", 8)):
        where = [float(scores[c]) for c in codes]
        ax.plot(
            where,
            [0] * len(where),
            linestyle="",
            marker=shape,
            markersize=size,
            color=colour,
            markeredgecolor=PAPER,
            markeredgewidth=0.8,
            clip_on=False,
            zorder=3,
        )
    joint = "、" if b.lang == "zh" else ", "
    across = CHART_WIDTH - left - right

    def label(codes: list[str], value: float, above: bool, colour: str, bold: bool = False) -> None:
        text = f"{joint.join(b.name(c) for c in codes)} {fixed(value, decimals)}" if codes else ""
        _within(ax, value, text, above, colour, left, across, bold)

    label(firsts, high, True, RED, True)
    label(lasts, low, True, MUTED)
    if own and own[0] not in firsts and own[0] not in lasts:
        label(own, float(scores[own[0]]), True, ACCENT, True)
    _within(ax, median, f"{word('median', b.lang)} {fixed(median, decimals)}", False, MUTED, left, across)
    return svg(figure, f"board-dots-{board}")


def _within(
    ax: Axes, x: float, text: str, above: bool, colour: str, left: float, across: float, bold: bool = False
) -> None:
    """A label over or under x, moved sideways as far as the sheet's edge demands."""
    limits = ax.get_xlim()
    middle = left + across * (x - limits[0]) / (limits[1] - limits[0])
    half = wide(text, SMALL, bold) / 2
    middle = min(max(middle, half + 0.02), CHART_WIDTH - half - 0.02)
    say(ax, middle, 0.8 if above else 0.12, text, size=SMALL, color=colour, ha="center", bold=bold, where=inches(ax))


def draw_standing(b: Briefing) -> str:
    """A row a board: the field from last to first as a bar, its median as a tick, the first's dot and this district's.

    Right of it this district's place, and who is first with what score.
    """
    code, decimals = b.code, b.scheme.policies.decimals
    scores = b.result.boards
    rows = [n for n in b.boards if pd.notna(scores.at[code, n.id])]
    firsts = {n.id: [c for c in b.board_order(n.id) if b.result.board_rank.at[c, n.id] == 1] for n in rows}
    joint = "、" if b.lang == "zh" else ", "
    leaders = {
        i: f"{joint.join(b.name(c) for c in who[:2])} {fixed(scores.at[who[0], i], decimals)}"
        for i, who in firsts.items()
    }
    places = {n.id: of_all(b, int(b.result.board_rank.at[code, n.id])) for n in rows}
    labels = [n.name.label(b.lang) for n in rows]
    place_width = max(widest(list(places.values()), LABEL, True), widest([word("place", b.lang)], SMALL))
    leader_width = max(widest(list(leaders.values()), SMALL), widest([word("leader", b.lang)], SMALL))
    left, right = widest(labels) + 0.25, place_width + leader_width + 0.5
    top, bottom, row = 0.5, 0.06, 0.42
    height = top + row * len(rows) + bottom
    figure = sheet(height)
    ax = axes(figure, ChartSize(height, left, right, bottom, top))
    used = scores[[n.id for n in rows]]
    low, high = float(used.min().min()), float(used.max().max())
    span = max(high - low, 0.5)
    ax.set(xlim=(low - 0.03 * span, high + 0.03 * span), ylim=(len(rows) - 0.5, -0.5))
    head = height - top + 0.1
    at_place, at_leader = CHART_WIDTH - right + 0.25, CHART_WIDTH - 0.02
    say(ax, at_place, head, word("place", b.lang), size=SMALL, color=MUTED, where=inches(ax))
    say(ax, at_leader, head, word("leader", b.lang), size=SMALL, color=MUTED, ha="right", where=inches(ax))
    _standing_key(ax, b, height - 0.12)
    for y, node in enumerate(rows):
        column = scores[node.id].dropna()
        own, best, median = float(column[code]), float(column.max()), float(column.median())
        ax.plot([column.min(), best], [y, y], color=RULE, linewidth=6, solid_capstyle="round", zorder=1)
        ax.plot([median, median], [y - 0.22, y + 0.22], color=INK, linewidth=1.4, zorder=2)
        ax.plot([best], [y], **_DOTS["leader"])
        ax.plot([own], [y], **_DOTS["own"])
        say(ax, left - 0.17, y, labels[y], ha="right", where=beside(ax))
        _own_label(ax, own, y, fixed(own, decimals), left, CHART_WIDTH - left - right)
        say(ax, at_place, y, places[node.id], bold=True, where=beside(ax))
        say(ax, at_leader, y, leaders[node.id], size=SMALL, color=MUTED, ha="right", where=beside(ax))
    return svg(figure, "standing")


_DOTS = {
    "leader": {
        "marker": "o",
        "markersize": 7,
        "color": PAPER,
        "markeredgecolor": RED,
        "markeredgewidth": 1.6,
        "zorder": 3,
    },
    "own": {
        "marker": "D",
        "markersize": 6.5,
        "color": ACCENT,
        "markeredgecolor": PAPER,
        "markeredgewidth": 0.8,
        "zorder": 4,
    },
}


def _own_label(ax: Axes, x: float, y: float, text: str, left: float, across: float) -> None:
    limits = ax.get_xlim()
    middle = left + across * (x - limits[0]) / (limits[1] - limits[0])
    half = wide(text, SMALL, True) / 2
    middle = min(max(middle, left + half - 0.1), left + across - half + 0.15)
    say(ax, middle, y, text, size=SMALL, color=ACCENT, ha="center", bold=True, where=beside(ax), dy=0.14)


def _standing_key(ax: Axes, b: Briefing, y: float) -> None:
    """The four marks, once, above the rows."""
    x = 0.1
    marks = (
        ("own", b.name(b.code)),
        ("leader", word("first", b.lang)),
        ("median", word("median", b.lang)),
        ("field", word("field", b.lang)),
    )
    for mark, text in marks:
        if mark in _DOTS:
            ax.plot([x], [y], transform=inches(ax), clip_on=False, **_DOTS[mark])
        elif mark == "median":
            ax.plot([x, x], [y - 0.06, y + 0.06], transform=inches(ax), color=INK, linewidth=1.4, clip_on=False)
        else:
            ax.plot([x - 0.09, x + 0.07], [y, y], transform=inches(ax), color=RULE, linewidth=6, clip_on=False)
        say(ax, x + 0.12, y, text, size=SMALL, color=MUTED, where=inches(ax))
        x += 0.12 + wide(text, SMALL) + 0.3
