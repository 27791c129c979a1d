"""A quarter's figures from a database: `data/source.toml` names it and asks one question a table.

The rows are taken in like a workbook's: checked, shown as old and new, written into the tables once somebody says yes.
So a briefing is made from files alone; it needs no server, and says the same tomorrow. The rows read are hashed into
the record of what arrived. SQLAlchemy is imported here only, and only when asked for.
"""

from __future__ import annotations

import atexit
import gc
import hashlib
import json
import os
import re
from collections.abc import Iterable
from collections.abc import Mapping as Dict
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..assess.load import load_base
from ..assess.toml import read_toml
from ..model import DataError, Fault, Quarter, UsageError, nearest
from ..said import Said
from . import expected, rules
from .answers import Asked, given_twice, placed, read_answers
from .claims import illustrative, rivals
from .expected import TABLES, Item, names_of
from .heads import Names, city_of
from .merge import merge
from .plan import Plan, doubts_of, fractions, sum_gaps
from .quarters import Quarters
from .sizes import Answers, out_of_size

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection

FILE = "source.toml"
MAPPING = "source.toml"
LARGEST = 200_000  # rows of one answer; a city's quarter has some hundred
_KEYS = ("url", "source", "timeout", "any_size")
_HOW = "pip install 'zhaixing-briefings[database]'"


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
        raise UsageError(f'there is no {path}: it names the database, [source] url = "…", and a [query] for each table')
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
            raise UsageError(f"{FILE} asks for the environment variable {name[1]}, which is not set")
        return quote(os.environ[name[1]], safe="") if name.start() > url.index("://") else os.environ[name[1]]

    return re.sub(r"\$\{(\w+)\}", secret, url)


def plan_of_source(data: Path, quarter: Quarter, decided: str = "", replaces: str = "") -> Plan:
    """What taking in the database's rows for a quarter would do; nothing is written, there or here. `decided` and
    `replaces` as in `plan`: what becomes of figures that the database gave earlier and gives no more, and whose
    figures it may replace.

    Raises UsageError when the database cannot be asked, DataError with every fault of its rows.
    """
    settings = read_settings(data)
    base = load_base(data)
    desk = expected.desk_for(base, quarter)
    items = {item.key: item for item in expected.items(base, desk)}
    answers = ask(data, settings, quarter)
    digest = rows_hash(answers)
    names = Names.of(desk.districts, city_of(desk.scheme.issuer.zh))
    any_size = _known(settings.any_size, items)
    standing = _standing(data, quarter, names)
    asked = Asked(FILE, quarter, items, names, base.sources, settings.source, digest, standing, any_size)
    read = read_answers(answers, asked)
    claims = rules.agreed(read.claims)
    faults = [*read.faults, *map(placed, (*rivals(read.claims, given_twice), *rules.check_claims(claims, desk.cohort)))]
    if errors := _errors(faults):
        raise DataError(*errors)
    reads = frozenset(key for key in items if key[0] in answers)
    merged = merge(base, desk, claims, {MAPPING: reads}, decided, replaces)
    sheets = Quarters(base, quarter, items.values(), merged.record, merged.tables)
    answers_ = Answers({}, frozenset((MAPPING, ("values", id_)) for id_ in any_size), {})
    faults += map(_placed_if_claimed, (*merged.faults, *out_of_size(sheets, claims, answers_)))
    if errors := _errors(faults):
        raise DataError(*errors)
    told = Said(
        "{file}: {rows} rows read, sha256 {digest}…",
        file=FILE,
        rows=sum(map(len, answers.values())),
        digest=digest[:12],
    )
    return Plan(
        quarter,
        merged.changes,
        merged.same,
        read.blank,
        merged.files,
        warnings=(
            *faults,
            *map(placed, (*fractions(claims), *sum_gaps(desk, claims))),
            *illustrative(claims, base.sources),
        ),
        notices=(told,),
        read={FILE: len(read.claims)},
        withdrawn=merged.withdrawn,
        decided=decided,
        doubts=doubts_of(sheets, claims),
        names=names_of(base),
        items=items,
        unanswered=tuple(name for name, rows in answers.items() if not rows),
    )


def _known(any_size: frozenset[str], items: Dict[tuple[str, str], Item]) -> frozenset[str]:
    """The items named by any_size; raises DataError for one that is none of the quarter's."""
    known = [id_ for table, id_ in items if table == "values"]
    rule = "values has no such item this quarter"
    if wrong := [Fault(FILE, rule, nearest(i, known), column="any_size", value=i) for i in any_size if i not in known]:
        raise DataError(*wrong)
    return any_size


def _standing(data: Path, quarter: Quarter, names: Names) -> dict[tuple[str, str], tuple[str, str]]:
    """Period and scope of each row that values.csv has, by district's code and item."""
    table = expected.read_raw(data, quarter, "values")
    if table is None:
        return {}
    columns = table.columns
    period, scope = (columns.get(name, [""] * len(table)) for name in ("period", "scope"))
    keys = zip(map(names.code, columns["district"]), columns["indicator"], strict=True)
    return dict(zip(keys, zip(period, scope, strict=True), strict=True))


