"""`briefing verify`: a published quarter made again from the data as they were, and compared with what is on record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from .. import places
from ..assess import ledger
from ..assess.ledger import Edition
from ..assess.load import load_base
from ..model import Quarter, UsageError
from ..press import room, showing
from ..press.build import Outcome
from ..press.record import NOTEBOOK as EXECUTED
from ..press.record import Record, sha256_of
from ..said import Listed, Said, clauses
from ..write.usage_zh import usage
from . import reports
from .checked import SCORES
from .edition_record import NOTEBOOK, NUMBERS, TEXT, digest, read, report_files, score_differences, texts
from .printed_numbers import differences, lines
from .release import version
from .request import find_quarter
from .screen_words import screen_word

IDENTICAL, NUMBERS_SAME, DIFFERENT, FAILED = "identical", "numbers identical", "numbers differ", "not made"


@dataclass(frozen=True)
class FileProof:
    """One published file: its state, and where numbers differ: what was published, what is made now."""

    file: str
    state: str
    numbers: int
    differing: tuple[tuple[str, str, str], ...] = ()
    error: str = ""


@dataclass(frozen=True)
class Proof:
    """An edition made again. `cells` counts the figures of the table of results; `why` says why bytes may differ.

    `notebooks` are the executed copies: what they show, without the times of their run. `altered` are files among the
    reports that are no longer as they were made.
    """

    edition: Edition
    cells: int
    files: tuple[FileProof, ...]
    why: tuple[str, ...]
    notebooks: tuple[FileProof, ...] = ()
    altered: tuple[Path, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether every number is the one that was published, and stands so where the reports lie."""
        return not self.altered and all(
            file.state in (IDENTICAL, NUMBERS_SAME) for file in (*self.files, *self.notebooks)
        )

    def summary(self, lang: str) -> str:
        """What came of it, in one sentence."""
        e, every = self.edition, (*self.files, *self.notebooks)
        name = screen_word("proof.name", lang, quarter=e.quarter, edition=e.edition, day=e.published)
        lie = screen_word("proof.lie", lang, n=len(self.altered)) if self.altered else ""
        why = clauses((usage(reason) if lang == "zh" else reason for reason in self.why), lang)
        told = {"name": name, "lie": lie, "all": len(every), "files": len(self.files)}
        bad = [file for file in every if file.state not in (IDENTICAL, NUMBERS_SAME)]
        if bad:
            said = screen_word("proof.bad", lang, n=len(bad), **told)
            return screen_word("proof.because", lang, told=said, why=why) if why else said
        other = [file for file in every if file.state == NUMBERS_SAME]
        if not other:
            shown = screen_word("proof.shown", lang) if self.notebooks else ""
            return screen_word("proof.same", lang, shown=shown, **told)
        return screen_word("proof.bytes", lang, n=len(other), why=why or screen_word("proof.unknown", lang), **told)


def verify(
    quarter: str,
    edition: int | None = None,
    data: str | Path = "",
    jobs: int | None = None,
    on_event: Callable[[Outcome, int, int], None] | None = None,
    out: str | Path = "",
) -> Proof:
    """Make an edition (the last, unless one is named) again as of its publication, in a folder of its own.

    Also looks whether what lies among the reports, in `out` as in a build, is as it was made.

    Raises UsageError when the quarter or the edition is not published, DataError for data with faults (a change
    without its entry among them).
    """
    folder = places.data_folder(data)
    when = find_quarter(folder, quarter)
    word = f"{ledger.PUBLISHED} {edition}" if edition else ledger.PUBLISHED
    register = load_base(folder).register
    ledger.day_meant(register, when, word)
    kept = register.of(when)[edition - 1 if edition else -1]
    published = report_files(folder, kept)
    names: dict[str, list[str]] = defaultdict(list)
    for row in published:
        name, _, extension = row["file"].rpartition(".")
        names[name].append(extension)
    if not names:
        raise UsageError("{quarter} was published without reports", quarter=when)
    langs = sorted({name.rpartition(".")[2] for name in names})
    numbers: dict[str, list[str]] = defaultdict(list)
    for row in read(folder, kept, NUMBERS):
        numbers[row["file"]].append(row["line"])
    with room.temporary() as aside:
        job = reports.prepare(str(when), (), langs, ("html", "pdf"), folder, aside, as_of=word)
        wanted = [replace(r, formats=tuple(names[r.name])) for r in job.reports if r.name in names]
        run = reports.run(replace(job, reports=tuple(wanted)), jobs, on_event=on_event)
        failed = {outcome.name: outcome.error for outcome in run.failed}
        files = [_scores(read(folder, kept, SCORES), job.checked.scored)]
        files += [_file(row, job.folder, numbers[row["file"]], failed) for row in published]
        notebooks = [_notebook(row, job.folder, files) for row in report_files(folder, kept, NOTEBOOK)]
    home = places.report_folder(folder, out) / str(when)
    altered = _altered(home, names)
    if kept is register.of(when)[-1] and not register.is_draft(when):
        altered += _unlike(home, published)
    why = _why(folder, when, kept, job.environment.code)
    return Proof(kept, files[0].numbers, tuple(files), why, tuple(notebooks), altered)


