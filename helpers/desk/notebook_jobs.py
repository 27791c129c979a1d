"""Notebook jobs of JupyterLab (jupyter_scheduler): a briefing made from the job form, now or by the clock.

`.jupyter/jupyter_server_config.py` names these classes; nothing else of the project needs jupyter_scheduler. What they
do otherwise than its own:

* A job's folder lies inside the project, so that the notebook finds `data/` above it, as when it is opened by hand.
* A parameter is taken as it is typed, `2023Q2` like `"2023Q2"`; jupyter_scheduler pastes it into Python as it stands.
* The quarter `latest` is the last whose figures are all in on the day of the job.
* HTML and PDF are the briefings' own, and lie in `reports/jobs/` when the job ends, not only after a click.
"""

from __future__ import annotations

import ast
import shutil
import sys
from pathlib import Path

from jupyter_scheduler.environments import EnvironmentManager
from jupyter_scheduler.executors import DefaultExecutionManager
from jupyter_scheduler.models import CreateJob, RuntimeEnvironment, Status
from jupyter_scheduler.orm import Job
from jupyter_scheduler.scheduler import Scheduler
from jupyter_scheduler.utils import create_output_directory, get_utc_timestamp
from traitlets import Unicode
from traitlets import default as first_value

from .. import places
from ..model import BriefingError, UsageError
from ..press import room
from ..press.engine import Engine
from ..press.execute import NotebookFailed, check_parameters, declared_parameters, execute
from ..press.export import FORMATS, export
from ..press.kernel import close_room
from ..write.usage_zh import usage
from .request import find_quarter

ENVIRONMENT = "briefing"
NOTEBOOK, INPUT = "ipynb", "input"  # jupyter_scheduler's words: the executed copy, the notebook as it was handed in
OUTPUT = "reports/jobs"  # below the folder that JupyterLab shows


class BriefingEnvironment(EnvironmentManager):
    """The one environment there is, this interpreter's, and the formats it makes."""

    def list_environments(self) -> list[RuntimeEnvironment]:
        return [
            RuntimeEnvironment(
                name=ENVIRONMENT,
                label=ENVIRONMENT,
                description="区市通报 · Zhaixing Briefings",
                file_extensions=[NOTEBOOK],
                output_formats=list(self.output_formats_mapping()),
                metadata={"path": sys.executable},
            )
        ]

    def manage_environments_command(self) -> str:
        return ""

    def output_formats_mapping(self) -> dict[str, str]:
        return {"html": "HTML", "pdf": "PDF", NOTEBOOK: "Notebook"}


class BriefingJob(DefaultExecutionManager):
    """One job, in a process of its own: the notebook executed as a build does it, exported, handed out."""

    def execute(self) -> None:
        """Run the notebook of the job and write its files.

        Raises UsageError for a parameter that the notebook does not have or that cannot be read, and NotebookFailed
        when it does not run to its end; the copy as far as it came is then handed out, if one was asked for.
        """
        notebook = Path(self.staging_paths[INPUT])
        with room.temporary() as draft:
            target = draft / f"{notebook.stem}.ipynb"
            try:
                executed = execute(notebook, self._parameters(notebook), target, engine=Engine("plain"))
            finally:
                close_room()
                self.add_side_effects_files(str(notebook.parent))
                self._keep(NOTEBOOK, target.read_bytes() if target.exists() else b"")
        for word in self.model.output_formats or ():
            if word != NOTEBOOK:
                self._keep(word, export(executed, FORMATS[word], notebook.stem)[0])

    def _parameters(self, notebook: Path) -> dict[str, object]:
        declared, typed = declared_parameters(notebook), self.model.parameters or {}
        check_parameters(notebook.name, declared, typed)
        found = {name: value(name, text, declared[name]) for name, text in typed.items()}
        if str(found.get("quarter", "")).lower() == "latest":
            found["quarter"] = str(find_quarter(places.data_folder(str(found.get("data", ""))), "latest"))
        return found

    def _keep(self, word: str, content: bytes) -> None:
        """One file of the job: where jupyter_scheduler looks for it, and in the folder that JupyterLab shows."""
        if content and word in self.staging_paths:
            Path(self.staging_paths[word]).write_bytes(content)
            self._hand_out(word)

    def _hand_out(self, word: str) -> None:
        folder = Path(self.root_dir, OUTPUT, create_output_directory(self.model.input_filename, self.job_id))
        folder.mkdir(parents=True, exist_ok=True)
        for path in (Path(self.staging_paths[INPUT]), Path(self.staging_paths[word])):
            shutil.copyfile(path, folder / path.name)

    def on_failure(self, e: Exception) -> None:
        """Tell in the list of jobs what failed and where, in the briefing's language; what is the analyst's to mend has
        no traceback."""
        if not isinstance(e, BriefingError):
            super().on_failure(e)
            return
        told = f"{e.cell}: {e}" if isinstance(e, NotebookFailed) and e.cell else str(e)
        if str((self.model.parameters or {}).get("lang", "")).strip("\"' ") != "en":
            told = usage(told)
        with self.db_session() as session:
            session.query(Job).filter(Job.job_id == self.job_id).update(
                {"status": Status.FAILED, "status_message": told, "end_time": get_utc_timestamp()}
            )
            session.commit()
        print(f"job {self.model.name}: {told}", file=sys.stderr)


class BriefingScheduler(Scheduler):
    """jupyter_scheduler's own scheduler, with our jobs; its working folder is hidden inside the project."""

    output_directory = Unicode(OUTPUT)

    @first_value("execution_manager_class")
    def _default_execution_manager_class(self) -> type[BriefingJob]:
        return BriefingJob

    @first_value("staging_path")
    def _default_staging_path(self) -> str:
        return str(Path(self.root_dir, ".jupyter", "jobs"))

    def create_job(self, model: CreateJob) -> str:
        """The id of the new job; jupyter_scheduler enters it as stopped, and lists it so until its process begins."""
        job_id = super().create_job(model)
        with self.db_session() as session:
            session.query(Job).filter(Job.job_id == job_id, Job.status == Status.STOPPED).update(
                {"status": Status.CREATED}
            )
            session.commit()
        return job_id


def value(name: str, text: str, default: str) -> object:
    """What was typed for a parameter, as the type of its default (Python source): a text needs no quotes.

    Raises UsageError for anything else that is no Python value.
    """
    is_text = isinstance(_literal(default), str)
    found = _literal(text.strip())
    if is_text:
        return found if isinstance(found, str) else text.strip()
    if found is _NOTHING:
        raise UsageError(
            "parameter {name}: {value!r} is no value like {default}", name=name, value=text, default=default
        )
    return found


_NOTHING = object()


def _literal(source: str) -> object:
    try:
        return ast.literal_eval(source)
    except (ValueError, SyntaxError):
        return _NOTHING
