"""What goes wrong in one report, under both engines: it fails with its reason, the rest are made, no process stays."""

from __future__ import annotations

import base64
import io
import json
import os
import signal
import subprocess
import sys
import tempfile
import textwrap
from contextlib import suppress
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from PIL import Image
from processes import marked, soon
from small_notebooks import STOCK, write_notebook

from helpers.press import execute, kernel, room
from helpers.press.build import Report, build
from helpers.press.engine import Engine
from helpers.press.export import export
from helpers.press.forks import can_fork
from helpers.press.swap import CannotWrite
from helpers.write.usage_zh import usage

ENGINES = [
    "plain",
    pytest.param("forked", marks=pytest.mark.skipif(not can_fork(), reason="no process can be forked warm here")),
]
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits as POSIX has them")


def made_by(choice, notebook, out, words=("bad", "good", "fine"), formats=("md",), **options):
    reports = [Report(word, notebook, {"word": word}, formats) for word in words]
    return build(reports, out, exporters=STOCK, engine=Engine(choice, ()), **options)


FAULTS = {
    "killed": (
        "import os, signal\nif word == 'bad': os.kill(os.getpid(), signal.SIGKILL)",
        "the kernel died (killed, crashed, or out of memory)",
    ),
    "left": ("import os\nif word == 'bad': os._exit(0)", "the kernel died (killed, crashed, or out of memory)"),
    "hangs": (
        "import time\nif word == 'bad': time.sleep(600)",
        "no end after 5 seconds (BRIEFING_CELL_TIMEOUT=SECONDS allows more)",
    ),
    "hangs and will not be interrupted": (
        "import signal, time\nif word == 'bad':\n    signal.signal(signal.SIGINT, signal.SIG_IGN)\n    time.sleep(600)",
        "no end after 5 seconds (BRIEFING_CELL_TIMEOUT=SECONDS allows more)",
    ),
    "hangs with children": (
        "import subprocess\nif word == 'bad': subprocess.Popen(['sleep', '600']).wait()",
        "no end after 5 seconds (BRIEFING_CELL_TIMEOUT=SECONDS allows more)",
    ),
    "out of memory": (
        "import resource\nif word == 'bad':\n    resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))\n"
        "    kept = bytearray(1 << 31)",
        "MemoryError",
    ),
    "too many files": (
        "import resource\nif word == 'bad':\n    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))\n"
        "    kept = [open('/dev/null') for _ in range(100)]",
        "OSError: [Errno 24] Too many open files: '/dev/null'",
    ),
}


@posix
@pytest.mark.parametrize("choice", ENGINES)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_report_fails_with_its_reason_and_the_rest_are_made(tmp_path, mark, choice, fault):
    source, reason = FAULTS[fault]
    notebook = write_notebook(tmp_path / "told.ipynb", source, "print(word)")
    run = made_by(choice, notebook, tmp_path / "out", cell_timeout=5)
    assert {outcome.name: outcome.status for outcome in run.outcomes} == {
        "bad": "failed",
        "good": "made",
        "fine": "made",
    }
    assert run.failed[0].error == f"cell [3] {source.splitlines()[0]}: {reason}"
    assert run.failed[0].detail == ""
    assert "good" in (tmp_path / "out" / "good.md").read_text(encoding="utf-8")
    assert (tmp_path / "out" / "bad.failed.ipynb").is_file()
    assert json.loads((tmp_path / "out" / "run.json").read_text())["reports"]["bad"]["error"] == run.failed[0].error
    assert kernel.kernels_running() == 0
    assert soon(lambda: marked(mark) == []), marked(mark)


