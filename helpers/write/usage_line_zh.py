"""A line that cannot be read as a command, in Chinese: what typer says of it; written as usage_zh.py says."""

from __future__ import annotations

LINE: tuple[tuple[str, str], ...] = (
    (r"No such option: (\S+?)\.?(?: (Did you mean .+)| \((Possible options: .+)\))?", r"没有 \1 这个选项<2><3>"),
    (r"Did you mean '?(.+?)'?\??", r"；是否为 \1"),
    (r"Possible options: (.+)", r"；相近的有 \1"),
    (r"No such command '(.+?)'\.?(?: (Did you mean .+))?", r"没有“\1”这个命令<2>；全部命令见 briefing --help"),
    (r"Missing command\.?", "未写命令；全部命令见 briefing --help"),
    (r"Missing argument '(.+?)'\.?(?: .*)?", r"缺少 \1"),
    (r"Missing option '(.+?)'(?: \(env var: .+\))?\.?(?: .*)?", r"缺少选项 \1"),
    (r"Got unexpected extra argument(?:s|\(s\))? \((.+)\)", r"多出：\1"),
    (r"Option '(.+)' requires an argument\.?", r"选项 \1 之后要写值"),
    (r"Option '(.+)' requires (\d+) arguments\.?", r"选项 \1 之后要写\2个值"),
    (r"Option '(.+)' does not take a value\.?", r"选项 \1 不带值"),
    (r"Invalid value for '(.+?)': (.+)", r"\1 的值不对：<2>"),
    (r"Invalid value: (.+)", r"值不对：<1>"),
    (r"'?(.+?)'? is not a valid (?:integer|int)(?: range)?\.?", r"“\1”不是整数"),
    (r"'?(.+?)'? is not a valid float\.?", r"“\1”不是数字"),
    (r"(\S+) is not in the range x>=(\d+)\.?", r"\1小于最小值\2"),
    (r"(\S+) is not in the range (\d+)<=x<=(\d+)\.?", r"\1应在\2至\3之间"),
)  # fmt: skip
