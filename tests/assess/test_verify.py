"""Published indices scored with the package as it stands."""

from __future__ import annotations

from pathlib import Path

import made
import numpy as np
import pandas as pd
import pytest

from helpers.assess.verify import RECIPES, verify
from helpers.model import DataError, UsageError

ROOT = Path(__file__).parents[2]
PUBLISHED = ROOT.parent / "shared" / "verification"
there = pytest.mark.skipif(not PUBLISHED.is_dir(), reason="the published tables are not beside the project")


@there
def test_undp_human_development_index_to_every_published_digit():
    """1 355 of 1 355 values exact at the three published decimals, 193 of 193 ranks of 2022."""
    checks = verify(PUBLISHED / "hdi")
    totals = [check for check in checks if check.what == "total"]
    assert sum(check.compared for check in totals) == sum(check.equal for check in totals) == 1355
    ranks = [check for check in checks if check.what == "rank"]
    assert [(check.case, check.compared, check.equal) for check in ranks] == [("2022", 193, 193)]


@there
def test_jining_thirteen_places_with_a_tie():
    checks = {check.what: check for check in verify(PUBLISHED) if check.index.startswith("Jining")}
    assert checks["rank"].equal == checks["rank"].compared == 13 and checks["total"].passed


@there
def test_a_wrong_rule_is_found_out(tmp_path):
    """Without the cap on income and schooling, HDI values are no longer exact."""
    for name in ("scheme.toml", "verify.toml"):
        text = (RECIPES / "hdi" / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace("highest = 1\n", "highest = 1\nclip = false\n"), encoding="utf-8")
    (tmp_path / "hdr2324_extract.csv").write_bytes((PUBLISHED / "hdi" / "hdr2324_extract.csv").read_bytes())
    failed = [check for check in verify(tmp_path) if not check.passed]
    assert failed and {"unit", "published", "computed"} == set(failed[0].misses)


# ---- a published index of another shape, made by an independent few lines of numpy ------------------------------

UNITS, PILLARS, DIMENSIONS, EACH = 51, 3, 2, 8  # four levels: index, dimension, pillar, indicator


def four_levels(folder, layout="wide"):
    """51 units × 48 indicators in four levels, with gaps, both directions, and unequal weights."""
    rng = np.random.default_rng(5)
    nodes, means = [], []
    data = {}
    for d in range(DIMENSIONS):
        nodes.append(f'[[node]]\nid = "D{d}"\nname = "D{d}"\nweight = {d + 1}\n')
        pillars = []
        for p in range(PILLARS):
            nodes.append(f'[[node]]\nid = "D{d}P{p}"\nname = "p"\nparent = "D{d}"\n')
            columns = []
            for i in range(EACH):
                id_, down = f"D{d}P{p}i{i}", i % 3 == 0
                nodes.append(
                    f'[[node]]\nid = "{id_}"\nname = "i"\nparent = "D{d}P{p}"\nmethod = "min-max"\n'
                    f'direction = "{"down" if down else "up"}"\n'
                )
                x = np.round(rng.lognormal(3, 1, UNITS), 4)
                x[rng.uniform(size=UNITS) < 0.05] = np.nan
                data[id_] = x
                scaled = (x - np.nanmin(x)) / (np.nanmax(x) - np.nanmin(x)) * 100
                columns.append(100 - scaled if down else scaled)
            pillars.append(np.nanmean(columns, axis=0))
        means.append(np.mean(pillars, axis=0))
    index = (means[0] + 2 * means[1]) / 3
    head = 'id = "four"\nname = "four"\nvalid = "2000Q1.."\nweights = "relative"\n'
    head += '[policies]\nmissing = "exclude"\ndecimals = 4\n'
    (folder / "scheme.toml").write_text(head + "\n".join(nodes), encoding="utf-8")
    frame = pd.DataFrame(data, index=[f"U{k:02d}" for k in range(UNITS)])
    expected = pd.DataFrame({"district": frame.index, "total": np.round(index, 4), "D0": np.round(means[0], 4)})
    expected["rank"] = expected["total"].rank(ascending=False, method="min").astype(int)
    expected.to_csv(folder / "expected.csv", index=False)
    if layout == "wide":
        frame.rename_axis("district").reset_index().to_csv(folder / "values.csv", index=False)
    else:
        rows = [(u, i, repr(float(frame.at[u, i])), "", "", "", "", "x", "") for u in frame.index for i in frame]
        made.write(folder / "values.csv", [r for r in rows if r[2] != "nan"])
    return frame, index


