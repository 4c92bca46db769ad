"""Gold question files -> scores, held against a stored baseline. The rule of each type is that of CONTRACT.md; answers are judged as JSON,
so that what is judged is what people get."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from assistant.errors import UnreadableFile, UsageError

Gold = Mapping[str, Any]
Json = Mapping[str, Any]

_MONEY = {"元": 0, "千元": 3, "万元": 4, "万": 4, "百万元": 6, "亿元": 8}
_ALIKE = {"％": "%", "百分点": "%", "个百分点": "%", "平方米": "㎡", "m2": "㎡", "名": "人", "批": "批次", "台": "辆", "部": "辆", "家": "个"}
_UNWRITTEN = frozenset({"", "分", "个", "件", "次", "人", "户", "批次", "辆", "项", "条"})
"""Counts and scores are often printed without their unit: these agree with no unit at all."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One gold question judged. `wrong_figure`: it was answered with a figure, and with a wrong one: the worst that can happen."""

    id: str
    type: str
    question: str
    right: bool
    wrong_figure: bool
    status: str
    text: str


def load_gold(path: Path) -> list[dict[str, Any]]:
    """The questions of a gold file, one JSON object a line. Raises UsageError naming the line that is none."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise UnreadableFile(f"{path}：读不出文件（{error.strerror}）", "请检查路径") from error
    return [_record(path, number, line) for number, line in enumerate(lines, 1) if line.strip()]


def _record(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        raise UsageError(f"{path.name} 第{number}行不是 JSON（{error.msg}）", "每行应是一个带 id 和 question 的对象") from error
    if not isinstance(record, dict) or not {"id", "question"} <= record.keys():
        raise UsageError(f"{path.name} 第{number}行缺少 id 或 question", "每行应是一个带 id 和 question 的对象")
    return record


def judge(gold: Gold, answer: Json) -> Verdict:
    """Judge one answer (the JSON of CONTRACT.md) by the rule of its question's type."""
    right = RULES.get(gold.get("type", ""), _never)(gold, answer)
    shown = _main(answer)
    near = any(_agree(wanted, figure, _computed(gold)) for wanted in _accepted(gold) for figure in answer.get("figures") or [])
    wrong = not right and gold.get("type") in ("figure", "derived", "followup", "not_found") and answer.get("status") == "answered" and bool(shown) and not near
    return Verdict(gold["id"], gold.get("type", ""), gold["question"], right, wrong, str(answer.get("status")), str(answer.get("answer", "")))


def flat(value: object) -> str:
    """Text without white space and thousands commas.

    >>> flat("1,323.41 万元")
    '1323.41万元'
    """
    return re.sub(r"(?<=[0-9])[,，](?=[0-9]{3})", "", re.sub(r"\s+", "", str(value)))


def _amount(value: object, unit: object) -> tuple[str, Decimal] | None:
    """(kind of unit, value): money in 元, everything else in its own unit."""
    try:
        number = Decimal(str(value).replace(",", "").replace("，", "").replace("%", "").strip())
    except InvalidOperation:
        return None
    name = str(unit or "").strip()
    return ("元", number.scaleb(_MONEY[name])) if name in _MONEY else (_ALIKE.get(name, name), number)


def _agree(wanted: Json, got: Json, computed: bool = False) -> bool:
    """Printed values are equal after conversion; computed ones to the decimals that are wanted."""
    a, b = _amount(wanted.get("value"), wanted.get("unit")), _amount(got.get("value", ""), got.get("unit"))
    if a is None or b is None or not _alike(a[0], b[0]):
        return False
    if not computed:
        return a[1] == b[1]
    step = Decimal(1).scaleb(int(Decimal(str(wanted["value"]).replace(",", "")).as_tuple().exponent) + _MONEY.get(str(wanted.get("unit", "")), 0))
    return abs(a[1] - b[1]) <= step / 2


def _alike(a: str, b: str) -> bool:
    return a == b or (a == "" and b in _UNWRITTEN) or (b == "" and a in _UNWRITTEN)


_SHORT = (
    ("中国共产党", ""), ("中共", ""), ("中国人民政治协商会议", "政协"), ("人民代表大会", "人大"), ("常务委员会", "常委会"),
    ("人大常委会", "人大"), ("委员会", "委"), ("人民检察院", "检察院"), ("高级人民法院", "高院"),
    ("人民政府", ""), ("上海市普陀区", "普陀区"), ("江苏省", "省"),
)  # fmt: skip


def _same_organisation(a: object, b: object) -> bool:
    one, other = _short(a), _short(b)
    return bool(one) and bool(other) and (one in other or other in one)


def _short(name: object) -> str:
    short = flat(name)
    for long, brief in _SHORT:
        short = short.replace(long, brief)
    return short


def _accepted(gold: Gold) -> list[Json]:
    also = gold.get("also_accept") or []
    return [*gold.get("figures", []), *(entry for entry in also if isinstance(entry, dict))]


def _main(answer: Json) -> list[Json]:
    figures = answer.get("figures") or []
    return [f for f in figures if f.get("role") in ("answer", "result")] or [f for f in figures if f.get("role") != "operand"]


def _computed(gold: Gold) -> bool:
    return bool(gold.get("formula")) or gold.get("type") == "derived" or bool(gold.get("computed"))


