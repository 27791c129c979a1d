"""Findings about revisions: which published figures were corrected since, and what that moves in the results."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from ..assess.frozen import CHIEF, FROZEN, plain
from ..assess.result import Result
from ..assess.revised import Revised, flags_moved
from ..assess.revisions import Revision
from ..assess.rows import COUNTS, split_sources
from ..model import Name
from .briefing import Briefing
from .finding import Figure, Finding, count, finding, points, rank
from .origins import Origin
from .terms import term

_COUNTED = {
    "satisfied": Name("满意人数", "people satisfied"),
    "basically_satisfied": Name("基本满意人数", "people fairly satisfied"),
    "dissatisfied": Name("不满意人数", "people dissatisfied"),
    "unknown": Name("不了解人数", "people who do not know"),
}
_TABLES = {
    "vetoes": Name("一票否决", "veto"),
    "praise": Name("表扬", "praise"),
    "survey": Name("满意度调查", "satisfaction survey"),
}
_COLUMNS = {
    "qualifier": Name("限定", "qualifier"),
    "unit": Name("单位", "unit"),
    "period": Name("时期", "period"),
    "scope": Name("口径", "scope"),
    "source": Name("来源", "source"),
    "reason_zh": Name("事由", "reason"),
    "reason_en": Name("英文事由", "reason in English"),
}
_RESULTS = {"total": "total", "rank": "rank", "stars": "star_count"}


@dataclass(frozen=True)
class Change:
    """One revised cell in the words of its quarter: what it is; old and new as figures, or as text where it is none.

    `whole` is "came" or "went" where the row itself did.
    """

    entry: Revision
    name: Name
    old: Figure | str | Name
    new: Figure | str | Name
    whole: str = ""


def changes(entries: Sequence[Revision], quarters: Sequence[Result]) -> Iterator[Change]:
    """The revised cells in order; of a row that came or went only its chief cell, which stands for it."""
    by_quarter = {result.quarter: result for result in quarters}
    turned: dict[tuple[object, ...], set[str]] = {}
    for entry in entries:
        kind = "came" if not entry.old else "went" if not entry.new else ""
        turned.setdefault((entry.quarter, entry.cell[:3], entry.date, kind), set()).add(entry.cell.column)
    for entry in entries:
        kind = "came" if not entry.old else "went" if not entry.new else ""
        columns = turned[entry.quarter, entry.cell[:3], entry.date, kind]
        whole = kind if "source" in columns and kind else ""  # every row has its source
        chief = CHIEF.get(entry.cell.table) or COUNTS[0]
        if whole and entry.cell.column != (chief if chief in columns else "source"):
            continue
        if entry.quarter in by_quarter:
            yield _change(entry, by_quarter[entry.quarter], whole)


def _change(entry: Revision, result: Result, whole: str) -> Change:
    table, code, item, column = entry.cell
    own = _item(result, table, item)
    if table == "survey" and column in _COUNTED:
        name, unit, unit_en, decimals = _COUNTED[column], "人", "people", 0
    else:
        name, unit, unit_en, decimals = own
    if column not in (*FROZEN[table][1][:1], *COUNTS) or table in ("vetoes", "praise"):
        label = _COLUMNS.get(column, Name(column))
        if table in ("vetoes", "praise") and whole:
            return Change(entry, own[0], entry.old, entry.new, whole)
        about = Name(f"{name.zh}{label.zh}", f"{label.en} of {name.label('en')}")
        if column == "source":
            return Change(entry, about, _titles(entry.old, result), _titles(entry.new, result), whole)
        return Change(entry, about, entry.old, entry.new, whole)
    digits = max(decimals, *(len(plain(text).partition(".")[2]) for text in (entry.old, entry.new)))

    def figure(text: str) -> Figure | str:
        return Figure(float(text), unit, digits, "", (code, item), (), unit_en) if text else ""

    return Change(entry, name, figure(entry.old), figure(entry.new), whole)


def _titles(ids: str, result: Result) -> Name:
    """Sources by their titles, as the table of sources has them."""
    found = [result.inputs.sources[id_] for id_ in split_sources(ids) if id_ in result.inputs.sources]
    return Name("；".join(s.label("zh") for s in found), "; ".join(s.label("en") for s in found))


def _item(result: Result, table: str, item: str) -> tuple[Name, str, str, int]:
    """What a row is about: name, unit, English unit, decimals."""
    if table == "results" and item in _RESULTS:
        label = Name(*(term(_RESULTS[item], lang) for lang in ("zh", "en")))
        unit = {"total": "points", "rank": "rank", "stars": "stars"}[item]
        return label, unit, "", result.scheme.policies.decimals if item == "total" else 0
    if table in _TABLES:
        extra = next((e for e in result.scheme.extras if e.id == item), None)
        return (extra.name if extra else _TABLES[table]), "", "", 0
    if item in result.scheme.by_id:
        node = result.scheme.by_id[item]
        if table == "values":
            return node.name, node.unit, node.unit_en, node.decimals
        return node.name, "points", "", 2
    facts = result.inputs.dictionary
    if table == "values" and item in facts.index:
        fact = facts.loc[item]
        return Name(fact["name_zh"], fact["name_en"]), fact["unit"], fact["unit_en"], int(fact["decimals"])
    extra = next((e for e in result.scheme.extras if e.id == item), None)
    return (extra.name if extra else Name(item)), "points", "", 2


# ---- in the next briefing ---------------------------------------------------------------------------------------


def revisions(b: Briefing) -> Iterator[Finding]:
    """Figures of earlier quarters corrected since the briefing before, each once; then what that moves, by quarter.

    In a district's briefing only what is about it.
    """
    if b.revised is None:
        return
    for one in changes(b.revised.entries, b.revised.after):
        if b.district is None or one.entry.cell.code == b.code:
            yield revision(one)
    for before, after in _told(b.revised):
        if b.district is None:
            yield effect(b, before, after)
        elif _concerns(b.code, b.revised, before, after):
            yield effect(b, before, after, only=b.code)


def revision_news(b: Briefing) -> Iterator[Finding]:
    """What revisions do to ranks and flags, by quarter, in short; where they move none, what was revised."""
    if b.revised is None:
        return
    for before, after in _told(b.revised):
        found = effect(b, before, after, things=("rank",))
        if found.figures or found.about["flags"]:
            yield found
    yield from (revision(one) for one in changes(b.revised.entries, b.revised.after))


def correction(b: Briefing) -> Finding | None:
    """What a revised edition has otherwise than the first: of the city whether the first, other ranks and flags
    changed, of a district its own results; None for a first edition, and for a district it does not concern.

    Variant first: another district is first now. `what` is the first figure revised, `of` whose it is.
    """
    if b.corrected is None:
        return None
    pair = b.corrected.pair(b.quarter)
    assert pair is not None  # it is corrected
    before, after = pair
    if b.district is not None and not _concerns(b.code, b.corrected, before, after):
        return None
    told = list(changes(b.corrected.entries, b.corrected.after))
    still: tuple[str, ...] = ()
    tops: tuple[tuple[str, ...], ...] = ()
    if b.district is not None:
        told = sorted(told, key=lambda one: one.entry.cell.code != b.code)  # its own figures first
        found = effect(b, before, after, only=b.code)
        who, figures, flags = found.who, dict(found.figures), found.about["flags"]
    else:
        who, figures = (), {}
        tops = tuple(tuple(r.rank.index[(r.rank == 1).fillna(False)]) for r in (before, after))
        ranks = [
            code for code in after.codes if code in before.place and not _same(before.rank[code], after.rank[code])
        ]
        if ranks:
            figures["ranks"] = count(len(ranks), "districts")
        names = {award.id: award.name for award in after.scheme.awards}
        moved_flags = flags_moved(before, after)
        flags = tuple((names[id_], before.flags.get(id_, ()), after.flags.get(id_, ())) for id_ in moved_flags)
        still = () if ranks else ("rank", "flags") if not flags else ("rank",)
    if len(told) > 1:
        figures = {"items": count(len(told), "figures"), **figures}
    first = told[0]
    return finding(
        "correction",
        *who,
        figures=figures,
        rows=[Origin(one.entry.file, one.entry.row, one.entry.source) for one in told],
        variant="first" if tops and set(tops[0]) != set(tops[1]) else "",
        what=first.name,
        of=(first.entry.cell.code,) if first.entry.cell.code else (),
        tops=tops,
        flags=flags,
        still=still,
    )


def _told(revised: Revised) -> Iterator[tuple[Result, Result]]:
    """Quarters whose figures were revised, and those whose changes of rank and flags follow from it."""
    own = {entry.quarter for entry in revised.entries}
    for before, after in zip(revised.before, revised.after, strict=True):
        if after.quarter in own or moved(before, after) or flags_moved(before, after):
            yield before, after


def _concerns(code: str, revised: Revised, before: Result, after: Result) -> bool:
    """Whether a district's own figures, results or flags of a quarter are others."""
    own = any(entry.cell.code == code and entry.quarter == after.quarter for entry in revised.entries)
    flag = any(code in _sides(before, after, id_) for id_ in flags_moved(before, after))
    return own or flag or code in moved(before, after)


