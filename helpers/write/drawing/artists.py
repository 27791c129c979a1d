"""matplotlib's axes and text without what no chart of ours has: ticks, grids, lines of text to be laid out.

A chart spends a third of its time on these. The drawings are the same to the byte; a test compares them with those of
the stock classes. Imports matplotlib: to be imported where a figure is made.
"""

from __future__ import annotations

from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Tick, XAxis, YAxis
from matplotlib.backend_bases import RendererBase
from matplotlib.colors import to_rgba
from matplotlib.text import Text


class _WithoutTicks:
    """An axis whose ticks are never asked for, and so never made."""

    def set_clip_path(self, path: Any, transform: Any = None) -> None:
        Artist.set_clip_path(self, path, transform)  # type: ignore[arg-type]

    def set_tick_params(self, which: str = "major", reset: bool = False, **kwargs: Any) -> None:
        """There are none to be set."""

    def get_major_ticks(self, numticks: int | None = None) -> list[Tick]:
        return []

    def get_minor_ticks(self, numticks: int | None = None) -> list[Tick]:
        return []

    def _update_label_position(self, renderer: RendererBase) -> None:
        """Measure the frame for a label to stand clear of it: for the stock class, where there is one."""
        if self.label.get_text():
            super()._update_label_position(renderer)
            return
        for side in self.axes.spines.values():
            if side.get_visible():
                side.get_position()  # a side finds its place when first asked for it, and would be measured for that


class _X(_WithoutTicks, XAxis):
    pass


class _Y(_WithoutTicks, YAxis):
    pass


class BareAxes(Axes):
    """Axes that have coordinates and a frame, and neither ticks nor a grid."""

    name = "bare"

    def _init_axis(self) -> None:  # the hook for axes with axes of their own: matplotlib's guide to projections
        self.xaxis, self.yaxis = _X(self, clear=False), _Y(self, clear=False)
        self.spines.bottom.register_axis(self.xaxis)
        self.spines.top.register_axis(self.xaxis)
        self.spines.left.register_axis(self.yaxis)
        self.spines.right.register_axis(self.yaxis)

    def grid(self, visible: bool | None = None, which: str = "major", axis: str = "both", **kwargs: Any) -> None:
        """There is none, neither to be shown nor to be hidden."""


class Line(Text):
    """One level line of text on its baseline: SVG anchors it by itself, so that nobody needs its width.

    It is never clipped, and so asks for no path to be clipped by.
    """

    def set_clip_path(self, path: Any, transform: Any = None) -> None:
        """There is none."""

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
        pen.set_alpha(self.get_alpha())
        height = renderer.get_canvas_width_height()[1]
        renderer.draw_text(pen, x, height - y, text, self.get_fontproperties(), 0.0, ismath=False, mtext=self)
        pen.restore()
        renderer.close_group("text")
        self.stale = False
