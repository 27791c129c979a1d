"""Exporters that do to their process what the tests of exporting want to see survived."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

from nbconvert.exporters import MarkdownExporter

from helpers.press import room


class _ToldByTheNotebook(MarkdownExporter):
    def from_notebook_node(self, nb, resources=None, **kw):
        said = "".join(output.get("text", "") for cell in nb.cells for output in cell.get("outputs", ()))
        return self.told(said), resources or {}

    def told(self, said: str) -> str:
        raise NotImplementedError


class ProcessNumber(_ToldByTheNotebook):
    def told(self, said):
        print("what a library prints is no answer")
        return str(os.getpid())


class KilledByBad(_ToldByTheNotebook):
    """Its process is killed while it exports a notebook that says `bad`."""

    def told(self, said):
        if "bad" in said:
            os.kill(os.getpid(), signal.SIGKILL)
        return said


class KilledOnce(_ToldByTheNotebook):
    """Its process is killed the first time: the notebook says which file tells that it was."""

    def told(self, said):
        mark = Path(said.split()[0])
        if not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return said


_MET = threading.Barrier(2, timeout=60)
_AT_WORK: list[str] = []


class SideBySide(_ToldByTheNotebook):
    """Goes on when two are at work in its process."""

    side_by_side = True

    def told(self, said):
        _MET.wait()
        return f"{os.getpid()}"


class OneByOne(_ToldByTheNotebook):
    """Fails when another is at work in its process."""

    def told(self, said):
        _AT_WORK.append(said)
        time.sleep(0.05)
        several = len(_AT_WORK)
        _AT_WORK.remove(said)
        return f"{several}"


class Leaves(_ToldByTheNotebook):
    """Ends its process by Python's own way out."""

    def told(self, said):
        raise SystemExit(7)


class NeverDone(_ToldByTheNotebook):
    """Says with a file of what process it is, and does not come to an end."""

    def told(self, said):
        Path(said.split()[0]).write_text(str(os.getpid()), encoding="ascii")
        time.sleep(600)
        return said


class NeverDoneInARoom(NeverDone):
    """The same, while it holds a private folder, as the PDF exporter does."""

    def told(self, said):
        with room.temporary():
            return super().told(said)


class KilledOnceInARoom(KilledOnce):
    def told(self, said):
        with room.temporary():
            return super().told(said)


class HardToSend(Exception):
    def __init__(self, one: str, two: str) -> None:
        super().__init__(f"{one} and {two}")


class Mistaken(_ToldByTheNotebook):
    def told(self, said):
        raise HardToSend("this", "that")
