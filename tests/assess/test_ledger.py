"""The ledger of publications itself: what is altered in it, or in what it has put on record, is noticed."""

from __future__ import annotations

import pytest
from publishing import put, rows
from three_quarters import faults, laid_out, only


@pytest.fixture
def data(tmp_path):
    return laid_out(tmp_path / "data")


def test_a_ledger_that_was_altered_is_noticed(data):
    table = rows(data / "ledger.csv")
    table[1][2] = "2023-07-01"
    put(data / "ledger.csv", table)
    fault = only(data)
    assert (fault.file, fault.row, fault.column) == ("ledger.csv", 2, "seal")


@pytest.mark.parametrize("name", ["cells.csv", "files.csv"])
@pytest.mark.parametrize("harm", ["altered", "gone"])
def test_what_was_published_is_never_altered_unnoticed(data, name, harm):
    path = data / "published" / "2023Q2" / "edition-1" / name
    if harm == "gone":
        path.unlink()
    else:
        path.write_text(path.read_text(encoding="utf-8-sig").replace("8", "9", 1), encoding="utf-8-sig")
    assert {fault.file for fault in faults(data)} == {f"published/2023Q2/edition-1/{name}"}


def test_line_ends_of_a_checkout_are_no_change(data):
    for path in (data / "published").rglob("*.csv"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert faults(data) == []


@pytest.mark.parametrize(
    ("column", "wrong", "told"),
    [
        ("published", "2023/8/8", "it has no day of publication"),
        ("published", "2023-02-30", "it has no day of publication"),
        ("quarter", "2023年二季度", "it names no quarter"),
        ("edition", "一", "it has no number of its edition"),
    ],
)
def test_a_damaged_row_of_the_ledger_is_brought_back_not_written_anew(data, column, wrong, told):
    """Whoever is told how to write the day would write it, and break the seal of the row."""
    table = rows(data / "ledger.csv")
    table[1][table[0].index(column)] = wrong
    put(data / "ledger.csv", table)
    [fault] = [f for f in faults(data) if f.column == column]
    assert (fault.file, fault.row, fault.value) == ("ledger.csv", 2, wrong) and told in fault.rule
    assert "bring it back" in fault.hint and "write it" not in fault.rule
