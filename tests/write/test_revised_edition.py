"""A published quarter made anew after a revision: what it says first, and what it marks."""

from __future__ import annotations

import shutil

import pytest
from parse_back import faults
from publishing import publish
from revised import DATA, revise

from helpers.markup import unmarked
from helpers.write import correction, explaining, open_briefing, open_correction, sections, story
from helpers.write.behind import basis
from helpers.write.notes import MARK_HTML
from helpers.write.telling import Telling


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
