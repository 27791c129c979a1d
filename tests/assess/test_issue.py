"""issue.toml: day of issue and embargo, and what is wrong with them."""

from __future__ import annotations

import datetime

import pytest

from helpers.assess.issue import Issue, issue, read_issue
from helpers.model import DataError, Quarter
from helpers.write.language import phrases

Q2 = Quarter(2023, 2)


def said(tmp_path, text: str):
    (tmp_path / "2023Q2").mkdir(exist_ok=True)
    (tmp_path / "2023Q2" / "issue.toml").write_text(text, encoding="utf-8")
    return read_issue(tmp_path, Q2, ["demo"])


def test_what_is_not_there_is_not_issued(tmp_path):
    assert read_issue(tmp_path, Q2) == (Issue(), [])
    assert said(tmp_path, "# only a remark\n") == (Issue(), [])


def test_an_embargo_needs_no_day_of_issue(tmp_path):
    found, faults = said(tmp_path, 'date = 2023-08-08\nsource = "demo"\nembargo = 2023-08-08T10:30:00\n')
    assert not faults
    assert found == Issue(datetime.date(2023, 8, 8), datetime.datetime(2023, 8, 8, 10, 30))
    assert said(tmp_path, "embargo = 2023-08-08\n")[0].embargo == datetime.date(2023, 8, 8)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "draft = true\n",
            "issue.toml has no key 'draft' -> take the line out: a quarter is a draft (征求意见稿) until",
        ),
        ("draft = false\n", "until briefing publish puts it into ledger.csv"),
        ('embargo = "soon"\n', "embargo is a day or a time -> write it without quotes"),
        ("dat = 2023-08-08\n", "issue.toml has no key 'dat' -> did you mean date"),
        ('source = "demo"\n', "the day of issue is missing"),
        ('date = 2023-08-08\nsource = "nobody"\n', "no such source in sources.csv"),
        ("date = 2023-08-08T10:00:00\n", "date is a day"),
    ],
)
def test_a_fault_says_what_to_write(tmp_path, text, told):
    _, faults = said(tmp_path, text)
    assert told in "\n".join(map(str, faults))
    if "nobody" not in text:  # known sources are asked about only where the data are checked
        with pytest.raises(DataError):
            issue(tmp_path, Q2)


def test_an_embargo_is_said_with_the_clock_that_is_meant():
    at = datetime.datetime(2023, 8, 8, 10, 0)
    assert phrases("zh").embargoed(at) == "2023年8月8日10时前不得公开"
    assert phrases("zh").embargoed(at.replace(minute=5)) == "2023年8月8日10时05分前不得公开"
    assert phrases("zh").embargoed(at.date()) == "2023年8月8日前不得公开"
    assert phrases("en").embargoed(at) == "Embargoed until 10:00 on 8 August 2023"
    city = at.replace(tzinfo=datetime.timezone(datetime.timedelta(hours=8)))
    assert phrases("zh").embargoed(city) == phrases("zh").embargoed(at)
    assert phrases("en").embargoed(at.replace(tzinfo=datetime.UTC)) == "Embargoed until 10:00 UTC on 8 August 2023"
