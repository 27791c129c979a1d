"""A scenario's file read key by key against the quarter that it supposes about, with every fault gathered."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ..model import DataError, Fault, Quarter, UsageError, find_district, frozen, nearest
from ..said import Said
from ..scheme import Scheme
from . import variants
from .result import Result
from .scenario import FORMAT, Scenario, check_name
from .toml import read_toml
from .whatif import Settings, items, limits

_KEYS = ("format", "quarter", "data_sha256", "author", "note", "weights", "values")


def read_scenario(path: Path, result: Result) -> Scenario:
    """A scenario's file, checked against the quarter that it supposes about.

    Raises DataError with every fault (file, key, value, rule, what to do), UsageError for a name that does not fit.
    """
    reader = _Reader(check_name(path.stem) + path.suffix, result)
    found = read_toml(path, reader.file)
    scenario = reader.scenario(path.stem, found)
    if scenario is None:
        raise DataError(*reader.faults)
    return scenario


class _Reader:
    """Reads one file's tables and gathers every fault."""

    def __init__(self, file: str, result: Result) -> None:
        self.file, self.result = file, result
        self.faults: list[Fault] = []

    def fault(self, key: str, rule: str, hint: str = "", value: object = "") -> None:
        shown = value if isinstance(value, str) else str(value)
        self.faults.append(Fault(self.file, rule, hint, column=key, value=shown))

    def scenario(self, name: str, found: Mapping[str, Any]) -> Scenario | None:
        """None where there is any fault."""
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
