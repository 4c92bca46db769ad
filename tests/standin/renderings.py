"""What a model may write about the facts of an answer: right sentences, and sentences that are wrong on purpose, one way each."""

from __future__ import annotations

import json
import random
import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from assistant.facts import Fact, Facts
from assistant.model import Figure
from assistant.reply import Answer


@dataclass(frozen=True)
class Case:
    """An answer with its facts, and names that are not its own: organisations, items, measures of the same library."""

    answer: Answer
    known: Facts
    figures: tuple[Figure, ...]
    items: tuple[str, ...]
    measures: tuple[str, ...]

    @property
    def facts(self) -> tuple[Fact, ...]:
        return self.known.listed

    @property
    def organisations(self) -> tuple[str, ...]:
        return self.known.organisations

    def of(self, kind: str) -> list[Fact]:
        return [fact for fact in self.facts if fact.slot.startswith(kind)]


def line(text: str, *cites: str) -> str:
    return json.dumps({"text": text, "cites": list(cites)}, ensure_ascii=False) + "\n"


def slot(fact: Fact) -> str:
    return f"{{{{{fact.slot}}}}}"


FRAMES = tomllib.loads(Path(__file__).with_name("frames.toml").read_text(encoding="utf-8"))
TREND_WORDS = {"up": ("增加", "增长", "上升"), "down": ("减少", "下降", "降低"), "same": ("持平",)}


def opening(rng: random.Random) -> str:
    return str(rng.choice(FRAMES["openings"]))


def right(rng: random.Random, case: Case) -> str:
    """One to three sentences that say what the facts say."""
    makers = [maker for kind, maker in (("F", right_figure), ("D", right_comparison), ("Q", right_quotation)) if case.of(kind)]
    return "".join(rng.choice(makers)(rng, case) for _ in range(rng.randint(1, 3)))


def right_figure(rng: random.Random, case: Case) -> str:
    fact, more = rng.choice(case.of("F")), rng.choice(case.of("F"))
    frame = rng.choice(FRAMES["right"]["figure"])
    return line(frame.format(opening=opening(rng), slot=slot(fact), other=slot(more), name=rng.choice(fact.names)))


def right_comparison(rng: random.Random, case: Case) -> str:
    fact = rng.choice(case.of("D"))
    frame = rng.choice(FRAMES["right"]["comparison" if fact.trend else "result"])
    return line(frame.format(opening=opening(rng), slot=slot(fact), word=rng.choice(TREND_WORDS.get(fact.trend, ("",)))))


def right_quotation(rng: random.Random, case: Case) -> str:
    fact = rng.choice(case.of("Q"))
    quote = fact.source
    pieces = [piece for piece in re.split(r"[，。；：、！？\s]", quote) if re.fullmatch(r"[一-鿿]{4,20}", piece) and not _RISKY.search(piece)]
    if pieces and rng.random() < 0.5:
        return line(f"{opening(rng)}{rng.choice(pieces)}。", fact.slot)
    return line(rng.choice(FRAMES["right"]["quotation"]).format(opening=opening(rng), slot=slot(fact)))


_RISKY = re.compile(
    "[零〇一二三四五六七八九十百千万亿两廿卅半双俩仨几壹贰叁肆伍陆柒捌玖拾佰仟萬億兩均都无仅最逾倍增减升降涨]"
    "|节约|压缩|压减|缩减|提高|扩大|上升|下滑|下调|回落|走高|走低|攀升|高于|低于|大于|小于|多于|少于|多了|少了|更高|更低|更多|更少|超过|超出|突破|持平|不变|相同|相等|一样"
    "|全部|所有|没有|首次|第一|不足|不到|大约|左右|以上|以下|以内|上下|大幅|小幅|显著|明显|超预算|占比|占了|排名|名列|只有|多达|高达|平均|合计|总计|累计|将近|接近|不止|有余|开外"
)


def numeral(value: Decimal) -> str:
    """6.40 as 六点四〇."""
    return format(value, "f").translate(str.maketrans("0123456789.-", "〇一二三四五六七八九点负"))


def printed(case: Case, fact: Fact) -> Figure:
    return case.figures[int(fact.slot[1:]) - 1]


def amount(figure: Figure) -> str:
    return f"{figure.value}{figure.unit}"


def stated(case: Case, fact: Fact, said: str) -> str:
    """The fact's clause typed by the model, with another amount in it."""
    return re.sub(r"\[[0-9]+\]", "", fact.clause).replace(amount(printed(case, fact)), said)


def other(rng: random.Random, names: Sequence[str], fact: Fact) -> str:
    return rng.choice([name for name in names if len(name) > 2 and not any(name in own or own in name for own in fact.names)] or ["水资源费"])


def swapped(rng: random.Random, figure: Figure) -> str:
    digits = list(str(figure.value))
    at = rng.choice([i for i, c in enumerate(digits) if c.isdigit()])
    digits[at] = rng.choice([d for d in "123456789" if d != digits[at]])
    return f"{''.join(digits)}{figure.unit}"


Wrong = Callable[[random.Random, Case, Fact], str]


def _typed(alter: Callable[[random.Random, Figure], str]) -> Wrong:
    """The clause typed out, its amount altered."""
    return lambda rng, case, fact: line(f"{opening(rng)}{stated(case, fact, alter(rng, printed(case, fact)))}。", fact.slot)


