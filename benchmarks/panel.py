"""How soon the what-if panel follows its sliders: `python -m benchmarks.panel [--moves N] [--height PIXELS]`.

Starts JupyterLab as `make lab` does and opens the what-if notebook in Chromium, runs all of it, and moves a weight by
the arrow key: from the key to the first view on the page, to the last of ranks, flags, gap chart and assumptions that
the move changes, and to the frame in which that is painted. In a window 2 700 pixels high all of them are in sight.
Beside it: what one would do without a panel, running the notebook anew. Needs what the tests
need (`pip install -e .[test]`, Chromium).
"""

from __future__ import annotations

import argparse
import math
import shutil
import sys
import tempfile
import time
from pathlib import Path

from .measuring import ROOT, cores, load, three

WEIGHT, PAUSE = "经济运行", 700  # milliseconds between two moves: as by hand
SWEEP = 40  # moves one way before turning back: never to the slider's end, where a key moves nothing

_WATCH = """() => {
    window.key = 0;
    document.addEventListener('keydown', () => { window.key = performance.now(); }, true);
    const view = 'table.briefing, figure';
    new MutationObserver(changes => {
        for (const change of changes) for (const node of change.addedNodes)
            if (window.key && node.querySelector && (node.matches(view) || node.querySelector(view))) {
                window.last = performance.now() - window.key;
                window.first = window.first || window.last;
                requestAnimationFrame(() => setTimeout(() => { window.seen = performance.now() - window.key; }));
            }
    }).observe(document.body, {childList: true, subtree: true});
}"""


def moves(page: object, many: int) -> list[tuple[float, float, float]]:
    """Milliseconds from each key to the first view, to the last, and until that is painted."""
    from running_lab import weight_of

    weight_of(page, WEIGHT).locator("[role=slider]").focus()
    page.keyboard.press("ArrowRight")  # what is loaded once
    page.wait_for_timeout(3 * PAUSE)
    page.evaluate(_WATCH)
    found = []
    for k in range(many):
        page.evaluate("() => { window.first = window.last = window.seen = 0; }")
        page.keyboard.press("ArrowLeft" if k // SWEEP % 2 else "ArrowRight")
        page.wait_for_timeout(PAUSE)
        first, last, seen = page.evaluate("() => [window.first, window.last, window.seen]")
        if not last:
            raise SystemExit(f"no view followed the {k + 1}th move within {PAUSE} ms")
        found.append((first, last, seen))
    return found


def main() -> None:
    arguments = argparse.ArgumentParser(prog="python -m benchmarks.panel", description=__doc__.partition("\n")[0])
    arguments.add_argument("--moves", type=int, default=30)
    arguments.add_argument("--height", type=int, default=1000, help="of the window, in pixels [1000]")
    asked = arguments.parse_args()
    many = asked.moves
    sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "lab")]
    from playwright.sync_api import sync_playwright
    from running_lab import run_all, started
    from the_readme_says import BROWSERS, SHELL

    with_window = (name for name in BROWSERS if name != SHELL)  # as people have it
    browser = next(filter(None, map(shutil.which, (*with_window, SHELL))), None)
    before = load()
    with (
        tempfile.TemporaryDirectory(prefix="panel-") as home,
        started(Path(home)) as lab,
        sync_playwright() as playwright,
    ):
        page = lab.page(playwright.chromium.launch(executable_path=browser), "what_if.ipynb")
        page.set_viewport_size({"width": 1400, "height": asked.height})
        began = time.perf_counter()
        failed = run_all(page)
        anew = time.perf_counter() - began
        if failed:
            raise SystemExit("\n".join(failed))
        found = moves(page, many)
    print(f"{many} moves, {cores()} cores, load before {before:.1f}; milliseconds from the key to the page")
    for name, times in zip(("first view", "last view", "painted"), zip(*found, strict=True), strict=True):
        said = three(times)
        within = sum(t <= 100 for t in times) / many
        of_95 = sorted(times)[math.ceil(0.95 * many) - 1]
        told = f"min {said['min']:.0f}  median {said['median']:.0f}  95 % {of_95:.0f}  max {said['max']:.0f}"
        told += f"  within 100 ms {within:.0%}"
        print(f"{name:<12}{told}")
    print(f"the notebook run anew: {anew:.1f} s, {1000 * anew / said['median']:.0f} times the median move")


if __name__ == "__main__":
    main()
