"""reports/index.html: every briefing that lies on the disk, latest first; rewritten when something changed.

Figures come from each quarter's scored.csv; nothing is scored here, and a build with nothing to do only looks.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..assess.called import calling_in
from ..calling import USUAL, Calling
from ..model import DataError, District, Name, Quarter
from ..press import swap
from ..press.record import NOTEBOOK, Record, digest, sha256_of
from .archive_page import page
from .archive_words import LANGUAGES
from .checked import DRAFT, FACT

FILE = {"zh": "index.html", "en": "index.en.html"}
SCORES = "scored.csv"
EXTRAS = ("scored.xlsx", "scored.en.xlsx", SCORES)
_REPORT = re.compile(r"(city|district-(?P<code>[^.]+))\.(?P<lang>zh|en)\.(?P<format>html|pdf)")
_CORRECTION = re.compile(r"correction\.(?P<lang>zh|en)\.(?P<format>html|pdf)")
_NOTEBOOK = re.compile(r"(city|district-[^.]+)\.(?P<lang>zh|en)\.ipynb")
_PATTERNS = (_REPORT, _CORRECTION, _NOTEBOOK)
_QUARTER = re.compile(r"[0-9]{4}Q[1-4]")
_KEY = re.compile(r'<meta name="archive-key" content="([0-9a-f]{64})">')


@dataclass(frozen=True)
class Row:
    """A district in a quarter, or the city (code ""): figures as printed, and files as (language, format, path).

    `drafts`: the paths of files that are stamped, its own among them.
    """

    code: str
    name: str
    rank: int | None = None
    total: str = ""
    change: int | None = None
    flags: tuple[Name, ...] = ()
    files: tuple[tuple[str, str, str], ...] = ()
    drafts: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Shelf:
    """One quarter's folder; `draft`: all its briefings are stamped, since the ledger did not have them (征求意见稿).

    `corrections`: the files of its correction notice, as a row has its own. `illustrative`: its briefings say so.
    `revised`: the ledger has a later edition than the first. `calling`: what the scheme calls those assessed.
    """

    quarter: Quarter
    rows: tuple[Row, ...]
    extras: tuple[str, ...] = ()
    draft: bool = False
    corrections: tuple[tuple[str, str, str], ...] = ()
    illustrative: bool = False
    revised: bool = False
    calling: Calling = USUAL


def write_archive(root: Path, districts: Sequence[District], code: str = "") -> None:
    """Write index.html and index.en.html in the folder of the reports, where they are not of this state already.

    `districts` lend their other names; `code` is a hash of the program. Raises CannotWrite.
    """
    folders = sorted((p for p in root.iterdir() if p.is_dir() and _QUARTER.fullmatch(p.name)), reverse=True)
    listed = {folder: sorted(p.name for p in folder.iterdir()) for folder in folders}
    folders = [folder for folder in folders if any(map(_REPORT.fullmatch, listed[folder]))]
    if not folders:
        return
    records = {folder: Record.read(folder) for folder in folders}
    runs = {folder: record.run for folder, record in records.items()}
    drafts = {folder: _drafts(folder, listed[folder], record) for folder, record in records.items()}
    sources = _data(runs.values())
    schemes = [sha256_of(path) for data in sources for path in sorted((data / "schemes").glob("*.toml"))]
    revised = {folder: _is_revised(folder, runs[folder]) for folder in folders}
    notebooks = {folder: _notebook(folder, listed[folder]) for folder in folders}
    marks = [_shown(notebook, records[folder]) if notebook else "" for folder, notebook in notebooks.items()]
    words = [list(revised.values()), marks, [d.names for d in districts], schemes, code]
    key = _key(folders, listed, drafts, words)
    stale = [lang for lang in LANGUAGES if _kept(root / FILE[lang]) != key]
    if not stale:
        return
    flags = _flags(sources)
    shelves = tuple(
        _shelf(
            folder, listed[folder], runs[folder], districts, flags, drafts[folder], revised[folder], notebooks[folder]
        )
        for folder in folders
    )
    for lang in stale:
        swap.write_if_changed(root / FILE[lang], page(shelves, districts, lang, key, FILE).encode("utf-8"))


def _key(
    folders: Sequence[Path],
    listed: Mapping[Path, Sequence[str]],
    drafts: Mapping[Path, frozenset[str]],
    words: Sequence[object],
) -> str:
    """A hash over what the page shows: names of files, scores, drafts, and what gives the `words` for the rest."""
    state = []
    for folder in folders:
        shown = [name for name in listed[folder] if name in EXTRAS or any(p.fullmatch(name) for p in _PATTERNS)]
        scores = sha256_of(folder / SCORES) if SCORES in shown else ""
        state.append([folder.name, shown, scores, sorted(drafts[folder])])
    return digest([state, words])


def _data(runs: Iterable[Mapping[str, object]]) -> tuple[Path, ...]:
    """The data folders that the builds on record read."""
    settings = [found for run in runs if isinstance(found := run.get("settings"), Mapping)]
    return tuple(dict.fromkeys(Path(str(found["data"])) for found in settings if "data" in found))


def _flags(sources: Iterable[Path]) -> dict[str, str]:
    """The English names of flags by the Chinese ones, which scored.csv has: from the schemes of the builds' data."""
    from ..assess.scheme import load_schemes

    named: dict[str, str] = {}
    for data in sources:
        try:
            schemes = load_schemes(data)
        except DataError:  # moved or changed since: the flags keep their Chinese names
            continue
        named = {award.name.zh: award.name.en for scheme in schemes for award in scheme.awards} | named
    return named


