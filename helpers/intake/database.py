"""The questions of source.toml put to their database, and its answers as texts. Reads only.

SQLAlchemy is imported here only, and only when asked for.
"""

from __future__ import annotations

import atexit
import gc
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..model import Quarter, UsageError, nearest
from .source_file import FILE, Settings

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection

LARGEST = 200_000  # rows of one answer; a city's quarter has some hundred
_NEEDS = "data from a database need SQLAlchemy and a driver: pip install 'zhaixing-briefings[database]'"
_DRIVER = "there is no driver for {kind}: pip install 'zhaixing-briefings[database]'"
_PSYCOPG = (
    "there is no driver for {kind}: pip install 'zhaixing-briefings[database]', "
    'and write url = "postgresql+psycopg://…"'
)
_TOO_MANY = "the answer for {table} has more than {most:d} rows; does its query ask for one quarter?"
_MODULE = (
    "there is no driver for {kind}: install the Python module {module} with pip; "
    "the extra [database] brings those of PostgreSQL and DuckDB alone"
)
_OTHER = (
    "there is no driver for {kind}: install the one that SQLAlchemy names for {name} with pip; "
    "the extra [database] brings those of PostgreSQL and DuckDB alone"
)
_UNREAD = "the database cannot be read: {answer}"
_REFUSED = "the database cannot be read: it refuses the login, see user and password; it says: {answer}"
_AWAY = "the database cannot be read: it does not answer, see its address, and whether it runs: {answer}"
_REJECTED = "{file}: the query for {table} is refused, see its tables and columns; the database says: {answer}"
_SLOW = (
    "{file}: the query for {table} takes longer than {seconds:d} seconds: let it ask for one quarter, or allow more "
    "with timeout; the database says: {answer}"
)
_NO_UTF8 = (
    "{file}: the answer for {table} is not written in UTF-8; let the query convert it, "
    "as in convert_from(district::bytea, 'GBK') as district; the database says: {answer}"
)
_NO_SUCH_NAME = "{file}: the query for {table} asks for :{name}; {hint}"
# what databases say, and drivers and the system in their place
_LOGIN = ("password authentication failed", "no password supplied", "Access denied")
_SILENT = (
    *("onnection refused", "could not translate host name", "imed out", "imeout", "ime out"),
    *("failed to resolve host", "server closed the connection", "terminating connection"),
)
_TOO_SLOW = "statement timeout"
_BYTES = "invalid byte sequence for encoding"
_SPOILT = ("file is not a database", "disk image is malformed")  # a file, whatever the query


def ask(data: Path, settings: Settings, quarter: Quarter) -> dict[str, list[dict[str, str]]]:
    """The answers by table as texts, sorted, so that the same rows are the same answer. Reads only."""
    try:
        import sqlalchemy
        from sqlalchemy.exc import SQLAlchemyError
    except ImportError:
        raise UsageError(_NEEDS) from None
    url = None
    try:
        url = _address(data, _parsed(settings.url))
        engine = sqlalchemy.create_engine(url, connect_args=_arguments(url, settings.timeout))
        try:
            with engine.connect() as connection:
                _read_only(connection, url)
                return {name: _answer(connection, settings, name, quarter) for name in settings.queries}
        finally:
            engine.dispose()
            if url.get_backend_name() == "duckdb":  # it tells of every type that is not collected when Python ends
                atexit.unregister(gc.freeze)
    except (SQLAlchemyError, ModuleNotFoundError, OSError) as error:
        if isinstance(error, ModuleNotFoundError) or type(error).__name__ == "NoSuchModuleError":
            kind = url.drivername if url is not None else settings.url.partition("://")[0]
            raise _no_driver(kind, error) from None
        raise unread(_said(error, url)) from None


