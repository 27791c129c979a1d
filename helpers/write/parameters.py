"""A misspelt papermill parameter is an error here: papermill itself only warns and builds the wrong briefing."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..model import UsageError, nearest

# papermill opens the cell it injects with this line.
_INJECTED = "# Parameters"


def _assigned(source: str) -> Iterator[str]:
    try:
        tree = ast.parse(source)
    except SyntaxError:  # a cell with IPython's own syntax (%magic, !shell) declares no parameter
        return
    for statement in tree.body:
        targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
        for target in targets:
            if isinstance(target, ast.Name):
                yield target.id


def unknown_parameters(cells: list[str]) -> dict[str, str]:
    """Names that an injected cell sets although no cell before it declares them, each with a hint.

    Takes the sources of the cells run so far, oldest first.
    """
    declared: list[str] = []
    for source in cells:
        names = list(_assigned(source))
        if source.lstrip().startswith(_INJECTED):
            return {name: nearest(name, declared) for name in names if name not in declared}
        declared += names
    return {}


def check_parameters() -> None:
    """Raise UsageError when the running notebook was given a parameter that it does not have; elsewhere do nothing."""
    import sys

    if "IPython" not in sys.modules:
        return
    from IPython import get_ipython

    shell = get_ipython()
    if shell is None:
        return
    for name, hint in unknown_parameters([cell for cell in shell.user_ns.get("In", []) if cell]).items():
        raise UsageError("this notebook has no parameter {name!r}; {hint}", name=name, hint=hint)
