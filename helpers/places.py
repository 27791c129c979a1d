"""Where the project's folders are: data, notebooks, reports.

Floor 0 of the house: standard library only; looks for folders, opens no file.
"""

from __future__ import annotations

from pathlib import Path

from .model import UsageError

PACKAGE = Path(__file__).resolve().parent


def find_data(start: Path | None = None) -> Path:
    """The project's data folder: the nearest `data/districts.csv` at or above `start` (default: the working folder).

    When there is none, the one beside the installed package. Raises UsageError when that is missing too.
    """
    return _find("data", "districts.csv", start, "name the folder with --data")


def find_notebooks(start: Path | None = None) -> Path:
    """The folder of the report notebooks, found as `find_data` finds its own."""
    return _find("notebooks", "city_briefing.ipynb", start, "run the command inside the project")


def _find(folder: str, mark: str, start: Path | None, advice: str) -> Path:
    here = (start or Path.cwd()).resolve()
    for place in (here, *here.parents, PACKAGE.parent):
        if (place / folder / mark).is_file():
            return place / folder
    raise UsageError(f"no {folder}/{mark} at or above {here}, nor beside the package; {advice}")
