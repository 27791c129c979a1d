"""English sentences about boards, stars, flags and praise.

A board's paragraph opens with what is news about it; where neighbours have the same news, its turn chooses among
several shapes, so that no two in a row are built alike.
"""

from __future__ import annotations

from collections.abc import Callable

from . import wording_en as words
from .finding import Figure, Finding
from .voice import Voice, agrees, turned

# ---- a board's paragraph ----------------------------------------------------------------------------------------


def board(f: Finding, say: Voice) -> str:
    variant = f.about.get("variant", "")
    opening = _OPENINGS[variant](f, say)
    if variant == "mover" and f.turn % 2 == 0:
        order = [_movers(f, say), opening, _last(f, say)]
    elif variant == "wide":
        order = [opening, _movers(f, say)]
    elif variant == "mover" or f.turn % 3 == 1:
        order = [opening, _movers(f, say), _last(f, say)]
    else:
        order = [opening, _last(f, say), _movers(f, say)]
    return " ".join(part for part in order if part)


def _lead(f: Finding, say: Voice) -> str:
    """How far before the second, as the end of a sentence about the leader; its shape goes by turn."""
    if not f.get("lead"):
        return ""
    seconds, lead = say.names(f.about["seconds"]), say.amount(f["lead"])
    place, only = words.place(f["second"]), "only " if f.about["close"] else ""
    verb = "are" if len(f.about["seconds"]) > 1 else "is"
    return turned(
        f,
        f", {only}{lead} ahead of {seconds} in {place} place",
        f"; {seconds} {verb} {place}, {only}{lead} behind",
        f", with {seconds} {only}{lead} behind in {place} place",
    )


def _first_with(f: Finding, score: str) -> str:
    """How the leader stands: `is first with 93.42 points`; where it led before, `stays first with …, for the …`."""
    at_top = words.place(f["rank"])
    return f"stays {at_top} with {score}, {words.again(f['run'])}" if f.get("run") else f"is {at_top} with {score}"


def _opens_plain(f: Finding, say: Voice) -> str:
    who, score, lead, at_top = say.names(f.who), say.strong(f["score"]), _lead(f, say), words.place(f["rank"])
    if not f.get("run"):
        return turned(
            f,
            f"{who} is {at_top} with {score}{lead}.",
            f"With {score} {who} is {at_top}{lead}.",
            f"{who}, {at_top}, has {score}{lead}.",
        )
    run = words.running(f["run"])
    return turned(
        f,
        f"{who} has been {at_top} {run}, now with {score}{lead}.",
        f"{who} {_first_with(f, score)}{lead}.",
        f"{who}, {at_top} {run}, has {score}{lead}.",
    )


def _opens_created(f: Finding, say: Voice) -> str:
    who, score, lead, at_top = say.names(f.who), say.strong(f["score"]), _lead(f, say), words.place(f["rank"])
    return turned(
        f,
        f"The board is assessed from this quarter on: {who} is {at_top} with {score}{lead}.",
        f"On this new board {who} is {at_top} with {score}{lead}.",
    )


def _opens_shared(f: Finding, say: Voice) -> str:
    return f"{say.names(f.who)} are {words.place(f['rank'], shared=True)} with {say.strong(f['score'])}."


def _opens_new(f: Finding, say: Voice) -> str:
    """Another leader: who it is, where it stood, and what became of the former one."""
    who, score, lead = say.names(f.who), say.strong(f["score"]), _lead(f, say)
    at_top, came = words.place(f["rank"]), f" from {words.place(f['before'])}" if f.get("before") else ""
    old = say.names(f.about["old"])
    if f.about["old"] == f.about["seconds"] and f.get("lead"):
        distance, second = say.amount(f["lead"]), words.place(f["second"])
        return turned(
            f,
            f"The lead changes hands: {who} moves up{came} to {at_top} with {score}, {distance} ahead of {old}, "
            f"now {second}.",
            f"{who} moves up{came} to {at_top} with {score}; {old} falls back to {second}, {distance} behind.",
            f"{old} falls back to {second}, and {who} takes its place, {at_top}{came}, with {score}; "
            f"they are {distance} apart.",
        )
    fell = [(say.names(r.of), agrees(len(r.of), "falls", "fall"), words.place(r)) for r in f.each("fallen")]
    gone = say.join([f"{names} {fall} back to {now}" for names, fall, now in fell])
    former = agrees(sum(len(r.of) for r in f.each("fallen")), "the former leader", "the former leaders")
    return turned(
        f,
        f"The lead changes hands: {who} moves up{came} to {at_top} with {score}{lead}"
        + (f"; {gone}." if gone else "."),
        f"{who} moves up{came} to {at_top} with {score}{lead}" + (f"; {former} {gone}." if gone else "."),
        (f"{gone}, and " if gone else "") + f"{who} takes the lead, {at_top}{came}, with {score}{lead}.",
    )


