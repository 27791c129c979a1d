"""Only what changed is made again: what a briefing shows decides, and every input that can change it is found."""

from __future__ import annotations

import csv
import json
import random
import shutil
from pathlib import Path

import nbformat
import pytest

from helpers.desk import shown
from helpers.desk.reports import Opening, plan_reports
from helpers.model import DataError, Quarter, UsageError
from helpers.press import showing
from helpers.write import charts

pytestmark = pytest.mark.usefixtures("english_screen")

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = ROOT / "notebooks"
Q2 = Quarter(2023, 2)
SAMPLE = 12  # cells changed, one of every kind of file


@pytest.fixture
def data(tmp_path):
    """The shipped data up to 2023Q2, to be changed."""
    folder = tmp_path / "data"
    shutil.copytree(ROOT / "data", folder, ignore=shutil.ignore_patterns("2023Q3"))
    return folder


def reports_of(data, whole):
    return plan_reports(data, Q2, whole.result.districts, ("zh",), notebooks=NOTEBOOKS)


def told(data, whole=None):
    """What every briefing would show, as it decides about rebuilding, by report."""
    whole = whole or Opening(data, Q2).whole
    return shown.show_all([(report, ()) for report in reports_of(data, whole)], whole)


def faces(data, whole, wanted=None):
    """The outputs of cells, drawings and all, by report and cell; `wanted`: which cells of which reports."""
    found = {}
    for report in reports_of(data, whole):
        if wanted is not None and report.name not in wanted:
            continue
        calls = shown.calls(report.notebook)
        b = shown._opened({**calls.defaults, **report.parameters}, whole)
        made = {k: call for k, call in enumerate(calls.cells) if call is not None}
        cells = made if wanted is None else wanted[report.name]
        found[report.name] = {k: list(shown._outputs(shown._face(made[k], b))) for k in cells}
    return found


def taken_by_reads(cells):
    """The cells with a drawing that is known by what it reads; a hash of all that they show stands for the others."""
    return [
        k for k, outputs in cells.items() if any(showing.READS in part for _, of in outputs for part in of.values())
    ]


def looks(cells):
    """The outputs without the hashes that stand for drawings: the drawings themselves are compared."""
    return {k: [_whole(output) for output in outputs] for k, outputs in cells.items()}


def _whole(output):
    bundle, about = output
    return bundle, {mime: {k: v for k, v in named.items() if k != showing.READS} for mime, named in about.items()}


def test_the_shipped_notebooks_are_known_call_by_call():
    for name in ("city_briefing", "district_briefing"):
        found = shown.calls(NOTEBOOKS / f"{name}.ipynb")
        assert found is not None, name
        cells = [c for c in nbformat.read(NOTEBOOKS / f"{name}.ipynb", 4).cells if c.cell_type == "code"]
        assert len(found.cells) == len(cells)
        assert found.cells[:3] == (None, None, ("story", "cover"))


@pytest.mark.parametrize(
    "source",
    [
        "b.result.total.plot()",
        "charts.bump(b); print(1)",
        "charts.board_dots(b, 'economy')",
        "tables.ranking(c)",
        "story.cover(b, lang)",
        "other.ranking(b)",
        "tables.ranking(b, top=3)",
        "%matplotlib inline",
        "b = 3",
    ],
)
def test_of_a_notebook_with_a_cell_of_its_own_nothing_is_claimed(tmp_path, source):
    notebook = nbformat.read(NOTEBOOKS / "district_briefing.ipynb", 4)
    notebook.cells.append(nbformat.v4.new_code_cell(source))
    nbformat.write(notebook, tmp_path / "mine.ipynb")
    assert shown.calls(tmp_path / "mine.ipynb") is None


