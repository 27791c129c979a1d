"""Make a data folder: the city that ships, or a made-up country for trials of scale."""

from __future__ import annotations

import csv
import shutil
import tempfile
from pathlib import Path

import numpy as np

from ..assess.scheme import load_schemes
from ..model import District, Quarter, UsageError
from ..scheme import Scheme
from . import city, pictures, pins, tables
from .draw import Stream
from .search import Form, NoSuchQuarter, Task, pushes, quarter

SEED = 2023
QUARTERS = Quarter.span("2022Q1..2023Q3")
CITY = 10  # this many districts make Qingdao
ATTEMPTS = 40
TEMPLATE = city.TEMPLATE
INVENTED = {
    "README.md": (
        "> **A made-up country** (示范区市): no figure in this folder is a fact. What is said below of real districts\n"
        "> holds for the city that ships with the project, not here."
    ),
    "README.zh-CN.md": (
        "> **示范区市**：本文件夹中的数字均非事实。下文关于真实区市的说明，只适用于随项目附带的那座城市。"
    ),
}


def make(
    districts: int = CITY, quarters: tuple[Quarter, ...] = QUARTERS, seed: int = SEED, out: Path = Path("demo")
) -> None:
    """Write a data folder for `briefing build`, the same bytes for the same arguments.

    Ten districts are Qingdao's, and every published fact holds in it (helpers/demo/published); any other number is
    a country of made-up districts in which nothing is a fact. Raises UsageError when `out` already holds something
    (a demonstration never overwrites data), or a quarter lies outside the schemes in force; nothing is written then.
    """
    out = Path(out)
    if districts < 1:
        raise UsageError("{districts:d} districts: there has to be one at least", districts=districts)
    if not quarters:
        raise UsageError("no quarter is named; write for example 2022Q1..2023Q3")
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UsageError("{folder} is not empty; a demonstration never overwrites data: name a new folder", folder=out)
    out.absolute().parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=out.absolute().parent) as beside:
        folder = Path(beside) / "data"
        folder.mkdir()
        if districts == CITY:
            make_city(folder, tuple(sorted(set(quarters))), seed)
        else:
            make_country(folder, districts, tuple(sorted(set(quarters))), seed)
        if out.exists():
            out.rmdir()
        folder.replace(out)


def make_city(folder: Path, quarters: tuple[Quarter, ...], seed: int) -> None:
    """Qingdao, drawn anew until one row of quarters agrees with every published fact."""
    skipped = [when.name for when in TEMPLATE.glob("20*") if when.name not in map(str, quarters)]
    shutil.copytree(TEMPLATE, folder, ignore=lambda _, names: skipped, dirs_exist_ok=True)
    tables.write(folder / "sources.csv", city.sources())
    names = districts_of(folder)
    tables.write(folder / "background.csv", city.background(names))
    draw_city(folder, quarters, names, seed)
    for when in quarters:
        if found := city.results(when, names):
            tables.write(folder / str(when) / "results.csv", found)
    if city.PRAISE in quarters:
        tables.write(folder / str(city.PRAISE) / "praise.csv", city.praise())
    if city.STORY in quarters:
        pictures.draw_all(folder / str(city.STORY) / "photos", city.JIAOZHOU)


def draw_city(folder: Path, quarters: tuple[Quarter, ...], names: tuple[District, ...], seed: int) -> None:
    schemes = schemes_for(folder, quarters)
    facts = pins.read(names)
    nothing = pins.Pins()
    for attempt in range(ATTEMPTS):
        form = city_form(names, schemes, Stream(seed, attempt), pushes(facts, len(names)))
        try:
            for number, (when, scheme) in enumerate(zip(quarters, schemes, strict=True)):
                task = Task(folder, when, scheme, names, facts.get(when, nothing))
                form = quarter(task, form, Stream(seed, attempt, number))
        except NoSuchQuarter:
            continue
        return
    raise UsageError("seed {seed} leads to no city that keeps every published fact; take another seed", seed=seed)


