"""A recipient's files as one zip with SHA256SUMS, the same bytes for the same files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

from .letter import Enclosure

SUMS = "SHA256SUMS"
_DAY = (1980, 1, 1, 0, 0, 0)  # the first day a zip can hold: no clock is in the bytes


def sums(enclosures: Sequence[Enclosure]) -> bytes:
    """Lines that `sha256sum --check SHA256SUMS` reads."""
    return "".join(f"{e.sha256}  {e.name}\n" for e in enclosures).encode()


def zipped(enclosures: Sequence[Enclosure]) -> bytes:
    """The files and SHA256SUMS in one zip; names in UTF-8, readable by everybody on Linux, macOS and Windows."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (*((e.name, e.content) for e in enclosures), (SUMS, sums(enclosures))):
            entry = zipfile.ZipInfo(name, _DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, content)
    return out.getvalue()
