"""WOFF File Format 2.0 (W3C), as far as a font of simple outlines needs it: glyphs packed, tables put into a file.

Source: its sections 4 and 5; OpenType `glyf`, `cmap`. Outlines must be simple, as Noto's are.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Mapping
from dataclasses import dataclass

_KNOWN_TAGS = {
    "cmap": 0,
    "head": 1,
    "hhea": 2,
    "hmtx": 3,
    "maxp": 4,
    "name": 5,
    "OS/2": 6,
    "post": 7,
    "glyf": 10,
    "loca": 11,
}
_QUALITY = 8  # of brotli: 0.2 % larger than 9 and 3 % than the best, in a tenth of the time of 9


@dataclass(frozen=True)
class Packed:
    """One glyph as the woff2 transform of `glyf` stores it, with its advance and left bearing (`hmtx`)."""

    contours: bytes
    points: bytes
    flags: bytes
    coordinates: bytes
    metrics: bytes
    size: int


def written(tables: Mapping[str, bytes], read: Mapping[str, int]) -> bytes:
    """The file of a font's tables, in their order.

    `read`: how many bytes of those that are transformed (glyf, loca) the reader makes of them.
    """
    import brotli

    lengths = {tag: len(data) for tag, data in tables.items()} | dict(read)
    directory = b""
    for tag, data in tables.items():
        directory += bytes([_KNOWN_TAGS[tag]]) + _base128(lengths[tag])
        if tag in read:
            directory += _base128(len(data))
    content = brotli.compress(b"".join(tables.values()), mode=brotli.MODE_FONT, quality=_QUALITY)
    whole = 48 + len(directory) + len(content)
    sfnt = 12 + 16 * len(tables) + sum(length + 3 & ~3 for length in lengths.values())
    # signature, flavour, length, tables, reserved, length as OpenType, compressed, version, and no metadata
    head = (b"wOF2", 0x00010000, whole + 3 & ~3, len(tables), 0, sfnt, len(content), 1, 0, 0, 0, 0, 0, 0)
    return struct.pack(">4sLLHHLLHHLLLLL", *head) + directory + content + b"\0" * (-whole % 4)


def transformed(data: bytes, at: int, name: str) -> tuple[bytes, bytes, bytes, bytes]:
    """A simple outline of `glyf` as its parts in the streams of the transformed table; hints are left out."""
    contours = struct.unpack_from(">h", data, at)[0]
    if contours < 0:
        raise ValueError(f"{name} has a composite outline; only simple ones are read")
    ends = struct.unpack_from(f">{contours}H", data, at + 10)
    total = ends[-1] + 1
    i = at + 10 + 2 * contours
    i += 2 + struct.unpack_from(">H", data, i)[0]
    marks = bytearray()
    while len(marks) < total:
        mark = data[i]
        i += 1
        repeat = 1
        if mark & 8:
            repeat += data[i]
            i += 1
        marks += bytes([mark]) * repeat
    xs, i = _deltas(data, i, marks, short=2, same=16)
    ys, i = _deltas(data, i, marks, short=4, same=32)
    flags, coordinates = bytearray(), bytearray()
    for mark, dx, dy in zip(marks, xs, ys, strict=True):
        _triplet(flags, coordinates, dx, dy, on_curve=bool(mark & 1))
    counts = b"".join(_short(end - before) for before, end in zip((-1, *ends[:-1]), ends, strict=True))
    return struct.pack(">h", contours), counts, bytes(flags), bytes(coordinates) + _short(0)


def _deltas(data: bytes, i: int, marks: bytes | bytearray, short: int, same: int) -> tuple[array[int], int]:
    found = array("i")
    for mark in marks:
        if mark & short:
            found.append(data[i] if mark & same else -data[i])
            i += 1
        elif mark & same:
            found.append(0)
        else:
            found.append(struct.unpack_from(">h", data, i)[0])
            i += 2
    return found, i


def _triplet(flags: bytearray, out: bytearray, dx: int, dy: int, on_curve: bool) -> None:
    """One point by the table of WOFF2, section 5.2: a flag byte and one to four bytes of distance."""
    x, y = abs(dx), abs(dy)
    off = 0 if on_curve else 128
    sign_x, sign_y = int(dx >= 0), int(dy >= 0)
    signs = sign_x + 2 * sign_y
    if dx == 0 and y < 1280:
        flags.append(off + ((y & 0xF00) >> 7) + sign_y)
        out.append(y & 0xFF)
    elif dy == 0 and x < 1280:
        flags.append(off + 10 + ((x & 0xF00) >> 7) + sign_x)
        out.append(x & 0xFF)
    elif x < 65 and y < 65:
        flags.append(off + 20 + ((x - 1) & 0x30) + (((y - 1) & 0x30) >> 2) + signs)
        out.append(((x - 1) & 0xF) << 4 | ((y - 1) & 0xF))
    elif x < 769 and y < 769:
        flags.append(off + 84 + 12 * (((x - 1) & 0x300) >> 8) + (((y - 1) & 0x300) >> 6) + signs)
        out += bytes([(x - 1) & 0xFF, (y - 1) & 0xFF])
    elif x < 4096 and y < 4096:
        flags.append(off + 120 + signs)
        out += bytes([x >> 4, (x & 0xF) << 4 | y >> 8, y & 0xFF])
    else:
        flags.append(off + 124 + signs)
        out += struct.pack(">HH", x, y)


def glyf(packed: list[Packed]) -> bytes:
    """The transformed `glyf` table; bounding boxes are left to the reader to compute."""
    streams = [
        b"".join(p.contours for p in packed),
        b"".join(p.points for p in packed),
        b"".join(p.flags for p in packed),
        b"".join(p.coordinates for p in packed),
        b"",  # composite outlines
        bytes(4 * ((len(packed) + 31) // 32)),  # explicit bounding boxes: none
        b"",  # instructions
    ]
    return struct.pack(">HHHH7L", 0, 0, len(packed), 1, *(len(s) for s in streams)) + b"".join(streams)


def cmap(points: list[int]) -> bytes:
    """A character map to glyphs 1, 2, 3 … in the order of the code points."""
    runs: list[tuple[int, int, int]] = []  # first and last code point, first glyph
    for glyph, point in enumerate(points, start=1):
        if runs and runs[-1][1] == point - 1:
            runs[-1] = (runs[-1][0], point, runs[-1][2])
        else:
            runs.append((point, point, glyph))
    basic = [(first, min(last, 0xFFFE), glyph) for first, last, glyph in runs if first < 0xFFFF]
    segments = [*basic, (0xFFFF, 0xFFFF, 0)]
    n = len(segments)
    power = 1 << (n.bit_length() - 1)
    four = struct.pack(">HHHH", 2 * n, 2 * power, power.bit_length() - 1, 2 * (n - power))
    four += b"".join(struct.pack(">H", last) for _, last, _ in segments) + b"\0\0"
    four += b"".join(struct.pack(">H", first) for first, _, _ in segments)
    four += b"".join(struct.pack(">H", (glyph - first) & 0xFFFF if glyph else 1) for first, _, glyph in segments)
    four += bytes(2 * n)
    four = struct.pack(">HHH", 4, len(four) + 6, 0) + four
    twelve = struct.pack(">HHLLL", 12, 0, 16 + 12 * len(runs), 0, len(runs))
    twelve += b"".join(struct.pack(">LLL", *run) for run in runs)
    return struct.pack(">HHHHLHHL", 0, 2, 3, 1, 20, 3, 10, 20 + len(four)) + four + twelve


def _short(value: int) -> bytes:
    """255UInt16 of WOFF2, section 4.3."""
    if value < 253:
        return bytes([value])
    if value < 506:
        return bytes([255, value - 253])
    if value < 762:
        return bytes([254, value - 506])
    return struct.pack(">BH", 253, value)


def _base128(value: int) -> bytes:
    """UIntBase128 of WOFF2, section 4.1."""
    out = [value & 0x7F]
    while value := value >> 7:
        out.append(value & 0x7F | 0x80)
    return bytes(reversed(out))
