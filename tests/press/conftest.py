"""The analyst's notebook, run once by a real kernel for all tests that print it."""

from __future__ import annotations

import pytest
from analyst import analyst_notebook, run, to_html, to_pdf
from nbformat import NotebookNode


@pytest.fixture(scope="session")
def analyst(tmp_path_factory) -> NotebookNode:
    return run(analyst_notebook(), tmp_path_factory.mktemp("analyst"))


@pytest.fixture(scope="session")
def analyst_pdf(analyst) -> bytes:
    return to_pdf(analyst)


@pytest.fixture(scope="session")
def analyst_html(analyst) -> str:
    return to_html(analyst)
