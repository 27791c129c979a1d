"""Which files of the data folder a quarter rests on, and one hash over all of them. Standard library only."""

from __future__ import annotations

import hashlib
from pathlib import Path

from ..model import Quarter, UsageError

_NOT_READ = ("recipients", "deliveries", "source")  # who gets the briefings and who got them; a database
_HOW_IT_CAME = ("mappings", "intake")  # folders: how workbooks were read, and which figure came from which


def input_files(data: Path, quarter: Quarter) -> dict[str, Path]:
    """The data files that a briefing of `quarter` may depend on, by path within the folder: all but later quarters'
    and hidden ones."""
    found = {}
    for path in sorted(data.rglob("*")):
        parts = path.relative_to(data).parts
        hidden = any(part.startswith((".", "~$")) for part in parts) or (len(parts) == 1 and path.stem in _NOT_READ)
        hidden = hidden or any(part in _HOW_IT_CAME for part in parts[:2])
        if not hidden and not _is_later(parts[0], quarter) and path.is_file():
            found["/".join(parts)] = path
    return found


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
