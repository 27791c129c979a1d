"""Which files of the data folder a quarter rests on, and one hash over all of them. Standard library only."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from ..model import Quarter, UsageError

_NOT_READ = ("recipients", "deliveries", "source")  # who gets the briefings and who got them; a database
_HOW_IT_CAME = ("mappings", "intake")  # folders: how workbooks were read, and which figure came from which


def input_files(data: Path, quarter: Quarter) -> dict[str, Path]:
    """The data files that a briefing of `quarter` may depend on, by path within the folder: all but later quarters'
    and hidden ones."""
    found = {}
    for path in sorted(walked(data)):
        parts = path.relative_to(data).parts
        hidden = any(part.startswith((".", "~$")) for part in parts) or (len(parts) == 1 and path.stem in _NOT_READ)
        hidden = hidden or any(part in _HOW_IT_CAME for part in parts[:2])
        if not hidden and not _is_later(parts[0], quarter):
            found["/".join(parts)] = path
    return found


def walked(folder: Path, above: tuple[Path, ...] = ()) -> Iterator[Path]:
    """Every file below a folder, also behind links to other folders; not behind one that leads back (`above`)."""
    real = folder.resolve()
    if any(one.is_relative_to(real) for one in above):
        return
    for path in folder.iterdir():
        if path.is_dir():
            yield from walked(path, (*above, real))
        elif path.is_file():
            yield path


def names(data: Path, quarter: Quarter) -> list[str]:
    """What lies in the data folder by name, as far as a briefing of `quarter` or its check may depend on it.

    Not a later quarter or a hidden file, such as a lock, nor what tells how figures came or who gets the briefings:
    `input_files` has none of it either.
    """

    def is_apart(path: Path) -> bool:
        unread = path.stem in _NOT_READ and path.suffix in (".csv", ".xlsx", ".toml")
        return unread or path.name.startswith(".") or path.name in _HOW_IT_CAME or _is_later(path.name, quarter)

    return sorted(path.name for path in data.iterdir() if not is_apart(path))


def _is_later(folder: str, quarter: Quarter) -> bool:
    try:
        return Quarter.parse(folder) > quarter
    except UsageError:  # not a quarter's folder: it belongs to every quarter
        return False


def fingerprint(data: Path, quarter: Quarter) -> str:
    """SHA-256 over the names and contents of `input_files`; raises OSError for a file that cannot be read."""
    found = hashlib.sha256()
    for label, path in input_files(data, quarter).items():
        with path.open("rb") as file:
            content = hashlib.file_digest(file, "sha256").hexdigest()
        found.update(f"{label}\n{content}\n".encode())
    return found.hexdigest()
