"""English words of the data contract's report: titles, heads, sentences."""

from __future__ import annotations

from collections.abc import Sequence

TITLE = "Data check"
SUBTITLE = "For the departments named, to verify and answer"
SUBTITLE_CLEAN = "For those who make the briefing"  # where nobody has anything to answer
BASIS = "The figures of {quarter} held against the scheme and the data contract, item by item."

HEADS = {
    "place": "Where",
    "value": "As typed",
    "about": "District, item",
    "rule": "What is wrong",
    "hint": "What to do",
    "kind": "Kind",
    "item": "Indicator",
    "district": "District",
    "summed": "Sum of districts",
    "total": "City total",
    "gap": "Gap",
    "unit": "Unit",
    "before": "Before",
    "now": "Now",
    "change": "Change",
    "usual": "Median change",
    "meant": "Probably",
    "beside": "Held against",
    "guess": "Guess",
    "doubt": "Doubt",
    "department": "Department",
    "districts": "Districts lacking",
    "book": "Workbook",
    "figures": "Figures",
}
LINES_BY_CHECK = " the lines that briefing check prints"
KINDS = {"error": "error", "warning": "notice"}
CAPTIONS = {
    "faults": "Faults, one by one",
    "cells": "Every cell of the faults told together above",
    "sums": "Districts' sums and city totals",
    "jumps": "Unusual changes since the quarter before",
    "slips": "Probable slips of unit",
    "mixups": "Sums since January and single quarters, probably mixed up",
    "columns": "Doubtful columns and survey answers",
    "late": "Outstanding figures",
    "books": "Workbooks taken in",
}
NOTES = {
    "jumps": "Listed: changes more than six spreads (1.4826 times the median absolute deviation) from the median of "
    "all districts' changes.",
    "slips": "Listed: figures about 10 times, or a tenth of, those of the quarter before; and figures about 100, 10⁴ "
    "or 10⁸ times those of the quarter before and of the other districts. "
    "The guesses are not verified, and nothing is changed by them.",
    "mixups": "Listed: sums since January below those of the quarter before, and quarters as large as all earlier "
    "ones together. The guesses are not verified, and nothing is changed by them.",
    "columns": "Before and now: the median of all districts for a whole column, else the district's own figure. The "
    "guesses are not verified, and nothing is changed by them.",
    "sums": "City totals are not scored. A gap that rounding explains is no fault.",
}
COLUMNS = {
    "flipped": "every sign is turned against the quarter before: minus signs forgotten, or too many?",
    "same": "every figure is that of the quarter before: not brought up to date?",
    "old": "every figure is that of {like}: an old workbook?",
    "twin": "every figure is that of {like} too: one of them in the other's place?",
    "ranks": "1 to {districts}, each once: ranks in place of figures?",
    "up": "every figure is like that of the district below in the quarter before: a row too high?",
    "down": "every figure is like that of the district above in the quarter before: a row too low?",
    "size": "every figure is about {factor} times that of the quarter before: another unit or period?",
    "hours": "every figure is about {factor} times that of the quarter before: in hours?",
    "percent": "the counts add up to 100: percentages in place of people?",
    "answers": "more than twice or less than half the answers of the quarter before: one count wrong?",
    "share": "an answer's share is more than 25 percentage points from the quarter before",
    "swapped": "satisfied and dissatisfied exchanged?",
}
POWERS = {
    1: "10 times too large: a digit too many, or the point a place too far?",
    -1: "10 times too small: a digit too few, or the point a place too early?",
    2: "100 times too large: multiplied by 100 already?",
    -2: "100 times too small: a percentage written as a part of one?",
    4: "10⁴ times too large: in a unit 10,000 times smaller?",
    -4: "10⁴ times too small: in a unit 10,000 times larger?",
    8: "10⁸ times too large: in yuan?",
    -8: "10⁸ times too small: in hundred millions?",
}
NOTHING = {
    "faults": "No fault was found.",
    "sums": "No city total was sent this quarter, so no sum was compared.",
    "jumps": "There is no unusual change.",
    "slips": "There is no sign of a slip of unit.",
    "mixups": "There is no sign that sums since January and single quarters were mixed up.",
    "columns": "No column, and no answers to the survey, are unlike the quarter before.",
    "late": "Everything that was due has arrived.",
    "books": "This quarter's figures were typed into the tables, not taken in from workbooks.",
}
NOTHING_YET = {  # said instead while no figure has come
    "jumps": "There is nothing to check yet.",
    "slips": "There is nothing to check yet.",
    "mixups": "There is nothing to check yet.",
    "columns": "There is nothing to check yet.",
    "books": "No figure has come yet.",
}
WHOLE = "all districts"
UNKNOWN = "Not named"
TOTAL_ROW = "{partial} (incomplete)"


