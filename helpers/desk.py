"""The desk: turns a quarter, districts, languages and formats into reports to be made, and results into a table.

Floor 3 of the house, between the wings and the door: it asks `assess` what there is, hands `press` what to make, and
knows which notebook tells what. No progress, no exit codes: those are the door's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from . import places
from .model import DataError, District, Fault, Quarter, UsageError, find_district, nearest
from .press.build import Outcome, Report, Run, build
from .press.export import check_format
from .style import fixed

if TYPE_CHECKING:
    import pandas as pd

    from .assess.score import Result

CITY, DISTRICT = "city_briefing.ipynb", "district_briefing.ipynb"
EVERYTHING, CITY_ONLY = "all", "none"


def words(given: Iterable[str]) -> tuple[str, ...]:
    """`["a,b", "c"]` as `("a", "b", "c")`: options may be repeated or hold several words; each word counts once."""
    found = [word.strip() for text in given for word in text.replace("，", ",").split(",")]
    return tuple(dict.fromkeys(word for word in found if word))


def find_quarter(data: Path, word: str) -> Quarter:
    """The quarter that `word` names (`latest`: the last there is); raises UsageError when the data have no such one."""
    from .assess import load

    there = load.quarters(data)
    if not there:
        raise UsageError(f"{data} has no quarter: a folder like 2023Q2 with scores.csv and values.csv")
    if word.strip().lower() == "latest":
        return there[-1]
    quarter = Quarter.parse(word)
    if quarter not in there:
        raise UsageError(f"there are no data for {quarter} in {data}; {nearest(str(quarter), [str(q) for q in there])}")
    return quarter


def check(data: Path, quarter: Quarter) -> tuple[list[Fault], list[Fault]]:
    """What is wrong with the quarter's data: errors, which stop a briefing, and warnings."""
    from .assess import check as checks

    faults = checks.check_quarter(data, quarter)
    return [f for f in faults if f.severity == "error"], [f for f in faults if f.severity != "error"]


def check_data(quarter: str, data: str | Path = "") -> tuple[list[Fault], list[Fault]]:
    """`check` by the words of the command line."""
    folder = places.data_folder(data)
    return check(folder, find_quarter(folder, quarter))


def chosen_districts(districts: Sequence[District], names: Sequence[str]) -> tuple[bool, tuple[District, ...]]:
    """Whether the city's briefing is wanted, and which districts' briefings.

    No name or `all`: the city and every district. `none`: the city alone. Names, codes or aliases: those districts
    alone, in the order of districts.csv. Raises UsageError for an unknown name, with the nearest.
    """
    if not names or EVERYTHING in names:
        return True, tuple(districts)
    if CITY_ONLY in names:
        if len(names) > 1:
            raise UsageError(f"--district {CITY_ONLY} means the city alone; it cannot stand beside other districts")
        return True, ()
    wanted = {find_district(tuple(districts), name).code for name in names}
    return False, tuple(district for district in districts if district.code in wanted)


def plan_reports(
    data: Path,
    quarter: Quarter,
    districts: Sequence[District],
    langs: Sequence[str] = ("zh",),
    formats: Sequence[str] = ("html", "pdf"),
    city: bool = True,
    notebooks: Path | None = None,
) -> list[Report]:
    """One report for the city (unless `city` is false) and one for each district, in every language.

    Each depends on every data file up to and including its quarter, because ranks, streaks and firsts do.
    """
    folder = notebooks or places.notebook_folder(data)
    inputs = input_files(data, quarter)
    shared = {"quarter": str(quarter), "data": str(data)}
    reports = []
    for lang in langs:
        parameters = {**shared, "lang": lang}
        if city:
            reports.append(Report(f"city.{lang}", folder / CITY, parameters, tuple(formats), inputs))
        for district in districts:
            told = {**parameters, "district": district.code}
            reports.append(Report(f"district-{district.code}.{lang}", folder / DISTRICT, told, tuple(formats), inputs))
    return reports


def input_files(data: Path, quarter: Quarter) -> dict[str, Path]:
    """The data files that a briefing of `quarter` may depend on: all but later quarters' and hidden ones."""
    found = {}
    for path in sorted(data.rglob("*")):
        parts = path.relative_to(data).parts
        hidden = any(part.startswith((".", "~$")) for part in parts)
        if path.is_file() and not hidden and not _is_later(parts[0], quarter):
            found["/".join(parts)] = path
    return found


def _is_later(folder: str, quarter: Quarter) -> bool:
    try:
        return Quarter.parse(folder) > quarter
    except UsageError:  # not a quarter's folder: it belongs to every quarter
        return False


