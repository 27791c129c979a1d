"""TOML tables read key by key: texts, names, choices, whole numbers, a span of quarters; faults are gathered.

Light: a command that has nothing to make asks here what a scheme calls its own, before numpy is imported.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..model import Fault, Name, Quarter, UsageError, nearest
from ..said import Listed, Said
from .characters import OTHERWISE, no_glyph


class Keys:
    """Reads one file's tables and gathers faults instead of stopping at the first."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []

    def fault(self, key: str, value: object, rule: str, hint: str = "") -> None:
        shown = "" if value is None else str(value)
        self.faults.append(Fault(self.file, rule, hint, column=key, value=shown))

    def known(self, table: Mapping[str, Any], keys: list[str], where: str) -> None:
        for key in table:
            if key not in keys:
                self.fault(at_key(where, key), None, "no such key", nearest(key, keys))

    def tables(self, table: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
        found = table.get(key, [])
        if isinstance(found, list) and all(isinstance(item, Mapping) for item in found):
            return found
        if not any(f.column == key for f in self.faults):
            self.fault(
                key, None, Said("written as [[{key}]] blocks", key=key), Said("write [[{key}]] above each", key=key)
            )
        return []

    def text(self, table: Mapping[str, Any], key: str, where: str, needed: bool = False) -> str:
        value = table.get(key, "")
        if not isinstance(value, str):
            self.fault(
                at_key(where, key), value, "a text in quotes", Said("write {key:s} = {value}", key=key, value='"…"')
            )
            return ""
        if needed and not value.strip():
            self.fault(at_key(where, key), None, "missing", Said("write {key:s} = {value}", key=key, value='"…"'))
        return value.strip()

    def name(self, table: Mapping[str, Any], key: str, where: str, needed: bool = False) -> Name:
        value = table.get(key)
        if isinstance(value, str):
            value = {"zh": value}
        if value is None and not needed:
            return Name("")
        if not isinstance(value, Mapping) or not isinstance(value.get("zh"), str) or set(value) - {"zh", "en"}:
            self.fault(at_key(where, key), value, 'written { zh = "…", en = "…" }')
            return Name("")
        found = Name(value["zh"], str(value.get("en", "")))
        if rule := no_glyph(found.zh + found.en):
            self.fault(at_key(where, key), found.zh, rule, OTHERWISE)
        return found

    def choice(self, table: Mapping[str, Any], key: str, among: tuple[str, ...], where: str, default: str) -> str:
        value = table.get(key, default)
        if value not in among:
            self.fault(
                at_key(where, key),
                value,
                Said("one of {words}", words=Listed(among)),
                nearest(str(value), list(among)),
            )
            return default or among[0]
        return value

    def whole(
        self, table: Mapping[str, Any], key: str, where: str, default: int, lowest: int = 0, highest: int = 10**6
    ) -> int:
        value = table.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or not lowest <= value <= highest:
            rule = Said("a whole number, {lowest:d} or more", lowest=lowest)
            if highest < 10**6:
                rule = Said("a whole number, from {lowest:d} to {highest:d}", lowest=lowest, highest=highest)
            self.fault(at_key(where, key), value, rule, Said("write {key:s} = {value}", key=key, value=default))
            return default
        return value

    def span(self, table: Mapping[str, Any]) -> tuple[Quarter, Quarter | None]:
        text = self.text(table, "valid", "", needed=True)
        first, dots, last = text.partition("..")
        try:
            start = Quarter.parse(first)
            end = None if dots and not last.strip() else Quarter.parse(last if dots else first)
        except UsageError as error:
            if text:
                self.fault("valid", text, str(error), "write 2023Q2..2024Q1, or 2023Q2.. for no end yet")
            return Quarter(1, 1), Quarter(1, 1)
        if end is not None and end < start:
            self.fault("valid", text, "the span runs backwards", Said("write {right:s}", right=f"{end}..{start}"))
        return start, end


def at_key(where: str, key: str) -> str:
    """Where a key stands, for a fault: `node gdp_growth: floor`."""
    return f"{where}: {key}" if where else key
