"""The archive's page: HTML that works from a file share, fetches nothing, and reads well aloud and by keyboard."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ..calling import own, speaking_of
from ..markup import html_text
from ..model import District, Quarter
from ..style import quarter_label, quarter_short
from .archive_words import LANGUAGES, in_both, word

if TYPE_CHECKING:
    from .archive import Row, Shelf

_WIDTH, _HEIGHT, _EDGE = 120, 34, 4


@cache
def _beside(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8").strip()


def page(
    shelves: Sequence[Shelf],
    districts: Sequence[District],
    lang: str,
    key: str,
    files: Mapping[str, str],
) -> str:
    """The whole page in one language; `shelves` latest first, `files` the page's name by language. It speaks in the
    words of the latest quarter's scheme, of each quarter in those of its own."""
    with speaking_of(shelves[0].calling):
        return _page(shelves, districts, lang, key, files)


def _page(
    shelves: Sequence[Shelf], districts: Sequence[District], lang: str, key: str, files: Mapping[str, str]
) -> str:
    known = {district.code: district for district in districts}
    n = sum(bool(row.files) for shelf in shelves for row in shelf.rows)  # in how many languages and formats ever
    other = next(code for code in LANGUAGES if code != lang)
    about = word("about", lang, quarters=len(shelves), n=n, latest=quarter_label(shelves[0].quarter, lang))
    marked = any(shelf.illustrative for shelf in shelves)
    told = f'<p class="notice">{word("illustrative", lang)}</p>\n' if marked else ""
    tongue = word("html", other)
    switch = f'<a href="{files[other]}" lang="{tongue}" hreflang="{tongue}">{word("other", lang)}</a>'
    from ..press import regions  # these are not for builds that have nothing to do
    from ..press.page_fonts import FONTS, with_fonts

    hint, count = word("hint", lang, example=_example(shelves[0], known, lang)), word("count", lang, n=n)
    shell = f"""<!DOCTYPE html>
<html lang="{word("html", lang)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="archive-key" content="{key}">
<title>{word("title", lang)}</title>
<style>
{FONTS}
{_beside("archive.css")}
</style>
</head>
<body>
<a class="skip" href="#list">{word("skip", lang)}</a>
<header>
<h1>{word("title", lang)}</h1>
<div class="about"><p>{about}</p>
<p>{switch}</p>
</div>
{told}</header>
<form class="filter" id="tools" role="search" onsubmit="return false" hidden>
<label class="strong" for="filter">{word("filter", lang)}</label>
<input type="search" id="filter" autocomplete="off" placeholder="{html_text(hint)}" aria-controls="list">
<p role="status" id="count" data-text="{count}"></p>
</form>
<main id="list" tabindex="-1">
<p id="nothing" hidden>{word("nothing", lang)}</p>
{_districts(shelves, known, lang)}
<h2>{word("quarters", lang)}</h2>
{"".join(_quarter(shelf, known, lang, at == 0) for at, shelf in enumerate(shelves))}</main>
<script>
{_beside("archive.js")}
{regions.script()}</script>
</body>
</html>
"""
    return with_fonts(shell, f"{hint}{count}0123456789")


def _name(code: str, name: str, known: Mapping[str, District], lang: str) -> str:
    if not code:
        return word("city", lang)
    return known[code].label(lang) if code in known else name


def _example(shelf: Shelf, known: Mapping[str, District], lang: str) -> str:
    """What may be typed to find a briefing: the name of the quarter's first, and the quarter."""
    rows = [row for row in shelf.rows if row.code]
    return " ".join([*(_name(row.code, row.name, known, lang) for row in rows[:1]), str(shelf.quarter)])


def _search(code: str, name: str, known: Mapping[str, District], *more: str) -> str:
    """All that a reader may type to find a row."""
    names = known[code].names if code in known else (code, name)
    whole = ("全市", "city", own("全市", "zh"), own("city", "en"))
    return _plain([*(names if code else whole), *more])


def _plain(words: Sequence[str]) -> str:
    """Words as `archive.js` makes those that are typed: half-width, in small letters, each once."""
    text = " ".join(dict.fromkeys(filter(None, words)))
    return html_text(unicodedata.normalize("NFKC", text).lower())


