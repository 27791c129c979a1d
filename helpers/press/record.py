"""run.json: what a build was made from, what came of it, and whether it has to be made again.

Two hashes together stand for everything that could change a report's bytes. Its *base*: parameters, notebook, this
package with its fonts and templates, the lock file, the versions of all installed packages, and Python's. Its *data*:
the files it was declared to read. Where only the data differ, what each of its cells `shows` decides.
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
NOTEBOOK = "ipynb"  # the executed copy, on record as the files made from it are: letters and numbered copies read it
LOCK_FILE = "requirements.txt"  # beside the package, where it is a checked-out project
SHORT = 12  # hexadecimal digits of a hash that is kept to tell what changed, not to prove that nothing did
LAYOUT = 2  # raised when the meaning of a field changes; a record of another layout is not trusted to be fresh


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


def code_hashes() -> dict[str, str]:
    """SHA-256 of every file of this package (code, templates, fonts), by its path within the package."""
    return {
        path.relative_to(PACKAGE).as_posix(): sha256_of(path)
        for path in sorted(PACKAGE.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


@dataclass(frozen=True)
class Environment:
    """What all reports of one build share: code, fonts, lock file, package versions, Python.

    `files` holds the hash of every file of the package, fonts among them, so that a rebuild can name what changed.
    """

    code: str
    fonts: Mapping[str, str]
    packages: Mapping[str, str]
    python: str
    lock: str = ""
    files: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def here(cls) -> Environment:
        files = code_hashes()
        lock = PACKAGE.parent / LOCK_FILE
        return cls(
            code=digest(files),
            fonts={name: files[f"fonts/{name}"] for name in FONT_FILES},
            packages=installed(),
            python=platform.python_version(),
            lock=sha256_of(lock) if lock.is_file() else "",
            files=files,
        )

    @property
    def id(self) -> str:
        """One hash over everything that a report's bytes may depend on here."""
        return digest(self.as_dict())

    def as_dict(self) -> dict[str, object]:
        return {
            "code_sha256": self.code,
            "fonts": dict(self.fonts),
            "lock_sha256": self.lock,
            "packages": dict(self.packages),
            "python": self.python,
            "platform": platform.system(),
        }

    def parts(self) -> dict[str, str]:
        """Everything that it is made of, by a name that a reader knows, each with a short hash or version."""
        return {
            **{f"helpers/{name}": sha[:SHORT] for name, sha in self.files.items()},
            **{f"package {name}": version for name, version in self.packages.items()},
            LOCK_FILE: self.lock[:SHORT],
            "Python": self.python,
            "system": platform.system(),
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


@dataclass(frozen=True)
class Key:
    """What one report is made from: `base`, `data`, and the parts that name what changed (see the module's head)."""

    base: str
    data: str
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    inputs: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def environment_id(self) -> str:
        return digest(dict(self.environment))[:SHORT]


@dataclass
class Record:
    """run.json in memory: `reports` by name, of this build and of earlier ones into the same folder.

    `environments` and `inputs` hold, by hash, the parts of every environment and data folder that a report on record
    was made from.
    """

    run: dict[str, Any] = field(default_factory=dict)
    reports: dict[str, dict[str, Any]] = field(default_factory=dict)
    environments: dict[str, dict[str, str]] = field(default_factory=dict)
    inputs: dict[str, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> Record:
        """The record beside the reports; an empty one where there is none or it cannot be read as ours."""
        try:
            found = json.loads((folder / FILE).read_text(encoding="utf-8"))
            if found["layout"] != LAYOUT:
                return cls()
            reports = {name: dict(entry) for name, entry in found["reports"].items()}
            parts = ({id_: dict(named) for id_, named in found[kind].items()} for kind in ("environments", "inputs"))
            return cls(dict(found["run"]), reports, *parts)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):  # no record: everything is made anew
            return cls()

    def text(self) -> str:
        made_from = [entry.get("made_from", {}) for entry in self.reports.values()]
        kept = {kind: {m.get(kind[:-1]) for m in made_from} for kind in ("environments", "inputs")}
        whole = {
            "layout": LAYOUT,
            "run": self.run,
            "reports": dict(sorted(self.reports.items())),
            **{
                kind: {id_: named for id_, named in sorted(getattr(self, kind).items()) if id_ in kept[kind]}
                for kind in ("environments", "inputs")
            },
        }
        return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"

    def enter(
        self, name: str, facts: Mapping[str, Any], files: Mapping[str, Mapping[str, object]], key: Key | None = None
    ) -> None:
        """Note what became of a report. `files` replace their namesakes; files it did not make stay on record."""
        known = self.reports.get(name, {})
        earlier = known.get("files", {})
        kept = {extension: entry for extension, entry in earlier.items() if extension not in files}
        about: dict[str, Any] = {what: known[what] for what in ("made_from", "shows", "marks") if what in known}
        if files and key is not None:
            about["made_from"] = {"environment": key.environment_id, "input": key.data}
            self.environments[key.environment_id] = dict(key.environment)
            self.inputs[key.data] = dict(key.inputs)
        self.reports[name] = {**about, **facts, "files": dict(sorted({**kept, **files}.items()))}

    def adopt(self, name: str, formats: tuple[str, ...], key: Key) -> None:
        """Note that a report shows under other data what it showed before: its files stand for these data too."""
        entry = self.reports[name]
        entry["made_from"] = {"environment": key.environment_id, "input": key.data}
        self.inputs[key.data] = dict(key.inputs)
        for extension in (*formats, NOTEBOOK):
            entry["files"][extension] = {**entry["files"][extension], "data": key.data}

    def as_made(self, name: str, extension: str, folder: Path) -> bool:
        """Whether that file of a report stands in `folder` byte for byte as it was recorded."""
        entry, path = self.reports.get(name, {}).get("files", {}).get(extension, {}), folder / f"{name}.{extension}"
        return path.is_file() and entry.get("sha256") == sha256_of(path)

    def stands(self, name: str, formats: tuple[str, ...], folder: Path, base: str) -> bool:
        """Whether every file of that report, its notebook too, stands as it was recorded, made from `base`."""
        files = self.reports.get(name, {}).get("files", {})
        return all(
            files.get(extension, {}).get("key") == base and self.as_made(name, extension, folder)
            for extension in (*formats, NOTEBOOK)
        )

    def keys_of(self, name: str, extension: str) -> tuple[object, object]:
        """The two hashes of what that file of a report was made from: base, data."""
        entry = self.reports.get(name, {}).get("files", {}).get(extension, {})
        return entry.get("key"), entry.get("data")

    def failed(self, name: str) -> bool:
        """Whether the last attempt at that report failed, though files of an earlier one may stand."""
        return self.reports.get(name, {}).get("status") == "failed"

    def of_data(self, name: str, formats: tuple[str, ...], data: str) -> bool:
        """Whether every file of that report, its notebook too, was made from these data."""
        return all(self.keys_of(name, extension)[1] == data for extension in (*formats, NOTEBOOK))

    def shows(self, name: str, formats: tuple[str, ...]) -> tuple[str, ...] | None:
        """What each cell of that report showed when all of its files were made; None where that is not on record."""
        entry = self.reports.get(name, {})
        data = entry.get("made_from", {}).get("input", "")
        return tuple(entry["shows"].split()) if "shows" in entry and self.of_data(name, formats, data) else None

    def older_files(self, name: str, key: Key) -> tuple[str, ...]:
        """Files of that report, by extension, that an earlier build made from other inputs and this one left alone."""
        files = self.reports.get(name, {}).get("files", {})
        return tuple(e for e, entry in files.items() if (entry.get("key"), entry.get("data")) != (key.base, key.data))
