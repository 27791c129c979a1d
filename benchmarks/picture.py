"""The READMEs' picture of speed from the figures of one run: `python -m benchmarks.picture [FILE] [--out DIR]`.

FILE is what `python -m benchmarks.peers --json FILE` wrote (default: benchmarks/peers.json, the run that the READMEs
show). Writes speed.en.png and speed.zh.png.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from matplotlib.figure import Figure

from helpers.style import ACCENT, FAINT, INK, MUTED, use_fonts

from .measuring import ROOT

_NAMES = {
    "ours": ("briefing build", "briefing build"),
    "ours, plain kernels": ("briefing build --engine plain", "briefing build --engine plain"),
    "papermill CLI + nbconvert CLI": ("papermill + nbconvert, command line", "papermill + nbconvert 命令行"),
    "papermill CLI + nbconvert CLI + webpdf": (
        "papermill + nbconvert + webpdf, command line",
        "papermill + nbconvert + webpdf 命令行",
    ),
    "papermill and nbconvert, one process": ("papermill + nbconvert, one process", "papermill + nbconvert 单进程"),
    "nbconvert --execute": ("nbconvert --execute", "nbconvert --execute"),
    "Ploomber, parallel": ("Ploomber, parallel", "Ploomber 并行"),
    "R Markdown, one session": ("R Markdown, one session", "R Markdown 单会话"),
}
_MAKES = {
    "ours": "HTML + PDF",
    "ours, plain kernels": "HTML + PDF",
    "papermill CLI + nbconvert CLI + webpdf": "HTML + PDF",
}
_WORDS = {
    "title": ("{reports} briefings, {cores} cores: seconds", "{reports}份通报，{cores}核：秒数"),
    "bar": ("{seconds} s  ({ratio:.1f} ×)  {makes}", "{seconds}秒（{ratio:.1f}倍）  {makes}"),
}
_WHOLE = 20  # seconds from which on tenths say nothing


def draw(measured: dict, lang: str, target: Path) -> None:
    """One bar a peer, fastest at the top, ours in colour; each with its seconds and how many times ours they are."""
    use_fonts()
    at = 0 if lang == "en" else 1
    walls = {name: told["wall"]["median"] for name, told in measured["peers"].items() if name in _NAMES}
    order = sorted(walls, key=walls.get)
    figure = Figure(figsize=(7.2, 0.36 * len(order) + 0.7), dpi=110)
    ax = figure.add_axes((0.36, 0.02, 0.62, 0.86))
    for row, name in enumerate(order):
        seconds = walls[name]
        ax.barh(row, seconds, height=0.62, color=ACCENT if name.startswith("ours") else FAINT)
        told = f"{seconds:.{0 if seconds >= _WHOLE else 1}f}"
        said = _WORDS["bar"][at].format(seconds=told, ratio=seconds / walls["ours"], makes=_MAKES.get(name, "HTML"))
        ax.text(seconds + max(walls.values()) * 0.01, row, said, va="center", fontsize=8, color=INK)
        ax.text(-max(walls.values()) * 0.015, row, _NAMES[name][at], va="center", ha="right", fontsize=8, color=INK)
    ax.set(xlim=(0, max(walls.values()) * 1.45), ylim=(len(order) - 0.4, -0.6), xticks=[], yticks=[])
    for side in ("top", "right", "bottom", "left"):
        ax.spines[side].set_visible(False)
    title = _WORDS["title"][at].format(reports=measured["reports"], cores=measured["cores"])
    figure.text(0.36, 0.93, title, fontsize=9, fontweight="bold", color=MUTED)
    figure.savefig(target, metadata={"Software": None})


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("file", nargs="?", type=Path, default=ROOT / "benchmarks" / "peers.json")
    parser.add_argument("--out", type=Path, default=ROOT / "docs", metavar="DIR")
    asked = parser.parse_args()
    measured = json.loads(asked.file.read_text(encoding="utf-8"))
    for lang in ("en", "zh"):
        draw(measured, lang, asked.out / f"speed.{lang}.png")


if __name__ == "__main__":
    main()
