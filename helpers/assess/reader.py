"""One scheme's TOML read key by key: what each may hold, and every fault gathered instead of the first alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from ..model import Fault, Name, Quarter, UsageError, frozen, nearest
from ..said import Said
from ..scheme import Award, Extra, Node, Policies
from . import methods, rounding
from .cells import OTHERWISE, no_glyph
from .validate import shares

NODE = ["id", "name", "parent", "weight", "aggregate", "method", "direction", "unit", "unit_en", "decimals", "note"]
VETO = ["id", "name", "kind", "note"]
EXTRA = [*VETO, "method", "unit"]
AWARD = ["id", "name", "rule", "n", "board", "vetoed_by", "exempt", "pass_down", "within"]
POLICIES = {
    "ties": rounding.TIES,
    "rounding": rounding.MODES,
    "order": ("round-then-rank", "rank-then-round"),
    "missing": ("withhold", "carry-forward", "exclude"),
    "previous": ("quarter",),
    "decimals": None,
    "tie_break": None,
}
DECIMALS = 8  # more digits than a float holds of a total would be noise
AGGREGATES = ("arithmetic", "geometric")
KINDS = ("bonus", "deduction", "veto")
RULES = ("top", "rise", "board-first")


class Reader:
    """Reads one scheme's tables and gathers faults instead of stopping at the first."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []

    def fault(self, key: str, value: object, rule: str, hint: str = "") -> None:
        shown = "" if value is None else str(value)
        self.faults.append(Fault(self.file, rule, hint, column=key, value=shown))

    def known(self, table: Mapping[str, Any], keys: list[str], where: str) -> None:
        for key in table:
            if key not in keys:
                self.fault(_at(where, key), None, "no such key", nearest(key, keys))

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
                _at(where, key), value, "a text in quotes", Said("write {key:s} = {value}", key=key, value='"…"')
            )
            return ""
        if needed and not value.strip():
            self.fault(_at(where, key), None, "missing", Said("write {key:s} = {value}", key=key, value='"…"'))
        return value.strip()

    def name(self, table: Mapping[str, Any], key: str, where: str, needed: bool = False) -> Name:
        value = table.get(key)
        if isinstance(value, str):
            value = {"zh": value}
        if value is None and not needed:
            return Name("")
        if not isinstance(value, Mapping) or not isinstance(value.get("zh"), str) or set(value) - {"zh", "en"}:
            self.fault(_at(where, key), value, 'written { zh = "…", en = "…" }')
            return Name("")
        found = Name(value["zh"], str(value.get("en", "")))
        if rule := no_glyph(found.zh + found.en):
            self.fault(_at(where, key), found.zh, rule, OTHERWISE)
        return found

    def choice(self, table: Mapping[str, Any], key: str, among: tuple[str, ...], where: str, default: str) -> str:
        value = table.get(key, default)
        if value not in among:
            self.fault(
                _at(where, key), value, Said("one of {words}", words=", ".join(among)), nearest(str(value), list(among))
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
            self.fault(_at(where, key), value, rule, Said("write {key:s} = {value}", key=key, value=default))
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

    def node(self, raw: Mapping[str, Any], position: int) -> Node:
        where = f"node {raw.get('id', position)}"
        method = self.text(raw, "method", where)
        spec = methods.METHODS.get(method)
        if method and spec is None:
            self.fault(_at(where, "method"), method, "no such method", nearest(method, list(methods.METHODS)))
        params = self.params(raw, method, where, NODE) if spec else {}
        if not method:
            self.known(raw, NODE, where)
        elif "aggregate" in raw:
            self.fault(_at(where, "aggregate"), raw["aggregate"], "an indicator has no children to take a mean of")
        if spec and spec.reads != "values" and raw.get("direction") == "down":
            self.fault(
                _at(where, "direction"),
                "down",
                Said("more points are better: {method} has no direction", method=method),
            )
        return Node(
            id=self.text(raw, "id", where, needed=True),
            name=self.name(raw, "name", where, needed=True),
            parent=self.text(raw, "parent", where),
            aggregate=self.choice(raw, "aggregate", AGGREGATES, where, "arithmetic"),
            method=method,
            direction=self.choice(raw, "direction", ("up", "down"), where, "up"),
            unit=self.text(raw, "unit", where),
            unit_en=self.text(raw, "unit_en", where),
            decimals=self.whole(raw, "decimals", where, 2, highest=DECIMALS),
            params=frozen(params),
            note=self.name(raw, "note", where),
        )

    def extra(self, raw: Mapping[str, Any], position: int) -> Extra:
        where = f"extra {raw.get('id', position)}"
        kind = self.choice(raw, "kind", KINDS, where, "bonus")
        method = self.text(raw, "method", where) or "given"
        params: dict[str, Any] = {}
        if method not in methods.METHODS:
            self.fault(_at(where, "method"), method, "no such method", nearest(method, list(methods.METHODS)))
        elif kind == "veto":
            self.known(raw, VETO, where)
        elif method == "given":
            self.known(raw, [*EXTRA, "max"], where)
            params["max"] = self.figure(raw.get("max"), _at(where, "max"), methods.PLAIN, needed=True)
        else:
            measured = methods.METHODS[method].reads == "values"
            params = self.params(raw, method, where, [*EXTRA, "points", *(["direction"] if measured else [])], True)
            params["points"] = self.figure(raw.get("points"), _at(where, "points"), methods.PLAIN, needed=True)
            if measured:
                params["direction"] = self.choice(raw, "direction", ("up", "down"), where, "up")
        return Extra(
            id=self.text(raw, "id", where, needed=True),
            name=self.name(raw, "name", where, needed=True),
            kind=kind,
            method=method,
            unit=self.text(raw, "unit", where),
            params=frozen(params),
            note=self.name(raw, "note", where),
        )

    def award(self, raw: Mapping[str, Any], position: int) -> Award:
        where = f"award {raw.get('id', position)}"
        self.known(raw, AWARD, where)
        lists = {}
        for key in ("vetoed_by", "exempt"):
            value = raw.get(key, [])
            if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
                self.fault(_at(where, key), value, "a list of texts")
                value = []
            lists[key] = tuple(value)
        pass_down = raw.get("pass_down", True)
        if not isinstance(pass_down, bool):
            self.fault(_at(where, "pass_down"), pass_down, "true or false")
        return Award(
            id=self.text(raw, "id", where, needed=True),
            name=self.name(raw, "name", where, needed=True),
            rule=self.choice(raw, "rule", RULES, where, ""),
            n=self.whole(raw, "n", where, 1, lowest=1),
            board=self.text(raw, "board", where),
            pass_down=bool(pass_down),
            within=self.choice(raw, "within", ("all", "group"), where, "all"),
            **lists,
        )

    def policies(self, raw: object) -> Policies:
        if not isinstance(raw, Mapping):
            self.fault("policies", raw, "written as a [policies] table")
            return Policies()
        self.known(raw, list(POLICIES), "policies")
        found: dict[str, Any] = {}
        for key, among in POLICIES.items():
            if key in raw and among:
                found[key] = self.choice(raw, key, among, "policies", among[0])
        found["decimals"] = self.whole(raw, "decimals", "policies", 2, highest=DECIMALS)
        breakers = raw.get("tie_break", [])
        if not isinstance(breakers, list) or not all(isinstance(b, str) for b in breakers):
            self.fault("policies: tie_break", breakers, "a list of node ids")
            breakers = []
        return Policies(**found, tie_break=tuple(breakers))

    def params(
        self, raw: Mapping[str, Any], method: str, where: str, own: list[str], extra: bool = False
    ) -> dict[str, Any]:
        """A method's figures. An extra is no indicator: it has no range of its own and is derived from none."""
        spec = methods.METHODS[method]
        allowed = {**spec.needs, **spec.takes}
        if extra:
            allowed = {key: methods.NUMBER if kind == methods.OWN else kind for key, kind in allowed.items()}
        if spec.reads == "values":
            allowed |= {"within": methods.COMMON["within"]} if extra else methods.COMMON
        self.known(raw, [*own, *allowed], where)
        found = {}
        for key, kind in allowed.items():
            if key in raw:
                found[key] = self.parameter(raw[key], kind, _at(where, key))
            elif key in spec.needs:
                self.fault(_at(where, key), None, Said("the method {method} needs it", method=method))
        return {key: value for key, value in found.items() if value is not None}

    def parameter(self, value: Any, kind: object, where: str) -> Any:
        if kind in (methods.OWN, methods.NUMBER, methods.PLAIN):
            return self.figure(value, where, str(kind))
        if kind == methods.SWITCH and isinstance(value, bool):
            return value
        if kind == methods.COUNT and isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        if kind == methods.NUMBERS and isinstance(value, list) and value and all(map(_is_number, value)):
            return tuple(map(float, value))
        if kind == "indicator" and isinstance(value, str):
            return value
        if isinstance(kind, tuple) and (value in kind or ("indicator" in kind and isinstance(value, str))):
            return value
        wanted = " or ".join(kind) if isinstance(kind, tuple) else kind
        self.fault(
            where, value, Said("expects {what}", what=wanted), "" if kind != methods.NUMBERS else "write [100, 95, 90]"
        )
        return None

    def figure(self, value: Any, where: str, kind: str, needed: bool = False) -> Any:
        """A number; a table by quarter of the year {1 = …, 4 = …}; or the id of an indicator with one a district."""
        if _is_number(value):
            return float(value)
        if kind == methods.OWN and isinstance(value, str) and value:
            return value
        if kind != methods.PLAIN and isinstance(value, Mapping):
            if set(value) == {"1", "2", "3", "4"} and all(map(_is_number, value.values())):
                return frozen({int(q): float(v) for q, v in value.items()})
            self.fault(where, dict(value), "a table by quarter has the keys 1, 2, 3, 4, each a number")
            return None
        if value is not None or needed:
            self.fault(where, value, Said("expects {what}", what=kind) if value is not None else "missing: a number")
        return None

    def weighted(self, nodes: tuple[Node, ...], raw: Mapping[str, Any], relative: bool) -> tuple[Node, ...]:
        """Nodes with exact shares; siblings checked to sum to 100 (or 1) for every group of districts.

        In a tree with a nameless node or an unknown parent, which are faults of their own, sums would mislead.
        """
        known = {node.id for node in nodes}
        if "" in known or any(node.parent not in known for node in nodes if node.parent):
            return tuple(replace(node, weight=frozen({"": Fraction(0)})) for node in nodes)
        found: dict[str, Mapping[str, Fraction]] = {}
        for parent in dict.fromkeys(node.parent for node in nodes):
            ids = [node.id for node in nodes if node.parent == parent]
            found |= shares({id_: raw[id_] for id_ in ids if id_ in raw}, parent, relative, self.fault)
        return tuple(replace(node, weight=frozen(found.get(node.id, {"": Fraction(0)}))) for node in nodes)


def _at(where: str, key: str) -> str:
    return f"{where}: {key}" if where else key


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < float("inf")
