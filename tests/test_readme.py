"""The READMEs and guides promise only what there is: commands run, paths exist, both languages agree."""

from __future__ import annotations

import re
import shlex
import shutil
import tomllib

import pytest
from packaging.utils import canonicalize_name
from reports_made import CHINESE, ROOT
from test_notebooks import help_words, print_words, run_words
from the_readme_says import BUILD

READMES = ("README.md", "README.zh-CN.md")
GUIDES = ("docs/commands.md", "docs/commands.zh-CN.md")
DATA_GUIDES = ("data/README.md", "data/README.zh-CN.md")
QUARTER_WORDS = {"<quarter>": "2023Q2", "<季度>": "2023Q2", "<code>": "370281", "<代码>": "370281"}
# Where a bare file name in a list stands: `data/<quarter>/values.csv`, `scores.csv`.
FOLDERS = ("", "data/2023Q2", "helpers/write", "data", "notebooks")


def text(readme: str) -> str:
    return (ROOT / readme).read_text(encoding="utf-8")


def blocks(readme: str) -> list[tuple[str, list[str]]]:
    """Every fenced block: its language and its lines without comments."""
    found = re.findall(r"^```(\w*)\n(.*?)^```", text(readme), re.MULTILINE | re.DOTALL)
    return [(kind, [re.split(r"\s+# ", line)[0].rstrip() for line in body.splitlines()]) for kind, body in found]


def commands(readme: str) -> list[tuple[str, list[str]]]:
    """The blocks to be typed: not the tree of folders."""
    return [(kind, lines) for kind, lines in blocks(readme) if not lines[0].startswith("notebooks/")]


TYPED = list(
    dict.fromkeys(
        line for name in (READMES[0], GUIDES[0]) for kind, lines in commands(name) if not kind for line in lines
    )
)
SHELL = [line for line in TYPED if line.split()[0] in ("briefing", "papermill", "jupyter")]
CLUSTER = [line for line in TYPED if line.startswith("dask ")]
MAKE = [line for line in TYPED if line.startswith("make ")]


@pytest.mark.parametrize("pair", [READMES, GUIDES], ids=["readme", "commands"])
def test_both_languages_show_the_same_commands(pair):
    first, second = (commands(name) for name in pair)
    assert first == second


def test_the_commands_shown_are_known():
    assert len(SHELL) >= 10
    assert MAKE == ["make briefing", "make lab", "make hooks", "make test"]
    assert set(TYPED) == {*SHELL, *MAKE, *CLUSTER}


# --- commands --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A copy of what a user has, to run the commands in as they are written."""
    home = tmp_path_factory.mktemp("project")
    for name in ("data", "notebooks"):
        shutil.copytree(ROOT / name, home / name)
    for name in ("Makefile", "pyproject.toml", "requirements.txt"):
        shutil.copy(ROOT / name, home)
    return home


PLAIN = shlex.join(BUILD)
CHAIN = [line for line in SHELL if line.split()[0] in ("papermill", "jupyter")]
# Commands that need something before them (a mail server, workbooks, a published quarter): the tests that run them.
ELSEWHERE = {
    "intake": "intake/test_intake_commands.py",
    "publish": "test_publication.py",
    "verify": "test_publication.py",
    "correction": "test_publication.py",
    "deliver": "deliver/test_deliver.py",
    "--as-of": "test_publication.py",
    "--report": "test_data_check.py",
    "--notebook": "lab/test_own_notebook.py",
    "--scenario": "lab/test_scenario_builds.py",
    "hooks": "lab/test_hooks.py",
    "lab": "lab/test_jupyterlab.py",
    "worker": "press/test_cluster.py",
}


def elsewhere(line: str) -> list[str]:
    return [word for word in line.split()[1:] if word in ELSEWHERE]


ALONE = [line for line in SHELL if line not in CHAIN and line != PLAIN and not elsewhere(line)]


@pytest.mark.parametrize("line", [line for line in TYPED if elsewhere(line)])
def test_commands_that_need_something_before_them_are_run_by_other_tests(line):
    for word in elsewhere(line):
        source = (ROOT / "tests" / ELSEWHERE[word]).read_text(encoding="utf-8")
        assert re.search(rf"(?<![A-Za-z]){word}(?![A-Za-z])", source), f"{ELSEWHERE[word]} does not run {word}"


