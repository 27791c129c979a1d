"""The robustness strip: each district's official place, and the places it takes when weights are uncertain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...style import ACCENT, INK, MUTED, PAPER, RED, RULE, ChartSize, fixed
from . import pick
from .canvas import LABEL, SMALL, across, axes, beside, inches, say, sheet, shortened, svg, widest
from .labels import word

if TYPE_CHECKING:
    from ..briefing import Briefing

_ROW = 0.168  # inches a district


def draw_rank_intervals(b: Briefing) -> str:
    """A row a district: the middle 90 % of its places as a bar, the extremes as a line, the official place as a dot.

    Right of it the share of draws in which it is first.
    """
    ranks = b.firmness.ranks
    shown = [code for code in pick.shown(b) if code in b.ranking]
    names = [shortened(b.name(code)) for code in shown]
    left, right, top, bottom = widest(names) + 0.35, 0.75, 0.26, 0.28
    height = top + bottom + _ROW * len(shown)
    figure = sheet(height)
    ax = axes(figure, ChartSize(height, left, right, bottom, top))
    last = int(ranks.loc[shown, "worst"].max())
    ax.set(xlim=(0.5, last + 0.5), ylim=(len(shown) - 0.5, -0.5))
    for place in range(1, last + 1):
        ax.plot([place, place], [-0.5, len(shown) - 0.5], color=RULE, linewidth=0.5, zorder=0)
        say(ax, across(ax, place), 0.16, str(place), size=SMALL, color=MUTED, ha="center", where=inches(ax))
    say(ax, left - 0.1, 0.16, word("rank", b.lang), size=SMALL, color=MUTED, ha="right", where=inches(ax))
    edge = figure.get_size_inches()[0]
    say(ax, edge - 0.05, height - 0.14, word("p_first", b.lang), size=SMALL, color=MUTED, ha="right", where=inches(ax))
    for y, code in enumerate(shown):
        row = ranks.loc[code]
        first = int(row["rank"]) == 1
        ax.plot([row["best"], row["worst"]], [y, y], color=MUTED, linewidth=1, zorder=1)
        ax.plot(
            [row["low"], row["high"]], [y, y], color=ACCENT, linewidth=6, solid_capstyle="round", alpha=0.35, zorder=2
        )
        ax.plot(
            [row["rank"]],
            [y],
            marker="o",
            markersize=6,
            color=RED if first else ACCENT,
            markeredgecolor=PAPER,
            zorder=3,
        )
        say(ax, left - 0.1, y, names[y], color=INK, ha="right", bold=first, size=LABEL, where=beside(ax))
        chance = fixed(100 * row["p_first"], 1) + "%"
        say(
            ax,
            edge - 0.05,
            y,
            chance,
            size=SMALL,
            color=INK if row["p_first"] > 0 else MUTED,
            ha="right",
            where=beside(ax),
        )
    return svg(figure, "rank-intervals")
