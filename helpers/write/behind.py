"""What each figure of a finding rests on: from its unit, whose it is and how it is told to a `Basis`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from ..model import Quarter
from .briefing import Briefing
from .finding import Figure, Finding
from .provenance import Basis, Trace

# Kinds whose numbers are those of the rules, the lists or the files themselves.
_OF_RULES = {"assessed", "method_change", "scheme_line", "star_rule", "further"}
_LIMITS = {("flag", "limit"), ("board", "still"), ("top_three", "top")}
_COUNTS = {"boards", "districts", "draws", "figures"}


def basis(b: Briefing, f: Finding, name: str, at: int, figure: Figure) -> Basis:
    """The basis of one figure: the `at`th of those called `name` in the finding."""
    t = b.trace
    if f.kind == "boards_changed" and name == "boards":
        return _boards_changed(_Case(b, t, f, name, at, figure))
    if f.kind in _OF_RULES or (f.kind, name) in _LIMITS or figure.unit in _COUNTS:
        return t.counted()
    if f.kind in _BY_KIND:
        return _BY_KIND[f.kind](_Case(b, t, f, name, at, figure))
    return _by_unit(_Case(b, t, f, name, at, figure))


class _Case:
    """One figure in its finding, with who and what it is about."""

    def __init__(self, b: Briefing, t: Trace, f: Finding, name: str, at: int, figure: Figure) -> None:
        self.b, self.t, self.f, self.name, self.at, self.figure = b, t, f, name, at, figure
        places = b.result.place
        extras = {e.id for e in b.scheme.extras}
        self.leaves = [i for i in figure.of if i in b.scheme.by_id and b.scheme.by_id[i].method]
        self.boards = [i for i in figure.of if i in {n.id for n in b.boards}]
        self.extras = [i for i in figure.of if i in extras]
        self.codes = [c for c in figure.of if c in places]
        self.against = [c for c in figure.against if c in places]
        own = [b.district.code] if b.district else []
        self.who = self.codes or own or [c for c in f.who if c in places]
        about = f.about.get("board")
        self.board = self.boards[0] if self.boards else about if isinstance(about, str) and about else ""

    @property
    def quarters(self) -> list[Quarter]:
        """The quarters a finding looks back on."""
        first = self.f.window[0] if self.f.window else self.f.times[0] if self.f.times else self.b.history[0].quarter
        return [r.quarter for r in self.b.history if r.quarter >= first]

    @property
    def run(self) -> list[Quarter]:
        """The quarters of a run: as many as the figure says, up to this one; to the one before where it has ended."""
        known = [r.quarter for r in self.b.history]
        return (known[:-1] if self.name.startswith("ended") else known)[-int(self.figure.value) :]


def _by_unit(c: _Case) -> Basis:
    unit = c.figure.unit
    if unit == "rank":
        return _rank(c)
    if unit == "places":
        if c.board:
            return c.t.board_change(c.board)
        return c.t.between([c.t.change(code) for code in c.who], "change", *_names(c, c.who))
    if unit == "stars":
        return _stars(c)
    if unit in ("quarters", "times"):
        if c.f.kind == "times_first" and c.codes:
            return c.t.firsts(c.quarters)
        if not c.codes or (unit == "times" and c.name == "quarters"):
            return c.t.counted()
        return c.t.ranks(c.codes, c.run if unit == "quarters" else c.quarters)
    if unit == "items":
        rows = [row for code in c.who for row in c.t.rows(c.b.quarter, [code])]
        return c.t.of_rows(rows, "count") if c.f.kind == "targets" else c.t.counted()
    if unit == "rows":
        return c.t.counted("rows")
    if c.leaves and (unit != "points" or not c.boards):
        return _leaf(c, c.leaves[0])
    return _points(c)


def _names(c: _Case, codes: Sequence[str]) -> list[str]:
    return [c.t.name(code) for code in codes[:3]]


def _rank(c: _Case) -> Basis:
    way, t = c.figure.way, c.t
    past = way == "from" or c.name.startswith("ended")
    when = c.b.quarter.previous if past and c.b.previous is not None else c.b.quarter
    if c.leaves and not c.boards:
        return t.leaf_rank(c.leaves[0])
    if way == "top" or not c.who:
        return t.counted()
    if c.f.kind == "district_stars":
        return t.stars(c.who[0])
    if c.f.kind == "times_first":
        return t.firsts(c.quarters)
    if c.board:
        return t.board_rank(c.board, when)
    bases = [t.rank(code, when) for code in c.who if code in t.places(when)]
    return bases[0] if len(bases) == 1 else t.between(bases, "rank_of", *_names(c, c.who))


def _stars(c: _Case) -> Basis:
    if c.name == "possible":
        return c.t.counted()
    if c.boards:
        return c.t.stars(c.who[0] if c.who else "", c.boards[0])
    bases = [c.t.stars(code) for code in c.who]
    return bases[0] if len(bases) == 1 else c.t.between(bases, "stars_of", *_names(c, c.who))


def _leaf(c: _Case, leaf: str) -> Basis:
    code = c.codes[0] if c.codes else c.who[0]
    if c.name.endswith("_average"):
        return c.t.average(leaf)
    if c.name == "short":
        return c.t.target(code, leaf)
    given = c.b.scheme.by_id[leaf].method in ("given", "survey")
    return c.t.leaf(code, leaf) if given and c.figure.unit == "points" else c.t.value(code, leaf)


def _points(c: _Case) -> Basis:
    t, way = c.t, c.figure.way
    if c.name == "median":
        return t.median(c.board)
    if way in ("ahead", "behind", "apart"):
        codes = [*c.who, *c.against] or list(c.f.who)
        if c.board:
            everyone = codes if way != "apart" else list(c.b.result.codes)
            bases = [t.board(code, c.board) for code in everyone]
            return t.between(bases, "lead", t.part(c.b.quarter, c.board))
        return t.between([t.total(code) for code in codes], "lead", *_names(c, codes))
    if c.extras:
        return t.extra(c.who[0], c.extras[0])
    bases = [t.board(code, c.board) if c.board else t.total(code) for code in c.who]
    return bases[0] if len(bases) == 1 else t.between(bases, "total_of", *_names(c, c.who))


# ---- kinds with provenance of their own ---------------------------------------------------------------------------


def _key_work(c: _Case) -> Basis:
    return c.t.value(c.who[0], c.name)


def _completion(c: _Case) -> Basis:
    row = c.f.rows[("done", "plan", "share").index(c.name)]
    return c.t.of_item(c.who[0], row)


def _gap(c: _Case) -> Basis:
    if c.name == "gap":
        return c.t.between([c.t.total(code) for code in c.f.who], "lead", *_names(c, c.f.who))
    return c.t.contribution(*c.f.who[:2])


def _moved(c: _Case) -> Basis:
    return c.t.cause(c.who[0])


def _track(c: _Case) -> Basis:
    if c.name == "ranks":
        quarters, differ = c.quarters, "best" in c.f.figures  # where all are equal, one is told for all
        return c.t.rank(c.who[0], quarters[c.at]) if differ else c.t.ranks(c.who, quarters)
    return c.t.ranks(c.who, c.quarters)


def _boards_changed(c: _Case) -> Basis:
    """How many have another leader: from the ranks of this quarter and the one before in each of them."""
    boards = [board for board, _, _ in c.f.about["changed"]]
    return c.t.between(
        [c.t.board_change(board) for board in boards], "change", *(c.t.part(c.b.quarter, i) for i in boards)
    )


def _span(c: _Case) -> Basis:
    return c.t.ranks(c.who, c.quarters)


def _firmness(c: _Case) -> Basis:
    if c.name == "spread":
        return c.t.counted()
    return _rank(c) if c.figure.unit == "rank" else c.t.simulated()


def _swap(c: _Case) -> Basis:
    return c.t.weight(c.board) if c.name == "now" else c.t.simulated()


def _overtake(c: _Case) -> Basis:
    return c.t.simulated() if c.name == "ways" else _by_unit(c)


def _revision(c: _Case) -> Basis:
    """Its row in revisions.csv, which is of no quarter."""
    return c.t.of_rows([replace(row, quarter=None) for row in c.f.rows], "revision")


def _revised(c: _Case) -> Basis:
    """A total, a rank or stars before or after a revision: published where results.csv has that very figure."""
    when, (code, _, thing) = c.f.times[0] if c.f.times else c.b.quarter, c.name.partition(".")
    told, item = c.figure.value, thing.partition("_")[0]
    if item == "stars":
        return c.t.stars(code, "", when, told)
    return c.t.total(code, when, told) if item == "total" else c.t.rank(code, when, told)


def _comparability(c: _Case) -> Basis:
    return c.t.simulated()


def _illustrative(c: _Case) -> Basis:
    return c.t.counted("rows")


_BY_KIND: dict[str, Callable[[_Case], Basis]] = {
    "key_work": _key_work,
    "completion": _completion,
    "gap": _gap,
    "moved": _moved,
    "track": _track,
    "widest_range": _span,
    "steadiest": _span,
    "firmness": _firmness,
    "swap": _swap,
    "overtake": _overtake,
    "revision": _revision,
    "revision_effect": _revised,
    "correction": _revised,
    "comparability": _comparability,
    "illustrative": _illustrative,
}
