"""Figures from databases: SQLite and DuckDB as files, PostgreSQL as a real server started for the test."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
import sqlalchemy
from books import NAMES, Q4, data_folder

from helpers.desk import intake as desk
from helpers.desk.putting import Seen
from helpers.intake import database
from helpers.intake.source import plan_of_source
from helpers.model import DataError, UsageError
from helpers.write.usage_zh import usage

SOURCE = """
[source]
url = "{url}"
source = "demo"
timeout = 5
any_size = ["signed_investment_growth_amount"]

[query]
values = "select district, indicator, value, unit from figures where quarter = :quarter"
scores = "select district, indicator, points from points where quarter = :quarter"
survey = "select district, satisfied, basically_satisfied, dissatisfied, unknown from survey"
"""


def fill(url: str) -> None:
    """Figures of a quarter, in a database of any kind: GDP growth, and an amount in 万元."""
    engine = sqlalchemy.create_engine(url)
    with engine.begin() as to:
        for table in (
            "create table figures (quarter varchar(6), district varchar(20), indicator varchar(60), "
            "value numeric(18, 4), unit varchar(10))",
            "create table points (quarter varchar(6), district varchar(20), indicator varchar(60), "
            "points numeric(6, 2))",
            "create table survey (district varchar(20), satisfied int, basically_satisfied int, dissatisfied int, "
            "unknown int)",
        ):
            to.execute(sqlalchemy.text(table))
        for k, name in enumerate(NAMES):
            rows = [("2023Q4", name, "gdp_growth", 5 + k / 10, "%"), ("2023Q3", name, "gdp_growth", 99, "%")]
            rows.append(("2023Q4", name, "signed_investment_growth_amount", 12345 * (k + 1), "万元"))
            for row in rows:
                values = dict(zip("qdivu", row, strict=True))
                to.execute(sqlalchemy.text("insert into figures values (:q, :d, :i, :v, :u)"), values)
            to.execute(
                sqlalchemy.text("insert into points values ('2023Q4', :d, 'business_given', :p)"),
                {"d": name, "p": 80 + k / 4},
            )
            to.execute(sqlalchemy.text("insert into survey values (:d, 700, 200, 50, 40)"), {"d": name})
    engine.dispose()


def expect(plan) -> None:
    found = {(c.district, c.item): c.new for c in plan.changes}
    assert len(found) == 70
    assert found["胶州市", "gdp_growth"] == "5.7" and found["胶州市", "business_given"] == "81.75"
    assert found["胶州市", "signed_investment_growth_amount"] == "9.876"
    assert found["莱西市", "satisfied"] == "700"


def test_duckdb_has_nothing_to_say_when_the_program_ends(command, tmp_path):
    """It told of 27 leaked types, 48 lines, where what is left at the end was not collected."""
    data = data_folder(tmp_path)
    fill(f"duckdb:///{data / 'city.db'}")
    (data / "source.toml").write_text(SOURCE.format(url="duckdb:///city.db"), encoding="utf-8")
    ended = command("briefing", "intake", "--database", "--data", data, "--yes")
    own = ("存疑：", "提示：source.toml source键：原文“demo”")  # of the figures made up here
    told = [line for line in ended.stderr.splitlines() if not line.startswith(own)]
    assert ended.returncode == 0 and not told


@pytest.mark.parametrize("kind", ["sqlite", "duckdb"])
def test_a_database_that_is_a_file_beside_the_data(data, kind):
    fill(f"{kind}:///{data / 'figures.db'}")
    (data / "source.toml").write_text(SOURCE.format(url=f"{kind}:///figures.db"), encoding="utf-8")
    before = (data / "figures.db").read_bytes()
    plan = plan_of_source(data, Q4)
    expect(plan)
    (made_up,) = [warning for warning in plan.warnings if warning.column == "source"]
    assert (made_up.file, made_up.hint.rpartition(", and ")[2]) == ("source.toml", "its id as source in this file")
    desk.write_figures(desk.Asked(data, plan, Seen.of(data, plan.quarter)))
    again = plan_of_source(data, Q4)
    assert not again.changes and not again.files and again.same == 70
    assert (data / "figures.db").read_bytes() == before


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait(server: subprocess.Popen, address: str) -> None:
    """Until the server takes connections."""
    engine, end = sqlalchemy.create_engine(address), time.monotonic() + 120
    while True:
        try:
            engine.connect().close()
            return
        except sqlalchemy.exc.OperationalError:
            if server.poll() is not None or time.monotonic() > end:
                raise
            time.sleep(0.1)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory):
    """A PostgreSQL server of our own, with a password; its address without it."""
    programs = [
        Path(p).parent
        for p in [shutil.which("initdb"), *map(str, Path("/usr/lib/postgresql").glob("*/bin/initdb"))]
        if p
    ]
    assert programs, "PostgreSQL is not installed: tests/tools.py fetches it, or apt install postgresql"
    bin_ = programs[0]
    # In a short path on Linux and macOS, for its socket is there.
    home = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp")) if os.name == "posix" else tmp_path_factory.mktemp("pg")
    user = ["runuser", "-u", "postgres", "--"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    if user:
        shutil.chown(home, "postgres")
    (home / "password").write_text("s3cr3t@:/é", encoding="utf-8")
    if user:
        shutil.chown(home / "password", "postgres")
    try:
        run = [
            *user,
            bin_ / "initdb",
            "-D",
            home / "db",
            "-U",
            "reader",
            "-A",
            "scram-sha-256",
            "--no-sync",
            "-E",
            "UTF8",
        ]
        subprocess.run([*run, "--locale=C", "--pwfile", home / "password"], check=True, capture_output=True, cwd=home)
        port = free_port()
        server = subprocess.Popen(
            [*user, bin_ / "postgres", "-D", home / "db", "-p", str(port), "-k", home, "-h", "127.0.0.1", "-F"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=home,
        )  # fmt: skip
        try:
            url = f"postgresql+psycopg://reader:{{}}@127.0.0.1:{port}/postgres"
            filled = url.format("s3cr3t%40%3A%2F%C3%A9")
            _wait(server, filled)
            fill(filled)
            yield url
        finally:
            server.terminate()
            server.wait(timeout=60)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def test_postgresql_by_a_real_server_with_its_secret_in_the_environment(data, postgres, monkeypatch):
    (data / "source.toml").write_text(SOURCE.format(url=postgres.format("${BRIEFING_DB_PASSWORD}")), encoding="utf-8")
    with pytest.raises(UsageError, match="BRIEFING_DB_PASSWORD, which is not set"):
        plan_of_source(data, Q4)
    monkeypatch.setenv("BRIEFING_DB_PASSWORD", "s3cr3t@:/é")
    expect(plan_of_source(data, Q4))
    monkeypatch.setenv("BRIEFING_DB_PASSWORD", "wrong-secret")
    with pytest.raises(UsageError, match="cannot be read") as told:
        plan_of_source(data, Q4)
    assert "wrong-secret" not in str(told.value)


def test_a_database_without_an_encoding_of_its_own_is_read_as_utf_8_or_told(data, postgres, monkeypatch):
    """SQL_ASCII, as one made under LC_ALL=C has it: its texts come as bytes where no encoding is asked for."""
    monkeypatch.setenv("SECRET", "s3cr3t@:/é")
    server = sqlalchemy.create_engine(postgres.format("s3cr3t%40%3A%2F%C3%A9"), isolation_level="AUTOCOMMIT")
    with server.connect() as to:
        plain = "create database plain encoding 'SQL_ASCII' lc_collate 'C' lc_ctype 'C' template template0"
        to.execute(sqlalchemy.text(plain))
    server.dispose()
    plain = postgres.removesuffix("/postgres") + "/plain"
    fill(plain.format("s3cr3t%40%3A%2F%C3%A9") + "?client_encoding=UTF8")
    text = SOURCE.format(url=plain.format("${SECRET}"))
    (data / "source.toml").write_text(text, encoding="utf-8")
    expect(plan_of_source(data, Q4))
    gbk = text.replace(
        "select district, indicator, points",
        r"select convert_from('\\xe7d1', 'SQL_ASCII') as district, indicator, points",
    )
    (data / "source.toml").write_text(gbk, encoding="utf-8")
    with pytest.raises(UsageError, match="the answer for scores is not written in UTF-8") as told:
        plan_of_source(data, Q4)
    assert "scores 的查询结果不是 UTF-8 编码" in usage(told.value.args[0])


def test_nothing_can_be_written_to_the_database(data, postgres, monkeypatch):
    monkeypatch.setenv("SECRET", "s3cr3t@:/é")
    text = SOURCE.format(url=postgres.format("${SECRET}"))
    text = text.replace(
        "select district, indicator, points from points where quarter = :quarter", "delete from points returning *"
    )
    (data / "source.toml").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="read-only transaction"):
        plan_of_source(data, Q4)


VALUES = "select district, indicator, value, unit from figures where quarter = :quarter"
REFUSED = [  # what an analyst writes wrongly into a query, the words of ours that tell it, and the database's own
    ("from figures", "from figure", "values is refused, see its tables and columns", "values 的查询未被接受", "figure"),
    ("value, unit", "valeu, unit", "values is refused, see its tables and columns", "values 的查询未被接受", "valeu"),
    (":quarter", ":quarters", "asks for :quarters; did you mean quarter", "用了“:quarters”；是否为quarter", ""),
]


@pytest.mark.parametrize("kind", ["postgres", "sqlite", "duckdb"])
@pytest.mark.parametrize(("right", "wrong", "english", "chinese", "own"), REFUSED)
def test_which_query_is_refused_is_said(request, data, monkeypatch, kind, right, wrong, english, chinese, own):
    if kind == "postgres":
        url = request.getfixturevalue("postgres").format("${SECRET}")
        monkeypatch.setenv("SECRET", "s3cr3t@:/é")
    else:
        url = f"{kind}:///figures.db"
        fill(f"{kind}:///{data / 'figures.db'}")
    text = SOURCE.format(url=url).replace(VALUES, VALUES.replace(right, wrong))
    (data / "source.toml").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as told:
        plan_of_source(data, Q4)
    assert str(told.value).startswith("source.toml: the query for values ") and english in str(told.value)
    assert own in str(told.value)
    shown = usage(told.value.args[0])
    assert shown.startswith("source.toml 中 values 的查询") and chinese in shown and own in shown


@pytest.mark.parametrize(
    ("answer", "english"),
    [
        ("consuming input failed: server closed the connection unexpectedly", "it does not answer, see its address"),
        ("terminating connection due to administrator command", "it does not answer, see its address"),
        ("file is not a database", "the database cannot be read: file is not a database"),
        ("database disk image is malformed", "the database cannot be read: database disk image is malformed"),
    ],
)
def test_a_server_that_went_and_a_spoilt_file_are_no_fault_of_the_query(answer, english):
    """They come while the query is asked; its tables and columns are not what to look at."""
    told = str(database.unread(answer, "values", 5))
    assert english in told and "tables and columns" not in told


def test_a_query_that_takes_too_long_is_not_told_as_a_server_that_is_down(data, postgres, monkeypatch):
    monkeypatch.setenv("SECRET", "s3cr3t@:/é")
    slow = SOURCE.replace("timeout = 5", "timeout = 1").replace("value, unit from", "value, unit, pg_sleep(30) from")
    (data / "source.toml").write_text(slow.format(url=postgres.format("${SECRET}")), encoding="utf-8")
    with pytest.raises(UsageError, match="the query for values takes longer than 1 seconds") as told:
        plan_of_source(data, Q4)
    assert "values 的查询1秒内没有完成；可只取一个季度，或加大 timeout" in usage(told.value.args[0])


def test_all_rows_of_a_table_are_not_taken_for_this_quarters(data, postgres, monkeypatch):
    monkeypatch.setenv("SECRET", "s3cr3t@:/é")
    text = SOURCE.format(url=postgres.format("${SECRET}"))
    text = text.replace(
        "select district, indicator, value, unit from figures where quarter = :quarter", "select * from figures"
    )
    (data / "source.toml").write_text(text, encoding="utf-8")
    with pytest.raises(
        DataError, match=r"gdp_growth\] key quarter: found '2023Q3'; the row is of 2023Q3, not of 2023Q4"
    ):
        plan_of_source(data, Q4)


def test_changes_are_shown_by_item_and_district_as_scheme_and_districts_have_them(data):
    """They stood by the Chinese letters of the districts' names: 即墨区, 城阳区, 崂山区 …"""
    fill(f"sqlite:///{data / 'figures.db'}")
    (data / "source.toml").write_text(SOURCE.format(url="sqlite:///figures.db"), encoding="utf-8")
    changes = plan_of_source(data, Q4).changes
    shown = {
        item: tuple(c.district for c in changes if c.item == item) for item in dict.fromkeys(c.item for c in changes)
    }
    assert list(shown)[:2] == ["gdp_growth", "signed_investment_growth_amount"]
    assert set(shown.values()) == {NAMES}


