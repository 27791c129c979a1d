"""A notebook of the analyst's own, started from a template: thin, with parameters, titles and both languages."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

from .. import places
from ..model import UsageError
from ..press.swap import reason
from .own_notebook import TAKEN
from .request import latest, one_of

KINDS = ("city", "district")
_NAME = re.compile(r"\w[\w-]{0,59}")

_PARAMETERS = {
    "quarter": ("2023Q2", "assessment quarter, YYYYQn"),
    "district": ("", "district: its name, alias or code"),
    "lang": ("zh", "language of the briefing: zh or en"),
    "data": ("", "data folder; empty: the project's own"),
    "scenario": ("", "what-if scenario, its name or file; empty: the official result"),
    "title": ("", "title of the document"),
}
# heading in Chinese, in English, and the calls beneath it
_SECTIONS = {
    "city": (
        ("一、综合成绩", "1. Overall results", ("story.headline(b)", "tables.ranking(b)")),
        ("二、夺旗解读", "2. Why the first came first", ("charts.gap_waterfall(b)",)),
    ),
    "district": (
        ("一、总体情况", "1. Overall standing", ("story.standing(b)", "tables.standing(b)")),
        ("二、与相邻位次的差距", "2. The gap to the next district", ("charts.gap_waterfall(b)",)),
    ),
}


def new_notebook(name: str, kind: str = "city", data: str | Path = "") -> Path:
    """Write `notebooks/<name>.ipynb` and return its path; its defaults are the latest quarter and the first district.

    Raises UsageError for a name that cannot name a notebook or is taken: nothing is ever written over.
    """
    one_of(kind, KINDS, "no kind is called {word!r}; {hint}")
    stem = name.strip().removesuffix(".ipynb")
    if not _NAME.fullmatch(stem):
        raise UsageError("{name!r} cannot name a notebook: letters, digits, 汉字, - and _, at most 60", name=stem)
    if places.is_device(stem):
        raise UsageError("{name!r} is a name that Windows keeps for a device; choose another name", name=stem)
    if stem in TAKEN or stem.startswith(tuple(f"{word}-" for word in TAKEN)):
        raise UsageError("{name!r} names the official briefings; choose another name", name=stem)
    folder = places.data_folder(data)
    path = places.notebook_folder(folder) / f"{stem}.ipynb"
    if path.exists():
        raise UsageError("{path} is there already and stays as it is; choose another name", path=path)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_text(notebook_text(stem, kind, *_defaults(folder)), encoding="utf-8", newline="\n")
        draft.replace(path)
    except OSError as error:
        raise UsageError("cannot write {file}: {reason}", file=path, reason=reason(error)) from error
    finally:
        draft.unlink(missing_ok=True)
    return path


def notebook_text(title: str, kind: str, quarter: str, district: str = "") -> str:
    """The template filled in, as a notebook's JSON without outputs; the same words give the same bytes."""
    values = {"quarter": quarter, "district": district, "title": title}
    names = [key for key in _PARAMETERS if key != "district" or kind == "district"]
    lines = [f"{key}: str = {_quoted(values.get(key, _PARAMETERS[key][0]))}  # {_PARAMETERS[key][1]}" for key in names]
    handed = ", ".join(f"{key}={key}" for key in names if key not in ("quarter", "title"))
    takes = "from helpers.write import charts, open_briefing, story, supposing, tables"
    setup = f"{takes}\n\nb = open_briefing(quarter, {handed})"
    cells = [_code("\n".join(lines), "parameters"), _code(setup, "setup")]
    cells += [_code("story.cover(b, title)"), _code("supposing.assumptions(b)")]
    for zh, en, calls in _SECTIONS[kind]:
        cells.append({"cell_type": "markdown", "metadata": {"briefing": {"en": f"## {en}"}}, "source": [f"## {zh}"]})
        cells += [_code(call) for call in calls]
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number:02d}"
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}, "title": title}
    whole = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _defaults(data: Path) -> tuple[str, str]:
    """The last quarter whose figures are all in, and the first district of the list."""
    from ..assess.load import load_base

    there = places.quarters(data)
    return str(latest(data, there)) if there else _PARAMETERS["quarter"][0], load_base(data).districts[0].name


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _code(source: str, *tags: str) -> dict[str, object]:
    metadata = {"tags": list(tags)} if tags else {}
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": metadata,
        "outputs": [],
        "source": source.splitlines(keepends=True),
    }
