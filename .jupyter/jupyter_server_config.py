"""The server behind JupyterLab: serves the fonts of the briefings, so that charts look in a notebook as printed."""

from pathlib import Path

FONTS = Path(__file__).resolve().parents[1] / "helpers" / "fonts"

c = get_config()  # noqa: F821 - Jupyter's own way to hand a file its configuration
c.ServerApp.extra_static_paths = [str(FONTS)]
