"""Notebooks of the analyst's own: which briefings one makes, by the parameters that it declares."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..assess.files import input_files, walked
from ..model import District, Quarter, UsageError
from ..press.report import Report

TAKEN = ("city", "district", "what-if")


def plan(
    notebooks: Sequence[str],
    data: Path,
    quarter: Quarter,
    districts: Sequence[District],
    langs: Sequence[str] = ("zh",),
    formats: Sequence[str] = ("html", "pdf"),
    city: bool = True,
    as_of: str = "",
) -> list[Report]:
    """The reports of these notebooks: one a district for a notebook with the parameter `district`, else one in all.

    Each is handed those of `quarter`, `data`, `lang` and `as_of` that it declares, and is made again when the data
    change, or what lies beside its notebook. Raises UsageError for a file that is
    no notebook, one without the parameter `quarter`, one that cannot speak a language asked for, and for a request that
    leaves a notebook with nothing to make.
    """
    from ..press.execute import declared_parameters

    figures = input_files(data, quarter)
    reports = []
    for word in notebooks:
        path = Path(word).expanduser().absolute()
        declared = declared_parameters(path)
        _check(path, declared, langs)
        inputs = {**figures, **_beside(path)}
        handed = {name: value for name, value in (("quarter", str(quarter)), ("data", str(data))) if name in declared}
        if as_of:  # one that does not declare it is refused by name when the build checks its parameters
            handed["as_of"] = as_of
        for lang in langs:
            told = handed | ({"lang": lang} if "lang" in declared else {})
            if "district" in declared:
                for one in districts:
                    name = f"{path.stem}-{one.code}.{lang}"
                    reports.append(Report(name, path, {**told, "district": one.code}, tuple(formats), inputs))
                if not districts:
                    raise UsageError(
                        "{notebook} tells of one district (it has the parameter district); name one", notebook=path.name
                    )
            elif city:
                reports.append(Report(f"{path.stem}.{lang}", path, told, tuple(formats), inputs))
            else:
                raise UsageError(
                    "{notebook} tells of the whole city (no parameter district); leave --district", notebook=path.name
                )
    return reports


def _beside(notebook: Path) -> dict[str, Path]:
    """What its cells may read or import from its own folder: files beside it, and modules of packages there.

    Not other notebooks, nor what is hidden. What it reads from elsewhere nobody can know.
    """
    there = [path for path in notebook.parent.iterdir() if not path.name.startswith((".", "~$"))]
    files = [path for path in there if path.suffix != ".ipynb" and path.is_file()]
    modules = [path for one in there if (one / "__init__.py").is_file() for path in walked(one) if path.suffix == ".py"]
    return {f"beside/{path.relative_to(notebook.parent).as_posix()}": path for path in sorted([*files, *modules])}


def _check(path: Path, declared: dict[str, str], langs: Sequence[str]) -> None:
    name = path.stem
    if name in TAKEN or name.startswith(tuple(f"{word}-" for word in TAKEN)):
        raise UsageError(
            "{notebook}: its reports would be taken for the official ones; give it another name", notebook=path.name
        )
    if "quarter" not in declared:
        raise UsageError(
            "{notebook} has no parameter quarter; in the cell tagged `parameters` write: "
            'quarter: str = "2023Q2"  # assessment quarter, YYYYQn',
            notebook=path.name,
        )
    if "lang" not in declared and list(langs) != ["zh"]:
        raise UsageError("{notebook} has no parameter lang: it can be made with --lang zh only", notebook=path.name)
