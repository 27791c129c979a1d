"""Places over the quarters: all districts in one chart, one district with its totals in another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ...model import Quarter
from ...style import ACCENT, CHART_WIDTH, FAINT, INK, LINE_COLOURS, MUTED, PAPER, RULE, ChartSize, fixed, text_width
from . import pick
from .canvas import LABEL, PAD, SMALL, across, axes, beside, inches, mark, say, sheet, shortened, svg, widest
from .labels import quarter_of_year, word, year

if TYPE_CHECKING:
    from ..briefing import Briefing
    from .artists import Plane

ROW = 0.26  # inches a place
_DISC = 15.0  # points across a disc that holds a place of two digits
_LONGEST = 1.5  # inches a name may take at either end
_GREYS = ((FAINT, "-"), (FAINT, (0, (4, 2))), (FAINT, (0, (1, 1.4))), ("#b4bac4", "-"), ("#b4bac4", (0, (4, 2))))
_DASH = ((-1, 0), (1, 0))
_FOOT, _HEAD = 0.42, 0.24  # inches for the quarters below and the label of a new scheme above


def draw_bump(b: Briefing) -> str:
    """A line a district through its places, quarter by quarter, named at both ends; every disc holds the place itself.

    Lines keep the order of the districts drawn, so equal places stand side by side instead of on each other.
    """
    codes, columns, run = pick.shown(b), pick.columns(b), pick.quarters(b)
    colours = dict(zip(pick.standing_out(b), LINE_COLOURS, strict=False))
    greys = [c for c in codes if c not in colours]
    names = {c: shortened(b.name(c), bold=True, width=_LONGEST) for c in codes}
    margin = widest(list(names.values()), LABEL, True) + PAD + _DISC / 72
    height = _HEAD + ROW * len(codes) + _FOOT
    figure = sheet(height)
    ax = axes(figure, ChartSize(height, margin, margin, _FOOT, _HEAD))
    ax.set(xlim=(0, max(len(run) - 1, 1)), ylim=(len(codes) + 0.5, 0.5))
    _quarters_below(ax, b, run)
    _new_schemes(ax, b, run, height - 0.1)
    slots = {code: {q: columns[q].index(code) + 1 for q in columns if code in columns[q]} for code in codes}
    for code in [*greys, *colours]:
        strong = code in colours
        colour, dash = (colours[code], "-") if strong else _GREYS[greys.index(code) % len(_GREYS)]
        for stretch in _stretches(run, slots[code]):
            xs, ys = [run.index(q) for q in stretch], [slots[code][q] for q in stretch]
            width, order = (2.2, 3) if strong else (1.3, 2)
            ax.plot(xs, ys, color=colour, linestyle=dash, linewidth=width, zorder=order)
            _discs(ax, xs, ys, colour if strong else PAPER, colour)
            for x, y, quarter in zip(xs, ys, stretch, strict=True):
                text = str(pick.place(pick.results(b)[quarter], code))
                say(ax, x, y, text, size=SMALL, color=PAPER if strong else MUTED, ha="center", bold=strong, zorder=6)
        ink = colours.get(code, INK)
        away = _DISC / 144 + PAD / 2
        if run[0] in slots[code]:
            say(
                ax,
                margin - away,
                slots[code][run[0]],
                names[code],
                color=ink,
                ha="right",
                bold=strong,
                where=beside(ax),
            )
        if run[-1] in slots[code]:
            at = CHART_WIDTH - margin + away
            say(ax, at, slots[code][run[-1]], names[code], color=ink, bold=strong, where=beside(ax))
    return svg(figure, "bump")


def draw_track(b: Briefing) -> str:
    """One district: its place in every quarter above, its total below, beside the first's total in grey."""
    run, results, code = pick.quarters(b), pick.results(b), b.code
    decimals = {q: r.scheme.policies.decimals for q, r in results.items()}  # each total as its own briefing prints it
    places = {q: place for q, r in results.items() if (place := pick.place(r, code)) is not None}
    totals = {q: float(r.total[code]) for q, r in results.items() if code in r.total.index and pd.notna(r.total[code])}
    best = {q: float(r.total.max()) for q, r in results.items() if r.total.notna().any()}
    last = max([len(r.districts) for r in results.values()] + list(places.values()))
    titles = [word("rank", b.lang), word("total", b.lang)]
    left = max(widest(titles, SMALL, True), 0.4) + 0.3
    right = max(widest([word("first", b.lang)], SMALL) + PAD, 0.35)
    upper, lower, between = 1.35, 0.95, 0.3
    height = _HEAD + upper + between + lower + _FOOT
    figure = sheet(height)

    top = axes(figure, ChartSize(height, left, right, height - _HEAD - upper, _HEAD))
    low = axes(figure, ChartSize(height, left, right, _FOOT, _HEAD + upper + between))
    limits = (-0.15, len(run) - 0.85)
    top.set(xlim=limits, ylim=(last + 0.6, 0.4))
    for y in sorted({1, last}):
        top.axhline(y, color=RULE, linewidth=0.6, zorder=0)
        say(top, left - 0.12, y, str(y), size=SMALL, color=MUTED, ha="right", where=beside(top))
    say(top, 0.02, height - _HEAD - upper / 2, titles[0], size=SMALL, color=MUTED, bold=True, where=inches(top))
    for stretch in _stretches(run, places):
        xs, ys = [run.index(q) for q in stretch], [places[q] for q in stretch]
        top.plot(xs, ys, color=ACCENT, linewidth=2.0, zorder=3)
        _discs(top, xs, ys, ACCENT, ACCENT)
        for x, y in zip(xs, ys, strict=True):
            say(top, x, y, str(y), size=SMALL, color=PAPER, ha="center", bold=True, zorder=6)

    values = [*totals.values(), *best.values()]
    span = max(max(values) - min(values), 1.0)
    low.set(xlim=limits, ylim=(min(values) - 0.35 * span, max(values) + 0.35 * span))
    say(low, 0.02, _FOOT + lower / 2, titles[1], size=SMALL, color=MUTED, bold=True, where=inches(low))
    lines = set(pick.scheme_lines(b))
    for stretch in _stretches(run, best, breaks=lines):
        xs, highest = [run.index(q) for q in stretch], [best[q] for q in stretch]
        low.plot(xs, highest, color=FAINT, linewidth=1.0, linestyle=(0, (3, 2)), marker=mark(_DASH), zorder=2)
    if run[-1] in best:
        shared = run[-1] in totals and abs(best[run[-1]] - totals[run[-1]]) < 0.12 * span
        if not shared:
            at = CHART_WIDTH - right + PAD
            say(low, at, best[run[-1]], word("first", b.lang), size=SMALL, color=MUTED, where=beside(low))
    for stretch in _stretches(run, totals, breaks=lines):
        xs, reached = [run.index(q) for q in stretch], [totals[q] for q in stretch]
        low.plot(xs, reached, color=ACCENT, linewidth=2.0, marker="o", markersize=4.5, zorder=3)
        for i, (x, total) in enumerate(zip(xs, reached, strict=True)):
            neighbours = reached[max(i - 1, 0) : i + 2]
            above = total > sum(neighbours) / len(neighbours)  # the line leaves this point downwards: room is above
            dy = 0.13 if above else -0.13
            label = say(low, x, total, fixed(total, decimals[stretch[i]]), size=SMALL, color=INK, ha="center", dy=dy)
            label.set_bbox({"facecolor": PAPER, "edgecolor": "none", "pad": 0.6})  # the first's line stays legible
    _quarters_below(low, b, run)
    _new_schemes(top, b, run, height - 0.1)
    _new_schemes(low, b, run, None)
    return svg(figure, "track")


