"""The reports that the session builds, and their text, for the tests that read them."""

from __future__ import annotations

import csv
import re
import subprocess
from functools import cache
from pathlib import Path

from bs4 import BeautifulSoup

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"


def rows(path: Path) -> list[dict[str, str]]:
    """A table's rows by its heads, as they are written."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


DISTRICTS = {row["code"]: row["name"] for row in rows(DATA / "districts.csv")}
CODES = {name: code for code, name in DISTRICTS.items()}
JIAOZHOU = f"district-{CODES['胶州市']}"
CHINESE = ["city.zh", *(f"district-{code}.zh" for code in DISTRICTS)]
ENGLISH = ["city.en", f"{JIAOZHOU}.en", f"district-{CODES['平度市']}.en"]
REPORTS = [*CHINESE, *ENGLISH]


def bare(text: str) -> str:
    """Without spaces and line ends, which a PDF sets as it likes between Han and Latin."""
    return re.sub(r"[\s\u2060\u00ad]+", "", text)


@cache
def pdf_pages(path: Path) -> tuple[str, ...]:
    """The text of each page as it lies on the sheet, by poppler."""
    found = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True)
    return tuple(found.stdout.decode("utf-8").removesuffix("\f").split("\f"))


@cache
def page(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


BLOCKS = ("h1", "h2", "h3", "h4", "p", "li", "th", "td", "caption", "figcaption", "title", "text")


@cache
def passages(path: Path) -> tuple[str, ...]:
    """Every passage that a reader of the page meets: blocks, words in drawings, labels, titles, descriptions."""
    soup = page(path)
    found = [tag.get_text() for tag in soup.find_all(BLOCKS)]
    for tag in soup.find_all(True):
        found += [tag[name] for name in ("alt", "aria-label", "title") if tag.get(name)]
        if tag.name == "meta" and tag.get("name"):
            found.append(tag["content"])
    return tuple(text.strip() for text in found if text.strip())
