"""How fast eleven briefings could be at best, and where each millisecond goes: `python -m benchmarks.limit`.

The limit is (pure compute of all cells and exports, in one warm process) / cores + one start of Python with the needed
imports. See README.md.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from helpers import places
from helpers.assess import load as data_load
from helpers.model import Quarter

from .measuring import QUARTER, ROOT, Timings, cores, environment, load, program, three, timed

IMPORTS = (
    "from helpers.write import appendix, charts, explaining, open_briefing, story, tables; import helpers.press.execute"
    "; from nbconvert.exporters import get_exporter as get; [get(name)() for name in ('briefing_html', 'briefing_pdf')]"
)
FORMATS = {"html": "briefing_html", "pdf": "briefing_pdf"}


def compute(executed: Path) -> dict[str, float]:
    """Processor seconds by step, all reports run in this process after one that is not counted.

    `executed` holds the reports of a build: their notebooks are what is exported.
    """
    import nbformat
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    from helpers.press import execute, export  # noqa: F401
    from helpers.write import sharing
    from helpers.write.opening import open_quarter

    gc.set_threshold(100_000, 20, 20)  # as the command line does
    data = ROOT / "data"
    spent: defaultdict[str, float] = defaultdict(float)
    began = time.process_time()
    whole = open_quarter(data, Quarter.parse(QUARTER))
    spent["open the quarter, once"] = time.process_time() - began
    shell = InteractiveShell.instance()
    notebooks = places.notebook_folder(data)
    districts = [d.code for d in data_load.load_quarter(data, Quarter.parse(QUARTER)).districts]
    export.warm(FORMATS.values())

    def one(district: str, count: bool) -> None:
        source = nbformat.read(notebooks / f"{'district' if district else 'city'}_briefing.ipynb", as_version=4)
        given = f"quarter, lang, data, district = {QUARTER!r}, 'zh', {str(data)!r}, {district!r}"
        for cell in source.cells:
            if cell.cell_type != "code":
                continue
            tags = cell.metadata.get("tags", [])
            text = f"{cell.source}\n{given}" if "parameters" in tags else cell.source
            began = time.process_time()
            with capture_output():
                shell.run_cell(text).raise_error()
            if count:
                spent[f"cell {'parameters' if 'parameters' in tags else cell.source.splitlines()[-1]}"] += (
                    time.process_time() - began
                )
        name = f"district-{district}.zh" if district else "city.zh"
        made = nbformat.read(executed / f"{name}.ipynb", as_version=4)
        for extension, exporter in FORMATS.items():
            began = time.process_time()
            export.export(made, exporter, name)
            if count:
                spent[f"export {extension}"] += time.process_time() - began

    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(sharing.share(whole, data, "", Path(folder)))
        sharing.preload()
        one(districts[0], count=False)  # what is made once a process: fonts, templates, glyphs
        for district in ("", *districts):
            one(district, count=True)
    return dict(spent)


def _in_another_process(executed: Path) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.limit", "--compute", str(executed)],
        cwd=ROOT,
        env=environment(OPENBLAS_NUM_THREADS="1"),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="builds and warm runs in turn [3]")
    parser.add_argument("--engine", default="auto", help="of the builds it is compared to")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures there too")
    parser.add_argument("--compute", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.compute:
        print(json.dumps(compute(arguments.compute)))
        return
    builds, starts, warm, loads = Timings(), Timings(), [], []
    with tempfile.TemporaryDirectory(prefix="briefing-limit-") as folder:
        build = [program("briefing"), "build", QUARTER, "--force", "--data", ROOT / "data", "--out", folder]
        for _ in range(arguments.rounds):
            builds.runs.append(timed([[*build, "--engine", arguments.engine]]))
            starts.runs.append(timed([[sys.executable, "-c", IMPORTS]]))
            warm.append(_in_another_process(Path(folder) / QUARTER))
            loads.append(load())
    steps = {step: three([run[step] for run in warm])["median"] for step in warm[0]}
    total, start = sum(steps.values()), three(starts.cpus())["median"]
    limit = total / cores() + start
    wall, cpu = three(builds.walls())["median"], three(builds.cpus())["median"]
    for step, seconds in sorted(steps.items(), key=lambda item: -item[1]):
        print(f"{1000 * seconds:8.0f} ms  {100 * seconds / total:5.1f} %  {step}")
    print(f"{1000 * total:8.0f} ms          all cells and exports of 11 reports, processor time in one warm process")
    print(f"{1000 * start:8.0f} ms          one start of Python with the needed imports")
    print(f"{1000 * limit:8.0f} ms          limit on {cores()} cores")
    print(f"{1000 * wall:8.0f} ms  {wall / limit:5.2f} x  a build from the shell, by the clock")
    print(f"{1000 * cpu / cores():8.0f} ms  {cpu / cores() / limit:5.2f} x  its processor time / {cores()} cores")
    print(f"load while measuring {min(loads):.1f} to {max(loads):.1f}")
    if arguments.json:
        whole = {"steps": steps, "compute": total, "start": start, "cores": cores(), "limit": limit}
        arguments.json.write_text(json.dumps(whole | {"build": builds.as_dict()}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
