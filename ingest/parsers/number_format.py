"""A stored number -> the characters a spreadsheet shows, by its number format (ECMA-376 18.8.31). Decimal all the way: no float.

The stored 0.99409999999999998 under `0.00%` is shown, and therefore printed and quoted, as 99.41%.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from ingest.parsers.date_format import shown_date

EXACT = Context(prec=60, rounding=ROUND_HALF_UP)
STORED_DIGITS = 15
"""A spreadsheet shows at most so many digits of what it stores; the rest is noise of the binary fraction."""

MAX_PLACES = 30
"""A format with more decimal places than this is damaged."""

GENERAL_WIDTH = 10
"""`General` shows at most so many digits of a number with a fraction; whole numbers are shown whole."""

BUILTIN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: '"¥"#,##0;-"¥"#,##0', 6: '"¥"#,##0;-"¥"#,##0', 7: '"¥"#,##0.00;-"¥"#,##0.00',
    8: '"¥"#,##0.00;-"¥"#,##0.00', 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm",
    17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"',
    29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: 'AM/PMh"时"mm"分"',
    35: 'AM/PMh"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"', 37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00",
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', 42: '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', 44: '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ', 45: "mm:ss",
    46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@", 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"',
    55: 'AM/PMh"时"mm"分"', 56: 'AM/PMh"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
"""What the numbered formats that files do not spell out mean in a Chinese edition."""

_TOKEN = re.compile(
    r'"(?P<literal>[^"]*)"?|[\\!](?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]|(?P<ampm>AM/PM|A/P|上午/下午)|(?P<general>General|G/通用格式)'
    r"|(?P<date>[yYmMdDhHsSeEbB]+)|(?P<digits>[0#?]+)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[0-9]+(?:\.[0-9]+)?)")
_GROUPS = re.compile(r"(?<=[0-9])(?=(?:[0-9]{3})+$)")
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of a format: `kind` is text, digits, date, elapsed, ampm, general, or the sign itself (. , % / E @)."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """One of the up to four parts of a format, with the condition under which it holds ('' for none)."""

    tokens: tuple[Token, ...]
    sign: str = ""
    bound: Decimal = Decimal(0)

    @property
    def is_date(self) -> bool:
        """Whether it shows a date or a time."""
        return any(token.kind in ("date", "elapsed") for token in self.tokens)


def shown(value: Decimal, code: str, *, base_1904: bool = False) -> str:
    """The value as the format shows it. A format that makes no sense shows the value as `General` does.

    >>> [shown(Decimal(v), f) for v, f in (("0.9941", "0.00%"), ("1323.4100000000001", "#,##0.00"), ("45292", 'yyyy"年"m"月"'), ("-5", "0;(0)"))]
    ['99.41%', '1,323.41', '2024年1月', '(5)']
    """
    value = stored(value)
    sections = parsed(code)
    section, magnitude = chosen(sections, value)
    if any(token.kind == "general" for token in section.tokens) or not section.tokens:
        if not section.tokens and code.strip():
            return ""
        return "".join(general(magnitude) if t.kind == "general" else t.text for t in section.tokens if t.kind in ("general", "text")) or general(value)
    if section.is_date:
        return shown_date(value, [(t.kind, t.text) for t in section.tokens], base_1904=base_1904) or general(value)
    if not any(token.kind in ("digits", "@") for token in section.tokens):
        return "".join(t.text for t in section.tokens if t.kind in ("text", "%")).strip()
    return _number(magnitude, section.tokens).strip()


def shown_text(text: str, code: str) -> str:
    """A text under a format: its fourth part (or `@` alone) may put letters around it.

    >>> shown_text("合计", '0;0;0;"："@'), shown_text("合计", "0.00"), shown_text("合计", "_ @_ ")
    ('：合计', '合计', '合计')
    """
    for section in parsed(code):
        if any(token.kind == "@" for token in section.tokens):
            return "".join(text if token.kind == "@" else token.text for token in section.tokens if token.kind in ("@", "text"))
    return text


def stored(value: Decimal) -> Decimal:
    """Without the noise behind the digits that a spreadsheet keeps.

    >>> stored(Decimal("0.97329999999999999"))
    Decimal('0.973300000000000')
    """
    if not value or len(value.as_tuple().digits) <= STORED_DIGITS:
        return value
    return value.quantize(Decimal(1).scaleb(value.adjusted() - STORED_DIGITS + 1), context=EXACT)


def general(value: Decimal) -> str:
    """A number under `General`: no zeros at the end of a fraction, at most GENERAL_WIDTH digits of a number with a fraction.

    >>> [general(Decimal(v)) for v in ("0.333333333333333", "123456789012", "12.50", "0", "1E+2", "-1234.5678", "0.00000012345")]
    ['0.333333333', '123456789012', '12.5', '0', '100', '-1234.5678', '0.00000012345']
    """
    places = max(0, GENERAL_WIDTH - 1 - max(0, value.adjusted()))
    if value != value.to_integral_value() and abs(value) >= Decimal("0.0001"):
        value = value.quantize(Decimal(1).scaleb(-places), context=EXACT)
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


@lru_cache(maxsize=512)
def parsed(code: str) -> tuple[Section, ...]:
    """A format as its sections."""
    sections: list[list[Token]] = [[]]
    conditions: list[tuple[str, Decimal]] = [("", Decimal(0))]
    for match in _TOKEN.finditer(code[:500]):
        kind, text = match.lastgroup, match.group(match.lastgroup or 0)
        if kind == "other" and text == ";":
            sections.append([])
            conditions.append(("", Decimal(0)))
        elif kind == "bracket" and (condition := _CONDITION.fullmatch(text)):
            conditions[-1] = condition.group(1), Decimal(condition.group(2))
        elif kind is not None and (token := _token(kind, text)) is not None:
            sections[-1].append(token)
    return tuple(Section(tuple(tokens), *condition) for tokens, condition in zip(sections, conditions, strict=True))


def _token(kind: str, text: str) -> Token | None:
    if kind == "bracket":
        if _ELAPSED.fullmatch(text):
            return Token("elapsed", text.lower())
        return Token("text", text[1:].partition("-")[0]) if text.startswith("$") else None
    if kind in ("literal", "escaped"):
        return Token("text", text)
    if kind == "date" and text in ("E", "e", "B", "b", "BB", "bb"):
        return Token("E", text) if text in "Ee" else Token("text", "")
    if kind == "date" and text.lower().startswith("e"):
        return Token("date", text.lower())
    if kind in ("date", "digits", "ampm", "general"):
        return Token(kind, text.lower() if kind == "date" else text)
    return Token(text if text in ".,%/@" else "text", text)


def chosen(sections: Sequence[Section], value: Decimal) -> tuple[Section, Decimal]:
    """The section that shows this value, and the value it shows: without its sign where a section of its own says what is negative."""
    numeric = [s for i, s in enumerate(sections) if i < 3 and not (i == 3 or _only_text(s))] or [Section((Token("general", ""),))]
    if any(section.sign for section in numeric):
        for section in numeric:
            if not section.sign or _holds(value, section.sign, section.bound):
                return section, abs(value) if section.sign.startswith("<") and section.bound <= 0 else value
        return Section((Token("general", ""),)), value
    if value < 0 and len(numeric) > 1:
        return numeric[1], -value
    if not value and len(numeric) > 2:
        return numeric[2], value
    return numeric[0], value


def _only_text(section: Section) -> bool:
    kinds = {token.kind for token in section.tokens}
    return "@" in kinds and not kinds & {"digits", "date", "elapsed", "general"}


def _holds(value: Decimal, sign: str, bound: Decimal) -> bool:
    return {"<": value < bound, ">": value > bound, "=": value == bound, "<=": value <= bound, ">=": value >= bound, "<>": value != bound}[sign]


def _number(value: Decimal, tokens: Sequence[Token]) -> str:
    """A number through placeholders: percent, thousands, scaling commas, places, exponent; a fraction format is shown as a decimal."""
    kinds = [token.kind for token in tokens]
    if "@" in kinds and "digits" not in kinds:
        return "".join(general(value) if t.kind == "@" else t.text for t in tokens if t.kind in ("@", "text"))
    if "/" in kinds:
        return general(value)
    value = EXACT.scaleb(value, 2 * kinds.count("%"))
    if "E" in kinds:
        return _scientific(value, tokens)
    first = kinds.index("digits")
    last = max(i for i, kind in enumerate(kinds) if kind == "digits")
    point = next((i for i in range(first, last + 1) if kinds[i] == "."), kinds.index(".") if "." in kinds[:first] else last + 1)
    end = max((i + 1 for i in range(min(point, last + 1)) if kinds[i] == "digits"), default=first)
    scale = kinds[last + 1 :].count(",") + (kinds[end:point].count(",") if point < last else 0)
    head = "".join(t.text for t in tokens[:end] if t.kind == "digits")
    tail = "".join(t.text for t in tokens[point:] if t.kind == "digits")[:MAX_PLACES]
    whole, places, sign = _digits(EXACT.scaleb(value, -3 * scale), head, tail)
    if "," in kinds[first:end]:
        whole = _GROUPS.sub(",", whole)
    before = "".join(t.text for t in tokens[:first] if t.kind in ("text", "%"))
    after = "".join(t.text for t in tokens[last + 1 :] if t.kind in ("text", "%"))
    dot = "." if places or (point < last and "0" in tail) else ""
    return sign + before + _threaded(tokens[first:end], whole) + dot + places + after


def _threaded(tokens: Sequence[Token], whole: str) -> str:
    """The whole part through its placeholders, from the right, with the letters that stand between them (`0!.0,` shows tens of thousands)."""
    found: list[str] = []
    for token in reversed(tokens):
        if token.kind == "text":
            found.append(token.text)
        for _ in range(len(token.text) if token.kind == "digits" else 0):
            cut = len(whole) - (2 if whole[-2:-1] == "," else 1)
            found.append(whole[max(0, cut) :])
            whole = whole[: max(0, cut)]
    return whole + "".join(reversed(found))


def _digits(value: Decimal, head: str, tail: str) -> tuple[str, str, str]:
    """The whole digits, the places and the sign: as many places as `tail` has, those of # and ? dropped when they are zero,
    at least as many digits in front as `head` has zeros."""
    text = format(abs(value).quantize(Decimal(1).scaleb(-len(tail)), context=EXACT), "f")
    whole, _, places = text.partition(".")
    while places and tail[len(places) - 1] in "#?" and places.endswith("0"):
        places = places[:-1]
    whole = whole.lstrip("0").rjust(head.count("0"), "0")
    return whole, places, "-" if value < 0 and text.strip("0.") else ""


def _scientific(value: Decimal, tokens: Sequence[Token]) -> str:
    kinds = [token.kind for token in tokens]
    places = sum(len(t.text) for t in tokens[: kinds.index("E")] if t.kind == "digits") - 1
    mantissa, _, exponent = f"{value:.{max(0, min(places, MAX_PLACES))}E}".partition("E")
    return f"{mantissa}E{exponent[0]}{exponent[1:].rjust(2, '0')}"
