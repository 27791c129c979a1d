"""At the gate: what kind of file arrived, and whether it is safe to open. Nothing of it is ever run.

A workbook is opened only after its archive has been read through once, bounded: a truncated one, one that unpacks to
more than it should, one with a sheet of a million empty columns, or one behind a password ends here with a reason.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ..model import DataError, Fault
from ..said import Listed, Said
from .addresses import column_number

LARGEST = 50 * 2**20  # bytes of a file; a department's workbook has some hundred thousand
UNPACKED = 300 * 2**20  # bytes of all parts of a workbook, unpacked
CELLS = 2_000_000  # of one sheet, from A1 to the last cell used; as many rows, and texts shared by all sheets
KINDS = (".xlsx", ".xlsm", ".xls", ".et", ".ods", ".csv", ".txt")
_SAVE_AGAIN = "open it, save it again as .xlsx, and take that"
_BLANK = b"\xef\xbb\xbf\xff\xfe \t\r\n"
_PAGE = re.compile(
    rb"(?i)(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html|head|meta|title|body|div|table|tr|style|script|"
    rb"center|form|font|span|p|br|h[1-6])\b",
    flags=re.DOTALL,
)
_MIME = re.compile(rb"(?i)(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,20}?mime-version:\s")
_SHEETS = re.compile(rb"(?:<\?xml|<!--|<(?:\w+:)?Workbook\b)")
_COPY = "ask who sent it; copy the figures into a new workbook"
_LONGEST_TAG = 2**16
# A row, a cell or a shared text begins; the address of a cell, the number of a row.
_TAG = re.compile(
    rb"<(?:\w+:)?(sheetData|row|c|si|table-row|table-cell)"
    rb"(?:(?:\s[^>]*?)?\sr=[\"']([A-Z]{0,4})(\d{1,9})[\"']|(?=[\s/>]))"
)


@dataclass(frozen=True)
class Arrival:
    """A file that may be opened: `kind` is xlsx, xls, ods, text, page (HTML), archive (MHTML) or spreadsheet (XML
    of 2003), by its content; `notices` are for the analyst."""

    path: Path
    content: bytes
    kind: str
    notices: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.path.name


def refused(name: str, rule: str, hint: str, value: str = "") -> DataError:
    return DataError(Fault(name, rule, hint, value=value))


def admit(path: Path) -> Arrival:
    """The file's bytes and kind; raises DataError, with what to do, for one that cannot or should not be opened."""
    name = path.name
    if path.suffix.lower() == ".xlsb":
        raise refused(name, "not a workbook or CSV by its name", _SAVE_AGAIN, path.suffix)
    if path.suffix.lower() not in KINDS:
        raise refused(
            name, "not a workbook or CSV by its name", Said("known: {names}", names=Listed(KINDS)), path.suffix
        )
    try:
        size = path.stat().st_size
        if size > LARGEST:
            large = "{size:d} MB; more than {most:d} MB is not opened"
            rule = Said(large, size=round(size / 2**20), most=LARGEST >> 20)
            raise refused(name, rule, "take out pictures and sheets that are not needed, or split it")
        content = path.read_bytes()
    except OSError as error:
        raise refused(
            name,
            Said("cannot be read: {reason}", reason=error.strerror),
            "close it in other programs; check its rights",
        ) from None
    if not content.strip():
        raise refused(name, "the file is empty", "ask for it again")
    if content.startswith(b"PK"):
        return _archive(path, content)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _compound(path, content)
    start = content[:8000].replace(b"\0", b"").lstrip(_BLANK)  # in UTF-16 every other byte is none
    if b"schemas-microsoft-com:office:spreadsheet" in start and _SHEETS.match(start):
        return Arrival(path, content, "spreadsheet", ("an XML spreadsheet of 2003: its tables are read",))
    if _MIME.match(start):
        return Arrival(path, content, "archive", ("a web page in one file (MHTML): its tables are read",))
    if _PAGE.match(start):
        return Arrival(path, content, "page", ("a web page under a workbook's name: its tables are read",))
    if path.suffix.lower() in (".csv", ".txt"):
        return Arrival(path, content, "text")
    if _is_text(content):
        return Arrival(path, content, "text", ("a text under a workbook's name: read as a text",))
    raise refused(name, "not a workbook that can be opened: its content is something else", _SAVE_AGAIN)


def _is_text(content: bytes) -> bool:
    """Whether it is lines of cells parted by tabs, commas or semicolons, as many systems send as .xls."""
    if content.startswith(b"ID;"):  # SYLK, whose cells are commands
        return False
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    plain = content.replace(b"\0", b"") if wide else content
    if not wide and re.search(rb"[\x00-\x08\x0e-\x1f\x7f]", plain):
        return False
    lines = [line for line in re.split(rb"[\r\n]+", plain) if line.strip()]
    parted = sum(re.search(rb"[\t,;]", line) is not None for line in lines)
    return len(lines) > 1 and 2 * parted > len(lines)


def _compound(path: Path, content: bytes) -> Arrival:
    """The older container: an .xls, or a newer workbook behind a password."""
    name = path.name
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise refused(name, "protected by a password", "take the password off (File, Info), or ask for it without one")
    notices: tuple[str, ...] = ()
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        if path.suffix.lower() == ".xlsx":
            raise refused(name, "holds macros, though its name says it cannot", _SAVE_AGAIN)
        notices = ("holds macros; they are not run",)
    return Arrival(path, content, "xls", notices)


