"""What is asked for: words of the command line as quarters, districts and checked results."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from .. import places
from ..assess.awaited import awaited
from ..assess.called import calling_in
from ..calling import USUAL, Calling
from ..model import DataError, District, Fault, Quarter, UsageError, find_district, nearest
from ..said import Said, joined

if TYPE_CHECKING:
    from ..assess.score import Result

EVERYTHING, CITY_ONLY = "all", "none"
_log = logging.getLogger(__name__)  # unless told otherwise, Python writes its warnings to stderr as they are


def words(given: Iterable[str]) -> tuple[str, ...]:
    """`["a,b", "c"]` as `("a", "b", "c")`: options may be repeated or hold several words; each word counts once."""
    found = [word.strip() for text in given for word in text.replace("，", ",").split(",")]
    return tuple(dict.fromkeys(word for word in found if word))


def one_of(word: str, choices: Sequence[str], otherwise: str = "no format is called {word!r}; {hint}") -> str:
    """The word itself when it is one of `choices`; UsageError, in the words of `otherwise`, with the nearest if not."""
    if word not in choices:
        raise UsageError(otherwise, word=word, hint=nearest(word, list(choices)))
    return word


def calling_of(data: str, quarter: str = "") -> Calling:
    """What those assessed are called in the data folder and quarter that a command was asked about."""
    try:
        return calling_in(places.data_folder(data), quarter)
    except UsageError:  # no such folder, which the command itself tells
        return USUAL


def find_quarter(data: Path, word: str, newest: bool = False) -> Quarter:
    """The quarter that `word` names; raises UsageError when the data have no such one.

    `latest` is the last quarter whose figures are all in (see `latest`); with `newest`, for whoever asks about figures
    that are coming in, the newest there is.
    """
    there = places.quarters(data)
    if not there:
        raise UsageError(
            "{folder} has no quarter yet: briefing new-quarter 2024Q1, say, lays out its folder and tables", folder=data
        )
    if word.strip().lower() == "latest":
        return there[-1] if newest else latest(data, there)
    quarter = Quarter.parse(word)
    if quarter not in there:
        raise UsageError(
            "there are no data for {quarter} in {folder}; {hint}",
            quarter=quarter,
            folder=data,
            hint=nearest(str(quarter), [str(q) for q in there]),
        )
    return quarter


def latest(data: Path, there: Sequence[Quarter]) -> Quarter:
    """The last of these quarters whose figures are all in; one line (a warning of `logging`) names those passed over.

    The newest quarter is passed over while a single figure is to come; one before it only while some indicator has
    not come from anybody: once the next quarter is laid out, single gaps are missing data. A published quarter lacks
    nothing. Where every quarter awaits something it is the newest, and what is wrong with it is told.
    """
    passed: list[str] = []
    for quarter in reversed(there):
        lacks = awaited(data, quarter)
        if not (lacks.whole if passed else lacks.figures) and lacks.tables:
            if passed:
                _log.warning(Said("latest is {quarter}; {passed}", quarter=quarter, passed=joined(passed[::-1])))
            return quarter
        passed.append(lacks.told(quarter))
    return there[-1]


def check(data: Path, quarter: Quarter) -> tuple[list[Fault], list[Fault]]:
    """What is wrong with the quarter's data: errors, which stop a briefing, and warnings."""
    return check_and_score(data, quarter)[:2]


def check_and_score(data: Path, quarter: Quarter) -> tuple[list[Fault], list[Fault], tuple[Result, ...]]:
    """Errors and warnings, and what had to be scored to know them, as `score.history` gives it, if anything had."""
    from ..assess import check as checks
    from ..write.commentary import check_commentary

    found, results = checks.check_and_score(data, quarter)
    faults = [*found, *check_commentary(data, quarter)]
    return [f for f in faults if f.severity == "error"], [f for f in faults if f.severity != "error"], results


def open_history(quarter: str, data: str | Path = "") -> tuple[Path, tuple[Result, ...]]:
    """The data folder and the results of every quarter up to the one asked for, oldest first.

    Raises UsageError for a quarter that does not exist; DataError with every fault of the quarter, also those that
    hide behind the first (a broken scheme hides the rows beneath it).
    """
    from ..assess import score

    folder = places.data_folder(data)
    when = find_quarter(folder, quarter)
    with every_fault(folder, when):
        return folder, score.history(folder, when)


@contextmanager
def every_fault(data: Path, quarter: Quarter) -> Iterator[None]:
    """Where reading the data ends with a DataError, check them whole and raise it with every fault there is."""
    try:
        yield
    except DataError as error:
        errors, _ = check(data, quarter)
        raise DataError(*dict.fromkeys([*errors, *error.faults])) from None


def chosen_districts(districts: Sequence[District], names: Sequence[str]) -> tuple[bool, tuple[District, ...]]:
    """Whether the city's briefing is wanted, and which districts' briefings.

    No name or `all`: the city and every district. `none`: the city alone. Names, codes or aliases: those districts
    alone, in the order of districts.csv. Raises UsageError for an unknown name, with the nearest.
    """
    if not names or EVERYTHING in names:
        return True, tuple(districts)
    if CITY_ONLY in names:
        if len(names) > 1:
            raise UsageError(
                "--district {word} means the city alone; it cannot stand beside other districts", word=CITY_ONLY
            )
        return True, ()
    wanted = {find_district(tuple(districts), name).code for name in names}
    return False, tuple(district for district in districts if district.code in wanted)
