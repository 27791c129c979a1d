"""What a kernel's cells print, flushed without waiting where nothing was printed.

ipykernel flushes both streams twice a cell, and each flush wakes the thread that sends outputs and waits for it: of all
that a short cell costs, a third. Kernels of reports take this class for `IPKernelApp.outstream_class`.

And what no reader of a report is to be told: that matplotlib looks for this machine's fonts, once, and takes its time.
"""

from __future__ import annotations

import logging
import threading
from typing import Any

from ipykernel.iostream import OutStream
from IPython.core.inputtransformer2 import TransformerManager

from .turn import Turn

_FONT_CACHE = "building the font cache"  # after five seconds, as on many a Windows machine when all is new


def _is_for_readers(record: logging.LogRecord) -> bool:
    return _FONT_CACHE not in record.getMessage()


logging.getLogger("matplotlib.font_manager").addFilter(_is_for_readers)


def warm() -> None:
    """Have what reads a cell's source get ready once, before kernels are forked, instead of in each."""
    TransformerManager().transform_cell("1\n")


class QuickOutStream(OutStream):
    """ipykernel's stream; everything written before a `flush` has been handed over when it returns, as there.

    In a forked kernel no thread is there to send: whichever wants a flush sends what all have written, in turn.
    """

    _sending = False  # whether something taken from the buffers may not have been handed over yet

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._turn = Turn(threading.RLock)
        super().__init__(*args, **kwargs)

    def flush(self) -> None:
        # In this order: what has left the buffers has set `_sending` before.
        if self._buffers or self._sending:
            super().flush()

    def _flush(self) -> None:
        with self._turn.taken:
            self._sending = True
            try:
                super()._flush()
            finally:
                self._sending = False
