"""How an answer is wanted: in a certain form (保留两位小数), from a certain report (根据2023年决算说明), reckoned where it is not printed (推算)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.names import GAP
from assistant.numerals import small

_N = "(?P<places>[一二两三四五六0-6])"
_ROUNDED = re.compile(
    rf"(?:(?:结果|答案|数值)?(?:要|请|需)?(?:四舍五入)?(?:保留|精确到|取)(?:到|至)?(?:(?:小数点?)?后?{_N}位(?:小数)?|(?P<whole>整数|个位)))(?:即可|就行)?|四舍五入"
)
_SIGNED = re.compile("(?:减少|下降|降低|负增长|减)的?(?:请)?(?:用|以|按|写成|记为?)(?:负数|负号|负值)(?:表示|来表示|写)?")
_AS_RATE = re.compile(
    "[（(](?:用|以|按)?(?:百分比|百分数|[%％])(?:来?表示)?[）)]|[，,]?请?(?:用|以|按)(?:百分比|百分数)(?:来?表示|的?形式|计)?|[，,](?:百分比|百分数)$"
)
"""Not 占支出总计的百分比: that names what is asked for."""
_EMPTY = re.compile("[（(][，,、；; ]*[）)]|[，,；; ]+(?=[。？?！!]*$)")
_BACK = "(?:反推|倒推|逆推|回推|推算|推断|推导|推知|倒算|反算|推一推)(?:一下|出来|出|得出|得|回去)?"
_RECKONED = re.compile(
    f"(?:可以|能够?|来|去|往回|往前)?{_BACK}(?=$|[，,。？?！!：:]|[^，,]*[0-9]{{4}}年|[上前去]一?年)|(?<=[0-9年额费款出])(?:来|往回)?{_BACK}"
)
_SOURCE = re.compile(
    "(?:根据|依据|依照|按照|参照|结合|按|据|由|从|凭|用|看)(?P<whose>[^，,。；;？?0-9]{0,30})"
    "(?P<year>[0-9]{4}年度?)(?P<what>[^，,。；;？?0-9]{0,6}?(?:决算|预算|自评|绩效)?)(?:公开)?的?(?:情况)?(?:说明|报告|文本|公开|材料)*"
    rf"(?:里|中|上|里面)?(?:的(?:数据|数字|数|内容))?(?P<end>(?:来?看|可知|而言)?[，,：:]|{_BACK}[，,：:]?)"
)
_ASKED = re.compile("(?<![比较与同和跟])([0-9]{4})(?=年)")
_BEFORE = re.compile("(?<![比较与同和跟])(?:上一?年度?|去年|前一年度?)(?!结转|结余|同期)")
"""The year before, asked for itself."""


@dataclass(frozen=True, slots=True)
class Manner:
    """`places` the decimals that a computed number is wanted with, None where nothing is said; `rate`: a change is wanted in %; `reckoned`: what is
    not printed is to be worked out from what is."""

    places: int | None = None
    rate: bool = False
    reckoned: bool = False


PLAIN = Manner()


def read_manner(question: str) -> tuple[Manner, str]:
    """The manner that a question names, and the question without those words; the year of the report to be read is taken out where another one is asked for.

    >>> read_manner("由2022年度决算说明反推，某学院2021年三公经费是多少（保留两位小数）")
    (Manner(places=2, rate=False, reckoned=True), '决算|某学院2021年三公经费是多少')
    """
    rounded, rate = _ROUNDED.search(question), bool(_AS_RATE.search(question))
    rest = _EMPTY.sub("", _AS_RATE.sub("", _SIGNED.sub("", _ROUNDED.sub("", question))))
    source = _SOURCE.search(rest)
    other = _other_year(rest, source) if source else ""
    if source is not None:
        after = _BEFORE.sub(other, rest[source.end() :]) if other else rest[source.end() :]
        rest = f"{rest[: source.start()]}{source.group('whose')}{'' if other else source.group('year')}{source.group('what')}{GAP}{after}"
    reckoned = bool(other) or bool(_RECKONED.search(rest))
    return Manner(_places(rounded), rate, reckoned), _year_before(_RECKONED.sub("", rest)) if reckoned else rest


def _places(rounded: re.Match[str] | None) -> int | None:
    if rounded is None or not (rounded.group("places") or rounded.group("whole")):
        return None
    return small(rounded.group("places")) if rounded.group("places") else 0


def _other_year(question: str, source: re.Match[str]) -> str:
    """The one year that is asked for other than that of the report named (2021年); '' where that year is asked for, or set against it (比2021年)."""
    after, own = question[source.end() :], source.group("year")[:4]
    if _BEFORE.search(after):
        return f"{int(own) - 1}年"
    years = set(_ASKED.findall(after))
    return f"{years.pop()}年" if len(years) == 1 and own not in years else ""


def _year_before(question: str) -> str:
    """推算2023年的上年数: the year before is the one asked for."""
    years = set(_ASKED.findall(question))
    if len(years) != 1 or not _BEFORE.search(question):
        return question
    own = years.pop()
    return _BEFORE.sub(f"{int(own) - 1}年", re.sub(f"{own}年度?", "", question))