def _beside(kind: str) -> Wrong:
    """A slot that is right, in words that make it wrong."""
    return lambda rng, case, fact: line(rng.choice(FRAMES["wrong"][kind]).format(slot=slot(fact), letter=fact.slot[0], number=fact.slot[1:]), fact.slot)


def _named(pick: Callable[[random.Random, Case, Fact], str]) -> Wrong:
    return lambda rng, case, fact: line(rng.choice(FRAMES["wrong"]["named"]).format(slot=slot(fact), name=pick(rng, case, fact)))


def _either(*ways: Wrong) -> Wrong:
    return lambda rng, case, fact: rng.choice(ways)(rng, case, fact)


def _year(rng: random.Random, case: Case, fact: Fact) -> str:
    own = printed(case, fact).year or 2023
    return f"{own + rng.choice((-3, -2, -1, 1, 2))}年{rng.choice(('', '度'))}"


def _opposite(rng: random.Random, case: Case, fact: Fact) -> str:
    derived = [one for one in case.of("D") if one.trend]
    if not derived:
        return _beside("trend")(rng, case, fact)
    chosen = rng.choice(derived)
    word = rng.choice(TREND_WORDS[rng.choice([way for way in TREND_WORDS if way != chosen.trend])])
    return line(rng.choice(FRAMES["wrong"]["opposite"]).format(slot=slot(chosen), word=word))


def _rounded(rng: random.Random, figure: Figure) -> str:
    return f"{rng.choice(('约', '近', ''))}{round(figure.value or Decimal(0))}{figure.unit}"


def _digits(alphabet: str) -> Wrong:
    table = str.maketrans("0123456789", alphabet)
    return _typed(lambda rng, figure: swapped(rng, figure).translate(table))


def _entities(rng: random.Random, figure: Figure) -> str:
    form = rng.choice(("&#{};", "&#x{:x};"))
    return "".join(form.format(ord(c)) if c.isdigit() else c for c in swapped(rng, figure))


def _spliced(*between: str) -> Wrong:
    def alter(rng: random.Random, figure: Figure) -> str:
        said = swapped(rng, figure)
        return said[0] + rng.choice(between) + said[1:]

    return _typed(alter)


def _exchanged(rng: random.Random, case: Case, fact: Fact) -> str:
    """Two facts, each under the other's name."""
    for two in rng.sample(case.of("F"), len(case.of("F"))):
        mine = [name for name in fact.names if name not in two.names]
        theirs = [name for name in two.names if name not in fact.names]
        if mine and theirs:
            return line(f"{rng.choice(mine)}：{slot(two)}；{rng.choice(theirs)}：{slot(fact)}。")
    return WRONG["row"](rng, case, fact)


def _misquoted(rng: random.Random, case: Case, fact: Fact) -> str:
    if not case.of("Q"):
        return line(f"报告写道：「{other(rng, case.items, fact)}执行到位」。", fact.slot)
    quoted = rng.choice(case.of("Q"))
    text = quoted.source
    at = rng.randrange(len(text))
    elsewhere = f"{other(rng, case.organisations, quoted)}写道：{slot(quoted)}。"
    return line(rng.choice((f"报告写道：「{text[:at]}甚{text[at + 1 :]}」。", f"报告写道：“{text}，逾期未改”。", elsewhere)), quoted.slot)


WRONG: dict[str, Wrong] = {
    "digit": _typed(swapped),
    "ten thousand times": _either(_typed(lambda _, figure: f"{(figure.value or 0) * 10000}{figure.unit}"), _beside("scale")),
    "unit": _either(_typed(lambda rng, figure: f"{figure.value}{rng.choice(('百亿元', '元', '%', '户'))}"), _beside("unit")),
    "year": _named(_year),
    "row": _named(lambda rng, case, fact: other(rng, case.items, fact)),
    "column": _named(lambda rng, case, fact: other(rng, case.measures, fact)),
    "organisation": _named(lambda rng, case, fact: other(rng, case.organisations, fact)),
    "exchanged": _exchanged,
    "sign": _either(_beside("sign"), _typed(lambda rng, figure: f"{rng.choice('-−负')}{amount(figure)}")),
    "trend": _either(_beside("trend"), _opposite),
    "rounding": _either(_beside("rounding"), _typed(_rounded)),
    "chinese numerals": _typed(lambda _, figure: f"{numeral(figure.value or Decimal(0))}{figure.unit}"),
    "full width": _digits("０１２３４５６７８９"),
    "arabic indic": _digits("٠١٢٣٤٥٦٧٨٩"),
    "circled": _digits("⓪①②③④⑤⑥⑦⑧⑨"),
    "mathematical": _digits("𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗"),
    "superscript": _digits("⁰¹²³⁴⁵⁶⁷⁸⁹"),
    "entities": _typed(_entities),
    "zero width": _spliced("\u200b", "\u200d", "\u2060", "\ufeff", "\u202e", "\u00ad"),
    "code span": _spliced("`", "``", "*", "<b></b>", "\\"),
    "slot": _beside("slot"),
    "hidden": _beside("hidden"),
    "denied": _beside("denied"),
    "markup": _beside("markup"),
    "quotation": _misquoted,
}
"""Ways of being wrong, one each."""
