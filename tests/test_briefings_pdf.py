"""The PDF that a reader opens, prints, searches and listens to."""

from __future__ import annotations

import re
import subprocess
import tomllib
from functools import cache
from itertools import pairwise
from pathlib import Path

import pypdf
import pytest
from bs4 import BeautifulSoup
from reports_made import CODES, DATA, JIAOZHOU, REPORTS, ROOT, bare, page, pdf_pages, rows

A4 = (595.276, 841.89)
MOST_BYTES = 600_000
NOTICE = {"zh": "演示数据", "en": "Illustrative data"}
STAMP = {"zh": "征求意见稿", "en": "DRAFT"}  # the demonstration has no ledger
FOOT = {"zh": r"第{}页/共{}页", "en": r"Page{}of{}"}
NEVER_FIRST = "、。，；：？！）》〉」』】”’％‰℃"
NEVER_LAST = "（《〈「『【“‘"


@cache
def read(path: Path) -> pypdf.PdfReader:
    return pypdf.PdfReader(path)


@pytest.fixture(params=REPORTS)
def name(request) -> str:
    return request.param


@pytest.fixture
def pdf(name, briefings) -> Path:
    return briefings.file(name, "pdf")


@pytest.fixture
def lang(name) -> str:
    return name.rpartition(".")[2]


def test_no_line_holds_a_source_note_s_number_alone(pdf):
    for number, text in enumerate(pdf_pages(pdf), start=1):
        assert not re.search(r"^\s*\[\d+\]\s*$", text, re.MULTILINE), number


def walk(element: object, found: list[pypdf.generic.DictionaryObject]) -> list[pypdf.generic.DictionaryObject]:
    """Every structure element below `element`, in reading order."""
    element = element.get_object()
    if isinstance(element, pypdf.generic.ArrayObject):
        for child in element:
            walk(child, found)
    elif isinstance(element, pypdf.generic.DictionaryObject) and "/S" in element:
        found.append(element)
        if "/K" in element:
            walk(element["/K"], found)
    return found


def kinds_below(element: pypdf.generic.DictionaryObject) -> list[str]:
    return [str(part["/S"]) for part in walk(element.get("/K", pypdf.generic.ArrayObject()), [])]


def test_the_document_is_tagged_in_its_language(pdf, lang):
    root = read(pdf).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == {"zh": "zh-CN", "en": "en-GB"}[lang]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    elements = walk(root["/StructTreeRoot"]["/K"], [])
    kinds = {str(element["/S"]) for element in elements}
    assert {"/Document", "/H1", "/H2", "/P", "/Table", "/TH", "/TD", "/Figure", "/Caption"} <= kinds
    silent = [
        element for element in elements if element["/S"] == "/Figure" and not str(element.get("/Alt", "")).strip()
    ]
    assert not silent
    assert all("/TH" in kinds_below(element) for element in elements if element["/S"] == "/Table")


def test_it_says_that_it_is_pdf_ua_1_and_pdf_a_2a(pdf):
    xmp = read(pdf).trailer["/Root"]["/Metadata"].get_object().get_data().decode("utf-8")
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert "<pdfaid:part>2</pdfaid:part>" in xmp
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in xmp


def test_title_and_author_stand_in_its_properties(pdf, briefings, name, lang):
    told = read(pdf).metadata
    soup = page(briefings.file(name, "html"))
    assert told.title == soup.title.get_text()
    assert soup.h1.get_text() in told.title
    assert told.author == soup.find("meta", {"name": "author"})["content"]
    assert told.author == {"zh": "青岛市综合考核委员会", "en": "Qingdao Comprehensive Assessment Committee"}[lang]


def test_its_properties_name_the_day_of_issue_in_every_language(pdf):
    issued = tomllib.loads((DATA / "2023Q2" / "issue.toml").read_text(encoding="utf-8"))["date"]
    told = read(pdf).metadata
    assert told["/CreationDate"][:10] == told["/ModDate"][:10] == f"D:{issued:%Y%m%d}"


def bookmarks(reader: pypdf.PdfReader) -> list[tuple[str, int]]:
    def flat(entries: list) -> list:
        return [one for entry in entries for one in (flat(entry) if isinstance(entry, list) else [entry])]

    return [(entry.title, reader.get_destination_page_number(entry) + 1) for entry in flat(reader.outline)]


