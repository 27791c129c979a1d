"""The rules that data break, and what to do, in Chinese; the program tells them in English.

Each table has the English templates and what is said instead, as catalogue.py says. Words that no template makes are
told as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from ..calling import own
from . import data_rules_zh, intake_rules_zh
from .catalogue import Catalogue, read
from .contract_rules_en import SUM
from .usage_zh import usage  # a rule or a hint may be what is wrong with a name, as a command is told it

RULES: dict[str, str] = {
    # what is published, and revisions
    "{quarter:s} was published on {day:s}": "{quarter}已于{day}公布",
    "{quarter:s} was published on {day:s} (edition {edition:d})": "{quarter}已于{day}公布{edition:.0}",
    "{published}, and it was {value}": "{published:told}，公布时为{value:told}",
    "{published}, and there was no row for {row}": "{published:told}，公布时没有{row}的行",
    "{published} with a row for {row} ({value}); it is gone": "{published:told}，公布时{row}为{value}，现在没有这一行",
    "{published} under {value}: the rules of a published quarter are frozen":
        "{published:told}，公布时为{value:told}，已公布季度的办法不能改",
    "{published}: a revision is made after that": "{published:told}，修订日期应在其后",
    "{published}, {district}: {column:s} was {value}": "{published:told}，公布时{district}的{column}为{value:told}",
    "empty": "空",
    "the quarter is not published: there is nothing to revise": "该季度尚未公布，没有可修订的内容",
    "the revisions up to {published} do not lead to edition {edition:d} of {quarter}":
        "截至{published}的修订与{quarter}第{edition}版对不上",
    "row {row:d} made it {value}": "第{row}行已改为{value:told}",
    "published on {published:s} was {value}": "{published}公布的为{value:told}",
    "the data have {value}": "数据表中为{value:told}",
    "a revision says who made it, when and why": "修订要写明何人、何时、为何",
    "no such table can be revised": "没有可修订的这种表",
    "no such column of {table:s} is frozen": "{table}没有这一可修订的列",
    "a row of {table:s} is named by its {key}": "{table}的行用{key}指明",
    "old and new are the same": "旧值与新值相同",
    "the row, or one above it, was altered after it was written": "本行或其上某行写入后被改动",
    "the row was altered after it was written: it names no quarter": "此行写入后被改动：季度无法识别",
    "the row was altered after it was written: it has no number of its edition": "此行写入后被改动：版次无法识别",
    "the row was altered after it was written: it has no day of publication": "此行写入后被改动：公布日期无法识别",
    "the list of published files is not what the ledger has on record": "已公布文件的清单与台账不符",
    "its content is not what ledger.csv has on record": "内容与台账不符",
    "it judges the result as it was published on {published}, and figures were revised since":
        "研判的是{published}公布的结果，此后数据有修订",
    # figures
    "not a number": "不是数字",
    "the number is too large": "数字过大",
    "the figure is not available": "缺报",
    "the score is not available": "缺报得分",
    "the survey is not available": "缺报调查结果",
    "below its minimum {lowest:g}": "低于下限{lowest}",
    "above its maximum {highest:g}": "高于上限{highest}",
    "over its maximum of {highest:g}": "超过满分{highest}",
    "points are not negative": "得分不能为负",
    "a number of answers is a whole number, 0 or more": "人数应为不小于零的整数",
    "a count is missing": "缺一项人数",
    "nobody answered: there is no index": "无人作答，无法计算满意度",
    "only a number above zero has a logarithm": "取对数的数值应大于零",
    "a lower bound cannot be scored": "计分指标不能填报约数下限",
    "not a year, quarter, month or day, nor a span of them": "不是年、季、月、日，也不是其起止",
    "every background figure says which time it speaks of": "背景数据应写明时期",
    "余, 超 or nothing": "限定词只能为“余”“超”或留空",
    "the unit is {unit}": "单位应为{unit}",
    "{indicator:s} looks like a part of one, not a percentage": "疑为小数形式的百分数{indicator:.0}",
    "{indicator:s} is cumulative, and was {before:g} in {quarter}":
        "自年初累计数低于上季度累计数{before}{indicator:.0}{quarter:.0}",
    "{top} / {bottom} = {above} / {below} = {made}": "与构成数不符：{above} ÷ {below} = {made}{top:.0}{bottom:.0}",
    "published {item:s} {published}, scored {scored}": "公布结果为{published}，计算结果为{scored:told}{item:.0}",
    "no figure": "无数值",
    # rows
    "this district's indicator already stands in row {row:d}": "该区市该指标在第{row}行已有",
    "this district's score already stands in row {row:d}": "该区市该项得分在第{row}行已有",
    "the district already stands in row {row:d}": "该区市在第{row}行已有",
    "this veto already stands in row {row:d}": "与第{row}行重复",
    "this result already stands in row {row:d}": "与第{row}行重复",
    "no such district in districts.csv": "区市名单中没有此区市",
    "no such district": "区市名单中没有此区市",
    "the district is not assessed in {quarter}": "该区市{quarter}不参加考核",
    "no such indicator in the scheme or in facts.csv": "考核办法和事项表中没有此指标",
    "its points are given, not computed from a value": "该指标由部门评分，不由指标值计算",
    "it is derived from {indicator}": "该指标由{indicator}派生，不单独填报",
    "no indicator or item with given points": "考核办法中没有此评分项",
    "total, rank, stars or a board of the scheme": "应为总分、位次、星数或考核办法中的板块",
    "no such veto item in the scheme": "考核办法中没有此否决项",
    "{district} has no row for the whole of {board}: {items}": "{district}整个板块没有数据行：{items}{board:.0}",
    "{district} has no row for {board}: {items}": "{district}缺数据行：{items}{board:.0}",
    "{district} has no row": "{district}缺数据行",
    "the table has no row": "表中没有数据行",
    "every district lacks figures, so no district's total can be computed": "各区市均缺数据，无法计算总分",
    "no such source in sources.csv": "来源表中没有此来源",
    "every row names its source": "每行应注明来源",
    "holds a character that cannot be seen ({code})": "含看不见的字符（{code}）",
    "no bundled font has the character {named}": "字库中没有此字：{named}",
    # tables
    "the file is missing": "缺此文件",
    "the file is not UTF-8": "文件不是UTF-8编码",
    "the table is empty": "表为空",
    "the column is missing": "缺此列",
    "the column stands twice": "此列重复",
    "no such column is known; it is not read": "无此列定义，未读入",
    "no such file is known; it is not read": "无此文件定义，未读入",
    "looks like a quarter; it is not read": "像季度文件夹，未读入",
    "{cells:d} cells under {columns:d} columns": "{columns}列之下有{cells}个单元格",
    "row 1 names the columns, and does not here": "第1行应为列名",
    "the cells are parted by {signs}, not by commas": "单元格之间不是用逗号分隔{signs:.0}",
    "{one} and {other} are both there: which one counts?": "{one}和{other}并存，不知以哪个为准",
    "not a workbook that can be opened: its content is something else": "工作簿无法打开",
    "not a workbook that can be opened: {error}": "工作簿无法打开{error:.0}",
    "cannot be read: {reason}": "无法读取：{reason:told}",
    "not CSV: {error}": "不是有效的CSV文件{error:.0}",
    "points for {places:d} places, but {districts:d} districts: the others earn {lowest:g}":
        "位次赋分表只有{places}档，区市有{districts}个，其余得{lowest}分",
    # what lies beside
    "the day of issue is missing": "缺印发日期",
    "date is a day": "印发日期应为日期",
    "no such picture in photos/": "图片文件夹中没有此图片",
    "no scheme is there": "没有考核办法",
    "not TOML: a backslash within quotes begins a sign of its own": "引号内的反斜杠另有含义",
    "not TOML: curly quotes stand for straight ones": "引号应为直引号",
    "not TOML: a colon stands for =": "等号写成了冒号",
    "not TOML: a full-width sign stands for a half-width one": "应用半角符号",
    "not TOML: true and false are written small": "true和false应为小写",
    "not TOML: the closing quote is missing": "缺右引号",
    "not TOML: a bracket is missing": "缺方括号",
    "not TOML: a Chinese key without quotes": "中文键名应加引号",
    "not TOML: a text without quotes": "文本应加引号",
    "not TOML: {error}": "不是有效的TOML文件{error:.0}",
    "no figure of this quarter's data, results and findings has this number": "本季度数据和结果中没有此数",
    # what was there before
    "nothing there": "无此数",
    "nothing": "空",
    "empty, or no such row": "空，或无此行",
    "no such key": "没有此键",
}  # fmt: skip

HINTS: dict[str, str] = {
    # what is published, and revisions
    "correct the figure itself; or publish the quarter first: {command}": "直接改正数据；或先发布该季度：{command}",
    "the ledger is never edited: bring it back from the archive or version control": "台账不得改动，请从档案中恢复",
    "bring the file back from the archive or version control; what is published is never edited":
        "请从档案中恢复该文件，已公布的不改动",
    "an entry made since is dated after {published}; earlier ones stay as they were":
        "此后的修订晚于{published}，此前的不改动",
    "write the day on which the figure was changed": "写数据修订的日期",
    "what is found on that very day counts from the next: write {day}": "公布当日发现的差错自次日起修订，写{day}",
    "check the columns `table`, `district` and `item`": "核对table、district和item",
    "correct one of the two, or add the later change:\n{lines}": "改正其一，或补上后来的修订：\n{lines}",
    "if that is meant, put into revisions.csv (and fill in <…>):\n{lines}":
        "确需修订的，把下列内容加入revisions.csv（填写<…>）：\n{lines}",
    "if that is meant, make revisions.csv of this (and fill in <…>):\n{lines}":
        "确需修订的，用下列内容新建revisions.csv（填写<…>）：\n{lines}",
    "put it back; new rules are a new file whose valid begins with the next quarter":
        "请改回；新办法另写一个文件，valid从下一季度起",
    "put it back; who is assessed, and in which group, changes from a quarter that is not published":
        "请改回；参评区市和分组只从未公布的季度起变动",
    "fill it in": "请填写",
    "take the row out, or write what changed": "删去该行，或写明改动",
    "leave it empty": "留空",
    "write the {key:s} into item": "在item中写{key}",
    "write {number:s} if that is meant": "如确为百分数，改为{number}",
    "write the value in {unit}": "以{unit}为单位填报",
    "write {number:s} and put {word:s} into the column qualifier": "填{number}，并在限定列填“{word}”",
    "write {number:s} alone, without {words}, in the unit of its row": "只填{number}{words:.0}",
    "write {number:s}: the decimal mark is a point": "改为{number}，小数点用“.”",
    "write 0 if nobody answered so": "无人如此作答的填0",
    "write 2023, 2023Q2, 2023-06, 2023-06-15, or a span such as 2023-01..2023-06":
        "写年、季、月、日或其起止，如2023、2023Q2、2023-06、2023-01..2023-06",
    "write {right:s}": "改为{right}",
    "write {number:s} {unit:s}": "改为{number} {unit}",
    "write digits with a point, or leave the cell empty if the figure is not available": "填阿拉伯数字；缺报的留空",
    "mend the formula; write digits with a point, or leave the cell empty if the figure is not available":
        "改正公式；缺报的留空",
    "known: {names}": "已知：{names}",
    "check the figure": "核实数据",
    "check the score": "核实得分",
    "check the count": "核实人数",
    "check it, or say in the note why it fell": "核实数据，或在备注中说明下降原因",
    "keep one of the two rows": "两行保留一行",
    "keep one of the two": "保留其一",
    "keep one": "保留其一",
    "give the exact value": "填报确切数值",
    "leave it empty for an exact figure": "确切数值的留空",
    "leave all counts empty": "各项人数均留空",
    "add the rows; leave the figure empty where it is not available": "补齐数据行；缺报的数值留空",
    "add the row; leave all counts empty where there was no survey": "补数据行；未调查的人数留空",
    "one row a district and indicator; leave the figure empty where it is not available":
        "每区市每指标一行；缺报的留空",
    "the scheme's policy for missing data applies; the result is provisional (暂行)": "按缺报规定处理，结果标注暂行",
    "no sentence that names it is told, nor its row in the table of key work": "含此数据的语句和数据行不列入通报",
    "kept as published; say so where both are shown": "按公布数保留；两数并列时加以说明",
    "check the data, the rules and the publication; briefings show what is scored, not what was published":
        "核实数据、办法和公布件；通报列示计分结果，不列公布数",
    "{gap} apart, more than rounding allows: "
    "correct the one of the three figures of {district} that is wrong (rows {row}, {top} and {bottom})":
        "相差{gap}，超出舍入误差；核实{district}三个数（第{row}、{top}、{bottom}行）",
    "wait for the figures: briefing check {quarter} tells which are to come, briefing intake takes them in":
        "待各单位报齐：briefing check {quarter} 列出尚缺的，briefing intake 收数",
    'wait for the figures; if they will not come, set missing = "exclude" in {file}':
        "待报齐；确无数据的，在{file}中改缺报规定",
    "add it; the columns are {columns}": "补此列；各列为{columns}",
    "add {file} (or .xlsx)": "补{file}（或.xlsx）",
    "delete the rows above row {row:d}": "删去第{row}行以上各行",
    "type it anew: {text}": "重新输入：{text}",
    "take the row out": "删去该行",
    "move the row to values.csv": "移到指标值表",
    "move the row to scores.csv": "移到部门评分表",
    "a deduction is written as a positive number": "扣分填正数",
    "see first and last in districts.csv": "见区市名单的起止季度",
    "close it in other programs; check its rights": "在其他程序中关闭该文件，并检查权限",
    "in Excel: save as “CSV UTF-8”": "在Excel中另存为“CSV UTF-8”",
    "in Excel: save as “CSV UTF-8”, or as .xlsx": "在Excel中另存为“CSV UTF-8”",
    "save it again as .xlsx": "另存为.xlsx",
    "write it another way, or leave it out": "换一种写法，或删去",
    "write it without quotes: date = 2023-08-08": "写作 date = 2023-08-08，不加引号",
    'put a cell with a comma in it in quotes: "a, b"': "含逗号的单元格加引号",
    "quote a finding by name, or check it; nearest: {numbers}": "按名称引用，或核实；相近的数：{numbers}",
    "rename it {name}": "改名为{name}",
}  # fmt: skip


def rule(text: str) -> str:
    """A rule that is broken, in Chinese."""
    if found := read(SUM, text):
        return _sum(**found)
    return re.sub(r"(?<![A-Za-z0-9.])-(?=\d)", "−", _told(text, _RULES, rule))


def hint(text: str) -> str:
    """What to do about it, in Chinese."""
    return _told(text, _HINTS, hint).replace(
        " (a run without --accept-mappings writes it)", "（不加--accept-mappings运行即写出）"
    )


_RULES = Catalogue(RULES, data_rules_zh.RULES, intake_rules_zh.RULES)
_HINTS = Catalogue(HINTS, data_rules_zh.HINTS, intake_rules_zh.HINTS)


def _told(text: str, own: Catalogue, tell: Callable[[str], str]) -> str:
    return own.told(text, tell) or usage(text)


def _sum(indicator: str, period: str, summed: str, gap: str, side: str, unit: str) -> str:
    from .phrases_en import UNIT_WORDS  # its dates are slow to import; a check without such a gap need not wait
    from .phrases_zh import background_caption

    unit = next((chinese for chinese, english in UNIT_WORDS.items() if english == unit), unit)
    more = "多" if side == "more" else "少"
    told = own("，各区市合计{summed}{unit}，比全市数{more}{gap}{unit}", "zh")
    return background_caption(indicator, period) + told.format(summed=summed, unit=unit, more=more, gap=gap)
