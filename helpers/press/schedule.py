"""Ready entries for schedulers: cron, systemd, Windows' task scheduler, Airflow; for one folder and this program.

Each runs `briefing build latest` every hour: with nothing new that costs half a second and touches no report.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

NAME = "zhaixing-briefings"
MINUTE = 17  # not on the hour, when every other job starts
LOG = "schedule.log"

_WORDS: dict[str, tuple[str, str]] = {
    "cron": (
        "# 安装：运行 crontab -e，加入下面一行（通报文件夹须已存在）。\n"
        "# 每小时运行一次；没有变化时约需半秒，不动任何通报，只在 {log} 中记一笔。\n",
        "# Install: run `crontab -e` and add the line below (the reports' folder has to be there).\n"
        "# Every hour; with nothing new it costs half a second, touches no report, and {log} says so.\n",
    ),
    "systemd": (
        "# 安装：保存以下两个文件，然后运行\n"
        "#   systemctl --user daemon-reload && systemctl --user enable --now {name}.timer\n"
        "# 查看：systemctl --user list-timers；journalctl --user -u {name}.service\n\n",
        "# Install: save the two files below, then\n"
        "#   systemctl --user daemon-reload && systemctl --user enable --now {name}.timer\n"
        "# Look: systemctl --user list-timers; journalctl --user -u {name}.service\n\n",
    ),
    "service": ("季度考核通报（build latest）", "Quarterly assessment briefings (build latest)"),
    "timer": ("季度考核通报，每小时一次", "Quarterly assessment briefings, every hour"),
    "windows": (
        '安装：将本文存为 task.xml，然后运行：schtasks /Create /TN "{name}" /XML task.xml',
        'Install: save this text as task.xml, then: schtasks /Create /TN "{name}" /XML task.xml',
    ),
    "task": ("季度考核通报：build latest，每小时一次", "Quarterly assessment briefings: build latest, every hour"),
    "airflow": (
        "季度考核通报：先核对数据，再逐份生成，一份一个任务。\n\n"
        "安装：将本文件存入 Airflow 的 dags 文件夹。各任务用本项目的 {python} 运行。",
        "Quarterly assessment briefings: the data checked, then one task a briefing.\n\n"
        "Install: save this file in Airflow's dags folder. Airflow runs each task with {python} of the project.",
    ),
}


@dataclass(frozen=True)
class Job:
    """What is run: this Python, in the project's folder, with the data and reports it shall use.

    `lang` is the language of what the entry says to whoever installs it.
    """

    python: Path
    project: Path
    data: Path
    reports: Path
    langs: tuple[str, ...] = ("zh",)
    lang: str = "zh"

    def said(self, key: str) -> str:
        return _WORDS[key][1 if self.lang == "en" else 0].format(name=NAME, python=self.python.name, log=LOG)

    @property
    def words(self) -> list[str]:
        """The command line. `python -m helpers` is `briefing`, whether or not its folder is on the PATH."""
        told = [str(self.python), "-m", "helpers", "build", "latest", "--lang", ",".join(self.langs)]
        return [*told, "--data", str(self.data), "--out", str(self.reports)]


def cron(job: Job) -> str:
    """A line for `crontab -e`. A per cent sign would end the line there: it is escaped."""
    log = shlex.quote(str(job.reports / LOG))
    command = f"cd {shlex.quote(str(job.project))} && PYTHONUTF8=1 {shlex.join(job.words)} >> {log} 2>&1"
    return f"{job.said('cron')}{MINUTE} * * * * {command.replace('%', chr(92) + '%')}\n"


def systemd(job: Job) -> dict[str, str]:
    """A service and its timer, for the user's own systemd: file name -> content."""
    service = (
        f"[Unit]\nDescription={job.said('service')}\n\n"
        f"[Service]\nType=oneshot\nWorkingDirectory={_unit(str(job.project))}\nEnvironment=PYTHONUTF8=1\n"
        f"ExecStart={' '.join(_unit_word(word) for word in _unit_command(job.words))}\nNice=10\n"
    )
    timer = (
        f"[Unit]\nDescription={job.said('timer')}\n\n"
        f"[Timer]\nOnCalendar=*-*-* *:{MINUTE:02d}:00\nPersistent=true\n\n[Install]\nWantedBy=timers.target\n"
    )
    return {f"{NAME}.service": service, f"{NAME}.timer": timer}


