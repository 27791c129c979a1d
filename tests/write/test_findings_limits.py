"""What is said at, just under and just over each limit; in short history; without a neighbour, a quarter, a district.

Everything over made data folders, and everything told in both languages and read back.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from parse_back import faults

from helpers.write import district_findings as district
from helpers.write import explaining, findings, news, open_briefing, sections, story, tables
from helpers.write import indicator_findings as indicators
from helpers.write.briefing import Briefing
from helpers.write.finding import Finding

sys.path.append(str(Path(__file__).parents[1] / "assess"))

import made

# One board of one indicator, scored as given: what is written is what is printed.
GIVEN = """
format = 1
id = "plain"
name = { zh = "考核办法", en = "Scheme" }
valid = "2022Q1.."
source = "office"
stars = STARS

[policies]
missing = "withhold"

[[node]]
id = "economy"
name = { zh = "经济运行", en = "Economy" }
weight = 100

[[node]]
id = "review"
parent = "economy"
name = { zh = "综合评价", en = "Review" }
weight = 100
unit = "分"
method = "given"

[[award]]
id = "front"
name = { zh = "排头", en = "Front" }
rule = "top"
n = 2

[[award]]
id = "riser"
name = { zh = "赶超", en = "Riser" }
rule = "rise"
n = 2
"""
NAMES = [row[1] for row in made.DISTRICTS]
CODES = dict(zip(NAMES, [row[0] for row in made.DISTRICTS], strict=True))


def given(data: Path, quarters: Mapping[str, tuple[float | str, ...]], stars: str = "[3, 2, 1]", **folder) -> Briefing:
    """The city's briefing of the last of the quarters; each has the points of its districts, in their order."""
    made.folder(data, GIVEN.replace("STARS", stars), **folder)
    names = [row[1] for row in folder.get("districts", made.DISTRICTS)]
    for quarter, points in quarters.items():
        made.quarter(data, quarter, {n: {"review": p} for n, p in zip(names, points, strict=False) if p is not None})
    return open_briefing(max(quarters), data=data)


def told(b: Briefing, lang: str = "zh") -> dict[str, list[str]]:
    """Every sentence of the city's briefing by the kind of its finding; each is read back."""
    found: dict[str, list[str]] = {}
    spoken = replace(b, lang=lang)
    for paragraph in sections.paragraphs(spoken):
        for f in paragraph.findings:
            text = story.sentence(spoken, f)
            assert not faults(spoken, f, text), text
            assert "nan" not in text and "None" not in text
            found.setdefault(f.kind, []).append(text)
    return found


def everything(b: Briefing) -> None:
    """City and districts, both languages: told without a fault."""
    for one in (b, *(replace(b, district=d) for d in b.result.districts)):
        for lang in ("zh", "en"):
            assert told(one, lang)


def kinds(found) -> list[str]:
    return [f.kind for f in found if isinstance(f, Finding)]


@pytest.mark.parametrize(("second", "near"), [(89.91, True), (89.90, True), (89.89, False)])
def test_a_near_tie_is_at_most_a_tenth_of_a_point(tmp_path, second, near):
    b = given(tmp_path, {"2023Q2": (90, second, 80, 70)})
    assert ("near_tie" in kinds(findings.close_pairs(b))) == near
    assert ("near_tie" in told(b)) == near == ("near_tie" in told(b, "en"))


@pytest.mark.parametrize(("second", "narrow"), [(89.51, True), (89.50, True), (89.49, False)])
def test_a_lead_of_half_a_point_is_the_last_narrow_one(tmp_path, second, narrow):
    b = given(tmp_path, {"2023Q2": (90, second, 80, 70)})
    assert findings.first(b).about["narrow"] == narrow
    assert ("仅差" in told(b)["first"][0]) == narrow == ("only" in told(b, "en")["first"][0])


@pytest.mark.parametrize(("now", "rises"), [((90, 80, 85, 70), 1), ((84, 80, 85, 70), 2), ((60, 70, 90, 65), 2)])
def test_a_rise_is_told_from_two_places_on(tmp_path, now, rises):
    b = given(tmp_path, {"2023Q1": (90, 85, 80, 70), "2023Q2": now})
    assert int(b.result.change["d3"]) == rises
    assert (findings.movers(b, rise=True) is not None) == (rises >= 2) == (b.result.flags["riser"] != ())
    assert ("获“赶超”红旗" in "".join(told(b)["flag"])) == (rises >= 2) or rises >= 2


@pytest.mark.parametrize(("quarters", "said"), [(1, False), (3, False), (4, True), (5, True)])
def test_first_time_needs_four_quarters(tmp_path, quarters, said):
    names = ["2022Q2", "2022Q3", "2022Q4", "2023Q1", "2023Q2"][-quarters:]
    b = given(tmp_path, {**dict.fromkeys(names[:-1], (90, 85, 80, 70)), names[-1]: (80, 85, 90, 70)})
    assert ("首次" in told(b)["first"][0]) == said == ("for the first time" in told(b, "en")["first"][0])
    everything(b) if quarters < 4 else None


