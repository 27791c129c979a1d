"""The server behind JupyterLab: serves the fonts of the briefings, so that charts look in a notebook as printed.

Notebook jobs (jupyter_scheduler, where it is installed) are made by this project's own classes, and kept inside it.
"""

from pathlib import Path

HERE = Path(__file__).resolve().parent
FONTS = HERE.parent / "helpers" / "fonts"

c = get_config()  # noqa: F821 - Jupyter's own way to hand a file its configuration
c.ServerApp.extra_static_paths = [str(FONTS)]
c.SchedulerApp.scheduler_class = "helpers.desk.notebook_jobs.BriefingScheduler"
c.SchedulerApp.environment_manager_class = "helpers.desk.notebook_jobs.BriefingEnvironment"
c.SchedulerApp.db_url = f"sqlite:///{(HERE / 'jobs.sqlite').as_posix()}"