def test_every_section_has_a_bookmark_and_a_line_in_the_contents_with_its_page(pdf, briefings, name):
    marks = bookmarks(read(pdf))
    headings = [tag.get_text() for tag in page(briefings.file(name, "html")).main.find_all(["h2", "h3"])]
    assert [title for title, _ in marks] == headings
    pages = [bare(text) for text in pdf_pages(pdf)]
    contents = [bare(line) for line in pdf_pages(pdf)[1].splitlines()]
    for title, number in marks:
        assert bare(title) in pages[number - 1]
        line = rf"{re.escape(bare(title))}\.+{number}"
        assert any(re.fullmatch(line, told) for told in contents), f"no {title} … {number} in the contents"


def test_every_sheet_is_a4(pdf):
    for sheet in read(pdf).pages:
        size = float(sheet.mediabox.width), float(sheet.mediabox.height)
        assert size == pytest.approx(A4, abs=1)
        assert not sheet.get("/Rotate")


def test_a_briefing_has_few_pages(pdf, name):
    assert 5 <= len(read(pdf).pages) <= (12 if name.startswith("city") else 11)


def test_every_page_carries_its_number_the_notice_and_the_running_head(pdf, lang):
    pages = pdf_pages(pdf)
    assert len(pages) == len(read(pdf).pages)
    title = bare(read(pdf).metadata.title)
    for number, text in enumerate(pages, 1):
        lines = [bare(line) for line in text.splitlines() if line.strip()]
        foot = "".join(lines[-2:])
        assert FOOT[lang].format(number, len(pages)) in foot
        assert bare(NOTICE[lang]) in foot
        if number > 1:  # the cover is its own head
            assert lines[0] == title + STAMP[lang]


def fonts(reader: pypdf.PdfReader) -> dict[int, pypdf.generic.DictionaryObject]:
    """Every font that a page or a drawing on it names."""
    found: dict[int, pypdf.generic.DictionaryObject] = {}
    seen: set[int] = set()

    def look(resources: object) -> None:
        resources = resources.get_object()
        for font in resources.get("/Font", {}).values():
            found[font.get_object().indirect_reference.idnum] = font.get_object()
        for thing in resources.get("/XObject", {}).values():
            thing = thing.get_object()
            if "/Resources" in thing and thing.indirect_reference.idnum not in seen:
                seen.add(thing.indirect_reference.idnum)
                look(thing["/Resources"])

    for sheet in reader.pages:
        look(sheet["/Resources"])
    return found


def test_every_font_is_embedded_and_can_be_read_back(pdf):
    found = fonts(read(pdf))
    assert len(found) >= 2
    for font in found.values():
        assert font["/Subtype"] == "/Type0", "text is drawn as shapes or by a viewer's own font"
        assert "/ToUnicode" in font
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert any(key in descriptor for key in ("/FontFile2", "/FontFile3")), font["/BaseFont"]
        assert re.fullmatch(r"/[A-Z]{6}\+Noto(Sans|Serif)SC-(Regular|Bold)", font["/BaseFont"])


def test_no_character_is_lost(pdf):
    text = "".join(pdf_pages(pdf))
    lost = [char for char in text if char in "\ufffd\u25a1\u0000" or "\ue000" <= char <= "\uf8ff"]
    assert not lost


def test_it_is_small_enough_to_mail(pdf):
    assert pdf.stat().st_size <= MOST_BYTES


def printed_lines(pdf: Path) -> list[tuple[int, str]]:
    """Each line as it lies on the sheet, cell by cell in tables, with its page.

    Where two marks of punctuation are set tight, poppler breaks a line in two pieces that overlap: they are joined.
    """
    found = subprocess.run(["pdftotext", "-bbox-layout", str(pdf), "-"], capture_output=True, check=True)
    lines: list[tuple[int, str]] = []
    for number, sheet in enumerate(BeautifulSoup(found.stdout.decode("utf-8"), "html.parser").find_all("page"), 1):
        pieces = sorted(
            (round(float(line["ymax"])), float(line["xmin"]), float(line["xmax"]), line.get_text("", strip=True))
            for line in sheet.find_all("line")
        )
        end: tuple[int, float] = (-1, 0.0)
        for foot, left, right, text in pieces:
            if foot == end[0] and left < end[1]:
                lines[-1] = (number, lines[-1][1] + text)
            else:
                lines.append((number, text))
            end = (foot, right)
    return lines


def test_no_line_begins_or_ends_with_punctuation_that_may_not_stand_there(pdf):
    lines = printed_lines(pdf)
    assert len(lines) > 100
    assert not [(number, text) for number, text in lines if text[0] in NEVER_FIRST or text[-1] in NEVER_LAST]
    assert not [(number, text) for number, text in lines if re.match("—[0-9A-Z]", text)], "the dash of a range"
    assert not [(number, text) for number, text in lines if re.match("行(?:[；（]|$)", text)], "the unit of rows"


