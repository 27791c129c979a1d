"""The findings of a quarter as text, to be read by eye and kept: what is said, with which news value, on which data.

`python tests/write/snapshot.py` writes the snapshots anew; read the difference before it is committed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from helpers.markup import unmarked
from helpers.model import Name
from helpers.write import open_briefing, sections, story
from helpers.write.briefing import Briefing
from helpers.write.finding import Figure, Finding

ROOT = Path(__file__).resolve().parents[2]
DATA, FOLDER = ROOT / "data", Path(__file__).parent / "snapshots"
QUARTERS = ["2022Q1", "2022Q2", "2022Q3", "2022Q4", "2023Q1", "2023Q2", "2023Q3"]


def quarter_text(quarter: str) -> str:
    """Every finding of the city's and the districts' briefings of a quarter, as told in both languages."""
    city = open_briefing(quarter, data=DATA)
    lines = [f"# {quarter}: all findings, as told. Made by tests/write/snapshot.py; read before it is committed."]
    for district in (None, *city.result.districts):
        b = replace(city, district=district)
        lines += ["", f"## {district.name if district else '全市'}"]
        seen: dict[str, str] = {}
        for paragraph in sections.paragraphs(b):
            for finding in paragraph.findings:
                told = unmarked(story.sentence(b, finding))
                if told in seen:  # once in full is enough
                    lines.append(f"[{paragraph.section}] {_kind(finding)}, as in [{seen[told]}]")
                else:
                    lines += finding_lines(b, paragraph.section, finding)
                seen.setdefault(told, paragraph.section)
    return "\n".join(lines) + "\n"


def finding_lines(b: Briefing, section: str, f: Finding) -> Iterator[str]:
    news = f" news {f.news:g}" if f.news else ""
    rows = f" rows {len(f.rows)}" if f.rows else ""
    window = f" window {f.window[0]}..{f.window[1]}" if f.window else ""
    yield f"[{section}] {_kind(f)}{news}{window}{rows}"
    figures = "; ".join(f"{name} {_figure(figure)}" for name in f.figures for figure in f.each(name))
    if figures:
        yield f"    {figures}"
    about = "; ".join(f"{key} {_about(value)}" for key, value in f.about.items() if _shown(key, value))
    if about and b.district is None:
        yield f"    ({about})"
    yield f"    {unmarked(story.sentence(b, f))}"
    yield f"    {unmarked(story.sentence(replace(b, lang='en'), f))}"


def _kind(f: Finding) -> str:
    variant = f.about.get("variant", "")
    return f"{f.kind}.{variant}" if variant else f.kind


def _figure(figure: Figure) -> str:
    way = f" {figure.way}" if figure.way else ""
    of = f" of {'+'.join(figure.of)}" if figure.of else ""
    against = f" against {'+'.join(figure.against)}" if figure.against else ""
    return f"{figure.value:.{figure.decimals}f} {figure.qualifier}{figure.unit}{way}{of}{against}"


def _shown(key: str, value: object) -> bool:
    return key not in ("variant", "sentence", "periods_by_slot") and value not in ("", (), None, False)


def _about(value: object) -> str:
    if isinstance(value, Name):
        return value.zh
    if isinstance(value, tuple):
        return "+".join(_about(one) for one in value)
    return str(value)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name in QUARTERS:
        (FOLDER / f"{name}.txt").write_text(quarter_text(name), encoding="utf-8", newline="\n")
        print(FOLDER.relative_to(ROOT) / f"{name}.txt")
