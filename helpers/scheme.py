"""The scheme (考核办法) as types: its tree of boards and indicators, bonuses, flags, and what rules leave open.

Floor 0 of the house: standard library only, no files, no figures. What they mean in the data: data/README.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType
from typing import Any

from .calling import Calling
from .model import Name, Quarter, frozen

UNNAMED = Name("")


@dataclass(frozen=True)
class Node:
    """One knot of the scheme tree: a board, an inner group, or a leaf (`method` is set: an indicator).

    `weight` is the share among its siblings by district group (`""` is every group without one of its own); exact.
    `params` are the method's own figures (floor, goal, cap, table …), in the indicator's unit.
    """

    id: str
    name: Name
    parent: str = ""
    weight: Mapping[str, Fraction] = field(default_factory=frozen)
    aggregate: str = "arithmetic"
    method: str = ""
    direction: str = "up"
    unit: str = ""
    unit_en: str = ""
    decimals: int = 2
    params: Mapping[str, Any] = field(default_factory=frozen)
    note: Name = UNNAMED

    @property
    def is_leaf(self) -> bool:
        return bool(self.method)

    def weight_in(self, group: str = "") -> Fraction:
        return self.weight[group] if group in self.weight else self.weight[""]


@dataclass(frozen=True)
class Extra:
    """A bonus, deduction or veto item beside the tree; its points are added to (or taken from) the weighted total."""

    id: str
    name: Name
    kind: str  # bonus, deduction, veto
    method: str = "given"
    unit: str = ""
    params: Mapping[str, Any] = field(default_factory=frozen)
    note: Name = UNNAMED


@dataclass(frozen=True)
class Award:
    """A flag (红旗) won by rule: `top` (n places), `rise` (k places or more), `board-first` (a board's first)."""

    id: str
    name: Name
    rule: str
    n: int = 1
    board: str = ""
    vetoed_by: tuple[str, ...] = ()
    exempt: tuple[str, ...] = ()  # districts, or earlier awards whose winners stand aside
    pass_down: bool = True
    within: str = "all"  # or "group": the rule holds in each group of districts

    @property
    def may_leave_a_vacancy(self) -> bool:
        """Whether somebody who holds one of its places may be kept from it; a rise has no places."""
        return self.rule != "rise" and bool(self.vetoed_by or self.exempt)


@dataclass(frozen=True)
class Policies:
    """How the scheme settles what rules leave open; every one is printed in the briefing."""

    ties: str = "min"
    rounding: str = "half-even"
    decimals: int = 2
    order: str = "round-then-rank"
    missing: str = "withhold"
    previous: str = "quarter"
    tie_break: tuple[str, ...] = ()  # nodes whose scores part equal totals before `ties` applies


@dataclass(frozen=True)
class Scheme:
    """考核办法: the rules in force for a span of quarters. Built and validated by `helpers.assess.scheme`."""

    id: str
    name: Name
    file: str
    first: Quarter
    last: Quarter | None
    nodes: tuple[Node, ...]
    extras: tuple[Extra, ...] = ()
    awards: tuple[Award, ...] = ()
    stars: tuple[int, ...] = ()  # stars by place within a board: 10, 9, … 1
    policies: Policies = Policies()
    issuer: Name = UNNAMED
    basis: Name = UNNAMED
    title: Name = UNNAMED  # of the briefing about all, where not the usual one
    assessed: Name = UNNAMED  # what one of the assessed is, where not a 区市
    whole: Name = UNNAMED  # what they are parts of, where not 全市
    source: str = ""
    aggregate: str = "arithmetic"  # how the boards make the total

    @cached_property
    def calling(self) -> Calling:
        return Calling(self.assessed, self.whole)

    @cached_property
    def by_id(self) -> Mapping[str, Node]:
        return MappingProxyType({node.id: node for node in self.nodes})

    @cached_property
    def boards(self) -> tuple[Node, ...]:
        return self.children("")

    @cached_property
    def leaves(self) -> tuple[Node, ...]:
        return tuple(node for node in self.nodes if node.is_leaf)

    @cached_property
    def items(self) -> tuple[Node | Extra, ...]:
        """Whatever has a figure, a score or points: nodes, then bonuses and deductions."""
        return (*self.nodes, *self.extras)

    @cached_property
    def reported(self) -> tuple[Node | Extra, ...]:
        """What figures are reported of: leaves, then bonuses and deductions."""
        return (*self.leaves, *self.extras)

    @cached_property
    def inner(self) -> tuple[Node, ...]:
        """Knots with children, deepest first, so that each can be computed from those before it."""
        return tuple(sorted((n for n in self.nodes if not n.is_leaf), key=lambda n: -self.depth(n)))

    def children(self, parent: str) -> tuple[Node, ...]:
        return self._by_parent.get(parent, ())

    @cached_property
    def _by_parent(self) -> Mapping[str, tuple[Node, ...]]:
        found: dict[str, list[Node]] = {}
        for node in self.nodes:
            found.setdefault(node.parent, []).append(node)
        return {parent: tuple(nodes) for parent, nodes in found.items()}

    def depth(self, node: Node) -> int:
        return 0 if not node.parent else 1 + self.depth(self.by_id[node.parent])

    def board_of(self, node: Node) -> Node:
        return node if not node.parent else self.board_of(self.by_id[node.parent])

    def path(self, node: Node) -> Iterator[Node]:
        """From the node itself up to its board."""
        yield node
        if node.parent:
            yield from self.path(self.by_id[node.parent])

    def share(self, node: Node, group: str = "") -> Fraction:
        """The node's weight in the whole (product of the weights on its path); exact under arithmetic means."""
        share = Fraction(1)
        for step in self.path(node):
            share *= step.weight_in(group)
        return share

    def covers(self, quarter: Quarter) -> bool:
        return self.first <= quarter and (self.last is None or quarter <= self.last)
