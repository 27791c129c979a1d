"""Chinese sentences about revisions: what was corrected, and what that moves."""

from __future__ import annotations

from collections.abc import Callable

from ..model import Name
from .finding import Finding
from .voice import Voice

_THINGS = {"total": "总分", "rank": "位次", "stars": "星级", "flags": "红旗"}


def revision(f: Finding, say: Voice) -> str:
    what = f"{say.quarter(f.times[0])}{say.names(f.who)}{say.told(f.about['item'])}"
    why = "，".join(text for text in (say.told(f.about["by"]), say.told(f.about["reason"])) if text)
    return f"{what}{_way(f, say)}" + (f"（{why}）。" if why else "。")


def _way(f: Finding, say: Voice) -> str:
    old, new = (say.amount(f[key]) if f.get(key) else _text(f.about[key], say) for key in ("old", "new"))
    if f.about["whole"] == "came":
        return f"补充为{new}" if f.get("new") else "补充列入"
    if f.about["whole"] == "went":
        return f"（原为{old}）撤销" if f.get("old") else "撤销"
    if f.figures:
        return f"由{old or '缺报'}修订为{new or '缺报'}"
    return f"由“{old or '空'}”修订为“{new or '空'}”"


def _text(thing: object, say: Voice) -> str:
    return say.told(thing) if isinstance(thing, Name) else say.text(str(thing))


def revision_effect(f: Finding, say: Voice) -> str:
    moves = [f"{say.name(code)}{'、'.join(_moved(f, say, code))}" for code in f.who]
    for name, before, after in f.about["flags"]:
        moves.append(f"{say.flag_called(name)}由{_winners(before, say)}变为{_winners(after, say)}")
    still = [_THINGS[key] for key in f.about["still"]]
    if still:
        whose = "各区市" if not f.about["only"] else "" if f.who else say.name(f.about["only"])
        moves.append(f"{whose}{'、'.join(still)}{'均' if len(still) > 1 else ''}不变")
    return f"按修订后数据计算，{say.quarter(f.times[0])}{'；'.join(moves)}。"


def _moved(f: Finding, say: Voice, code: str) -> list[str]:
    told = []
    for key, word in (("total", "总分"), ("rank", "位次"), ("stars", "星数")):
        before, after = (f.get(f"{code}.{key}_{when}") for when in ("before", "after"))
        if before or after:
            sides = [say.amount(figure) if figure else "空缺" for figure in (before, after)]
            told.append(f"{word}由{sides[0]}变为{sides[1]}")
    return told


def _winners(codes: tuple[str, ...], say: Voice) -> str:
    return say.names(codes) if codes else "空缺"


def correction(f: Finding, say: Voice) -> str:
    """What a revised edition has otherwise than the first."""
    what = f"{say.names(f.about['of'])}{say.told(f.about['what'])}"
    what += f"等{say.amount(f['items'])}" if f.get("items") else "数据"
    told = [f"{say.name(code)}{'、'.join(_moved(f, say, code))}" for code in f.who]
    if f.about.get("variant") == "first":
        old, new = f.about["tops"]
        told.append(f"首位由{say.names(old)}改为{say.names(new)}")
    if f.get("ranks"):
        told.append(f"{say.amount(f['ranks'])}位次有变化")
    for name, before, after in f.about["flags"]:
        told.append(f"{say.flag_called(name)}由{_winners(before, say)}改为{_winners(after, say)}")
    if f.about["still"]:
        told.append(f"各区市{'、'.join(_THINGS[key] for key in f.about['still'])}不变")
    return f"因{what}修订，{'；'.join(told) or '本区市考核结果不变'}，详见更正通知。"


SENTENCES: tuple[Callable[[Finding, Voice], str], ...] = (revision, revision_effect, correction)
