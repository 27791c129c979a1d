"""A process's private folder: those of killed processes go at once, those of living ones never."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.press import swap

HOLDS = "from helpers.press import room; print(room.path(), flush=True); input()"
STAYS = """
from helpers.press import room
with room.temporary() as folder:
    print(folder, flush=True)
    input()
"""
ASKS = "from helpers.press import room; room.path(); room.close()"


def started(folder: Path, code: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(folder)},
        cwd=Path(__file__).parents[2],
    )


def next_one_asks(folder: Path) -> None:
    assert started(folder, ASKS).wait(60) == 0


@pytest.mark.skipif(os.name == "nt", reason="the temporary folder is named otherwise on Windows")
@pytest.mark.parametrize("code", [HOLDS, STAYS], ids=["of a process", "of one piece of work"])
def test_the_next_process_takes_away_what_killed_ones_left_and_nothing_of_a_living_one(tmp_path, code):
    living, killed = started(tmp_path, code), started(tmp_path, code)
    kept, left = (Path(process.stdout.readline().strip()) for process in (living, killed))
    next_one_asks(tmp_path)
    assert kept.is_dir() and left.is_dir()
    killed.kill()
    killed.communicate()
    os.utime(kept, (0, 0))  # however long it is that a kernel of its owner came or went
    next_one_asks(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [kept.name]
    assert living.communicate("\n", timeout=60) and living.returncode == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="the temporary folder is named otherwise on Windows")
def test_a_room_whose_lock_is_not_there_yet_is_left_for_an_hour(tmp_path):
    """Its owner may have made it a moment ago."""
    new, old = tmp_path / "briefing-run-new", tmp_path / "briefing-run-old"
    for room in (new, old):
        room.mkdir()
        (room / f"{swap.LOCK}.new").touch()
    os.utime(old, (0, 0))
    next_one_asks(tmp_path)
    assert list(tmp_path.iterdir()) == [new]
