"""How a build grows: `python -m benchmarks.scale [--nation] [--sample N] [--jobs J]`.

Builds 11 and 137 briefings (a city of ten, a province of 136), HTML and PDF, by the real command in a process of its
own, and prints seconds in all, until the first report is begun (reading, checking and scoring all data, opening the
kernels' parent), and for each briefing after that. Linear means: the last column stays as it is.

`--nation` adds 2 851: a country of 2 850 districts is read, checked and scored whole, and N of its districts' briefings
are built (all with `--sample 2850`); the figure for 2 851 is planning + each × 2 851, and is printed as extrapolated.
`--opened` prints instead how long a quarter takes to open in a fresh process: imports, first and second time.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CITY, PROVINCE, NATION = 10, 136, 2850
QUARTERS, QUARTER = "2022Q1..2023Q2", "2023Q2"

_OPEN = """
import json, sys, time
began = time.perf_counter(); from helpers.write import appendix, charts, explaining, open_briefing, story, tables
open_briefing  # the module itself comes with it
imported = time.perf_counter(); open_briefing({quarter!r}, data={data!r})
first = time.perf_counter(); open_briefing({quarter!r}, data={data!r})
print(json.dumps([imported - began, first - imported, time.perf_counter() - first]))
"""


def program(*words: object) -> list[str]:
    return [sys.executable, "-m", "helpers", *map(str, words)]


def project(folder: Path, districts: int) -> Path:
    """A folder with made-up data of that many districts and the notebooks."""
    made = folder / f"of-{districts}"
    subprocess.run(
        program("demo", "--districts", districts, "--quarters", QUARTERS, "--seed", 2023, "--out", made / "data"),
        cwd=ROOT, check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    (made / "notebooks").symlink_to(ROOT / "notebooks")
    return made


def built(home: Path, codes: list[str], jobs: int | None) -> dict[str, float]:
    """Seconds of one cold build of these districts' briefings (none: the city's and all)."""
    chosen = ["--district", ",".join(codes)] if codes else []
    words = program("build", QUARTER, *chosen, "--force", *(["--jobs", jobs] if jobs else []))
    began = time.perf_counter()
    done = subprocess.run(
        words, cwd=home, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, encoding="utf-8", check=False
    )
    wall = time.perf_counter() - began
    if done.returncode:
        raise SystemExit(done.stderr)
    record = json.loads((home / "reports" / QUARTER / "run.json").read_text(encoding="utf-8"))
    reports = len(codes) or len(record["reports"])
    return {
        "reports": reports,
        "seconds": wall,
        "planning": record["run"]["planning"] + wall - record["run"]["seconds"],
    }


def told(districts: int, found: dict[str, float], whole: int | None = None) -> None:
    each = (found["seconds"] - found["planning"]) / found["reports"]
    row = f"{districts:>9} {found['reports']:>8.0f} {found['seconds']:>9.1f} {found['planning']:>9.1f} {each:>8.2f}"
    if whole:
        row += f"   all {whole}, extrapolated: {(found['planning'] + each * whole) / 60:.0f} min"
    print(row, flush=True)


def opened(home: Path) -> list[float]:
    code = _OPEN.format(quarter=QUARTER, data=str(home / "data"))
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    return json.loads(done.stdout)


def main() -> None:
    arguments = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    arguments.add_argument("--nation", action="store_true")
    arguments.add_argument("--sample", type=int, default=60)
    arguments.add_argument("--jobs", type=int)
    arguments.add_argument("--opened", action="store_true")
    asked = arguments.parse_args()
    sizes = [CITY, PROVINCE] + [NATION] * asked.nation
    print(f"load before: {', '.join(f'{x:.1f}' for x in os.getloadavg())}" if hasattr(os, "getloadavg") else "")
    with tempfile.TemporaryDirectory(prefix="briefing-scale-") as folder:
        if asked.opened:
            print(f"{'districts':>9} {'imports s':>10} {'open ms':>9} {'again ms':>9}")
        else:
            print(f"{'districts':>9} {'reports':>8} {'seconds':>9} {'planning':>9} {'each s':>8}")
        for size in sizes:
            home = project(Path(folder), size)
            if asked.opened:
                imports, first, again = opened(home)
                print(f"{size:>9} {imports:>10.2f} {first * 1000:>9.0f} {again * 1000:>9.0f}", flush=True)
            elif size < NATION:
                told(size, built(home, [], asked.jobs))
            else:
                rows = (home / "data" / "districts.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
                codes = [row.partition(",")[0] for row in rows]
                step = max(1, len(codes) // asked.sample)
                told(size, built(home, codes[::step][: asked.sample], asked.jobs), size + 1)


if __name__ == "__main__":
    main()
