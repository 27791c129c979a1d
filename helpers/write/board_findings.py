"""Findings about single boards: who leads them and since when, how close and how wide they are, who moved."""

from __future__ import annotations

import pandas as pd

from ..assess import streaks
from ..scheme import Node
from .briefing import Briefing
from .finding import Figure, Finding, alike, count, finding, moved, points, rank, rows_of, rows_of_all, turn_of

NARROW = 0.30  # points: a lead on a board at most this large is the news of that board
FAR = 4  # places: a move on a board at least this far is the news of that board
STEP = 2  # places from which a move on a board is told


def board(b: Briefing, node: Node, widest: bool = False) -> Finding:
    """One board: who leads it and since when, by how much before whom, the last, the spread, the furthest movers.

    Variant, by what is news: created (assessed for the first time), shared, new (another leader), narrow (a lead of at
    most `NARROW`), mover (a move of `FAR` places or more), wide (the widest spread of all boards), held (the same
    leader as the quarter before), else none. Where no district has a score: that this is so.
    """
    order = b.board_order(node.id)
    if not order:
        return finding("board_unscored", board=node.id)
    places, scores = b.result.board_rank[node.id], b.result.boards[node.id]
    leaders = _leaders(b, node.id)
    rest = order[len(leaders) :]
    seconds = tuple(c for c in rest if places[c] == places[rest[0]])
    top, last = float(scores[leaders[0]]), order[-1]
    lasts = tuple(c for c in order if places[c] == places[last])
    up, down = _movers(b, node)
    held, before = _before(b, node, leaders[0])
    run = streaks.streak(b.history, leaders[0], board=node.id).length
    figures: dict[str, Figure | tuple[Figure, ...] | None] = {
        "score": points(b, top, *leaders),
        "rank": rank(places[leaders[0]], *leaders),
    }
    lead: Figure | None = None
    if rest:  # exact scores may part what prints equal: no distance is told then
        if len(leaders) == 1:
            ahead = round(top - float(scores[rest[0]]), 9)
            if ahead:
                figures["second"] = rank(places[seconds[0]], *seconds)
                figures["lead"] = lead = points(b, ahead, leaders[0], way="ahead", against=seconds)
        if spread := round(top - float(scores[last]), 9):
            figures["last"] = points(b, scores[last], *lasts)
            figures["spread"] = points(b, spread, way="apart")
    variant = _variant(
        b, node, leaders, held, lead, max(up.value if up else 0, down.value if down else 0), widest and bool(rest)
    )
    if variant == "new":
        figures["before"] = before
        ranked = [c for c in held if not pd.isna(places.get(c, float("nan")))]
        figures["fallen"] = tuple(rank(places[codes[0]], *codes) for codes in alike(ranked, lambda c: places[c]))
    elif held and leaders[0] in held and len(leaders) == 1:
        figures["run"] = count(run, "quarters", leaders[0])
    figures |= {"up": up, "down": down}
    compared = b.previous is not None and node.id in b.previous.board_rank
    if compared and not up and not down:
        figures["still"] = count(STEP - 1, "places")
    return finding(
        "board",
        *leaders,
        figures=figures,
        rows=rows_of_all(b, [*leaders, *seconds, *lasts, *(up.of if up else ()), *(down.of if down else ())], node.id),
        variant=variant,
        board=node.id,
        seconds=seconds,
        last=last,
        old=held if variant == "new" else (),
        close=lead is not None and round(lead.value, 9) <= NARROW,
    )


def _leaders(b: Briefing, board: str) -> tuple[str, ...]:
    """Who shares the best place of a board: not place 1 where a shared place is the larger of its places."""
    places, order = b.result.board_rank[board], b.board_order(board)
    return tuple(c for c in order if places[c] == places[order[0]])