@pytest.mark.parametrize("layout", ["wide", "long"])
def test_four_levels_and_51_units_need_no_recipe_at_all(tmp_path, layout):
    four_levels(tmp_path, layout)
    checks = {check.what: check for check in verify(tmp_path)}
    assert set(checks) == {"total", "rank", "D0"}
    for check in checks.values():
        assert check.passed and check.compared == UNITS, (check.what, check.misses)


def test_ranks_after_leaving_one_out_and_rank_intervals(tmp_path):
    from helpers.assess import robust, score
    from helpers.assess.published import inputs_of
    from helpers.assess.scheme import read_scheme

    frame, _ = four_levels(tmp_path)
    scheme = read_scheme(tmp_path / "scheme.toml")
    result = score.score(inputs_of(tmp_path, scheme, {}, ""))
    # the second dimension alone is left when the first goes
    alone = result.nodes["D1"].round(4).rank(ascending=False, method="min")
    pd.DataFrame({"district": frame.index, "D0": alone.to_numpy()}).to_csv(tmp_path / "leave_out.csv", index=False)
    ranks = robust.uncertain(result, 2000, seed=3, spread=0.25, level="all").ranks
    ranks.rename_axis("district")[["low", "high"]].to_csv(tmp_path / "intervals.csv")
    (tmp_path / "verify.toml").write_text(
        '[leave_out]\n[intervals]\nlevel = "all"\nseed = 4\ndraws = 2000\nwithin = 2\n[expect]\ntotal = "total"\n',
        encoding="utf-8",
    )
    checks = {check.what: check for check in verify(tmp_path)}
    assert checks["leave_out D0"].passed and checks["leave_out D0"].compared == UNITS
    assert checks["intervals"].compared == 2 * UNITS and checks["intervals"].passed, checks["intervals"].misses


def test_a_folder_with_nothing_to_verify_says_what_it_lacks(tmp_path):
    with pytest.raises(UsageError, match=r"no verify.toml, nor scheme.toml.*hdi, jining"):
        verify(tmp_path)
    with pytest.raises(UsageError, match="there is no folder"):
        verify(tmp_path / "nowhere")


def test_one_unit_of_the_last_published_digit_is_a_miss(tmp_path):
    frame, index = four_levels(tmp_path)
    expected = pd.DataFrame({"district": frame.index, "total": np.round(index, 4)})
    expected.loc[7, "total"] = round(expected.loc[7, "total"] + 0.0001, 4)
    expected.to_csv(tmp_path / "expected.csv", index=False)
    total = verify(tmp_path)[0]
    assert (total.compared, total.equal, total.passed) == (UNITS, UNITS - 1, False)
    assert total.misses["unit"].tolist() == ["U07"]


def test_own_recipes_come_before_those_shipped(tmp_path):
    (tmp_path / "recipes" / "four").mkdir(parents=True)
    (tmp_path / "four").mkdir()
    four_levels(tmp_path / "four")
    (tmp_path / "four" / "scheme.toml").rename(tmp_path / "recipes" / "four" / "scheme.toml")
    (tmp_path / "recipes" / "four" / "verify.toml").write_text('[expect]\ntotal = "total"\n', encoding="utf-8")
    assert [check.what for check in verify(tmp_path / "four", tmp_path / "recipes")] == ["total", "rank"]


@pytest.mark.parametrize(
    ("recipe", "words"),
    [
        ("titel = 'x'", "no such key"),
        ("[data]\nunti = 'x'", "unit"),
        ("[data]\nunit = 'name'", "the column is missing"),
        ("[expect]\ntotal = 'totl'", "total"),
        ("[expect]\nnodes = {D9 = 'D0'}", "no such node"),
    ],
)
def test_a_wrong_recipe_names_its_key(tmp_path, recipe, words):
    four_levels(tmp_path)
    (tmp_path / "verify.toml").write_text(recipe, encoding="utf-8")
    with pytest.raises(DataError, match=words):
        verify(tmp_path)
