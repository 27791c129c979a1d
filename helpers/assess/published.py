"""A published index's tables as inputs: wide or long, by unit, in whatever columns its publisher chose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ..model import DataError, District, Fault, Quarter, frozen, nearest
from ..scheme import Scheme
from . import methods
from .cells import numbers
from .load import Inputs
from .tables import read_table


class Published:
    """A published table by unit: one series of floats a column."""

    def __init__(self, folder: Path, file: str, unit: str, data: Mapping[str, Any]) -> None:
        stem = file.rpartition(".")[0] or file
        table, faults = read_table(folder, stem, folder, [unit], optional=False)
        if table is None:
            raise DataError(*faults)
        self.table, self.missing, self.unit = table, set(data.get("missing", ())), unit
        self.units = table.columns[unit]
        self.names = [name for name in table.columns if name != unit]

    def text(self, name: str) -> list[str]:
        if name not in self.table.columns:
            hint = nearest(name, list(self.table.columns))
            raise DataError(Fault(self.table.file, "the column is missing", hint, self.table.sheet, 1, name))
        return ["" if cell in self.missing else cell for cell in self.table.columns[name]]

    def column(self, name: str) -> pd.Series:
        self.table.columns[name] = self.text(name)
        values, faults = numbers(self.table, name)
        if faults:
            raise DataError(*faults)
        found = pd.Series(values, index=self.units)
        if not found.index.is_unique:
            twice = found.index[found.index.duplicated()][0]
            raise DataError(Fault(self.table.file, "the unit stands twice", column=self.unit, value=str(twice)))
        return found


def inputs_of(folder: Path, scheme: Scheme, data: Mapping[str, Any], case: str) -> Inputs:
    """The figures of one case as inputs; units without a single figure are left out."""
    unit = data.get("unit", "district")
    table = Published(folder, data.get("file", "values.csv"), unit, data)
    leaves = [leaf.id for leaf in scheme.leaves] + [e.id for e in scheme.extras if e.kind != "veto"]
    if "indicator" in data or ("columns" not in data and {"indicator", "value"} <= set(table.names)):
        wide = _from_long(table, data, leaves)
    else:
        named = data.get("columns", {})
        for id_ in named:
            if id_ not in leaves:
                raise DataError(
                    Fault("verify.toml", "no such indicator", nearest(id_, leaves), column=f"data.columns: {id_}")
                )
        wide = pd.DataFrame({id_: table.column(named.get(id_, id_).format(case=case)) for id_ in leaves})
    wide = wide[wide.notna().any(axis=1)]
    groups = dict(zip(table.units, table.text(data["group"]), strict=True)) if "group" in data else {}
    long = wide.stack().rename_axis(["code", "indicator"]).rename("value").reset_index()
    given = {n.id for n in scheme.leaves if methods.METHODS[n.method].reads == "points"}
    given |= {e.id for e in scheme.extras if e.method == "given"}
    points = long[long["indicator"].isin(given)].rename(columns={"value": "points"}).reset_index(drop=True)
    values = long[~long["indicator"].isin(given)].reset_index(drop=True)
    empty = pd.DataFrame({name: [] for name in ("code", "item", "indicator")})
    season = int(data.get("season", 1))
    year = int(case) if case.isdigit() and len(case) == 4 else scheme.first.year
    return Inputs(
        quarter=Quarter(year, season),
        scheme=scheme,
        districts=tuple(District(str(code), str(code), group=groups.get(code, "")) for code in wide.index),
        values=values,
        points=points,
        facts=values,
        dictionary=pd.DataFrame(),
        sources=frozen(),
        **dict.fromkeys(("survey", "praise", "vetoes", "photos"), empty),
    )


def _from_long(table: Published, data: Mapping[str, Any], leaves: Sequence[str]) -> pd.DataFrame:
    indicator = table.text(data.get("indicator", "indicator"))
    for id_ in indicator:
        if id_ not in leaves:
            raise DataError(Fault(table.table.file, "no such indicator", nearest(id_, list(leaves)), value=id_))
    name = data.get("value", "value")
    table.table.columns[name] = table.text(name)
    values, faults = numbers(table.table, name)
    if faults:
        raise DataError(*faults)
    frame = pd.DataFrame({"unit": table.units, "indicator": indicator, "value": values})
    if frame.duplicated(["unit", "indicator"]).any():
        row = int(np.flatnonzero(frame.duplicated(["unit", "indicator"]))[0])
        raise DataError(table.table.fault(row, name, "this unit's indicator stands twice"))
    order = list(dict.fromkeys(table.units))
    return frame.pivot(index="unit", columns="indicator", values="value").reindex(index=order, columns=list(leaves))
