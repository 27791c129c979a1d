"""What the program says in English it says in Chinese too: read from the code, template by template."""

from __future__ import annotations

import ast
import re
from functools import cache

import pytest
from told import Code, Words

from helpers.write import (
    contract_rules_en,
    contract_rules_zh,
    data_rules_zh,
    intake_rules_zh,
    usage_issuing_zh,
    usage_line_zh,
    usage_making_zh,
    usage_zh,
)
from helpers.write.catalogue import fields, parts

TABLES = {
    "usage": usage_zh.USAGE,
    "issuing": usage_issuing_zh.ISSUING,
    "making": usage_making_zh.MAKING,
    "reasons": usage_making_zh.REASONS,
    "rules": contract_rules_zh.RULES,
    "hints": contract_rules_zh.HINTS,
    "data rules": data_rules_zh.RULES,
    "data hints": data_rules_zh.HINTS,
    "intake": intake_rules_zh.RULES,
    "intake hints": intake_rules_zh.HINTS,
}
OTHERS = {  # what typer, the system, Python, a mail server or a database says in its own words
    "line": usage_line_zh.LINE,
    "system": usage_making_zh.SYSTEM,
    "raised": usage_making_zh.RAISED,
    "server": usage_issuing_zh.SERVER,
}
ENTRIES = {english: chinese for table in (*TABLES.values(), *OTHERS.values()) for english, chinese in table.items()}
PLAIN = {english.replace("{{", "{").replace("}}", "}") for english in ENTRIES if not fields(english)}

# Entries of words that are put together there of parts that no one place has whole. Only shrinks.
PUT_TOGETHER = {
    "html: {error}",
    "pdf: {error}",
    "{reason}; make room there or choose another folder with --out, then build again: what is made is kept",
}  # fmt: skip


@cache
def code() -> Code:
    """All the code, read when the first of these tests asks: every worker collects them, one runs them."""
    return Code()


@cache
def said() -> list[Words]:
    return sorted(set(code().said()), key=str)


@cache
def faulted() -> list[Words]:
    return sorted(set(code().faulted()), key=str)


@cache
def spoken() -> set[str]:
    """Every string of the code."""
    nodes = (node for scope in code().scopes for node in scope.own if isinstance(node, ast.Constant))
    return {node.value for node in nodes if isinstance(node.value, str)}


def test_each_template_that_is_raised_has_its_chinese():
    """Where one is missing, it goes into a table of helpers/write/usage_*_zh.py."""
    known = {*ENTRIES, contract_rules_en.SUM}
    assert not [f"{words}: {words.template}" for words in said() if words.template and words.template not in known]


def test_the_rule_and_the_hint_of_each_fault_have_their_chinese():
    """Where one is missing, it goes into contract_rules_zh.py, data_rules_zh.py or intake_rules_zh.py."""
    known = {*ENTRIES, *PLAIN, contract_rules_en.SUM}
    missing = [words for words in faulted() if words.template and words.template not in known]
    assert not [f"{words}: {words.template}" for words in missing if not is_told(words.template)]


def is_told(text: str) -> bool:
    """Whether words without fields have their Chinese by an entry with fields that they fit, and none of it is English
    but a line to be written: `write {key} = {value}` has that of `write step = 1`."""
    told = [rules(text) for rules in (contract_rules_zh.rule, contract_rules_zh.hint)]
    return not fields(text) and any(t != text and not ENGLISH.search(t.partition(" = ")[0]) for t in told)


ENGLISH = re.compile(r"[A-Za-z']{2,} [a-z']{2,}")


def test_no_error_and_no_fault_is_given_words_put_together_with_an_f_string():
    """An f-string's words are found again only by what they look like."""
    made = [words for words in (*said(), *faulted()) if not words.template]
    assert not [str(words) for words in made]


def test_the_chinese_has_the_fields_of_the_english_and_no_format_of_its_own():
    assert not [english for english, chinese in ENTRIES.items() if fields(english) != fields(chinese)]
    slots = [(english, slot) for english, chinese in ENTRIES.items() for slot in parts(chinese).slots]
    assert not [english for english, slot in slots if slot.quoted or slot.spec not in ("", "told", ".0")]


def test_no_template_has_its_chinese_in_two_tables_of_one_kind():
    for names in (("rules", "data rules", "intake"), ("hints", "data hints", "intake hints")):
        entries = [english for name in names for english in TABLES[name]]
        assert not [english for english in set(entries) if entries.count(english) > 1]


def test_each_entry_is_of_words_that_the_program_says():
    unused = []
    for english in (english for table in TABLES.values() for english in table):
        plain = english if fields(english) else parts(english).words[0]
        if plain not in spoken() and english not in PUT_TOGETHER:
            unused.append(english)
    assert not unused


def test_what_is_listed_as_not_yet_done_is_not_done_yet():
    assert not PUT_TOGETHER & spoken()


# --- that the tests above can fail -----------------------------------------------------------------------------------


def read(tmp_path, text: str) -> list[Words]:
    (tmp_path / "one.py").write_text(text, encoding="utf-8")
    return list(Code(tmp_path).said())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('raise BriefingError("no {x}", x=1)', ["no {x}"]),
        ('raise BriefingError(f"no {x}")', [""]),
        ('words = f"no {x}"\nraise BriefingError(words)', [""]),
        ('A = "a {x}"\ndef f(x):\n    raise BriefingError(A if x else "b {x}", x=x)', ["a {x}", "b {x}"]),
        ('def f(otherwise="a {x}"):\n    raise BriefingError(otherwise, x=1)\nf("b {x}")', ["a {x}", "b {x}"]),
        ('class E(BriefingError): pass\nraise E("no " + x)', [""]),
        ('Said("a {x}", x="some words")', ["a {x}", "some words"]),
        ("raise BriefingError(str(error))", []),
    ],
)
def test_the_reader_of_the_code_sees_every_way_of_saying(tmp_path, text, found):
    assert sorted(words.template for words in read(tmp_path, text)) == sorted(found)


def test_errors_and_their_words_were_found():
    assert {"UsageError", "CannotWrite", "NotPublished", "NoServer"} <= code().errors
    assert len([words for words in said() if words.template]) > 110
    assert len([words for words in faulted() if words.template]) > 200
    homes = {"desk/recipients.py", "press/delivery/sent.py", "write/quoting.py"}
    homes |= {f"assess/{name}.py" for name in ("validate", "scenario", "rows", "reader", "quarter_rows", "guard")}
    assert homes <= {words.module for words in faulted()}


def test_the_chinese_is_chinese():
    assert not [english for english, chinese in ENTRIES.items() if not re.search("[\u4e00-\u9fff（；：]", chinese)]


CODE_IN_CHINESE = (
    *("--withdrawn keep", "where district is not null", "as unit", "where quarter = :quarter"),
    *("briefing check", "briefing intake"),
)


def test_no_english_words_are_left_in_the_chinese_of_a_fault_but_what_is_to_be_typed():
    left = []
    names = ("rules", "hints", "data rules", "data hints", "intake", "intake hints")
    for chinese in (chinese for name in names for chinese in TABLES[name].values()):
        bare = chinese
        for code in CODE_IN_CHINESE:
            bare = bare.replace(code, "")
        left += [chinese] if ENGLISH.search(re.sub(r"\{[^}]*\}|`[^`]*`", "", bare)) else []
    assert not left
