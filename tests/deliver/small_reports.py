"""A data folder and made reports, small: the city's and two districts' briefings as notebook, HTML and PDF."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

from helpers.press.reading import DOCUMENT
from helpers.press.record import Record

ROOT = Path(__file__).resolve().parents[2]
PEOPLE = "name,email,districts,lang,formats,number,note\n"
ROWS = (
    "市政府办公室,office@example.org,全市,zh,pdf,1,\n"
    "黄岛区政府办公室,huangdao@example.org,西海岸新区,zh,pdf,,\n"
    "胶州市政府办公室,jiaozhou@example.org,全市|胶州,zh,pdf|html,17,请于三日内函告。\n"
)
DRAFT = "征求意见稿"
TITLES = {"city": "全市考核结果通报", "district-370211": "黄岛区考核情况通报", "district-370281": "胶州市考核情况通报"}


def project(folder: Path, people: str = PEOPLE + ROWS) -> tuple[Path, Path]:
    """(data, reports): the shipped data with these recipients, and reports of 2023Q2 made from nothing, as drafts."""
    data, out = folder / "data", folder / "reports"
    shutil.copytree(ROOT / "data", data, ignore=shutil.ignore_patterns("photos"))
    (data / "recipients.csv").write_text(people, encoding="utf-8-sig")
    home = out / "2023Q2"
    home.mkdir(parents=True)
    record = Record()
    for name, title in TITLES.items():
        cover = {
            "lang": "zh",
            "title": title,
            "label": "2023年第二季度",
            "running": f"{title} · 2023年第二季度",
            "notice": "演示数据",
            "stamp": DRAFT,
            "summary": [f"{title}的第一条。", "胶州市97.44分。"],
        }
        output = {"output_type": "display_data", "data": {DOCUMENT: cover}, "metadata": {}}
        cell = {
            **{"cell_type": "code", "id": "a", "source": "", "metadata": {}, "execution_count": 1},
            "outputs": [output],
        }
        notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        (home / f"{name}.zh.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
        files = {}
        for format in ("pdf", "html"):
            content = f"{title} {format}".encode()
            (home / f"{name}.zh.{format}").write_bytes(content)
            files[format] = entry(home / f"{name}.zh.{format}")
        files["ipynb"] = entry(home / f"{name}.zh.ipynb")
        record.enter(f"{name}.zh", {}, files)
    (home / "run.json").write_text(record.text(), encoding="utf-8")
    return data, out


def entry(path: Path, data: str = "d") -> dict[str, str]:
    """A file as a build puts it on record; `data` tells apart from which state of the data."""
    return {"file": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest(), "key": "k", "data": data}


def note(home: Path, name: str, format: str, data: str = "d") -> None:
    """Put a file on record as it lies there now, as a build does that made it."""
    record = Record.read(home)
    record.reports[name]["files"][format] = entry(home / f"{name}.{format}", data)
    (home / "run.json").write_text(record.text(), encoding="utf-8")


def stamp(home: Path, word: str, key: str = "stamp") -> None:
    """Another stamp (or notice) on every cover, as builds leave it on either side of a publication."""
    for path in home.glob("*.ipynb"):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        notebook["cells"][0]["outputs"][0]["data"][DOCUMENT][key] = word
        path.write_text(json.dumps(notebook), encoding="utf-8")
        note(home, path.stem, "ipynb")


def remake(home: Path, name: str, format: str, content: bytes) -> None:
    """The report made anew with other bytes."""
    (home / f"{name}.{format}").write_bytes(content)
    note(home, name, format)
