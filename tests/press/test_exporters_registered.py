"""Both exporters stand among nbconvert's, cost nothing until used, and work from the command line."""

from __future__ import annotations

import subprocess
import sys

import nbformat
import pytest
from analyst import briefing
from nbconvert.exporters import get_export_names, get_exporter


@pytest.mark.parametrize("name, label", [("briefing_html", "区市通报 HTML"), ("briefing_pdf", "区市通报 PDF")])
def test_jupyterlab_offers_it_in_the_export_menu(name, label):
    assert name in get_export_names()
    assert get_exporter(name).export_from_notebook == label


def test_registering_loads_nothing_heavy():
    code = (
        "import sys, helpers.press.html, helpers.press.pdf;"
        "print(sorted({'typst', 'fontTools', 'latex2mathml', 'matplotlib', 'PIL'} & set(sys.modules)))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout
    assert told.strip() == "[]"


@pytest.mark.parametrize(
    "name, extension, start", [("briefing_html", "html", b"<!DOCTYPE"), ("briefing_pdf", "pdf", b"%PDF")]
)
def test_nbconvert_writes_the_file_beside_the_notebook(command, tmp_path, name, extension, start):
    nbformat.write(briefing(), tmp_path / "通报.ipynb")
    result = command("jupyter", "nbconvert", "--to", name, "通报.ipynb", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted(["通报.ipynb", f"通报.{extension}"])
    assert (tmp_path / f"通报.{extension}").read_bytes().startswith(start)
