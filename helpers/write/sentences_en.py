"""Findings as English sentences, one template a kind."""

from __future__ import annotations

from collections.abc import Callable

from .findings import Finding
from .voice import Voice


def _ordinal(n: float) -> str:
    n = int(n)
    suffix = "th" if 10 <= n % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{suffix}"


def _places(n: int) -> str:
    return f"{n} place" if n == 1 else f"{n} places"


def _change(change: int | None) -> str:
    if change is None:
        return ""
    if change == 0:
        return "unchanged from the previous quarter"
    return f"{'up' if change > 0 else 'down'} {_places(abs(change))} on the previous quarter"


def _verb(f: Finding, one: str, many: str) -> str:
    return many if len(f.who) > 1 else one


def assessed(f: Finding, say: Voice) -> str:
    boards = say.join([say.part(i) for i in f.about["boards"]])
    extras = say.join([say.part(i) for i in f.about["extras"]])
    bonus = f", with a bonus for {extras}" if extras else ""
    quarter = say.quarter(say.b.quarter)
    count = len(f.about["boards"])
    return f"The assessment for {quarter} ranks {say.count(f.value)} districts on {count} boards: {boards}{bonus}."


def method_change(f: Finding, say: Voice) -> str:
    added, removed = f.about["added"], f.about["removed"]
    changes = []
    if f.about["before"] != f.about["after"]:
        changes.append(f"the number of boards changes from {f.about['before']} to {f.about['after']}")
    else:
        changes.append("the scheme changes")
    if added:
        changes.append(f"{say.join([say.part(i) for i in added])} is new")
    if removed:
        changes.append(f"{say.join([say.text(n) for n in removed])} is no longer assessed")
    return (
        f"From this quarter {'; '.join(changes)}. Boards and weights differ from the previous quarter: "
        "scores are not directly comparable, and changes of rank are for reference."
    )


def first(f: Finding, say: Voice) -> str:
    who, total = say.names(f.who), say.points(f.value)
    if len(f.who) > 1:
        return f"{who} share first place with **{total} points**."
    text = f"{who} is first with **{total} points**"
    if f.about["change"]:
        text += f", {_change(f.about['change'])}"
    if f.about["second"]:
        change = _change(f.about["second_change"])
        text += f"; {say.name(f.about['second'])} is second with {say.points(f.about['second_total'])} points"
        text += f", {change}" if change else ""
        text += f", {say.points(f.about['lead'])} points behind"
    return text + "."


def first_time(f: Finding, say: Voice) -> str:
    window = f"the {say.count(f.value)} assessments from {say.window(f.window)}"
    return f"It is the first time in {window} that {say.names(f.who)} is first."


def first_again(f: Finding, say: Voice) -> str:
    return f"{say.names(f.who)} has been first for {say.count(f.value)} quarters running ({say.window(f.window)})."


def back_to_first(f: Finding, say: Voice) -> str:
    return f"{say.names(f.who)} returns to first place, which it last held in {say.quarter(f.about['last'])}."


def tie(f: Finding, say: Voice) -> str:
    return (
        f"{say.names(f.who)} are equal on {say.points(f.about['total'])} points and share place {say.count(f.value)}."
    )


def near_tie(f: Finding, say: Voice) -> str:
    upper, lower = f.who
    text = f"{say.name(upper)} and {say.name(lower)} are only {say.points(f.value)} points apart"
    return text + (", and without the bonus they would swap." if f.about["by_bonus"] else ": their order could change.")


def by_bonus(f: Finding, say: Voice) -> str:
    upper, lower = f.who
    lead = f"{say.points(f.value)} points"
    return f"{say.name(upper)} leads {say.name(lower)} by {lead}, and without the bonus they would swap."


def by_rounding(f: Finding, say: Voice) -> str:
    upper, lower = f.who
    return f"{say.name(upper)} and {say.name(lower)} are equal after rounding, {say.fine(f.value)} points apart before."


