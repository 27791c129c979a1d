"""`briefing schedule`: what it prints is run, as cron and systemd would run it, in a folder with an awkward name."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from functools import partial
from pathlib import Path

import jinja2
import pytest
from reports_made import DATA

from helpers.demo import SEED, make
from helpers.desk.scheduling import entry
from helpers.model import Quarter, UsageError
from helpers.press import schedule

sys.path.insert(0, str(Path(__file__).parent / "press"))
from small_notebooks import write_notebook

pytestmark = pytest.mark.usefixtures("english_screen")

NAMESPACE = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


def project(folder: Path) -> Path:
    """A project of small notebooks, in a folder whose name needs quoting everywhere."""
    home = folder / "考核 50% of $HOME 'x'"
    (home / "notebooks").mkdir(parents=True)
    for notebook in ("city_briefing", "district_briefing"):
        cells = 'quarter: str = "2023Q2"\nlang: str = "zh"\ndata: str = ""\ndistrict: str = ""'
        write_notebook(home / "notebooks" / f"{notebook}.ipynb", "print(quarter)", parameters=cells)
    return home


def printed(home: Path, kind: str) -> str:
    return entry(kind, data=home / "data")


def state(home: Path) -> dict[str, int]:
    """When each report, and each folder, was last written."""
    files = [path for path in home.rglob("*") if path.suffix != ".log"]
    return {path.relative_to(home).as_posix(): path.stat().st_mtime_ns for path in files}


@pytest.fixture(scope="module")
def awkward(tmp_path_factory):
    """With the shipped data."""
    home = project(tmp_path_factory.mktemp("schedule"))
    shutil.copytree(
        DATA, home / "data", ignore=shutil.ignore_patterns("photos", "2022Q*", "README.md", "recipients.csv")
    )
    return home


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """With two districts: what is built is the same for all."""
    home = project(tmp_path_factory.mktemp("scheduled"))
    make(2, Quarter.span("2023Q1..2023Q2"), SEED, home / "data")
    return home


def as_cron(home: Path, python: str = sys.executable) -> subprocess.CompletedProcess[str]:
    """The printed line as cron runs it: sh, four variables, `\\%` for a per cent sign, nothing of this shell's."""
    (line,) = [line for line in printed(home, "cron").splitlines() if line and not line.startswith("#")]
    fields = line.split(maxsplit=5)
    assert fields[:5] == ["17", "*", "*", "*", "*"]
    assert "%" not in re.sub(r"\\%", "", fields[5])
    command = fields[5].replace("\\%", "%").replace(sys.executable, python)
    bare = {"HOME": str(home.parent), "LOGNAME": "analyst", "SHELL": "/bin/sh", "PATH": "/usr/bin:/bin"}
    return subprocess.run(["/bin/sh", "-c", command], cwd="/", env=bare, capture_output=True, encoding="utf-8")


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="cron is not Windows'")
def test_the_cron_line_tells_what_is_made_and_what_fails_and_of_hours_with_nothing_to_do_nothing(built):
    """What a run says on either stream, cron mails: failures alone. The log has those, and what was made."""
    log = built / "reports" / "schedule.log"
    mailed, told, states = [], [], []

    def run(code: int) -> None:
        ended = as_cron(built)
        before = sum(map(len, told))
        told.append(log.read_text(encoding="utf-8")[before:])
        mailed.append(ended.stdout + ended.stderr)
        states.append(state(built / "reports"))
        assert ended.returncode == code, told

    run(0)
    assert "生成3份" in told[0] and "city.zh" in told[0]
    assert re.match(r"---- \d{4}-\d\d-\d\d \d\d:\d\d:\d\d[+-]\d\d:\d\d briefing build latest\n", told[0])
    assert {"index.html", "2023Q2/scored.xlsx", "2023Q2/city.zh.pdf"} <= set(states[0])
    run(0)
    assert states[1] == states[0]

    values = built / "data" / "2023Q2" / "values.csv"
    whole = values.read_text(encoding="utf-8-sig")
    values.write_text(whole.replace(",gdp_growth,", ",gdp_grwth,", 1), encoding="utf-8-sig")
    run(2)
    values.write_text(whole, encoding="utf-8-sig")
    assert "gdp_grwth" in told[2] and "数据有1处错误，未生成任何文件" in told[2]

    notebook = built / "notebooks" / "city_briefing.ipynb"
    source = notebook.read_text(encoding="utf-8")
    notebook.write_text(source.replace("print(quarter)", "1 / 0"), encoding="utf-8")
    run(1)
    notebook.write_text(source, encoding="utf-8")
    assert "失败1份" in told[3] and "ZeroDivisionError" in told[3]

    assert mailed[:2] == ["", ""] and told[1] == ""
    for n in (2, 3):
        assert told[n].partition("\n")[2] == mailed[n]


