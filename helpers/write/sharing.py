"""A quarter opened once for all briefings made of it: read, checked and scored by one, used by every kernel of a build.

Who builds writes the opened quarter to a private file and names it, with its hash and a hash over the data files, in
the environment. `open_briefing` takes it from there only when all three agree: this very file, these very data, this
very quarter. Where all kernels are forked from one process, that process opens the quarter for them, and no file is
written. Everywhere else, in JupyterLab or under papermill alone, the quarter is opened anew, with equal results.
"""

from __future__ import annotations

import copyreg
import hashlib
import io
import json
import os
import pickle
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from ..assess.files import fingerprint
from ..model import Quarter, frozen

if TYPE_CHECKING:
    from .briefing import Briefing

VARIABLE = "BRIEFING_OPENED"  # JSON: data, quarter, as_of, fingerprint; file and sha256, where there is a file
_FILE = "opened.pickle"
_PROMISED = {"data", "quarter", "as_of", "fingerprint"}
_COMMON = ("ranking", "illustrative", "change_parts", "every_row")  # what every briefing asks for, computed once

_taken: dict[str, Briefing] = {}  # by what it is of, not by its file: a forked kernel finds here what its parent took


def share(whole: Briefing, data: Path, as_of: str, folder: Path) -> dict[str, str]:
    """Write the opened quarter into `folder` (private to the build) and return the variables that name it."""
    for name in _COMMON:
        getattr(whole, name)
    content = io.BytesIO()
    pickler = pickle.Pickler(content, protocol=5)
    pickler.dispatch_table = {**copyreg.dispatch_table, MappingProxyType: _reduce_frozen}
    pickler.dump(whole)
    path = folder / _FILE
    path.write_bytes(content.getvalue())
    named = {"file": str(path), "sha256": hashlib.sha256(content.getvalue()).hexdigest()}
    return {VARIABLE: json.dumps(_names(data, whole.quarter, as_of) | named)}


def promise(data: Path, quarter: Quarter, as_of: str) -> dict[str, str]:
    """The variables that have `preload` open the quarter, for all kernels that are forked from its process."""
    return {VARIABLE: json.dumps(_names(data, quarter, as_of))}


def _names(data: Path, quarter: Quarter, as_of: str) -> dict[str, str]:
    return {"data": str(data), "quarter": str(quarter), "as_of": as_of, "fingerprint": fingerprint(data, quarter)}


def _reduce_frozen(mapping: Mapping[str, object]) -> tuple[Callable[..., object], tuple[dict[str, object]]]:
    return frozen, (dict(mapping),)


def recall(data: Path, quarter: Quarter, as_of: str = "") -> Briefing | None:
    """The quarter as it was shared; None where none was, or one of other data, another quarter or another file."""
    told = _told()
    if (told.get("data"), told.get("quarter"), told.get("as_of")) != (str(data), str(quarter), as_of):
        return None
    try:
        if fingerprint(data, quarter) != told.get("fingerprint"):
            return None
    except OSError:  # opening the quarter meets it too, and tells it
        return None
    return _take(told)


def preload() -> None:
    """Take what is shared before any kernel asks for it, or open what is promised, and find in it what most ask for:
    called where kernels are forked from."""
    told = _told()
    whole = _take(told) or _open(told)
    if whole is not None:
        for rows in whole.result_rows.values():
            rows.warm()


def _told() -> dict[str, str]:
    try:
        told = json.loads(os.environ.get(VARIABLE, "{}"))
    except ValueError:  # not ours
        return {}
    return told if isinstance(told, dict) else {}


def _open(told: Mapping[str, str]) -> Briefing | None:
    """The quarter that is promised, opened here; None for no promise. Raises what `open_quarter` does."""
    from .opening import open_quarter

    if "file" in told or not told.keys() >= _PROMISED:
        return None
    whole = open_quarter(Path(told["data"]), Quarter.parse(told["quarter"]), told["as_of"])
    for name in _COMMON:
        getattr(whole, name)
    return _keep(told, whole)


def _take(told: Mapping[str, str]) -> Briefing | None:
    if (taken := _taken.get(_of(told))) is not None:
        return taken
    sha256, file = told.get("sha256", ""), told.get("file", "")
    if not sha256 or not file:
        return None
    try:
        content = Path(file).read_bytes()
    except OSError:  # the build that shared it has ended
        return None
    if hashlib.sha256(content).hexdigest() != sha256:  # never unpickle what is not ours
        return None
    return _keep(told, pickle.loads(content))


def _keep(told: Mapping[str, str], whole: Briefing) -> Briefing:
    _taken.clear()
    _taken[_of(told)] = whole
    return whole


def _of(told: Mapping[str, str]) -> str:
    """Data, quarter and day: a worker's later builds of the same find what an earlier one took from another file."""
    return json.dumps({name: told.get(name) for name in sorted(_PROMISED)})
