"""Chinese sentences that explain: gaps, changes of a total, how firm the order is."""

from __future__ import annotations

from . import wording_zh as words
from .finding import Finding
from .voice import Voice

_CAUSES = {
    "revision": "上季度数据修订",
    "cohort": "参评区市变化",
    "own": "自身指标",
    "others": "其他区市指标（相对计分）",
    "boards": "板块和指标增减",
    "weights": "权重调整",
    "methods": "目标值和计分参数调整",
    "rounding": "修约差",
}


def cause(name: str) -> str:
    return _CAUSES[name]


def cause_head(name: str) -> str:
    """A cause as the head of a column."""
    return _CAUSES[name]


def gap(f: Finding, say: Voice) -> str:
    a, c = map(say.name, f.who)
    if not f.get("gap"):
        return f"{a}与{c}总分相同。"
    parts = [f"{say.part(figure.of[0])}领先{say.amount(figure)}" for figure in f.each("ahead")]
    lost = [f"{say.part(figure.of[0])}落后{say.amount(figure)}" for figure in f.each("behind")]
    told = "，".join("、".join(side) for side in (parts, lost) if side)
    if f.get("residue"):
        told += f"，修约差{say.signed(f['residue'])}"
    text = f"{a}总分高于{c}{say.strong(f['gap'])}，其中{told}；各项相加为{say.amount(f['sum'])}。"
    if f.get("weights"):
        text += f"两区市适用的权重不同，上述各项含由此产生的{say.signed(f['weights'])}。"
    return text


def firmness(f: Finding, say: Voice) -> str:
    spread, draws = say.amount(f["spread"]), say.amount(f["draws"])
    text = f"测算：各板块权重各自在上下{spread}范围内变动，模拟{draws}，"
    text += f"{say.names(f.who)}{words.place(f['rank'])}的占{say.amount(f['chance'])}"
    others = "、".join(
        f"{say.name(c)}占{say.amount(p)}" for c, p in zip(f.about["others"], f.each("others"), strict=True)
    )
    text += f"，{others}" if others else ""
    return text + ("，并列的各自计入。" if f.about["ties"] else "。")


def swap(f: Finding, say: Voice) -> str:
    a, c = map(say.name, f.who)
    board, now, at = say.part(f.about["board"]), say.amount(f["now"]), say.amount(f["at"])
    return f"如{board}权重由{now}调整为{at}（其他板块按比例调整），则{a}与{c}总分相同。"


def no_swap(f: Finding, say: Voice) -> str:
    a, c = map(say.name, f.who)
    return f"单独调整任何一个板块的权重，{a}与{c}的先后都不改变。"


def comparability(f: Finding, say: Voice) -> str:
    rules = "测算办法" if f.about["supposed"] else "本季度办法"
    footing = f"两个季度均按{rules}计算" if f.about["alike"] else f"只计两个季度共有的板块和指标，并按{rules}计算"
    many = len(f.who) > 1
    text = f"{footing}，{say.names(f.who)}{'同为' if many else ''}{say.amount(f['total'])}，"
    text += words.place(f["rank"], shared=many)
    if f.get("before"):
        text += f"（{say.quarter(f.about['previous'])}同口径{words.place(f['before'])}）"
    return text + "。"


def moved(f: Finding, say: Voice) -> str:
    previous = say.quarter(f.times[0])
    change = f.get("change")
    text = f"总分与{previous}相同"
    if change:
        text = f"总分较{previous}{words.DIRECTION[change.way]}{say.amount(change)}"
    causes = zip(f.about["causes"], f.each("causes"), strict=True)
    told = "、".join(f"{cause(name)}{say.signed(figure)}" for name, figure in causes)
    if len(f.about["causes"]) == 1:  # one part is no part
        text += f"，均来自{cause(f.about['causes'][0])}。"
    else:
        text += f"，其中{told}。" if told else "。"
    if f.about["indicators"]:
        leaves = zip(f.about["indicators"], f.each("indicators"), strict=True)
        text += f"自身指标中影响最大的是{'、'.join(f'{say.part(i)}{say.signed(figure)}' for i, figure in leaves)}。"
    return text if f.about["comparable"] else text + "两个季度的考核办法不同，总分不直接可比。"


def overtake(f: Finding, say: Voice) -> str:
    target = say.name(f.who[1])
    place = say.amount(f["rank"])
    text = (
        f"距{place}{target}{say.amount(f['behind'])}。"
        if f.get("behind")
        else f"与{place}{target}总分相同，位次在其后。"
    )
    text += "测算：其他情况不变时，"
    if not f.get("ways"):
        return text + "任何一项指标单独改进都不足以升至该位次，须多项并进。"
    if f["ways"].value == 1:
        return text + f"仅{say.amount(f['ways'])}单独改进即可升至该位次，见下表。"
    return text + f"下列{say.amount(f['ways'])}中任何一项单独改进，即可升至该位次。"


def nobody_above(f: Finding, say: Voice) -> str:
    place = words.place(f["rank"], shared=f.about["shared"])
    instead = "，以下为与后一位的差距" if f.about["followed"] else "，没有前一位"
    return f"{say.names(f.who)}{place}{instead}。"


SENTENCES = (gap, firmness, swap, no_swap, comparability, moved, overtake, nobody_above)