def make_country(folder: Path, many: int, quarters: tuple[Quarter, ...], seed: int) -> None:
    """A province or a nation of made-up districts: nothing pinned, nothing published."""
    names = made_up(many)
    for name, told in INVENTED.items():
        readme = (TEMPLATE / name).read_text(encoding="utf-8")
        write_text(folder / name, readme.replace("\n\n", f"\n\n{told}\n\n", 1))
    (folder / "schemes").mkdir()
    for rules in sorted((TEMPLATE / "schemes").glob("*.toml")):
        text = rules.read_text(encoding="utf-8")
        for real, invented in (("青岛市", "示范"), ("Qingdao", "Demonstration"), ("qingdao", "demonstration")):
            text = text.replace(real, invented)
        write_text(folder / "schemes" / rules.name, text)
    tables.write(folder / "districts.csv", ((d.code, d.name, d.name_en, "", "") for d in names))
    source = city.DEMO_SOURCE
    tables.write(folder / "sources.csv", [city.source_row(source)])
    tables.write(folder / "facts.csv", ())
    tables.write(folder / "background.csv", ())
    shutil.copy(TEMPLATE / "schemes" / "README.md", folder / "schemes")
    schemes = schemes_for(folder, quarters)
    stream = Stream(seed, many)
    level = 88.5 + 2.8 * stream.bell(many)
    form = Form(level, *leanings(schemes, stream, many, 1.2))
    for number, (when, scheme) in enumerate(zip(quarters, schemes, strict=True)):
        form = quarter(Task(folder, when, scheme, names, None), form, Stream(seed, many, number))


def write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def schemes_for(folder: Path, quarters: tuple[Quarter, ...]) -> tuple[Scheme, ...]:
    """The scheme in force in each quarter; raises UsageError for a quarter before the first."""
    schemes = load_schemes(folder)
    found: list[Scheme] = []
    for when in quarters:
        scheme = next((scheme for scheme in schemes if scheme.covers(when)), None)
        if scheme is None:
            first = min(scheme.first for scheme in schemes)
            raise UsageError(
                "no scheme of the demonstration covers {quarter}; begin with {first}", quarter=when, first=first
            )
        found.append(scheme)
    return tuple(found)


def districts_of(folder: Path) -> tuple[District, ...]:
    with (folder / "districts.csv").open(encoding="utf-8-sig", newline="") as file:
        return tuple(
            District(row["code"], row["name"], row["name_en"], tuple(filter(None, row["aliases"].split("|"))))
            for row in csv.DictReader(file)
        )


def made_up(many: int) -> tuple[District, ...]:
    """示范001区, 示范002区 …; codes begin with 99, which no province has."""
    width = max(3, len(str(many)))
    code_width = max(4, width)
    return tuple(
        District(f"99{number:0{code_width}d}", f"示范{number:0{width}d}区", f"Demo {number:0{width}d}")
        for number in range(1, many + 1)
    )


def leanings(
    schemes: tuple[Scheme, ...], stream: Stream, many: int, spread: float
) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """How far each board and each indicator lies from a district's level, for good."""
    boards = dict.fromkeys(board.id for scheme in schemes for board in scheme.boards)
    leaves = dict.fromkeys(leaf.id for scheme in schemes for leaf in scheme.leaves)
    return (
        {board: spread * stream.bell(many) for board in boards},
        {leaf: 2.5 * stream.bell(many) for leaf in leaves},
    )


def city_form(
    names: tuple[District, ...], schemes: tuple[Scheme, ...], stream: Stream, push: dict[Quarter, np.ndarray]
) -> Form:
    level = np.array([city.FORM[district.name][0] for district in names])
    tilt, habit = leanings(schemes, stream, len(names), 0.5)
    for k, board in enumerate(city.BOARDS):
        if board in tilt:
            tilt[board] = tilt[board] + np.array([city.FORM[district.name][1][k] for district in names])
    return Form(level, tilt, habit, push)
