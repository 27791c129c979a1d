"""`briefing new-notebook` starts a notebook of the analyst's own; `build --notebook` makes its briefings like ours."""

from __future__ import annotations

import json

import nbformat
import pytest
import test_house
from bs4 import BeautifulSoup
from reports_made import pdf_pages

from helpers.desk.new_notebook import notebook_text

pytestmark = pytest.mark.usefixtures("english_screen")


@pytest.mark.parametrize("kind", ["city", "district"])
def test_a_new_notebook_keeps_the_house_rules(project, kind):
    folder, briefing = project
    code, out, _ = briefing("new-notebook", "园区专题", "--kind", kind)
    path = folder / "notebooks" / "园区专题.ipynb"
    assert code == 0 and str(path) in out
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    for rule in (
        test_house.test_notebooks_are_committed_without_outputs,
        test_house.test_notebook_cells_are_one_call,
        test_house.test_no_number_is_typed_into_a_notebook,
    ):
        rule(path)
    assert [c.metadata.tags for c in notebook.cells if "tags" in c.metadata] == [["parameters"], ["setup"]]
    headings = [c for c in notebook.cells if c.cell_type == "markdown"]
    assert headings and all(c.source.startswith("## ") and c.metadata.briefing.en for c in headings)
    declared = {line.split(":")[0] for line in notebook.cells[0].source.splitlines()}
    assert ("district" in declared) == (kind == "district") and {"quarter", "lang", "data", "title"} <= declared
    assert notebook_text("a", kind, "2023Q2") == notebook_text("a", kind, "2023Q2")


def test_a_notebook_that_is_there_stays_as_it_is(project):
    folder, briefing = project
    (folder / "notebooks" / "mine.ipynb").write_text("{}", encoding="utf-8")
    code, _, told = briefing("new-notebook", "mine.ipynb")
    assert code == 2 and "is there already and stays as it is" in told
    assert (folder / "notebooks" / "mine.ipynb").read_text(encoding="utf-8") == "{}"
    for name, words in (
        *(("../mine", "cannot name a notebook"), ("district-1", "names the official briefings")),
        ("nul", "is a name that Windows keeps for a device"),
    ):
        code, _, told = briefing("new-notebook", name)
        assert code == 2 and words in told
    code, _, told = briefing("new-notebook", "b", "--kind", "citty")
    assert code == 2 and "did you mean city" in told
    assert not [path.name for path in (folder / "notebooks").iterdir() if path.name.startswith((".", "b."))]


@pytest.mark.slow
def test_it_builds_and_exports_like_the_shipped_ones(project):
    folder, briefing = project
    briefing("new-notebook", "standing", "--kind", "district")
    briefing("new-notebook", "园区专题")
    notebooks = ("--notebook", "notebooks/standing.ipynb", "--notebook", "notebooks/园区专题.ipynb")
    code, _, told = briefing("build", "2023Q2", *notebooks, "--jobs", 2, "--format", "html")
    assert code == 0, told
    made = folder / "reports" / "2023Q2"
    districts = json.loads((made / "run.json").read_text(encoding="utf-8"))["run"]["settings"]["district"]
    pages = {path.name for path in made.glob("*.html")}
    assert pages == {"园区专题.zh.html", *(f"standing-{code}.zh.html" for code in districts)} and len(districts) == 10
    soup = BeautifulSoup((made / "园区专题.zh.html").read_text(encoding="utf-8"), "html.parser")
    assert soup.h1.get_text() == "园区专题" and next(h.get_text() for h in soup.find_all("h2")) == "一、综合成绩"
    assert len(soup.find_all("table")) == 1 and soup.find("figure").find("svg")
    one = ("--notebook", "notebooks/园区专题.ipynb", "--lang", "en", "--format", "pdf", "--engine", "plain")
    code, _, told = briefing("build", "2023Q2", *one)
    assert code == 0, told
    assert "1. Overall results" in "".join(pdf_pages(made / "园区专题.en.pdf"))


def test_what_cannot_be_built_is_named_before_anything_is_made(project):
    folder, briefing = project
    briefing("new-notebook", "mine")
    path = folder / "notebooks" / "mine.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    parameters = notebook["cells"][0]["source"]

    def refused(*options):
        code, _, told = briefing("build", "2023Q2", "--notebook", path, *options)
        assert code == 2 and not (folder / "reports" / "2023Q2" / "mine.zh.html").exists()
        return told

    assert "tells of the whole city" in refused("--district", "胶州")
    for gone, words in (("quarter", "has no parameter quarter"), ("lang", "can be made with --lang zh only")):
        notebook["cells"][0]["source"] = [line for line in parameters if not line.startswith(gone)]
        path.write_text(json.dumps(notebook), encoding="utf-8")
        assert words in refused("--lang", "en")
    path.rename(path.with_name("city.ipynb"))
    code, _, told = briefing("build", "2023Q2", "--notebook", path.with_name("city.ipynb"))
    assert code == 2 and "would be taken for the official ones" in told
    code, _, told = briefing("build", "2023Q2", "--notebook", "notebooks/nowhere.ipynb")
    assert code == 2 and "no notebook" in told and "nowhere.ipynb" in told


@pytest.mark.slow
def test_it_is_made_again_when_what_lies_beside_it_changes(project):
    """A module that it imports, a file that it reads; another notebook is none of its business."""
    folder, briefing = project
    briefing("new-notebook", "专题")
    path = folder / "notebooks" / "专题.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell("import own\nprint(own.WORD, open('extra.csv').read())"))
    nbformat.write(notebook, path)
    beside = path.parent
    (beside / "own.py").write_text("WORD = 'one'")
    (beside / "extra.csv").write_text("1")

    def built() -> str:
        code, out, err = briefing("build", "2023Q2", "--notebook", path, "--format", "html")
        assert code == 0, err
        return out

    def page() -> str:
        return (folder / "reports" / "2023Q2" / "专题.zh.html").read_text(encoding="utf-8")

    assert "1 made" in built() and "one 1" in page()
    (beside / "another.ipynb").write_text("{}")
    assert "0 made, 1 unchanged" in built()
    (beside / "own.py").write_text("WORD = 'other'")
    assert "1 made" in built() and "other 1" in page()
    (beside / "extra.csv").write_text("2")
    assert "1 made" in built() and "other 2" in page()
