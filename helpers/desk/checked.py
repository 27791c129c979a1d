"""What an earlier build found out about the same data: that they are right, their warnings, districts, scores and
the workbooks that calculate them.

Checking and scoring cost most of a build that has nothing to do, and give the same for the same data, code and
library versions. So a build puts what they gave on record (run.json, `checked`), under a hash of all these. Data
that differ by one byte are checked and scored anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from ..assess.files import names
from ..model import District, Fault, Quarter
from ..press.record import Environment, Record, digest, sha256_of

FACT, DRAFT, SCORES = "checked", "draft", "scored.csv"


@dataclass(frozen=True)
class Checked:
    """Data without errors: their warnings, the districts assessed, scored.csv, and the workbooks by file name.

    `draft`: the ledger does not have what these data tell, so that briefings of them are stamped. `doubts`: what is
    doubtful about a scenario's figures, a sentence each, by language.
    """

    key: str
    warnings: tuple[Fault, ...]
    districts: tuple[District, ...]
    scored: bytes
    workbooks: Mapping[str, bytes] = field(default_factory=dict)
    draft: bool = False
    doubts: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def facts(self) -> dict[str, object]:
        """What goes into run.json."""
        return {
            FACT: {
                "key": self.key,
                "warnings": [asdict(fault) for fault in self.warnings],
                "districts": [asdict(district) for district in self.districts],
                "scored_sha256": hashlib.sha256(self.scored).hexdigest(),
                "workbooks": {name: hashlib.sha256(book).hexdigest() for name, book in self.workbooks.items()},
                DRAFT: self.draft,
                **({"doubts": self.doubts} if self.doubts else {}),
            }
        }

    @property
    def files(self) -> dict[str, bytes]:
        """What a build writes beside its reports."""
        return {SCORES: self.scored, **self.workbooks}


def workbook_names(langs: Sequence[str]) -> dict[str, str]:
    """The workbook of the calculation in each language asked for: file name -> language."""
    return {"scored.xlsx" if lang == "zh" else f"scored.{lang}.xlsx": lang for lang in langs}


def key(data: Path, quarter: Quarter, inputs: Mapping[str, Path], environment: Environment) -> str:
    """A hash over all that checking and scoring read: the files, the names in the data folder, code and libraries."""
    files = {label: sha256_of(path) for label, path in inputs.items()}
    return digest([str(quarter), names(data, quarter), files, environment.as_dict()])


def recall(folder: Path, key: str, workbooks: Iterable[str] = ()) -> Checked | None:
    """What an earlier build in `folder` found under the same key, with these workbooks.

    None when it is of other data, or something is altered or not there.
    """
    try:
        facts = Record.read(folder).run[FACT]
        scored = (folder / SCORES).read_bytes()
        if facts["key"] != key or facts["scored_sha256"] != hashlib.sha256(scored).hexdigest():
            return None
        books = {name: (folder / name).read_bytes() for name in workbooks}
        if any(hashlib.sha256(book).hexdigest() != facts["workbooks"][name] for name, book in books.items()):
            return None
        warnings = tuple(Fault(**fault) for fault in facts["warnings"])
        districts = tuple(District(**{**row, "aliases": tuple(row["aliases"])}) for row in facts["districts"])
        draft, doubts = bool(facts[DRAFT]), facts.get("doubts", {})
    except (OSError, KeyError, TypeError):  # nothing that can be trusted: the data are checked anew
        return None
    return Checked(key, warnings, districts, scored, books, draft, doubts)
