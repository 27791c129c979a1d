"""Scoring rules as spreadsheet formulas: each says in cells what its namesake in `helpers.assess` says in arrays.

Text alone: cells go in as addresses, formulas come out without their leading equals sign. Only functions that Excel
2010 and LibreOffice share are used. An empty value stays empty. Held to the scores by tests/test_scored_workbook*.py,
which have them calculated by LibreOffice, and by Excel's rules.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ...scheme import Node

FINE = 9  # decimals at which a score is read, as helpers.assess.rounding reads it


@dataclass(frozen=True)
class Place:
    """Where one district's value of an indicator stands: its cell `v`, everybody's `all`, its own figures `p`.

    `p` holds an address for every figure of the method, or for a list of points the range it stands in.
    """

    v: str
    all: str
    p: Mapping[str, str]
    down: bool = False


def score(method: str, at: Place, own: Sequence[str] = (), share: str = "", lacking: str = '""') -> str:
    """Points of one district by the method's name; `own` are cells that leave it without points when empty.

    `share`: what the points are multiplied by, as in `-1/100*cell` for a deduction; `lacking`: what stands there
    without points.
    """
    empty = [f'{cell}=""' for cell in (at.v, *own)]
    test = empty[0] if len(empty) == 1 else f"OR({','.join(empty)})"
    points = METHODS[method](at)
    return f"IF({test},{lacking},{f'({points}){share}' if share else points})"


def _bounded(points: str, at: Place, low: str, high: str) -> str:
    """Within two cells; a cell left empty sets no bound, because MIN and MAX pass over it."""
    points = f"MAX({points},{at.p[low]})" if low in at.p else points
    return f"MIN({points},{at.p[high]})" if high in at.p else points


def _met(at: Place, target: str) -> str:
    return f"{at.v}{'<=' if at.down else '>='}{at.p[target]}"


def _rank(at: Place) -> str:
    return f"RANK({at.v},{at.all},{1 if at.down else 0})"


def _efficacy(at: Place) -> str:
    p = at.p
    along = f"{p['base']}+(100-{p['base']})*({at.v}-{p['floor']})/({p['goal']}-{p['floor']})"
    flat = f"IF({_met(at, 'goal')},100,{p['lowest']})"
    return _bounded(f"IF({p['goal']}={p['floor']},{flat},{along})", at, "lowest", "cap")


def _target_completion(at: Place) -> str:
    p = at.p
    usable = f"AND({at.v}>0,{p['target']}>0)" if at.down else f"{p['target']}>0"
    ratio = f"{p['target']}/{at.v}" if at.down else f"{at.v}/{p['target']}"
    share = f"IF({usable},{ratio},IF({_met(at, 'target')},{p['cap']},{p['lowest']}/100))"
    return f"MAX(100*MIN({share},{p['cap']}),{p['lowest']})"


def _growth_to_target(at: Place) -> str:
    p = at.p
    beyond = f"({p['target']}-{at.v})" if at.down else f"({at.v}-{p['target']})"
    per_unit = f"IF({beyond}<0,{p.get('step_below', p['step'])},{p['step']})"
    return _bounded(f"{p['at_target']}+{per_unit}*{beyond}", at, "lowest", "highest")


def _all_or_nothing(at: Place) -> str:
    p = at.p
    table = p.get("place_points")
    extra = f"+IF({_rank(at)}>COUNT({table}),0,INDEX({table},1,{_rank(at)}))" if table else ""
    if p.get("only_met") == "FALSE":
        return f"IF({_met(at, 'target')},{p['target_points']},0){extra}"
    return f"IF({_met(at, 'target')},{p['target_points']}{extra},0)"


def _rank_points(at: Place) -> str:
    p = at.p
    if table := p.get("table"):
        return f"IF({_rank(at)}>COUNT({table}),{p['lowest']},INDEX({table},1,{_rank(at)}))"
    return f"MAX({p['first']}-{p['step']}*({_rank(at)}-1),{p['lowest']})"


def _min_max(at: Place) -> str:
    p = at.p
    worst, best = (f"MAX({at.all})", f"MIN({at.all})") if at.down else (f"MIN({at.all})", f"MAX({at.all})")
    share = f"({at.v}-{worst})/({best}-{worst})"
    return f"IF({best}={worst},{p['highest']},{p['lowest']}+({p['highest']}-{p['lowest']})*{share})"


def _z_score(at: Place) -> str:
    p = at.p
    deviation = f"STDEV({at.all})" if p["ddof"] == "1" else f"STDEVP({at.all})"
    away = f"(AVERAGE({at.all})-{at.v})" if at.down else f"({at.v}-AVERAGE({at.all}))"
    z = f"IF(MAX({at.all})=MIN({at.all}),{p['mean']},{p['mean']}+{p['spread']}*{away}/{deviation})"
    return _bounded(z, at, "lowest", "highest")


def _goalposts(at: Place) -> str:
    p, v = at.p, at.v
    clip, log = p.get("clip") != "FALSE", p.get("transform") == "log"
    if clip and log:  # a value of zero or below lies under any post: no logarithm is asked of it
        v = f"MAX({v},MIN({p['floor']},{p['goal']}))"
    x, floor, goal = (f"LN({cell})" if log else cell for cell in (v, p["floor"], p["goal"]))
    share = f"IF({p['goal']}={p['floor']},IF({_met(at, 'goal')},1,0),({x}-{floor})/({goal}-{floor}))"
    share = f"MIN(MAX({share},0),1)" if clip else share
    return f"{p['lowest']}+({p['highest']}-{p['lowest']})*{share}"


def _given(at: Place) -> str:
    return f"{at.v}*(100/{at.p['out_of']})"


METHODS: Mapping[str, Callable[[Place], str]] = {
    "efficacy": _efficacy,
    "target-completion": _target_completion,
    "growth-to-target": _growth_to_target,
    "all-or-nothing": _all_or_nothing,
    "rank-points": _rank_points,
    "min-max": _min_max,
    "z-score": _z_score,
    "goalposts": _goalposts,
    "given": _given,
    "survey": lambda at: at.v,
}


def why_not_live(leaf: Node) -> str:
    """The key of the reason why an indicator's points stand as a value, not as a formula; empty when they are live."""
    p = leaf.params
    if p.get("winsorise"):
        return "not_live.winsorise"
    if p.get("transform") == "log" and leaf.method in ("min-max", "z-score"):
        return "not_live.log"
    if leaf.method == "z-score" and p.get("ddof", 0) not in (0, 1):
        return "not_live.ddof"
    if p.get("within") == "group" and leaf.method in ("all-or-nothing", "rank-points", "min-max", "z-score"):
        return "not_live.group"
    return ""


