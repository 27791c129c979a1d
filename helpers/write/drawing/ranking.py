"""The city's ranking: totals by board, and stars by district and board."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ...style import (
    BOARD_COLOURS,
    CHART_WIDTH,
    FAINT,
    GOLD,
    INK,
    MUTED,
    PAPER,
    RULE,
    TINT,
    ChartSize,
    fixed,
    ink_on,
    text_width,
)
from ..chart_words import word
from . import pick
from .canvas import (
    LABEL,
    LINE_HEIGHT,
    PAD,
    SMALL,
    Entry,
    axes,
    beside,
    inches,
    key,
    key_rows,
    paint,
    say,
    sheet,
    svg,
    ticks,
    widest,
    wrapped,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ..briefing import Briefing

ROW = 0.27  # inches a district
_BONUS = "#4d5562"


def contributions(b: Briefing) -> pd.DataFrame:
    """What each board brings to the total: district code × board id, points, unrounded.

    Board score × the board's weight in the district's group. Only where the scheme adds boards up (arithmetic mean).
    """
    weights = {d.code: {n.id: float(n.weight_in(d.group)) for n in b.boards} for d in b.result.districts}
    ids = [n.id for n in b.boards]
    return b.result.nodes[ids] * pd.DataFrame.from_dict(weights, orient="index")[ids].loc[b.result.nodes.index]


def adds_up(b: Briefing) -> bool:
    """Whether the scheme's total is a sum of board contributions."""
    return b.scheme.aggregate == "arithmetic"


def rank_number(b: Briefing, code: str) -> str:
    place = pick.place(b.result, code)
    return "—" if place is None else str(place)


def marked(b: Briefing, code: str) -> str:
    """The district's name, with a star when its result is provisional."""
    return b.name(code) + ("*" if code in b.result.provisional else "")


def draw_rank_bars(b: Briefing) -> str:
    """Stacked bars of board contributions from 0 to the total; beside them the points each board lost, also from 0.

    The left panel is the total; differences between close totals are read off the right panel.
    """
    codes = pick.shown(b)
    decimals = b.scheme.policies.decimals
    parts = _parts(b)
    names = {c: marked(b, c) for c in codes}
    place_width = max(widest([rank_number(b, c) for c in codes], LABEL, True), 0.2)
    total_width = max(widest([fixed(b.result.total[c], decimals) for c in codes], LABEL, True), 0.4)
    left = place_width + PAD + widest(list(names.values()), LABEL, True) + PAD
    lost_width = 1.35 if adds_up(b) else 0.0

    legend: list[Entry] = [(label, colour, hatched) for label, colour, hatched, _ in parts]
    if (_deducted(b).loc[list(codes)] > 0).any():
        legend.append((word("deduction", b.lang), MUTED, True))
    rows = key_rows(legend, CHART_WIDTH - left)
    top, bottom = 0.12 + LINE_HEIGHT * len(rows) + 0.26, 0.24
    height = top + ROW * len(codes) + bottom
    right = total_width + 2 * PAD + (lost_width + 0.15 if lost_width else 0.0)

    figure = sheet(height)
    ax = axes(figure, ChartSize(height, left, right, bottom, top))
    ax.set_ylim(len(codes) - 0.5, -0.5)
    _own_row(ax, b, codes)
    _stack(ax, parts, codes, decimals, _deducted(b))
    full = max(100.0, ax.get_xlim()[1])
    ax.set_xlim(0, full)
    ticks(ax, [0, 50, 100], ["0", "50", "100"])

    head = height - top + 0.12
    key(ax, rows, left, height - 0.12)
    total_at = CHART_WIDTH - right + PAD + total_width
    say(ax, left, head, word("stack", b.lang), size=SMALL, color=MUTED, where=inches(ax))
    say(ax, total_at, head, word("total", b.lang), size=SMALL, color=MUTED, ha="right", where=inches(ax))
    for y, code in enumerate(codes):
        say(ax, place_width, y, rank_number(b, code), ha="right", bold=y == 0, color=MUTED, where=beside(ax))
        say(ax, place_width + PAD, y, names[code], bold=_stands_out(b, code), where=beside(ax))
        say(ax, total_at, y, fixed(b.result.total[code], decimals), ha="right", bold=True, where=beside(ax))

    if lost_width:
        start = CHART_WIDTH - lost_width - 0.02
        lost = axes(figure, ChartSize(height, start, 0.02 + 0.42, bottom, top))
        lost.set_ylim(ax.get_ylim())
        say(lost, start, head, word("lost", b.lang), size=SMALL, color=MUTED, where=inches(lost))
        _lost_points(lost, b, codes, decimals)
    return svg(figure, "rank-bars")