def _kept(path: Path) -> str:
    if not path.is_file():
        return ""
    with path.open(encoding="utf-8", errors="replace") as file:
        found = _KEY.search(file.read(2000))
    return found[1] if found else ""


def _shelf(
    folder: Path,
    names: Sequence[str],
    run: Mapping[str, object],
    districts: Sequence[District],
    flags: Mapping[str, str],
    drafts: frozenset[str],
    revised: bool,
    notebook: Path | None,
) -> Shelf:
    files = _files(folder, names, _REPORT)
    scored = {row["code"]: row for row in _scores(folder / SCORES)}
    known = {district.code: district.name for district in districts}
    codes = dict.fromkeys([*scored, *files])
    rows = [_row(code, scored.get(code, {}), known, flags, files.get(code, ()), drafts) for code in codes]
    city = Row("", "", files=tuple(files.get("", ())), drafts=drafts)
    ranked = sorted((row for row in rows if row.code), key=lambda row: row.rank or 10**6)
    return Shelf(
        Quarter.parse(folder.name),
        tuple(([city] if city.files else []) + ranked),
        tuple(f"{folder.name}/{name}" for name in EXTRAS if name in names),
        drafts == {path for found in files.values() for *_, path in found},
        tuple(_files(folder, names, _CORRECTION).get("", ())),
        notebook is not None and _is_illustrative(notebook),
        revised,
        next((found for data in _data([run]) if not (found := calling_in(data, folder.name)).is_usual), USUAL),
    )


def _files(folder: Path, names: Sequence[str], pattern: re.Pattern[str]) -> dict[str, list[tuple[str, str, str]]]:
    """The files of this pattern by the code of their district, "" where they have none."""
    files: dict[str, list[tuple[str, str, str]]] = {}
    for found in filter(None, map(pattern.fullmatch, names)):
        parts = found.groupdict()
        files.setdefault(parts.get("code") or "", []).append(
            (parts["lang"], parts["format"], f"{folder.name}/{found[0]}")
        )
    order = {lang: k for k, lang in enumerate(LANGUAGES)}
    for told in files.values():
        told.sort(key=lambda file: (order[file[0]], file[1]))
    return files


def _drafts(folder: Path, names: Sequence[str], record: Record) -> frozenset[str]:
    """The briefings among these files that are stamped, as their paths: each as it was made, since a publication may
    be of some alone; by the folder's last build where that is not on record."""
    found = record.run.get(FACT)
    last = {DRAFT: isinstance(found, Mapping) and found.get(DRAFT) is True}
    return frozenset(
        f"{folder.name}/{name}"
        for name in names
        if _REPORT.fullmatch(name)
        and record.reports.get(name.rpartition(".")[0], {}).get("marks", last).get(DRAFT) is True
    )


def _is_revised(folder: Path, run: Mapping[str, object]) -> bool:
    """Whether the ledger of the data that the quarter was built from has a later edition than the first.

    Its rows are counted, no more: builds with nothing to do ask this too, and whoever builds has its faults told.
    """
    editions = 0
    for data in _data([run]):
        ledger = data / "ledger.csv"
        if ledger.is_file():
            rows = csv.DictReader(io.StringIO(ledger.read_bytes().decode("utf-8-sig", errors="replace"), newline=""))
            editions += sum(row.get("quarter") == folder.name for row in rows)
    return editions > 1


def _notebook(folder: Path, names: Sequence[str]) -> Path | None:
    """An executed briefing of the quarter; None where there is none."""
    found = next(filter(_NOTEBOOK.fullmatch, names), None)
    return folder / found if found else None


def _shown(notebook: Path, record: Record) -> str:
    """What an executed briefing shows, by the record; by its file, which has the times of its run in it too, where it
    is not the one on record."""
    entry, made = record.reports.get(notebook.stem, {}), sha256_of(notebook)
    is_on_record = entry.get("files", {}).get(NOTEBOOK, {}).get("sha256") == made
    return str(entry.get("shows") or made) if is_on_record else made


def _is_illustrative(notebook: Path) -> bool:
    """Whether a briefing says at the foot of its pages that its data are illustrative."""
    from ..press.delivery.numbered import front
    from ..write.terms import term

    found = _NOTEBOOK.fullmatch(notebook.name)
    return found is not None and term("illustrative", found["lang"]) in str(front(notebook).get("notice"))


def _row(
    code: str,
    scored: Mapping[str, str],
    known: Mapping[str, str],
    flags: Mapping[str, str],
    files: Sequence[tuple[str, str, str]],
    drafts: frozenset[str],
) -> Row:
    return Row(
        code,
        scored.get("district") or known.get(code, code),
        _whole(scored.get("rank")),
        scored.get("total") or "",
        _whole(scored.get("change")),
        tuple(Name(flag, flags.get(flag, "")) for flag in (scored.get("flags") or "").split("|") if flag),
        tuple(files),
        drafts,
    )


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.lstrip("-").isdigit() else None


def _scores(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        return []
    text = path.read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))
