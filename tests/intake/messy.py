"""A quarter of the data folder written out as a dozen departments would send it; every one in its own way."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path

import openpyxl
from books import FULL_WIDTH, NAMES, book, old_book, open_book

ALIASES = ("市南", "市 北 区", "李沧", "崂山区", "西海岸新区", "城阳区*", "即墨", "370281", "平度", "莱　西")


def columns(data: Path, quarter: str) -> dict[str, list[str]]:
    """Every figure of a quarter by item, in the order of NAMES; facts that some districts report have empty cells."""
    found: dict[str, dict[str, str]] = {}
    for name, field in (("values", "value"), ("scores", "points")):
        for row in read(data / quarter / f"{name}.csv"):
            found.setdefault(row["indicator"], {})[row["district"]] = as_said(row[field], row.get("qualifier", ""))
    for row in read(data / quarter / "survey.csv"):
        for field in ("satisfied", "basically_satisfied", "dissatisfied", "unknown"):
            found.setdefault(field, {})[row["district"]] = row[field]
    return {item: [by.get(name, "") for name in NAMES] for item, by in found.items()}


def as_said(figure: str, qualifier: str) -> str:
    """30余, 超5000."""
    return qualifier + figure if qualifier == "超" else figure + qualifier


def read(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


def dozen(data: Path, quarter: str, home: Path) -> list[Path]:
    """Twelve files in `home` that hold every figure of 2023Q2."""
    c = columns(data, quarter)
    number = {item: [float(v) if v[:1].isdigit() or v[:1] == "-" else None for v in [x.strip("余超") for x in column]]
              for item, column in c.items()}  # fmt: skip
    parts = {
        item: [None if v is None else float(Decimal(str(v)) / 100) for v in column] for item, column in number.items()
    }
    made = []

    def merge(*spans, formats=()):
        def change(sheet):
            for span in spans:
                sheet.merge_cells(span)
            for column, first in formats:
                for row in range(first, first + 10):
                    sheet.cell(row, column).number_format = "0.0%"

        return change

    # 1 quarters side by side under merged heads, percentages by format
    rows = [["2023年上半年主要经济指标"], ["填报单位：青岛市统计局", None, None, None, "单位：%"]]
    rows += [
        ["区市", "一季度", None, "1-6月", None],
        [None, *["GDP增速", "规上工业增加值增速"] * 2],
        ["全市", 5.0, 4.0, 0.055, 0.061],
    ]
    rows += [
        [n, 9.9, 8.8, g, i] for n, g, i in zip(ALIASES, parts["gdp_growth"], parts["industry_growth"], strict=True)
    ]
    made.append(
        book(
            home / "统计局2023年上半年.xlsx",
            rows,
            "二季度",
            merge("A1:E1", "A3:A4", "B3:C3", "D3:E3", formats=[(4, 6), (5, 6)]),
        )
    )
    # 2 .xls, full-width text with percent signs
    rows = [
        ["区 市", "社零额同比增速"],
        *([n, f" {v}％".translate(FULL_WIDTH)] for n, v in zip(NAMES, c["retail_growth"], strict=True)),
    ]
    made.append(old_book(home / "商务局6月.xls", rows))
    # 3 parts of one without a format
    rows = [
        ["区市", "一般公共预算收入完成率", "排名"],
        *([n, p, k] for k, (n, p) in enumerate(zip(NAMES, parts["budget_revenue"], strict=True))),
    ]
    made.append(book(home / "财政局.xlsx", rows))
    # 4 districts across the top, a total, units in a column
    total = sum(v for v in number["signed_projects"])
    rows = [
        ["项目签约情况（1-6月）"],
        ["指标", "计量单位", *NAMES, "合计"],
        ["新签约项目", "个", *number["signed_projects"], total],
    ]
    made.append(book(home / "发改委项目.xlsx", rows))
    # 5 万元 with thousands marks as text, total row, remarks
    money = [f"{Decimal(v) * 10000:,.0f}" for v in c["signed_investment_growth_amount"]]
    rows = [["单位：万元"], ["序号", "区市", "新签约项目投资额同比增加", "备注"], [None, "全市", None, None]]
    rows += [[k + 1, n, m, "核实"] for k, (n, m) in enumerate(zip(ALIASES, money, strict=True))]
    made.append(book(home / "投促局第二季度.xlsx", [*rows, ["注：同比为与上年同期比较"]]))
    # 6 OpenDocument with percentages
    rows = [["区市", "城市更新和城市建设项目开工率", "累计完成投资占年度计划比重"]]
    rows += [list(r) for r in zip(NAMES, parts["renewal_start_rate"], parts["renewal_completion_rate"], strict=True)]
    made.append(open_book(home / "住建局.ods", rows, per_cent=[1, 2]))
    # 7 per mille in the head
    rows = [["区市", "当季完成投资占季度计划（‰）"]]
    rows += [
        [n, None if v is None else float(Decimal(str(v)) * 10)]
        for n, v in zip(NAMES, number["renewal_q2_plan_rate"], strict=True)
    ]
    made.append(book(home / "城市更新专班.xlsx", rows))
    # 8 CSV in GBK
    out = io.StringIO(newline="")
    csv.writer(out).writerows(
        [
            ["区市", "新登记市场主体增速（%）", "企业开办平均用时（天）"],
            *zip(NAMES, c["new_entities_growth"], c["service_days"], strict=True),
        ]
    )
    path = home / "行政审批局2023Q2.csv"
    path.write_bytes(out.getvalue().encode("gbk"))
    made.append(path)
    # 9 .xlsm, two tables in one sheet
    rows = [["项目落地质量评价结果"], ["区市", "项目落地质量评价"], *zip(NAMES, number["projects_given"], strict=True)]
    made.append(book(home / "评价一.xlsm", rows))
    # 10 the figures in a hidden sheet
    path = book(
        home / "营商环境.xlsx",
        [["区市", "营商环境第三方评价得分"], *zip(NAMES, number["business_given"], strict=True)],
        "数据",
    )
    opened = openpyxl.load_workbook(path)
    opened["数据"].sheet_state = "hidden"
    opened.create_sheet("封面")["A1"] = "2023年二季度"
    opened.save(path)
    made.append(path)
    # 11 the survey, counts as text with a unit
    rows = [["区市", "满意（人）", "基本满意（人）", "不满意（人）", "不了解（人）"]]
    rows += zip(
        NAMES,
        c["satisfied"],
        [f"{v}人" for v in c["basically_satisfied"]],
        number["dissatisfied"],
        number["unknown"],
        strict=True,
    )
    made.append(book(home / "满意度调查.xlsx", rows))
    # 12 facts down the side, districts across the top, lower bounds in words
    facts = [row for row in read(data / "facts.csv") if row["id"] in c and any(c[row["id"]]) and row["id"] not in
             ("signed_projects", "signed_investment_growth_amount", "renewal_start_rate", "renewal_completion_rate",
              "renewal_q2_plan_rate")]  # fmt: skip
    rows = [["事项", "单位", *NAMES], *([f["name_zh"], f["unit"], *c[f["id"]]] for f in facts)]
    made.append(book(home / "重点工作.xlsx", rows))
    return made