def _many(count: int, one: str, more: str = "") -> str:
    return f"{count} {one if count == 1 else more or one + 's'}"


def amount(items: int, figures: int, counts: int = 0) -> str:
    """How much is due or lacking, counted in the report as at the command line; `counts` are those of the survey."""
    told = [_many(items, "indicator")] * bool(items or not counts) + [_many(counts, "survey count")] * bool(counts)
    return f"{' and '.join(told)} ({_many(figures, 'figure')})"


def overview(errors: int, warnings: int, due: tuple[int, int, int], lacking: tuple[int, int, int]) -> str:
    """`due` and `lacking`: how many indicators, how many figures, how many counts of the survey."""
    told = f"**{_many(errors, 'error')}** and **{_many(warnings, 'notice')}**"
    if not due[1]:
        return f"The schemes or the list of districts are wrong: only {told} can be listed."
    there = due[1] - lacking[1]
    rest = (
        f"**{amount(*lacking)}** {'is' if lacking[0] + lacking[2] == 1 else 'are'} still to come"
        if lacking[1]
        else "none is missing"
    )
    arrived = "figure has arrived" if there == 1 else "figures have arrived"
    return f"Of {amount(*due)} due, **{there}** {arrived}, {rest}; {told}."


def doubts(found: Sequence[int], compared: int, there: int) -> str:
    """How much is doubtful: sums, changes, units, periods, columns; `compared`: how many city totals there were."""
    if not there:
        return "There is nothing to check yet."
    if not any(found):
        sums = (
            "sums agree with the city totals sent"
            if compared
            else "no city total was sent this quarter, so no sum was compared"
        )
        return f"Changes, units, periods, whole columns and the survey give no cause for doubt; {sums}."
    whats = (
        ("sum unlike its city total", "sums unlike their city totals"),
        ("unusual change", ""),
        ("probable slip of unit", "probable slips of unit"),
        ("probable mix-up of periods", "probable mix-ups of periods"),
        ("doubtful column or survey answer", "doubtful columns or survey answers"),
    )
    told = [_many(n, *what) for n, what in zip(found, whats, strict=True) if n]
    return f"Also to verify: {', '.join(told)}."


def column(kind: str, factor: str, districts: int, unit: str, like: str = "") -> str:
    """What is doubtful about a column; `like` names the quarter, or the item, whose figures it has."""
    hours = kind == "size" and unit == "天" and 18 <= float(factor) <= 30
    return COLUMNS["hours" if hours else kind].format(factor=factor, districts=districts, like=like)


def doubt(kind: str, item: str, cases: list[str], many: int) -> str:
    """One line of the command line: what is doubtful about an item, with the first cases; `many`: how many in all."""
    more = f"; {many} in all" if many > len(cases) else ""
    return f"doubtful: {kind}: {item}: {'; '.join(cases)}{more}"


def gap(summed: str, total: str, gap: str) -> str:
    return f"sum {summed}, city total {total}, gap {gap}"


def jump(district: str, before: str, now: str, usual: str) -> str:
    return f"{district} from {before} to {now} (median change {usual})"


def meant(district: str, now: str, meant: str) -> str:
    return f"{district} {now}, probably {meant}"


def doubtful_column(district: str, told: str, before: str, now: str) -> str:
    return f"{district}: {told} (before {before}, now {now})"


def at(place: str) -> str:
    return f", {place}"


def ready(errors: int, missing: int) -> str:
    if errors:
        return "No briefing can be made before the errors are mended."
    return "The scheme's rule for missing data applies." if missing else "A briefing can be made from these data."


def late_by(department: str, items: int, figures: int, counts: int) -> str:
    return f"{department}: {amount(items, figures, counts)} to come"


def spot(row: int | None, column: str) -> str:
    """A row and a column of a table."""
    return ", ".join([f"row {row}"] * bool(row) + [f"column {column}"] * bool(column))


def spots(file: str, spots: list[str], column: str, count: int, of_cells: bool) -> str:
    """Where equal faults stand, and how many there are; `column` is that of a table's rows, "" of cells."""
    if of_cells:
        return f"{file} {', '.join(spots)} ({count} cells)"
    return f"{file} {', '.join(['rows ' + spots[0], *spots[1:]])}, column {column} ({count} rows)"


def found(values: list[str], more: bool) -> str:
    """The first texts that stand in cells with one fault."""
    return ", ".join(map(repr, values)) + " …" * more


def for_one(spot: str, of_cell: bool, text: str) -> str:
    """What is told of one of several cells, as an example."""
    return f"{'' if of_cell else 'row '}{spot}, for example: {text}"


def origin(place: str) -> str:
    return f" (from {place})"


def listed(names: list[str]) -> str:
    return ("; " if any("," in name for name in names) else ", ").join(names)


def about(district: str, item: str) -> str:
    return f"{district}, {item}" if district and item else district or item
