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
import math
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..model import DataError, Fault, Quarter, Scheme, UsageError, find_district, frozen, nearest
from ..places import scenario_folder
from ..said import Said
from . import variants
from .load import Inputs
from .result import Result
from .toml import read_toml
from .whatif import Settings, items, limits

FORMAT = 1
SUFFIX = ".toml"
_KEYS = ("format", "quarter", "data_sha256", "author", "note", "weights", "values")
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
    return name


def read_scenario(path: Path, result: Result) -> Scenario:
    """A scenario's file, checked against the quarter that it supposes about.

    Raises DataError with every fault (file, key, value, rule, what to do), UsageError for a name that does not fit.
    """
    reader = _Reader(check_name(path.stem) + path.suffix, result)
    found = read_toml(path, reader.file)
    scenario = reader.scenario(path.stem, found)
    if reader.faults:
        raise DataError(*reader.faults)
    return scenario


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
    names = {item.id: item.name.zh for item in (*scheme.nodes, *scheme.extras)}
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


class _Reader:
    """Reads one file's tables and gathers every fault."""

    def __init__(self, file: str, result: Result) -> None:
        self.file, self.result, self.faults = file, result, []

    def fault(self, key: str, rule: str, hint: str = "", value: object = "") -> None:
        shown = value if isinstance(value, str) else str(value)
        self.faults.append(Fault(self.file, rule, hint, column=key, value=shown))

    def scenario(self, name: str, found: Mapping[str, Any]) -> Scenario | None:
        for key in found:
            if key not in _KEYS:
                self.fault(key, "a scenario has no such key", nearest(key, list(_KEYS)))
        if found.get("format") != FORMAT:
            self.fault(
                "format",
                Said("a scenario begins with format = {format:d}", format=FORMAT),
                "add the line",
                found.get("format", ""),
            )
        texts = {key: self._text(found, key) for key in ("data_sha256", "author", "note")}
        quarter = self._quarter(found)
        weights = dict(self._weights(self._table(found, "weights")))
        self._sums(weights)
        figures = dict(self._figures(self._table(found, "values")))
        if not weights and not figures and not self.faults:
            self.fault("weights", "nothing is supposed", "name a weight or a figure, e.g. [weights] economy = 45")
        if self.faults or quarter is None:
            return None
        return Scenario(name, quarter, Settings(frozen(figures), frozen(weights)), **texts)

    def _text(self, found: Mapping[str, Any], key: str) -> str:
        value = found.get(key, "")
        if not isinstance(value, str):
            self.fault(key, "is not a text", "put it in quotes", value)
            return ""
        return value

    def _table(self, found: Mapping[str, Any], key: str) -> Mapping[str, Any]:
        value = found.get(key, {})
        if not isinstance(value, dict):
            self.fault(
                key,
                "is not a table",
                Said("write [{key}] on a line of its own, the entries beneath it", key=key),
                value,
            )
            return {}
        return value

    def _quarter(self, found: Mapping[str, Any]) -> Quarter | None:
        if "quarter" not in found:
            self.fault(
                "quarter",
                "is missing",
                Said("write {key:s} = {value}", key="quarter", value=f'"{self.result.quarter}"'),
            )
            return None
        try:
            quarter = Quarter.parse(found["quarter"])
        except UsageError as error:
            self.fault("quarter", str(error))
            return None
        if quarter != self.result.quarter:
            hint = Said(
                "build {quarter:s}, or save the scenario anew for {other}", quarter=quarter, other=self.result.quarter
            )
            self.fault(
                "quarter", Said("the scenario is not about {quarter}", quarter=self.result.quarter), hint, str(quarter)
            )
        return quarter

    def _number(self, key: str, value: object) -> float | None:
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            self.fault(key, "is not a number", "write it without quotes, unit and thousands separators", value)
            return None
        return float(value)

    def _weights(self, table: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
        known = self.result.scheme.by_id
        for id_, value in table.items():
            key = f"weights.{id_}"
            if id_ not in known:
                self.fault(key, "no board or indicator has this id", nearest(id_, list(known)))
                continue
            percent = self._number(key, value)
            if percent is not None and not 0 <= percent <= 100:
                self.fault(key, "a weight lies between 0 and 100", "write its percent among its siblings", value)
            elif percent is not None:
                yield id_, round(percent / 100, 12)

    def _sums(self, weights: Mapping[str, float]) -> None:
        scheme: Scheme = self.result.scheme
        for parent in dict.fromkeys(scheme.by_id[id_].parent for id_ in weights):
            siblings = {n.id: weights[n.id] for n in scheme.children(parent) if n.id in weights}
            try:
                variants.with_weights(scheme, siblings)
            except UsageError as error:
                keys = ", ".join(f"weights.{id_}" for id_ in siblings)
                self.fault(keys, str(error), "lower one of them, or leave one out: it takes the rest")

    def _figures(self, table: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str], float]]:
        named: dict[str, str] = {}
        for name, figures in table.items():
            key = f"values.{name}"
            try:
                code = find_district(self.result.districts, name).code
            except UsageError as error:
                self.fault(key, str(error), "write its name, alias or code in quotes")
                continue
            if code in named:
                self.fault(
                    key,
                    Said("the district stands already as {name}", name=named[code]),
                    "put its figures under one name",
                )
            named.setdefault(code, name)
            if not isinstance(figures, dict):
                self.fault(
                    key,
                    "is not a table",
                    Said('write [values."{name}"], and id = figure beneath it', name=name),
                    figures,
                )
                continue
            for id_, value in figures.items():
                figure = self._figure(f"{key}.{id_}", id_, value)
                if figure is not None:
                    yield (code, id_), figure

    def _figure(self, key: str, id_: str, value: object) -> float | None:
        known = items(self.result.scheme)
        if id_ not in known:
            self.fault(key, "no indicator, bonus or deduction has this id", nearest(id_, known))
            return None
        figure = self._number(key, value)
        if figure is None:
            return None
        low, high = limits(self.result, id_)
        if not low <= figure <= high:
            self.fault(
                key,
                Said("lies outside {low:g} … {high:g}", low=low, high=high),
                "write it in the indicator's own unit",
                value,
            )
            return None
        return figure