def _before(b: Briefing, node: Node, leader: str) -> tuple[tuple[str, ...], Figure | None]:
    """Who led the board the quarter before, and where its leader of today stood then."""
    if b.previous is None or node.id not in b.previous.board_rank:
        return (), None
    then = b.previous.board_rank[node.id]
    held = tuple(then.index[(then == then.min()).fillna(False)])
    stood = then.get(leader, float("nan"))
    return held, None if pd.isna(stood) else rank(stood, leader, way="from")


def _movers(b: Briefing, node: Node) -> tuple[Figure | None, Figure | None]:
    """The furthest rise and the furthest fall on a board, of those who made it; None below `STEP` places."""
    if b.previous is None or node.id not in b.previous.board_rank:
        return None, None
    change = (b.previous.board_rank[node.id] - b.result.board_rank[node.id]).dropna().astype(int)
    change = change[[c for c in b.result.codes if c in change.index]]
    found = []
    for far in (change.max() if len(change) else 0, change.min() if len(change) else 0):
        who = tuple(change.index[change == far])
        found.append(moved(int(far), *who) if abs(far) >= STEP else None)
    up, down = found
    return (up if up and up.way == "up" else None), (down if down and down.way == "down" else None)


def _variant(
    b: Briefing,
    node: Node,
    leaders: tuple[str, ...],
    held: tuple[str, ...],
    lead: Figure | None,
    far: float,
    widest: bool,
) -> str:
    if len(leaders) > 1:
        return "shared"
    if b.previous is not None and node.id not in b.previous.board_rank:
        return "created"
    if held and leaders[0] not in held:
        return "new"
    if lead is not None and round(lead.value, 9) <= NARROW:
        return "narrow"
    if far >= FAR:
        return "mover"
    if widest:
        return "wide"
    return "held" if held else ""


def boards(b: Briefing) -> tuple[Finding, ...]:
    """Every board in the scheme's order; boards with like news in turn, so that they take different shapes."""
    widest = _widest(b)
    found = [board(b, node, widest=node.id == widest) for node in b.boards]
    return tuple(f.turned(turn_of(b) + at) for at, f in enumerate(found))


def _spreads(b: Briefing) -> dict[str, float]:
    spreads = {n.id: float(b.result.boards[n.id].max() - b.result.boards[n.id].min()) for n in b.boards}
    return {board: round(spread, 9) for board, spread in spreads.items() if spread == spread}


def _widest(b: Briefing) -> str:
    """The one board of several whose spread is the widest; none where two share it, or all are level."""
    spreads = _spreads(b)
    most = max(spreads.values(), default=0.0)
    widest = [board for board, spread in spreads.items() if spread == most]
    return widest[0] if most and len(spreads) > 1 and len(widest) == 1 else ""


def widest_board(b: Briefing) -> Finding | None:
    """The board with the largest distance between first and last, who are named where each is alone; None for a single
    board, or where none is wider than all others."""
    found = _widest(b)
    if not found:
        return None
    order, places = b.board_order(found), b.result.board_rank[found]
    ends = (order[0], order[-1])
    alone = all(int((places == places[end]).sum()) == 1 for end in ends)
    figures = {"spread": points(b, _spreads(b)[found], *(ends if alone else ()), way="apart")}
    rows = rows_of_all(b, ends, found)
    return finding("widest_board", *(ends if alone else ()), figures=figures, rows=rows, board=found)


def boards_changed(b: Briefing) -> Finding | None:
    """The boards that have another leader than the quarter before; None when there is none."""
    changed = []
    for node in b.boards:
        leaders = _leaders(b, node.id)
        if not leaders:
            continue
        held, _ = _before(b, node, leaders[0])
        if held and not set(held) & set(leaders):
            changed.append((node.id, held, leaders))
    if not changed:
        return None
    return finding(
        "boards_changed",
        figures={"all": count(len(b.boards), "boards"), "boards": count(len(changed), "boards")},
        rows=dict.fromkeys(row for id_, _, leaders in changed for c in leaders for row in rows_of(b, c, id_)),
        size=2.0 * (len(changed) - 1),
        changed=tuple(changed),
    )
