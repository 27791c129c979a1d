"""What groups of districts (分类考核) are called, and whom a weight counts for."""

from __future__ import annotations

from collections.abc import Collection

from ..assess.result import Result
from .terms import term


def group_name(result: Result, group: str, lang: str) -> str:
    """A group as districts.csv calls it; a word for the districts that it names no group for."""
    return result.group_label(group, lang) or term("other_groups", lang)


def weighed(result: Result, weights: Collection[str], group: str) -> tuple[str, ...]:
    """The groups that the weight written for `group` counts in: of the default ("") all that have none of their own."""
    return tuple(g for g in dict.fromkeys(result.groups) if g == group or (not group and g not in weights))
