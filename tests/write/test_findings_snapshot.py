"""All findings of all quarters as they were read and kept. A change here is a change of what briefings say."""

from __future__ import annotations

import difflib

import pytest
from snapshot import FOLDER, QUARTERS, quarter_text


@pytest.mark.parametrize("quarter", QUARTERS)
def test_the_findings_are_those_that_were_read_and_kept(quarter):
    kept = (FOLDER / f"{quarter}.txt").read_text(encoding="utf-8")
    made = quarter_text(quarter)
    changed = list(difflib.unified_diff(kept.splitlines(), made.splitlines(), "kept", "made", lineterm="", n=1))
    assert not changed, (
        "the findings are others; if that is meant, write them with `python tests/write/snapshot.py` and read the "
        "difference\n" + "\n".join(changed[:40])
    )
