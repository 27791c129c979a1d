"""The house rules that a machine can see: imports run downhill, notebooks are thin, nothing rots."""

from __future__ import annotations

import ast
import json
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HELPERS = ROOT / "helpers"
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
MODULES = sorted(HELPERS.rglob("*.py"))

# Floor of each room. A module imports from lower floors, and from its own room; never from a higher floor,
# never from another room on its own floor.
FLOORS = {
    "model": 0,
    "calling": 0,
    "scheme": 0,
    "markup": 0,
    "places": 0,
    "said": 0,
    "style": 0,
    "assess": 1,
    "intake": 2,
    "write": 3,
    "demo": 3,
    "press": 3,
    "desk": 4,
    "terminal": 5,
    "cli_options": 5,
    "cli_speaking": 6,
    "cli_help": 7,
    "cli_log": 7,
    "cli_intake": 7,
    "cli_deliver": 7,
    "cli_published": 7,
    "cli_notebook": 7,
    "cli_answers": 8,
    "cli": 9,
    "__main__": 10,
    "__init__": 0,
}
# The wings never meet: the press knows nothing of scores.
FORBIDDEN = {("press", "assess"), ("press", "intake")}
MAY_NOT_IMPORT = {
    "model": {"pandas", "numpy", "matplotlib"},
    "scheme": {"pandas", "numpy", "matplotlib"},
    "markup": {"pandas", "numpy", "matplotlib"},
    "said": {"pandas", "numpy", "matplotlib"},
    "calling": {"pandas", "numpy", "matplotlib"},
    "press": {"pandas", "numpy", "helpers.assess", "helpers.intake", "helpers.write"},
    "cli": {"pandas", "numpy", "papermill", "nbconvert"},
    "cli_answers": {"pandas", "numpy", "papermill", "nbconvert"},
    "cli_intake": {"pandas", "numpy", "papermill", "nbconvert"},
    "cli_deliver": {"pandas", "numpy", "papermill", "nbconvert"},
    "cli_published": {"pandas", "numpy", "papermill", "nbconvert"},
    "cli_notebook": {"pandas", "numpy", "papermill", "nbconvert"},
    "cli_options": {"pandas", "numpy", "papermill", "nbconvert"},
    "cli_speaking": {"pandas", "numpy", "papermill", "nbconvert"},
    "cli_help": {"pandas", "numpy", "papermill", "nbconvert"},
    "cli_log": {"pandas", "numpy", "papermill", "nbconvert"},
    "terminal": {"pandas", "numpy", "papermill", "nbconvert"},
}
# style and scheme use the words of model; places raises its errors, whose words are said's; what a scheme calls its
# own (calling) is names, put into what is said; markup stands alone.
GROUND_FLOOR = {
    ("style", "model"),
    ("scheme", "model"),
    ("places", "model"),
    ("model", "said"),
    ("places", "said"),
    ("calling", "model"),
    ("calling", "said"),
    ("scheme", "calling"),
}


def room(path: Path) -> str:
    parts = path.relative_to(HELPERS).with_suffix("").parts
    return parts[0]


def imported(path: Path) -> set[str]:
    """Absolute dotted names of everything a module imports, at any depth of its code."""
    package = ("helpers", *path.relative_to(HELPERS).with_suffix("").parts[:-1])
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            name = ".".join(part for part in (base, node.module or "") if part)
            found |= {f"{name}.{alias.name}" for alias in node.names} | {name}
    return found


def rooms_entered(path: Path) -> set[str]:
    entered = set()
    for name in imported(path):
        parts = name.split(".")
        if parts[0] == "helpers" and len(parts) > 1 and parts[1] in FLOORS:
            entered.add(parts[1])
    return entered - {room(path)}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(HELPERS).as_posix())
def test_imports_run_downhill(path):
    here = room(path)
    assert here in FLOORS, f"{here} has no floor: give it one here and in README's map"
    for there in rooms_entered(path):
        if FLOORS[here] == 0:
            assert (here, there) in GROUND_FLOOR, f"{path.name}: {here} may not import {there}"
        else:
            assert FLOORS[there] < FLOORS[here], f"{path.name}: {here} may not import {there}: the arrow runs up"
        assert (here, there) not in FORBIDDEN, f"{path.name}: the press knows nothing of scores"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(HELPERS).as_posix())
def test_a_room_touches_only_what_it_may(path):
    for name in imported(path):
        for banned in MAY_NOT_IMPORT.get(room(path), ()):
            assert name != banned and not name.startswith(banned + "."), f"{path.name} imports {name}"


@pytest.mark.parametrize(
    ("extra", "modules"),
    [
        ({"dask", "distributed"}, {"executors.py", "cluster_worker.py", "handing_on.py"}),
        ({"jupyter_scheduler"}, {"notebook_jobs.py"}),
    ],
    ids=["dask", "scheduler"],
)
def test_only_the_desk_knows_an_extra(extra, modules):
    """What most do without: nothing else may need it."""
    knows = {path for path in MODULES if {n.partition(".")[0] for n in imported(path)} & extra}
    assert {path.name for path in knows} == modules and {room(path) for path in knows} == {"desk"}


