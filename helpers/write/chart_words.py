"""What is written about charts, in Chinese and English: captions, alternative texts, notes.

Alternative texts tell what the eye would take from the chart, with figures computed here and now; captions are
titles; notes say how to read the chart; `chart_sources` adds which of its figures are illustrative.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from ..style import fixed, quarter_short, signed
from .drawing import pick
from .drawing.labels import listed, of_all, ordinal, place_of, say_in
from .drawing.ranking import rounded_apart

if TYPE_CHECKING:
    from ..assess.explain import Gap
    from .briefing import Briefing


@dataclass(frozen=True)
class About:
    """The words around one chart."""

    caption: str
    alt: str
    note: str = ""


def _note(b: Briefing, *sentences: str) -> str:
    return (" " if b.lang == "en" else "").join(s for s in sentences if s)


def _points(b: Briefing, value: float) -> str:
    return fixed(value, b.scheme.policies.decimals)


def _total(b: Briefing, code: str) -> str:
    """`胶州市97.44分` / `Jiaozhou 97.44`; a dash where the total is withheld."""
    total = b.result.total[code]
    if pd.isna(total):
        return say_in(b, f"{b.name(code)}—", f"{b.name(code)} —")
    return say_in(b, f"{b.name(code)}{_points(b, total)}分", f"{b.name(code)} {_points(b, total)}")


def _cut(b: Briefing) -> str:
    """Says which districts are drawn when not all are."""
    if not pick.is_cut(b):
        return ""
    count, top = len(b.result.districts), pick.TOP
    own = len(pick.shown(b)) > top
    name = b.name(b.code) if own else ""
    return say_in(
        b,
        f"共{count}个区市，图中为前{top}位" + (f"和{name}。" if own else "。"),
        f"The first {top} of {count} districts are drawn" + (f", and {name}." if own else "."),
    )


def _provisional(b: Briefing) -> str:
    if not any(code in b.result.provisional for code in pick.shown(b)):
        return ""
    return say_in(b, "*为暂行结果。", "* Provisional result.")


def _new_scheme(b: Briefing) -> str:
    """Says which quarters are not comparable with those before, or nothing when the scheme never changed."""
    lines = [quarter_short(q, b.lang) for q in pick.scheme_lines(b)]
    if not lines:
        return ""
    return say_in(
        b,
        f"竖虚线处考核办法调整（{listed(b, lines)}起），前后不完全可比。",
        f"Upright dashes: a new scheme from {listed(b, lines)}; results before and after are not fully comparable.",
    )


def rank_bars(b: Briefing) -> About:
    codes = pick.shown(b)
    totals = listed(b, [_total(b, code) for code in codes])
    adds_up = b.scheme.aggregate == "arithmetic"
    boards = listed(b, [n.name.label(b.lang) for n in b.boards])
    bonuses = listed(b, [e.name.label(b.lang) for e in b.scheme.extras if e.kind == "bonus"])
    taken = any((b.result.extras.loc[list(codes), e.id] < 0).any() for e in b.scheme.extras if e.kind == "deduction")
    return About(
        say_in(
            b,
            f"{quarter_short(b.quarter, b.lang)}各区市总分及板块构成",
            f"Totals by board, {quarter_short(b.quarter, b.lang)}",
        ),
        say_in(
            b,
            f"条形图，总分由高到低：{totals}。每条由{boards}" + (f"和{bonuses}" if bonuses else "") + "组成。",
            f"Bar chart, totals from first to last: {totals}. Each bar is made of {boards}"
            + (f" and the bonus {bonuses}." if bonuses else "."),
        ),
        _note(
            b,
            say_in(
                b,
                f"左图：各板块得分乘以权重{'，加上加分' if bonuses else ''}{'，减去减分' if taken else ''}。"
                "右图：各板块距满分的差距，同一次序、同一颜色。",
                f"Left: board scores times weights{', plus bonus' if bonuses else ''}"
                f"{', less deductions' if taken else ''}. Right: by how much each board misses its full points, "
                "in the same order and colours.",
            )
            if adds_up
            else say_in(
                b, "各板块按加权几何平均汇总，不能逐项相加。", "Boards are averaged geometrically and do not add up."
            ),
            say_in(
                b,
                "因数值修约，各部分之和与总分可能略有出入。",
                "Parts may not add up to the total because of rounding.",
            )
            if rounded_apart(b)
            else "",
            _cut(b),
            _provisional(b),
        ),
    )


def bump(b: Briefing) -> About:
    run, results = pick.quarters(b), pick.results(b)
    spans = []
    for code in pick.shown(b):
        places = [pick.place(results[q], code) for q in run if q in results]
        known = [p for p in places if p is not None]
        if known:
            track = (" → " if b.lang == "en" else "→").join("—" if p is None else str(p) for p in places)
            spans.append(f"{b.name(code)} {track}")
    first, last = quarter_short(run[0], b.lang), quarter_short(run[-1], b.lang)
    gaps = [quarter_short(q, b.lang) for q in run if q not in results]
    return About(
        say_in(b, f"{first}至{last}各区市位次", f"Ranks from {first} to {last}"),
        say_in(
            b,
            f"折线图，各区市逐季度位次：{'；'.join(spans)}。",
            f"Line chart of ranks, quarter by quarter: {'; '.join(spans)}.",
        )
        + (" " if b.lang == "en" and _new_scheme(b) else "")
        + _new_scheme(b),
        _note(
            b,
            say_in(b, "圆内数字为当季位次。", "The number in a disc is that quarter's rank."),
            _new_scheme(b),
            say_in(b, f"无数据：{listed(b, gaps)}。", f"No data: {listed(b, gaps)}.") if gaps else "",
            say_in(b, "上下次序只在所画区市之间排列。", "Lines are ordered among the districts drawn.")
            if pick.is_cut(b)
            else "",
            _cut(b),
        ),
    )


def gap_waterfall(b: Briefing, gap: Gap, parts: list[tuple[str, float]]) -> About:
    a, c, apart = gap.a, gap.b, fixed(gap.gap, b.scheme.policies.decimals)
    between = say_in(b, "", " ")
    steps = listed(b, [f"{name}{between}{signed(points, b.scheme.policies.decimals)}" for name, points in parts])
    top, low = b.name(a), b.name(c)
    return About(
        say_in(b, f"{top}与{low}总分之差的构成", f"Why {top} stands before {low}"),
        say_in(
            b,
            f"瀑布图：{_total(b, c)}，{steps}，得{_total(b, a)}，相差{apart}分。",
            f"Waterfall chart: {_total(b, c)}; {steps}; which makes {_total(b, a)}, a gap of {apart} points.",
        ),
        _note(
            b,
            say_in(
                b,
                "横轴不从0开始（断口处），只看差距。",
                "The axis is cut (break mark): read differences only.",
            ),
            say_in(b, "实心为领先，斜线为落后。", "Solid: ahead; hatched: behind.")
            if any(points < 0 for _, points in parts)
            else "",
        ),
    )


def board_dots(b: Briefing, board: str) -> About:
    scores = b.result.boards[board].dropna()
    order = [c for c in b.board_order(board) if c in scores.index]
    name = b.scheme.by_id[board].name.label(b.lang)
    high, low, median = float(scores.max()), float(scores.min()), b.median(board)
    firsts = listed(b, [b.name(c) for c in order if scores[c] == high])
    lasts = listed(b, [b.name(c) for c in order if scores[c] == low])
    own = "" if b.district is None or b.code not in scores.index else b.code
    return About(
        say_in(b, f"{name}板块得分分布", f"{name}: scores of all districts"),
        say_in(
            b,
            f"点图，{len(scores)}个区市的{name}得分：首位{firsts}{_points(b, high)}分，中位数{_points(b, median)}分，"
            f"末位{lasts}{_points(b, low)}分" + (f"，{b.name(own)}{_points(b, scores[own])}分。" if own else "。"),
            f"Dot plot of {len(scores)} districts' scores in {name}: first {firsts} {_points(b, high)}, median "
            f"{_points(b, median)}, last {lasts} {_points(b, low)}"
            + (f"; {b.name(own)} {_points(b, scores[own])}." if own else "."),
        ),
    )


def standing(b: Briefing) -> About:
    name = b.name(b.code)
    lines = []
    for node in b.boards:
        scores, place = b.result.boards[node.id].dropna(), b.result.board_rank.at[b.code, node.id]
        if b.code not in scores.index:
            continue
        board = node.name.label(b.lang)
        own, median, best = (_points(b, float(v)) for v in (scores[b.code], b.median(node.id), scores.max()))
        lines.append(
            say_in(
                b,
                f"{board}{own}分，{place_of(b, int(place))}，中位数{median}分，首位{best}分",
                f"{board} {own}, {of_all(b, int(place))}, median {median}, first {best}",
            )
        )
    return About(
        say_in(b, f"{name}各板块所处位置", f"{name}: where it stands in each board"),
        say_in(b, f"点图，{name}：{'；'.join(lines)}。", f"Dot plot, {name}: {'; '.join(lines)}."),
    )


def track(b: Briefing) -> About:
    name, run, results = b.name(b.code), pick.quarters(b), pick.results(b)
    told = []
    for quarter in run:
        result = results.get(quarter)
        if result is None or (place := pick.place(result, b.code)) is None:
            continue
        total = result.total[b.code]
        printed = fixed(total, result.scheme.policies.decimals)
        points = "" if pd.isna(total) else say_in(b, f"{printed}分", f", {printed} points")
        told.append(
            say_in(
                b,
                f"{quarter_short(quarter, b.lang)}{place_of(b, place)}" + (f"（{points}）" if points else ""),
                f"{quarter_short(quarter, b.lang)} {ordinal(place)}{points}",
            )
        )
    changed = _new_scheme(b)
    behind = any((pick.place(result, b.code) or 1) > 1 for result in results.values())
    return About(
        say_in(b, f"{name}位次和总分走势", f"{name}: rank and total by quarter"),
        say_in(
            b,
            f"折线图，{name}：{'、'.join(told)}。{changed}",
            f"Line chart, {name}: {'; '.join(told)}. {changed}".strip(),
        ),
        _note(
            b,
            say_in(b, "上：位次；下：总分。", "Above: rank. Below: total."),
            say_in(b, "横向细虚线为当季首位总分。", "Thin dashes: the total of each quarter's first.")
            if behind
            else "",
            changed,
        ),
    )


def stars_grid(b: Briefing) -> About:
    stars, sums = b.result.stars, b.result.stars_total
    codes = sorted(pick.shown(b), key=lambda c: -sums[c])
    told = []
    for code in codes:
        by_board = listed(b, [str(int(stars.at[code, n.id])) for n in b.boards])
        name, count = b.name(code), int(sums[code])
        told.append(say_in(b, f"{name}{count}星（{by_board}）", f"{name} {count} ({by_board})"))
    boards = listed(b, [n.name.label(b.lang) for n in b.boards])
    when = quarter_short(b.quarter, b.lang)
    most, least, count = b.scheme.stars[0], b.scheme.stars[-1], len(b.scheme.stars)
    return About(
        say_in(b, f"{when}各板块星数", f"Stars by board, {when}"),
        say_in(
            b,
            f"格子图，各区市星数合计（依次为{boards}）：{'；'.join(told)}。",
            f"Grid of stars by district, in all and by board ({boards}): {'; '.join(told)}.",
        ),
        _note(
            b,
            say_in(
                b,
                f"每个板块第1位{most}星，第{count}位{least}星；颜色越深，星数越多。",
                f"In each board the 1st place has {most} stars, the {ordinal(count)} {least}; darker means more.",
            ),
            _cut(b),
        ),
    )


def rank_intervals(b: Briefing) -> About:
    ranks = b.firmness.ranks
    told = [c for c in pick.shown(b) if c in b.ranking]

    def span(code: str) -> str:
        low, high = int(ranks.at[code, "low"]), int(ranks.at[code, "high"])
        chance = fixed(100 * ranks.at[code, "p_first"], 1)
        where = str(low) if low == high else f"{low}–{high}"
        return say_in(b, f"{b.name(code)}第{where}位", f"{b.name(code)} {where}") + (
            say_in(b, f"（居首占{chance}%）", f" (first in {chance}%)") if float(chance) else ""
        )

    return About(
        say_in(b, "权重不确定时的位次区间（模拟）", "Ranks under uncertain weights (simulation)"),
        say_in(
            b,
            f"区间图，权重变动时各区市的位次区间：{listed(b, [span(c) for c in told])}。",
            f"Interval chart of ranks when weights vary: {listed(b, [span(c) for c in told])}.",
        ),
        _note(
            b,
            say_in(
                b,
                f"圆点为{'测算' if b.supposed else '正式'}位次，粗条为九成模拟结果，细线为最好和最低位次。",
                f"Dot: {'rank as supposed' if b.supposed else 'official rank'}. Bar: nine in ten draws. "
                "Line: best and worst.",
            ),
        ),
    )
