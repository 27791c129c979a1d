"""One scheme's TOML read key by key: what each node, extra, award and policy may hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from ..model import frozen, nearest
from ..said import Said
from ..scheme import Award, Extra, Node, Policies
from . import methods, rounding
from .keys import Keys, at_key
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


class Reader(Keys):
    """Reads one scheme's nodes, extras, awards and policies."""

    def node(self, raw: Mapping[str, Any], position: int) -> Node:
        where = f"node {raw.get('id', position)}"
        method = self.text(raw, "method", where)
        spec = methods.METHODS.get(method)
        if method and spec is None:
            self.fault(at_key(where, "method"), method, "no such method", nearest(method, list(methods.METHODS)))
        params = self.params(raw, method, where, NODE) if spec else {}
        if not method:
            self.known(raw, NODE, where)
        elif "aggregate" in raw:
            self.fault(at_key(where, "aggregate"), raw["aggregate"], "an indicator has no children to take a mean of")
        if spec and spec.reads != "values" and raw.get("direction") == "down":
            self.fault(
                at_key(where, "direction"),
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
            self.fault(at_key(where, "method"), method, "no such method", nearest(method, list(methods.METHODS)))
        elif kind == "veto":
            self.known(raw, VETO, where)
        elif method == "given":
            self.known(raw, [*EXTRA, "max"], where)
            params["max"] = self.figure(raw.get("max"), at_key(where, "max"), methods.PLAIN, needed=True)
        else:
            measured = methods.METHODS[method].reads == "values"
            params = self.params(raw, method, where, [*EXTRA, "points", *(["direction"] if measured else [])], True)
            params["points"] = self.figure(raw.get("points"), at_key(where, "points"), methods.PLAIN, needed=True)
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
                self.fault(at_key(where, key), value, "a list of texts")
                value = []
            lists[key] = tuple(value)
        pass_down = raw.get("pass_down", True)
        if not isinstance(pass_down, bool):
            self.fault(at_key(where, "pass_down"), pass_down, "true or false")
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
                found[key] = self.parameter(raw[key], kind, at_key(where, key))
            elif key in spec.needs:
                self.fault(at_key(where, key), None, Said("the method {method} needs it", method=method))
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


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < float("inf")
