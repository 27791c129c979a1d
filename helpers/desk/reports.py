"""Which briefings a quarter has, from which notebook and data; and making them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from .. import places
from ..model import DataError, District, Fault, Quarter, UsageError
from ..press.build import Outcome, Report, Run, build
from ..press.export import check_format
from ..press.record import Environment
from . import checked
from .checked import Checked, workbook_names
from .request import check, chosen_districts, find_quarter

CITY, DISTRICT = "city_briefing.ipynb", "district_briefing.ipynb"


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
    checked: Checked
    settings: dict[str, object]
    environment: Environment

    @property
    def warnings(self) -> tuple[Fault, ...]:
        return self.checked.warnings

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
    from ..write.terms import check_language

    langs = [check_language(lang) for lang in langs]
    formats = [check_format(word) for word in formats]
    folder = places.data_folder(data)
    when = find_quarter(folder, quarter)
    target = places.report_folder(folder, out) / str(when)
    environment = Environment.here()
    key = checked.key(folder, when, input_files(folder, when), environment)
    known = checked.recall(target, key, workbook_names(langs)) or check_and_score(folder, when, key, langs)
    city, chosen = chosen_districts(known.districts, districts)
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
    return Job(when, target, tuple(reports), known, settings, environment)


def check_and_score(data: Path, quarter: Quarter, key: str = "", langs: Sequence[str] = ("zh",)) -> Checked:
    """The quarter's data checked and scored; raises DataError with every fault."""
    from ..assess import score
    from .live.book import scored_workbook
    from .scores import scored_csv

    errors, warnings = check(data, quarter)
    if errors:
        raise DataError(*errors)
    result = score.history(data, quarter)[-1]
    books = {name: scored_workbook(result, lang) for name, lang in workbook_names(langs).items()}
    return Checked(key, tuple(warnings), result.districts, scored_csv(result), books)


def run(
    job: Job,
    jobs: int | None = None,
    force: bool = False,
    on_event: Callable[[Outcome, int, int], None] | None = None,
) -> Run:
    """Make a prepared job's reports, with `scored.csv` and `run.json` beside them."""
    return build(
        job.reports,
        job.folder,
        jobs,
        force,
        on_event,
        settings={**job.settings, "force": force},
        on_record=job.checked.facts,
        extra_files=job.checked.files,
        environment=job.environment,
    )