def _parts(b: Briefing) -> list[tuple[str, str, bool, pd.Series]]:
    """The stack's parts in order: label, colour, hatched, points by district."""
    bonuses = [
        (e.name.label(b.lang), _BONUS, True, b.result.extras[e.id]) for e in b.scheme.extras if e.kind == "bonus"
    ]
    if not adds_up(b):
        rest = b.result.exact - b.result.extras.sum(axis=1)
        return [("/".join(n.name.label(b.lang) for n in b.boards), BOARD_COLOURS[0], False, rest), *bonuses]
    points = contributions(b)
    colours = {n.id: BOARD_COLOURS[i % len(BOARD_COLOURS)] for i, n in enumerate(b.boards)}
    return [(n.name.label(b.lang), colours[n.id], False, points[n.id]) for n in b.boards] + bonuses


def _deducted(b: Briefing) -> pd.Series:
    taken = [e.id for e in b.scheme.extras if e.kind == "deduction"]
    return -b.result.extras[taken].sum(axis=1)


def _stack(ax: Axes, parts: list, codes: tuple[str, ...], decimals: int, deducted: pd.Series) -> None:
    """Bars from 0, each part labelled where its label fits; a deduction is hatched out of the end of the bar."""
    ends = sum((points.loc[list(codes)].fillna(0).clip(lower=0) for *_, points in parts), pd.Series(0.0, list(codes)))
    across = ax.get_position().width * CHART_WIDTH
    scale = across / max(100.0, float(ends.max()))
    for y, code in enumerate(codes):
        at = 0.0
        for _, colour, hatched, points in parts:
            size = 0.0 if pd.isna(points[code]) else max(float(points[code]), 0.0)
            bar = ax.barh(y, size, left=at, height=0.68, linewidth=0.6)[0]
            paint(bar, colour, hatched)
            label = fixed(points[code], decimals)
            if not hatched and text_width(label, SMALL) + 0.06 < size * scale:
                say(ax, at + size / 2, y, label, size=SMALL, color=ink_on(colour), ha="center")
            at += size
        if deducted[code] > 0:
            bar = ax.barh(y, -float(deducted[code]), left=at, height=0.68, linewidth=0.6, zorder=4)[0]
            paint(bar, MUTED, True)
    ax.set_xlim(0, max(100.0, float(ends.max())))


def _lost_points(ax: Axes, b: Briefing, codes: tuple[str, ...], decimals: int) -> None:
    """Points below a full board, by board, stacked from 0 in the stack's order and colours."""
    full = pd.DataFrame({n.id: [100.0 * float(n.weight_in(d.group)) for d in b.result.districts] for n in b.boards})
    full.index = [d.code for d in b.result.districts]
    lost = (full - contributions(b).loc[full.index]).clip(lower=0).loc[list(codes)]
    sums = lost.sum(axis=1, min_count=1)
    ax.set_xlim(0, max(float(sums.max()), 1.0))
    ax.axvline(0, color=FAINT, linewidth=0.8)
    for y, code in enumerate(codes):
        at = 0.0
        for i, node in enumerate(b.boards):
            size = 0.0 if pd.isna(lost.at[code, node.id]) else float(lost.at[code, node.id])
            bar = ax.barh(y, size, left=at, height=0.5, linewidth=0.5)[0]
            paint(bar, BOARD_COLOURS[i % len(BOARD_COLOURS)])
            at += size
        from matplotlib.transforms import ScaledTranslation

        after = ax.transData + ScaledTranslation(0.05, 0, ax.figure.dpi_scale_trans)
        say(ax, at, y, fixed(sums[code], decimals), size=SMALL, color=INK, where=after)


