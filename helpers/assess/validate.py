"""What a scheme must satisfy as a whole: weights that sum, parents that exist, figures that make sense together."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Protocol

from ..model import Fault, nearest
from ..said import Said
from ..scheme import Extra, Node, Scheme
from . import methods


class FaultAt(Protocol):
    """Notes a fault: at which key, what stands there, which rule it breaks, what to do next."""

    def __call__(self, key: str, value: object, rule: str, hint: str = "", /) -> None: ...


def shares(raw: Mapping[str, Any], parent: str, relative: bool, fault: FaultAt) -> dict[str, dict[str, Fraction]]:
    """Exact shares of siblings by district group, out of weights as the scheme writes them.

    A weight is a number, a fraction in quotes ("1/3"), or a table { default = 40, "沿海组" = 35 }. Siblings sum to 100
    or to 1 for every group; with `weights = "relative"` they are divided by their sum, and a missing one is 1.
    """
    tables: dict[str, dict[str, Fraction]] = {}
    for id_, value in raw.items():
        if value is None and relative:
            value = 1
        if (table := _weights(value, f"node {id_}: weight", fault)) is not None:
            tables[id_] = table
    if len(tables) < len(raw):
        return {}
    groups = sorted({group for table in tables.values() for group in table})
    found: dict[str, dict[str, Fraction]] = {id_: {} for id_ in tables}
    for group in groups:
        weights = {id_: table.get(group, table[""]) for id_, table in tables.items()}
        whole = sum(weights.values(), Fraction(0))
        if whole <= 0 or (not relative and whole not in (1, 100)):
            where = f"children of {parent}" if parent else "boards"
            told = {"sum": _plain(whole), "parts": " + ".join(_plain(w) for w in weights.values())}
            rule = Said("weights sum to {sum}, not 100: {parts}", **told)
            if group:
                rule = Said("weights for group {group} sum to {sum}, not 100: {parts}", group=group, **told)
            fault(
                f"{where}: weight",
                None,
                rule,
                'mend them, write thirds as "100/3", or say weights = "relative" for the whole scheme',
            )
            return {}
        for id_, weight in weights.items():
            found[id_][group] = weight / whole
    return found


def _weights(value: Any, where: str, fault: FaultAt) -> dict[str, Fraction] | None:
    if value is None:
        fault(where, None, "missing", "every node has its share among its siblings")
        return None
    if not isinstance(value, Mapping):
        value = {"default": value}
    if "default" not in value:
        fault(where, dict(value), "no default", 'write { default = 40, "沿海组" = 35 }')
        return None
    found = {}
    for group, weight in value.items():
        try:
            if isinstance(weight, bool):
                raise ValueError
            share = Fraction(str(weight))
        except (ValueError, ZeroDivisionError):
            fault(where, weight, "a number, or a fraction in quotes", 'write 40 or "1/3"')
            return None
        if share < 0:
            fault(where, weight, "a weight is not negative", "")
            return None
        found["" if group == "default" else group] = share
    return found


def _plain(value: Fraction) -> str:
    return str(value) if value.denominator > 10_000 or 10**9 % value.denominator else f"{float(value):.10g}"


def check_links(scheme: Scheme, known_faults: set[str]) -> list[Fault]:
    """Ids that stand twice or name nothing, loops, empty boards, directions that figures contradict."""
    faults: list[Fault] = []

    def fault(key: str, value: object, rule: str, hint: str = "") -> None:
        if key not in known_faults:
            faults.append(Fault(scheme.file, rule, hint, column=key, value=str(value)))

    ids = [node.id for node in scheme.nodes] + [extra.id for extra in scheme.extras]
    for id_ in sorted({i for i in ids if i and ids.count(i) > 1}):
        fault(f"node {id_}: id", id_, "the id stands twice")
    for id_ in ids:
        if re.search(r"[\s.=]", id_):
            fault(f"node {id_}: id", id_, "an id has no space, point or = in it: --set reads it", "write gdp_growth")
    if not scheme.nodes:
        fault("node", "", "the scheme has no board")
    by_id = {node.id: node for node in scheme.nodes if node.id}
    parents = {node.parent for node in scheme.nodes}
    for node in scheme.nodes:
        where = f"node {node.id}"
        if node.parent and node.parent not in by_id:
            fault(f"{where}: parent", node.parent, "no such node", nearest(node.parent, list(by_id)))
        elif node.parent and by_id[node.parent].is_leaf:
            fault(f"{where}: parent", node.parent, "the parent has a method: it is an indicator, and has no children")
        elif _loops(node, by_id):
            fault(f"{where}: parent", node.parent, "the parents run in a circle")
        if not node.is_leaf and node.id not in parents and f"{where}: method" not in known_faults:
            fault(f"{where}: method", "", "neither a method nor children", "give it a method, or indicators below it")
        if node.is_leaf and node.method in methods.METHODS:
            _check_figures(node, by_id, fault)
    vetoes = [extra.id for extra in scheme.extras if extra.kind == "veto"]
    for extra in scheme.extras:
        if extra.kind != "veto" and extra.method in methods.METHODS:
            _check_scale(extra, f"extra {extra.id}", extra.params.get("direction") == "down", fault)
    earlier: list[str] = []
    for award in scheme.awards:
        where = f"award {award.id}"
        if award.board and award.rule != "board-first":
            fault(
                f"{where}: board",
                award.board,
                Said("the rule {rule} looks at no board", rule=award.rule),
                "write board-first",
            )
        if award.rule == "board-first" and award.board not in [b.id for b in scheme.boards]:
            fault(f"{where}: board", award.board, "no such board", nearest(award.board, [b.id for b in scheme.boards]))
        for item in award.vetoed_by:
            if item not in vetoes:
                hint = nearest(item, vetoes) if vetoes else 'add an [[extra]] with kind = "veto"'
                fault(f"{where}: vetoed_by", item, "no such veto item", hint)
        if award.id in earlier:
            fault(f"{where}: id", award.id, "the id stands twice")
        earlier.append(award.id)
    for item in scheme.policies.tie_break:
        if item not in by_id:
            fault("policies: tie_break", item, "no such node", nearest(item, list(by_id)))
    return faults


def _loops(node: Node, by_id: Mapping[str, Node]) -> bool:
    seen = set()
    while node.parent in by_id and node.id not in seen:
        seen.add(node.id)
        node = by_id[node.parent]
    return node.id in seen


def _check_figures(node: Node, by_id: Mapping[str, Node], fault: FaultAt) -> None:
    where, p = f"node {node.id}", node.params
    _check_scale(node, where, node.direction == "down", fault)
    if node.method == "given" and "out_of" not in p and p.get("max", 100.0) < 100.0:
        fault(f"{where}: out_of", p["max"], "a max under 100 leaves open what it is out of", "add out_of = …")
    if ("of" in p) != ("change" in p):
        fault(f"{where}: of", p.get("of", ""), "of and change go together", 'write of = "…", change = "percent"')
    if "of" in p and p["of"] == node.id:
        fault(f"{where}: of", p["of"], "an indicator cannot be derived from itself")
    elif isinstance(p.get("of"), str) and p["of"] in by_id:
        base = by_id[p["of"]]
        if not base.is_leaf or methods.METHODS.get(base.method, methods.METHODS["given"]).reads != "values":
            fault(f"{where}: of", base.id, "not an indicator with values")
        elif "of" in base.params:
            fault(f"{where}: of", base.id, "is itself derived; name the indicator that is reported")


def _check_scale(item: Node | Extra, where: str, down: bool, fault: FaultAt) -> None:
    """The method's own figures, in every quarter of the year."""
    for quarter in (1, 2, 3, 4):
        at = {k: v[quarter] if isinstance(v, Mapping) else v for k, v in item.params.items()}
        at = {k: v for k, v in at.items() if v is not None and not isinstance(v, str)}
        if not _in_order(item, at, where, down, fault):
            break
    if item.method == "rank-points" and ("table" in item.params) == ("step" in item.params):
        fault(f"{where}: table", "", "rank-points takes a table, or first and step", "write table = [100, 95, 90]")


