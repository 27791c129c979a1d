"""An analyst's own notebook, with everything that no briefing cell would do; and small notebooks made by hand."""

from __future__ import annotations

import base64
import struct
import zlib
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell

from helpers.press.html import BriefingHTMLExporter
from helpers.press.pdf import BriefingPDFExporter

HOSTILE = (
    "#let x = 1",
    "$x$ <b>粗</b>",
    "@ref <label>",
    "// 注释 /* c */",
    '#"]; #panic("out")',
    "[x](y) *a* _b_ `c`",
    "<script>alert(1)</script>",
    "&lt;已转义&gt; &amp;",
    "\\u{41} \\frac ~ -- 'q'",
)
CONTROLS = "钟\x07声\u200b与\x1b[31m红\x00色"


def png(width: int = 40, height: int = 20) -> bytes:
    """A small grey picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))

    header = struct.pack(">LLBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = (b"\0" + b"\x80" * width) * height
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


PICTURE = base64.b64encode(png()).decode("ascii")


def cell(*bundles: dict, metadata: dict | None = None, tags: tuple[str, ...] = ()) -> NotebookNode:
    """A code cell that has shown these bundles (MIME type -> data)."""
    outputs = [new_output("display_data", data=bundle, metadata=metadata or {}) for bundle in bundles]
    return new_code_cell("secret_input()", outputs=outputs, metadata={"tags": list(tags)})


def notebook(*cells: NotebookNode | str) -> NotebookNode:
    """A notebook of cells; strings are Markdown."""
    return new_notebook(cells=[new_markdown_cell(c) if isinstance(c, str) else c for c in cells])


def to_html(book: NotebookNode, name: str = "分析") -> str:
    return BriefingHTMLExporter().from_notebook_node(book, {"metadata": {"name": name}})[0]


def to_pdf(book: NotebookNode, name: str = "分析") -> bytes:
    return BriefingPDFExporter().from_notebook_node(book, {"metadata": {"name": name}})[0]


COVER = {
    "lang": "zh",
    "title": "摘星夺旗季度通报",
    "subtitle": "考核结果",
    "label": "2023年第二季度",
    "issuer": "考核委员会办公室",
    "date": "2023年7月28日",
    "basis": "考核办法（2023年）。",
    "notice": "演示数据，非官方发布",
    "stamp": "",
    "running": "摘星夺旗季度通报",
    "summary": ["甲市居首。", "乙市次之。"],
    "slug": "city",
}
DOCUMENT = "application/vnd.briefing.document+json"
TABLE = (
    '#figure(kind: table, caption: [#"成绩";], table(columns: (auto, auto), align: (left, right),'
    ' table.header([#"区市";], [#"得分";]), [#"甲市";], [#"97.44";]))'
)
CHART = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="300pt" height="60pt" viewBox="0 0 300 60">'
    '<defs><clipPath id="p1"><rect width="300" height="60"/></clipPath></defs><g clip-path="url(#p1)">'
    '<text x="10" y="40" style="font: 12px \'Noto Sans SC\'">图内文字</text></g></svg>'
)


def briefing(**changes: object) -> NotebookNode:
    """A small briefing with the faces of our own cells."""
    about = {"alt": "甲市最高的条形图", "caption": "总分图", "note": "图注"}
    return notebook(
        "# 摘星夺旗季度通报",
        cell({DOCUMENT: {**COVER, **changes}, "text/html": "<h1>只在 JupyterLab 里</h1>", "text/plain": "x"}),
        "## 一、综合成绩\n\n正文一段。",
        cell({"text/vnd.typst": TABLE, "text/html": "<table><caption>成绩</caption><tr><th>区市</th></tr></table>"}),
        cell({"image/svg+xml": CHART, "text/html": "<p>另一面</p>"}, metadata={"image/svg+xml": about}),
        cell({"image/svg+xml": CHART}, metadata={"image/svg+xml": {"alt": "第二张图"}}),
        "## 二、走势\n\n又一段。",
    )


SETUP = """
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from IPython.display import HTML, Javascript, JSON, Latex, Markdown, Math, display
from helpers import style
style.use_fonts()
""".strip()

SCRIPTED = """
HTML('<p onclick="x()">脚本之外<script>fetch("http://outside.invalid/")</script>'
     '<img src="http://outside.invalid/a.png" alt="远图"><iframe src="http://outside.invalid/"></iframe>'
     '<style>@import url(http://outside.invalid/s.css); .q{background:url(http://outside.invalid/b.png)}</style>'
     '<link rel=stylesheet href=http://outside.invalid/c.css>'
     '<b style="background:url(http://outside.invalid/d)">粗</b>'
     '<a href="javascript:alert(1)">坏链</a><video src=http://outside.invalid/v.mp4 autoplay></video>'
     '<svg width=30 height=30><image href="http://outside.invalid/e.png"/>'
     '<circle r=9 cx=9 cy=9 onload="x()"/></svg></p>')
