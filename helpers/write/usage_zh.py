"""What is wrong with a command, or was noticed on the way, told in Chinese; the program tells it in English.

Each entry is a pattern of the English words and what is said instead: `\\1` is a part of them as it stands, `<1>` a
part that is told in Chinese itself. Words that no pattern fits are told as they are: what a database, a mail server or
the system says itself stays in its own words.
"""

from __future__ import annotations

import re

from . import contract_words_zh
from .usage_issuing_zh import ISSUING
from .usage_line_zh import LINE
from .usage_making_zh import DISK, MAKING, RAISED, REASONS

_SECRET = r"(?:.*password authentication failed.*|.*no password supplied.*|.*Access denied.*)"
_AWAY = r"(?:.*[Cc]onnection refused.*|.*could not translate host name.*|.*[Tt]imed? ?out.*|.*failed to resolve host.*)"

USAGE: tuple[tuple[str, str], ...] = (
    # what is named
    (r"no language is called '(.+)'; (?:did you mean .+|known: .+)", r"没有“\1”这种语言：写 zh 或 en"),
    (r"(.+) is a folder; name the workbooks in it", r"\1是文件夹：请写其中的工作簿"),
    (r"there is no file (.+); did you mean (.+)\?", r"没有\1这个文件；是否为\2"),
    (r"there is no file (.+); known: (.+)", r"没有\1这个文件；该文件夹中有：\2"),
    (r"there is no file (.+)", r"没有\1这个文件"),
    (r"name workbooks, or --database; not both", "工作簿和 --database 只能用其一"),
    (r"name the workbooks to take in, or --database", "请写要读入的工作簿，或用 --database"),
    (r"there is no (?:folder )?(.+); lay it out first: briefing new-quarter (\S+)",
     r"没有\1这个文件夹；先建立本季度：briefing new-quarter \2"),
    (r"no decision is called '(.+)'; .+", r"--withdrawn 没有“\1”这种写法：写 keep（保留）或 clear（改为空）"),
    (r"no mapping is called '(.+)'; did you mean (.+)\?", r"没有名为“\1”的对应关系；是否为\2"),
    (r"no mapping is called '(.+)'; known: (.+)", r"没有名为“\1”的对应关系；已有：\2"),
    (r"no mapping is called '(.+)'", r"没有名为“\1”的对应关系"),
    (r"'(.+)' is not a quarter; write (\d{4}Q\d)", r"“\1”不是季度；写作 \2"),
    (r"'(.+)' is not a quarter; a year has the quarters (\S+) to (\S+)", r"“\1”不是季度；一年为 \2 至 \3"),
    (r"'(.+)' is not a quarter(?:[;:,].+)?", r"“\1”不是季度；写法如 2023Q2"),
    (r"(.+) is there already; it is left as it is", r"\1已经存在，未作改动"),
    (r"no format is called '(.+)'; (?:did you mean|known:) (.+?)\??", r"没有“\1”这种格式；是否为\2"),
    (r"there are no data for (\S+) in (.+); did you mean (.+)\?", r"\2中没有\1的数据；是否为\3"),
    (r"there are no data for (\S+) in (.+); known: (.+)", r"\2中没有\1的数据；已有：\3"),
    (r"there are no data for (\S+) in (.+); there are: (.+)", r"\2中没有\1的数据；已有：\3"),
    (r"(.+) has no quarter yet: .+", r"\1中还没有季度文件夹：先建立，如 briefing new-quarter 2024Q1"),
    (r"there is no language '(.+)'; .+", r"没有“\1”这种语言：写 zh 或 en"),
    # explain and what-if
    (r"whom to explain\? .+", "未写区市；用 --district 写明"),
    (r"no district is called '(.+)'; did you mean (.+)\?", r"没有“\1”这个区市；是否为\2"),
    (r"no district is called '(.+)'; known: (.+)", r"没有“\1”这个区市；已有：\2"),
    (r"(.+) cannot be compared with itself; .+", r"\1不能与自己比较；用 --against 写另一个区市"),
    (r"(.+) has no total in (\S+): figures are missing; .+", r"\1\2没有总分：数据未报齐；见 briefing check \2"),
    (r"suppose what\? .+",
     "未写假设；用 --set 胶州市.gdp_growth=6.5、--set weight.economy=45 或 --scenario 情景名称"),
    (r"two settings are about the same thing; .+", "同一指标或权重写了两次；每项只写一次"),
    (r"'(.+)' is not a setting; .+", r"“\1”不是假设的写法；写如 胶州市.gdp_growth=6.5 或 weight.economy=45"),
    (r"'(.+)': '(.*)' is not a number", r"“\1”：“\2”不是数字"),
    (r"'(.+)' is the name of (\d+): write the id, (.+)", r"“\1”是\2项的名称；请写编号：\3"),
    (r"no (?:indicator|node) is called '(.+)'; did you mean (.+)\?", r"没有名为“\1”的指标或板块；是否为\2"),
    (r"no (?:indicator|node) is called '(.+)'; known: (.+)", r"没有名为“\1”的指标或板块；已有：\2"),
    (r"(\w+): (\S+) lies outside (\S+) … (\S+)", r"\1：\2超出范围（\3至\4）"),
    (r"weights of siblings lie between 0 and 100 and sum to 100; asked for: (.+)",
     r"同级权重在0至100之间，合计为100；所写：\1"),
    (r"no scenario '(.+)': neither a file nor a name in (.+); did you mean (.+)\?",
     r"没有“\1”这个情景：既不是文件，\2中也没有；是否为\3"),
    (r"no scenario '(.+)': neither a file nor a name in (.+); known: (.+)",
     r"没有“\1”这个情景：既不是文件，\2中也没有；已有：\3"),
    (r"no scenario '(.+)': neither a file nor a name in (.+); .+ has none; .+",
     r"没有“\1”这个情景：\2中还没有情景；在 what_if.ipynb 中保存"),
    # folders and files
    (r"(.+) is not a data folder: it has no districts\.csv", r"\1不是数据文件夹：其中没有 districts.csv"),
    (r"there is no data folder (.+)", r"没有数据文件夹\1"),
    (r"no data/districts\.csv at or above (.+), nor beside the package; .+",
     r"\1及其上各级都没有 data/districts.csv；用 --data 指明数据文件夹"),
    (r"the folder you are in is gone \(.+\); cd to .+",
     "当前所在的文件夹已不存在（被删除、移走或共享已断开）；用 cd 进入项目文件夹后再运行"),
    (r"cannot write in (.+): (.+); nothing was written", r"不能写入\1：<2>；未写入任何文件"),
    (r"cannot write: (.+); nothing was changed", r"不能写入：<1>；未作任何改动"),
    (r"cannot make (.+): (.+); nothing was made", r"不能建立\1：<2>；未建立任何文件"),
    # the database
    (r"there is no (.+): it names the database, .+",
     r"没有\1：其中写明数据库地址（[source] url = “…”）和各表的查询（[query]）"),
    (r"(\S+) asks for the environment variable (\S+), which is not set",
     r"\1 要用环境变量 \2，尚未设置"),
    (r"(\S+): url is no address of a database; is its port a number\?", r"\1 的 url 不是数据库地址；端口是否为数字"),
    (r"data from a database need SQLAlchemy and a driver: (.+)", r"使用数据库须先安装：\1"),
    (r"there is no driver for (.+): (pip .+), and write (url = .+)",
     r"没有 \1 的驱动程序；先安装：\2，并写 \3"),
    (r"there is no driver for (.+): install the one that SQLAlchemy names for .+ with pip; .+",
     r"没有 \1 的驱动程序；请用pip安装 SQLAlchemy 文档所列的 \1 驱动程序（[database] 只含 PostgreSQL 和 DuckDB 的）"),
    (r"there is no driver for (.+): install the Python module (.+) with pip; .+",
     r"没有 \1 的驱动程序；请用pip安装 \2（[database] 只含 PostgreSQL 和 DuckDB 的）"),
    (r"there is no driver for (.+): (.+)", r"没有 \1 的驱动程序；先安装：\2"),
    (r"there is no database (.+)", r"没有\1这个数据库"),
    (r"the answer for (\w+) has more than (\d+) rows; .+", r"\1的查询结果超过\2行；查询是否只取一个季度"),
    (rf"the database cannot be read: ({_SECRET})", r"数据库拒绝登录，请核对用户名和密码；数据库答复：\1"),
    (rf"the database cannot be read: ({_AWAY})", r"连不上数据库，请核对地址，并确认数据库已启动；系统答复：\1"),
    (r"the database cannot be read: (.+)", r"读不了数据库；数据库答复：\1"),
)  # fmt: skip


