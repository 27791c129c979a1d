"""The city's ranking: totals by board, and what each board lost."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pandas as pd

from ...style import (
    CHART_WIDTH,
    DOWN,
    FAINT,
    INK,
    MUTED,
    PAPER,
    TINT,
    ChartSize,
    board_look,
    fixed,
    ink_on,
    rounded,
)
from ..notes import MARK
from . import pick
from .canvas import (
    ADDED,
    LABEL,
    LINE_HEIGHT,
    PAD,
    SMALL,
    TAKEN,
    Entry,
    after,
    axes,
    bars,
    beside,
    inches,
    key,
    key_rows,
    say,
    sheet,
    shortened,
    svg,
    ticks,
    widest,
)
from .labels import word

if TYPE_CHECKING:
    from ..briefing import Briefing
    from .artists import Plane

ROW = 0.24  # inches a district
_LONGEST = 1.6  # inches of a district's name


def contributions(b: Briefing) -> pd.DataFrame:
    """What each board brings to the total: district code × board id, points, unrounded.

    Board score × the board's weight for that district. Only where the scheme adds boards up (arithmetic mean).
    """
    ids = [n.id for n in b.boards]
    return b.result.nodes[ids] * b.result.weights[ids]


def adds_up(b: Briefing) -> bool:
    """Whether the scheme's total is a sum of board contributions."""
    return b.scheme.aggregate == "arithmetic"


def rounded_apart(b: Briefing) -> bool:
    """Whether the printed parts of any bar drawn, each rounded, make another sum than the printed total."""
    if not adds_up(b):
        return False
    decimals = b.scheme.policies.decimals
    parts = pd.concat([contributions(b), b.result.extras], axis=1).loc[list(pick.shown(b))]
    printed = parts.map(lambda points: Decimal(0) if pd.isna(points) else rounded(points, decimals)).sum(axis=1)
    return any(
        made != rounded(b.result.total[code], decimals)
        for code, made in printed.items()
        if not pd.isna(b.result.total[code])
    )


def rank_number(b: Briefing, code: str) -> str:
    place = pick.place(b.result, code)
    return "—" if place is None else str(place)


def marked(b: Briefing, code: str) -> str:
    """The district's name, with a star when its result is provisional."""
    return shortened(b.name(code), bold=True, width=_LONGEST) + ("*" if code in b.result.provisional else "")


def draw_rank_bars(b: Briefing) -> str:
    """Stacked bars of board contributions from 0 to the total; beside them the points each board lost, also from 0.

    The left panel is the total; differences between close totals are read off the right panel.
    """
    codes = pick.shown(b)
    decimals = b.scheme.policies.decimals
    drawn = pick.marked(b, codes)
    parts = _parts(b)
    names = {c: marked(b, c) for c in codes}
    place_width = max(widest([rank_number(b, c) for c in codes], LABEL, True), 0.2)
    total_width = max(widest([fixed(b.result.total[c], decimals) for c in codes], LABEL, True), 0.4)
    left = place_width + PAD + widest(list(names.values()), LABEL, True) + PAD
    lost_width = 1.35 if adds_up(b) else 0.0

    legend: list[Entry] = [(label, colour, hatch) for label, colour, hatch, _ in parts]
    if (_deducted(b).loc[list(codes)] > 0).any():
        legend.append((word("deduction", b.lang), DOWN, TAKEN))
    rows = key_rows(legend, CHART_WIDTH - left)
    top, bottom = 0.12 + LINE_HEIGHT * len(rows) + 0.26, 0.24
    height = top + ROW * len(codes) + bottom
    right = total_width + 2 * PAD + (lost_width + 0.15 if lost_width else 0.0)

    figure = sheet(height)
    ax = axes(figure, ChartSize(height, left, right, bottom, top))
    ax.set(ylim=(len(codes) - 0.5, -0.5))
    _own_row(ax, b, codes)
    ax.set(xlim=(0, max(100.0, *(sum(float(points[c]) for *_, points in parts) for c in codes))))
    _stack(ax, parts, codes, decimals, _deducted(b))
    ticks(ax, [0, 50, 100], ["0", "50", "100"])

    head = height - top + 0.12
    key(ax, rows, left, height - 0.12)
    total_at = CHART_WIDTH - right + PAD + total_width
    say(ax, left, head, word("stack", b.lang), size=SMALL, color=MUTED, where=inches(ax))
    say(ax, total_at, head, word("total", b.lang), size=SMALL, color=MUTED, ha="right", where=inches(ax))
    for y, code in enumerate(codes):
        say(ax, place_width, y, rank_number(b, code), ha="right", bold=y == 0, color=MUTED, where=beside(ax))
        say(ax, place_width + PAD, y, names[code], bold=stands_out(b, code), where=beside(ax))
        say(ax, total_at, y, fixed(b.result.total[code], decimals), ha="right", bold=True, where=beside(ax))
        if code in drawn:
            say(ax, total_at + 0.015, y, MARK, size=SMALL, color=MUTED, where=beside(ax))

    if lost_width:
        start = CHART_WIDTH - lost_width - 0.02
        lost = axes(figure, ChartSize(height, start, 0.02 + 0.42, bottom, top))
        lost.set(ylim=ax.get_ylim())
        say(lost, start, head, word("lost", b.lang), size=SMALL, color=MUTED, where=inches(lost))
        _lost_points(lost, b, codes, decimals)
    return svg(figure, "rank-bars")


