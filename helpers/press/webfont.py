"""A few hundred characters of a bundled font as woff2, written straight from the font's outlines.

Subsetting a Chinese font with fontTools takes about a second a page: it reads 30 000 glyphs to keep 300, and packs them
anew each time. Here each outline is packed once a process and kept, so that the next report of a run pays only for the
compression; and since a glyph's packing does not depend on its neighbours, the same characters give the same bytes.
Source: OpenType `cmap`, `loca`, `hmtx`. How what is kept is packed: woff2.py.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from pathlib import Path

from . import woff2
from .woff2 import Packed


@dataclass
class WebFont:
    """A TrueType font, read once, that gives out woff2 files of chosen characters."""

    path: Path
    _data: bytes = field(init=False, repr=False)
    _tables: dict[str, tuple[int, int]] = field(init=False, repr=False)
    _packed: dict[int, Packed] = field(init=False, repr=False, default_factory=dict)
    glyphs: dict[int, int] = field(init=False, repr=False)  # code point -> glyph

    def __post_init__(self) -> None:
        self._data = self.path.read_bytes()
        count = struct.unpack_from(">H", self._data, 4)[0]
        self._tables = {}
        for i in range(count):
            tag, _, offset, length = struct.unpack_from(">4sLLL", self._data, 12 + 16 * i)
            self._tables[tag.decode("ascii")] = (offset, length)
        self.glyphs = self._characters()

    def _table(self, tag: str) -> bytes:
        offset, length = self._tables[tag]
        return self._data[offset : offset + length]

    def _characters(self) -> dict[int, int]:
        """The font's character map: its format 12 table when it has one, else format 4."""
        cmap = self._table("cmap")
        found: dict[int, int] = {}
        for i in range(struct.unpack_from(">H", cmap, 2)[0]):
            platform, encoding, offset = struct.unpack_from(">HHL", cmap, 4 + 8 * i)
            form = struct.unpack_from(">H", cmap, offset)[0]
            if (platform, encoding, form) == (3, 10, 12):
                groups = struct.unpack_from(">L", cmap, offset + 12)[0]
                for g in range(groups):
                    first, last, glyph = struct.unpack_from(">LLL", cmap, offset + 16 + 12 * g)
                    found.update(zip(range(first, last + 1), range(glyph, glyph + last - first + 1), strict=True))
                return found
            if (platform, encoding, form) == (3, 1, 4):
                found = _format_4(cmap, offset)
        return found

    def _pack(self, glyph: int) -> Packed:
        if glyph not in self._packed:
            self._packed[glyph] = self._packed_outline(glyph)
        return self._packed[glyph]

    def _packed_outline(self, glyph: int) -> Packed:
        offset, _ = self._tables["loca"]
        if struct.unpack_from(">h", self._table("head"), 50)[0]:
            start, end = struct.unpack_from(">LL", self._data, offset + 4 * glyph)
        else:
            start, end = (2 * half for half in struct.unpack_from(">HH", self._data, offset + 2 * glyph))
        metrics = self._metrics(glyph)
        if start == end:
            return Packed(b"\0\0", b"", b"", b"", metrics, 0)
        base = self._tables["glyf"][0]
        contours, points, flags, coordinates = woff2.transformed(self._data, base + start, self.path.name)
        return Packed(contours, points, flags, coordinates, metrics, end - start)

    def _metrics(self, glyph: int) -> bytes:
        offset, _ = self._tables["hmtx"]
        full = struct.unpack_from(">H", self._table("hhea"), 34)[0]
        if glyph < full:
            return self._data[offset + 4 * glyph : offset + 4 * glyph + 4]
        advance = self._data[offset + 4 * (full - 1) : offset + 4 * (full - 1) + 2]
        bearing = offset + 4 * full + 2 * (glyph - full)
        return advance + self._data[bearing : bearing + 2]

    def woff2(self, characters: str) -> bytes:
        """The font with these characters alone (and .notdef); those it lacks are passed over."""
        points = sorted({ord(c) for c in characters} & self.glyphs.keys())
        packed = [self._pack(glyph) for glyph in (0, *(self.glyphs[p] for p in points))]
        count = len(packed)
        head = bytearray(self._table("head"))
        struct.pack_into(">L", head, 8, 0)  # the reader computes the checksum
        struct.pack_into(">H", head, 16, struct.unpack_from(">H", head, 16)[0] | 1 << 11)  # losslessly transformed
        struct.pack_into(">h", head, 50, 1)  # long offsets
        hhea = bytearray(self._table("hhea"))
        struct.pack_into(">H", hhea, 34, count)
        maxp = bytearray(self._table("maxp"))
        struct.pack_into(">H", maxp, 4, count)
        tables = {
            "OS/2": self._table("OS/2"),
            "cmap": woff2.cmap(points),
            "glyf": woff2.glyf(packed),
            "head": bytes(head),
            "hhea": bytes(hhea),
            "hmtx": b"".join(p.metrics for p in packed),
            "loca": b"",
            "maxp": bytes(maxp),
            "name": struct.pack(">HHH", 0, 0, 6),
            "post": struct.pack(">L", 0x00030000) + self._table("post")[4:32],
        }
        outlines = sum(p.size + 3 & ~3 for p in packed)
        return woff2.written(tables, {"glyf": outlines, "loca": 4 * (count + 1)})


def _format_4(cmap: bytes, offset: int) -> dict[int, int]:
    size, *_ = struct.unpack_from(">H", cmap, offset + 6)
    half = size // 2
    at = offset + 14
    ends = struct.unpack_from(f">{half}H", cmap, at)
    starts = struct.unpack_from(f">{half}H", cmap, at + size + 2)
    deltas = struct.unpack_from(f">{half}H", cmap, at + 2 * size + 2)
    ranges_at = at + 3 * size + 2
    found: dict[int, int] = {}
    for i, (start, end, delta) in enumerate(zip(starts, ends, deltas, strict=True)):
        shift = struct.unpack_from(">H", cmap, ranges_at + 2 * i)[0]
        for point in range(start, min(end, 0xFFFE) + 1):
            glyph = point
            if shift:
                glyph = struct.unpack_from(">H", cmap, ranges_at + 2 * i + shift + 2 * (point - start))[0]
                if not glyph:
                    continue
            glyph = (glyph + delta) & 0xFFFF
            if glyph:
                found[point] = glyph
    return found
