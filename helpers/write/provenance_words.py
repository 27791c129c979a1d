"""What a figure's note says, in Chinese and English: labels, rules, files and rows."""

from __future__ import annotations

from collections.abc import Sequence

LABELS = {
    "rule": ("规则：", "Rule: "),
    "data": ("数据：", "Data: "),
    "source": ("出处：", "Source: "),
    "period": ("时期：", "Period: "),
    "published": ("公布：", "Published: "),
}
TITLES = {
    "points": ("得分", "score"),
    "total": ("总分", "total"),
    "rank": ("位次", "rank"),
    "change": ("位次变化", "change of rank"),
    "stars": ("星数", "stars"),
    "difference": ("差距", "difference"),
    "contribution": (
        "分差构成",
        "parts of the gap",
    ),
    "cause": (
        "总分变化构成",
        "parts of the change",
    ),
    "history": ("历季位次", "ranks by quarter"),
    "simulated": (
        "测算",
        "simulation",
    ),
    "count": ("计数", "count"),
    "rules": ("考核办法", "rules of the assessment"),
    "average": ("与全市平均之差", "distance to the average"),
    "target": ("与目标之差", "distance to the target"),
    "median": ("与全市中位数之差", "distance to the median"),
    "median_itself": ("全市中位数", "the city's median"),
    "flags": ("红旗", "red flags"),
    "veto": ("一票否决", "veto"),
    "praise": ("表扬", "commendation"),
    "revision": ("数据修订", "revision"),
    "background": ("背景数据", "background"),
    "rows": ("数据行数", "data rows"),
}
RULES = {
    "board": ("板块内各指标得分按权重汇总，{rounding}", "Points of the board's indicators by weight. {rounding}"),
    "total": (
        "各板块得分按权重汇总，加减加分项和减分项，{rounding}",
        "Boards by weight, plus bonus less deductions. {rounding}",
    ),
    "rank": ("按得分由高到低排列；{order}；{ties}", "By score, best first. {order}. {ties}"),
    "change": ("上季度位次减本季度位次", "Rank of the previous quarter less this quarter's"),
    "stars": ("{stars}；合计为各板块之和", "{stars}; in all: the sum over boards"),
    "lead": ("两者得分之差，按修约后的得分计算", "The difference of the two scores as rounded"),
    "median": ("板块得分与各区市得分中位数之差", "Board score less the median of all districts"),
    "median_itself": ("各区市板块得分的中位数", "The median of all districts' board scores"),
    "average": ("指标值与各区市简单平均之差", "The value less the simple average of all districts"),
    "target": ("指标值与本季度目标值之差", "The value less this quarter's target"),
    "contribution": (
        "权重×板块得分之差；加分项为加分之差；各项相加等于总分之差",
        "Weight × difference in board score; bonus: its difference; the parts sum to the gap",
    ),
    "cause": (
        "逐项替换上季度数据和规则后重新计分，各项相加等于总分变化",
        "Scored again with one cause changed at a time; the parts sum to the change in total",
    ),
    "history": ("按各季度总分位次计数", "Counted from the ranks of each quarter"),
    "simulated": (
        "按同一办法改变数据或权重后重新计分，结果为测算",
        "Scored again by the same rules with changed data or weights: a simulation",
    ),
    "count": ("考核办法和名册中的个数、次数", "A number of the rules or of the lists"),
    "rows": ("按各数据文件的行计数", "Counted from the rows of the data files"),
    "reported": ("按报送数列示，不计分", "As reported; not scored"),
    "ratio": ("按报送数列示；与“{part}÷{whole}”核对一致", "As reported; agrees with {part} / {whole}"),
    "flags": ("按考核办法的红旗条件，由位次和位次变化评定", "Awarded by rank and its change, by the rules"),
    "veto": (
        "按文件所载列示，不计分，按考核办法取消红旗",
        "As the documents have it; not scored, it takes flags by the rules",
    ),
    "praise": ("按文件所载列示，不计分", "As the documents have it; not scored"),
    "revision": ("发布后的修订，按修订后数据重新计分", "Corrected after publication and scored again"),
    "as_published": ("与公布数一致", "agrees with the published figure"),
    "from_published": ("由公布数得出", "follows from the published figures"),
    "background": ("按公布数列示，不计分", "As published; not scored"),
    "weights": ("按考核办法（{file}）", "By the rules of the assessment ({file})"),
}  # fmt: skip

