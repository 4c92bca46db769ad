"""「2023年度」「上年」「去年同期」「近三年」 <-> Period。

`year` 是那段时间所在的年（跨年的取末年）；`part` 是 ''（全年）、'start'、'end'、'H1'、'H2'、'Q1'..'Q4'、
'9M'（前三季度）、
'month:06'、'months:01-06'、'date:2023-12-31'、'span:2021-2025'，
不知道今年时的近三年是 'recent:3'。说「上年」要知道今年是哪年：`base_year`（报告的年度）；不知道就 year=None。
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from assistant import numerals


@dataclass(frozen=True, slots=True)
class Period:
    """文中的一个时间；`text == 原文[start:end]`。"""

    year: int | None
    part: str
    text: str
    start: int
    end: int

    def contains(self, year: int) -> bool:
        """这段时间是否含有那一年。

        >>> find_periods("2017-2019年", None)[0].contains(2018)
        True
        """
        if self.part.startswith("span:"):
            first, last = self.part[5:].split("-")
            return int(first) <= year <= int(last)
        return self.year == year


_S = "[ 　]{0,2}"
_HAN = "[零〇○ＯOo0一二三四五六七八九]"
_FULL = rf"(?:(?:19|20)[0-9]{{2}}|[一二]{_HAN}{{3}})"
_SHORT = "[0-9]{2}"
_TO = "(?:[-~—–至到]|——)"
_SHIFTS = {
    -3: "大前年",
    -2: "前年 上上年",
    -1: "上年 上一年 去年 上年度 上一年度 上一个年度 前一年 前一年度 再前一年 往前一年 再往前一年 再上一年",
    0: "本年 今年 当年 本年度 今年度 该年 同年 当年度 该年度",
    1: "明年 下年 下一年 次年 下年度 下一年度 来年",
}
_RELATIVE = {word: shift for shift, words in _SHIFTS.items() for word in words.split()}
_RELATIVES = "|".join(sorted(_RELATIVE, key=len, reverse=True))
_ANY_RELATIVE = re.compile(_RELATIVES)
_NOT_ITEM = "(?:(?<!上年)|(?!结转|结余))(?:(?<!本年)|(?!收入|支出|新收|盈余))(?:(?<!当年)|(?!财政拨款|拨款|预算))"
"""「上年结转」「本年收入」是项目的名字，不是在说哪一年。"""
_COUNT = "[0-9]{1,2}|[两二三四五六七八九十]"
_TAIL = (
    rf"(?:{_S}(?:度|财政年度|会计年度)?)(?:{_S}(?P<tail>同期|年?末|年?底|年?初|期末|期初|上半年|下半年|前三季度|[第前]?[一二三四1-4]{_S}季度|"
    rf"[01]?[0-9]{_S}[-~—–至到]{_S}[01]?[0-9]{_S}月份?|[01]?[0-9]{_S}月(?:份|末|底)?(?:{_S}[0-3]?[0-9]{_S}[日号])?))?"
)
_RULES: tuple[re.Pattern[str], ...] = tuple(
    re.compile(rule)
    for rule in (
        rf"(?<![0-9.])(?P<from>{_FULL}|{_SHORT}){_S}(?:年度?)?{_S}{_TO}{_S}(?P<to>{_FULL}|{_SHORT})"
        rf"(?:{_S}年度?|(?=[ 　)）,，。；]|$)|(?![0-9.,\-]))",
        r"(?<![0-9])(?P<y>(?:19|20)[0-9]{2})[-./](?P<m>[01]?[0-9])[-./](?P<d>[0-3]?[0-9])(?![0-9])",
        r"(?<![0-9.,])(?P<y>(?:19|20)[0-9]{2})(?:-(?P<m>0[1-9]|1[0-2])|\.(?P<m2>[1-9]|1[0-2]))(?![0-9.\-]|[ 　]?[万亿千百]{0,2}元)(?P<d>)",
        rf"(?<![0-9.])(?P<year>{_FULL}){_S}(?:年|财年|学年){_TAIL}",
        rf"(?<![0-9.])(?P<listed>(?:19|20)[0-9]{{2}})(?={_S}年?{_S}[、和与及]{_S}(?:19|20)[0-9]{{2}}(?![0-9.,]))",
        rf"(?<![0-9.〔\[])(?<!第)(?P<short>[0-9]{{2}})年(?!以上|以内|内|左右|期|保|质|使用|的|来|间|多|余){_TAIL}",
        rf"(?<![目以此基成资近未说证表声相过年])(?P<relative>{_RELATIVES}){_NOT_ITEM}{_TAIL}",
        rf"(?:近|最近|过去|前){_S}(?P<count>{_COUNT}){_S}年(?:来|间|内)?",
        r"(?<=[（(])(?P<bare>(?:19|20)[0-9]{2})(?=[)）](?![ 　]?第?[ 　]?[0-9]))",
        r"(?<![0-9.,〔\[﹝(（#A-Za-z_/\-—–~])(?P<bare>(?:19|20)[0-9]{2})(?![0-9.,〕\]﹞:：/\-—–~A-Za-z]"
        r"|[ 　]?(?:[万亿千百]{0,2}元|[号人名户个套件家台辆项次平㎡米亩吨条%万亿]))",
        r"(?P<half>上半年|下半年)|(?P<quarter>前三季度|第?[一二三四1-4]季度)|(?P<edge>年末|年底|年初|期末|期初)(?!预算|结转|余额?结转|部门预算|批复)",
    )
)


def find_periods(text: str, base_year: int | None) -> list[Period]:
    """文中所有的时间，按位置排好，互不重叠；光有「年末」「一季度」而无年份的，算在 `base_year`。

    >>> [(p.year, p.part) for p in find_periods("2023年末比上年增加，一季度", 2023)]
    [(2023, 'end'), (2022, ''), (2023, 'Q1')]
    """
    plain = numerals.digits(text)
    found: list[Period] = []
    taken = bytearray(len(text))
    for rule in _RULES:
        for match in rule.finditer(plain):
            start, end = match.span()
            read = None if any(taken[start:end]) else _read(match, base_year)
            if read is not None:
                taken[start:end] = b"\x01" * (end - start)
                shown = text[start:end].rstrip()
                found.append(Period(read[0], read[1], shown, start, start + len(shown)))
    return _spelled_out(sorted(found, key=lambda period: period.start), plain)


def _spelled_out(found: list[Period], plain: str) -> list[Period]:
    """「近三年（2017-2019年）」说的是括号里那三年，不是从今年往回数。"""
    kept: list[Period] = []
    for period in found:
        last = kept[-1] if kept else None
        if last and "近" in last.text and period.part.startswith("span:") and plain[last.end : period.start].strip(" 　") in ("(", "（", "，", ","):
            kept.pop()
        kept.append(period)
    return kept


def is_relative(text: str) -> bool:
    """Whether a time is told from another one: 上年, 前一年, 去年同期."""
    return _ANY_RELATIVE.search(text) is not None


def fiscal_year_of(text: str) -> int | None:
    """标题、文件名说的年度：「2023年度」优先于日期里的年份；没有或有几个不同的年度是 None。

    >>> fiscal_year_of("岳阳市住房保障服务中心2023年度整体支出绩效自评报告（2024年6月）")
    2023
    """
    periods = [p for p in find_periods(text, None) if p.year is not None]
    for preferred in ([p for p in periods if "年度" in p.text], [p for p in periods if p.part == ""], periods):
        years = {p.year for p in preferred}
        if years:
            return years.pop() if len(years) == 1 else None
    return None


def _read(match: re.Match[str], base_year: int | None) -> tuple[int | None, str] | None:
    groups = match.groupdict()
    name = next((key for key in _READERS if groups.get(key)), None)
    return _READERS[name](match, base_year) if name else None


def _year(word: str) -> int | None:
    """四位年份、汉字年份；两位的归到 2000 年代，太远的（40年以后）不认。"""
    if word.isascii():
        number = int(word)
        return number if number > 999 else 2000 + number if 0 < number < 40 else None
    value = numerals.chinese(re.sub("[○ＯOo0]", "〇", word))
    return int(value) if value is not None and 1900 <= value < 2100 else None


def _read_span(match: re.Match[str], _base_year: int | None) -> tuple[int | None, str] | None:
    first, last = _year(match["from"]), _year(match["to"])
    if len(match["from"]) == 2 and len(match["to"]) == 2 and "年" not in match[0]:
        return None
    return (last, f"span:{first}-{last}") if first and last and first < last else None


def _read_date(match: re.Match[str], _base_year: int | None) -> tuple[int | None, str] | None:
    groups = match.groupdict()
    month = int(match["m"] or groups["m2"])
    if not match["d"]:
        return int(match["y"]), f"month:{month:02}"
    day = int(match["d"])
    return (int(match["y"]), f"date:{match['y']}-{month:02}-{day:02}") if 1 <= month <= 12 and 1 <= day <= 31 else None


def _read_year(match: re.Match[str], _base_year: int | None) -> tuple[int | None, str] | None:
    groups = match.groupdict()
    year = _year(next(groups[key] for key in ("year", "short", "listed", "bare") if groups.get(key)))
    return None if year is None else (year, _part(groups.get("tail"), year))


def _read_relative(match: re.Match[str], base_year: int | None) -> tuple[int | None, str] | None:
    shift = _RELATIVE[match["relative"]]
    year = base_year + shift if base_year is not None else None
    return year, _part(match["tail"], year)


def _read_recent(match: re.Match[str], base_year: int | None) -> tuple[int | None, str] | None:
    count = int(match["count"]) if match["count"].isascii() else int(numerals.chinese(match["count"].replace("两", "二")) or 0)
    if not 1 < count < 30:
        return None
    if base_year is None:
        return None, f"recent:{count}"
    return base_year, f"span:{base_year - count + 1}-{base_year}"


def _read_alone(match: re.Match[str], base_year: int | None) -> tuple[int | None, str] | None:
    return base_year, _part(match[0], base_year)


_READERS: dict[str, Callable[[re.Match[str], int | None], tuple[int | None, str] | None]] = {
    "from": _read_span,
    "y": _read_date,
    "year": _read_year,
    "short": _read_year,
    "listed": _read_year,
    "bare": _read_year,
    "relative": _read_relative,
    "count": _read_recent,
    "half": _read_alone,
    "quarter": _read_alone,
    "edge": _read_alone,
}
_QUARTERS = {"一": "Q1", "二": "Q2", "三": "Q3", "四": "Q4", "1": "Q1", "2": "Q2", "3": "Q3", "4": "Q4"}


def _part(tail: str | None, year: int | None) -> str:
    """「末」「上半年」「6月30日」…… -> part。"""
    if not tail or tail == "同期":
        return ""
    if tail == "前三季度":
        return "9M"
    if "季度" in tail:
        return _QUARTERS[tail.replace("季度", "").strip(" 　第前")]
    if "月" in tail:
        return _month(tail, year)
    return {"上": "H1", "下": "H2"}.get(tail[0]) or ("end" if tail[-1] in "末底" else "start")


def _month(tail: str, year: int | None) -> str:
    numbers = re.findall("[0-9]+", tail)
    month = int(numbers[0])
    if not 1 <= month <= 12:
        return ""
    if len(numbers) > 1 and re.search("[-~—–至到]", tail):
        return f"months:{month:02}-{int(numbers[1]):02}"
    if len(numbers) > 1 and year is not None:
        return f"date:{year}-{month:02}-{int(numbers[1]):02}"
    return f"month:{month:02}"
