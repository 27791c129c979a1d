"""`briefing build --scenario` makes stamped briefings in a folder of their own, by the real command."""

from __future__ import annotations

import csv
import json
import re

import pytest
from bs4 import BeautifulSoup
from reports_made import pdf_pages
from test_scenarios import GOOD

pytestmark = pytest.mark.usefixtures("english_screen")


@pytest.mark.slow
def test_build_makes_a_scenarios_briefings_beside_the_official_ones(project):
    folder, briefing = project
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / "up.toml").write_text(GOOD, encoding="utf-8")
    code, _, told = briefing("build", "2023Q2", "--district", "胶州", "--scenario", "up", "--jobs", 1)
    assert code == 0, told
    assert [p.name for p in (folder / "reports" / "2023Q2").iterdir()] == ["scenario-up"]
    made = folder / "reports" / "2023Q2" / "scenario-up"
    pages = pdf_pages(made / "what-if-district-370281.zh.pdf")
    assert len(pages) > 4 and all("测算" in re.sub(r"\s", "", page) for page in pages)
    soup = BeautifulSoup((made / "what-if-district-370281.zh.html").read_text(encoding="utf-8"), "html.parser")
    assert soup.find(class_="stamp").get_text(strip=True) == "测算"
    captions = [tag.get_text() for tag in soup.find_all(["caption", "figcaption"]) if "位次" in tag.get_text()]
    assert captions and all("测算" in caption for caption in captions)
    assert all("测算" in svg.get_text() for svg in soup.find_all("svg"))
    with (made / "scored.csv").open(encoding="utf-8-sig", newline="") as file:
        scored = {row["code"]: row for row in csv.DictReader(file)}
    assert scored["370281"]["mark"] == "测算" and scored["370281"]["rank"] == "3"
    record = json.loads((made / "run.json").read_text(encoding="utf-8"))
    assert "scenario/up.toml" in record["run"]["inputs"]
    code, out, _ = briefing("build", "2023Q2", "--district", "胶州", "--scenario", "up")
    assert code == 0 and "1 unchanged" in out
    code, out, _ = briefing("what-if", "2023Q2", "--scenario", "up", "--format", "json")
    assert {d["code"]: d["supposed"]["rank"] for d in json.loads(out)["districts"]}["370281"] == 3


def test_a_scenario_that_is_not_there_or_wrong_makes_nothing(project):
    folder, briefing = project
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / "upward.toml").write_text(GOOD.replace("45", "450"), encoding="utf-8")
    code, _, told = briefing("build", "2023Q2", "--scenario", "upwrd")
    assert code == 2 and "no scenario 'upwrd'" in told and "did you mean upward?" in told
    code, _, told = briefing("build", "2023Q2", "--scenario", "upward")
    assert code == 2 and "upward.toml key weights.economy: found '450'" in told
    assert not (folder / "reports").exists()


WILD = """\
format = 1
quarter = "2023Q2"
[values."胶州"]
gdp_growth = 100000
[values."崂山"]
signed_projects = 2610
"""


@pytest.mark.slow
@pytest.mark.parametrize("screen", ["zh", "en"])
def test_a_build_asks_about_doubtful_figures_of_a_scenario_as_what_if_does(project, monkeypatch, screen):
    """Also when nothing is made: a figure that was not looked into stays doubtful."""
    folder, briefing = project
    monkeypatch.setenv("BRIEFING_SCREEN", screen)
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / "wild.toml").write_text(WILD, encoding="utf-8")
    code, out, _ = briefing("what-if", "2023Q2", "--scenario", "wild", "--lang", screen)
    asked = [line for line in out.splitlines() if line.startswith(("请核实：", "Check: "))]
    assert code == 0 and len(asked) == 2 and "100000" in asked[0] + asked[1]
    mark = {"zh": "提示：wild.toml：", "en": "warning: wild.toml: "}[screen]
    line = ("build", "2023Q2", "--district", "none", "--format", "html", "--scenario", "wild", "--jobs", 1)
    for told in (briefing(*line)[2], briefing(*line)[2]):
        assert [row.removeprefix(mark) for row in told.splitlines() if row.startswith(mark)] == asked
