"""English words of the data contract's report: titles, heads, sentences."""

from __future__ import annotations

TITLE = "Data Check"
SUBTITLE = "For the departments named, to verify and answer"
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
    "department": "Department",
    "districts": "Districts lacking",
    "book": "Workbook",
    "figures": "Figures",
}
KINDS = {"error": "error", "warning": "notice"}
CAPTIONS = {
    "faults": "Faults, one by one",
    "sums": "Districts' sums and city totals",
    "jumps": "Unusual changes since the quarter before",
    "slips": "Probable slips of unit",
    "mixups": "Sums since January and single quarters, probably mixed up",
    "late": "Still to come",
    "books": "Workbooks taken in",
}
NOTES = {
    "jumps": "Listed: changes more than six spreads (1.4826 times the median absolute deviation) from the median of "
    "all districts' changes.",
    "slips": "Listed: figures about 100, 10⁴ or 10⁸ times those of the quarter before and of the other districts. "
    "The guesses are not verified, and nothing is changed by them.",
    "mixups": "Listed: sums since January below those of the quarter before, and quarters as large as all earlier "
    "ones together. The guesses are not verified, and nothing is changed by them.",
    "sums": "City totals are not scored. A gap that rounding explains is no fault.",
}
POWERS = {
    2: "100 times too large: multiplied by 100 already?",
    -2: "100 times too small: a percentage written as a part of one?",
    4: "10⁴ times too large: in a unit 10,000 times smaller?",
    -4: "10⁴ times too small: in a unit 10,000 times larger?",
    8: "10⁸ times too large: in yuan?",
    -8: "10⁸ times too small: in hundred millions?",
}
NOTHING = {
    "faults": "No fault was found.",
    "sums": "The workbooks give no city total to compare with.",
    "jumps": "There is no unusual change.",
    "slips": "There is no sign of a slip of unit.",
    "mixups": "There is no sign that sums since January and single quarters were mixed up.",
    "late": "Everything that was due has arrived.",
    "books": "This quarter's figures were typed into the tables, not taken in from workbooks.",
}
NOTHING_YET = {  # said instead while no figure has come
    "jumps": "There is nothing to check yet.",
    "slips": "There is nothing to check yet.",
    "mixups": "There is nothing to check yet.",
    "books": "No figure has come yet.",
}
WHOLE = "all districts"
UNKNOWN = "not named"
TOTAL_ROW = "{partial} (incomplete)"


def _many(count: int, one: str, more: str = "") -> str:
    return f"{count} {one if count == 1 else more or one + 's'}"


def amount(items: int, figures: int) -> str:
    """How much is due or lacking, counted in the report as at the command line."""
    return f"{_many(items, 'indicator')} ({_many(figures, 'figure')})"


def overview(errors: int, warnings: int, due: tuple[int, int], lacking: tuple[int, int]) -> str:
    """`due` and `lacking`: how many indicators, how many figures."""
    told = f"**{_many(errors, 'error')}** and **{_many(warnings, 'notice')}**"
    if not due[1]:
        return f"The schemes or the list of districts are wrong: only {told} can be listed."
    there = due[1] - lacking[1]
    rest = (
        f"**{amount(*lacking)}** {'is' if lacking[0] == 1 else 'are'} still to come"
        if lacking[1]
        else "none is missing"
    )
    arrived = "figure has arrived" if there == 1 else "figures have arrived"
    return f"Of {amount(*due)} due, **{there}** {arrived}, {rest}; {told}."


def doubts(sums: int, jumps: int, slips: int, mixups: int, there: int) -> str:
    if not there:
        return "There is nothing to check yet."
    if not sums + jumps + slips + mixups:
        return "Sums, changes, units and periods give no cause for doubt."
    parts = [
        (sums, "sum unlike its city total", "sums unlike their city totals"),
        (jumps, "unusual change", ""),
        (slips, "probable slip of unit", "probable slips of unit"),
        (mixups, "probable mix-up of periods", "probable mix-ups of periods"),
    ]
    return "Also to verify: " + ", ".join(_many(n, one, more) for n, one, more in parts if n) + "."


def ready(errors: int, missing: int) -> str:
    if errors:
        return "No briefing can be made before the errors are mended."
    return "The scheme's rule for missing data applies." if missing else "A briefing can be made from these data."


def late_by(department: str, items: int, figures: int) -> str:
    return f"{department}: {amount(items, figures)} to come"


def spot(row: int | None, column: str) -> str:
    """A row and a column of a table."""
    return ", ".join([f"row {row}"] * bool(row) + [f"column {column}"] * bool(column))


def origin(place: str) -> str:
    return f"(from {place})"


def listed(names: list[str]) -> str:
    return ", ".join(names)


def about(district: str, item: str) -> str:
    return f"{district}, {item}" if district and item else district or item
