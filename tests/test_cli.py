"""The command line: what it makes, what it says, and how it ends."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from helpers.demo import SEED, make
from helpers.model import Quarter

sys.path.insert(0, str(Path(__file__).parent / "press"))
from small_notebooks import write_notebook

pytestmark = pytest.mark.usefixtures("english_screen")

ROOT = Path(__file__).parents[1]
CELLS = {
    "city_briefing": 'quarter: str = "2023Q2"\nlang: str = "zh"\ndata: str = ""',
    "district_briefing": 'quarter: str = "2023Q2"\nlang: str = "zh"\ndata: str = ""\ndistrict: str = ""',
}


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A project folder: two quarters of data and two notebooks of one cell."""
    folder = tmp_path_factory.mktemp("project")
    make(10, Quarter.span("2023Q1..2023Q2"), SEED, folder / "data")
    (folder / "notebooks").mkdir()
    for name, parameters in CELLS.items():
        write_notebook(folder / "notebooks" / f"{name}.ipynb", "print(quarter)", parameters=parameters)
    return folder


@pytest.fixture
def briefing(project, monkeypatch, typed):
    """Run `briefing …` inside the project; returns exit code, standard output and standard error."""
    monkeypatch.chdir(project)
    return typed


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="no terminal's end to be told of here")
def test_a_terminal_that_is_closed_ends_a_build_like_ctrl_c(project, tmp_path):
    """Nothing half made is left, nor what the kernels shared."""
    notebook = write_notebook(
        project / "notebooks" / "slow.ipynb",
        f"import pathlib, time\npathlib.Path({str(tmp_path / 'begun')!r}).touch()\ntime.sleep(600)",
        parameters=CELLS["city_briefing"],
    )
    command = [sys.executable, "-m", "helpers", "build", "2023Q2", "--notebook", notebook, "--out", tmp_path / "out"]
    ended = subprocess.Popen(
        command,
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL),  # the tests themselves may run under nohup
    )
    until = time.monotonic() + 120
    try:
        while not (tmp_path / "begun").exists() and ended.poll() is None and time.monotonic() < until:
            time.sleep(0.05)
        assert (tmp_path / "begun").exists()
        ended.send_signal(signal.SIGHUP)
        said = ended.communicate(timeout=60)[1].decode()
    finally:
        ended.kill()  # where that was in vain
        notebook.unlink()
    assert ended.returncode == 130 and "Traceback" not in said, said
    assert not list((tmp_path / "out").rglob(".making-*")) and not list((tmp_path / "out").rglob("*.failed.ipynb"))