def _says(gold: Gold, answer: Json) -> bool:
    said = flat(answer.get("answer", ""))
    return all(flat(part) in said for part in gold.get("answer_contains", []))


def _quotes(gold: Gold, answer: Json) -> bool:
    quoted = flat(" ".join(f"{c.get('quote', '')}{c.get('where', '')}" for c in answer.get("citations") or []))
    said = flat(answer.get("answer", ""))
    return all(flat(part) in quoted or flat(part) in said for part in gold.get("quote_contains", []))


def _never(gold: Gold, answer: Json) -> bool:  # noqa: ARG001
    return False


def _one_figure(gold: Gold, answer: Json) -> bool:
    first = _main(answer)[:1]
    agreed = any(_agree(wanted, figure, _computed(gold)) for figure in first for wanted in _accepted(gold))
    return answer.get("status") == "answered" and agreed and _says(gold, answer)


def _is_wanted(wanted: Json, figure: Json, computed: bool) -> bool:
    if wanted.get("organization") and not _same_organisation(wanted["organization"], figure.get("organisation", "")):
        return False
    return _agree(wanted, figure, computed) and (not wanted.get("year") or str(wanted["year"]) == str(figure.get("year")))


def _many_figures(gold: Gold, answer: Json) -> bool:
    figures: Sequence[Json] = answer.get("figures") or []
    wanted = gold.get("figures", [])
    right = all(any(_is_wanted(w, f, _computed(gold)) for f in figures) for w in wanted) and _says(gold, answer)
    if right and gold.get("total"):
        total = gold["total"] if isinstance(gold["total"], dict) else gold["total"][0]
        right = any(_agree(total, figure, computed=True) for figure in figures)
    return right


def _in_order(gold: Gold, answer: Json) -> bool:
    figures: Sequence[Json] = answer.get("figures") or []
    places = [next((i for i, f in enumerate(figures) if _agree(w, f)), len(figures)) for w in gold.get("figures", [])]
    return _many_figures(gold, answer) and places == sorted(places)


def _passages(gold: Gold, answer: Json) -> bool:
    cited = answer.get("citations") or []
    named = all(any(_same_organisation(name, c.get("organisation", "")) for c in cited) for name in gold.get("organizations", []))
    return answer.get("status") == "answered" and _says(gold, answer) and _quotes(gold, answer) and named


def _absent(gold: Gold, answer: Json) -> bool:  # noqa: ARG001
    return answer.get("status") in ("not_found", "refused") and not answer.get("figures")


def _blank(gold: Gold, answer: Json) -> bool:
    said = flat(answer.get("answer", ""))
    told = answer.get("status") == "blank" or any(flat(part) in said for part in gold.get("answer_contains_any", []))
    return told and not answer.get("figures")


def _ambiguous(gold: Gold, answer: Json) -> bool:
    wanted = [c for c in map(_candidate, gold.get("candidates", [])) if c]
    shown = [f for key in ("figures", "related", "candidates") for f in answer.get(key) or [] if isinstance(f, dict)]
    return answer.get("status") == "ambiguous" or (len(wanted) > 1 and all(any(_agree(w, f) for f in shown) for w in wanted))


def _candidate(candidate: object) -> Json | None:
    if isinstance(candidate, dict):
        return candidate if "value" in candidate else None
    found = re.search(r"([0-9.]+)(万元|元|亿元|件|人|%)", str(candidate))
    return {"value": found.group(1), "unit": found.group(2)} if found else None


def _both_shown(gold: Gold, answer: Json) -> bool:
    shown = flat(answer.get("answer", "")) + flat(json.dumps([answer.get("conflicts"), answer.get("figures")], ensure_ascii=False))
    return answer.get("status") == "answered" and all(flat(part) in shown for part in gold.get("answer_contains", []))


def _hidden(gold: Gold, answer: Json) -> bool:
    whole = flat(json.dumps(answer, ensure_ascii=False))
    return all(flat(part) not in whole for part in [*gold.get("answer_excludes", []), *gold.get("quote_excludes", [])])


RULES: dict[str, Callable[[Gold, Json], bool]] = {
    "figure": _one_figure,
    "derived": _one_figure,
    "followup": _one_figure,
    "figures": _many_figures,
    "compare": _many_figures,
    "filter": _many_figures,
    "total": _many_figures,
    "rank": _in_order,
    "passage": _passages,
    "wording": _passages,
    "not_found": _absent,
    "blank": _blank,
    "ambiguous": _ambiguous,
    "discrepancy": _both_shown,
    "privacy": _hidden,
}


@dataclass(frozen=True, slots=True)
class Score:
    """What a gold file came to: (right, all) by type, in the order of the file, and the verdicts."""

    by_type: dict[str, tuple[int, int]]
    verdicts: tuple[Verdict, ...]

    @property
    def share(self) -> float:
        """Right answers over questions; 0 where there is no question."""
        return sum(v.right for v in self.verdicts) / max(1, len(self.verdicts))

    @property
    def wrong_figures(self) -> int:
        """Questions answered with a wrong figure."""
        return sum(v.wrong_figure for v in self.verdicts)


def score(verdicts: Iterable[Verdict]) -> Score:
    """Count verdicts by type."""
    kept = tuple(verdicts)
    kinds = dict.fromkeys(v.type for v in kept)
    return Score({kind: (sum(v.right for v in kept if v.type == kind), sum(v.type == kind for v in kept)) for kind in kinds}, kept)
