"""本期 | 上年同期 | 增幅 under a title that names what they are of; and groups of columns 四季度 | 1-12月累计."""

import pytest
from books import NAMES, Q4, book, data_folder, expect, growths, merged, sheets_book, table, taken

from helpers.intake.plan import plan
from helpers.model import DataError

PROJECTS, BEFORE, GROWTH, LESS = list(range(400, 410)), list(range(380, 390)), growths(), growths(3.0)
AMOUNTS = [100.5 + k for k in range(10)]
ENGLISH = ("Shinan", "Shibei", "Licang", "Laoshan", "Huangdao", "Chengyang", "Jimo", "Jiaozhou", "Pingdu", "Laixi")


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return data_folder(tmp_path_factory.mktemp("data"))


def proposed(data, path):
    """What a workbook's mapping would read, by item; what it asks, by item and head; and what it leaves, by head."""
    [mapping] = plan(data, Q4, [path], lang="zh").proposals
    reads = {c.indicator: c.head for s in mapping.sheets for c in s.columns}
    asks = {(one.column.indicator, one.column.head): one.question for one in mapping.open if one.column.indicator}
    left = dict(head.partition(": ")[2].partition(" — ")[::2] for head in mapping.unread)
    return reads, asks, left


@pytest.mark.parametrize(
    ("titles", "heads"),
    [
        (["新签约项目", "单位：个"], ["本期", "上年同期", "增幅（%）"]),
        (["青岛市各区市2023年1-12月新签约项目完成情况统计表", "单位：个"], ["本期数", "去年同期", "同比±%"]),
        (["青岛市商务局新签约项目汇总表（个）"], ["本年累计", "上年同期累计", "增幅（%）"]),
        (["Newly signed projects, Jan-Dec 2023"], ["Current period", "Same period last year", "Growth (%)"]),
    ],
)
def test_this_period_under_a_title_that_names_an_item_is_that_item(data, tmp_path, titles, heads):
    rows = [[t] for t in titles] + table(["区市", *heads], PROJECTS, BEFORE, GROWTH)
    path = book(tmp_path / "a.xlsx", rows)
    assert taken(data, path) == expect("signed_projects", PROJECTS, 0)
    assert "上年同期或上期" in proposed(data, path)[2][heads[1]]


@pytest.mark.parametrize("title", ["规模以上工业增加值", "规模以上工业增加值及增速", "2023年全年规上工业增加值情况"])
def test_of_a_rate_the_amounts_of_this_period_are_left_with_the_reason(data, tmp_path, title):
    rows = [[title], ["单位：亿元、%"], *table(["区市", "本期", "上年同期", "增幅"], AMOUNTS, BEFORE, GROWTH)]
    path = book(tmp_path / "a.xlsx", rows)
    assert taken(data, path) == expect("industry_growth", GROWTH)
    assert "规模以上工业增加值增速是增速" in proposed(data, path)[2]["本期"]


@pytest.mark.parametrize(
    ("title", "last", "item", "figures"),
    [
        ("规模以上工业增加值增速（%）", "增减（个百分点）", "industry_growth", GROWTH),
        ("城市更新和城市建设项目开工率（%）", "增减（百分点）", "renewal_start_rate", [90 + g for g in LESS]),
        ("企业开办平均用时（天）", "增减", "service_days", [g / 4 for g in LESS]),
        ("营商环境第三方评价", "升降", "business_given", [90 + g for g in LESS]),
    ],
)
def test_a_title_that_names_a_rate_a_time_or_points(data, tmp_path, title, last, item, figures):
    path = book(tmp_path / "a.xlsx", [[title], *table(["区市", "本期", "上年同期", last], figures, LESS, [2] * 10)])
    assert proposed(data, path)[0] == {item: "本期"}


def test_beside_a_growth_of_the_growth_somebody_has_to_decide(data, tmp_path):
    rows = [["规模以上工业增加值增速（%）"], *table(["区市", "本期", "上年同期", "增幅"], GROWTH, LESS, [2.0] * 10)]
    reads, asks, _ = proposed(data, book(tmp_path / "a.xlsx", rows))
    assert not reads and set(asks) == {("industry_growth", "本期"), ("industry_growth", "增幅")}


@pytest.mark.parametrize("title", ["新签约项目开工数（个）", "新签约项目和新登记经营主体", "新签约项目储备情况"])
def test_a_title_that_says_more_than_the_item_is_a_question_with_its_line(data, tmp_path, title):
    path = book(tmp_path / "a.xlsx", [[title], *table(["区市", "本期", "上年同期"], PROJECTS, BEFORE)])
    reads, asks, _ = proposed(data, path)
    assert not reads and title in asks["signed_projects", "本期"]
    with pytest.raises(DataError) as told:
        plan(data, Q4, [path], accept=True)
    assert title in told.value.faults[0].rule and "mappings/a.toml" in told.value.faults[0].hint


@pytest.mark.parametrize(
    ("titles", "why"), [(["新签约项目投资额", "单位：亿元"], "亿元"), (["新签约外资项目", "单位：个"], "")]
)
def test_a_title_of_something_else_gives_nothing(data, tmp_path, titles, why):
    rows = [[t] for t in titles] + table(["区市", "本期", "上年同期"], PROJECTS, BEFORE)
    reads, asks, left = proposed(data, book(tmp_path / "a.xlsx", rows))
    assert not reads and not asks and why in left["本期"]


