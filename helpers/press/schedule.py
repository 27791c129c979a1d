"""Ready entries for schedulers: cron, systemd, Windows' task scheduler, Airflow; for one folder and this program.

Each runs `briefing build latest` every hour: with nothing new that costs half a second, touches no report and leaves no
word anywhere. What is made is told in full, where the scheduler's user looks; so is what fails, and with an exit code.
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
        "# 安装：运行 crontab -e，加入下面一行。\n"
        "# 每小时运行一次；没有变化时约需半秒，不动任何通报，也不留记录。\n"
        "# 生成了什么、出了什么错，见通报文件夹中的 {log}；出错时 cron 另发邮件（可用 MAILTO=地址 指定收件人）。\n",
        "# Install: run `crontab -e` and add the line below.\n"
        "# Every hour; with nothing new it costs half a second, touches no report and leaves no word.\n"
        "# What was made and what failed: {log} in the reports' folder; failures cron also mails (MAILTO=address).\n",
    ),
    "systemd": (
        "# 安装：保存以下两个文件，然后运行\n"
        "#   systemctl --user daemon-reload && systemctl --user enable --now {name}.timer\n"
        "# 何时运行：systemctl --user list-timers\n"
        "# 生成了什么、出了什么错（没有变化时不留记录）：journalctl --user -u {name}.service\n"
        "# 退出登录后也要运行的，执行一次 loginctl enable-linger\n\n",
        "# Install: save the two files below, then\n"
        "#   systemctl --user daemon-reload && systemctl --user enable --now {name}.timer\n"
        "# When it runs: systemctl --user list-timers\n"
        "# What it made and what failed (with nothing new, no word): journalctl --user -u {name}.service\n"
        "# To have it run while you are logged out, once: loginctl enable-linger\n\n",
    ),
    "service": ("季度考核通报（build latest）", "Quarterly assessment briefings (build latest)"),
    "timer": ("季度考核通报，每小时一次", "Quarterly assessment briefings, every hour"),
    "windows": (
        '安装：将本文存为 task.xml，然后运行：schtasks /Create /TN "{name}" /XML task.xml。'
        "生成了什么、出了什么错，见通报文件夹中的 {log}；上次运行结果 0x0 为成功，0x1、0x2 为出错",
        'Install: save this text as task.xml, then: schtasks /Create /TN "{name}" /XML task.xml. '
        "What was made and what failed: {log} in the reports' folder; Last Run Result 0x0 is success, 0x1, 0x2 failure",
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
    def logging(self) -> list[str]:
        """The command line of one who keeps no record of what is said: a file among the reports does."""
        return [*self.words, "--log", str(self.reports / LOG)]

    @property
    def words(self) -> list[str]:
        """The command line. `python -m helpers` is `briefing`, whether or not its folder is on the PATH."""
        told = [str(self.python), "-m", "helpers", "build", "latest", "--lang", ",".join(self.langs)]
        return [*told, "--data", str(self.data), "--out", str(self.reports)]


def cron(job: Job) -> str:
    """A line for `crontab -e`. A per cent sign would end the line there: it is escaped."""
    command = f"cd {shlex.quote(str(job.project))} && PYTHONUTF8=1 {shlex.join(job.logging)}"
    return f"{job.said('cron')}{MINUTE} * * * * {command.replace('%', chr(92) + '%')}\n"


def systemd(job: Job) -> dict[str, str]:
    """A service and its timer, for the user's own systemd: file name -> content."""
    told = [*job.words, "--log", "-"]  # the journal takes it, with the time
    service = (
        f"[Unit]\nDescription={job.said('service')}\n\n"
        f"[Service]\nType=oneshot\nWorkingDirectory={_unit(str(job.project))}\nEnvironment=PYTHONUTF8=1\n"
        f"ExecStart={' '.join(_unit_word(word) for word in _unit_command(told))}\nNice=10\n"
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
    arguments = " ".join(_windows_word(word) for word in job.logging[1:])
    return f"""<?xml version="1.0"?>
<!-- {job.said("windows")} -->
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>{job.said("task")}</Description>
  </RegistrationInfo>
  <Triggers>
    <CalendarTrigger>
      <Enabled>true</Enabled>
      <StartBoundary>2024-01-01T00:{MINUTE:02d}:00</StartBoundary>
      <Repetition>
        <Interval>PT1H</Interval>
        <Duration>P1D</Duration>
      </Repetition>
      <ScheduleByDay>
        <DaysInterval>1</DaysInterval>
      </ScheduleByDay>
    </CalendarTrigger>
  </Triggers>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
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