def _sides(before: Result, after: Result, award: str) -> set[str]:
    """Who has won or lost a flag."""
    return {*before.flags.get(award, ())} ^ {*after.flags.get(award, ())}


def revision(one: Change) -> Finding:
    """One corrected figure: what, old, new, why, by whom."""
    entry = one.entry
    figures = {name: value for name in ("old", "new") if isinstance(value := getattr(one, name), Figure)}
    return finding(
        "revision",
        *([entry.cell.code] if entry.cell.code else []),
        figures=figures,
        times=(entry.quarter,),
        rows=(Origin(entry.file, entry.row, entry.source),),
        item=one.name,
        old="" if "old" in figures else one.old,
        new="" if "new" in figures else one.new,
        whole=one.whole,
        reason=Name(entry.reason, entry.reason_en),
        by=Name(entry.who, entry.who_en),
    )


def moved(before: Result, after: Result) -> tuple[str, ...]:
    """The districts whose total, rank or stars are others, best rank first; those without a rank last."""
    codes = [code for code in after.rank.sort_values(kind="stable", na_position="last").index if code in before.place]
    return tuple(code for code in codes if any(not _same(a, c) for a, c in _pairs(before, after, code)))


def _pairs(before: Result, after: Result, code: str) -> list[tuple[Any, Any]]:
    return [(getattr(before, name)[code], getattr(after, name)[code]) for name in ("total", "rank", "stars_total")]


