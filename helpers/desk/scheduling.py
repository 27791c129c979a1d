"""`briefing schedule`: an entry for a scheduler, ready for this folder."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from .. import places
from ..model import UsageError
from ..press import schedule
from ..said import Listed
from ..write.terms import check_language
from .request import find_quarter

KINDS = ("cron", "systemd", "windows", "airflow")


def entry(
    kind: str, langs: Sequence[str] = ("zh",), data: str | Path = "", out: str | Path = "", lang: str = "zh"
) -> str:
    """The entry as text to be saved or pasted; how to install it is said in `lang`.

    Raises UsageError for a kind there is not; DataError for Airflow, whose tasks are the districts', when those cannot
    be read.
    """
    if kind not in KINDS:
        raise UsageError("name one scheduler: {options}", options=Listed(f"--{word}" for word in KINDS))
    folder = places.data_folder(data)
    told = tuple(check_language(lang) for lang in langs)
    # the interpreter as it is called, not what a link to it leads to: that is how it knows its virtual environment
    job = schedule.Job(Path(sys.executable), folder.parent, folder, places.report_folder(folder, out), told, lang)
    if kind == "airflow":
        from ..assess import load

        base = load.load_base(folder)
        cohort = base.cohort(find_quarter(folder, "latest"))
        return schedule.airflow(job, ("city", *(district.code for district in cohort)))
    makers = {"cron": schedule.cron, "systemd": schedule.systemd_text, "windows": schedule.windows}
    return makers[kind](job)
