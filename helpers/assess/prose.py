"""The words and pictures that lie beside a quarter's figures: issue date, commentary, key-work sentences, photographs.

Read once, checked like data: a fault names file, place, rule and what to do.
"""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from ..model import DataError, Fault, Quarter, frozen, nearest

SLOT = re.compile(r"\{([a-z0-9_]+)(\.period)?\}")
_ISSUE_KEYS = ("date", "source")


@dataclass(frozen=True)
class Passage:
    """One subject of key work: its heading and its sentences with slots like `{signed_projects}`."""

    heading: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Prose:
    """`issued` is the day of issue; `commentary` and `key_work` are by language; `pictures` are bytes by file name."""

    issued: datetime.date | None = None
    commentary: Mapping[str, str] = field(default_factory=frozen)
    key_work: Mapping[str, tuple[Passage, ...]] = field(default_factory=frozen)
    pictures: Mapping[str, bytes] = field(default_factory=frozen)


def load_prose(data: Path, quarter: Quarter, photos: pd.DataFrame, known_facts: set[str]) -> Prose:
    """What stands beside the quarter's tables.

    `photos` is the checked photos.csv (column `file`: path relative to the data folder); `known_facts` are the ids a
    key-work sentence may quote. Raises DataError for a file that cannot be read or a sentence that breaks its rule.
    """
    folder = data / str(quarter)
    commentary = {}
    for lang, name in (("zh", "commentary.md"), ("en", "commentary.en.md")):
        path = folder / name
        if path.is_file():
            commentary[lang] = _read(path, data).strip()
    pictures = {name: (data / name).read_bytes() for name in photos["file"]}
    return Prose(load_issue(data, quarter), frozen(commentary), frozen(_key_work(data, known_facts)), frozen(pictures))


def load_issue(data: Path, quarter: Quarter) -> datetime.date | None:
    """The day of issue in `data/<quarter>/issue.toml`; None where the quarter has no such file."""
    path = data / str(quarter) / "issue.toml"
    if not path.is_file():
        return None
    told = _toml(path, data)
    for key in told:
        if key not in _ISSUE_KEYS:
            raise _fault(path, data, key, f"issue.toml has no key {key!r}", nearest(key, list(_ISSUE_KEYS)))
    day = told.get("date")
    if isinstance(day, datetime.date) and not isinstance(day, datetime.datetime):
        return day
    raise _fault(path, data, str(day), "date is a day", "write it without quotes: date = 2023-08-08")


def _key_work(data: Path, known_facts: set[str]) -> dict[str, tuple[Passage, ...]]:
    found = {}
    for lang in ("zh", "en"):
        path = data / f"key_work.{lang}.toml"
        if not path.is_file():
            continue
        passages = []
        for at, passage in enumerate(_toml(path, data).get("passage", []), start=1):
            if not isinstance(passage.get("heading"), str) or not isinstance(passage.get("sentences"), list):
                raise _fault(path, data, f"passage {at}", "a passage has a heading and a list of sentences")
            for sentence in passage["sentences"]:
                _check_sentence(path, data, sentence, known_facts)
            passages.append(Passage(passage["heading"], tuple(passage["sentences"])))
        found[lang] = tuple(passages)
    return found


def _check_sentence(path: Path, data: Path, sentence: str, known_facts: set[str]) -> None:
    for slot, _ in SLOT.findall(sentence):
        if slot not in known_facts:
            raise _fault(path, data, "{" + slot + "}", "no such item in facts.csv", nearest(slot, sorted(known_facts)))
    rest = SLOT.sub("", sentence)
    if re.search(r"[0-9０-９]", rest):
        raise _fault(path, data, sentence, "a key-work sentence carries no bare number", "quote the item in braces")
    if "{" in rest or "}" in rest:
        raise _fault(path, data, sentence, "braces hold an item of facts.csv", "write {item} or {item.period}")


def _read(path: Path, data: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise _fault(path, data, "", "the file is not UTF-8", "save it as UTF-8") from None


def _toml(path: Path, data: Path) -> dict:
    try:
        return tomllib.loads(_read(path, data))
    except tomllib.TOMLDecodeError as error:
        raise _fault(path, data, "", f"the file is not TOML: {error}", "mend the line it names") from None


def _fault(path: Path, data: Path, value: str, rule: str, hint: str = "") -> DataError:
    return DataError(Fault(path.relative_to(data).as_posix(), rule, hint, value=value))
