"""Commands run and timed: wall clock, and processor time of the command with all that it started."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
QUARTER = "2023Q2"


@dataclass(frozen=True)
class Timing:
    """One run: seconds by the clock, seconds of processor, and the load of the machine when it began."""

    wall: float
    cpu: float
    load: float


@dataclass
class Timings:
    """Runs of one thing."""

    runs: list[Timing] = field(default_factory=list)

    def walls(self) -> list[float]:
        return [run.wall for run in self.runs]

    def cpus(self) -> list[float]:
        return [run.cpu for run in self.runs]

    def as_dict(self) -> dict[str, object]:
        return {
            "runs": [vars(run) for run in self.runs],
            "wall": three(self.walls()),
            "cpu": three(self.cpus()),
        }


def three(values: Sequence[float]) -> dict[str, float]:
    """Minimum, median, maximum."""
    return {"min": min(values), "median": statistics.median(values), "max": max(values)}


def load() -> float:
    """Processes that wanted to run, over the last minute; 0 where the system does not say."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0


def cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def program(name: str) -> str:
    """A program of this environment."""
    return str(Path(sys.executable).parent / name)


def environment(**more: str) -> dict[str, str]:
    """This environment, its programs first on the path, writing bytecode as a user's does."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    given = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return given | {"PATH": path, "PYTHONUTF8": "1"} | more


def timed(commands: Sequence[Sequence[str | Path]], cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> Timing:
    """Run commands one after the other; raises RuntimeError with what the first that fails has said."""
    loaded, before, began = load(), _children(), time.perf_counter()
    for command in commands:
        done = subprocess.run(
            [str(word) for word in command],
            cwd=cwd,
            env=dict(env or environment()),
            capture_output=True,
            encoding="utf-8",
            errors="replace",
        )
        if done.returncode:
            raise RuntimeError(f"{command[0]} ended with {done.returncode}\n{done.stderr[-2000:]}")
    return Timing(time.perf_counter() - began, _children() - before, loaded)


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
