"""A reports folder that may only be read: enough where nothing has to be made, and told plainly where something has."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from helpers.press import swap

ROOT = Path(__file__).resolve().parents[1]
NOT_MIGHTY = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]  # root without its right to write anywhere
PREFIX = [] if os.name == "nt" or os.geteuid() else NOT_MIGHTY
pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("english_screen"),
    pytest.mark.skipif(os.name == "nt", reason="rights as POSIX has them"),
    pytest.mark.skipif(bool(PREFIX) and not shutil.which("setpriv"), reason="root may write anywhere"),
]


def built(out: Path, *options: str) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", "helpers", "build", "2023Q2", "--district", "none", "--format", "html"]
    words += ["--data", str(ROOT / "data"), "--out", str(out), *options]
    return subprocess.run([*PREFIX, *words], cwd=ROOT, capture_output=True, encoding="utf-8")


@pytest.fixture
def build(tmp_path):
    return partial(built, tmp_path / "reports")


@pytest.fixture
def reports(tmp_path, once):
    """A copy of the city's page, built once."""

    def make(home: Path) -> str:
        made = built(home / "reports")
        return made.stderr if made.returncode else ""

    shutil.copytree(once("city-page", make) / "reports", tmp_path / "reports")
    folder = tmp_path / "reports" / "2023Q2"
    yield folder
    for place in (folder, folder.parent):
        place.chmod(0o755)


def only_read(folder: Path) -> None:
    for path in (*folder.iterdir(), folder, *folder.parent.glob("*.html"), folder.parent):
        path.chmod(0o555 if path.is_dir() else 0o444)


def test_a_build_with_nothing_to_do_succeeds_and_one_with_something_says_what_may_not_be_written(reports, build):
    only_read(reports)
    kept = build()
    assert (kept.returncode, "0 made, 1 unchanged" in kept.stdout) == (0, True), kept.stderr
    refused = build("--force")
    assert refused.returncode == 2 and "Traceback" not in refused.stderr
    assert f"cannot write reports to {reports}: writing there is not permitted" in refused.stderr
    with (reports / swap.LOCK).open("rb") as lock:  # the folder's owner builds meanwhile
        assert swap.take_lock(lock)
        assert "another build is writing" in build().stderr


def test_marks_that_a_killed_build_left_are_no_hindrance(reports, build):
    (reports / f"{swap.STAGING}city.zh{swap.DONE}").write_text("{}", encoding="utf-8")
    (reports / swap.LOCK).unlink()  # as in a copy that leaves out what is hidden
    only_read(reports)
    kept = build()
    assert (kept.returncode, "0 made, 1 unchanged" in kept.stdout) == (0, True), kept.stderr
