"""Why a report is made again, or kept: in words, by comparing what it was made from with what it would be made from."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ..said import Listed, Said, joined
from .record import Key, Record

MOST = 3  # things named one by one; of more, the number is told
KEPT = "kept: nothing it reads has changed"
UNKNOWN = "its record cannot be read"
_ONE_GONE, _GONE = "{files} is gone", "{files} are gone"
_KINDS = {"package": "package {name}", "parameter": "parameter {name}"}  # what stands before a name in the record


def report(record: Record, name: str, formats: Sequence[str], folder: Path, key: Key, about: Mapping[str, str]) -> str:
    """Why the files of a report cannot stand as they are; "" where they were made from this very key.

    `about` holds the notebook's hash by its file name and, by `parameter <name>`, every parameter as text.
    """
    entry = record.reports.get(name)
    if entry is None:
        return "nothing has been built here yet" if not record.reports else "it has not been built here yet"
    if entry.get("status") == "failed" and not entry.get("files"):
        return "it failed the last time"
    files = entry.get("files", {})
    lacking = [word for word in formats if word not in files]
    gone = [f"{name}.{word}" for word in formats if word in files and not (folder / f"{name}.{word}").is_file()]
    if not (folder / f"{name}.ipynb").is_file():
        gone.append(f"{name}.ipynb")
    made_from = entry.get("made_from", {})
    told = [
        *([Said("it has not been made yet as {formats}", formats=_both(lacking))] if lacking else []),
        *([Said(_ONE_GONE if len(gone) == 1 else _GONE, files=_both(gone))] if gone else []),
        *_changed(_told_of(entry, about), about),
        *_changed(record.environments.get(made_from.get("environment", ""), {}), key.environment),
    ]
    if not told and any(files[word].get("key") != key.base for word in formats):
        told = ["it was made from other code or versions"]
    if not told and not record.stands(name, tuple(formats), folder, key.base):
        told = ["its files are not as they were made: they were edited, or cut off"]
    return joined(told) if told else ""


def _told_of(entry: Mapping[str, Any], about: Mapping[str, str]) -> dict[str, str]:
    """What the record of a report holds of the things that `about` names."""
    known = {f"parameter {name}": str(value) for name, value in dict(entry.get("parameters", {})).items()}
    known |= {name: str(entry.get("notebook_sha256", "")) for name in about if not name.startswith("parameter ")}
    return {name: value for name, value in known.items() if name in about}


def data(record: Record, name: str, key: Key) -> tuple[str, ...]:
    """The data files that differ from those a report was made from, each with how."""
    return _changed(record.inputs.get(record.reports[name].get("made_from", {}).get("input", ""), {}), key.inputs)


def _changed(before: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    if not before:
        return ()
    found = []
    for what in sorted({*before, *now}):
        old, new = before.get(what, ""), now.get(what, "")
        if old == new:
            continue
        kind, _, rest = what.partition(" ")
        named = Said(_KINDS[kind], name=rest) if kind in _KINDS and rest else what
        if not old or not new:
            found.append(Said("{what} is new", what=named) if new else Said(_ONE_GONE, files=named))
        elif what.startswith(("package ", "parameter ", "Python", "system")):
            found.append(Said("{what}: {old} -> {new}", what=named, old=old, new=new))
        else:
            found.append(Said("{what} has changed", what=what))
    if len(found) > MOST:
        return (*found[:MOST], Said("{n:d} more", n=len(found) - MOST))
    return tuple(found)


def cells(names: Sequence[str], differing: Sequence[int]) -> str:
    """The cells that show something else now, by their first lines."""
    shown = [names[k] for k in differing if k < len(names)]
    more = len(differing) - MOST
    first = Listed(shown[:MOST])
    return Said("{cells} and {n:d} more", cells=first, n=more) if more > 0 else first


def _both(names: Sequence[str]) -> str:
    """`a and b and c`."""
    first, *others = names
    for second in others:
        first = Said("{first:s} and {second:s}", first=first, second=second)
    return first


def cell_names(notebook: Path) -> tuple[str, ...]:
    """The first line of each code cell, as a reader of the notebook knows it."""
    found = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    sources = ["".join(cell["source"]) for cell in found if cell["cell_type"] == "code"]
    return tuple(next((line.strip() for line in source.splitlines() if line.strip()), "") for source in sources)
