"""Ours beside its peers, on the same notebooks, parameters and data: `python -m benchmarks.peers [--quick]`.

Each round runs every peer once, so that what else the machine does falls on all of them. See README.md.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from helpers import places
from helpers.assess import load as data_load
from helpers.model import Quarter

from .measuring import QUARTER, ROOT, Timing, Timings, cores, environment, load, program, three, timed

QUICK = 3  # reports: the city and two districts
OURS = "ours"  # every ratio is to this


@dataclass(frozen=True)
class Work:
    """The reports to make: name, notebook and parameters of each; and where to."""

    reports: tuple[tuple[str, Path, dict[str, str]], ...]
    districts: tuple[str, ...]
    data: Path
    folder: Path

    def fresh(self, name: str) -> Path:
        """An empty folder of that name."""
        folder = self.folder / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return folder


@dataclass(frozen=True)
class Peer:
    """One way to make the reports; `lacks` says why it cannot be run here."""

    name: str
    makes: str
    run: Callable[[Work], Timing]
    lacks: str = ""


def work(quick: bool, folder: Path) -> Work:
    data = ROOT / "data"
    notebooks = places.notebook_folder(data)
    register = data_load.load_quarter(data, Quarter.parse(QUARTER)).districts
    codes = tuple(district.code for district in register)[: QUICK - 1 if quick else None]
    shared = {"quarter": QUARTER, "lang": "zh", "data": str(data)}
    reports = [("city", notebooks / "city_briefing.ipynb", shared)]
    reports += [(code, notebooks / "district_briefing.ipynb", shared | {"district": code}) for code in codes]
    return Work(tuple(reports), codes, data, folder)


def ours(*options: str) -> Callable[[Work], Timing]:
    """`briefing build`; with a few districts alone, the city's briefing needs a call of its own."""

    def run(job: Work) -> Timing:
        out = job.fresh("ours")
        build = [program("briefing"), "build", QUARTER, "--force", "--data", job.data, "--out", out, *options]
        if len(job.reports) > QUICK:
            return timed([build])
        return timed([[*build, "--district", "none"], [*build, "--district", ",".join(job.districts)]])

    return run


def command_lines(to: str) -> Callable[[Work], Timing]:
    """`papermill` and `jupyter nbconvert`, both anew for every report."""

    def run(job: Work) -> Timing:
        out = job.fresh("command-lines")
        commands: list[list[str | Path]] = []
        for name, notebook, parameters in job.reports:
            made = out / f"{name}.ipynb"
            given = [word for key, value in parameters.items() for word in ("-r", key, value)]
            commands.append([program("papermill"), notebook, made, "--cwd", notebook.parent, *given])
            commands.append([program("jupyter"), "nbconvert", "--to", "html", "--no-input", made])
            if to == "webpdf":
                commands.append([program("jupyter"), "nbconvert", "--to", "webpdf", "--no-input", made])
        return timed(commands, env=environment(PLAYWRIGHT_CHROMIUM_NO_SANDBOX="1"))

    return run


def one_process(job: Work) -> Timing:
    """papermill and nbconvert called from one Python, report after report."""
    out = job.fresh("one-process")
    code = (
        "import json, sys, papermill\n"
        "from nbconvert import HTMLExporter\n"
        "exporter = HTMLExporter(exclude_input=True)\n"
        "for name, notebook, folder, parameters in json.load(sys.stdin):\n"
        "    made = papermill.execute_notebook(notebook, name + '.ipynb', parameters, cwd=folder, progress_bar=False)\n"
        "    open(name + '.html', 'w', encoding='utf-8').write(exporter.from_notebook_node(made)[0])\n"
    )
    told = [[str(out / name), str(nb), str(nb.parent), parameters] for name, nb, parameters in job.reports]
    script = out / "run.py"
    script.write_text(code.replace("sys.stdin", f"open({str(out / 'reports.json')!r})"), encoding="utf-8")
    (out / "reports.json").write_text(json.dumps(told), encoding="utf-8")
    return timed([[sys.executable, script]])


def parameterized(job: Work, out: Path) -> list[Path]:
    """The notebooks with their parameters written in, for peers that take none; not timed."""
    import nbformat
    from papermill.iorw import load_notebook_node
    from papermill.parameterize import parameterize_notebook

    made = []
    for name, notebook, parameters in job.reports:
        told = parameterize_notebook(load_notebook_node(str(notebook)), parameters, kernel_name="python3")
        nbformat.write(told, out / f"{name}.ipynb")
        made.append(out / f"{name}.ipynb")
    return made


def nbconvert_execute(job: Work) -> Timing:
    """`jupyter nbconvert --execute`, anew for every report."""
    notebooks = parameterized(job, job.fresh("nbconvert-execute"))
    return timed(
        [[program("jupyter"), "nbconvert", "--execute", "--to", "html", "--no-input", made] for made in notebooks]
    )


def with_ploombers_own(notebook: Path, out: Path) -> Path:
    """A copy that declares `product`, which Ploomber passes to every notebook; ours refuse unknown names. Not timed."""
    import nbformat

    copy = nbformat.read(notebook, as_version=4)
    cell = next(cell for cell in copy.cells if "parameters" in cell.metadata.get("tags", []))
    cell.source += "\nproduct = None"
    nbformat.write(copy, out / notebook.name)
    return out / notebook.name


