"""All that is wrong or doubtful in a quarter's data, row by row: errors that stop it, warnings printed beside it.

Warnings are about figures that disagree with each other: parts against a whole, a sum against the quarter before, a
place nobody wrote points for. They tolerate, and print, the gaps that real tables have.
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd

from ..model import Fault, Quarter
from ..said import Said
from . import ledger, load, methods, prose, score, sums
from .background import read_background
from .folder import check_names
from .load import Base, Inputs
from .pictures import check_pictures
from .result import Result

ORDER = {"error": 0, "warning": 1}
MONEY = {"亿元": "CNY 100 million", "万元": "CNY 10,000", "元": "CNY"}  # as rules, which are English, name these units


def check_quarter(data: Path, quarter: Quarter) -> list[Fault]:
    """All faults of one quarter's data and of what all quarters share, errors first, by file and row.

    Errors of earlier quarters are told too: ranks, streaks and firsts are computed from them. An empty list means:
    nothing wrong, nothing doubtful. Raises UsageError when the quarter has no folder.
    """
    return check_and_score(data, quarter)[0]


def check_and_score(data: Path, quarter: Quarter) -> tuple[list[Fault], tuple[Result, ...]]:
    """As `check_quarter`; and the results of every quarter up to this one, oldest first, as `score.history` gives them.

    Scores are made to hold published results against them: none where there are none, or where something is wrong
    before that.
    """
    results: tuple[Result, ...] = ()
    data, wanted = Path(data), Quarter.parse(quarter)
    load.known_quarter(data, wanted)
    base, faults = load.read_base(data)
    faults += check_names(data, wanted)
    if base is not None:
        background, found = read_background(base)
        faults += found
        inputs, found = load.read_quarter(base, wanted)
        faults += found
        if not any(f.severity == "error" and f.file == "background.csv" for f in faults):
            faults += check_sums(background, base)
        photos = inputs.photos if inputs is not None else pd.DataFrame({"file": []})
        faults += prose.read_prose(data, wanted, photos, set(base.dictionary.index), base.sources)[1]
        faults += check_commentary(base, wanted)
        if inputs is not None:
            faults += check_percents(inputs)
            faults += check_tables(inputs)
            faults += check_pictures(data, inputs)
    if base is not None and not any(f.severity == "error" and _is_shared(f) for f in faults):
        earlier = [load.read_quarter(base, quarter) for quarter in load.quarters(data) if quarter < wanted]
        faults += [fault for _, found in earlier for fault in found if fault.severity == "error"]
        if inputs is not None:
            faults += check_ranked(inputs)
        if inputs is not None and earlier:
            faults += check_history(inputs, earlier[-1][0])
        if inputs is not None and len(inputs.results) and not any(fault.severity == "error" for fault in faults):
            results = score.scored([*(read for read, _ in earlier if read is not None), inputs])
            faults += check_results(results[-1])
    return sorted(dict.fromkeys(faults), key=lambda f: (*_weight(f, wanted), f.file, f.row or 0, f.column)), results


def _weight(fault: Fault, quarter: Quarter) -> tuple[int, int]:
    """Errors first; what all quarters share before the quarter, because a fault there leads to others here."""
    if _is_shared(fault):
        return ORDER[fault.severity], int(fault.file.startswith("background."))
    return ORDER[fault.severity], 2 if fault.file.startswith(f"{quarter}/") else 3


def _is_shared(fault: Fault) -> bool:
    return not re.match(r"\d{4}Q[1-4]/", fault.file, flags=re.ASCII)


def check_sums(background: pd.DataFrame, base: Base) -> list[Fault]:
    """Where all districts and the whole city are given, the gap between the sum of the parts and the whole.

    Rates are not summed. A gap within the rounding of the parts is not told.
    """
    faults: list[Fault] = []
    for (period, indicator, unit), rows in background.groupby(["period", "indicator", "unit"], sort=True):
        found = sums.of_parts(rows, {d.code for d in base.districts})
        if found is None or found.is_rounding:
            continue
        digits = found.decimals
        rule = Said(
            "{indicator:s} {period:s}: the districts sum to {summed:s}, "
            "{gap:s} {side:s} than the city's figure ({unit})",
            indicator=indicator,
            period=period,
            summed=f"{found.parts:.{digits}f}",
            gap=f"{abs(found.gap):.{digits}f}",
            side="more" if found.gap > 0 else "less",
            unit=MONEY.get(unit, unit),
        )
        hint = "kept as published; say so where both are shown"
        row = int(rows[rows["code"] == ""]["row"].iloc[0])
        city = f"{found.whole:.{digits}f}"
        faults.append(Fault("background.csv", rule, hint, row=row, column="value", value=city, severity="warning"))
    return faults


def check_commentary(base: Base, quarter: Quarter) -> list[Fault]:
    """Whether the analyst's commentary on a quarter that was revised after its last edition is still that edition's."""
    editions = base.register.of(quarter)
    if not editions or not base.register.is_draft(quarter):
        return []
    known = base.register.texts(editions[-1])
    rule = Said(
        "it judges the result as it was published on {published}, and figures were revised since",
        published=editions[-1].published,
    )
    hint = "read it against the revised result, and change what no longer holds"
    faults = []
    for name in prose.COMMENTARY.values():
        path = base.data / str(quarter) / name
        content = path.read_bytes() if path.is_file() else b""
        if not prose.said_in(content.decode("utf-8-sig", errors="replace")):
            continue
        if known.get(f"{quarter}/{name}") == ledger.text_hash(content):
            faults.append(Fault(f"{quarter}/{name}", rule, hint, severity="warning"))
    return faults


def check_ranked(inputs: Inputs) -> list[Fault]:
    """A quarter in which figures are missing for so many districts that nobody has a total: there is nothing to tell.

    Where missing figures are carried forward, or indicators are changes of others (动态), what they become is known
    only with the quarters before.
    """
    later = any("of" in leaf.params for leaf in inputs.scheme.leaves)
    if later or inputs.scheme.policies.missing == "carry-forward" or not score.score(inputs, None).total.isna().all():
        return []
    rule = "every district lacks figures, so no district's total can be computed"
    hint = Said(
        "wait for the figures: briefing check {quarter} tells which are to come, briefing intake takes them in",
        quarter=inputs.quarter,
    )
    if not _is_being_filled(inputs):
        hint = Said(
            'wait for the figures; if they will not come, set missing = "exclude" in {file}', file=inputs.scheme.file
        )
    return [Fault(f"{inputs.quarter}/", rule, hint)]


def _is_being_filled(inputs: Inputs) -> bool:
    """Whether some indicator has not come from anybody yet, or the survey."""
    told = ((inputs.values, "value"), (inputs.points, "points"))
    lacking = [frame[column].groupby(frame["indicator"]).count().eq(0).any() for frame, column in told]
    return any(lacking) or (len(inputs.survey) > 0 and bool(inputs.survey["satisfied"].isna().all()))


def check_results(result: score.Result) -> list[Fault]:
    """Warnings where the scoring comes to another result than was published elsewhere (results.csv)."""
    found = {"total": result.total, "rank": result.rank, "stars": result.stars_total}
    faults = []
    for row in result.inputs.results.itertuples():
        series = found[row.item] if row.item in found else result.boards[row.item]
        scored = series[row.code]
        if pd.isna(scored) or not np.isclose(float(scored), row.value, rtol=0, atol=1e-9):
            told = "no figure" if pd.isna(scored) else f"{float(scored):g}"
            rule = Said(
                "published {item:s} {published}, scored {scored}",
                item=row.item,
                published=f"{row.value:g}",
                scored=told,
            )
            hint = (
                "check the data, the rules and the publication; briefings show what is scored, not what was published"
            )
            file = next((f for f in result.inputs.files if f.startswith(f"{result.quarter}/results.")), "results.csv")
            faults.append(Fault(file, rule, hint, row=int(row.row), column="value", severity="warning"))
    return faults


def check_percents(inputs: Inputs) -> list[Fault]:
    """Percentages written as parts of one: 0.957 where the others, or the scheme's own figures, are like 95.7.

    A workbook shows 0.957 as 95.7% in a cell of that format, and hands out 0.957.
    """
    faults: list[Fault] = []
    file = next((name for name in inputs.files if name.startswith(f"{inputs.quarter}/values.")), "")
    for leaf in inputs.scheme.leaves:
        rows = inputs.values[(inputs.values["indicator"] == leaf.id) & inputs.values["value"].notna()]
        if leaf.unit != "%" or rows.empty:
            continue
        own = {key: value for key, value in leaf.params.items() if not isinstance(value, str)}
        settled = methods.settle(own, inputs.quarter.number)
        figures = [abs(settled[key]) for key in ("goal", "target") if isinstance(settled.get(key), float)]
        usual = max(float(rows["value"].abs().median()), *figures, 0.0)
        for row in rows[(rows["value"].abs() <= 0.02 * usual) & (rows["value"] != 0)].itertuples():
            if len(row.text.partition(".")[2]) > leaf.decimals:
                rule = Said("{indicator:s} looks like a part of one, not a percentage", indicator=leaf.id)
                hint = Said("write {number:s} if that is meant", number=f"{row.value * 100:.10g}")
                faults.append(
                    Fault(file, rule, hint, row=int(row.row), column="value", value=row.text, severity="warning")
                )
    return faults


def check_tables(inputs: Inputs) -> list[Fault]:
    """Lists of points by place that are shorter than the number of districts."""
    many = len(inputs.districts)
    faults = []
    for leaf in inputs.scheme.leaves:
        table = leaf.params.get("table", ())
        if leaf.method == "rank-points" and table and len(table) < many and leaf.params.get("within") != "group":
            lowest = methods.settle(leaf.params, inputs.quarter.number).get("lowest", 0.0)
            rule = Said(
                "points for {places:d} places, but {districts:d} districts: the others earn {lowest:g}",
                places=len(table),
                districts=many,
                lowest=lowest,
            )
            faults.append(Fault(inputs.scheme.file, rule, column=f"node {leaf.id}: table", severity="warning"))
    return faults


def check_history(inputs: Inputs, earlier: Inputs | None) -> list[Fault]:
    """Sums since January that fall within a year: a cumulative figure lower than in the quarter before.

    `earlier` is the last quarter before; it counts where it is the one just before, in the same year. Only rows whose
    scope says `cumulative` in both quarters and whose unit is a count or an amount, not a rate.
    """
    before = inputs.quarter.previous
    if earlier is None or earlier.quarter != before or before.year != inputs.quarter.year:
        return []
    then = pd.concat([earlier.values, earlier.facts])
    then = then[then["scope"] == "cumulative"].set_index(["code", "indicator"])["value"]
    now = pd.concat([inputs.values, inputs.facts])
    now = now[(now["scope"] == "cumulative") & now["unit"].map(sums.adds_up).astype(bool)]
    keys = pd.MultiIndex.from_frame(now[["code", "indicator"]])
    was = then[~then.index.duplicated()].reindex(keys).to_numpy(float)
    faults = []
    for k in np.flatnonzero(now["value"].to_numpy(float) < was):
        row = now.iloc[k]
        rule = Said(
            "{indicator:s} is cumulative, and was {before:g} in {quarter}",
            indicator=row["indicator"],
            before=was[k],
            quarter=before,
        )
        hint = "check it, or say in the note why it fell"
        file = next(name for name in inputs.files if name.startswith(f"{inputs.quarter}/values."))
        faults.append(
            Fault(file, rule, hint, row=int(row["row"]), column="value", value=row["text"], severity="warning")
        )
    return faults
