"""What the next briefing says of a revision: what was corrected, and whether a total, rank, star or flag moves."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from parse_back import faults
from publishing import change, enter, entry, publish, take_out

from helpers.assess import score
from helpers.assess.check import check_quarter
from helpers.markup import unmarked
from helpers.model import Quarter, UsageError
from helpers.write import correction, explaining, open_briefing, open_correction, sections, story
from helpers.write.behind import basis
from helpers.write.contract_rules_zh import hint, rule
from helpers.write.notes import MARK_HTML
from helpers.write.telling import Telling

DATA = Path(__file__).parents[2] / "data"
Q1, Q2, Q3 = (Quarter(2023, number) for number in (1, 2, 3))
LANGS = ("zh", "en")


@pytest.fixture
def data(tmp_path):
    """The shipped data with 2023Q1 published on its day of issue."""
    shutil.copytree(DATA, tmp_path / "data")
    publish(tmp_path / "data", "2023Q1", "2023-05-07")
    return tmp_path / "data"


def revise(data, district, item, new, *, quarter="2023Q1", date="2023-07-10", table="values", column="value", **more):
    """One figure of 胶州市's or another's first quarter corrected, with its entry."""
    path = data / quarter / f"{table}.csv"
    old = next(
        line.split(",")[2]
        for line in path.read_text("utf-8-sig").splitlines()
        if line.startswith(f"{district},{item},")
    )
    change(path, (district, item), column, new)
    told = {
        "district": district,
        "item": item,
        "old": old,
        "new": new,
        "quarter": quarter,
        "date": date,
        "table": table,
    }
    enter(data, entry(**told, source="demo", reason_en="final verification", who_en="Statistics Bureau", **more))
    return old


def told(data, quarter="2023Q2", lang="zh", district="", as_of=""):
    """Kind and text of what is said of revisions, section by section."""
    b = open_briefing(quarter, lang, district, data, as_of)
    found = [
        (paragraph.section, f.kind, unmarked(story.sentence(b, f)))
        for paragraph in sections.paragraphs(b)
        for f in paragraph.findings
        if f.kind.startswith("revision")
    ]
    return found


def texts(found, section):
    return [text for at, _, text in found if at == section]


def test_a_revision_that_moves_ranks_and_stars_is_told_in_the_next_briefing(data):
    revise(data, "胶州市", "gdp_growth", "9.9")
    found = told(data)
    assert texts(found, "movement") == [
        "2023年一季度胶州市地区生产总值增速由6.4%修订为9.9%（市统计局，最终核实）。",
        "按修订后数据计算，2023年一季度胶州市总分由96.98分变为98.14分、位次由第2位变为第1位、星数由26星变为29星；"
        "黄岛区位次由第1位变为第2位；即墨区星数由21星变为20星；城阳区星数由20星变为19星；崂山区星数由18星变为17星；"
        "各区市红旗不变。",
    ]
    assert texts(found, "cover") == [
        "按修订后数据计算，2023年一季度胶州市位次由第2位变为第1位；黄岛区位次由第1位变为第2位。"
    ]
    english = texts(told(data, lang="en"), "movement")
    assert english[0] == (
        "GDP growth of Jiaozhou for Q1 2023 is revised from 6.4% to 9.9% (Statistics Bureau; final verification)."
    )
    assert "its rank from 2nd to 1st, its star count from 26 stars to 29 stars" in english[1]
    assert not re.search("[\u3400-\u9fff]", "".join(english))


def test_it_is_told_once_by_the_first_briefing_issued_after_it(data):
    revise(data, "胶州市", "gdp_growth", "9.9", date="2023-07-10")
    assert told(data, "2023Q2") and not told(data, "2023Q3") and not told(data, "2023Q1")
    (data / "revisions.csv").unlink()
    change(data / "2023Q1" / "values.csv", ("胶州市", "gdp_growth"), "value", "6.4")
    revise(data, "胶州市", "gdp_growth", "9.9", date="2023-08-09")  # the day after the second quarter's was issued
    assert not told(data, "2023Q2") and told(data, "2023Q3")


def test_a_revision_that_moves_nothing_says_so(data):
    old = revise(data, "胶州市", "gdp_growth", "6.401")
    assert old == "6.4"
    assert texts(told(data), "movement") == [
        "2023年一季度胶州市地区生产总值增速由6.400%修订为6.401%（市统计局，最终核实）。",
        "按修订后数据计算，2023年一季度各区市总分、位次、星级、红旗均不变。",
    ]
    assert "all totals, ranks, stars and flags stay as they were" in texts(told(data, lang="en"), "movement")[1]


def test_a_revision_that_moves_a_flag_names_winners_before_and_after(data):
    results = score.history(data, Q1)
    third = results[-1].rank[results[-1].rank == 3].index[0]
    name = next(d.name for d in results[-1].districts if d.code == third)
    revise(data, "胶州市", "projects_given", "60", table="scores", column="points")
    after = score.history(data, Q1)[-1]
    assert third in after.flags["front_runner"] and "370281" not in after.flags["front_runner"]
    said = texts(told(data), "movement")[1]
    assert f"“真抓实干、勇当排头”红旗由黄岛区、胶州市变为黄岛区、{name}" in said
    assert f"“真抓实干、勇当排头”红旗由黄岛区、胶州市变为黄岛区、{name}" in texts(told(data), "cover")[0]


def test_flags_of_a_later_quarter_that_rest_on_the_revised_one_are_told_too(data):
    publish(data, "2023Q2", "2023-08-08")
    before = score.history(data, Q2)[-1].flags
    revise(data, "崂山区", "gdp_growth", "9.9", date="2023-09-01")  # no longer rose two places in the second quarter
    after = score.history(data, Q2)[-1].flags
    assert {k: set(v) for k, v in before.items()} != {k: set(v) for k, v in after.items()}
    later = [text for text in texts(told(data, "2023Q3"), "movement") if "2023年二季度" in text]
    assert len(later) == 1 and "“加压奋进、进位赶超”红旗由" in later[0]


def test_a_district_is_told_what_concerns_it(data):
    revise(data, "胶州市", "gdp_growth", "9.9")
    own = texts(told(data, district="胶州市"), "track")
    assert [text[:14] for text in own] == ["2023年一季度胶州市地区生", "按修订后数据计算，2023年"]
    assert own[1].endswith("星数由26星变为29星；红旗不变。")
    assert texts(told(data, district="黄岛区"), "track") == [
        "按修订后数据计算，2023年一季度黄岛区位次由第1位变为第2位；总分、星级、红旗均不变。"
    ]
    assert not told(data, district="平度市")


@pytest.mark.parametrize("lang", LANGS)
def test_every_number_of_it_is_read_back(data, lang):
    revise(data, "胶州市", "gdp_growth", "9.9")
    revise(data, "黄岛区", "projects_given", "70", table="scores", column="points")
    revise(data, "平度市", "signed_projects", "90", date="2023-07-11")
    city = open_briefing("2023Q2", lang, data=data)
    found, said = [], 0
    for b in (city, *(replace(city, district=district) for district in city.result.districts)):
        for paragraph in sections.paragraphs(b):
            for finding in paragraph.findings:
                said += finding.kind.startswith("revision")
                found += faults(b, finding, story.sentence(b, finding))
    assert said > 10
    assert not found


def test_the_change_of_a_total_starts_from_what_was_told_and_names_the_revision(data):
    published = open_briefing("2023Q2", data=data)
    revise(data, "胶州市", "gdp_growth", "9.9")
    b = open_briefing("2023Q2", data=data)
    row, before = b.change.parts.loc["370281"], published.change.parts.loc["370281"]
    assert row["before"] == before["before"] == 96.98
    assert row["revision"] == pytest.approx(1.15, abs=0.01) and before["revision"] == 0
    assert row["change"] == before["change"]
    assert b.result.previous_rank["370281"] == 1  # places are counted from the corrected rank


def test_as_of_a_day_before_it_nothing_is_known_of_it(data):
    published = open_briefing("2023Q2", data=data)
    revise(data, "胶州市", "gdp_growth", "9.9", date="2023-07-10")
    b = open_briefing("2023Q2", data=data, as_of="2023-07-09")
    assert b.revised is None
    assert b.result.previous_rank.equals(published.result.previous_rank)
    assert all(a.total.equals(c.total) for a, c in zip(b.history, published.history, strict=True))
    cover = story.cover(b)
    assert "按2023年7月9日已知数据编制" in cover.label and "2023年7月9日" in cover.notice
    assert "as known on 9 July 2023" in story.cover(replace(b, lang="en")).label


def test_every_page_of_a_revised_quarter_says_since_when(data):
    assert "修订" not in story.cover(open_briefing("2023Q1", data=data)).label
    revise(data, "胶州市", "gdp_growth", "9.9", date="2023-07-10")
    cover = story.cover(b := open_briefing("2023Q1", data=data))
    assert cover.label == "2023年第一季度 · 2023年7月10日修订"
    assert cover.notice.startswith("本件首次发布于2023年5月7日，数据于2023年7月10日修订。")
    english = story.cover(replace(b, lang="en"))
    assert english.label.endswith("revised on 10 July 2023")
    assert english.notice.startswith("First published on 7 May 2023; figures revised on 10 July 2023. ")
    assert "修订" not in story.cover(open_briefing("2023Q1", data=data, as_of="published 1")).label


def test_a_commentary_that_still_judges_the_result_before_its_revision_is_doubtful(data):
    def doubtful():
        found = [f for f in check_quarter(data, Q2) if f.file.startswith("2023Q2/commentary")]
        assert all(f.severity == "warning" and "published on 2023-08-08" in f.rule for f in found)
        assert all("2023-08-08公布的结果" in rule(f.rule) and "通读" in hint(f.hint) for f in found)
        return [f.file for f in found]

    publish(data, "2023Q2", "2023-08-08")
    assert doubtful() == []
    revise(data, "胶州市", "gdp_growth", "6.2", quarter="2023Q2", date="2023-09-01")
    assert doubtful() == ["2023Q2/commentary.en.md", "2023Q2/commentary.md"]
    (data / "2023Q2" / "commentary.md").write_text("## 研判\n\n黄岛区居首。\n", encoding="utf-8")
    assert doubtful() == ["2023Q2/commentary.en.md"]
    publish(data, "2023Q2", "2023-09-02")
    assert doubtful() == []


HARMS = {
    "a value": lambda data: change(data / "2023Q1" / "values.csv", ("胶州市", "gdp_growth"), "value", "9.9"),
    "a row gone": lambda data: take_out(data / "2023Q1" / "values.csv", ("胶州市", "gdp_growth")),
    "a rule": lambda data: (data / "schemes" / "2022.toml").write_text(
        (data / "schemes" / "2022.toml").read_text("utf-8").replace("floor = { 1 = 1.5", "floor = { 1 = 1.4", 1),
        "utf-8",
    ),
    "another old figure": lambda data: enter(
        data, entry(district="胶州市", item="gdp_growth", old="1.0", new="9.9", quarter="2023Q1", date="2023-07-10")
    ),
    "too early": lambda data: enter(
        data, entry(district="胶州市", item="gdp_growth", old="6.4", new="9.9", quarter="2023Q1", date="2023-05-01")
    ),
    "not published": lambda data: enter(
        data, entry(district="胶州市", item="gdp_growth", old="7.2", new="9.9", quarter="2023Q2", date="2023-09-01")
    ),
    "the same": lambda data: enter(
        data, entry(district="胶州市", item="gdp_growth", old="6.4", new="6.4", quarter="2023Q1", date="2023-07-10")
    ),
}


@pytest.mark.parametrize("harm", HARMS)
def test_what_a_published_quarter_does_not_allow_is_told_in_chinese_too(data, harm):
    HARMS[harm](data)
    found = [f for f in check_quarter(data, Q1) if f.severity == "error"]
    assert found
    for fault in found:
        assert rule(fault.rule) != fault.rule, fault.rule
        assert not fault.hint or hint(fault.hint) != fault.hint, fault.hint


# ---- the notice -----------------------------------------------------------------------------------------------------


def test_a_notice_needs_a_published_quarter_with_a_revision(data):
    with pytest.raises(UsageError, match=r"2023Q2 is not published, so there is nothing to correct: briefing publish"):
        open_correction("2023Q2", data=data)
    with pytest.raises(UsageError, match=r"2023Q1, published on 2023-05-07, has no revision"):
        open_correction("2023Q1", data=data)
    revise(data, "胶州市", "gdp_growth", "9.9")
    with pytest.raises(UsageError, match="no revision made by 2023-07-09"):
        open_correction("2023Q1", data=data, as_of="2023-07-09")
    assert open_correction("2023Q1", data=data).date.isoformat() == "2023-07-10"


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
    assert len(english.columns) == 5 and "The same for all: by " in english.note
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


# ---- the revised edition ----------------------------------------------------------------------------------------


@pytest.fixture
def revised_edition(tmp_path):
    """2023Q2 published, then 胶州's growth corrected to so little that 黄岛 is first."""
    shutil.copytree(DATA, tmp_path / "data")
    publish(tmp_path / "data", "2023Q2", "2023-08-01")
    revise(tmp_path / "data", "胶州市", "gdp_growth", "3.0", quarter="2023Q2", date="2023-08-20")
    return tmp_path / "data"


