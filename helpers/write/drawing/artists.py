"""Coordinates and text without what no chart of ours has: frames, ticks, grids, lines of text to be laid out.

A chart would spend half its time on these. A test compares what is drawn with what matplotlib's own axes and text draw.
Imports matplotlib: to be imported where a figure is made.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.transforms import (
    Bbox,
    BboxTransformFrom,
    BboxTransformTo,
    TransformedBbox,
    blended_transform_factory,
)

_Made = TypeVar("_Made", bound=Artist)


class Plane:
    """A rectangle of a figure with coordinates of its own, for artists to be placed in; nothing of it is drawn.

    What it shares with matplotlib's axes has the same names and meaning. `box` is left, bottom, width and height in
    shares of the figure. Artists lie in the figure by their zorder and are not clipped.
    """

    def __init__(self, figure: Figure, box: tuple[float, float, float, float]) -> None:
        self.figure = figure
        self._box, self._limits = Bbox.from_bounds(*box), Bbox.unit()
        self.transAxes = BboxTransformTo(TransformedBbox(self._box, figure.transFigure))
        self.transData = BboxTransformFrom(self._limits) + self.transAxes

    def get_position(self) -> Bbox:
        return self._box

    def get_xlim(self) -> tuple[float, float]:
        return float(self._limits.x0), float(self._limits.x1)

    def get_ylim(self) -> tuple[float, float]:
        return float(self._limits.y0), float(self._limits.y1)

    def set(self, xlim: tuple[float, float] | None = None, ylim: tuple[float, float] | None = None) -> None:
        """Set the limits of the data; the first of `ylim` is at the bottom."""
        if xlim is not None:
            self._limits.intervalx = xlim
        if ylim is not None:
            self._limits.intervaly = ylim

    def add_artist(self, artist: _Made) -> _Made:
        """Place an artist, in data unless it says otherwise."""
        if not artist.is_transform_set():
            artist.set_transform(self.transData)
        self.figure.add_artist(artist)
        return artist

    def plot(self, xs: Sequence[float], ys: Sequence[float], **look: Any) -> Line2D:
        """A line from point to point."""
        return self.add_artist(Line2D(xs, ys, **look))

    def axhline(self, y: float, **look: Any) -> Line2D:
        """A level line across the plane."""
        return self.plot([0, 1], [y, y], transform=blended_transform_factory(self.transAxes, self.transData), **look)

    def axvline(self, x: float, **look: Any) -> Line2D:
        """An upright line from the plane's foot to its head."""
        return self.plot([x, x], [0, 1], transform=blended_transform_factory(self.transData, self.transAxes), **look)


class Line(Text):
    """One level line of text on its baseline: SVG anchors it by itself, so that nobody needs its width."""

    def draw(self, renderer: RendererBase) -> None:
        if self.get_bbox_patch() is not None:  # whose size is that of the text
            super().draw(renderer)
            return
        text = self.get_text()
        if not self.get_visible() or not text:
            return
        renderer.open_group("text", self.get_gid())
        x, y = self.get_transform().transform(self.get_unitless_position())
        pen = renderer.new_gc()
        pen.set_foreground(to_rgba(self.get_color()), isRGBA=True)
        pen.set_alpha(self.get_alpha())  # type: ignore[arg-type]  # None, its default, is welcome there
        height = renderer.get_canvas_width_height()[1]
        renderer.draw_text(pen, x, height - y, text, self.get_fontproperties(), 0.0, ismath=False, mtext=self)
        pen.restore()
        renderer.close_group("text")
        self.stale = False
