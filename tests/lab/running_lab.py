"""JupyterLab as `make lab` starts it, on a copy of the project, for the tests that open it in a browser."""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from reports_made import ROOT

PATIENCE = 120_000  # milliseconds; a loaded machine is slow, not wrong
ERRORS = '[data-mime-type="application/vnd.jupyter.error"], [data-mime-type="application/vnd.jupyter.stderr"]'
OF_USE = ("lab", "jobs", "jobs.sqlite", ".ipynb_checkpoints")  # what JupyterLab leaves in a project that is worked in


def make_lab() -> list[str]:
    """The words of the Makefile's `lab` after its settings, run by this very Python."""
    recipe = re.search(r"^lab:.*\n\t(.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)[1]
    settings, program = recipe.split(" $(BIN)/jupyter ")
    assert settings == 'JUPYTER_CONFIG_DIR="$(CURDIR)/.jupyter"'
    return [sys.executable, "-m", "jupyter", *program.split()]


@dataclass
class Lab:
    """A running JupyterLab on a copy of the project."""

    project: Path
    address: str
    token: str

    def page(self, browser, notebook):
        page = browser.new_page(viewport={"width": 1400, "height": 1000}, accept_downloads=True)
        page.set_default_timeout(PATIENCE)
        page.strangers = []
        page.on("request", lambda r: None if self._own(r.url) else page.strangers.append(r.url))
        page.goto(f"{self.address}/lab/workspaces/{Path(notebook).stem}/tree/notebooks/{notebook}?token={self.token}")
        page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()  # what is run before the kernel answers is lost
        return page

    def ask(self, path: str, body: dict | None = None, method: str = "") -> dict:
        """What the server's own interface answers: GET, or POST where there is a body."""
        request = urllib.request.Request(
            f"{self.address}/{path}",
            data=None if body is None else json.dumps(body).encode("utf-8"),
            headers={"Authorization": f"token {self.token}", "Content-Type": "application/json"},
            method=method or ("GET" if body is None else "POST"),
        )
        with urllib.request.urlopen(request, timeout=PATIENCE / 1000) as answer:
            return json.loads(answer.read() or b"{}")

    def _own(self, url):
        return url.startswith((self.address, self.address.replace("http", "ws", 1), "data:", "blob:"))


@contextmanager
def started(home: Path) -> Iterator[Lab]:
    """JupyterLab on a copy of the project in `home`, until the block ends."""
    project = home / "project"
    for name in ("data", "notebooks", ".jupyter", "helpers/fonts"):
        shutil.copytree(ROOT / name, project / name, ignore=shutil.ignore_patterns(*OF_USE))
    token = secrets.token_hex(16)
    own = {
        "JUPYTER_CONFIG_DIR": str(project / ".jupyter"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "IPYTHONDIR": str(home / "ipython"),
    }
    told = home / "log"
    with told.open("wb") as log:
        server = subprocess.Popen(
            [
                *make_lab(),
                "--no-browser",
                "--allow-root",
                "--ServerApp.ip=127.0.0.1",
                "--ServerApp.port=0",  # whichever is free
                "--TaskRunner.poll_interval=1",  # seconds between two looks at the clock of notebook jobs, not 10
                f"--IdentityProvider.token={token}",
            ],
            cwd=project,
            env={**os.environ, **own, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        yield Lab(project, _address(server, home / "runtime", token, told), token)
    finally:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def run_all(page):
    """Run > Run All Cells, and wait until every code cell has its number, or one has failed."""
    page.get_by_text("Run", exact=True).first.click()
    page.get_by_text("Run All Cells", exact=True).click()
    page.wait_for_function(
        """errors => {
            const marks = [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].map(m => m.textContent);
            const failed = document.querySelector(errors);
            return failed || marks.length > 5 && marks.every(m => /\\[\\d+\\]/.test(m));
        }""",
        arg=ERRORS,
    )
    return page.locator(ERRORS).all_inner_texts()


def weight_of(page, name):
    """The row of the what-if panel that moves the weight of what has this name."""
    rows = page.locator(".widget-hbox", has=page.get_by_text(name, exact=True))
    return rows.filter(has=page.locator(".widget-slider"))


def _address(server: subprocess.Popen, runtime: Path, token: str, told: Path) -> str:
    """Where it answers: its port is in the file that it writes about itself."""
    end = time.monotonic() + PATIENCE / 1000
    while server.poll() is None and time.monotonic() < end:
        try:
            (about,) = runtime.glob("jpserver-*.json")
            address = f"http://127.0.0.1:{json.loads(about.read_text(encoding='utf-8'))['port']}"
            with urllib.request.urlopen(f"{address}/api?token={token}", timeout=5):
                return address
        except (ValueError, urllib.error.URLError, ConnectionError, TimeoutError):  # no file, or half of one
            time.sleep(0.1)
    pytest.fail(f"JupyterLab did not start:\n{told.read_text(encoding='utf-8', errors='replace')[-3000:]}")
