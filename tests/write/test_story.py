"""The words: what is said, when it is said, and that its numbers are the data's."""

from __future__ import annotations

import csv
import re
import shutil
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from shipped import all_of, told

from helpers.assess.streaks import FIRST_TIME_NEEDS
from helpers.demo import make
from helpers.markup import unmarked
from helpers.model import DataError, Quarter, UsageError
from helpers.write import findings, marks, open_briefing, sections, story, tables
from helpers.write.faces import Plate, Words
from helpers.write.notes import MARK
from helpers.write.parameters import unknown_parameters
from helpers.write.telling import Telling

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"
JIAOZHOU, HUANGDAO = "370281", "370211"
QUARTERS = ["2022Q1", "2022Q2", "2022Q3", "2022Q4", "2023Q1", "2023Q2", "2023Q3"]


def published(name: str) -> list[dict[str, str]]:
    """A published table: the original where it lies beside the project, else the copy that the demonstration pins."""
    shared = ROOT.parent / "shared" / "published" / name
    path = shared if shared.is_file() else ROOT / "helpers" / "demo" / "published" / name
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def copied(tmp_path) -> Path:
    shutil.copytree(DATA, tmp_path / "data")
    return tmp_path / "data"


def edit(path: Path, old: str, new: str, count: int = -1) -> None:
    text = path.read_text(encoding="utf-8-sig")
    assert old in text, f"{old!r} is not in {path.name}"
    path.write_text(text.replace(old, new, count), encoding="utf-8-sig")


def said(face: object) -> str:
    return unmarked("\n".join(str(f) for f in face) if hasattr(face, "faces") else str(face))


def test_the_first_of_2023q2_is_told_with_its_published_score():
    text = said(story.headline(open_briefing("2023Q2", data=DATA)))
    assert "胶州市以97.44分居首，为2022年一季度至2023年二季度6次考核中首次" in text
    assert "此前连续5个季度居首的黄岛区96.85分，退居第2位" in text


def test_a_return_to_first_is_not_called_a_first_time():
    text = said(story.headline(open_briefing("2023Q3", data=DATA)))
    assert "黄岛区以98.30分重新居首" in text and "上一次居首为2023年一季度" in text and "首次" not in text


def test_a_streak_is_counted_in_unbroken_quarters():
    text = said(story.headline(open_briefing("2023Q1", data=DATA)))
    assert "居首的仍是黄岛区，得97.74分，已连续5个季度保持首位（2022年一季度至2023年一季度）" in text


def test_a_first_time_needs_history(copied):
    """首次 is refused when fewer than FIRST_TIME_NEEDS unbroken quarters are known."""
    for quarter in QUARTERS[: QUARTERS.index("2023Q2") - FIRST_TIME_NEEDS + 2]:
        shutil.rmtree(copied / quarter)
    assert findings.first_time(open_briefing("2023Q2", data=copied)) is None
    assert "首次" not in said(story.headline(open_briefing("2023Q2", data=copied)))


def test_a_missing_quarter_breaks_the_window_and_the_comparison(copied):
    shutil.rmtree(copied / "2023Q1")
    b = open_briefing("2023Q2", data=copied)
    assert b.previous is None and findings.first_time(b) is None
    text = said(story.headline(b)) + said(story.flags(b))
    assert "上升" not in text.replace("较上季度上升2位以上", "") and "本季度不评" in text


def test_the_method_change_is_said_in_its_quarter_only():
    told = {q: said(story.assessed(open_briefing(q, data=DATA))) for q in QUARTERS}
    assert [q for q in QUARTERS if "不直接可比" in told[q]] == ["2023Q2"]
    assert "由3个调整为4个，新增优化营商环境板块" in told["2023Q2"]


def test_all_35_published_facts_are_told_in_official_phrasing():
    text = said(story.key_work_section(open_briefing("2023Q2", district="胶州", data=DATA)))
    facts = published("jiaozhou_2023Q2_indicators.csv")
    assert len(facts) == 35
    for fact in facts:
        unit, _, mark = fact["unit"].partition("(")
        phrase = {"": "{v}{u}", "余)": "{v}余{u}", "超)": "超{v}{u}"}[mark].format(v=fact["value"], u=unit)
        assert phrase in text, f"{fact['id']}: {phrase}"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_fact_that_is_not_available_is_not_told(copied, lang):
    path = copied / "2023Q2" / "values.csv"
    [line] = [row for row in path.read_text(encoding="utf-8-sig").splitlines() if ",village_bond," in row]
    before = open_briefing("2023Q2", lang, "胶州", data=copied)
    figure = line.split(",")[2]
    edit(path, line, line.replace(f",{figure},", ",,", 1))
    after = open_briefing("2023Q2", lang, "胶州", data=copied)
    told = [said(story.key_work_section(b)) for b in (before, after)]
    rows = [len(tables.key_facts(b).rows) for b in (before, after)]
    assert not re.search(r"—亿元|CNY —", told[1]) and len(told[1]) < len(told[0]) and rows == [35, 34]