@posix
@pytest.mark.parametrize(
    ("how", "reason"),
    [
        (signal.SIGKILL, "the kernel died (killed, crashed, or out of memory)"),
        (signal.SIGSTOP, "the kernel did not answer in 2 seconds (BRIEFING_CELL_TIMEOUT=SECONDS allows more)"),
    ],
    ids=["killed", "hangs"],
)
def test_a_kernel_that_never_comes_to_the_first_cell_fails_its_report_with_its_reason(
    tmp_path, mark, monkeypatch, how, reason
):
    monkeypatch.setattr(execute, "START_TIMEOUT", 2)
    begin = kernel.ReportKernelManager.start_kernel

    async def ill_begun(self, **kwargs):
        await begin(self, **kwargs)
        os.kill(self.provisioner.pid, how)

    monkeypatch.setattr(kernel.ReportKernelManager, "start_kernel", ill_begun)
    notebook = write_notebook(tmp_path / "told.ipynb", "print(word)")
    run = made_by("plain", notebook, tmp_path / "out", ("bad",), cell_timeout=1)
    assert (run.failed[0].error, run.failed[0].detail) == (f"before the first cell: {reason}", "")
    assert "第一个单元格之前：内核" in usage(run.failed[0].error)
    assert kernel.kernels_running() == 0
    assert soon(lambda: marked(mark) == []), marked(mark)


