"""Bad schemes, texts, pictures and quarters, and what is doubtful: told with place, rule and what to do."""

from __future__ import annotations

import pytest
from damage import (
    COMMENTARY,
    ISSUE,
    KEY_WORK,
    PHOTOS,
    SCHEME,
    SURVEY,
    VALUES,
    cell,
    figure,
    gone,
    put_rows,
    rows,
    whole,
    words,
)
from found import assert_told, errors, warnings

from helpers.model import DataError
from helpers.write import open_briefing

FIRST_PHOTO = "2023Q2/photos/01-skyline.png"

BAD = {
    # the scheme
    "weights of boards that do not sum": (
        words(SCHEME, "weight = 40", "weight = 41"),
        SCHEME,
        "boards: weight",
        "weights sum to 101, not 100: 41 + 25 + 20 + 15",
        "mend them",
    ),
    "weights within a board that do not sum": (
        words(SCHEME, "weight = 35", "weight = 30"),
        SCHEME,
        "children of economy: weight",
        "weights sum to 95, not 100",
        "mend them",
    ),
    "an unknown method": (
        words(SCHEME, '"efficacy"', '"eficacy"'),
        SCHEME,
        "node gdp_growth: method",
        "no such method",
        "efficacy",
    ),
    "an unknown key": (words(SCHEME, "stars =", "starz ="), SCHEME, "starz", "no such key", "did you mean stars"),
    "an unknown parent, told without the sums that follow from it": (
        words(SCHEME, 'parent = "economy"', 'parent = "econmy"'),
        SCHEME,
        "node gdp_growth: parent",
        "no such node",
        "did you mean economy",
    ),
    "a node without an id, told without the circles that follow from it": (
        words(SCHEME, 'id = "gdp_growth"', "id = 5"),
        SCHEME,
        "node 5: id",
        "a text in quotes",
        "write id = ",
    ),
    "an unknown indicator for a target": (
        words(SCHEME, "target = 100", 'target = "no_such"'),
        SCHEME,
        "node budget_revenue",
        "no such indicator",
        "known: ",
    ),
    "digits that no float has": (
        words(SCHEME, "decimals = 2\norder", "decimals = 20\norder"),
        SCHEME,
        "policies: decimals",
        "from 0 to 8",
        "write decimals = 2",
    ),
    "a scheme that is not TOML": (
        words(SCHEME, "weight = 40", "weight ＝ 40"),
        SCHEME,
        "",
        "not TOML",
        "write the line so: weight = 40",
    ),
    "spans that overlap": (
        words("schemes/2022.toml", "2022Q1..2023Q1", "2022Q1..2023Q2"),
        SCHEME,
        "valid",
        "covers 2023Q2 too",
        "end the earlier one at 2023Q1",
    ),
    "a quarter without a scheme": (words(SCHEME, '"2023Q2.."', '"2023Q3.."'), SCHEME, "valid", "no scheme", "meet"),
    "a span that is not one": (words(SCHEME, '"2023Q2.."', '"2023-2.."'), SCHEME, "valid", "not a quarter", "2023Q2"),
    # texts and pictures beside the tables
    "commentary that is not UTF-8": (
        whole(COMMENTARY, "研判".encode("gbk")),
        COMMENTARY,
        "",
        "not UTF-8",
        "save it as",
    ),
    "commentary that no bundled font can print": (
        whole(COMMENTARY, "好\n𠮷"),
        COMMENTARY,
        "",
        "U+20BB7",
        "another way",
    ),
    "key work that is not TOML": (
        words(KEY_WORK, "[[passage]]", "[[passage]"),
        KEY_WORK,
        "",
        "not TOML",
        "write the line so: [[passage]]",
    ),
    "key work of one number": (whole(KEY_WORK, "passage = 5"), KEY_WORK, "", "[[passage]] blocks", "heading"),
    "key work under a misspelt key": (
        words(KEY_WORK, "[[passage]]", "[[pasage]]"),
        KEY_WORK,
        "pasage",
        "no such",
        "[[",
    ),
    "a key-work sentence that is a number": (
        whole(KEY_WORK, '[[passage]]\nheading = "a"\nsentences = [5]'),
        KEY_WORK,
        "passage 1",
        "a list of sentences",
        "write [[passage]]",
    ),
    "a key-work sentence that quotes an unknown fact": (
        words(KEY_WORK, '"{signed_projects.period}', '"{signd_projects.period}'),
        KEY_WORK,
        "passage 1",
        "no such item",
        "signed_projects",
    ),
    "key work that no bundled font can print": (
        words(KEY_WORK, 'heading = "', 'heading = "𠮷'),
        KEY_WORK,
        "passage 1",
        "U+20BB7",
        "another way",
    ),
    "a caption that no bundled font can print": (
        cell(PHOTOS, 2, "caption_zh", "🙂"),
        PHOTOS,
        "caption_zh",
        "U+1F642",
        "another way",
    ),
    "a photograph that is not there": (gone(FIRST_PHOTO), PHOTOS, "file", "no such picture", "check the name"),
    "a photograph that is no picture": (whole(FIRST_PHOTO, b"no"), PHOTOS, "file", "not a picture", "save it anew"),
    "a photograph of nothing": (whole(FIRST_PHOTO, b""), PHOTOS, "file", "not a picture", "save it anew"),
    "a photograph cut short": (
        lambda data: (data / FIRST_PHOTO).write_bytes((data / FIRST_PHOTO).read_bytes()[:1000]),
        PHOTOS,
        "file",
        "damaged",
        "save it anew",
    ),
    "a photograph outside the folder": (
        cell(PHOTOS, 2, "file", "../../districts.csv"),
        PHOTOS,
        "file",
        "no such picture",
        "check the name",
    ),
    "a day of issue in quotes": (whole(ISSUE, 'date = "2023-08-08"'), ISSUE, "date", "is a day", "without quotes"),
    "no day of issue": (whole(ISSUE, 'source = "demo"'), ISSUE, "date", "is missing", "date = 2023-08-08"),
    "a misspelt key beside the day": (
        whole(ISSUE, "date = 2023-08-08\nsorce = 1"),
        ISSUE,
        "sorce",
        "no key",
        "did you mean source",
    ),
    "a day that no month has": (whole(ISSUE, "date = 2023-08-32"), ISSUE, "", "not TOML", "half-width"),
    "a day of issue from an unknown source": (
        whole(ISSUE, 'date = 2023-08-08\nsource = "nobody"'),
        ISSUE,
        "source",
        "no such source",
        "demo",
    ),
    # the quarter as a whole
    "figures missing for every district": (
        lambda data: put_rows(
            data / SURVEY,
            [row if k == 0 else [row[0], "", "", "", "", *row[5:]] for k, row in enumerate(rows(data / SURVEY))],
        ),
        "2023Q2/",
        "",
        "every district lacks figures",
        "wait for the figures",
    ),
    # other quarters
    "a fault in an earlier quarter, which ranks depend on": (
        words("2023Q1/values.csv", ",demo,", ",dmo,"),
        "2023Q1/values.csv",
        "source",
        "no such source",
        "did you mean demo",
    ),
}
ALONE = {
    "an unknown parent, told without the sums that follow from it",
    "a node without an id, told without the circles that follow from it",
    "an unknown indicator for a target",
}


