"""The few words the press itself prints: page feet, contents, labels of figures, marks of what was left out."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_ZH = {
    "html_lang": "zh-CN",
    "contents": "目录",
    "skip": "跳到正文",
    "summary": "要点",
    "basis": "依据",
    "front": "封面",
    "table": "表",
    "figure": "图",
    "gap": "　",
    "quotes": "“”",
    "colon": "：",
    "error": "此处运行出错",
    "stderr": "运行提示",
    "figure_near": "图，见“{heading}”一节，作者未写文字说明",
    "figure_plain": "图，作者未写文字说明",
    "figure_texts": "图，作者未写文字说明，图中文字：{texts}",
    "formula_source": "公式源码",
    "left_script": "此处的脚本未收入",
    "left_frame": "此处的内嵌网页未收入",
    "left_media": "此处的影音未收入",
    "left_form": "此处的交互控件未收入",
    "left_image": "此处的图片未收入：{name}",
    "left_widget": "此处的交互控件未收入",
    "left_unknown": "此处有一项输出没有可印的形式：{name}",
    "left_lines": "此处省略{n}行输出",
    "left_characters": "……（本行省略{n}字）",
    "scroll": "{label}，可左右滚动",
    "swipe": "← 左右滑动可看全图 →",
    "notes": "注释",
    "cites": "数据出处注释",
}
_EN = {
    "html_lang": "en",
    "contents": "Contents",
    "skip": "Skip to the text",
    "summary": "Key points",
    "basis": "Basis",
    "front": "Cover",
    "table": "Table",
    "figure": "Figure",
    "gap": ". ",
    "quotes": "“”",
    "colon": ": ",
    "error": "An error was raised here",
    "stderr": "Messages",
    "figure_near": "Figure under “{heading}”; its author wrote no description",
    "figure_plain": "Figure; its author wrote no description",
    "figure_texts": "Figure; its author wrote no description. Words in it: {texts}",
    "formula_source": "Formula source",
    "left_script": "A script was left out here",
    "left_frame": "An embedded page was left out here",
    "left_media": "Sound or video was left out here",
    "left_form": "An interactive control was left out here",
    "left_image": "An image was left out here: {name}",
    "left_widget": "An interactive widget was left out here",
    "left_unknown": "An output without a printable form was left out here: {name}",
    "left_lines": "{n} lines of output were left out here",
    "left_characters": "… ({n} characters of this line were left out)",
    "scroll": "{label}, scrolls sideways",
    "swipe": "← swipe to see the whole chart →",
    "notes": "Notes",
    "cites": "Source notes",
}


def words(lang: str) -> Mapping[str, str]:
    """The press's own words in `zh` or `en`; any other language reads English."""
    return MappingProxyType(_ZH if lang.lower().startswith("zh") else _EN)