@pytest.mark.skipif(os.name == "nt", reason="cron is not Windows'")
def test_a_program_that_is_gone_is_what_cron_mails(awkward):
    ended = as_cron(awkward, "/nowhere/python")
    assert ended.returncode != 0 and "/nowhere/python" in ended.stderr


@pytest.mark.parametrize("fault", ["a file above it", "a folder"])
def test_a_log_that_cannot_be_written_is_told_with_all_that_it_should_have_had(awkward, tmp_path, command, fault):
    lies = tmp_path / "in the way"
    lies.write_text("", encoding="utf-8")
    log = lies / "x.log" if fault == "a file above it" else tmp_path
    said = command("briefing", "build", "2029Q1", "--data", awkward / "data", "--log", log)
    assert said.returncode == 2 and not said.stdout
    assert "2029Q1" in said.stderr and f"could not write to {log}: " in said.stderr


def units(text: str) -> dict[str, str]:
    parts = re.split(r"^# ---- ~/\.config/systemd/user/(\S+)\n", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def unquoted(line: str) -> list[str]:
    """ExecStart's words as systemd reads them: quotes and backslashes as in a shell, %% and $$ for one sign."""
    return [word.replace("%%", "%").replace("$$", "$") for word in shlex.split(line)]


def remarks(written: dict[str, str], folder: Path) -> tuple[int, list[str], str]:
    """What systemd says of these units: its exit code, its lines about them, all its lines."""
    for name, content in written.items():
        (folder / name).write_text(content, encoding="utf-8")
    command = ["systemd-analyze", "--user", "--man=no", "verify", *(str(folder / name) for name in written)]
    environment = {**os.environ, "XDG_RUNTIME_DIR": str(folder), "SYSTEMD_LOG_LEVEL": "warning"}
    found = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment)
    mine = [line for line in found.stderr.splitlines() if "zhaixing" in line or str(folder) in line]
    return found.returncode, mine, found.stderr


systemd = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not here")


@systemd
def test_systemd_takes_the_units_without_a_remark(awkward, tmp_path):
    written = units(printed(awkward, "systemd"))
    assert sorted(written) == ["zhaixing-briefings.service", "zhaixing-briefings.timer"]
    code, mine, everything = remarks(written, tmp_path)
    assert (code, mine) == (0, []), everything
    assert "Tpye" in remarks({"zhaixing-briefings.service": "[Service]\nExecStart=nowhere\nTpye=x\n"}, tmp_path)[2]


