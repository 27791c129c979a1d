"""The charts of a briefing, one function each: a Briefing in, a Chart (SVG, alternative text, caption, note) out.

What is drawn stands in `drawing/`, what is written about it in `chart_words`; this is the list that notebooks use.
A chart that would have nothing to show is None, and a cell that returns None shows nothing.

Drawing is what costs most of a briefing. The charts of a district's therefore say what they are drawn from, so that
whether one would look otherwise is found out without drawing it (`undrawn`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from . import chart_sources, chart_words
from .briefing import Briefing
from .chart_sources import ChartSources
from .chart_words import About
from .drawing import boards, firmness, gap, pick, places, ranking, reading, stars
from .drawing.canvas import stamped
from .faces import Chart
from .language import phrases
from .supposing_words import word
from .terms import term

_drawing: ContextVar[bool] = ContextVar("drawing", default=True)


@contextmanager
def undrawn() -> Iterator[None]:
    """Within it, charts that say what they are drawn from come back without a drawing."""
    token = _drawing.set(False)
    try:
        yield
    finally:
        _drawing.reset(token)


def _chart(
    b: Briefing,
    draw: Callable[[], str],
    about: About,
    of: Callable[[Briefing, str], ChartSources],
    drawn_from: object = None,
) -> Chart:
    """A drawing with its words and its sources.

    `drawn_from`: every figure, name and position that the drawing takes from the briefing, in a fixed order.
    """
    if b.supposed is not None:
        alt, caption = (word("caption", b.lang, caption=text) for text in (about.alt, about.caption))
        known = of(b, caption)
        caption, note = _marked(b, caption, known), _with(b, about.note, known.marking)
        return Chart(
            stamped(draw(), word("stamp", b.lang)), alt, caption, note, "", chart_sources.ask(b), known.note, known.cite
        )
    reads = hashlib.sha256(repr(drawn_from).encode()).hexdigest() if drawn_from is not None else ""
    svg = draw() if _drawing.get() or not reads else ""
    known = of(b, about.caption)
    caption, note = _marked(b, about.caption, known), _with(b, about.note, known.marking)
    return Chart(svg, about.alt, caption, note, reads, chart_sources.ask(b), known.note, known.cite)


def _marked(b: Briefing, caption: str, known: ChartSources) -> str:
    """The caption, with 演示数据 where every figure of the chart is illustrative."""
    return phrases(b.lang).marked(caption, term("illustrative", b.lang)) if known.drawn else caption


def _with(b: Briefing, *sentences: str) -> str:
    return (" " if b.lang == "en" else "").join(sentence for sentence in sentences if sentence)


def rank_bars(b: Briefing) -> Chart:
    """Totals of all districts, best first, as bars stacked by board; beside them the points each board lost."""
    return _chart(b, lambda: ranking.draw_rank_bars(b), chart_words.rank_bars(b), chart_sources.of_rank_bars)


def stars_grid(b: Briefing) -> Chart | None:
    """Stars by district and board, most stars first; None when the scheme awards no stars."""
    if not b.scheme.stars:
        return None
    return _chart(b, lambda: stars.draw_stars_grid(b), chart_words.stars_grid(b), chart_sources.of_stars)


def bump(b: Briefing) -> Chart | None:
    """Places of all districts over the quarters, at most the last twelve; None for a single quarter."""
    if len(pick.results(b)) < 2:
        return None
    return _chart(b, lambda: places.draw_bump(b), chart_words.bump(b), chart_sources.of_bump)


def track(b: Briefing) -> Chart | None:
    """The district's place and total over the quarters; None for a single quarter."""
    if len(pick.results(b)) < 2:
        return None
    return _chart(b, lambda: places.draw_track(b), chart_words.track(b), chart_sources.of_track, reading.track(b))


def gap_waterfall(b: Briefing, a: str | None = None, c: str | None = None) -> Chart | None:
    """Why district `a` stands before `c` (codes), by board and bonus, summing to the printed gap.

    Without codes: the briefing's district and the one above it, otherwise the first and the second. None when there
    is only one district.
    """
    pair = pick.gap_pair(b, a, c)
    if pair is None:
        return None
    apart = b.gap(*pair)

    def of(b: Briefing, caption: str) -> ChartSources:
        return chart_sources.of_gap(b, caption, pair)

    about = chart_words.gap_waterfall(b, apart, gap.steps(b, apart))
    return _chart(b, lambda: gap.draw_gap_waterfall(b, apart), about, of, reading.gap_waterfall(b, apart))


def board_dots(b: Briefing, board: str) -> Chart:
    """The scores of all districts in one board (its id) on one line."""

    def of(b: Briefing, caption: str) -> ChartSources:
        return chart_sources.of_board(b, caption, board)

    return _chart(b, lambda: boards.draw_board_dots(b, board), chart_words.board_dots(b, board), of)


def standing(b: Briefing) -> Chart | None:
    """Where the briefing's district stands in each board: between last and first, against the median.

    None when it has no score in any board.
    """
    if not boards.has_scores(b):
        return None
    return _chart(
        b, lambda: boards.draw_standing(b), chart_words.standing(b), chart_sources.of_standing, reading.standing(b)
    )


def rank_intervals(b: Briefing) -> Chart | None:
    """The places each district takes when weights are uncertain; None for a single district."""
    if len(b.ranking) < 2:
        return None
    return _chart(b, lambda: firmness.draw_rank_intervals(b), chart_words.rank_intervals(b), chart_sources.of_intervals)
