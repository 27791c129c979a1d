"""A web page that a system saved under a workbook's name, as the sheet that Excel would show of it.

Its tables stand one below the other, and a line of text outside them takes a row of its own. What the page hides is
not there; what Excel hides when it writes such a page is there, and hidden. Nothing is fetched and no script is run.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from lxml.html import HtmlElement, HTMLParser, document_fromstring

from ..assess.guard import CELLS, Arrival, refused, small_enough
from ..model import DataError
from ..said import Said
from .figures import FIELD, RAISED, SCALED, STRUCK, figure
from .formats import Contents
from .number_formats import PLAIN, Mark, Marks, as_shown, mark_of
from .page_styles import Says, Styles, is_hidden, is_raised, is_struck, number_format
from .texts import decoded

_SILENT = frozenset({"head", "script", "style", "title", "xml", "template", "noscript", "iframe", "object", "button"})
_FIELDS = frozenset({"input", "select", "textarea"})
_INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "em", "font", "i", "ins", "label", "mark", "nobr"}
)
_INLINE |= {"small", "span", "s", "strike", "del", "strong", "sub", "sup", "tt", "u"}
_WIDEST, _TALLEST = 1000, 65534  # of one cell, as browsers have it
_SAVE_AS = "open it in Excel or WPS, choose Save As, Excel workbook (.xlsx), and take that"
_STYLES = 2**20  # characters of style sheets; Excel writes some ten thousand


def read_page(arrival: Arrival) -> tuple[Contents, tuple[str, ...]]:
    """The one sheet of a page, and how its text was read; raises DataError for a page without a table."""
    text, notices = decoded(arrival)
    return page_of(arrival, text), notices


def has_table(text: str) -> bool:
    return re.search(r"<table[\s>]", text, flags=re.IGNORECASE) is not None


def no_table(arrival: Arrival) -> DataError:
    rule = "a web page without a table, saved under a workbook's name"
    return refused(arrival.name, rule, "look at it in a browser: the log-in page of a system, perhaps; ask again")


def page_of(arrival: Arrival, text: str, styles: Sequence[str] = ()) -> Contents:
    """A page as a sheet; `styles` are the style sheets that stand outside of it."""
    text = re.sub(r"^\s*<\?xml[^>]*>", "", text).replace("\0", "")
    if text.count("<") > 2 * CELLS:
        rule = Said("more than {most:d} rows, cells or texts in one sheet: it is not opened", most=CELLS)
        raise refused(arrival.name, rule, "ask who sent it; copy the figures into a new workbook")
    names = re.findall(r"<x:ExcelWorksheet>\s*<x:Name>([^<]*)</x:Name>", text)
    parser = HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    root = document_fromstring(text.encode("utf-8", errors="replace"), parser=parser)
    if any(told.level_name == "FATAL" for told in parser.error_log):  # too deep, or too long a text: it stops there
        raise refused(arrival.name, "a web page that cannot be read to its end", _SAVE_AS)
    if root.find(".//table") is None:
        raise no_table(arrival)
    page = _Page(arrival, root, styles)
    page.flow(root, False)
    page.end_line()
    return page.contents(html.unescape(names[0]) if len(names) == 1 else "")


class _Page:
    """A page laid out from top to bottom."""

    def __init__(self, arrival: Arrival, root: HtmlElement, styles: Sequence[str]) -> None:
        self.name = arrival.name
        sheets = [*styles, *(style.text_content() for style in root.iter("style"))]
        if sum(map(len, sheets)) > _STYLES:
            raise refused(self.name, Said("more than {most} characters of style sheets", most=_STYLES), _SAVE_AS)
        self.styles = Styles(sheets)
        self.rows: list[list[object]] = []
        self.marks: Marks = {}
        self.merged: list[tuple[int, int, int, int]] = []
        self.hidden: set[int] = set()
        self.unseen: set[tuple[int, int]] = set()
        self.width = 0
        self.line = ""

    def contents(self, name: str) -> Contents:
        return Contents(
            name, self.rows, self.marks, tuple(self.merged), rows_hidden=frozenset(self.hidden), unseen=self.unseen
        )

    def flow(self, element: HtmlElement, hidden: bool) -> None:
        """The text and the tables of an element; lines of text that the page hides are not there."""
        self.say(element.text, hidden)
        for child in element:
            if isinstance(child.tag, str) and child.tag not in _SILENT:
                self.place(child, hidden or is_hidden(self.styles.of(child)))
            self.say(child.tail, hidden)

    def place(self, child: HtmlElement, hidden: bool) -> None:
        if child.tag == "table" and _is_of_data(child):
            self.end_line()
            self.table(child, hidden)
        elif child.tag in _INLINE:
            self.flow(child, hidden)
        else:
            self.end_line()
            self.flow(child, hidden)
            self.end_line()

    def say(self, text: str | None, hidden: bool) -> None:
        self.line += "" if hidden else text or ""

    def end_line(self) -> None:
        if text := " ".join(self.line.split()):
            self.rows.append([text])
        self.line = ""

    def table(self, table: HtmlElement, hidden: bool) -> None:
        """A table's rows, with each cell in the place that the spans before it leave."""
        caption = table.find("caption")
        if caption is not None and not hidden:
            self.line = self.seen(caption)[0]
            self.end_line()
        concealed = self.columns(table)
        left: dict[int, int] = {}  # rows that a cell above still reaches down, by column
        for line, cells in _lines(table):
            r, c = len(self.rows), 0
            row: list[object] = []
            self.rows.append(row)
            if hidden or self.is_away(line, table):
                self.hidden.add(r)
            for cell in cells:
                about = self.styles.of(cell)
                if about.get("display", "").startswith("none"):
                    continue  # takes no place: such cells lie under a merged one
                while left.get(c):
                    c += 1
                value, mark = self.cell(cell, about, line)
                right, down = _span(cell, "colspan", _WIDEST), _span(cell, "rowspan", _TALLEST)
                self.width = max(self.width, c + right)
                small_enough(self.name, len(self.rows), self.width)
                row += [""] * (c + right - len(row))
                row[c] = value
                if mark != PLAIN:
                    self.marks[r, c] = mark
                if right * down > 1 and "mso-ignore" not in (cell.get("style") or ""):
                    self.merged.append((r, c, r + down - 1, c + right - 1))
                self.unseen |= {(r, k) for k in range(c, c + right) if k in concealed}
                if down > 1:
                    left |= dict.fromkeys(range(c, c + right), down)
                c += right
            left = {k: rest - 1 for k, rest in left.items() if rest > 1}
        last = len(self.rows) - 1
        self.merged = [(top, c, min(bottom, last), right) for top, c, bottom, right in self.merged]

    def columns(self, table: HtmlElement) -> set[int]:
        """The columns that <col> hides, as Excel writes it."""
        found: set[int] = set()
        at = 0
        for column in table.iter("col", "colgroup"):
            if column.tag == "colgroup" and column.find("col") is not None:
                continue
            count = _span(column, "span", _WIDEST)
            if is_hidden(self.styles.of(column)):
                found |= set(range(at, at + count))
            at += count
        return found

    def is_away(self, line: HtmlElement, table: HtmlElement) -> bool:
        """Whether a line is hidden, or the group of lines that it stands in."""
        while line is not table:
            if is_hidden(self.styles.of(line)):
                return True
            line = line.getparent()
        return False

    def cell(self, cell: HtmlElement, about: Says, line: HtmlElement) -> tuple[object, Mark]:
        """A cell's value and its mark: the number that a program wrote beside its text, else the text."""
        text, rule = self.seen(cell) if not is_hidden(about) else ("", "")
        if is_struck(cell, about) or is_struck(line, self.styles.of(line)):
            rule = STRUCK
        code = mark_of(number_format(about))
        formula = cell.get("x:fmla", "")
        if not text:
            return text, Mark("=" + formula.lstrip("=")) if formula else PLAIN
        read = figure(text)
        if read.value is None or read.power or read.unit or read.qualifier:
            return text, Mark(rule=rule)
        number = cell.get("x:num") or cell.get("sdval")
        if not number:
            scaled = code.rule if code.rule == SCALED else ""  # a sign that the format writes is in the text
            shown = Mark("", code.per_cent and not read.per_cent, code.digits, rule or scaled)
            return text, Mark(rule=shown.rule) if read.per_cent else shown
        try:
            value = Decimal(number)
        except InvalidOperation:
            return text, Mark(rule=rule)
        mark = as_shown(text, value, read.per_cent)
        return float(value), replace(mark, rule=rule or mark.rule)

    def seen(self, element: HtmlElement) -> tuple[str, str]:
        """The text that an element shows, with the lines it has; and why it is not what it seems, "" where it is."""
        pieces: list[str] = []
        rules: list[str] = []
        self.collect(element, pieces, rules, "")
        lines = [" ".join(line.split()) for line in "".join(pieces).split("\n")]
        return "\n".join(filter(None, lines)), next(iter(rules), "")

    def collect(self, element: HtmlElement, pieces: list[str], rules: list[str], rule: str) -> None:
        def say(text: str | None, rule: str) -> None:
            if text and text.strip():
                rules.extend([rule] if rule else [])
            pieces.append(re.sub(r"\s", " ", text or ""))

        say(element.text, rule)
        for child in element:
            if isinstance(child.tag, str) and child.tag not in _SILENT:
                about = self.styles.of(child)
                if child.tag in _FIELDS:
                    say(_field(child), FIELD)
                elif not is_hidden(about):
                    own = STRUCK if is_struck(child, about) else RAISED if is_raised(child, about) else rule
                    pieces.extend([] if child.tag in _INLINE else ["\n"])
                    self.collect(child, pieces, rules, own)
                    pieces.extend([] if child.tag in _INLINE else ["\n"])
            say(child.tail, rule)