@dataclass(frozen=True)
class Job:
    """A build that has passed every check: what is to be made, where, and what was noticed on the way."""

    quarter: Quarter
    folder: Path
    reports: tuple[Report, ...]
    warnings: tuple[Fault, ...]
    scored: bytes
    settings: dict[str, object]

    @property
    def formats(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(word for report in self.reports for word in report.formats))


def prepare(
    quarter: str,
    districts: Sequence[str] = (),
    langs: Sequence[str] = ("zh",),
    formats: Sequence[str] = ("html", "pdf"),
    data: str | Path = "",
    out: str | Path = "",
) -> Job:
    """Check the request, the data and the scores before anything is made.

    Raises UsageError for a request that cannot be met, DataError with every fault of the data.
    """
    from .assess import score
    from .write.terms import check_language

    langs = [check_language(lang) for lang in langs]
    formats = [check_format(word) for word in formats]
    folder = places.data_folder(data)
    when = find_quarter(folder, quarter)
    errors, warnings = check(folder, when)
    if errors:
        raise DataError(*errors)
    result = score.history(folder, when)[-1]
    city, chosen = chosen_districts(result.districts, districts)
    target = places.report_folder(folder, out) / str(when)
    settings: dict[str, object] = {
        "quarter": str(when),
        "district": [d.code for d in chosen],
        "city": city,
        "lang": list(langs),
        "format": list(formats),
        "data": str(folder),
        "out": str(target),
    }
    reports = plan_reports(folder, when, chosen, langs, formats, city)
    return Job(when, target, tuple(reports), tuple(warnings), scored_csv(result), settings)


def run(
    job: Job,
    jobs: int | None = None,
    force: bool = False,
    on_event: Callable[[Outcome, int, int], None] | None = None,
) -> Run:
    """Make a prepared job's reports, with `scored.csv` and `run.json` beside them."""
    settings = {**job.settings, "force": force}
    return build(
        job.reports, job.folder, jobs, force, on_event, settings=settings, extra_files={"scored.csv": job.scored}
    )


def scored_table(result: Result) -> pd.DataFrame:
    """One row a district, in the order of districts.csv, every figure as text with the scheme's decimals.

    Columns: code, district; each board by its id; bonus, and deduction where the scheme has one (points that were
    added and taken); total, rank, previous_rank and change (empty without a previous quarter; + is up); stars_<board>,
    stars_total; flags (names, `|` between two); provisional (`yes` where data are missing).
    """
    import pandas as pd

    decimals = result.scheme.policies.decimals
    table = pd.DataFrame(index=result.total.index)
    table["code"] = table.index
    table["district"] = [district.name for district in result.districts]
    for board in result.scheme.boards:
        table[board.id] = [_figure(points, decimals) for points in result.boards[board.id]]
    for kind, title in (("bonus", "bonus"), ("deduction", "deduction")):
        ids = [extra.id for extra in result.scheme.extras if extra.kind == kind]
        if ids or kind == "bonus":
            table[title] = [_figure(points, decimals) for points in result.extras[ids].sum(axis=1)]
    table["total"] = [_figure(points, decimals) for points in result.total]
    for title in ("rank", "previous_rank", "change"):
        table[title] = [_whole(number) for number in getattr(result, title)]
    for board in result.scheme.boards:
        table[f"stars_{board.id}"] = [_whole(stars) for stars in result.stars[board.id]]
    table["stars_total"] = [_whole(stars) for stars in result.stars_total]
    awards = {award.id: award.name.zh for award in result.scheme.awards}
    table["flags"] = [
        "|".join(name for award, name in awards.items() if code in result.flags.get(award, ())) for code in table.index
    ]
    table["provisional"] = ["yes" if code in result.provisional else "" for code in table.index]
    return table.reset_index(drop=True)


def _figure(points: float, decimals: int) -> str:
    """Digits as a machine reads them: an ASCII minus; nothing where there is no score."""
    return "" if points != points else fixed(points, decimals).replace("−", "-")


def _whole(number: object) -> str:
    import pandas as pd

    return "" if pd.isna(number) else str(int(number))


def scored_csv(result: Result) -> bytes:
    """`scored_table` as scored.csv: UTF-8 with the mark by which Excel knows it, the same line ends everywhere."""
    return scored_table(result).to_csv(index=False, lineterminator="\n").encode("utf-8-sig")


def score_quarter(quarter: str, data: str | Path = "") -> pd.DataFrame:
    """`scored_table` of a quarter; raises UsageError or DataError as `prepare` does."""
    from .assess import score

    folder = places.data_folder(data)
    when = find_quarter(folder, quarter)
    errors, _ = check(folder, when)
    if errors:
        raise DataError(*errors)
    return scored_table(score.history(folder, when)[-1])