def test_the_rows_read_are_hashed_whatever_their_order(data):
    fill(f"sqlite:///{data / 'figures.db'}")
    (data / "source.toml").write_text(SOURCE.format(url="sqlite:///figures.db"), encoding="utf-8")
    first = plan_of_source(data, Q4)
    text = SOURCE.format(url="sqlite:///figures.db").replace(
        ':quarter"', ':quarter order by district desc, indicator desc"'
    )
    (data / "source.toml").write_text(text, encoding="utf-8")
    second = plan_of_source(data, Q4)
    assert first.files == second.files and first.notices == second.notices


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("figures where", "nowhere where", "no such table: nowhere"),
        ("value, unit from", "unit from", "the answer for values has no column value"),
        ("sqlite:///figures.db", "sqlite:///none.db", "there is no database"),
        ("sqlite:///figures.db", "nothing", "the address of the database"),
        ("sqlite:///figures.db", "nosuch://x", "no driver for nosuch"),
        ("sqlite:///figures.db", "postgresql+psycopg://u:p@h:54x2/d", "is its port a number"),
        ('source = "demo"', 'source = "nobody"', "no such source"),
        ("[query]", "[querry]", "no such key"),
        ("select district, indicator, value", "select 'Atlantis' as district, indicator, value", "no such district"),
        ("select district, indicator, value", "select district, 'gdp' as indicator, value", "no such item"),
        ("value, unit from", "value, '元' as unit from", "its unit is 元; 地区生产总值增速 is in %"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_written(data, old, new, told):
    fill(f"sqlite:///{data / 'figures.db'}")
    text = SOURCE.format(url="sqlite:///figures.db")
    assert old in text
    (data / "source.toml").write_text(text.replace(old, new), encoding="utf-8")
    before = {p: p.read_bytes() for p in data.rglob("*") if p.is_file()}
    with pytest.raises((UsageError, DataError), match=told):
        plan_of_source(data, Q4)
    assert before == {p: p.read_bytes() for p in data.rglob("*") if p.is_file()}


def test_files_need_no_database_library(data):
    """Neither the command line nor an intake of workbooks nor a build with nothing to do imports SQLAlchemy, pandera,
    pandas or numpy before it is needed."""
    code = "import sys, helpers.cli, helpers.desk.intake, helpers.desk.data_check, helpers.desk.reports\n"
    code += "print([m for m in ('sqlalchemy', 'pandera', 'pandas', 'numpy') if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("url", "english", "chinese"),
    [
        ("mysql://u:p@h/d", "no driver for mysql: install the Python module MySQLdb with pip", "请用pip安装 MySQLdb"),
        ("postgresql+psycopg2://u:p@h/d", 'and write url = "postgresql+psycopg://…"', "并写 url = "),
        (
            "nosuch://u:p@h/d",
            "install the one that SQLAlchemy names for nosuch",
            "请用pip安装 SQLAlchemy 文档所列的 nosuch 驱动程序",
        ),
    ],
)
def test_the_driver_that_is_wanted_is_named(data, url, english, chinese):
    (data / "source.toml").write_text(SOURCE.format(url=url), encoding="utf-8")
    with pytest.raises(UsageError) as told:
        plan_of_source(data, Q4)
    assert english in str(told.value) and chinese in usage(str(told.value))


