"""The words and pictures that lie beside a quarter's figures: issue date, commentary, key-work sentences, photographs.

Read once, checked like data: a fault names file, place, rule and what to do.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from ..model import DataError, Fault, Quarter, frozen, nearest
from ..said import Said
from .characters import OTHERWISE, no_glyph
from .issue import Issue, issue, read_issue
from .toml import read_text, read_toml

SLOT = re.compile(r"\{([a-z0-9_]+)(\.period)?\}")
_REMARK = re.compile(r"<!--.*?-->", flags=re.DOTALL)  # what an analyst notes for herself is not printed
_PASSAGE = 'write [[passage]], heading = "…", sentences = ["…", "…"]'
COMMENTARY = {"zh": "commentary.md", "en": "commentary.en.md"}
KEY_WORK = {"zh": "key_work.zh.toml", "en": "key_work.en.toml"}


@dataclass(frozen=True)
class Passage:
    """One subject of key work: its heading and its sentences with slots like `{signed_projects}`."""

    heading: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Prose:
    """`issued` is the day of issue; `commentary` and `key_work` are by language; `pictures` are bytes by file name.

    `issue` is all that issue.toml says.
    """

    issued: datetime.date | None = None
    commentary: Mapping[str, str] = field(default_factory=frozen)
    key_work: Mapping[str, tuple[Passage, ...]] = field(default_factory=frozen)
    pictures: Mapping[str, bytes] = field(default_factory=frozen)
    issue: Issue = field(default_factory=Issue)


def load_prose(data: Path, quarter: Quarter, photos: pd.DataFrame, known_facts: set[str]) -> Prose:
    """What stands beside the quarter's tables.

    `photos` is the checked photos.csv (column `file`: path relative to the data folder); `known_facts` are the ids a
    key-work sentence may quote. Raises DataError with every file that cannot be read and sentence that breaks its rule.
    """
    prose, faults = read_prose(data, quarter, photos, known_facts)
    if faults:
        raise DataError(*faults)
    return prose


def issued(data: Path, quarter: Quarter) -> datetime.date | None:
    """A quarter's day of issue; None where issue.toml does not say. Raises DataError for one that cannot be read."""
    return issue(data, quarter).date


def read_prose(
    data: Path,
    quarter: Quarter,
    photos: pd.DataFrame,
    known_facts: set[str],
    known_sources: Collection[str] = (),
) -> tuple[Prose, list[Fault]]:
    """`load_prose` with its faults instead of an error; the issue date names one of `known_sources`."""
    folder, faults = data / str(quarter), []
    commentary, key_work = {}, {}
    for lang, name in COMMENTARY.items():
        if (folder / name).is_file():
            try:
                commentary[lang] = said_in(read_text(folder / name, f"{quarter}/{name}"))
                faults += _glyphs(commentary[lang], f"{quarter}/{name}")
            except DataError as error:
                faults += error.faults
    for lang, name in KEY_WORK.items():
        if (data / name).is_file():
            key_work[lang], found = _key_work(data / name, known_facts)
            faults += found
    told, found = read_issue(data, quarter, known_sources)
    faults += found
    pictures = {name: (data / name).read_bytes() for name in photos["file"]}
    return Prose(told.date, frozen(commentary), frozen(key_work), frozen(pictures), told), faults


def said_in(commentary: str) -> str:
    """What a commentary says: its text without remarks to whoever writes it, which are never printed."""
    return _REMARK.sub("", commentary).strip()


def _glyphs(text: str, file: str) -> list[Fault]:
    if not no_glyph(text):
        return []
    rules = [(row, no_glyph(line), line) for row, line in enumerate(text.splitlines(), start=1)]
    return [Fault(file, rule, OTHERWISE, row=row, value=line) for row, rule, line in rules if rule]


def _key_work(path: Path, known_facts: set[str]) -> tuple[tuple[Passage, ...], list[Fault]]:
    file = path.name
    try:
        told = read_toml(path, file)
    except DataError as error:
        return (), list(error.faults)
    faults = [
        Fault(file, Said("no such key {key!r}", key=key), "write [[passage]] above each subject", column=key)
        for key in told
        if key != "passage"
    ]
    blocks = told.get("passage", [])
    if not isinstance(blocks, list):
        return (), [*faults, Fault(file, "passages are written as [[passage]] blocks", _PASSAGE, value=str(blocks))]
    passages = []
    for at, block in enumerate(blocks, start=1):
        where = f"passage {at}"
        heading = block.get("heading") if isinstance(block, Mapping) else None
        sentences = block.get("sentences") if isinstance(block, Mapping) else None
        texts = isinstance(sentences, list) and all(isinstance(sentence, str) for sentence in sentences)
        if not isinstance(heading, str) or not isinstance(sentences, list) or not texts:
            faults.append(Fault(file, "a passage has a heading and a list of sentences", _PASSAGE, column=where))
            continue
        if spare := set(block) - {"heading", "sentences"}:
            hint = nearest(min(spare), ["heading", "sentences"])
            faults.append(Fault(file, Said("a passage has no key {key!r}", key=min(spare)), hint, column=where))
        for text in (heading, *sentences):
            if rule := no_glyph(text):
                faults.append(Fault(file, rule, OTHERWISE, column=where, value=text))
        for sentence in sentences:
            faults += _sentence(file, where, sentence, known_facts)
        passages.append(Passage(heading, tuple(sentences)))
    return tuple(passages), faults


def _sentence(file: str, where: str, sentence: str, known_facts: set[str]) -> list[Fault]:
    faults = []
    for slot, _ in SLOT.findall(sentence):
        if slot not in known_facts:
            hint = nearest(slot, sorted(known_facts)) if known_facts else "facts.csv has no item"
            faults.append(Fault(file, "no such item in facts.csv", hint, column=where, value="{" + slot + "}"))
    rest = SLOT.sub("", sentence)
    if re.search(r"[0-9０-９]", rest):
        rule, hint = "a key-work sentence carries no bare number", "quote the item in braces"
        faults.append(Fault(file, rule, hint, column=where, value=sentence))
    if "{" in rest or "}" in rest:
        rule, hint = "braces hold an item of facts.csv", "write {item} or {item.period}"
        faults.append(Fault(file, rule, hint, column=where, value=sentence))
    return faults
