"""Reports of one small notebook and one data file, for the tests of the build; and what lies in a folder."""

from __future__ import annotations

from helpers.press.build import Report


def report(notebook, data, name="city.zh", word="x", formats=("md",)):
    return Report(name, notebook, {"word": word}, formats, {"data.csv": data})


def files(folder, *patterns):
    return {p.name: p.read_bytes() for pattern in patterns or ("*",) for p in folder.glob(pattern) if p.is_file()}