def test_an_empty_answer_does_not_end_as_if_all_were_well(here, tmp_path):
    data = data_folder(tmp_path)
    url = f"sqlite:///{(tmp_path / 'figures.db').as_posix()}"
    fill(url)
    source = SOURCE.format(url=url).replace(":quarter", "'2031Q1'")
    (data / "source.toml").write_text(source[: source.index("survey =")], encoding="utf-8")
    told = here("briefing", "intake", "--database", "--data", data, "--yes")
    assert told.returncode == 0 and "查询没有返回2023Q4的任何一行" in told.stderr
    assert told.stdout.strip().endswith("一个数据也没有读到，未写入任何文件") and "没有变动" not in told.stdout
    good = SOURCE.format(url=url).replace("from points where quarter = :quarter", "from points where quarter = 'x'")
    (data / "source.toml").write_text(good, encoding="utf-8")
    here("briefing", "intake", "--database", "--data", data, "--yes")
    again = here("briefing", "intake", "--database", "--data", data, "--yes", "--lang", "en")
    assert "what was read changes nothing, and for some tables no row came (above)" in again.stdout


@pytest.mark.parametrize(("answer", "english", "chinese"), [
    ('FATAL: password authentication failed for user "x"', "it refuses the login", "数据库拒绝登录，请核对用户名"),
    ("connection to server failed: Connection refused", "it does not answer", "连不上数据库，请核对地址"),
    ("no such table: figures", "cannot be read: no such table", "读不了数据库；数据库答复：no such table"),
])  # fmt: skip
def test_what_to_look_at_is_said_in_both_languages_where_the_databases_answer_tells(answer, english, chinese):
    error = database.unread(answer)
    assert english in str(error) and str(error).endswith(answer)
    assert chinese in usage(error.args[0]) and usage(error.args[0]).endswith(answer)