def test_whatever_is_written_for_a_spreadsheet_is_guarded_against_formulas():
    """Texts of departments, offices and districts stand in these files, and Excel runs what begins with =.

    The demonstration writes its own words; the line of revisions.csv that is shown has to say what the table says.
    """
    writes = {
        p for p in MODULES if re.search(r"csv\.(?:writer|DictWriter)\(|\.to_csv\(", p.read_text(encoding="utf-8"))
    }
    names = {"helpers.markup.safe", "helpers.markup.recorded"}
    bare = {p.relative_to(HELPERS).as_posix() for p in writes if not imported(p) & names}
    assert len(writes) > 7 and bare == {"demo/tables.py", "assess/faithful.py"}


def test_the_checker_sees_an_arrow_that_runs_up(tmp_path, monkeypatch):
    """The two tests above can fail: a planted upward import is seen."""
    wrong = tmp_path / "assess" / "wrong.py"
    wrong.parent.mkdir()
    wrong.write_text("from ..write import story\nimport pandas\n", encoding="utf-8")
    monkeypatch.setattr("test_house.HELPERS", tmp_path)
    assert rooms_entered(wrong) == {"write"}


def cells(path: Path, kind: str) -> list[dict]:
    return [c for c in json.loads(path.read_text(encoding="utf-8"))["cells"] if c["cell_type"] == kind]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_notebooks_are_committed_without_outputs(path):
    for cell in cells(path, "code"):
        assert not cell["outputs"] and cell["execution_count"] is None


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_notebook_cells_are_one_call(path):
    """No def, class, loop, try, path or comparison in a cell: a heading, then one call."""
    for cell in cells(path, "code"):
        source = "".join(cell["source"])
        tags = cell["metadata"].get("tags", [])
        tree = ast.parse(source)
        for node in ast.walk(tree):
            assert not isinstance(
                node, ast.FunctionDef | ast.ClassDef | ast.For | ast.While | ast.Try | ast.If | ast.With | ast.Lambda
            ), f"{path.name}: {source!r}"
        if "parameters" in tags:
            assert all(isinstance(s, ast.AnnAssign) for s in tree.body), "parameters are annotated assignments"
        elif "setup" not in tags:
            assert (
                len(tree.body) == 1 and isinstance(tree.body[0], ast.Expr) and isinstance(tree.body[0].value, ast.Call)
            )


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_no_number_is_typed_into_a_notebook(path):
    for cell in cells(path, "markdown"):
        text = re.sub(r"^#+ .*$", "", "".join(cell["source"]), flags=re.MULTILINE)
        assert not re.search(r"\d", text), f"{path.name}: {text!r}"


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return [ROOT / name for name in listed.decode("utf-8").split("\0") if name]


# Written in two halves so that this file does not match itself.
ROT = {
    "a swallowed exception": re.compile(r"except[^:\n]*:\s*" + r"pass\b"),
    "a bare except": re.compile(r"\bexcept\s*" + r":"),
    "an absolute path of one machine": re.compile(
        r"(?<![\w.~/-])/(?:wo" + r"rk|ro" + r"ot|ho" + r"me/[a-z]+|Us" + r"ers/\w+)/"
    ),
    "a CDN or registry address": re.compile(r"(?:cdn\.|cdn" + r"js|unpk" + r"g\.com|jsdel" + r"ivr|index-ur" + r"l)"),
    "an unfinished note": re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b"),
}


@pytest.mark.parametrize("fault", ROT, ids=lambda f: f.replace(" ", "-"))
def test_nothing_rots(fault):
    for path in tracked():
        if path.suffix in {".py", ".ipynb", ".toml", ".md", ".j2", ".typ", ".css"} and path.exists():
            found = ROT[fault].search(path.read_text(encoding="utf-8"))
            assert not found, f"{path.relative_to(ROOT)}: {fault}: {found[0] if found else ''}"


def test_reports_are_made_not_kept():
    kept = [p for p in tracked() if p.is_relative_to(ROOT / "reports")]
    assert [p.name for p in kept] in ([], ["README.md"])


def test_chinese_sentences_use_full_width_punctuation():
    """ASCII commas, semicolons, colons and brackets between Han characters are typing slips, not style."""
    slip = re.compile(r"[\u4e00-\u9fff”][,;:()]|[,;:()][\u4e00-\u9fff“]")
    english = re.compile(r"""^\s*(["']).*\1:(?=\s|$)""")  # the template that a message is found by
    paths = [*(HELPERS / "write").rglob("*_zh.py"), HELPERS / "write" / "terms.py", ROOT / "data" / "key_work.zh.toml"]
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if not line.lstrip().startswith(("#", '"""')):
                assert not slip.search(english.sub("", line)), f"{path.name}:{number}: {line.strip()}"
