"""`briefing intake`, `briefing new-quarter` and `briefing check` on a fresh quarter, as an analyst runs them."""

from __future__ import annotations

import re
import shutil
import sys

import pytest
from books import NAMES, ROOT, book, growths, table

from helpers.desk.putting import LOCK
from helpers.intake.contract import hold
from helpers.model import Quarter

QUARTER = "2023Q4"


def snapshot(folder):
    return {p: p.read_bytes() for p in folder.rglob("*") if p.is_file() and p.name != LOCK}


def test_from_a_workbook_nobody_has_seen_to_figures_in_the_tables(command, data, tmp_path):
    path = book(
        tmp_path / "统计局2023年四季度.xlsx", table(["区市", "1-12月GDP增速（%）", "森林覆盖"], growths(), growths())
    )
    words = ("briefing", "intake", path, "--quarter", QUARTER, "--data", data)
    tables = snapshot(data)
    first = command(*words, "--yes")
    assert first.returncode == 1
    assert (
        "地区生产总值增速（values: gdp_growth）" in first.stdout
        and "表头即地区生产总值增速" in first.stdout
        and "森林覆盖" in first.stdout
    )
    proposal = data / "mappings" / "统计局.toml"
    assert snapshot(data).keys() - tables.keys() == {proposal}, "a proposal is all that is written"
    assert "confirmed = false" in proposal.read_text(encoding="utf-8")
    again = command(*words, "--yes")
    assert again.returncode == 1 and "尚未确认" in again.stdout and "没有变动" not in first.stdout + again.stdout
    assert f"待确认，其数据尚未读入：{proposal}" in again.stderr and "--accept-mappings --yes" in again.stderr
    text = proposal.read_text(encoding="utf-8")
    proposal.write_text(text.replace("confirmed = false", "confirmed = true"), encoding="utf-8")
    shown = command(*words)
    assert shown.returncode == 1 and "10处变动" in shown.stdout and "--yes" in shown.stderr
    assert (data / QUARTER / "values.csv").read_bytes() == tables[data / QUARTER / "values.csv"]
    row = next(line.split() for line in shown.stdout.splitlines() if "胶州市" in line)
    assert row[:5] == ["指标值", "胶州市", "地区生产总值增速", "—", "5.7"] and "B9" in row
    assert "gdp_growth" not in shown.stdout
    written = command(*words, "--yes", "--lang", "en")
    assert written.returncode == 0 and "10 to change" in written.stdout
    assert re.search("values +Jiaozhou +GDP growth +— +5.7 ", written.stdout) and "2023Q4/values.csv" in written.stdout
    assert written.stdout.endswith(f"; now run briefing check 2023Q4 --data {data}\n")
    after = snapshot(data)
    idle = command(*words, "--yes")
    assert idle.returncode == 0 and "10处相同" in idle.stdout and "未写入任何文件" in idle.stdout
    assert snapshot(data) == after


def test_guesses_may_be_accepted_in_one_go(here, data, tmp_path):
    path = book(tmp_path / "a.xlsx", table(["区市", "GDP增速（%）"], growths()))
    done = here("briefing", "intake", path, "--quarter", "latest", "--data", data, "--accept-mappings", "--yes")
    assert done.returncode == 0, done.stderr
    assert "confirmed = true" in (data / "mappings" / "a.toml").read_text(encoding="utf-8")


def test_mappings_accepted_without_yes_are_shown_and_both_words_are_told(here, data, tmp_path):
    """Nothing is written then, so a second run with --yes alone would ask for the mapping again."""
    path = book(tmp_path / "a.xlsx", table(["区市", "GDP增速（%）"], growths()))
    before = snapshot(data)
    words = ("briefing", "intake", path, "--data", data, "--accept-mappings")
    for lang, told, name in (("zh", "10处变动", "胶州市"), ("en", "10 to change", "Jiaozhou")):
        shown = here(*words, "--lang", lang)
        assert shown.returncode == 1 and told in shown.stdout and name in shown.stdout
        assert shown.stderr.strip().endswith("--accept-mappings --yes")
    assert snapshot(data) == before


