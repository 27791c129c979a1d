"""English sentences of a district's own briefing."""

from __future__ import annotations

from . import wording_en as words
from .finding import Finding
from .voice import Voice, agrees, turned

CITY, MEDIAN, AVERAGE, TARGET = "the city", "the city's median", "the districts' average", "target"


def district_rank(f: Finding, say: Voice) -> str:
    """Opens with what is news: a rise, a fall, else the total."""
    quarter, who, total = say.quarter(f.times[0]), say.names(f.who), say.strong(f["total"])
    sharing, change = f.about["sharing"], f.get("change")
    place = words.place(f["rank"], CITY, shared=bool(sharing))
    if sharing:
        moved = f", {words.change(change)}," if change else ""
        return f"In {quarter} {who}{moved} has {total} and is {place} with {say.names(sharing)}."
    if change and change.way == "up" and change.value > 1:
        return f"In {quarter} {who} is {words.change(change)}, {place}, with {total}."
    if change and change.way == "down":
        return f"In {quarter} {who}, {words.change(change)}, is {place} with {total}."
    moved = f", {words.change(change)}" if change else ""
    return f"In {quarter} {who} has {total} in total and is {place}{moved}."


def group_place(f: Finding, say: Voice) -> str:
    moved = f", {words.change(f['change'])}" if f.get("change") else ""
    place = words.place(f["rank"], shared=f.about["shared"])
    group = f"{say.group(f.about['group'])} ({say.amount(f['districts'])})"
    return f"Within its group, {group}, {say.names(f.who)} is {place}{moved}."


def district_unranked(f: Finding, say: Voice) -> str:
    names = [say.part(i) for i in f.about["items"]]
    items = f"{', '.join(names)} and others ({say.amount(f['items'])} in all)" if f.get("items") else say.join(names)
    was = agrees(len(names), "was", "were")
    return f"In {say.quarter(f.times[0])} {say.names(f.who)} has no total and no rank, as {items} {was} not reported."


def district_first(f: Finding, say: Voice) -> str:
    who, at_top = say.names(f.who), words.place(f["rank"])
    if f.about["variant"] == "first_time":
        return f"{who} is {at_top} {words.first_time(f['quarters'], say.window(f.window))}."
    if f.about["variant"] == "again":
        return f"{who} has been {at_top} {words.running(f['run'])} ({say.window(f.window)})."
    return f"{who} is back in {at_top} place for the first time since {say.quarter(f.times[0])}."


def district_place(f: Finding, say: Voice) -> str:
    best = "best" if f.about["variant"] == "best" else "lowest"
    return f"For {say.names(f.who)}, {words.place(f['rank'])} is the {best} rank from {say.window(f.window)}."


def district_record(f: Finding, say: Voice) -> str:
    extreme = "highest" if f.about["record"] == "high" else "lowest"
    quarters = f"the {say.amount(f['quarters'])} from {say.window(f.window)} that compare"
    return f"The total of {say.names(f.who)}, {say.amount(f['total'])}, is the {extreme} of {quarters}."


def district_stars(f: Finding, say: Voice) -> str:
    boards = zip(f.about["boards"], f.each("each"), strict=True)
    told = say.join([f"{words.number(k)} in {say.part(i)}" for i, k in boards])
    place = words.place(f["rank"], CITY, shared=f.about["shared"])
    return f"{say.names(f.who)} has {say.amount(f['stars'])} on {say.amount(f['boards'])} ({told}), {place} by stars."


def district_flags(f: Finding, say: Voice) -> str:
    awards = [f'"{say.award(a)}"' for a in f.about["awards"]]
    flags = [say.flag(a) for a in f.about["awards"]]
    if set(flags) & set(awards):  # some are called by what they are
        return f"{say.names(f.who)} wins {say.join([f'the {flag}' for flag in flags])}."
    return f"{say.names(f.who)} wins the red {agrees(len(awards), 'flag', 'flags')} {say.join(awards)}."


def no_flags(f: Finding, say: Voice) -> str:
    return "It wins no red flag this quarter."


def district_boards(f: Finding, say: Voice) -> str:
    boards = "on every board" if f.about["all"] else f"in {say.join([say.part(i) for i in f.about['boards']])}"
    shared = f.about["shared"]
    last = "joint last" if shared else "last"
    place = words.place(f["rank"], shared=shared) if f.about["variant"] == "first" else last
    return f"{say.names(f.who)} is {place} {boards}."


# ---- strengths and weaknesses -----------------------------------------------------------------------------------