def ploomber(path: str) -> Callable[[Work], Timing]:
    """One pipeline of a task a report, side by side on all cores, by a Ploomber of its own environment.

    Its notebooks run in kernels of this environment, as the other peers' do.
    """

    def run(job: Work) -> Timing:
        out = job.fresh("ploomber")
        declared = {notebook: with_ploombers_own(notebook, out) for _, notebook, _ in job.reports}
        tasks = [
            {
                "name": f"r{name}",
                "source": str(declared[notebook]),
                "product": {"nb": str(out / f"{name}.html")},
                "params": parameters,
                "papermill_params": {"kernel_name": "python3", "cwd": str(notebook.parent)},
                "static_analysis": "disable",
            }
            for name, notebook, parameters in job.reports
        ]
        pipeline = {"meta": {"extract_upstream": False}, "executor": "parallel", "tasks": tasks}
        (out / "pipeline.yaml").write_text(json.dumps(pipeline), encoding="utf-8")  # JSON is YAML too
        kernel = out / "jupyter" / "kernels" / "python3"
        kernel.mkdir(parents=True)
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        (kernel / "kernel.json").write_text(json.dumps({"argv": argv, "display_name": "", "language": "python"}))
        return timed([[path, "build", "--force"]], cwd=out, env=environment(JUPYTER_PATH=str(out / "jupyter")))

    return run


def r_markdown(path: str) -> Callable[[Work], Timing]:
    """All reports in one R session: the notebooks as R Markdown, their Python run by reticulate."""

    def run(job: Work) -> Timing:
        notebooks = parameterized(job, job.fresh("r-markdown"))
        lines = [f"Sys.setenv(RETICULATE_PYTHON = {json.dumps(sys.executable)})"]
        for made in notebooks:
            source = json.dumps(str(made))
            lines.append(f"rmarkdown::render(rmarkdown::convert_ipynb({source}), quiet = TRUE)")
        script = notebooks[0].parent / "run.R"
        script.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return timed([[path, script]])

    return run


def peers(arguments: argparse.Namespace) -> list[Peer]:
    browser = "" if _playwright_browser() else "needs Playwright's browser: playwright install chromium"
    ploomber_path = arguments.ploomber or shutil.which("ploomber") or ""
    r_path = arguments.rscript or shutil.which("Rscript") or ""
    listed = [
        Peer(OURS, "HTML + PDF", ours()),
        Peer("ours, plain kernels", "HTML + PDF", ours("--engine", "plain")),
        Peer("ours, HTML alone", "HTML", ours("--format", "html")),
        Peer("papermill CLI + nbconvert CLI", "HTML", command_lines("html")),
        Peer("papermill CLI + nbconvert CLI + webpdf", "HTML + PDF", command_lines("webpdf"), browser),
        Peer("papermill and nbconvert, one process", "HTML", one_process),
        Peer("nbconvert --execute", "HTML", nbconvert_execute),
        Peer("Ploomber, parallel", "HTML", ploomber(ploomber_path), "" if ploomber_path else "not installed"),
        Peer("R Markdown, one session", "HTML", r_markdown(r_path), "" if r_path else "not installed"),
    ]
    wanted = arguments.only
    return [peer for peer in listed if not wanted or peer.name == OURS or any(word in peer.name for word in wanted)]


def _playwright_browser() -> bool:
    """Whether nbconvert's webpdf finds the browser it would start."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return False
    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path).exists()


def table(chosen: Sequence[Peer], timings: dict[str, Timings], reports: int) -> str:
    """One line a peer: seconds by the clock and of processor, and how many times ours they are."""
    own = timings[OURS]
    lines = [
        f"{'':40} {'makes':11} {'wall s: min, median, max':>26} {'x ours':>8} {'cpu s':>8} {'x ours':>8}",
    ]
    for peer in chosen:
        if peer.name not in timings:
            lines.append(f"{peer.name:40} {peer.makes:11} {peer.lacks}")
            continue
        wall, cpu = three(timings[peer.name].walls()), three(timings[peer.name].cpus())
        lines.append(
            f"{peer.name:40} {peer.makes:11} {wall['min']:8.1f} {wall['median']:8.1f} {wall['max']:8.1f} "
            f"{wall['median'] / three(own.walls())['median']:8.1f} {cpu['median']:8.1f} "
            f"{cpu['median'] / three(own.cpus())['median']:8.1f}"
        )
    loads = three([run.load for timing in timings.values() for run in timing.runs])
    lines.append(f"{reports} reports, {cores()} cores, load while measuring {loads['min']:.1f} to {loads['max']:.1f}")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="three reports instead of eleven, one round")
    parser.add_argument("--rounds", type=int, default=0, metavar="N", help="rounds of all peers [3; quick: 1]")
    parser.add_argument(
        "--only", nargs="*", default=[], metavar="WORD", help="peers whose name holds one of these words"
    )
    parser.add_argument("--ploomber", default="", metavar="PATH", help="the ploomber of an environment of its own")
    parser.add_argument("--rscript", default="", metavar="PATH", help="an Rscript that has rmarkdown and reticulate")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures there too")
    arguments = parser.parse_args()
    chosen = peers(arguments)
    timings: dict[str, Timings] = {}
    with tempfile.TemporaryDirectory(prefix="briefing-peers-") as folder:
        job = work(arguments.quick, Path(folder))
        for round_ in range(arguments.rounds or (1 if arguments.quick else 3)):
            for peer in chosen:
                if peer.lacks:
                    continue
                print(f"round {round_ + 1}: {peer.name} (load {load():.1f}) …", end=" ", file=sys.stderr, flush=True)
                timing = peer.run(job)
                timings.setdefault(peer.name, Timings()).runs.append(timing)
                print(f"{timing.wall:.1f} s, cpu {timing.cpu:.1f} s", file=sys.stderr, flush=True)
    print(table(chosen, timings, len(job.reports)))
    if arguments.json:
        told = {name: timing.as_dict() for name, timing in timings.items()}
        missing = {peer.name: peer.lacks for peer in chosen if peer.lacks}
        whole = {"reports": len(job.reports), "cores": cores(), "peers": told, "not_run": missing}
        arguments.json.write_text(json.dumps(whole, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
