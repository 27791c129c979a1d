"""Words found by their English templates, or by the pattern that is made of one (helpers/write/catalogue.py)."""

from __future__ import annotations

import pytest

from helpers.said import Listed, Said
from helpers.write.catalogue import Catalogue, fields, pattern

TABLE = {
    "no file {path}": "没有{path}",
    "no file {path}; {hint}": "没有{path}；{hint:told}",
    "known: {names}": "已有：{names}",
    "no name {name!r}": "没有“{name}”",
    "{n:d} more": "另有{n}项",
    "{first:s} and {second:s}": "{first}和{second}",
    "{quarter} is not {quarter}": "{quarter}不是{quarter}",
    "{what} ({file})": "{what:told}（{file}）",
    "full": "已满",
    "no language {lang}; {hint}": "没有{lang}：写 zh{hint:.0}",
    "write {{item}}": "写{{事项}}",
}
CATALOGUE = Catalogue(TABLE)


def tell(text: str) -> str:
    return CATALOGUE.told(text, tell) or text


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (Said("no file {path}", path="a"), "没有a"),
        (Said("no file {path}; {hint}", path="a; b", hint=Said("known: {names}", names="c")), "没有a; b；已有：c"),
        (Said("no file {path}", path=Said("known: {names}", names="c")), "没有已有：c"),
        (Said("no name {name!r}", name="a\nb"), "没有“a\\nb”"),
        (Said("no language {lang}; {hint}", lang="fr", hint="known: zh"), "没有fr：写 zh"),
        (Said("{what} ({file})", what="full", file="a"), "已满（a）"),
        (Said("known: {names}", names=Listed(["a", "full"])), "已有：a、full"),
        (Said("no file {path}; {hint}", path="a", hint=Listed(["b", "full"])), "没有a；b、已满"),
        (Said("nobody knows {x}", x="full"), "nobody knows full"),
    ],
)
def test_said_is_told_by_its_template(said, told):
    assert tell(said) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("no file a", "没有a"),
        ("no file a; known: b", "没有a；已有：b"),
        ("no file a; b is odd", "没有a；b is odd"),
        ("no name 'a'", "没有“a”"),
        ('no name "it\'s"', "没有“it's”"),
        ("-3 more", "另有-3项"),
        ("many more", "many more"),
        ("html and pdf", "html和pdf"),
        ("read and write it", "read and write it"),
        ("a is not a", "a不是a"),
        ("a is not b", "a is not b"),
        ("full (a)", "已满（a）"),
        ("something else (a)", "something else (a)"),
        ("write {item}", "写{事项}"),
    ],
)
def test_plain_text_is_told_by_the_pattern_of_a_template(text, told):
    assert tell(text) == told


def test_the_template_with_the_most_words_of_its_own_counts():
    for order in (TABLE.items(), reversed(TABLE.items())):
        assert Catalogue(dict(order)).told("no file a; known: b", tell) == "没有a；已有：b"


def test_a_field_is_read_as_short_as_can_be():
    assert pattern("no file {path}; {hint}").fullmatch("no file a; b; c").groupdict() == {"path": "a", "hint": "b; c"}


def test_signs_of_patterns_in_a_template_mean_themselves():
    assert pattern("a (b) [c].* {x}").fullmatch("a (b) [c].* d")["x"] == "d"
    assert not pattern("a.c {x}").fullmatch("abc d")


def test_the_last_table_counts():
    assert Catalogue(TABLE, {"full": "满"}).told("full", tell) == "满"


def test_the_fields_of_a_template_are_its_names():
    assert fields("{a!r} {b:g} {a} {{c}}") == {"a", "b"}
