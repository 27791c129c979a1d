"""reports/index.html as it is written: what lies on the disk, in both languages; kept when unchanged."""

from __future__ import annotations

import re
import shutil

import pytest
from archives import PAGES, fill, scored
from publishing import publish
from reports_made import DATA

from helpers.desk.archive import write_archive
from helpers.desk.checked import FACT
from helpers.press.record import Record, sha256_of


@pytest.fixture(scope="module")
def history():
    return scored()


@pytest.mark.parametrize("name", PAGES)
def test_without_scripts_every_table_takes_the_focus_and_says_that_it_may_scroll(tmp_path, history, name):
    root = fill(tmp_path / "reports", history)
    text = (root / PAGES[name]).read_text(encoding="utf-8")
    regions = re.findall(r'<div class="scroll" role="region" aria-label="([^"]+)" tabindex="0">', text)
    said = {"zh": "，可左右滚动", "en": ", scrolls sideways"}[name]
    assert len(regions) == text.count("<table ") == 8 and all(label.endswith(said) for label in regions)


def test_without_the_data_flags_keep_their_chinese_names(tmp_path, history):
    root = fill(tmp_path / "reports", history)
    for record in root.glob("*/run.json"):
        record.unlink()
    write_archive(root, history[-1].districts)
    text = (root / PAGES["en"]).read_text(encoding="utf-8")
    assert '<span lang="zh-CN">加压奋进、进位赶超</span>' in text and "Fast Riser" not in text


def test_where_nothing_is_illustrative_nothing_is_marked(tmp_path, history):
    root = fill(tmp_path / "reports", history)
    for quarter in root.glob("*Q*"):
        if quarter.name != "2023Q3":
            shutil.rmtree(quarter)
    write_archive(root, history[-1].districts)
    assert not any("※" in (root / name).read_text(encoding="utf-8") for name in PAGES.values())


def test_it_is_written_only_when_something_changed(tmp_path, history):
    root = fill(tmp_path / "reports", history)
    pages = [root / "index.html", root / "index.en.html"]

    def state():
        return [(page.read_bytes(), page.stat().st_mtime_ns) for page in pages]

    before = state()
    write_archive(root, history[-1].districts)
    assert state() == before
    (root / "2023Q3" / "city.zh.pdf").unlink()
    write_archive(root, history[-1].districts)
    assert state() != before
    assert "2023Q3/city.zh.pdf" not in pages[0].read_text(encoding="utf-8")
    shutil.rmtree(root / "2023Q3")
    write_archive(root, history[-1].districts)
    assert "2023年第三季度" not in pages[0].read_text(encoding="utf-8")


def test_a_briefing_made_again_that_shows_the_same_leaves_it_as_it_is(tmp_path, history):
    """Its notebook has other times of its run in it; the pages are those of the same inputs, byte for byte."""
    root = fill(tmp_path / "reports", history)
    folder = root / "2023Q2"
    notebook = folder / "city.zh.ipynb"

    def make(time: str, shows: str) -> list[bytes]:
        notebook.write_text(f'{{"cells":[],"metadata":{{"start_time":"{time}"}}}}', encoding="utf-8")
        record = Record.read(folder)
        record.enter("city.zh", {"shows": shows}, {"ipynb": {"sha256": sha256_of(notebook)}})
        (folder / "run.json").write_text(record.text(), encoding="utf-8")
        write_archive(root, history[-1].districts)
        return [(root / name).read_bytes() for name in PAGES.values()]

    first = make("08:00", "a b")
    assert make("09:00", "a b") == first
    assert make("09:00", "a c") != first


def test_the_mark_of_illustrative_data_goes_with_the_briefing_that_said_it(tmp_path, history):
    """The same files and scores, and another notice at the foot of the pages: the archive is written anew."""
    root = fill(tmp_path / "reports", history)
    for quarter in root.glob("*Q*"):
        if quarter.name != "2023Q2":
            shutil.rmtree(quarter)
    write_archive(root, history[-1].districts)
    pages = [root / name for name in PAGES.values()]
    assert all("※" in page.read_text(encoding="utf-8") for page in pages)
    notebook = root / "2023Q2" / "city.zh.ipynb"
    notebook.write_text(notebook.read_text(encoding="utf-8").replace("演示", ""), encoding="utf-8")
    write_archive(root, history[-1].districts)
    assert not any("※" in page.read_text(encoding="utf-8") for page in pages)


def test_names_cannot_become_code(tmp_path, history):
    from dataclasses import replace

    root = fill(tmp_path / "reports", history)
    harm = '<img src=x onerror=alert(1)>"'
    write_archive(root, [replace(d, name=harm, name_en=harm) for d in history[-1].districts], "other code")
    text = (root / "index.html").read_text(encoding="utf-8")
    assert "<img" not in text and "&lt;img src=x" in text


def test_a_folder_without_reports_gets_no_archive(tmp_path):
    write_archive(tmp_path, ())
    assert list(tmp_path.iterdir()) == []


def test_a_quarter_published_in_part_says_which_briefings_are_still_drafts(tmp_path, history):
    """`publish --district none` makes the city's alone; the districts' lie beside it, stamped, until they are built."""
    root = fill(tmp_path / "reports", history)
    folder, paths = root / "2023Q2", [root / name for name in PAGES.values()]

    def seals(names: list[str], draft: bool) -> list[tuple[str, int]]:
        """What each page says of the quarter, and of how many of its rows, once these were made."""
        record = Record.read(folder)
        record.run[FACT] = {"draft": draft}
        for name in names:
            record.enter(name, {"marks": {"draft": draft}}, {})
        (folder / "run.json").write_text(record.text(), encoding="utf-8")
        write_archive(root, history[-1].districts)
        shelves = [
            next(part for part in path.read_text("utf-8").split("<details") if "2023Q2/city.zh.pdf" in part)
            for path in paths
        ]
        heads = [re.search(r'class="seal">([^<]+)</span></summary>', shelf) for shelf in shelves]
        rows = [len(re.findall(r'class="seal">[^<]+</span></th>', shelf)) for shelf in shelves]
        return [(head[1] if head else "", n) for head, n in zip(heads, rows, strict=True)]

    names = ["city.zh", *(f"district-{code}.zh" for code in history[-1].codes)]
    assert seals(names, True) == [("征求意见稿", 0), ("Draft", 0)]
    assert seals(["city.zh"], False) == [("部分为征求意见稿", 10), ("Some are drafts", 10)]
    assert seals(names, False) == [("", 0), ("", 0)]


def test_a_quarter_of_a_second_edition_is_marked_as_revised(tmp_path, history):
    data = tmp_path / "data"
    shutil.copytree(DATA, data)
    root = fill(tmp_path / "reports", history)
    told = Record(run={FACT: {"draft": False}, "settings": {"data": str(data)}}).text()
    (root / "2023Q2" / "run.json").write_text(told, encoding="utf-8")
    publish(data)
    write_archive(root, history[-1].districts)
    assert "已修订" not in (root / PAGES["zh"]).read_text(encoding="utf-8")
    publish(data, day="2023-09-02")
    write_archive(root, history[-1].districts)
    for lang, seal in (("zh", "已修订"), ("en", "Revised")):
        assert (root / PAGES[lang]).read_text(encoding="utf-8").count(f'<span class="seal">{seal}</span>') == 1
