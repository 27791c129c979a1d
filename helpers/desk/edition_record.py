"""What an edition has on record: its figures, hashes of reports and texts, table of results, printed numbers.

Its files are put together here, and read back against their hashes.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from .. import places
from ..assess import frozen, ledger
from ..assess.frozen import FROZEN, Cells
from ..assess.ledger import Edition
from ..assess.load import Base
from ..markup import as_recorded, recorded
from ..model import DataError, Fault, Quarter
from ..press import showing
from ..press.record import NOTEBOOK as EXECUTED
from ..said import Said
from .checked import SCORES
from .printed_numbers import lines

FILES_HEADER = ("kind", "file", "bytes", "sha256")
LINES_HEADER = ("file", "line")
REPORT, NOTEBOOK, TEXT, RECORD = "report", "notebook", ledger.TEXT, "record"
NUMBERS = "numbers.csv"
# Tables that may change for later quarters, or are on record cell by cell.
_NOT_TEXTS = ("ledger", "revisions", "recipients", "deliveries", "README", "README.zh-CN")


def files(base: Base, quarter: Quarter, cells: Cells, made: Sequence[Path], scored: bytes) -> dict[str, bytes]:
    """cells.csv; files.csv with the hash of all published or printed beside the figures; scored.csv; numbers.csv."""
    told = {path.name: lines(path) for path in made}
    records = {
        SCORES: scored,
        NUMBERS: table(LINES_HEADER, ((name, line) for name, found in told.items() for line in found)),
    }
    rows = [(REPORT, path.name, path.read_bytes()) for path in made]
    notebooks = dict.fromkeys(path.with_suffix(f".{EXECUTED}") for path in made)
    rows += [(NOTEBOOK, path.name, showing.content(path.read_bytes())) for path in notebooks]
    rows += [(TEXT, label, path.read_bytes()) for label, path in texts(base.data, quarter).items()]
    rows += [(RECORD, name, content) for name, content in records.items()]
    listed = ((kind, name, len(content), digest(kind, content)) for kind, name, content in rows)
    return {ledger.CELLS: frozen.to_csv(cells), **records, ledger.FILES: table(FILES_HEADER, listed)}


def digest(kind: str, content: bytes) -> str:
    """A report's bytes as they are, and all that a notebook shows (`showing.content`); of texts and records, which a
    checkout may give other line ends, the text."""
    return hashlib.sha256(content).hexdigest() if kind in (REPORT, NOTEBOOK) else ledger.text_hash(content)


def texts(data: Path, quarter: Quarter) -> dict[str, Path]:
    """What a briefing prints beside its frozen figures: commentary, pictures, names, sources, background, and the
    tables of the quarters before."""
    shared = [path for path in sorted(data.iterdir()) if path.is_file() and path.stem not in _NOT_TEXTS]
    own = [path for path in sorted((data / str(quarter)).rglob("*")) if path.is_file() and path.stem not in FROZEN]
    before = [data / str(q) for q in places.quarters(data) if q < quarter]
    earlier = [path for folder in before for path in sorted(folder.iterdir()) if path.stem in FROZEN and path.is_file()]
    kept = [path for path in (*shared, *earlier, *own) if not path.name.startswith((".", "~$"))]
    return {path.relative_to(data).as_posix(): path for path in kept}


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Rows under a header as CSV that spreadsheets open, every cell as `as_recorded` reads it back."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([recorded(str(cell)) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def read(data: Path, edition: Edition, name: str) -> list[dict[str, str]]:
    """The rows of one of an edition's records; raises DataError when it is gone or not what was recorded."""
    file = f"{edition.folder}/{name}"
    try:
        content = (data / file).read_bytes()
    except OSError as error:
        raise DataError(Fault(file, Said("cannot be read: {reason}", reason=error.strerror), ledger.LOST)) from None
    if name != ledger.FILES:
        known = {row["file"]: row["sha256"] for row in read(data, edition, ledger.FILES) if row["kind"] == RECORD}
        if known.get(name) != ledger.text_hash(content):
            raise DataError(Fault(file, "it is not what was published: its hash is another", ledger.LOST))
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return [{column: as_recorded(cell or "") for column, cell in row.items()} for row in rows]


def report_files(data: Path, edition: Edition, kind: str = REPORT) -> list[dict[str, str]]:
    """The published reports of an edition, or their notebooks (older editions have none): file, bytes, sha256."""
    return [row for row in read(data, edition, ledger.FILES) if row["kind"] == kind]


def score_differences(published: Iterable[Mapping[str, str]], scored: bytes) -> list[tuple[str, str, str]]:
    """Where a scored.csv differs from the rows of the published one: district and column, as published, as made."""
    rows = csv.DictReader(io.StringIO(scored.decode("utf-8-sig"), newline=""))
    made = {row["code"]: {column: as_recorded(cell) for column, cell in row.items()} for row in rows}
    found = []
    for row in published:
        now = made.pop(row["code"], {})
        found += [
            (f"{row['district']} {column}", value, now.get(column) or "")
            for column, value in row.items()
            if (now.get(column) or "") != value
        ]
    return found + [(f"{row['district']}", "", "a district that was not published") for row in made.values()]
