"""The charts of a briefing by name, and what a drawn one has written on it, where."""

from __future__ import annotations

import dataclasses
import xml.etree.ElementTree as ET
from types import SimpleNamespace
from typing import NamedTuple

import pytest

from helpers.style import text_width
from helpers.write import charts

SVG = "{http://www.w3.org/2000/svg}"
OWN = "370214"
CITY = {
    "rank_bars": charts.rank_bars,
    "bump": charts.bump,
    "gap_waterfall": charts.gap_waterfall,
    "stars_grid": charts.stars_grid,
    "board_dots": lambda b: charts.board_dots(b, "renewal"),
}
DISTRICT = {
    "standing": charts.standing,
    "track": charts.track,
    "own gap": charts.gap_waterfall,
    "own dots": lambda b: charts.board_dots(b, "economy"),
}
ALL = [(name, draw, "") for name, draw in CITY.items()] + [(name, draw, OWN) for name, draw in DISTRICT.items()]
EVERY = pytest.mark.parametrize(("name", "draw", "district"), ALL, ids=[name for name, *_ in ALL])


class Text(NamedTuple):
    words: str
    left: float
    right: float
    y: float
    size: float


def texts(svg: str) -> list[Text]:
    found = []
    for element in ET.fromstring(svg).iter(f"{SVG}text"):
        style = dict(part.split(": ", 1) for part in element.get("style").split("; "))
        size = float(style["font-size"].removesuffix("px"))
        width = text_width(element.text, size, style.get("font-weight") == "700") * 72
        x = float(element.get("x"))
        left = {"start": x, "middle": x - width / 2, "end": x - width}[style.get("text-anchor", "start")]
        found.append(Text(element.text, left, left + width, float(element.get("y")), size))
    return found


def words(chart) -> list[str]:
    return [text.words for text in texts(chart.svg)]


def replaced(case, **frames):
    """The case with some of its last result's frames exchanged."""
    last = SimpleNamespace(**{**vars(case.result), **frames})
    return dataclasses.replace(case, history=(*case.history[:-1], last))
