"""Points out of ten, as the table says, are brought to a hundred; those that say nothing are as they are."""

from __future__ import annotations

import pytest
from books import Q4, book, data_folder, expect, table, taken

from helpers.intake.plan import plan
from helpers.model import DataError

OF_TEN = [8.05 + k / 10 for k in range(10)]
OF_HUNDRED = [10 * point for point in OF_TEN]


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return data_folder(tmp_path_factory.mktemp("marks"))


@pytest.mark.parametrize(
    ("title", "head", "below"),
    [
        ("", "项目落地质量评价（满分10分）", ""),
        ("", "项目落地质量评价得分（１０分制）", ""),
        ("", "项目落地质量评价（10分）", ""),
        ("项目落地质量评价得分表（满分10分）", "得分", ""),
        ("项目落地质量评价得分（满分为10分）", "项目落地质量评价", ""),
        ("项目落地质量评价得分表", "得分（满分10分）", ""),
        ("项目落地质量评价", "评分（10分制）", ""),
        ("项目落地质量评价", "项目落地质量评价", "注：评价采用十分制"),
    ],
)
def test_points_out_of_ten_are_brought_to_a_hundred_and_it_is_said(data, tmp_path, title, head, below):
    path = book(tmp_path / "a.xlsx", [[title], *table(["区市", head], OF_TEN), [below]])
    assert taken(data, path) == expect("projects_given", OF_HUNDRED, 2)
    (mapping,) = plan(data, Q4, [path], lang="zh").proposals
    (column,) = mapping.sheets[0].columns
    assert (column.scale, "满分为10分" in column.reason) == (10, True)


@pytest.mark.parametrize("told", ["", "（满分100分）", "（百分制）", "（20分）"])
def test_points_out_of_a_hundred_are_taken_as_they_are(data, tmp_path, told):
    path = book(tmp_path / "a.xlsx", table(["区市", f"项目落地质量评价{told}"], OF_HUNDRED))
    assert taken(data, path) == expect("projects_given", OF_HUNDRED, 2)


def test_what_the_points_exceed_is_not_what_they_are_out_of(data, tmp_path):
    """The title's full marks are those of another column."""
    rows = [["各部分满分10分"], *table(["区市", "项目落地质量评价"], OF_HUNDRED)]
    assert taken(data, book(tmp_path / "a.xlsx", rows)) == expect("projects_given", OF_HUNDRED, 2)


def test_points_under_a_title_of_two_reviews_are_neithers(data, tmp_path):
    title = "项目落地质量评价及营商环境第三方评价"
    path = book(tmp_path / "a.xlsx", [[title], *table(["区市", "得分"], OF_HUNDRED)])
    with pytest.raises(DataError):
        taken(data, path)
