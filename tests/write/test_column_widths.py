"""Columns as wide on paper as their longest words, whatever the language."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from helpers.style import text_width
from helpers.write import appendix, data_check, explaining, open_briefing, tables
from helpers.write.column_widths import unbroken
from helpers.write.parting import head_parts, name_parts
from helpers.write.table_face import Column, Table

DATA = Path(__file__).parents[2] / "data"
LINE = 166 / 25.4  # inches of A4 between its margins
JIAOZHOU, SHINAN = "370281", "370202"


def widths(table: Table) -> list[float]:
    """Inches of every column; one without a share is as wide as its longest text."""
    natural = [
        0.0 if c.share else max(text_width(row[k], table.size) for row in table.rows) + 10 / 72
        for k, c in enumerate(table.columns)
    ]
    shares = sum(c.share for c in table.columns)
    return [own or c.share * (LINE - sum(natural)) / shares for own, c in zip(natural, table.columns, strict=True)]


def test_no_line_of_a_cell_in_the_browser_begins_with_a_dash_or_with_the_word_for_rows():
    table = Table("t", (Column("h", "left"), Column("r", "left")), (("n", "2022Q1—2023Q1/scores.csv第2—11行；"),))
    kept = '<span class="kept">{}</span>'.format
    assert f"{kept('2022Q1—')}2023Q1/scores.csv{kept('第2—')}{kept('11行；')}</td>" in table.html


def test_no_line_begins_with_the_word_for_a_column_behind_its_name():
    table = Table("t", (Column("h", "left"), Column("r", "left")), (("values.csv第3行value列", "第3行value列，空"),))
    kept = '<span class="kept">{}</span>'.format
    assert f"values.csv{kept('第3行')}{kept('value列')}</th>" in table.html
    assert f"{kept('第3行')}{kept('value列，')}空</td>" in table.html
    assert table.typst.count('#box[#"value列') == 2


def test_a_long_name_of_a_key_may_break_in_the_browser_and_a_date_in_it_may_not():
    table = Table("t", (Column("h"), Column("r", "left")), (("n", "netease_K803EBJO0556645W, xinhua_2023-11-07"),))
    assert '>netease_<wbr>K803EBJO0556645W, xinhua_<span class="kept">2023-11-07</span></td>' in table.html
    assert "netease_K803EBJO0556645W, xinhua_2023-11-07" in unescape(re.sub("<[^>]*>", "", table.html))


def test_no_line_of_a_cell_on_paper_parts_an_english_figure_from_its_unit():
    columns = (Column("h"), Column("value", "right"), Column("unit", "left"), Column("method", "left"))
    table = Table("t", columns, (("n", "CNY 40.634 billion", "CNY 100 million", "60 points at the goal, 2 to 3 days"),))
    for shown in ("CNY\u00a040.634\u00a0billion", "CNY 100 million", "60\u00a0points at the goal, 2 to 3\u00a0days"):
        assert f'#"{shown}";' in table.typst


@pytest.mark.parametrize("made", [tables.indicators, explaining.overtake])
def test_a_column_has_room_for_the_longest_english_figure_with_its_unit(made):
    table = made(open_briefing("2023Q2", lang="en", district=SHINAN, data=DATA))
    for wide, at in zip(widths(table), range(len(table.columns)), strict=True):
        for row in table.rows:
            if "billion" in row[at]:
                assert text_width(row[at], table.size) + 10 / 72 <= wide + 0.01
    assert "CNY\u00a040.634\u00a0billion" in table.typst


WIDE = [tables.ranking, tables.stars, explaining.changes]
LONG = [tables.key_facts, tables.indicators, appendix.methods, appendix.sources]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("made", LONG)
def test_no_word_of_a_long_table_is_wider_than_its_column(made, lang):
    table = made(open_briefing("2023Q2", lang=lang, district=JIAOZHOU, data=DATA))
    for k, wide in enumerate(widths(table)):
        for row in table.rows:
            for word in str(row[k]).replace("/", " ").replace("–", " ").split():
                if word.isascii():
                    assert text_width(word, table.size, k == table.header) + 10 / 72 <= wide + 0.01, (word, wide)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("made", [*WIDE, *LONG])
def test_no_word_of_a_head_is_wider_than_its_column_or_hyphenated(made, lang):
    table = made(open_briefing("2023Q2", lang=lang, district=JIAOZHOU, data=DATA))
    for column, wide in zip(table.columns, widths(table), strict=True):
        for word in column.label.split():
            if column.share and word.isascii():
                assert text_width(word, 8, bold=True) + 10 / 72 <= wide + 0.01, (word, wide)
    heads = table.typst.partition("table.header(")[2].partition("\n")[0]
    assert heads.count("hyphenate: false") == sum(bool(column.share) for column in table.columns)


@pytest.mark.parametrize("quarter", ["2022Q2", "2023Q2", "2023Q3"])
def test_no_head_of_the_table_of_changes_has_more_than_three_lines_in_english(quarter):
    table = explaining.changes(open_briefing(quarter, lang="en", data=DATA))
    for column, wide in zip(table.columns, widths(table), strict=True):
        lines, left = 0, 0.0
        for word in column.label.split():
            needed = text_width(word + " ", 8, bold=True)
            lines, left = (lines, left - needed) if needed <= left else (lines + 1, wide - 10 / 72 - needed)
        assert lines <= 3, column.label


@pytest.mark.parametrize("made", [explaining.changes, tables.stars, tables.indicators, appendix.methods])
def test_a_head_of_words_takes_two_lines_where_there_is_room_for_them(made):
    table = made(open_briefing("2023Q2", lang="en", district=JIAOZHOU, data=DATA))
    for column, wide in zip(table.columns, widths(table), strict=True):
        words, room = column.label.split(), wide - 10 / 72 + 0.01
        cuts = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(len(words))]
        assert not column.share or any(max(text_width(line, 8, bold=True) for line in cut) <= room for cut in cuts)


@pytest.mark.parametrize("quarter", ["2022Q2", "2023Q2", "2023Q3"])
def test_the_heads_of_the_table_of_changes_have_room_for_their_parts(quarter):
    table = explaining.changes(open_briefing(quarter, lang="zh", data=DATA))
    assert all(column.parted for column in table.columns)
    for column, wide in zip(table.columns, widths(table), strict=True):
        assert all(text_width(part, 8, bold=True) + 10 / 72 <= wide + 0.01 for part in head_parts(column.label))


@pytest.mark.parametrize("made", [tables.indicators, appendix.methods])
def test_chinese_names_of_indicators_have_room_for_their_parts(made):
    table = made(open_briefing("2023Q2", lang="zh", district=JIAOZHOU, data=DATA))
    parts = [name_parts(row[table.header]) for row in table.rows]
    assert ["一般公共预算", "收入", "完成率"] in parts and table.columns[table.header].parted
    room = widths(table)[table.header] - 10 / 72 + 0.01
    assert all(text_width(part, table.size, bold=True) <= room for of_name in parts for part in of_name)


@pytest.mark.parametrize("quarter", ["2022Q1", "2022Q2", "2023Q1", "2023Q2", "2023Q3"])
def test_no_head_of_the_table_of_results_has_more_than_three_lines_in_english(quarter):
    table = tables.ranking(open_briefing(quarter, lang="en", data=DATA))
    for column, wide in zip(table.columns, widths(table), strict=True):
        words, room = column.label.split(), wide - 10 / 72 + 0.01
        cuts = [(i, j) for i in range(len(words)) for j in range(i, len(words))]
        lines = [[words[:i], words[i:j], words[j:]] for i, j in cuts]
        wide_enough = [all(text_width(" ".join(line), 8, bold=True) <= room for line in told) for told in lines]
        assert not column.share or any(wide_enough), column.label


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_column_without_a_word_leaves_its_width_to_the_others(lang):
    """The demonstration's one fault is of no district."""
    faults = data_check.faults(data_check.open_check("2023Q2", lang=lang, data=DATA))
    found = dict(zip((column.label for column in faults.columns), widths(faults), strict=True))
    empty = [column.label for k, column in enumerate(faults.columns) if not any(row[k] for row in faults.rows)]
    assert len(empty) == 1 and max(found.values()) / 4 < found[empty[0]] < max(found.values()) / 2


