"""Words, units and marks in a cell that make another figure of it: percentage points, changes, footnotes."""

from __future__ import annotations

import pytest
from books import Q4, book, expect, faults, growths, table, taken

from helpers.intake.plan import plan
from helpers.model import DataError

GDP = "地区生产总值增速（%）"
PLAN = "累计完成投资占年度计划（%）"


@pytest.mark.parametrize("typed", ["5.0个百分点", "5.0 pp", "5.0百分点", "提高5.0个百分点", "回落5.0个百分点"])
@pytest.mark.parametrize("head", [GDP, PLAN])
def test_points_are_not_taken_for_a_rate(data, tmp_path, head, typed):
    """By how much a rate moved is told in 个百分点 (domain.md); which of the two is meant is asked."""
    path = book(tmp_path / "a.xlsx", table(["区市", head], [typed, *growths(6.0)[1:]]))
    [(row, column, rule)] = faults(data, path)
    assert (row, column) == (2, "B") and rule.startswith("in percentage points, as differences between rates are")


def test_what_to_do_about_points_is_told(here, data, tmp_path):
    path = book(tmp_path / "a.xlsx", table(["区市", GDP], ["5.0个百分点", "提高5.1个百分点", *growths(6.0)[2:]]))
    words = ["briefing", "intake", path, "--data", data, "--accept-mappings", "--yes"]
    told = here(*words).stderr
    assert "确系比率的，改为5.0%；系变动幅度的，请报送单位提供比率本身" in told
    assert "“提高5.1个百分点”" in told and "请报送单位提供比率本身，不是变动幅度" in told
    english = here(*words, "--lang", "en").stderr
    assert "-> write 5.0% if the rate is meant; if it moved by that much, ask for the rate itself" in english


def test_a_column_in_points_is_not_taken_for_rates(data, tmp_path):
    path = book(tmp_path / "a.xlsx", table(["区市", "地区生产总值增速（百分点）"], growths()))
    [(_, column, rule)] = faults(data, path)
    assert column == "地区生产总值增速（百分点）" and rule.startswith("in percentage points")


@pytest.mark.parametrize(
    ("head", "typed"),
    [(PLAN, "提高5.0"), (PLAN, "增长5%"), ("新签约项目（个）", "增加5"), ("新签约项目（个）", "减少5个")],
)
def test_a_change_told_in_words_is_not_taken_for_the_figure(data, tmp_path, head, typed):
    path = book(tmp_path / "a.xlsx", table(["区市", head], [typed, *range(301, 310)]))
    assert faults(data, path) == [(2, "B", "the words tell by how much it changed, not what it is")]


@pytest.mark.parametrize("unit", ["个工作日", "工作日"])
def test_working_days_are_not_taken_for_days(data, tmp_path, unit):
    path = book(tmp_path / "a.xlsx", table(["区市", f"企业开办平均用时（{unit}）"], [0.5] * 10))
    assert [rule for _, _, rule in faults(data, path)] == ["working days; 企业开办平均用时 is in 天"]


def test_working_days_are_taken_where_the_mapping_says_that_they_are_the_days_meant(data, tmp_path, command):
    """The message said to mend the department's head, and what the analyst wrote into the mapping did not count."""
    days = ["0.5个工作日", *(0.6 + k / 10 for k in range(9))]
    path = book(tmp_path / "审批局.xlsx", table(["区市", "企业开办平均用时（工作日）"], days))
    words = "briefing", "intake", path, "--data", data
    assert command(*words).returncode == 1
    mapping = data / "mappings" / "审批局.toml"
    proposed = mapping.read_text("utf-8").replace("confirmed = false", "confirmed = true")
    mapping.write_text(proposed, "utf-8")
    told = command(*words, "--yes", "--lang", "en")
    hint = 'if working days are what counts, write unit = "天" for this column in mappings/审批局.toml; else ask'
    assert told.returncode == 2 and hint in told.stderr
    mapping.write_text(proposed.replace('unit = "工作日"', 'unit = "天"'), "utf-8")
    told = command(*words, "--yes")
    assert told.returncode == 0
    assert "表头单位为工作日，对应关系为天，按天读入；请确认企业开办平均用时即以工作日计" in told.stderr
    values = (data / "2023Q4" / "values.csv").read_text("utf-8-sig")
    assert "市南区,service_days,0.50,,天" in values and "莱西市,service_days,1.40,,天" in values


def test_a_figure_in_working_days_alone_is_told_what_to_write(data, tmp_path):
    path = book(tmp_path / "a.xlsx", table(["区市", "企业开办平均用时"], ["0.5个工作日", *growths()[1:]]))
    with pytest.raises(DataError) as told:
        plan(data, Q4, [path], accept=True)
    assert [(f.row, f.rule, f.hint) for f in told.value.faults] == [
        (
            2,
            "working days; 企业开办平均用时 is in 天",
            "if working days are what counts, write the number alone; else ask for the figure in 天",
        )
    ]


def footnoted(path, *below):
    figures = growths()
    return book(path, [*table(["区市", GDP], ["5.0*", "负5.1", *figures[2:]]), *([text] for text in below)])


def test_a_footnote_is_kept_as_the_note_of_its_figure(data, tmp_path):
    path = footnoted(tmp_path / "a.xlsx", "注：数据来源为市统计局", "*为快报数，最终以核定数为准")
    made = plan(data, Q4, [path], accept=True)
    told = [(w.row, w.rule) for w in made.warnings if w.row]
    assert told == [(2, "the footnote * stands beside it: *为快报数，最终以核定数为准")]
    assert taken(data, path) == expect("gdp_growth", [5.0, -5.1, *growths()[2:]])
    values = next(text.decode("utf-8-sig") for file, text in made.files.items() if file.name == "values.csv")
    noted = [line for line in values.splitlines() if "快报" in line]
    assert len(noted) == 1 and noted[0].startswith("市南区,gdp_growth,5.0,")


def test_a_footnote_that_nothing_explains_is_told(data, tmp_path):
    made = plan(data, Q4, [footnoted(tmp_path / "a.xlsx")], accept=True)
    rules = [w.rule for w in made.warnings if w.row]
    assert rules == ["the footnote * stands beside it, and no remark in the sheet tells what it means"]


def test_a_figure_that_its_footnote_calls_another_is_refused(data, tmp_path):
    path = footnoted(tmp_path / "a.xlsx", "注：1.带*的为上年数", "**为快报数")
    assert faults(data, path) == [(2, "B", "by its footnote it is another figure: 注：1.带*的为上年数")]