def test_each_fact_is_traceable_to_its_row():
    b = open_briefing("2023Q2", district="胶州", data=DATA)
    table = tables.key_facts(b)
    with (DATA / "2023Q2" / "values.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    facts = {(f["name_zh"], f["value"]) for f in published("jiaozhou_2023Q2_indicators.csv")}
    seen = set()
    for name, value, *_, row in table.rows:
        number = int(re.fullmatch(r"values\.csv:(\d+)", row)[1])
        figure = re.sub(r"[余超]", "", value)
        assert figure in lines[number - 1] and "胶州市" in lines[number - 1]
        seen.add((name, figure))
    assert {value for _, value in facts} == {value for _, value in seen} and len(seen) == 35


def test_a_district_without_reports_has_no_key_work_section():
    assert not story.key_work_section(open_briefing("2023Q2", district="平度", data=DATA)).faces


def test_photo_plates_carry_caption_and_credit():
    b = open_briefing("2023Q2", district="胶州", data=DATA)
    plates = [face for face in story.key_work_section(b) if isinstance(face, Plate)]
    assert plates and all(plate.caption and plate.note and plate.alt and plate.image for plate in plates)


@pytest.mark.parametrize("quarter", QUARTERS)
def test_the_parts_of_every_gap_sum_to_the_printed_gap(quarter):
    b = open_briefing(quarter, data=DATA)
    for upper, lower in zip(b.ranking, b.ranking[1:], strict=False):
        rows = tables.gap(b, upper, lower).rows
        parts = [Decimal(row[-1].replace("−", "-").replace("+", "")) for row in rows]
        assert sum(parts[:-1]) == parts[-1]
        totals = [Decimal(cell) for cell in rows[-1][1:3]]
        assert totals[0] - totals[1] == parts[-1]


@pytest.mark.parametrize("quarter", QUARTERS)
def test_every_section_can_be_told_for_every_district(quarter):
    for district in open_briefing(quarter, data=DATA).result.districts:
        b = open_briefing(quarter, district=district.code, data=DATA)
        for section in (story.standing, story.strengths, story.weaknesses, story.track, story.place_above):
            text = said(section(b))
            assert "nan" not in text and "None" not in text and "{" not in text
        rank, shared = b.result.rank[district.code], len(b.at_rank(b.result.rank[district.code])) > 1
        place = f"并列全市第{rank}位" if shared else "居全市首位" if rank == 1 else f"居全市第{rank}位"
        assert place in said(story.standing(b))


OF_RULES = {"assessed", "star_rule", "illustrative", "method_change", "scheme_line", "further"}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("quarter", QUARTERS)
def test_a_sentence_without_a_figure_rests_on_data_and_is_marked_like_one_with(quarter, lang):
    """“各板块均居末位” is as illustrative as the scores it is read from."""
    bare = marked = 0
    for b in all_of(quarter, lang):
        for found in told(b):
            telling = Telling(b)
            text = telling.sentence(found)
            rests = [telling.bases[n] for n in marks.places(text) if telling.bases[n].illustrative is not None]
            assert bool(rests) == (found.kind not in OF_RULES), text
            if found.kind in ("no_flags", "no_strength", "no_weakness", "no_swap", "no_concern"):
                bare += 1
                (basis,) = rests
                (words,) = telling.words([text]).rich
                assert (MARK in words) == basis.illustrative, text
                marked += basis.illustrative
                assert marks.plain(text)[-1] in "。." and basis.rows
    assert bare >= marked > 5


def test_a_flag_won_by_a_published_rank_is_not_illustrative():
    b = open_briefing("2023Q2", district=JIAOZHOU, data=DATA)
    telling = Telling(b)
    (found,) = [f for f in sections.findings_of(b, "standing") if f.kind == "district_flags"]
    (told,) = telling.words([telling.sentence(found)]).rich
    assert "红旗" in told and MARK not in told and "cite" in told


def test_movers_start_at_two_places(copied):
    b = open_briefing("2023Q3", data=DATA)
    rose = findings.movers(b, rise=True)
    for code in b.ranking:
        change = b.result.change[code]
        assert (code in rose.who) == (change >= 2), f"{code} moved {change}"


def test_near_ties_stop_at_their_limit():
    """Told for every two neighbouring totals at most NEAR_TIE apart, and for no others."""
    for quarter in QUARTERS:
        b = open_briefing(quarter, data=DATA)
        total = b.result.total
        told = {(total[f.who[0]], total[f.who[1]]) for f in findings.close_pairs(b) if f.kind == "near_tie"}
        steps = sorted(set(total), reverse=True)
        close = {(u, v) for u, v in pairwise(steps) if round(u - v, 6) <= findings.NEAR_TIE}
        assert told == close


def test_the_illustrative_mark_follows_the_sources(copied):
    """By rule, not by hand: with every source published, notice, marks and notes are gone."""
    marked = open_briefing("2023Q2", data=copied)
    assert story.notice(marked) and "演示数据" in tables.ranking(marked).caption
    edit(copied / "sources.csv", "illustrative", "published")
    plain = open_briefing("2023Q2", data=copied)
    assert not story.notice(plain) and not story.honesty(plain)
    assert "演示数据" not in tables.ranking(plain).caption
    assert story.cover(plain).notice == ""


def test_a_hostile_district_name_stays_a_name(copied):
    hostile = "<b>#let x</b>*_$"
    for path in copied.rglob("*.csv"):
        if "胶州市" in path.read_text(encoding="utf-8-sig"):
            edit(path, "胶州市", hostile)
    b = open_briefing("2023Q2", data=copied)
    assert hostile in said(story.headline(b))
    markdown = story.headline(b).markdown
    assert "<b>" not in markdown.replace("\\<b\\>", "") and "\\*\\_\\$" in markdown
    html, typst = tables.ranking(b).html, tables.ranking(b).typst
    assert "<b>#let" not in html and "&lt;b&gt;#let x&lt;/b&gt;*_$" in html
    assert f'#"{hostile}";' in typst


def test_key_work_sentences_carry_no_bare_number(copied):
    path = copied / "key_work.zh.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("{head_enterprises_in_contact}", "30余家"), encoding="utf-8"
    )
    with pytest.raises(DataError, match=r"key_work\.zh\.toml.*bare number"):
        open_briefing("2023Q2", data=copied)


