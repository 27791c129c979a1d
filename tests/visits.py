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
SOME = ["city.zh", f"{JIAOZHOU}.zh", "city.en", f"{JIAOZHOU}.en"]


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
        self.tab.evaluate("document.fonts.ready.then(() => true)")
