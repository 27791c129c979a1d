"""What a report's kernel finds in its environment, wherever it comes from."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import MappingProxyType

from . import room

KERNEL_ENV = MappingProxyType(
    {
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",  # pyplot figures show themselves
        "OPENBLAS_NUM_THREADS": "1",  # the kernels share the cores already
        "OMP_NUM_THREADS": "1",
        "PYTHONHASHSEED": "0",  # sets print in one order
        "PYTHONUTF8": "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "PYDEVD_USE_FRAME_EVAL": "NO",  # as the debugger sets it, which plain kernels import and forked ones do not
    }
)
_MATPLOTLIB = "MPLCONFIGDIR"


def kernel_env() -> dict[str, str]:
    """What every kernel's environment says, wherever it comes from.

    Without a folder that it can write, matplotlib makes one, and says so in the middle of a briefing: users without a
    home, services, containers. Where this system's names of files are not in UTF-8 (a locale of GBK), a kernel in
    Python's UTF-8 mode would not find the folders that we name to it: there it is in none.
    """
    env = dict(KERNEL_ENV)
    if sys.getfilesystemencoding() != "utf-8":
        env["PYTHONUTF8"] = "0"
    if not _matplotlib_has_a_home():
        env[_MATPLOTLIB] = str(room.path() / "matplotlib")
    return env


def _matplotlib_has_a_home() -> bool:
    """Whether matplotlib can write where it wants to; it looks in the same way, and makes the folders as well."""
    if own := os.environ.get(_MATPLOTLIB):
        wanted = [Path(own)]
    elif sys.platform.startswith(("linux", "freebsd")):
        bases = (("XDG_CONFIG_HOME", ".config"), ("XDG_CACHE_HOME", ".cache"))
        wanted = [Path(os.environ.get(name) or Path("~", usual).expanduser(), "matplotlib") for name, usual in bases]
    else:
        wanted = [Path("~", ".matplotlib").expanduser()]
    try:
        for folder in wanted:
            folder.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError):  # RuntimeError: a user without a home
        return False
    return all(os.access(folder, os.W_OK) for folder in wanted)
