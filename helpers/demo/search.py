"""Draw one quarter after another until the scored results agree with everything that was published.

A quarter is drawn in three steps. Wanted board scores are drawn by the thousand from the districts' form and
sieved by the published facts; the survivors are spread over the indicators, inverted to printed figures and sieved
again; then `helpers.assess` scores them for real, points of given indicators close what rounding left open, and
only its results count.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

import numpy as np

from ..assess.load import load_quarter
from ..assess.score import Result, score
from ..model import District, Quarter
from ..scheme import Node, Scheme
from . import city, tables
from .draw import HIGHEST, LOWEST, Stream, meet
from .invert import value_for
from .pins import RISE, Pins, places
from .tables import Drawn

DRAWS = 20_000  # wanted board scores for one quarter of the pinned city
TRIED = 60  # of those that pass the sieve, how many are spread and scored
BEST_BOARD = 98.8
NEAREST = 0.02  # no two totals nearer than this, unless a shared place is wanted
FARTHEST = 3  # places a district moves from one quarter to the next
CLEAR = 0.25  # first and second of the article's quarter are at least this far apart, and at most CLOSE
CLOSE = 0.8
# How many districts in a hundred reach an indicator's target in full, where a target is what counts.
MET = {"renewal_q2_plan_rate": 0.5, "budget_revenue": 0.3, "signed_projects": 0.2}


class NoSuchQuarter(Exception):
    """This draw leads nowhere: no quarter continues it in agreement with the published facts."""


@dataclass
class Form:
    """What persists from quarter to quarter; all by position in the list of districts."""

    level: np.ndarray  # district: the board score it tends to
    tilt: Mapping[str, np.ndarray]  # board id -> district: how far that board lies from it
    habit: Mapping[str, np.ndarray]  # leaf id -> district: which indicators it is good at
    push: Mapping[Quarter, np.ndarray] = field(default_factory=dict)  # before and at a published rise
    momentum: np.ndarray | float = 0.0
    figures: Mapping[str, np.ndarray] = field(default_factory=dict)  # leaf id -> last quarter's figures
    result: Result | None = None


@dataclass(frozen=True)
class Task:
    """One quarter to be drawn: where, under which scheme, with which facts."""

    folder: Path
    quarter: Quarter
    scheme: Scheme
    districts: tuple[District, ...]
    pins: Pins | None  # None: nothing is pinned, the first draw is taken

    @property
    def position(self) -> dict[str, int]:
        return {district.name: index for index, district in enumerate(self.districts)}

    @property
    def fixed(self) -> np.ndarray:
        """Which cells (district × leaf) are known rather than drawn."""
        mask = np.zeros((len(self.districts), len(self.scheme.leaves)), bool)
        if self.pins is not None:
            for name, leaf in city.known(self.quarter):
                mask[self.position[name], [node.id == leaf for node in self.scheme.leaves]] = True
        return mask

    def write(self, drawn: Drawn) -> None:
        known, facts = {}, {}
        if self.pins is not None:
            scored = {leaf.id for leaf in self.scheme.leaves}
            known, facts = city.known(self.quarter), city.facts(self.quarter, scored)
        tables.write_quarter(self.folder, self.scheme, self.districts, drawn, known, facts)

    def score(self, drawn: Drawn, previous: Result | None) -> Result:
        """Write the tables and have them read and scored like any others."""
        self.write(drawn)
        return score(load_quarter(self.folder, self.quarter), previous)


def quarter(task: Task, form: Form, stream: Stream) -> Form:
    """Draw, write and score one quarter; returns the form that the next quarter starts from.

    Raises NoSuchQuarter when no draw agrees with the facts.
    """
    previous = form.result if form.result is not None and form.result.quarter == task.quarter.previous else None
    survey = draw_survey(stream, len(task.districts))
    momentum = 0.6 * form.momentum + 0.45 * stream.bell(len(task.districts))
    surplus = stream.uniform(len(task.districts), len(task.scheme.leaves))
    probe = task.score(first_guess(task, form, survey, surplus), previous)
    for points in candidates(task, form, momentum, probe, previous, stream):
        drawn = as_tables(task, form, points, survey, surplus)
        result = task.score(drawn, previous)
        if task.pins is not None:
            drawn, result = close(task, drawn, result, previous)
            if not agrees(task, result):
                continue
        figures = {leaf.id: drawn.values[:, k] for k, leaf in enumerate(tables.measured(task.scheme))}
        return replace(form, momentum=momentum, figures=figures, result=result)
    raise NoSuchQuarter(str(task.quarter))


def draw_survey(stream: Stream, many: int) -> np.ndarray:
    """Answers (district × satisfied, basically satisfied, dissatisfied, unknown) of 1000 to 1500 people each."""
    asked = 1000 + np.floor(stream.uniform(many) * 501)
    satisfied = 0.70 + 0.035 * stream.bell(many)
    dissatisfied = 0.045 + 0.012 * stream.bell(many)
    unknown = 0.03 + 0.02 * stream.uniform(many)
    counts = [np.round(asked * share) for share in (satisfied, dissatisfied, unknown)]
    return np.stack([counts[0], asked - sum(counts), counts[1], counts[2]], axis=1).astype(int)


def first_guess(task: Task, form: Form, survey: np.ndarray, surplus: np.ndarray) -> Drawn:
    """A quarter to be scored only for what is settled before the draw: the survey's bonus, the points of known
    figures, and the points below which figures that only grow cannot fall."""
    middling = np.full((len(task.districts), len(task.scheme.leaves)), 75.0)
    drawn = as_tables(task, form, middling, survey, surplus)
    for k, leaf in enumerate(tables.measured(task.scheme)):
        if grows_on(leaf, form, task.quarter):
            drawn.values[:, k] = form.figures[leaf.id]
    return drawn


def grows_on(leaf: Node, form: Form, quarter: Quarter) -> bool:
    return leaf.id in tables.ONLY_GROWING and leaf.id in form.figures and quarter.number > 1


def as_tables(task: Task, form: Form, points: np.ndarray, survey: np.ndarray, surplus: np.ndarray) -> Drawn:
    """Points (district × leaf) as printed figures and given points."""
    measured, given = [], []
    for k, leaf in enumerate(task.scheme.leaves):
        if leaf.method == "given":
            given.append(np.round(points[:, k], 2))
            continue
        figures = value_for(leaf, points[:, k], task.quarter, surplus[:, k])
        if grows_on(leaf, form, task.quarter):
            figures = np.maximum(figures, form.figures[leaf.id])
        measured.append(figures)
    values = np.stack(measured, axis=1)
    if task.pins is not None:
        columns = [leaf.id for leaf in tables.measured(task.scheme)]
        for (name, leaf_id), row in city.known(task.quarter).items():
            if leaf_id in columns:
                values[task.position[name], columns.index(leaf_id)] = float(row[1])
    return Drawn(task.quarter, values, np.stack(given, axis=1), survey)


def candidates(
    task: Task, form: Form, momentum: np.ndarray, probe: Result, previous: Result | None, stream: Stream
) -> Iterator[np.ndarray]:
    """Points (district × leaf) of draws that pass the sieve, in the order drawn."""
    scheme, pins, many = task.scheme, task.pins, len(task.districts)
    boards = scheme.boards
    share = np.array([float(board.weight_in()) for board in boards])
    share /= share.sum()
    leaves = list(scheme.leaves)
    weights = np.array([float(scheme.share(leaf)) for leaf in leaves])
    weights /= weights.sum()
    column = {leaf.id: k for k, leaf in enumerate(leaves)}
    settled = np.where(task.fixed, probe.leaf[[leaf.id for leaf in leaves]].to_numpy(float), 0.0)
    lowest = np.full((many, len(leaves)), LOWEST)
    for leaf in leaves:
        if leaf.method != "given" and grows_on(leaf, form, task.quarter):
            lowest[:, column[leaf.id]] = np.maximum(LOWEST, probe.leaf[leaf.id].to_numpy(float))
    bonus = probe.extras.sum(axis=1).to_numpy(float)
    before = np.array([]) if previous is None else previous.rank.to_numpy(int)

    tilt = np.stack([form.tilt[board.id] for board in boards], axis=1)
    centre = form.level + form.push.get(task.quarter, 0.0) + momentum
    draws = 1 if pins is None else DRAWS
    wanted = centre[:, None] + tilt + 0.9 * stream.bell(draws, many, len(boards))
    of_board = [[column[leaf.id] for leaf in leaves if scheme.board_of(leaf).id == board.id] for board in boards]
    for b, columns in enumerate(of_board):
        inside = weights[columns] / weights[columns].sum()
        known = task.fixed[:, columns].all(axis=1)
        wanted[:, known, b] = (settled[:, columns] * inside).sum(axis=1)[known]
    goal = {} if pins is None else {who: float(total) - bonus[who] for who, total in pins.total.items()}
    for who, total in goal.items():
        open_boards = np.array([not task.fixed[who, columns].all() for columns in of_board])
        missing = total - (wanted[:, who] * share).sum(axis=1)
        wanted[:, who] += np.where(open_boards, missing[:, None] / share[open_boards].sum(), 0.0)
    wanted = np.minimum(wanted, BEST_BOARD)

    if pins is not None:
        wanted = wanted[sieve(task, wanted, (wanted * share).sum(axis=2) + bonus, before)][:TRIED]
    chance = np.array([MET.get(leaf.id, 0.0) for leaf in leaves])
    habit = np.stack([form.habit[leaf.id] for leaf in leaves], axis=1)
    for scores in wanted:
        guess = np.repeat(scores, [len(columns) for columns in of_board], axis=1)
        order = [k for columns in of_board for k in columns]
        points = np.empty_like(guess)
        points[:, order] = guess
        met = ~task.fixed & (stream.uniform(*points.shape) < chance)
        points = np.where(
            task.fixed, settled, np.where(met, HIGHEST, points + habit + 2.0 * stream.bell(*points.shape))
        )
        for b, columns in enumerate(of_board):
            inside = weights[columns] / weights[columns].sum()
            points[:, columns] = meet(
                scores[:, b], points[:, columns], inside, lowest[:, columns], (task.fixed | met)[:, columns]
            )
        yield np.minimum(points, HIGHEST)


def sieve(task: Task, boards: np.ndarray, totals: np.ndarray, before: np.ndarray) -> np.ndarray:
    """Which draws agree with the published facts and with what the demonstration wants to show."""
    pins, position = task.pins, task.position
    assert pins is not None  # without, the first draw is taken
    good = pins.admits(totals, boards, task.scheme.stars, before)
    ordered = -np.sort(-totals, axis=1)
    gaps = ordered[:, :-1] - ordered[:, 1:]
    shared = city.SHARED_PLACE.get(task.quarter)
    if shared is not None:  # near enough for given points to close the gap
        good &= gaps[:, shared - 1] < 0.3
        gaps = np.delete(gaps, shared - 1, axis=1)
    good &= (gaps > 2 * NEAREST).all(axis=1)
    ids = [board.id for board in task.scheme.boards]
    best = boards.argmax(axis=1)
    for board, name in city.LEADERS.get(task.quarter, {}).items():
        good &= best[:, ids.index(board)] == position[name]
    if task.quarter == city.STORY:
        good &= (gaps[:, 0] > CLEAR) & (gaps[:, 0] < CLOSE)
    if len(before):
        good &= (np.abs(places(totals) - before) <= FARTHEST).all(axis=1)
    runner_up = np.argsort(-totals, axis=1)[:, :2]
    return good & (best[:, :, None] != runner_up[:, None, :]).all(axis=2).any(axis=1)  # a board led by another


def close(task: Task, drawn: Drawn, result: Result, previous: Result | None) -> tuple[Drawn, Result]:
    """Move given points, at their two decimals, until pinned totals and a wanted shared place are exact."""
    assert task.pins is not None  # without, the first draw is taken
    aims = {who: Decimal(total) for who, total in task.pins.total.items()}
    shared = city.SHARED_PLACE.get(task.quarter)
    if shared is not None:
        order = np.argsort(-result.total.to_numpy(float), kind="stable")
        aims[int(order[shared])] = Decimal(str(result.total.iloc[order[shared - 1]]))
    for _ in range(3):
        open_aims = {who: aim for who, aim in aims.items() if Decimal(str(result.total.iloc[who])) != aim}
        if not open_aims:
            break
        points = drawn.points.copy()
        for who, aim in open_aims.items():
            missing = float(aim) - float(result.exact.iloc[who])
            for k, leaf in enumerate(tables.given(task.scheme)):
                moved = round(points[who, k] + missing / float(task.scheme.share(leaf)), 2)
                points[who, k] = min(max(moved, LOWEST), HIGHEST - 0.5)
                missing -= (points[who, k] - drawn.points[who, k]) * float(task.scheme.share(leaf))
        drawn = replace(drawn, points=points)
        result = task.score(drawn, previous)
    return drawn, result


def agrees(task: Task, result: Result) -> bool:
    """Whether the real result keeps the published facts, and the demonstration's own wishes."""
    assert task.pins is not None  # without, the first draw is taken
    if task.pins.broken(result):
        return False
    totals = result.total.to_numpy(float)
    ordered = -np.sort(-totals)
    gaps = ordered[:-1] - ordered[1:]
    shared = city.SHARED_PLACE.get(task.quarter)
    if shared is not None:
        if gaps[shared - 1] != 0:
            return False
        gaps = np.delete(gaps, shared - 1)
    leaders = city.LEADERS.get(task.quarter, {})
    led = all(result.board_rank[board].iloc[task.position[name]] == 1 for board, name in leaders.items())
    alone = (result.board_rank == 1).sum().eq(1).all()  # a shared first place in a board would be an accident
    moved = result.change.abs().fillna(0).max() <= FARTHEST
    return bool(led and alone and moved and (gaps >= NEAREST).all())


def pushes(pins: Mapping[Quarter, Pins], many: int) -> dict[Quarter, np.ndarray]:
    """A district that was published to have risen is drawn lower the quarter before and higher in that quarter."""
    push: dict[Quarter, np.ndarray] = {}
    for quarter, pin in pins.items():
        for who in pin.risers or ():
            push.setdefault(quarter.previous, np.zeros(many))[who] -= 0.5 * RISE
            push.setdefault(quarter, np.zeros(many))[who] += 0.5 * RISE
    return push
