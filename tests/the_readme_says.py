"""Words of the README that several tests share, and where browsers and offices hide. Imports nothing of the project."""

QUARTER = "2023Q2"
BUILD = ("briefing", "build", QUARTER)  # the README's first command; the tests add `--out`
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
OFFICES = ("soffice", "libreoffice", "localc")
