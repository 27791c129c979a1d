"""HTML that others wrote, tangled or hostile: a browser finds nothing in the page that runs, asks or fetches."""

# ruff: noqa: E501 (a case is read best on one line)

from __future__ import annotations

import re

import pytest
from analyst import cell, notebook, to_html, to_pdf
from bs4 import BeautifulSoup

OUTSIDE = "http://outside.invalid/"
HOSTILE = {
    "script": f"<p>前<script>if (a<b) alert(1)</script>后<SCRIPT SRC={OUTSIDE}x.js></SCRIPT></p>",
    "broken script": "<scr<script>ipt>alert(1)</scr</script>ipt>后",
    "handler": '<p onclick="x()" ONMOUSEOVER=x() on="x" oNload=x()>文</p><b/onclick=x()>粗</b>',
    "handler after a quote": '<img alt="a"onerror="x()" src=data:,><p title="\'"onclick=\'x()\'>文</p>',
    "link": '<a href=" java\nscript:x()">一</a><a href="&#106;avascript&colon;x()">二</a><a href="\x01JavaScript:x()">三</a>',
    "link of a drawing": '<svg viewBox="0 0 9 9"><a xlink:href="javascript:x()"><path d="M0 0"/></a></svg>',
    "drawing without an end": '<svg><a><animate attributeName=href values="javascript:x()" /><text>字</text></a>',
    "set": '<svg><a id=q><set attributeName="href" to="javascript:x()"/></a><use href="data:image/svg+xml,x"/>',
    "style that ends early": "<style>p{color:red} </style foo><img src=x onerror=x()>后</style>末",
    "style of a formula": '<math><style><!--</style><img title="--&gt;&lt;img src=1 onerror=x()&gt;"></math>尾',
    "style": f'<style>@import "{OUTSIDE}a.css"; .q{{background:url({OUTSIDE}b)}} @font-face{{src:url({OUTSIDE}c)}}</style>',
    "style attribute": f'<p style="background:url({OUTSIDE}z);background:image-set(\'{OUTSIDE}y\' 1x)">文</p>',
    "raw text": '<xmp><b title="</xmp><img src=x onerror=x()>">x</b></xmp>中',
    "no embedding": '<noembed><p title="</noembed><img src=x onerror=x()>"></noembed>又',
    "no script": f'<noscript><p title="</noscript><img src={OUTSIDE}a onerror=x()>"></noscript>又',
    "plain text": "前<plaintext>余 <b>后</b>",
    "title": '<title><a title="</title><img src=x onerror=x()>"></title>后',
    "textarea": '<textarea><a title="</textarea><img src=x onerror=x()>"></textarea>后',
    "template": "<template><img src=x onerror=x()></template>后",
    "comment": "前<!--><img src=x onerror=x()>-->后<!-- --!><img src=y onerror=x()>-->",
    "declaration": "前<![CDATA[><img src=x onerror=x()>]]>后<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>&a;<?x <img>?>",
    "frames": f"前<iframe src={OUTSIDE} srcdoc='<img src=x onerror=x()>'>内</iframe>后<object data={OUTSIDE}></object><embed src={OUTSIDE}>",
    "media": f"前<video src={OUTSIDE}v autoplay><source src={OUTSIDE}w></video><audio src={OUTSIDE}>后</audio>尾",
    "pictures": f"<img src={OUTSIDE}a srcset='{OUTSIDE}b 2x' alt=远><picture><source srcset={OUTSIDE}c><img src={OUTSIDE}d></picture>",
    "old attributes": f"<table background={OUTSIDE}a><tr><td background={OUTSIDE}b>格</td></tr></table><body background={OUTSIDE}c onload=x()>",
    "page parts": f"<html><head><base href={OUTSIDE}><link rel=stylesheet href={OUTSIDE}><meta http-equiv=refresh content='0;url={OUTSIDE}'></head>文",
    "forms": f"<form action={OUTSIDE}><input name=a autofocus onfocus=x()><button formaction={OUTSIDE}>送</button></form>尾",
    "note": '<div popover id="n1" onclick="x()"><script>x()</script><a href="javascript:x()">源</a></div><button popovertarget="n1" onclick="x()">一</button>后',
    "names": "<p a<b=\"x\" \"q='1' =x='y' '=`z`>文</p><a\"onclick=x()>链</a\"onclick=x()><x:y onclick=x()>名</x:y>",
    "quotes": "<p title='\"><img src=x onerror=x()>'>甲</p><p title=\"'><img src=x onerror=x()>\">乙</p><p title=`><img src=x onerror=x()>`>丙</p>",
    "entities": "&lt;img src=x onerror=x()&gt; &#60;script&#62;x()&#60;/script&#62; &amp;lt;b&amp;gt; &#0;&#xD800;&#x1b;",
    "own marks": '<svg-drawing data-n="7" data-alt="x"></svg-drawing>文<svg-drawing data-n=x onclick=x()>二</svg-drawing>',
    "deep": "<div>" * 3000 + "底" + "</div>" * 3000,
    "tangled": "<table><tr><td><table><p>一<td>二</table>三<b><p>四</b>五<li>六</table></div></p>七",
}  # fmt: skip
BROUGHT = """() => {
  const bad = [];
  for (const tag of document.querySelectorAll('main *, [popover], [popover] *')) {
    if (/^(script|iframe|frame|object|embed|link|meta|base|form|input|textarea|select|video|audio|template|set)$|^animate/i
        .test(tag.localName)) bad.push(tag.localName);
    for (const {name, value} of tag.attributes) {
      if (/^on/i.test(name)) bad.push(tag.localName + ' ' + name);
      if (/href$/i.test(name) && /^[\\s\\x00-\\x20]*(j\\s*a\\s*v\\s*a|vb)\\s*s/i.test(value)) bad.push(name + '=' + value);
    }
  }
  return bad;
}"""


