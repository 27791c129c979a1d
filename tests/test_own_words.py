"""What is said outside the briefings where those assessed are no districts of a city: commands, archive, workbook."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from helpers.assess import score
from helpers.assess.called import calling_in
from helpers.assess.load import load_base
from helpers.calling import USUAL, Calling, own, own_english, speaking_of
from helpers.cli import app
from helpers.desk.archive import write_archive
from helpers.desk.checked import FACT
from helpers.desk.live.book import scored_workbook
from helpers.desk.recipients import read_recipients
from helpers.desk.scores import scored_csv
from helpers.model import Name, Quarter
from helpers.press.record import Record
from helpers.said import Said
from helpers.write import data_check
from helpers.write.usage_zh import usage

sys.path.append(str(Path(__file__).parent / "assess"))

import made

SCHEME = made.county()

TOWNS = Calling(Name("乡镇", "town"), Name("全县", "county"))
OFFICES = Calling(Name("处室", "office"), Name("全局", "agency"))
# beside the names of files and columns
STRANGE = {"zh": r"区市|全市", "en": r"(?<!column )\b(?:[Dd]istricts?|[Cc]it(?:y|ies))\b(?!\.csv)"}


@pytest.fixture
def county(tmp_path):
    data = made.folder(tmp_path / "data", SCHEME)
    made.quarter(data, "2023Q1")
    made.quarter(data)
    return data


def strange(text: str, lang: str) -> list[str]:
    return [text[max(0, found.start() - 30) : found.end() + 20] for found in re.finditer(STRANGE[lang], text)]


@pytest.fixture
def says(monkeypatch):
    """What a command says on both streams, in a language of the screen."""

    def run(lang: str, *words: object) -> str:
        monkeypatch.setenv("BRIEFING_SCREEN", lang)
        ended = CliRunner().invoke(app, [str(word) for word in words])
        assert ended.exception is None or isinstance(ended.exception, SystemExit), ended.exception
        return ended.output

    return run


# ---- words --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("calling", "text", "told"),
    [
        (TOWNS, "a district of the city, Districts' sums", "a town of the county, Towns' sums"),
        (OFFICES, "a district and A district", "an office and An office"),
        (OFFICES, "the cities", "the agencies"),
        (TOWNS, "name a district with --district", "name a town with --district"),
        (TOWNS, "no such district in districts.csv", "no such town in districts.csv"),
        (TOWNS, "district-370281.zh, district=…, by_district", "district-370281.zh, district=…, by_district"),
        (TOWNS, "leave out: `where district is not null`", "leave out: `where district is not null`"),
        (TOWNS, "{district}: {city} {districts:d} districts", "{district}: {city} {districts:d} towns"),
        (USUAL, "a district", "a district"),
    ],
)
def test_words_are_exchanged_and_what_is_typed_stays(calling, text, told):
    assert calling.told(text, "en") == told


def test_what_a_message_quotes_stays_as_it_is():
    """The sender's own cell, a district's name: only the program's words are exchanged."""
    said = Said("no such district: {name}", name="全市区市 district")
    with speaking_of(TOWNS):
        assert own_english(said) == "no such town: 全市区市 district"
        assert usage(Said("no district is called {word!r}; {hint}", word="区市", hint="")) == "没有“区市”这个乡镇；"
    assert own_english(said) == said


def test_words_are_asked_for_once_and_only_where_there_is_one_to_exchange():
    asked = []

    def find():
        asked.append(1)
        return TOWNS

    with speaking_of(find):
        assert own("没有数据", "zh") == "没有数据" and not asked
        assert own("各区市", "zh") + own("全市", "zh") == "各乡镇全县" and asked == [1]
    assert own("各区市", "zh") == "各区市"


def test_a_head_named_in_an_english_sentence_is_the_schemes_too():
    with speaking_of(TOWNS):
        assert own_english("head each column of districts 区市") == "head each column of towns 乡镇"


# ---- which words --------------------------------------------------------------------------------------------------


def test_the_words_are_those_of_the_quarters_scheme(tmp_path):
    made.folder(tmp_path, SCHEME.replace('"2023Q1.."', '"2023Q1..2023Q2"'))
    later = made.SCHEME.replace('"2023Q1.."', '"2023Q3.."').replace('"plain"', '"later"')
    (tmp_path / "schemes" / "later.toml").write_text(later, encoding="utf-8")
    assert calling_in(tmp_path, "2023Q2").assessed.zh == "乡镇"
    assert calling_in(tmp_path, "2023Q3").is_usual and calling_in(tmp_path, "latest").is_usual


