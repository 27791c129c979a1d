"""What an earlier build found out about the same data: that they are right, their warnings, districts and scores.

Checking and scoring cost most of a build that has nothing to do, and give the same for the same data, code and
library versions. So a build leaves what they gave beside the reports, under a hash of all these. Anything that
differs by one byte is checked and scored anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from ..model import District, Fault, Quarter
from ..press.record import Environment, digest, sha256_of

FILE, SCORES = ".checked.json", "scored.csv"


@dataclass(frozen=True)
class Checked:
    """Data without errors: their warnings, the districts assessed, and scored.csv."""

    key: str
    warnings: tuple[Fault, ...]
    districts: tuple[District, ...]
    scored: bytes

    @property
    def files(self) -> dict[str, bytes]:
        """What a build writes beside its reports."""
        facts = {
            "key": self.key,
            "warnings": [asdict(fault) for fault in self.warnings],
            "districts": [asdict(district) for district in self.districts],
            "scored_sha256": hashlib.sha256(self.scored).hexdigest(),
        }
        return {SCORES: self.scored, FILE: (json.dumps(facts, ensure_ascii=False, indent=1) + "\n").encode("utf-8")}


def key(data: Path, quarter: Quarter, inputs: Mapping[str, Path], environment: Environment) -> str:
    """A hash over all that checking and scoring read: the files, the names in the data folder, code and libraries."""
    names = sorted(path.name for path in data.iterdir())
    files = {label: sha256_of(path) for label, path in inputs.items()}
    return digest([str(quarter), names, files, environment.as_dict()])


def recall(folder: Path, key: str) -> Checked | None:
    """What an earlier build left in `folder` under the same key; None when it is of other data, or altered."""
    try:
        facts = json.loads((folder / FILE).read_text(encoding="utf-8"))
        scored = (folder / SCORES).read_bytes()
        if facts["key"] != key or facts["scored_sha256"] != hashlib.sha256(scored).hexdigest():
            return None
        warnings = tuple(Fault(**fault) for fault in facts["warnings"])
        districts = tuple(District(**{**row, "aliases": tuple(row["aliases"])}) for row in facts["districts"])
    except (OSError, ValueError, KeyError, TypeError):  # nothing that can be trusted: the data are checked anew
        return None
    return Checked(key, warnings, districts, scored)
