"""Figures that are wrong to all appearance (off by a power of ten, of another span, a column that is a row off, or that
nobody brought up to date): --yes writes them once somebody has said that they are right."""

import csv
import re
import sqlite3

import pytest
from books import NAMES, Q4, book, growths, table

from helpers.intake.plan import plan
from helpers.intake.source import plan_of_source

PROJECTS, VISITS = "signed_projects", "leader_visits"


def last(data, item=PROJECTS, quarter="2023Q3"):
    with (data / quarter / "values.csv").open(encoding="utf-8-sig", newline="") as rows:
        mine = [r for r in csv.DictReader(rows) if r["indicator"] == item and r["value"]]
    found = {r["district"]: float(r["value"]) for r in mine}
    return [found[name] for name in NAMES if name in found]


def counts(data, **times):
    """Counts a third above the quarter before, and some districts' so many times these."""
    return [round(v * 4 / 3) * times.get(name, 1) for name, v in zip(NAMES, last(data), strict=True)]


def sent(tmp_path, figures, name="发改委.xlsx"):
    return book(tmp_path / name, table(["区市", "新签约项目（个）"], figures))


def unsure(data, path):
    return [one.change.district for one in plan(data, Q4, [path], accept=True).unsure]


def stands(data):
    with (data / str(Q4) / "values.csv").open(encoding="utf-8-sig", newline="") as rows:
        return {r["district"]: r["value"] for r in csv.DictReader(rows) if r["indicator"] == PROJECTS}


@pytest.mark.parametrize("times", [10, 100])
def test_a_count_some_powers_of_ten_too_large_is_told_and_not_written_by_yes(here, data, tmp_path, times):
    path = sent(tmp_path, counts(data, 崂山区=times))
    told = here("briefing", "intake", path, "--data", data, "--accept-mappings", "--yes")
    assert told.returncode == 1 and "崂山区" in told.stdout + told.stderr and "疑似单位错误" in told.stderr
    assert f'{data / "mappings" / "发改委.toml"}的“新签约项目”列中写 any_size = "2023Q4"' in told.stderr
    assert set(stands(data).values()) == {""}, "nothing was written"


def test_once_somebody_says_that_it_is_right_it_is_written_in_that_quarter_alone(here, data, tmp_path):
    path = sent(tmp_path, counts(data, 崂山区=10))
    words = ("briefing", "intake", path, "--data", data, "--yes", "--lang", "en")
    first = here(*words, "--accept-mappings")
    assert first.returncode == 1 and "1 figure looks off by a power of ten" in first.stderr
    file = data / "mappings" / "发改委.toml"
    said = file.read_text(encoding="utf-8").replace(
        f'indicator = "{PROJECTS}"', f'indicator = "{PROJECTS}"\nany_size = "2023Q3"'
    )
    file.write_text(said, encoding="utf-8")
    assert here(*words).returncode == 1, "another quarter's answer is none"
    file.write_text(said.replace("2023Q3", "2023Q4"), encoding="utf-8")
    assert here(*words).returncode == 0 and float(stands(data)["崂山区"]) == counts(data, 崂山区=10)[3]
    assert here(*words).returncode == 0, "what stands there is not asked about again"


def test_a_wrong_answer_is_a_fault_of_the_mapping(here, data, tmp_path):
    (data / "mappings").mkdir(exist_ok=True)
    (data / "mappings" / "a.toml").write_text(
        'confirmed = true\nworkbook = "发改委"\nsource = "demo"\n[[sheet]]\nname = "*"\n[[sheet.column]]\n'
        f'head = "新签约项目"\ntable = "values"\nindicator = "{PROJECTS}"\nany_size = "三季度"\n',
        encoding="utf-8",
    )
    told = here("briefing", "intake", sent(tmp_path, counts(data)), "--data", data, "--yes")
    assert told.returncode == 2 and "三季度" in told.stderr and 'any_size = "2023Q3"' in told.stderr


def test_a_figure_a_tenth_of_the_quarter_before_is_unsure_too(data, tmp_path):
    figures = counts(data)
    figures[8] = round(figures[8] / 10)
    assert unsure(data, sent(tmp_path, figures)) == ["平度市"]


def test_a_whole_column_ten_times_as_large_is_unsure(data, tmp_path):
    assert len(unsure(data, sent(tmp_path, [10 * v for v in counts(data)]))) == 10


@pytest.mark.parametrize("times", [2, 3, 5])
def test_a_district_that_grew_several_times_is_told_and_written(here, data, tmp_path, times):
    path = sent(tmp_path, counts(data, 崂山区=times))
    told = here("briefing", "intake", path, "--data", data, "--accept-mappings", "--yes")
    assert told.returncode == 0 and float(stands(data)["崂山区"]) == counts(data, 崂山区=times)[3]