def test_a_second_kind_of_workbook_is_told_apart_from_the_first(here, data, tmp_path):
    """The advice works: with the narrower pattern a mapping of its own is proposed."""
    first = book(tmp_path / "统计局2023四季度.xlsx", table(["区市", "GDP增速（%）"], growths()), "汇总表")
    here("briefing", "intake", first, "--data", data, "--accept-mappings", "--yes")
    second = book(tmp_path / "统计局宽表.xlsx", table(["区市", "规上工业增加值增速（%）"], growths()), "Sheet")
    words = ("briefing", "intake", second, "--data", data)
    refused = here(*words, "--lang", "en")
    assert refused.returncode == 2 and "known: Sheet" in refused.stderr
    assert 'mappings/统计局.toml reads for workbook = "统计局*"' in refused.stderr
    assert 'such as "统计局20*", or rename the file' in refused.stderr
    chinese = here(*words)
    assert "没有“汇总表”工作表的数据；按mappings/统计局.toml（workbook = “统计局*”）" in chinese.stderr
    assert "（如“统计局20*”），或将此文件改名" in chinese.stderr
    mapping = data / "mappings" / "统计局.toml"
    mapping.write_text(mapping.read_text(encoding="utf-8").replace('"统计局*"', '"统计局20*"'), encoding="utf-8")
    assert here(*words).returncode == 1 and (data / "mappings" / "统计局宽表.toml").is_file()
    assert here("briefing", "intake", first, "--data", data, "--yes").returncode == 0


@pytest.mark.parametrize(("figure", "told"), [(906.5, 1), (906, 0)])
def test_half_a_project_is_doubtful(here, data, tmp_path, figure, told):
    projects = [*range(900, 909), figure]
    rows = table(
        ["区市", "新签约项目（个）", "新签约项目投资额同比增加（亿元）"], projects, [v + 0.5 for v in projects]
    )
    path = book(tmp_path / "a.xlsx", rows)
    done = here("briefing", "intake", path, "--data", data, "--accept-mappings", "--yes")
    assert done.returncode == 0 and done.stderr.count("以“个”计数的数据应为整数") == told
    findings = [f for f in hold(data, Quarter.parse(QUARTER)).findings if "whole number" in f.fault.rule]
    assert [(f.place.cell, f.district, f.item.id, f.fault.severity) for f in findings] == [
        ("B11", "莱西市", "signed_projects", "warning")
    ] * told


def test_an_edited_proposal_keeps_its_edits_when_it_is_accepted(here, data, tmp_path):
    path = book(tmp_path / "a.xlsx", table(["区市", "GDP增速（%）"], growths()))
    words = ("briefing", "intake", path, "--quarter", QUARTER, "--data", data)
    here(*words)
    proposal = data / "mappings" / "a.toml"
    proposal.write_text(
        proposal.read_text(encoding="utf-8").replace('"gdp_growth"', '"retail_growth"'), encoding="utf-8"
    )
    done = here(*words, "--accept-mappings", "--yes")
    assert done.returncode == 0 and "retail_growth" in done.stdout and "gdp_growth" not in done.stdout
    text = proposal.read_text(encoding="utf-8")
    assert "confirmed = true" in text and '"retail_growth"' in text


@pytest.mark.parametrize(
    ("words", "told", "chinese"),
    [
        (("none.xlsx", "--quarter", QUARTER), "there is no file", "none.xlsx这个文件"),
        (
            (ROOT / "Makefil.xlsx", "--quarter", QUARTER),
            "Makefil.xlsx; known: requirements.txt",
            "已有：requirements.txt",
        ),
        ((ROOT / "data", "--quarter", QUARTER), "is a folder; name the workbooks in it", "是文件夹：请写其中的工作簿"),
        (("--quarter", QUARTER), "name the workbooks to take in", "请写要读入的工作簿，或用 --database"),
        (("a.xlsx", "--quarter", "2024Q1"), "briefing new-quarter 2024Q1", "先建立本季度：briefing new-quarter 2024Q1"),
        (("a.xlsx", "--quarter", "2023年四季度"), "write 2023Q4", "“2023年四季度”不是季度；写作 2023Q4"),
        (("a.xlsx", "--quarter", "四"), "write it as 2023Q2", "“四”不是季度；写法如 2023Q2"),
        (("--database", "--quarter", QUARTER), "it names the database", "其中写明数据库地址"),
        (("a.xlsx", "--withdrawn", "maybe"), "no decision is called", "写 keep（保留）或 clear（改为空）"),
        (("a.xlsx", "--replaces", "统计局"), "no mapping is called '统计局'", "没有名为“统计局”的对应关系"),
    ],
)
def test_wrong_use_is_said_in_one_line(here, data, tmp_path, words, told, chinese):
    book(tmp_path / "a.xlsx", table(["区市", "GDP增速（%）"], growths()))
    words = [tmp_path / w if w == "a.xlsx" else w for w in words]
    before = snapshot(data)
    for lang, said in (("en", told), ("zh", chinese)):
        ended = here("briefing", "intake", *words, "--data", data, "--lang", lang)
        assert ended.returncode == 2 and "Traceback" not in ended.stderr
        assert said in ended.stderr and len(ended.stderr.strip().splitlines()) == 1
    assert not re.search(r"[a-z]{3,} [a-z]{3,} [a-z]{3,}", ended.stderr.replace("briefing new-quarter", ""))
    assert snapshot(data) == before


