"""The shipped data with a quarter published and a figure of it revised; what briefings say of that."""

from __future__ import annotations

import shutil
from pathlib import Path

from publishing import change, enter, entry, publish

from helpers.markup import unmarked
from helpers.model import Quarter
from helpers.write import open_briefing, sections, story

DATA = Path(__file__).parents[2] / "data"
Q1, Q2, Q3 = (Quarter(2023, number) for number in (1, 2, 3))
LANGS = ("zh", "en")


def first_quarter_published(folder):
    """The shipped data, copied into this folder, with 2023Q1 published on its day of issue."""
    shutil.copytree(DATA, folder)
    publish(folder, "2023Q1", "2023-05-07")
    return folder


def revise(data, district, item, new, *, quarter="2023Q1", date="2023-07-10", table="values", column="value", **more):
    """One figure of 胶州市's or another's first quarter corrected, with its entry."""
    path = data / quarter / f"{table}.csv"
    old = next(
        line.split(",")[2]
        for line in path.read_text("utf-8-sig").splitlines()
        if line.startswith(f"{district},{item},")
    )
    change(path, (district, item), column, new)
    told = {
        "district": district,
        "item": item,
        "old": old,
        "new": new,
        "quarter": quarter,
        "date": date,
        "table": table,
    }
    enter(data, entry(**told, source="demo", reason_en="final verification", who_en="Statistics Bureau", **more))
    return old


def told(data, quarter="2023Q2", lang="zh", district="", as_of=""):
    """Kind and text of what is said of revisions, section by section."""
    b = open_briefing(quarter, lang, district, data, as_of)
    found = [
        (paragraph.section, f.kind, unmarked(story.sentence(b, f)))
        for paragraph in sections.paragraphs(b)
        for f in paragraph.findings
        if f.kind.startswith("revision")
    ]
    return found


def texts(found, section):
    return [text for at, _, text in found if at == section]
