"""A scheme a little changed: knots taken out, weights moved. For what-if, leave-one-out and comparison over a change.

The variants are built, not read: they keep the id and file of the scheme they come from.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from ..model import UsageError, frozen, nearest
from ..said import Listed
from ..scheme import Node, Scheme
from . import methods


def without(scheme: Scheme, ids: Collection[str]) -> Scheme:
    """The scheme without these nodes, all below them, and knots left empty; siblings are raised in proportion.

    Extras of these ids go too. Raises UsageError for an unknown id, or when no indicator is left.
    """
    known = [*scheme.by_id, *(e.id for e in scheme.extras)]
    for id_ in ids:
        if id_ not in known:
            raise UsageError("no node is called {word!r}; {hint}", word=id_, hint=nearest(id_, known))
    gone = {n.id for n in scheme.nodes if any(step.id in ids for step in scheme.path(n))}
    while True:
        left = {n.parent for n in scheme.nodes if n.id not in gone}
        empty = {n.id for n in scheme.nodes if n.id not in gone and not n.is_leaf and n.id not in left}
        if not empty:
            break
        gone |= empty
    kept = tuple(n for n in scheme.nodes if n.id not in gone)
    if not kept:
        raise UsageError("no indicator would be left")
    extras = tuple(e for e in scheme.extras if e.id not in ids)
    return replace(scheme, nodes=_to_one(kept), extras=extras, **_awards_left(scheme, gone, ids))


def _awards_left(scheme: Scheme, gone: Collection[str], ids: Collection[str]) -> dict[str, Any]:
    awards = tuple(
        replace(a, vetoed_by=tuple(v for v in a.vetoed_by if v not in ids))
        for a in scheme.awards
        if not (a.rule == "board-first" and a.board in gone)
    )
    breakers = tuple(id_ for id_ in scheme.policies.tie_break if id_ not in gone)
    return {"awards": awards, "policies": replace(scheme.policies, tie_break=breakers)}


def with_weights(scheme: Scheme, weights: Mapping[str, float | Fraction]) -> Scheme:
    """The scheme with these shares (0–1 among their siblings, for every group); other siblings share what is left.

    Raises UsageError for an unknown node, shares beyond 0–1, or siblings whose sum is not 1 when all are named.
    """
    found: dict[str, dict[str, Fraction]] = {n.id: dict(n.weight) for n in scheme.nodes}
    for id_ in weights:
        if id_ not in found:
            raise UsageError("no node is called {word!r}; {hint}", word=id_, hint=nearest(id_, list(found)))
    for parent in dict.fromkeys(scheme.by_id[id_].parent for id_ in weights):
        siblings = scheme.children(parent)
        fixed = {n.id: Fraction(str(weights[n.id])) for n in siblings if n.id in weights}
        rest = 1 - sum(fixed.values())
        free = [n for n in siblings if n.id not in fixed]
        if any(not 0 <= share <= 1 for share in fixed.values()) or rest < 0 or (not free and rest != 0):
            parts = Listed(f"{id_} {float(share) * 100:g}" for id_, share in fixed.items())
            raise UsageError(
                "weights of siblings lie between 0 and 100 and sum to 100; asked for: {parts}", parts=parts
            )
        for group in {g for n in siblings for g in n.weight}:
            whole = sum(n.weight_in(group) for n in free)
            if free and whole == 0 and rest > 0:
                nothing = "nothing beside {nodes} has a weight that could take the rest"
                raise UsageError(nothing, nodes=Listed(fixed))
            for node in siblings:
                share = fixed[node.id] if node.id in fixed else rest * node.weight_in(group) / (whole or 1)
                found[node.id][group] = share
    return replace(scheme, nodes=tuple(replace(n, weight=frozen(found[n.id])) for n in scheme.nodes))


def weighted_as(scheme: Scheme, other: Scheme) -> Scheme:
    """The scheme with the weights and means of another one over the same nodes."""
    nodes = tuple(
        replace(n, weight=other.by_id[n.id].weight, aggregate=other.by_id[n.id].aggregate) for n in scheme.nodes
    )
    return replace(scheme, nodes=nodes, aggregate=other.aggregate)


def same_place(scheme: Scheme, other: Scheme) -> set[str]:
    """Ids of nodes that stand at the same place of both trees and measure the same: path, unit, and kind of data."""

    def place(of: Scheme, node: Node) -> tuple[object, ...]:
        path = tuple(step.id for step in of.path(node))
        return (path, node.is_leaf, node.unit, _reads(node))

    both = set(scheme.by_id) & set(other.by_id)
    return {id_ for id_ in both if place(scheme, scheme.by_id[id_]) == place(other, other.by_id[id_])}


def same_extras(scheme: Scheme, other: Scheme) -> set[str]:
    theirs = {e.id: (e.kind, e.method, e.unit) for e in other.extras}
    return {e.id for e in scheme.extras if theirs.get(e.id) == (e.kind, e.method, e.unit)}


def _reads(node: Node) -> tuple[str, object]:
    return (methods.METHODS[node.method].reads if node.is_leaf else "", node.params.get("of"))


def _to_one(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """Shares of the siblings that are left, summing to 1 again."""
    found = []
    for node in nodes:
        siblings = [n for n in nodes if n.parent == node.parent]
        shares = {}
        for group in {g for n in siblings for g in n.weight}:
            whole = sum(n.weight_in(group) for n in siblings)
            shares[group] = node.weight_in(group) / whole if whole else Fraction(0)
        found.append(replace(node, weight=frozen(shares)))
    return tuple(found)
