"""Outputs never reach a commit, and notebooks are compared cell by cell: with the real hook in a clone of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_output
from reports_made import ROOT

BIN = Path(sys.executable).parent
NOTEBOOKS = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
pytestmark = pytest.mark.skipif(shutil.which("git") is None or shutil.which("sh") is None, reason="needs git and sh")


@pytest.fixture
def clone(tmp_path, monkeypatch):
    """A repository with our notebooks and hook, and a home of its own; `run(*words)` runs a program in it."""
    path = os.pathsep.join([str(BIN), os.environ["PATH"]])
    identity = {f"GIT_{who}_{what}": "a@b.c" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    home = {"HOME": str(tmp_path), "PRE_COMMIT_HOME": str(tmp_path / "pre-commit"), "GIT_CONFIG_NOSYSTEM": "1"}
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    folder = tmp_path / "clone"
    shutil.copytree(ROOT / "notebooks", folder / "notebooks")
    for name in (".pre-commit-config.yaml", ".gitattributes"):
        shutil.copy(ROOT / name, folder)

    def run(*words, code=0):
        told = subprocess.run(
            words,
            cwd=folder,
            env={**inherited, **identity, **home, "PATH": path},
            capture_output=True,
            encoding="utf-8",
            timeout=120,
        )
        assert told.returncode == code, f"{words}\n{told.stdout}\n{told.stderr}"
        return told.stdout + told.stderr

    run("git", "init", "-q", "-b", "main")
    run("git", "add", ".")
    return folder, run


def fill(path):
    """What running a notebook in JupyterLab and by papermill leaves in it."""
    notebook = nbformat.read(path, as_version=4)
    cell = next(cell for cell in notebook.cells if cell.cell_type == "code")
    cell.execution_count = 3
    cell.outputs.append(new_output("stream", text="97.44\n"))
    cell.metadata["execution"] = {"iopub.execute_input": "2023-07-01T00:00:00Z"}
    cell.metadata["papermill"] = {"duration": 1.0}
    notebook.metadata["papermill"] = {"duration": 1.0}
    notebook.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": {}}}
    nbformat.write(notebook, path)


def test_the_shipped_notebooks_pass_the_hook_and_an_executed_one_is_committed_without_outputs(clone):
    folder, run = clone
    run("pre-commit", "install")
    assert "Passed" in run("git", "commit", "-qm", "ours")  # the hook leaves every shipped notebook as it is
    for name in NOTEBOOKS:
        fill(folder / "notebooks" / name)
    run("git", "add", ".")
    assert "files were modified by this hook" in run("git", "commit", "-qm", "executed", code=1)
    assert not run("git", "diff", "HEAD", "--stat", "--no-ext-diff").strip()
    for name in NOTEBOOKS:
        assert (folder / "notebooks" / name).read_bytes() == (ROOT / "notebooks" / name).read_bytes(), name


def test_git_compares_notebooks_cell_by_cell(clone):
    folder, run = clone
    run("git", "commit", "-qm", "ours")
    run("nbdime", "config-git", "--enable")
    path = folder / "notebooks" / "city_briefing.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[0].source = notebook.cells[0].source.replace('"2023Q2"', '"2023Q3"')
    nbformat.write(notebook, path)
    told = run("git", "diff")
    assert "nbdiff" in told and "/cells/0/source" in told and "2023Q3" in told


def test_make_hooks_sets_what_nbdime_sets(clone):
    """The Makefile writes the same entries with the full path of the programs: no activated environment is needed."""
    _, run = clone
    run("nbdime", "config-git", "--enable")
    made = (ROOT / "Makefile").read_text(encoding="utf-8")
    for key in ("diff.jupyternotebook.command", "merge.jupyternotebook.driver"):
        program, *words = run("git", "config", key).split()
        assert (BIN / program).exists() or (BIN / f"{program}.exe").exists()
        assert f"{key} '\"$(CURDIR)/$(BIN)/{program}\" {' '.join(words)}'" in made