def test_a_language_that_is_not_spoken_is_said_in_english(here, tmp_path):
    ended = here("briefing", "intake", tmp_path / "a.xlsx", "--lang", "fr")
    assert ended.returncode == 2 and "no language is called 'fr'; known: zh, en" in ended.stderr


def test_faults_of_a_workbook_end_with_2_and_their_places(here, data, tmp_path):
    path = book(tmp_path / "a.xlsx", table(["区市", "GDP增速（%）"], ["见附件", *growths()[1:]]))
    before = snapshot(data)
    ended = here("briefing", "intake", path, "--data", data, "--accept-mappings", "--yes")
    assert ended.returncode == 2 and "a.xlsx [Sheet1] 第2行B列：原文“见附件”，不是数字" in ended.stderr
    assert snapshot(data) == before


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of another kind")
@pytest.mark.parametrize("answers", ["yy", "yn", "n"])
def test_at_a_terminal_the_analyst_is_asked_twice(data, tmp_path, answers):
    """Whether the guesses are right, then whether to write; a no leaves the tables as they were."""
    import pexpect

    path = book(tmp_path / "a.xlsx", table(["区市", "GDP增速（%）"], growths()))
    before = snapshot(data)
    words = ["-m", "helpers", "intake", str(path), "--quarter", QUARTER, "--data", str(data), "--lang", "en"]
    seen = pexpect.spawn(sys.executable, words, encoding="utf-8", timeout=300, dimensions=(50, 200), cwd=str(ROOT))
    seen.expect("Is every line of this right")
    assert "gdp_growth" in seen.before
    seen.sendline(answers[0])
    if answers != "n":
        seen.expect("Write this")
        assert "10 to change" in seen.before
        seen.sendline(answers[1])
    seen.expect(pexpect.EOF)
    seen.close()
    changed = {p.relative_to(data).as_posix() for p, content in snapshot(data).items() if before.get(p) != content}
    assert seen.exitstatus == (0 if answers == "yy" else 1)
    written = {"2023Q4/values.csv", "2023Q4/intake/cells.csv", "mappings/a.toml"}
    assert changed == {"yy": written, "yn": set(), "n": {"mappings/a.toml"}}[answers]


# ---- a new quarter --------------------------------------------------------------------------------------------------


