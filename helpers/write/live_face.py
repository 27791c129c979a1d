"""What a notebook shows again in its place, without running the cell again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from IPython.display import DisplayHandle

from .faces import Bundle, Chart, Words
from .notes import STYLE
from .table_face import Table


@dataclass
class Live:
    """A face that is shown again in its place whenever the panel's supposition changes.

    Without a style sheet, which the cover brings: a new one has the browser look at the whole page anew.
    """

    make: Callable[[], Table | Chart | Words]
    handle: DisplayHandle | None = None
    shown: Bundle = field(default=({}, {}))

    def _ipython_display_(self) -> None:
        self.handle, self.shown = DisplayHandle(), self._made()
        self.handle.display(self.shown[0], raw=True, metadata=self.shown[1])

    def update(self) -> None:
        """Show it as it is now, where it has been shown at all and is not shown so already."""
        self.show(self.made_anew())

    def made_anew(self) -> Bundle | None:
        """It as it is now; None where it has not been shown at all."""
        return self._made() if self.handle is not None else None

    def show(self, made: Bundle | None) -> None:
        """Show it so, unless it is shown so already."""
        if self.handle is not None and made is not None and made != self.shown:
            self.shown = made
            self.handle.update(made[0], raw=True, metadata=made[1])

    def _made(self) -> Bundle:
        made: Any = self.make()._repr_mimebundle_()
        data, about = made if isinstance(made, tuple) else (made, {})
        return {kind: text.replace(STYLE, "") if kind == "text/html" else text for kind, text in data.items()}, about
