"""The height of a table's rows as it is estimated, held against Typst's own measure."""

from __future__ import annotations

import json

import pytest

from helpers.press import pdf

CJK = "各区市考核成绩与排位"
WORDS = "Signed investment, share of the annual plan"


def table(columns: str, *cells: str) -> str:
    return f"table(columns: ({columns},), align: left, {', '.join(cells)})"


TABLES = {
    "one line each": table("auto, auto", *[f"[{CJK}], [{n}.25]" for n in range(12)]),
    "Chinese in a narrow share": table("1fr, 4fr", *[f"[{CJK}], [{n}.25]" for n in range(12)]),
    "words in a share": table("1fr, 1fr, 1fr, 2fr", *[f"[{WORDS}], [{n}], [{CJK}], [{WORDS}]" for n in range(10)]),
    "too wide for the line": table("auto, auto, auto", *[f"[{CJK * 4}], [{n}.25], [{CJK * 2}]" for n in range(11)]),
    "lines of their own": table("1fr, 1fr", *[f"[{CJK}\\ {CJK}\\ 三], [{n}]" for n in range(9)]),
    "marks and strings": table(
        "auto, 0.88fr, 1.27fr, 6fr", *[f'[{n}], [*#"黄岛区";#sym.wj;#super[※]*], [94.60], [甲]' for n in range(11)]
    ),
    "cells with options": table("auto, 2fr", *[f"table.cell(align: right)[{n}], [{CJK * 5}]" for n in range(9)]),
    "cells over several columns": table(
        "1fr, 1fr", *[f"table.cell(colspan: 2)[{WORDS}], [{n}], [甲]" for n in range(6)]
    ),
    "lines and a foot": f"table(columns: 2, table.header([甲], [乙], table.hline()), table.hline(), "
    f"{', '.join(f'[{n}], [{CJK}]' for n in range(8))}, table.footer([丙], [丁]))",
    "no columns named": f"table(columns: (), {', '.join(f'[{CJK}]' for _ in range(12))})",
    "formulas, what stands on the page, tables in tables": table(
        "1fr, 1fr, auto", *["[$x^2$], [#context here().page()], [#box(table(columns: 1, inset: 0pt, [甲]))]"] * 9
    ),
    "empty cells": table("auto, 1fr", *["[], [甲]" for _ in range(10)]),
}


@pytest.fixture(scope="module")
def heights(tmp_path_factory) -> dict[str, tuple[float, float]]:
    """By name: the estimate and the measure, in points."""
    import typst

    root = tmp_path_factory.mktemp("heights")
    for name, text in pdf._templates().items():
        (root / name).write_text(text, encoding="utf-8")
    asked = "\n".join(
        f"#context {{ let t = {markup}; [#metadata(({json.dumps(name)}, heights-of(t).sum(default: 0pt).pt(), "
        f"measure(width: 470pt, t).height.pt()))<height>] }}"
        for name, markup in TABLES.items()
    )
    (root / "main.typ").write_text(
        '#import "briefing.typ": *\n#import "heights.typ": heights-of\n'
        f'#show: briefing.with(lang: "en", title: "甲")\n{asked}\n',
        encoding="utf-8",
    )
    found = typst.query(
        str(root / "main.typ"), "<height>", field="value", root=str(root), font_paths=pdf._fonts(),
        ignore_system_fonts=True,
    )  # fmt: skip
    return {name: (estimate, measure) for name, estimate, measure in json.loads(found)}


@pytest.mark.parametrize("name", TABLES)
def test_estimates_are_near_what_is_set(heights, name):
    estimate, measure = heights[name]
    assert estimate == pytest.approx(measure, rel=0.2)
