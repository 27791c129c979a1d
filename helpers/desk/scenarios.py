"""Building a scenario: which file it is, what it changes of a build, and where its briefings go.

A scenario's briefings stand in a folder of their own under the quarter's, each named `what-if-…`: nothing official is
written over, and a file that is sent on still says what it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..model import Fault, Quarter
from ..press.report import Report

if TYPE_CHECKING:
    from ..assess.result import Result
    from ..intake.supposed import Doubted


def find(data: Path, word: str) -> Path | None:
    """The scenario's file; None where none is asked for. Raises UsageError with the nearest names."""
    if not word.strip():
        return None
    from ..assess.scenario import find_scenario

    return find_scenario(data, word)


def subfolder(scenario: Path | None) -> str:
    """Where under the quarter's reports a build goes: `scenario-<name>`, or there itself."""
    return "" if scenario is None else f"scenario-{scenario.stem}"


def inputs(scenario: Path | None) -> Mapping[str, Path]:
    """The scenario's file as an input that a report is made anew for."""
    return {} if scenario is None else {f"scenario/{scenario.name}": scenario}


def supposing(report: Report, scenario: Path) -> Report:
    """The same report of what the scenario supposes, under a name that says so."""
    return replace(
        report,
        name=f"what-if-{report.name}",
        parameters={**report.parameters, "scenario": str(scenario)},
        inputs={**report.inputs, **inputs(scenario)},
    )


def supposed_result(scenario: Path, result: Result, data: Path) -> tuple[Result, list[Fault], dict[str, list[str]]]:
    """The quarter scored as the scenario supposes; a warning where it was set against other data; and what is doubtful
    about its figures, by language, as `briefing what-if` asks about them.

    Raises DataError with every fault of the scenario's file.
    """
    from ..assess.scenario import data_warning
    from ..assess.scenario_reader import read_scenario
    from ..assess.whatif import what_if
    from ..write.supposing_care import doubt_lines
    from ..write.terms import LANGUAGES

    found = read_scenario(scenario, result)
    figures = found.settings.figures
    doubts = doubts_of(figures, data, result.quarter)
    asked = {lang: doubt_lines(result, figures, doubts, lang) for lang in LANGUAGES} if doubts else {}
    return what_if(result, found.settings).result, list(data_warning(found, result)), asked


def doubts_of(figures: Mapping[tuple[str, str], float], data: Path, quarter: Quarter) -> list[Doubted]:
    """What intake would ask about the figures that are supposed, by district's code and item."""
    from ..assess.load import load_base
    from ..intake.supposed import doubted, figures_of

    return doubted(figures_of(load_base(data), quarter), figures) if figures else []
