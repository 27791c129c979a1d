"""A quarter's briefing opened: its folder read, scored and compared through `helpers.assess`, or recalled as it is."""

from __future__ import annotations

from pathlib import Path

from ..assess import ledger, load, prose, revised, score
from ..assess.background import load_background
from ..assess.scenario import find_scenario
from ..assess.scenario_reader import read_scenario
from ..assess.score import Result
from ..model import Quarter, find_district
from ..places import data_folder
from . import sharing
from .briefing import Briefing
from .parameters import check_parameters
from .refusals import told_in
from .terms import check_language


def open_briefing(
    quarter: object,
    lang: str = "zh",
    district: object = "",
    data: object = "",
    as_of: object = "",
    scenario: object = "",
) -> Briefing:
    """Open a quarter's briefing from the data folder (`data`, or the project's own).

    `as_of` makes it from what was known on a day (`2023-09-01`), and every page says so; or `published`: again as it
    was published. `scenario` is a what-if's file, or its name in `scenarios/`: the briefing is one of its result, and
    stamped 测算. Raises UsageError for a quarter, language, district or parameter that does not exist, and DataError
    naming file, row, value and rule for data that cannot be scored.
    """
    with told_in(lang):
        check_parameters()
        folder, wanted, word = data_folder(str(data)), Quarter.parse(quarter), str(as_of or "").strip()
        whole = sharing.recall(folder, wanted, word) or open_quarter(folder, wanted, word)
        chosen = find_district(whole.result.districts, district) if str(district).strip() else None
        b = whole.told_to(check_language(lang), chosen)
        if not str(scenario).strip():
            return b
        kept = read_scenario(find_scenario(folder, str(scenario)), b.result)
        return b.supposing(kept.settings, kept)


def open_quarter(
    folder: Path, wanted: Quarter, word: str = "", publishing: bool = False, scored: tuple[Result, ...] = ()
) -> Briefing:
    """The city's briefing of a quarter, read and scored from an absolute data folder; `word` is `as_of`.

    `publishing`: as it will be once the ledger has it, which is what the ledger puts on record. `scored`: what
    `score.history` gives of these data as they are now, where that is known already.
    """
    load.known_quarter(folder, wanted)
    base = load.load_base(folder)
    day = ledger.day_meant(base.register, wanted, word) if word else None
    history = scored if scored and day is None else score.history(folder, wanted, day, base)
    inputs = history[-1].inputs
    beside = prose.load_prose(folder, wanted, inputs.photos, set(inputs.dictionary.index))
    told = revised.told_in(folder, wanted, history, day)
    shown = None if word.startswith(ledger.PUBLISHED) else day
    background = load_background(base)
    draft = not publishing and base.register.is_draft(wanted, day)
    amended = base.register.amended(wanted, day)
    corrected = revised.since_publication(folder, wanted, day) if amended else None
    return Briefing(
        *(wanted, "zh", history, background, beside, None, told, shown),
        draft=draft,
        amended=amended,
        corrected=corrected,
        roll=base.districts,
    )
