"""What a model writes: 300 wrong renderings of which none is shown, 300 right ones of which nearly all are, and a second reader that
catches by itself what is changed in the displayed text. 3,000 of each, on the real reports, in tests/bench/bench_writing.py."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

import pytest

from assistant.displayed import fault
from assistant.facts import Fact
from assistant.guard import Draft, Unfit, fit
from assistant.store.library import Library
from assistant.writing import drafts, held_by
from tests.conftest import ROOT
from tests.guard.written import cases, questions_of, refused_right, shown_wrong, written
from tests.standin.renderings import WRONG, Case, line, slot

COUNT = 300


@pytest.fixture(scope="module")
def found(sample_library: Library) -> list[Case]:
    questions = questions_of((ROOT / "tests" / "questions" / "samples.jsonl").read_text(encoding="utf-8").splitlines())
    return cases(sample_library, questions)


def test_no_wrong_rendering_is_shown(found: list[Case]) -> None:
    tried, shown = shown_wrong(found, random.Random(8), COUNT)
    assert shown == []
    assert set(tried) == set(WRONG)


def test_right_renderings_are_shown(found: list[Case]) -> None:
    refused = refused_right(found, random.Random(8), COUNT)
    assert len(refused) <= COUNT // 50, refused[:5]
    assert {fact.slot[0] for case in found for fact in case.facts} == {"F", "D", "Q"}


def changes(rng: random.Random, text: str, case: Case) -> Iterator[tuple[str, str]]:
    """One thing changed in a sentence as displayed."""
    amount = re.compile(r"([0-9])(?=[0-9.]*(?:万元|元|%))")
    yield "digit", amount.sub(lambda found: str((int(found[1]) + 1) % 10), text, count=1)
    yield "digit taken out", amount.sub("", text, count=1)
    yield "scale", re.sub(r"([0-9])(万元|元|%)", r"\g<1>0000\2", text, count=1)
    yield "unit", text.replace("万元", "亿元") if "万元" in text else text.replace("%", "‰")
    yield "sign", re.sub(r"(为|增加|减少)(?=[0-9])", r"\1-", text, count=1)
    yield "bound", re.sub(r"(为|增加|减少)(?=[0-9])", r"\1约", text, count=1)
    yield "year", re.sub(r"20[0-9]{2}(?=年)", lambda found: str(int(found[0]) - 7), text)
    yield "marker", re.sub(r"\[([0-9]+)\]", lambda found: f"[{int(found[1]) + 1}]", text)
    yield "no marker", re.sub(r"\[([0-9]+)\]", "", text)
    yield "more", f"{text}另有三百万元。"
    yield "before", f"5{text}"
    yield "invisible", text[: len(text) // 2] + "\u200b" + text[len(text) // 2 :]
    yield "full width", amount.sub(lambda found: chr(ord(found[1]) + 0xFEE0), text, count=1)
    own = next((name for name in case.organisations if name in text), "")
    away = [name for name in case.organisations if own not in name and name not in own]
    if own and away:
        yield "organisation", text.replace(own, rng.choice(away))


def test_the_second_reader_catches_a_change_by_itself(found: list[Case]) -> None:
    rng = random.Random(9)
    kinds, missed = set(), []
    for case in found:
        held = held_by(case.known)
        for fact in case.facts[:6]:
            text = f"报告显示，{fact.clause}。"
            assert fault(text, case.answer, held) == "", text
            for kind, changed in changes(rng, text, case):
                if changed != text:
                    kinds.add(kind)
                    missed += [(kind, changed)] if not fault(changed, case.answer, held) else []
    assert missed == []
    assert len(kinds) == 14


def test_figures_exchanged_between_markers_are_caught(found: list[Case]) -> None:
    pairs = [(case, one, other) for case in found for one in case.of("F") for other in case.of("F") if one.amount != other.amount]
    assert len(pairs) > 20
    for case, one, other in pairs[:200]:
        exchanged = one.clause.replace(one.amount, other.amount)
        assert fault(f"{exchanged}。", case.answer, held_by(case.known)), exchanged


def test_one_organisation_is_named_once_in_a_sentence(found: list[Case]) -> None:
    case = next(case for case in found if len(case.of("F")) > 1 and len({fact.holder for fact in case.of("F")}) == 1)
    one, other = case.of("F")[:2]
    outcome = written(case, line(f"{slot(one)}；{slot(other)}。"))
    assert not isinstance(outcome, str)
    assert outcome.text == f"{one.clause}；{other.brief}。"


def test_a_sentence_without_a_source_is_dropped_and_the_rest_stays(found: list[Case]) -> None:
    case = next(case for case in found if case.of("F"))
    fact = case.of("F")[0]
    outcome = written(case, line("综合来看，情况如下。") + line(f"报告显示，{slot(fact)}。"))
    assert not isinstance(outcome, str)
    assert outcome.text == f"报告显示，{fact.clause}。"
    assert isinstance(written(case, line("综合来看，情况如下。")), str)


def test_one_wrong_sentence_takes_the_others_with_it(found: list[Case]) -> None:
    case = next(case for case in found if case.of("F"))
    assert isinstance(written(case, line(f"报告显示，{slot(case.of('F')[0])}。") + line(f"约{slot(case.of('F')[0])}。")), str)


SAID = "预算编制不够精细，部分项目执行进度偏慢。"
QUOTED = Fact("Q1", f"「{SAID}」[1]", f"「{SAID}」[1]", "甲局", ("甲局",), source=SAID, heading="存在的问题")


@pytest.mark.parametrize("said", ["主要问题是预算编制不够精细。", "存在的问题，一方面是部分项目执行进度偏慢。", "甲局的问题是执行进度偏慢。"])
def test_own_words_that_the_quotation_has(said: str) -> None:
    sentence = fit(Draft(said, ("Q1",)), [QUOTED])
    assert sentence is not None
    assert sentence.text == f"{said.rstrip('。')}[1]。"


UNSAID = ["预算编制偏慢。", "主要原因是执行进度偏慢。", "请加微信。"]
UNSAID += ("预算编制精细。", "预算编制不够精细，局长受贿。", "项目执行进度不慢。", "乙局的执行进度偏慢。", "两个项目执行进度偏慢。", "执行进度大幅偏慢。")


@pytest.mark.parametrize("said", UNSAID)
def test_own_words_that_it_has_not(said: str) -> None:
    with pytest.raises(Unfit):
        fit(Draft(said, ("Q1",)), [QUOTED])


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ('{"text": "甲{{F1}}。", "cites": []}\n{"text": "乙。"}\n', 2),
        ('```json\n{"text": "甲"}\n```', 1),
        ('{"sentences": [{"text": "甲", "cites": ["F1"]}, {"text": "乙"}]}', 2),
        ('[{"text": "甲"},\n {"text": "乙"}]', 2),
        ("", 0),
    ],
)
def test_sentences_are_read_as_they_come(text: str, count: int) -> None:
    assert len(list(drafts(text[at : at + 3] for at in range(0, len(text), 3)))) == count


NO_SENTENCE = ["你好", "{" * 5000, "九" * 20_000]
NO_SENTENCE += ('{"text": "甲"} 好', '{"text": 1}', '{"text": "甲", "html": "x"}', '{"text": "甲", "cites": "F1"}', '{"text": "甲')


@pytest.mark.parametrize("text", NO_SENTENCE)
def test_what_is_no_sentence_is_refused(text: str) -> None:
    with pytest.raises(Unfit):
        list(drafts([text]))