def _archive(path: Path, content: bytes) -> Arrival:
    name = path.name
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            parts = {info.filename for info in book.infolist()}
            kind = "ods" if "content.xml" in parts else "xlsx" if "xl/workbook.xml" in parts else ""
            if not kind:
                raise refused(name, "an archive, but no workbook", _SAVE_AGAIN)
            bounded(name, book)
            macros = any(re.search(r"vbaProject|macrosheets/|^Basic/|^Scripts/", part) for part in parts)
            if macros and path.suffix.lower() == ".xlsx":
                raise refused(name, "holds macros, though its name says it cannot", _SAVE_AGAIN)
            if any("macrosheets/" in part for part in parts):
                raise refused(name, "holds a macro sheet (Excel 4)", _SAVE_AGAIN)
            if b"encryption-data" in (book.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in parts else b""):
                raise refused(name, "protected by a password", "take the password off, or ask for it without one")
            if kind == "ods":
                _unrepeated(name, book.read("content.xml"))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, KeyError) as error:
        rule = Said("the file is damaged or was cut short ({error})", error=error)
        raise refused(name, rule, "copy or download it again, or ask for it again") from None
    return Arrival(path, content, kind, ("holds macros; they are not run",) if macros else ())


def small_enough(name: str, rows: int, columns: int) -> None:
    """No sheet that reaches far: an .xls or a text may, too, and every cell of the area becomes one when it is read."""
    if rows * columns > CELLS:
        wide = "a sheet of {rows:d} rows and {columns:d} columns: more than {most:d} cells"
        rule = Said(wide, rows=rows, columns=columns, most=CELLS)
        raise refused(name, rule, "delete what is not part of the table")


def bounded(name: str, book: zipfile.ZipFile) -> None:
    """Unpack every part once, with an eye on how much comes out; a lie about its size is a wrong checksum.

    Raises DataError for one that would fill the memory, naming the file `name`.
    """
    left = UNPACKED
    for info in book.infolist():
        tags = _Tags(name)
        with book.open(info) as part:
            while chunk := part.read(2**20):
                left -= len(chunk)
                if left < 0:
                    rule = Said("unpacks to more than {most:d} MB: it is not opened", most=UNPACKED >> 20)
                    raise refused(name, rule, _COPY)
                tags.count(chunk)


class _Tags:
    """The rows, cells and shared texts of one part, counted as it is unpacked: a reader would keep all of them.

    A cell without an address stands right of the one before it, as the reader has it.
    """

    def __init__(self, name: str) -> None:
        self.name, self.rest, self.inside = name, b"", False
        self.rows = self.cells = self.texts = 0
        self.row = self.column = self.last_row = self.last_column = 0

    def count(self, chunk: bytes) -> None:
        chunk = self.rest + chunk
        cut = chunk.rfind(b"<")
        open_tag = cut >= 0 and chunk.find(b">", cut) < 0 and len(chunk) - cut < _LONGEST_TAG
        self.rest = chunk[cut:] if open_tag else b""
        for tag, letters, number in _TAG.findall(chunk, 0, cut if open_tag else len(chunk)):
            if tag in (b"c", b"table-cell"):
                self._cell(letters, number)
            elif tag == b"si":
                self.texts += 1
            elif tag == b"sheetData":
                self.inside = True
            else:
                self.rows += 1
                self.row, self.column = int(number) if number else self.row + 1, 0
        self._small_enough()

    def _cell(self, letters: bytes, number: bytes) -> None:
        self.cells += 1
        self.column = _column(letters) if letters else self.column + 1
        if self.inside:  # the list of formulas (calcChain) has cells of all sheets
            self.last_row = max(self.last_row, int(number) if letters else self.row)
            self.last_column = max(self.last_column, self.column)

    def _small_enough(self) -> None:
        """One cell at the far end of an empty sheet fills the memory as well as a million of them do."""
        if self.last_row * self.last_column > CELLS:
            far = "a sheet that reaches to row {row:d}, column {column:d}: more than {most:d} cells"
            rule = Said(far, row=self.last_row, column=self.last_column, most=CELLS)
            raise refused(self.name, rule, "delete the cells far outside the table")
        if max(self.cells, self.rows, self.texts) > CELLS:
            rule = Said("more than {most:d} rows, cells or texts in one sheet: it is not opened", most=CELLS)
            raise refused(self.name, rule, _COPY)


def _unrepeated(name: str, content: bytes) -> None:
    """No .ods with a cell repeated over a whole sheet."""
    for row in re.finditer(rb"<table:table-row([^>]*)>(.*?)</table:table-row>", content, flags=re.DOTALL):
        rows = _repeated(rb"rows", row[1])
        for cell in re.finditer(rb"<table:table-cell([^>]*office:value-type[^>]*)>", row[2]):
            if rows * _repeated(rb"columns", cell[1]) > CELLS:
                rule = Said("a sheet of more than {most:d} cells", most=CELLS)
                raise refused(name, rule, "delete what is not part of the table")


def _repeated(what: bytes, attributes: bytes) -> int:
    found = re.search(rb'number-%s-repeated="(\d+)"' % what, attributes)
    return int(found[1]) if found else 1


@lru_cache(maxsize=2**15)
def _column(letters: bytes) -> int:
    return column_number(letters.decode())