def summary(data, quarter="2023Q2", lang="zh", district=""):
    b = open_briefing(quarter, lang, district, data)
    for f in sections.summary(b):
        assert not faults(b, f, story.sentence(b, f))
    return [unmarked(story.sentence(b, f)) for f in sections.summary(b)]


def test_a_revised_edition_says_first_what_was_revised_and_what_that_changed(revised_edition):
    assert summary(revised_edition)[0] == (
        "因胶州市地区生产总值增速数据修订，首位由胶州市改为黄岛区；4个区市位次有变化；"
        "“真抓实干、勇当排头”红旗由胶州市、黄岛区改为黄岛区、崂山区，详见更正通知。"
    )
    assert summary(revised_edition, lang="en")[0].startswith(
        "As GDP growth of Jiaozhou was revised, first place passes from Jiaozhou to Huangdao; 4 districts change rank;"
    )
    own = summary(revised_edition, district="胶州")[0]
    assert own.startswith("因胶州市地区生产总值增速数据修订，胶州市总分由97.44分变为93.52分、位次由第1位变为第4位")
    assert "莱西市星数由4星变为5星，详见更正通知。" in summary(revised_edition, district="莱西")[0]
    assert "更正通知" not in "".join(summary(DATA))


def test_two_figures_revised_are_counted_and_no_change_of_rank_is_said(tmp_path):
    shutil.copytree(DATA, tmp_path / "data")
    publish(tmp_path / "data", "2023Q2", "2023-08-01")
    for item, new in (("gdp_growth", "7.3"), ("retail_growth", "7.4")):
        revise(tmp_path / "data", "莱西市", item, new, quarter="2023Q2", date="2023-08-20")
    assert summary(tmp_path / "data")[0] == (
        "因莱西市地区生产总值增速等2项数据修订，各区市位次、红旗不变，详见更正通知。"
    )
    assert "更正通知" not in summary(tmp_path / "data", district="黄岛")[0]  # nothing of its own is another


