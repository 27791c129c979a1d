"""`data/source.toml`: which database is asked, and with which query for each table."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping as Dict
from dataclasses import dataclass
from pathlib import Path

from ..assess.toml import read_toml
from ..model import DataError, Fault, UsageError, nearest
from ..said import Said
from .expected import TABLES

FILE = "source.toml"
_KEYS = ("url", "source", "timeout", "any_size")
_NO_FILE = 'there is no {path}: it names the database, [source] url = "…", and a [query] for each table'


@dataclass(frozen=True)
class Settings:
    """source.toml: the address with its secrets filled in, an id of sources.csv, seconds to wait, a query a table.

    `any_size` are items of which figures a hundred times apart are right, as for a column of a mapping.
    """

    url: str
    source: str
    timeout: int
    queries: Dict[str, str]
    any_size: frozenset[str] = frozenset()


def read_settings(data: Path) -> Settings:
    """source.toml; raises UsageError when it is missing or a secret is not set, DataError with its faults."""
    path = data / FILE
    if not path.is_file():
        raise UsageError(_NO_FILE, path=path)
    told = read_toml(path, FILE)
    faults: list[Fault] = []
    about, queries = told.get("source", {}), told.get("query", {})
    for name, table, keys in (
        ("", told, ("source", "query")),
        ("source: ", about, _KEYS),
        ("query: ", queries, TABLES),
    ):
        if not isinstance(table, dict):
            faults.append(
                Fault(FILE, Said("written as a [{key}] table", key=name.strip(": ")), column=name.strip(": "))
            )
            continue
        for key in table:
            if key not in keys:
                faults.append(Fault(FILE, "no such key", nearest(key, list(keys)), column=f"{name}{key}"))
    if faults:
        raise DataError(*faults)
    url, timeout = about.get("url"), about.get("timeout", 10)
    if not isinstance(url, str) or "://" not in url:
        faults.append(Fault(FILE, "the address of the database", 'write url = "postgresql+psycopg://…"', column="url"))
    if not isinstance(timeout, int) or not 1 <= timeout <= 600:
        faults.append(Fault(FILE, "seconds, from 1 to 600", "write timeout = 10", column="timeout", value=str(timeout)))
    any_size = about.get("any_size", [])
    if not isinstance(any_size, list) or not all(isinstance(id_, str) for id_ in any_size):
        faults.append(Fault(FILE, "a list of items", 'write any_size = ["gdp_growth"]', column="any_size"))
    if not queries or not all(isinstance(q, str) and q.strip() for q in queries.values()):
        hint = 'write values = "select district, indicator, value, unit from … where quarter = :quarter"'
        faults.append(Fault(FILE, "a query for one table at least", hint, column="query"))
    if faults:
        raise DataError(*faults)
    return Settings(_filled(str(url)), str(about.get("source", "")), int(timeout), dict(queries), frozenset(any_size))


def _filled(url: str) -> str:
    """The address with ${NAME} taken from the environment; secrets stand in no file."""
    from urllib.parse import quote

    def secret(name: re.Match[str]) -> str:
        if name[1] not in os.environ:
            raise UsageError(
                "{file} asks for the environment variable {name}, which is not set", file=FILE, name=name[1]
            )
        return quote(os.environ[name[1]], safe="") if name.start() > url.index("://") else os.environ[name[1]]

    return re.sub(r"\$\{(\w+)\}", secret, url)
