"""The folders that the tests of deliveries begin with."""

from __future__ import annotations

import datetime
import sys
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1]))
from small_reports import project, stamp

from helpers.assess import frozen, ledger, load
from helpers.model import Quarter


@pytest.fixture
def made(tmp_path):
    return project(tmp_path)


@pytest.fixture
def published(made):
    """The same, with 2023Q2 in the ledger of what is published, as `briefing publish` writes it."""
    data, _ = made
    base, when = load.load_base(data), Quarter(2023, 2)
    cells = load.present_cells(base, when).cells
    listed = b"kind,file,bytes,sha256\n"
    content, told = frozen.fingerprint(cells), ledger.text_hash(listed)
    edition = ledger.Edition(when, 1, datetime.date(2023, 8, 8), content, "schemes/2023.toml", "0.1", "code", told)
    folder = data / edition.folder
    folder.mkdir(parents=True)
    (folder / ledger.CELLS).write_bytes(frozen.to_csv(cells))
    (folder / ledger.FILES).write_bytes(listed)
    rows = [ledger.HEADER, ledger.line(replace(edition, seal=edition.sealed("")))]
    (data / "ledger.csv").write_text("".join(",".join(row) + "\n" for row in rows), encoding="utf-8-sig")
    stamp(made[1] / "2023Q2", "")
    return made
