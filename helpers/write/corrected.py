"""A published quarter with its corrections: what was published, what holds now, and where the two differ."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from types import ModuleType

import pandas as pd

from ..assess import prose, revised
from ..assess.ledger import day_meant
from ..assess.load import load_base
from ..assess.result import Result
from ..assess.revised import Revised
from ..model import Quarter
from ..places import data_folder
from . import as_of as as_of_words
from .briefing import Briefing
from .parameters import check_parameters
from .refusals import told_in
from .revision_findings import Change, changes, moved
from .terms import check_language


@dataclass(frozen=True)
class Correction:
    """A published quarter with all its revisions: results as published (`before`) and as they are now (`after`).

    `b` is the quarter's briefing as it is now; `published` the day of the first edition, `date` that of the last
    revision, which is the notice's own.
    """

    b: Briefing
    revised: Revised
    published: datetime.date

    @property
    def date(self) -> datetime.date:
        return self.revised.entries[-1].date

    @property
    def before(self) -> Result:
        return self._pair[0]

    @property
    def after(self) -> Result:
        return self._pair[1]

    @property
    def _pair(self) -> tuple[Result, Result]:
        pair = self.revised.pair(self.b.quarter)
        assert pair is not None  # a correction is of a quarter with revisions
        return pair

    @property
    def said(self) -> ModuleType:
        return as_of_words.words(self.b.lang)

    @property
    def changes(self) -> tuple[Change, ...]:
        return tuple(changes(self.revised.entries, self.revised.after))

    @property
    def moved(self) -> tuple[str, ...]:
        """Districts whose printed results differ: total, rank, its change, stars, or a board's score or stars."""
        a, c = self.before, self.after
        boards = [
            code for code in c.codes if code in a.place and any(board_moved(a, c, code, n.id) for n in self.b.boards)
        ]
        return tuple(dict.fromkeys((*moved(a, c), *turned(a, c), *boards)))


def turned(before: Result, after: Result) -> tuple[str, ...]:
    """Districts whose change of rank since the quarter before is another."""
    both = [(code, before.change[code], after.change[code]) for code in after.codes if code in before.place]
    return tuple(code for code, a, z in both if pd.isna(a) != pd.isna(z) or (pd.notna(a) and a != z))


def board_moved(a: Result, z: Result, code: str, board: str) -> bool:
    """Whether a district's score, place or stars in a board are others."""
    pairs = [(getattr(r, name).at[code, board] for r in (a, z)) for name in ("boards", "board_rank", "stars")]
    return any(x != y and not (pd.isna(x) and pd.isna(y)) for x, y in pairs)


def open_correction(quarter: object, lang: str = "zh", data: object = "", as_of: object = "") -> Correction:
    """The corrections of a published quarter since its first edition, or of those that were made by a day (`as_of`).

    Raises UsageError when the quarter is not published or has no revision, DataError for data that cannot be scored.
    """
    with told_in(lang):
        check_parameters()
        folder, wanted = data_folder(str(data)), Quarter.parse(quarter)
        register = load_base(folder).register
        day = day_meant(register, wanted, as_of)
        found = revised.since_publication(folder, wanted, day)
        after = [result for result in found.after if result.quarter <= wanted]
        issued = prose.Prose(prose.issued(folder, wanted))
        b = Briefing(wanted, check_language(lang), tuple(after), pd.DataFrame(), issued, as_of=day)
        published = register.published(wanted)
        assert published is not None  # or it had no revisions since
        return Correction(b, found, published)
