"""Words that remember how they were put together (helpers/said.py)."""

from __future__ import annotations

import copy
import json
import pickle
from pathlib import Path

import pytest

from helpers.model import BriefingError, Quarter, UsageError, nearest
from helpers.press.swap import CannotWrite
from helpers.said import Listed, Said, joined

SAID = Said("there is no file {path}; {hint}", path=Path("a.csv"), hint=Said("known: {names}", names="b.csv"))


def test_said_is_the_english_sentence_wherever_a_text_is_wanted():
    assert SAID == "there is no file a.csv; known: b.csv" and isinstance(SAID, str)
    assert json.loads(json.dumps({"error": SAID})) == {"error": SAID}
    assert f"briefing: {SAID}" == "briefing: there is no file a.csv; known: b.csv"
    assert hash(SAID) == hash("there is no file a.csv; known: b.csv")


def test_figures_are_written_as_the_template_says():
    assert Said("{id!r}: {value:g} lies below {least:d}", id="a'b", value=2.50, least=3) == '"a\'b": 2.5 lies below 3'


@pytest.mark.parametrize(
    "again",
    [
        str,
        copy.copy,
        copy.deepcopy,
        lambda said: pickle.loads(pickle.dumps(said)),
        lambda said: str(UsageError(said)),
        lambda said: str(pickle.loads(pickle.dumps(UsageError(said)))),
    ],
    ids=["str", "copy", "deepcopy", "pickle", "error", "pickled error"],
)
def test_said_stays_itself(again):
    told = again(SAID)
    assert told == SAID and told.template == SAID.template
    assert told.fields == {"path": "a.csv", "hint": "known: b.csv"}
    assert told.fields["hint"].template == "known: {names}"


def test_a_field_is_a_text_or_a_number_so_that_it_crosses_from_one_process_to_another():
    said = Said("{quarter} {error} {n}", quarter=Quarter(2023, 2), error=OSError(28, "no space"), n=3)
    assert said.fields == {"quarter": "2023Q2", "error": "[Errno 28] no space", "n": 3}
    inner = Said("{error}", error=UsageError("no {x}", x=1)).fields["error"]
    assert inner.template == "no {x}", "an error's own words are kept"


def test_an_errors_words_are_a_template_with_fields_or_whole_already():
    error = CannotWrite("cannot write {file}", file="a")
    assert str(error) == "cannot write a" and str(error).template == "cannot write {file}"
    assert str(BriefingError("braces {as} they are")) == "braces {as} they are"
    assert nearest("gpd", ["gdp"]).template == "did you mean {names}?"


def test_several_things_are_joined_and_stay_apart():
    assert joined(["a"]) == "a"
    told = joined(["a", SAID, "c"])
    assert told == f"a; {SAID}; c" and told.fields["first"].fields["second"].template == SAID.template


@pytest.mark.parametrize("again", [str, copy.deepcopy, lambda said: pickle.loads(pickle.dumps(said))])
def test_a_list_stays_one_wherever_it_goes(again):
    told = again(Said("known: {names}", names=Listed(["a", "b"])))
    assert told == "known: a, b" and told.fields["names"].several == ("a", "b")
    assert again(Listed(["a", "b"])).several == ("a", "b")
