"""JupyterLab for this project (`make lab`): asks nobody for news, updates or extensions; outputs look as printed.

jupyter_scheduler makes a job of the file that the file browser marks, not of the notebook whose button was pressed:
where it is installed, the button marks its notebook first.
"""

from importlib.util import find_spec
from pathlib import Path

c = get_config()  # noqa: F821 - Jupyter's own way to hand a file its configuration
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
c.LabApp.extension_manager = "readonly"
c.LabApp.news_url = None
c.LabApp.custom_css = True
c.LabApp.default_url = "/lab/tree/notebooks"
if find_spec("jupyter_scheduler"):
    c.LabApp.app_settings_dir = str(Path(__file__).resolve().parent / "labconfig" / "notebook_jobs")
