"""An explanation for readers: the briefing's own sentences and tables about one district against another."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from ..assess import streaks
from ..assess.explain import Gap
from ..assess.printed import change_digits
from ..assess.robust import close_pairs
from ..markup import unmarked
from ..scheme import Node
from ..style import fixed, quarter_label, quarter_short, signed
from ..write import explaining, story
from ..write.briefing import Briefing
from ..write.calling import called
from ..write.faces import Words
from ..write.language import phrases, sentences
from ..write.table_face import Column, Table
from ..write.tabling import illustrative_caption, two_weights
from ..write.terms import term
from ..write.voice import Voice
from .answer import Answer, Block, Heading
from .explanation import Explanation, explain
from .explanation_facts import TOPS, facts
from .wording import word


def answer(quarter: str, district: str, against: str = "", data: str | Path = "", lang: str = "zh") -> Answer:
    """`briefing explain` by the words of the command line; raises as `explanation.explain` does."""
    found = explain(quarter, district, against, data, lang)
    return Answer(facts(found), blocks(found))


def blocks(e: Explanation) -> tuple[Block, ...]:
    """Standing; the gap; the change; what it would take; how firm; runs and firsts. Plain text and tables, in order."""
    told = (*_standing(e), *_gap(e), *_change(e), *_reach(e), *_firmness(e), *_streaks(e))
    return tuple(in_words_of(e.b, block) for block in told)


def in_words_of(b: Briefing, block: Block) -> Block:
    """A line, a heading or the heads of a table in the words that the scheme has for district and city."""
    if isinstance(block, Heading):
        return Heading(called(b, block.text))
    if isinstance(block, Table):
        return replace(block, columns=tuple(replace(c, label=called(b, c.label)) for c in block.columns))
    return called(b, block)


def _plain(words: Words) -> list[str]:
    return [unmarked(paragraph) for paragraph in words.paragraphs]


def _window(e: Explanation) -> str:
    run = streaks.unbroken(e.b.history)
    return Voice(e.b).window((run[0].quarter, run[-1].quarter))


def _standing(e: Explanation) -> list[Block]:
    b = e.b
    said = word(
        "standing",
        b.lang,
        name=b.name(e.code),
        quarter=quarter_label(b.quarter, b.lang),
        total=fixed(b.result.total[e.code], e.decimals),
        rank=int(b.result.rank[e.code]),
        many=len(b.ranking),
        window=_window(e),
        scheme=b.scheme.name.label(b.lang),
    )
    return [said, *([word("illustrative", b.lang)] if b.illustrative else [])]


def _gap(e: Explanation) -> list[Block]:
    b = e.b
    if e.gap is None or e.against is None:
        return []
    a, c = e.code, e.against.code
    names = {"a": b.name(a), "c": b.name(c)}
    way = "ahead" if e.gap.gap > 0 else "behind" if e.gap.gap < 0 else "level"
    said = word(f"gap.{way}", b.lang, points=fixed(abs(e.gap.gap), e.decimals), **names)
    return [Heading(word("gap", b.lang, **names)), said, _gap_table(e, e.gap, a, c)]


def _gap_table(e: Explanation, gap: Gap, a: str, c: str) -> Table:
    """Boards with their indicators, extras and what rounding leaves; indented rows add up to the row above them."""
    b, lang = e.b, e.b.lang
    rows: list[tuple[str, ...]] = []
    strong = set()
    parts = gap.parts
    for part in parts[parts["level"] != "indicator"].itertuples():
        strong.add(len(rows))
        rows.append(_gap_row(e, part, ""))
        inside = parts[(parts["level"] == "indicator") & (parts["parent"] == part.id)]
        rows += [_gap_row(e, leaf, _indent(lang)) for leaf in inside.itertuples() if leaf.id != part.id]
        left = (("weights_differ", part.printed_weights), ("residue", part.residue))
        rows += [(_indent(lang) + term(k, lang), *[""] * 5, signed(x, e.decimals)) for k, x in left if x]
    if gap.residue:
        rows.append((term("residue", lang), *[""] * 5, signed(gap.residue, e.decimals)))
    strong.add(len(rows))
    totals = (fixed(b.result.total[code], e.decimals) for code in (a, c))
    rows.append((term("gap", lang), "", "", "", *totals, signed(gap.gap, e.decimals)))
    columns = (
        Column(term("part", lang), "left"),
        Column(term("weight", lang)),
        *(Column(word("gap.value", lang, name=b.name(code))) for code in (a, c)),
        *(Column(word("gap.points", lang, name=b.name(code))) for code in (a, c)),
        Column(term("contribution", lang)),
    )
    caption = illustrative_caption(b, phrases(lang).TABLES["gap"].format(a=b.name(a), c=b.name(c)))
    there = {extra.kind for extra in b.scheme.extras if extra.id in b.result.extras}
    kinds = [term(kind, lang).lower() for kind in ("bonus", "deduction") if kind in there]
    extras = "".join(word("gap.extra", lang, kind=kind) for kind in kinds)
    note = called(b, word("gap.note_weights" if b.weights_differ(a, c) else "gap.note", lang, extras=extras))
    note += two_weights(b, a, c)
    return Table(caption, columns, tuple(rows), note, strong=frozenset(strong))


def _gap_row(e: Explanation, part: Any, indent: str) -> tuple[str, ...]:
    item = e.item(part.id)
    values = ("", "")
    if part.level == "indicator" and isinstance(item, Node):
        values = (_measured(e, item, part.value_a), _measured(e, item, part.value_b))
    weights = "" if part.weight_a != part.weight_a else _percent(part.weight_a)
    if weights and part.weight_b != part.weight_a:
        weights += f" / {_percent(part.weight_b)}"
    scores = (fixed(x, e.decimals) for x in e.b.result.as_printed([part.score_a, part.score_b]))
    name = item.name.label(e.b.lang) if item else part.id
    return (indent + name, weights, *values, *scores, signed(part.printed, e.decimals))


def _measured(e: Explanation, item: Node, value: float) -> str:
    if value != value:
        return "—"
    said = phrases(e.b.lang)
    return said.measured(fixed(value, item.decimals), said.unit_word(item.unit, item.unit_en))


def _percent(share: float) -> str:
    return f"{round(100 * share, 2):g}%"


def _indent(lang: str) -> str:
    return "  " if lang == "en" else "\u3000"


def _change(e: Explanation) -> list[Block]:
    b, lang, code = e.b, e.b.lang, e.code
    heading = Heading(word("change", lang))
    parts = b.change_parts
    if b.change is None or b.previous is None or parts is None or code not in parts.index:
        return [heading, word("change.none", lang, quarter=quarter_short(b.quarter.previous, lang))]
    row, digits = parts.loc[code], change_digits(b.result, b.previous)
    rows = [(term("before", lang), fixed(row["before"], b.previous.scheme.policies.decimals))]
    for name in parts.columns:
        if name in ("before", "after", "change") or (name == "rounding" and not row[name]):
            continue
        rows.append((called(b, sentences(lang).cause(name)), signed(row[name], digits)))
        if name == "own":
            for id_, points in e.own_changes.items():
                item = e.item(id_)
                label = word("change.indicator", lang, name=item.name.label(lang) if item else id_)
                rows.append((_indent(lang) + label, signed(points, e.decimals)))
            if e.own_residue:
                rows.append((_indent(lang) + term("residue", lang), signed(e.own_residue, digits)))
    rows.append((term("after", lang), fixed(row["after"], e.decimals)))
    columns = (Column(term("part", lang), "left"), Column(word("change.part", lang)))
    note = phrases(lang).CHANGES_NOTE if b.change.comparable else phrases(lang).CHANGES_NOT_COMPARABLE
    ends = frozenset({0, len(rows) - 1})
    caption = illustrative_caption(b, word("change.table", lang, name=b.name(code)))
    table = Table(caption, columns, tuple(rows), note, strong=ends)
    said: list[Block] = [heading, *_plain(story.moved(b)), table]
    if not b.change.comparable and b.change.common is not None and code in b.change.common.index:
        common = b.change.common.loc[code]
        totals = {name: fixed(common[name], e.decimals) for name in ("before", "after")}
        ranks = {name: int(common[name]) for name in ("rank_before", "rank_after")}
        said.append(word("common", lang, name=b.name(code), **totals, **ranks))
    return said


def _reach(e: Explanation) -> list[Block]:
    table = explaining.overtake(e.b)
    if table is None:
        return [Heading(word("reach", e.b.lang)), word("reach.none", e.b.lang, name=e.b.name(e.code))]
    return [Heading(word("reach", e.b.lang)), *_plain(story.overtake(e.b)), table]


def _firmness(e: Explanation) -> list[Block]:
    b, lang = e.b, e.b.lang
    said: list[Block] = [Heading(word("firmness", lang))]
    pairs = close_pairs(b.result)
    for pair in pairs[(pairs["upper"] == e.code) | (pairs["lower"] == e.code)].itertuples():
        names = {"a": b.name(pair.upper), "c": b.name(pair.lower)}
        points = fixed(abs(pair.exact_gap if pair.by_rounding else pair.gap), e.decimals + 2 * pair.by_rounding)
        reasons = [name for name in ("by_rounding", "by_missing", "by_bonus", "near") if getattr(pair, name)]
        said += [word(f"pair.{name}", lang, points=points, **names) for name in reasons[:1]]
    table = explaining.firmness(b)
    if table is None or e.against is None:
        return said
    both = {b.name(e.code), b.name(e.against.code)}
    rows = tuple(row for row in table.rows if row[0] in both)
    said.append(Table(table.caption, table.columns, rows, table.note))
    columns = (
        Column(term("board", lang), "left"),
        Column(word("swap.now", lang)),
        Column(word("swap.at", lang)),
        Column(word("swap.change", lang)),
    )
    swaps = tuple(_swap_row(e, row) for row in e.swaps.itertuples())
    caption = illustrative_caption(b, word("swap", lang, a=b.name(e.code), c=b.name(e.against.code)))
    return [*said, Table(caption, columns, swaps, word("swap.note", lang))]


def _swap_row(e: Explanation, row: Any) -> tuple[str, ...]:
    name = e.b.scheme.by_id[row.id].name.label(e.b.lang)
    none = term("none", e.b.lang)
    at, moved = (none, none) if pd.isna(row.at) else (fixed(100 * row.at, 1) + "%", signed(100 * row.change, 1))
    return name, fixed(100 * row.weight, 1) + "%", at, moved


def _streaks(e: Explanation) -> list[Block]:
    b, lang, code = e.b, e.b.lang, e.code
    said: list[Block] = [Heading(word("streaks", lang, window=_window(e)))]
    for top in TOPS:
        run = streaks.streak(b.history, code, top)
        if run.since is None:
            said.append(word("streak.none", lang, top=top))
            continue
        more = word("streak.more", lang) if run.at_least else ""
        since = quarter_short(run.since, lang)
        said.append(
            word("streak.first" if top == 1 else "streak", lang, top=top, since=since, more=more, **_runs(run.length))
        )
    rank = int(b.result.rank[code])
    first = streaks.first_time(b.history, code, rank)
    if first.holds is None:
        said.append(word("first_time.unknown", lang, needs=first.needs, **_runs(first.quarters)))
    elif first.holds:
        said.append(word("first_time", lang, top=rank))
    elif first.earlier is not None:
        said.append(word("first_time.not", lang, top=rank, earlier=quarter_short(first.earlier, lang)))
    record = streaks.records(b.history).loc[code]
    times = int(record["times_first"])
    often = {0: "never first", 1: "first once", 2: "first twice"}.get(times, f"first {times} times")
    said.append(word("record", lang, times=times, often=often, best=record["best"], worst=record["worst"]))
    return said


def _runs(quarters: int) -> dict[str, object]:
    """A number of quarters, bare and with its English noun."""
    return {"length": quarters, "runs": f"{quarters} quarter{'' if quarters == 1 else 's'}"}