def _stands_out(b: Briefing, code: str) -> bool:
    return code == (b.code if b.district is not None else b.ranking[0])


def _own_row(ax: Axes, b: Briefing, codes: tuple[str, ...]) -> None:
    """A light ground behind the briefing's own district."""
    from matplotlib.patches import Rectangle

    if b.district is not None and b.code in codes:
        y = codes.index(b.code)
        ax.add_patch(
            Rectangle((0, y - 0.5), CHART_WIDTH, 1, transform=beside(ax), facecolor=TINT, clip_on=False, zorder=-1)
        )


def draw_stars_grid(b: Briefing) -> str:
    """A grid of districts by boards: the number of stars on a ground that is darker the more there are, and the sum."""
    from matplotlib.patches import Rectangle

    stars, sums = b.result.stars, b.result.stars_total
    codes = sorted(pick.shown(b), key=lambda c: -sums[c])
    names = {c: marked(b, c) for c in codes}
    left, right = widest(list(names.values()), LABEL, True) + 0.12, 0.02
    count = len(b.boards)
    cell = min((CHART_WIDTH - left - right) / (count + 1), 1.15)
    titles = [wrapped(n.name.label(b.lang), cell - 0.08) for n in b.boards]
    top = 0.14 + LINE_HEIGHT * max(len(t) for t in titles)
    height = top + ROW * len(codes) + 0.04
    figure = sheet(height)
    ax = axes(figure, ChartSize(height, left, CHART_WIDTH - left - cell * (count + 1), 0.04, top))
    ax.set(xlim=(0, count + 1), ylim=(len(codes) - 0.5, -0.5))
    most = max(b.scheme.stars)
    for x, node in enumerate(b.boards):
        for line, text in enumerate(reversed(titles[x])):
            at = height - top + 0.12 + line * LINE_HEIGHT
            say(ax, left + (x + 0.5) * cell, at, text, size=SMALL, color=MUTED, ha="center", where=inches(ax))
        for y, code in enumerate(codes):
            number = stars.at[code, node.id]
            ground = _shade(0.0 if pd.isna(number) else float(number) / most)
            ax.add_patch(Rectangle((x, y - 0.5), 1, 1, facecolor=ground, edgecolor=PAPER, linewidth=1.2))
            text = "—" if pd.isna(number) else str(int(number))
            say(ax, x + 0.5, y, text, color=ink_on(ground), ha="center", bold=number == most)
    at = height - top + 0.12
    say(
        ax,
        left + (count + 0.5) * cell,
        at,
        word("stars_total", b.lang),
        size=SMALL,
        color=MUTED,
        ha="center",
        where=inches(ax),
    )
    for y, code in enumerate(codes):
        say(ax, left - 0.1, y, names[code], ha="right", bold=_stands_out(b, code), where=beside(ax))
        say(ax, count + 0.5, y, str(int(sums[code])), ha="center", bold=True)
    ax.axhline(-0.5, color=RULE, linewidth=0.8)
    return svg(figure, "stars-grid")


def _shade(share: float) -> str:
    """From near white (0) to GOLD (1), darker step by step, in grey print too."""
    light, dark = (255, 249, 235), tuple(int(GOLD[i : i + 2], 16) for i in (1, 3, 5))
    mixed = (round(a + (b - a) * share) for a, b in zip(light, dark, strict=True))
    return "#" + "".join(f"{channel:02x}" for channel in mixed)
