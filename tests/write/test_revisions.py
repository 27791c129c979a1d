"""What the next briefing says of a revision: what was corrected, and whether a total, rank, star or flag moves."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from parse_back import faults
from publishing import change, enter, entry, publish, take_out
from revised import LANGS, Q1, Q2, first_quarter_published, revise, texts, told

from helpers.assess import score
from helpers.assess.check import check_quarter
from helpers.write import open_briefing, sections, story
from helpers.write.contract_rules_zh import hint, rule


@pytest.fixture
def data(tmp_path):
    return first_quarter_published(tmp_path / "data")


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
