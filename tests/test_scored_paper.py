"""scored.xlsx on paper, as LibreOffice prints it: to be read without a glass, every page named and marked."""

from __future__ import annotations

import html
import io
import re
import shutil
import statistics
import subprocess
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from reports_made import DATA
from the_readme_says import OFFICES

from helpers.assess import score
from helpers.desk.live.book import scored_workbook
from helpers.desk.live.sheet import Formats, Sheet, largest, packed, pages_across
from helpers.model import Quarter
from helpers.write.language import phrases

OFFICE = next(filter(None, map(shutil.which, OFFICES)), None)
READABLE = 5.5  # points from foot to head of a line; the font here is wider than Excel's, so all comes out smaller


@pytest.fixture(scope="module", params=["zh", "en"])
def printed(request, tmp_path_factory):
    """The language, the workbook, and its pages on paper: (height, text) of every word."""
    assert OFFICE, "there is no LibreOffice: `make test` fetches it"
    folder, lang = tmp_path_factory.mktemp("paper"), request.param
    book = folder / "scored.xlsx"
    book.write_bytes(scored_workbook(score.history(DATA, Quarter(2023, 2))[-1], lang))
    told = [OFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf"]
    subprocess.run([*told, "--outdir", str(folder), str(book)], check=True, capture_output=True, timeout=300)
    return lang, openpyxl.load_workbook(book), _pages(folder / "scored.pdf")


def _pages(pdf: Path) -> list[list[tuple[float, str]]]:
    told = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], check=True, capture_output=True).stdout.decode("utf-8")
    word = re.compile(r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">([^<]*)<')
    return [
        [(float(foot) - float(top), html.unescape(text)) for top, foot, text in word.findall(page)]
        for page in told.split("<page ")[1:]
    ]


def test_every_figure_is_large_enough_to_be_read(printed):
    _, _, pages = printed
    figures = [height for page in pages for height, text in page if re.fullmatch(r"[\d.]{4,}", text)]
    assert len(figures) > 700
    assert min(figures) > READABLE


def test_the_type_of_all_sheets_is_of_one_size(printed):
    """Within the whole per cent that a program rounds to, and where a column ends: a tenth."""
    _, _, pages = printed
    sizes = []
    for page in pages:
        figures = [height for height, text in page if re.fullmatch(r"[\d.]{2,}", text)]
        sizes += [statistics.median(figures)] if len(figures) > 9 else []
    assert len(sizes) > 8
    assert max(sizes) < 1.1 * min(sizes)


def test_every_sheet_says_what_it_is_about_on_the_screen_and_on_paper(printed):
    lang, book, pages = printed
    told = ["".join("".join(text for _, text in page).split()) for page in pages]
    for sheet in book.worksheets[1:]:
        about = sheet["A3"].value
        assert len(about) > 8 and not about.endswith(("。", "."))
        assert any("".join(about.split()) in page for page in told), sheet.title
    assert ("：" in book.worksheets[0]["B4"].value) is (lang == "zh")


def test_every_page_says_what_it_is_and_that_it_is_illustrative(printed):
    lang, book, pages = printed
    titles = ["".join(sheet["A1"].value.split()) for sheet in book]
    notice = "".join(re.split("；|;", phrases(lang).NOTICE)[0].split())
    for page in pages:
        said = "".join(text for _, text in page)
        assert any(title in said for title in titles)
        assert notice in said


def test_columns_that_go_on_on_another_page_are_beside_their_districts(printed):
    _, book, pages = printed
    wide = [sheet for sheet in book if (sheet.page_setup.fitToWidth or 1) > 1]
    assert {book.worksheets.index(sheet) for sheet in wide} >= {2, 3, 6}  # result, scores, rules
    for sheet in wide:
        assert sheet.print_title_cols.startswith("$A:$") and sheet.page_setup.pageOrder == "overThenDown"
    codes = [sum(text.startswith("3702") for _, text in page) for page in pages[2:6]]
    assert codes == [10] * 4


def test_a_row_of_heads_is_as_high_as_its_longest_head(printed):
    """A line is 15 points."""
    lang, book, _ = printed
    head, lines = {"en": ("Urban renewal and construction: rank", 4), "zh": ("城市更新建设位次", 2)}[lang]
    result = book.worksheets[2]
    assert head in [cell.value for cell in result[5]]
    assert result.row_dimensions[5].height == pytest.approx(15 * lines + 2, abs=0.5)


def test_no_title_of_a_source_is_cut_by_what_stands_beside_it(printed):
    """The kind is written over what a column has no room for."""
    _, book, pages = printed
    data = book.worksheets[5]
    titles = [data.cell(row, 10).value or "" for row in range(5, data.max_row + 1)]
    longest = max(titles, key=len)
    assert sum(" ".join(text for _, text in page).count(longest) for page in pages) == titles.count(longest)


@pytest.mark.parametrize("letters", [60, 200])
def test_a_row_is_as_high_as_its_longest_text(letters):
    book = xlsxwriter.Workbook(io.BytesIO())
    sheet = Sheet(book, Formats(book), "s", "t", "")
    sheet.long_text(4, 0, "word " * (letters // 5))
    assert sheet.tall.get(4) == {60: None, 200: 60}[letters]
    book.close()


@pytest.mark.parametrize(("columns", "wide"), [([], 1), ([20] * 10, 1), ([20] * 11, 2), ([0] * 50 + [20] * 10, 1)])
def test_a_sheet_is_as_many_pages_wide_as_it_takes(columns, wide):
    """At seven tenths of its size a page takes 1465 pixels: ten columns of 20 characters, 145 pixels each."""
    assert pages_across(columns, 0) == wide


def test_columns_that_stand_on_every_page_leave_less_room():
    assert (pages_across([20] * 18, 0), pages_across([20] * 18, 2)) == (2, 2)
    assert (pages_across([20] * 19, 0), pages_across([20] * 19, 2)) == (2, 3)


def test_a_sheet_is_as_large_as_its_pages_allow_and_never_larger_than_itself():
    """Seven columns of 145 pixels fill a page of 1026 at full size; eight come down to 88 per cent; eleven take two
    pages, six on the first."""
    assert [largest([20] * n, 0) for n in (1, 7, 8, 11)] == [1, 1, 0.88, 1]
    assert packed([20] * 11, 0, 1026) == (2, 1026 - 4 * 145)