def _altered(home: Path, names: Mapping[str, Sequence[str]]) -> tuple[Path, ...]:
    """Files of these reports that lie in `home` otherwise than the build there put on record."""
    record = Record.read(home)
    kinds = [(name, kind) for name, formats in names.items() for kind in (*formats, EXECUTED)]
    known = [(name, kind) for name, kind in kinds if kind in record.reports.get(name, {}).get("files", {})]
    there = [(name, kind) for name, kind in known if (home / f"{name}.{kind}").is_file()]
    return tuple(home / f"{name}.{kind}" for name, kind in there if not record.as_made(name, kind, home))


def _unlike(home: Path, published: Sequence[Mapping[str, str]]) -> tuple[Path, ...]:
    """Published reports that lie in `home` with other bytes, where no build has put on record how it made them: the
    record beside them was lost, or altered too."""
    record = Record.read(home)
    there = [home / row["file"] for row in published if not _on_record(record, row["file"])]
    known = {row["file"]: row["sha256"] for row in published}
    return tuple(path for path in there if path.is_file() and sha256_of(path) != known[path.name])


def _on_record(record: Record, file: str) -> bool:
    name, _, extension = file.rpartition(".")
    return extension in record.reports.get(name, {}).get("files", {})


def _scores(published: list[dict[str, str]], scored: bytes) -> FileProof:
    """The table of results, cell by cell."""
    differing = tuple(score_differences(published, scored))
    cells = sum(len(row) - 2 for row in published)
    return FileProof(SCORES, DIFFERENT if differing else IDENTICAL, cells, differing)


def _file(row: dict[str, str], folder: Path, published: list[str], failed: dict[str, str]) -> FileProof:
    path = folder / row["file"]
    count = len(published)
    if not path.is_file():
        return FileProof(row["file"], FAILED, count, error=failed.get(row["file"].rpartition(".")[0], "no such report"))
    if digest("report", path.read_bytes()) == row["sha256"]:
        return FileProof(row["file"], IDENTICAL, count)
    differing = tuple(("", old, new) for old, new in differences(published, lines(path)))
    return FileProof(row["file"], DIFFERENT if differing else NUMBERS_SAME, count, differing)


def _notebook(row: dict[str, str], folder: Path, files: Sequence[FileProof]) -> FileProof:
    """The executed copy that the files of its report were made from: its numbers are theirs."""
    path = folder / row["file"]
    mine = [file for file in files if file.file.rpartition(".")[0] == path.stem]
    if not path.is_file():
        return FileProof(row["file"], FAILED, 0, error=next((file.error for file in mine if file.error), ""))
    if digest(NOTEBOOK, showing.content(path.read_bytes())) == row["sha256"]:
        return FileProof(row["file"], IDENTICAL, 0)
    same = all(file.state in (IDENTICAL, NUMBERS_SAME) for file in mine)
    return FileProof(row["file"], NUMBERS_SAME if same else DIFFERENT, 0)


def _why(data: Path, quarter: Quarter, edition: Edition, code: str) -> tuple[str, ...]:
    """What else could make bytes differ: another program, texts and pictures changed since."""
    found = []
    if code != edition.code_sha256:
        found.append(
            Said(
                "published with version {before} (code {code_before}), made now with {now} (code {code_now})",
                before=edition.version,
                code_before=edition.code_sha256[:12],
                now=version(),
                code_now=code[:12],
            )
        )
    known = {row["file"]: row["sha256"] for row in read(data, edition, ledger.FILES) if row["kind"] == TEXT}
    now = {label: digest(TEXT, path.read_bytes()) for label, path in texts(data, quarter).items()}
    # Of the quarters before, what the edition has on record of them: earlier editions had nothing.
    asked = {*known, *(name for name in now if "/" not in name or name.startswith(f"{quarter}/"))}
    changed = [name for name in sorted(asked) if known.get(name) != now.get(name)]
    if changed:
        found.append(Said("changed since: {files}", files=Listed(changed)))
    return tuple(found)
