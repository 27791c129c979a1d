"""What must be known before a figure is trusted, as English sentences: what is missing, provisional, illustrative."""

from __future__ import annotations

from .finding import Finding
from .voice import Voice, agrees, turned


def by_missing(f: Finding, say: Voice) -> str:
    upper, lower = map(say.name, f.who)
    return turned(
        f,
        f"The order of {upper} and {lower} depends on missing data and is provisional.",
        f"When missing data arrive, {upper} and {lower} may change places.",
        f"Which of {upper} and {lower} comes before the other stays open until the missing data are in.",
    )


def unranked(f: Finding, say: Voice) -> str:
    who, items = say.names(f.who), missing(f, say)
    was = agrees(len(f.about["items"]), "was", "were")
    return turned(
        f,
        f"{who} has no total and no rank, as {items} {was} not reported.",
        f"{items} {was} not reported by {who}, which has no total and no rank.",
        f"For want of {items}, {who} has neither total nor rank.",
    )


def missing(f: Finding, say: Voice) -> str:
    """The missing indicators by name; where they are many, the first of them and how many there are."""
    names = [say.part(i) for i in f.about["items"]]
    return f"{', '.join(names)} and others ({say.amount(f['items'])} in all)" if f.get("items") else say.join(names)


def provisional(f: Finding, say: Voice) -> str:
    who, low, high = say.names(f.who), say.amount(f["low"]), say.amount(f["high"])
    return turned(
        f,
        f"The rank of {who} is provisional: with the missing data it may lie between {low} and {high}.",
        f"{who} stands between {low} and {high}, depending on missing data.",
        f"Until missing data arrive, {who} can only rank between {low} and {high}.",
    )


def unreported(f: Finding, say: Voice) -> str:
    who, items = say.names(f.who), missing(f, say)
    many = len(f.about["items"]) > 1
    was, it = ("were", "they are") if many else ("was", "it is")
    dealt = {
        "excluded": f"{it} left out of its score, and the other indicators share the weight",
        "uncounted": f"{it} neither added nor deducted",
        "both": "indicators are left out of its score, the others share the weight, and no bonus or deduction counts",
        "carried": f"the previous quarter's {'figures stand' if many else 'figure stands'} in",
    }[f.about["how"]]
    return f"{items} {was} not reported by {who}: {dealt}."


def provisional_all(f: Finding, say: Voice) -> str:
    ends = zip(f.who, f.each("low"), f.each("high"), strict=False)  # none in brief
    told = [f"{say.name(code)} {say.amount(low)} to {say.amount(high)}" for code, low, high in ends]
    more = [] if f.about["all"] else ["and others"]
    if not told:
        return f"The ranks of {say.amount(f['count'])} are provisional, as data are missing."
    head = f"The ranks of {say.amount(f['count'])} are provisional. With the missing data they may be"
    return f"{head}: {'; '.join([*told, *more])}."


def by_missing_all(f: Finding, say: Voice) -> str:
    return f"The order of {say.amount(f['pairs'])} of neighbours depends on missing data."


_FURTHER = {
    "unreported": "{many} with figures missing",
    "tie": "{many} level with others",
    "unranked": "{many} without total and rank for want of figures",
    "provisional": "{many} with a provisional rank",
    "close": "{many} of neighbours whose order hangs by little",
    "rose": "{limit} or more, {many}",
    "fell": "{limit} or more, {many}",
}


def first_quarter(f: Finding, say: Voice) -> str:
    begin = f"The data begin with {say.quarter(f.times[0])}: there is no earlier quarter to compare with"
    return f"{begin}, and ranks over the quarters are told from the next one on."


def no_concern(f: Finding, say: Voice) -> str:
    return "Nothing stands out beyond what the sections above tell."


def further(f: Finding, say: Voice) -> str:
    limit = f"{f['limit'].way} {say.amount(f['limit'])}" if f.get("limit") else ""
    told = _FURTHER[f.about["sort"]].format(many=say.amount(f["count"]), limit=limit)
    return f"Besides these: {told}; see scored.en.xlsx."


def illustrative(f: Finding, say: Voice) -> str:
    head = f"The indicator, score and survey data for {say.quarter(f.times[0])} hold {say.amount(f['rows'])}"
    if not f.get("published"):
        return f"{head}, all of them illustrative."
    return f"{head}: {say.amount(f['published'])} published, {say.amount(f['illustrative'])} illustrative."


SENTENCES = (
    *(unranked, by_missing, by_missing_all, provisional, provisional_all, unreported),
    *(first_quarter, no_concern, further, illustrative),
)
