"""A what-if kept as a file: figures and weights that differ, with the quarter and the data they were set against.

    format = 1
    quarter = "2023Q2"
    data_sha256 = "…"            # of the tables it was set against; other data are told, not refused
    author = "…"
    note = "…"

    [weights]                    # percent among siblings; siblings not named keep their proportions
    economy = 45

    [values."胶州市"]             # district by name, alias or code; figures in the indicator's own unit
    gdp_growth = 6.5

Scenarios stand in `scenarios/` beside the data folder, so that keeping one changes no official briefing.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path

from ..model import Fault, Quarter, UsageError, nearest
from ..places import is_device, scenario_folder
from ..said import Said
from .load import Inputs
from .result import Result
from .whatif import Settings

FORMAT = 1
SUFFIX = ".toml"
_NAME = re.compile(r"\w[\w-]{0,59}")


@dataclass(frozen=True)
class Scenario:
    """A supposition with its name (the file's, without `.toml`), and what its author says of it."""

    name: str
    quarter: Quarter
    settings: Settings
    author: str = ""
    note: str = ""
    data_sha256: str = ""

    @property
    def file(self) -> str:
        return self.name + SUFFIX


def data_hash(inputs: Inputs) -> str:
    """SHA-256 over the tables that a quarter's scores were made from: names and contents, in the order of names."""
    tables = {name: sha for name, sha in inputs.files.items() if name.endswith((".csv", ".xlsx", ".toml"))}
    lines = "".join(f"{name} {tables[name]}\n" for name in sorted(tables))
    return hashlib.sha256(lines.encode("utf-8")).hexdigest()


def find_scenario(data: Path, word: str | Path) -> Path:
    """The file that `word` names: a path, or a scenario's name in `scenarios/` beside the data folder.

    Raises UsageError with the scenarios there are when there is no such file, or its name does not fit.
    """
    kept = scenario_folder(data)
    text = str(word).strip()
    for path in (Path(text).expanduser(), kept / text, kept / (text + SUFFIX)):
        if text and path.is_file():
            check_name(path.stem)
            return path.absolute()
    there = sorted(path.stem for path in kept.glob(f"*{SUFFIX}"))
    if not there:
        none = "no scenario {name!r}: neither a file nor a name in {folder}; {folder} has none; what_if.ipynb saves one"
        raise UsageError(none, name=text, folder=kept)
    hint = nearest(text, there)
    raise UsageError(
        "no scenario {name!r}: neither a file nor a name in {folder}; {hint}", name=text, folder=kept, hint=hint
    )


def check_name(name: str) -> str:
    """The name itself where it can name a scenario, its file and a folder of reports; otherwise UsageError."""
    if not _NAME.fullmatch(name):
        raise UsageError("{name!r} cannot name a scenario: letters, digits, 汉字, - and _, at most 60", name=name)
    if is_device(name):
        raise UsageError("{name!r} is a name that Windows keeps for a device; choose another name", name=name)
    return name


def data_warning(scenario: Scenario, result: Result) -> tuple[Fault, ...]:
    """A warning where the data are no longer those that the scenario was set against."""
    if not scenario.data_sha256 or scenario.data_sha256 == data_hash(result.inputs):
        return ()
    rule = Said("the data of {quarter} are not those that this scenario was set against", quarter=result.quarter)
    hint = "look whether its figures still make sense, then save it anew from what_if.ipynb"
    return (Fault(scenario.file, rule, hint, column="data_sha256", severity="warning"),)


def save_scenario(scenario: Scenario, result: Result, folder: Path) -> Path:
    """Write a scenario into `folder`, readable by `read_scenario`; returns its path. Never over another one.

    Raises UsageError when the name does not fit or is taken, nothing is changed, or the folder cannot be written.
    """
    path = folder / (check_name(scenario.name) + SUFFIX)
    if not scenario.settings.figures and not scenario.settings.weights:
        raise UsageError("nothing is changed yet: there is nothing to save")
    draft = folder / f".{path.name}.{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if path.exists():
            raise UsageError("{file} is there already; choose another name", file=path.name)
        draft.write_text(scenario_text(scenario, result), encoding="utf-8", newline="\n")
        draft.replace(path)
    except OSError as error:
        raise UsageError("cannot write {file}: {reason}", file=path, reason=error.strerror) from error
    finally:
        draft.unlink(missing_ok=True)
    return path


def scenario_text(scenario: Scenario, result: Result) -> str:
    """The scenario as its file; district and item names stand beside their ids as remarks."""
    scheme, settings = result.scheme, scenario.settings
    names = {item.id: item.name.zh for item in scheme.items}
    lines = [
        "# 测算 (what-if): never an official result. How it is written: helpers/assess/scenario.py",
        f"format = {FORMAT}",
        f"quarter = {_text(str(scenario.quarter))}",
        f"data_sha256 = {_text(data_hash(result.inputs))}",
        f"author = {_text(scenario.author)}",
        f"note = {_text(scenario.note)}",
    ]
    if settings.weights:
        lines += ["", "[weights]  # percent among siblings"]
        lines += [f"{id_} = {_number(100 * share)}  # {names[id_]}" for id_, share in settings.weights.items()]
    for district in result.districts:
        figures = {id_: x for (code, id_), x in settings.figures.items() if code == district.code}
        if figures:
            lines += ["", f"[values.{_text(district.name)}]"]
            lines += [f"{id_} = {_number(figure)}  # {names[id_]}" for id_, figure in figures.items()]
    return "\n".join(lines) + "\n"


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _number(number: float) -> str:
    """A float as TOML takes it, without binary noise."""
    return repr(round(float(number), 9)).removesuffix(".0")