def by_missing(f: Finding, say: Voice) -> str:
    upper, lower = f.who
    return f"The order of {say.name(upper)} and {say.name(lower)} depends on missing figures: it is provisional."


def _moved(f: Finding, say: Voice, verb: str) -> str:
    items = zip(f.who, f.about["places"], f.about["ranks"], strict=True)
    return "; ".join(f"{say.name(c)} {verb} {_places(k)}, now {_ordinal(r)}" for c, k, r in items)


def rose(f: Finding, say: Voice) -> str:
    return f"Largest rises: {_moved(f, say, 'up')}."


def fell(f: Finding, say: Voice) -> str:
    return f"Largest falls: {_moved(f, say, 'down')}."


def flag(f: Finding, say: Voice) -> str:
    award = f'red flag "{say.award(f.about["award"])}"'
    n = int(f.value)
    if f.about["rule"] == "rise":
        rule = f"a rise of {n} places or more on the previous quarter"
        if not f.about["compared"]:
            return f"The {award} needs the previous quarter, for which there are no data: it is not awarded."
        winners = [f"{say.name(c)} (up {m})" for c, m in zip(f.who, f.about["changes"], strict=True)]
    elif f.about["rule"] == "board-first":
        rule, winners = f"first in {say.part(f.about['board'])}", [say.name(c) for c in f.who]
    else:
        rule, winners = f"the first {n} by total", [say.name(c) for c in f.who]
    if not winners:
        return f'No district meets the condition "{rule}": the {award} is not awarded.'
    return f"The {award} goes to {say.join(winners)} (condition: {rule})."


def praise(f: Finding, say: Voice) -> str:
    return f"{say.names(f.who)} is commended: {say.text(f.about['reason'])}."


def most_stars(f: Finding, say: Voice) -> str:
    about = f.about
    text = f"On each board first place earns {about['top']} stars, one fewer each place, down to {about['last']}. "
    text += f"{say.names(f.who)} {_verb(f, 'has', 'have')} most, **{say.count(f.value)}** of {about['possible']}"
    following = say.join([f"{say.name(c)} with {k}" for c, k in about["next"]])
    return text + (f", followed by {following}." if following else ".")


def board_first(f: Finding, say: Voice) -> str:
    about, score = f.about, say.points(f.value)
    if len(f.who) > 1:
        text = f"{say.names(f.who)} share first place with {score} points"
    else:
        held = about["held"]
        verb = "is first" if held is None else "remains first" if f.who[0] in held else "moves up to first"
        text = f"{say.names(f.who)} {verb} with **{score} points**"
        if about["seconds"]:
            text += f", {say.points(about['lead'])} ahead of {say.names(about['seconds'])}"
    text += f"; {say.name(about['last'])} is last with {say.points(about['last_score'])}"
    return text + f", a spread of {say.points(about['spread'])} points."


def board_movers(f: Finding, say: Voice) -> str:
    parts = []
    if f.who:
        parts.append(f"the largest rise is {_places(int(f.value))} ({say.names(f.who)})")
    if f.about["fell"]:
        parts.append(f"the largest fall is {_places(f.about['down'])} ({say.names(f.about['fell'])})")
    text = " and ".join(parts) + "."
    return text[0].upper() + text[1:]


def board_still(f: Finding, say: Voice) -> str:
    return f"No district moves by {say.count(f.value)} places or more."


def widest_board(f: Finding, say: Voice) -> str:
    top, last = f.who
    board = say.part(f.about["board"])
    return (
        f"{board} shows the widest spread: {say.points(f.value)} points between {say.name(top)} and {say.name(last)}."
    )


def times_first(f: Finding, say: Voice) -> str:
    items = [f"{say.name(c)} in {k}" for c, k in zip(f.who, f.about["times"], strict=True)]
    return (
        f"Of the {say.count(f.value)} assessments from {say.window(f.window)}, first place went to {say.join(items)}."
    )