@systemd
@pytest.mark.parametrize("name", ['a "b"', "it's", "$HOME", "50% %n", "back\\slash", "a=b; c #d", "青岛 考核", "-x"])
def test_a_program_in_any_folder_is_what_the_unit_starts(tmp_path, name):
    """systemd refuses quotation marks and backslashes in a program's path, and has rules of its own for $ and %."""
    home = tmp_path / name
    home.mkdir()
    python = home / "python"
    python.write_text('#!/bin/sh\nprintf "%s|" "$0" "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    job = schedule.Job(python, home, home / "data", home / "reports")
    written = schedule.systemd(job)
    code, mine, everything = remarks(written, tmp_path)
    assert (code, mine) == (0, []), everything
    told = dict(line.split("=", 1) for line in written["zhaixing-briefings.service"].splitlines() if "=" in line)
    words = unquoted(told["ExecStart"])
    assert not set(words[0]) & set("\"'\\$")
    ended = subprocess.run(words, cwd=told["WorkingDirectory"].replace("%%", "%"), capture_output=True, check=True)
    assert ended.stdout.decode().split("|")[:-1] == [*job.words, "--log", "-"]


@pytest.mark.slow
def test_what_the_systemd_unit_starts_tells_the_journal_what_it_makes_and_nothing_else(built):
    service = units(printed(built, "systemd"))["zhaixing-briefings.service"]
    told = dict(line.split("=", 1) for line in service.splitlines() if "=" in line)
    folder = told["WorkingDirectory"].replace("%%", "%")
    words = unquoted(told["ExecStart"])
    assert Path(folder) == built and Path(words[0]).is_absolute()
    city = built / "reports" / "2023Q2" / "city.zh.html"
    city.unlink(missing_ok=True)
    environment = {"PATH": "/usr/bin:/bin", "PYTHONUTF8": "1"}
    run = partial(subprocess.run, words, cwd=folder, env=environment, capture_output=True, encoding="utf-8")
    first, second = run(), run()
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert "已生成：city.zh" in first.stdout
    assert second.stdout + second.stderr == first.stderr == ""


def test_the_windows_task_is_well_formed_and_runs_this_python(awkward):
    root = ET.fromstring(printed(awkward, "windows"))
    assert root.tag == f"{NAMESPACE}Task"
    assert [child.tag.removeprefix(NAMESPACE) for child in root] == [
        *("RegistrationInfo", "Triggers", "Settings", "Actions")  # in the order of Microsoft's schema
    ]
    action = root.find(f"{NAMESPACE}Actions/{NAMESPACE}Exec")
    found = {child.tag.removeprefix(NAMESPACE): child.text for child in action}
    assert found["Command"] == sys.executable
    assert found["WorkingDirectory"] == str(awkward)
    assert found["Arguments"].startswith("-m helpers build latest --lang zh --data ")
    assert f'"{awkward / "data"}"' in found["Arguments"]
    assert found["Arguments"].endswith(f'--log "{awkward / "reports" / "schedule.log"}"')  # Windows keeps no output
    trigger = root.find(f"{NAMESPACE}Triggers/{NAMESPACE}CalendarTrigger")
    assert [child.tag.removeprefix(NAMESPACE) for child in trigger] == [
        *("Enabled", "StartBoundary", "Repetition", "ScheduleByDay")  # a sequence: [MS-TSCH] 2.5.3.1
    ]
    settings = {child.tag.removeprefix(NAMESPACE): child.text for child in root.find(f"{NAMESPACE}Settings")}
    # both true where nothing is said: a laptop off its mains would make nothing, and leave no word of it
    assert settings["DisallowStartIfOnBatteries"] == settings["StopIfGoingOnBatteries"] == "false"


def test_the_dag_is_python_with_a_task_for_each_briefing(awkward):
    text = printed(awkward, "airflow")
    compile(text, "dag.py", "exec")
    told: dict[str, object] = {}
    head = text[: text.index("with DAG(")]
    exec(head[head.index("CHECK") :], told)
    assert next(iter(told["BRIEFINGS"])) == "city" and len(told["BRIEFINGS"]) == 11
    words = shlex.split(told["BRIEFINGS"]["370281"])
    assert words[:3] == ["cd", str(awkward), "&&"]
    del words[:3]
    assert words[:5] == [sys.executable, "-m", "helpers", "build", "latest"]
    assert words[-2:] == ["--district", "370281"]
    gate = shlex.split(told["CHECK"])
    assert gate[6:8] == ["score", "latest"], "the quarter that is built; `check latest` is the one being filled"


@pytest.mark.parametrize("name", ["{{ x }}", "{% if %}", "{#1 办", "{{{%", "50% {a} }}", "'{'"])
def test_airflow_s_templates_give_back_the_commands_in_any_folder(tmp_path, name):
    home = tmp_path / name
    job = schedule.Job(home / "python", home, home / "data", home / "reports")
    text = schedule.airflow(job, ("city", "370281"))
    told: dict[str, object] = {}
    exec(text[text.index("CHECK") : text.index("with DAG(")], told)
    check, *commands = [
        shlex.split(jinja2.Template(command).render()) for command in (told["CHECK"], *told["BRIEFINGS"].values())
    ]
    there = ["cd", str(home), "&&"]
    assert commands == [[*there, *job.words, "--district", district] for district in ("none", "370281")]
    assert (check[:4], check[-1]) == ([*there, str(home / "python")], str(home / "data"))


@pytest.mark.slow
@pytest.mark.skipif("BRIEFING_TEST_AIRFLOW" not in os.environ, reason="BRIEFING_TEST_AIRFLOW names an airflow program")
def test_airflow_runs_the_dag(awkward, tmp_path):
    """`BRIEFING_TEST_AIRFLOW=/path/to/venv/bin/airflow`: Airflow stays in an environment of its own."""
    airflow = os.environ["BRIEFING_TEST_AIRFLOW"]
    (tmp_path / "dags").mkdir()
    (tmp_path / "dags" / "briefings.py").write_text(printed(awkward, "airflow"), encoding="utf-8")
    environment = {
        **{"PATH": f"{Path(airflow).parent}:/usr/bin:/bin", "HOME": str(tmp_path), "AIRFLOW_HOME": str(tmp_path)},
        **{"AIRFLOW__CORE__LOAD_EXAMPLES": "False", "AIRFLOW__CORE__DAGS_FOLDER": str(tmp_path / "dags")},
    }
    steps = (["db", "migrate"], ["dags", "test", "zhaixing_briefings", "2024-01-01"])
    for step in steps:
        ended = subprocess.run([airflow, *step], env=environment, capture_output=True, encoding="utf-8", timeout=900)
        assert ended.returncode == 0, ended.stdout[-3000:] + ended.stderr[-3000:]
    assert "state=success" in ended.stdout + ended.stderr
    assert (awkward / "reports" / "2023Q3" / "district-370281.zh.pdf").is_file()


def test_one_scheduler_at_a_time(awkward):
    with pytest.raises(UsageError, match="name one scheduler: --cron, --systemd, --windows, --airflow"):
        printed(awkward, "")


def test_the_command_prints_it(command, awkward):
    said = command("briefing", "schedule", "--cron", "--lang", "zh,en", "--data", awkward / "data")
    assert said.returncode == 0
    assert said.stdout.startswith("# Install: ") and "--lang zh,en" in said.stdout
    assert command("briefing", "schedule").returncode == 2
    assert command("briefing", "schedule", "--cron", "--systemd").returncode == 2