# --- what it says ----------------------------------------------------------------------------------------------------


def test_the_first_total_and_the_ranking_of_all_ten_are_printed(briefings):
    sheets = " ".join(pdf_pages(briefings.file("city.zh", "pdf")))
    text = " ".join(re.sub("※|\u2060", "", sheets).split())  # a raised mark puts what follows it on a line of its own
    scored = sorted(rows(briefings.zh / "scored.csv"), key=lambda row: int(row["rank"]))
    assert (scored[0]["district"], scored[0]["total"]) == ("胶州市", "97.44")
    assert len(scored) == 10
    places = []
    for row in scored:
        change = int(row["change"])
        arrow = f"▲{change}" if change > 0 else f"▼{-change}" if change else "—"
        boards = [row[key] for key in row if f"stars_{key}" in row and key != "total"]
        line = " ".join([row["rank"], row["district"], *boards, row["bonus"], row["total"], arrow])
        assert line in text
        places.append(text.index(line))
    assert places == sorted(places)


def jiaozhou_rows() -> list[tuple[int, dict[str, str]]]:
    """Rows of values.csv that speak of 胶州, each with its number in the file (the head is row 1)."""
    found = enumerate(rows(DATA / "2023Q2" / "values.csv"), 2)
    return [(n, row) for n, row in found if row["district"] in ("胶州", "胶州市", CODES["胶州市"])]


PUBLISHED = rows(ROOT / "helpers" / "demo" / "published" / "jiaozhou_2023Q2_indicators.csv")


def test_there_are_35_published_facts():
    assert len({fact["id"] for fact in PUBLISHED}) == 35


@pytest.mark.parametrize("fact", PUBLISHED, ids=lambda fact: fact["id"])
def test_each_published_fact_is_told_in_official_words_and_traced_to_its_row(briefings, fact):
    """ "30余家" is a lower bound, not a value: keep the 余."""
    unit, _, qualifier = fact["unit"].rstrip(")").partition("(")
    before, after = ("超" if qualifier == "超" else ""), ("余" if qualifier == "余" else "")
    pages = pdf_pages(briefings.file(f"{JIAOZHOU}.zh", "pdf"))
    phrase = f"{before}{fact['value']}{after}{unit}"
    assert re.search(rf"(?<![\d.]){re.escape(phrase)}", bare("".join(pages))), phrase

    number = next(n for n, row in jiaozhou_rows() if row["indicator"] == fact["id"])
    lines = [line for sheet in pages for line in sheet.splitlines() if re.search(rf"values\.csv:{number}\b", line)]
    shown = rf"(?<![\d.]){before} ?{re.escape(fact['value'])} ?{after}(?![\d.])"
    assert any(re.search(shown, line) for line in lines), lines


def rows_of_unscored_facts() -> list[int]:
    """Rows of values.csv for 胶州 that no other table shows than the one of key figures."""
    scored = {node["id"] for node in tomllib.loads((DATA / "schemes" / "2023.toml").read_text("utf-8"))["node"]}
    facts = {row["id"] for row in rows(DATA / "facts.csv")} - scored
    return [n for n, row in jiaozhou_rows() if row["indicator"] in facts]


def test_a_table_that_runs_over_a_page_repeats_its_head(briefings, lang="en"):
    """胶州's key figures fill more than a page in English: every page that shows a row of them shows their head."""
    tables = page(briefings.file(f"{JIAOZHOU}.{lang}", "html")).find_all("table")
    heads = [one.thead.find_all("th") for one in tables if len(one.tbody.find_all("tr")) == len(PUBLISHED)]
    words = {cell.get_text() for cell in heads[0]}
    traces = re.compile("|".join(rf"values\.csv:{n}\b" for n in rows_of_unscored_facts()))
    sheets = [sheet for sheet in pdf_pages(briefings.file(f"{JIAOZHOU}.{lang}", "pdf")) if traces.search(sheet)]
    assert len(sheets) >= 2
    for sheet in sheets:
        assert any(all(word in line for word in words) for line in sheet.splitlines())


def test_no_cell_of_a_table_runs_into_the_next(pdf, name, briefings):
    """A word too long for its column is set over the one beside it, and is then read as one word with it."""
    words, joined = set(" ".join(pdf_pages(pdf)).split()), set()
    for row in page(briefings.file(name, "html")).select("table.briefing tr"):
        cells = [cell.get_text(" ").split() for cell in row.find_all(["th", "td"])]
        joined |= {left[-1] + right[0] for left, right in pairwise(cells) if left and right}
    assert not {word for word in joined & words if re.search("[A-Za-z]{4}", word)}