_NEAR: tuple[tuple[str, str], ...] = (
    (r"did you mean (.+)\?", r"是否为\1"),
    (r"known: (.+)", r"已有：\1"),
)
_PATTERNS = (*USAGE, *ISSUING, *MAKING, *DISK, *LINE, *_NEAR, *RAISED)
_FAULT = re.compile(
    r"(\S+\.(?:csv|xlsx|xlsm|xls|et|ods|txt|toml|md))(?: \[(.+?)\])?(?: (?:row|line) (\d+))?(?: (?:column|key) (\S+))?:"
    r"(?: found '(.*)';)? ((?:(?! -> ).)+?)(?: -> (.+))?"
)
_PLAIN = re.compile(r"[^\\()\[\].?*+|{}^$]+")
_OF_REPORT = re.compile(r"((?:city|district-\S+?|correction)\.(?:zh|en)): (.+)", flags=re.DOTALL)


def usage(text: str) -> str:
    """What is wrong with a command, or was noticed on the way, in Chinese; several things apart by `; ` or lines."""
    if told := _said(text, _PATTERNS):
        return told
    if found := _OF_REPORT.fullmatch(text):
        return f"{found[1]}：{usage(found[2])}"
    if found := _FAULT.fullmatch(text):
        return _fault(*found.groups())
    if told := _said(text, REASONS):
        return told
    for between, joined in (("\n", "\n"), ("; ", "；")):
        parts = text.split(between)
        if len(parts) > 1 and (told := [usage(part) for part in parts]) != parts:
            return joined.join(told)
    return text


