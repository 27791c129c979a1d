"""The rules that data break, and what to do, in Chinese; the program tells them in English.

Each entry is a pattern of the English words and what is said instead, its groups by their numbers. Words that no
pattern fits are told as they are.
"""

from __future__ import annotations

import re

from . import data_rules_zh, intake_rules_zh
from .contract_rules_en import SUM
from .intake_rules_zh import ANY as _ANY

_SINCE = r"(\S+) was published on (\S+?)(?: \(edition \d+\))?"
_FILL = r"revisions\.csv(?: of this)? \(and fill in <…>\):\n((?s:.+))"

RULES: tuple[tuple[str, str], ...] = (
    # what is published, and revisions
    (_SINCE + r", and it was empty", r"\1已于\2公布，公布时为空"),
    (_SINCE + r", and it was (.+)", r"\1已于\2公布，公布时为\3"),
    (_SINCE + r", and there was no row for (.+)", r"\1已于\2公布，公布时没有\3的行"),
    (_SINCE + r" with a row for (.+) \((.*)\); it is gone", r"\1已于\2公布，公布时\3为\4，现在没有这一行"),
    (_SINCE + r" under (.+): the rules of a published quarter are frozen", r"\1已于\2按\3公布，已公布季度的办法不能改"),
    (_SINCE + r": a revision is made after that", r"\1已于\2公布，修订日期应在其后"),
    (_SINCE + r", (.+): (\w+) was (.+)", r"\1已于\2公布，公布时\3的\4为\5"),
    ("the quarter is not published: there is nothing to revise", "该季度尚未公布，没有可修订的内容"),
    (r"the revisions up to (\S+) do not lead to edition (\d+) of (\S+)", r"截至\1的修订与\3第\2版对不上"),
    (r"row (\d+) made it (.+)", r"第\1行已改为\2"),
    (r"published on (\S+) was (.+)", r"\1公布的为\2"),
    (r"the data have (.+)", r"数据表中为\1"),
    ("a revision says who made it, when and why", "修订要写明何人、何时、为何"),
    ("no such table can be revised", "没有可修订的这种表"),
    (r"no such column of (\w+) is frozen", r"\1没有这一可修订的列"),
    (r"a row of (\w+) is named by its (.+)", r"\1的行用\2指明"),
    ("old and new are the same", "旧值与新值相同"),
    ("the row, or one above it, was altered after it was written", "本行或其上某行写入后被改动"),
    ("the row was altered after it was written: it names no quarter", "此行写入后被改动：季度无法识别"),
    ("the row was altered after it was written: it has no number of its edition", "此行写入后被改动：版次无法识别"),
    ("the row was altered after it was written: it has no day of publication", "此行写入后被改动：公布日期无法识别"),
    ("the list of published files is not what the ledger has on record", "已公布文件的清单与台账不符"),
    ("its content is not what ledger.csv has on record", "内容与台账不符"),
    (
        r"it judges the result as it was published on (\S+), and figures were revised since",
        r"评述的是\1公布的结果，此后数据有修订",
    ),
    # figures
    ("not a number", "不是数字"),
    ("the number is too large", "数字过大"),
    ("the figure is not available", "缺报"),
    ("the score is not available", "缺报得分"),
    ("the survey is not available", "缺报调查结果"),
    (rf"below its minimum {_ANY}", r"低于下限\1"),
    (rf"above its maximum {_ANY}", r"高于上限\1"),
    (rf"over its maximum of {_ANY}", r"超过满分\1"),
    ("points are not negative", "得分不能为负"),
    ("a number of answers is a whole number, 0 or more", "人数应为不小于零的整数"),
    ("a count is missing", "缺一项人数"),
    ("nobody answered: there is no index", "无人作答，无法计算满意度"),
    ("only a number above zero has a logarithm", "取对数的数值应大于零"),
    ("a lower bound cannot be scored", "计分指标不能填报约数下限"),
    ("not a year, quarter, month or day, nor a span of them", "不是年、季、月、日，也不是其起止"),
    ("every background figure says which time it speaks of", "背景数据应写明时期"),
    ("余[,] 超 or nothing", "限定词只能为“余”“超”或留空"),
    (rf"the unit is {_ANY}", r"单位应为\1"),
    (rf"{_ANY} looks like a part of one, not a percentage", "疑为小数形式的百分数"),
    (rf"{_ANY} is cumulative, and was {_ANY} in (\d{{4}}Q\d)", r"自年初累计数低于上季度累计数\2"),
    (rf"{_ANY} / {_ANY} = {_ANY} / {_ANY} = {_ANY}", r"与构成数不符：\3 ÷ \4 = \5"),
    (rf"published {_ANY} {_ANY}, scored {_ANY}", r"公布结果为\2，计算结果为\3"),
    # rows
    (r"this district's indicator already stands in row (\d+)", r"该区市该指标在第\1行已有"),
    (r"this district's score already stands in row (\d+)", r"该区市该项得分在第\1行已有"),
    (r"the district already stands in row (\d+)", r"该区市在第\1行已有"),
    (r".+? already stands in row (\d+)", r"与第\1行重复"),
    ("no such district in districts.csv", "区市名单中没有此区市"),
    ("no such district", "区市名单中没有此区市"),
    (rf"the district is not assessed in {_ANY}", r"该区市\1不参加考核"),
    ("no such indicator in the scheme or in facts.csv", "考核办法和事项表中没有此指标"),
    ("its points are given, not computed from a value", "该指标由部门评分，不由指标值计算"),
    (rf"it is derived from {_ANY}", r"该指标由\1派生，不单独填报"),
    ("no indicator or item with given points", "考核办法中没有此评分项"),
    ("total, rank, stars or a board of the scheme", "应为总分、位次、星数或考核办法中的板块"),
    ("no such veto item in the scheme", "考核办法中没有此否决项"),
    (rf"{_ANY} has no row for the whole of {_ANY}: {_ANY}", r"\1整个板块没有数据行：\3"),
    (rf"{_ANY} has no row for {_ANY}: {_ANY}", r"\1缺数据行：\3"),
    (rf"{_ANY} has no row", r"\1缺数据行"),
    ("the table has no row", "表中没有数据行"),
    ("every district lacks figures, so no district's total can be computed", "各区市均缺数据，无法计算总分"),
    ("no such source in sources.csv", "来源表中没有此来源"),
    ("every row names its source", "每行应注明来源"),
    (r"holds a character that cannot be seen \((.+?)\)", r"含看不见的字符（\1）"),
    (rf"no bundled font has the character {_ANY}", r"字库中没有此字：\1"),
    # tables
    ("the file is missing", "缺此文件"),
    ("the file is not UTF-8", "文件不是UTF-8编码"),
    ("the table is empty", "表为空"),
    ("the column is missing", "缺此列"),
    ("the column stands twice", "此列重复"),
    ("no such column is known; it is not read", "无此列定义，未读入"),
    ("no such file is known; it is not read", "无此文件定义，未读入"),
    ("looks like a quarter; it is not read", "像季度文件夹，未读入"),
    (r"(\d+) cells under (\d+) columns", r"\2列之下有\1个单元格"),
    ("row 1 names the columns, and does not here", "第1行应为列名"),
    (rf"the cells are parted by {_ANY}, not by commas", "单元格之间不是用逗号分隔"),
    (rf"{_ANY} and {_ANY} are both there: which one counts\?", r"\1和\2并存，不知以哪个为准"),
    (rf"not a workbook that can be opened: {_ANY}", "工作簿无法打开"),
    (rf"cannot be read: {_ANY}", r"无法读取：\1"),
    (rf"not CSV: {_ANY}", "不是有效的CSV文件"),
    (
        r"points for (\d+) places, but (\d+) districts: the others earn (.+)",
        r"位次赋分表只有\1档，区市有\2个，其余得\3分",
    ),
    # what lies beside
    ("the day of issue is missing", "缺印发日期"),
    ("date is a day", "印发日期应为日期"),
    ("no such picture in photos/", "图片文件夹中没有此图片"),
    ("a revision says who made it, when and why", "修订应注明修订人、日期和事由"),
    ("no scheme is there", "没有考核办法"),
    ("not TOML: a backslash within quotes begins a sign of its own", "引号内的反斜杠另有含义"),
    ("not TOML: curly quotes stand for straight ones", "引号应为直引号"),
    ("not TOML: a colon stands for =", "等号写成了冒号"),
    ("not TOML: a full-width sign stands for a half-width one", "应用半角符号"),
    ("not TOML: true and false are written small", "true和false应为小写"),
    ("not TOML: the closing quote is missing", "缺右引号"),
    ("not TOML: a bracket is missing", "缺方括号"),
    ("not TOML: a Chinese key without quotes", "中文键名应加引号"),
    ("not TOML: a text without quotes", "文本应加引号"),
    (rf"not TOML: {_ANY}", "不是有效的TOML文件"),
    ("no figure of this quarter's data, results and findings has this number", "本季度数据和结果中没有此数"),
    *intake_rules_zh.RULES,
    *data_rules_zh.RULES,
)

