"""The fan-out: `python -m benchmarks.dask [--districts N] [--sample M] [--workers W] [--from-nothing] [--only RUN …]`.

Builds the same briefings three times, each cold: by the local pool, by W worker processes of a local Dask cluster, and
by the same with one worker killed half-way. The workers stand ready, started as docs/commands.md says, before time is
taken; with `--from-nothing` as Dask starts them by itself. Prints seconds, briefings a minute and core, a worker's
memory at the beginning, when a tenth is made, and at the end, and what is left behind. With `--sample` all N districts
are read and scored, and the briefings of M of them are made. `--only local killed`: those runs alone, of local, workers
and killed. Needs Dask.
"""

from __future__ import annotations

import argparse
import os
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.scale import QUARTER, project
from helpers.assess.load import load_base
from helpers.desk import executors, reports

if TYPE_CHECKING:
    from distributed import Client

RUNS = ("local", "workers", "killed")
READY = 6  # seconds that a worker is left to itself after its start


def processes(word: str) -> set[int]:
    """Pids of processes whose command line has that word; empty where there is no /proc."""
    found = set()
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if word.encode() in entry.read_bytes():
                found.add(int(entry.parent.name))
        except OSError:  # it has ended meanwhile
            continue
    return found


def memory(pid: int) -> float:
    """Resident memory in MB."""
    told = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()
    return int(told[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def built(home: Path, out: Path, executor: str, sample: int, on_event=None) -> tuple[float, int]:
    """Seconds of the build without its planning, and the reports made: all, or those of `sample` districts."""
    codes = [district.code for district in load_base(home / "data").districts[:sample]] if sample else []
    job = reports.prepare(QUARTER, codes, data=home / "data", out=out)
    run = reports.run(job, force=True, on_event=on_event, executor=executor)
    if run.failed:
        raise SystemExit("\n".join(f"{o.name}: {o.error}" for o in run.failed))
    return run.seconds - run.planning, sum(o.status == "made" for o in run.outcomes)


@contextmanager
def cluster_of(workers: int, ready: bool) -> Iterator[tuple[str, Client]]:
    """Address and client of a cluster; `ready`: with workers that have been started as docs/commands.md says."""
    from distributed import Client, LocalCluster

    preload = []
    if ready:
        from helpers.desk import cluster_worker  # its settings count where workers are started from

        preload = [cluster_worker.__name__]
    with (
        LocalCluster(n_workers=workers, threads_per_worker=2, dashboard_address=None, preload=preload) as cluster,
        Client(cluster) as client,
    ):
        client.wait_for_workers(workers, timeout=120)
        time.sleep(READY)
        yield cluster.scheduler_address.removeprefix("tcp://"), client


def told(what: str, seconds: float, made: int, cores: int, local: float | None = None) -> float:
    pace = made / seconds * 60 / cores
    against = f", {pace / local:.2f} x the local pool" if local else ""
    print(f"{what}: {made} made in {seconds:.1f} s, {pace:.1f} a minute and core{against}", flush=True)
    return pace


def main() -> None:
    arguments = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    arguments.add_argument("--districts", type=int, default=136)
    arguments.add_argument("--sample", type=int, default=0)
    arguments.add_argument("--workers", type=int, default=2)
    arguments.add_argument("--from-nothing", action="store_true")
    arguments.add_argument("--only", nargs="+", choices=RUNS, default=RUNS)
    asked = arguments.parse_args()
    cores = asked.workers
    print("load before:", ", ".join(f"{x:.1f}" for x in os.getloadavg()))
    with tempfile.TemporaryDirectory(prefix="briefing-dask-") as folder:
        home = project(Path(folder), asked.districts)
        os.chdir(home)
        before = processes("ipykernel") | processes("zygote.py")
        local = None
        if "local" in asked.only:
            local = told("local pool", *built(home, home / "local", executors.LOCAL, asked.sample), cores)
        for kill in (run == "killed" for run in RUNS[1:] if run in asked.only):
            with cluster_of(asked.workers, not asked.from_nothing) as (address, client):
                pids = list(client.run(os.getpid).values())
                start = [memory(pid) for pid in pids]
                tenth: list[float] = []
                killed: list[int] = []

                def note(outcome, done, total, kill=kill, pids=pids, tenth=tenth, killed=killed):
                    if done >= total // 10 and not tenth:
                        tenth.extend(memory(pid) for pid in pids)
                    if kill and done >= total // 2 and not killed:
                        killed.append(pids[0])
                        os.kill(pids[0], signal.SIGKILL)

                what = f"{asked.workers} workers" + (", one killed half-way" if kill else "")
                out, dask = home / f"dask-{kill}", f"{executors.DASK}{address}"
                told(what, *built(home, out, dask, asked.sample, note), cores, local)
                ends = [memory(pid) for pid in client.run(os.getpid).values()]
                print(
                    f"    memory a worker: {max(start):.0f} MB at first, {max(tenth):.0f} when a tenth was made, "
                    f"{max(ends):.0f} at the end"
                )
        time.sleep(2)
        stray = (processes("ipykernel") | processes("zygote.py")) - before
        left = [path.name for path in home.rglob(".making-*")]
        print(f"left behind: {len(stray)} processes, {len(left)} half-made files")


if __name__ == "__main__":
    main()
