"""The analyst's commentary: findings quoted by name, numbers that no figure has reported."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from helpers.markup import unmarked
from helpers.model import DataError, Quarter
from helpers.write import open_briefing, quoting, story
from helpers.write.commentary import check_commentary

DATA = Path(__file__).parents[2] / "data"
QUARTER = Quarter(2023, 2)


@pytest.fixture
def copied(tmp_path) -> Path:
    shutil.copytree(DATA, tmp_path / "data")
    return tmp_path / "data"


def written(data: Path, text: str, name: str = "commentary.md") -> Path:
    (data / str(QUARTER) / name).write_text(text, encoding="utf-8")
    return data


def told(data: Path, lang: str = "zh") -> str:
    return unmarked(str(story.commentary(open_briefing(QUARTER, lang=lang, data=data))))


def warnings(data: Path) -> list[tuple[str, int, str]]:
    return [(f.file, f.row, f.value) for f in check_commentary(data, QUARTER) if f.severity == "warning"]


def test_a_finding_is_quoted_as_its_sentence_and_gives_up_its_full_stop_where_the_text_goes_on(copied):
    b = open_briefing(QUARTER, data=copied)
    sentence = unmarked(str(story.why_first(b)))
    assert told(written(copied, "{gap}须持续关注。")) == f"{sentence}须持续关注。"
    assert (
        told(written(copied, "总体看，{gap}，须持续关注。")) == f"总体看，{sentence.removesuffix('。')}，须持续关注。"
    )


def test_a_figure_is_quoted_with_its_unit_in_both_languages(copied):
    written(copied, "领先{first.lead}，最大差距{widest.spread}。")
    written(copied, "The lead is {first.lead}, the widest spread {widest.spread}.", "commentary.en.md")
    assert told(copied) == "领先0.59分，最大差距14.79分。"
    assert told(copied, "en") == "The lead is 0.59 points, the widest spread 14.79 points."


def test_every_documented_name_can_be_quoted_in_some_quarter():
    """And the list in the data folder's README names them all."""
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    seen = set()
    for quarter in ("2022Q3", "2022Q4", "2023Q2", "2023Q3"):
        b = open_briefing(quarter, data=DATA)
        seen |= {name for name in quoting.NAMES if quoting.quoted(b, name)}
    assert seen == set(quoting.NAMES)
    for name in quoting.NAMES:
        assert f"`{{{name}}}`" in readme, f"{name} is not documented"


def test_a_board_is_quoted_by_its_id(copied):
    assert "崂山区" in told(written(copied, "{business}"))


@pytest.mark.parametrize(
    ("text", "line", "hint"),
    [
        ("好。\n\n{frist}", 3, "first"),
        ("{first.laed}", 1, "lead"),
        ("{records}", 1, "headline"),  # under the new scheme there are too few quarters for a record
        ("{Headline}", 1, "headline"),
    ],
)
def test_a_quote_that_does_not_exist_is_an_error_with_its_line(copied, text, line, hint):
    written(copied, text)
    with pytest.raises(DataError, match=rf"2023Q2/commentary\.md.*{hint}") as caught:
        told(copied)
    assert caught.value.faults[0].row == line
    [fault] = check_commentary(copied, QUARTER)
    assert (fault.severity, fault.row) == ("error", line) and hint in fault.hint


def test_braces_in_code_and_formulas_are_no_quotes(copied):
    text = "见`{frist}`与$\\frac{a}{b}$。"
    assert told(written(copied, text)) == unmarked(text)
    assert check_commentary(copied, QUARTER) == []


@pytest.mark.parametrize(
    "text",
    [
        "胶州市97.44分，领先黄岛区0.59分，居第1位，得37星。",
        "当季完成投资占季度计划161.6%，新签约项目212个，参会企业300余家。",
        "1. 2023年6月、1—6月、2023Q2、二季度：不是数字。\n2. 见[说明](https://example.org/42)。",
        "城市更新建设权重20%，考核板块由3个调整为4个。",
    ],
)
def test_a_number_that_the_quarter_has_is_not_reported(copied, text):
    assert warnings(written(copied, text)) == []


@pytest.mark.parametrize(
    ("text", "line", "number"),
    [
        ("胶州市97.45分。", 1, "97.45"),
        ("好。\n\n领先8.88分。", 3, "8.88"),
        ("市北区下降12位。", 1, "12"),
        ("得38星。", 1, "38"),  # 38 there is, but no 38 stars
        ("完成161.7%。", 1, "161.7"),
        ("签约1,213个。", 1, "1,213"),
    ],
)
def test_a_number_that_no_figure_has_is_reported_with_file_line_and_number(copied, text, line, number):
    assert warnings(written(copied, text)) == [("2023Q2/commentary.md", line, number)]


def test_english_numbers_are_looked_for_too(copied):
    written(copied, "Jiaozhou has 97.44 points, up 1 place.\nShibei fell 12 places in Q2 2023.", "commentary.en.md")
    assert warnings(copied) == [("2023Q2/commentary.en.md", 2, "12")]


def test_the_commentaries_of_the_project_are_clean():
    for path in sorted(DATA.glob("*/commentary.md")):
        assert check_commentary(DATA, Quarter.parse(path.parent.name)) == []


def test_data_that_cannot_be_scored_are_left_to_the_check_of_data(copied):
    written(copied, "得97.45分。")
    path = copied / str(QUARTER) / "scores.csv"
    path.write_text(re.sub("胶州市", "胶洲市", path.read_text(encoding="utf-8-sig")), encoding="utf-8-sig")
    assert check_commentary(copied, QUARTER) == []