def systemd_text(job: Job) -> str:
    files = systemd(job)
    told = "".join(f"# ---- ~/.config/systemd/user/{name}\n{content}\n" for name, content in files.items())
    return f"{job.said('systemd')}{told}"


def _unit(text: str) -> str:
    """A path in a unit file: per cent signs are specifiers there."""
    return text.replace("%", "%%")


def _unit_command(words: list[str]) -> list[str]:
    """What ExecStart says. It takes no program whose path has a quotation mark or a backslash in it, and reads `$$` as
    one sign in all words but the first: the shell, which is told it as any other word, starts such a program."""
    special = set(words[0]) & set("\"'\\$")
    return ["/bin/sh", "-c", 'exec "$0" "$@"', *words] if special else words


def _unit_word(word: str) -> str:
    """One word of ExecStart: quoted, with what systemd would expand or read as an escape written out."""
    text = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{text}"' if not text or any(c.isspace() or c in "\"'\\;" for c in word) else text


def windows(job: Job) -> str:
    """A task for Windows' task scheduler, as XML."""
    arguments = " ".join(_windows_word(word) for word in job.words[1:])
    return f"""<?xml version="1.0"?>
<!-- {job.said("windows")} -->
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>{job.said("task")}</Description>
  </RegistrationInfo>
  <Triggers>
    <CalendarTrigger>
      <Repetition>
        <Interval>PT1H</Interval>
        <Duration>P1D</Duration>
      </Repetition>
      <StartBoundary>2024-01-01T00:{MINUTE:02d}:00</StartBoundary>
      <Enabled>true</Enabled>
      <ScheduleByDay>
        <DaysInterval>1</DaysInterval>
      </ScheduleByDay>
    </CalendarTrigger>
  </Triggers>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <StartWhenAvailable>true</StartWhenAvailable>
    <ExecutionTimeLimit>PT1H</ExecutionTimeLimit>
    <Enabled>true</Enabled>
  </Settings>
  <Actions>
    <Exec>
      <Command>{escape(str(job.python))}</Command>
      <Arguments>{escape(arguments)}</Arguments>
      <WorkingDirectory>{escape(str(job.project))}</WorkingDirectory>
    </Exec>
  </Actions>
</Task>
"""


def _windows_word(word: str) -> str:
    """One argument as Windows programs split their command line."""
    from subprocess import list2cmdline

    return list2cmdline([word])


def airflow(job: Job, reports: Sequence[str]) -> str:
    """A DAG of Airflow: data checked first, then one task for each of `reports` (`city`, or a district's code).

    The tasks run this program's own Python, so Airflow needs none of its libraries.
    """
    words = job.words
    checking = [*words[:3], "score", "latest", "--data", str(job.data)]  # `check latest` is of what is coming in
    check = _dag_text(job, checking)
    tasks = {name: [*words, "--district", "none" if name == "city" else name] for name in reports}
    listed = "".join(f"    {name!r}: {_dag_text(job, command)!r},\n" for name, command in tasks.items())
    return f'''"""{job.said("airflow")}
"""

from datetime import datetime, timedelta

try:
    from airflow.providers.standard.operators.bash import BashOperator
    from airflow.sdk import DAG
except ImportError:  # Airflow 2
    from airflow import DAG
    from airflow.operators.bash import BashOperator

CHECK = {check!r}
BRIEFINGS = {{
{listed}}}

with DAG(
    dag_id={NAME.replace("-", "_")!r},
    schedule="{MINUTE} * * * *",
    start_date=datetime(2024, 1, 1),
    catchup=False,
    max_active_runs=1,
    max_active_tasks=1,  # reports of one quarter are written by one build at a time
    default_args={{"retries": 1, "retry_delay": timedelta(minutes=5), "append_env": True}},
) as dag:
    check = BashOperator(task_id="check", bash_command=CHECK, env={{"PYTHONUTF8": "1"}})
    for name, command in BRIEFINGS.items():
        check >> BashOperator(task_id="briefing_" + name, bash_command=command, env={{"PYTHONUTF8": "1"}})
'''


def _dag_text(job: Job, words: Sequence[str]) -> str:
    """A command as Airflow's templates (Jinja) give it back: a brace that would open something there is written out.

    It names its folder itself: the operator's `cwd` is a template in some versions and none in others.
    """
    command = f"cd {shlex.quote(str(job.project))} && {shlex.join(words)}"
    return re.sub(r"\{(?=[{%#])", "{{ '{' }}", command)
