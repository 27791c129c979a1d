"""One sheet of the workbook: cells written by row and column, addresses for formulas, formats, print set-up."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ...assess.addresses import column_letters
from ...style import RED, RULE, TINT

CHANGEABLE = "#fff7d6"  # the ground of cells that a reader may change
_WIDEST, _NARROWEST, _HEAD = 46, 7, 11  # characters; a head makes its column no wider than this, and goes on below
_ROOMY = 70  # characters of a column of long texts that stand beside others
_UNDER_TITLE = 3  # the first row that is none of title, notice and what the sheet is about
_MUTED = "#565f6d"
_A4 = 9
_ACROSS = 1026  # pixels of columns at full size between the margins of A4 across: 10.7 inches at 96 an inch
_PIXELS, _SIDES = 7, 5  # of a character, and of a column besides
_SMALLEST = 0.7  # of its size: ten points come down to seven


@dataclass
class Formats:
    """The workbook's formats, each made once."""

    book: Any
    made: dict[str, Any] = field(default_factory=dict)

    def get(self, **wanted: object) -> Any:
        key = repr(sorted(wanted.items()))
        if key not in self.made:
            base = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "vcenter"}
            self.made[key] = self.book.add_format({**base, **wanted})
        return self.made[key]

    @property
    def folded(self) -> Any:
        return self.get(num_format="General", bottom=4, bottom_color=RULE, align="left", text_wrap=True)

    def cell(self, number: str = "General", changeable: bool = False, bold: bool = False, left: bool = False) -> Any:
        look: dict[str, object] = {"num_format": number, "bottom": 4, "bottom_color": RULE}
        look |= {"bg_color": CHANGEABLE} if changeable else {}
        look |= {"bold": True} if bold else {}
        whole = number in ("0", "+0;-0;0")  # ranks, stars, places gained
        return self.get(**look, align="left" if left else "center" if whole else "right")

    @property
    def head(self) -> Any:
        look = {"bold": True, "bg_color": TINT, "top": 2, "top_color": RED, "bottom": 1, "text_wrap": True}
        return self.get(**look, align="center")


