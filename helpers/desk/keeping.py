"""A published page stays where it is: none that tells other numbers takes its place.

Only the figures of the quarter itself are frozen; on_record.py says what else a page prints.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..model import BriefingError, Quarter


@dataclass(frozen=True)
class Keeping:
    """What a build of a published quarter asks before it puts a report's files in place. Picklable."""

    data: Path
    quarter: Quarter

    def __call__(self, made: Mapping[Path, Path]) -> None:
        """`made`: place -> the file that is to go there, under the same name.

        Raises BriefingError where a file there tells what was published and the new one tells other numbers.
        """
        there = {place: path for place, path in sorted(made.items()) if place.is_file()}
        if not there:
            return
        from ..assess.load import load_base  # with all that reading data imports: most builds make no such file
        from .on_record import otherwise

        register = load_base(self.data).register
        for place, path in there.items():  # the page before the PDF, which takes longer to read
            if otherwise(register, self.quarter, [path]) and not otherwise(register, self.quarter, [place]):
                raise BriefingError(
                    "kept as published, since the new numbers are others. Something beside the figures of "
                    "{quarter} has changed, such as an earlier quarter that is not published, or the commentary: "
                    "briefing verify {quarter} names it; put it back, or move the published files away, "
                    "then build again",
                    quarter=self.quarter,
                )

    def keeps_scores(self, there: Path, made: bytes) -> bool:
        """Whether the scored.csv that lies there tells what was published, and one of these bytes would not."""
        if not there.is_file() or there.read_bytes() == made:
            return False
        from ..assess.load import load_base
        from .edition_record import read, score_differences

        register = load_base(self.data).register
        if register.is_draft(self.quarter):
            return False
        published = read(self.data, register.of(self.quarter)[-1], there.name)
        return not score_differences(published, there.read_bytes()) and bool(score_differences(published, made))