def _stretches(run: tuple[Quarter, ...], known: dict, breaks: set[Quarter] | None = None) -> list[list[Quarter]]:
    """The quarters with a figure, in unbroken runs: a missing quarter, or one in `breaks`, begins a new one."""
    found: list[list[Quarter]] = [[]]
    for quarter in run:
        if quarter not in known or (breaks and quarter in breaks):
            found.append([])
        if quarter in known:
            found[-1].append(quarter)
    return [stretch for stretch in found if stretch]


def _discs(ax: Plane, xs: list[int], ys: list[int], face: str, edge: str) -> None:
    ax.plot(
        xs,
        ys,
        linestyle="",
        marker="o",
        markersize=_DISC,
        markerfacecolor=face,
        markeredgecolor=edge,
        markeredgewidth=1.0,
        zorder=4,
    )


def _quarters_below(ax: Plane, b: Briefing, run: tuple[Quarter, ...]) -> None:
    """The quarters under the axis, each year named once, under its first quarter."""
    from matplotlib.transforms import ScaledTranslation, blended_transform_factory

    below = blended_transform_factory(ax.transData, ax.transAxes)
    for x, quarter in enumerate(run):
        first = x == 0 or run[x - 1].year != quarter.year
        for text, down in ((quarter_of_year(quarter, b.lang), 0.14), (year(quarter, b.lang) if first else "", 0.3)):
            if text:
                where = below + ScaledTranslation(0, -down, ax.figure.dpi_scale_trans)
                say(ax, x, 0, text, size=SMALL, color=MUTED, ha="center", where=where)


def _new_schemes(ax: Plane, b: Briefing, run: tuple[Quarter, ...], label_at: float | None) -> None:
    """A dashed line before each quarter from which another scheme is in force; labelled at that height in inches."""
    from matplotlib.transforms import blended_transform_factory

    text = word("new_scheme", b.lang)
    free = 0.0
    for quarter in pick.scheme_lines(b):
        x = run.index(quarter) - 0.5
        ax.axvline(x, color=MUTED, linewidth=0.9, linestyle=(0, (4, 3)), zorder=1)
        middle = across(ax, x)
        half = text_width(text, SMALL) / 2
        if label_at is not None and middle - half >= free:
            where = blended_transform_factory(ax.transData, ax.figure.dpi_scale_trans)
            say(ax, x, label_at, text, size=SMALL, color=MUTED, ha="center", where=where)
            free = middle + half + PAD
