"""What if: changed figures or weights give a new full result beside the official one, always marked hypothetical."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from ..model import UsageError, find_district, frozen, nearest
from ..scheme import Extra, Node, Scheme
from . import methods, rounding, variants
from .figures import Figures, with_value
from .result import UNASSESSED, Result
from .score import score_figures

_NO_NODE, _NO_INDICATOR = "no node is called {word!r}; {hint}", "no indicator is called {word!r}; {hint}"


@dataclass(frozen=True)
class Settings:
    """What is supposed: figures by (district code, leaf or extra id), shares 0–1 among siblings by node id."""

    figures: Mapping[tuple[str, str], float] = field(default_factory=frozen)
    weights: Mapping[str, float] = field(default_factory=frozen)


@dataclass(frozen=True, eq=False)
class WhatIf:
    """The official result, the supposed one (`hypothetical`), and both side by side.

    `moved` by code: total, new_total, difference, rank, new_rank, places (official − new, + is up).
    `flags` by award: codes that would win it and do not now, codes that would lose it.
    """

    settings: Settings
    official: Result
    result: Result
    moved: pd.DataFrame
    flags: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]


def parse_settings(result: Result, texts: list[str]) -> Settings:
    """Read `胶州市.gdp_growth=6.5` (district by name, alias or code) and `weight.economy=45` (percent among siblings).

    Indicators, bonuses and boards go by their id or their name in either language. Raises UsageError for what cannot
    be read, with the nearest name there is, and for a name that several have.
    """
    figures: dict[tuple[str, str], float] = {}
    weights: dict[str, float] = {}
    for text in texts:
        left, equals, right = text.partition("=")
        who, what = _parted(result, left.strip())
        if not equals or not who:
            raise UsageError(
                "{setting!r} is not a setting; write 胶州市.gdp_growth=6.5 or weight.economy=45", setting=text
            )
        try:
            number = float(right)
        except ValueError:
            number = float("nan")
        if not np.isfinite(number):
            raise UsageError("{setting!r}: {value!r} is not a number", setting=text, value=right.strip())
        if who == "weight":
            weights[_id_of(what, _NO_NODE, result.scheme.nodes)] = number / 100.0
        else:
            code = find_district(result.districts, who).code
            figures[code, _id_of(what, _NO_INDICATOR, _supposable(result))] = number
    return Settings(frozen(figures), frozen(weights))


def _parted(result: Result, text: str) -> tuple[str, str]:
    """Whose figure, or `weight`, and which: at the first point after a district's name, for names may hold points."""
    whole = {name for district in result.districts for name in district.names} | {"weight"}
    ends = [k for k, sign in enumerate(text) if sign == "." and text[:k].strip() in whole]
    who, what = (text[: ends[0]], text[ends[0] + 1 :]) if ends else text.rpartition(".")[::2]
    return who.strip(), what.strip()


def _id_of(word: str, otherwise: str, choices: Sequence[Node | Extra]) -> str:
    """The id of the one that has this id, else of the only one that has this name in either language."""
    if word in (item.id for item in choices):
        return word
    found = [
        item.id for item in choices if word.casefold() in {item.name.zh.casefold(), item.name.en.casefold()} - {""}
    ]
    if len(found) > 1:
        raise UsageError(
            "{word!r} is the name of {n:d}: write the id, {ids}", word=word, n=len(found), ids=" or ".join(found)
        )
    if not found:
        known = dict.fromkeys(
            [item.id for item in choices] + [name for item in choices for name in (item.name.zh, item.name.en) if name]
        )
        raise UsageError(otherwise, word=word, hint=nearest(word, list(known)))
    return found[0]


def _supposable(result: Result) -> list[Node | Extra]:
    known = set(items(result.scheme))
    return [item for item in result.scheme.items if item.id in known]


def what_if(result: Result, settings: Settings) -> WhatIf:
    """Score the quarter again as if. Survey items take an index; given points stay within their maximum.

    Raises UsageError for an unknown district or item, a figure beyond its range, and weights that cannot sum to 100.
    """
    scheme = variants.with_weights(result.scheme, settings.weights) if settings.weights else result.scheme
    found = result.reported
    for (code, id_), figure in settings.figures.items():
        found = _supposed(result, found, code, id_, figure)
    known = {"hypothetical": True, "scheme": scheme, "survey": result.survey}  # what is supposed is an index, no answer
    new = score_figures(result.inputs, found, result.previous, **known)
    return WhatIf(settings, result, new, compare(result, new), _flags(result, new))


def compare(official: Result, other: Result) -> pd.DataFrame:
    """Two results of the same districts side by side; see `WhatIf.moved`."""
    places = official.rank.astype("Int64") - other.rank.astype("Int64")
    return pd.DataFrame(
        {
            "total": official.total,
            "new_total": other.total,
            "difference": rounding.fine(other.total - official.total),
            "rank": official.rank,
            "new_rank": other.rank,
            "places": places,
        }
    )


def items(scheme: Scheme) -> list[str]:
    """The ids of what can be supposed of a district: leaves that are not derived from others, bonuses, deductions."""
    found = [leaf.id for leaf in scheme.leaves if "of" not in leaf.params]
    return found + [extra.id for extra in scheme.extras if extra.kind != "veto"]


def _supposed(result: Result, found: Figures, code: str, id_: str, figure: float) -> Figures:
    if code not in result.place:
        raise UsageError(UNASSESSED, code=code, quarter=result.quarter)
    if id_ not in items(result.scheme):
        raise UsageError(_NO_INDICATOR, word=id_, hint=nearest(id_, items(result.scheme)))
    low, high = limits(result, id_)
    if not low <= figure <= high:
        raise UsageError("{id}: {figure:g} lies outside {low:g} … {high:g}", id=id_, figure=figure, low=low, high=high)
    leaf = id_ in found.leaf
    column = (found.leaf if leaf else found.extras)[id_].copy()
    column[result.place[code]] = figure
    return with_value(result.scheme, found, id_, column) if leaf else found.changed(extras={id_: column})


def limits(result: Result, id_: str) -> tuple[float, float]:
    """The range a figure can have: given points and indices within their scale, values as the scheme limits them."""
    extras = {extra.id: extra for extra in result.scheme.extras}
    item = extras.get(id_) or result.scheme.by_id[id_]
    if item.method == "given":
        return 0.0, float(item.params.get("max", 100.0))
    if item.method == "survey":
        return methods.METHODS["survey"].bounds(item.params, len(result.codes))
    ends = {k: item.params[k] for k in ("minimum", "maximum") if k in item.params}
    season = result.quarter.number
    ends = {k: float(methods.settle({"end": v}, season)["end"]) for k, v in ends.items()}
    return ends.get("minimum", -np.inf), ends.get("maximum", np.inf)


def _flags(official: Result, other: Result) -> Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    found = {}
    for id_, winners in other.flags.items():
        now = official.flags.get(id_, ())
        found[id_] = (
            tuple(code for code in winners if code not in now),
            tuple(code for code in now if code not in winners),
        )
    return frozen(found)
