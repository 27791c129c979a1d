"""LaTeX read for both: MathML in the page, Typst in the PDF; what cannot be read is refused, never half printed."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from helpers.press import formula

READ = (
    r"S=\sum_{i=1}^{n} w_i s_i",
    r"\frac{a}{b}+\sqrt{x^2+1}+\sqrt[3]{y}",
    r"\text{得分}=60+40\times\frac{x-\min}{\max-\min}",
    r"f(x)=\begin{cases}1 & x>0\\ 0 & \text{其他}\end{cases}",
    r"\left(\frac{a}{b}\right)^2",
    r"\begin{pmatrix}a&b\\c&d\end{pmatrix}",
    r"\begin{align}a&=b\\c&=d+e\end{align}",
    r"\begin{aligned}a&=b\\c&=d\end{aligned}",
    r"\hat{x}+\bar{y}+\vec{z}+\overline{ab}+\underbrace{x+y}_{n}",
    r"\int_0^\infty e^{-x^2}\,dx",
    r"\lim_{x\to 0}\frac{\sin x}{x}, a;b, \#\$\%",
    r"x'_1 \leq y'' \quad \binom{n}{k}",
    r"\operatorname{rank}(A), |x|, \mathbb{R}, \mathcal{L}, \mathbf{v}, \mathrm{GDP}",
    r"\left\{x\right.",
    r"#1 @a /* b */ // \_",
)


@pytest.fixture(scope="module")
def typeset():
    import typst

    fonts = typst.Fonts(include_system_fonts=False)

    def typeset(markup: str) -> bytes:
        return typst.compile(
            f'#set document(title: "t", date: none)\n{markup}'.encode(), font_paths=fonts, format="pdf"
        )

    return typeset


@pytest.mark.parametrize("source", READ)
@pytest.mark.parametrize("display", [True, False])
def test_it_is_well_formed_mathml_and_compiles_as_typst(typeset, source, display):
    root = ET.fromstring(formula.mathml(source, display))
    assert root.get("alttext") == source
    assert typeset(formula.typst(source, display)).startswith(b"%PDF")


@pytest.mark.parametrize(
    "source", [r"\frac{1}{", r"\foo x", r"\left( x", "", "x^", r"\begin{cases}", "}{", r"\right)", r"\unknown{a}"]
)
def test_what_cannot_be_read_is_refused(source):
    for write in (formula.mathml, formula.typst):
        with pytest.raises(formula.BadFormula):
            write(source, True)


@pytest.mark.parametrize(
    "source, found",
    [
        (r"$\displaystyle x^2$", ("x^2", True)),
        ("$x$", ("x", False)),
        ("$$x$$", ("x", True)),
        (r"\begin{align}a\end{align}", (r"\begin{align}a\end{align}", True)),
        ("设 $x$ 与 $y$", None),
        ("$x$ 与 $y$", None),
    ],
)
def test_an_output_that_is_one_formula_is_told_from_text_with_formulas(source, found):
    assert formula.bare(source) == found


def test_limits_stand_under_their_operator_and_fences_grow():
    assert 'attach(op("lim", limits: #true), b: ' in formula.typst(r"\lim_{x\to 0} x", True)
    assert "lr(\\( frac(a, b) \\))" in formula.typst(r"\left(\frac{a}{b}\right)", True)
