"""A mapping as its file, `data/mappings/<name>.toml`: what it says, with a proposal's reasons and questions."""

from __future__ import annotations

import json

from .mapping import FORMAT, Column, Mapping
from .propose_words import Say


def toml(mapping: Mapping, lang: str = "en") -> str:
    """A mapping as its file: what it says, and why each column was taken for what it is."""
    say = Say(lang)
    lines = [
        say("file"),
        say("look"),
        f"format = {FORMAT}",
        f"confirmed = {'true' if mapping.confirmed else 'false'}",
        f"workbook = {_said(mapping.workbook)}{say('workbook')}",
        f"department = {_said(mapping.department)}",
        f"source = {_said(mapping.source)}{say('source')}",
    ]
    for sheet in mapping.sheets:
        lines += ["", "[[sheet]]", f"name = {_said(sheet.name)}"]
        lines += [f"note = {_said(sheet.note)}"] if sheet.note else []
        for column in sheet.columns:
            lines += ["", *_column_lines(column)]
    asked = ""
    for one in mapping.open:
        if one.question != asked:
            known = bool(one.column.indicator)
            more = "more" if mapping.sheets else "skeleton"
            heads = [say("open", question=one.question)] if known else [say(more), say("items", items=one.question)]
            lines += ["", *heads]
            asked = one.question
        block = ["[[sheet]]", f"name = {_said(one.sheet)}", *_column_lines(one.column)]
        lines += ["", *(f"# {line}" for line in block)]
    if mapping.unread:
        lines += ["", say("unread")]
        lines += ["#   " + " ".join(head.split()) for head in mapping.unread]
    return "\n".join(lines) + "\n"


def _said(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _column_lines(column: Column) -> list[str]:
    lines = ["[[sheet.column]]", f"head = {_said(column.head)}", f"table = {_said(column.table)}"]
    lines += [f"indicator = {_said(column.indicator)}", f"unit = {_said(column.unit)}"]
    lines += [f"scale = {column.scale}"] if column.scale != 1 else []
    lines += ["any_size = true"] if column.any_size else []
    return lines + ([f"reason = {_said(column.reason)}"] if column.reason else [])
