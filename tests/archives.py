"""Folders of reports as builds leave them, each with its archive."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from reports_made import DATA

from helpers.assess import score
from helpers.assess.score import Result
from helpers.desk.archive import write_archive
from helpers.desk.checked import FACT
from helpers.desk.scores import scored_csv
from helpers.model import Quarter
from helpers.press.reading import DOCUMENT
from helpers.press.record import Record

PAGES = {"zh": "index.html", "en": "index.en.html"}


@cache
def scored() -> tuple[Result, ...]:
    """The seven quarters that ship."""
    return score.history(DATA, Quarter(2023, 3))


def fill(root: Path, history) -> Path:
    """A folder of reports as builds leave it: seven quarters in Chinese, one city briefing in English.

    The data of all but the last quarter are illustrative.
    """
    for result in history:
        folder = root / str(result.quarter)
        folder.mkdir(parents=True)
        (folder / "scored.csv").write_bytes(scored_csv(result))
        (folder / "scored.xlsx").write_bytes(b"book")
        for name in ("city", *(f"district-{code}" for code in result.codes)):
            for format in ("html", "pdf"):
                (folder / f"{name}.zh.{format}").write_text(f"<p>{name}", encoding="utf-8")
        cover = f'{{"cells":[{{"outputs":[{{"data":{{"{DOCUMENT}":{{"notice":"演示数据：都是演示"}}}}}}]}}]}}'
        told = cover.replace("演示", "") if str(result.quarter) == "2023Q3" else cover
        (folder / "city.zh.ipynb").write_text(told, encoding="utf-8")
    for quarter, draft in (("2023Q2", False), ("2023Q3", True)):
        told = Record(run={FACT: {"draft": draft}, "settings": {"data": str(DATA)}}).text()
        (root / quarter / "run.json").write_text(told, encoding="utf-8")
    (root / "2023Q2" / "city.en.pdf").write_text("pdf", encoding="utf-8")
    (root / "notes").mkdir()
    write_archive(root, history[-1].districts)
    return root
