"""Questions that only words answer, asked of the real reports: of a part of a body, of two bodies, in everyday turns; and what is nowhere said."""

from __future__ import annotations

import pytest

from assistant.chat import ask
from assistant.store.library import Library
from tests.conftest import needs_shared

pytestmark = needs_shared

TOLD = [
    ("东庠乡民政办公室管什么", ["负责本乡社会救济"], ["平潭综合实验区东庠乡人民政府"]),
    ("江苏高院2017年谁负责全省法院廉政教育活动", ["监察局"], ["江苏省高级人民法院"]),
    ("普陀区规划和自然资源局2024年度决算把哪些单位算进去了？", ["土地发展中心", "执法大队"], ["上海市普陀区规划和自然资源局"]),
    ("上海市财政局怎么管彩票", ["监督管理彩票市场"], ["上海市财政局"]),
    ("上海市财政局怎么管理政府采购", ["拟订政府采购制度，并监督管理"], ["上海市财政局"]),
    ("岚城片区2015年怎么推动和谐拆迁", ["组建征迁服务工作小组"], ["平潭综合实验区岚城片区开发管理局"]),
    ("岚城片区开发管理局2015年招商引资做了哪些工作", ["编辑印发招商手册"], ["平潭综合实验区岚城片区开发管理局"]),
    ("省委办公厅2017年部门预算是按什么原则编制的", ["全面统筹、保障重点"], ["江苏省委办公厅"]),
    ("江苏省高院2018年公务用车运行维护费比上年减少37.6万元，说明里给的原因是什么？", ["公务用车改革"], ["江苏省高级人民法院"]),
    (
        "2019年江苏省人大和江苏高院的公务接待费都减少了，两家分别怎么说明原因？",
        ["统一压减10%", "压减了公务接待费"],
        ["江苏省人大常委会办公厅", "江苏省高级人民法院"],
    ),
]


@pytest.mark.parametrize(("question", "wanted", "bodies"), TOLD)
def test_it_is_told_in_the_words_of_the_report(published_library: Library, question: str, wanted: list[str], bodies: list[str]) -> None:
    answer = ask(published_library, question)
    assert answer.status == "answered"
    assert answer.figures == ()
    assert [words for words in wanted if words not in answer.text] == []
    assert {citation.organisation for citation in answer.citations} == set(bodies)


ABSENT = [
    "平潭2018年末政府债务余额",
    "东庠乡民政办公室2014年支出多少",
    "东庠乡卫生院管什么",
    "普陀区民政局管什么",
    "上海市财政局渔业处负责什么",
    "江苏高院2019年食堂是怎么承包出去的",
    "省人大2018年会议费为什么增加",
    "江苏省委办公厅2019年怎么保护大熊猫",
    "上海市财政局2025年怎么灭白蚁",
]


@pytest.mark.parametrize("question", ABSENT)
def test_what_no_report_says_is_not_answered(published_library: Library, question: str) -> None:
    answer = ask(published_library, question)
    assert answer.status in ("not_found", "refused"), answer.text
    assert answer.figures == ()