@pytest.mark.parametrize(
    "setup",
    [
        "from helpers.write import open_briefing, tables\nb = open_briefing('2023Q1', lang=lang)",
        "from helpers.write import open_briefing, tables\nimport os\nb = open_briefing(quarter)",
        "from helpers.write import open_briefing, tables as charts\nb = open_briefing(quarter)",
        "from mine import open_briefing\nb = open_briefing(quarter)",
        "from helpers.write import open_briefing\nb = open_briefing(quarter, lang=data)",
    ],
)
def test_a_briefing_opened_in_another_way_is_not_known(tmp_path, setup):
    notebook = nbformat.read(NOTEBOOKS / "district_briefing.ipynb", 4)
    notebook.cells[1].source = setup
    nbformat.write(notebook, tmp_path / "mine.ipynb")
    assert shown.calls(tmp_path / "mine.ipynb") is None


def test_a_cell_that_fails_here_stops_no_other_report(tmp_path):
    whole = Opening(ROOT / "data", Q2).whole
    district = nbformat.read(NOTEBOOKS / "district_briefing.ipynb", 4)
    district.cells.append(nbformat.v4.new_code_cell("story.nobody_wrote_this(b)"))
    nbformat.write(district, tmp_path / "district_briefing.ipynb")
    shutil.copy(NOTEBOOKS / "city_briefing.ipynb", tmp_path)
    plan = plan_reports(ROOT / "data", Q2, whole.result.districts[:1], ("zh",), ("html",), notebooks=tmp_path)
    city, one = shown.show_all([(report, ()) for report in plan], whole).values()
    assert city is not None
    assert one is None


def test_what_is_gone_through_here_is_what_the_kernels_showed(briefings):
    """For every report of the session's build: the hashes on record are those of this process."""
    record = json.loads((briefings.zh / "run.json").read_text(encoding="utf-8"))["reports"]
    here = told(ROOT / "data")
    assert record.keys() == here.keys()
    for name, hashes in here.items():
        assert record[name]["shows"].split() == list(hashes), name


