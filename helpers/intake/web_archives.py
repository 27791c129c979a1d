"""A web page with all its parts in one file (MHTML), as Excel and some systems write it under a workbook's name.

Each of its pages that has a table is a sheet. Its style sheets, which tell what is hidden and how numbers show, are
parts of their own; nothing is fetched, and pictures and scripts are not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from email import message_from_bytes
from email.message import Message
from html import unescape

from ..assess.guard import Arrival, refused
from .formats import Contents
from .pages import has_table, no_table, page_of
from .texts import decoded

_PARTS = 500  # of one file; Excel writes one for each sheet, and a few more
_SHEETS = re.compile(
    r"<x:ExcelWorksheet>\s*<x:Name>([^<]*)</x:Name>(?:(?!</x:ExcelWorksheet>).)*?<x:WorksheetSource\s+HRef=\"?([^\">]*)",
    flags=re.DOTALL,
)
_HIDDEN = re.compile(
    r"<x:ExcelWorksheet>\s*<x:Name>([^<]*)</x:Name>(?:(?!</x:ExcelWorksheet>).)*?<x:Visible>Sheet(?:Very)?Hidden",
    flags=re.DOTALL,
)


def read_web_archive(arrival: Arrival) -> tuple[list[Contents], tuple[str, ...]]:
    """The sheets, and how their texts were read; raises DataError for a file without a table."""
    if arrival.content.lower().count(b"boundary=") > _PARTS:
        rule = "not a workbook that can be opened: its content is something else"
        raise refused(arrival.name, rule, "open it, save it again as .xlsx, and take that")
    parts = [part for part in message_from_bytes(arrival.content).walk() if not part.is_multipart()]
    styles = [_text(arrival, part)[0] for part in parts if part.get_content_type() == "text/css"]
    pages = [(part, *_text(arrival, part)) for part in parts if part.get_content_type() == "text/html"]
    told = "".join(text for _, text, _ in pages)
    names = {_file(place): unescape(name) for name, place in _SHEETS.findall(told)}
    hidden = {unescape(name) for name in _HIDDEN.findall(told)}
    found: list[Contents] = []
    notices: dict[str, None] = {}
    for part, text, notice in pages:
        if not has_table(text):
            continue  # the frame around the sheets, and the line of their tabs
        page = page_of(arrival, text, styles)
        name = names.get(_file(part.get("Content-Location", ""))) or page.name or _unnamed(found)
        found.append(replace(page, name=name, hidden=name in hidden))
        notices |= dict.fromkeys(notice)
    if not found:
        raise no_table(arrival)
    return found, tuple(notices)


def _text(arrival: Arrival, part: Message) -> tuple[str, tuple[str, ...]]:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes) or not content.strip():
        return "", ()
    return decoded(replace(arrival, content=content))


def _file(place: str) -> str:
    """The last part of an address, by which the list of sheets and the parts know each other."""
    return re.split(r"[/\\]", place)[-1].lower()


def _unnamed(found: Sequence[Contents]) -> str:
    return f"Sheet{len(found) + 1}" if found else ""
