"""What the tests need beside Python packages: a browser, pdftotext, LibreOffice, PostgreSQL. Found, fetched, or named.

`make test` runs this first. A browser that is missing is fetched for Playwright alone; the others come from the
system's packages where this user may install them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from the_readme_says import BROWSERS, OFFICES


def has_browser() -> bool:
    """Whether a browser is on the PATH, or Playwright has one of its own."""
    if any(map(shutil.which, BROWSERS)):
        return True
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return os.path.exists(playwright.chromium.executable_path)  # noqa: PTH110 - a plain string from Playwright


def has_postgresql() -> bool:
    """Whether a PostgreSQL server can be started: its programs on the PATH, or where Debian keeps them."""
    return bool(shutil.which("initdb") or next(Path("/usr/lib/postgresql").glob("*/bin/initdb"), None))


def packages(*names: str) -> bool:
    """Install Debian packages when this is a Debian and we are root; whether that was so and worked."""
    if not shutil.which("apt-get") or os.name == "nt" or os.geteuid() != 0:
        return False
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    steps = (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *names])
    return all(subprocess.run(step, env=quiet, stdout=subprocess.DEVNULL).returncode == 0 for step in steps)


def main() -> int:
    """Exit code 0 when everything is there, 1 after saying what to install."""
    wanting = [] if shutil.which("pdftotext") else ["poppler-utils"]
    wanting += [] if has_postgresql() else ["postgresql"]
    wanting += [] if any(map(shutil.which, OFFICES)) else ["libreoffice-calc"]  # recalculates scored.xlsx
    if not has_browser():
        fetched = subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"]).returncode == 0
        wanting += [] if fetched else ["chromium"]
    if not wanting or packages(*wanting):
        return 0
    print(
        f"the tests need {' and '.join(wanting)}: apt install {' '.join(wanting)}, "
        "brew (or choco) install poppler libreoffice postgresql; a browser may be Chromium, Chrome or Edge",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
