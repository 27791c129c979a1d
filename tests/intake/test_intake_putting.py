"""What intake and new-quarter write into the data folder: over what was read alone, and nothing half made stays."""

from __future__ import annotations

import csv
import os
import signal
import subprocess
import sys

import pytest
from books import NAMES, Q4, ROOT, book, growths, table

from helpers.desk import intake as desk
from helpers.desk.new_quarter import lay_out
from helpers.desk.putting import LOCK, STAGING, Seen, beside, put
from helpers.model import UsageError
from helpers.write.usage_zh import usage

VALUES = "2023Q4/values.csv"


def asked(data, path, head):
    return desk.prepare([str(book(path, table(["区市", head], growths())))], "2023Q4", str(data), accept=True)


def figures(data, item):
    with (data / VALUES).open(encoding="utf-8-sig", newline="") as file:
        return [row["value"] for row in csv.DictReader(file) if row["indicator"] == item]


def test_of_two_intakes_at_once_neither_puts_back_what_stood_before_the_other(data, tmp_path):
    """Both were read before either was written, as where two people look at what they are asked about."""
    first = asked(data, tmp_path / "统计局.xlsx", "GDP增速（%）")
    second = asked(data, tmp_path / "商务局.xlsx", "社会消费品零售总额增速（%）")
    desk.write_figures(first)
    with pytest.raises(
        UsageError, match=r"2023Q4/intake/cells.csv, 2023Q4/values.csv changed while this was looked at"
    ):
        desk.write_figures(second)
    assert figures(data, "gdp_growth") == [f"{x}" for x in growths()]
    assert set(figures(data, "retail_growth")) == {""}
    desk.write_figures(asked(data, tmp_path / "商务局.xlsx", "社会消费品零售总额增速（%）"))
    assert figures(data, "gdp_growth") == figures(data, "retail_growth") == [f"{x}" for x in growths()]


@pytest.mark.parametrize("file", [VALUES, "ledger.csv", "2023Q4/survey.csv"])
def test_a_table_changed_while_the_question_stood_is_not_written_over(data, tmp_path, file):
    """A figure typed in Excel meanwhile, or the quarter published meanwhile."""
    waiting = asked(data, tmp_path / "a.xlsx", "GDP增速（%）")
    path = data / file
    changed = (path.read_bytes() if path.exists() else b"") + b"\n"
    path.write_bytes(changed)
    with pytest.raises(UsageError, match=f"^{file} changed while this was looked at; nothing was written") as told:
        desk.write_figures(waiting)
    assert path.read_bytes() == changed and not list(data.glob(f"{STAGING}*"))
    assert usage(told.value.args[0]) == f"查看期间{file}有改动，未写入任何文件：请重新运行"


def test_while_another_program_writes_nothing_is_written(data, tmp_path):
    waiting = asked(data, tmp_path / "a.xlsx", "GDP增速（%）")
    with beside(data):
        with pytest.raises(UsageError, match="another program is writing to"):
            desk.write_figures(waiting)
        with pytest.raises(UsageError, match="another program is writing to"):
            lay_out("2024Q1", str(data))
    desk.write_figures(waiting)
    assert figures(data, "gdp_growth") and len(NAMES) == len(figures(data, "gdp_growth"))


@pytest.mark.skipif(sys.platform == "win32", reason="signals as POSIX has them")
def test_what_a_killed_program_left_beside_the_tables_is_gone_after_the_next(data):
    """Killed between writing beside and moving in place."""
    lines = [
        "import os, pathlib, signal, sys",
        "from helpers.desk.putting import beside",
        "with beside(pathlib.Path(sys.argv[1])) as staging:",
        "    (staging / '0').write_bytes(b'half')",
        "    os.kill(os.getpid(), signal.SIGKILL)",
    ]
    ended = subprocess.run([sys.executable, "-c", "\n".join(lines), str(data)], cwd=ROOT, env=dict(os.environ))
    assert ended.returncode == -signal.SIGKILL and len(list(data.glob(f"{STAGING}*"))) == 1
    put(data, {data / VALUES: (data / VALUES).read_bytes()}, Seen.of(data, Q4))
    assert not list(data.glob(f"{STAGING}*")) and (data / LOCK).is_file()
