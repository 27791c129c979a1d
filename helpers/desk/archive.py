"""reports/index.html: every briefing that lies on the disk, latest first; rewritten when something changed.

Figures come from each quarter's scored.csv; nothing is scored here, and a build with nothing to do only looks.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..model import District, Quarter
from ..press import swap
from ..press.record import Record, digest, sha256_of
from .archive_page import LANGUAGES, page
from .checked import FACT

FILE = {"zh": "index.html", "en": "index.en.html"}
SCORES = "scored.csv"
EXTRAS = ("scored.xlsx", "scored.en.xlsx", SCORES)
_REPORT = re.compile(r"(city|district-(?P<code>[^.]+))\.(?P<lang>zh|en)\.(?P<format>html|pdf)")
_QUARTER = re.compile(r"[0-9]{4}Q[1-4]")
_KEY = re.compile(r'<meta name="archive-key" content="([0-9a-f]{64})">')


@dataclass(frozen=True)
class Row:
    """A district in a quarter, or the city (code ""): figures as printed, and files as (language, format, path)."""

    code: str
    name: str
    rank: int | None = None
    total: str = ""
    change: int | None = None
    flags: tuple[str, ...] = ()
    files: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class Shelf:
    """One quarter's folder; `draft`: its briefings are stamped, since the ledger did not have them (征求意见稿)."""

    quarter: Quarter
    rows: tuple[Row, ...]
    extras: tuple[str, ...] = ()
    draft: bool = False


def write_archive(root: Path, districts: Sequence[District], code: str = "") -> None:
    """Write index.html and index.en.html in the folder of the reports, where they are not of this state already.

    `districts` lend their other names; `code` is a hash of the program. Raises CannotWrite.
    """
    folders = sorted((p for p in root.iterdir() if p.is_dir() and _QUARTER.fullmatch(p.name)), reverse=True)
    listed = {folder: sorted(p.name for p in folder.iterdir() if _REPORT.fullmatch(p.name)) for folder in folders}
    folders = [folder for folder in folders if listed[folder]]
    if not folders:
        return
    key = _key(folders, listed, districts, code)
    stale = [lang for lang in LANGUAGES if _kept(root / FILE[lang]) != key]
    if not stale:
        return
    shelves = tuple(_shelf(folder, listed[folder], districts) for folder in folders)
    for lang in stale:
        text = page(shelves, districts, lang, _notice(folders, lang), key, FILE)
        swap.write_if_changed(root / FILE[lang], text.encode("utf-8"))


def _key(
    folders: Sequence[Path], listed: Mapping[Path, Sequence[str]], districts: Sequence[District], code: str
) -> str:
    """A hash over what the page shows: names of files, scores, drafts, names of districts, the notice's source."""
    state = []
    for folder in folders:
        extras = [name for name in EXTRAS if (folder / name).is_file()]
        scores = sha256_of(folder / SCORES) if SCORES in extras else ""
        notices = [(folder / f"city.{lang}.ipynb").is_file() for lang in LANGUAGES]
        state.append([folder.name, list(listed[folder]), extras, scores, notices, _is_draft(folder)])
    return digest([state, [d.names for d in districts], code])


def _kept(path: Path) -> str:
    if not path.is_file():
        return ""
    with path.open(encoding="utf-8", errors="replace") as file:
        found = _KEY.search(file.read(2000))
    return found[1] if found else ""


def _shelf(folder: Path, names: Sequence[str], districts: Sequence[District]) -> Shelf:
    files: dict[str, list[tuple[str, str, str]]] = {}
    for name in names:
        found = _REPORT.fullmatch(name)
        if found:
            files.setdefault(found["code"] or "", []).append((found["lang"], found["format"], f"{folder.name}/{name}"))
    order = {lang: k for k, lang in enumerate(LANGUAGES)}
    for told in files.values():
        told.sort(key=lambda file: (order[file[0]], file[1]))
    scored = {row["code"]: row for row in _scores(folder / SCORES)}
    known = {district.code: district.name for district in districts}
    rows = [_row(code, scored.get(code, {}), known, files.get(code, ())) for code in dict.fromkeys([*scored, *files])]
    city = Row("", "", files=tuple(files.get("", ())))
    ranked = sorted((row for row in rows if row.code), key=lambda row: row.rank if row.rank else 10**6)
    shown = ([city] if city.files else []) + ranked
    extras = tuple(f"{folder.name}/{name}" for name in EXTRAS if (folder / name).is_file())
    return Shelf(Quarter.parse(folder.name), tuple(shown), extras, _is_draft(folder))


def _is_draft(folder: Path) -> bool:
    found = Record.read(folder).run.get(FACT)
    return isinstance(found, Mapping) and found.get("draft") is True


def _row(code: str, scored: Mapping[str, str], known: Mapping[str, str], files: Sequence[tuple[str, str, str]]) -> Row:
    return Row(
        code,
        scored.get("district") or known.get(code, code),
        _whole(scored.get("rank")),
        scored.get("total") or "",
        _whole(scored.get("change")),
        tuple(flag for flag in (scored.get("flags") or "").split("|") if flag),
        tuple(files),
    )


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.lstrip("-").isdigit() else None


def _scores(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        return []
    text = path.read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def _notice(folders: Sequence[Path], lang: str) -> str:
    """What the newest city briefing says at the foot of its pages, which holds for the figures shown here too."""
    from ..press.delivery.numbered import front

    for folder in folders:
        told = {word: folder / f"city.{word}.ipynb" for word in (lang, *LANGUAGES)}
        for word, notebook in told.items():
            if notebook.is_file():
                notice = str(front(notebook).get("notice") or "")
                return notice if word == lang or not notice else _illustrative(lang)
    return ""


def _illustrative(lang: str) -> str:
    from ..write.language import phrases

    return phrases(lang).NOTICE
