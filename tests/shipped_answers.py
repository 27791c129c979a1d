"""What `explain` answers about the data that ship, asked once, its numbers as they are written."""

from __future__ import annotations

import json
from decimal import Decimal
from functools import cache
from pathlib import Path

from helpers.desk.answer import Answer
from helpers.desk.explanation_text import answer
from helpers.write.table_face import Table

DATA = Path(__file__).resolve().parents[1] / "data"
QUARTERS = ("2022Q1", "2022Q4", "2023Q1", "2023Q2", "2023Q3")
DISTRICTS = tuple(d.split(",")[0] for d in (DATA / "districts.csv").read_text(encoding="utf-8-sig").splitlines()[1:])
CASES = [(q, d) for q in QUARTERS for d in DISTRICTS[:: 3 if q != "2023Q2" else 1]]


def number(text: str) -> Decimal:
    return Decimal(text.replace("−", "-").replace("+", ""))


def read(said: str) -> dict:
    """JSON with its numbers as the digits they are written with."""
    return json.loads(said, parse_float=Decimal)


@cache
def asked(quarter: str, code: str) -> dict:
    return read(answer(quarter, code, data=DATA).json)


def tables(said: Answer | tuple) -> list[Table]:
    return [block for block in (said.blocks if isinstance(said, Answer) else said) if isinstance(block, Table)]
