"""Time what is promised of scoring: `python benchmarks/scoring.py [repeats]`.

Prints the median of each figure: a nation of 2 850 districts × 60 indicators scored, ranked and awarded; 10 000
draws of the weights for ten districts; opening the shipped quarters.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from helpers.assess import explain, load, reach, robust, score
from helpers.assess.load import Inputs
from helpers.assess.scheme import build_scheme
from helpers.model import District, Quarter, Source, frozen

METHODS = (
    {"method": "efficacy", "floor": 20, "goal": 80, "cap": 100},
    {"method": "target-completion", "target": 60},
    {"method": "growth-to-target", "target": 50, "step": 1},
    {"method": "rank-points", "step": 0.02},
    {"method": "min-max"},
    {"method": "z-score", "mean": 70, "spread": 10},
)


def nation(districts: int, boards: int = 6, indicators: int = 10, seed: int = 1) -> Inputs:
    """Inputs of that many districts, boards, and indicators a board; every method in turn; nothing on disk."""
    nodes = []
    for b in range(boards):
        nodes.append({"id": f"b{b}", "name": f"板块{b}", "weight": f"100/{boards}"})
        for i in range(indicators):
            nodes.append(
                {"id": f"b{b}i{i}", "name": f"指标{i}", "parent": f"b{b}", "weight": f"100/{indicators}", "unit": "分"}
                | METHODS[(b + i) % len(METHODS)]
            )
    awards = [
        {"id": "front", "name": "排头", "rule": "top", "n": 2},
        {"id": "first", "name": "板块第一", "rule": "board-first", "board": "b0"},
    ]
    scheme = build_scheme(
        {"id": "nation", "name": "全国", "valid": "2023Q1..", "stars": [3, 2, 1], "node": nodes, "award": awards}
    )
    codes = [f"c{k:05d}" for k in range(districts)]
    ids = [leaf.id for leaf in scheme.leaves]
    drawn = np.round(np.random.default_rng(seed).normal(55, 12, (districts, len(ids))), 2)
    values = pd.DataFrame(
        {"code": np.repeat(codes, len(ids)), "indicator": ids * districts, "value": drawn.ravel(), "source": "demo"}
    )
    empty = pd.DataFrame({name: [] for name in ("code", "item", "indicator", "points", "value")})
    return Inputs(
        quarter=Quarter(2023, 2),
        scheme=scheme,
        districts=tuple(District(code, code) for code in codes),
        values=values,
        **{n: empty for n in ("points", "survey", "facts", "praise", "vetoes", "photos")},
        dictionary=pd.DataFrame(),
        sources=frozen({"demo": Source("demo", "演示", kind="illustrative")}),
    )


def median(what: str, call: Callable[[], object], repeats: int) -> None:
    call()
    taken = []
    for _ in range(repeats):
        start = time.perf_counter()
        call()
        taken.append(time.perf_counter() - start)
    print(f"{what:<64} {statistics.median(taken) * 1000:8.1f} ms")


def main(repeats: int = 9) -> None:
    big = nation(2850)
    median("2 850 districts x 60 indicators: score, rank, award", lambda: score.score(big), repeats)
    small = score.score(nation(10, 4, 4))
    median("10 districts x 16 indicators: score, rank, award", lambda: score.score(small.inputs), repeats)
    codes = small.codes
    median("10 000 draws of board weights for ten districts", lambda: robust.uncertain(small), repeats)
    median("10 000 draws of all weights for ten districts", lambda: robust.uncertain(small, level="all"), repeats)
    median("why one district is before another", lambda: explain.gap(small, codes[0], codes[1]), repeats)
    last = str(small.rank.idxmax())
    median("what the last of ten would need, 16 indicators", lambda: reach.reach(small, last), repeats)
    data = Path("data")
    if there := (load.quarters(data) if data.is_dir() else ()):
        median(f"open and check {len(there)} shipped quarters", lambda: load.load_history(data, there[-1]), repeats)
        median(f"open and score {len(there)} shipped quarters", lambda: score.history(data, there[-1]), repeats)


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
