"""An explanation as the facts that `briefing explain --format json` writes.

Fields: docs/answers.md. Numbers are numbers: points at the scheme's printed decimals, so that
sums hold to the last digit; shares lie between 0 and 1.
"""

from __future__ import annotations

from typing import Any

from ..assess import streaks
from ..assess.robust import close_pairs
from ..model import District
from ..scheme import Node
from .answer import FORMAT, fine, printed, whole
from .explanation import Explanation

TOPS = (1, 3)  # places whose runs of quarters are told: first, and among the first three


def facts(e: Explanation) -> dict[str, object]:
    """The explanation as one JSON-able object."""
    b = e.b
    run = streaks.unbroken(b.history)
    return {
        "format": FORMAT,
        "answer": "explanation",
        "quarter": b.quarter,
        "scheme": {"id": b.scheme.id, "name": b.scheme.name.label(b.lang), "decimals": e.decimals},
        "window": {"first": run[0].quarter, "last": run[-1].quarter, "quarters": len(run)},
        "illustrative": b.illustrative,
        "hypothetical": False,
        "districts": len(b.ranking),
        "district": _district(e, e.district),
        "against": _district(e, e.against),
        "gap": _gap(e),
        "change": _change(e),
        "reach": _reach(e),
        "firmness": _firmness(e),
        "streaks": _streaks(e),
    }


def _district(e: Explanation, district: District | None) -> dict[str, object] | None:
    if district is None:
        return None
    result, code = e.b.result, district.code
    return {
        **_named(e, code),
        "total": printed(result.total[code], e.decimals),
        "rank": whole(result.rank[code]),
        "previous_rank": whole(result.previous_rank[code]),
        "provisional": code in result.provisional,
        "flags": [award.id for award in e.b.scheme.awards if code in result.flags.get(award.id, ())],
    }


def _named(e: Explanation, code: str) -> dict[str, str]:
    return {"code": code, "name": e.b.name(code)}


def _label(e: Explanation, id_: str) -> dict[str, str]:
    item = e.item(id_)
    return {"id": id_, "name": item.name.label(e.b.lang) if item else id_}


def _gap(e: Explanation) -> dict[str, object] | None:
    if e.gap is None:
        return None
    parts = e.gap.parts
    tops = []
    for row in parts[parts["level"] != "indicator"].itertuples():
        inside = parts[(parts["level"] == "indicator") & (parts["parent"] == row.id)]
        part = _part(e, row)
        if row.level == "board":
            part["indicators"] = [_part(e, leaf) for leaf in inside.itertuples() if leaf.id != row.id]
            part["weights"] = printed(row.printed_weights, e.decimals)
            part["residue"] = printed(row.residue, e.decimals)
        tops.append(part)
    return {"points": e.gap.gap, "weights": e.gap.weights, "parts": tops, "residue": e.gap.residue}


def _part(e: Explanation, row: Any) -> dict[str, object]:
    item = e.item(row.id)
    part: dict[str, object] = {"level": row.level, **_label(e, row.id), "points": printed(row.printed, e.decimals)}
    part |= {"exact": fine(row.points), "from_score": fine(row.from_score), "from_weight": fine(row.from_weight)}
    for side in ("a", "b"):
        part[f"weight_{side}"] = fine(getattr(row, f"weight_{side}"))
        part[f"score_{side}"] = printed(float(e.b.result.as_printed(getattr(row, f"score_{side}"))), e.decimals)
        if row.level == "indicator" and isinstance(item, Node):
            part[f"value_{side}"] = printed(getattr(row, f"value_{side}"), item.decimals)
    if row.level == "indicator" and isinstance(item, Node):
        part["unit"] = item.unit
    return part


