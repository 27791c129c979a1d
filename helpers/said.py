"""Words that remember how they were put together, so that what is said in English can be told in Chinese.

Floor 0 of the house: standard library only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence


class Said(str):
    """An English sentence made of a template and its named fields, as gettext has it: `Said("no file {path}", path=p)`.

    It *is* the sentence wherever a text is wanted, and stays itself through `str()`, copying and pickling. The
    template is what its Chinese is found by (helpers/write/catalogue.py); a field may be such words itself. Whatever
    is neither a text nor a number is kept as its text: fields cross from one process to another.
    """

    __slots__ = ("fields", "template")
    template: str
    fields: dict[str, str | int | float]

    def __new__(cls, template: str, /, **fields: object) -> Said:
        kept = {name: field if isinstance(field, str | int | float) else str(field) for name, field in fields.items()}
        said = super().__new__(cls, template.format(**kept))
        said.template, said.fields = template, kept
        return said

    def __str__(self) -> str:
        return self  # as a text's own would not: an error's words are read with str(error)

    def __reduce__(self) -> tuple[object, ...]:
        return _again, (self.template, self.fields)


def _again(template: str, fields: dict[str, str | int | float]) -> Said:
    return Said(template, **fields)


class Listed(str):
    """Names or words side by side: `a, b, c`, which Chinese parts by its own sign. A field of what is `Said`."""

    __slots__ = ("several",)
    several: tuple[str, ...]

    def __new__(cls, several: Iterable[str]) -> Listed:
        kept = tuple(several)
        listed = super().__new__(cls, ", ".join(kept))
        listed.several = kept
        return listed

    def __str__(self) -> str:
        return self

    def __reduce__(self) -> tuple[object, ...]:
        return Listed, (self.several,)


def clauses(parts: Iterable[str], lang: str) -> str:
    """What is said of one thing, side by side in one sentence, by the sign of its language."""
    return ("；" if lang == "zh" else "; ").join(parts)


def joined(several: Sequence[str]) -> str:
    """One thing or several, one after another: `first; second; third`; each is told for itself."""
    first, *others = several
    for second in others:
        first = Said("{first}; {second}", first=first, second=second)
    return first
