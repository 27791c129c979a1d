"""The same briefing whatever the system's language is set to."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
NAME = "reports/2023Q2/district-370211.zh.html"
pytestmark = pytest.mark.skipif(os.name == "nt", reason="locales as POSIX has them")


def build(folder: bytes, *words: str, locale: dict[str, str], encoding: str) -> subprocess.CompletedProcess[bytes]:
    """Build the Huangdao district's briefing in `folder`, a project of its own, as a shell of that locale calls it."""
    for name in (b"data", b"notebooks"):
        shutil.copytree(os.fsencode(ROOT) + b"/" + name, folder + b"/" + name)
    called = [sys.executable, "-m", "helpers", "build", "2023Q2", "--format", "html", "--district", "黄岛", *words]
    bare = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), **locale}
    return subprocess.run([word.encode(encoding) for word in called], cwd=folder, env=bare, capture_output=True)


@pytest.fixture(scope="module")
def gbk(tmp_path_factory):
    """The environment of a Chinese system that writes in GBK."""
    folder = tmp_path_factory.mktemp("locales")
    if not shutil.which("localedef"):
        pytest.skip("no localedef here")
    made = subprocess.run(["localedef", "-f", "GBK", "-i", "zh_CN", str(folder / "zh_CN.GBK")], capture_output=True)
    if made.returncode:
        pytest.skip("no sources of a GBK locale here")
    return {"LOCPATH": str(folder), "LC_ALL": "zh_CN.GBK"}


@pytest.fixture
def plain(once) -> Path:
    """The project where the same was built under a name and a locale that give no trouble."""

    def make(home: Path) -> str:
        made = build(os.fsencode(home / "project"), locale={"LC_ALL": "C.UTF-8"}, encoding="utf-8")
        return made.stderr.decode("utf-8", "replace") if made.returncode else ""

    return once("utf-8", make) / "project"


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["auto", "plain"])
def test_where_names_of_folders_are_in_gbk_the_briefing_is_made_and_the_same(tmp_path, gbk, plain, engine):
    """A kernel that took its folder's name for UTF-8 would not find it, and die before it said a word."""
    chinese = os.fsencode(tmp_path) + b"/" + "考核办".encode("gbk")
    here = build(chinese, "--engine", engine, locale=gbk, encoding="gbk")
    assert here.returncode == 0, here.stderr.decode("utf-8", "replace")
    assert Path(os.fsdecode(chinese) + "/" + NAME).read_bytes() == (plain / NAME).read_bytes()
