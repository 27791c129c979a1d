"""One JupyterLab for all the tests that open it; a project of one's own to type commands in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from reports_made import ROOT
from running_lab import Lab, started


@pytest.fixture(scope="session")
def lab(tmp_path_factory, shared_folder) -> Iterator[Lab]:
    (shared_folder / "lab").mkdir()  # stands already where two workers start JupyterLab: see workers.TOGETHER
    with started(tmp_path_factory.mktemp("lab")) as running:
        yield running


@pytest.fixture
def project(tmp_path, monkeypatch, typed):
    """A project of the shipped data and notebooks, and `briefing …` run inside it."""
    for name in ("data", "notebooks"):
        shutil.copytree(ROOT / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    return tmp_path, typed