@pytest.mark.slow
@pytest.mark.parametrize("line", ALONE)
def test_the_command_does_what_it_says(line, project, command, tmp_path):
    words = shlex.split(line)
    if "--data" in words:
        words[words.index("--data") + 1] = str(project / "data")
    out = tmp_path / "out"
    if "--out" in words:
        words[words.index("--out") + 1] = str(out)
    if words[1] == "build" and "--district" not in words:
        words += ["--district", "none"]  # one briefing shows it as well as eleven
    done = command(*words, cwd=project)
    assert done.returncode == 0, done.stderr
    if words[1] == "build":
        made = sorted((out if "--out" in words else project / "reports").rglob("*.pdf"))
        assert made
        assert all(path.stat().st_size > 100_000 for path in made)
        assert [path.with_suffix(".html").exists() for path in made] == ["--format pdf" not in line for _ in made]
    elif words[1] == "new-quarter":
        assert (project / "data" / words[2] / "values.csv").is_file()
        shutil.rmtree(project / "data" / words[2])  # `latest` is meant to be a quarter with figures
    elif words[1] == "new-notebook":
        assert (project / "notebooks" / f"{words[2]}.ipynb").is_file()
    elif words[1] == "demo":
        assert (out / "2023Q2" / "values.csv").is_file()
    else:
        assert done.stdout.strip()


def test_the_lines_for_papermill_and_nbconvert_are_those_that_test_notebooks_runs():
    run = {
        shlex.join(words)
        for words in (
            run_words("city_briefing.ipynb", "out.ipynb"),
            help_words("city_briefing.ipynb"),
            print_words("pdf", "out.ipynb"),
            print_words("html", "out.ipynb"),
        )
    }
    assert set(CHAIN) == run
    assert CHAIN[0] == shlex.join(run_words("city_briefing.ipynb", "out.ipynb"))  # the others need its copy


def test_the_plain_build_makes_the_files_that_the_readme_names(briefings):
    assert PLAIN in SHELL
    for readme in READMES:
        named = re.findall(
            r"`(?:reports/2023Q2/)?((?:city\.zh|district-<\w+>\.zh)\.[\w*]+|scored\.csv|run\.json)`", text(readme)
        )
        assert len(named) >= 6
        for name in named:
            for short, long in QUARTER_WORDS.items():
                name = name.replace(short, long)
            assert list(briefings.zh.glob(name)), name
    assert all(briefings.file(name, "pdf").is_file() for name in CHINESE)


def test_the_module_is_the_same_program(command):
    assert all("`python -m helpers" in text(readme) for readme in READMES)
    program, module = command("briefing", "--help"), command("python", "-m", "helpers", "--help")
    assert program.returncode == module.returncode == 0
    assert program.stdout == module.stdout


def test_every_option_in_the_readme_is_in_the_help(here):
    for line in (line for line in SHELL if line.startswith("briefing ")):
        told = here("briefing", line.split()[1], "--help").stdout
        assert all(option in told for option in re.findall(r"--\w+", line)), line


def test_the_pinned_requirements_bring_every_part_that_the_guides_use():
    """A database, a cluster and notebook jobs need nothing more once `make briefing` or its three lines are done."""
    extras = tomllib.loads(text("pyproject.toml"))["project"]["optional-dependencies"]
    pinned = {
        canonicalize_name(name) for name in re.findall(r"^([\w.-]+)(?:\[|==)", text("requirements.txt"), re.MULTILINE)
    }
    wanted = {
        canonicalize_name(re.match(r"[\w.-]+", need)[0])
        for extra in ("database", "dask", "scheduler")
        for need in extras[extra]
    }
    assert len(wanted) >= 6
    assert wanted <= pinned
    for guide in (*READMES, *DATA_GUIDES, *GUIDES, "docs/notebooks.md", "docs/notebooks.zh-CN.md"):
        assert not re.search(r"pip install [^\n`]*\[", text(guide)), guide


# --- make ------------------------------------------------------------------------------------------------------------


def planned(command, project, target: str) -> list[str]:
    if not shutil.which("make"):
        pytest.skip("there is no make on this system; the three lines for Windows do the same")
    told = command("make", "-n", "--no-print-directory", target, cwd=project)  # make test runs this below make
    assert told.returncode == 0, told.stderr
    return [line for line in told.stdout.splitlines() if not line.startswith("touch ")]


def plain(line: str) -> list[str]:
    """A line of PowerShell or of the Makefile as the words that matter: program and arguments."""
    short = {"--requirement": "-r", "--editable": "-e", "python3": "python", "py": "python"}
    words = [word.replace("\\", "/").replace(".venv/Scripts/", ".venv/bin/") for word in line.split()]
    return [short.get(word, word) for word in words if word != "--quiet"]


