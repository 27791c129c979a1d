"""Which briefings a quarter has, from which notebook and data; and making them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from .. import places
from ..assess.files import input_files
from ..model import DataError, District, Fault, Quarter
from ..press.build import Outcome, Report, Run, Workers, build
from ..press.engine import Engine
from ..press.export import check_format
from ..press.record import Environment
from ..said import Said
from . import checked, executors, request
from .archive import write_archive
from .checked import DRAFT, SCORES, Checked, workbook_names
from .executors import LOCAL
from .keeping import Keeping
from .request import chosen_districts, find_quarter
from .warming import BRIEFING_WARM, warm_up, worker_ready

if TYPE_CHECKING:
    from ..assess.result import Result
    from ..write.briefing import Briefing

CITY, DISTRICT = "city_briefing.ipynb", "district_briefing.ipynb"
PUBLISHING = "publishing"


def plan_reports(
    data: Path,
    quarter: Quarter,
    districts: Sequence[District],
    langs: Sequence[str] = ("zh",),
    formats: Sequence[str] = ("html", "pdf"),
    city: bool = True,
    notebooks: Path | None = None,
    as_of: str = "",
) -> list[Report]:
    """One report for the city (unless `city` is false) and one for each district, in every language.

    `as_of` is handed on to the notebooks. Each depends on every data file up to and including its quarter, because
    ranks, streaks and firsts do.
    """
    folder = notebooks or places.notebook_folder(data)
    inputs = input_files(data, quarter)
    shared = {"quarter": str(quarter), "data": str(data)} | ({"as_of": as_of} if as_of else {})
    reports = []
    for lang in langs:
        parameters = {**shared, "lang": lang}
        if city:
            reports.append(Report(f"city.{lang}", folder / CITY, parameters, tuple(formats), inputs))
        for district in districts:
            told = {**parameters, "district": district.code}
            reports.append(Report(f"district-{district.code}.{lang}", folder / DISTRICT, told, tuple(formats), inputs))
    return reports


@dataclass(frozen=True)
class Opening:
    """A quarter that is read and scored at most once, when it is first needed, for all that a build asks of it.

    `publishing`: as the ledger is about to have it.
    """

    data: Path
    quarter: Quarter
    as_of: str = ""
    publishing: bool = False

    @cached_property
    def whole(self) -> Briefing:
        """The quarter's briefing for the city; raises as `open_briefing` does."""
        from ..write.opening import open_quarter

        return open_quarter(self.data, self.quarter, self.as_of, self.publishing, self._scored)

    @cached_property
    def _scored(self) -> tuple[Result, ...]:
        """The results, where checking the data has had to score them."""
        return ()

    def check(self) -> tuple[list[Fault], list[Fault]]:
        """What is wrong with the data, errors and warnings; to be called before `whole` is asked for."""
        errors, warnings, scored = request.check_and_score(self.data, self.quarter)
        vars(self)["_scored"] = scored  # where a cached property keeps its value
        return errors, warnings

    def shows(self, reports: Sequence[tuple[Report, tuple[str, ...]]]) -> dict[str, tuple[str, ...] | None]:
        """What each cell of these reports would show now (see shown.py)."""
        from .shown import show_all

        return show_all(reports, self.whole)

    def share(self, folder: Path, forked: bool) -> dict[str, str]:
        """Put the opened quarter where every kernel of the build takes it from (see write/sharing.py). Kernels that
        are `forked` have it opened where they are forked from, unless that has been done here."""
        from ..write import sharing

        if forked and not self.publishing and "whole" not in vars(self):
            return sharing.promise(self.data, self.quarter, self.as_of)
        return sharing.share(self.whole, self.data, self.as_of, folder)


