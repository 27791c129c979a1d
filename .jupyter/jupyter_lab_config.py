"""JupyterLab for this project (`make lab`): asks nobody for news, updates or extensions; outputs look as printed."""

c = get_config()  # noqa: F821 - Jupyter's own way to hand a file its configuration
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
c.LabApp.extension_manager = "readonly"
c.LabApp.news_url = None
c.LabApp.custom_css = True
c.LabApp.default_url = "/lab/tree/notebooks"
