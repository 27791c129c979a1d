"""Findings as English sentences, one template a kind.

Numbers come from the finding's figures through `wording_en`; boards and districts have modules of their own.
"""

from __future__ import annotations

from collections.abc import Callable

from . import (
    sentences_boards_en,
    sentences_care_en,
    sentences_causes_en,
    sentences_district_en,
    sentences_revision_en,
)
from . import wording_en as words
from .finding import Figure, Finding
from .sentences_causes_en import cause, cause_head
from .voice import Voice, agrees, turned

__all__ = ["AVERAGES", "SENTENCES", "cause", "cause_head"]

AVERAGES = (
    "The districts' average is the simple mean of their values; the city's median is that of the districts' "
    "scores on the board."
)


def assessed(f: Finding, say: Voice) -> str:
    boards = say.join([say.part(i) for i in f.about["boards"]])
    extras = say.join([say.part(i) for i in f.about["extras"]])
    bonus = f", with a bonus for {extras}" if extras else ""
    quarter = say.quarter(say.b.quarter)
    does = "is of" if f.about.get("variant") == "unranked" else "ranks"
    left = f.get("unranked")
    rest = f"; {say.amount(left)} {agrees(int(left.value), 'has', 'have')} no rank yet" if left else ""
    ranks = f"{does} {say.amount(f['districts'])} on {say.amount(f['boards'])}"
    return f"The assessment for {quarter} {ranks}: {boards}{bonus}{rest}."


def method_change(f: Finding, say: Voice) -> str:
    if f.about.get("variant") == "supposed":
        return (
            "The supposed weights are not those of the previous quarter: scores are not directly comparable, and "
            "changes of rank are for reference only."
        )
    added, removed = f.about["added"], f.about["removed"]
    changes = []
    if f.get("after"):
        changes.append(f"the number of boards goes from {words.number(f['before'])} to {words.number(f['after'])}")
    else:
        changes.append("the scheme changes")
    if added:
        changes.append(f"{say.join([say.part(i) for i in added])} {agrees(len(added), 'is', 'are')} new")
    if removed:
        gone = agrees(len(removed), "is", "are")
        changes.append(f"{say.join([say.told(n) for n in removed])} {gone} no longer assessed")
    return (
        f"This quarter {'; '.join(changes)}. Boards and weights differ from the previous quarter: "
        "scores are not directly comparable, and changes of rank are for reference only."
    )


# ---- who is first -----------------------------------------------------------------------------------------------


def first(f: Finding, say: Voice) -> str:
    who, total, variant = say.names(f.who), say.strong(f["total"]), f.about.get("variant", "")
    if variant == "shared":
        return f"{who} are {words.place(f['rank'], shared=True)} with {total}."
    at_top = words.place(f["rank"])
    rose = ", " + words.change(f["change"]) if f.get("change") else ""
    if variant == "first_time":
        text = f"{who} is {at_top} with {total}, {words.first_time(f['quarters'], say.window(f.window))}{rose}"
    elif variant == "back":
        text = f"{who} is back in {at_top} place with {total}, for the first time since {say.quarter(f.times[0])}{rose}"
    elif variant == "new":
        text = f"{who} moves up to {at_top} with {total}{rose}"
    elif variant in ("again", "record"):
        run, span = words.running(f["run"]), say.window(f.window)
        text = turned(
            f,
            f"{who} has been {at_top} {run} ({span}), now with {total}",
            f"{who} stays {at_top} with {total}, {words.again(f['run'])} ({span})",
            f"With {total} {who} holds its place, {at_top} {run} ({span})",
        )
    else:
        text = f"{who} is {at_top} with {total}"
    return text + _second(f, say) + "."


def _second(f: Finding, say: Voice) -> str:
    """Who stands second, what it was before, and how far the first is away."""
    seconds = f.about["seconds"]
    if not seconds:
        return ""
    names, total = say.names(seconds), say.amount(f["second_total"])
    place = words.place(f["second_rank"], shared=len(seconds) > 1)
    if len(seconds) > 1:
        text = f"; {names} are {place} with {total}"
    elif seconds == f.about["dethroned"]:
        before = f", {words.place(f['ended_rank'])} {words.until_now(f['ended'])}," if f.get("ended") else ""
        text = f"; {names}{before} falls back to {place} with {total}"
    else:
        text = turned(
            f,
            f"; {names} is {place} with {total}",
            f"; {names} comes {place} with {total}",
            f"; {place} is {names} with {total}",
        )
    if f.get("lead"):
        text += f", {'only ' if f.about['narrow'] else ''}{say.amount(f['lead'])} behind"
    else:
        text += ", the same total"
    if f.about["record"]:
        start = say.quarter(f.about["since"])
        text += f", the {f.about['record']} gap of the {say.amount(f['record_quarters'])} since {start} that compare"
    return text