def test_heads_that_do_not_fit_are_hyphenated():
    columns = tuple(Column("Responsibilities", "left", 1) for _ in range(12))
    told = unbroken(columns, [("x",) * 12])
    assert not any(column.roomy for column in told)
    assert "hyphenate" not in Table("t", told, (("x",) * 12,)).typst


def test_what_a_narrow_column_lacks_the_others_give():
    columns = (Column("a", "left", 4), Column("b", "left", 0.1), Column("c", "right", 2))
    told = unbroken(columns, [("one two", "administration", "1")], header=0)
    assert told[1].share > text_width("administration", 9)
    assert told[0].share / told[2].share == pytest.approx(2, rel=0.01)
    assert sum(c.share for c in told) == pytest.approx(LINE, abs=0.02)


def test_names_of_two_words_stay_on_one_line_where_heads_ask_for_room():
    columns = (Column("District", "left", 0.9), *(Column("Responsibilities", "right", 1.3) for _ in range(5)))
    told = unbroken(columns, [("Demo 025", *["92.35"] * 5)], header=0)
    assert told[0].share >= text_width("Demo 025", 9, bold=True) + 10 / 72


@pytest.mark.parametrize("head", ["较上季度", "得分位次"])
def test_a_chinese_head_of_four_characters_stays_on_one_line(head):
    columns = (Column("区市", "left", 0.88), Column("群众满意度加分", "right", 4), Column(head, "center", 0.3))
    told = unbroken(columns, [("示范025区", "2.74", "▲1")])
    assert told[2].share >= text_width(head, 8, bold=True) + 10 / 72 + 0.06  # with its mark


@pytest.mark.parametrize(("lang", "note"), [("zh", "各项出处均为"), ("en", "Source of all figures: ")])
def test_a_source_that_all_key_figures_share_is_named_once(lang, note):
    table = tables.key_facts(open_briefing("2023Q2", lang=lang, district=JIAOZHOU, data=DATA))
    publisher = table.note.removeprefix(note).rstrip("。.")
    assert table.note.startswith(note) and publisher
    assert not any(publisher in cell for row in table.rows for cell in row)
