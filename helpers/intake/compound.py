"""The container that an .xls is in: sectors of a file chained into streams ([MS-CFB])."""

from __future__ import annotations

import struct
from collections.abc import Sequence

_LAST = 0xFFFFFFFA  # numbers from here on are no sector: free, end of a chain, or one of the tables themselves
_NONE = 0xFFFFFFFF  # no entry of the directory
_STREAM = 2


def workbook_stream(content: bytes) -> bytes:
    """The stream of a workbook's records; raises ValueError where the container is damaged, or holds none.

    A chain that runs in a circle ends here: xlrd would follow it until the memory is full.
    """
    try:
        return _stream(content)
    except (struct.error, IndexError) as error:
        raise ValueError(f"its container is damaged: {error}") from None


def _stream(content: bytes) -> bytes:
    shift, small_shift = struct.unpack_from("<HH", content, 30)
    if not 7 <= shift <= 16 or not 2 <= small_shift <= shift:
        raise ValueError("its container is damaged: no such size of sectors")
    directory, _, cutoff, small_table = struct.unpack_from("<4I", content, 48)
    size = 1 << shift
    body = content[size if shift > 9 else 512 :]
    table = _numbers(b"".join(_sector(body, number, size) for number in _table_sectors(content, body, size)))
    entries = _joined(body, table, directory, size)
    found = _entry(entries)
    start, length = struct.unpack_from("<II", entries, found * 128 + 116)
    if length >= cutoff:
        return _joined(body, table, start, size)[:length]
    small = _joined(body, table, struct.unpack_from("<I", entries, 116)[0], size)
    small_chain = _numbers(_joined(body, table, small_table, size))
    return _joined(small, small_chain, start, 1 << small_shift)[:length]


def _table_sectors(content: bytes, body: bytes, size: int) -> list[int]:
    """The sectors of the table of chains: the first 109 stand in the header, the others in a chain of their own."""
    found = list(struct.unpack_from("<109I", content, 76))
    more = struct.unpack_from("<I", content, 68)[0]
    seen: set[int] = set()
    while more < _LAST and more not in seen:
        seen.add(more)
        *numbers, more = _numbers(_sector(body, more, size))
        found += numbers
    return [number for number in found if number < _LAST]


def _entry(entries: bytes) -> int:
    """The number of the directory's entry for the workbook, among those of the root: embedded ones have their own."""
    waiting, seen, books = [struct.unpack_from("<I", entries, 76)[0]], {_NONE}, {}
    while waiting:
        at = waiting.pop()
        if at in seen:
            continue
        seen.add(at)
        length, kind = struct.unpack_from("<HB", entries, at * 128 + 64)
        name = entries[at * 128 : at * 128 + max(length - 2, 0)].decode("utf-16-le", errors="replace").lower()
        if kind == _STREAM:
            books[name] = at
        waiting += struct.unpack_from("<II", entries, at * 128 + 68)
    for name in ("workbook", "book"):
        if name in books:
            return books[name]
    raise ValueError("no workbook is in its container")


def _joined(body: bytes, table: Sequence[int], start: int, size: int) -> bytes:
    """The sectors of a chain, one behind the other."""
    parts: list[bytes] = []
    while start < _LAST:
        if len(parts) > len(table):
            raise ValueError("its container is damaged: a chain of sectors runs in a circle")
        parts.append(_sector(body, start, size))
        start = table[start]
    return b"".join(parts)


def _sector(body: bytes, number: int, size: int) -> bytes:
    sector = body[number * size : (number + 1) * size]
    if not sector:
        raise ValueError(f"its container is damaged: there is no sector {number}")
    return sector


def _numbers(content: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])
