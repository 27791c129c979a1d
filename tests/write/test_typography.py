"""Chinese typography of everything that is shown: sentences, tables, words of charts, titles, notebooks' own text.

House rules. Punctuation beside Han is full-width; no space stands between Han and Latin letters or digits; brackets
and quotes around Han are full-width; no line begins with a closing mark or ends with an opening one. Two spaces are
meant: a chart's label sets a name off from its figure, and a heading the word 附. Titles of sources stand as published.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
import typst

from helpers.markup import unmarked
from helpers.write import appendix, charts, explaining, open_briefing, sections, story, tables
from helpers.write.briefing import Briefing
from helpers.write.table_face import Table

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"
HAN = "[\u3400-\u4dbf\u4e00-\u9fff]"
FAULTS = {
    "half-width punctuation beside Han": f"{HAN} ?[,;:!?]|[,;!?]{HAN}",
    "a half-width full stop after Han": rf"{HAN}\.(?![0-9a-zA-Z])",
    "half-width brackets beside Han": rf"{HAN}[(\[]|[)\]]{HAN}|\({HAN}|{HAN}\)",
    "a straight quote beside Han": f"{HAN}[\"']|[\"']{HAN}",
    "a space between Han and Latin or digits": f"{HAN} +[0-9A-Za-z]|[0-9A-Za-z%] +{HAN}",
    "a space between two Han": f"{HAN} +{HAN}",
    "a space beside a full-width mark": "[，。；：、！？（）“”《》] | [，。；：、！？（）“”《》]",
    "two marks where one belongs": "[，。；：、]{2}",
    "quotes that do not pair": "“[^”]*“|”[^“]*”|“[^”]*$",
}


def faults(text: str) -> list[str]:
    return [f"{what}: …{found[0]}… in {text!r}" for what, rule in FAULTS.items() if (found := re.search(rule, text))]


@cache
def opened(quarter: str) -> Briefing:
    return open_briefing(quarter, data=DATA)


def cells(table: Table | None) -> Iterator[str]:
    """Caption, heads, cells and note of a table, each for itself."""
    if table is not None:
        yield from (table.caption, *(c.label for c in table.columns), *(cell for row in table.rows for cell in row))
        yield from filter(None, [table.note])


def shown(b: Briefing) -> Iterator[str]:
    """Every Chinese text that a briefing shows, cell by cell and sentence by sentence."""
    cover = story.cover(b)
    yield from (cover.title, cover.subtitle, cover.issuer, cover.date, cover.basis, cover.notice, cover.running)
    for paragraph in sections.paragraphs(b):
        yield unmarked("".join(story.sentence(b, finding) for finding in paragraph.findings))
    if b.district is None:
        found = [tables.ranking(b), tables.stars(b), explaining.changes(b), explaining.firmness(b)]
        found += [tables.gap(b, *b.ranking[:2]), appendix.policies(b), appendix.methods(b), appendix.sources(b)]
        faces = [charts.rank_bars(b), *(charts.board_dots(b, board.id) for board in b.boards)]
    else:
        found = [tables.standing(b), tables.indicators(b), tables.track(b), tables.key_facts(b), explaining.overtake(b)]
        faces = []
    for table in found:
        yield from cells(table)
    for chart in faces:
        yield chart.alt
        for label in re.findall(r"<text[^>]*>([^<]*)</text>", chart.svg):
            yield re.sub(rf"^({HAN}+) ([0-9.]+)$", r"\1：\2", label)


@pytest.mark.parametrize("quarter", ["2022Q1", "2023Q2", "2023Q3"])
def test_all_that_a_briefing_shows_keeps_the_house_rules_of_chinese_typography(quarter):
    city = opened(quarter)
    titles = {source.title for source in city.sources.values()}
    texts = {text for b in (city, *_districts(city)) for text in shown(b) if text not in titles}
    found = {fault for text in texts for fault in faults(text)}
    assert len(texts) > 400
    assert not found, "\n".join(sorted(found)[:20])


def _districts(city: Briefing) -> list[Briefing]:
    codes = ("370281", "370211", "370285")
    return [replace(city, district=d) for d in city.result.districts if d.code in codes]


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem)
def test_notebooks_keep_them_too(path):
    cells_ = json.loads(path.read_text(encoding="utf-8"))["cells"]
    lines = [line for c in cells_ if c["cell_type"] == "markdown" for line in "".join(c["source"]).splitlines()]
    found = [fault for line in lines for fault in faults(unmarked(re.sub(r"^#+ (附 )?", "", line)))]
    assert lines and not found, "\n".join(found)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "胶州市,97.44分",
            "胶州市;黄岛区",
            "全市(公布数)",
            "较上季度上升 2 位",
            '获"真抓实干"红旗',
            "居首.",
            "总分 : 97",
        ),
        *("全市 平均", "上升2位， 居首", "居首，。", "获“真抓实干红旗", "GDP 增速", "说明:居首"),
    ],
)
def test_each_fault_is_seen(text):
    assert faults(text)


@pytest.mark.parametrize(
    "text", ["胶州市97.44分，居首（2023年）。", "values.csv:12", "GDP增速7.2%；“真抓实干”红旗", "1—6月"]
)
def test_good_text_has_none(text):
    assert not faults(text)


def test_no_line_of_a_pdf_begins_with_a_closing_mark_or_ends_with_an_opening_one(tmp_path):
    """One paragraph set at forty widths, so that a mark would stand at the edge of a line if the rules let it."""
    sentence = "胶州市以97.44分居首（上季度居第2位），“真抓实干、勇当排头”红旗未易手；《通报》：居首、居末、持平。"
    pages = "".join(f"#page(width: {w}pt, height: auto, margin: 4pt)[{sentence * 2}]\n" for w in range(90, 210, 3))
    font = '#set text(font: "Noto Sans SC", size: 10pt, lang: "zh", region: "cn")\n'
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(ROOT / "helpers" / "fonts")])
    (tmp_path / "made.typ").write_text(font + pages, encoding="utf-8")
    typst.compile(tmp_path / "made.typ", output=tmp_path / "made.pdf", font_paths=fonts)
    made = subprocess.run(["pdftotext", "-layout", str(tmp_path / "made.pdf"), "-"], capture_output=True, check=True)
    lines = [line.strip() for line in made.stdout.decode("utf-8").replace("\f", "\n").splitlines() if line.strip()]
    assert len(lines) > 200 and "".join(lines).count("，") >= 80
    assert not [line for line in lines if line[0] in "，。；：、！？）”》"]
    assert not [line for line in lines if line[-1] in "（“《"]
