"""English words of a correction notice, and of a briefing made from what was known on an earlier day."""

from __future__ import annotations

KIND = "Correction notice"
TITLE = OWN_TITLE = "Correction to the assessment results of {quarter}"
TABLES = {
    "changed": "Figures corrected",
    "results": "Results before and after the correction",
    "boards": "Boards before and after the correction",
    "flags": "Red flags before and after the correction",
}
HEADS = {
    "quarter": "Quarter",
    "district": "District",
    "item": "Item",
    "old": "Was",
    "new": "Is now",
    "date": "Revised on",
    "who": "Revised by",
    "reason": "Reason",
    "source": "Source",
    "board": "Board",
    "flag": "Red flag",
    "before": "Before",
    "after": "After",
    "total": ("Old total", "New total"),
    "rank": ("Old rank", "New rank"),
    "stars": ("Old stars", "New stars"),
    "score": ("Old score", "New score"),
    "change": ("Old change of rank", "New change of rank"),
}
CHANGED_NOTE = '"Was" is the figure on which the briefing was made.'
RESULTS_NOTE = "Districts not listed keep their total, rank, change of rank and stars."
BOARDS_NOTE = "Boards not listed keep their score, rank and stars."
CAME, WENT, EMPTY, NOT_REPORTED, NOBODY = "(added)", "(withdrawn)", "(empty)", "not available", "nobody"
UNCHANGED = "The correction changes no total, rank, star or flag of {quarter}."
CHANGED = "The correction changes results of {names} for {quarter}, as set out below."
FLAGS_CHANGED = "The correction changes no total, rank or star of {quarter}, but a red flag, as set out below."
STILL = "The {things} of all districts stay as they were."
ALL_STILL = "The {things} of all districts stay as they were."
THINGS = {"rank": "ranks", "stars": "stars", "flags": "flags"}
LATER = "The correction also bears on later quarters:"
CLOSING = (
    "Where the briefing and its tables differ from this notice, this notice holds; "
    "those figures of the earlier tables are void from the date of this notice. "
    "Everything else in the briefing stands.",
)
AS_OF = "as known on {date}"
AMENDED = "revised on {date}"
AMENDED_NOTICE = "First published on {published}; figures revised on {date}"
AS_OF_NOTICE = "Made again from the data as known on {date}; later revisions are not in it"
BETWEEN = ". "


def opening(issued: str, quarter: str, title: str, count: int) -> str:
    when = f"issued on {issued}" if issued else "as issued"
    many = "one figure has" if count == 1 else f"{count} figures have"
    return (
        f'Of the data behind the briefing "{title}" for {quarter}, {when}, {many} since been revised. '
        "This notice sets out what is corrected and what it does to the results."
    )


def of_all(shared: list[tuple[str, str]]) -> str:
    """What all rows of the table of figures share, head and words."""
    return f"For all of them, {'; '.join(f'{head.lower()}: {words}' for head, words in shared)}."
