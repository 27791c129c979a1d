"""The same tasks on another executor: a real Dask cluster of two worker processes, one of them killed half-way."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from processes import alive
from small_notebooks import STOCK, write_notebook

from helpers.desk import executors
from helpers.desk.warming import worker_ready
from helpers.model import UsageError
from helpers.press.build import Report, Workers, build
from helpers.press.forks import can_fork
from helpers.press.record import Environment
from helpers.press.report import Task, make

distributed = pytest.importorskip("distributed", reason="Dask is an extra: pip install -e .[dask]")
cluster_worker = pytest.importorskip("helpers.desk.cluster_worker")
REPORTS = 8


def test_an_executor_that_is_not_there_is_told_with_what_to_do(monkeypatch):
    monkeypatch.setattr(executors, "_PATIENCE", "1s")  # where nobody answers, waiting longer proves no more
    for word, message in {
        "dask": r"no executor is called 'dask'; .*a cluster is named dask://HOST:PORT, as in dask://127\.0\.0\.1:8786",
        "dask://nohost": r"no executor is called 'dask://nohost'; the port is missing; .*dask://HOST:PORT",
        "dask://127.0.0.1:1": r"no Dask scheduler answers at 127\.0\.0\.1:1.*dask scheduler",
    }.items():
        with pytest.raises(UsageError, match=message), executors.opened(word):
            raise AssertionError("it opened")
    with executors.opened("local") as workers:
        assert workers is None


@pytest.fixture
def notebook(tmp_path):
    """Writes its process into `<word>.<n>.ran`, one file an execution, then takes a moment."""
    source = (
        "import os, pathlib, time, uuid\n"
        "pathlib.Path(f'{word}.{uuid.uuid4().hex}.ran').write_text(f'{os.getpid()} {os.getppid()}')\n"
        "time.sleep(0.3)\nprint(word)"
    )
    return write_notebook(tmp_path / "told.ipynb", source)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals as POSIX has them")
def test_a_worker_killed_half_way_loses_nothing(tmp_path, notebook, monkeypatch):
    """All reports are made, a finished one is not made again, no process and no half-made file stays."""
    monkeypatch.chdir(tmp_path)
    names = [f"r{k}" for k in range(REPORTS)]
    plan = [Report(name, notebook, {"word": name}, ("md",)) for name in names]
    out = tmp_path / "out"
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        pids = [worker.pid for worker in cluster.workers.values()]
        killed = threading.Event()

        def kill_one(outcome, done, total):
            if done == REPORTS // 2 and not killed.is_set():
                killed.set()
                workers = list(client.run(os.getpid).values())
                os.kill(workers[0], signal.SIGKILL)

        address = cluster.scheduler_address.removeprefix("tcp://")
        with distributed.Client(cluster) as client, executors.opened(f"{executors.DASK}{address}") as workers:
            client.upload_file(str(Path(__file__).parent / "small_notebooks.py"))
            run = build(plan, out, exporters=STOCK, workers=workers, on_event=kill_one, environment=Environment.here())
        assert killed.is_set()
        assert Counter(outcome.status for outcome in run.outcomes) == {"made": REPORTS}, [o.error for o in run.failed]
    for name in names:
        assert name in (out / f"{name}.md").read_text(encoding="utf-8")
    ran = Counter(path.name.split(".")[0] for path in tmp_path.glob("*.ran"))
    assert set(ran) == set(names)
    assert sum(ran.values()) <= REPORTS + 2  # what was in work on the killed worker, at most
    kernels = {int(pid) for path in tmp_path.glob("*.ran") for pid in path.read_text().split()}
    until = time.monotonic() + 30
    while any(map(alive, kernels)) and time.monotonic() < until:
        time.sleep(0.2)
    assert not any(map(alive, kernels))
    assert not any(map(alive, [pid for pid in pids if pid]))
    assert not list(out.glob(".making-*"))
    assert json.loads((out / "run.json").read_text())["reports"].keys() == set(names)


@pytest.mark.slow
def test_a_worker_runs_half_as_many_notebooks_at_once_as_it_has_threads(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    source = (
        "import pathlib, time\nhere = pathlib.Path(f'{word}.running')\nhere.touch()\n"
        "print('running', len(list(pathlib.Path().glob('*.running'))))\ntime.sleep(0.3)\nhere.unlink()"
    )
    notebook = write_notebook(tmp_path / "told.ipynb", source)
    plan = [Report(f"r{k}", notebook, {"word": f"r{k}"}, ("md",)) for k in range(5)]
    with distributed.LocalCluster(n_workers=1, threads_per_worker=3, processes=True, dashboard_address=None) as cluster:
        address = cluster.scheduler_address.removeprefix("tcp://")
        with distributed.Client(cluster) as client, executors.opened(f"{executors.DASK}{address}") as workers:
            client.upload_file(str(Path(__file__).parent / "small_notebooks.py"))
            run = build(plan, tmp_path / "out", exporters=STOCK, workers=workers, environment=Environment.here())
    assert run.failed == () and workers.at_once == 1
    assert all("running 1" in (tmp_path / "out" / f"r{k}.md").read_text(encoding="utf-8") for k in range(5))


@pytest.mark.slow
def test_workers_begin_with_what_all_reports_need_as_soon_as_something_is_to_be_made(tmp_path, notebook, monkeypatch):
    monkeypatch.chdir(tmp_path)
    plan = [Report("a", notebook, {"word": "a"}, ("md",))]
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        address = cluster.scheduler_address.removeprefix("tcp://")

        def begun():
            """How many workers have a process that exports; of two, one gets no task."""
            return sum(client.run(started).values())

        def built(out):
            return build(plan, out, exporters=STOCK, workers=workers, environment=Environment.here())

        with (
            distributed.Client(cluster) as client,
            executors.opened(f"{executors.DASK}{address}", worker_ready) as workers,
        ):
            client.upload_file(str(Path(__file__).parent / "small_notebooks.py"))
            build(plan, tmp_path / "local", exporters=STOCK)
            assert begun() == 0
            assert built(tmp_path / "local").failed == () and begun() == 0  # nothing was to be made
            assert built(tmp_path / "out").failed == () and begun() == 2


@pytest.mark.slow
def test_a_worker_can_stand_ready_before_its_first_build_comes(tmp_path, monkeypatch):
    """As the docs say, by Dask's own command: its kernels' zygote and its exporting process are there, no profiler, and
    no malloc that gives back each report's memory as Dask has its worker do."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))  # Dask has it import this file
    ready = ["--nthreads", "2", "--preload", cluster_worker.__name__, "--no-dashboard", "--local-directory", tmp_path]
    with (
        distributed.LocalCluster(n_workers=0, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        worker = subprocess.Popen([sys.executable, "-m", "dask", "worker", cluster.scheduler_address, *ready])
        try:
            client.wait_for_workers(1, timeout=60)
            found = next(iter(client.run(ready_with).values()))
            assert found == (1, can_fork(), True, False, [])
        finally:
            worker.terminate()
            worker.wait(30)


def ready_with(dask_worker):
    from helpers.press import engine, exporting, report

    callbacks = dask_worker.periodic_callbacks
    zygotes = [zygote for zygote in engine._zygotes.values() if not zygote.is_lost]
    known = bool(report.program.cache_info().currsize)
    return len(exporting._kept), bool(zygotes), known, "profile" in callbacks, children_told("MALLOC_TRIM_THRESHOLD_")


def children_told(name):
    """Command lines of this process's children that have a variable of that name; none where there is no /proc."""
    children = [int(pid) for path in Path("/proc/self/task").glob("*/children") for pid in path.read_text().split()]
    return [
        Path(f"/proc/{pid}/cmdline").read_text()
        for pid in children
        if f"\0{name}=" in "\0" + Path(f"/proc/{pid}/environ").read_text()
    ]


def started():
    from helpers.press import exporting

    return len(exporting._kept)


def test_a_worker_of_another_program_makes_nothing(tmp_path, notebook, monkeypatch):
    """Its pages would go on record as made by this one, and stay."""
    monkeypatch.chdir(tmp_path)
    here = Environment.here()
    plan = [Report("a", notebook, {"word": "a"}, ("md",))]
    other = replace(here, packages={**here.packages, "pandas": "0.1"})
    for environment, status, told in ((other, "failed", "runs another version of this program"), (here, "made", "")):
        with ProcessPoolExecutor(1) as pool:  # forked while the folder is held: one of its own for each build
            (outcome,) = build(
                plan, tmp_path / "out", exporters=STOCK, workers=Workers(pool), environment=environment
            ).outcomes
        assert outcome.status == status and told in outcome.error
        assert len(list(tmp_path.glob("*.ran"))) == (status == "made") == (tmp_path / "out" / "a.md").exists()


def test_a_cluster_that_goes_is_told_in_one_line_a_report(tmp_path, notebook):
    class Gone(Executor):
        def submit(self, *_, **__):
            future = Future()
            future.cancel()
            future.set_running_or_notify_cancel()
            return future

    (failed,) = build([Report("a", notebook, {"word": "a"}, ("md",))], tmp_path / "out", exporters=STOCK,
                      workers=Workers(Gone())).failed  # fmt: skip
    assert "the cluster that was to make it has gone" in failed.error and not failed.detail


def test_a_finished_task_that_is_given_again_is_not_done_again(tmp_path, notebook):
    task = Task(Report("a", notebook, {"word": "a"}, ("md",)), tmp_path, "key", STOCK, 60, data="data", run="run")
    first = make(task)
    assert first.status == "made", first.error
    assert len(list(tmp_path.glob("a.*.ran"))) == 1
    again = make(task)
    assert (again.files, again.seconds, again.shows) == (first.files, first.seconds, first.shows)
    assert len(list(tmp_path.glob("a.*.ran"))) == 1
    (tmp_path / "a.md").write_text("cut off")
    make(task)
    assert len(list(tmp_path.glob("a.*.ran"))) == 2


def test_a_build_that_was_killed_goes_on_where_it_stopped(tmp_path, notebook):
    """Its marks put on record what it had finished, although run.json was never written."""
    out = tmp_path / "out"
    plan = [Report(name, notebook, {"word": name}, ("md",)) for name in ("a", "b")]
    environment = Environment.here()
    build(plan[:1], out, exporters=STOCK, environment=environment)
    entry = json.loads((out / "run.json").read_text())["reports"]["a"]
    made = entry["files"]["md"]
    outcome = {"name": "a", "status": "made", "seconds": entry["seconds"], "files": entry["files"]}
    outcome |= {"error": "", "detail": "", "notes": [], "shows": entry["shows"].split()}
    mark = {"run": "killed", "key": made["key"], "data": made["data"], "outcome": outcome}
    (out / ".making-a.done.json").write_text(json.dumps(mark), encoding="utf-8")
    (out / "run.json").unlink()
    run = build(plan, out, exporters=STOCK, environment=environment)
    assert [o.status for o in run.outcomes] == ["kept", "made"]
    assert not list(out.glob(".making-*"))