@pytest.mark.parametrize(("firsts", "run"), [(1, 0), (2, 2), (3, 3)])
def test_a_run_is_told_from_two_quarters_on(tmp_path, firsts, run):
    names = ["2022Q3", "2022Q4", "2023Q1", "2023Q2"]
    other, leads = (85, 90, 80, 70), (90, 85, 80, 70)
    b = given(tmp_path, {name: leads if at >= len(names) - firsts else other for at, name in enumerate(names)})
    text = told(b)["first"][0]
    assert (f"连续{run}个季度" in text) == (run > 0) and ("连续" in text.split("；")[0]) == (run > 0)


@pytest.mark.parametrize(("now", "record"), [(90.01, "high"), (90.00, ""), (89.99, ""), (88.00, ""), (87.99, "low")])
def test_a_total_equal_to_the_old_record_is_no_record(tmp_path, now, record):
    old = {"2022Q3": (90, 85, 80, 70), "2022Q4": (88, 85, 80, 70), "2023Q1": (89, 85, 80, 70)}
    b = given(tmp_path, {**old, "2023Q2": (now, 85, 80, 70)})
    found = findings.records(b)
    assert (found is not None) == bool(record) and (not record or found.about[record] == ("d1",))
    mine = district.record(replace(b, district=b.result.districts[0]))
    assert (mine.about["record"] if mine else "") == record


def test_a_tie_shares_its_place_and_the_next_is_left_out(tmp_path):
    b = given(tmp_path, {"2023Q2": (90, 85, 85, 70)})
    assert "并列第2位" in told(b)["first"][0] and "joint 2nd" in told(b, "en")["first"][0]
    assert int(b.result.rank["d4"]) == 4
    everything(b)


def test_a_shared_first_place_is_told_as_shared(tmp_path):
    b = given(tmp_path, {"2023Q2": (90, 90, 85, 70)})
    assert findings.first(b).about["variant"] == "shared" and "并列第1位" in told(b)["first"][0]
    everything(b)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Projects finished", "Projects finished at 183, 22 below target"),
        ("Signing", "Signing at 183 projects, 22 below target"),
    ],
)
def test_what_is_counted_is_named_once_in_english(tmp_path, name, said):
    scheme = made.SCHEME.replace('name = "收入"', f'name = {{ zh = "收入", en = "{name}" }}').replace(
        'unit = "亿元"', 'unit = "个"\nunit_en = "projects"\ndecimals = 0\nminimum = 0'
    )
    made.folder(tmp_path, scheme.replace("target = 100", "target = 205"))
    figures = {**made.PLAIN, "甲区": {"growth": 8.0, "revenue": 183, "review": 90}}
    made.quarter(tmp_path, figures=figures, units={"growth": "%", "revenue": "个"})
    b = open_briefing("2023Q2", lang="en", data=tmp_path, district="甲区")
    found = indicators.targets(b)
    text = story.sentence(b, found)
    assert said in text and faults(b, found, text) == []
    assert faults(b, found, text.replace("22 below", "23 below")) and faults(b, found, text.replace("183", "22"))


@pytest.mark.parametrize(
    ("unit", "value", "said"),
    [
        ("万元", "141.6", "收入 at CNY 1.416 million, CNY 584,000 below target"),
        ("万元", "99.9", "收入 at CNY 999,000, CNY 1.001 million below target"),
        ("元", "120.5", "收入 at CNY 120.5, CNY 79.5 below target"),
    ],
)
def test_money_is_told_in_english_as_english_tells_it(tmp_path, unit, value, said):
    """What was 141.6万元 read "141.6 CNY 10,000"."""
    scheme = made.SCHEME.replace('unit = "亿元"', f'unit = "{unit}"\ndecimals = 1')
    made.folder(tmp_path, scheme.replace("target = 100", "target = 200"))
    figures = {**made.PLAIN, "甲区": {"growth": 8.0, "revenue": value, "review": 90}}
    made.quarter(tmp_path, figures=figures, units={"growth": "%", "revenue": unit})
    b = open_briefing("2023Q2", lang="en", data=tmp_path, district="甲区")
    found = indicators.targets(b)
    text = story.sentence(b, found)
    assert said in text and faults(b, found, text) == []
    cells = [row[2] for row in tables.indicators(b).rows if row[1] == "收入"]
    assert cells == [said.partition(", ")[0].removeprefix("收入 at ")]


@pytest.mark.parametrize(("value", "met"), [(99.99, False), (100.00, True), (100.01, True)])
def test_a_target_met_exactly_is_met(tmp_path, value, met):
    made.folder(tmp_path)
    figures = {**made.PLAIN, "甲区": {"growth": 8.0, "revenue": value, "review": 90}}
    made.quarter(tmp_path, figures=figures)
    b = open_briefing("2023Q2", data=tmp_path, district="甲区")
    assert (indicators.targets(b).about["variant"] == "met") == met
    assert ("1项指标已达到目标" in "".join(told(b)["targets"])) == met


