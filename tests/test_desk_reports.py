"""From a quarter, districts, languages and formats to a list of reports; from results to a table."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from helpers import places
from helpers.demo import SEED, make
from helpers.desk import checked, reports, request, scores
from helpers.desk.new_quarter import lay_out
from helpers.model import DataError, District, Quarter, UsageError
from helpers.press.forks import can_fork
from helpers.press.record import FILE, Environment, Record

sys.path.insert(0, str(Path(__file__).parent / "press"))
from small_notebooks import write_notebook

pytestmark = pytest.mark.usefixtures("english_screen")

DISTRICTS = (
    District("370202", "市南区", "Shinan", ("市南",)),
    District("370211", "黄岛区", "Huangdao", ("西海岸新区",)),
    District("370281", "胶州市", "Jiaozhou", ("胶州",)),
)
Q2 = Quarter(2023, 2)


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("desk") / "data"
    make(10, Quarter.span("2023Q1..2023Q3"), SEED, folder)
    return folder


def test_options_may_be_repeated_or_separated_by_commas_of_either_width():
    assert request.words(["胶州,黄岛区", "市南， 胶州", ""]) == ("胶州", "黄岛区", "市南")


@pytest.mark.parametrize(
    ("names", "city", "codes"),
    [
        ((), True, ["370202", "370211", "370281"]),
        (("all",), True, ["370202", "370211", "370281"]),
        (("none",), True, []),
        (("胶州",), False, ["370281"]),
        (("370281", "西海岸新区"), False, ["370211", "370281"]),
        (("胶州市", "胶州", "Jiaozhou"), False, ["370281"]),
    ],
)
def test_districts_are_chosen_by_name_code_or_alias(names, city, codes):
    wants_city, chosen = request.chosen_districts(DISTRICTS, names)
    assert (wants_city, [d.code for d in chosen]) == (city, codes)


def test_an_unknown_district_is_told_with_the_nearest():
    with pytest.raises(UsageError, match=r"no district is called '胶洲市'; did you mean 胶州"):
        request.chosen_districts(DISTRICTS, ("胶洲市",))
    with pytest.raises(UsageError, match="the city alone"):
        request.chosen_districts(DISTRICTS, ("none", "胶州"))


def test_the_plan_holds_the_city_and_each_district_in_each_language(tmp_path):
    (tmp_path / "data").mkdir()
    plan = reports.plan_reports(tmp_path / "data", Q2, DISTRICTS[1:], ("zh", "en"), ("pdf",), notebooks=tmp_path)
    assert [r.name for r in plan] == [
        *("city.zh", "district-370211.zh", "district-370281.zh"),
        *("city.en", "district-370211.en", "district-370281.en"),
    ]
    assert plan[0].notebook == tmp_path / "city_briefing.ipynb"
    assert plan[2].notebook == tmp_path / "district_briefing.ipynb"
    told = {"quarter": "2023Q2", "data": str(tmp_path / "data"), "lang": "zh"}
    assert plan[0].parameters == told
    assert plan[2].parameters == {**told, "district": "370281"}
    assert {r.formats for r in plan} == {("pdf",)}


def test_a_briefing_depends_on_its_own_and_earlier_quarters_alone(tmp_path):
    for name in ("districts.csv", "schemes/a.toml", "2023Q1/values.csv", "2023Q2/photos/a.jpg", "2023Q3/values.csv"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    (tmp_path / "2023Q2" / "~$values.xlsx").write_text("Excel's lock")
    (tmp_path / ".git").write_text("")
    assert list(reports.input_files(tmp_path, Q2)) == [
        *("2023Q1/values.csv", "2023Q2/photos/a.jpg", "districts.csv", "schemes/a.toml")
    ]


def test_a_folder_that_is_a_link_is_watched_too(tmp_path):
    """As where a year's quarters lie on another disk; a link back to the folder itself is no new one."""
    data, elsewhere = tmp_path / "data", tmp_path / "elsewhere"
    (elsewhere / "photos").mkdir(parents=True)
    (elsewhere / "values.csv").write_text("")
    (elsewhere / "photos" / "a.jpg").write_text("")
    data.mkdir()
    try:
        (data / "2023Q2").symlink_to(elsewhere, target_is_directory=True)
        (elsewhere / "again").symlink_to(data, target_is_directory=True)
    except OSError:
        pytest.skip("no links here")
    assert list(reports.input_files(data, Q2)) == ["2023Q2/photos/a.jpg", "2023Q2/values.csv"]