def test_make_briefing_does_what_the_three_lines_for_windows_do(command, project):
    lines = next(lines for kind, lines in commands(READMES[0]) if kind == "powershell")
    assert len(lines) == 3
    assert [plain(line) for line in planned(command, project, "briefing")] == [plain(line) for line in lines]
    assert plain(lines[-1])[1:] == list(BUILD[1:])


def test_make_test_fetches_what_is_missing_and_runs_the_tests(command, project):
    lines = [plain(line) for line in planned(command, project, "test")]
    assert lines[-2:] == [[".venv/bin/python", "tests/tools.py"], [".venv/bin/python", "-m", "pytest"]]


# Made by commands, in a user's data folder; `data/README.md` explains each.
MADE = {
    *("data/ledger.csv", "data/published/", "data/revisions.csv", "data/deliveries.csv", "data/source.toml"),
    "data/mappings/*.toml",
}


# --- paths -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("readme", READMES)
def test_every_path_that_the_readme_names_exists(readme):
    outside = re.sub(r"^```.*?^```", "", text(readme), flags=re.MULTILINE | re.DOTALL)
    spans = re.findall(r"`([^`\s]+)`", outside)
    paths = [
        span for span in spans if re.search(r"/|\.(csv|toml|md|py|ipynb)$", span) and not span.startswith("reports/")
    ]
    assert len(paths) >= 15
    for path in paths:
        for short, long in QUARTER_WORDS.items():
            path = path.replace(short, long)
        if re.match(r"(city|district-\w+)\.zh\.|scored\.csv$", path):
            continue  # made, not kept: looked for among the reports
        if path in ("scenarios/", "trial/reports"):  # made by what_if.ipynb, and by a trial on a copy
            continue
        if path in MADE:
            assert path.removeprefix("data/") in (ROOT / "data" / "README.md").read_text(encoding="utf-8"), path
            continue
        assert any(list((ROOT / folder).glob(path.rstrip("/"))) for folder in FOLDERS), path


def test_the_tree_of_folders_is_the_one_there_is():
    tree = [
        line for readme in READMES for _, lines in blocks(readme) if lines[0].startswith("notebooks/") for line in lines
    ]
    assert tree
    base = ""
    for line in tree:
        name = line.split()[0]
        if not line.startswith(" "):
            base = name
        path = ROOT / name if not line.startswith(" ") else ROOT / base / name
        for one in re.findall(r"[\w.-]+\.ipynb|[\w.-]+\.md", line):
            assert (ROOT / base / one).is_file(), one
        assert path.exists() or path.with_suffix(".py").exists() or name == "reports/", line


def test_both_languages_explain_the_same_data():
    """Every file, column, key and quotable name of one data guide stands in the other."""
    files, names = [], []
    for guide in DATA_GUIDES:
        heads = re.findall(r"^### (.+)$", text(guide), re.MULTILINE)
        files.append([re.findall(r"[a-z_*/.]+(?:\.csv|\.toml|\.md|/)", head) for head in heads])
        cells = re.findall(r"^\| ([^|]+?) \|", text(guide), re.MULTILINE)
        names.append(set(re.findall(r"[a-z_]{3,}", " ".join(cells))) - {"key"})  # a word of the tables' heads
    assert files[0] == files[1] and len(files[0]) > 15
    assert names[0] <= names[1] and len(names[0]) > 50


@pytest.mark.parametrize("guide", [*DATA_GUIDES, *sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md"))])
def test_links_of_the_guides_lead_somewhere(guide):
    found = re.findall(r"\[[^\]]+\]\(([^)#]+)\)", text(guide))
    assert found or guide == "docs/answers.md"
    for target in found:
        assert ((ROOT / guide).parent / target).exists(), target


@pytest.mark.parametrize("command_guide", GUIDES)
def test_the_options_in_the_guide_are_those_of_build(command_guide, command):
    listed = re.findall(r"^\| `(--[\w-]+)` \|", text(command_guide), re.MULTILINE)
    told = set(re.findall(r"--[a-z][\w-]*", command("briefing", "build", "--help").stdout)) - {"--help"}
    assert set(listed) == told


@pytest.mark.parametrize("readme", READMES)
def test_pictures_and_links_lead_somewhere(readme):
    pictures = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", text(readme))
    assert text(readme).index("![") < text(readme).index("## "), "a README opens with a picture of a real page"
    for alt, target in pictures:
        assert len(alt) > 10
        assert (ROOT / target).read_bytes().startswith((b"\x89PNG", b"<svg"))
    for target in re.findall(r"(?<!!)\[[^\]]+\]\(([^)#]+)\)", text(readme)):
        assert (ROOT / target).exists(), target
