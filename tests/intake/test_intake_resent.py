"""Workbooks that are sent again: corrected, under another name, with figures taken back, after publication."""

from __future__ import annotations

import re
import shutil

import pytest
from books import NAMES, ROOT, book, data_folder, growths, table
from publishing import change, pasted, publish, rows

from helpers.assess.check import check_quarter
from helpers.assess.revisions import COLUMNS
from helpers.desk import intake as desk
from helpers.intake import arrivals
from helpers.model import DataError, Quarter, UsageError

QUARTER = "2023Q4"
HEAD = ["区市", "GDP增速（%）"]
TOTAL = ["全市", 5.5]


@pytest.fixture
def data(tmp_path):
    """A data folder into which a first workbook of 统计局 was taken, with the city's total."""
    folder = data_folder(tmp_path)
    take(folder, sent(tmp_path, "统计局2023年四季度.xlsx", growths()), accept=True)
    return folder


def sent(home, name, figures, names=NAMES, total=True):
    (home / "sent").mkdir(exist_ok=True)
    told = table(HEAD, figures, names=names)
    return str(book(home / "sent" / name, [*told, *[TOTAL] * total]))


def take(data, *paths, **how):
    asked = desk.prepare(paths, QUARTER, str(data), **how)
    desk.write_proposals(asked, accepted=True)
    desk.write_figures(asked)
    return asked


def growth(data, district):
    text = (data / QUARTER / "values.csv").read_text(encoding="utf-8-sig")
    return next(line.split(",")[2] for line in text.splitlines() if line.startswith(f"{district},gdp_growth,"))


def record(data):
    return {a.district: a.mapping for a in arrivals.read(data, Quarter.parse(QUARTER)).values()}


def without(k):
    return [*growths()[:k], None, *growths()[k + 1 :]], NAMES


def dashed(k):
    return [*growths()[:k], "—", *growths()[k + 1 :]], NAMES


def deleted(k):
    return [*growths()[:k], *growths()[k + 1 :]], [*NAMES[:k], *NAMES[k + 1 :]]


# ---- figures taken back ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", [without, dashed, deleted])
def test_a_figure_that_is_sent_no_more_waits_for_a_decision(data, tmp_path, how):
    figures, names = how(7)
    path = sent(tmp_path, "统计局2023年四季度第2稿.xlsx", figures, names)
    asked = desk.prepare([path], QUARTER, str(data))
    [gone] = asked.plan.withdrawn
    assert (gone.district, gone.item, gone.old, gone.new) == ("胶州市", "gdp_growth", "5.7", "")
    assert asked.plan.waits and not asked.plan.changes
    with pytest.raises(UsageError, match="--withdrawn keep or --withdrawn clear"):
        desk.write_figures(asked)
    take(data, path, withdrawn="keep")
    assert growth(data, "胶州市") == "5.7" and "胶州市" in record(data)
    assert take(data, path, withdrawn="clear").plan.changes == (gone,)
    assert growth(data, "胶州市") == "" and "胶州市" not in record(data) and growth(data, "平度市") == "5.8"
    assert not desk.prepare([path], QUARTER, str(data)).plan.withdrawn


def test_what_was_typed_over_since_is_not_taken_back(data, tmp_path):
    path = data / QUARTER / "values.csv"
    text = path.read_text(encoding="utf-8-sig")
    path.write_text(text.replace("胶州市,gdp_growth,5.7", "胶州市,gdp_growth,6.3"), encoding="utf-8-sig")
    figures, names = without(7)
    take(data, sent(tmp_path, "统计局第2稿.xlsx", figures, names))
    assert growth(data, "胶州市") == "6.3"


def test_a_total_that_is_sent_no_more_is_compared_no_more(data, tmp_path):
    assert "全市" in record(data)
    take(data, sent(tmp_path, "统计局第2稿.xlsx", growths(6.0), total=False))
    assert "全市" not in record(data)


