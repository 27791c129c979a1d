"""Intake speaks Chinese to whoever asked for it: faults, warnings and notices, as `briefing check` words them."""

from __future__ import annotations

import ast
import re

import openpyxl
import pytest
from books import NAMES, ROOT, book, data_folder, growths, table

from helpers.write import contract_rules_zh

ENGLISH = re.compile(r"[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}")  # three words of it


def bad_cells(path):
    """Most kinds of fault that a cell can have, in one workbook."""
    growth = ["约5.5", "#REF!", "2023-06-01", "1,2,3", "=B2+1", *growths()[5:]]
    projects = [-5, *range(300, 308), "12%"]
    money = [*(7_500_000 + k for k in range(8)), "3天", 7_600_000]
    names = [*NAMES[:8], "黄岛新城", NAMES[0]]
    head = ["区市", "GDP增速（%）", "新签约项目（个）", "新签约项目投资额同比增加（万元）"]
    rows = table(head, growth, projects, money, names=names)
    return book(path, rows)


def test_faults_of_cells_are_told_in_chinese(here, tmp_path):
    data = data_folder(tmp_path)
    path = bad_cells(tmp_path / "统计局.xlsx")
    ended = here("briefing", "intake", path, "--data", data, "--accept-mappings", "--yes")
    assert ended.returncode == 2
    lines = ended.stderr.strip().splitlines()
    assert "错误：统计局.xlsx [Sheet1] 第2行B列：原文“约5.5”，不是数字；填阿拉伯数字；缺报的留空" in lines
    assert all(line.startswith("错误：") for line in lines[:-1]) and len(lines) >= 10
    assert lines[-1] == f"数据有{len(lines) - 1}处错误，未写入任何文件"
    assert not ENGLISH.search(ended.stderr) and "error" not in ended.stderr
    english = here("briefing", "intake", path, "--data", data, "--accept-mappings", "--lang", "en")
    assert "error: 统计局.xlsx [Sheet1] row 2 column B: found '约5.5'; not a number -> write digits" in english.stderr


def test_warnings_and_notices_are_told_in_chinese(here, tmp_path):
    data = data_folder(tmp_path)
    path = tmp_path / "发改委.csv"
    rows = ["区市,新签约项目（个）", *(f"{n},{300 + k}" for k, n in enumerate(NAMES)), "全市,9999"]
    path.write_bytes("\n".join(rows).encode("gbk"))
    ended = here("briefing", "intake", path, "--data", data, "--accept-mappings", "--yes")
    assert ended.returncode == 0
    assert "新签约项目各区市合计3045个，比全市数少6954个；核实哪个为准；全市数不写入" in ended.stderr
    assert ended.stderr.startswith("提示：") and not ENGLISH.search(ended.stderr)
    assert "发改委.csv：不是UTF-8编码，按GBK（GB18030）读入" in ended.stdout


def said():
    """Every rule and hint that intake may tell: what its modules give to faults, with 7 for what is filled in."""
    gate = ROOT / "helpers" / "assess" / "guard.py"
    for path in sorted([*(ROOT / "helpers" / "intake").glob("*.py"), gate]):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Assign) and any(
                getattr(t, "id", "") in ("rule", "hint", "names", "_COPY", "_HINT", "_SAVE_AGAIN")
                for target in node.targets
                for t in ast.walk(target)
            ):
                told = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
            elif isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in (
                "fault", "Fault", "refused", "cell_fault", "Figure",
            ):  # fmt: skip
                told = [*node.args, *(k.value for k in node.keywords if k.arg in ("rule", "hint"))]
            else:
                continue
            for text in filter(None, map(filled, told)):
                if re.search(r"[a-z]{3,} \S", text):
                    yield path.name, text


def filled(node):
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.sub(r"\{\w+:d\}", "7", node.value)  # a template that is filled in later
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else figure(part) for part in node.values)
    if isinstance(node, ast.BinOp) and filled(node.left):
        return filled(node.left) + (filled(node.right) or "7")
    return ""


def figure(part):
    signed = part.format_spec is not None and "+" in part.format_spec.values[0].value
    return "'7'" if part.conversion == ord("r") else "+7" if signed else "7"


SAID = sorted(set(said()))
BEGUN = ("7 mend the head", "7, or take the column out")  # behind "did you mean …?"


@pytest.mark.parametrize(("module", "text"), SAID, ids=[f"{m}: {t[:40]}" for m, t in SAID])
def test_every_rule_and_hint_of_intake_has_chinese(module, text):
    if text.startswith(BEGUN):
        text = text.replace("7", "known: a", 1)
    assert contract_rules_zh.rule(text) != text or contract_rules_zh.hint(text) != text


def test_all_that_intake_says_was_found():
    assert len(SAID) > 60 and {"gather.py", "guard.py", "mapping.py", "merge.py", "reading.py"} <= {m for m, _ in SAID}


def test_what_was_done_to_a_figure_is_told_in_chinese(here, tmp_path):
    """A rate typed as a part of one and shown as a percentage; money with its unit typed in the cell."""
    data = data_folder(tmp_path)
    head = ["区市", "地区生产总值增速（%）", "新签约项目投资额同比增加（亿元）"]
    path = book(tmp_path / "统计局.xlsx", table(head, [f"5.{k}" for k in range(10)], ["7500000万元"] + [751] * 9))
    filled = openpyxl.load_workbook(path)
    for row in range(2, 12):
        cell = filled.active.cell(row, 2)
        cell.value, cell.number_format = float(cell.value) / 100, "0.0%"
    filled.save(path)
    words = ["briefing", "intake", path, "--data", data, "--accept-mappings", "--yes"]
    said = here(*words).stdout
    assert "以百分比显示：× 100" in said and "原文所注单位万元 → 亿元：× 0.0001" in said and "shown as" not in said