def steadiest(f: Finding, say: Voice) -> str:
    return f"{say.names(f.who)} {_verb(f, 'was', 'were')} among the first 3 every time."


def widest_range(f: Finding, say: Voice) -> str:
    best, worst = _ordinal(f.about["best"]), _ordinal(f.about["worst"])
    return f"{say.names(f.who)} moved most, between {best} and {worst} place."


def scheme_line(f: Finding, say: Voice) -> str:
    quarter, before = say.quarter(f.about["quarter"]), f.about["before"]
    change = "the scheme changes" if before == f.value else f"there are {say.count(f.value)} boards instead of {before}"
    return (
        f"From {quarter} {change}; charts mark it with a dashed line, and scores on its two sides are not comparable."
    )


def gap(f: Finding, say: Voice) -> str:
    a, c = f.who
    if f.value == 0:
        return f"{say.name(a)} and {say.name(c)} have the same total."
    for_it = sorted(((i, v) for i, _, v in f.about["parts"] if v > 0), key=lambda p: -p[1])
    against = sorted(((i, v) for i, _, v in f.about["parts"] if v < 0), key=lambda p: p[1])
    text = f"{say.name(a)} is **{say.points(f.value)} points** ahead of {say.name(c)}. "
    parts = []
    if for_it:
        parts.append("it gains " + say.join([f"{say.points(v)} in {say.part(i)}" for i, v in for_it]))
    if against:
        parts.append("it loses " + say.join([f"{say.points(-v)} in {say.part(i)}" for i, v in against]))
    if f.about["residue"]:
        parts.append(f"rounding accounts for {say.signed(f.about['residue'])}")
    told = "; ".join(parts)
    return text + told[:1].upper() + told[1:] + f". The parts sum to {say.points(f.value)}."


def district_rank(f: Finding, say: Voice) -> str:
    change = _change(f.about["change"])
    text = f"In {say.quarter(say.b.quarter)} {say.names(f.who)} has **{say.points(f.value)} points** in total"
    return text + f" and is {_ordinal(f.about['rank'])} in the city" + (f", {change}." if change else ".")


def district_stars(f: Finding, say: Voice) -> str:
    boards = say.join([f"{k} in {say.part(i)}" for i, k in f.about["boards"]])
    return f"It has {say.count(f.value)} stars ({_ordinal(f.about['place'])} in the city): {boards}."


def district_flags(f: Finding, say: Voice) -> str:
    if not f.about["awards"]:
        return "It wins no red flag this quarter."
    return "It wins the red flag " + say.join([f'"{say.award(a)}"' for a in f.about["awards"]]) + "."


def _standing(f: Finding, say: Voice) -> str:
    about = f.about
    text = f"**{say.part(about['board'])}**: {say.points(f.value)} points, {_ordinal(about['place'])}"
    over = about["to_median"]
    if over:
        text += f", {say.points(abs(over))} {'above' if over > 0 else 'below'} the city's median"
    else:
        text += ", at the city's median"
    if about["place"] > 1:
        text += f" and {say.points(about['to_first'])} behind {say.names(about['leaders'])} in first place"
    if about["best"]:
        best, worst = about["best"], about["worst"]
        text += f"; strongest in {say.part(best[0])} ({_ordinal(best[1])})"
        text += f", weakest in {say.part(worst[0])} ({_ordinal(worst[1])})"
    return text + "."


def strength(f: Finding, say: Voice) -> str:
    return _standing(f, say)


def weakness(f: Finding, say: Voice) -> str:
    return _standing(f, say)


def no_weakness(f: Finding, say: Voice) -> str:
    return "No board is below the city's median."


def no_strength(f: Finding, say: Voice) -> str:
    return "Every board is below the city's median."


