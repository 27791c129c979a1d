"""Long Chinese heads and names are parted between words, in the browser and on paper."""

from __future__ import annotations

import re

import pytest

from helpers.markup import typst_text
from helpers.write.parting import even_lines, head_parts, name_parts
from helpers.write.table_face import Column, Table


@pytest.mark.parametrize(
    ("label", "parts"),
    [
        ("目标值和计分参数调整", ["目标值和", "计分参数调整"]),
        ("板块和指标增减", ["板块和", "指标增减"]),
        ("上季度总分", ["上季度", "总分"]),
        ("与首位差", ["与首位差"]),
        ("Rank by score", ["Rank by score"]),
        ("数据文件和行", ["数据文件和行"]),
        ("一二三四五六七八九十", ["一二三四五六七八九十"]),
    ],
)
def test_a_long_chinese_head_is_parted_between_words_on_paper_and_page(label, parts):
    assert head_parts(label) == parts
    table = Table("t", (Column(label, "right", 1, roomy=True, parted=True),), (("1",),))
    head = table.typst.partition("table.header(")[2].partition("\n")[0]
    boxed = [f"#box[{typst_text(part)}]" in head for part in parts]
    assert all(boxed) if len(parts) > 1 else not any(boxed)
    assert table.html.count('<span class="kept">') == (len(parts) if len(parts) > 1 else 0)


NAMES = [
    ("规模以上工业增加值增速", ["规模以上工业", "增加值", "增速"]),
    ("一般公共预算收入完成率", ["一般公共预算", "收入", "完成率"]),
    ("城市更新和城市建设项目开工率", ["城市更新和", "城市建设", "项目", "开工率"]),
    ("累计完成投资占年度计划", ["累计完成", "投资", "占年度计划"]),
    ("空气质量优良天数比率", ["空气", "质量优良天数", "比率"]),
    ("当季在用时间占比", ["当季在用时间占比"]),
    ("新项目落地数量", ["新项目落地数量"]),
    ("双链论坛集中签约总投资", ["双链论坛集中签约总投资"]),
    ("群众满意度", ["群众满意度"]),
    ("红旗：真抓实干、勇当排头", ["红旗：", "真抓实干、", "勇当排头"]),
    ("Growth of newly registered businesses", ["Growth of newly registered businesses"]),
    ("PM2.5平均浓度下降", ["PM2.5平均浓度下降"]),
]


@pytest.mark.parametrize(("name", "parts"), NAMES)
def test_a_long_chinese_name_is_parted_before_what_it_measures(name, parts):
    assert name_parts(name) == parts


@pytest.mark.parametrize(("name", "parts"), NAMES)
@pytest.mark.parametrize("parted", [True, False])
def test_a_row_s_name_keeps_its_parts_whole_and_its_text_as_it_is(name, parts, parted):
    """On paper where its column has room for them; what is marked illustrative keeps its mark with the last part."""
    table = Table("t", (Column("h", "left", 1, roomy=True, parted=parted),), ((name,),), marked=frozenset({(0, 0)}))
    cell = re.search('<th scope="row" class="left">(.*?)</th>', table.html)[1]
    assert re.sub("<[^>]*>", "", cell) == f"{name}※"
    kept = re.findall('<span class="kept">(.*?)</span>', cell)
    assert [re.sub("<[^>]*>", "", part) for part in kept] == ([*parts[:-1], f"{parts[-1]}※"] if len(parts) > 1 else [])
    lines = even_lines(parts, 5) if parted else [name]  # as many as an inch has room for, beside the mark
    boxes = [f"#box[{typst_text(line)}]" in table.typst for line in lines[:-1]]
    assert boxes == [True] * (len(lines) - 1) and (parted and len(parts) > 1) == (len(lines) > 1)


@pytest.mark.parametrize(
    ("most", "lines"),
    [
        (14, ["城市更新和城市建设项目开工率"]),
        (13, ["城市更新和", "城市建设项目开工率"]),
        (9, ["城市更新和", "城市建设项目开工率"]),
        (8, ["城市更新和", "城市建设", "项目开工率"]),
        (4, ["城市更新和", "城市建设", "项目", "开工率"]),
    ],
)
def test_a_name_takes_as_few_lines_as_may_be_and_those_even(most, lines):
    assert even_lines(["城市更新和", "城市建设", "项目", "开工率"], most) == lines
