"""Figures left out, misspelt requests and builds over bad data: told in a line, nothing lost."""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
import pytest
from damage import COMMENTARY, KEY_WORK, VALUES, cell, everywhere, figure, gone, rows, text
from found import Q2, errors
from reports_made import ROOT

from helpers.assess.check import check_quarter
from helpers.model import UsageError
from helpers.write import open_briefing, tables

sys.path.insert(0, str(Path(__file__).parents[1] / "press"))
from small_notebooks import write_notebook

pytestmark = pytest.mark.usefixtures("english_screen")

# --- what is left out ------------------------------------------------------------------------------------------------


def told(data, notebook, district=""):
    """What the notebook's cells show, run in turn in this process."""
    known = {}
    cells = [
        c.source for c in nbformat.read(ROOT / "notebooks" / notebook, as_version=4).cells if c.cell_type == "code"
    ]
    exec(cells[0], known)
    known |= {"data": str(data), "district": district}
    exec(cells[1], known)
    shown = [eval(source, known) for source in cells[2:]]
    faces = [face for cell in shown if cell is not None for face in getattr(cell, "faces", (cell,))]
    return "".join(str(face._repr_mimebundle_()) for face in faces)


def test_a_figure_that_is_not_available_leaves_every_briefing_to_be_told(data):
    cell(VALUES, 2, "value", "")(data)
    assert "市南区" in told(data, "city_briefing.ipynb")
    assert "市南区" in told(data, "district_briefing.ipynb", "370202")
    assert "胶州市" in told(data, "district_briefing.ipynb", "370281")


def test_a_city_in_which_one_district_alone_has_a_total_is_told_without_a_gap(data):
    names = [row[1] for row in rows(data / "districts.csv")[1:]]
    for name in names[1:]:
        figure(name, "gdp_growth", "value", "")(data)
    assert errors(data) == []
    assert open_briefing("2023Q2", data=data).ranking == ("370202",)
    assert tables.gap(open_briefing("2023Q2", data=data)) is None
    assert "市南区" in told(data, "city_briefing.ipynb")
    assert "市南区" in told(data, "district_briefing.ipynb", "370202")


def test_background_figures_may_be_left_out(data):
    gone("background.csv", KEY_WORK)(data)
    assert check_quarter(data, Q2) == []
    assert "胶州市" in told(data, "district_briefing.ipynb", "370281")


# --- names of quarters, districts and parameters ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "advice"),
    [
        ("2023-2", "write 2023Q2"),
        ("2023q2", "write 2023Q2"),
        ("2023年二季度", "write 2023Q2"),
        ("２０２３Ｑ２", "write 2023Q2"),
        ("2023Q5", "a year has the quarters 2023Q1 to 2023Q4"),
        ("2023", "write it as 2023Q2"),
        (2023, "write it as 2023Q2"),
        ("2031Q1", "there are: 2023Q1, 2023Q2"),
    ],
)
def test_a_quarter_that_is_none_is_told_how_to_write_it(data, written, advice):
    with pytest.raises(UsageError, match=advice) as caught:
        open_briefing(written, data=data)
    assert str(written) in str(caught.value)


@pytest.mark.parametrize(("written", "near"), [("胶洲", "胶州"), ("西海安新区", "西海岸新区"), ("370288", "370281")])
def test_an_unknown_district_offers_the_nearest_names_aliases_and_codes(data, written, near):
    with pytest.raises(UsageError, match="no district is called") as caught:
        open_briefing("2023Q2", district=written, data=data)
    assert near in str(caught.value) and written in str(caught.value)


@pytest.mark.parametrize("written", ["胶州", "胶州市", "370281", 370281, " 370281 "])
def test_a_district_goes_by_name_alias_or_code_also_where_papermill_made_it_a_number(data, written):
    assert open_briefing("2023Q2", district=written, data=data).code == "370281"


@pytest.fixture
def opening(tmp_path):
    """The city's notebook up to the cell that opens the briefing."""
    notebook = nbformat.read(ROOT / "notebooks" / "city_briefing.ipynb", as_version=4)
    notebook.cells = notebook.cells[:2]
    nbformat.write(notebook, tmp_path / "city_briefing.ipynb")
    return tmp_path / "city_briefing.ipynb"


def test_a_papermill_parameter_of_a_wrong_form_stops_the_notebook_with_one_line(opening, command, tmp_path):
    """One that is misspelt: `test_notebooks`."""
    message = "“2023-2”不是季度；写作 2023Q2"
    done = command("papermill", opening, tmp_path / "out.ipynb", "-p", "quarter", "2023-2")
    assert done.returncode != 0
    assert done.stderr.rstrip().endswith(message) or f"UsageError: {message}" in done.stderr
    told = nbformat.read(tmp_path / "out.ipynb", as_version=4)
    shown = [output for cell in told.cells for output in cell.get("outputs", ()) if output.output_type == "error"]
    assert len(shown) == 1 and shown[0].traceback == [f"UsageError: {message}"]