def _same(a: Any, c: Any) -> bool:
    return (pd.isna(a) and pd.isna(c)) or (not pd.isna(a) and not pd.isna(c) and a == c)


def effect(
    b: Briefing, before: Result, after: Result, only: str = "", things: Sequence[str] = ("total", "rank", "stars")
) -> Finding:
    """What revisions move in one quarter: totals, ranks and stars by district, and flags; or that nothing moves.

    `only` limits it to one district; fewer `things` make it short: what does not move is left out. Figures are named by
    district (`370281.total_before`), in the order in which they are told. Variant moves: a rank, a star or a flag is
    another one.
    """
    then = replace(b, quarter=after.quarter, history=(after,))
    figures: dict[str, Figure] = {}
    for code in moved(before, after):
        if only not in ("", code):
            continue
        (t0, t1), (r0, r1), (s0, s1) = _pairs(before, after, code)
        if not _same(t0, t1) and "total" in things:
            figures |= {f"{code}.total_before": points(then, t0, code)} if pd.notna(t0) else {}
            figures |= {f"{code}.total_after": points(then, t1, code)} if pd.notna(t1) else {}
        if not _same(r0, r1) and "rank" in things:
            figures |= {f"{code}.rank_before": rank(r0, code, way="from")} if pd.notna(r0) else {}
            figures |= {f"{code}.rank_after": rank(r1, code)} if pd.notna(r1) else {}
        if not _same(s0, s1) and "stars" in things:
            figures |= {
                f"{code}.stars_before": count(s0, "stars", code),
                f"{code}.stars_after": count(s1, "stars", code),
            }
    flags = [id_ for id_ in flags_moved(before, after) if only in ("", *_sides(before, after, id_))]
    names = {award.id: award.name for award in after.scheme.awards}
    moves = {kind for kind in ("total", "rank", "stars") if any(f".{kind}_" in key for key in figures)}
    moves |= {"flags"} if flags else set()
    still = [kind for kind in ("total", "rank", "stars", "flags") if kind not in moves and len(things) > 1]
    return finding(
        "revision_effect",
        *dict.fromkeys(key.partition(".")[0] for key in figures),
        figures=figures,
        times=(after.quarter,),
        only=only,
        variant="moves" if moves & {"rank", "stars", "flags"} else "",
        flags=tuple((names[id_], before.flags.get(id_, ()), after.flags.get(id_, ())) for id_ in flags),
        still=tuple(still),
    )
