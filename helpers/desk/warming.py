"""What kernels of briefings are forked from, started before anything else that a build needs is imported."""

from __future__ import annotations

import os
from collections.abc import Iterable

from ..press.engine import WARM, Engine

# What the notebooks import and what their first chart needs, and the quarter opened: done before kernels are forked.
BRIEFING_WARM = (
    *WARM,
    "helpers.write.appendix",
    "helpers.write.charts",
    "helpers.write.drawing.artists",
    "helpers.write.explaining",
    "helpers.write.opening",
    "helpers.write.story",
    "helpers.write.tables",
    "pandas.core.methods.to_dict",
    "helpers.style:use_fonts",
    "helpers.write.faces:warm",
    "helpers.write.sharing:preload",
)

# What Dask has its workers' malloc do: give back whatever is free from 64 kB on. Whoever makes one report after another
# asks for it again at once: 9 000 page faults a briefing, a sixth of a worker's pace.
_GIVE_BACK = "MALLOC_TRIM_THRESHOLD_"


def warm_up(engine: str) -> None:
    """Start what kernels are forked from, before it is known what they are to do: for a build that makes something."""
    Engine(engine, BRIEFING_WARM).start()


def worker_ready(engine: Engine, exporter_names: Iterable[str]) -> None:
    """The same in a cluster's worker, with what exports for it; both begin beside.

    What it imports now it will run for all its life, whatever is installed meanwhile: so it also looks now which
    program it is. They manage their memory as on a machine without a cluster.
    """
    from ..press import exporting, report

    os.environ.pop(_GIVE_BACK, None)
    report.program()
    engine.start()
    exporting.kept(exporter_names)