def test_a_scheme_that_is_faulty_otherwise_still_has_its_words(county):
    scheme = county / "schemes" / "plain.toml"
    scheme.write_text(SCHEME.replace("weight = 60", "weight = 61"), encoding="utf-8")
    assert calling_in(county, "2023Q2").whole.en == "county"
    scheme.write_text("title = ", encoding="utf-8")
    assert calling_in(county).is_usual


# ---- the screen ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "words",
    [
        "score 2023Q2",
        "check 2023Q2",
        "check 2023Q3",
        "explain 2023Q2 --district 丙县",
        "explain 2023Q2 --district 胶州",
        "explain 2023Q2 --district 丙县 --against 丙县",
        "what-if 2023Q2 --set 丙县.growth=6",
        "new-quarter 2023Q3",
        "build 2023Q2 --district 没有的",
        "deliver 2023Q2",
    ],
)
def test_no_command_speaks_of_a_city_and_its_districts(county, says, words, lang):
    made.write(county / "2023Q3" / "values.csv", [made.value("外乡", "growth", 5, "%")] * 2)
    if words.startswith("new"):
        (county / "2023Q3" / "values.csv").unlink()
        (county / "2023Q3").rmdir()
    command, *rest = words.split()
    told = says(lang, command, *rest, "--data", county, *(["--lang", lang] if command in LANG else []))
    assert told.strip() and strange(told, lang) == []


LANG = ("check", "explain", "what-if", "new-quarter")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_head_of_the_scores_is_the_schemes_word(county, says, lang):
    assert {"zh": "乡镇", "en": "county town"}[lang] in says(lang, "score", "2023Q2", "--data", county).splitlines()[0]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("words", [[], ["build"], ["score"], ["explain"], ["new-notebook"], ["demo"]], ids=" ".join)
def test_help_speaks_in_the_words_of_the_folder_it_is_asked_about(county, says, words, lang, monkeypatch):
    """Of the folder that the line names, else of the nearest; what is typed (--district) stays as it is."""
    elsewhere = county.parent / "elsewhere"
    elsewhere.mkdir()
    for line, where in (([*words, "--help"], county.parent), ([*words, "--data", str(county), "--help"], elsewhere)):
        monkeypatch.chdir(where)
        monkeypatch.setattr(sys, "argv", ["briefing", *line])
        told = says(lang, *words, "--help")
        typed = re.sub(r"--[a-z-]+ [A-Z|a-z-]+|district(?=[：:.])|city(?=：)", "", told)
        assert typed.strip() and strange(typed, lang) == []
    monkeypatch.setattr(sys, "argv", ["briefing", *words, "--help"])
    assert "--district" in says(lang, *words, "--help") or words not in (["build"], ["explain"])


# ---- intake -------------------------------------------------------------------------------------------------------


