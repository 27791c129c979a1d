"""jsonschema, which nbformat needs, imported in a twentieth of the time."""

from __future__ import annotations

import sys

# What jsonschema imports to check a text's `format` where it is there, as JupyterLab sees to: one of them builds
# grammars for a whole second, another brings a library of calendars.
_CHECKERS = (
    "fqdn",
    "idna",
    "isoduration",
    "jsonpointer",
    "rfc3339_validator",
    "rfc3986_validator",
    "rfc3987",
    "rfc3987_syntax",
    "uri_template",
    "webcolors",
)


def import_jsonschema() -> None:
    """Import jsonschema without what checks formats; to be called before nbformat is imported.

    No notebook schema asks for a format. `None` in `sys.modules` is Python's own way to say "not to be had"; it stands
    only while jsonschema loads, and whoever wants one of these modules afterwards gets it.
    """
    if "jsonschema" in sys.modules:
        return
    kept_out = [name for name in _CHECKERS if name not in sys.modules]
    sys.modules.update(dict.fromkeys(kept_out))  # type: ignore[arg-type]  # None: not to be had
    try:
        import jsonschema  # noqa: F401
    finally:
        for name in kept_out:
            del sys.modules[name]