def test_a_key_work_sentence_quotes_known_items_only(copied):
    path = copied / "key_work.zh.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("{signed_projects}", "{signed_project}"), encoding="utf-8")
    with pytest.raises(DataError, match="signed_projects"):
        open_briefing("2023Q2", data=copied)


def test_the_commentary_is_quoted_as_it_stands(copied):
    (copied / "2023Q2" / "commentary.md").write_text("形势**总体**平稳。", encoding="utf-8")
    assert "形势**总体**平稳。" in [str(face) for face in story.concerns(open_briefing("2023Q2", data=copied))]


def test_the_issue_date_is_printed_on_the_cover(copied):
    (copied / "2023Q2" / "issue.toml").write_text("date = 2023-08-08\n", encoding="utf-8")
    assert story.cover(open_briefing("2023Q2", data=copied)).date == "2023年8月8日"
    (copied / "2023Q2" / "issue.toml").write_text('date = "soon"\n', encoding="utf-8")
    with pytest.raises(DataError, match=r"issue\.toml"):
        open_briefing("2023Q2", data=copied)


@pytest.mark.parametrize(
    ("cells", "unknown"),
    [
        (['quarter: str = "2023Q2"', '# Parameters\nquater = "2023Q1"\n'], {"quater"}),
        (['quarter: str = "2023Q2"', '# Parameters\nquarter = "2023Q1"\n'], set()),
        (['quarter: str = "2023Q2"\nlang: str = "zh"', "b = open_briefing(quarter)"], set()),
    ],
)
def test_a_misspelt_papermill_parameter_is_named(cells, unknown):
    assert set(unknown_parameters(cells)) == unknown


def test_unknown_words_offer_the_nearest():
    with pytest.raises(UsageError, match="胶州"):
        open_briefing("2023Q2", district="胶洲市", data=DATA)
    with pytest.raises(UsageError, match="write 2023Q2"):
        open_briefing("2023-2", data=DATA)
    with pytest.raises(UsageError, match="write 2023Q2"):
        open_briefing("2023q2", data=DATA)
    with pytest.raises(UsageError, match="language"):
        open_briefing("2023Q2", lang="fr", data=DATA)


def test_sentences_are_markdown_and_covers_are_plain():
    b = open_briefing("2023Q2", data=DATA)
    assert isinstance(story.headline(b), Words) and "**97.44分**" in story.headline(b).markdown
    assert all("**" not in line and "\\" not in line for line in story.cover(b).summary)


def test_a_city_of_one_district_is_told_without_a_last_or_a_second(tmp_path):
    make(1, Quarter.span("2023Q1..2023Q2"), 3, tmp_path / "data")
    b = open_briefing("2023Q2", data=tmp_path / "data")
    boards = "".join(str(face) for face in story.boards(b) if isinstance(face, Words))
    text = boards + said(story.headline(b)) + said(story.why_first(b))
    assert "示范001区" in text and "末位" not in text and "第2位" not in text