def test_rates_of_growth_near_zero_are_no_slip_and_ten_times_all_others_is(data, tmp_path):
    for first, beyond, found in ((0.6, 6.0, []), (5.5, 55.0, ["市南区"])):
        then = last(data, "retail_growth")
        path = data / "2023Q3" / "values.csv"
        text = path.read_text(encoding="utf-8-sig")
        row = f"市南区,retail_growth,{then[0]}"
        path.write_text(text.replace(row, f"市南区,retail_growth,{first}"), encoding="utf-8-sig")
        figures = [beyond, *then[1:]]
        assert unsure(data, book(tmp_path / "商务局.xlsx", table(["区市", "社零额增速（%）"], figures))) == found
        path.write_text(text, encoding="utf-8-sig")


def key_work(data, tmp_path, figure):
    """What 胶州市 alone reports, with a quarter before."""
    path = data / "2023Q3" / "values.csv"
    path.write_text(
        path.read_text(encoding="utf-8-sig") + f"胶州市,{VISITS},402,,次,2023-01..2023-09,cumulative,demo,\n",
        encoding="utf-8-sig",
    )
    return book(tmp_path / "招商.xlsx", [["区市", "各级领导外出招商走访（次）"], ["胶州市", figure], ["市南区", None]])


@pytest.mark.parametrize(
    ("figure", "found"), [(4100, ["胶州市"]), (4_100_000, ["胶州市"]), (900, []), (41, ["胶州市"])]
)
def test_a_figure_that_one_district_alone_reports_is_held_against_its_own_past(data, tmp_path, figure, found):
    """Nothing said that 402 visits had become 4,100,000: no other district has any."""
    assert unsure(data, key_work(data, tmp_path, figure)) == found


def test_at_the_terminal_it_is_asked_with_their_number(data, tmp_path, monkeypatch):
    from helpers.desk.intake import question

    made = plan(data, Q4, [sent(tmp_path, counts(data, 崂山区=10, 平度市=10))], accept=True)
    assert question(made, "en").startswith("2 figures look off by a power of ten")
    assert question(made, "zh").startswith("其中2个数据疑差")
    sure = plan(data, Q4, [sent(tmp_path, counts(data), "b.xlsx")], accept=True)
    assert question(sure, "en") == "Write this"


def test_a_survey_with_ten_times_the_answers_is_unsure(data, tmp_path):
    with (data / "2023Q3" / "survey.csv").open(encoding="utf-8-sig", newline="") as read:
        rows = list(csv.DictReader(read))
    heads = ["satisfied", "basically_satisfied", "dissatisfied", "unknown"]
    named = {r["district"]: [int(r[h]) * (10 if r["district"] == "胶州市" else 1) for h in heads] for r in rows}
    made = [["群众满意度调查"], ["区市", "满意", "基本满意", "不满意", "不了解"], *([n, *named[n]] for n in NAMES)]
    assert unsure(data, book(tmp_path / "调查.xlsx", made)) == ["胶州市"] * 4


def test_a_databases_figures_are_held_to_it_and_source_toml_answers(here, data):
    with sqlite3.connect(data / "figures.db") as made:
        made.execute("create table f (district, indicator, value)")
        figures = zip(NAMES, counts(data, 崂山区=10), strict=True)
        made.executemany(f"insert into f values (?, '{PROJECTS}', ?)", list(figures))
    told = '[source]\nurl = "sqlite:///figures.db"\nsource = "demo"\n{}\n[query]\nvalues = "select * from f"\n'
    (data / "source.toml").write_text(told.format(""), encoding="utf-8")
    assert [one.change.district for one in plan_of_source(data, Q4).unsure] == ["崂山区"]
    words = ("briefing", "intake", "--database", "--data", data, "--yes")
    refused = here(*words)
    assert refused.returncode == 1 and f'any_size = ["{PROJECTS}"]' in refused.stderr
    (data / "source.toml").write_text(told.format(f'any_size = ["{PROJECTS}"]'), encoding="utf-8")
    assert here(*words).returncode == 0 and stands(data)["崂山区"]


# ---- the quarter's own figures for sums since January, and the reverse -----------------------------------------------


def test_quarters_own_figures_for_sums_since_january_are_told_and_not_written_by_yes(here, data, tmp_path):
    path = sent(tmp_path, [round(v / 3) for v in counts(data)])
    words = ("briefing", "intake", path, "--data", data, "--yes")
    told = here(*words, "--accept-mappings")
    file = data / "mappings" / "发改委.toml"
    assert told.returncode == 1 and "10个数据疑将当季数与1月以来的累计数混淆" in told.stderr
    assert f'{file}的“新签约项目”列中写 any_size = "2023Q4"' in told.stderr and "十倍" not in told.stderr
    assert set(stands(data).values()) == {""}, "nothing was written"
    said = file.read_text(encoding="utf-8").replace(f'"{PROJECTS}"', f'"{PROJECTS}"\nany_size = "2023Q4"')
    file.write_text(said, encoding="utf-8")
    assert here(*words).returncode == 0 and all(stands(data).values())