# --- the command line: nothing lost ----------------------------------------------------------------------------------

CELLS = {
    "city_briefing": ('quarter: str = ""\nlang: str = ""\ndata: str = ""', "print(quarter)"),
    "district_briefing": ('quarter: str = ""\nlang: str = ""\ndata: str = ""\ndistrict: str = ""', "print(district)"),
}


@pytest.fixture
def project(data, tmp_path):
    """A project with damaged-to-be data and two notebooks of one cell, built once: the city and two districts."""
    (tmp_path / "notebooks").mkdir()
    for name, (parameters, source) in CELLS.items():
        write_notebook(tmp_path / "notebooks" / f"{name}.ipynb", source, parameters=parameters)
    return tmp_path


def made(project):
    return {path.name: path.read_bytes() for path in (project / "reports" / "2023Q2").glob("*.zh.*")}


BUILD = ("briefing", "build", "2023Q2", "--format", "html", "--district", "370202,370203")


def test_bad_data_after_a_good_build_end_with_2_and_leave_every_report_as_it_was(project, command, here, monkeypatch):
    assert command(*BUILD, cwd=project).returncode == 0
    before = made(project)
    assert set(before) == {f"district-{code}.zh.{kind}" for code in ("370202", "370203") for kind in ("html", "ipynb")}
    cell(VALUES, 2, "value", "九成")(project / "data")
    done = command(*BUILD, cwd=project)
    assert done.returncode == 2
    assert f"error: {VALUES} row 2 column value: found '九成'; not a number -> write digits" in done.stderr
    assert "1 error in the data; nothing was made" in done.stderr
    assert "Traceback" not in done.stderr
    assert made(project) == before
    monkeypatch.chdir(project)
    for words in (("check", "2023Q2", "--lang", "en"), ("score", "2023Q2")):
        done = here("briefing", *words)
        assert done.returncode == 2 and f"{VALUES} row 2 column value" in done.stdout + done.stderr


def test_a_report_that_fails_ends_with_1_keeps_its_earlier_files_and_stops_no_other(project, command):
    assert command(*BUILD, cwd=project).returncode == 0
    before = made(project)
    parameters = CELLS["district_briefing"][0]
    source = (
        "from helpers.model import UsageError\nif district == '370202':\n    raise UsageError('no such story')\n'new'"
    )
    write_notebook(project / "notebooks" / "district_briefing.ipynb", source, parameters=parameters)
    done = command(*BUILD, cwd=project)
    assert done.returncode == 1
    assert "failed: district-370202.zh: cell [3]" in done.stderr and "no such story" in done.stderr
    assert "Traceback" not in done.stderr
    after = made(project)
    assert after.pop("district-370202.zh.failed.ipynb")
    kept = {name for name in before if after[name] == before[name]}
    assert kept == {"district-370202.zh.html", "district-370202.zh.ipynb"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--out", "data/sources.csv"), "a file stands where the folder should be"),
        pytest.param(
            ("--out", "/proc/briefing"),
            "cannot write reports to",
            marks=pytest.mark.skipif(not Path("/proc/self").exists(), reason="a folder nobody can write is Linux's"),
        ),
        (("--districts", "胶州"), "No such option"),
        (("--district", "胶洲"), "did you mean 胶州"),
    ],
    ids=["a file in the folder's place", "an unwritable folder", "a misspelt option", "a misspelt district"],
)
def test_wrong_use_ends_with_2_says_why_and_makes_nothing(project, here, monkeypatch, arguments, message):
    monkeypatch.chdir(project)
    done = here("briefing", "build", "2023Q2", *arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert not (project / "reports").exists()


# --- names that look like code ---------------------------------------------------------------------------------------


@pytest.mark.slow
def test_names_and_commentary_that_look_like_code_are_printed_as_they_stand(data, command, tmp_path):
    """An HTML and a Typst fragment as district names, a script, an outer picture and a formula in the commentary."""
    html, typst = "<script>alert(1)</script>", '#panic("x") $ @y'
    everywhere("市南区", html)(data)
    everywhere("市北区", typst)(data)
    (data / COMMENTARY).write_text(
        "<script>alert(2)</script>\n\n![图](http://example.com/a.png)\n\n#panic(1) 与 $ 无关\n", encoding="utf-8"
    )
    done = command("briefing", "build", "2023Q2", "--district", "none", "--data", data, "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    page = text(tmp_path / "out" / "2023Q2" / "city.zh.html")
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page
    assert 'src="http' not in page
    printed = command("pdftotext", tmp_path / "out" / "2023Q2" / "city.zh.pdf", "-").stdout
    assert "panic" in printed and "alert(1)" in printed
