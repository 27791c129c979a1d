"""A cluster in which a worker runs another version of this program: the others make everything, and it is told once."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
from collections import Counter
from concurrent.futures import CancelledError, as_completed
from contextlib import contextmanager

import pytest
from processes import soon
from small_notebooks import STOCK, write_notebook

from helpers.desk import executors
from helpers.press.build import Report, build
from helpers.press.record import Environment
from helpers.press.report import Outcome
from helpers.write.usage_zh import usage

distributed = pytest.importorskip("distributed", reason="Dask is an extra: pip install -e .[dask]")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name == "nt", reason="signals as POSIX has them")]
REFUSED = "runs another version of this program, of a package or of Python"


@contextmanager
def worker(cluster, folder, name, *packages):
    """A worker by Dask's own command, where these packages too are installed; without one that starts it anew."""
    home = folder / name
    for package in packages:
        (home / f"{package}.dist-info").mkdir(parents=True)
    words = ["--no-nanny", "--no-dashboard", "--nthreads", "2", "--name", name, "--local-directory", folder]
    path = os.pathsep.join([*sys.path, str(home)])
    started = subprocess.Popen(
        [sys.executable, "-m", "dask", "worker", cluster.scheduler_address, *words],
        env={**os.environ, "PYTHONPATH": path},
        stderr=subprocess.DEVNULL,
    )
    try:
        yield started
    finally:
        started.kill()
        started.wait()


@pytest.fixture
def cluster(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with distributed.LocalCluster(n_workers=0, dashboard_address=None) as running:
        yield running


def reports(tmp_path, count):
    """Each writes `<word>.<n>.ran`, one file an execution."""
    source = "import pathlib, time, uuid\npathlib.Path(f'{word}.{uuid.uuid4().hex}.ran').touch()\ntime.sleep(0.2)"
    notebook = write_notebook(tmp_path / "told.ipynb", source, "print(word)")
    return [Report(f"r{k}", notebook, {"word": f"r{k}"}, ("md",)) for k in range(count)]


def built(cluster, plan, out, **options):
    address = cluster.scheduler_address.removeprefix("tcp://")
    with executors.opened(f"{executors.DASK}{address}") as workers:
        return build(plan, out, exporters=STOCK, workers=workers, environment=Environment.here(), **options)


def warned(caplog):
    return [record.getMessage() for record in caplog.records if REFUSED in record.getMessage()]


def there(cluster, count):
    """A client of the cluster, once so many workers are there."""
    client = distributed.Client(cluster)
    client.wait_for_workers(count, timeout=120)
    return client


def test_what_a_worker_of_another_program_refuses_is_made_by_the_other_and_it_is_told_once(tmp_path, cluster, caplog):
    plan = reports(tmp_path, 12)
    with (
        worker(cluster, tmp_path, "right"),
        worker(cluster, tmp_path, "stranger", "of_another_version-2.0") as stranger,
        there(cluster, 2) as client,
    ):
        run = built(cluster, plan, tmp_path / "out")
        assert Counter(o.status for o in run.outcomes) == {"made": 12}, [o.error for o in run.failed]
        assert len(client.nthreads()) == 2 and stranger.poll() is None  # others may have work for it
        assert soon(lambda: not any(client.processing().values()))
    assert sorted(path.name.split(".")[0] for path in tmp_path.glob("*.ran")) == sorted(r.name for r in plan)
    assert not list((tmp_path / "out").glob(".making-*"))
    (told,) = warned(caplog)
    assert told.endswith("; the other workers make what it refuses")
    assert usage(told).endswith("；它未承担的通报由其他工作进程生成")


def test_where_all_workers_are_of_another_program_each_report_fails_with_what_to_do(tmp_path, cluster, caplog):
    with worker(cluster, tmp_path, "stranger", "of_another_version-2.0"), there(cluster, 1):
        run = built(cluster, reports(tmp_path, 5), tmp_path / "out")
    assert [REFUSED in o.error and "install there what is installed here" in o.error for o in run.failed] == [True] * 5
    assert list(tmp_path.glob("*.ran")) == [] and warned(caplog) == []


def test_when_the_last_worker_of_this_program_dies_what_is_left_fails_and_nothing_waits_for_ever(tmp_path, cluster):
    plan = reports(tmp_path, 20)
    with (
        worker(cluster, tmp_path, "right") as right,
        worker(cluster, tmp_path, "stranger", "of_another_version-2.0"),
        there(cluster, 2),
    ):

        def end_it(outcome, done, total):
            if outcome.status == "made" and right.poll() is None:
                right.send_signal(signal.SIGKILL)
                right.wait()

        run = built(cluster, plan, tmp_path / "out", on_event=end_it)
    states = Counter(outcome.status for outcome in run.outcomes)
    assert states["made"] >= 1 and states["made"] + states["failed"] == 20 and states["failed"] > 10
    assert all(REFUSED in outcome.error for outcome in run.failed), {o.error for o in run.failed}


def test_a_build_that_is_interrupted_leaves_the_cluster_nothing_to_do(tmp_path, cluster):
    def interrupt(outcome, done, total):
        raise KeyboardInterrupt

    with (
        worker(cluster, tmp_path, "right"),
        worker(cluster, tmp_path, "stranger", "of_another_version-2.0"),
        there(cluster, 2) as client,
    ):
        with pytest.raises((KeyboardInterrupt, CancelledError)):
            built(cluster, reports(tmp_path, 20), tmp_path / "out", on_event=interrupt)
        assert soon(lambda: not any(client.processing().values()))
    assert len(list(tmp_path.glob("*.ran"))) < 10


def made(name):
    return Outcome(name, "made")


@pytest.fixture
def uncollected():
    """Python does not look for litter, as in a build it seldom does: what hangs in a circle stays."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def test_a_worker_holds_nothing_of_a_report_whose_outcome_has_arrived(uncollected):
    """It would else grow by what each came to, and by what it was told to do, as long as the build goes on."""
    with distributed.LocalCluster(n_workers=1, processes=False, protocol="tcp://", dashboard_address=None) as cluster:
        (there,) = cluster.workers.values()
        with executors.opened(cluster.scheduler_address.replace("tcp://", executors.DASK)) as workers:
            asked = {workers.executor.submit(made, f"r{k}"): k for k in range(30)}
            for done in as_completed(asked):
                assert done.result().name == f"r{asked.pop(done)}"
            del done
            assert soon(lambda: not there.state.tasks), sorted(there.state.tasks)
