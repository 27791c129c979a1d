"""scored.xlsx of the data that ship: recalculated it says what was printed; a changed cell says what `what-if` says."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
from office_books import agrees, carried, columns, differing_in_excel, recalculated
from reports_made import DATA

from helpers.assess import score
from helpers.assess.whatif import parse_settings, what_if
from helpers.desk.live.book import scored_workbook
from helpers.model import Quarter

QUARTERS = [f"{year}Q{n}" for year in (2022, 2023) for n in (1, 2, 3, 4)][:7]


@pytest.fixture(scope="module")
def history():
    return {str(r.quarter): r for r in score.history(DATA, Quarter(2023, 3))}


@pytest.fixture(scope="module")
def books(history, tmp_path_factory):
    made = {when: scored_workbook(result) for when, result in history.items()}
    made["en"] = scored_workbook(history["2023Q2"], "en")
    return recalculated(tmp_path_factory.mktemp("office"), made)


@pytest.mark.parametrize("when", QUARTERS)
def test_libreoffice_comes_to_every_figure_as_printed(books, history, when):
    agrees(books[when], history[when])
    final = columns(books[when].worksheets[2], 10)
    assert set(final["与通报之差"]) == {"与通报一致"}


def test_the_english_workbook_says_the_same(books, history):
    book = books["en"]
    assert book.sheetnames == ["Guide", "Ranking", "Result", "Scores", "Values", "Data", "Rules"]
    agrees(book, history["2023Q2"], "en")


def test_the_english_workbook_names_units_as_the_english_briefings_do(books):
    for name in ("Data", "Rules"):
        units = {str(row[6]) for row in books["en"][name].iter_rows(min_row=5, values_only=True)}
        assert {"%", "CNY 100 million", "projects"} <= units
        assert not [unit for unit in units if not unit.isascii()], name


def test_the_ranking_sheet_stands_in_the_order_of_ranks(books, history):
    result = history["2023Q2"]
    shown = columns(books["2023Q2"].worksheets[1], 10)
    names = {d.code: d.name for d in result.districts}
    assert shown["区市"] == [names[code] for code in result.rank.sort_values(kind="stable").index]
    assert shown["位次"] == sorted(result.rank)


def test_values_stand_as_they_arrived_with_source_and_mark(books, history):
    sheet = books["2023Q2"]["数据"]
    rows = [row for row in sheet.iter_rows(min_row=5, values_only=True) if row[0]]
    told = {(row[1], row[2]): row for row in rows}
    for row in history["2023Q2"].inputs.values.itertuples():
        cell = told[row.district, row.indicator]
        assert cell[4] == row.value and cell[7] == row.period
        assert cell[10] == ("演示" if "demo" in row.source else "公开")
    assert {"累计", "当季", "比率"} == {row[8] for row in rows if row[8]}
    english = books["en"]["Data"].iter_rows(min_row=5, values_only=True)
    assert {"cumulative", "single quarter", "ratio"} == {row[8] for row in english if row[8]}


CHANGES = [
    ["胶州市.gdp_growth=5.1"],
    ["weight.economy=55"],
    ["崂山区.service_days=0.4", "黄岛区.projects_given=99", "城阳区.retail_growth=2.25"],
]


def changed(content: bytes, result, settings: list[str]) -> bytes:
    """The workbook with the cells changed that the settings name, as a reader would type them in."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    parsed = parse_settings(result, settings)
    for (code, id_), figure in parsed.figures.items():
        row = next(r for r in book["数据"].iter_rows(min_row=5) if (r[0].value, r[2].value) == (code, id_))
        row[4].value = figure
    for id_, share in parsed.weights.items():
        rows = {r[0].value: r for r in book["办法"].iter_rows(min_row=5) if r[0].value}
        others = sum(
            rows[n.id][7].value for n in result.scheme.children(result.scheme.by_id[id_].parent) if n.id != id_
        )
        rows[id_][7].value = share / (1 - share) * others
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_changed_cell_says_what_what_if_says(history, tmp_path):
    result = history["2023Q2"]
    content = scored_workbook(result)
    books = recalculated(tmp_path, {str(k): changed(content, result, s) for k, s in enumerate(CHANGES)})
    for k, settings in enumerate(CHANGES):
        supposed = what_if(result, parse_settings(result, settings)).result
        assert not supposed.total.equals(result.total)
        agrees(books[str(k)], supposed)
        assert set(columns(books[str(k)].worksheets[2], 10)["与通报之差"]) != {"与通报一致"}


def test_every_formula_carries_the_value_it_has(history, books):
    """Programs that do not calculate show the printed figures too: cached and calculated values are the same."""
    assert carried(scored_workbook(history["2023Q2"]), books["2023Q2"]) > 800


@pytest.mark.parametrize(("when", "lang"), [("2023Q1", "zh"), ("2023Q2", "en")])
def test_excel_comes_to_every_figure_too(tmp_path, history, when, lang):
    count, differing = differing_in_excel(tmp_path, scored_workbook(history[when], lang))
    assert count > 500 and differing == []


def test_the_same_result_gives_the_same_bytes(history):
    result = history["2023Q2"]
    assert scored_workbook(result) == scored_workbook(result)
    with zipfile.ZipFile(io.BytesIO(scored_workbook(result))) as book:
        assert {info.date_time for info in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2026" not in book.read("docProps/core.xml")


def test_text_that_looks_like_a_formula_stays_text(history):
    from dataclasses import replace

    result = history["2023Q2"]
    frame = result.inputs.values.copy()
    frame.loc[:, "note"] = '=HYPERLINK("http://example.org","x")'
    harmed = replace(result, inputs=replace(result.inputs, values=frame))
    book = openpyxl.load_workbook(io.BytesIO(scored_workbook(harmed)))
    notes = [row[11] for row in book["数据"].iter_rows(min_row=5) if row[2].value == "gdp_growth"]
    assert {cell.data_type for cell in notes} == {"s"}
    assert notes[0].value.startswith("=HYPERLINK")