@pytest.fixture(scope="module")
def made() -> str:
    return to_html(notebook("# 题", *(cell({"text/html": markup}) for markup in HOSTILE.values()), "末段"))


def test_a_browser_finds_nothing_that_runs_or_fetches(browser, tmp_path, made):
    file = tmp_path / "page.html"
    file.write_text(made, encoding="utf-8")
    page = browser.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.goto(file.as_uri())
    page.evaluate("document.fonts.ready")
    brought, last = page.evaluate(BROUGHT), page.locator("main").inner_text().strip()[-2:]
    page.close()
    assert brought == []
    assert [url for url in asked if not url.startswith(("data:", file.as_uri()))] == []
    assert said == []  # not even a script refused by the page's own policy
    assert last == "末段"


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_printed_as_well(name):
    assert to_pdf(notebook("# 题", cell({"text/html": HOSTILE[name]}), "末段")).startswith(b"%PDF")


@pytest.mark.parametrize("name, words", [
    ("script", "前后"), ("style that ends early", "末"), ("plain text", "余 后"), ("comment", "前后"), ("frames", "前后"),
    ("forms", "尾"), ("note", "一后"), ("names", "文链名"), ("quotes", "甲乙`>丙"), ("deep", "底"), ("no script", "又"),
    ("tangled", "一二三四五六七"), ("own marks", "文二"), ("entities", "<img src=x onerror=x()> <script>x()</script>"),
])  # fmt: skip
def test_its_text_stays(name, words):
    page = BeautifulSoup(to_html(notebook("# 题", cell({"text/html": HOSTILE[name]}))), "html.parser")
    for mark in page.select(".left-out"):
        mark.extract()
    assert re.sub(r"\s", "", words) in re.sub(r"\s", "", page.main.get_text())


def test_notes_hold_nothing_that_runs():
    page = BeautifulSoup(to_html(notebook("# 题", cell({"text/html": HOSTILE["note"]}))), "html.parser")
    note = page.find(id="n1")
    assert note.get_text() == "〔此处的脚本未收入〕源"
    assert note.a.attrs == {} and not note.find("script")
    assert "onclick" not in note.attrs and page.find("button").attrs == {"popovertarget": "n1"}
