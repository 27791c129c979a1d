"""The data contract's report as it is sent back to departments: both languages, from faulty data, HTML and PDF."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from helpers import places

sys.path.insert(0, str(Path(__file__).parent / "intake"))

QUARTER = "2023Q4"


@pytest.fixture(scope="module")
def reports(once, command):
    """The folder with data_check.zh and .en of a faulty quarter, and what the command said."""

    def make(home: Path) -> str:
        from faulty import faulty

        words = ("briefing", "check", QUARTER, "--data", faulty(home), "--report", "--lang", "zh,en", "--out", home)
        ended = command(*words)
        (home / "said.txt").write_text(ended.stdout, encoding="utf-8")
        return "" if ended.returncode == 2 else f"ended with {ended.returncode}\n{ended.stderr}"

    return once("data-check", make)


def page(reports: Path, lang: str) -> str:
    return (reports / QUARTER / "check" / f"data_check.{lang}.html").read_text(encoding="utf-8")


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def pdf_text(reports: Path, lang: str) -> str:
    path = reports / QUARTER / "check" / f"data_check.{lang}.pdf"
    found = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True)
    return found.stdout.decode("utf-8")


SAID = {
    "zh": ["数据核对报告", "应报13项指标和4项满意度调查数（170个数据），已报128个数据",
           "尚缺1项指标和4项满意度调查数（42个数据）",
           "不是数字", "莱西市城市更新和城市建设项目开工率", "约九成",
           "发改委2023年四季度.xlsx [项目] B13", "−12", "崂山区", "569.33亿元", "98.1%", "355个", "青岛市行政审批局",
           "平度市、莱西市", "有错误未改正前，不能编印通报",
           "背景数据：2022年地区生产总值，各区市合计14917.17亿元，比全市数少3.58亿元"],
    "en": ["Data check", "Of 13 indicators and 4 survey counts (170 figures) due, 128 figures have arrived",
           "1 indicator and 4 survey counts (42 figures) are still to come",
           "not a number", "Laixi, Share of renewal projects started", "约九成",
           "发改委2023年四季度.xlsx [项目] B13", "−12", "Laoshan", "CNY 56.933 billion", "98.1%", "355 projects",
           "Pingdu, Laixi", "No briefing can be made before the errors are mended",
           "Background: gross regional product, 2022: the districts sum to 14917.17, "
           "3.58 less than the city's figure (unit: CNY 100 million)",
           "Fairly satisfied", "Don't know"],
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_tells_every_fault_with_its_place(reports, lang):
    text = re.sub(r"\s", "", plain(page(reports, lang)))
    for words in SAID[lang]:
        assert re.sub(r"\s", "", words) in text, words


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_pdf_says_the_same(reports, lang):
    text = re.sub(r"\s", "", pdf_text(reports, lang))
    for words in ("170", "−12", "355", "98.1%", "12.4", "88"):
        assert words in text


@pytest.mark.slow
def test_the_chinese_report_speaks_chinese(reports):
    """No rule or advice is left in English; names of files, sheets and columns are."""
    text = plain(page(reports, "zh").split("<body", 1)[1])
    for english in ("not a number", "write ", "the unit is", "apart", "check ", "row ", "figure"):
        assert english not in text, english


@pytest.mark.slow
def test_the_english_report_speaks_english(reports):
    """No rule tells an indicator by its id or a unit in Chinese; names of files, sheets and what was typed are as they
    are."""
    text = plain(page(reports, "en").split("<body", 1)[1])
    for words in ("gdp", "3.58 亿元", "basically satisfied", "unknown"):
        assert words not in text, words


def test_the_command_names_units_in_the_language_asked_for():
    from helpers.desk.data_check import check_data, told

    quarter = check_data("2023Q2", places.data_folder(""))
    for langs, words in (
        (["en"], "gdp 2022: the districts sum to 14917.17, 3.58 less than the city's figure (CNY 100 million)"),
        (None, "背景数据：2022年地区生产总值，各区市合计14917.17亿元，比全市数少3.58亿元"),
    ):
        assert any(words in line for line in told(quarter, langs))


@pytest.mark.parametrize(
    ("rule", "chinese", "english"),
    [
        (
            "gdp 2025-01..2025-06: the districts sum to 12.00, 3.58 more than the city's figure (CNY 10,000)",
            "背景数据：2025年1—6月地区生产总值，各区市合计12.00万元，比全市数多3.58万元",
            "Background: gross regional product, January to June 2025: the districts sum to 12.00, "
            "3.58 more than the city's figure (unit: CNY 10,000)",
        ),
        (
            "every district lacks figures, so no district's total can be computed",
            "各区市均缺数据，无法计算总分",
            "every district lacks figures, so no district's total can be computed",
        ),
        (
            "done is cumulative, and was 100 in 2023Q1",
            "自年初累计数低于上季度累计数100",
            "is cumulative, and was 100 in 2023Q1",
        ),
        ("the unit is %", "单位应为%", "the unit is %"),
    ],
)
def test_a_rule_is_told_in_the_words_of_its_language(rule, chinese, english):
    from helpers.write import contract_rules_en, contract_rules_zh

    assert contract_rules_zh.rule(rule) == chinese and contract_rules_en.rule(rule) == english


def test_units_of_money_are_named_as_the_briefings_name_them():
    from helpers.assess.check import MONEY
    from helpers.write.phrases_en import UNIT_WORDS

    assert {unit: UNIT_WORDS[unit] for unit in MONEY} == MONEY


@pytest.mark.slow
def test_the_command_tells_faults_what_is_to_come_and_where_the_reports_are(reports):
    said = (reports / "said.txt").read_text(encoding="utf-8")
    assert (
        "错误2项，提示3项，存疑14处，1项指标和4项满意度调查数（42个数据）待报" in said
        and "待报：2023Q4/survey.csv" in said
    )
    for lang in ("zh", "en"):
        for extension in ("html", "pdf"):
            assert f"data_check.{lang}.{extension}" in said


@pytest.mark.slow
def test_a_quarter_that_is_right_says_so(command, tmp_path):
    ended = command("briefing", "check", "2023Q2", "--report", "--format", "html", "--out", tmp_path)
    assert ended.returncode == 0, ended.stderr
    text = plain((tmp_path / "2023Q2" / "check" / "data_check.zh.html").read_text(encoding="utf-8"))
    assert "应报13项指标和4项满意度调查数（170个数据），已报 170 个数据，已全部报齐" in text
    assert "数据可以用于编印通报" in text and "合计未作核对" in text and "核实后回复" not in text
    assert not (tmp_path / "2023Q2" / "check" / "data_check.zh.pdf").exists()


@pytest.mark.parametrize(
    ("lang", "due", "nothing"),
    [
        (
            "zh",
            "应报13项指标和4项满意度调查数（170个数据），已报**0**个数据，尚缺**13项指标和4项满意度调查数（170个数据）**；",
            "尚无数据可核对。",
        ),
        (
            "en",
            "Of 13 indicators and 4 survey counts (170 figures) due, **0** figures have arrived, **13 indicators and ",
            "There is nothing to check yet.",
        ),
    ],
)
def test_of_a_quarter_without_a_figure_nothing_is_called_beyond_doubt(tmp_path, lang, due, nothing):
    from books import data_folder

    from helpers.write import data_check

    c = data_check.open_check(QUARTER, lang, str(data_folder(tmp_path)))
    told = data_check.overview(c).paragraphs
    assert told[0].startswith(due) and told[1] == nothing
    assert [face.paragraphs for face in data_check.doubts(c)] == [(nothing,)]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_fault_of_a_whole_column_is_one_row_of_the_report_and_its_cells_are_listed_below(tmp_path, lang):
    """Ten rows that say the same hide the one that says something else."""
    import csv
    import shutil

    from helpers.write import data_check

    data = tmp_path / "data"
    shutil.copytree(places.data_folder(""), data)
    path = data / "2023Q3" / "values.csv"
    with path.open(encoding="utf-8-sig", newline="") as read:
        rows = list(csv.DictReader(read))
    for row in rows:
        row["unit"] = "万元" if row["indicator"] == "signed_projects" else row["unit"]
    with path.open("w", encoding="utf-8-sig", newline="") as written:
        csv.DictWriter(written, list(rows[0])).writeheader()
        csv.DictWriter(written, list(rows[0])).writerows(rows)
    spots = [str(k) for k, row in enumerate(rows, start=2) if row["indicator"] == "signed_projects"]
    listed, cells = data_check.faults(data_check.open_check("2023Q3", lang=lang, data=data))
    (told,) = [row for row in listed.rows if "10" in row[0] and "values.csv" in row[0]]
    assert "万元" in told[1] and all(spot in told[0] for spot in (spots[0], spots[-1]))
    assert (
        len(cells.rows) == 10 and [re.findall(r"\d+", row[0].split("values.csv")[1])[0] for row in cells.rows] == spots
    )
    assert len({row[2] for row in cells.rows}) == 10, "each is told with its district"


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("zh", "确需修订的，用下列内容新建revisions.csv（填写<…>）：见briefing check所列"),
        ("en", "if that is meant, make revisions.csv of this (and fill in <…>): the lines that briefing check prints"),
    ],
)
def test_lines_for_a_table_are_left_to_the_command_that_prints_them_whole(tmp_path, lang, told):
    """They stood in the report cut short, ran over the cell beside them, and nobody could have pasted them."""
    from publishing import change, publish
    from reports_made import ROOT

    from helpers.write.data_check import faults, open_check

    shutil.copytree(ROOT / "data", tmp_path / "data")
    publish(tmp_path / "data", "2023Q2", "2023-08-08")
    change(tmp_path / "data" / "2023Q2" / "values.csv", ("胶州市", "gdp_growth"), "value", "4.1")
    rows = faults(open_check("2023Q2", lang, tmp_path / "data")).rows
    hints = [cell for row in rows for cell in row if "revisions.csv" in cell]
    assert hints == [told]