def nobody_ranked(f: Finding, say: Voice) -> str:
    return f"As data are missing, none of {say.amount(f['districts'])} has a total or a rank."


def group_first(f: Finding, say: Voice) -> str:
    who, place = say.names(f.who), words.place(f["rank"], shared=len(f.who) > 1)
    stands = f"{who} {agrees(len(f.who), 'is', 'are')} {place} with {say.amount(f['total'])}"
    return f"In {say.group(f.about['group'])} ({say.amount(f['districts'])}) {stands}."


def groups_first(f: Finding, say: Voice) -> str:
    told = []
    for (group, who), many, total in zip(f.about["of"], f.each("districts"), f.each("total"), strict=True):
        each = " each" if len(who) > 1 else ""
        told.append(f"{say.group(group)} ({say.amount(many)}), {say.names(who)} with {say.amount(total)}{each}")
    return f"By group, these are {words.place(f['rank'])}: {'; '.join(told)}."


def tie(f: Finding, say: Voice) -> str:
    who, total, place = say.names(f.who), say.amount(f["total"]), words.place(f["rank"], shared=True)
    return turned(
        f,
        f"{who} are equal on {total} and stand {place}.",
        f"With the same total of {total}, {who} are {place}.",
        f"{who} are {place}: both have {total}." if len(f.who) == 2 else f"{who} are {place}: all have {total}.",
    )


# ---- who is close -----------------------------------------------------------------------------------------------


def near_tie(f: Finding, say: Voice) -> str:
    upper, lower = map(say.name, f.who)
    gap, extra = say.amount(f["gap"]), say.term(f.about["extra"]).lower()
    decides = agrees(1 + (" and " in extra), "decides", "decide")
    if f.about["by_bonus"]:
        swap = "be equal" if f.about.get("variant") == "level" else "swap"
        return turned(
            f,
            f"{upper} and {lower} are only {gap} apart, and without the {extra} they would {swap}.",
            f"The {extra} {decides} between {upper} and {lower}, which are {gap} apart.",
            f"Without the {extra} {upper} and {lower} would {swap}: they are only {gap} apart.",
        )
    return turned(
        f,
        f"{upper} and {lower} are only {gap} apart: their order could change.",
        f"Between {upper} and {lower} the order is not firm, as they are {gap} apart.",
        f"One indicator could reverse the order of {upper} and {lower}, {gap} apart.",
    )


def by_bonus(f: Finding, say: Voice) -> str:
    upper, lower = map(say.name, f.who)
    gap, extra = say.amount(f["gap"]), say.term(f.about["extra"]).lower()
    puts = agrees(1 + (" and " in extra), "puts", "put")
    level = f.about.get("variant") == "level"
    swap, come = ("be equal", "be equal to") if level else ("swap", "come before")
    return turned(
        f,
        f"{upper} is {gap} ahead of {lower}, and without the {extra} they would {swap}.",
        f"The {extra} {puts} {upper} {gap} ahead of {lower}.",
        f"Without the {extra} {lower} would {come} {upper}, which is now {gap} ahead of {lower}.",
    )


def by_rounding(f: Finding, say: Voice) -> str:
    upper, lower = map(say.name, f.who)
    gap = say.amount(f["gap"])
    return turned(
        f,
        f"{upper} and {lower} are equal after rounding, {gap} apart before.",
        f"Before rounding {upper} and {lower} are {gap} apart; as published they are equal.",
        f"Rounding makes {upper} and {lower} equal, {gap} apart before it.",
    )


# ---- who moved --------------------------------------------------------------------------------------------------


def _moved(f: Finding, say: Voice, lead: str) -> str:
    items, each, beside = [], [], []
    for at, (places, now) in enumerate(zip(f.each("places"), f.each("ranks"), strict=True)):
        who, many = say.names(now.of), len(now.of)
        is_, stands = agrees(many, "is", "are"), agrees(many, "stands", "stand")
        short, place = f"{places.way} {say.amount(places)}{' each' if many > 1 else ''}", words.place(now, "", many > 1)
        items.append(f"{who} {is_} {words.change(places) if at == 0 else short}, now {place}")
        each.append(f"{who} {is_} {short} and {stands} {place}")
        beside.append(f"{who} ({short}, now {place})")
    return turned(
        f,
        "; ".join(items),
        "On the previous quarter, " + "; ".join(each),
        f"{lead} the most places: {say.join(beside)}",
    )


