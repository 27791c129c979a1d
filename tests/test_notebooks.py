"""The notebooks as an analyst runs them: by papermill's and Jupyter's own commands."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner
from nbconvert.exporters import get_export_names, get_exporter
from publishing import change, enter, pasted, publish
from reports_made import CODES, JIAOZHOU, ROOT

from helpers.assess.check import check_quarter
from helpers.model import Quarter

NOTEBOOKS = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
# The reports that the build makes from the same notebook with the same parameters.
SAME_AS = {"city_briefing.ipynb": "city.zh", "district_briefing.ipynb": f"{JIAOZHOU}.zh"}
MISSPELT = "-p quater 2023Q1"


def run_words(notebook: str, out: str | Path) -> list[str]:
    return ["papermill", f"notebooks/{notebook}", str(out), "-p", "quarter", "2023Q2"]


def help_words(notebook: str) -> list[str]:
    return ["papermill", "--help-notebook", f"notebooks/{notebook}"]


def print_words(extension: str, notebook: str | Path) -> list[str]:
    return ["jupyter", "nbconvert", "--to", f"briefing_{extension}", str(notebook)]


def corrected(data: Path) -> str:
    """A copy of the data with the quarter published and one figure of it revised since."""
    shutil.copytree(ROOT / "data", data)
    publish(data, "2023Q2", "2023-08-08")
    change(data / "2023Q2" / "values.csv", ("胶州市", "gdp_growth"), "value", "4.1")
    fault = next(f for f in check_quarter(data, Quarter(2023, 2)) if f.severity == "error")
    enter(data, *pasted(fault))
    return str(data)


@pytest.fixture
def executed(name, once, command) -> Path:
    """The copy that `papermill NOTEBOOK OUT -p quarter 2023Q2` leaves, run once for all tests.

    The district is given by its code, which papermill hands on as a number.
    """
    out = f"{SAME_AS.get(name, Path(name).stem)}.ipynb"
    more = ["-p", "district", CODES["胶州市"]] if name == "district_briefing.ipynb" else []

    def run(home: Path) -> str:
        if name == "correction.ipynb":
            more.extend(["-p", "data", corrected(home / "data")])
        result = command(*run_words(name, home / out), *more)
        return result.stderr if result.returncode or "unknown parameter" in result.stderr else ""

    return once(Path(name).stem, run) / out


@pytest.mark.slow
@pytest.mark.parametrize("name", NOTEBOOKS)
def test_it_runs_whole_by_papermill_as_it_stands(executed):
    notebook = nbformat.read(executed, as_version=4)
    nbformat.validate(notebook)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    outputs = [output for cell in cells for output in cell.outputs]
    assert len(outputs) >= len(cells) // 2
    assert not [output for output in outputs if output.output_type in ("error", "stream")]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["district_briefing.ipynb"])
def test_a_number_given_as_district_is_its_code(executed):
    notebook = nbformat.read(executed, as_version=4)
    injected = next(cell for cell in notebook.cells if "injected-parameters" in cell.metadata.get("tags", []))
    assert f"district = {CODES['胶州市']}\n" in injected.source + "\n"
    cover = next(cell for cell in notebook.cells if cell.source == "story.cover(b)")
    assert "胶州市" in str(cover.outputs)


@pytest.mark.slow
@pytest.mark.parametrize("extension", ["html", "pdf"])
@pytest.mark.parametrize("name", SAME_AS)
def test_nbconvert_prints_the_executed_copy_as_the_build_does(name, executed, command, briefings, extension):
    printed = command(*print_words(extension, executed))
    assert printed.returncode == 0, printed.stderr
    made = executed.with_suffix(f".{extension}")
    assert made.read_bytes() == briefings.file(SAME_AS[name], extension).read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("extension", ["html", "pdf"])
@pytest.mark.parametrize("name", [name for name in NOTEBOOKS if name not in SAME_AS])
def test_what_nbconvert_is_given_for_export_prints_the_other_notebooks_too(executed, extension):
    """The exporter that the command above calls, without a process for each."""
    printed, _ = get_exporter(f"briefing_{extension}")().from_filename(str(executed))
    assert len(printed) > 10_000


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_help_lists_every_parameter_with_what_it_means(monkeypatch, name):
    """papermill's own command, without a process for each: what runs the notebooks above starts one."""
    from papermill.cli import papermill  # a second's import, of this test alone

    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "200")
    told = CliRunner().invoke(papermill, help_words(name)[1:])
    assert told.exit_code == 0, told.output
    notebook = nbformat.read(ROOT / "notebooks" / name, as_version=4)
    declared = next(cell.source for cell in notebook.cells if "parameters" in cell.metadata.get("tags", []))
    parameters = re.findall(r"^(\w+): (\w+) = (.+?)  # (.+)$", declared, re.MULTILINE)
    assert len(parameters) == len(declared.strip().splitlines()) >= 3
    said = re.sub(r"\s+", " ", told.output)
    for parameter, kind, default, meaning in parameters:
        assert f"{parameter}: {kind} (default {default}) {meaning}" in said


@pytest.mark.slow
def test_what_a_misspelt_parameter_leaves_on_the_screen_is_one_line_and_no_traceback_of_ours(command, tmp_path):
    ended = command("papermill", "notebooks/city_briefing.ipynb", tmp_path / "out.ipynb", *MISSPELT.split())
    assert ended.returncode != 0
    told = ended.stderr[ended.stderr.index("Exception encountered") :]
    assert re.search(r"没有参数“quater”；是否为quarter\b", told)
    assert "helpers" not in ended.stderr


@pytest.mark.slow
@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_misspelt_parameter_stops_the_run_and_names_the_nearest(name, monkeypatch, tmp_path):
    """papermill itself only warns and would build the default quarter under the wrong name."""
    from papermill.cli import papermill  # without a process for each: the test above starts one

    monkeypatch.chdir(ROOT)
    ended = CliRunner().invoke(papermill, [f"notebooks/{name}", str(tmp_path / "out.ipynb"), *MISSPELT.split()])
    assert ended.exit_code != 0
    told = str(ended.exception)
    assert re.search(r"没有参数“quater”；是否为quarter\b", told) and "helpers" not in told
    notebook = nbformat.read(tmp_path / "out.ipynb", as_version=4)
    (shown,) = [
        output for cell in notebook.cells for output in cell.get("outputs", ()) if output.output_type == "error"
    ]
    assert "no parameter 'quater'" in shown.evalue and "没有参数“quater”" in "".join(shown.traceback)
    assert "Traceback" not in "".join(shown.traceback)
    assert not [
        cell
        for cell in notebook.cells
        if cell.cell_type == "code" and cell.execution_count and cell.execution_count > 3
    ]


@pytest.mark.parametrize("name", ["briefing_html", "briefing_pdf"])
def test_both_exporters_stand_in_jupyters_export_menu(name):
    assert name in get_export_names()
    exporter = get_exporter(name)()
    assert exporter.export_from_notebook
    assert exporter.output_mimetype in ("text/html", "application/pdf")
    assert exporter.file_extension == f".{name.removeprefix('briefing_')}"
