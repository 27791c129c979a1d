"""What the tests of the whole product share: commands run as a user runs them, briefings built once, one browser."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, settings
from the_readme_says import AS_ON_SCREENS, BROWSERS, BUILD, QUARTER
from workers import Sharing, turn

from helpers.press import export, exporting
from helpers.press.export import FORMATS
from helpers.press.exporting import Exporters
from helpers.press.quick_schema import import_jsonschema

import_jsonschema()  # before any test imports nbformat: every worker would build grammars of IRIs that none reads

# How long an example takes says how busy the machine is, and nothing about what is tested.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")

ROOT = Path(__file__).resolve().parents[1]
WAIT = 900  # seconds that one worker waits for another's build

Command = Callable[..., subprocess.CompletedProcess]


def pytest_xdist_make_scheduler(config, log) -> Sharing:
    return Sharing(config, log)


def pytest_xdist_auto_num_workers() -> int:
    """One more than processors: many tests wait for a kernel, a browser or a deadline while others can compute."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items) -> None:
    items.sort(key=lambda item: turn(item.nodeid))


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


@pytest.fixture
def typed(monkeypatch, capsys) -> Iterator[Callable[..., tuple[int, str, str]]]:
    """`typed("build", "2023Q2")` runs `briefing …` in this process, in the folder where it is; its exit code, standard
    output and standard error."""
    from helpers import cli

    before = signal.getsignal(signal.SIGTERM)

    def run(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["briefing", *map(str, words)])
        with pytest.raises(SystemExit) as end:
            cli.main()
        said = capsys.readouterr()
        return end.value.code or 0, said.out, said.err

    yield run
    signal.signal(signal.SIGTERM, before)


@pytest.fixture
def briefing(typed, monkeypatch) -> Callable[..., tuple[int, str, str]]:
    """`typed` on the data that ship."""
    monkeypatch.chdir(ROOT)
    return typed


@pytest.fixture
def here(typed, monkeypatch) -> Command:
    """`command`, without a process for each: for what the words do, where another test proves that programs start."""
    monkeypatch.setenv("COLUMNS", "200")

    def run(program: str, *words: object) -> subprocess.CompletedProcess:
        assert program == "briefing"
        return subprocess.CompletedProcess([program, *words], *typed(*words))

    return run


@pytest.fixture(scope="session")
def exporters() -> Iterator[Exporters]:
    """One exporting process for the whole session, as a worker of a cluster has it (`exporting.kept`)."""
    running = Exporters((*FORMATS.values(), "markdown"), 1)
    running.start()
    yield running
    running.close()


@pytest.fixture
def exporters_kept(exporters, monkeypatch) -> None:
    """Builds in this process have that one export, and leave it running: here each would start an interpreter for it,
    which in a process without threads is a copy. For tests of what is exported; others prove how exporters end."""

    @contextmanager
    def beside(names: Iterable[str], count: int) -> Iterator[SimpleNamespace]:
        with export.done_by(exporters.export):
            yield SimpleNamespace(leave=lambda: None, close=lambda: None)

    monkeypatch.setattr(exporting, "beside", beside)


@pytest.fixture
def english_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The screen in English, also of programs that are run; it is in Chinese unless a command says otherwise."""
    monkeypatch.setenv("BRIEFING_SCREEN", "en")


Once = Callable[[str, Callable[[Path], str]], Path]


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory, worker_id) -> Path:
    """A folder of this session that all workers see."""
    base = tmp_path_factory.getbasetemp()
    return base if worker_id == "master" else base.parent


@pytest.fixture(scope="session")
def once(shared_folder) -> Once:
    """Make something costly once a session, whichever xdist worker asks first; the others wait for it.

    `once(name, make)` returns a folder that all workers see. `make(folder)` fills it and returns "", or what failed.
    """

    def folder(name: str, make: Callable[[Path], str]) -> Path:
        home = shared_folder / f"once-{name}"
        told = home / "told"
        try:
            home.mkdir()
        except FileExistsError:
            _wait(told)
        else:
            _fill(home, make, told)
        failed = told.read_text(encoding="utf-8")
        if failed:
            pytest.fail(failed, pytrace=False)
        return home

    return folder


def _fill(home: Path, make: Callable[[Path], str], told: Path) -> None:
    failed = "it was interrupted"
    try:
        failed = make(home)
    finally:
        draft = home / "telling"
        draft.write_text(failed, encoding="utf-8")
        draft.replace(told)


def _wait(told: Path) -> None:
    end = time.monotonic() + WAIT
    while not told.exists():
        if time.monotonic() > end:
            pytest.fail(f"{told.parent.name} was not made within {WAIT} seconds", pytrace=False)
        time.sleep(0.2)


@pytest.fixture(scope="session")
def briefings(once) -> Briefings:
    """2023Q2 by the real command: the city and all districts in Chinese, the city and two districts in English."""
    home = once("briefings", _build)
    return Briefings(home / "zh" / QUARTER, home / "en" / QUARTER)


def _build(home: Path) -> str:
    builds = (
        ("zh", ()),
        ("en", ("--lang", "en", "--district", "none")),
        ("en", ("--lang", "en", "--district", "胶州,平度")),
    )
    for lang, options in builds:
        result = run_command(*BUILD, *options, "--out", home / lang)
        if result.returncode:
            return f"{' '.join([*BUILD, *options])} ended with {result.returncode}\n{result.stderr}"
    return ""


@pytest.fixture(scope="session")
def browser() -> Iterator:
    """Headless Chromium: the system's own, else Playwright's, which `tests/tools.py` fetches."""
    from playwright.sync_api import sync_playwright

    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=AS_ON_SCREENS)
        yield chromium
        chromium.close()


@pytest.fixture
def html(name, briefings) -> Path:
    """The page of the briefing that the test calls `name`."""
    return briefings.file(name, "html")


@pytest.fixture
def visit(browser) -> Iterator:
    """`visit(path, size)` opens a page in the browser, without a network; closed when the test ends."""
    from visits import DESKTOP, Visit

    open_pages: list[Visit] = []

    def opened(path: Path, size: tuple[int, int] = DESKTOP) -> Visit:
        open_pages.append(Visit(browser, path, size))
        return open_pages[-1]

    yield opened
    for one in open_pages:
        one.context.close()
