"""Which release of this program runs: what the ledger puts on record, and `briefing --version` says."""

from __future__ import annotations

DISTRIBUTION = "zhaixing-briefings"


def version() -> str:
    """The installed program's version; `unversioned` where it runs from a folder that was never installed."""
    from importlib import metadata  # slow to import, and hardly a command asks

    try:
        return metadata.version(DISTRIBUTION)
    except metadata.PackageNotFoundError:
        return "unversioned"
