"""background.csv: published figures beside the scored ones, of districts and of the whole city."""

from __future__ import annotations

import pandas as pd

from ..model import DataError, Fault, nearest
from . import period, quarter_rows, rows
from .cells import numbers
from .load import Base
from .tables import read_table

WHOLE_CITY = "全市"


def load_background(base: Base) -> pd.DataFrame:
    """background.csv: period, indicator, code (district code, "" for the city), district, value, unit, scope, source.

    Empty when there is no such file. Raises DataError with every fault in it.
    """
    found, faults = read_background(base)
    if errors := [fault for fault in faults if fault.severity == "error"]:
        raise DataError(*errors)
    return found


def read_background(base: Base) -> tuple[pd.DataFrame, list[Fault]]:
    """The same with every fault, each row with its number in the file (`row`)."""
    needs = ("period", "indicator", "district", "value", "unit", "source")
    table, faults = read_table(base.data, "background", base.data, needs, ("scope",), optional=True)
    columns = ["period", "indicator", "code", "district", "value", "unit", "scope", "source", "row"]
    if table is None:
        return pd.DataFrame(columns=columns), faults
    value, found = numbers(table, "value", "a background row has its figure")
    faults += found
    whole = {WHOLE_CITY: ""} | {scheme.whole.zh: "" for scheme in base.schemes if scheme.whole.zh}
    lookup = {name: d.code for d in base.districts for name in d.names if name} | whole
    for k, name in enumerate(table.columns["district"]):
        if name not in lookup:
            faults.append(table.fault(k, "district", "no such district", nearest(name, list(lookup))))
    faults += quarter_rows.period_faults(table)
    told = "every background figure says which time it speaks of"
    untimed = [k for k, cell in enumerate(table.columns["period"]) if cell in ("", period.GOAL)]
    faults += [table.fault(k, "period", told, period.HOW) for k in untimed]
    faults += rows.check_sources(table, base.sources)
    frame = pd.DataFrame({**table.columns, "value": value, "row": table.rows})
    frame["code"] = [lookup.get(name, "") for name in table.columns["district"]]
    return frame[columns], faults
