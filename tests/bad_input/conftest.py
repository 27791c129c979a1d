"""A copy of the shipped data for every test, to be damaged."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from reports_made import DATA


@pytest.fixture(scope="session")
def two_quarters(tmp_path_factory):
    """The shipped data without the quarters that these tests do not need."""
    folder = tmp_path_factory.mktemp("good") / "data"
    shutil.copytree(DATA, folder, ignore=shutil.ignore_patterns("2022Q*", "2023Q3"))
    return folder


@pytest.fixture
def data(two_quarters, tmp_path):
    """A copy to be damaged."""
    return Path(shutil.copytree(two_quarters, tmp_path / "data"))
