"""Ways to damage a copy of the data folder, as analysts' slips and programs do it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from pathlib import Path

import openpyxl

Damage = Callable[[Path], object]

QUARTER = "2023Q2"
VALUES, SCORES, SURVEY, SCHEME = "2023Q2/values.csv", "2023Q2/scores.csv", "2023Q2/survey.csv", "schemes/2023.toml"
PHOTOS, COMMENTARY, ISSUE, KEY_WORK = (
    "2023Q2/photos/photos.csv",
    "2023Q2/commentary.md",
    "2023Q2/issue.toml",
    "key_work.zh.toml",
)


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig")


def put(path: Path, content: str) -> None:
    path.write_text(content, encoding="utf-8-sig" if path.suffix == ".csv" else "utf-8", newline="\n")


def rows(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text(path), newline="")))


def put_rows(path: Path, content: Iterable[Iterable[object]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(content)
    put(path, out.getvalue())


def cell(file: str, row: int, column: str, new: str) -> Damage:
    """Another text in one cell; the header is row 1."""

    def damage(data: Path) -> None:
        table = rows(data / file)
        table[row - 1][table[0].index(column)] = new
        put_rows(data / file, table)

    return damage


def figure(district: str, indicator: str, column: str, new: str) -> Damage:
    """Another text in the row of values.csv that has this district and indicator."""

    def damage(data: Path) -> None:
        place = [row[:2] for row in rows(data / VALUES)].index([district, indicator])
        cell(VALUES, place + 1, column, new)(data)

    return damage


def words(file: str, old: str, new: str) -> Damage:
    """The first `old` of a file replaced by `new`."""

    def damage(data: Path) -> None:
        content = text(data / file)
        assert old in content, f"{file} has no {old!r}"
        put(data / file, content.replace(old, new, 1))

    return damage


def everywhere(old: str, new: str) -> Damage:
    """A district called otherwise in every table."""

    def damage(data: Path) -> None:
        for path in data.rglob("*.csv"):
            put_rows(path, ([new if c == old else c for c in row] for row in rows(path)))

    return damage


def whole(file: str, content: bytes | str) -> Damage:
    """A file with quite another content."""
    return lambda data: (data / file).write_bytes(content.encode() if isinstance(content, str) else content)


def encoded(file: str, encoding: str) -> Damage:
    return lambda data: (data / file).write_bytes(text(data / file).encode(encoding))


def gone(*files: str) -> Damage:
    return lambda data: [(data / file).unlink() for file in files]


def renamed(file: str, name: str) -> Damage:
    return lambda data: (data / file).rename((data / file).with_name(name))


def added(file: str, line: str) -> Damage:
    return lambda data: put(data / file, text(data / file).rstrip("\n") + f"\n{line}\n")


def head_above(file: str, line: str) -> Damage:
    return lambda data: put(data / file, f"{line}\n{text(data / file)}")


def parted(file: str, mark: str) -> Damage:
    return lambda data: put(data / file, text(data / file).replace(",", mark))


def without_column(file: str, column: str) -> Damage:
    def damage(data: Path) -> None:
        table = rows(data / file)
        at = table[0].index(column)
        put_rows(data / file, (row[:at] + row[at + 1 :] for row in table))

    return damage


def without_rows(drop: Callable[[list[str]], bool], *files: str) -> Damage:
    def damage(data: Path) -> None:
        for file in files:
            table = rows(data / file)
            put_rows(data / file, [table[0], *(row for row in table[1:] if not drop(row))])

    return damage


def workbook(file: str, sheet: str = "", beside: bool = False, change: Callable = lambda sheet: None) -> Damage:
    """A table as a workbook, its numbers as numbers; the CSV goes unless `beside`."""

    def number(cell: str) -> object:
        try:
            return float(cell)
        except ValueError:
            return cell or None

    def damage(data: Path) -> None:
        path = data / file
        book = openpyxl.Workbook()
        book.active.title = sheet or path.stem
        for row in rows(path):
            book.active.append([number(c) for c in row])
        change(book.active)
        book.save(path.with_suffix(".xlsx"))
        if not beside:
            path.unlink()

    return damage


def both(*damages: Damage) -> Damage:
    return lambda data: [damage(data) for damage in damages]
