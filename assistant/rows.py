"""A question that chooses among the rows of a table, or among what is printed under an item: which parent, level, column, how many, in what order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant import vocabulary
from assistant.names import GAP, longest_first
from assistant.numerals import small
from assistant.phrases import without_measures
from assistant.threshold import Threshold

_N = "([一二两三四五六七八九十]|[0-9]{1,2})"
_FIRST = re.compile(rf"(?:排在?|位居|位列)?(?P<end>前|后|倒数第?){_N}(?!年|个?月|个?季度)(?:名|位|个|大|的)?")
_MOST = re.compile(rf"(?:哪{_N}?[个大]?[项类款块笔种样]?)?[最较](?P<way>多|大|高|贵|少|低|小|便宜)的?(?:是哪|哪)?(?:{_N}(?=[个大项类款块笔种样科]))?[个大]?")
_ENDS_OF = re.compile("最(?:[多大高]的?[和与、跟]?最[少小低]|[少小低]的?[和与、跟]?最[多大高])的?(?:各是|分别是|是)?(?:哪[个项类些]?)?")
_NTH = re.compile(rf"(?P<how>排名?|位居|名列|居|倒数)?第(?P<nth>{_N[1:-1]})(?![季年条款批十次届])(?P<way>[多大高少低小])?(?:名|位)?的?")
_SMALL = ("少", "低", "小", "便宜")
_COUNTED = re.compile("[项类款块笔种样]")
_COUNT = re.compile(r"(?:(?<![哪多少差])几|(?<![多少差])多少)[个]?(?=[项类块笔种科款大功经])")
_BACK = re.compile(r"[这那上]述?(?:几|些|[一二两三四五六七八九十0-9]+)[个]?(?:[大]?[类项块笔]|科目|个)|[这那]里面|[这那该]个?(?:项目|科目)(?=[里中下])")
_ELSE = re.compile(r"哪[些个一几]?[个]?(?:单位|部门|家|年|街道|局|地区)|谁|编码|代码|编号")
"""Bodies or years are compared, or a code is asked for."""
_UNITS = re.compile("(?:[局部厅委院办会]?本级|机关)?(?:[及和与、]|以及)?(?:所属|下属|直属|所辖)的?(?:各|预算|二级|事业)*单位|各(?:预算|所属|下属|二级)单位")
"""The units of one body that its tables list: 本级及所属单位."""
_SUMMED = re.compile("一共|总共|合计|共计|加起来|加在一起|加总")
_AGAINST = re.compile("(?:超|低于|高于|少于|多于|比|较)[出过于了]{0,2}(?:年初|全年|年度|调整)?(?:预算|目标|指标值)")
"""哪个项目超预算最多: rows are ordered by what no column prints."""
_CHANGED = re.compile("(?:[增减降涨升]|增[加长减多]|减少|降低|变[化动])[得了的]?(?:幅度?|[额率])?[最较]|最[多大高少低小快]的?(?:[增减降涨升]|变[化动])")
"""降幅最大, 减少最多: rows are ordered by what changed, which only a column of 增减 prints."""
_EACH = ("各多少", "分别", "各是", "各安排", "各花", "各有", "有哪些", "哪些", "哪几", "哪两", "哪三", "是什么")
_ORDERED = re.compile("排(?:名|序|列|行|[个一])")
_KIND = re.compile("按?(?P<kind>功能|经济)(?:分类科目|分类|科目|来看|看)")
_ENDS = re.compile(
    r"(?:按|[几多][少]?个?|各?科目|各[项类款块笔]?|的|支出科目|分别|分成|分为|分|涉及|包括|情形|原因|情况|来源|是|(?<=..)类|[，,、]|\|"
    r"|(?<=..)(?<![拨存借贷罚捐税货专程用付收还])款)+$"
)


@dataclass(frozen=True, slots=True)
class Rows:
    """`parent` the item whose parts are meant ('' = the whole table), `level` 类 款 项 or '', `kind` 功能 经济 or '', `column` a column's heading
    named with them (项目支出). `pick` max, min or ends (最多和最少) with `first` of them (0 all) or only the `nth`; `counted`: how many there
    are; `leaves`: the rows without parts of their own, where no level is named; `singly`: single entries of a table are meant (三笔);
    `projects`: the body's projects are meant, `parent` being how they were called; `back`: of the rows chosen before (这几类里); `within`: the
    bounds that those passed."""

    parent: str = ""
    level: str = ""
    kind: str = ""
    column: str = ""
    pick: str = ""
    first: int = 0
    nth: int = 0
    counted: bool = False
    leaves: bool = False
    singly: bool = False
    projects: bool = False
    units: str = ""
    back: bool = False
    within: tuple[Threshold, ...] = ()

    @property
    def unnamed(self) -> bool:
        """Whether nothing says whose rows are meant (哪块最大)."""
        return not (self.parent or self.kind or self.column or self.projects or self.units or self.back)


@lru_cache(maxsize=1)
def _spec() -> dict[str, re.Pattern[str]]:
    """The patterns of vocabulary/rows.toml, made once."""
    spec = vocabulary.load("rows")
    strong, inside = spec["targets"]["strong"], spec["targets"]["inside"]
    shell = "|".join((*map(re.escape, longest_first(spec["shell"]["words"])), *inside[:1], f"[{spec['shell']['counters']}](?!目)"))
    return {
        "apart": re.compile("|".join(spec["apart"])),
        "strong": re.compile("|".join(strong)),
        "inside": re.compile("|".join((*strong, *inside))),
        "shell": re.compile(shell),
        "levels": re.compile("|".join(longest_first(word for words in spec["levels"].values() for word in words))),
        "project": re.compile(spec["projects"]["one"]),
        "each": re.compile(f"(?:哪一?[个些]|哪几个|各个?|每个?|所有){spec['projects']['one']}"),
        "projects": re.compile("|".join((*spec["projects"]["words"], spec["projects"]["one"]))),
    }


def read_rows(rest: str, bounded: bool) -> Rows | None:
    """What the question, its organisation, years and threshold taken out, says about rows; None where it chooses among no rows.

    `bounded`: it named a threshold (超过1000万). `parent` and `column` are still in the words of the question.
    """
    if _AGAINST.search(rest) or of_change(rest):
        return None
    if unit := _UNITS.search(rest):
        return _of_units(rest, bounded, unit.group())
    if _ELSE.search(rest):
        return None
    back = _BACK.search(rest)
    rest = rest[: back.start()] + GAP + rest[back.end() :] if back else rest
    pick, first, nth, bare = _picked(rest)
    counted = bool(_COUNT.search(rest)) and not pick
    summed = _SUMMED.search(rest) is not None and _spec()["each"].search(rest) is not None
    ordered = "从" in rest or _ORDERED.search(rest) is not None
    asks = bool(pick or bounded or counted or summed or ordered or any(cue in rest for cue in _EACH))
    if back:
        return Rows(level=_level(rest), pick=pick, first=first, nth=nth, counted=counted, back=True) if asks else None
    parts = _parted(bare) if asks else None
    several = bounded or first > 1 or summed or (bool(pick or "从" in rest) and _spec()["each"].search(rest) is not None)
    if asks and _spec()["project"].search(rest) and (parts is not None or several):
        called = parts if parts is not None and not _spec()["projects"].sub("", parts[0]).strip(GAP) else _of_all(bare)
        if called is not None:
            return Rows(called[0], column=called[1], pick=pick, first=first, nth=nth, counted=counted, projects=True)
    if parts is None:
        return None
    head, tail = parts
    level = _level(rest)
    return Rows(head, level, _kind(rest), tail, pick, first, nth, counted, not level and "科目" in rest, "笔" in rest)


def of_change(question: str) -> bool:
    """Whether rows are to be ordered by what changed, and no column of 增减 is named for it."""
    return _CHANGED.search(question) is not None and "增减" not in question


def _of_units(rest: str, bounded: bool, said: str) -> Rows | None:
    """The units of the body, and what of them; None where nothing is asked of all of them."""
    pick, first, nth, bare = _picked(rest)
    asks = pick or bounded or "从" in rest or any(cue in rest for cue in _EACH if "哪" not in cue and cue != "是什么")
    named = [piece for piece in _spec()["shell"].sub(GAP, without_measures(_UNITS.sub(GAP, bare))).split(GAP) if len(piece.strip("，,、")) > 1]
    units = "所属" if "属" in said and "本级" not in said and "机关" not in said else "全部"
    return Rows("".join(named).strip("，,、"), pick=pick, first=first, nth=nth, units=units) if asks and len(named) < 2 else None


def _of_all(rest: str) -> tuple[str, str] | None:
    """The projects and their column, where nothing else is named: 资金总额|哪项|项目; None where a set of other things may be (科目, 里)."""
    left = _left(_spec()["projects"].sub(GAP, without_measures(rest)))
    apart = _spec()["apart"].search(rest)
    within = apart is not None and bool(_spec()["projects"].sub("", rest[: apart.start()]).strip(GAP))
    return ("项目", "".join(left)) if len(left) <= 1 and not within and "科目" not in rest else None


def _picked(rest: str) -> tuple[str, int, int, str]:
    """max or min, how many, which one alone, and the question with GAPs for those words."""
    pick, first, nth = "", 0, 0
    if match := _ENDS_OF.search(rest):
        return "ends", 1, 0, _without(rest, match)
    if (match := _NTH.search(rest)) and (match.group("how") or match.group("way")):
        low = match.group("how") == "倒数" or match.group("way") in _SMALL
        return "min" if low else "max", 0, small(match.group("nth")), _without(rest, match)
    if match := _MOST.search(rest):
        pick = "min" if match.group("way") in _SMALL else "max"
        first = max((small(number) for number in (match.group(1), match.group(3)) if number), default=1)
        rest = _without(rest, match)
    if match := _FIRST.search(rest):
        pick = pick or ("max" if match.group("end") == "前" else "min")
        first = small(match.group(2))
        rest = _without(rest, match)
    return pick, first, nth, rest


def _without(rest: str, match: re.Match[str]) -> str:
    """GAP in place of 最大的三 or 前三; where it counts rows (三项, 哪类) or asks which (最大的是哪个) a word for that stays."""
    counts = bool(_COUNTED.search(match.group() + rest[match.end() : match.end() + 1]))
    kept = "哪项" if counts else "哪个" if "哪" in match.group() else ""
    return rest[: match.start()] + GAP + kept + GAP + rest[match.end() :]


def _parted(rest: str) -> tuple[str, str] | None:
    """(parent, column), each '' where none is named: parted at 里 or 下面, else where the words for rows begin."""
    spec = _spec()
    for match in spec["apart"].finditer(rest):
        head, tail = rest[: match.start()], rest[match.end() :]
        by_class = match.group().startswith("按")
        if (by_class or spec["inside"].search(tail) or spec["strong"].search(head)) and len(left := _left(tail)) <= 1:
            return _parent(head), "".join(left)
    begins = spec["strong"].search(rest)
    if begins is None or _left(rest[begins.start() :]):
        return None
    return _parent(rest[: begins.start()]), ""


def _left(tail: str) -> list[str]:
    """The pieces that are no words of choosing: the column that is meant."""
    bare = _spec()["shell"].sub(GAP, _spec()["levels"].sub(GAP, tail))
    return [piece for piece in re.split(r"[|，,、；;]+", bare) if len(piece) > 1 and piece not in vocabulary.load("asking")["weak"]]


def _parent(head: str) -> str:
    head = _KIND.sub(GAP, _spec()["levels"].sub(GAP, head))
    while (shorter := _ENDS.sub("", head)) != head:
        head = shorter
    return head


def _level(rest: str) -> str:
    levels = vocabulary.load("rows")["levels"]
    return next((level for level, words in levels.items() if any(word in rest for word in words)), "")


def _kind(rest: str) -> str:
    match = _KIND.search(rest)
    return match.group("kind") if match else ""
