"""`--help` in the language of the screen: everything said in both, tidy at the width of a terminal."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import typer
from rich.cells import cell_len

from helpers.cli import app
from helpers.cli_help import help_of, usage_of
from helpers.desk import help_words

PROGRAM = typer.main.get_command(app)
COMMANDS = {"": PROGRAM, **PROGRAM.commands}
HAN = re.compile(r"[\u4e00-\u9fff]")
STOPS = tuple("，。；：、！？）》”’")


def texts(command) -> list[str]:
    return [command.help, *(p.help for p in command.params)]


def helped(name: str, lang: str, monkeypatch, columns: int = 80) -> str:
    monkeypatch.setenv("COLUMNS", str(columns))
    parent = PROGRAM.context_class(PROGRAM, info_name="briefing")
    ctx = PROGRAM.context_class(COMMANDS[name], info_name=name, parent=parent) if name else parent
    return help_of(ctx, lang)


def test_all_that_is_said_of_commands_has_its_chinese_and_nothing_else_is_there():
    known = {text for command in COMMANDS.values() for text in texts(command)}
    assert known == set(help_words._CHINESE)
    assert all(HAN.search(told) for text, told in help_words._CHINESE.items() if text != "2023Q4")


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("columns", [60, 80, 200])
def test_help_names_everything_and_fits_the_terminal(monkeypatch, name, lang, columns):
    told = helped(name, lang, monkeypatch, columns)
    lines = told.splitlines()
    assert max(map(cell_len, lines)) <= columns - 2
    assert not [line for line in lines if line.strip().startswith(STOPS)]
    plain = "".join(told.split())
    for p in COMMANDS[name].params:
        assert all(word in plain for word in (*p.opts, p.metavar or "") if word.startswith("-") or word.isupper())
    for text in texts(COMMANDS[name]):
        assert "".join(help_words.said(text, lang).split()) in plain
    for command in getattr(COMMANDS[name], "commands", {}).values():  # whole, not cut with dots
        assert f"  {command.name} " in told and "".join(help_words.said(command.help, lang).split()) in plain


def test_what_stands_beside_a_name_is_in_one_column_and_a_longer_name_stands_alone(monkeypatch):
    lines = helped("build", "zh", monkeypatch).splitlines()
    options = lines[lines.index("选项：") + 1 :]
    at = options.index("  --executor local|dask://HOST:PORT")
    assert options[at + 1] == " " * 28 + "在何处生成：本机，或 Dask 集群。不写：local"
    assert "  --force                   全部重新生成，没有变化的也重做" in options


@pytest.mark.parametrize(
    ("setting", "line", "told"),
    [
        ("", ("--help",), "用法：briefing [选项] 命令 [参数]"),
        ("", ("deliver", "--help"), "用法：briefing deliver [选项] QUARTER"),
        ("", ("intake", "--help", "--lang", "en"), "Usage: briefing intake [OPTIONS] [FILE...]"),
        ("en", ("deliver", "--help"), "Usage: briefing deliver [OPTIONS] QUARTER"),
    ],
)
def test_help_follows_the_screen(command, monkeypatch, setting, line, told):
    monkeypatch.setenv("BRIEFING_SCREEN", setting)
    done = command("briefing", *line)
    assert done.stdout.splitlines()[0] == told
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("words", [(), ("verify",)])
def test_h_is_short_for_help_and_the_help_says_so(here, words):
    told = here("briefing", *words, "-h")
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout == here("briefing", *words, "--help").stdout
    assert re.search(r"^  --help, -h +显示本说明$", told.stdout, re.MULTILINE)


def test_the_program_tells_its_version(command, monkeypatch):
    """Bad settings do not matter: who reports a fault is asked for this first."""
    monkeypatch.setenv("BRIEFING_SCREEN", "fr")
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    done = command("briefing", "--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"briefing {project['version']}\n", "")


def test_a_line_that_cannot_be_read_is_told_how_the_command_is_called(command, monkeypatch):
    monkeypatch.setenv("BRIEFING_SCREEN", "zh")
    done = command("briefing", "deliver")
    assert done.returncode == 2
    assert done.stderr.splitlines()[0] == "用法：briefing deliver [选项] QUARTER"
    assert usage_of(PROGRAM.context_class(PROGRAM, info_name="briefing"), "en") == (
        "Usage: briefing [OPTIONS] COMMAND [ARGS]..."
    )