def test_what_was_published_is_not_marked_beside_what_a_revision_made_of_it(revised_edition):
    """97.44 points and the first rank of 2023Q2 stand in results.csv; what the revised data come to does not."""
    b = open_briefing("2023Q2", district="胶州", data=revised_edition)
    found = next(f for f in sections.summary(b) if f.kind == "correction")
    for key, is_drawn in (("total_before", False), ("total_after", True), ("rank_before", False), ("rank_after", True)):
        name = f"{b.code}.{key}"
        assert basis(b, found, name, 0, found[name]).illustrative is is_drawn, key
    later = open_briefing("2023Q3", data=revised_edition)
    row = next(row for row in explaining.changes(later).rows if row[0] == "胶州市")
    assert str(row[1]) == "97.44" and not row[1].note.illustrative and row[2].note.illustrative
    for f in sections.summary(later):
        telling = Telling(later)
        if f.kind == "revision_effect":
            assert MARK_HTML in telling.words([telling.sentence(f)]).rich[0]


def test_a_correction_marks_what_is_illustrative_and_not_what_was_published(revised_edition):
    made = next(face for face in correction.results(open_correction("2023Q2", data=revised_edition)))
    at = next(i for i, row in enumerate(made.rows) if row[0] == "胶州市")
    heads = {(-1, j) for i, j in made.marked if i == -1}
    drawn = {j for j in range(1, len(made.columns)) if (at, j) in made.marked or (-1, j) in heads}
    told = {column.label: j in drawn for j, column in enumerate(made.columns) if j}
    assert "标※的为演示数据" in made.caption
    assert (told["原总分"], told["现总分"], told["原位次"], told["现位次"]) == (False, True, False, True)