def _said(quarter: Quarter) -> list[str]:
    """A quarter as readers write it."""
    return [
        *(str(quarter), f"{quarter.year}q{quarter.number}", f"q{quarter.number} {quarter.year}"),
        *(quarter_label(quarter, "zh"), quarter_short(quarter, "zh"), f"{quarter.year}年{quarter.number}季度"),
    ]


def _districts(shelves: Sequence[Shelf], known: Mapping[str, District], lang: str) -> str:
    codes = list(dict.fromkeys([*known, *(row.code for shelf in shelves for row in shelf.rows if row.code)]))
    by_quarter = [{row.code: row for row in shelf.rows} for shelf in shelves]
    codes = [code for code in codes if any(code in rows for rows in by_quarter)]
    if not codes:
        return ""
    lowest = max((row.rank or 0 for rows in by_quarter for row in rows.values()), default=1)
    body = ""
    for code in codes:
        newest = next(rows[code] for rows in by_quarter if code in rows)
        name = _name(code, newest.name, known, lang)
        ranks = [(shelf.quarter, rows[code].rank if code in rows else None) for shelf, rows in
                 zip(reversed(shelves), reversed(by_quarter), strict=True)]  # fmt: skip
        latest = next((rows[code] for rows in by_quarter if code in rows and rows[code].files), newest)
        quarter = next(s.quarter for s, rows in zip(shelves, by_quarter, strict=True) if rows.get(code) is latest)
        body += (
            f'<tr data-words="{_search(code, newest.name, known)}"><th scope="row">{html_text(name)}</th>'
            f"<td>{_chart(name, ranks, lowest, lang)}</td>"
            f'<td class="digits">{newest.rank or "—"}</td><td class="digits wide">{html_text(newest.total) or "—"}</td>'
            f"<td>{_links(latest.files, quarter, lang, name)}</td></tr>\n"
        )
    heads = "".join(
        f'<th scope="col"{look}>{word(key, lang)}</th>'
        for key, look in (
            *(("district", ""), ("chart", ""), ("rank", ' class="digits"'), ("total", ' class="digits wide"')),
            ("latest", ""),
        )
    )
    title, caption = word("districts", lang), word("districts.caption", lang)
    mark = _mark(any(shelf.illustrative for shelf in shelves))
    return (
        f'<section data-group><h2>{title}</h2>\n<p class="caption">{caption}{mark}</p>\n'
        f"{_table(title, heads, body, lang)}</section>"
    )


def _table(label: str, heads: str, body: str, lang: str) -> str:
    """A table in a region that scrolls where the screen is narrower, and takes the focus for the arrow keys."""
    told = html_text(word("scroll", lang, label=label))
    return (
        f'<div class="scroll" role="region" aria-label="{told}" tabindex="0">\n'
        f'<table aria-label="{html_text(label)}">\n'
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}</tbody></table>\n</div>"
    )


def _mark(illustrative: bool) -> str:
    return "<sup>※</sup>" if illustrative else ""


def _chart(name: str, ranks: Sequence[tuple[Quarter, int | None]], lowest: int, lang: str) -> str:
    """A line of ranks, the first place at the top, a dot at the last; a quarter without a rank leaves a gap."""
    across = (_WIDTH - 2 * _EDGE) / max(len(ranks) - 1, 1)
    down = (_HEIGHT - 2 * _EDGE) / max(lowest - 1, 1)
    points = [
        None if rank is None else (round(_EDGE + k * across, 1), round(_EDGE + (rank - 1) * down, 1))
        for k, (_, rank) in enumerate(ranks)
    ]
    lines, run = "", []
    for point in [*points, None]:
        if point is not None:
            run.append(point)
        elif run:
            joined = " ".join(f"{x:g},{y:g}" for x, y in run)
            lines += f'<polyline class="line" points="{joined}"/>'
            run = []
    there = [point for point in points if point]
    dot = f'<path class="dot" d="M{there[-1][0]:g} {there[-1][1]:g}h0"/>' if there else ""  # round however narrow
    said = [
        word("none_at" if rank is None else "at", lang, quarter=quarter_short(when, lang), rank=rank)
        for when, rank in ranks
    ]
    told = html_text(word("ranks", lang, name=name, ranks=("，" if lang == "zh" else ", ").join(said)))
    return (
        f'<svg role="img" aria-label="{told}" width="{_WIDTH}" height="{_HEIGHT}" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        f'preserveAspectRatio="none">'
        f'<line class="grid" x1="0" x2="{_WIDTH}" y1="{_EDGE}" y2="{_EDGE}"/>{lines}{dot}</svg>'
    )


