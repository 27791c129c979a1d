"""Each figure of a finished briefing says where it comes from, and what it says is true of the data files."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from reading_notes import DEMO, figures_of, is_marked, notes_of, rows_named, table
from reports_made import DATA, JIAOZHOU, REPORTS, page, pdf_pages, rows

pytestmark = pytest.mark.slow
ARTICLE = "article_2023Q2"
MILLIONS = {"billion": Decimal(10), "million": Decimal("0.01")}  # in units of 亿元


@pytest.fixture(params=REPORTS)
def name(request) -> str:
    return request.param


@pytest.fixture
def lang(name) -> str:
    return name.rpartition(".")[2]


@pytest.fixture
def soup(briefings, name):
    return page(briefings.file(name, "html"))


def data_row(path: str, row: int) -> dict[str, str]:
    return table(DATA / path)[row - 2]


def test_every_figure_opens_a_note_that_names_its_rule(soup, lang):
    notes = notes_of(soup, lang)
    figures = figures_of(soup)
    assert len(figures) > 150
    for figure in figures:
        note = notes[figure["popovertarget"]]
        assert note.title and note.lines["rule"], figure


def test_every_row_that_a_note_names_is_there_and_names_the_source_told(soup, lang):
    known = {row["id"]: row for row in rows(DATA / "sources.csv")}
    seen = 0
    for note in notes_of(soup, lang).values():
        for path, row in note.places(lang):
            seen += 1
            for id_ in re.split(r"[;|]\s*", data_row(path, row)["source"]):
                title = (known[id_]["title_en"] if lang == "en" else "") or known[id_]["title"]
                assert title in note.lines["source"], (note.title, path, row)
    assert seen > 500


def number(told: str) -> Decimal | None:
    """The number of a figure as told, in the unit of the data."""
    found = re.search(r"[−-]?[0-9][0-9,]*(?:\.[0-9]+)?", told)
    if not found:
        return None
    value = Decimal(found[0].replace(",", "").replace("−", "-"))
    word = next((word for word in MILLIONS if word in told), "")
    return value * MILLIONS[word] if word else value


def test_a_figure_that_rests_on_one_row_stands_in_that_row(soup, lang, name):
    """Raw values: the row named by the note has this very value."""
    notes, seen = notes_of(soup, lang), 0
    for figure in figures_of(soup):
        places = notes[figure["popovertarget"]].places(lang, "data")
        if len(places) != 1 or not re.search(r"(?:values|background)\.csv$", places[0][0]):
            continue
        row = data_row(*places[0])
        indicator = row["indicator"]
        note = notes[figure["popovertarget"]]
        if (
            "得分" in note.title.split(" · ")[-1]
            or note.title.endswith("score")
            or "目标之差" in note.title
            or "distance to" in note.title
        ):  # points and distances made of the one value
            continue
        told, value = number(figure.get_text()), Decimal(row["value"])
        if told is not None and "m²" in figure.get_text():
            told /= 10_000
        assert told == value, (figure.get_text(), indicator, places)
        seen += 1
    assert seen >= (10 if name.startswith("city") else 9)


def test_the_published_figures_are_never_marked(soup, lang, name):
    notes, published = notes_of(soup, lang), 0
    for figure in figures_of(soup):
        note = notes[figure["popovertarget"]]
        places = note.places(lang, "data")
        one_article_row = len(places) == 1 and data_row(*places[0])["source"] == ARTICLE
        raw = one_article_row and DEMO[lang] not in note.lines["source"]
        if raw and "得分" not in note.title and not note.title.endswith("score"):
            published += 1
            assert not is_marked(figure, lang) or _computed(note), (figure.get_text(), note.title)
        if figure.get_text().startswith("97.44"):
            published += 1
            assert not is_marked(figure, lang), figure.parent
    if JIAOZHOU in name:
        assert published >= 35 + 2
    elif name.startswith("city"):
        assert published >= 3


def _computed(note) -> bool:
    return "目标之差" in note.title or "distance to" in note.title


def test_every_illustrative_figure_is_covered_by_a_mark(soup, lang):
    notes, drawn = notes_of(soup, lang), 0
    for figure in figures_of(soup):
        note = notes[figure["popovertarget"]]
        if DEMO[lang] in note.lines.get("source", "") and "published" not in note.lines:
            drawn += 1
            assert is_marked(figure, lang), (figure.get_text(), figure.parent.get_text()[:80], note.title)
    assert drawn > 100


def test_every_chart_names_its_sources_and_marks_what_is_illustrative(soup, lang):
    notes = notes_of(soup, lang)
    figures = soup.find_all("figure", class_="plate")
    charts = [figure for figure in figures if figure.find("svg")]
    assert len(charts) >= 3
    for chart in charts:
        beside = chart.find_next_sibling("p", class_="note") or chart.find_next("p", class_="note")
        button = beside.find("button", class_="ask")
        assert notes[button["popovertarget"]].places(lang)
        assert DEMO[lang].lower() in (chart.figcaption.get_text() + beside.get_text()).lower()


def cites(text: str) -> list[int]:
    return [int(n) for n in re.findall(r"\[([0-9]{1,3})\]", text)]


TITLES = {"zh": "数据出处注释", "en": "Source notes"}


def test_every_number_of_a_source_note_resolves_in_the_pdf(briefings, name, lang):
    text = "\n".join(pdf_pages(briefings.file(name, "pdf")))
    body, _, notes = text.rpartition(TITLES[lang])
    listed = re.findall(r"^\s*\[([0-9]+)\]", notes, flags=re.MULTILINE)
    assert [int(n) for n in listed] == list(range(1, len(listed) + 1))
    assert set(cites(body)) == set(map(int, listed))
    assert len(listed) >= 8


def test_every_source_note_names_rows_that_exist_and_sources_of_the_table(briefings, name, lang, soup):
    ids_of = {cells[0]: id_ for id_, cells in table_of_sources(soup, lang)}
    listed = soup.find("section", class_="cites").find_all("li")
    pdf = re.sub(r"\s+", "", "".join(pdf_pages(briefings.file(name, "pdf"))))
    for item in listed:
        text = item.get_text()
        named = rows_named(text, lang)
        assert named, text
        told = re.search(r"(?:来源|sources?\s)([0-9、,\s]+)[）)]$", text)
        ids = {ids_of[n] for n in re.split(r"[、,]\s*", told[1].strip())}
        used = {id_ for path, row in named for id_ in re.split(r"[;|]\s*", data_row(path, row)["source"])}
        assert used == ids, text
    first = re.sub(r"\s+", "", listed[0].get_text())
    assert first[:20] in pdf


def test_the_table_of_sources_names_the_rows_of_each(soup, lang):
    for id_, cells in table_of_sources(soup, lang):
        named = rows_named(cells[-1], lang)
        assert named, cells
        assert all(id_ in data_row(path, at)["source"] for path, at in named)


def table_of_sources(soup, lang: str) -> list[tuple[str, list[str]]]:
    """The appendix's table of sources: id, and the cells of its row."""
    known = {}
    for row in rows(DATA / "sources.csv"):
        title, publisher = ((row[f"{name}_en"] if lang == "en" else "") or row[name] for name in ("title", "publisher"))
        known[title, (", " if lang == "en" else "，").join(filter(None, (publisher, row["date"])))] = row["id"]
    found = next(t for t in soup.find_all("table") if t.thead.find("th").get_text() in ("序号", "No."))
    lines = [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in found.tbody.find_all("tr")]
    return [(known[cells[1], cells[2]], cells) for cells in lines]


def test_a_wrong_row_would_be_seen(briefings):
    """The comparison can fail: the same figures against rows one further down."""
    soup = page(briefings.file(f"{JIAOZHOU}.zh", "html"))
    notes, wrong = notes_of(soup, "zh"), 0
    for figure in figures_of(soup):
        places = notes[figure["popovertarget"]].places("zh", "data")
        if len(places) == 1 and places[0][0].endswith("values.csv") and places[0][1] < len(table(DATA / places[0][0])):
            wrong += number(figure.get_text()) != Decimal(data_row(places[0][0], places[0][1] + 1)["value"])
    assert wrong > 30