def _field(field: HtmlElement) -> str:
    """What a field of a form holds when the page opens."""
    if field.tag == "input":
        shows = field.get("type", "text").lower() in ("text", "number")
        return field.get("value", "") if shows else ""
    if field.tag == "select":
        chosen = field.find(".//option[@selected]")
        chosen = chosen if chosen is not None else field.find(".//option")
        return chosen.text_content() if chosen is not None else ""
    return field.text_content()


def _span(element: HtmlElement, name: str, most: int) -> int:
    told = re.match(r"\s*(\d{1,9})", element.get(name) or "")
    return min(max(int(told[1]), 1), most) if told else 1


def _is_of_data(table: HtmlElement) -> bool:
    """Whether a table is one of figures, not one that lays out others: most of its cells are its own."""
    if table.find(".//table") is None:
        return True
    own = sum(len(cells) for _, cells in _lines(table))
    return 2 * own > sum(1 for _ in table.iter("td", "th"))


def _lines(table: HtmlElement) -> Iterator[tuple[HtmlElement, list[HtmlElement]]]:
    """The lines of a table, each with its cells, those of tables within it left out; some pages lack the <tr>."""
    owner: HtmlElement | None = None
    cells: list[HtmlElement] = []
    for element in _own(table):
        line = element if element.tag == "tr" else element.getparent()
        if line is not owner or element.tag == "tr":
            if owner is not None:
                yield owner, cells
            owner, cells = line, []
        if element.tag != "tr":
            cells.append(element)
    if owner is not None:
        yield owner, cells


def _own(element: HtmlElement) -> Iterator[HtmlElement]:
    """Rows and cells below an element, as they stand; what a cell holds is not looked into."""
    for child in element:
        if child.tag in ("td", "th"):
            yield child
        elif child.tag != "table":
            if child.tag == "tr":
                yield child
            yield from _own(child)