CHARTS = {
    "but": (
        "※演示数据：除公开发布的{published}外，图中数字均为演示。",
        "※ Illustrative data: all but the published {published}.",
    ),
    "total": ("{who}总分", "total of {who}"),
    "rank": ("{who}位次", "rank of {who}"),
    "stars": ("{who}星数", "stars of {who}"),
    "total of several": ("{who}的总分", "totals of {who}"),
    "rank of several": ("{who}的位次", "ranks of {who}"),
    "stars of several": ("{who}的星数", "stars of {who}"),
}  # fmt: skip


def say(table: dict[str, tuple[str, str]], key: str, lang: str) -> str:
    return table[key][1 if lang == "en" else 0]


def titled(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def span(lang: str, first: str, last: str) -> str:
    """Folders of quarters that follow each other: `2022Q1—2023Q1`."""
    return f"{first}–{last}" if lang == "en" else f"{first}—{last}"


RUNS = 24  # beyond so many runs nobody looks rows up one by one: how many there are, and between which, says more


def place(lang: str, path: str, sheet: str, runs: Sequence[tuple[int, int]]) -> str:
    """`2023Q2/values.csv第2—12、14行`; `2023Q2/values.xlsx, sheet values, rows 2–12, 14`.

    `runs` are first and last rows, rising. More than 24 of them are told as `rows 2–31351 (11400 of them)`.
    """
    count = sum(z - a + 1 for a, z in runs)
    if len(runs) > RUNS and lang == "en":
        return (
            f"{path}, " + (f"sheet {sheet}, " if sheet else "") + f"rows {runs[0][0]}–{runs[-1][1]} ({count} of them)"
        )
    if len(runs) > RUNS:
        return path + (f"工作表{sheet}" if sheet else "") + f"第{runs[0][0]}—{runs[-1][1]}行中的{count}行"
    if lang == "en":
        told = ", ".join(str(a) if a == z else f"{a}–{z}" for a, z in runs)
        word = "row" if len(runs) == 1 and runs[0][0] == runs[0][1] else "rows"
        return f"{path}, " + (f"sheet {sheet}, " if sheet else "") + f"{word} {told}"
    told = "、".join(str(a) if a == z else f"{a}—{z}" for a, z in runs)
    return path + (f"工作表{sheet}" if sheet else "") + f"第{told}行"


def both(lang: str, parts: Sequence[str]) -> str:
    """Things of unlike kind in a row, each perhaps a list of its own: `黄岛区总分和黄岛区、胶州市的位次`."""
    last = " and the " if lang == "en" else "和"
    return last.join([(", the " if lang == "en" else "、").join(parts[:-1]), parts[-1]]) if len(parts) > 1 else parts[0]


def source(lang: str, title: str, publisher: str, date: str, kind: str) -> str:
    about = (", " if lang == "en" else "，").join(part for part in (publisher, date, kind) if part)
    return (f"{title} ({about})" if lang == "en" else f"{title}（{about}）") if about else title


def cited(lang: str, places: str, numbers: Sequence[int]) -> str:
    """A note for paper: files and rows, and the numbers that the sources have in the appendix."""
    if lang == "en":
        word = "source" if len(numbers) == 1 else "sources"
        return f"{places} ({word}\u00a0{', '.join(map(str, numbers))})" if numbers else places
    return f"{places}（来源{'、'.join(map(str, numbers))}）" if numbers else places