@pytest.fixture
def small_disk(tmp_path):
    """A file system of one megabyte; only root may mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    try:
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)], capture_output=True)
    except OSError:
        pytest.skip("no program to mount a small disk with")
    if done.returncode:
        pytest.skip("a small disk can be mounted by root alone")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


@pytest.mark.skipif(sys.platform != "linux", reason="a disk of one megabyte is mounted as on Linux")
@pytest.mark.parametrize("choice", ENGINES)
def test_a_full_disk_fails_the_report_that_met_it_and_keeps_what_was_there(tmp_path, mark, small_disk, choice):
    out = small_disk / "out"
    source = "print('x' * (2_000_000 if word == 'bad' and __import__('os').path.exists('large') else 10))"
    notebook = write_notebook(tmp_path / "told.ipynb", source)
    assert made_by(choice, notebook, out).failed == ()
    before = {path.name: path.read_bytes() for path in out.glob("*.md")}
    (tmp_path / "large").touch()
    run = made_by(choice, notebook, out, force=True, jobs=1)  # two at once would meet the full disk together
    assert {outcome.name: outcome.status for outcome in run.outcomes} == {
        "bad": "failed",
        "good": "made",
        "fine": "made",
    }
    assert run.failed[0].error.startswith("the disk is full")
    assert {path.name: path.read_bytes() for path in out.glob("*.md")} == before
    assert not list(out.glob(".making-*"))
    assert soon(lambda: marked(mark) == [])


@pytest.mark.skipif(sys.platform != "linux", reason="a disk of one megabyte is mounted as on Linux")
def test_where_a_full_disk_has_no_room_for_what_kernels_share_every_report_tells_so(tmp_path, small_disk):
    out = small_disk / "out"
    notebook = write_notebook(tmp_path / "told.ipynb", "print('x' * 50_000)")
    reports = [Report(name, notebook, {"word": name}, ("md",)) for name in ("one", "two")]

    def share(folder: Path, forked: bool) -> dict[str, str]:
        (folder / "shared").write_bytes(bytes(2_000_000))
        return {"SHARED": "1"}

    assert build(reports, out, exporters=STOCK, share=share).failed == ()  # each does for itself what is not shared
    kept = {path.name: path.read_bytes() for path in out.glob("*.md")}
    filled, told = small_disk / "filled", []
    with suppress(OSError), filled.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))
    with pytest.raises(CannotWrite, match=r"^run.json cannot be written: the disk is full"):
        build(reports, out, force=True, exporters=STOCK, share=share, on_event=lambda outcome, *_: told.append(outcome))
    assert [outcome.error.startswith("the disk is full") for outcome in told] == [True, True]
    assert {path.name: path.read_bytes() for path in out.glob("*.md")} == kept
    filled.unlink()
    assert build(reports, out, force=True, exporters=STOCK, share=share).failed == ()


@pytest.mark.skipif(sys.platform != "linux", reason="a disk of one megabyte is mounted as on Linux")
def test_a_full_disk_of_temporary_files_is_told_as_theirs_not_as_that_of_the_reports(small_disk, monkeypatch):
    """Another folder for the reports would not help."""
    picture = io.BytesIO()
    Image.effect_noise((1600, 1200), 90).save(picture, "png")
    shown = new_output("display_data", {"image/png": base64.b64encode(picture.getvalue()).decode()})
    monkeypatch.setattr(tempfile, "tempdir", str(small_disk))
    with pytest.raises(room.NoRoom) as error:
        export(new_notebook(cells=[new_code_cell("a", outputs=[shown])]), "briefing_pdf", "a")
    assert str(error.value).startswith(f"there is no room for temporary files in {small_disk}; ")
    assert f"临时文件夹{small_disk}所在的磁盘已满" in usage(error.value.args[0])
    assert list(small_disk.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="a disk of one megabyte is mounted as on Linux")
def test_a_full_disk_of_what_a_kernel_needs_is_told_as_that_of_temporary_files(tmp_path, small_disk, monkeypatch):
    notebook = write_notebook(tmp_path / "told.ipynb", "print(word)")
    with suppress(OSError), (small_disk / "filled").open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))
    monkeypatch.setattr(tempfile, "tempdir", str(small_disk))
    room.close()
    (failed,) = made_by("plain", notebook, tmp_path / "out", ("bad",)).failed
    assert failed.error.startswith(f"there is no room for temporary files in {small_disk}; ")
    assert f"临时文件夹{small_disk}所在的磁盘已满" in usage(failed.error)
    (small_disk / "filled").unlink()
    room.close()
    assert made_by("plain", notebook, tmp_path / "out", ("bad",)).failed == ()
    room.close()


@posix
@pytest.mark.parametrize("choice", ENGINES)
def test_a_worker_process_that_is_killed_leaves_no_kernel(tmp_path, mark, choice):
    """A build spread over processes: one is killed in the middle of a report."""
    notebook = write_notebook(
        tmp_path / "told.ipynb",
        "import os, pathlib, signal, subprocess, time\n"
        "if word == 'bad':\n"
        "    subprocess.Popen(['sleep', '600'])\n"
        "    os.kill(int(os.environ['WORKER']), signal.SIGKILL)\n"
        "    time.sleep(600)",
        "print(word)",
    )
    code = textwrap.dedent(
        f"""
        import multiprocessing, os, sys
        from concurrent.futures import ProcessPoolExecutor
        from pathlib import Path
        sys.path.insert(0, {str(Path(__file__).parent)!r})
        from helpers.press.build import Report, Workers, build
        from helpers.press.engine import Engine
        from small_notebooks import STOCK

        def named():
            os.environ["WORKER"] = str(os.getpid())

        if __name__ == "__main__":
            reports = [Report(w, Path({str(notebook)!r}), {{"word": w}}, ("md",)) for w in ("good", "bad")]
            with ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), named) as pool:
                run = build(reports, Path({str(tmp_path / "out")!r}), exporters=STOCK, workers=Workers(pool),
                            engine=Engine({choice!r}, ()))
            print([(o.name, o.status, o.error[:16]) for o in run.outcomes])
        """
    )
    script = tmp_path / "script.py"
    script.write_text(code, encoding="utf-8")
    said = tmp_path / "said"
    with said.open("w") as file:  # not a pipe, which what is left of a plain kernel would hold open
        subprocess.run([sys.executable, script], stdout=file, timeout=120, check=True)
    assert said.read_text() == "[('good', 'made', ''), ('bad', 'failed', 'its worker died:')]\n"
    # ipykernel sees its parent's end and ends itself, not what its cells have started; a zygote ends both
    left = "sleep" if choice == "plain" else ""
    assert soon(lambda: [p.name() for p in marked(mark) if p.name() != left] == [])
    for process in marked(mark):
        process.kill()