def _placed_if_claimed(fault: Fault) -> Fault:
    return placed(fault) if fault.file == FILE else fault  # a table's own fault stands where the table has it


def _errors(faults: Iterable[Fault]) -> list[Fault]:
    return list(dict.fromkeys(fault for fault in faults if fault.severity == "error"))


def rows_hash(answers: Dict[str, list[dict[str, str]]]) -> str:
    """SHA-256 of all rows read, whatever order the database gave them in."""
    return hashlib.sha256(json.dumps(answers, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def ask(data: Path, settings: Settings, quarter: Quarter) -> dict[str, list[dict[str, str]]]:
    """The answers by table as texts, sorted, so that the same rows are the same answer. Reads only."""
    try:
        import sqlalchemy
        from sqlalchemy.exc import SQLAlchemyError
    except ImportError:
        raise UsageError(f"data from a database need SQLAlchemy and a driver: {_HOW}") from None
    url = None
    try:
        url = _address(data, _parsed(settings.url))
        engine = sqlalchemy.create_engine(url, connect_args=_arguments(url, settings.timeout))
        try:
            with engine.connect() as connection:
                _read_only(connection, url)
                return {name: _answer(connection, name, settings.queries[name], quarter) for name in settings.queries}
        finally:
            engine.dispose()
            if url.get_backend_name() == "duckdb":  # it tells of every type that is not collected when Python ends
                atexit.unregister(gc.freeze)
    except (SQLAlchemyError, ModuleNotFoundError, OSError) as error:
        if isinstance(error, ModuleNotFoundError) or type(error).__name__ == "NoSuchModuleError":
            kind = url.drivername if url is not None else settings.url.partition("://")[0]
            raise UsageError(f"there is no driver for {kind}: {_how(kind, error)}") from None
        raise UsageError(
            f"the database cannot be read: {_without_secret(str(getattr(error, 'orig', None) or error), url)}"
        ) from None


def _how(kind: str, error: Exception) -> str:
    """How the driver of a kind of database is had: the extra brings those of PostgreSQL and DuckDB, and no other."""
    name = kind.partition("+")[0]
    if kind in ("duckdb", "postgresql+psycopg"):
        return _HOW
    if name in ("postgresql", "postgres"):
        return f'{_HOW}, and write url = "postgresql+psycopg://…"'
    module = getattr(error, "name", None)
    wanted = f"the Python module {module}" if module else f"the one that SQLAlchemy names for {name}"
    return f"install {wanted} with pip; the extra [database] brings those of PostgreSQL and DuckDB alone"


def _parsed(address: str) -> URL:
    """The address in its parts; what is wrong with it is said without it, as it holds a password."""
    from sqlalchemy import make_url

    try:
        return make_url(address)
    except ValueError:
        raise UsageError(f"{FILE}: url is no address of a database; is its port a number?") from None


def _answer(connection: Connection, name: str, query: str, quarter: Quarter) -> list[dict[str, str]]:
    from sqlalchemy import text

    known = {"quarter": str(quarter), "year": quarter.year, "number": quarter.number}
    known |= {"first_month": quarter.months[0], "last_month": quarter.months[1]}
    wanted = {key: known[key] for key in known if re.search(rf"(?<!:):{key}\b", query)}
    rows = connection.execute(text(query), wanted).mappings().fetchmany(LARGEST + 1)
    if len(rows) > LARGEST:
        raise UsageError(f"the answer for {name} has more than {LARGEST} rows; does its query ask for one quarter?")
    return sorted(({str(k): typed(v) for k, v in row.items()} for row in rows), key=lambda row: sorted(row.items()))


def typed(value: Any) -> str:
    """A database's value as it would have been typed; a float with the 15 digits it holds."""
    if value is None:
        return ""
    if isinstance(value, float):
        return "" if value != value else format(value, ".15g")
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value).strip()


def _address(data: Path, url: URL) -> URL:
    """The address; a database that is a file lies beside the data where its path is relative, and has to be there."""
    if url.get_backend_name() not in ("sqlite", "duckdb") or not url.database or url.database == ":memory:":
        return url
    path = data / url.database
    if not path.is_file():
        raise UsageError(f"there is no database {path}")
    return url.set(database=str(path))


def _arguments(url: URL, timeout: int) -> dict[str, object]:
    kind = url.get_backend_name()
    if kind == "duckdb":
        return {"read_only": True}
    if kind == "postgresql":
        return {"connect_timeout": timeout, "options": f"-c statement_timeout={timeout * 1000}"}
    return {"timeout": timeout} if kind == "sqlite" else {}


def _read_only(connection: Connection, url: URL) -> None:
    """Tell the database that nothing will be written, in its own words."""
    from sqlalchemy import text

    words = {"postgresql": "SET TRANSACTION READ ONLY", "sqlite": "PRAGMA query_only = ON"}
    if url.get_backend_name() in words:
        connection.execute(text(words[url.get_backend_name()]))


def _without_secret(said: str, url: URL | None) -> str:
    said = " ".join(said.split())
    secret = url.password if url is not None else None
    return said.replace(str(secret), "***") if secret else said
