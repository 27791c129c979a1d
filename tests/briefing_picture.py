"""The READMEs' pictures of the city's briefing: `python tests/briefing_picture.py REPORTS` (default: reports/2023Q2).

Sets the pages that are shown beside each other, as docs/briefing.zh.png and docs/briefing.en.png. Needs pdftoppm.
"""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
PAGES = (2, 5, 6)  # ranking, ranks over the quarters, the gap between first and second
GROUND, GAP, DOTS = "#c9cdd6", 14, 80  # pixels between pages; dots an inch


def main(reports: Path) -> None:
    for lang in ("zh", "en"):
        sheets = [_page(reports / f"city.{lang}.pdf", page) for page in PAGES]
        wide, high = sheets[0].size
        shown = Image.new("RGB", (len(sheets) * (wide + GAP) + GAP, high + 2 * GAP), GROUND)
        for at, sheet in enumerate(sheets):
            shown.paste(sheet, (GAP + at * (wide + GAP), GAP))
        shown.quantize(128).save(ROOT / "docs" / f"briefing.{lang}.png", optimize=True)


def _page(pdf: Path, page: int) -> Image.Image:
    words = ["pdftoppm", "-png", "-r", str(DOTS), "-f", str(page), "-l", str(page), str(pdf)]
    return Image.open(io.BytesIO(subprocess.run(words, capture_output=True, check=True).stdout))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "reports" / "2023Q2")
