"""What a briefing would show, cell by cell, without a kernel: so that only those are made again that changed.

A notebook that is what ours are, a parameters cell, a setup cell, then one call of a module of `helpers.write` a cell,
is gone through here: the very functions it calls are called with the very briefing it would open, and what they return
is hashed as the executed notebook's outputs were. Of any other notebook (an analyst's own cell in it is enough) nothing
is claimed, and it is made again whenever data it might read have changed.
"""

from __future__ import annotations

import ast
import importlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..places import PACKAGE
from ..press import showing
from ..press.report import Report

if TYPE_CHECKING:
    from ..write.briefing import Briefing

ROOMS = PACKAGE / "write"
OF_ALL = ("quarter", "lang", "district", "data", "as_of")  # what a briefing opened for all reports is told to one by


@dataclass(frozen=True)
class Calls:
    """A notebook as what it calls: its parameters' defaults, how it opens its briefing, and one call a cell.

    `cells` has an entry for each code cell: module and function, or None for a cell that shows nothing.
    """

    defaults: Mapping[str, object]
    opened_by: tuple[str, ...]
    cells: tuple[tuple[str, str] | None, ...]


def calls(notebook: Path) -> Calls | None:
    """The notebook as calls; None when a single cell of it is anything else."""
    try:
        found = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        code = [(cell["metadata"].get("tags", []), "".join(cell["source"])) for cell in found if _is_code(cell)]
        return _calls(code)
    except (OSError, ValueError, KeyError, TypeError, SyntaxError):  # its own build meets it, and tells it
        return None


def _is_code(cell: Mapping[str, object]) -> bool:
    return cell["cell_type"] == "code"


def _calls(code: Sequence[tuple[Sequence[str], str]]) -> Calls | None:
    defaults: dict[str, object] = {}
    opened_by: tuple[str, ...] = ()
    imported: set[str] = set()
    cells: list[tuple[str, str] | None] = []
    for tags, source in code:
        body = ast.parse(source).body
        if "parameters" in tags:
            for line in body:
                if not isinstance(line, ast.AnnAssign) or not isinstance(line.target, ast.Name) or line.value is None:
                    return None
                defaults[line.target.id] = ast.literal_eval(line.value)
            cells.append(None)
        elif "setup" in tags:
            setup = _setup(body, defaults)
            if setup is None:
                return None
            imported, opened_by = setup
            cells.append(None)
        else:
            call = _call(body, imported) if opened_by else None
            if call is None:
                return None
            cells.append(call)
    return Calls(defaults, opened_by, tuple(cells)) if opened_by else None


def _setup(body: Sequence[ast.stmt], declared: Mapping[str, object]) -> tuple[set[str], tuple[str, ...]] | None:
    """The modules imported and the parameters that open the briefing, of exactly two lines: an import and `b = …`."""
    if len(body) != 2:
        return None
    takes, opens = body
    if not isinstance(takes, ast.ImportFrom) or not isinstance(opens, ast.Assign):
        return None
    names = {alias.name for alias in takes.names if alias.asname is None}
    if takes.module != "helpers.write" or takes.level or len(names) != len(takes.names):
        return None
    rooms = names - {"open_briefing"}
    if not all((ROOMS / f"{room}.py").is_file() for room in rooms) or [getattr(t, "id", "") for t in opens.targets] != [
        "b"
    ]:
        return None
    call = opens.value
    if not isinstance(call, ast.Call) or getattr(call.func, "id", "") != "open_briefing" or len(call.args) != 1:
        return None
    named = [("quarter", call.args[0]), *((word.arg, word.value) for word in call.keywords)]
    if any(name not in declared or getattr(value, "id", "") != name for name, value in named):
        return None
    return rooms, tuple(str(name) for name, _ in named)


def _call(body: Sequence[ast.stmt], imported: set[str]) -> tuple[str, str] | None:
    """Module and function of a cell that is one call with the briefing alone."""
    if len(body) != 1 or not isinstance(body[0], ast.Expr) or not isinstance(body[0].value, ast.Call):
        return None
    call = body[0].value
    if not isinstance(call.func, ast.Attribute) or not isinstance(call.func.value, ast.Name):
        return None
    if call.func.value.id not in imported:
        return None
    if len(call.args) != 1 or getattr(call.args[0], "id", "") != "b" or call.keywords:
        return None
    return call.func.value.id, call.func.attr


def show(found: Calls, b: Briefing, known: Sequence[str] = ()) -> tuple[str, ...]:
    """One hash a code cell: what it shows, as `press.showing` takes it from the executed notebook.

    Where words and tables alone already differ from what is `known`, charts that would have to be drawn to be compared
    are taken as they were: the report is made again anyway.
    """
    from ..write import charts

    shown: dict[int, str] = {}
    with charts.undrawn():
        for k in sorted(range(len(found.cells)), key=lambda k: _is_drawn(found.cells[k], b)):
            call = found.cells[k]
            if _is_drawn(call, b) and len(known) == len(found.cells) and any(known[i] != shown[i] for i in shown):
                shown[k] = known[k]
            else:
                shown[k] = showing.of_outputs(_outputs(_face(call, b)) if call else ())
    return tuple(shown[k] for k in range(len(found.cells)))


def _is_drawn(call: tuple[str, str] | None, b: Briefing) -> bool:
    """Whether a call's face is compared by its drawing: the charts of the city's briefing are."""
    return b.district is None and call is not None and (call[0] == "charts" or call == ("story", "boards"))


def _face(call: tuple[str, str], b: Briefing) -> object:
    return getattr(importlib.import_module(f"helpers.write.{call[0]}"), call[1])(b)


def _outputs(face: Any) -> Iterator[showing.Shown]:
    """A face's outputs as Jupyter would record them: each bundle with its metadata; none for None."""
    if face is None:
        return
    if hasattr(face, "_ipython_display_"):  # a stack: each of its faces by itself
        for part in face:
            yield from _outputs(part)
        return
    bundle = face._repr_mimebundle_()
    yield bundle if isinstance(bundle, tuple) else (bundle, {})


def show_all(reports: Sequence[tuple[Report, Sequence[str]]], whole: Briefing) -> dict[str, tuple[str, ...] | None]:
    """What each cell of each report would show, from the opened quarter `whole`; None where that is not known.

    Takes what each showed when it was made. All are of the quarter, data folder and day that `whole` was opened with.
    """
    notebooks: dict[Path, Calls | None] = {}
    shown: dict[str, tuple[str, ...] | None] = {}
    for report, known in reports:
        if report.notebook not in notebooks:
            notebooks[report.notebook] = calls(report.notebook)
        found = notebooks[report.notebook]
        if found is None:
            shown[report.name] = None
            continue
        values = {name: {**found.defaults, **report.parameters}[name] for name in found.opened_by}
        try:
            shown[report.name] = show(found, _opened(values, whole), known)
        except Exception:  # its kernel meets the same error, and tells it with the cell; the others go on
            shown[report.name] = None
    return shown


def _opened(values: Mapping[str, Any], whole: Briefing) -> Briefing:
    """The briefing that a notebook with these parameters opens, taken from `whole` where that is all it takes."""
    from ..model import find_district
    from ..write.opening import open_briefing

    if any(value and name not in OF_ALL for name, value in values.items()):
        return open_briefing(**values)
    district = str(values.get("district", "")).strip()
    chosen = find_district(whole.result.districts, district) if district else None
    return whole.told_to(str(values.get("lang", "zh")), chosen)
