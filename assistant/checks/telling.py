"""Sentences: parts of a whole, shares, rates of completion, changes against a base, and words that compare (大于, 持平) against the numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from assistant.checks.dossier import Dossier, start_of
from assistant.checks.findings import Outcome, held, named, shown, words
from assistant.checks.ranges import Range, last_digit, range_of, total
from assistant.checks.sums import unequal
from assistant.choose import undivided
from assistant.model import Figure
from assistant.names import bare, canonical
from assistant.quantity import base, dimension, format_decimal
from assistant.text import digits
from assistant.vocabulary import load

_HUNDRED = Range(Decimal(100), Decimal(100))
_AMOUNTS = ("money", "人", "户", "套", "件", "个", "辆")
_NAMED_YEAR = re.compile("(20[0-9]{2})")
_BESIDE = 8
"""So few characters between a change and a rate say that the rate is the change's: 增加2043.58万元，下降10.95%."""
_LEVEL = re.compile(r"[比与和较同](?P<base>[^，。；、：]{2,24}?)(?:基本|相比)?(?P<how>持平|一致|相同|相等|无变化|没有变化)")
_COMPARED = re.compile(r"(?:决算数?|执行数?|支出决算)(?P<how>大于|小于|高于|低于|等于|(?:与|和)?(?:年初)?预算数?(?:基本)?持平)(?:年初)?(?:预算数?)?")


def parts(dossier: Dossier) -> Iterator[Outcome]:
    """其中 in sentences: the parts in order add up to the whole once, or several times over (by kind, then by use)."""
    for figures in dossier.prose.values():
        for whole in figures:
            own = [f for f in dossier.under.get(whole.id, ()) if f.value is not None and f.measure == whole.measure and alike(f, whole)]
            if whole.value is not None and whole.state == "number" and own and (len(own) > 1 or whole.measure != "增减额"):
                yield from _breakdowns(dossier, whole, own, figures)


def alike(a: Figure, b: Figure) -> bool:
    """Whether two figures count the same: money with money, 人 with 人."""
    return dimension(a.unit) == dimension(b.unit)


def _breakdowns(dossier: Dossier, whole: Figure, own: Sequence[Figure], beside: Sequence[Figure]) -> Iterator[Outcome]:
    """The parts cut where they add up to the whole; what is left over is judged by its shares, or by a part larger than the whole."""
    left: list[Figure] = []
    limit = range_of(whole, dossier.grain(whole))
    broken_down = False
    for part in own:
        left.append(part)
        if total(range_of(p, dossier.grain(p)) for p in left).meets(limit):
            yield held("prose_parts", [whole, *left])
            broken_down, left = True, []
    for part in left:
        if limit.below(range_of(part, dossier.grain(part))):
            message = f"{named(part)}{shown(part)}大于它所属的{named(whole)}{shown(whole)}"
            yield dossier.failed("prose_part_larger", message, [part, whole])
    left = [part for part in left if part.value]
    if broken_down or len(left) < 2 or any(word in part.quote for part in left for word in words("remainder")):
        return
    once = {range_of(part, dossier.grain(part)) for part in left}
    if total(once).meets(limit):
        yield held("prose_parts", [whole, *left])
    else:
        sure = _shares_full(left, beside) or _nearly(left, whole)
        yield dossier.failed("prose_parts", unequal(whole, left), [whole, *left], grade=None if sure else "待核")


def _shares_full(left: Sequence[Figure], beside: Sequence[Figure]) -> bool:
    """Whether the printed shares of these parts add up to 100 %: then the parts are all there are."""
    shares = [f for f in beside if f.measure == "占比" and any(f.path == p.path for p in left) and f.value is not None]
    return len(shares) == len(left) and total(range_of(f) for f in shares).meets(_HUNDRED.wider(Decimal("0.02")))


def _nearly(left: Sequence[Figure], whole: Figure) -> bool:
    """Whether the parts end in 其他 and come close to the whole: a list that means to be complete."""
    if whole.value is None or not left[-1].item.startswith(words("other")):
        return False
    together = sum((base(p.value, p.unit)[0] for p in left if p.value is not None), Decimal(0))
    printed = base(whole.value, whole.unit)[0]
    return printed != 0 and abs(together - printed) * 4 < abs(printed)