def survey_index(counts: Sequence[str], points: Sequence[str]) -> str:
    """The satisfaction index of three counts; empty when nobody answered."""
    answers = "+".join(f"N({cell})" for cell in counts)
    said = "+".join(f"N({cell})*{worth}" for cell, worth in zip(counts, points, strict=True))
    return f'IF({answers}=0,"",({said})/({answers}))'


def mean(children: Sequence[tuple[str, str]], geometric: bool, exclude: bool) -> str:
    """The weighted mean of cells (score, weight), weights divided by their sum.

    A child of weight 0 counts for nothing. One without a score leaves the knot without one, or is left out of it
    where the scheme says `exclude`. A geometric mean with a child at zero or below is zero.
    """
    counted = [f"{w}*ISNUMBER({s})" if exclude else w for s, w in children]
    whole = "+".join(counted)
    if geometric:
        logs = "+".join(f"{w}*IF(N({s})>0,LN({s}),0)" for s, w in children)
        zero = ",".join(f"AND({w}>0,ISNUMBER({s}),N({s})<=0)" for s, w in children)
        value = f"IF(OR({zero}),0,EXP(({logs})/({whole})))"
    else:
        value = f"({'+'.join(f'{w}*N({s})' for s, w in children)})/({whole})"
    lacking = [f"({whole})=0"]
    if not exclude:
        lacking += [f'AND({w}>0,{s}="")' for s, w in children]
    return f'IF(OR({",".join(lacking)}),"",{value})'