def _change(e: Explanation) -> dict[str, object] | None:
    b, code = e.b, e.code
    parts = b.change_parts
    if b.change is None or parts is None or code not in parts.index:
        return None
    row = parts.loc[code]
    causes = [name for name in parts.columns if name not in ("before", "after", "rounding", "change")]
    found: dict[str, object] = {
        "since": b.change.before,
        "before": row["before"],
        "after": row["after"],
        "points": row["change"],
        "causes": [{"id": name, "points": row[name]} for name in causes],
        "residue": row["rounding"],
        "own_indicators": [
            {**_label(e, id_), "points": printed(points, e.decimals)} for id_, points in e.own_changes.items()
        ],
        "own_residue": e.own_residue,
        "comparable": b.change.comparable,
        "reasons": list(b.change.reasons),
        "came": [_label(e, id_) for id_ in b.change.came],
        "went": [_label(e, id_) for id_ in b.change.went],
        "common": None,
        "rescored": None,
    }
    if b.change.common is not None and code in b.change.common.index:
        common = b.change.common.loc[code]
        found["common"] = {
            "before": printed(common["before"], e.decimals),
            "after": printed(common["after"], e.decimals),
            "rank_before": whole(common["rank_before"]),
            "rank_after": whole(common["rank_after"]),
        }
    if b.change.rescored is not None and not b.change.comparable:
        again = b.change.rescored
        found["rescored"] = {"total": printed(again.total[code], e.decimals), "rank": whole(again.rank[code])}
    return found


def _reach(e: Explanation) -> dict[str, object] | None:
    found = e.b.reach
    if found is None:
        return None
    ways = []
    for way in found.ways.to_dict("records"):
        item = e.item(way["id"])
        decimals = item.decimals if isinstance(item, Node) and item.method not in ("given", "survey") else 2
        ways.append(
            {
                "level": way["level"],
                **_label(e, way["id"]),
                "unit": way["unit"],
                "direction": way["direction"],
                "feasible": bool(way["feasible"]),
                "reason": way["reason"],
                **{name: printed(way[name], decimals) for name in ("now", "needed", "change")},
                "points_now": fine(way["points_now"]),
                "points_needed": fine(way["points_needed"]),
                "best_total": printed(way["best_total"], e.decimals),
                "best_rank": whole(way["best_rank"]),
            }
        )
    return {"target": _named(e, found.target), "behind": printed(found.behind, e.decimals), "ways": ways}


def _firmness(e: Explanation) -> dict[str, object]:
    b, found = e.b, e.b.firmness
    swaps = [
        {**_label(e, row.id), "weight": fine(row.weight), "at": fine(row.at), "change": fine(row.change)}
        for row in e.swaps.itertuples()
    ]
    pairs = close_pairs(b.result)
    near = pairs[(pairs["upper"] == e.code) | (pairs["lower"] == e.code)]
    return {
        "draws": found.draws,
        "seed": found.seed,
        "spread": found.spread,
        "level": found.level,
        "coverage": found.coverage,
        "district": _interval(e, e.district),
        "against": _interval(e, e.against),
        "swap_weights": swaps,
        "neighbours": [
            {
                "upper": row.upper,
                "lower": row.lower,
                "points": printed(row.gap, e.decimals),
                **{name: bool(getattr(row, name)) for name in ("near", "by_rounding", "by_bonus", "by_missing")},
            }
            for row in near.itertuples()
        ],
    }


def _interval(e: Explanation, district: District | None) -> dict[str, object] | None:
    if district is None:
        return None
    row = e.b.firmness.ranks.loc[district.code]
    ranks = {name: whole(row[name]) for name in ("low", "high", "best", "worst", "median")}
    return {"code": district.code, "rank": whole(row["rank"]), **ranks, "p_first": fine(row["p_first"])}


def _streaks(e: Explanation) -> dict[str, object]:
    history, code = e.b.history, e.code
    rank = int(e.b.result.rank[code])  # who has no total is not explained
    first = streaks.first_time(history, code, rank)
    record = streaks.records(history).loc[code]
    runs = [streaks.streak(history, code, top) for top in TOPS]
    return {
        "runs": [{"top": r.top, "length": r.length, "since": r.since, "at_least": r.at_least} for r in runs],
        "first_time": {
            "top": rank,
            "holds": first.holds,
            "earlier": first.earlier,
            "quarters": first.quarters,
            "needs": first.needs,
        },
        "record": {
            "quarters": int(record["quarters"]),
            "times_first": int(record["times_first"]),
            "first_at": record["first_at"],
            "best": whole(record["best"]),
            "worst": whole(record["worst"]),
            "longest_run_first": int(record["longest"]),
            "mean_rank": fine(record["mean"]),
        },
    }
