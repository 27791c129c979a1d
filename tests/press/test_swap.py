"""Files go in whole and together, or not at all."""

from __future__ import annotations

import pytest

from helpers.model import UsageError
from helpers.press import swap


def test_a_pair_is_swapped_in_together(tmp_path):
    staged = tmp_path / "staging"
    staged.mkdir()
    for name in ("a.html", "a.pdf"):
        (staged / name).write_text("new")
    (tmp_path / "a.html").write_text("old")
    swap.swap_in({staged / "a.html": tmp_path / "a.html", staged / "a.pdf": tmp_path / "a.pdf"})
    assert [(tmp_path / name).read_text() for name in ("a.html", "a.pdf")] == ["new", "new"]


def test_when_one_of_a_pair_cannot_be_moved_both_keep_their_earlier_bytes(tmp_path):
    staged = tmp_path / "staging"
    staged.mkdir()
    for name in ("a.html", "a.ipynb", "a.pdf"):
        (staged / name).write_text("new")
    (tmp_path / "a.html").write_text("old")
    (tmp_path / "a.pdf").mkdir()  # as immovable as a PDF that is open in a reader on Windows
    with pytest.raises(OSError):
        swap.swap_in({staged / name: tmp_path / name for name in ("a.html", "a.ipynb", "a.pdf")})
    assert (tmp_path / "a.html").read_text() == "old"
    assert not (tmp_path / "a.ipynb").exists()


def test_a_claimed_folder_is_swept_of_what_a_killed_build_left(tmp_path):
    (tmp_path / ".making-city.zh-abc").mkdir()
    (tmp_path / ".making-city.zh-abc" / "city.zh.pdf").write_text("half")
    (tmp_path / ".making-run.json").write_text("half")
    (tmp_path / "city.zh.pdf").write_text("whole")
    with swap.claim(tmp_path):
        assert {p.name for p in tmp_path.iterdir()} == {".lock", "city.zh.pdf"}


def test_two_builds_do_not_write_to_one_folder_at_once(tmp_path):
    with swap.claim(tmp_path), pytest.raises(UsageError, match="another build is writing"), swap.claim(tmp_path):
        pass
    with swap.claim(tmp_path):
        pass


def test_a_file_in_place_of_the_folder_is_told_with_the_way_out(tmp_path):
    (tmp_path / "reports").write_text("")
    with (
        pytest.raises(UsageError, match=r"a file stands where the folder should be.*--out"),
        swap.claim(tmp_path / "reports" / "2023Q2"),
    ):
        pass


def test_a_failed_write_leaves_the_earlier_file_and_no_litter(tmp_path):
    (tmp_path / "run.json").mkdir()
    with pytest.raises(swap.CannotWrite, match=r"run\.json"):
        swap.write_bytes(tmp_path / "run.json", b"new")
    assert [p.name for p in tmp_path.iterdir()] == ["run.json"]


def test_a_file_that_already_says_the_same_is_not_touched(tmp_path):
    swap.write_if_changed(tmp_path / "a", b"same")
    before = (tmp_path / "a").stat()
    swap.write_if_changed(tmp_path / "a", b"same")
    assert (tmp_path / "a").stat().st_ino == before.st_ino
    swap.write_if_changed(tmp_path / "a", b"other")
    assert (tmp_path / "a").read_bytes() == b"other"
