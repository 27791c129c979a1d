"""What is wrong with a command, or was noticed on the way, told in Chinese; the program tells it in English.

Each table has the English templates and what is said instead, as catalogue.py says. Words that no template makes are
told as they are: what a database, a mail server or the system says itself stays in its own words.
"""

from __future__ import annotations

import re

from ..said import Said
from . import contract_words_zh
from .catalogue import Catalogue
from .usage_issuing_zh import ISSUING, SERVER
from .usage_line_zh import LINE
from .usage_making_zh import MAKING, RAISED, REASONS, SYSTEM

USAGE: dict[str, str] = {
    # what is named
    "did you mean {names}?": "是否为{names}",
    "known: {names}": "已有：{names}",
    "no language is called {lang!r}; {hint}": "没有“{lang}”这种语言：写 zh 或 en{hint:.0}",
    "{path} is a folder; name the workbooks in it": "{path}是文件夹：请写其中的工作簿",
    "there is no file {path}; {hint}": "没有{path}这个文件；{hint:told}",
    "there is no file {path}": "没有{path}这个文件",
    "name workbooks, or --database; not both": "工作簿和 --database 只能用其一",
    "name the workbooks to take in, or --database": "请写要读入的工作簿，或用 --database",
    "there is no folder {folder}; lay it out first: briefing new-quarter {quarter}":
        "没有{folder}这个文件夹；先建立本季度：briefing new-quarter {quarter}",
    "there is no {folder}; lay it out first: briefing new-quarter {quarter}":
        "没有{folder}这个文件夹；先建立本季度：briefing new-quarter {quarter}",
    "no decision is called {word!r}; {hint}":
        "--withdrawn 没有“{word}”这种写法：写 keep（保留）或 clear（改为空）{hint:.0}",
    "no mapping is called {name!r}; {hint}": "没有名为“{name}”的对应关系；{hint:told}",
    "no mapping is called {name!r}": "没有名为“{name}”的对应关系",
    "{word!r} is not a quarter; write {quarter}": "“{word}”不是季度；写作 {quarter}",
    "{word!r} is not a quarter; a year has the quarters {first} to {last}":
        "“{word}”不是季度；一年为 {first} 至 {last}",
    "{word!r} is not a quarter; write it as 2023Q2": "“{word}”不是季度；写法如 2023Q2",
    "{folder} is there already; it is left as it is": "{folder}已经存在，未作改动",
    "no format is called {word!r}; {hint}": "没有“{word}”这种格式；{hint:told}",
    "there are no data for {quarter} in {folder}; {hint}": "{folder}中没有{quarter}的数据；{hint:told}",
    "there are no data for {quarter} in {folder}; there are: {known}":
        "{folder}中没有{quarter}的数据；已有：{known:told}",
    "{folder} has no quarter yet: briefing new-quarter 2024Q1, say, lays out its folder and tables":
        "{folder}中还没有季度文件夹：先建立，如 briefing new-quarter 2024Q1",
    "there is no language {lang!r}; known: {known}": "没有“{lang}”这种语言：写 zh 或 en{known:.0}",
    # explain and what-if
    "whom to explain? name a district with --district": "未写区市；用 --district 写明",
    "no district is called {word!r}; {hint}": "没有“{word}”这个区市；{hint:told}",
    "{district} cannot be compared with itself; name another district with --against":
        "{district}不能与自己比较；用 --against 写另一个区市",
    "{district} has no total in {quarter}: figures are missing; see `briefing check`":
        "{district}{quarter}没有总分：数据未报齐；见 briefing check {quarter}",
    "suppose what? write --set 胶州市.gdp_growth=6.5, --set weight.economy=45 or --scenario NAME":
        "未写假设；用 --set 胶州市.gdp_growth=6.5、--set weight.economy=45 或 --scenario 情景名称",
    "two settings are about the same thing; set each figure or weight once": "同一指标或权重写了两次；每项只写一次",
    "{setting!r} is not a setting; write 胶州市.gdp_growth=6.5 or weight.economy=45":
        "“{setting}”不是假设的写法；写如 胶州市.gdp_growth=6.5 或 weight.economy=45",
    "{setting!r}: {value!r} is not a number": "“{setting}”：“{value}”不是数字",
    "{word!r} is the name of {n:d}: write the id, {ids}": "“{word}”是{n}项的名称；请写编号：{ids}",
    "no indicator is called {word!r}; {hint}": "没有名为“{word}”的指标或板块；{hint:told}",
    "no node is called {word!r}; {hint}": "没有名为“{word}”的指标或板块；{hint:told}",
    "{id}: {figure:g} lies outside {low:g} … {high:g}": "{id}：{figure}超出范围（{low}至{high}）",
    "weights of siblings lie between 0 and 100 and sum to 100; asked for: {parts}":
        "同级权重在0至100之间，合计为100；所写：{parts}",
    "no scenario {name!r}: neither a file nor a name in {folder}; {hint}":
        "没有“{name}”这个情景：既不是文件，{folder}中也没有；{hint:told}",
    "no scenario {name!r}: neither a file nor a name in {folder}; {folder} has none; what_if.ipynb saves one":
        "没有“{name}”这个情景：{folder}中还没有情景；在 what_if.ipynb 中保存",
    # what is asked of results in a notebook
    "none at all": "尚无任何季度",
    "no district with the code {code!r} was assessed in {quarter}": "{quarter}没有代码为“{code}”的参评区市",
    "{code} has no total in {quarter}: figures are missing": "{code}在{quarter}没有总分：数据未报齐",
    "{earlier} is not before {quarter}": "{earlier}不在{quarter}之前",
    "{text!r} is no period; {hint}":
        "“{text}”不是时期的写法；写年、季、月、日或其起止，如2023、2023Q2、2023-06、2023-01..2023-06{hint:.0}",
    "level is {levels}, not {level!r}": "level应为{levels}，所写为“{level}”",
    "spread lies between 0 and 1, coverage above 0 up to 1, draws is 1 or more":
        "spread应在0至1之间，coverage应大于0、不超过1，draws应不小于1",
    "no indicator would be left": "指标全部去掉，没有可计分的",
    "nothing beside {nodes} has a weight that could take the rest": "{nodes}之外没有可取余下权重的项",
    "this is the city's briefing: open it with district=… for a district's":
        "这是全市通报；看一个区市的，打开时写 district=…",
    "this is a district's briefing: open it without district=… for the city's":
        "这是区市通报；看全市的，打开时不写 district=…",
    "the list of words has no {key!r}": "用语表中没有“{key}”",
    "the term list has no {key!r}": "术语表中没有“{key}”",
    "figures are withdrawn: say what becomes of them, --withdrawn keep or --withdrawn clear":
        "有数据被撤回：用 --withdrawn keep（保留）或 --withdrawn clear（改为空）写明如何处理",
    # folders and files
    "{folder} is not a data folder: it has no districts.csv": "{folder}不是数据文件夹：其中没有 districts.csv",
    "there is no data folder {folder}": "没有数据文件夹{folder}",
    "no {mark} at or above {folder}, nor beside the package; name the folder with --data":
        "{folder}及其上各级都没有 {mark}；用 --data 指明数据文件夹",
    "no {mark} at or above {folder}, nor beside the package; run the command inside the project":
        "{folder}及其上各级都没有 {mark}；请在项目文件夹中运行",
    "the folder you are in is gone (deleted, moved, or its share is not connected); "
    "cd to the project's folder, then run the command again":
        "当前所在的文件夹已不存在（被删除、移走或共享已断开）；用 cd 进入项目文件夹后再运行",
    "cannot write in {folder}: {reason}; nothing was written": "不能写入{folder}：{reason:told}；未写入任何文件",
    "another program is writing to {folder}; run the command again after it":
        "另一个程序正在写入{folder}：请在其完成后重新运行",
    "{files} changed while this was looked at; nothing was written: run the command again":
        "查看期间{files}有改动，未写入任何文件：请重新运行",
    "cannot write: {reason}; nothing was changed": "不能写入：{reason:told}；未作任何改动",
    "cannot make {folder}: {reason}; nothing was made": "不能建立{folder}：{reason:told}；未建立任何文件",
    # the database
    'there is no {path}: it names the database, [source] url = "…", and a [query] for each table':
        "没有{path}：其中写明数据库地址（[source] url = “…”）和各表的查询（[query]）",
    "{file} asks for the environment variable {name}, which is not set": "{file} 要用环境变量 {name}，尚未设置",
    "{file}: url is no address of a database; is its port a number?": "{file} 的 url 不是数据库地址；端口是否为数字",
    "data from a database need SQLAlchemy and a driver: pip install 'zhaixing-briefings[database]'":
        "使用数据库须先安装：pip install 'zhaixing-briefings[database]'",
    "there is no driver for {kind}: pip install 'zhaixing-briefings[database]', "
    'and write url = "postgresql+psycopg://…"':
        "没有 {kind} 的驱动程序；先安装：pip install 'zhaixing-briefings[database]'，"
        '并写 url = "postgresql+psycopg://…"',
    "there is no driver for {kind}: install the one that SQLAlchemy names for {name} with pip; "
    "the extra [database] brings those of PostgreSQL and DuckDB alone":
        "没有 {kind} 的驱动程序；请用pip安装 SQLAlchemy 文档所列的 {kind} 驱动程序（[database] 只含 PostgreSQL 和 "
        "DuckDB "
        "的）{name:.0}",
    "there is no driver for {kind}: install the Python module {module} with pip; "
    "the extra [database] brings those of PostgreSQL and DuckDB alone":
        "没有 {kind} 的驱动程序；请用pip安装 {module}（[database] 只含 PostgreSQL 和 DuckDB 的）",
    "there is no driver for {kind}: pip install 'zhaixing-briefings[database]'":
        "没有 {kind} 的驱动程序；先安装：pip install 'zhaixing-briefings[database]'",
    "there is no database {path}": "没有{path}这个数据库",
    "the answer for {table} has more than {most:d} rows; does its query ask for one quarter?":
        "{table}的查询结果超过{most}行；查询是否只取一个季度",
    "the database cannot be read: {answer}": "读不了数据库；数据库答复：{answer}",
    "the database cannot be read: it refuses the login, see user and password; it says: {answer}":
        "数据库拒绝登录，请核对用户名和密码；数据库答复：{answer}",
    "the database cannot be read: it does not answer, see its address, and whether it runs: {answer}":
        "连不上数据库，请核对地址，并确认数据库已启动；系统答复：{answer}",
    "{file}: the query for {table} is refused, see its tables and columns; the database says: {answer}":
        "{file} 中 {table} 的查询未被接受，请核对其中的表名和列名；数据库答复：{answer}",
    "{file}: the query for {table} takes longer than {seconds:d} seconds: let it ask for one quarter, or allow more "
    "with timeout; the database says: {answer}":
        "{file} 中 {table} 的查询{seconds}秒内没有完成；可只取一个季度，或加大 timeout；数据库答复：{answer}",
    "{file}: the answer for {table} is not written in UTF-8; let the query convert it, "
    "as in convert_from(district::bytea, 'GBK') as district; the database says: {answer}":
        "{file} 中 {table} 的查询结果不是 UTF-8 编码；请在查询中转换，如 "
        "convert_from(district::bytea, 'GBK') as district；数据库答复：{answer}",
    "{file}: the query for {table} asks for :{name}; {hint}":
        "{file} 中 {table} 的查询用了“:{name}”；{hint:told}",
}  # fmt: skip


