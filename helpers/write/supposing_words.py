"""What a what-if says beside the briefings' own sentences and terms, in both languages; everything marked 测算."""

from __future__ import annotations

from ..model import UsageError

# 测算 stands in every language: it is the office's own mark for a figure that was never official.
STAMP = "测算"

_WORDS: dict[str, tuple[str, str]] = {
    "supposed": (
        "【测算】{quarter}，假设情况下的结果与正式结果对照；非正式结果，不得引用。",
        "[测算 · what if] {quarter}: the supposed result beside the official one. "
        "Not an official result; not to be quoted.",
    ),
    "settings": ("【测算】假设", "[测算] Supposed"),
    "setting": ("假设事项", "Setting"),
    "official": ("正式", "Official"),
    "assumed": ("测算", "Supposed (测算)"),
    "weight_of": ("{name}权重", "Weight of {name}"),
    "follows": ("（随之调整）", " (follows)"),
    "moved": ("【测算】成绩与位次对照", "[测算] Totals and ranks"),
    "official_total": ("正式总分", "Official total"),
    "assumed_total": ("测算总分", "Supposed total (测算)"),
    "official_rank": ("正式位次", "Official rank"),
    "assumed_rank": ("测算位次", "Supposed rank (测算)"),
    "places": ("位次变化", "Places"),
    "flags": ("【测算】红旗", "[测算] Flags"),
    "won": ("新获", "Won"),
    "lost": ("失去", "Lost"),
    "nobody_moves": ("【测算】位次没有变化。", "[测算] No district changes its rank."),
    "moves": ("【测算】位次变化：{moves}。", "[测算] Ranks that change: {moves}."),
    "move": ("{name}由第{before}位到第{after}位", "{name} from {before} to {after}"),
    "author": ("{author}：{note}", "{author}: {note}"),
    "data": (
        "【测算】按假设情景“{name}”计算，与正式结果对照，非正式结果，不得引用。",
        "[测算 · what if] Scenario “{name}” beside the official result. Not an official result; not to be quoted.",
    ),
    "unnamed": ("未命名", "unnamed"),
    "notice": (
        "测算：按假设情景“{name}”计算，非正式结果，不得引用",
        "测算 (what if): computed for the scenario “{name}”; not an official result, not to be quoted",
    ),
    "title": ("{title}（测算）", "{title} (测算 · what if)"),
    "caption": ("【测算】{caption}", "[测算] {caption}"),
}


def word(key: str, lang: str, **figures: object) -> str:
    """The words for `key` with its figures put in; raises UsageError for words that are not in the list."""
    if key not in _WORDS:
        raise UsageError(f"the list of words has no {key!r}")
    zh, en = _WORDS[key]
    return (en if lang == "en" else zh).format(**figures)
