"""Every cell of the notebooks shows itself under any scheme that can be written, in both languages.

The schemes are drawn: every method and policy, groups, geometric means, bonus and deduction, missing figures,
figures of two sources.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from helpers.assess import score
from helpers.assess.prose import Prose
from helpers.assess.result import Result
from helpers.model import District
from helpers.write import story
from helpers.write.briefing import Briefing
from helpers.write.faces import Stack

sys.path.append(str(Path(__file__).parents[1] / "assess"))

import drawn
import made

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
BACKGROUND = pd.DataFrame(
    columns=["period", "indicator", "code", "district", "value", "unit", "scope", "source", "row"]
)

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


def calls(notebook: str) -> list[tuple[str, str]]:
    """The module and function of every cell that shows something of a briefing."""
    cells = json.loads((NOTEBOOKS / f"{notebook}.ipynb").read_text(encoding="utf-8"))["cells"]
    code = ["".join(cell["source"]).strip() for cell in cells if cell["cell_type"] == "code"]
    return [(found[1], found[2]) for one in code if (found := re.fullmatch(r"(\w+)\.(\w+)\(b\)", one))]


CELLS = {notebook: calls(notebook) for notebook in ("city_briefing", "district_briefing")}


def shown(b: Briefing) -> Iterator[tuple[str, str]]:
    """All that each cell of the briefing's notebook shows, by the cell's name."""
    for module, function in CELLS["district_briefing" if b.district else "city_briefing"]:
        told = getattr(import_module(f"helpers.write.{module}"), function)(b)
        faces = told.faces if isinstance(told, Stack) else [told] if told is not None else []
        for face in faces:
            bundle = face._repr_mimebundle_()
            for text in (bundle[0] if isinstance(bundle, tuple) else bundle).values():
                yield f"{module}.{function}", str(text)


def briefing(history: tuple[Result, ...], lang: str, district: District | None = None) -> Briefing:
    return Briefing(history[-1].quarter, lang, history, BACKGROUND, Prose(), district)


def test_the_notebooks_have_their_cells():
    assert len(CELLS["city_briefing"]) > 20 and len(CELLS["district_briefing"]) > 15


@pytest.mark.parametrize("lang", ["zh", "en"])
@settings(max_examples=12, derandomize=True, phases=[Phase.generate], suppress_health_check=SLOW)
@given(history=drawn.histories())
def test_every_cell_shows_itself_under_any_scheme(lang, history):
    for district in (None, history[-1].districts[0], history[-1].districts[-1]):
        for cell, text in shown(briefing(history, lang, district)):
            assert not re.search(r"\b(?:nan|inf|NaT)\b|<NA>", text), f"{cell}: {text}"


@pytest.mark.parametrize(("lang", "told"), [("zh", "并列第2位"), ("en", "joint 2nd")])
def test_a_shared_first_place_is_told_as_the_scheme_counts_it(lang, told):
    """`ties = "max"`: two firsts share place 2, and nobody is at place 1."""
    nodes = [{"id": "a", "method": "given"}, {"id": "b", "method": "given"}]
    scheme = made.leaves(*nodes, policies={"ties": "max"}, source="office", stars=[3, 2, 1])
    table = pd.DataFrame({"a": [90.0, 90.0, 80.0], "b": [90.0, 90.0, 80.0]}, index=["d0", "d1", "d2"])
    inputs = drawn.sourced(made.inputs(scheme, table))
    b = briefing((score.score(inputs),), lang)
    assert told in str(story.headline(b)) and [text for _, text in shown(b)]
