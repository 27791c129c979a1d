"""Markup as a tree: both readers agree, whatever it holds, and take time in proportion to its length."""

from __future__ import annotations

import time

import pytest

from helpers.press import tree, tree_reading

WELL_FORMED = (
    "<p>一<b>粗 <i>斜</i></b>尾</p>\n\n  <p title=\"&lt;a&gt; &amp; &quot;q&quot; 's'\">二</p>",
    '<div popover id="n"><span class="x y">&#x27;</span></div>后<style scoped>a > b{}</style>',
    "<table><tr><td>1</td>  <td></td></tr></table>𠀀<pre>  \n  </pre><br/><img alt='x' src=\"data:,\"/>",
    "只有文字 &amp; 号",
    "",
)


@pytest.mark.parametrize("markup", WELL_FORMED)
def test_markup_that_is_xml_as_well_gives_the_same_tree_by_either_reader(markup):
    strict, loose = tree_reading._strictly(markup), tree_reading._loosely(markup)
    assert strict is not None
    assert tree.inner(strict) == tree.inner(loose)


@pytest.mark.parametrize(
    "markup",
    [
        "<p>一<p>二",
        "<B>大写</B>",
        '<p Title="x">x</p>',
        "<p hidden class>x</p>",
        "<p title='a\nb'>x</p>",
        "&nbsp;&#128;",
        "1 < 2",
        "<br>x</br>y",
        "<中>x</中>",
        "<!-- x -->y",
        "<![CDATA[x]]>y",
        "<o:p>x</o:p>",
        '<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi></math>',
        "<style>a &amp; b</style>",
        "<script>1 && 2</script>",
        '<p id="a" id="b">x</p>',
        "<title>&lt;b></title>",
    ],
)
def test_what_xml_would_read_otherwise_is_read_as_html(markup):
    assert tree.inner(tree_reading.parse(markup)) == tree.inner(tree_reading._loosely(markup))


def test_of_two_attributes_alike_the_first_holds_and_odd_names_are_dropped():
    root = tree_reading.parse("""<p a<b=1 "q=2 id=x id=y 中=3 xlink:href='z'>文</p><a"b>链</a"b>""")
    assert tree.inner(root) == '<p id="x" xlink:href="z">文</p>链'


@pytest.mark.parametrize("depth", [tree_reading.DEEPEST - 1, tree_reading.DEEPEST + 1, 20_000])
@pytest.mark.parametrize("end", ["</div>", ""])
def test_nesting_ends_at_a_depth_that_can_be_set_and_the_text_stays(depth, end):
    root = tree_reading.parse("<div>" * depth + "底" + end * depth + "后")
    assert sum(1 for _ in root.iter("div")) == min(depth, tree_reading.DEEPEST)
    assert tree.text(root) == "底后" and tree.inner(root).count("</div>") == min(depth, tree_reading.DEEPEST)


def test_long_markup_is_read_whole():
    picture = "A" * 12_000_000
    for markup in (f'<img alt="大" src="data:image/png;base64,{picture}"/>尾', f"<img src=data:,{picture}>尾"):
        root = tree_reading.parse(markup)
        assert len(root[0].get("src")) > len(picture) and tree.text(root) == "尾"
    assert tree.text(tree_reading.parse("<" * 20_000)) == "<" * 20_000


@pytest.mark.parametrize("piece", ["A", "<a", "<a ", '="', "='", "A=", "<style", "&#", "<b A", "<p a='", "</a", " "])
def test_the_choice_of_reader_takes_time_in_proportion_to_the_length(piece):
    before = time.process_time()
    for markup in (piece * 100_000, f'<p title="{piece * 100_000}"', f"<{piece * 100_000}>x"):
        tree_reading.is_strict(markup)
    assert time.process_time() - before < 5


@pytest.mark.parametrize("piece", ["A", "=&quot;", "A=", "&#x27;", " ", "/&gt;", "<i/>", "<b A=''></b>"])
def test_reading_and_writing_take_time_in_proportion_to_the_length(piece):
    before = time.process_time()
    for markup in (f"<p>{piece * 40_000}</p>", f'<img alt="{piece * 40_000}"/>'):
        tree.inner(tree_reading.parse(markup))
    assert time.process_time() - before < 5


@pytest.mark.parametrize("markup", ["<p>前<![x[ 数 ]]>后</p>", "<![if !IE]>前后<![endif]>"])
def test_marked_sections_do_not_stop_the_reading(markup):
    shown = tree.text(tree_reading.parse(markup))
    assert "前" in shown and "后" in shown
