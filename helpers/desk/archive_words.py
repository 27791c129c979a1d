"""What is written on the archive's page, in Chinese and English."""

from __future__ import annotations

from ..calling import own

LANGUAGES = ("zh", "en")

_WORDS: dict[str, tuple[str, str]] = {
    "html": ("zh-CN", "en"),
    "title": ("区市通报存档", "Archive of briefings"),
    "skip": ("跳到通报列表", "Skip to the briefings"),
    "about": (
        "{quarters}个季度，{n}件通报，最近为{latest}",
        "Briefings: {n} · Quarters: {quarters} · Latest: {latest}",
    ),
    "other": ("English", "中文"),
    "filter": ("筛选", "Filter"),
    "hint": ("区市、代码或季度，如：{example}", "district, code or quarter: {example}"),
    "count": ("显示{{n}}件，共{n}件", "{{n}} of {n} shown"),
    "nothing": (
        "没有符合的通报。换一个词，或按 Esc 清除。",
        "No briefing fits. Try another word, or clear it with Esc.",
    ),
    "districts": ("各区市", "Districts"),
    "districts.caption": (
        "各季度位次走势（上为第1位）和最近一次的结果",
        "Rank by quarter (the first at the top) and the latest result",
    ),
    "quarters": ("各季度", "Quarters"),
    "district": ("区市", "District"),
    "chart": ("位次走势", "Rank by quarter"),
    "rank": ("位次", "Rank"),
    "total": ("总分", "Total"),
    "change": ("较上季度", "Change"),
    "latest": ("最近通报", "Latest briefing"),
    "briefing": ("通报", "Briefing"),
    "city": ("全市", "The city"),
    "at": ("{quarter}第{rank}位", "{quarter}: {rank}"),
    "none_at": ("{quarter}无位次", "{quarter}: no rank"),
    "ranks": ("{name}位次：{ranks}", "{name}, rank by quarter: {ranks}"),
    "link": ("{name}{quarter}通报，{format}", "{name}, {quarter}, {format}"),
    "html.zh": ("网页", "Chinese page"),
    "pdf.zh": ("PDF", "Chinese PDF"),
    "html.en": ("英文网页", "Page"),
    "pdf.en": ("英文 PDF", "PDF"),
    "scored.xlsx": ("计算表（Excel）", "Workbook (Excel, Chinese)"),
    "scored.en.xlsx": ("计算表（Excel，英文）", "Workbook (Excel)"),
    "scored.csv": ("得分（CSV）", "Scores (CSV)"),
    "first": ("首位：{name} {total}分", "First: {name}, {total}"),
    "files": ("计算：", "Calculation: "),
    "draft": ("征求意见稿", "Draft"),
    "drafts.some": ("部分为征求意见稿", "Some are drafts"),
    "revised": ("已修订", "Revised"),
    "correction": ("更正通知", "Correction notice"),
    "correction.link": ("{quarter}更正通知，{format}", "Correction notice, {quarter}, {format}"),
    "scroll": ("{label}，可左右滚动", "{label}, scrolls sideways"),
    "between": ("、", ", "),
    "illustrative": (
        "※演示数据：标※的表和季度，除公开发布并注明出处的数字外均为演示，不代表任何机构发布的结果；"
        "哪些数字为演示，各件通报中逐一标明",
        "※ Illustrative data: in the table and the quarters marked ※ all figures but those published with their source "
        "are a demonstration and stand for no institution's results; the briefings mark them one by one",
    ),
}


def word(key: str, lang: str, **slots: object) -> str:
    """The words of `key` in one language, their slots filled."""
    return own(_WORDS[key][1 if lang == "en" else 0], lang).format(**slots)


def in_both(key: str) -> tuple[str, str]:
    """The words of `key` in Chinese and in English."""
    return _WORDS[key]
