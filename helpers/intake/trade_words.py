"""Words of the trade that mean the same, and a head or a name brought to them: GDP is 地区生产总值, 增幅 is 增速."""

from __future__ import annotations

import re

from .figures import plain
from .periods import OURS, in_full

LIKE = 0.62  # how alike a head and an item's name have to be to be guessed
# Words of the trade that mean the same; both the head and the item's name are brought to the right-hand form.
SAME = (
    ("gdp", "地区生产总值"),
    ("国内生产总值", "地区生产总值"),
    ("规上", "规模以上"),
    ("限上", "限额以上"),
    ("规工", "规模以上工业"),
    ("社零额", "社会消费品零售总额"),
    ("社零", "社会消费品零售总额"),
    ("固投", "固定资产投资"),
    ("r&d", "研发"),
    ("pm2.5", "细颗粒物"),
    ("pm10", "可吸入颗粒物"),
    ("aqi", "空气质量指数"),
    ("市场主体", "经营主体"),
    ("新增", "新登记"),
    ("新设立", "新登记"),
    ("新设", "新登记"),
    ("地方一般公共预算", "一般公共预算"),
    ("同比增减额", "同比增加"),
    ("增减额", "同比增加"),
    ("比上年同期增长", "增速"),
    ("较上年同期增长", "增速"),
    ("比上年增长", "增速"),
    ("较上年增长", "增速"),
    ("比去年同期增长", "增速"),
    ("同比增长率", "增速"),
    ("同比增长", "增速"),
    ("同比增减", "增速"),
    ("同比±", "增速"),
    ("增长率", "增速"),
    ("同比增速", "增速"),
    ("增幅", "增速"),
    ("增长", "增速"),
    ("yoygrowth", "增速"),
    ("yoy", "增速"),
    ("开办企业", "企业开办"),
    ("用时", "时间"),
    ("时长", "时间"),
    ("所需时间", "时间"),
    ("签约数", "签约项目"),
    ("占年计划", "占年度计划"),
    ("占全年计划", "占年度计划"),
    ("年度投资计划", "年度计划"),
    ("百分比", "率"),
    ("完成年度预算", "完成率"),
    ("完成年初预算", "完成率"),
    ("完成全年预算", "完成率"),
    ("完成预算", "完成率"),
    ("占年度预算", "完成率"),
    ("占年初预算", "完成率"),
    ("占全年预算", "完成率"),
    ("占预算", "完成率"),
    ("为年度预算", "完成率"),
    ("为年初预算", "完成率"),
    ("为全年预算", "完成率"),
    ("为预算", "完成率"),
)
_MARKS = re.compile("|".join(map(re.escape, OURS)))
_FILLERS = re.compile(
    r"[\s/()（）:：,，、。_·\-±]|本季|当期|本期|本年|当年|今年|情况|指标|全[市县区省州]|各(?:区市|县区|区县|乡镇|镇街|街镇|部门|单位)|(?:最终)?核[定实]数?|终核数?|快报数?|初步(?:核算|统计)数?|初核数?|实际|完成[值数]"
)
_TRANSLATED = re.compile(r"(?<=[\u4e00-\u9fff)%])(?: / |[/|(])?[a-z][a-z,.'&-]{5,}\)?$")  # 增速 growth rate: said twice
_FOOTNOTE = re.compile(r"(?<=[\u4e00-\u9fff)])(?:\[?[1-9]\]?|[*※]+|\(?注[1-9]?\)?)(?=$| /)")
_ON_A_YEAR_BEFORE = re.compile(r"同比(?=$| /|\()")  # 同比（%）, beside 环比
_NUMBERED = re.compile(
    r"(?:^|(?<=/ ))(?:\((?:[一二三四五六七八九十]{1,2}|\d{1,2})\)|[一二三四五六七八九十]{1,2}、|\d{1,2}[.、](?!\d)"
    r"|附?表(?:[一二三四五六七八九十]{1,2}|\d{1,2}(?![\d年季月]))[:、.]?)"
)
_TIMES = re.compile(
    r"前[二三四两2-4]个?季度|前(?:\d{1,2}|[一二三四五六七八九十]{1,3})个月|20\d\d年度?|\d{1,2}[-—–~至]\d{1,2}月份?|全年"
    r"|第?[一二三四1-4]季度|上半年|\d{1,2}月份?"
)


def brought(word: str) -> str:
    """A head or name without marks of time, numbers, groups and fillers, in the words of SAME."""
    word = _FOOTNOTE.sub("", _TRANSLATED.sub("", _NUMBERED.sub("", _MARKS.sub("", word))))
    return _FILLERS.sub("", in_trade_words(_ON_A_YEAR_BEFORE.sub("增速", word)))


def in_trade_words(word: str) -> str:
    for said, meant in SAME:
        word = word.replace(said, meant)
    return word


def without_times(text: str) -> str:
    """A title as it is compared, without its words of time."""
    return _TIMES.sub("", in_full(plain(text)))