# A part of every bar: its name, colour and hatch, and its points by district (0 where there are none).
Part = tuple[str, str, str, pd.Series]


def _parts(b: Briefing) -> list[Part]:
    """The stack's parts, in order."""
    extras = b.result.extras.fillna(0)
    bonuses = [(e.name.label(b.lang), MUTED, ADDED, extras[e.id]) for e in b.scheme.extras if e.kind == "bonus"]
    if not adds_up(b):
        rest = (b.result.exact - extras.sum(axis=1)).fillna(0)
        return [("/".join(n.name.label(b.lang) for n in b.boards), *board_look(0), rest), *bonuses]
    points = contributions(b).fillna(0).clip(lower=0)
    return [(n.name.label(b.lang), *board_look(k), points[n.id]) for k, n in enumerate(b.boards)] + bonuses


def _deducted(b: Briefing) -> pd.Series:
    taken = [e.id for e in b.scheme.extras if e.kind == "deduction"]
    return -b.result.extras[taken].fillna(0).sum(axis=1)


def _stack(ax: Plane, parts: list[Part], codes: tuple[str, ...], decimals: int, deducted: pd.Series) -> None:
    """Bars from 0, a part labelled where its label fits every bar; a deduction is hatched out of the end of the bar."""
    inch = ax.get_position().width * CHART_WIDTH / ax.get_xlim()[1]
    ends = dict.fromkeys(codes, 0.0)
    for _, colour, hatch, points in parts:
        boxes, under = [], []
        labels = [fixed(float(points[code]), decimals) for code in codes]
        fits = min(float(points[code]) for code in codes) * inch > widest(labels, SMALL) + 0.06
        for y, code in enumerate(codes):
            start, ends[code] = ends[code], ends[code] + float(points[code])
            boxes.append((start, ends[code], y - 0.34, y + 0.34))
            if fits and hatch != ADDED:
                middle, ink = (start + ends[code]) / 2, INK if hatch else ink_on(colour)
                say(ax, middle, y, labels[y], size=SMALL, color=ink, ha="center")
                half = (widest([labels[y]], SMALL) / 2 + 0.02) / inch
                under += [(middle - half, middle + half, y - 0.24, y + 0.24)] if hatch else []
        bars(ax, boxes, colour, hatch)
        if under:
            bars(ax, under, PAPER, zorder=4)
    taken = [
        (ends[c] - float(deducted[c]), ends[c], y - 0.34, y + 0.34) for y, c in enumerate(codes) if deducted[c] > 0
    ]
    if taken:
        bars(ax, taken, DOWN, TAKEN, zorder=4)


def _lost_points(ax: Plane, b: Briefing, codes: tuple[str, ...], decimals: int) -> None:
    """Points below a full board, by board, stacked from 0 in the stack's order and colours."""
    full = 100.0 * b.result.weights[[n.id for n in b.boards]]
    lost = (full - contributions(b)).clip(lower=0).loc[list(codes)]
    sums = lost.sum(axis=1, min_count=1)
    ends = lost.fillna(0).cumsum(axis=1)
    ax.set(xlim=(0, max(float(ends.max(axis=None)), 1.0)))
    ax.axvline(0, color=FAINT, linewidth=0.8)
    before = pd.Series(0.0, ends.index)
    for k, node in enumerate(b.boards):
        boxes = [(before[c], ends.at[c, node.id], y - 0.25, y + 0.25) for y, c in enumerate(codes)]
        bars(ax, boxes, *board_look(k))
        before = ends[node.id]
    for y, code in enumerate(codes):
        after(ax, before[code], y, fixed(sums[code], decimals), size=SMALL)


def stands_out(b: Briefing, code: str) -> bool:
    return code == b.code if b.district is not None else code in b.ranking[:1]


def _own_row(ax: Plane, b: Briefing, codes: tuple[str, ...]) -> None:
    """A light ground behind the briefing's own district."""
    from matplotlib.patches import Rectangle

    if b.district is not None and b.code in codes:
        y = codes.index(b.code)
        ax.add_artist(Rectangle((0, y - 0.5), CHART_WIDTH, 1, transform=beside(ax), facecolor=TINT, zorder=-1))