def track(f: Finding, say: Voice) -> str:
    ranks = ", ".join(str(r) for r in f.about["ranks"])
    best, worst = f.about["best"], f.about["worst"]
    text = f"From {say.window(f.window)} {say.names(f.who)} ranked {ranks}"
    if best == worst:
        return text + ", without change."
    return text + f": {_ordinal(best)} at best, {_ordinal(worst)} at worst."


def district_first(f: Finding, say: Voice) -> str:
    lead = f"leads {say.name(f.about['second'])} by {say.points(f.value)} points"
    return f"{say.names(f.who)} is first, with no place above it to reach, and {lead}."


def firmness(f: Finding, say: Voice) -> str:
    about = f.about
    text = (
        f"Simulation: in {about['draws']:,} draws with every board's weight off by up to {say.percent(about['spread'])}"
    )
    text += f", {say.names(f.who)} is first in {say.percent(f.value)}"
    others = say.join([f"{say.name(c)} in {say.percent(p)}" for c, p in about["others"]])
    return text + (f", {others}." if others else ".")


def swap(f: Finding, say: Voice) -> str:
    a, c = f.who
    board, now = say.part(f.about["board"]), say.percent(f.about["weight"])
    text = f"With the weight of {board} at {say.percent(f.value)} instead of {now} (the others in proportion), "
    return text + f"{say.name(a)} and {say.name(c)} would be equal."


def comparability(f: Finding, say: Voice) -> str:
    text = f"On what both quarters share, under this quarter's rules, {say.names(f.who)} is first with "
    before = f"{_ordinal(f.about['rank_before'])} in {say.quarter(f.about['previous'])} on the same footing"
    return text + f"{say.points(f.value)} points ({before})."


_CAUSES = {
    "revision": "revision of the earlier quarter",
    "cohort": "change in the districts assessed",
    "own": "own indicators",
    "others": "others' indicators (relative scales)",
    "boards": "boards and indicators added or dropped",
    "weights": "weights",
    "methods": "targets and scoring parameters",
    "rounding": "rounding",
}


def cause(name: str) -> str:
    return _CAUSES[name]


def moved(f: Finding, say: Voice) -> str:
    previous = say.quarter(f.about["previous"])
    if f.value:
        text = f"The total is {say.points(abs(f.value))} points {'up' if f.value > 0 else 'down'} on {previous}"
    else:
        text = f"The total is the same as in {previous}"
    causes = ", ".join(f"{cause(name)} {say.signed(v)}" for name, v in f.about["causes"])
    text += f": {causes}." if causes else "."
    if f.about["indicators"]:
        moved_most = say.join([f"{say.part(i)} ({say.signed(v)})" for i, v in f.about["indicators"]])
        text += f" Among its own indicators, most came from {moved_most}."
    return text if f.about["comparable"] else text + " The rules of the two quarters differ: not directly comparable."


def overtake(f: Finding, say: Voice) -> str:
    _, target = f.who
    text = f"{say.name(target)}, {_ordinal(f.about['place'])}, is {say.points(f.value)} points away. All else equal, "
    if not f.about["possible"]:
        return text + "no single indicator could close that gap: it takes several together."
    if f.about["possible"] == 1:
        return text + "1 indicator could close that gap alone, as the table shows."
    return text + f"any 1 of {f.about['possible']} indicators could close that gap alone, as the table shows."


SENTENCES: dict[str, Callable[[Finding, Voice], str]] = {
    sentence.__name__: sentence
    for sentence in (
        *(assessed, method_change, first, first_time, first_again, back_to_first, tie, near_tie, rose, fell, flag),
        *(praise, most_stars, board_first, board_movers, board_still, widest_board, times_first, steadiest),
        *(widest_range, scheme_line, gap, district_rank, district_stars, district_flags, strength, weakness),
        *(no_weakness, no_strength, track, district_first, firmness, swap, comparability, moved, overtake),
        *(by_bonus, by_rounding, by_missing),
    )
}
