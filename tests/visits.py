"""Pages opened in a browser as a reader opens them, with all that they ask for and complain of."""

from __future__ import annotations

from pathlib import Path

from reports_made import JIAOZHOU

DESKTOP, PHONE = (1280, 900), (390, 844)
SHEET = 643  # CSS pixels between the margins of an A4 sheet: 210 mm less twice 20 mm
# What says that it scrolls does, and nothing else does. A page learns of a window's new size with the next picture.
TOLD_AS_IT_IS = """() => [...document.querySelectorAll('.scroll')].every(box => {
    const wider = box.scrollWidth > box.clientWidth;
    return ['role', 'tabindex', 'aria-label'].every(name => box.hasAttribute(name) === wider);
})"""
# Laid out first: only then does a page know which fonts it wants.
FONTS_THERE = "() => { document.body.offsetHeight; return document.fonts.ready.then(() => true); }"
# One whole picture has been made: what watches the sizes of boxes has heard of them.
SHOWN = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"
SOME = ["city.zh", f"{JIAOZHOU}.zh", "city.en", f"{JIAOZHOU}.en"]


def resized(tab, size: tuple[int, int]) -> None:
    """Give the window another size, and wait until the page knows it."""
    tab.set_viewport_size({"width": size[0], "height": size[1]})
    tab.wait_for_function("([width, height]) => innerWidth === width && innerHeight === height", arg=list(size))
    tab.evaluate(SHOWN)


class Visit:
    """A page opened in the browser, with everything that it asked for and complained of."""

    def __init__(self, browser, path: Path, size: tuple[int, int]) -> None:
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.context = browser.new_context(viewport={"width": size[0], "height": size[1]}, offline=True)
        self.tab = self.context.new_page()
        self.tab.on("request", lambda request: self.asked.append(request.url))
        self.tab.on("requestfailed", lambda request: self.complaints.append(f"failed: {request.url[:80]}"))
        self.tab.on("console", lambda told: self.complaints.append(f"{told.type}: {told.text}"))
        self.tab.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.tab.goto(path.as_uri(), wait_until="load")
        self.tab.evaluate(FONTS_THERE)
        self.tab.evaluate(SHOWN)
