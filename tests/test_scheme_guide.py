"""The guide to the scheme format cannot rot: its examples load and score, its keys are all there are, no more."""

from __future__ import annotations

import csv
import re
import tomllib
from pathlib import Path

import numpy as np
import pytest

from helpers.assess import check, figures, methods, reader, score
from helpers.assess.figures import Figures
from helpers.assess.scheme import TOP, build_scheme
from helpers.cli import app
from helpers.model import Quarter, frozen
from helpers.scheme import Award, Node, Policies, Scheme
from helpers.write import appendix
from helpers.write.opening import open_briefing

GUIDE = Path(__file__).parents[1] / "data" / "schemes" / "README.md"
TEXT = GUIDE.read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```toml\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
CLAIM = re.compile(r"^# ([-\d., ]+) -> ([-\d., ]+)$", re.MULTILINE)
SECTIONS = {part.partition("\n")[0]: part for part in re.split(r"^##+ ", TEXT, flags=re.MULTILINE)[1:]}
METHOD_SECTIONS = {title.split("`")[1]: text for title, text in SECTIONS.items() if title.startswith("`")}

TABLES = ("policies", "node", "extra", "award")
# Where the guide must speak of which key.
KEYS = {
    "A whole scheme": [key for key in TOP if key not in TABLES],
    "The tree": [*reader.NODE, *methods.COMMON],
    "Static and dynamic": ["of", "against", "change"],
    "Bonus": [*reader.EXTRA, "max", "points", "direction"],
    "Flags": reader.AWARD,
    "Policies": list(reader.POLICIES),
}
FIGURES = {key for spec in methods.METHODS.values() for key in (*spec.needs, *spec.takes)}
ALL_KEYS = {*(key for keys in KEYS.values() for key in keys), *FIGURES}
CHOICES = {
    "The tree": [*reader.AGGREGATES, "up", "down", "all", "group"],
    "Static and dynamic": ["percent", "difference", "year", "quarter"],
    "Bonus": reader.KINDS,
    "Flags": reader.RULES,
    "Policies": [value for among in reader.POLICIES.values() if among for value in among],
}
DISTRICTS = [("d1", "甲区", "沿海组"), ("d2", "乙区", "沿海组"), ("d3", "丙县", "内陆组"), ("d4", "丁市", "内陆组")]
SURVEY = "district,satisfied,basically_satisfied,dissatisfied,unknown,source"
QUARTERS = ("2023Q2", "2024Q1", "2024Q2")  # a year and a quarter before the last, for what changed since
BOARDS = """
[[node]]
id = "economy"
name = "经济运行"
weight = 60
method = "given"

[[node]]
id = "projects"
name = "项目"
weight = 40
method = "given"
"""


def section(start: str) -> str:
    (found,) = (text for title, text in SECTIONS.items() if title.startswith(start))
    return found


def completed(example: str) -> str:
    """An example as a scheme that loads: what every scheme has, and the boards that others speak of."""
    if re.match(r"method = ", example):
        example = f'[[node]]\nid = "x"\nname = "x"\n{example}'
    if not re.search(r"^\[\[node\]\]", example, re.MULTILINE):
        example += BOARDS
    if not re.search(r"^valid = ", example, re.MULTILINE):
        example = f'id = "example"\nname = "例"\nvalid = "2020Q1.."\n{example}'
    if any("weight" not in node for node in tomllib.loads(example)["node"]):
        example = f'weights = "relative"\n{example}'
    return example.replace("2024Q1..", "2020Q1..")


def read(example: str) -> Scheme:
    return build_scheme(tomllib.loads(completed(example)))


# --- examples --------------------------------------------------------------------------------------------------------


def write(path: Path, header: str, rows: list[tuple[object, ...]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([header.split(","), *rows])


def data_for(folder: Path, example: str) -> Path:
    """A data folder of four districts and three quarters, with a figure for everything the example asks for."""
    scheme = read(example)
    (folder / "schemes").mkdir(parents=True)
    (folder / "schemes" / "example.toml").write_text(completed(example), encoding="utf-8")
    write(folder / "districts.csv", "code,name,group", [*DISTRICTS])
    write(folder / "sources.csv", "id,title", [("office", "考核办")])
    reads = {of: [n for n in scheme.leaves if methods.METHODS[n.method].reads == of] for of in ("values", "points")}
    items = [e for e in scheme.extras if e.kind != "veto"]
    named = {id_ for leaf in scheme.leaves for id_ in methods.figures_named(leaf)} - set(scheme.by_id)
    facts = sorted(named | {e.id for e in items if methods.METHODS[e.method].reads == "values"})
    write(folder / "facts.csv", "id,name_zh,unit", [(id_, id_, "个") for id_ in facts])
    units = {n.id: n.unit for n in reads["values"] if "of" not in n.params} | dict.fromkeys(facts, "个")
    given = {n.id: n.params.get("max", 100.0) for n in reads["points"]}
    given |= {e.id: e.params["max"] for e in items if e.method == "given"}
    for k, quarter in enumerate(QUARTERS):
        values = [
            (code, id_, 11 + 3 * j + 7 * k + 2 * i * (j + 1), unit, "office")
            for j, (code, *_) in enumerate(DISTRICTS)
            for i, (id_, unit) in enumerate(units.items())
        ]
        points = [
            (code, id_, most * (0.9 - 0.1 * j), "office")
            for j, (code, *_) in enumerate(DISTRICTS)
            for id_, most in given.items()
        ]
        answers = [(code, 60 - 9 * j, 30, 10 + 9 * j, 5, "office") for j, (code, *_) in enumerate(DISTRICTS)]
        (folder / quarter).mkdir()
        write(folder / quarter / "survey.csv", SURVEY, answers)
        if values:
            write(folder / quarter / "values.csv", "district,indicator,value,unit,source", values)
        if points:
            write(folder / quarter / "scores.csv", "district,indicator,points,source", points)
    return folder


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_every_example_loads_scores_and_prints(example, tmp_path):
    data = data_for(tmp_path / "data", example)
    last = Quarter.parse(QUARTERS[-1])
    assert [str(f) for f in check.check_quarter(data, last) if f.severity == "error"] == []
    result = score.history(data, last)[-1]
    assert np.isfinite(result.total).all() and result.rank.min() == 1 and result.provisional == ()
    for lang in ("zh", "en"):
        briefing = open_briefing(last, lang, data=data)
        rows = [*appendix.policies(briefing).rows, *appendix.methods(briefing).rows]
        assert len(rows) >= 6 + len(result.scheme.leaves) and all(row[-1] for row in rows)


def test_shares_by_group_and_all_rules_of_a_flag_are_printed(tmp_path):
    def printed(word: str, lang: str) -> str:
        example = next(e for e in EXAMPLES if f'"{word}"' in e)
        folder = tmp_path / f"{word}-{lang}"
        briefing = open_briefing(QUARTERS[-1], lang, data=data_for(folder, example))
        return str([*appendix.policies(briefing).rows, *appendix.methods(briefing).rows])

    folder = data_for(tmp_path / "port", next(e for e in EXAMPLES if '"port"' in e))
    table = appendix.methods(open_briefing(QUARTERS[-1], "zh", data=folder))
    assert [column.label for column in table.columns][2:4] == ["沿海组权重", "内陆组权重"]
    assert table.rows[0][2:4] == ("55.0%", "60.0%")
    flags = printed("fast_riser", "zh")
    assert "各位次依次得10、8、6星" in flags and "已获“真抓实干、勇当排头”的区市不参评" in flags and "分组评定" in flags
    assert "10, 8, 6 stars in turn" in printed("fast_riser", "en")
    assert "总分相同的，依次比较经济运行得分" in printed("withhold", "zh")
    assert "各区市自定" in printed("revenue_target", "zh")
    assert "减分，得分÷100×2分" in printed("accidents", "zh")


CLAIMS = [(example[: claim.start()], claim[1], claim[2]) for example in EXAMPLES for claim in CLAIM.finditer(example)]


@pytest.mark.parametrize(("example", "values", "points"), CLAIMS)
def test_the_figures_beside_an_example_earn_the_points_it_says(example, values, points):
    x, wanted = ([float(part) for part in text.split(",")] for text in (values, points))
    scheme = read(example)
    if re.findall(r"^\[\[(\w+)\]\]", completed(example), re.MULTILINE)[0] == "extra":
        extra = scheme.extras[-1]
        alone = build_scheme({**tomllib.loads(completed(example)), "extra": tomllib.loads(example)["extra"][-1:]})
        found = Figures(frozen({}), frozen({}), frozen({extra.id: np.array(x)}))
        got = figures.extra_points(alone, found, 2, np.array([""] * len(x)))[extra.id]
    else:
        leaf = scheme.leaves[-1]
        got = methods.apply(leaf.method, np.array(x), leaf.params, leaf.direction, quarter=2)
    assert got.tolist() == pytest.approx(wanted)


def test_every_method_but_the_survey_shows_what_figures_earn():
    assert {name for name, text in METHOD_SECTIONS.items() if not CLAIM.search(text)} == {"survey"}


# --- keys ------------------------------------------------------------------------------------------------------------


def written(text: str) -> set[str]:
    """Words in code type, and keys of examples."""
    prose = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    blocks = "".join(re.findall(r"^```toml\n(.*?)^```", text, re.MULTILINE | re.DOTALL))
    return {*re.findall(r"`([\w-]+)(?:`| = )", prose), *re.findall(r"^(\w+) = ", blocks, re.MULTILINE)}


@pytest.mark.parametrize("start", KEYS)
def test_every_key_that_a_scheme_accepts_is_explained(start):
    text = section(start)
    assert set(KEYS[start]) - written(text) == set()
    listed = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", text, re.MULTILINE)
    assert {key for cell in listed for key in re.findall(r"\w+", cell)} == set(KEYS[start])


@pytest.mark.parametrize("start", CHOICES)
def test_every_choice_is_named(start):
    text = section(start)
    named = set(re.findall(r"`([\w-]+)`", text)) | set(re.findall(r'"([\w-]+)"', text))
    assert set(CHOICES[start]) - named == set()


def test_every_method_has_its_section_and_no_other_has():
    assert set(METHOD_SECTIONS) == set(methods.METHODS)
    overview = section("Your rule says")
    assert all(f'`method = "{name}"`' in overview for name in methods.METHODS)


@pytest.mark.parametrize("name", methods.METHODS)
def test_a_method_section_names_its_figures_and_no_others(name):
    spec, words = methods.METHODS[name], written(METHOD_SECTIONS[name])
    own = {*spec.needs, *spec.takes}
    assert own - words == set()
    other = {*methods.METHODS, *methods.TRANSFORM, "method", "direction", "down", "missing"}
    assert words - own - other == set()


@pytest.mark.parametrize("name", methods.METHODS)
def test_the_defaults_told_are_the_formulas_own(name):
    told = dict(re.findall(r"`(\w+)` \(([^)]+)\)", METHOD_SECTIONS[name]))
    for key, text in told.items():
        default = methods.figure(name, {}, key)
        wanted = {"none": (None, ()), "true": (True,), "= `step`": (None,), "`none`": ("none",)}.get(text)
        assert default in wanted if wanted else default == float(text), key


def test_no_key_of_the_guide_is_unknown():
    inline = re.findall(r"`(\w+) = ", TEXT)
    assert len(inline) > 20
    assert set(inline) - ALL_KEYS == set()
    for example in EXAMPLES:
        read(example)  # refuses a key it does not know
    with pytest.raises(Exception, match="no such key"):
        read('method = "efficacy"\nfloor = 2\ngoal = 8\nceiling = 9\n')


def test_the_defaults_of_policies_nodes_and_awards_are_told():
    policies = section("Policies")
    for key in reader.POLICIES:
        told = re.search(rf"^\| `{key}` \| [^|]+ \| `?([\w-]+)`? \|", policies, re.MULTILINE)
        default = getattr(Policies(), key)
        assert told and told[1] == ("none" if default == () else str(default)), key
    assert re.search(r"`decimals` \| [^|]+ \| [^|]*\((\d)\)", section("The tree"))[1] == str(Node("", None).decimals)
    assert re.search(r"`n` \| [^|]+ \| [^|]*\((\d)\)", section("Flags"))[1] == str(Award("", None, "top").n)


def test_links_and_commands_lead_somewhere():
    def slug(title: str) -> str:
        return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")

    slugs = {slug(title) for title in SECTIONS}
    links = re.findall(r"\]\(#([^)]+)\)", TEXT)
    assert links and set(links) <= slugs, (set(links) - slugs, slugs)
    known = {command.name or command.callback.__name__.replace("_", "-") for command in app.registered_commands}
    assert {"check", "what-if", "verify-methods", "explain"} <= set(re.findall(r"briefing ([\w-]+)", TEXT)) <= known
