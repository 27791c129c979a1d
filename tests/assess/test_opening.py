"""What opening a quarter may cost: no font, no drawing library, each file read once."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from helpers import style
from helpers.assess import check
from helpers.model import Quarter

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "data"

# opened by Python itself, told before anything is read or drawn
_WATCHED = """
import json, sys
opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
from helpers.write import open_briefing
open_briefing("2023Q2", data=sys.argv[1])
print(json.dumps([[name for name in opened if name.startswith(sys.argv[1])], sorted(sys.modules)]))
"""


def test_a_quarter_is_opened_without_fonts_and_each_table_is_read_once():
    done = subprocess.run(
        [sys.executable, "-c", _WATCHED, str(SHIPPED)], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    opened, modules = json.loads(done.stdout)
    assert "pandas" in modules and "matplotlib" not in modules and "fontTools" not in modules
    tables = Counter(Path(name).relative_to(SHIPPED).as_posix() for name in opened if name.endswith((".csv", ".xlsx")))
    assert tables["2022Q1/values.csv"] and tables["2023Q2/values.csv"] and "2023Q3/values.csv" not in tables
    assert set(tables.values()) == {1}, tables


def test_what_counts_as_printable_without_a_look_is_in_the_font():
    face = style._face(False)
    unseen = ("Cc", "Cf", "Zs", "Zl", "Zp")
    for point in range(0x20, 0x10000):
        char = unicodedata.normalize("NFC", chr(point))
        if 0xD800 <= point < 0xE000 or len(char) > 1 or unicodedata.category(char) in unseen:
            continue
        lacks = face.get_char_index(ord(char)) == 0
        assert style.without_glyph(char) == (char if lacks else ""), f"U+{point:04X}"


@pytest.mark.parametrize("text", ["3 600 m²", "每平方米 m²，约 5 µg/m³", "Zürich ≒ 区"])
def test_latin_letters_and_superscripts_beside_chinese(text: str):
    assert style.without_glyph(text) == ("≒" if "≒" in text else "")


def test_a_code_that_stands_twice_is_told_once_and_misses_no_rows(tmp_path: Path):
    shutil.copytree(SHIPPED, tmp_path / "data")
    path = tmp_path / "data" / "districts.csv"
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    lines.insert(3, lines[2])
    path.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    told = [f for f in check.check_quarter(tmp_path / "data", Quarter(2023, 2)) if f.severity == "error"]
    assert {f.file for f in told} == {"districts.csv"} and "same code" in told[0].rule