@dataclass(frozen=True)
class Job:
    """A build that has passed every check: what is to be made, where, and what was noticed on the way."""

    quarter: Quarter
    folder: Path
    reports: tuple[Report, ...]
    checked: Checked
    settings: dict[str, object]
    environment: Environment
    opening: Opening

    @property
    def warnings(self) -> tuple[Fault, ...]:
        return self.checked.warnings

    def doubts(self, lang: str) -> Sequence[str]:
        """What is doubtful about the figures of the scenario, a sentence each."""
        return self.checked.doubts.get(lang, ())

    @property
    def stamp_told(self) -> str:
        """Why the briefings are stamped as a draft and what takes the stamp away; "" where they are not."""
        if not self.checked.draft or self.opening.publishing:
            return ""
        return Said(
            "{quarter} is stamped 征求意见稿 (draft) until briefing publish {quarter} puts it on record",
            quarter=self.quarter,
        )

    @property
    def keeping(self) -> Keeping | None:
        """What keeps published files where they are; None where what is made is not what was published."""
        other = self.checked.draft or self.opening.publishing or self.opening.as_of or "scenario" in self.settings
        return None if other else Keeping(self.opening.data, self.quarter)

    @property
    def scores_kept(self) -> bool:
        """Whether the table of results beside the reports, once they are made, is still the one that was published."""
        return self.keeping is not None and (self.folder / SCORES).read_bytes() != self.checked.scored

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
    as_of: str = "",
    scenario: str = "",
    notebooks: Sequence[str] = (),
    publishing: bool = False,
    engine: str = "",
) -> Job:
    """Check the request, the data and the scores before anything is made.

    `as_of` (a day, or `published`) makes the briefings from what was known then, into a folder of their own; so does
    `scenario` (a file, or a name in `scenarios/`) as it supposes. `notebooks`: these of the analyst's own are made
    instead of the briefings. `publishing`: without the stamp of a draft, as they will be once the ledger has the
    quarter; such a job is for `publication.publish` alone. `engine`: what kernels of that kind are forked from is
    started as soon as it is plain that these data have not been checked before. Raises UsageError for a request that
    cannot be met, DataError with every fault of the data or the scenario.
    """
    from ..write.terms import check_language
    from . import own_notebook, scenarios

    langs = [check_language(lang) for lang in langs]
    formats = [check_format(word) for word in formats]
    folder = places.data_folder(data)
    when = find_quarter(folder, quarter)
    target = places.report_folder(folder, out) / str(when)
    environment = Environment.here()
    supposed = scenarios.find(folder, scenario)
    key = checked.key(folder, when, {**input_files(folder, when), **scenarios.inputs(supposed)}, environment)
    if as_of := as_of.strip():
        target, key = target / f"as-{'' if as_of[0] == 'p' else 'of-'}{as_of.replace(' ', '-')}", f"{key} {as_of}"
    target /= scenarios.subfolder(supposed)
    if publishing:  # made from data whose ledger does not have them yet: to be told from what is made without it
        key = f"{key} {PUBLISHING}"
    opening = Opening(folder, when, as_of, publishing)
    books = workbook_names(langs) if supposed is None else {}  # its formulas calculate from the data as they are
    known = checked.recall(target, key, books)
    if known is None:
        if engine:
            warm_up(engine)
        known = check_and_score(opening, key, books, supposed)
    city, chosen = chosen_districts(known.districts, districts)
    settings: dict[str, object] = {
        "quarter": str(when),
        "district": [d.code for d in chosen],
        "city": city,
        "lang": list(langs),
        "format": list(formats),
        "data": str(folder),
        "out": str(target),
        **({"as_of": as_of} if as_of else {}),
    }
    if notebooks:
        reports = own_notebook.plan(notebooks, folder, when, chosen, langs, formats, city, as_of)
        settings["notebook"] = sorted({report.notebook.name for report in reports})
    else:
        reports = plan_reports(folder, when, chosen, langs, formats, city, as_of=as_of)
    if supposed is not None:
        reports = [scenarios.supposing(report, supposed) for report in reports]
        settings["scenario"] = str(supposed)
    if publishing:
        reports = [replace(report, state=PUBLISHING) for report in reports]
    return Job(when, target, tuple(reports), known, settings, environment, opening)


def check_and_score(
    opening: Opening,
    key: str = "",
    workbooks: Mapping[str, str] = MappingProxyType({}),
    scenario: Path | None = None,
) -> Checked:
    """The quarter's data checked and scored, as if by a scenario's file, with `workbooks` (file name -> language).

    Raises DataError with every fault.
    """
    from . import scenarios
    from .live.book import scored_workbook
    from .scores import scored_csv

    errors, warnings = opening.check()
    if errors:
        raise DataError(*errors)
    result = opening.whole.result
    doubts: dict[str, list[str]] = {}
    if scenario is not None:
        result, found, doubts = scenarios.supposed_result(scenario, result, opening.data)
        warnings += found
    books = {name: scored_workbook(result, lang) for name, lang in workbooks.items()}
    return Checked(key, tuple(warnings), result.districts, scored_csv(result), books, opening.whole.draft, doubts)


def run(
    job: Job,
    jobs: int | None = None,
    force: bool = False,
    on_event: Callable[[Outcome, int, int], None] | None = None,
    on_plan: Callable[[Mapping[str, str]], None] | None = None,
    executor: str = LOCAL,
    engine: str = "auto",
) -> Run:
    """Make a prepared job's reports, with `scored.csv` and `run.json` beside them, and the archive above them.

    `on_plan` is told, before anything is made, why each report is made or kept. `executor` says where reports are made
    (see executors.py), `engine` how their kernels start (see press/engine.py).
    """
    with executors.opened(executor, worker_ready) as workers:
        found = _build(job, jobs, force, on_event, on_plan, workers, Engine(engine, BRIEFING_WARM))
    write_archive(job.folder.parent, job.checked.districts, job.environment.code)
    return found


def _build(
    job: Job,
    jobs: int | None,
    force: bool,
    on_event: Callable[[Outcome, int, int], None] | None,
    on_plan: Callable[[Mapping[str, str]], None] | None,
    workers: Workers | None,
    engine: Engine,
) -> Run:
    keeping, files = job.keeping, job.checked.files
    if keeping is not None and keeping.keeps_scores(job.folder / SCORES, job.checked.scored):
        files = {}  # nor the workbooks, which calculate the same
    return build(
        job.reports,
        job.folder,
        jobs,
        force,
        on_event,
        settings={**job.settings, "force": force},
        on_record=job.checked.facts,
        marks={DRAFT: job.checked.draft},
        extra_files=files,
        environment=job.environment,
        shows=job.opening.shows,
        share=job.opening.share,
        on_plan=on_plan,
        workers=workers,
        engine=engine,
        accept=keeping,
    )