def test_one_count_of_the_survey_is_taken_back_alone(tmp_path):
    data = data_folder(tmp_path)
    head = ["区市", "满意", "基本满意", "不满意", "不了解"]
    columns = [[900 - k for k in range(10)], [100] * 10, [10] * 10, [5] * 10]
    first = book(tmp_path / "满意度2023年四季度.xlsx", table(head, *columns))
    take(data, str(first), accept=True)
    columns[3] = [5] * 9 + [None]
    again = book(tmp_path / "满意度2023年四季度.xlsx", table(head, *columns))
    [gone] = desk.prepare([str(again)], QUARTER, str(data)).plan.withdrawn
    assert (gone.table, gone.district, gone.item, gone.old) == ("survey", "莱西市", "unknown", "5")
    take(data, str(again), withdrawn="clear")
    lines = (data / QUARTER / "survey.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[-1].startswith("莱西市,891,100,10,,")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_command_shows_what_is_withdrawn_and_writes_nothing_before_a_decision(here, data, tmp_path, lang):
    figures, names = deleted(7)
    path = sent(tmp_path, "统计局2023年四季度第4稿.xlsx", figures, names)
    words = ("briefing", "intake", path, "--data", data, "--yes", "--lang", lang)
    before = (data / QUARTER / "values.csv").read_bytes()
    told = here(*words)
    assert told.returncode == 1 and (data / QUARTER / "values.csv").read_bytes() == before
    said = {"zh": "指标值 +胶州市 +地区生产总值增速 +5.7 +空 ", "en": "values +Jiaozhou +GDP growth +5.7 +empty "}
    assert re.search(said[lang], told.stdout)
    assert "--withdrawn clear" in told.stderr and "--withdrawn keep" in told.stderr
    kept = here(*words, "--withdrawn", "keep")
    assert (
        kept.returncode == 0
        and {"zh": "胶州市 地区生产总值增速 5.7", "en": "Jiaozhou GDP growth 5.7"}[lang] in kept.stdout
    )
    assert growth(data, "胶州市") == "5.7"
    cleared = here(*words, "--withdrawn", "clear")
    assert cleared.returncode == 0 and growth(data, "胶州市") == ""
    assert here(*words, "--withdrawn", "maybe").returncode == 2


# ---- under another name ---------------------------------------------------------------------------------------------

OTHER_NAME = "更正-市统计局数据20240115.xlsx"


def test_a_correction_under_another_name_is_taken_in_as_the_hint_says(here, data, tmp_path):
    path = sent(tmp_path, OTHER_NAME, [*growths()[:7], 6.2, *growths()[8:]])
    words = ("briefing", "intake", path, "--data", data, "--accept-mappings", "--yes")
    refused = here(*words)
    assert refused.returncode == 2 and "胶州市" not in refused.stdout
    assert "本件系更正的，加 --replaces 统计局 再运行；以原报为准的，从本件中删去此列" in refused.stderr
    taken = here(*words, "--replaces", "统计局")
    assert taken.returncode == 0, taken.stderr
    assert growth(data, "胶州市") == "6.2" and set(record(data).values()) == {"统计局"}
    assert [p.name for p in (data / "mappings").iterdir()] == ["统计局.toml"], "read as those it corrects"
    assert desk.prepare([path], QUARTER, str(data), replaces="mappings/统计局.toml").plan.same == 10


def test_a_correction_with_heads_of_its_own_gets_a_mapping_of_its_own(data, tmp_path):
    told = table(["区市", "地区生产总值增速（%）"], [6.2, 5.8], names=["胶州市", "平度市"])
    path = str(book(tmp_path / OTHER_NAME, told, "更正"))
    with pytest.raises(DataError):
        desk.prepare([path], QUARTER, str(data), accept=True)
    asked = take(data, path, accept=True, replaces="统计局")
    assert [(c.district, c.new) for c in asked.plan.changes] == [("胶州市", "6.2")] and not asked.plan.withdrawn
    assert record(data)["市南区"] == "统计局" and record(data)["胶州市"] != "统计局"


def test_only_the_mapping_named_is_replaced(data, tmp_path):
    path = sent(tmp_path, OTHER_NAME, growths(6.0))
    with pytest.raises(UsageError, match="no mapping is called '统计'; did you mean 统计局"):
        desk.prepare([path], QUARTER, str(data), accept=True, replaces="统计")
    (data / "mappings" / "财政局.toml").write_text(
        (data / "mappings" / "统计局.toml").read_text(encoding="utf-8").replace('"统计局*"', '"财政局*"'), "utf-8"
    )
    with pytest.raises(DataError) as told:
        desk.prepare([path], QUARTER, str(data), accept=True, replaces="财政局")
    assert len(told.value.faults) == 10 and "--replaces 统计局" in told.value.faults[0].hint


# ---- after publication ----------------------------------------------------------------------------------------------


def test_a_correction_after_publication_is_told_cell_by_cell_with_the_lines_to_paste(here, tmp_path):
    """Written down as the refusal says, the correction is a revision, and nothing is wrong any more."""
    data = tmp_path / "data"
    shutil.copytree(ROOT / "data", data)
    publish(data)
    path = data / "2023Q2" / "values.csv"
    there = {row[0]: row[2] for row in rows(path) if row[1] == "gdp_growth"}
    figures = [float(there[name]) + (0.4 if name == "胶州市" else 0) for name in NAMES]
    came = book(tmp_path / "统计局2023年二季度.xlsx", table(["区市", "1-6月GDP增速（%）"], figures))
    words = ("briefing", "intake", came, "--quarter", "2023Q2", "--data", data, "--accept-mappings", "--yes")
    told = here(*words)
    assert told.returncode == 2
    old, new = there["胶州市"], f"{figures[7]:.1f}"
    assert f"[Sheet1] 第9行B列：原文“{new}”，胶州市gdp_growth现为{old}，将变为{new}" in told.stderr
    assert f"<date>,2023Q2,values,胶州市,gdp_growth,value,{old},{new}," in told.stderr
    assert "在revisions.csv中加入以下各行（补填<…>）" in told.stderr and not (data / "mappings").exists()
    with pytest.raises(DataError) as refused:
        desk.prepare([str(came)], "2023Q2", str(data), accept=True)
    change(path, ("胶州市", "gdp_growth"), "value", new)
    with (data / "revisions.csv").open("w", encoding="utf-8-sig") as made:
        made.write("\n".join([",".join(COLUMNS), *pasted(refused.value.faults[-1])]) + "\n")
    assert not [f for f in check_quarter(data, Quarter(2023, 2)) if f.severity == "error"]
    assert desk.prepare([str(came)], "2023Q2", str(data), accept=True).plan.same == 10