def _opens_narrow(f: Finding, say: Voice) -> str:
    who, score, lead = say.names(f.who), say.strong(f["score"]), _lead(f, say)
    return turned(
        f,
        f"The contest for the lead is close: {who} {_first_with(f, score)}{lead}.",
        f"Little separates the leaders: {who} {_first_with(f, score)}{lead}.",
    )


def _opens_wide(f: Finding, say: Voice) -> str:
    who, score, lead = say.names(f.who), say.strong(f["score"]), _lead(f, say)
    last = f"{say.names(f['last'].of)} {_are_last(f)} with {say.amount(f['last'])}"
    spread = say.amount(f["spread"])
    wide = f"First and last are {spread} apart, more than on any other board"
    return f"{wide}: {who} {_first_with(f, score)}{lead}; {last}."


def _last(f: Finding, say: Voice) -> str:
    if not f.get("spread"):
        return ""
    who, score, spread = say.names(f["last"].of), say.amount(f["last"]), say.amount(f["spread"])
    return turned(
        f,
        f"{who} {_are_last(f)} with {score}; first and last are {spread} apart.",
        f"First and last are {spread} apart, with {who} last on {score}.",
        f"{who} {_are_last(f)} with {score}, a spread of {spread} from first to last.",
    )


def _are_last(f: Finding) -> str:
    return "are joint last" if len(f["last"].of) > 1 else "is last"


def _movers(f: Finding, say: Voice) -> str:
    """Who rose and who fell furthest since the quarter before; that nobody did."""
    if f.get("still"):
        return f"No district moves by more than {say.amount(f['still'])}."
    told = [name for name in ("up", "down") if f.get(name)]
    if not told:
        return ""
    who = {n: say.names(f[n].of) for n in told}
    moves = {n: _each_rose(f[n], say) for n in told}
    one = {n: len(f[n].of) == 1 for n in told}
    verbs = {"up": ("rises", "rise"), "down": ("falls", "fall")}
    return turned(
        f,
        "; ".join(f"{who[n]} {verbs[n][0 if one[n] else 1]} furthest, {moves[n]}" for n in told) + ".",
        "On the previous quarter, "
        + say.join([f"{who[n]} {'is' if one[n] else 'are'} {moves[n]}" for n in told])
        + ", more than any other.",
        "Those that moved furthest are " + say.join([f"{who[n]} ({moves[n]})" for n in told]) + ".",
    )


_OPENINGS: dict[str, Callable[[Finding, Voice], str]] = {
    "": _opens_plain,
    "held": _opens_plain,
    "mover": _opens_plain,
    "created": _opens_created,
    "shared": _opens_shared,
    "new": _opens_new,
    "narrow": _opens_narrow,
    "wide": _opens_wide,
}


def board_unscored(f: Finding, say: Voice) -> str:
    return "As data are missing, no district has a score on this board."


def widest_board(f: Finding, say: Voice) -> str:
    board, spread = say.part(f.about["board"]), say.amount(f["spread"])
    top, last = map(say.name, f.who) if f.who else ("first", "last")
    return f"{board} shows the widest spread: {top} and {last} are {spread} apart."


def boards_changed(f: Finding, say: Voice) -> str:
    changed = f.about["changed"]
    items = [f"{say.part(i)} passes from {say.names(old)} to {say.names(new)}" for i, old, new in changed]
    some, all_ = words.number(f["boards"]), say.amount(f["all"])
    head = f"All {all_} change" if f["all"].value == f["boards"].value else f"Of {all_}, {some} change"
    changes = f"{head}{'s' if f['boards'].value == 1 else ''} hands"
    said = changes[0].lower() + changes[1:]
    return turned(
        f,
        f"{changes}: {'; '.join(items)}.",
        f"{'; '.join(items)}: {said}.",
        f"On the previous quarter, {said}: {'; '.join(items)}.",
    )


# ---- stars, flags, praise ---------------------------------------------------------------------------------------


def star_rule(f: Finding, say: Voice) -> str:
    first, each = say.amount(f["first"]), f.each("each")
    if len(each) == 1:
        return f"On each board {first} place earns {say.amount(each[0])}."
    last = say.amount(f["last"])
    if each:
        told = say.join([words.number(k) for k in each])
        return f"On each board {first} to {last} place earn {told} stars in turn."
    most, least = say.amount(f["most"]), say.amount(f["least"])
    return f"On each board {first} place earns {most}, one fewer each place, down to {least} for {last} place."


