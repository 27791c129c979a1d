"""jsonschema, which nbformat needs, imported in a tenth of the time."""

from __future__ import annotations

import sys


def import_jsonschema() -> None:
    """Import jsonschema without the grammars that check IRIs; to be called before nbformat is imported.

    JupyterLab brings `rfc3987_syntax`; jsonschema imports it when it is there, and that builds grammars for a whole
    second. No notebook schema has an IRI. `None` in `sys.modules` is Python's own way to say "not to be had"; it
    stands only while jsonschema loads, and whoever wants the module afterwards gets it.
    """
    if "jsonschema" in sys.modules or "rfc3987_syntax" in sys.modules:
        return
    sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]
    try:
        import jsonschema  # noqa: F401
    finally:
        del sys.modules["rfc3987_syntax"]
