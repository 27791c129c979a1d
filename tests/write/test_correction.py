"""The correction notice: old beside new, and what of the result moves."""

from __future__ import annotations

import re
import shutil

import pytest
from publishing import change, enter, entry, publish
from revised import DATA, first_quarter_published, revise, texts, told

from helpers.model import UsageError
from helpers.write import correction, open_correction
from helpers.write.faces import Stack


@pytest.fixture
def data(tmp_path):
    return first_quarter_published(tmp_path / "data")


def test_a_notice_needs_a_published_quarter_with_a_revision(data):
    with pytest.raises(UsageError, match=r"2023Q2 is not published, so there is nothing to correct: briefing publish"):
        open_correction("2023Q2", data=data)
    with pytest.raises(UsageError, match=r"2023Q1, published on 2023-05-07, has no revision"):
        open_correction("2023Q1", data=data)
    revise(data, "胶州市", "gdp_growth", "9.9")
    with pytest.raises(UsageError, match="no revision made by 2023-07-09"):
        open_correction("2023Q1", data=data, as_of="2023-07-09")
    assert open_correction("2023Q1", data=data).date.isoformat() == "2023-07-10"


def test_a_notice_needs_the_quarters_folder(data):
    publish(data, "2023Q2", "2023-08-08")
    revise(data, "胶州市", "gdp_growth", "9.9", date="2023-08-20")
    shutil.rmtree(data / "2023Q2")
    with pytest.raises(UsageError, match=r"there are no data for 2023Q2 .* there are: "):
        open_correction("2023Q2", data=data)


def test_the_notice_of_a_county_speaks_of_its_towns(tmp_path):
    """The scheme's own words, in force when the quarter was published."""
    shutil.copytree(DATA, tmp_path / "data")
    scheme = tmp_path / "data" / "schemes" / "2022.toml"
    own = 'title = "乡镇考核通报"\nassessed = { zh = "乡镇", en = "town" }\nwhole = { zh = "全县", en = "county" }\n'
    scheme.write_text(scheme.read_text("utf-8").replace("stars = [", own + "stars = [", 1), "utf-8")
    publish(tmp_path / "data", "2023Q1", "2023-05-07")
    revise(tmp_path / "data", "胶州市", "gdp_growth", "9.9")
    for lang, strange in (("zh", ("区市", "全市", "摘星夺旗")), ("en", (" district", "District"))):
        c = open_correction("2023Q1", lang, tmp_path / "data")
        faces = Stack.of(correction.cover(c), correction.opening(c), correction.changed(c), correction.results(c)).faces
        text = "".join(str(face._repr_mimebundle_()) for face in faces)
        assert [word for word in strange if word in text] == [] and {"zh": "乡镇", "en": "Town"}[lang] in text


def test_the_notice_sets_old_beside_new(data):
    revise(data, "胶州市", "gdp_growth", "9.9")
    revise(data, "胶州市", "signed_projects", "60", date="2023-07-12")
    c = open_correction("2023Q1", data=data)
    table = correction.changed(c)
    assert list(table.rows) == [
        ("胶州市", "地区生产总值增速", "6.4%", "9.9%", "2023年7月10日"),
        ("胶州市", "新签约项目", "95个", "60个", "2023年7月12日"),
    ]
    assert table.note.endswith(
        "各项修订单位均为市统计局、事由均为最终核实、出处均为演示数据。"
    )  # once, not in every row
    english = correction.changed(open_correction("2023Q1", "en", data))
    assert len(english.columns) == 5 and "For all of them, revised by: " in english.note
    assert "有2项已经修订" in correction.opening(c).markdown
    results = next(iter(correction.results(c)))
    before, after = (r.total["370281"] for r in (c.before, c.after))
    assert results.rows[[row[0] for row in results.rows].index("胶州市")][1:3] == (f"{before:.2f}", f"{after:.2f}")
    assert ("未列出的区市" in results.note) is (len(results.rows) < 10)
    cover = correction.cover(c)
    assert (cover.label, cover.date, cover.short) == ("更正通知", "2023年7月12日", True)
    closing = list(correction.closing(c))
    assert "以本通知为准" in closing[0].markdown and closing[1].lines == ("青岛市综合考核委员会", "2023年7月12日")


def test_a_notice_of_a_revision_that_moves_nothing_says_so_and_has_no_table_of_results(data):
    revise(data, "胶州市", "gdp_growth", "6.401")
    c = open_correction("2023Q1", "en", data)
    assert correction.effects(c).markdown == "The correction changes no total, rank, star or flag of Q1 2023."
    assert not list(correction.results(c))


def test_an_earlier_quarter_s_revision_that_moves_this_one_s_flags_calls_for_a_notice_too(data):
    publish(data, "2023Q2", "2023-08-08")
    revise(data, "崂山区", "gdp_growth", "9.9", date="2023-09-01")
    c = open_correction("2023Q2", data=data)
    assert [row[0] for row in correction.changed(c).rows] == ["2023年一季度"]
    assert c.before.rank.equals(c.after.rank) and not c.before.change.equals(c.after.change)
    assert "考核结果有变化，对照如下。各区市位次、星级均不变。" in correction.effects(c).markdown
    results, flags = list(correction.results(c))
    assert [column.label for column in results.columns][5:7] == ["原较上季度", "现较上季度"]
    assert flags.rows[0][0] == "加压奋进、进位赶超"
    earlier = open_correction("2023Q1", data=data)
    assert "本次更正还涉及以后季度的结果" in correction.effects(earlier).markdown


def test_survey_counts_vetoes_and_rows_that_came_or_went_have_words(data):
    change(data / "2023Q1" / "survey.csv", ("胶州市",), "satisfied", "900")
    lines = [
        ("survey", "胶州市", "", "satisfied", survey(data, "satisfied"), "900"),
        ("praise", "胶州市", "防汛工作", "source", "", "demo"),
        ("values", "胶州市", "signed_projects", "source", "demo", "notice_2023Q1"),
    ]
    with (data / "2023Q1" / "praise.csv").open("a", encoding="utf-8") as file:
        file.write("胶州市,防汛工作,,demo\n")
    change(data / "2023Q1" / "values.csv", ("胶州市", "signed_projects"), "source", "notice_2023Q1")
    keys = ("table", "district", "item", "column", "old", "new")
    for line in lines:
        cells = dict(zip(keys, line, strict=True))
        enter(data, entry(**cells, quarter="2023Q1", date="2023-07-10", source="demo"))
    said = texts(told(data), "movement")
    assert re.fullmatch("2023年一季度胶州市满意人数由[0-9]+人修订为900人（市统计局，最终核实）。", said[0])
    assert said[1] == "2023年一季度胶州市表扬补充列入（市统计局，最终核实）。"
    assert said[2].startswith("2023年一季度胶州市新签约项目来源由“")
    assert "demo" not in said[2]
    english = texts(told(data, lang="en"), "movement")
    assert english[1].startswith("praise of Jiaozhou for Q1 2023 is added")


def survey(data, column):
    """胶州市's count as it was published."""
    cells = (data / "published" / "2023Q1" / "edition-1" / "cells.csv").read_text("utf-8-sig").splitlines()
    return next(line.rsplit(",", 1)[1] for line in cells if line.startswith(f"survey,370281,,{column},"))