def workbook(path: Path, rows: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize("total", ["全县", "全县合计", "各乡镇合计", "各乡镇"])
def test_a_workbook_of_towns_is_summed_under_the_schemes_own_words(tmp_path, total):
    """全县 is the total, compared and not taken in; before it was a town that nobody knows."""
    from helpers.intake.plan import plan

    data = made.folder(tmp_path / "data", SCHEME)
    made.quarter(data, "2023Q1")
    (data / "2023Q2").mkdir()
    rows = [["乡镇", "收入（亿元）"], *([name, 90 + k] for k, name in enumerate(made.PLAIN)), [total, 400]]
    found = plan(data, Quarter(2023, 2), [workbook(tmp_path / "财政局.xlsx", rows)], accept=True)
    assert [change.new for change in found.changes] == ["90.00", "91.00", "92.00", "93.00"]
    (gap,) = [fault.rule for fault in found.warnings if "sum to" in fault.rule]
    with speaking_of(TOWNS):
        assert own_english(gap).startswith("the towns' ") and own_english(gap).endswith("than the county's figure")


def test_a_town_is_known_without_its_kind(tmp_path):
    from helpers.intake.names import Names
    from helpers.model import District

    named = ("大店镇", "城关街道", "红旗乡", "云县")
    names = Names.of([District(str(k), name) for k, name in enumerate(named, start=1)])
    assert [names.code(word) for word in ("大店", "城关", "红旗", "云", "大店镇政府")] == ["1", "2", "3", "", "1"]


def test_background_and_recipients_know_the_whole_by_the_schemes_word(county):
    from helpers.assess.background import load_background

    made.write(county / "background.csv", [("2022", "gdp", "全县", 10, "亿元", "full year", "office")])
    assert list(load_background(load_base(county))["code"]) == [""]
    rows = [("甲办", "a@example.org", "全县", "zh"), ("乙办", "b@example.org", "County", "en")]
    made.write(county / "recipients.csv", rows, ["name", "email", "districts", "lang"])
    assert [who.reports for who in read_recipients(county, ())] == [("city",), ("city",)]


# ---- the data contract's report -----------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_data_check_speaks_of_towns(county, lang):
    rows = [made.value("外乡", "growth", 5, "%"), made.value("甲区", "growth", 900, "%")]
    made.write(county / "2023Q3" / "values.csv", rows)
    check = data_check.open_check("2023Q3", lang, str(county))
    told = (data_check.cover, data_check.overview, data_check.faults, data_check.doubts, data_check.late)
    text = "\n".join(shown(make(check)) for make in told)
    assert {"zh": "全部乡镇", "en": "all county towns"}[lang] in text
    assert strange(text, lang) == []


def shown(face: object) -> str:
    parts = face if hasattr(face, "_ipython_display_") else [face]
    return "\n".join(str(part._repr_mimebundle_()) for part in parts)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_word_of_the_data_check_can_be_exchanged(lang):
    """Also those that no faulty quarter here brings about; the names in a sentence stay."""
    from helpers.write.doubt_lines import Wording

    words = Wording(lang, TOWNS)
    told = [*words.HEADS.values(), *words.CAPTIONS.values(), *words.NOTES.values()]
    told += [words.column(kind, "24", 4, "天") for kind in words.COLUMNS]
    told += [*words.NOTHING.values(), words.WHOLE, words.gap("1", "2", "3"), words.doubts([0] * 5, 1, 1)]
    told += [words.doubts([1] * 5, 1, 1), words.overview(1, 1, (0, 0, 0), (0, 0, 0))]
    assert [text for text in told if strange(text, lang)] == []
    name = {"zh": "全市区市商场", "en": "City Hall"}[lang]
    assert name in words.jump(name, "1", "2", "3") and strange(words.jump("甲", "1", "2", "3"), lang) == []


# ---- what lies beside the briefings -------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_workbook_of_the_calculation_speaks_of_towns(county, lang):
    book = openpyxl.load_workbook(io.BytesIO(scored_workbook(score.history(county, Quarter(2023, 2))[-1], lang)))
    text = "\n".join(str(c.value) for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None)
    assert {"zh": "乡镇", "en": "County town"}[lang] in text
    assert strange(text, lang) == []


@pytest.fixture
def shelved(county, tmp_path):
    """The folder of reports with two quarters of a county, of which a city's rules scored the earlier."""
    scheme = county / "schemes" / "plain.toml"
    root = tmp_path / "reports"
    history = score.history(county, Quarter(2023, 2))
    scheme.write_text(SCHEME.replace('"2023Q1.."', '"2023Q2.."'), encoding="utf-8")
    earlier = made.SCHEME.replace('"2023Q1.."', '"2023Q1..2023Q1"').replace('"plain"', '"earlier"')
    (county / "schemes" / "earlier.toml").write_text(earlier, encoding="utf-8")
    for result in history:
        folder = root / str(result.quarter)
        folder.mkdir(parents=True)
        (folder / "scored.csv").write_bytes(scored_csv(result))
        for name in ("city", *(f"district-{code}" for code in result.codes)):
            (folder / f"{name}.zh.html").write_text(name, encoding="utf-8")
        told = Record(run={FACT: {"draft": True}, "settings": {"data": str(county)}}).text()
        (folder / "run.json").write_text(told, encoding="utf-8")
    write_archive(root, history[-1].districts)
    return root


def test_the_archive_speaks_of_towns_and_of_each_quarter_in_its_own_words(shelved):
    page = (shelved / "index.html").read_text(encoding="utf-8")
    now, before = page.split("2023年第一季度</strong>")
    assert "<title>乡镇通报存档</title>" in page
    assert 'placeholder="乡镇、代码或季度，如：甲区 2023Q2"' in page
    assert strange(re.sub('data-words="[^"]*"', "", now), "zh") == []
    assert ">全县</th>" in re.sub("<span.*?</span>", "", now) and ">全市</th>" in before and "区市" in before
    assert 'data-words="全市 city 全县 county 2023q2' in now  # found by either


def test_the_english_archive_too(shelved):
    page = (shelved / "index.en.html").read_text(encoding="utf-8").split("Q1 2023</strong>")[0]
    told = re.sub('<style>.*?</style>|<script>.*?</script>|data-words="[^"]*"|href="[^"]*"', "", page, flags=re.S)
    assert "County towns" in told and ">The county</th>" in told
    assert strange(told, "en") == []
