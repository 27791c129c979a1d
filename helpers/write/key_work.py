"""Key work as a district reported it: the office's evergreen sentences filled with this quarter's figures.

The sentences stand in `data/key_work.<lang>.toml`, so that an office changes them without touching code. A sentence
is said only where every figure it names is in `data/<quarter>/values.csv`, with the period where it names one; none of
them may carry a bare number.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from ..assess.prose import SLOT
from ..markup import markdown_text
from .briefing import Briefing
from .faces import Plate, Stack
from .finding import Figure, Finding, finding
from .origins import Origin


@dataclass(frozen=True)
class Fact:
    """One reported figure with its row: what the sentence says and the appendix can be checked against."""

    id: str
    name: str
    value: float
    decimals: int
    qualifier: str
    unit: str
    period: str
    source: str
    row: int


def facts(b: Briefing) -> dict[str, Fact]:
    """The district's reported figures by id, in the order of facts.csv; scored ones that it lists among them.

    A figure that is not available (an empty cell) is none of them.
    Empty for a district that reported nothing beside its scored indicators.
    """
    if not (b.inputs.facts["code"] == b.code).any():  # scored indicators alone stand in the table of indicators
        return {}
    rows = pd.concat([b.inputs.facts, b.inputs.values])
    rows = rows[rows["code"] == b.code].set_index("indicator")
    found: dict[str, Fact] = {}
    for about in b.inputs.dictionary.reset_index().itertuples():
        if about.id not in rows.index or b.supposes(b.code, about.id):  # what is supposed was not reported
            continue
        row = rows.loc[about.id]
        if pd.isna(row["value"]):  # its row says that the figure is not available
            continue
        english = b.lang == "en"
        found[about.id] = Fact(
            id=about.id,
            name=about.name_en if english else about.name_zh,
            value=float(row["value"]),
            decimals=int(about.decimals),
            qualifier=row["qualifier"],
            unit=about.unit_en if english else about.unit,
            period=row["period"],
            source=row["source"],
            row=int(row["row"]),
        )
    return found


def passages(b: Briefing) -> tuple[tuple[str, tuple[Finding, ...]], ...]:
    """Heading and findings for each subject that has at least one sentence with all its figures."""
    known = facts(b)
    if not known:
        return ()
    told = []
    for passage in b.prose.key_work.get(b.lang, ()):
        said = []
        for sentence in passage.sentences:
            slots = SLOT.findall(sentence)
            if slots and all(name in known and (known[name].period or not period) for name, period in slots):
                said.append(_finding(b, sentence, known))
        if said:
            told.append((markdown_text(passage.heading), tuple(said)))
    return tuple(told)


def _finding(b: Briefing, sentence: str, known: dict[str, Fact]) -> Finding:
    """One of the office's sentences with the figures and periods of its slots."""
    dictionary, figures, periods = b.inputs.dictionary, {}, {}
    for name, period in SLOT.findall(sentence):
        fact = known[name]
        if period:
            periods[name] = fact.period
        else:
            unit, unit_en = (str(dictionary.at[name, column]) for column in ("unit", "unit_en"))
            figures[name] = Figure(fact.value, unit, fact.decimals, "", (), (), unit_en, fact.qualifier)
    used = dict.fromkeys(name for name, _ in SLOT.findall(sentence))
    return finding(
        "key_work",
        b.code,
        figures=figures,
        periods=periods.values(),
        rows=[Origin(b.table_file("values"), known[name].row, known[name].source) for name in used],
        sentence=sentence,
        periods_by_slot=tuple(periods.items()),
    )


def plates(b: Briefing) -> Stack:
    """The quarter's photographs of this district (of the city, in the city's briefing), with caption and credit."""
    code = b.district.code if b.district else ""
    shown = b.inputs.photos[b.inputs.photos["code"] == code]
    return Stack(tuple(_plate(b, photo) for photo in shown.to_dict("records")))


def _plate(b: Briefing, photo: dict[str, str]) -> Plate:
    caption = photo["caption_en"] if b.lang == "en" and photo["caption_en"] else photo["caption_zh"]
    credit = photo["credit_en"] if b.lang == "en" and photo["credit_en"] else photo["credit"]
    mime = "image/png" if photo["file"].lower().endswith(".png") else "image/jpeg"
    return Plate(b.prose.pictures[photo["file"]], mime, alt=caption, caption=caption, note=credit)
