"""A large table read by columns is the table read line by line, whatever is typed into it."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import pytest

from helpers.assess import bulk, tables

NEEDS, TAKES = ("district", "value"), ("unit", "note")
GOOD = "district,value,unit,note\n甲区,1.5,%,\n乙区,2,%,x y\n丙区,,%,\n"
TEXTS = {
    "as it should be": GOOD,
    "windows": GOOD.replace("\n", "\r\n"),
    "no last line end": GOOD.rstrip("\n"),
    "old mac": GOOD.replace("\n", "\r"),
    "one old mac line end": GOOD.replace("1.5", "1\r.5"),
    "blank line within": GOOD.replace("乙区", "\n乙区"),
    "blank lines at the end": GOOD + "\n\n",
    "row of commas": GOOD.replace("乙区", ",,,\n乙区"),
    "row of spaces": GOOD.replace("乙区", " , ,, \n乙区"),
    "spaces around cells": GOOD.replace("甲区", " 甲区\u3000").replace("value", " value "),
    "quoted": GOOD.replace("x y", '"x, y"'),
    "quote within": GOOD.replace("x y", 'x"y'),
    "short line": GOOD.replace("乙区,2,%,x y", "乙区,2"),
    "long line": GOOD.replace("x y", "x,y"),
    "long first line": GOOD.replace("1.5,%,", "1.5,%,,z"),
    "short and long": GOOD.replace("乙区,2,%,x y", "乙区,2,%").replace("丙区,,%,", "丙区,,%,,"),
    "long and short": GOOD.replace("甲区,1.5,%,", "甲区,1.5,%,,").replace("乙区,2,%,x y", "乙区,2,%"),
    "thousands": GOOD.replace("1.5", "1,234"),
    "no header": GOOD.partition("\n")[2],
    "a name twice": GOOD.replace("note", "value"),
    "a name missing": GOOD.replace("value", "valeu"),
    "a name nobody knows": GOOD.replace("note", "remark"),
    "a column without name": GOOD.replace("note", ""),
    "semicolons": GOOD.replace(",", ";"),
    "words that pandas takes for nothing": GOOD.replace("x y", "NA").replace("1.5", "nan").replace("乙区", "None"),
    "unseen": GOOD.replace("x y", "x\u200by"),
    "nul": GOOD.replace("x y", "x\0y"),
    "other line ends": GOOD.replace("x y", "x\u2028y\x0by\x85"),
    "no rows": GOOD.partition("\n")[0] + "\n",
    "nothing": "",
    "one column": "district\n甲区\n",
    "very long cell": GOOD.replace("x y", "x" * 140_000),
}


def read(folder: Path, content: bytes):
    (folder / "values.csv").write_bytes(content)
    return tables.read_table(folder, "values", folder, NEEDS, TAKES)


def by_line_and_by_column(folder: Path, content: bytes, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(bulk, "WORTH_IT", 10**12)
    by_line = read(folder, content)
    monkeypatch.setattr(bulk, "WORTH_IT", 0)
    return by_line, read(folder, content)


@pytest.mark.parametrize("mark", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_the_same_table_and_the_same_faults(text: str, mark: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    by_line, by_column = by_line_and_by_column(tmp_path, text.encode(mark), monkeypatch)
    assert by_line == by_column


@pytest.mark.parametrize("content", [GOOD.encode("gbk"), GOOD.encode("utf-16"), GOOD.encode() + b"\xff,,,\n"])
def test_bytes_that_are_not_utf_8(content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    by_line, by_column = by_line_and_by_column(tmp_path, content, monkeypatch)
    assert by_line == by_column and by_line[1]


def test_what_is_whole_is_read_by_columns():
    spare = "x" * csv.field_size_limit()
    assert bulk.columns(GOOD.encode(), NEEDS) is None  # small
    found = bulk.columns(GOOD.replace("x y", spare).encode("utf-8-sig"), NEEDS)
    assert found is None  # a cell longer than the csv module reads
    many = GOOD + "丁区,3,%,\n" * (bulk.WORTH_IT // 10)
    found = bulk.columns(many.encode("utf-8-sig"), NEEDS)
    assert list(found) == ["district", "value", "unit", "note"]
    assert found["district"][:4] == ["甲区", "乙区", "丙区", "丁区"] and found["note"][1] == "x y"
    for name, text in TEXTS.items():
        if name in ("quoted", "short line", "long first line", "blank line within", "nul", "a name missing"):
            assert bulk.columns((text + "丁区,3,%,\n" * (bulk.WORTH_IT // 10)).encode(), NEEDS) is None, name


def test_damage_anywhere_is_told_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    draw = random.Random(5)
    for _ in range(150):
        text = list(GOOD)
        for _ in range(draw.choice((1, 1, 2, 4))):
            at = draw.randrange(len(text))
            text[at : at + draw.choice((0, 1))] = draw.choice([",", "\n", '"', " ", "\r", "\r\n", "7", ",,", "甲", ""])
        by_line, by_column = by_line_and_by_column(tmp_path, "".join(text).encode("utf-8-sig"), monkeypatch)
        assert by_line == by_column, "".join(text)