_KNOWN = Catalogue(USAGE, ISSUING, MAKING, SYSTEM, SERVER, LINE, RAISED)
_WHY = Catalogue(REASONS)
_EVERY = Catalogue(_KNOWN.entries, REASONS)
_FAULT = re.compile(
    r"(\S+\.(?:csv|xlsx|xlsm|xls|et|ods|txt|toml|md))(?: \[(.+?)\])?(?: (?:row|line) (\d+))?(?: (?:column|key) (\S+))?:"
    r"(?: found '(.*)';)? ((?:(?! -> ).)+?)(?: -> (.+))?"
)
_OF_CELL = (  # whose first line may hold a colon itself, so that an error of Python's is looked for first
    re.compile(r"cell \[(\w+)\]:? ?(.*?): (\w+(?:Error|Exception|Iteration|Interrupt|Exit)(?::.*)?)", re.DOTALL),
    re.compile(r"cell \[(\w+)\]:? ?(.*?): (.+)", re.DOTALL),
)


def usage(text: str) -> str:
    """What is wrong with a command, or was noticed on the way, in Chinese; several things apart by `; ` or lines."""
    if isinstance(text, Said) and (told := _EVERY.told(text, usage)):
        return told
    return _read(str.__str__(text))


def _read(text: str) -> str:
    """Words that came as plain text, and what is put together of several."""
    for cell in _OF_CELL:
        if found := cell.fullmatch(text):
            return f"单元格 [{found[1]}] {found[2]}：{usage(found[3])}"
    if told := _KNOWN.told(text, usage):
        return told
    if found := _FAULT.fullmatch(text):
        return fault(*found.groups())
    if told := _WHY.told(text, usage):
        return told
    for between, joined in (("\n", "\n"), ("; ", "；")):
        parts = text.split(between)
        if len(parts) > 1 and (each := [usage(part) for part in parts]) != parts:
            return joined.join(each)
    return text


def fault(file: str, sheet: str, row: str, column: str, value: str, rule: str, hint: str) -> str:
    """A fault of the data as one line of an error; `row` is its number, or empty."""
    from . import contract_rules_zh  # which asks here for what it has no words for

    spot = contract_words_zh.spot(int(row) if row else None, column, file)
    place = f"{file}{f' [{sheet}]' if sheet else ''} {spot}".rstrip()
    told = f"；{contract_rules_zh.hint(hint)}" if hint else ""
    return f"{place}：{f'原文“{value}”，' if value else ''}{contract_rules_zh.rule(rule)}{told}"
