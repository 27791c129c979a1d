"""A quarter opened once and used by many kernels: the same as opened anew, and never that of other data."""

from __future__ import annotations

import json
import pickle
import shutil
from dataclasses import fields
from pathlib import Path

import pandas as pd
import pytest

from helpers.assess import load
from helpers.desk.reports import Opening
from helpers.model import Quarter
from helpers.write import sharing
from helpers.write.opening import open_briefing, open_quarter

ROOT = Path(__file__).resolve().parents[2]
Q2 = Quarter(2023, 2)


@pytest.fixture
def shared(tmp_path, monkeypatch):
    """Data and what is shared of them; `told()` says whether a briefing of the data is taken from there."""
    data = tmp_path / "data"
    shutil.copytree(ROOT / "data", data, ignore=shutil.ignore_patterns("2023Q3"))
    private = tmp_path / "private"
    private.mkdir()
    variables = sharing.share(open_quarter(data, Q2), data, "", private)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sharing, "_taken", {})
    return data, private


def same(a, b):
    """Whether two results, briefings or parts of them hold the same, frames cell by cell."""
    if isinstance(a, pd.DataFrame | pd.Series):
        return type(a) is type(b) and a.equals(b) and list(a.index) == list(b.index)
    if hasattr(a, "__dataclass_fields__"):
        return type(a) is type(b) and all(same(getattr(a, f.name), getattr(b, f.name)) for f in fields(a))
    if hasattr(a, "items"):
        return a.keys() == b.keys() and all(same(a[k], b[k]) for k in a)
    if isinstance(a, tuple | list):
        return len(a) == len(b) and all(map(same, a, b))
    if hasattr(a, "dtype"):
        return pd.Series(a.ravel()).equals(pd.Series(b.ravel()))
    return a == b


def test_a_shared_quarter_is_the_one_that_is_opened_anew(shared):
    data, _ = shared
    taken = sharing.recall(data, Q2)
    assert taken is not None
    assert same(taken, open_quarter(data, Q2))
    b = open_briefing("2023Q2", "en", "胶州", data)
    assert (b.lang, b.code) == ("en", "370281")
    assert b.history is taken.history
    assert not same(taken, open_quarter(data, Quarter(2023, 1)))


def test_a_quarter_that_was_scored_to_be_checked_is_opened_without_being_read_again(tmp_path, monkeypatch):
    data = ROOT / "data"
    read, real = [], load.read_quarter
    monkeypatch.setattr(
        load, "read_quarter", lambda base, quarter, *rest: read.append(quarter) or real(base, quarter, *rest)
    )
    opening = Opening(data, Q2)
    errors, _ = opening.check()
    assert not errors and Q2 in read
    many = len(read)
    whole = opening.whole
    assert len(read) == many
    assert same(whole, open_quarter(data, Q2))
    assert len(read) == 2 * many
    past = Opening(data, Q2, "2023-09-01")
    past.check()
    assert same(past.whole, open_quarter(data, Q2, "2023-09-01")) and not same(past.whole, whole)


def test_what_an_earlier_build_shared_serves_a_later_one_of_the_same_data(shared, tmp_path, monkeypatch):
    """In a cluster's worker kernels are forked from a process that took the first build's file."""
    data, private = shared
    earlier = sharing.recall(data, Q2)
    (file,) = private.iterdir()
    file.unlink()
    again = tmp_path / "again"
    again.mkdir()
    monkeypatch.setenv(sharing.VARIABLE, sharing.share(open_quarter(data, Q2), data, "", again)[sharing.VARIABLE])
    assert sharing.recall(data, Q2) is earlier
    scores = data / "2023Q2" / "scores.csv"
    scores.write_bytes(scores.read_bytes() + b"\n")
    monkeypatch.setenv(sharing.VARIABLE, sharing.share(open_quarter(data, Q2), data, "", again)[sharing.VARIABLE])
    assert sharing.recall(data, Q2) is not earlier


def test_other_data_another_quarter_or_another_day_are_opened_anew(shared, tmp_path):
    data, _ = shared
    assert sharing.recall(data, Quarter(2023, 1)) is None
    assert sharing.recall(data, Q2, "published") is None
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(data, elsewhere)
    assert sharing.recall(elsewhere, Q2) is None
    scores = data / "2023Q2" / "scores.csv"
    scores.write_bytes(scores.read_bytes() + b"\n")
    assert sharing.recall(data, Q2) is None
    assert open_briefing("2023Q2", data=data).result.total["370281"] == 97.44


class Trap:
    """Unpickling this makes a folder: what a foreign file could do."""

    def __init__(self, folder):
        self.folder = folder

    def __reduce__(self):
        return Path.mkdir, (self.folder,)


@pytest.mark.parametrize("harm", ["foreign", "cut", "gone"])
def test_a_file_that_is_not_the_one_named_is_never_read(shared, tmp_path, harm):
    data, private = shared
    (file,) = private.iterdir()
    if harm == "foreign":
        file.write_bytes(pickle.dumps(Trap(tmp_path / "trapped")))
    elif harm == "cut":
        file.write_bytes(file.read_bytes()[:-1])
    else:
        file.unlink()
    assert sharing.recall(data, Q2) is None
    assert not (tmp_path / "trapped").exists()
    assert open_briefing("2023Q2", data=data).result.total["370281"] == 97.44


@pytest.mark.parametrize("value", ["", "not JSON", "[]", json.dumps({"file": "x"})])
def test_a_variable_that_is_not_ours_is_passed_over(shared, monkeypatch, value):
    monkeypatch.setenv(sharing.VARIABLE, value)
    assert sharing.recall(shared[0], Q2) is None
    sharing.preload()


def test_what_is_preloaded_is_not_read_again(shared):
    data, private = shared
    sharing.preload()
    for file in private.iterdir():
        file.unlink()
    assert sharing.recall(data, Q2) is not None


def test_a_promised_quarter_is_opened_where_kernels_are_forked_from(shared, monkeypatch):
    data, _ = shared
    for name, value in sharing.promise(data, Q2, "").items():
        monkeypatch.setenv(name, value)
    assert sharing.recall(data, Q2) is None  # nobody has opened it yet: who asks opens it anew
    sharing.preload()
    taken = sharing.recall(data, Q2)
    assert taken is not None and same(taken, open_quarter(data, Q2))
    assert open_briefing("2023Q2", data=data).history is taken.history
    assert sharing.recall(data, Quarter(2023, 1)) is None
    scores = data / "2023Q2" / "scores.csv"
    scores.write_bytes(scores.read_bytes() + b"\n")
    assert sharing.recall(data, Q2) is None


def test_a_build_that_forks_leaves_opening_to_where_it_forks_from_unless_that_is_done(tmp_path):
    def told(opening, forked):
        (variable,) = opening.share(tmp_path, forked).values()
        return "file" in json.loads(variable)

    data = ROOT / "data"
    assert told(Opening(data, Q2), forked=False)
    assert not told(Opening(data, Q2), forked=True)
    assert told(Opening(data, Q2, publishing=True), forked=True)  # `preload` opens what is on record
    opened = Opening(data, Q2)
    assert opened.whole and told(opened, forked=True)