HINTS: tuple[tuple[str, str], ...] = (
    # what is published, and revisions
    (r"correct the figure itself; or publish the quarter first: (.+)", r"直接改正数据；或先发布该季度：\1"),
    ("the ledger is never edited: bring it back from the archive or version control", "台账不得改动，请从档案中恢复"),
    (
        "bring the file back from the archive or version control; what is published is never edited",
        "请从档案中恢复该文件，已公布的不改动",
    ),
    (r"an entry made since is dated after (\S+); earlier ones stay as they were", r"此后的修订晚于\1，此前的不改动"),
    ("write the day on which the figure was changed", "写数据修订的日期"),
    (r"what is found on that very day counts from the next: write (.+)", r"公布当日发现的差错自次日起修订，写\1"),
    ("check table, district and item", "核对table、district和item"),
    (r"correct one of the two, or add the later change:\n((?s:.+))", r"改正其一，或补上后来的修订：\n\1"),
    (rf"if that is meant, put into {_FILL}", r"确需修订的，把下列内容加入revisions.csv（填写<…>）：\n\1"),
    (rf"if that is meant, make {_FILL}", r"确需修订的，用下列内容新建revisions.csv（填写<…>）：\n\1"),
    (
        "put it back; new rules are a new file whose valid begins with the next quarter",
        "请改回；新办法另写一个文件，valid从下一季度起",
    ),
    (
        "put it back; who is assessed, and in which group, changes from a quarter that is not published",
        "请改回；参评区市和分组只从未公布的季度起变动",
    ),
    ("fill it in", "请填写"),
    ("take the row out, or write what changed", "删去该行，或写明改动"),
    ("leave it empty", "留空"),
    (r"write the (\w+) into item", r"在item中写\1"),
    (r"write ([-\d.]+) if that is meant", r"如确为百分数，改为\1"),
    (rf"write the value in {_ANY}", r"以\1为单位填报"),
    (r"write ([-\d.]+) and put (.) into the column qualifier", r"填\1，并在限定列填“\2”"),
    (rf"write ([-\d.]+) alone, without {_ANY}, in the unit of its row", r"只填\1"),
    (r"write ([-\d.]+): the decimal mark is a point", r"改为\1，小数点用“.”"),
    (r"write 0 if nobody answered so", "无人如此作答的填0"),
    (r"write 2023, 2023Q2, .+", "写年、季、月、日或其起止，如2023、2023Q2、2023-06、2023-01..2023-06"),
    (r"write ([-\d.]+ ?\S*)", r"改为\1"),
    (r"write digits with a point, or leave the cell empty if the figure is not available", "填阿拉伯数字；缺报的留空"),
    (r"mend the formula; .+", "改正公式；缺报的留空"),
    (r"did you mean (.+?)\?", r"是否为\1"),
    (r"known: (.+)", r"已知：\1"),
    ("check the figure", "核实数据"),
    ("check the score", "核实得分"),
    ("check the count", "核实人数"),
    ("check it, or say in the note why it fell", "核实数据，或在备注中说明下降原因"),
    ("fill it in", "补填"),
    ("keep one of the two rows", "两行保留一行"),
    ("keep one of the two", "保留其一"),
    ("keep one", "保留其一"),
    ("give the exact value", "填报确切数值"),
    ("leave it empty for an exact figure", "确切数值的留空"),
    ("leave all counts empty", "各项人数均留空"),
    ("add the rows; leave the figure empty where it is not available", "补齐数据行；缺报的数值留空"),
    ("add the row; leave all counts empty where there was no survey", "补数据行；未调查的人数留空"),
    (
        "one row a district and indicator; leave the figure empty where it is not available",
        "每区市每指标一行；缺报的留空",
    ),
    (
        r"the scheme's policy for missing data applies; the result is provisional .+",
        "按缺报规定处理，结果标注暂行",
    ),
    ("no sentence that names it is told, nor its row in the table of key work", "含此数据的语句和数据行不列入通报"),
    ("kept as published; say so where both are shown", "按公布数保留；两数并列时加以说明"),
    (
        "check the data, the rules and the publication; briefings show what is scored, not what was published",
        "核实数据、办法和公布件；通报列示计分结果，不列公布数",
    ),
    (
        r"([-+\d.e]+) apart, more than rounding allows: .+ of (.+?) that is wrong \(rows (.+?)\)",
        r"相差\1，超出舍入误差；核实\2三个数（第\3行）",
    ),
    (r"wait for the figures: briefing check (\d{4}Q\d) tells .+", "待各单位报齐；尚缺的见“待报事项”"),
    (
        rf'wait for the figures; if they will not come, set missing = "exclude" in {_ANY}',
        r"待报齐；确无数据的，在\1中改缺报规定",
    ),
    (rf"add it; the columns are {_ANY}", r"补此列；各列为\1"),
    (rf"add {_ANY} \(or \.xlsx\)", r"补\1（或.xlsx）"),
    (r"delete the rows above row (\d+)", r"删去第\1行以上各行"),
    (rf"type it anew: {_ANY}", r"重新输入：\1"),
    ("take the row out", "删去该行"),
    ("move the row to values.csv", "移到指标值表"),
    ("move the row to scores.csv", "移到部门评分表"),
    ("a deduction is written as a positive number", "扣分填正数"),
    ("see first and last in districts.csv", "见区市名单的起止季度"),
    ("close it in other programs; check its rights", "在其他程序中关闭该文件，并检查权限"),
    (r"in Excel: save as .CSV UTF-8.(?:, or as \.xlsx)?", "在Excel中另存为“CSV UTF-8”"),
    ("save it again as .xlsx", "另存为.xlsx"),
    ("write it another way, or leave it out", "换一种写法，或删去"),
    ("write it without quotes: date = 2023-08-08", "写作 date = 2023-08-08，不加引号"),
    (r'put a cell with a comma in it in quotes: "a, b"', "含逗号的单元格加引号"),
    (r"quote a finding by name, or check it; nearest: (.+)", r"按名称引用，或核实；相近的数：\1"),
    (r"rename it (.+)", r"改名为\1"),
    *intake_rules_zh.HINTS,
    *data_rules_zh.HINTS,
)


def _said(text: str, patterns: tuple[tuple[str, str], ...]) -> str:
    for pattern, meant in patterns:
        found = re.fullmatch(pattern, text)
        if found:
            return found.expand(meant)
    from .usage_zh import usage  # a rule or a hint may be what is wrong with a name, as a command is told it

    return usage(text)


def rule(text: str) -> str:
    if found := SUM.fullmatch(text):
        return _sum(*found.groups())
    return re.sub(r"(?<![A-Za-z0-9.])-(?=\d)", "−", _said(text, RULES))


def _sum(indicator: str, period: str, summed: str, gap: str, side: str, unit: str) -> str:
    from .phrases_en import UNIT_WORDS  # its dates are slow to import; a check without such a gap need not wait
    from .phrases_zh import background_caption

    unit = next((chinese for chinese, english in UNIT_WORDS.items() if english == unit), unit)
    more = "多" if side == "more" else "少"
    return f"{background_caption(indicator, period)}，各区市合计{summed}{unit}，比全市数{more}{gap}{unit}"


def hint(text: str) -> str:
    return _said(text, HINTS).replace(
        " (a run without --accept-mappings writes it)", "（不加--accept-mappings运行即写出）"
    )