def unread(answer: str, table: str = "", seconds: int = 0) -> UsageError:
    """Why a database could not be read: what it answers, and what to look at where that is known. `table`: whose
    query was asked, once the database had let us in, with `seconds` to answer it."""
    if table and _TOO_SLOW in answer:
        return UsageError(_SLOW, file=FILE, table=table, seconds=seconds, answer=answer)
    if table and _BYTES in answer:
        return UsageError(_NO_UTF8, file=FILE, table=table, answer=answer)
    if any(word in answer for word in _SPOILT):
        return UsageError(_UNREAD, answer=answer)
    if any(word in answer for word in _LOGIN):
        return UsageError(_REFUSED, answer=answer)
    if any(word in answer for word in _SILENT):
        return UsageError(_AWAY, answer=answer)
    return UsageError(_REJECTED, file=FILE, table=table, answer=answer) if table else UsageError(_UNREAD, answer=answer)


def _no_driver(kind: str, error: Exception) -> UsageError:
    """How the driver of a kind of database is had: the extra brings those of PostgreSQL and DuckDB, and no other."""
    name = kind.partition("+")[0]
    if kind in ("duckdb", "postgresql+psycopg"):
        return UsageError(_DRIVER, kind=kind)
    if name in ("postgresql", "postgres"):
        return UsageError(_PSYCOPG, kind=kind)
    if module := getattr(error, "name", None):
        return UsageError(_MODULE, kind=kind, module=module)
    return UsageError(_OTHER, kind=kind, name=name)


def _parsed(address: str) -> URL:
    """The address in its parts; what is wrong with it is said without it, as it holds a password."""
    from sqlalchemy import make_url

    try:
        return make_url(address)
    except ValueError:
        raise UsageError("{file}: url is no address of a database; is its port a number?", file=FILE) from None


def _answer(connection: Connection, settings: Settings, name: str, quarter: Quarter) -> list[dict[str, str]]:
    from sqlalchemy import text
    from sqlalchemy.exc import SQLAlchemyError

    known = {"quarter": str(quarter), "year": quarter.year, "number": quarter.number}
    known |= {"first_month": quarter.months[0], "last_month": quarter.months[1]}
    query = text(settings.queries[name])
    wanted = list(query.compile().params)
    for word in wanted:
        if word not in known:
            raise UsageError(_NO_SUCH_NAME, file=FILE, table=name, name=word, hint=nearest(word, list(known)))
    try:
        rows = connection.execute(query, {word: known[word] for word in wanted}).mappings().fetchmany(LARGEST + 1)
    except SQLAlchemyError as error:
        raise unread(_said(error, connection.engine.url), name, settings.timeout) from None
    if len(rows) > LARGEST:
        raise UsageError(_TOO_MANY, table=name, most=LARGEST)
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
        raise UsageError("there is no database {path}", path=path)
    return url.set(database=str(path))


def _arguments(url: URL, timeout: int) -> dict[str, object]:
    kind = url.get_backend_name()
    if kind == "duckdb":
        return {"read_only": True}
    if kind == "postgresql":
        # the encoding is asked for: a database that has none of its own (SQL_ASCII) would hand out bytes
        wanted = {"options": f"-c statement_timeout={timeout * 1000}", "client_encoding": "UTF8"}
        return {"connect_timeout": timeout, **wanted}
    return {"timeout": timeout} if kind == "sqlite" else {}


def _read_only(connection: Connection, url: URL) -> None:
    """Tell the database that nothing will be written, in its own words."""
    from sqlalchemy import text

    words = {"postgresql": "SET TRANSACTION READ ONLY", "sqlite": "PRAGMA query_only = ON"}
    if url.get_backend_name() in words:
        connection.execute(text(words[url.get_backend_name()]))


def _said(error: Exception, url: URL | None) -> str:
    """What the database, its driver or the system says, in one line and without the password."""
    said = " ".join(str(getattr(error, "orig", None) or error).split())
    secret = url.password if url is not None else None
    return said.replace(str(secret), "***") if secret else said