def test_latest_is_the_last_quarter_whose_figures_are_all_in(data):
    assert str(request.find_quarter(data, "latest")) == "2023Q3"
    assert request.find_quarter(data, "2023Q1") == Quarter(2023, 1)
    with pytest.raises(UsageError, match=r"no data for 2023Q4 .*2023Q3"):
        request.find_quarter(data, "2023Q4")
    with pytest.raises(UsageError, match="write 2023Q2"):
        request.find_quarter(data, "2023-2")


def test_the_scores_are_one_row_a_district_with_boards_bonus_total_rank_stars_and_flags(data):
    table = scores.score_quarter("2023Q2", data).set_index("district")
    columns = list(table.columns)
    assert columns[0] == "code"
    assert [c for c in columns if c.startswith("stars_")][-1] == "stars_total"
    assert len([c for c in columns if c.startswith("stars_")]) == 4 + 1
    assert columns.index("bonus") < columns.index("total") < columns.index("rank") < columns.index("change")
    assert len(table) == 10
    assert table.loc["胶州市", "total"] == "97.44"
    assert table.loc["胶州市", "rank"] == "1"
    assert "真抓实干、勇当排头" in table.loc["胶州市", "flags"]
    stars = [int(table.loc["胶州市", c]) for c in columns if c.startswith("stars_") and c != "stars_total"]
    assert sum(stars) == int(table.loc["胶州市", "stars_total"])
    assert len(stars) == 4
    for _, row in table.iterrows():
        assert row["change"] == str(int(row["previous_rank"]) - int(row["rank"]))


def test_scored_csv_opens_in_excel_and_reads_back(data):
    from helpers.assess import score

    content = scores.scored_csv(score.history(data, Q2)[-1])
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [row["code"] for row in rows] == list(scores.score_quarter("2023Q2", data)["code"])


def test_the_first_quarter_has_no_change(data):
    assert set(scores.score_quarter("2023Q1", data)["change"]) == {""}


def test_the_data_folder_is_found_from_below_it(tmp_path, monkeypatch):
    inner = tmp_path / "project" / "notebooks" / "mine"
    inner.mkdir(parents=True)
    (tmp_path / "project" / "data").mkdir()
    (tmp_path / "project" / "data" / "districts.csv").write_text("")
    monkeypatch.chdir(inner)
    assert places.data_folder() == tmp_path / "project" / "data"
    assert places.report_folder(places.data_folder()) == tmp_path / "project" / "reports"
    assert places.report_folder(places.data_folder(), "here") == Path("here").absolute()
    with pytest.raises(UsageError, match=r"is not a data folder: it has no districts\.csv"):
        places.data_folder(tmp_path)


def test_the_project_s_own_data_serve_where_there_are_none(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert places.data_folder() == places.PACKAGE.parent / "data"


def test_a_data_folder_that_is_being_begun_is_not_passed_over_for_another(tmp_path, monkeypatch):
    (tmp_path / "data").mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match=r"data is not a data folder: it has no districts\.csv"):
        places.data_folder()


@pytest.fixture
def prepared(data, tmp_path, monkeypatch):
    """Prepare a build as often as wanted, and count how often the data are checked."""
    checks = []
    real = reports.check_and_score
    monkeypatch.setattr(reports, "check_and_score", lambda *words: checks.append(words) or real(*words))
    copy = tmp_path / "data"
    shutil.copytree(data, copy)

    def prepare():
        job = reports.prepare("2023Q2", ["none"], data=copy, out=tmp_path / "out")
        job.folder.mkdir(parents=True, exist_ok=True)
        for name, content in job.checked.files.items():
            (job.folder / name).write_bytes(content)
        (job.folder / FILE).write_text(Record(run=job.checked.facts).text(), encoding="utf-8")
        return job

    return prepare, copy, checks


def test_unchanged_data_are_checked_and_scored_once(prepared):
    prepare, _, checks = prepared
    first, second = prepare(), prepare()
    assert len(checks) == 1
    assert second.checked == first.checked
    assert second.reports == first.reports
    assert second.checked.scored == scores.scored_csv(_result(first))


def _result(job):
    from helpers.assess import score

    return score.history(Path(str(job.settings["data"])), job.quarter)[-1]


