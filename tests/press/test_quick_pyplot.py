"""matplotlib's docstrings are what they are without our import of it, from the file and without it."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ALL_DOCSTRINGS = """
import hashlib, sys
found = hashlib.sha256()
for name in sorted(name for name in sys.modules if name.startswith(("matplotlib", "mpl_toolkits"))):
    for word, thing in sorted(vars(sys.modules[name]).items()):
        inner = vars(thing).items() if isinstance(thing, type) else ()
        for told in (thing.__doc__, *(part.__doc__ for _, part in sorted(inner, key=lambda item: item[0]))):
            if isinstance(told, str) and " at 0x" not in told:
                found.update(f"{name} {word} {told}".encode())
print(found.hexdigest())
"""
COUNTS = """
from matplotlib import artist
from functools import wraps
asked, before = [], artist.kwdoc
artist.kwdoc = wraps(before)(lambda one: asked.append(one) or before(one))
"""


def run(code: str, folder, **more: str) -> str:
    env = os.environ | {"MPLCONFIGDIR": str(folder), "PYTHONHASHSEED": "0"} | more
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, encoding="utf-8", check=True)
    assert done.stderr == ""
    return done.stdout.strip()


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A folder of matplotlib's with its list of fonts, and all docstrings without us."""
    folder = tmp_path_factory.mktemp("matplotlib")
    return folder, run(f"import matplotlib.pyplot\n{ALL_DOCSTRINGS}", folder)


def test_every_docstring_is_the_same_and_found_once(home):
    folder, expected = home
    ours = f"{COUNTS}\nimport helpers.press.quick_pyplot\nprint(len(asked))\n{ALL_DOCSTRINGS}"
    first, told = run(ours, folder).split()
    assert int(first) > 50, "the first process has to look"
    assert told == expected
    assert run(ours, folder).split() == ["0", expected]


@pytest.mark.parametrize("content", ["", "[1]", '{"matplotlib.lines.Line2D 1": 1}'])
def test_a_file_that_is_none_is_made_again(home, content):
    folder, expected = home
    ours = f"import helpers.press.quick_pyplot as quick\n{ALL_DOCSTRINGS}\nprint(quick.place())"
    told, place = run(ours, folder).split()
    Path(place).write_text(content, encoding="utf-8")
    assert run(ours, folder).split()[0] == told == expected
    assert len(json.loads(Path(place).read_text(encoding="utf-8"))) > 50


@pytest.mark.skipif(os.name == "nt", reason="a folder is not closed by its mode there")
def test_where_the_folder_cannot_be_written_each_looks_for_itself(home, tmp_path):
    _, expected = home
    run("import matplotlib.pyplot", tmp_path)
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    blocked = "import tempfile\ndef refuse(*_, **__): raise PermissionError(13, 'refused')\ntempfile.mkstemp = refuse"
    try:
        told = run(f"{blocked}\nimport helpers.press.quick_pyplot\n{ALL_DOCSTRINGS}", tmp_path)
    finally:
        tmp_path.chmod(stat.S_IRWXU)
    assert told == expected
    assert not list(tmp_path.glob("briefing-*"))


def test_docstrings_in_rest_are_left_alone(tmp_path):
    (tmp_path / "matplotlibrc").write_text("docstring.hardcopy: True\n", encoding="utf-8")
    expected = run(f"import matplotlib.pyplot\n{ALL_DOCSTRINGS}", tmp_path)
    assert run(f"import helpers.press.quick_pyplot\n{ALL_DOCSTRINGS}", tmp_path) == expected
    assert not list(tmp_path.glob("briefing-*"))