def most_stars(f: Finding, say: Voice) -> str:
    possible, boards = words.number(f["possible"]), say.amount(f["boards"])
    have = "have" if len(f.who) > 1 else "has"
    stars = f"**{words.number(f['stars'])}** of {possible} stars on {boards}"
    most = "more than any other" if len(f.who) == 1 else "more than the others"
    text = turned(
        f,
        f"{say.names(f.who)} {have} the most stars: {stars}",
        f"Most stars go to {say.names(f.who)}: {stars}",
        f"{say.names(f.who)} {have} {stars}, {most}",
    )
    if f.get("rank"):
        text += f", though {words.place(f['rank'])} in total"
    following = say.join(
        [f"{say.name(c)} with {say.amount(k)}" for c, k in zip(f.about["next"], f.each("next"), strict=True)]
    )
    return text + (f", followed by {following}." if following else ".")


def flag(f: Finding, say: Voice) -> str:
    award, variant = say.flag(f.about["award"]), f.about["variant"]
    rule = _rule(f, say)
    if variant == "not_compared":
        return f"The {award} requires {rule}; there are no data for it, and it is not awarded."
    if variant == "vacant" and f.about["kept_out"]:
        meets, is_ = ("meet", "are") if len(f.about["kept_out"]) > 1 else ("meets", "is")
        kept_out = f"{say.names(f.about['kept_out'])} {meets} the condition ({rule}) but {is_} not eligible"
        return f"The {award} is not awarded: {kept_out}."
    if variant == "vacant":
        return turned(
            f,
            f"No district meets the condition ({rule}): the {award} is not awarded.",
            f"The {award} is not awarded, as no district meets the condition ({rule}).",
            f"Nobody takes the {award}, which requires {rule}."
            if f.about["rule"] == "rise"
            else f"Nobody takes the {award} (condition: {rule}).",
        )
    if f.about["rule"] == "rise":
        within = " within the group" if f.about["by_group"] else ""
        risen = say.join(
            [f"{say.names(figure.of)} ({_each_rose(figure, say)}{within})" for figure in f.each("changes")]
        ) + _all(f, say)
        win, have = ("win", "have") if len(f.who) > 1 else ("wins", "has")
        return turned(
            f,
            f"The {award} goes to {risen}; it requires {rule}.",
            f"{risen} {win} the {award}, which requires {rule}.",
            f"{risen} {have} earned the {award}, which requires {rule}.",
        )
    who, run = say.names(f.who) + _all(f, say), words.running(f["run"]) if f.get("run") else ""
    win, have, they = ("win", "have", "they") if len(f.who) > 1 else ("wins", "has", "it")
    if f.about["passed_on"]:
        return f"The {award} goes to {who} (condition: {rule}; vacancies pass down)" + (
            f", unchanged {run}." if run else "."
        )
    return turned(
        f,
        f"The {award} goes to {who} (condition: {rule})" + (f", unchanged {run}." if run else "."),
        f"{who}, {rule}, {have} held the {award} {run}." if run else f"{who}, {rule}, {win} the {award}.",
        f"Being {rule}, {who} {win} the {award}" + (f", {words.again(f['run'])}." if run else "."),
        f"For being {rule}, {who} {win} the {award}" + (f", as {they} {have} {run}." if run else "."),
    )


def _all(f: Finding, say: Voice) -> str:
    """How many won it, where more did than are named."""
    return f" and others ({say.amount(f['all'])} in all)" if f.get("all") else ""


def _each_rose(figure: Figure, say: Voice) -> str:
    return f"{figure.way} {say.amount(figure)}{' each' if len(figure.of) > 1 else ''}"


def _rule(f: Finding, say: Voice) -> str:
    groups = "their groups" if len(f.who) > 1 else "its group"
    limit, within = f["limit"], f"within {groups} " if f.about["by_group"] else ""
    if f.about["rule"] == "rise":
        return f"a rise of {say.amount(limit)} or more {within}on the previous quarter"
    where = say.part(f.about["board"]) if f.about["board"] else "total"
    where += " " + within.strip() if within else ""
    return f"in {words.top(limit)} by {where}" if limit.way == "top" else f"{words.place(limit)} in {where}"


def veto(f: Finding, say: Voice) -> str:
    who, item, reason = say.names(f.who), f'"{say.part(f.about["item"])}"', say.told(f.about["reason"])
    if not f.about["awards"]:
        return f"{who} comes under {item} ({reason}), and loses no flag by it this quarter."
    flags = say.join([f"the {say.flag(a)}" for a in f.about["awards"]])
    return f"{who} loses its claim to {flags} under {item} ({reason})."


def praise(f: Finding, say: Voice) -> str:
    who, reason = say.names(f.who), say.told(f.about["reason"])
    return turned(
        f,
        f"{who} is commended for its part in {reason}.",
        f"A commendation goes to {who} for its part in {reason}.",
        f"For its part in {reason}, {who} is commended.",
    )


SENTENCES = (board, board_unscored, widest_board, boards_changed, star_rule, most_stars, flag, veto, praise)
