"""run.json: what a build was made from, what came of it, and whether it has to be made again.

A report's *key* is a hash over everything that could change its bytes: parameters, notebook, the files it was declared
to read, this package with its fonts and templates, the versions of all installed packages, and Python's.
"""

from __future__ import annotations

import ast
import hashlib
import json
import platform
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..places import PACKAGE
from ..style import FONT_FILES

FILE = "run.json"
LAYOUT = 1  # raised when the meaning of a field changes; a record of another layout is not trusted to be fresh


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digest(thing: object) -> str:
    """SHA-256 of a JSON-able thing, the same on every run."""
    return hashlib.sha256(json.dumps(thing, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


def installed() -> dict[str, str]:
    """Name and version of every installed distribution, read from the names of their `.dist-info` folders.

    Forty times as fast as importlib.metadata, which opens each one's METADATA.
    """
    found: dict[str, str] = {}
    for entry in sys.path:
        for folder in sorted(Path(entry).glob("*.dist-info")) if entry else ():
            name, _, version = folder.stem.partition("-")
            found.setdefault(name, version)
    return dict(sorted(found.items()))


def code_hashes(package: Path = PACKAGE) -> dict[str, str]:
    """SHA-256 of every file of this package (code, templates, fonts), by its path within the package."""
    return {
        path.relative_to(package).as_posix(): sha256_of(path)
        for path in sorted(package.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


@dataclass(frozen=True)
class Environment:
    """What all reports of one build share: code, fonts, package versions, Python."""

    code: str
    fonts: Mapping[str, str]
    packages: Mapping[str, str]
    python: str

    @classmethod
    def here(cls) -> Environment:
        files = code_hashes()
        return cls(
            code=digest(files),
            fonts={name: files[f"fonts/{name}"] for name in FONT_FILES},
            packages=installed(),
            python=platform.python_version(),
        )

    def as_dict(self) -> dict[str, object]:
        return {
            "code_sha256": self.code,
            "fonts": dict(self.fonts),
            "packages": dict(self.packages),
            "python": self.python,
            "platform": platform.system(),
        }


def resolved(declared: Mapping[str, str], passed: Mapping[str, object]) -> dict[str, object]:
    """Every parameter of a notebook with its value: what was passed, else the default in its `parameters` cell."""
    values: dict[str, object] = {}
    for name, source in declared.items():
        try:
            values[name] = ast.literal_eval(source)
        except (ValueError, SyntaxError):  # a default that is computed is recorded as it is written
            values[name] = source
    return values | dict(passed)


@dataclass
class Record:
    """run.json in memory: `reports` by name, of this build and of earlier ones into the same folder."""

    run: dict[str, Any] = field(default_factory=dict)
    reports: dict[str, dict[str, Any]] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> Record:
        """The record beside the reports; an empty one where there is none or it cannot be read as ours."""
        try:
            found = json.loads((folder / FILE).read_text(encoding="utf-8"))
            if found["layout"] != LAYOUT:
                return cls()
            return cls(run=dict(found["run"]), reports={name: dict(entry) for name, entry in found["reports"].items()})
        except (OSError, ValueError, KeyError, TypeError, AttributeError):  # no record: everything is made anew
            return cls()

    def text(self) -> str:
        whole = {"layout": LAYOUT, "run": self.run, "reports": dict(sorted(self.reports.items()))}
        return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"

    def enter(self, name: str, facts: Mapping[str, Any], files: Mapping[str, Mapping[str, object]]) -> None:
        """Note what became of a report. `files` replace their namesakes; files it did not make stay on record."""
        earlier = self.reports.get(name, {}).get("files", {})
        kept = {extension: entry for extension, entry in earlier.items() if extension not in files}
        self.reports[name] = {**facts, "files": dict(sorted({**kept, **files}.items()))}

    def is_fresh(self, name: str, key: str, formats: tuple[str, ...], folder: Path) -> bool:
        """Whether every file of that report stands in `folder`, made from `key`, byte for byte as it was recorded."""
        files = self.reports.get(name, {}).get("files", {})
        for extension in formats:
            entry = files.get(extension, {})
            path = folder / f"{name}.{extension}"
            if entry.get("key") != key or not path.is_file() or entry.get("sha256") != sha256_of(path):
                return False
        return (folder / f"{name}.ipynb").is_file()

    def older_files(self, name: str, key: str) -> tuple[str, ...]:
        """Files of that report, by extension, that an earlier build made from other inputs and this one left alone."""
        files = self.reports.get(name, {}).get("files", {})
        return tuple(extension for extension, entry in files.items() if entry.get("key") != key)