class Sheet:
    """A worksheet under its title, notice and what it is about; columns become as wide as what is written there."""

    def __init__(self, book: Any, formats: Formats, name: str, title: str, notice: str, about: str = "") -> None:
        self.name, self.formats, self.title, self.notice, self.about = name, formats, title, notice, about
        self.sheet = book.add_worksheet(name)
        self.wide: dict[int, float] = {}
        self.tall: dict[int, float] = {}
        self.hidden: set[int] = set()
        self.roomy: set[int] = set()
        self.fixed: dict[int, float] = {}
        self.sheet.write_string(0, 0, title, formats.get(bold=True, font_size=14, font_color=RED))
        for row, text in ((1, notice), (2, about)):
            if text:
                self.sheet.write_string(row, 0, text, formats.get(font_size=9, font_color=_MUTED))

    def at(self, row: int, column: int) -> str:
        """The cell as other sheets name it, fixed; in the sheet's own formulas its name falls away."""
        return f"{self.name}!{address(row, column)}"

    def range(self, row: int, column: int, last_row: int, last_column: int | None = None) -> str:
        end = address(last_row, column if last_column is None else last_column)
        return f"{self.name}!{address(row, column)}:{end}"

    def heads(self, row: int, names: Sequence[str], start: int = 0) -> None:
        for k, name in enumerate(names, start=start):
            self.sheet.write_string(row, k, name, self.formats.head)
            self._widen(k, min(_width(name), _HEAD))
            self.tall[row] = max(self.tall.get(row, 32), 15 * _lines(name, _HEAD + 1) + 2)
        self.sheet.set_row(row, self.tall[row])

    def text(self, row: int, column: int, text: str, bold: bool = False) -> None:
        """Text as text: what begins with = + - @ is never a formula."""
        self.sheet.write_string(row, column, text, self.formats.cell(left=True, bold=bold))
        self._widen(column, _width(text))

    def long_text(self, row: int, column: int, text: str) -> None:
        """Text that stands beside others, in a column that may be wider; it goes on below where that does not do."""
        self.roomy.add(column)
        if _width(text) <= _ROOMY - 2:
            self.text(row, column, text)
            return
        self.sheet.write_string(row, column, text, self.formats.folded)
        self._widen(column, _ROOMY)
        self.tall[row] = max(self.tall.get(row, 0), 15 * _lines(text, _ROOMY - 2))
        self.sheet.set_row(row, self.tall[row])

    def number(self, row: int, column: int, value: float, number: str = "General", changeable: bool = False) -> None:
        """A number; nothing where there is none (NaN)."""
        look = self.formats.cell(number, changeable)
        if value is None or math.isnan(float(value)):
            self.sheet.write_blank(row, column, None, look)
        else:
            self.sheet.write_number(row, column, float(value), look)
        self._widen(column, 7)

    def formula(self, row: int, column: int, formula: str, value: object, number: str = "General") -> None:
        """A formula with the value it has as printed, for programs that do not recalculate."""
        formula = formula.replace(f"{self.name}!", "")
        known = "" if value is None or (isinstance(value, float) and math.isnan(value)) else value
        left = isinstance(known, str) and known != ""
        self.sheet.write_formula(row, column, f"={formula}", self.formats.cell(number, left=left), known)
        self._widen(column, _width(known) if left else 7)

    def scale(self, repeated: int) -> float:
        """How large it can be printed, as a share of its size, on the pages it takes (see `largest`)."""
        return largest(self._widths(), repeated)

    def finish(self, first_row: int, first_column: int, heads: int, page: str, scale: float) -> None:
        """Widths, frozen panes, and print set-up: A4 across, as many pages wide as it takes to be read, heads and the
        frozen columns on every page; title, notice and what it is about in the margins.

        Programs take the largest size at which a sheet fits. `scale` is what all sheets of the book come to: one that
        could be larger has an empty column at its end that fills its last page, so that their type is of one size.
        """
        widths = self._widths()
        for column, width in enumerate(widths):
            if width or column in self.hidden:
                self.sheet.set_column(column, column, width or None, None, {"hidden": column in self.hidden})
        self.sheet.freeze_panes(first_row, first_column)
        self.sheet.set_landscape()
        self.sheet.set_paper(_A4)
        self.sheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
        across, rest = packed(widths, first_column, _ACROSS / scale)
        last = self.sheet.dim_colmax
        if rest > _pixels(1):
            last += 1
            self.sheet.set_column(last, last, (rest - _SIDES) / _PIXELS)
        self.sheet.fit_to_pages(across, 0)
        if across > 1:
            self.sheet.repeat_columns(0, first_column - 1)
            self.sheet.print_across()
        self.sheet.print_area(_UNDER_TITLE, 0, self.sheet.dim_rowmax, last)
        if heads:
            self.sheet.repeat_rows(_UNDER_TITLE, heads)
        self._in_margins(page)

    def _widths(self) -> list[float]:
        """Characters by column; 0 for what is hidden."""
        widths = [0.0] * (max([*self.wide, *self.fixed], default=-1) + 1)
        for column, width in self.wide.items():
            widest = _ROOMY if column in self.roomy else _WIDEST
            widths[column] = 0 if column in self.hidden else min(max(width + 2, _NARROWEST), widest)
        for column, width in self.fixed.items():
            widths[column] = width
        return widths

    def _in_margins(self, page: str) -> None:
        """Title, notice and what it is about at the head and foot of every page, of one size whatever the sheet's."""
        size = {"scale_with_doc": False}
        about = f"&B&9&K{_MUTED.removeprefix('#')}\n{_in_margin(self.about)}" if self.about else ""
        self.sheet.set_header(f"&L&14&B&K{RED.removeprefix('#')}{_in_margin(self.title)}{about}", size)
        notice = _in_margin(self.notice).replace("；", "；\n").replace("; ", ";\n")
        self.sheet.set_footer(f"&L&8{notice}&R{page}", size)

    def _widen(self, column: int, width: float) -> None:
        self.wide[column] = max(self.wide.get(column, 0), width)


def _in_margin(text: str) -> str:
    """Text as headers and footers of pages take it, where & begins a code."""
    return text.replace("&", "&&")


def pages_across(widths: Sequence[float], repeated: int) -> int:
    """How many pages wide a sheet is printed whose columns have these widths (characters; 0: hidden).

    The first `repeated` columns stand on every page.
    """
    return packed(widths, repeated, _ACROSS / _SMALLEST)[0]


def largest(widths: Sequence[float], repeated: int) -> float:
    """The largest share of its size, in whole per cent, at which a sheet takes no more than its pages across."""
    pages = pages_across(widths, repeated)
    sizes = (percent / 100 for percent in range(100, round(_SMALLEST * 100), -1))
    return next((size for size in sizes if packed(widths, repeated, _ACROSS / size)[0] <= pages), _SMALLEST)


def packed(widths: Sequence[float], repeated: int, room: float) -> tuple[int, float]:
    """Pages of `room` pixels that these columns take, one after another, and what is left on the last of them."""
    head = sum(map(_pixels, widths[:repeated]))
    pages, left = 1, room - head
    for wide in map(_pixels, widths[repeated:]):
        if wide > left and left < room - head:
            pages, left = pages + 1, room - head
        left -= wide
    return pages, left


def _pixels(width: float) -> float:
    """A column of so many characters, as spreadsheets reckon it; 0: hidden."""
    return width * _PIXELS + _SIDES if width else 0


def address(row: int, column: int) -> str:
    return f"${column_letters(column + 1)}${row + 1}"


def _width(text: object) -> float:
    return sum(1.9 if ord(char) > 0x2E80 else 1.0 for char in str(text))


def _lines(text: str, room: float) -> int:
    """How many lines a head takes in a column of `room` characters: cut between words, Chinese anywhere."""
    lines, used = 1, 0.0
    for part in text.split():
        width = _width(part)
        if used and used + 1 + width > room:
            lines, used = lines + 1, 0.0
        used += width + (1 if used else 0)
        while used > room:
            lines, used = lines + 1, used - room
    return lines