def shares(dossier: Dossier) -> Iterator[Outcome]:
    """占…的比例 against part and whole."""
    for figures in dossier.prose.values():
        for figure in figures:
            if figure.measure == "占比" and figure.state == "number":
                part, whole = _part_and_whole(dossier, figure, figures)
                if part and whole and part is not whole:
                    yield from _rate(dossier, "prose_share", figure, part, whole)


def _part_and_whole(dossier: Dossier, share: Figure, figures: Sequence[Figure]) -> tuple[Figure | None, Figure | None]:
    part = _latest(share, [f for f in figures if f.path == share.path and f.year == share.year and dimension(f.unit) in _AMOUNTS and _plain(f)])
    if part is None:
        return None, None
    by_id = {f.id: f for f in figures}
    if part.parent in by_id and canonical(by_id[part.parent].item) == canonical(share.base):
        return part, by_id[part.parent]
    wanted = canonical(share.base)
    near = [f for f in figures if canonical(f.item) == wanted and f.measure == part.measure and f.year == part.year and _plain(f)]
    if near:
        return part, _latest(share, near) or near[0]
    far = [f for f in dossier.figures if canonical(f.item) == wanted and f.measure == part.measure and f.year == part.year and _plain(f) and undivided(f)]
    return part, far[0] if len({base(f.value or Decimal(0), f.unit) for f in far}) == 1 else None


def _plain(figure: Figure) -> bool:
    return figure.state == "number" and not figure.base and figure.measure not in words("not_additive") and figure.measure != "增减额"


def _latest(figure: Figure, candidates: Sequence[Figure]) -> Figure | None:
    """The candidate nearest before the figure."""
    before = [f for f in candidates if start_of(f) < start_of(figure)]
    return max(before, key=start_of) if before else None


def _rate(dossier: Dossier, rule: str, rate: Figure, part: Figure, whole: Figure) -> Iterator[Outcome]:
    """Whether a printed rate in % is the part over the whole, give or take one of its last digits (rounded or cut off)."""
    ratio = range_of(part, dossier.grain(part)).over(range_of(whole, dossier.grain(whole)))
    if ratio is None or rate.value is None or part.value is None or whole.value is None:
        return
    worked = ratio.scaled(100)
    if worked.meets(range_of(rate).wider(last_digit(rate) / 2)):
        yield held(rule, [rate, part, whole])
        return
    exact = base(part.value, part.unit)[0] / base(whole.value, whole.unit)[0] * 100
    formula = f"{shown(part)} ÷ {shown(whole)} = {format_decimal(round(exact, 2))}%"
    yield dossier.failed(rule, f"{named(rate)}印为{shown(rate)}，而{formula}", [rate, part, whole])


def completions(dossier: Dossier) -> Iterator[Outcome]:
    """完成预算的…%、执行率 against 决算 and 预算 in the same sentence or passage."""
    for figures in dossier.prose.values():
        for rate in figures:
            if rate.measure == "执行率" and rate.state == "number":
                same = [f for f in figures if f.path == rate.path and f.year == rate.year and _plain(f)]
                spent = _latest(rate, [f for f in same if f.measure in words("spent")])
                planned = _planned(rate.base, [f for f in same if f.measure in words("planned") and start_of(f) < start_of(rate)])
                if spent and planned:
                    yield from _rate(dossier, "prose_rate", rate, spent, planned)


def _planned(said: str, candidates: Sequence[Figure]) -> Figure | None:
    """Which budget is meant: the one that is named (年初, 调整), else the latest."""
    for mark, measure in load("checks")["budget"].items():
        if mark in said:
            candidates = [f for f in candidates if f.measure == measure] or candidates
    return max(candidates, key=start_of, default=None)


