"""Districts named within other words, as in a file's name or a title: 胶州市2023年四季度报表, 统计局-黄岛."""

from __future__ import annotations

import re

from .figures import plain
from .names import KIND, TOTAL, Names

DISTRICT = "{district}"  # stands for a district's name in the patterns of a mapping
_CHINESE = "\u4e00-\u9fff"
_PLACES = "湾路街河山岛港湖桥站"  # 胶州湾, 崂山路: behind a short name, of something else
_SHORT = 2


def within(text: str, names: Names) -> tuple[frozenset[str], str]:
    """The codes of the districts that a text names, and the text, as it is compared, with {district} in their place."""
    whole = names.code(text)
    if whole and whole != TOTAL:
        return frozenset({whole}), DISTRICT
    found: set[str] = set()

    def mark(word: re.Match[str]) -> str:
        if not word["name"]:  # 胶州经济技术开发区 is not 胶州市
            return word[0]
        found.add(names.code(word["name"]))
        return DISTRICT

    marked = _pattern(names).sub(mark, plain(text)) if names.lookup else plain(text)
    marked = re.sub(rf"{re.escape(DISTRICT)}\(?(?:{re.escape(DISTRICT)})\)?", DISTRICT, marked)
    return frozenset(found), marked


def _pattern(names: Names) -> re.Pattern[str]:
    """Names, aliases, and what is left of them without 区, 市 and the like; the city's own name may stand before."""
    words = {word for word in names.lookup if not re.fullmatch(r"[\d\W]*|.", word)}
    words |= {short for word in words if len(short := KIND.sub("", word)) >= _SHORT}
    tried = [
        _guarded(word) for word in sorted(words, key=lambda w: (-len(w), w)) if names.code(word) not in ("", TOTAL)
    ]
    city = f"(?:{re.escape(names.city)}|{re.escape(names.city.removesuffix('市'))})?" if names.city else ""
    areas = "".join(f"{re.escape(area)}|" for area in sorted(names.areas, key=lambda a: (-len(a), a)))
    return re.compile(f"{city}(?:{areas}(?P<name>{'|'.join(tried)}))")


def _guarded(word: str) -> str:
    """A name as a pattern: one in letters begins a word, and a short one is no part of another word."""
    if re.search("[a-z]", word):
        return rf"(?<![a-z]){re.escape(word)}"
    if len(word) > _SHORT:
        return re.escape(word)
    before = f"(?<![{_CHINESE}])" if word.startswith("市") else ""  # 全市南北
    return f"{before}{re.escape(word)}(?![{_PLACES}])"
