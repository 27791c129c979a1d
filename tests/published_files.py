"""What lies in a folder of published reports, read for the tests: words, stamps, files on record."""

from __future__ import annotations

import re
from pathlib import Path

from publishing import rows
from reports_made import page, pdf_pages

STAMP = {"zh": "征求意见稿", "en": "DRAFT"}


def text(path: Path) -> str:
    """All words of a page or sheet, without the spaces that a layout puts in."""
    whole = page(path).get_text() if path.suffix == ".html" else "".join(pdf_pages(path))
    return re.sub(r"\s+", "", whole)


def stamped(path: Path, lang: str) -> list[bool]:
    """Of every page of a PDF, or of the one of a web page and of its printed sheets: whether it bears the stamp."""
    if path.suffix == ".pdf":
        return [STAMP[lang] in re.sub(r"\s+", "", sheet) for sheet in pdf_pages(path)]
    return [STAMP[lang] in text(path), "@top-right{content:" in path.read_text(encoding="utf-8")]


def files(data: Path, quarter: str, edition: int) -> list[dict[str, str]]:
    """files.csv of an edition."""
    head, *body = rows(data / "published" / quarter / f"edition-{edition}" / "files.csv")
    return [dict(zip(head, row, strict=True)) for row in body]