def test_interrupted_while_it_imports_it_leaves_without_a_word():
    code = """
        import importlib.abc, sys
        class Interrupted(importlib.abc.MetaPathFinder):
            def find_spec(self, name, path, target=None):
                if name == "helpers.cli":
                    raise KeyboardInterrupt
        sys.meta_path.insert(0, Interrupted())
        from helpers.__main__ import main
        main()
    """
    command = [sys.executable, "-c", textwrap.dedent(code)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", "")


@pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux alone")
@pytest.mark.parametrize(
    ("arguments", "started"),
    [
        (["build", "2023Q2", "--force"], 1),
        (["build", "--force", "2023Q2"], 1),
        (["build", "2023Q2"], 0),  # perhaps there is nothing to do
        (["build", "2023Q2", "--force", "--engine", "plain"], 0),
        (["build", "2023Q2", "--force", "--executor=dask://x:1"], 0),
        (["build", "--force", "--help"], 0),
        (["check", "2023Q2", "--force"], 0),
    ],
)
def test_what_kernels_are_forked_from_starts_first_where_all_is_made(arguments, started):
    code = f"""
        import sys
        sys.argv[1:] = {arguments}
        import helpers.__main__ as way_in
        class Looks:
            def find_spec(self, name, path, target=None):
                if name == "helpers.cli":
                    engine = sys.modules.get("helpers.press.engine")
                    print(len(engine._zygotes) if engine else 0, flush=True)
                    raise KeyboardInterrupt
        sys.meta_path.insert(0, Looks())
        way_in.main()
    """
    ended = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, f"{started}\n", "")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["build", "2023Q2", "--formt", "pdf"], "--format"),
        (["biuld", "2023Q2"], "build"),
        (["build"], "QUARTER"),
        (["build", "2023Q2", "--jobs", "0"], "--jobs"),
        (["build", "2023Q2", "--jobs", "two"], "--jobs"),
        (["build", "2023-2"], "'2023-2' is not a quarter; write 2023Q2"),
        (["build", "2023q2"], "'2023q2' is not a quarter; write 2023Q2"),
        (["build", "2023Q5"], "'2023Q5' is not a quarter; a year has the quarters 2023Q1 to 2023Q4"),
        (["build", "2024Q1"], "no data for 2024Q1"),
        (["build", "2023Q2", "--district", "胶洲市"], "did you mean 胶州"),
        (["build", "2023Q2", "--district", "none,胶州市"], "the city alone"),
        (["build", "2023Q2", "--format", "pfd"], "no format is called 'pfd'; did you mean pdf?"),
        (["build", "2023Q2", "--lang", "fr"], "no language 'fr'"),
        (["build", "2023Q2", "--lang", "cn"], "no language 'cn'; known: zh, en"),
        (["build", "2023Q2", "--data", "nowhere"], "is not a data folder"),
        (["score", "2023Q2", "--format", "cvs"], "no format is called 'cvs'; did you mean csv?"),
        (["check", "2024Q1", "--lang", "en"], "no data for 2024Q1"),
        (["demo", "--out", "data"], "not empty"),
        (["demo", "--out", "new", "--quarters", "2023Q2..2022Q1"], "runs backwards"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_use_ends_with_2_and_says_what_to_write(briefing, project, arguments, message):
    code, out, err = briefing(*arguments)
    assert code == 2
    assert message in err
    assert "Traceback" not in err
    assert out == ""
    assert not (project / "reports").exists()


def test_a_folder_that_cannot_be_written_is_wrong_use(briefing, project, tmp_path):
    (tmp_path / "file").write_text("")
    code, _, err = briefing("build", "2023Q2", "--out", tmp_path / "file")
    assert code == 2
    assert "a file stands where the folder should be" in err
    assert "--out" in err


def test_bad_data_end_with_2_and_every_fault_by_its_row(briefing, project, tmp_path):
    make(10, Quarter.span("2023Q2"), SEED, tmp_path / "data")
    path = tmp_path / "data" / "2023Q2" / "values.csv"
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    for row in (3, 5):
        district, indicator, _, *rest = lines[row - 1].split(",")
        lines[row - 1] = ",".join([district, indicator, "九成", *rest])
    path.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    for command in (["check", "2023Q2", "--lang", "en"], ["build", "2023Q2"], ["score", "2023Q2"]):
        code, out, err = briefing(*command, "--data", tmp_path / "data")
        told = out if command[0] == "check" else err
        assert code == 2
        assert "2023Q2/values.csv row 3 column value" in told
        assert "2023Q2/values.csv row 5 column value" in told
        assert "九成" in told
        assert "Traceback" not in out + err
    assert not (tmp_path / "reports").exists()


def test_good_data_pass_the_check(briefing):
    code, out, _ = briefing("check", "2023Q2", "--lang", "en")
    assert code == 0
    assert "0 errors" in out


def test_scores_come_as_csv_for_programs_and_as_a_table_for_readers(briefing):
    code, out, _ = briefing("score", "latest", "--format", "csv")
    assert code == 0
    rows = {row["district"]: row for row in csv.DictReader(io.StringIO(out))}
    assert len(rows) == 10
    assert rows["胶州市"]["total"] == "97.44"
    code, out, _ = briefing("score", "2023Q2")
    assert code == 0
    line = next(line for line in out.splitlines() if "胶州市" in line)
    assert "97.44" in line
    assert len(out.splitlines()) == 11
    assert " −2 " in out and "-" not in out, "a fall has a minus on the screen"


def test_a_build_from_the_shell_makes_files_and_says_where(project, tmp_path):
    def build(*more):
        command = [
            sys.executable,
            "-m",
            "helpers",
            "build",
            "2023Q2",
            "--district",
            "胶州",
            "--out",
            str(tmp_path),
            *more,
        ]
        return subprocess.run(command, cwd=project, capture_output=True, encoding="utf-8", check=False)

    first = build()
    folder = tmp_path / "2023Q2"
    assert first.returncode == 0, first.stderr
    assert "made district-370281.zh" in first.stderr
    assert str(folder) in first.stdout
    assert {p.name for p in folder.iterdir()} == {
        *("district-370281.zh.html", "district-370281.zh.pdf", "district-370281.zh.ipynb"),
        *("scored.csv", "scored.xlsx", "run.json", ".lock"),
    }
    record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    assert record["run"]["settings"]["district"] == ["370281"]
    assert record["run"]["settings"]["force"] is False
    assert record["reports"]["district-370281.zh"]["parameters"]["district"] == "370281"


def test_a_report_that_fails_ends_with_1_and_names_report_cell_and_error(briefing, project, tmp_path, monkeypatch):
    (tmp_path / "notebooks").mkdir()
    for name, parameters in CELLS.items():
        source = "from helpers.model import UsageError\nraise UsageError('no story of 2022')"
        write_notebook(tmp_path / "notebooks" / f"{name}.ipynb", source, parameters=parameters)
    monkeypatch.chdir(tmp_path)
    code, out, err = briefing("build", "2023Q2", "--data", project / "data", "--district", "none", "--out", "made")
    assert code == 1
    assert "failed: city.zh: cell [3] from helpers.model import UsageError: no story of 2022" in err
    assert "Traceback" not in err
    assert "1 failed" in out and "征求意见稿" not in out, "no briefing is there that could be stamped"
    assert {p.name for p in (tmp_path / "made" / "2023Q2").iterdir()} == {
        *("city.zh.failed.ipynb", "scored.csv", "scored.xlsx", "run.json", ".lock"),
    }


def test_help_names_every_command():
    done = subprocess.run(
        [sys.executable, "-m", "helpers", "--help"], capture_output=True, encoding="utf-8", check=True
    )
    assert "Usage: briefing" in done.stdout
    for command in ("build", "score", "check", "demo"):
        assert command in done.stdout


@pytest.mark.skipif(os.name == "nt", reason="a folder that a process is in cannot be deleted there")
def test_in_a_folder_that_is_gone_it_says_so(tmp_path):
    """A shell stays in a folder that another has deleted, or whose share is no longer connected."""
    gone = tmp_path / "gone"
    gone.mkdir()
    words = f'cd "{gone}" && rmdir "{gone}" && exec "{sys.executable}" -m helpers build latest'
    said = subprocess.run(
        ["/bin/sh", "-c", words], env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, encoding="utf-8"
    )
    assert said.returncode == 2
    assert said.stderr.startswith("briefing: the folder you are in is gone") and "Traceback" not in said.stderr