def test_any_changed_byte_of_the_data_is_checked_again(prepared):
    prepare, copy, checks = prepared
    prepare()
    for name in ("2023Q2/values.csv", "2023Q1/values.csv", "districts.csv", "schemes/2023.toml"):
        path = copy / name
        path.write_bytes(path.read_bytes() + b"\n")
        prepare()
    assert len(checks) == 5
    (copy / "2023q4").mkdir()  # a folder that looks like a quarter is warned of, though it holds no file
    assert any("2023q4" in str(fault) for fault in prepare().warnings)
    (copy / "2023Q3" / "values.csv").write_text("a later quarter is nothing to this one", encoding="utf-8")
    prepare()
    assert len(checks) == 6
    (copy / "2023Q4").mkdir()  # nor is one that is laid out, or where figures came from, or who gets them
    (copy / "mappings").mkdir()
    (copy / "deliveries.csv").write_text("time\n", encoding="utf-8")
    prepare()
    assert len(checks) == 6
    (copy / "value.csv").write_text("a misspelt table is warned of", encoding="utf-8")
    assert any("value.csv" in str(fault) for fault in prepare().warnings)


def test_changed_data_with_a_fault_never_pass_by_an_earlier_check(prepared):
    prepare, copy, _ = prepared
    prepare()
    path = copy / "2023Q2" / "values.csv"
    text = path.read_text(encoding="utf-8-sig")
    path.write_text(text.replace("胶州市", "胶洲市", 1), encoding="utf-8-sig")
    with pytest.raises(DataError, match="胶洲市"):
        prepare()


@pytest.mark.parametrize("harm", ["scored.csv", "scored.xlsx", "run.json", "gone"])
def test_a_record_that_was_altered_is_not_trusted(prepared, harm):
    prepare, _, checks = prepared
    folder = prepare().folder
    if harm == "gone":
        (folder / "scored.csv").unlink()
    else:
        (folder / harm).write_text("{}", encoding="utf-8")
    job = prepare()
    assert len(checks) == 2
    assert checked.recall(folder, job.checked.key, ["scored.xlsx"]) == job.checked


def test_another_library_version_is_another_key(data):
    files = reports.input_files(data, Q2)
    here = Environment.here()
    other = replace(here, packages={**here.packages, "pandas": "0"})
    assert checked.key(data, Q2, files, here) != checked.key(data, Q2, files, other)
    assert checked.key(data, Q2, files, here) == checked.key(data, Q2, files, Environment.here())


def test_a_build_with_nothing_to_do_loads_neither_pandas_nor_jupyter(tmp_path, data):
    """What makes it quick; a stray import at the top of a module would be seen here."""
    (tmp_path / "notebooks").mkdir()
    for name in ("city_briefing", "district_briefing"):
        cells = 'quarter: str = "2023Q2"\nlang: str = "zh"\ndata: str = ""\ndistrict: str = ""'
        write_notebook(tmp_path / "notebooks" / f"{name}.ipynb", "print(quarter)", parameters=cells)
    shutil.copytree(data, tmp_path / "data", ignore=shutil.ignore_patterns("2023Q3"))
    command = (
        "import sys; from helpers import cli; sys.argv[1:] = ['build', 'latest', '--district', 'none', *sys.argv[1:]]\n"
    )
    wanted = "{'pandas', 'numpy', 'papermill', 'xlsxwriter', 'zmq'}"
    command += f"try:\n    cli.main()\nfinally:\n    print(sorted({wanted} & set(sys.modules)))"

    def run(*more: str, screen: str = "en") -> subprocess.CompletedProcess:
        words, env = [sys.executable, "-c", command, *more], os.environ | {"BRIEFING_SCREEN": screen}
        return subprocess.run(words, cwd=tmp_path, env=env, capture_output=True, encoding="utf-8", check=True)

    said = [run(), run()]
    lay_out("2023Q3", str(tmp_path / "data"))  # passed over: its figures are still to come
    said.append(run())
    assert "1 made" in said[0].stdout
    assert "0 made, 1 unchanged" in said[1].stdout
    assert said[0].stdout.splitlines()[-1] == "['numpy', 'pandas', 'papermill', 'xlsxwriter', 'zmq']"
    assert said[1].stdout.splitlines()[-1] == said[2].stdout.splitlines()[-1] == "[]"
    assert "0 made, 1 unchanged" in said[2].stdout and "latest is 2023Q2; 2023Q3 still awaits" in said[2].stderr
    chinese = run(screen="zh")
    assert "各区市合计" in chinese.stderr and chinese.stdout.splitlines()[-1] == "[]"
    if can_fork():  # what has been checked before is opened where kernels are forked from
        again = run("--force")
        assert "1 made" in again.stdout and again.stdout.splitlines()[-1] == "['papermill', 'zmq']"
