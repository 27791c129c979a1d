"""The comments (批注) that stand on a sheet's cells, 以6.1为准. What they say is for somebody to judge."""

from __future__ import annotations

import posixpath
import re
import zipfile
from xml.etree import ElementTree

from ..assess.addresses import place_of
from ..assess.workbook import MAIN, part, part_of

Comments = dict[tuple[int, int], str]

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_LONGEST = 200  # characters that are told of one
# What Excel writes before the first of several answers, for those that know no such threads.
_OF_THREAD = re.compile(r"^\[.*?https?://go\.microsoft\.com/\S*?[。.]?\s+\w{2,8}[:：]\s*", flags=re.DOTALL)


def told(text: str) -> str:
    """A comment as it is told: in one line, and no more than its beginning."""
    words = " ".join(_OF_THREAD.sub("", text.strip()).split())
    return words if len(words) <= _LONGEST else words[:_LONGEST].rstrip() + "…"


def of_xlsx(book: zipfile.ZipFile, sheet: str) -> Comments:
    """The comments of a sheet by row and column from 0."""
    name = part_of(book, sheet)
    links = posixpath.join(posixpath.dirname(name), "_rels", f"{posixpath.basename(name)}.rels")
    if links not in book.namelist():
        return {}
    found: Comments = {}
    for link in ElementTree.fromstring(book.read(links)):
        if not link.get("Type", "").endswith("/comments"):
            continue
        target = posixpath.normpath(posixpath.join("/", posixpath.dirname(name), link.get("Target", ""))).lstrip("/")
        for comment in ElementTree.fromstring(part(book, target)).iter(f"{MAIN}comment"):
            place = place_of(comment.get("ref", ""))
            text = told("".join(piece.text or "" for piece in comment.iter(f"{MAIN}t")))
            if place and text:
                found[place] = text
    return found


def of_ods(cell: ElementTree.Element) -> str:
    """The comment on a cell of OpenDocument; "" for none."""
    comment = cell.find(f"{_OFFICE}annotation")
    return told("\n".join("".join(p.itertext()) for p in comment.iter(f"{_TEXT}p"))) if comment is not None else ""