def _said(text: str, patterns: tuple[tuple[str, str], ...]) -> str:
    for pattern, meant in patterns:
        if text.startswith(_head(pattern)) and (found := re.fullmatch(pattern, text, flags=re.DOTALL)):
            return _filled(meant, found)
    return ""


def _head(pattern: str) -> str:
    """What every text that fits begins with: it spares the making of two hundred patterns for one text."""
    plain = _PLAIN.match(pattern)
    head = plain[0] if plain else ""
    return head[:-1] if pattern[len(head) : len(head) + 1] in ("?", "*", "{") else head


def _filled(meant: str, found: re.Match[str]) -> str:
    """What is said, with the parts of what was found put in."""

    def part(slot: re.Match[str]) -> str:
        told = found[int(slot[1] or slot[2])] or ""
        return usage(told) if slot[2] and told else told

    return re.sub(r"\\(\d)|<(\d)>", part, meant)


def _fault(file: str, sheet: str, row: str, column: str, value: str, rule: str, hint: str) -> str:
    """A fault of the data that is one line of another error."""
    from . import contract_rules_zh  # which asks here for what it has no words for

    place = (
        f"{file}{f' [{sheet}]' if sheet else ''} {contract_words_zh.spot(int(row) if row else None, column)}".rstrip()
    )
    told = f"；{contract_rules_zh.hint(hint)}" if hint else ""
    return f"{place}：{f'原文“{value}”，' if value else ''}{contract_rules_zh.rule(rule)}{told}"
