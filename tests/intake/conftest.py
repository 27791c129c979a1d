"""What tests of intake begin with."""

from __future__ import annotations

from pathlib import Path

import pytest
from books import data_folder


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with a new, empty quarter, 2023Q4."""
    return data_folder(tmp_path)
