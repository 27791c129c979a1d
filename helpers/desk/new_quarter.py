"""Laying out a new quarter, and what one that is laid out still waits for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .. import places
from ..model import Quarter, UsageError
from ..press import swap
from .putting import beside

if TYPE_CHECKING:
    from ..intake.new_quarter import NewQuarter


def lay_out(quarter: str, data: str = "") -> tuple[Path, NewQuarter]:
    """Make the folder of a quarter; the folder and what it holds. Raises UsageError when it is there already."""
    from ..intake.new_quarter import lay_out as plan

    folder = places.data_folder(data)
    made = plan(folder, Quarter.parse(quarter))
    target = folder / str(made.quarter)
    try:
        with beside(folder) as staging:
            quarter_folder = staging / target.name
            quarter_folder.mkdir()
            for name, content in made.files.items():
                (quarter_folder / name).write_bytes(content)
            quarter_folder.rename(target)
    except OSError as error:
        raise UsageError(
            "cannot make {folder}: {reason}; nothing was made", folder=target, reason=swap.reason(error)
        ) from error
    return target, made
