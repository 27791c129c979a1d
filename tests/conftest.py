"""What the tests of the whole product share: commands run as a user runs them, briefings built once, one browser."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
QUARTER = "2023Q2"
BUILD = ("briefing", "build", QUARTER)  # the README's first command; the tests add `--out`
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
WAIT = 900  # seconds that one worker waits for another's build

Command = Callable[..., subprocess.CompletedProcess]


@dataclass(frozen=True)
class Briefings:
    """A quarter's reports as the command line made them: `zh` the city and all districts, `en` some of them."""

    zh: Path
    en: Path

    def folder(self, name: str) -> Path:
        """Where the report so named stands: `city.zh`, `district-370281.en`."""
        return self.en if name.endswith(".en") else self.zh

    def file(self, name: str, extension: str) -> Path:
        return self.folder(name) / f"{name}.{extension}"


def run_command(*words: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess:
    """Run a program of this environment (`briefing`, `papermill`, `jupyter`, …) in another process."""
    program, *arguments = map(str, words)
    beside = shutil.which(program, path=str(Path(sys.executable).parent))
    found = beside or shutil.which(program)
    assert found, f"there is no program {program!r} in this environment"
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    return subprocess.run(
        [found, *arguments],
        cwd=cwd,
        env={**os.environ, "PATH": path, "PYTHONUTF8": "1", "COLUMNS": "200"},
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=WAIT,
    )


@pytest.fixture(scope="session")
def command() -> Command:
    return run_command


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory, worker_id) -> Path:
    """A folder that all xdist workers of this session see."""
    base = tmp_path_factory.getbasetemp()
    return base if worker_id == "master" else base.parent


@pytest.fixture(scope="session")
def briefings(shared_folder) -> Briefings:
    """2023Q2 by the real command, once a session: the worker that makes the folder builds, the others wait."""
    home = shared_folder / "briefings"
    done, failed = home / "done", home / "failed"
    try:
        home.mkdir()
    except FileExistsError:
        _wait(done, failed)
    else:
        _build(home, done, failed)
    if failed.exists():
        pytest.fail(failed.read_text(encoding="utf-8"), pytrace=False)
    return Briefings(home / "zh" / QUARTER, home / "en" / QUARTER)


def _build(home: Path, done: Path, failed: Path) -> None:
    builds = (
        ("zh", ()),
        ("en", ("--lang", "en", "--district", "none")),
        ("en", ("--lang", "en", "--district", "胶州,平度")),
    )
    told = "the build was interrupted"
    try:
        for lang, options in builds:
            result = run_command(*BUILD, *options, "--out", home / lang)
            if result.returncode:
                told = f"{' '.join([*BUILD, *options])} ended with {result.returncode}\n{result.stderr}"
                return
        told = ""
    finally:
        mark = home / "mark"
        mark.write_text(told, encoding="utf-8")
        mark.replace(failed if told else done)


def _wait(done: Path, failed: Path) -> None:
    end = time.monotonic() + WAIT
    while not done.exists() and not failed.exists():
        if time.monotonic() > end:
            pytest.fail(f"the briefings were not built within {WAIT} seconds", pytrace=False)
        time.sleep(0.2)


@pytest.fixture(scope="session")
def browser() -> Iterator:
    """Headless Chromium: the system's own, else Playwright's, which is fetched when it is not there."""
    from playwright.sync_api import sync_playwright

    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        if path is None and not Path(playwright.chromium.executable_path).exists():
            fetched = run_command("playwright", "install", "chromium")
            assert fetched.returncode == 0, f"no browser, and none could be fetched: {fetched.stderr}"
        chromium = playwright.chromium.launch(executable_path=path)
        yield chromium
        chromium.close()
