"""Markdown of a notebook as HTML, the way Jupyter reads it: tables, tasks, footnotes, formulas."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from ..markup import html_text

# Ideographs and full-width marks: a line end between two of these is no space.
WIDE = "\u2e80-\u2fff\u3000-\u303f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’…—"
_LINE_END = re.compile(rf"(?<=[{WIDE}])[ \t]*\n[ \t]*(?=[{WIDE}])")


@lru_cache(maxsize=512)  # a page and its PDF read the same cells
def to_html(source: str) -> str:
    """Markdown as an HTML fragment. Formulas become `<span class="tex">` with their LaTeX source as text."""
    return str(_parser()(source))


def join_lines(text: str) -> str:
    """Text with line ends between Chinese characters taken out: in a browser they would show as spaces."""
    return _LINE_END.sub("", text)


@cache
def _parser() -> Any:
    """The one Markdown reader of this process: about 20 ms to build, without state between texts."""
    from mistune import HTMLRenderer, import_plugin
    from nbconvert.filters.markdown_mistune import MarkdownWithMath

    class Renderer(HTMLRenderer):
        """HTML with formulas marked."""

        def block_math(self, body: str) -> str:
            return f'<span class="tex" data-display="block">{html_text(body.strip())}</span>'

        def inline_math(self, body: str) -> str:
            return f'<span class="tex">{html_text(body.strip())}</span>'

        def latex_environment(self, name: str, body: str) -> str:
            return self.block_math(f"\\begin{{{name}}}{body}\\end{{{name}}}")

    names = ("strikethrough", "footnotes", "table", "url", "task_lists", "def_list")
    # links and images are judged later, in the tree; here mistune would blank `data:` and `attachment:`
    renderer = Renderer(escape=False, allow_harmful_protocols=True)
    return MarkdownWithMath(renderer, plugins=[import_plugin(name) for name in names])
