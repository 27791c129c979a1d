"""Findings about awards: flags and why, vetoes, praise, stars."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import replace

from ..assess import streaks
from ..model import Name
from ..scheme import Award
from .briefing import Briefing
from .finding import Figure, Finding, change, count, finding, moved, rank, rows_of_all
from .further import MOST_WINNERS, told_of
from .origins import Origin


def flag(b: Briefing, award: Award, brief: bool = False) -> Finding:
    """Who won a flag and by which rule; nobody, when no district met it. All are named; of hundreds, and in brief of
    more than a dozen, the first and how many there are.

    Variant: risen (a rise earned it), again (the same winners as the quarter before), new (a winner that had not won
    it in the window), won, vacant, not_compared (there is no quarter before). `kept_out` met the rule and could not
    win; `passed_on`: others may have won for them, who do not meet it (缺额依次递补).
    """
    winners, kept_out = b.result.flags.get(award.id, ()), b.result.kept_out.get(award.id, ())
    many, by_group = len(winners), award.within == "group" and bool(b.result.group_names)
    risen = {code: change(b.result, code, by_group) or 0 for code in winners} if award.rule == "rise" else {}
    run = _quarters_held(b, award, winners)
    variant = _variant(b, award, winners, run)
    most = told_of(many) if brief else MOST_WINNERS
    if many > most:
        if award.rule == "rise":
            winners = tuple(sorted(winners, key=lambda code: -risen[code]))
        winners = winners[:most]
    rises = _rises({code: risen[code] for code in winners}) if risen else ()
    figures = {"changes": rises, "run": count(run, "quarters", *winners) if variant == "again" else None}
    figures["all"] = count(many, "districts") if many > len(winners) else None
    if award.rule == "rise":
        figures["limit"] = replace(count(award.n, "places"), way="up")
    else:
        figures["limit"] = rank(award.n, way="top" if award.n > 1 else "")
    return finding(
        "flag",
        *winners,
        figures=figures,
        variant=variant,
        size=max(f.value for f in rises) - 2 + many / 4 if rises else 0.0,
        rows=rows_of_all(b, winners, *((award.board,) if award.board else ())),
        award=award.id,
        rule=award.rule,
        board=award.board,
        by_group=by_group,
        kept_out=kept_out,
        passed_on=award.pass_down and award.rule != "rise" and any(code in b.ranking for code in kept_out),
    )


def _rises(risen: Mapping[str, int]) -> tuple[Figure, ...]:
    """How far the winners rose, the furthest first; those that rose equally far share a figure."""
    by_change: dict[int, list[str]] = {}
    for code, places in risen.items():
        by_change.setdefault(places, []).append(code)
    return tuple(moved(places, *codes) for places, codes in sorted(by_change.items(), reverse=True))


def flags(b: Briefing, brief: bool = False) -> tuple[Finding, ...]:
    """Every flag of the scheme, in its order."""
    return tuple(flag(b, award, brief) for award in b.scheme.awards)


def _quarters_held(b: Briefing, award: Award, winners: tuple[str, ...]) -> int:
    """How many quarters running the same districts have won a flag of that id, up to this one."""
    run = 0
    for result in reversed(streaks.unbroken(b.history)):
        if not winners or set(result.flags.get(award.id, ())) != set(winners):
            break
        run += 1
    return run


def _variant(b: Briefing, award: Award, winners: tuple[str, ...], run: int) -> str:
    if award.rule == "rise" and b.previous is None:
        return "not_compared"
    if not winners:
        return "vacant"
    if award.rule == "rise":
        return "risen"
    if run > 1:
        return "again"
    earlier = streaks.unbroken(b.history)[:-1]
    won_before = {code for result in earlier for code in result.flags.get(award.id, ())}
    fresh = len(earlier) + 1 >= streaks.FIRST_TIME_NEEDS and any(code not in won_before for code in winners)
    return "new" if fresh else "won"


def vetoes(b: Briefing) -> Iterator[Finding]:
    """一票否决, row by row, and the flags that its district met the rules of and loses by it: often none.

    Variant stripped: it loses one.
    """
    for row in b.inputs.vetoes.itertuples():
        barred = (award for award in b.scheme.awards if row.item in award.vetoed_by)
        lost = tuple(award.id for award in barred if row.code in b.result.kept_out.get(award.id, ()))
        yield finding(
            "veto",
            row.code,
            rows=(Origin(b.table_file("vetoes"), int(row.row), row.source),),
            variant="stripped" if lost else "",
            item=row.item,
            reason=Name(row.reason_zh, row.reason_en),
            awards=lost,
        )


def praise(b: Briefing) -> Iterator[Finding]:
    """表扬, outside the scores."""
    for row in b.inputs.praise.itertuples():
        origin = Origin(b.table_file("praise"), int(row.row), row.source)
        yield finding("praise", row.code, rows=(origin,), reason=Name(row.reason_zh, row.reason_en))


def star_rule(b: Briefing) -> Finding | None:
    """How many stars each place of a board earns; None where the scheme gives none.

    Where each place earns one fewer than the place before, the first and the last tell it all; else every place does.
    """
    stars = b.scheme.stars
    if not stars:
        return None
    even = len(stars) > 1 and all(a - b == 1 for a, b in itertools.pairwise(stars))
    figures: dict[str, Figure | tuple[Figure, ...] | None] = {
        "first": rank(1),
        "most": count(stars[0], "stars") if even else None,
        "last": rank(len(stars)) if len(stars) > 1 else None,
        "least": count(stars[-1], "stars") if even else None,
        "each": () if even else tuple(count(k, "stars") for k in stars),
    }
    return finding("star_rule", figures=figures)


def most_stars(b: Briefing) -> Finding | None:
    """Who has most stars over all boards, and of how many that could be had; None where the scheme gives none, or
    nobody has any.

    Variant apart: the district with most stars is not the first in total.
    """
    if not b.scheme.stars:
        return None
    total = b.result.stars_total
    best = int(total.max())
    if not best:
        return None
    most = tuple(c for c in b.result.codes if total[c] == best)
    following = [c for c in sorted(b.ranking, key=lambda c: -total[c]) if c not in most][:2]
    apart = len(most) == 1 and most[0] in b.ranking and b.result.rank[most[0]] > 1
    return finding(
        "most_stars",
        *most,
        figures={
            "stars": count(best, "stars", *most),
            "boards": count(len(b.boards), "boards", *most),
            "possible": count(len(b.boards) * max(b.scheme.stars), "stars"),
            "rank": rank(b.result.rank[most[0]], *most) if apart else None,
            "next": tuple(count(total[c], "stars", c) for c in following),
        },
        variant="apart" if apart else "",
        size=4.0 if best == len(b.boards) * max(b.scheme.stars) else 0.0,
        rows=rows_of_all(b, (*most, *following)),
        next=tuple(following),
    )
