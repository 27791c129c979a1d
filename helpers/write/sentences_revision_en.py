"""English sentences about revisions: what was corrected, and what that moves."""

from __future__ import annotations

from collections.abc import Callable

from ..model import Name
from .finding import Finding
from .voice import Voice, agrees

_THINGS = {"total": "totals", "rank": "ranks", "stars": "stars", "flags": "flags"}
_OWN = {"total": "total", "rank": "rank", "stars": "stars", "flags": "flags"}


def revision(f: Finding, say: Voice) -> str:
    what = f"{say.told(f.about['item'])} of {say.names(f.who)} for {say.quarter(f.times[0])}"
    why = "; ".join(text for text in (say.told(f.about["by"]), say.told(f.about["reason"])) if text)
    return f"{what} {_way(f, say)}" + (f" ({why})." if why else ".")


def _way(f: Finding, say: Voice) -> str:
    old, new = (say.amount(f[key]) if f.get(key) else _text(f.about[key], say) for key in ("old", "new"))
    if f.about["whole"] == "came":
        return f"is added as {new}" if f.get("new") else "is added"
    if f.about["whole"] == "went":
        return f"is withdrawn (it was {old})" if f.get("old") else "is withdrawn"
    if f.figures:
        return f"is revised from {old or 'not available'} to {new or 'not available'}"
    return f'is revised from "{old or "empty"}" to "{new or "empty"}"'


def _text(thing: object, say: Voice) -> str:
    return say.told(thing) if isinstance(thing, Name) else say.text(str(thing))


def revision_effect(f: Finding, say: Voice) -> str:
    moves = [_moved(f, say, code) for code in f.who]
    for name, before, after in f.about["flags"]:
        moves.append(f"the {say.flag_called(name)} goes from {_winners(before, say)} to {_winners(after, say)}")
    still = [(_OWN if f.about["only"] else _THINGS)[key] for key in f.about["still"]]
    if still:
        if not f.about["only"]:
            moves.append(f"all {say.join(still)} stay as they were")
        else:
            whose = f"the {say.join(still)} of {say.name(f.about['only'])}" if not f.who else f"its {say.join(still)}"
            moves.append(f"{whose} {'stay' if len(still) > 1 or still[0] in ('stars', 'flags') else 'stays'} the same")
    return f"By the revised data for {say.quarter(f.times[0])}, {'; '.join(moves)}."


def _moved(f: Finding, say: Voice, code: str) -> str:
    """The total of X goes from … to …, its rank from … to …."""
    told: list[str] = []
    for key, word in (("total", "total"), ("rank", "rank"), ("stars", "star count")):
        before, after = (f.get(f"{code}.{key}_{when}") for when in ("before", "after"))
        if before or after:
            sides = [say.amount(figure) if figure else "none" for figure in (before, after)]
            head = f"its {word}" if told else f"the {word} of {say.name(code)} goes"
            told.append(f"{head} from {sides[0]} to {sides[1]}")
    return ", ".join(told)


def _winners(codes: tuple[str, ...], say: Voice) -> str:
    return say.names(codes) if codes else "nobody"


def correction(f: Finding, say: Voice) -> str:
    """What a revised edition has otherwise than the first."""
    whose = f" of {say.names(f.about['of'])}" if f.about["of"] else ""
    what = f"{say.told(f.about['what'])}{whose}"
    what += f" and other figures, {say.amount(f['items'])} in all, were revised" if f.get("items") else " was revised"
    told = [_moved(f, say, code) for code in f.who]
    if f.about.get("variant") == "first":
        old, new = f.about["tops"]
        told.append(f"first place passes from {say.names(old)} to {say.names(new)}")
    if f.get("ranks"):
        told.append(f"{say.amount(f['ranks'])} {agrees(f['ranks'].value, 'changes', 'change')} rank")
    for name, before, after in f.about["flags"]:
        told.append(f"the {say.flag_called(name)} goes from {_winners(before, say)} to {_winners(after, say)}")
    if f.about["still"]:
        told.append(f"all {say.join([_THINGS[key] for key in f.about['still']])} stay as they were")
    return f"As {what}, {'; '.join(told) or 'its results stay as they were'}; see the correction notice."


SENTENCES: tuple[Callable[[Finding, Voice], str], ...] = (revision, revision_effect, correction)
