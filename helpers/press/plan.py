"""What a build has to make: every report held against the record of how its files were made, and why.

A report is kept when its files stand byte for byte as they were made, from the same base and data (see record.py).
Where the data files alone have changed it is also kept when every cell of it would show what it showed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from ..model import UsageError
from ..places import is_device
from ..said import Said, joined
from . import showing, swap, why
from .export import check_format
from .record import Environment, Key, Record, digest, sha256_of
from .report import Report, Task, finished

# Takes reports, each with what its cells showed when it was made; says, by name, what they would show now.
Shows = Callable[[Sequence[tuple[Report, tuple[str, ...]]]], Mapping[str, tuple[str, ...] | None]]


@dataclass(frozen=True)
class Plan:
    """`stale` reports are made, by name; `adopted` ones show under new data what they showed; why, of every report."""

    stale: frozenset[str]
    adopted: frozenset[str]
    reasons: Mapping[str, str]


# Characters that Windows or a shell would not take in a file's name.
_UNFIT = re.compile(r"""[<>:"/\\|?*\x00-\x1f]|[. ]$|^[. ]""")


def check(reports: Sequence[Report], exporters: Mapping[str, str], jobs: int | None) -> None:
    """What can be told wrong without opening a notebook."""
    if jobs is not None and jobs < 1:
        raise UsageError("{jobs:d} reports at once cannot be made; --jobs takes 1 or more", jobs=jobs)
    seen: set[str] = set()
    for report in reports:
        if _UNFIT.search(report.name) or is_device(report.name):
            raise UsageError(
                "{name!r} cannot name a file on every system; change the code it comes from", name=report.name
            )
        if report.name.casefold() in seen:
            raise UsageError("two reports would both be written to {name!r}", name=report.name)
        seen.add(report.name.casefold())
        if not report.notebook.is_file():
            raise UsageError("no notebook {notebook}", notebook=report.notebook)
        for word in report.formats:
            check_format(word, exporters)


def hashes(reports: Sequence[Report]) -> dict[Path, str]:
    """SHA-256 of every notebook and input file, each read once."""
    paths = dict.fromkeys(path for report in reports for path in (report.notebook, *report.inputs.values()))
    return {path: _hash(path) for path in paths}


def _hash(path: Path) -> str:
    try:
        return sha256_of(path)
    except OSError as error:
        raise UsageError("cannot read {file}: {reason}", file=path, reason=swap.reason(error)) from error


def keys(
    reports: Sequence[Report], hashed: Mapping[Path, str], environment: Environment, exporters: Mapping[str, str]
) -> dict[str, Key]:
    """What each report would be made from now."""
    shared, parts = digest([environment.as_dict(), dict(exporters)]), environment.parts()
    # all reports of a quarter share one mapping of inputs
    data: dict[int, tuple[str, Mapping[str, str], Mapping[str, str]]] = {}
    found = {}
    for report in reports:
        if id(report.inputs) not in data:
            inputs = {label: hashed[path] for label, path in sorted(report.inputs.items())}
            data[id(report.inputs)] = digest(inputs), parts, inputs
        base = digest([shared, dict(report.parameters), hashed[report.notebook]])
        own, *told = data[id(report.inputs)]
        found[report.name] = Key(base, digest([own, report.state]) if report.state else own, *told)
    return found


def recover(
    record: Record,
    reports: Sequence[Report],
    wanted: Mapping[str, Key],
    out: Path,
    marks: Mapping[str, object] = MappingProxyType({}),
) -> bool:
    """Put on record what a build that was killed had finished, by the marks its tasks left; take the marks away."""
    found = False
    for report in reports:
        mark = out / f"{swap.STAGING}{report.name}{swap.DONE}"
        try:
            run = str(json.loads(mark.read_text(encoding="utf-8"))["run"])
        except (OSError, ValueError, KeyError, TypeError):  # none, or none that can be trusted
            continue
        key = wanted[report.name]
        outcome = finished(Task(report, out, key.base, {}, 0, data=key.data, run=run))
        if outcome is not None:
            facts: dict[str, object] = {"status": "made", "error": "", "notebook": report.notebook.name}
            facts |= {"parameters": dict(report.parameters), "formats": list(report.formats)}
            facts |= {"seconds": dict(outcome.seconds), "shows": " ".join(outcome.shows), "marks": dict(marks)}
            record.enter(report.name, facts, outcome.files, key)
            found = True
    for mark in out.glob(f"{swap.STAGING}*{swap.DONE}"):
        mark.unlink(missing_ok=True)
    return found


def stale(
    record: Record,
    reports: Sequence[Report],
    wanted: Mapping[str, Key],
    hashed: Mapping[Path, str],
    out: Path,
    force: bool,
    shows: Shows | None,
) -> Plan:
    """Which reports have to be made, and why each is made or kept. Notes in the record what is kept under new data."""
    reasons, doubtful = {}, []
    for report in reports:
        key, name = wanted[report.name], report.name
        if force:
            reasons[name] = "asked for by --force"
        elif record.failed(name) or (out / f"{name}.failed.ipynb").exists():  # the record may have had no room
            reasons[name] = "it failed last time"
        elif not record.stands(name, report.formats, out, key.base):
            about = {report.notebook.name: hashed[report.notebook]}
            about |= {f"parameter {what}": str(value) for what, value in report.parameters.items()}
            reasons[name] = why.report(record, name, report.formats, out, key, about) or why.UNKNOWN
        elif record.of_data(name, report.formats, key.data):
            reasons[name] = why.KEPT
        else:
            doubtful.append(report)
    known = {report.name: record.shows(report.name, report.formats) for report in doubtful}
    ask = [(report, showed) for report in doubtful if (showed := known[report.name]) is not None]
    told = shows(ask) if shows and ask else {}
    adopted = set()
    for report in doubtful:
        name, key = report.name, wanted[report.name]
        before, now = known[name], told.get(name)
        changed = joined(why.data(record, name, key) or ("the data have changed",))
        if before is None or now is None:
            reasons[name] = joined((changed, "what it reads of them is not known")) if shows else changed
        elif differing := showing.differing(before, now):
            reasons[name] = Said(
                "{changed}: other figures in {cells}",
                changed=changed,
                cells=why.cells(why.cell_names(report.notebook), differing),
            )
        else:
            record.adopt(name, report.formats, key)
            adopted.add(name)
            reasons[name] = Said("kept: nothing it reads has changed ({changed})", changed=changed)
    made = frozenset(r.name for r in reports if not reasons[r.name].startswith(why.KEPT))
    return Plan(made, frozenset(adopted), reasons)
