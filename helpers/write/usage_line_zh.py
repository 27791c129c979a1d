"""A line that cannot be read as a command, in Chinese: what typer says of it (its words, not ours: helpers/said.py)."""

from __future__ import annotations

LINE: dict[str, str] = {
    "No such option: {option}": "没有 {option} 这个选项",
    "No such option: {option} (Possible options: {near})": "没有 {option} 这个选项；相近的有 {near}",
    "No such command {command!r}.": "没有“{command}”这个命令；全部命令见 briefing --help",
    "No such command {command!r}. Did you mean {near!r}?":
        "没有“{command}”这个命令；是否为 {near}；全部命令见 briefing --help",
    "Missing command.": "未写命令；全部命令见 briefing --help",
    "Missing argument {argument!r}.": "缺少 {argument}",
    "Missing option {option!r}.": "缺少选项 {option}",
    "Missing option {option!r} (env var: {variable!r}).": "缺少选项 {option}{variable:.0}",
    "Got unexpected extra argument(s) ({arguments})": "多出：{arguments}",
    "Option {option!r} requires an argument.": "选项 {option} 之后要写值",
    "Option {option!r} requires {n:d} arguments.": "选项 {option} 之后要写{n}个值",
    "Option {option!r} does not take a value.": "选项 {option} 不带值",
    "Invalid value for {option!r}: {fault}": "{option} 的值不对：{fault:told}",
    "Invalid value: {fault}": "值不对：{fault:told}",
    "{value!r} is not a valid int.": "“{value}”不是整数",
    "{value!r} is not a valid int range.": "“{value}”不是整数",
    "{value!r} is not a valid float.": "“{value}”不是数字",
    "{value:s} is not in the range x>={least:d}.": "{value}小于最小值{least}",
    "{value:s} is not in the range {least:d}<=x<={most:d}.": "{value}应在{least}至{most}之间",
}  # fmt: skip
