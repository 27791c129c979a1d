"""Published indices scored with the package as it stands, and compared with what was published, figure by figure.

A folder holds one index: `verify.toml` (which column is what), `scheme.toml` (its rules, in the format of
data/schemes), and its tables. See recipes/ beside this file for two examples, and `RECIPE` for every key.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from ..model import DataError, Fault, UsageError, nearest
from ..said import Listed, Said
from ..scheme import Scheme
from . import robust, rounding
from .published import Published, inputs_of
from .result import Result
from .scheme import read_scheme
from .score import score

RECIPES = Path(__file__).parent / "recipes"

# Table by table, the keys of verify.toml. `{case}` in a column's name stands for each of expect.cases in turn.
RECIPE: Mapping[str, Mapping[str, str]] = {
    "": {
        "format": "1",
        "title": "the index's name",
        "scheme": "its scheme, beside this file (scheme.toml)",
        "data": "table",
        "expect": "table",
        "leave_out": "table",
        "intervals": "table",
    },
    "data": {
        "file": "CSV or XLSX with the figures (values.csv)",
        "unit": "column naming the unit (district)",
        "group": "column with the unit's group, where weights differ by group",
        "columns": "wide table: leaf or extra id = its column; a leaf left out has a column of its own name",
        "indicator": "long table: the column with leaf ids (then `value` is the column with figures)",
        "value": "long table: the column with figures (value)",
        "missing": 'cells that mean "not available", beside empty ones: ["..", "NA"]',
        "season": "quarter of the year, where the scheme has figures by quarter (1)",
    },
    "expect": {
        "file": "table with the published results (the data's own, or expected.csv)",
        "unit": "column naming the unit (as in data)",
        "cases": "years or editions, each scored by itself",
        "total": "column with the published score",
        "rank": "column with the published place, or a table case = column",
        "nodes": "node id = column with its published score",
        "decimals": "decimals at which scores are published (the scheme's)",
        "tolerance": "largest difference that still counts as equal (0: every digit)",
    },
    "leave_out": {
        "file": "table with published places after one node is left out",
        "unit": "column naming the unit",
        "columns": "node id = its column (or columns named as the nodes)",
    },
    "intervals": {
        "file": "table with published intervals of places under uncertain weights",
        "unit": "column naming the unit",
        "low": "column with the better end",
        "high": "column with the worse end",
        "draws": "how many draws (100)",
        "spread": "largest relative change of a weight (0.25)",
        "level": "boards or all",
        "coverage": "share of the draws between both ends (0.9)",
        "seed": "0",
        "within": "places by which an end may differ: another seed draws other weights (1)",
    },
}


@dataclass(frozen=True, eq=False)
class Check:
    """One published column against what the package computes.

    `what` is total, rank, a node's id, `leave_out <id>`, or intervals; `misses` has unit, published, computed.
    """

    index: str
    case: str
    what: str
    compared: int
    equal: int
    misses: pd.DataFrame

    @property
    def passed(self) -> bool:
        return self.compared > 0 and self.compared == self.equal


def verify(folder: Path, recipes: Path | None = None) -> tuple[Check, ...]:
    """Verify the index in a folder, or every index in its subfolders.

    A folder without verify.toml of its own takes the recipe of the same name in `recipes`, or among those shipped
    (hdi, jining). Raises UsageError when there is nothing to verify, DataError for a recipe, scheme or table with a
    fault.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise UsageError("there is no folder {folder}", folder=folder)
    homes = [home for home in (recipes, RECIPES) if home is not None]
    found = [(path, recipe) for path in (folder, *sorted(folder.iterdir())) if (recipe := _recipe(path, homes))]
    if not found:
        known = sorted({p.parent.name for home in homes for p in home.glob("*/verify.toml")})
        nothing = (
            "nothing to verify in {folder}: no verify.toml, nor scheme.toml with expected.csv; "
            "recipes are known for folders named {known}"
        )
        raise UsageError(nothing, folder=folder, known=Listed(known))
    return tuple(check for path, recipe in found for check in verify_index(path, recipe))


def _recipe(path: Path, homes: list[Path]) -> Path | None:
    """The folder with the recipe for the data in `path`; its own before one of the same name."""
    if not path.is_dir():
        return None
    if (path / "verify.toml").is_file() or ((path / "scheme.toml").is_file() and _has(path, "expected")):
        return path
    return next((home / path.name for home in homes if (home / path.name / "verify.toml").is_file()), None)


def _has(path: Path, stem: str) -> bool:
    return any((path / f"{stem}.{kind}").is_file() for kind in ("csv", "xlsx"))