@pytest.mark.parametrize(
    ("stars", "zh", "en"),
    [
        (
            "[3, 2, 1]",
            "第1位得3星，依次递减，第3位得1星",
            "1st place earns 3 stars, one fewer each place, down to 1 star",
        ),
        ("[5, 3, 1]", "第1位至第3位依次得5星、3星、1星", "1st to 3rd place earn 5, 3 and 1 stars in turn"),
        ("[3]", "第1位得3星。", "1st place earns 3 stars."),
    ],
)
def test_stars_that_do_not_fall_by_one_are_told_one_by_one(tmp_path, stars, zh, en):
    b = given(tmp_path, {"2023Q2": (90, 85, 80, 70)}, stars)
    assert zh in told(b)["star_rule"][0] and en in told(b, "en")["star_rule"][0]


def test_all_illustrative_data_are_called_so(tmp_path):
    given(tmp_path, {"2023Q2": (90, 85, 80, 70)})
    path = tmp_path / "sources.csv"
    path.write_text(path.read_text(encoding="utf-8-sig").replace("published", "illustrative"), encoding="utf-8-sig")
    b = open_briefing("2023Q2", data=tmp_path)
    assert (
        "均为演示数据" in told(b)["illustrative"][0] and "all of them illustrative" in told(b, "en")["illustrative"][0]
    )
    everything(b)


def test_a_quarter_that_is_missing_leaves_nothing_to_compare(tmp_path):
    b = given(tmp_path, {"2022Q4": (70, 85, 80, 90), "2023Q2": (90, 85, 80, 70)})
    said = told(b)
    assert b.previous is None and not {"rose", "fell", "top_three", "boards_changed"} & set(said)
    assert "较上季度" not in said["first"][0] and "本季度不评" in "".join(said["flag"])
    everything(b)


@pytest.mark.parametrize(("district_row", "there"), [(("", "2023Q1"), False), (("2023Q2", ""), True)])
def test_a_district_that_leaves_or_comes_is_compared_with_nobody(tmp_path, district_row, there):
    rows = [(*row, "", "") for row in made.DISTRICTS[:3]] + [(*made.DISTRICTS[3], *district_row)]
    made.folder(tmp_path, GIVEN.replace("STARS", "[3, 2, 1]"))
    made.write(tmp_path / "districts.csv", rows, [*made.HEADERS["districts"], "first", "last"])
    four, three = (90, 85, 80, 95), (90, 85, 80)
    for quarter, points in (("2023Q1", three if there else four), ("2023Q2", four if there else three)):
        made.quarter(tmp_path, quarter, {n: {"review": p} for n, p in zip(NAMES, points, strict=False)})
    b = open_briefing("2023Q2", data=tmp_path)
    assert ("d4" in b.result.codes) == there
    assert not there or "较上季度" not in told(replace(b, district=b.result.districts[3]))["district_rank"][0]
    everything(b)


def test_a_missing_figure_leaves_its_district_without_a_rank(tmp_path):
    b = given(tmp_path, {"2023Q1": (90, 85, 80, 70), "2023Q2": (90, "", 80, 70)})
    assert b.unranked == ("d2",) and "综合评价" in told(b)["unranked"][0]
    everything(b)


def test_a_city_of_one_district_is_told(tmp_path):
    b = given(tmp_path, {"2023Q1": (90,), "2023Q2": (91,)}, districts=made.DISTRICTS[:1])
    assert "第2位" not in "".join(told(b)["first"])
    everything(b)


@pytest.mark.parametrize(("size", "value"), [(-1.0, 64.0), (0.0, 64.0), (news.MOST, 68.0), (news.MOST + 1, 68.0)])
def test_size_never_lifts_news_by_more_than_its_limit(size, value):
    from helpers.write.finding import finding

    assert finding("rose", size=size).news == value


@pytest.mark.parametrize(("grade", "chosen"), [(44.9, 3), (45.0, 4), (45.1, 4)])
def test_a_fourth_finding_has_to_be_worth_it(grade, chosen):
    found = [Finding(kind=str(k), news=90.0 - k, topic=str(k)) for k in range(3)]
    assert len(news.choose([*found, Finding(kind="late", news=grade, topic="late")], always="0")) == chosen


def test_the_table_of_what_it_takes_lists_what_suffices_and_names_the_rest(tmp_path):
    made.folder(tmp_path)
    made.quarter(tmp_path)
    for code, enough in (("d3", True), ("d4", False)):
        b = open_briefing("2023Q2", data=tmp_path, district=code)
        table, ways = explaining.overtake(b), b.reach.ways
        suffices = ways["feasible"].astype(bool)
        assert suffices.any() == enough and len(table.rows) == (suffices.sum() if enough else len(ways))
        assert len({row[-1] for row in table.rows}) > 1 or len(table.rows) == 1 or not enough
        rest = [b.scheme.by_id[i].name.zh for i in ways.loc[~suffices, "id"] if i in b.scheme.by_id]
        assert all(name in table.note or not enough for name in rest)