@pytest.mark.parametrize("claim", BAD)
def test_each_fault_names_its_place_its_rule_and_what_to_do(data, claim):
    damage, file, column, rule, hint = BAD[claim]
    damage(data)
    found = errors(data)
    assert_told(found, file, column, rule, hint)
    if claim in ALONE:
        assert len(found) == 1, [str(f) for f in found]


@pytest.mark.parametrize("claim", ["a scheme that is not TOML", "no day of issue"])
def test_what_the_check_refuses_no_notebook_opens(data, claim):
    BAD[claim][0](data)
    with pytest.raises(DataError) as caught:
        open_briefing("2023Q2", data=data)
    assert caught.value.faults[0] in errors(data)


DOUBTS = {
    "a percentage written as a part of one": (
        figure("市南区", "renewal_start_rate", "value", "0.957"),
        VALUES,
        "looks like a part of one",
        "write 95.7",
    ),
    "a sum since January that falls": (
        figure("市南区", "signed_projects", "value", "5"),
        VALUES,
        "was 111 in 2023Q1",
        "check it",
    ),
    "a figure that is not available": (cell(VALUES, 2, "value", ""), VALUES, "not available", "provisional"),
    "an optional column under a misspelt name": (
        words(VALUES, "qualifier", "qualifer"),
        VALUES,
        "not read",
        "did you mean qualifier",
    ),
    "an optional table under a misspelt name": (
        lambda data: (data / "2023Q2" / "prase.csv").write_text("district,reason_zh,source\n"),
        "2023Q2/prase.csv",
        "it is not read",
        "did you mean praise.csv",
    ),
    "a quarter's folder under another spelling": (
        lambda data: (data / "2023q3").mkdir(),
        "2023q3/",
        "looks like a quarter",
        "rename it 2023Q3",
    ),
}


@pytest.mark.parametrize("claim", DOUBTS)
def test_what_is_doubtful_is_told_and_stops_nothing(data, claim):
    damage, file, rule, hint = DOUBTS[claim]
    damage(data)
    assert errors(data) == []
    (fault,) = warnings(data)
    assert fault.file == file and rule in fault.rule and hint in fault.hint