def changes(dossier: Dossier) -> Iterator[Outcome]:
    """增减额 and 增减率 with what is compared: new − old = change, change ÷ old = rate. A rate may stand without its amount."""
    for figures in dossier.prose.values():
        told: set[str] = set()
        for change in figures:
            if change.measure == "增减额" and change.state == "number":
                rate = _rate_after(change, figures)
                told.add(rate.id if rate else "")
                yield from _change(dossier, change, rate, figures)
        for rate in figures:
            if rate.measure == "增减率" and rate.state == "number" and rate.unit == "%" and rate.id not in told:
                yield from _bare_rate(dossier, rate, figures)


def _rate_after(change: Figure, figures: Sequence[Figure]) -> Figure | None:
    """The rate of a change: it must follow before anything else does."""
    after = next((f for f in figures if start_of(f) > start_of(change)), None)
    if after is None or after.measure != "增减率":
        return None
    same = after.path == change.path and after.base == change.base
    return after if same or start_of(after) - start_of(change) <= len(change.text) + _BESIDE else None


def _compared_with(change: Figure, figures: Sequence[Figure]) -> tuple[Figure | None, Figure | None]:
    """What is new and what it is compared with, both of the change's own item in the same passage."""
    own = [f for f in figures if _same_item(f, change) and _plain(f) and (dimension(f.unit) == dimension(change.unit) or change.unit == "%")]
    new = _latest(change, [f for f in own if f.year == change.report_year and not _older(f, change)])
    return new, _latest(change, [f for f in own if _older(f, change)])


def _same_item(figure: Figure, change: Figure) -> bool:
    """财政拨款收、支总预算…，收、支预算总计各增加…: a grand total of a sentence is said again by the end of its name."""
    again = change.item.endswith(words("grand")) and bare(figure.item).endswith(bare(change.item))
    return figure.path == change.path or again


def _change(dossier: Dossier, change: Figure, rate: Figure | None, figures: Sequence[Figure]) -> Iterator[Outcome]:
    new, old = _compared_with(change, figures)
    if new and old:
        yield from _difference(dossier, new, old, change)
    if rate and rate.unit == "%" and rate.value and change.value and (rate.value > 0) != (change.value > 0):
        message = f"{named(change)}印为{shown(change)}，紧接着的增减率印为{shown(rate)}，一增一减"
        yield dossier.failed("prose_change_rate", message, [change, rate])
        return
    before = range_of(old) if old else range_of(new) - range_of(change) if new else None
    ratio = range_of(change).over(before) if before else None
    if rate is None or ratio is None or before is None or change.value is None:
        return
    involved = [f for f in (rate, change, new, old) if f]
    known = f"基数是{shown(old)}" if old else f"基数 = {shown(new)} {_less(change)}" if new else ""
    worked = base(change.value, change.unit)[0] / ((before.low + before.high) / 2) * 100
    yield _growth(dossier, rate, ratio, involved, f"{shown(change)} ÷ 基数 = {_two(worked)}%（{known}）")


def _less(change: Figure) -> str:
    """The change taken off, with one sign: − 5 or + 5."""
    value = change.value or Decimal(0)
    return f"{'+' if value < 0 else '−'} {format_decimal(abs(value))}{change.unit}"


def _two(value: Decimal) -> str:
    return format_decimal(round(value, 2))


def _bare_rate(dossier: Dossier, rate: Figure, figures: Sequence[Figure]) -> Iterator[Outcome]:
    new, old = _compared_with(rate, figures)
    if new is None or old is None or dimension(new.unit) != dimension(old.unit) or not new.value or not old.value:
        return
    ratio = (range_of(new) - range_of(old)).over(range_of(old))
    if ratio is not None:
        worked = (base(new.value, new.unit)[0] / base(old.value, old.unit)[0] - 1) * 100
        yield _growth(dossier, rate, ratio, [rate, new, old], f"({shown(new)} − {shown(old)}) ÷ {shown(old)} = {_two(worked)}%")


def _growth(dossier: Dossier, rate: Figure, ratio: Range, involved: Sequence[Figure], formula: str) -> Outcome:
    if ratio.scaled(100).meets(range_of(rate).wider(last_digit(rate) / 2)):
        return held("prose_change_rate", involved)
    return dossier.failed("prose_change_rate", f"{named(rate)}印为{shown(rate)}，而{formula}", involved)


