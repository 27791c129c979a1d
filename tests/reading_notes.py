"""Notes read back out of a finished page: which figure opens which, what it names, which marks cover the figure."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bs4 import BeautifulSoup, Tag

LABELS = {"zh": {"rule": "规则：", "data": "数据：", "published": "公布：", "source": "出处：", "period": "时期："},
          "en": {"rule": "Rule: ", "data": "Data: ", "published": "Published: ", "source": "Source: ",
                 "period": "Period: "}}  # fmt: skip
DEMO = {"zh": "演示数据", "en": "Illustrative data"}
PLACE = {
    "zh": re.compile(r"(?P<path>[\w./—]+\.(?:csv|xlsx))(?:工作表(?P<sheet>\S+?))?第(?P<rows>[0-9—、]+)行"),
    "en": re.compile(r"(?P<path>[\w./–]+\.(?:csv|xlsx)), (?:sheet (?P<sheet>\S+), )?rows? (?P<rows>[0-9–, ]+)"),
}


@dataclass(frozen=True)
class Note:
    """One note of a page, by its labels."""

    title: str
    lines: dict[str, str]

    def __hash__(self) -> int:
        return hash(self.title)

    def places(self, lang: str, *labels: str) -> list[tuple[str, int]]:
        """Every row that it names: path inside the data folder, row as a spreadsheet counts."""
        return [
            place for label in labels or ("data", "published") for place in rows_named(self.lines.get(label, ""), lang)
        ]


def rows_named(text: str, lang: str) -> list[tuple[str, int]]:
    found = []
    for match in PLACE[lang].finditer(text):
        first, dots, last = re.sub("[—–]", "..", match["path"]).partition("..")
        folder, _, file = (last if dots else first).rpartition("/")
        quarters = _span(first, folder) if dots else [folder]
        for run in re.split(r"[、,]\s*", match["rows"].strip().rstrip(",")):
            start, _, end = re.sub("[—–]", "-", run).partition("-")
            for quarter in quarters:
                path = f"{quarter}/{file}" if quarter else file
                found += [(path, row) for row in range(int(start), int(end or start) + 1)]
    return found


def _span(first: str, last: str) -> list[str]:
    year, number = int(first[:4]), int(first[5])
    told = [first]
    while told[-1] != last:
        year, number = (year + 1, 1) if number == 4 else (year, number + 1)
        told.append(f"{year}Q{number}")
        assert len(told) < 100, f"no span: {first}..{last}"
    return told


@cache
def table(path: Path) -> list[dict[str, str]]:
    """A data file's rows; row 2 of the spreadsheet is the first of them."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def notes_of(soup: BeautifulSoup, lang: str) -> dict[str, Note]:
    found = {}
    for tag in soup.find_all("div", class_="source-note"):
        lines = {}
        for paragraph in tag.find_all("p")[1:]:
            text = paragraph.get_text()
            label = next(name for name, word in LABELS[lang].items() if text.startswith(word.strip()))
            lines[label] = text[len(LABELS[lang][label].strip()) :].strip()
        found[tag["id"]] = Note(tag.find("p").get_text(), lines)
    return found


def figures_of(soup: BeautifulSoup) -> list[Tag]:
    return [tag for tag in soup.find_all("button", class_="fig") if "ask" not in tag["class"]]


def is_marked(button: Tag, lang: str) -> bool:
    """Whether a mark of illustrative data covers the figure: beside it, behind its sentence, or of its row or table."""
    if _directly_after(button) or button.find("sup", class_="illustrative"):  # or it is the mark of its sentence
        return True
    cell = button.find_parent(["td", "th"])
    if cell is not None:
        return _cell_marked(cell, lang)
    passage = button.find_parent(["p", "li"])
    told, seen = "", False
    for node in passage.descendants:
        if node is button:
            seen = True
        elif seen and isinstance(node, Tag) and "illustrative" in node.get("class", []):
            return bool(re.fullmatch(r"(?:[^。.]|\.(?=\S))*[。.]\s*", told))  # behind the first full stop after it
        elif seen and isinstance(node, str) and node.find_parent("sup") is None:
            told += str(node)
    return False


def _directly_after(button: Tag) -> bool:
    node = button
    while node.next_sibling is None and node.parent.name in ("strong", "span", "b"):
        node = node.parent
    following = node.next_sibling
    return isinstance(following, Tag) and "illustrative" in following.get("class", [])


def _cell_marked(cell: Tag, lang: str) -> bool:
    caption = cell.find_parent("table").caption.get_text()
    if DEMO[lang].lower() in caption and "※" not in caption:
        return True
    row = cell.find_parent("tr")
    head = row.find("th")
    if head is not cell and head.find("sup", class_="illustrative"):
        return True
    at = row.find_all(["td", "th"]).index(cell)
    column = cell.find_parent("table").thead.find_all("th")[at]
    return column.find("sup", class_="illustrative") is not None