def _standing(f: Finding, say: Voice) -> str:
    board, score = f"**{say.part(f.about['board'])}**", say.amount(f["score"])
    place = words.place(f["rank"], shared=f.about["shared"])
    median = words.against(f["median"], MEDIAN)
    behind = ""
    if f.get("behind"):
        behind = f", {say.amount(f['behind'])} behind {say.names(f.about['leaders'])} in first place"
    said = turned(
        f,
        f"{board}: {score}, {place}, {median}{behind}",
        f"{board}: {place} with {score}, {median}{behind}",
        f"{board}: {median} with {score}, {place}{behind}",
    )
    return said + _indicators(f, say) + "."


def _indicators(f: Finding, say: Voice) -> str:
    """The indicator that carries a strong board, or holds a weak one back, first; then the other end."""
    order = ("best", "worst") if f.kind == "strength" else ("worst", "best")
    told = [(name, _indicator(f, say, name)) for name in order if f.get(f"{name}_value")]
    if not told:
        return ""
    first, text = told[0]
    opening = {
        "best": turned(f, "strongest in", "carried by", "best in"),
        "worst": turned(f, "weakest in", "held back by", "lowest in"),
    }
    said = f"; {opening[first]} {text}"
    if len(told) > 1:
        other, text = told[1]
        said += f", but {'weaker' if other == 'worst' else 'better'} in {text}"
    return said


def _indicator(f: Finding, say: Voice, name: str) -> str:
    leaf = f.about[name]
    details = [say.amount(f[f"{name}_value"])]
    if f.get(f"{name}_rank"):
        place = words.place(f[f"{name}_rank"], shared=leaf in f.about["level"])
        details.append(f"{place} by score" if leaf in f.about["by_score"] else place)
    if f.get(f"{name}_average"):
        details.append(words.against(f[f"{name}_average"], AVERAGE, beside=True))
    return f"{say.part(leaf)} ({', '.join(details)})"


def strength(f: Finding, say: Voice) -> str:
    return _standing(f, say)


def weakness(f: Finding, say: Voice) -> str:
    return _standing(f, say)


def no_weakness(f: Finding, say: Voice) -> str:
    return "No weakness to name: no board is below the city's median."


def no_strength(f: Finding, say: Voice) -> str:
    return "No strength to name: every board is below the city's median."


def no_scores(f: Finding, say: Voice) -> str:
    return "As data are missing, it has no score on any board."


def targets(f: Finding, say: Voice) -> str:
    """How many targets were met; each missed one with its value and how far it fell short."""
    items = say.amount(f["items"])
    if f.about["variant"] == "met":
        return f"{'The only' if f['items'].value == 1 else 'Every'} target was met ({items})."
    missed = zip(f.about["indicators"], f.each("values"), f.each("short"), strict=True)
    furthest = f"furthest off {agrees(len(f.about['indicators']), 'is', 'are')}"
    told = "; ".join(
        f"{say.part(i)} at {words.of_thing(v, say.part(i))}, {words.against(s, TARGET, beside=True)}"
        for i, v, s in missed
    )
    if not f.get("met") and f["items"].value == 1:
        return f"The only target was missed ({items}): {told}."
    if not f.get("met"):
        return f"No target was met ({items}); {furthest} {told}."
    head = f"Of {items} with a target, {words.number(f['met'])} met it"
    if f.get("missed"):
        return f"{head} and {words.number(f['missed'])} did not; {furthest} {told}."
    return f"{head}; short of it: {told}."


def completion(f: Finding, say: Voice) -> str:
    done, plan = say.told(f.about["done"]), say.told(f.about["plan"])
    return words.of_plan(done, f["done"], plan[:1].lower() + plan[1:], f["plan"], f["share"]) + "."


def track(f: Finding, say: Voice) -> str:
    head = f"From {say.window(f.window)} {say.names(f.who)}"
    ranks = f.each("ranks")
    if not f.get("best"):
        return f"{head} was {words.place(ranks[0])} every time."
    told = ", ".join(words.number(r) for r in ranks)
    return f"{head} ranked {told}: {say.amount(f['best'])} at best, {say.amount(f['worst'])} at worst."


def key_work(f: Finding, say: Voice) -> str:
    """An office's own sentence, with the district's figures in its slots."""
    return say.filled(f)


SENTENCES = (
    *(district_rank, group_place, district_unranked, district_first, district_place, district_record, district_stars),
    *(
        district_flags,
        no_flags,
        district_boards,
        strength,
        weakness,
        no_weakness,
        no_strength,
        no_scores,
        targets,
        completion,
    ),
    *(track, key_work),
)
