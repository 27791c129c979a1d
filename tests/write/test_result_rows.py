"""Rows taken together by files are the same rows as one by one; what would fill a page is told in a line."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.write import open_briefing
from helpers.write import provenance_words as words
from helpers.write.result_rows import Lot, lot, together

SHIPPED = Path(__file__).resolve().parents[2] / "data"


@pytest.fixture(scope="module")
def b():
    return open_briefing("2023Q2", data=SHIPPED)


def rows_of(some) -> set[tuple[object, ...]]:
    return {(*file, int(number)) for file, numbers in lot(some).files.items() for number in numbers}


def test_everybodys_rows_are_those_of_each(b):
    for quarter, rows in b.result_rows.items():
        result = rows.result
        for board in ("", *(node.id for node in result.scheme.boards)):
            one_by_one = rows.rows(result.codes, board)
            assert one_by_one and rows_of(rows.everybodys(board)) == rows_of(one_by_one), (quarter, board)
            assert rows.everybodys(board).sources == {row.source for row in one_by_one}
            assert rows.everybodys(board) is rows.everybodys(board)
            assert len(rows.everybodys(board)) == len(set(one_by_one))


def test_rows_of_one_indicator_and_rows_left_out(b):
    rows = b.result_rows[b.quarter]
    leaf = next(leaf for leaf in b.scheme.leaves if leaf.method not in ("given", "survey"))
    own = {row for code in b.result.codes if (row := rows.row("values", code, leaf.id))}
    assert len(own) == len(b.result.codes) and rows_of(rows.of_leaf(leaf)) == rows_of(tuple(own))
    first = b.result.codes[0]
    fewer = rows.without(lambda table, code, item: (code, item) == (first, leaf.id))
    assert fewer.row("values", first, leaf.id) is None and rows.row("values", first, leaf.id) is not None
    assert len(rows.of_leaf(leaf)) - len(fewer.of_leaf(leaf)) == 1


def test_every_row_of_a_quarter_is_in_it_once_by_its_source(b):
    rows = b.result_rows[b.quarter]
    frames = (b.inputs.values, b.inputs.facts, b.inputs.points, b.inputs.survey, b.inputs.results)
    assert sum(map(len, rows.every)) == sum(map(len, frames))
    assert all(len(each.sources) == 1 for each in rows.every)


def test_lots_and_single_rows_together(b):
    rows = b.result_rows[b.quarter]
    boards = [node.id for node in b.boards[:2]]
    single, other = rows.rows([b.result.codes[0]], boards[0]), rows.rows([b.result.codes[1]], boards[1])
    assert together([]) == () and together([(), single]) is single and together([single, single]) is single
    assert together([single, other]) == (*single, *other)
    both = together([rows.everybodys(boards[0]), single, other])
    assert isinstance(both, Lot)
    assert rows_of(both) == rows_of(rows.everybodys(boards[0])) | rows_of(single) | rows_of(other)


def test_more_runs_of_rows_than_anybody_looks_up_are_told_by_their_number():
    few, many = [(2, 5), (9, 9)], [(12 * k + 2, 12 * k + 5) for k in range(words.RUNS + 1)]
    assert words.place("zh", "2023Q2/values.csv", "", few) == "2023Q2/values.csv第2—5、9行"
    assert words.place("en", "2023Q2/values.xlsx", "values", few) == "2023Q2/values.xlsx, sheet values, rows 2–5, 9"
    assert words.place("zh", "2023Q2/values.csv", "", many) == "2023Q2/values.csv第2—293行中的100行"
    assert words.place("en", "2023Q2/values.csv", "", many) == "2023Q2/values.csv, rows 2–293 (100 of them)"
    assert "、" in words.place("zh", "2023Q2/values.csv", "", many[:-1])
