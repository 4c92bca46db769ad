"""The change on the year before: only where one and the same figure is printed for it; a chart only where it tells the truth."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from assistant import export
from assistant.charted import MOST_LINES, chart
from assistant.chat import ask
from assistant.dialogue import Asked
from assistant.following import following
from assistant.model import Feedback, Figure
from assistant.sighting import earlier
from assistant.store.library import Library
from assistant.word import to_docx
from assistant.yearly import change
from tests.assistant.samples import figure
from tests.assistant.small import small_library

WATER, PARKS = "青川市水利服务中心", "青川市园林服务中心"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with small_library(tmp_path_factory.mktemp("yearly")) as made:
        yield made


def printed(library: Library, item: str, measure: str, year: int = 2023, report_year: int = 2023) -> Figure:
    (found,) = (f for f in library.figures() if (f.organisation, f.item, f.measure, f.year, f.report_year) == (WATER, item, measure, year, report_year))
    return found


def test_the_year_before_is_the_same_item_and_measure(library: Library) -> None:
    found = change(printed(library, "三公经费", "决算数"), library.figures())
    assert found is not None
    assert (found.before.value, found.amount.value, found.rate.value if found.rate else None) == (Decimal("7.10"), Decimal("-0.70"), Decimal("-9.86"))
    budget = change(printed(library, "项目支出", "预算数"), library.figures())
    assert budget is not None
    assert (budget.before.value, budget.before.measure) == (Decimal("420.00"), "预算数")


def test_no_change_without_one_plain_number_before(library: Library) -> None:
    assert change(printed(library, "三公经费", "决算数", 2021, 2022), library.figures()) is None
    assert change(printed(library, "培训费", "决算数"), library.figures()) is None, "the year before is blank"
    assert change(printed(library, "会议费", "决算数"), library.figures()) is None, "this year is a dash"


@pytest.mark.parametrize(
    "changed",
    [
        {"value": Decimal("7.20"), "text": "7.20", "quote": "7.20"}, {"facets": ("项目支出",)}, {"subject": "甲项目"}, {"path": ("其他", "三公经费")},
        {"organisation": PARKS}, {"scope": ("另一张表",)},
    ],
)  # fmt: skip
def test_another_table_body_column_or_a_second_value_is_not_the_same_figure(library: Library, changed: dict[str, object]) -> None:
    now, before = printed(library, "三公经费", "决算数"), printed(library, "三公经费", "决算数", 2022, 2022)
    other = replace(before, id="r0/t9#r1c1", **changed)  # type: ignore[arg-type]
    assert change(now, [now, before]) is not None
    found = change(now, [now, before, other]) if "value" in changed else change(now, [now, other])
    assert found is None


def test_numbers_in_table_names_may_differ_between_years(library: Library) -> None:
    now, before = printed(library, "三公经费", "决算数"), printed(library, "三公经费", "决算数", 2022, 2022)
    named = [replace(now, scope=("公开表九", "2023年三公经费表")), replace(before, scope=("公开09表", "2022年三公经费表"))]
    assert change(named[0], named) is not None


def test_a_line_has_gaps_where_the_library_has_nothing() -> None:
    found = chart([figure("3", 2019), figure("5", 2021), figure("4", 2022)])
    assert found is not None
    assert (found.kind, found.unit) == ("line", "万元")
    assert [(point.year, point.value) for point in found.points] == [("2019", 3), ("2020", None), ("2021", 5), ("2022", 4)]


def test_bars_keep_the_order_of_the_answer_and_one_unit() -> None:
    bodies = [replace(figure("200000", 2023, unit="元"), organisation="甲"), replace(figure("30"), organisation="乙")]
    found = chart(bodies)
    assert found is not None
    assert (found.kind, found.unit) == ("bar", "万元")
    assert [(point.name, point.value, point.said) for point in found.points] == [("甲", 20, "200000 元"), ("乙", 30, "30 万元")]


def test_what_is_ranked_over_years_is_drawn_as_bars_in_its_order() -> None:
    over = [figure("5", 2021), figure("4", 2022), figure("3", 2019)]
    found = chart(over, ranked=True)
    assert found is not None
    assert (found.kind, [point.said for point in found.points]) == ("bar", ["5 万元", "4 万元", "3 万元"])
    assert [point.name.rpartition("（")[2] for point in found.points] == ["2021年）", "2022年）", "2019年）"]
    many = [replace(figure(str(number), 2022 + number % 2), organisation=f"单位{number // 2}") for number in range(2 * (MOST_LINES + 1))]
    assert (found := chart(many)) is not None
    assert found.kind == "bar", "too many names for lines"


def test_what_cannot_be_compared_is_not_drawn() -> None:
    assert chart([figure()]) is None
    assert chart([figure(), figure("3", unit="人")]) is None
    assert chart([figure("3"), figure("4")]) is None, "two values for one place"


def test_follow_ups_are_answered_by_this_library_and_say_something_new(library: Library) -> None:
    answer = ask(library, f"{WATER}2023年三公经费决算数是多少？")
    found = following(library, answer)
    assert found
    assert answer.question not in found
    assert {ask(library, question).status for question in found} == {"answered"}
    assert found[0] not in following(library, answer, [Asked(found[0])])
    assert following(library, ask(library, "天气怎么样")) == []


def test_a_filter_of_an_earlier_question_is_remembered(library: Library) -> None:
    asked = Asked("三公经费决算数是多少", PARKS, 2023)
    answer = ask(library, "项目支出呢", history=[asked])
    assert [(f.organisation, str(f.value)) for f in answer.figures] == [(PARKS, "80.20")]
    kept = ask(library, "三公经费决算数是多少", history=[f"{WATER}2022年项目支出决算是多少"], organisation=PARKS, year=2022)
    assert {(f.organisation, f.year) for f in kept.figures} <= {(PARKS, 2022)}


def test_the_year_before_goes_into_the_export_with_a_footnote_of_its_own(library: Library) -> None:
    answer = ask(library, f"{WATER}2023年三公经费决算数是多少？")
    before = earlier(library, answer)
    assert before is not None
    mark = before.citation.marker
    assert mark not in {citation.marker for citation in answer.citations}
    written = export.to_footnoted(answer, before)
    assert f"比上年减少 0\\.70 万元（9\\.86\\%）；2022年 7\\.10 万元[^{mark}]" in written
    (note,) = [line for line in written.split("\n") if line.startswith(f"[^{mark}]: ")]
    assert "「7\\.10」" in note
    assert f"[^{mark}]" not in export.to_footnoted(answer)
    with zipfile.ZipFile(io.BytesIO(to_docx(answer, before))) as archive:
        body, notes = (archive.read(f"word/{name}.xml").decode() for name in ("document", "footnotes"))
    assert "比上年减少 0.70 万元" in body
    assert "「7.10」" in notes


def test_a_computed_or_unanswered_question_has_no_year_before(library: Library) -> None:
    assert earlier(library, ask(library, f"{WATER}2023年三公经费比上年少了多少？")) is None
    assert earlier(library, ask(library, f"{WATER}2023年公务船只数是多少？")) is None


def test_remarks_are_kept_and_change_no_generation(library: Library) -> None:
    before = library.generation
    said = Feedback("bad", "年度不对", "问题", "回答", "answered", before, "2026-01-31")
    library.add_feedback(said)
    assert library.feedback() == [said]
    assert library.generation == before
    with pytest.raises(ValueError, match="without a question"):
        Feedback("good", "", " ", "", "answered", 1, "2026-01-31")