def _links(
    files: Sequence[tuple[str, str, str]], quarter: Quarter, lang: str, name: str = "", told_as: str = "link"
) -> str:
    links = ""
    for language, format, path in sorted(files, key=lambda file: file[0] != lang):  # the page's own language first
        shown = word(f"{format}.{language}", lang)
        told = word(told_as, lang, name=name, quarter=quarter_label(quarter, lang), format=shown)
        links += f'<a href="{html_text(path)}" aria-label="{html_text(told)}">{shown}</a>'
    return f'<span class="links">{links}</span>' if links else "—"


def _quarter(shelf: Shelf, known: Mapping[str, District], lang: str, newest: bool) -> str:
    with speaking_of(shelf.calling):
        return _details(shelf, known, lang, newest)


def _details(shelf: Shelf, known: Mapping[str, District], lang: str, newest: bool) -> str:
    label = quarter_label(shelf.quarter, lang)
    body = ""
    for row in shelf.rows:
        name = _name(row.code, row.name, known, lang)
        moved = (
            ""
            if row.change is None
            else "—"
            if not row.change
            else f"▲{row.change}"
            if row.change > 0
            else f"▼{-row.change}"
        )
        words = _search(row.code, row.name, known, *_said(shelf.quarter), *(w for f in row.flags for w in (f.zh, f.en)))
        body += (
            f'<tr data-words="{words}" data-briefings="{int(bool(row.files))}"><td class="digits">{row.rank or ""}</td>'
            f'<th scope="row">{html_text(name)}{_flags(row, lang)}{_stamp(row, shelf, lang)}</th>'
            f'<td class="digits">{html_text(row.total)}</td>'
            f'<td class="digits wide">{moved}</td><td>{_links(row.files, shelf.quarter, lang, name)}</td></tr>\n'
        )
    if shelf.corrections:
        words = _plain([*_said(shelf.quarter), *in_both("correction")])
        body += (
            f'<tr data-words="{words}"><td></td><th scope="row">{word("correction", lang)}</th><td></td>'
            f'<td class="wide"></td><td>{_links(shelf.corrections, shelf.quarter, lang, told_as="correction.link")}'
            "</td></tr>\n"
        )
    heads = (
        ("rank", ' class="digits"'), ("district", ""), ("total", ' class="digits"'), ("change", ' class="digits wide"'),
        ("briefing", ""),
    )  # fmt: skip
    titles = "".join(f'<th scope="col"{look}>{word(key, lang)}</th>' for key, look in heads)
    first = next((row for row in shelf.rows if row.rank == 1), None)
    some = any(_is_stamped(row) for row in shelf.rows)
    seal = "draft" if shelf.draft else "drafts.some" if some else "revised" if shelf.revised else ""
    told = f'<span class="seal">{word(seal, lang)}</span>' if seal else ""
    if first:
        name = _name(first.code, first.name, known, lang)
        told = f"<span>{html_text(word('first', lang, name=name, total=first.total))}</span>{told}"
    extras = "\u00a0· ".join(
        f'<a href="{html_text(path)}">{word(path.rpartition("/")[2], lang)}</a>' for path in shelf.extras
    )
    below = f"<p>{word('files', lang)}{extras}</p>" if extras else ""
    return (
        f"<details data-group{' open' if newest else ''}><summary><strong>{label}{_mark(shelf.illustrative)}</strong>"
        f"{told}</summary>\n{_table(label, titles, body, lang)}{below}</details>\n"
    )


def _is_stamped(row: Row) -> bool:
    return any(path in row.drafts for *_, path in row.files)


def _stamp(row: Row, shelf: Shelf, lang: str) -> str:
    """Said of one district's briefings where not all of the quarter's are drafts."""
    return f' <span class="seal">{word("draft", lang)}</span>' if _is_stamped(row) and not shelf.draft else ""


def _flags(row: Row, lang: str) -> str:
    """The flags a district won; one without an English name keeps its Chinese one, read aloud as such."""
    told = [
        html_text(flag.en) if lang == "en" and flag.en
        else html_text(flag.zh) if lang == "zh" else f'<span lang="zh-CN">{html_text(flag.zh)}</span>'
        for flag in row.flags
    ]  # fmt: skip
    return f' <span class="flag">{word("between", lang).join(told)}</span>' if told else ""
