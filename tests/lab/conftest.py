"""One JupyterLab for all the tests that open it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from running_lab import Lab, started


@pytest.fixture(scope="session")
def lab(tmp_path_factory, shared_folder) -> Iterator[Lab]:
    (shared_folder / "lab").mkdir()  # stands already where two workers start JupyterLab: see workers.TOGETHER
    with started(tmp_path_factory.mktemp("lab")) as running:
        yield running