def test_one_district_whose_sum_since_january_has_fallen_is_unsure(here, data, tmp_path):
    figures = counts(data)
    figures[6] = last(data)[6] - 60
    path = sent(tmp_path, figures)
    assert unsure(data, path) == ["即墨区"]
    told = here("briefing", "intake", path, "--data", data, "--accept-mappings", "--yes", "--lang", "en")
    assert told.returncode == 1 and "1 figure looks like the quarter's own" in told.stderr


def test_both_kinds_are_counted_apart(here, data, tmp_path):
    figures = counts(data, 崂山区=10)
    figures[6] = last(data)[6] - 60
    path = sent(tmp_path, figures)
    words = ("briefing", "intake", path, "--data", data, "--accept-mappings", "--yes")
    told = " ".join(here(*words, "--lang", "en").stderr.split())
    assert "1 figure looks off by a power of ten, 1 figure looks like the quarter's own" in told
    told = here(*words)
    assert "1个数据疑差十倍、百倍、万倍等，1个数据疑将当季数与1月以来的累计数混淆" in told.stderr


def single(data, last_december=100):
    """Makes signed_projects the quarter's own, 100 in all of them but the last one of the year before."""
    for when in ("2022Q4", "2023Q1", "2023Q2", "2023Q3", "2023Q4"):
        path = data / when / "values.csv"
        rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
        for row in rows:
            if row[1] == PROJECTS:
                figure = last_december if when == "2022Q4" else 100
                row[2], row[5], row[6] = str(figure), when, "single quarter"
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)


@pytest.mark.parametrize("figure", [360, 420])
def test_sums_since_january_for_the_quarters_own_are_unsure(data, tmp_path, figure):
    """Of ten districts that are all some four times as large nobody may say that they are of another size alone."""
    single(data)
    assert len(unsure(data, sent(tmp_path, [figure + k for k in range(10)]))) == 10


def test_a_quarter_that_is_always_as_large_is_not(data, tmp_path):
    """Half of a year's projects are signed in December."""
    single(data, 300)
    assert not unsure(data, sent(tmp_path, [390 + k for k in range(10)]))


@pytest.mark.parametrize(("times", "found"), [((0.7, 1.2), 0), ((0.3, 0.4), 10)])
def test_an_increase_on_a_year_before_may_fall_in_some_districts(data, tmp_path, times, found):
    """新签约项目投资额同比增加 is told since January, and is no sum that only grows."""
    before = last(data, "signed_investment_growth_amount")
    figures = [round(v * times[k % 2], 2) for k, v in enumerate(before)]
    path = book(tmp_path / "商务局.xlsx", table(["区市", "新签约项目投资额同比增加（亿元）"], figures))
    assert len(unsure(data, path)) == found


def test_nothing_is_unsure_about_figures_like_those_before(data, tmp_path):
    assert not unsure(data, sent(tmp_path, counts(data)))
    assert not unsure(data, book(tmp_path / "统计局.xlsx", table(["区市", "GDP增速（%）"], growths())))


# ---- columns that are wrong as a whole -------------------------------------------------------------------------------

GROWTH = "社零额增速（%）"
WRONG = {
    "stale": (lambda v: v, "10个数据整列与以前季度相同", "10 figures are those of an earlier quarter"),
    "rows": (lambda v: [*v[-1:], *v[:-1]], "10个数据疑整列错了一行", "10 figures look a row too high or too low"),
    "signs": (lambda v: [-f for f in v], "10个数据整列正负号与上季度相反", "10 figures have their signs turned"),
}


def grown(data, tmp_path, change):
    """What the department of commerce sends: 2023Q3's growth, all of it changed."""
    figures = change(last(data, "retail_growth"))
    return book(tmp_path / "商务局.xlsx", table(["区市", GROWTH], figures[:10]))


@pytest.mark.parametrize("kind", WRONG)
def test_a_column_that_is_wrong_as_a_whole_is_not_written_by_yes_before_its_mapping_says_so(here, data, tmp_path, kind):
    change, chinese, english = WRONG[kind]
    path = grown(data, tmp_path, change)
    assert [one.kind for one in plan(data, Q4, [path], accept=True).unsure] == [kind] * 10
    words = ("briefing", "intake", path, "--data", data, "--yes")
    told = here(*words, "--accept-mappings")
    assert told.returncode == 1 and chinese in told.stderr and 'any_size = "2023Q4"' in told.stderr
    assert english in " ".join(here(*words, "--lang", "en").stderr.split())
    assert set(last(data, "retail_growth", "2023Q4")) == set()
    file = data / "mappings" / "商务局.toml"
    said = file.read_text(encoding="utf-8").replace('"retail_growth"', '"retail_growth"\nany_size = "2023Q4"')
    file.write_text(said, encoding="utf-8")
    assert here(*words).returncode == 0 and len(last(data, "retail_growth", "2023Q4")) == 10


