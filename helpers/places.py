"""Where the project's folders are: data, notebooks, reports.

Floor 0 of the house: standard library only; looks for folders, opens no file.
"""

from __future__ import annotations

import re
from pathlib import Path

from .model import Quarter, UsageError

PACKAGE = Path(__file__).resolve().parent
DATA_MARKS = ("districts.csv", "districts.xlsx")
NOTEBOOK_MARKS = ("city_briefing.ipynb",)
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def is_device(name: str) -> bool:
    """Whether Windows takes a file of this name, whatever its ending, for a device: con, nul, com1 …"""
    return bool(_DEVICE.match(name))


def check_here() -> None:
    """Raises UsageError when the working folder is no longer there: everything relative would be nowhere."""
    try:
        Path.cwd()
    except OSError as error:
        raise UsageError(
            "the folder you are in is gone (deleted, moved, or its share is not connected); "
            "cd to the project's folder, then run the command again"
        ) from error


def data_folder(named: str | Path = "") -> Path:
    """The data folder, absolute: the one named; else the nearest `data` at or above the working folder; else the one
    beside the installed package.

    Raises UsageError when there is none, or the one named, or the `data` of the working folder itself, has no list of
    districts: whoever begins one there would otherwise write into another city's.
    """
    here = Path.cwd() / "data"
    if not str(named).strip() and not (here.is_dir() and not _has(here, DATA_MARKS)):
        advice = "no {mark} at or above {folder}, nor beside the package; name the folder with --data"
        return _nearest("data", DATA_MARKS, (Path.cwd(), PACKAGE.parent), advice)
    folder = Path(named).expanduser().absolute() if str(named).strip() else here
    if not _has(folder, DATA_MARKS):
        raise UsageError("{folder} is not a data folder: it has no districts.csv", folder=folder)
    return folder


def notebook_folder(data: Path) -> Path:
    """The folder of the report notebooks: at or above the working folder, else beside `data`, else beside the package.

    Raises UsageError when there is no such folder.
    """
    advice = "no {mark} at or above {folder}, nor beside the package; run the command inside the project"
    return _nearest("notebooks", NOTEBOOK_MARKS, (Path.cwd(), data.parent, PACKAGE.parent), advice)


def quarters(data: Path) -> tuple[Quarter, ...]:
    """The quarters that have a folder in the data folder, oldest first."""
    names = [path.name for path in data.iterdir() if re.fullmatch(r"[0-9]{4}Q[1-4]", path.name) and path.is_dir()]
    return tuple(sorted(Quarter.parse(name) for name in names))


def report_folder(data: Path, named: str | Path = "") -> Path:
    """Where reports go, absolute: the folder named, else `reports` beside `data`. Need not exist."""
    return Path(named).expanduser().absolute() if str(named).strip() else data.parent / "reports"


def scenario_folder(data: Path) -> Path:
    """Where what-if scenarios are kept: `scenarios` beside `data`, so that no official briefing depends on one."""
    return data.parent / "scenarios"


def _nearest(name: str, marks: tuple[str, ...], starts: tuple[Path, ...], otherwise: str) -> Path:
    here, *others = (start.absolute() for start in starts)
    for place in (here, *here.parents, *others):
        if _has(place / name, marks):
            return place / name
    raise UsageError(otherwise, mark=f"{name}/{marks[0]}", folder=here)


def _has(folder: Path, marks: tuple[str, ...]) -> bool:
    return any((folder / mark).is_file() for mark in marks)
