"""The analyst's notebook, run once by a real kernel for all tests that print it; processes that wear a mark."""

from __future__ import annotations

import uuid

import pytest
from analyst import analyst_notebook, run, to_html, to_pdf
from nbformat import NotebookNode
from processes import MARK, alive, marked, soon


@pytest.fixture(scope="session")
def analyst(tmp_path_factory) -> NotebookNode:
    return run(analyst_notebook(), tmp_path_factory.mktemp("analyst"))


@pytest.fixture(scope="session")
def analyst_pdf(analyst) -> bytes:
    return to_pdf(analyst)


@pytest.fixture(scope="session")
def analyst_html(analyst) -> str:
    return to_html(analyst)


@pytest.fixture
def mark(monkeypatch):
    """A mark that every process started in this test wears; at its end there must be none left."""
    word = uuid.uuid4().hex
    monkeypatch.setenv(MARK, word)
    yield word
    left = [process for process in marked(word) if not soon(lambda process=process: not alive(process.pid), 5)]
    for process in left:
        process.kill()
    assert not left
