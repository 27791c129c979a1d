"""English sentences that explain: gaps, changes of a total, how firm the order is."""

from __future__ import annotations

from . import wording_en as words
from .finding import Finding
from .voice import Voice, agrees

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
_HEADS = {
    "revision": "Revision",
    "cohort": "Districts assessed",
    "others": "Others' indicators",
    "boards": "Items added or dropped",
    "methods": "Targets and scoring",
}


def cause(name: str) -> str:
    return _CAUSES[name]


def cause_head(name: str) -> str:
    """A cause as the head of a column: two lines at most above figures of six characters."""
    return _HEADS.get(name) or _CAUSES[name].capitalize()


def gap(f: Finding, say: Voice) -> str:
    a, c = map(say.name, f.who)
    if not f.get("gap"):
        return f"{a} and {c} have the same total."
    sides = []
    for way in ("ahead", "behind"):
        items = [f"{say.amount(figure)} in {say.part(figure.of[0])}" for figure in f.each(way)]
        if items:
            sides.append(f"{way} by {say.join(items)}")
    if f.get("residue"):
        sides.append(f"rounding accounts for {say.signed(f['residue'])}")
    told = "; ".join(sides)
    text = (
        f"{a} is {say.strong(f['gap'])} ahead of {c} in total. It is {told}. The parts sum to {say.amount(f['sum'])}."
    )
    if f.get("weights"):
        text += f" The two count by different weights, which makes {say.signed(f['weights'])} of that."
    return text


def firmness(f: Finding, say: Voice) -> str:
    draws, spread = say.amount(f["draws"]), say.amount(f["spread"])
    text = f"Simulation: in {draws} with every board's weight off by up to {spread}, "
    text += f"{say.names(f.who)} is {words.place(f['rank'])} in {say.amount(f['chance'])}"
    others = [f"{say.name(c)} in {say.amount(p)}" for c, p in zip(f.about["others"], f.each("others"), strict=True)]
    text += f", {say.join(others)}" if others else ""
    return text + (". A shared first place counts for each." if f.about["ties"] else ".")


def swap(f: Finding, say: Voice) -> str:
    a, c = map(say.name, f.who)
    board, now, at = say.part(f.about["board"]), say.amount(f["now"]), say.amount(f["at"])
    weight = f"With the weight of {board} changed from {now} to {at} (the others in proportion), "
    return f"{weight}{a} and {c} would be equal."


def no_swap(f: Finding, say: Voice) -> str:
    a, c = map(say.name, f.who)
    return f"No weight of any single board would bring {c} level with {a}."


def comparability(f: Finding, say: Voice) -> str:
    rules = "the supposed rules" if f.about["supposed"] else "this quarter's rules"
    footing = (
        f"With both quarters scored by {rules}"
        if f.about["alike"]
        else f"Counting only what both quarters share, under {rules}"
    )
    stands = f"{agrees(len(f.who), 'is', 'are')} {words.place(f['rank'], shared=len(f.who) > 1)}"
    text = f"{footing}, {say.names(f.who)} {stands} with {say.amount(f['total'])}"
    if f.get("before"):
        text += f" ({words.place(f['before'])} in {say.quarter(f.about['previous'])} on the same footing)"
    return text + "."


def moved(f: Finding, say: Voice) -> str:
    previous, change = say.quarter(f.times[0]), f.get("change")
    if change:
        text = f"The total is {say.amount(change)} {change.way} on {previous}"
    else:
        text = f"The total is the same as in {previous}"
    causes = zip(f.about["causes"], f.each("causes"), strict=True)
    told = ", ".join(f"{cause(name)} {say.signed(figure)}" for name, figure in causes)
    if len(f.about["causes"]) == 1:  # one part is no part
        text += f", all of it from {cause(f.about['causes'][0])}."
    else:
        text += f": {told}." if told else "."
    if f.about["indicators"]:
        leaves = tuple(zip(f.about["indicators"], f.each("indicators"), strict=True))
        most = say.join([f"{say.part(i)} ({say.signed(figure)})" for i, figure in leaves])
        text += f" Among its own indicators, the largest {agrees(len(leaves), 'effect was', 'effects were')} {most}."
    return (
        text
        if f.about["comparable"]
        else text + " The rules of the two quarters differ, so their totals are not directly comparable."
    )


def overtake(f: Finding, say: Voice) -> str:
    target = say.name(f.who[1])
    who = say.name(f.who[0])
    if f.get("behind"):
        text = f"{who} is {say.amount(f['behind'])} behind {target}, which is {words.place(f['rank'])}. "
    else:
        text = f"{who} has the same total as {target}, which is {words.place(f['rank'])}, and stands behind it. "
    text += "All else equal, "
    if not f.get("ways"):
        return text + "no single indicator could close that gap: it takes several together."
    if f["ways"].value == 1:
        return text + f"only {say.amount(f['ways'])} could close that gap alone, as the table shows."
    return text + f"any of {say.amount(f['ways'])} could close that gap alone, as the table shows."


def nobody_above(f: Finding, say: Voice) -> str:
    place = words.place(f["rank"], shared=f.about["shared"])
    instead = (
        "what follows is its lead over the district below" if f.about["followed"] else "no district stands above it"
    )
    return f"{say.names(f.who)} is {place}: {instead}."


SENTENCES = (gap, firmness, swap, no_swap, comparability, moved, overtake, nobody_above)
