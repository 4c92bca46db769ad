"""Bodies whose names are mistyped, bodies that are not held beside some that are, and sums in which a part stands beside its whole."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.catalogue import Catalogue, catalogue_of
from assistant.chat import ask
from assistant.spelling import mistyped, respelt
from assistant.store.library import Library
from assistant.who import resolve
from tests.conftest import needs_shared


@pytest.mark.parametrize(
    ("typed", "name", "same"),
    [
        ("某市住房保证服务中心", "某市住房保障服务中心", True),
        ("某市住房保障服中心", "某市住房保障服务中心", True),
        ("某区规划自然资源局", "某区规划和自然资源局", True),
        ("某区民政局", "某区财政局", False),
        ("莫市住房保障服务中心", "某市住房保障服务中心", False),
        ("某区万星街道办事处", "某区万里街道办事处", False),
        ("某省中级人民法院", "某省高级人民法院", False),
        ("第十一中学", "某市第一中学", False),
        ("某市第二人民医院", "某市第一人民医院", False),
        ("某市住建局", "某市住房保障服务中心", False),
    ],
)
def test_one_character_may_be_wrong_where_it_tells_no_bodies_apart(typed: str, name: str, same: bool) -> None:
    assert mistyped(typed, name) is same


@needs_shared
def test_a_mistyped_body_is_said_and_assumed(published_library: Library) -> None:
    answer = ask(published_library, "普陀区规划自然资源局2024年三公经费决算")
    assert [figure.organisation for figure in answer.figures] == ["上海市普陀区规划和自然资源局"]
    assert "“普陀区规划自然资源局”按“普陀区规划和自然资源局”" in answer.text
    assert "organisation" in answer.interpretation.assumed


@needs_shared
@pytest.mark.parametrize("body", ["普陀区民政局", "普陀区万星街道", "普陀区法院"])
def test_other_bodies_of_a_place_do_not_stand_in(published_library: Library, body: str) -> None:
    """普陀区民政局 was answered with the one body of that district that has the item."""
    answer = ask(published_library, f"{body}2024年三公经费是多少")
    assert (answer.status, answer.reason, answer.figures) == ("not_found", "no_organisation", ())


@needs_shared
@pytest.mark.parametrize(
    ("question", "value", "part"),
    [
        ("江苏省高院2019年三公经费和公务接待费一共多少", "513.75", "公务接待费"),
        ("普陀区财政局2024年基本支出、人员经费、公用经费加起来多少", "2336.91", "公用经费"),
    ],
)
def test_a_part_is_not_added_to_its_whole(published_library: Library, question: str, value: str, part: str) -> None:
    answer = ask(published_library, question)
    assert [str(figure.value) for figure in answer.figures] == [value]
    assert "不重复相加" in answer.text
    assert part in {figure.item for figure in answer.related}


@needs_shared
def test_parts_beside_each_other_are_added(published_library: Library) -> None:
    answer = ask(published_library, "普陀区财政局2024年人员经费和公用经费加起来多少")
    assert [str(figure.value) for figure in answer.figures if figure.role == "result"] == ["2336.91"]


LEVELS = {
    "2019年省级单位三公经费预算谁最多": {"江苏省人大常委会办公厅", "江苏省高级人民法院", "江苏省委办公厅"},
    "江苏2018年培训费预算总共多少": {"江苏省人大常委会办公厅", "江苏省高级人民法院", "江苏省委办公厅"},
    "2025年区级部门公务接待费预算从多到少排一下": {"上海市普陀区人民政府办公室", "上海市普陀区人民政府万里街道办事处", "上海市普陀区财政局"},
    "2025年市直部门的公务接待费预算": {"上海市财政局"},
}


@pytest.mark.parametrize(("question", "bodies"), LEVELS.items())
def test_bodies_of_a_level_or_a_place_and_no_other_answer(published_library: Library, question: str, bodies: set[str]) -> None:
    answer = ask(published_library, question)
    assert answer.status == "answered"
    assert {figure.organisation for figure in answer.figures if figure.organisation} == bodies


TOLD = {
    "2018年省人大新增的立法研究所办公用房和老同志阅文室专项是多少钱": "280",
    "2019年江苏开省十三届人代会二次会议，准备了多少经费？": "1035.00",
    "江苏省高级法院2018年软件开发服务打算采购多少钱的": "622.00",
}


@needs_shared
@pytest.mark.parametrize(("question", "value"), TOLD.items())
def test_words_around_a_name_are_no_other_body(published_library: Library, question: str, value: str) -> None:
    assert [str(figure.value) for figure in ask(published_library, question).figures] == [value]


@needs_shared
@pytest.mark.parametrize("question", ["湖南省高院2018年会议费", "河北省委办公厅2018年会议费", "山东省2019年会议费"])
def test_another_province_is_never_answered_for(published_library: Library, question: str) -> None:
    answer = ask(published_library, question)
    assert (answer.status, answer.reason, answer.figures) == ("not_found", "no_organisation", ())


def test_a_level_that_no_body_is_of_is_said_to_be_missing(published_library: Library) -> None:
    catalogue = catalogue_of(published_library)
    districts = Catalogue(tuple(r for r in catalogue.reports if "区" in r.organisation), {}, tuple)
    assert resolve("区级单位三公经费", districts).unknown == ""
    assert resolve("省级单位三公经费", districts).unknown == "省级单位"


@needs_shared
@pytest.mark.parametrize(("item", "value"), [("人员经费", "22826756.00"), ("公用经费", "2294335.00")])
def test_the_total_of_a_column_is_the_item_that_another_year_prints_by_name(published_library: Library, item: str, value: str) -> None:
    answer = ask(published_library, f"普陀区财政局2025年{item}是多少")
    assert [str(figure.value) for figure in answer.figures] == [value]


@needs_shared
def test_an_alias_within_an_item_is_no_body(published_library: Library) -> None:
    catalogue = catalogue_of(published_library)
    short = replace(catalogue, aliases={**catalogue.aliases, "法院": frozenset({"江苏省高级人民法院"})})
    assert resolve("其他法院支出是多少", short).names == ()
    assert resolve("法院公务接待费是多少", short).names == ("江苏省高级人民法院",)


@needs_shared
def test_each_unit_of_one_body_is_not_the_body(published_library: Library) -> None:
    assert ask(published_library, "上海市财政局2025年各单位预算分别是多少").status == "not_found"
    bodies = {figure.organisation for figure in ask(published_library, "2018年江苏省省级各单位公务接待费预算分别是多少").figures}
    assert len(bodies) == 3


def test_a_number_in_a_name_is_never_put_right_by_its_sound() -> None:
    """十 sounds like 市: 第十一中学 was 市一中."""
    catalogue = Catalogue((), {"市一中": frozenset({"青川市第一中学"}), "青川市第一中学": frozenset({"青川市第一中学"})}, tuple)
    assert respelt("十一中2023年三公经费是多少", catalogue) is None
