"""A quarter with one fault of every kind that the data contract's report tells, each in a known place."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path

from books import NAMES, book, data_folder, table
from messy import columns

from helpers.desk import intake as desk

QUARTER = "2023Q4"


def faulty(home: Path) -> Path:
    """A data folder whose 2023Q4 was taken in from workbooks, with 2023Q3's figures a little moved; then damaged.

    In workbooks: 崂山区's GDP growth jumps by 6, 平度市's investment is 10⁴ times too large, 即墨区 gives the quarter's
    projects alone, the city total of projects does not fit. By hand: 胶州市's revenue is 0.981, 莱西市's start rate
    is a text, 城阳区's completion has another unit. Not there: the survey, and service days of two districts.
    """
    data = data_folder(home, QUARTER)
    last = {item: [Decimal(v) if v else None for v in column] for item, column in columns(data, "2023Q3").items()}
    growth = [v + Decimal("0.1") for v in last["gdp_growth"]]
    growth[NAMES.index("崂山区")] += 6
    projects = [v + 90 + k for k, v in enumerate(last["signed_projects"])]
    projects[NAMES.index("即墨区")] = Decimal(88)
    money = [v + 60 + k for k, v in enumerate(last["signed_investment_growth_amount"])]
    money[NAMES.index("平度市")] *= 10000
    sent = home / "sent"
    sent.mkdir()
    growths = [["填报单位：青岛市统计局"], *table(["区市", "1-12月GDP增速（%）"], [float(v) for v in growth])]
    counts = [["填报单位：青岛市发改委"], *table(["区市", "新签约项目（个）", "新签约项目投资额同比增加（亿元）"],
              [int(v) for v in projects], [float(v) for v in money])]  # fmt: skip
    counts.append(["全市", int(sum(projects)) + 12, float(sum(money))])
    days = [float(v) for v in last["service_days"][:8]] + ["-", "-"]
    speed = [["填报单位：青岛市行政审批局"], *table(["区市", "企业开办平均用时（天）"], days)]
    rest = ["industry_growth", "retail_growth", "budget_revenue", "renewal_start_rate", "renewal_completion_rate",
            "renewal_q2_plan_rate", "new_entities_growth", "projects_given", "business_given"]  # fmt: skip
    names = ["规模以上工业增加值增速", "社零额增速", "一般公共预算收入完成率", "城市更新和城市建设项目开工率"]
    names += ["累计完成投资占年度计划", "当季完成投资占季度计划", "新登记经营主体增速"]
    names += ["项目落地质量评价", "营商环境第三方评价"]
    others = table(["区市", *names], *([float(v) for v in last[item]] for item in rest))
    paths = [
        book(sent / "统计局2023年四季度.xlsx", growths, "主要指标"),
        book(sent / "发改委2023年四季度.xlsx", counts, "项目"),
        book(sent / "行政审批局.xlsx", speed),
        book(sent / "其他指标.xlsx", others),
    ]
    sized = 'indicator = "signed_investment_growth_amount"'
    for mapping in desk.write_proposals(desk.prepare([str(p) for p in paths], QUARTER, str(data)), accepted=False):
        text = mapping.read_text(encoding="utf-8").replace("confirmed = false", "confirmed = true")
        mapping.write_text(text.replace(sized, f"{sized}\nany_size = true"), encoding="utf-8")  # else it is refused
    desk.write_figures(desk.prepare([str(p) for p in paths], QUARTER, str(data)))
    for district, item, column, text in (
        ("胶州市", "budget_revenue", "value", "0.981"),
        ("莱西市", "renewal_start_rate", "value", "约九成"),
        ("城阳区", "renewal_completion_rate", "unit", "亿元"),
    ):
        put(data / QUARTER / "values.csv", district, item, column, text)
    return data


def put(path: Path, district: str, item: str, column: str, text: str) -> None:
    """Another text in one cell of a table, as typed by hand."""
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    next(r for r in rows if (r["district"], r["indicator"]) == (district, item))[column] = text
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8-sig", newline="")
