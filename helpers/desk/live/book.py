"""scored.xlsx: the workbook put together, the same bytes for the same result."""

from __future__ import annotations

import datetime
import io

from ...assess.result import Result
from ...calling import speaking_of
from ...style import RED, quarter_label
from ...write.language import phrases
from .data_sheets import FIRST, write_data, write_values
from .outputs import Scores, write_scores
from .results import write_ranking, write_result
from .rules_sheet import write_rules
from .sheet import Formats, Sheet
from .words import word

SHEETS = ("guide", "ranking", "result", "scores", "values", "data", "rules")
# of each sheet: the first row and column that move, and the last row of its heads, repeated on every page
_FROZEN = {
    **dict.fromkeys(("ranking", "result", "scores", "values"), (FIRST, 2, FIRST - 1)),
    **{"data": (4, 4, 3), "rules": (4, 2, 0), "guide": (0, 0, 0)},
}
_DAY = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)  # the day zip files begin with: no clock is in the bytes


def scored_workbook(result: Result, lang: str = "zh") -> bytes:
    """A quarter's whole calculation with live formulas: change a value or a weight, and ranks and flags follow.

    Every formula also carries its value as printed, for programs that do not calculate.
    """
    with speaking_of(result.scheme.calling):
        return _workbook(result, lang)


def _workbook(result: Result, lang: str) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    quarter = quarter_label(result.quarter, lang)
    book.set_properties(
        {
            "title": word("title.guide", lang, quarter=quarter),
            "author": result.scheme.issuer.label(lang),
            "created": _DAY.replace(tzinfo=None),
        }
    )
    book.set_calc_mode("auto")
    formats = Formats(book)
    notice = phrases(lang).NOTICE if _illustrative(result) else ""
    sheets = {
        name: Sheet(
            book, formats, word(name, lang), word(f"title.{name}", lang, quarter=quarter), notice, _about(name, lang)
        )
        for name in SHEETS
    }
    rules = write_rules(sheets["rules"], result, lang)
    data = write_data(sheets["data"], result, lang)
    values = write_values(sheets["values"], result, data, rules, lang)
    scores = write_scores(sheets["scores"], result, values, rules, lang)
    columns = write_result(sheets["result"], result, scores, rules, lang)
    write_ranking(sheets["ranking"], result, columns, lang)
    _guide(sheets["guide"], result, scores, lang)
    scale = min(sheet.scale(_FROZEN[name][1]) for name, sheet in sheets.items())
    for name, sheet in sheets.items():
        sheet.finish(*_FROZEN[name], word("page", lang), scale)
    book.close()
    return out.getvalue()


def _illustrative(result: Result) -> bool:
    used = {result.scheme.source, *result.inputs.used_sources}
    return any(result.inputs.sources[name].illustrative for name in used if name in result.inputs.sources)


def _about(name: str, lang: str) -> str:
    """What a sheet is about, as the guide says it of all the others."""
    text = "" if name == "guide" else word(f"sheet.{name}", lang)
    return text[:1].upper() + text[1:]


def _guide(sheet: Sheet, result: Result, scores: Scores, lang: str) -> None:
    plain = sheet.formats.get(align="left", text_wrap=True, valign="top")
    bold = sheet.formats.get(align="left", bold=True, font_color=RED)
    rows: list[tuple[str, str, bool]] = [
        ("", f"{word('scheme', lang)}{': ' if lang == 'en' else '：'}{result.scheme.name.label(lang)}", False)
    ]
    rows.append((word("how", lang), "", True))
    rows += [("", word(f"how.{n}", lang), False) for n in range(1, 5)]
    rows.append((word("sheets", lang), "", True))
    rows += [(word(name, lang), word(f"sheet.{name}", lang), False) for name in SHEETS[1:]]
    rows.append((word("not_live", lang), "", True))
    names = {leaf.id: leaf.name.label(lang) for leaf in result.scheme.leaves}
    rows += [("", word(reason, lang, name=names[id_]), False) for id_, reason in scores.not_live.items()]
    if not scores.not_live:
        rows.append(("", word("not_live.none", lang), False))
    rows.append(("", word("not_live.always", lang), False))
    for row, (left, right, title) in enumerate(rows, start=3):
        sheet.sheet.write_string(row, 0, left, bold if title else sheet.formats.get(align="left", valign="top"))
        sheet.sheet.write_string(row, 1, right, plain)
        if len(right) > (60 if lang == "en" else 45):
            sheet.sheet.set_row(row, 15 * (1 + len(right) // (95 if lang == "en" else 48)))
    sheet.fixed = {0: 16, 1: 95}