def rose(f: Finding, say: Voice) -> str:
    return f"{_moved(f, say, 'Gaining')}."


def fell(f: Finding, say: Voice) -> str:
    return f"{_moved(f, say, 'Losing')}."


def top_three(f: Finding, say: Voice) -> str:
    top = words.top(f["top"])
    fresh = f.about["fresh"]
    again = f.about["again"]
    others = tuple(c for c in f.who if c not in fresh + again)
    parts = []
    if fresh:
        are = agrees(len(fresh), "is", "are")
        parts.append(f"{say.names(fresh)} {are} in {top} for the first time ({say.window(f.window)})")
    if again:
        parts.append(f"{say.names(again)} {agrees(len(again), 'returns', 'return')} to {top}")
    if others:
        parts.append(f"{say.names(others)} {agrees(len(others), 'moves', 'move')} up into {top}")
    ended = iter(f.each("ended"))
    for now, run in zip(f.each("ranks"), f.about["runs"], strict=True):
        before = f", in {top} {words.until_now(next(ended))}," if run > 1 else ""
        fall = agrees(len(now.of), "falls", "fall")
        parts.append(f"{say.names(now.of)}{before} {fall} back to {words.place(now)}")
    return "; ".join(parts) + "."


# ---- quarters ---------------------------------------------------------------------------------------------------


def times_first(f: Finding, say: Voice) -> str:
    head, came = f"Over the {say.amount(f['quarters'])} from {say.window(f.window)}", f"came {words.place(f['rank'])}"
    if not f.each("times"):
        return f"{head}, {say.names(f.who)} {came} every time."
    items = []
    for at, times in enumerate(f.each("times")):
        each = " each" if len(times.of) > 1 else ""
        items.append(f"{say.names(times.of)} {came + ' ' if at == 0 else ''}in {words.number(times)}{each}")
    return f"{head}, {say.join(items)}."


def steadiest(f: Finding, say: Voice) -> str:
    top = words.top(f["top"])
    have = "have" if len(f.who) > 1 else "has"
    return f"Since {say.quarter(f.times[0])} {say.names(f.who)} {have} been in {top} every time."


def widest_range(f: Finding, say: Voice) -> str:
    best, worst = say.amount(f["best"]), say.amount(f["worst"])
    start = say.quarter(f.times[0])
    most = "is among those that moved the most" if f.about["among"] else "has moved the most"
    return f"{say.names(f.who)} {most} since {start}, between {best} at best and {worst} at worst."


def scheme_line(f: Finding, say: Voice) -> str:
    change = "the scheme changes"
    if f.get("after"):
        change = f"the number of boards goes from {words.number(f['before'])} to {words.number(f['after'])}"
    return (
        f"In {say.quarter(f.about['quarter'])} {change}; charts mark this with a dashed line, "
        "and scores on its two sides are not comparable."
    )


def records(f: Finding, say: Voice) -> str:
    def listed(codes: tuple[str, ...], totals: tuple[Figure, ...]) -> str:
        return say.join([f"{say.name(c)} with {say.amount(t)}" for c, t in zip(codes, totals, strict=True)])

    parts = []
    if f.about["high"]:
        parts.append(f"the highest for {listed(f.about['high'], f.each('high'))}")
    if f.about["low"]:
        parts.append(f"the lowest for {listed(f.about['low'], f.each('low'))}")
    quarters = f"the {say.amount(f['quarters'])} from {say.window(f.window)} that compare"
    told = ", and ".join(parts)
    return turned(
        f,
        f"Among {quarters}, this quarter's total is {told}.",
        f"This quarter's total is {told}, of {quarters}.",
        f"Against {quarters}, the total is now {told}.",
    )


SENTENCES: dict[str, Callable[[Finding, Voice], str]] = {
    sentence.__name__: sentence
    for sentence in (
        *(
            assessed,
            method_change,
            first,
            nobody_ranked,
            group_first,
            groups_first,
            tie,
            near_tie,
            by_bonus,
            by_rounding,
        ),
        *(rose, fell, top_three, times_first, steadiest, widest_range, scheme_line, records),
        *sentences_boards_en.SENTENCES,
        *sentences_care_en.SENTENCES,
        *sentences_causes_en.SENTENCES,
        *sentences_district_en.SENTENCES,
        *sentences_revision_en.SENTENCES,
    )
}
