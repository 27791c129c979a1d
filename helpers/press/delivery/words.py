"""The few words of a letter, in Chinese and English."""

from __future__ import annotations

_WORDS: dict[str, tuple[str, str]] = {
    "subject": ("{title}（{label}）", "{title} ({label})"),
    "stamp": ("【{stamp}】", "[{stamp}]"),
    "subject.more": ("{title}等{n}件（{label}）", "{title} and {more} more ({label})"),
    "greeting": ("{name}：", "Dear {name},"),
    "opening": ("现送上{label}通报{n}件，要点如下。", "Please find enclosed {n} for {label}. The key points:"),
    "one": ("1件", "one briefing"),
    "many": ("{n}件", "{n} briefings"),
    "enclosed": ("附件", "Enclosed"),
    "number": ("份号：{number}", "Copy {number}"),
    "file": ("（第{number:03d}号）", "(No. {number:03d})"),
    "copy": ("第{number:03d}号", "No. {number:03d}"),
    "sums": (
        "压缩包中的 SHA256SUMS 可用于核对文件是否完整。",
        "SHA256SUMS in the zip file lets you check that the files are whole.",
    ),
}


def word(key: str, lang: str, **slots: object) -> str:
    """The word or sentence for `key`, its slots filled."""
    return _WORDS[key][1 if lang == "en" else 0].format(**slots)