def _in_order(node: Node | Extra, at: Mapping[str, Any], where: str, down: bool, fault: FaultAt) -> bool:
    """Figures of one quarter that contradict each other; False after the first fault, so that it is told once."""
    if {"floor", "goal"} <= set(at):
        if at["floor"] == at["goal"]:
            fault(f"{where}: goal", at["goal"], "goal = floor: nothing lies between them", "set them apart")
            return False
        if (at["floor"] > at["goal"]) != down:
            side = "above" if down else "below"
            hint = "swap floor and goal" if down else 'swap floor and goal, or say direction = "down"'
            fault(
                f"{where}: floor",
                at["floor"],
                Said(
                    "with direction {direction} floor lies {side} goal", direction="down" if down else "up", side=side
                ),
                hint,
            )
            return False
        if at.get("floor", 1) <= 0 and node.params.get("transform") == "log":
            fault(f"{where}: floor", at["floor"], "a logarithm needs goalposts above zero", "")
            return False
    if node.method == "target-completion" and at.get("target", 1) <= 0:
        hint = "growth-to-target and efficacy take any target"
        fault(f"{where}: target", at["target"], "no share can be taken of a target of zero or below", hint)
        return False
    for low, high in (("lowest", "highest"), ("minimum", "maximum")):
        if low in at and high in at and at[low] >= at[high]:
            fault(f"{where}: {low}", at[low], Said("{low} lies below {high}", low=low, high=high), "")
            return False
    for key in ("step", "step_below", "spread", "cap", "out_of", "max", "points"):
        if key in at and at[key] <= 0:
            fault(f"{where}: {key}", at[key], "is above zero", "")
            return False
    return True
