"""What lies in the data folder and is not read: folders and files whose names miss the mark."""

from __future__ import annotations

import re
from pathlib import Path

from ..model import Fault, Quarter, nearest
from ..said import Said
from .prose import COMMENTARY, KEY_WORK
from .rows import SHAPES

TABLES = (".csv", ".xlsx", ".xls", ".et", ".ods")
READMES = ("README.md", "README.zh-CN.md")
SHARED = ("districts", "sources", "facts", "background", "revisions", "ledger", "recipients", "deliveries")


def check_names(data: Path, quarter: Quarter) -> list[Fault]:
    """Warnings for folders that look like quarters and files that look like tables or texts, but are not read."""
    texts = [*READMES, "source.toml", *KEY_WORK.values()]
    faults = _folders(data) + _files(data, data, SHARED, texts)
    texts = ["issue.toml", *COMMENTARY.values()]
    return faults + _files(data / str(quarter), data, tuple(SHAPES), texts)


def _folders(data: Path) -> list[Fault]:
    faults = []
    for path in sorted(p for p in data.iterdir() if p.is_dir()):
        loose = re.fullmatch(r"(\d{4})[-_. ]?[qQ]?[-_. ]?0?([1-4])", path.name, flags=re.ASCII)
        if loose and not re.fullmatch(r"\d{4}Q[1-4]", path.name, flags=re.ASCII):
            hint = Said("rename it {name}", name=f"{loose[1]}Q{loose[2]}")
            faults.append(Fault(f"{path.name}/", "looks like a quarter; it is not read", hint, severity="warning"))
    return faults


def _files(folder: Path, data: Path, tables: tuple[str, ...], texts: list[str]) -> list[Fault]:
    known = {*texts, *(f"{name}{kind}" for name in tables for kind in (".csv", ".xlsx"))}
    faults = []
    for path in sorted(p for p in folder.iterdir() if p.is_file()):
        looks = path.suffix.lower() in (*TABLES, ".toml", ".md")
        if looks and path.name not in known and not path.name.startswith((".", "~$")) and path.name not in READMES:
            near = [f"{name}.csv" for name in tables] if path.suffix.lower() in TABLES else texts
            file = path.relative_to(data).as_posix()
            faults.append(
                Fault(file, "no such file is known; it is not read", nearest(path.name, near), severity="warning")
            )
    return faults