def test_growth_under_an_english_title_of_another_item_is_not_gdp(data, tmp_path):
    """Growth is like GDP growth by its letters, and was taken for it."""
    rows = table(["District", "Current period", "Growth (%)"], AMOUNTS, GROWTH, names=ENGLISH)
    named = book(tmp_path / "a.xlsx", [["Industrial value added, Jan-Dec 2023"], *rows])
    assert taken(data, named) == expect("industry_growth", GROWTH)
    for title in ("Construction output, Jan-Dec 2023", "Main figures"):
        assert not proposed(data, book(tmp_path / "b.xlsx", [[title], *rows]))[0]


def test_sheets_each_named_by_their_item(data, tmp_path):
    heads = ["区市", "本期", "上年同期", "增幅（%）"]
    sheets = {
        "新签约项目": [["单位：个"], *table(heads, PROJECTS, BEFORE, LESS)],
        "规模以上工业增加值": table(heads, AMOUNTS, BEFORE, GROWTH),
    }
    found = taken(data, sheets_book(tmp_path / "a.xlsx", sheets))
    assert found == expect("signed_projects", PROJECTS, 0) | expect("industry_growth", GROWTH)


def test_a_mapping_does_not_read_a_workbook_of_another_item_whose_name_fits_it_too(here, data, tmp_path):
    """附件1 and 附件2 of a letter: 本期 was read from the second as what it is in the first."""
    own, heads = data_folder(tmp_path), ["区市", "本期", "上年同期"]
    first = book(tmp_path / "附件1.xlsx", [["新签约项目（个）"], *table(heads, PROJECTS, BEFORE)])
    words = ("--data", own, "--yes")
    assert here("briefing", "intake", first, *words, "--accept-mappings").returncode == 0
    rows = table(heads, [500 + k for k in range(10)], BEFORE)
    other = book(tmp_path / "附件2.xlsx", [["社会消费品零售总额"], *rows])
    told = here("briefing", "intake", other, *words)
    assert told.returncode == 2 and "对应关系却读作新签约项目" in told.stderr and "收窄workbook" in told.stderr
    told = here("briefing", "intake", other, *words, "--lang", "en")
    assert "is read as 新签约项目" in told.stderr and "narrow workbook in mappings/附件.toml" in told.stderr
    file = own / "mappings" / "附件.toml"
    file.write_text(file.read_text(encoding="utf-8") + "any_size = true\n", encoding="utf-8")
    assert here("briefing", "intake", other, *words).returncode == 0, "somebody has said that it is right"


# ---- groups of columns ----------------------------------------------------------------------------------------------


def grouped(tmp_path, quarter, since, *rows):
    """Two groups over the same three items."""
    items = ["新签约项目（个）", "社零额增速（%）", "企业开办平均用时（天）"]
    head = [["主要指标"], ["区市", quarter, None, None, since, None, None], [None, *items, *items]]
    own = [[n, 100 + k, LESS[k], 0.7 + k / 100, PROJECTS[k], GROWTH[k], 0.9 + k / 100] for k, n in enumerate(NAMES)]
    return book(tmp_path / "a.xlsx", [*head, *own], change=merged("A2:A3", "B2:D2", "E2:G2"))


@pytest.mark.parametrize(
    ("quarter", "since"),
    [
        ("四季度", "1-12月累计"),
        ("2023年第四季度", "2023年1—12月"),
        ("10-12月", "全年"),
        ("本季", "累计"),
        ("四季度当季", "四季度累计"),
        ("四季度", "截至12月末"),
    ],
)
def test_the_group_is_chosen_by_what_the_item_is(data, tmp_path, quarter, since):
    found = taken(data, grouped(tmp_path, quarter, since))
    assert {item: figure for (district, item), figure in found.items() if district == "市南区"} == {
        "signed_projects": "400",
        "retail_growth": "5.0",
        "service_days": "0.70",
    }


def test_an_item_since_january_that_only_the_quarters_group_has_is_not_taken_from_it(data, tmp_path):
    head = [
        ["主要指标"],
        ["区市", "四季度", None, "1-12月累计"],
        [None, "GDP增速（%）", "新签约项目（个）", "社零额增速（%）"],
    ]
    own = [[n, LESS[k], 100 + k, GROWTH[k]] for k, n in enumerate(NAMES)]
    reads, _, left = proposed(data, book(tmp_path / "a.xlsx", [*head, *own], change=merged("A2:A3", "B2:C2")))
    assert reads == {"retail_growth": "{since january}累计 / 社零额增速"}
    assert all("它是本季数" in left[f"四季度 / {name}"] for name in ("GDP增速（%）", "新签约项目（个）"))


def test_a_rate_of_the_quarters_plan_is_the_quarters_own(data, tmp_path):
    rows = table(["区市", "四季度", "1-12月累计"], [98.5] * 10, growths(95.0))
    head = [["当季完成投资占季度计划（%）"]]
    assert proposed(data, book(tmp_path / "a.xlsx", [*head, *rows]))[0] == {"renewal_q2_plan_rate": "{quarter}"}


@pytest.mark.parametrize("names", [("四季度", "1-12月"), ("2023年1-12月", "2023年四季度"), ("本季", "累计")])
def test_of_a_sheet_of_the_quarter_and_one_since_january_each_item_has_its_own(data, tmp_path, names):
    heads = ["区市", "新签约项目（个）", "企业开办平均用时（天）"]
    single, since = table(heads, BEFORE, [0.7] * 10), table(heads, PROJECTS, [0.9] * 10)
    first = names[0] in ("四季度", "本季")
    path = sheets_book(
        tmp_path / "a.xlsx", dict(zip(names, (single, since) if first else (since, single), strict=True))
    )
    assert taken(data, path) == expect("signed_projects", PROJECTS, 0) | expect("service_days", [0.7] * 10, 2)