@pytest.fixture
def shipped(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    return tmp_path / "data"


def test_a_new_quarter_has_the_rows_its_scheme_waits_for(here, shipped):
    made = here("briefing", "new-quarter", QUARTER, "--data", shipped)
    assert made.returncode == 0 and "13项指标和4项满意度调查数（170个数据）待报" in made.stdout
    assert made.stdout.splitlines()[-1].startswith(
        f"下一步：读入部门报表（briefing intake 文件 --quarter 2023Q4 --data {shipped}）"
    )
    folder = shipped / QUARTER
    assert sorted(p.name for p in folder.iterdir()) == [
        "commentary.en.md", "commentary.md", "issue.toml", "scores.csv", "survey.csv", "values.csv",
    ]  # fmt: skip
    text = (folder / "values.csv").read_text(encoding="utf-8-sig")
    assert text.splitlines()[0].startswith("district,indicator,value") and len(text.splitlines()) == 111
    assert "胶州市,renewal_q2_plan_rate,,,%,2023Q4,ratio,demo," in text
    assert "胶州市,renewal_start_rate,,,%,2023-12,ratio,demo," in text
    assert "胶州市,gdp_growth,,,%,2023-01..2023-12,cumulative,demo," in text


def test_check_says_of_a_new_quarter_what_is_to_come_not_a_wall_of_errors(here, shipped):
    here("briefing", "new-quarter", QUARTER, "--data", shipped)
    told = here("briefing", "check", QUARTER, "--data", shipped)
    lines = told.stdout.strip().splitlines()
    assert [line for line in lines if line.startswith("待报：")] == lines[:3]
    assert "地区生产总值增速" in lines[0] and "营商环境第三方评价" in lines[1] and "满意" in lines[2]
    assert len(lines) == 6 and lines[-1] == "错误1项，提示1项，13项指标和4项满意度调查数（170个数据）待报"
    assert re.fullmatch(r"错误：2023Q4/：各区市均缺数据.+", lines[3]) and "warning" not in told.stdout
    assert "待各单位报齐：briefing check 2023Q4 --data" in lines[3] and lines[3].endswith("briefing intake 收数")
    english = here("briefing", "check", QUARTER, "--data", shipped, "--lang", "en").stdout
    assert english.endswith("1 error, 1 warning, 13 indicators and 4 survey counts (170 figures) still to come\n")
    assert "still to come: 2023Q4/values.csv: GDP growth" in english and "待报" not in english
    assert "Investment completed, share of the annual plan; Investment completed, share of the quarter's" in english


def test_the_first_quarter_of_another_city_waits_too_without_a_wall_of_errors(here, shipped, tmp_path):
    """As *Your own city* in data/README.md has it: there is no quarter whose sources the new rows could carry on."""
    data = tmp_path / "city" / "data"
    (data / "schemes").mkdir(parents=True)
    (data / "districts.csv").write_text(
        "code,name,name_en,aliases\n370102,历下区,,\n370103,市中区,,\n", encoding="utf-8"
    )
    (data / "sources.csv").write_text("id,title,publisher,date,kind\ntj,月报,统计局,2024,published\n", encoding="utf-8")
    early = here("briefing", "check", "2024Q1", "--data", data)
    assert early.returncode == 2 and "briefing new-quarter 2024Q1" in early.stderr
    rules = (shipped / "schemes" / "2023.toml").read_text(encoding="utf-8").replace("2023Q2..", "2024Q1..")
    (data / "schemes" / "2024.toml").write_text(rules, encoding="utf-8")
    wrong = here("briefing", "new-quarter", "2024Q1", "--data", data, "--lang", "en")
    assert "schemes/2024.toml key source: found 'demo'; no such source" in wrong.stderr
    assert wrong.stderr.endswith("1 error in the data; nothing was written\n")
    (data / "schemes" / "2024.toml").write_text(rules.replace('"demo"', '"tj"'), encoding="utf-8")
    assert here("briefing", "new-quarter", "2024Q1", "--data", data).returncode == 0
    told = here("briefing", "check", "2024Q1", "--data", data, "--lang", "en").stdout.strip().splitlines()
    assert [line.partition(":")[0] for line in told[:-1]] == ["still to come"] * 3 + ["error"]
    assert told[-1] == "1 error, 0 warnings, 13 indicators and 4 survey counts (34 figures) still to come"


def test_what_has_come_is_no_longer_to_come_and_a_gap_in_it_is_told_by_row(here, data, tmp_path):
    path = book(tmp_path / "a.xlsx", table(["区市", "GDP增速（%）"], [*growths()[:9], "-"]))
    here("briefing", "intake", path, "--data", data, "--accept-mappings", "--yes")
    told = here("briefing", "check", QUARTER, "--data", data, "--lang", "en").stdout
    assert "still to come: 2023Q4/values.csv: Industrial value added growth" in told
    assert "GDP growth" not in told
    assert (
        told.count("the figure is not available") == 1
        and "13 indicators and 4 survey counts (161 figures) still to come" in told
    )


@pytest.mark.parametrize("quarter", ["2023Q2", "2021Q4", "2023Q5"])
def test_an_existing_quarter_is_never_touched_nor_one_without_rules_made(here, shipped, quarter):
    before = snapshot(shipped)
    ended = here("briefing", "new-quarter", quarter, "--data", shipped)
    assert ended.returncode == 2 and snapshot(shipped) == before and not list(shipped.glob(".intake-*"))


def test_wrong_use_of_new_quarter_is_said_in_chinese(here, shipped):
    ended = here("briefing", "new-quarter", "2023Q2", "--data", shipped)
    assert ended.returncode == 2 and "2023Q2已经存在，未作改动" in ended.stderr


def test_mappings_are_carried_and_what_they_do_not_cover_is_told(here, data, tmp_path):
    path = book(tmp_path / "统计局2023年四季度.xlsx", table(["区市", "GDP增速（%）"], growths()))
    here("briefing", "intake", path, "--data", data, "--accept-mappings", "--yes")
    made = here("briefing", "new-quarter", "2024Q1", "--data", data)
    assert made.returncode == 0 and "沿用的对应关系：统计局" in made.stdout
    assert "地区生产总值增速" not in made.stdout.split("尚无对应关系的指标")[1]
    later = book(tmp_path / "统计局2024年一季度.xlsx", table(["区市", "GDP增速（%）"], growths(6.0)))
    done = here("briefing", "intake", later, "--quarter", "2024Q1", "--data", data, "--yes")
    assert done.returncode == 0 and "10处变动" in done.stdout


def test_a_quarter_filled_in_is_built_like_any_other(here, data, tmp_path):
    """The skeleton's remarks are printed nowhere, and its issue file without a date stops nothing."""
    from helpers.write import open_briefing

    shutil.copy(ROOT / "data/2023Q3/scores.csv", data / QUARTER)
    shutil.copy(ROOT / "data/2023Q3/survey.csv", data / QUARTER)
    text = (ROOT / "data/2023Q3/values.csv").read_text(encoding="utf-8")
    (data / QUARTER / "values.csv").write_text(text, encoding="utf-8")
    b = open_briefing(QUARTER, data=data)
    assert b.prose.commentary == {"zh": "", "en": ""} and b.prose.issued is None
    assert len(b.ranking) == len(NAMES)


def test_how_figures_came_makes_no_briefing_anew_but_the_report_on_the_data(data, tmp_path):
    """Mappings, the record of cells and the database's address are no input of a briefing."""
    from helpers.assess.files import fingerprint, input_files
    from helpers.model import Quarter

    q4 = Quarter.parse(QUARTER)
    before = fingerprint(data, q4)
    (data / "mappings").mkdir()
    (data / "mappings" / "a.toml").write_text("confirmed = false\n", encoding="utf-8")
    (data / "source.toml").write_text("[source]\n", encoding="utf-8")
    (data / QUARTER / "intake").mkdir()
    (data / QUARTER / "intake" / "cells.csv").write_text("table\n", encoding="utf-8")
    assert fingerprint(data, q4) == before
    assert {"sources.csv", f"{QUARTER}/values.csv"} <= input_files(data, q4).keys()


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("zh", "地区生产总值增速：莱西市由"),
        ("en", "GDP growth: Laixi from"),
    ],
)
def test_doubts_are_told_before_anything_is_written_and_by_check(here, data, tmp_path, lang, told):
    """Also with --yes, and at a workbook's cells, by whoever asks."""
    figures = [*growths()[:-1], 25.9]
    path = book(tmp_path / "a.xlsx", table(["区市", "GDP增速（%）"], figures))
    words = ("briefing", "intake", path, "--data", data, "--accept-mappings", "--lang", lang)
    before = snapshot(data)
    for yes in ((), ("--yes",)):
        shown = here(*words, *yes)
        [line] = [line for line in shown.stderr.splitlines() if told in line]
        assert "a.xlsx [Sheet1] B11" in line
        assert shown.returncode == 0 if yes else snapshot(data) == before
    checked = here("briefing", "check", QUARTER, "--data", data, "--lang", lang).stdout
    assert told in checked and {"zh": "存疑1处", "en": "1 doubtful"}[lang] in checked.splitlines()[-1]