def verify_index(folder: Path, recipe: Path) -> tuple[Check, ...]:
    """Every published column of one index against the package, case by case."""
    rules = _read(recipe / "verify.toml") if (recipe / "verify.toml").is_file() else {}
    scheme = read_scheme(recipe / rules.get("scheme", "scheme.toml"))
    data, expect = rules.get("data", {}), rules.get("expect", {})
    title = rules.get("title", folder.name)
    own_table = not rules and _has(folder, "expected")
    default = "expected.csv" if own_table or _has(folder, "expected") else data.get("file", "values.csv")
    expected = Published(folder, expect.get("file", default), expect.get("unit", data.get("unit", "district")), data)
    cases = [str(case) for case in expect.get("cases", [""])]
    checks: list[Check] = []
    for case in cases:
        result = score(inputs_of(folder, scheme, data, case))
        decimals = expect.get("decimals", scheme.policies.decimals)
        for what, column in _columns(expect, expected, scheme, case).items():
            checks.append(_compare(title, case, what, expected.column(column), result, decimals, expect))
        if "leave_out" in rules and case == cases[-1]:
            checks += _leave_out(title, case, folder, rules["leave_out"], data, result)
        if "intervals" in rules and case == cases[-1]:
            checks.append(_intervals(title, case, folder, rules["intervals"], data, result))
    return tuple(checks)


def _read(path: Path) -> Mapping[str, Any]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(Fault(path.name, Said("not TOML: {error}", error=error))) from None
    faults = []
    for name, keys in RECIPE.items():
        part = table if not name else table.get(name, {})
        for key in part if isinstance(part, Mapping) else ():
            if key not in keys:
                where = f"{name}: {key}" if name else key
                faults.append(Fault(path.name, "no such key", nearest(key, list(keys)), column=where))
    if faults:
        raise DataError(*faults)
    return table


def _columns(expect: Mapping[str, Any], table: Published, scheme: Scheme, case: str) -> dict[str, str]:
    """What is published in this case: total, rank and nodes, each with its column."""
    found = {}
    if "total" in expect or "total" in table.names:
        found["total"] = expect.get("total", "total").format(case=case)
    rank = expect.get("rank", "rank" if "rank" in table.names else {})
    if isinstance(rank, Mapping):
        rank = rank.get(case, "")
    if rank:
        found["rank"] = rank.format(case=case)
    nodes = expect.get("nodes", {id_: id_ for id_ in scheme.by_id if not expect and id_ in table.names})
    for id_, column in nodes.items():
        if id_ not in scheme.by_id:
            raise DataError(
                Fault("verify.toml", "no such node", nearest(id_, list(scheme.by_id)), column=f"expect.nodes: {id_}")
            )
        found[id_] = column.format(case=case)
    return found


def _compare(
    title: str, case: str, what: str, published: pd.Series, result: Result, decimals: int, expect: Mapping[str, Any]
) -> Check:
    policies = result.scheme.policies
    published = published.dropna()
    scored = result.total.dropna().index.intersection(published.index)
    if what == "rank":
        # places are published among those that have one (countries, not the averages of regions)
        computed = rounding.rank(result.total[scored], policies.ties).astype(float)
        return _check(title, case, what, published, computed, 0.0)
    exact = {"total": result.exact, **result.leaf, **result.nodes}[what]
    computed = pd.Series(rounding.rounded(exact, decimals, policies.rounding), index=exact.index)
    tolerance = float(expect.get("tolerance", 0.0))
    return _check(title, case, what, published, computed.reindex(published.index), tolerance)


def _check(title: str, case: str, what: str, published: pd.Series, computed: pd.Series, tolerance: float) -> Check:
    computed = computed.reindex(published.index)
    equal = (published - computed).abs() <= tolerance + 1e-12
    missed = ~equal
    misses = pd.DataFrame(
        {"unit": published.index[missed], "published": published[missed], "computed": computed[missed]}
    )
    return Check(title, case, what, len(published), int(equal.sum()), misses.reset_index(drop=True))


def _leave_out(
    title: str, case: str, folder: Path, rules: Mapping[str, Any], data: Mapping[str, Any], result: Result
) -> list[Check]:
    table = Published(folder, rules.get("file", "leave_out.csv"), rules.get("unit", data.get("unit", "district")), data)
    named = rules.get("columns", {name: name for name in table.names})
    computed = robust.leave_out(result, list(named))
    return [
        _check(title, case, f"leave_out {id_}", table.column(column).dropna(), computed[id_].astype(float), 0.0)
        for id_, column in named.items()
        if id_ in computed
    ]


def _intervals(
    title: str, case: str, folder: Path, rules: Mapping[str, Any], data: Mapping[str, Any], result: Result
) -> Check:
    """Both ends of every unit's interval, each within the places the recipe allows."""
    table = Published(folder, rules.get("file", "intervals.csv"), rules.get("unit", data.get("unit", "district")), data)
    options = {key: rules[key] for key in ("spread", "level", "coverage", "seed") if key in rules}
    ranks = robust.uncertain(result, draws=int(rules.get("draws", 100)), **options).ranks
    parts = []
    for end in ("low", "high"):
        published = table.column(rules.get(end, end)).dropna()
        parts.append(
            _check(title, case, "intervals", published, ranks[end].astype(float), float(rules.get("within", 1)))
        )
    misses = pd.concat([part.misses for part in parts], ignore_index=True)
    return Check(title, case, "intervals", sum(p.compared for p in parts), sum(p.equal for p in parts), misses)