def rounded(x: str, decimals: str, mode: str) -> str:
    """Rounded once, half to even or half away from zero, by the cells that say how many decimals and which.

    The score is read at nine decimals first; in units of the last printed digit a half then stands as exactly .5. ROUND
    takes halves away from zero: where the whole number below is even, that is one unit too far.
    """
    units = f"ROUND({x}*10^{decimals},{FINE}-{decimals})"
    too_far = f'AND({mode}="half-even",MOD(ABS({units}),2)=0.5)'
    return f'IF({x}="","",(ROUND({units},0)-SIGN({x})*{too_far})/10^{decimals})'


def fine(x: str) -> str:
    return f"ROUND({x},{FINE})"


@dataclass(frozen=True)
class Key:
    """What districts are ordered by: one district's cell and everybody's. `fine`: scores that are equal when read at
    nine decimals are equal; else they are rounded already. `gaps`: cells may be empty, which is less than any score."""

    cell: str
    all: str
    fine: bool = False
    gaps: bool = False

    def greater(self) -> str:
        column = self.all
        if not self.gaps:
            return f"{column}>{self._own}{'+5E-10' if self.fine else ''}"
        return f"ISNUMBER({column})*(({column}>{self._own}+5E-10)+NOT(ISNUMBER({self.cell}))>0)"

    def equal(self, column: str = "") -> str:
        column = column or self.all
        near = (
            f"({column}>={self._own}-5E-10)*({column}<={self._own}+5E-10)" if self.fine else f"({column}={self._own})"
        )
        if not self.gaps:
            return near
        neither = f"(1-ISNUMBER({column}))*NOT(ISNUMBER({self.cell}))"
        return f"(ISNUMBER({column})*ISNUMBER({self.cell})*{near}+{neither})"

    @property
    def _own(self) -> str:
        return f"N({self.cell})" if self.gaps else self.cell


def place(keys: Sequence[Key], ties: str, first_of_its_kind: str = "", among: str = "") -> str:
    """Place by one or more keys, the highest first, later keys parting equal ones; empty without a score.

    min: one more than are better; max: all that are better or equal; dense: one more than there are better scores,
    counted at the first of each (`first_of_its_kind`: a range of 1 and 0). `among`: a condition on ranges (a group).
    """
    given = f"ISNUMBER({keys[0].all})*{f'({among})*' if among else ''}"
    firsts = f"{first_of_its_kind}*" if ties == "dense" else ""
    count = f"{given}{firsts}({_better(keys, or_equal=ties == 'max')})"
    return f'IF({keys[0].cell}="","",SUMPRODUCT({count}){"" if ties == "max" else "+1"})'


def _better(keys: Sequence[Key], or_equal: bool) -> str:
    key, *rest = keys
    if rest:
        return f"({key.greater()})+{key.equal()}*({_better(rest, or_equal)})"
    return f"({key.greater()})+{key.equal()}" if or_equal else key.greater()


def first_of_its_kind(keys: Sequence[Key], above: Sequence[str], among: str = "") -> str:
    """1 at the first district of each score, going down; `above` are the cells above it, key by key, and `among` a
    condition on those of its group."""
    same = "*".join(key.equal(column) for key, column in zip(keys, above, strict=True))
    # Times one: Excel's SUMPRODUCT takes what is true or false for nothing, where LibreOffice's takes it for 1 or 0.
    same = f"({among})*{same}" if among else f"1*{same}"
    return f'IF({keys[0].cell}="",0,IF(SUMPRODUCT({same})=0,1,0))'
