"""Words of the README that several tests share, and where browsers and offices hide. Imports nothing of the project."""

QUARTER = "2023Q2"
BUILD = ("briefing", "build", QUARTER)  # the README's first command; the tests add `--out`
# The browser without a window, where a system has it: since its toolbar is a page too, the one with costs three times
# the processor time a page.
SHELL = "chromium-headless-shell"
BROWSERS = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
AS_ON_SCREENS = ["--font-render-hinting=none"]  # letters as wide as with a window, not fitted to whole pixels
OFFICES = ("soffice", "libreoffice", "localc")