def test_one_figure_that_makes_a_column_that_of_the_quarter_before_is_told_as_one(data, tmp_path):
    from helpers.desk.intake import question

    before = last(data, "retail_growth")
    path = data / "2023Q4" / "values.csv"
    text = path.read_text(encoding="utf-8-sig")
    for name, figure in zip(NAMES[1:], before[1:], strict=True):
        text = text.replace(f"{name},retail_growth,,", f"{name},retail_growth,{figure},")
    path.write_text(text, encoding="utf-8-sig")
    made = plan(data, Q4, [grown(data, tmp_path, lambda v: v)], accept=True)
    assert len(made.unsure) == 1 and question(made, "en").startswith("1 figure is that of an earlier quarter")


@pytest.mark.parametrize(("districts", "found"), [(8, 8), (7, 0)])
def test_few_districts_may_be_like_their_neighbours_by_chance(data, tmp_path, districts, found):
    """The column is told as doubtful all the same."""
    figures = last(data, "retail_growth")
    rows = table(["区市", GROWTH], [figures[districts - 1], *figures[: districts - 1]], names=NAMES[:districts])
    made = plan(data, Q4, [book(tmp_path / "a.xlsx", rows)], accept=True)
    assert [c.kind for c in made.doubts.columns] == ["down"] and len(made.unsure) == found


def test_what_is_planned_for_the_year_may_stay_as_it_was(data, tmp_path):
    rows = [f"{name},renewal_planned_investment,{200 + k},,亿元,2023,annual plan,demo," for k, name in enumerate(NAMES)]
    path = data / "2023Q3" / "values.csv"
    path.write_text(path.read_text(encoding="utf-8-sig") + "\n".join(rows) + "\n", encoding="utf-8-sig")
    sent_ = table(["区市", "城市更新和城市建设年度计划投资（亿元）"], range(200, 210))
    made = plan(data, Q4, [book(tmp_path / "住建局.xlsx", sent_)], accept=True)
    assert len(made.changes) == 10 and not made.doubts.columns and not made.unsure


def test_points_that_are_ranks_are_unsure(data, tmp_path):
    rows = table(["区市", "营商环境第三方评价"], [3, 1, 2, 5, 4, 7, 6, 10, 9, 8])
    assert len(unsure(data, book(tmp_path / "评价.xlsx", rows))) == 10


@pytest.mark.parametrize(("swapped", "many"), [(NAMES, 40), (("胶州市",), 4)])
def test_answers_under_each_others_heads_are_unsure(data, tmp_path, swapped, many):
    path = answers(data, tmp_path, lambda n, a: [a[2], a[1], a[0], a[3]] if n in swapped else a)
    assert len(unsure(data, path)) == many


def test_percentages_for_counts_of_answers_are_unsure(data, tmp_path):
    assert len(unsure(data, answers(data, tmp_path, lambda n, a: [85, 10, 3, 2]))) == 40


def answers(data, tmp_path, change):
    """The survey of 2023Q3 sent again, a few answers more, and changed."""
    with (data / "2023Q3" / "survey.csv").open(encoding="utf-8-sig", newline="") as read:
        rows = {r["district"]: r for r in csv.DictReader(read)}
    heads = ["satisfied", "basically_satisfied", "dissatisfied", "unknown"]
    counted = {name: [int(rows[name][h]) + 1 for h in heads] for name in NAMES}
    made = [["群众满意度调查"], ["区市", "满意", "基本满意", "不满意", "不了解"]]
    return book(tmp_path / "调查.xlsx", [*made, *([n, *change(n, counted[n])] for n in NAMES)])


def test_source_toml_answers_for_points_and_answers_too(here, data):
    """The hint named items that source.toml refused: it knew those of values alone."""
    with sqlite3.connect(data / "figures.db") as made:
        made.execute("create table f (district, satisfied, basically_satisfied, dissatisfied, unknown)")
        made.executemany("insert into f values (?, 85, 10, 3, 2)", [(name,) for name in NAMES])
    told = '[source]\nurl = "sqlite:///figures.db"\nsource = "demo"\n{}\n[query]\nsurvey = "select * from f"\n'
    (data / "source.toml").write_text(told.format(""), encoding="utf-8")
    words = ("briefing", "intake", "--database", "--data", data, "--yes")
    refused = here(*words)
    said = re.search(r"any_size = \[[^\]]*\]", refused.stderr)
    assert refused.returncode == 1 and said
    (data / "source.toml").write_text(told.format(said[0]), encoding="utf-8")
    assert here(*words).returncode == 0
