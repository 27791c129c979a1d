"""What an analyst can put right, as a notebook shows it: in its own language, its words alone."""

from __future__ import annotations

import pytest
from IPython.core.interactiveshell import InteractiveShell
from reports_made import ROOT

from helpers.model import BriefingError, UsageError
from helpers.write import data_check, open_briefing, open_correction, story
from helpers.write.panel import open_panel
from helpers.write.refusals import told_in

DATA = str(ROOT / "data")


def shown(error: BriefingError) -> str:
    """As JupyterLab shows it: IPython asks the error itself."""
    return "\n".join(error._render_traceback_())


@pytest.mark.parametrize(
    ("opening", "arguments", "zh", "en"),
    [
        (open_briefing, {"quarter": "2023Q9"}, "不是季度；一年为 2023Q1 至 2023Q4", "is not a quarter"),
        (open_briefing, {"quarter": "2031Q2"}, "没有2031Q2的数据；已有：2022Q1", "there are no data for 2031Q2"),
        (open_briefing, {"quarter": "2023Q2", "district": "胶洲"}, "没有“胶洲”这个区市", "no district is called"),
        (open_briefing, {"quarter": "2023Q2", "scenario": "x"}, "没有“x”这个情景", "no scenario 'x'"),
        (open_panel, {"quarter": ""}, "“”不是季度；写法如 2023Q2", "'' is not a quarter"),
        (data_check.open_check, {"quarter": "abc"}, "“abc”不是季度", "'abc' is not a quarter"),
        (open_correction, {"quarter": "2023Q2"}, "2023Q2尚未发布", "2023Q2 is not published"),
    ],
)
def test_a_notebook_says_in_its_own_language_what_is_wrong_with_its_first_cell(opening, arguments, zh, en):
    for lang, words in (("zh", zh), ("en", en)):
        with pytest.raises(UsageError) as met:
            opening(**arguments, lang=lang, data=DATA)
        assert shown(met.value).startswith("UsageError: ") and words in shown(met.value)
        assert en in str(met.value), "the program's own words, which the command line tells in the screen's language"


def test_faults_of_the_data_are_shown_in_chinese_too(tmp_path):
    (tmp_path / "districts.csv").write_text("code,name\n1,甲,乙,丙\n", encoding="utf-8-sig")
    (tmp_path / "2023Q2").mkdir()
    with pytest.raises(BriefingError) as met:
        open_briefing("2023Q2", data=tmp_path)
    assert "districts.csv 第2行：" in shown(met.value) and "sources.csv" in shown(met.value)
    assert not [line for line in shown(met.value).splitlines() if "->" in line or "row" in line]


@pytest.mark.parametrize(("lang", "words"), [("zh", "这是全市通报"), ("en", "this is the city's briefing")])
def test_a_district_s_section_in_the_city_s_briefing_says_what_to_do(lang, words):
    """As where the first cell of district_briefing.ipynb names no district."""
    b = open_briefing("2023Q2", lang=lang, data=DATA)
    for tell in (story.standing, lambda b: b.code):
        with pytest.raises(UsageError) as met:
            tell(b)
        assert words in shown(met.value)


@pytest.mark.parametrize(("lang", "words"), [("zh", "这是区市通报"), ("en", "this is a district's briefing")])
def test_a_section_of_the_city_s_in_a_district_s_briefing_says_what_to_do(lang, words):
    with pytest.raises(UsageError) as met:
        story.headline(open_briefing("2023Q2", lang=lang, district="胶州", data=DATA))
    assert words in shown(met.value)


@pytest.mark.parametrize(("lang", "words"), [("cn", "没有“cn”这种语言"), ("中文", "没有“中文”"), ("fr", "there is no")])
def test_a_word_that_is_no_language_is_refused_in_the_one_it_comes_nearest_to(lang, words):
    with pytest.raises(UsageError) as met:
        open_briefing("2023Q2", lang=lang, data=DATA)
    assert words in shown(met.value)


def test_ipython_shows_these_words_and_no_traceback(capsys):
    shell = InteractiveShell()
    shell.user_ns.update(told_in=told_in, UsageError=UsageError)
    shell.run_cell(
        "with told_in('zh'):\n    raise UsageError('there is no language {lang!r}; known: {known}', lang='x', known='')"
    )
    said = capsys.readouterr().out
    assert "UsageError: 没有“x”这种语言" in said and "Traceback" not in said
