"""Districts' names as departments write them, and what stands in their place: totals, averages, remarks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property

from ..calling import USUAL, Calling
from ..model import District
from ..said import Said
from .figures import plain

TOTAL = "全市"
_TOTALS = r"(?:{all})|(?:{all})?\(?(?:合计|总计|总数|汇总)数?\)?|total"
_AVERAGES = re.compile("均|计$|最[高低大小]|中位|^其中|average|median|subtotal")
_GROUPS = re.compile(  # 市内三区, 其中：两市, 六区四市, 县级市: districts taken together
    r"(?:其中:?)?(?:(?:市[内区辖]|城[内区]|[主老新]城|中心|[近远]郊|其[他余]|[东南西北中]部|沿海|内陆|[一二三四]类)?"
    r"(?:(?:[两二三四五六七八九]|(?<!\d)\d)个?(?:区市|县市|区县|县区|[区市县])){1,2}|县级市|市辖区|[主老新]?城区|中心城区|[近远]?郊区)"
)
_NO_DISTRICTS = re.compile(
    r"(?:其中:?)?(?:市(?:本级|级|直)\S{0,4}|.{0,3}高新(?:技术)?(?:产业)?(?:开发)?区(?:管委会?)?)"
)
_ABOUT_COLUMNS = re.compile(r".*(?:代码|编号|序号|栏次|列次|行次|权重|满分|分值|目标值?)")
NUMBERS = re.compile("[甲乙丙丁]")  # in the line that numbers the columns: 甲 | 1 | 2
NAME_HEADS = frozenset(
    {"区市", "地区", "区(市)", "各区市", "单位", "名称", "区市名称", "考核单位", "指标", "指标名称", "区、市", "县市区"}
)
UNIT_HEADS = frozenset({"单位", "计量单位", "unit"})
BELOW = re.compile(r"^(注|说明|备注|资料来源|数据来源|填表|填报|制表|审核|联系|单位负责人|分管领导|负责人|\*)")
_MARKS = re.compile(r"[*＊#★☆●○◆■①-⑳〔〕¹²³⁰-⁹“”\"《》]+|\[\d{1,2}\]|［\d{1,2}］|注\d{1,2}$")
_SIMPLE = str.maketrans("區縣島嶗滄膠萊陽", "区县岛崂沧胶莱阳")
_NEAR, _FEW, _SHORT = 0.5, 3, 2  # how alike a name is that is named as the nearest, and of how many at most
# 崂山区政府, 胶州市统计局: by whom a district's line was sent
_OFFICE = re.compile("(?:(?:人民)?政府|(?:党工委)?管委会?|(?:统计|财政|商务|发展和?改革|发改|住建|工信|审批)局)")
_NUMBERED = re.compile(r"^\(?(?:\d{1,6}|[一二三四五六七八九十]{1,3})[.、):_-]?\s*(?=\D)")
_BEHIND = ":;,.。、·"  # 胶州市：
_TRANSLATED = re.compile(r"([^a-z]+?)[/(]?([a-z][a-z' ]+)\)?")  # 胶州市 Jiaozhou
_KINDS_IN_ENGLISH = re.compile(r"(?:district|city|county|qu|shi)$")
_KINDS = ("区", "市", "新区", "县", "街道", "镇", "乡")
KIND = re.compile(f"(?:{'|'.join(sorted(_KINDS, key=len, reverse=True))})$")
_OF_CITY = re.compile(r"(?:.{2,3}省)?(.{2,3}?市)(.{2,})")


@dataclass(frozen=True)
class Names:
    """District names as departments write them, to codes. `city` is the name of the city, "" if not known; `areas` are
    parts of it that are no assessed districts, 保税区, as districts.csv lists them; `calling` is what the scheme calls
    districts and city, which is how tables of them are headed and summed."""

    lookup: Mapping[str, str] = field(default_factory=dict)
    city: str = ""
    areas: frozenset[str] = frozenset()
    calling: Calling = USUAL

    @classmethod
    def of(
        cls, districts: Iterable[District], city: str = "", areas: Iterable[str] = (), calling: Calling = USUAL
    ) -> Names:
        lookup = {plain(name): d.code for d in districts for name in d.names if name}
        return cls(lookup, plain(city), frozenset(map(plain, areas)), calling)

    @cached_property
    def heads(self) -> frozenset[str]:
        """What stands above the names."""
        one = plain(self.calling.assessed.zh)
        return NAME_HEADS | {one, f"各{one}", f"{one}名称"} if one else NAME_HEADS

    @cached_property
    def _totals(self) -> re.Pattern[str]:
        one, all_ = plain(self.calling.assessed.zh), plain(self.calling.whole.zh)
        words = ["全市", "各区市", *([f"各{one}"] if one else []), *([all_] if all_ else [])]
        return re.compile(_TOTALS.format(all="|".join(map(re.escape, words))))

    def code(self, text: str) -> str:
        """The code; `全市` for a total, "" for anything else.

        黄岛区（西海岸新区）, 胶 州 市*, 1.市南区, 青岛市市南区, 崂山区政府, 西海岸 and aliases are known.
        """
        if re.fullmatch(r"[\d.,+% -]*", text):  # a figure, or a code
            return self.lookup.get(plain(text), "")
        word = plain(_MARKS.sub("", text))
        if self._is_area(word):
            return ""
        word = re.sub(r"^其中:?(?=.)", "", word).rstrip(_BEHIND)  # 其中：市南区, the first of those a total is of
        inner = re.fullmatch(r"(.+?)\((.+)\)", word)
        if inner and self._is_area(inner[2]):  # 黄岛区（保税区）: of the area alone, perhaps
            return ""
        bare = _NUMBERED.sub("", word)
        bare = re.sub(f"{_OFFICE.pattern}$", "", bare)
        for tried in (word, *(inner.groups() if inner else ()), bare, self._without_city(bare)):
            if code := self._known(tried):
                return code
        if two := _TRANSLATED.fullmatch(word):
            chinese, english = self._known(two[1]), self._known(two[2])
            return chinese if chinese == english else ""
        return TOTAL if self._totals.fullmatch(word) or self._is_city(word) else ""

    def is_aside(self, text: str) -> bool:
        """Whether a row so named is beside the districts': an average, a subtotal, a remark such as 分管领导：李四."""
        word = plain(_MARKS.sub("", text))
        if NUMBERS.fullmatch(word) or is_average(word) or self.is_no_district(text) or _ABOUT_COLUMNS.fullmatch(word):
            return True
        if word in self.heads or word in UNIT_HEADS or BELOW.match(word):
            return True
        return ":" in word and not any(name in word for name in self.lookup)

    def is_no_district(self, text: str) -> bool:
        """Whether a row so named is of a part of the city that is no assessed district: 高新区, 市本级, 保税区."""
        word = plain(_MARKS.sub("", text))
        return (_NO_DISTRICTS.fullmatch(word) is not None and not self.code(text)) or self._is_area(word)

    def nearest(self, text: str) -> str:
        """A hint at the districts whose names are like one that is not known: 胶洲市, 既墨区, 崂山區; "" for none."""
        word = _bare(_NUMBERED.sub("", plain(_MARKS.sub("", text)).translate(_SIMPLE)))
        tried = [word, word.removeprefix(self.city), self._without_city(word)] if self.city else [word]
        alike: dict[str, float] = {}
        for name, code in self.lookup.items():
            if len(name) > 1 and not name.isascii():
                score = max(SequenceMatcher(None, one, _bare(name), autojunk=False).ratio() for one in tried if one)
                alike[code] = max(alike.get(code, 0.0), score)
        best = max(alike.values(), default=0.0)
        near = [self._name(code) for code, score in alike.items() if score == best >= _NEAR]
        return Said("did you mean {names}?", names=" / ".join(near)) if 0 < len(near) <= _FEW else ""

    def _is_area(self, word: str) -> bool:
        """Whether a name is that of an area that is not assessed: 其中：保税区, 青岛保税区管委会, 保税区（黄岛区）."""
        if word in self.lookup:
            return False
        bare = re.sub(r"\(.+\)$", "", _NUMBERED.sub("", word.removeprefix("其中").removeprefix(":")))
        names = [bare, re.sub(f"{_OFFICE.pattern}$", "", bare)]
        if self.city:
            names += [name.removeprefix(self.city).removeprefix(self.city.removesuffix("市")) for name in names]
        return any(name in self.areas for name in names)

    def _name(self, code: str) -> str:
        """A district's own name: before its aliases, behind its code."""
        return next(name for name, other in self.lookup.items() if other == code and not name.isascii())

    def _is_city(self, word: str) -> bool:
        """青岛市, 青岛, 青岛市合计, 青岛市（合计）."""
        short = self.city.removesuffix("市")
        rest = word.removeprefix(self.city).removeprefix(short) if short else word
        return rest != word and (not rest or self._totals.fullmatch(rest) is not None)

    def _known(self, word: str) -> str:
        """西海岸 for 西海岸新区: the name itself, or what makes of it the name of a district."""
        tries = (word, *(f"{word}{kind}" for kind in _KINDS)) if len(word) > 1 else (word,)
        tries += (_KINDS_IN_ENGLISH.sub("", word),) if word.isascii() else ()
        return next((self.lookup[tried] for tried in tries if tried in self.lookup), "")

    def _without_city(self, word: str) -> str:
        """市南区 of 青岛市市南区, 山东省青岛市/市南区 and 青岛市南区."""
        found, short = _OF_CITY.fullmatch(word), self.city.removesuffix("市")
        rest = found[2].lstrip("-/·_") if found and found[1] not in self.lookup else ""
        if self._known(rest) or not short or not word.startswith(short):
            return rest
        return word.removeprefix(short).lstrip("-/·_")


def _bare(word: str) -> str:
    """A name without what many have in common, where something is left of it."""
    return KIND.sub("", word) if len(word) > _SHORT else word


def city_of(issuer: str) -> str:
    """The city's name, as tables call their total: 青岛市 of 青岛市综合考核委员会; "" where none is told."""
    found = re.match(r".{2,4}?市", issuer)
    return found[0] if found else ""


def is_average(word: str) -> bool:
    """Whether a name is that of an average, a subtotal, an extreme or a part of a district's figure."""
    return _AVERAGES.search(word) is not None or _GROUPS.fullmatch(word) is not None