def test_guesses_are_told_by_the_sheets_own_name(here, data, tmp_path):
    """The pattern by which the next quarter's sheet is known is in the mapping's file alone."""
    path = book(tmp_path / "统计局.xlsx", table(["区市", "GDP增速（%）"], growths()), "四季度")
    said = here("briefing", "intake", path, "--quarter", "2023Q4", "--data", data).stdout
    assert re.search(r"四季度 +gdp增速 ", said) and "{quarter}" not in said
    assert 'name = "{quarter}"' in (data / "mappings" / "统计局.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("lang", "told"),
    [("en", "(a run without --accept-mappings writes it)"), ("zh", "（不加--accept-mappings运行即写出）")],
)
def test_what_to_mend_in_a_mapping_that_is_not_there_yet_says_how_it_is_had(here, data, tmp_path, lang, told):
    parts = [v / 100 for v in growths()]
    path = book(tmp_path / "统计局.xlsx", table(["区市", "GDP增速（%）"], parts))
    words = ["briefing", "intake", path, "--quarter", "2023Q4", "--data", data, "--accept-mappings", "--lang", lang]
    done = here(*words)
    assert done.returncode == 2 and re.search(rf"mappings/统计局\.toml ?{re.escape(told)}", done.stderr)
    assert not (data / "mappings").exists()
