"""The analyst's notebook, run once by a real kernel for all; processes that wear a mark; parts of small builds."""

from __future__ import annotations

import uuid
from functools import partial

import pytest
from analyst import analyst_notebook, run, to_html, to_pdf
from nbformat import NotebookNode
from processes import MARK, alive, marked, soon
from small_notebooks import write_notebook

from helpers.press.engine import Engine
from helpers.press.record import Environment


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
    left = [process for process in marked(word) if not soon(lambda process=process: not alive(process.pid))]
    for process in left:
        process.kill()
    assert not left


@pytest.fixture(scope="session")
def environment():
    """What every report of this session is made with."""
    return Environment.here()


@pytest.fixture
def same_code(monkeypatch, environment):
    """The package's own files stand still while a test builds twice."""
    monkeypatch.setattr(Environment, "here", classmethod(lambda cls: environment))


@pytest.fixture
def nothing_to_import(monkeypatch):
    """These notebooks use no pandas: the process that their kernels are forked from need not import it every time."""
    monkeypatch.setattr("helpers.press.build.Engine", partial(Engine, warm=()))


@pytest.fixture
def notebook(tmp_path):
    return write_notebook(tmp_path / "told.ipynb", "print(word, open('data.csv').read())")


@pytest.fixture
def data(tmp_path):
    path = tmp_path / "data.csv"
    path.write_text("1")
    return path
