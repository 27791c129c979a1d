"""Scored workbooks as LibreOffice, and as Excel, calculate them, and whether they say what the result says."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from the_readme_says import OFFICES

HEADS, FIRST = 5, 6  # the rows of heads and of the first district, as a spreadsheet counts
OFFICE = next(filter(None, map(shutil.which, OFFICES)), None)


def without_values(content: bytes) -> bytes:
    """The workbook without the values its formulas carry: whoever shows some has calculated them."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            if name.startswith("xl/worksheets/"):
                text = re.sub(rb"</f><v>[^<]*</v>", b"</f>", text)
            new.writestr(name, text)
    return out.getvalue()


def recalculated(folder: Path, books: dict[str, bytes]) -> dict[str, openpyxl.Workbook]:
    """The workbooks as LibreOffice calculates them."""
    assert OFFICE, "there is no LibreOffice: `make test` fetches it"
    (folder / "in").mkdir(parents=True)
    for name, content in books.items():
        (folder / "in" / f"{name}.xlsx").write_bytes(without_values(content))
    subprocess.run(
        [
            *(OFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "xlsx"),
            *("--outdir", str(folder / "out"), *(str(folder / "in" / f"{name}.xlsx") for name in books)),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return {name: openpyxl.load_workbook(folder / "out" / f"{name}.xlsx", data_only=True) for name in books}


def differing_in_excel(folder: Path, content: bytes) -> tuple[int, list[str]]:
    """How many formulas there are, and those whose value is not the one they carry when they are calculated by Excel's
    rules: what is true is no number to SUMPRODUCT, which LibreOffice takes for 1."""
    import formulas

    (book := folder / "book.xlsx").write_bytes(content)
    found = formulas.ExcelModel().loads(str(book)).finish().calculate()
    calculated = {str(name).upper(): cell.value[0, 0] for name, cell in found.items() if ":" not in str(name)}
    asked, carries = openpyxl.load_workbook(book), openpyxl.load_workbook(book, data_only=True)
    count, differing = 0, []
    for sheet in asked:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
            count += 1
            got = calculated[f"'[{book.name}]{sheet.title}'!{cell.coordinate}".upper()]
            want = carries[sheet.title][cell.coordinate].value
            equal = float(got) == pytest.approx(want, abs=1e-9) if _is_number(want) else str(got) == (want or "")
            if not equal:
                differing.append(f"{sheet.title}!{cell.coordinate}: {got!r}, not {want!r}: {cell.value}")
    return count, differing


def _is_number(value: object) -> bool:
    return isinstance(value, int | float)


def columns(sheet, many: int) -> dict[str, list]:
    """The columns of a sheet of one row a district, by head."""
    heads = [cell.value for cell in sheet[HEADS]]
    rows = list(sheet.iter_rows(min_row=FIRST, max_row=FIRST + many - 1, values_only=True))
    return {head: [row[k] for row in rows] for k, head in enumerate(heads) if head}


def same(found: list, wanted, exactly: bool = True) -> None:
    for got, want in zip(found, wanted, strict=True):
        if pd.isna(want):
            assert got in (None, "")
        else:
            assert got == want if exactly else got == pytest.approx(want, abs=1e-9)


def agrees(book, result, lang: str = "zh") -> None:
    """Every figure of the sheets Scores and Result is the result's own; printed ones to the last digit."""
    scores, final = (columns(book.worksheets[k], len(result.codes)) for k in (3, 2))
    scheme = result.scheme
    for leaf in scheme.leaves:
        same(scores[leaf.name.label(lang)], result.leaf[leaf.id], exactly=False)
    for node in scheme.nodes:
        if not node.is_leaf:
            same(scores[node.name.label(lang)], result.nodes[node.id], exactly=False)
    for extra in scheme.extras:
        if extra.kind != "veto":
            same(scores[extra.name.label(lang)], result.extras[extra.id], exactly=False)
    same(list(scores.values())[-1], result.exact, exactly=False)
    zh = lang == "zh"
    for board in scheme.boards:
        name = board.name.label(lang)
        same(final[name], result.boards[board.id])
        same(final[f"{name}位次" if zh else f"{name}: rank"], result.board_rank[board.id])
        same(final[f"{name}星数" if zh else f"{name}: stars"], result.stars[board.id])
    for head, known in (
        ("总分" if zh else "Total", result.total),
        ("位次" if zh else "Rank", result.rank),
        ("升降" if zh else "Change", result.change),
        ("星数合计" if zh else "Stars in all", result.stars_total),
    ):
        same(final[head], known)
    for award in scheme.awards:
        won = [code for code, mark in zip(result.codes, final[award.name.label(lang)], strict=True) if mark]
        assert sorted(won) == sorted(result.flags[award.id])


def carried(content: bytes, calculated: openpyxl.Workbook) -> int:
    """How many numbers the formulas carry; each is what is calculated."""
    compared = 0
    for sheet in openpyxl.load_workbook(io.BytesIO(content), data_only=True).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                other = calculated[sheet.title][cell.coordinate].value
                if isinstance(cell.value, int | float):
                    assert other == pytest.approx(cell.value, abs=1e-9), (sheet.title, cell.coordinate)
                    compared += 1
                else:
                    assert (other or "") == (cell.value or ""), (sheet.title, cell.coordinate)
    return compared