""".strip()


def analyst_notebook() -> NotebookNode:
    """Not yet run: plain DataFrames, pyplot, Markdown of all kinds, formulas, streams, errors, scripts."""
    from nbformat.v4 import new_code_cell as code

    lists = "- 一级\n  - 二级\n    1. 三级\n- 又一级\n\n3. 三\n4. 四\n\n- [x] 办结\n- [ ] 未办"
    table = "| 左 | 右 |\n|:--|--:|\n| 甲 | 1.0 |\n| 乙 | 20.5 |"
    blocks = (
        "> 引文。\n\n```python\ndef f(x): return x\n```\n\n---\n\n"
        "[回到表格](#一、表格)，[网站](https://example.org/?a=1&b=2)"
    )
    formulas = "行内 $E=mc^2$ 公式。\n\n$$S=\\sum_{i=1}^{n} w_i s_i$$\n\n坏公式 $\\frac{1}{$ 在此。"
    fails = {"tags": ["raises-exception"]}
    return notebook(
        "# 外资利用情况分析\n\n一段含**粗体**与*强调*的话，\n换行不成空格。",
        code(f"{SETUP}\nquarter = '2023Q2'", metadata={"tags": ["parameters"]}),
        code("'由 papermill 写入'", metadata={"tags": ["injected-parameters"]}),
        "## 一、表格",
        code("pd.DataFrame({'区市': ['甲市', '乙市'], '得分': [97.44, 7.5]})"),
        code("pd.DataFrame({'区市': ['甲市', '乙市'], '得分': [1, 2]}).set_index('区市')"),
        code(
            "pd.DataFrame(np.arange(8).reshape(2, 4) / 7, index=pd.Index(['东', '西'], name='片区'), columns="
            "pd.MultiIndex.from_product([['上半年', '下半年'], ['一季', '二季']], names=['半年', '季']))"
        ),
        code("pd.DataFrame(np.arange(80).reshape(40, 2), columns=['长表甲', '长表乙'])"),
        code(f"pd.DataFrame({{'原样': {[*HOSTILE, CONTROLS]!r}}})"),
        "### 图形",
        code("fig, ax = plt.subplots(figsize=(5, 2)); ax.plot([1, 2], [3, 1]); plt.show()"),
        code("%config InlineBackend.figure_formats = ['svg']\nplt.figure(); plt.title('矢量图'); plt.show()"),
        f"## 二、文字\n\n{lists}\n\n{table}\n\n{blocks}",
        f"##### 跳了三级\n\n{formulas}",
        new_markdown_cell("![附图](attachment:a.png)", attachments={"a.png": {"image/png": PICTURE}}),
        code("display(Math(r'\\frac{a}{b}'), Latex(r'$$\\alpha$$'), Markdown('**输出**的文字'), JSON({'键': [1]}))"),
        "## 三、输出",
        code("import sys\nprint('标准\\x1b[31m输出\\x1b[0m'); print('进度 1%', end='\\r'); print('进度 100%')"),
        code("print('错误流', file=sys.stderr)"),
        code(SCRIPTED),
        code("Javascript('alert(1)')"),
        code("print('藏起的输出'); 1/0", metadata={"tags": ["setup", "raises-exception"]}),
        code("raise ValueError('#let 坏 = <b>')", metadata=fails),
        new_raw_cell("原样单元 #let"),
    )


def run(book: NotebookNode, folder: Path) -> NotebookNode:
    """Execute with a real kernel."""
    from nbclient import NotebookClient

    NotebookClient(book, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(folder)}}).execute()
    return book