def table(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def write_table(path, rows):
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


FILES = (
    *("2023Q2/values.csv", "2023Q2/scores.csv", "2023Q2/survey.csv", "2023Q1/values.csv", "2023Q1/scores.csv"),
    *("2022Q3/survey.csv", "2022Q1/values.csv", "districts.csv", "sources.csv", "facts.csv", "background.csv"),
    "2023Q2/praise.csv",
)


def changed_cell(text, rng):
    """Another value that this kind of cell might hold."""
    try:
        number = float(text)
    except ValueError:
        return text + rng.choice(("甲", "B", "新")) if text else "改"
    decimals = len(text.partition(".")[2])
    moved = number + rng.choice((-1, 1)) * rng.choice((1, 3, 20)) * 10.0**-decimals
    return f"{moved:.{decimals}f}"


def perturb(data, seed):
    """Change one cell of one file; returns what was done, and the file's earlier bytes."""
    rng = random.Random(seed)
    file = FILES[seed % len(FILES)]
    path = data / file
    if not path.is_file():
        return None, path, b""
    before = path.read_bytes()
    rows = table(path)
    row, column = rng.randrange(1, len(rows)), rng.randrange(len(rows[0]))
    rows[row][column] = changed_cell(rows[row][column], rng)
    write_table(path, rows)
    return f"{file} row {row + 1} {rows[0][column]} = {rows[row][column]}", path, before


@pytest.mark.slow
def test_whatever_changes_a_briefing_changes_what_it_is_known_to_show(data):
    """A seeded sample of cells of every kind of file: no face of a briefing that would be kept is another one.

    Of a face that is kept, all is in the hash but drawings known by what they read: those are drawn and compared. And
    the other way: of a briefing that would be made again, some face is another one, so that nothing is made in vain.
    """
    whole = Opening(data, Q2).whole
    told_before, faces_before = told(data, whole), faces(data, whole)
    by_reads = {name: taken_by_reads(cells) for name, cells in faces_before.items()}
    tried = kept = rebuilt = drawn = 0
    for seed in range(SAMPLE):
        what, path, earlier = perturb(data, seed)
        if what is None:
            continue
        try:
            whole = Opening(data, Q2).whole
            now = told(data, whole)
            same = {name for name in now if now[name] == told_before.get(name)}
            others = sorted((now.keys() & faces_before.keys()) - same)[:1]
            seen = faces(data, whole, {**{n: by_reads[n] for n in same}, **{n: faces_before[n] for n in others}})
        except (DataError, UsageError):  # refused: no briefing comes of it
            continue
        finally:
            path.write_bytes(earlier)
        for name in same:
            before = {k: faces_before[name][k] for k in by_reads[name]}
            assert looks(seen[name]) == looks(before), f"{what}: {name} shows something else, and would be kept"
            drawn += len(before)
        for name in others:
            same_look = looks(seen[name]) == looks(faces_before[name])
            assert not same_look, f"{what}: {name} would be made again and shows the same"
        tried, kept, rebuilt = tried + 1, kept + len(same), rebuilt + len(now) - len(same)
    assert tried >= SAMPLE // 2
    assert kept > 0
    assert drawn > 0
    assert rebuilt > 0


def test_charts_that_are_not_drawn_are_taken_by_what_they_are_drawn_from():
    b = Opening(ROOT / "data", Q2).whole
    b = b.told_to("zh", b.result.districts[0])
    for chart in (charts.standing, charts.track, charts.gap_waterfall):
        whole = chart(b)
        with charts.undrawn():
            bare = chart(b)
        assert whole.svg
        assert not bare.svg
        assert (whole.reads, whole.alt) == (bare.reads, bare.alt)
        outputs = [showing.of_outputs([face._repr_mimebundle_()]) for face in (whole, bare)]
        assert outputs[0] == outputs[1]
    assert charts.bump(b).svg
    assert not charts.bump(b).reads


def test_what_a_chart_is_known_by_tells_one_drawing_from_another():
    """Of a briefing in which nothing but a drawing changes, only this says so."""
    whole = Opening(ROOT / "data", Q2).whole
    for chart in (charts.standing, charts.track, charts.gap_waterfall):
        drawn = {}
        for district in whole.result.districts:
            shows, about = chart(whole.told_to("zh", district))._repr_mimebundle_()
            drawn.setdefault(about["image/svg+xml"][showing.READS], set()).add(shows["image/svg+xml"])
        assert len(drawn) > 1
        assert all(len(svgs) == 1 for svgs in drawn.values())


@pytest.mark.slow
def test_one_corrected_value_makes_only_the_briefings_that_show_it(command, tmp_path):
    """By the real command: a figure of 胶州's key work, then one of 平度's score, then nothing at all."""
    project = tmp_path / "project"
    shutil.copytree(ROOT / "data", project / "data", ignore=shutil.ignore_patterns("2023Q3"))
    shutil.copytree(NOTEBOOKS, project / "notebooks")
    names = "胶州,平度,市南"
    out = project / "reports" / "2023Q2"

    def build(*options):
        done = command("briefing", "build", "2023Q2", "--district", names, "--format", "html", *options, cwd=project)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def files():
        found = {p.name: (p.stat().st_mtime_ns, p.read_bytes()) for p in out.glob("district-*")}
        return {name: found[name] for name in sorted(found)}

    assert "nothing has been built here yet" in build("--explain")
    before = files()
    values = project / "data" / "2023Q2" / "values.csv"
    text = values.read_text(encoding="utf-8-sig")
    assert "胶州市,target_fortune500,55," in text
    values.write_text(
        text.replace("胶州市,target_fortune500,55,", "胶州市,target_fortune500,56,"), encoding="utf-8-sig"
    )
    said = build("--explain")
    assert "2023Q2/values.csv has changed: other figures in" in said
    assert "kept: nothing it reads has changed (2023Q2/values.csv has changed)" in said
    assert "1 made, 2 unchanged" in said
    after = files()
    assert {name for name in before if before[name] != after[name]} == {
        "district-370281.zh.html",
        "district-370281.zh.ipynb",
    }
    assert "56" in (out / "district-370281.zh.html").read_text(encoding="utf-8")

    record = (out / "run.json").stat().st_mtime_ns
    assert "0 made, 3 unchanged" in build("--explain")
    assert files() == after
    assert (out / "run.json").stat().st_mtime_ns == record  # nothing to do: no file is touched