def _older(figure: Figure, change: Figure) -> bool:
    """Whether a figure is what the change is counted from: of the year that the base names, of an earlier year, or this year's budget."""
    year = _NAMED_YEAR.search(digits(change.base))
    if year and int(year[1]) != change.report_year:
        return figure.year == int(year[1])
    if "预算" in change.base and not any(mark in change.base for mark in words("before")):
        return figure.year == change.report_year and figure.measure in words("planned")
    return figure.year is not None and change.report_year is not None and figure.year < change.report_year


def _difference(dossier: Dossier, new: Figure, old: Figure, change: Figure) -> Iterator[Outcome]:
    if new.measure != old.measure and not ({new.measure, old.measure} <= {*words("spent"), *words("planned")}):
        return
    gap = range_of(new) - range_of(old)
    if gap.meets(range_of(change)):
        yield held("prose_change", [new, old, change])
        return
    if new.value is None or old.value is None:
        return
    same_unit = new.unit == old.unit
    worked = f" = {format_decimal(new.value - old.value)}{new.unit}" if same_unit else ""
    yield dossier.failed("prose_change", f"{named(change)}印为{shown(change)}，而{shown(new)} − {shown(old)}{worked}", [change, new, old])


def compared(dossier: Dossier) -> Iterator[Outcome]:
    """决算数大于、小于、等于预算数 as words, against the two numbers in the same passage."""
    text = {passage.id: passage.text for passage in dossier.passages}
    for passage_id, figures in dossier.prose.items():
        for said in _COMPARED.finditer(text.get(passage_id, "")):
            before = [f for f in figures if start_of(f) < said.start()]
            spent = next((f for f in reversed(before) if f.measure in words("spent") and _plain(f)), None)
            own = [f for f in before if spent and f.measure in words("planned") and f.path == spent.path and _plain(f)]
            planned = _planned(said.group(), own)
            if spent and planned and spent.value is not None and planned.value is not None:
                yield _as_said(dossier, said, spent, planned)


def level(dossier: Dossier) -> Iterator[Outcome]:
    """与上年持平, 与预算数一致: the two amounts that stand before these words in their sentence."""
    text = {passage.id: passage.text for passage in dossier.passages}
    for passage_id, figures in dossier.prose.items():
        for said in _LEVEL.finditer(text.get(passage_id, "")):
            start = max(text[passage_id].rfind(stop, 0, said.start()) for stop in "。；")
            before = [f for f in figures if start < start_of(f) < said.start() and f.state == "number" and not f.base]
            pair = before[-2:] if len(before) > 1 and before[-1].path == before[-2].path and alike(*before[-2:]) else []
            if pair and {f.measure for f in pair} <= {*words("spent"), *words("planned")} and not any(f.quote.count("其中") for f in pair):
                yield _levelled(dossier, said, *pair)


def _levelled(dossier: Dossier, said: re.Match[str], a: Figure, b: Figure) -> Outcome:
    (one, _), (other, _) = base(a.value or Decimal(0), a.unit), base(b.value or Decimal(0), b.unit)
    if range_of(a).meets(range_of(b)) or abs(one - other) * 20 <= max(abs(one), abs(other)):
        return held("words_compare", [a, b])
    return dossier.failed("words_compare", f"文字说“{said.group()}”，而前面的两个数是{shown(a)}和{shown(b)}", [a, b], grade="待核")


def _as_said(dossier: Dossier, said: re.Match[str], spent: Figure, planned: Figure) -> Outcome:
    how = said["how"]
    (a, _), (b, _) = base(spent.value or Decimal(0), spent.unit), base(planned.value or Decimal(0), planned.unit)
    if "持平" in how or how == "等于":
        close = Decimal("0.05") if "基本" in how or "持平" in how else Decimal(0)
        right = range_of(spent).meets(range_of(planned)) or abs(a - b) <= close * abs(b)
    else:
        right = a > b if how in ("大于", "高于") else a < b
    if right:
        return held("words_compare", [spent, planned])
    message = f"文字说“{said.group()}”，而决算数是{shown(spent)}，预算数是{shown(planned)}"
    return dossier.failed("words_compare", message, [spent, planned])
