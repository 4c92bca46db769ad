"""Outlines of real reports, misnumbered and inline headings, and the laws of the text that sections cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.model import Section
from ingest.blocks import Block, Heading, Paragraph, TableBlock
from ingest.markers import is_title, marker_at
from ingest.sections import CONTENTS, Outline, outline
from tests.conftest import PUBLISHED, YUEYANG, needs_shared
from tests.ingest import parsed

REPORT = "rabcdef0"

YUEYANG_OUTLINE = """
1 1、 基本情况
2 （一） 部门职能概述
2 （二） 机构设置
1 二、 一般公共预算支出情况
2 （一） 基本支出情况
2 （2） 项目支出情况
3 1、 专项资金具体落实、投入情况分析
3 2、 专项资金实际使用情况分析
3 3、 专项资金具体管理情况分析
1 三、 政府性基金预算支出情况
1 4、 国有资本经营预算支出情况
1 5、 社会保险基金预算支出情况
1 六、 部门整体支出绩效情况
2 （一） 2023年度重点工作计划
2 （二） 单位总支出情况的绩效分析
2 （三） 年度绩效目标完成情况分析
3 1、 业务产出方面
3 2、 成本控制方面
3 3、 社会效益方面
1 七、 存在的问题及原因分析
1 八、 下一步改进措施
1 9、 部门整体支出绩效自评结果拟应用和公开情况
1 附件1 2023年度部门整体支出绩效评价基础数据表
1 附件2 2023年度部门整体支出绩效自评表
1 附件3-1 2023年度项目支出绩效自评表
1 附件3-2 2023年度项目支出绩效自评表
1 附件3-3 2023年度项目支出绩效自评表
"""


def lines(sections: list[Section]) -> list[str]:
    return [f"{s.level} {s.number} {s.title}".replace("  ", " ") for s in sections]


def shape(*texts: str) -> Outline:
    return outline([Paragraph(text) for text in texts], REPORT)


@needs_shared
@pytest.mark.parametrize("ending", [".txt", ".docx", ".html"])
def test_the_misnumbered_report_has_its_true_outline_in_every_format(ending: str) -> None:
    path = next(path for path in YUEYANG.iterdir() if path.suffix == ending)
    found = [line.replace("附件 ", "附件").replace("2023 年度", "2023年度") for line in lines(parsed.shape(path).sections)]
    assert found == YUEYANG_OUTLINE.strip().split("\n")


@needs_shared
def test_headings_inside_the_retyped_lines() -> None:
    found = lines(parsed.shape(parsed.published("东庠乡")).sections)
    assert found == [
        "1 一、 部门主要职责",
        "1 二、 部门预算单位基本情况",
        "1 四、 2014年决算收支总体情况",
        "1 五、 公共财政拨款支出决算情况",
        "1 六、 政府性基金支出决算情况",
        "1 七、 “三公”经费公共财政拨款支出决算情况",
    ]
    assert [line for line in lines(parsed.shape(parsed.published("岚城")).sections) if line.startswith("2")] == [
        "2 （一） 项目建设方面",
        "2 （二） 房屋征迁",
        "2 （三） 招商引资",
        "2 （四） 资金调度方面",
        "2 （五） 抓干部队伍",
    ]


@needs_shared
def test_sections_go_on_over_the_paragraphs_of_a_retyped_report() -> None:
    found = lines(parsed.shape(parsed.published("关于2017年平潭")).sections)
    assert found[0] == "1 一、 全区（县）财政决算情况"
    assert "2 （五） 政府债务情况" in found
    assert found.index("1 二、 区（县）本级财政收支决算") < found.index("2 （一） 区（县）本级一般公共预算收支决算")


@needs_shared
@pytest.mark.parametrize("part", ["普陀区财政局2024", "高级人民法院2019", "江苏省委办公厅2018年度部门预算公开文件"])
def test_a_published_report_has_four_parts_and_its_contents_are_no_headings(part: str) -> None:
    sections = parsed.shape(parsed.published(part)).sections
    assert [s.number for s in sections if s.level == 1 and s.number] == ["第一部分", "第二部分", "第三部分", "第四部分"]
    assert sections[0].title == CONTENTS
    assert all(s.parent == "" for s in sections if s.level == 1)


@needs_shared
def test_unnumbered_page_titles_are_known_from_the_contents() -> None:
    sections = parsed.shape(parsed.published("万里街道办事处25年")).sections
    inside = {s.id: s.title for s in sections}
    held = [s.title for s in sections if inside.get(s.parent) == "其他相关情况说明"]
    assert held[:2] == ["2025年“三公”经费预算情况说明", "机关运行经费预算"]


def test_a_number_in_another_script_takes_the_level_whose_count_it_continues() -> None:
    headings = ("1、 基本情况", "二、收入情况", "（一）总体情况", "（2） 财政拨款情况", "3、 支出情况", "四、 其他说明")
    found = shape(*(line for heading in headings for line in (heading, "正文。")))
    assert lines(found.sections) == ["1 1、 基本情况", "1 二、 收入情况", "2 （一） 总体情况", "2 （2） 财政拨款情况", "1 3、 支出情况", "1 四、 其他说明"]


def test_a_numbered_sentence_is_a_list_item_and_counts_for_those_after_it() -> None:
    found = shape("三、工作情况", "1、加强管理，提高水平。", "2、完成了年度任务。", "3、 下一步打算", "正文。", "四、其他说明", "正文。")
    assert lines(found.sections) == ["1 三、 工作情况", "2 3、 下一步打算", "1 四、 其他说明"]


def test_a_list_of_announced_annexes_opens_no_section_and_the_annex_does() -> None:
    found = shape("一、总体情况", "正文。", "附件1：基础数据表", "附件2：自评表", "附件1", "2023年度基础数据表", "附件2", "2023年度自评表")
    assert lines(found.sections) == ["1 一、 总体情况", "1 附件1 2023年度基础数据表", "1 附件2 2023年度自评表"]


def test_a_heading_with_a_full_stop_before_its_text() -> None:
    text = "主要通过门户网站主动公开各类政府信息，全年公开政府信息一千余条，解读政策文件若干份，内容真实准确，更新及时。"
    found = shape("一、总体情况", "（一）主动公开情况。" + text)
    assert lines(found.sections) == ["1 一、 总体情况", "2 （一） 主动公开情况"]


def test_headings_of_the_format_are_kept_and_the_title_is_text() -> None:
    first: list[Block] = [Paragraph("某局2023年度部门决算"), Heading("部门概况", 1), Paragraph("一、主要职能"), Paragraph("正文。")]
    found = outline([*first, Heading("决算表", 1), Paragraph("正文。")], REPORT)
    assert lines(found.sections) == ["1 部门概况", "2 一、 主要职能", "1 决算表"]
    assert found.text.startswith("某局2023年度部门决算\n部门概况\n")
    assert found.placed[0][1] == ""


def test_a_table_stands_in_the_section_above_it() -> None:
    table = TableBlock(1, 1, ())
    found = outline([Paragraph("一、收入情况"), Paragraph("正文。"), table, Paragraph("二、支出情况"), Paragraph("正文。")], REPORT)
    assert [section for block, section, *_ in found.placed if block is table] == [f"{REPORT}/s1"]


@needs_shared
@pytest.mark.parametrize("folder", [PUBLISHED, YUEYANG])
def test_every_placed_block_is_its_slice_of_the_text(folder: object) -> None:
    for path in sorted(folder.iterdir()):  # type: ignore[attr-defined]
        if path.suffix == ".doc" or "扫描" in path.name:
            continue
        found = parsed.shape(path)
        known = {section.id for section in found.sections} | {""}
        for block, section, start, end in found.placed:
            assert section in known
            assert isinstance(block, TableBlock) or found.text[start:end] == block.text


WORDS = st.sampled_from(["基本情况", "收入情况说明", "完成了任务。", "支出1.5万元，占30%", "目录", "附件1", "", "　", "财政拨款收入合计"])
MARKS = st.sampled_from(["", "一、", "二、", "（一）", "（二）", "1、", "2.", "（1）", "第一部分 ", "第二章 ", "附件2 ", "①"])


@given(st.lists(st.tuples(MARKS, WORDS), max_size=20))
def test_any_run_of_lines_gives_a_tree_with_true_offsets(drawn: list[tuple[str, str]]) -> None:
    found = shape(*(mark + word for mark, word in drawn))
    levels = {section.id: section.level for section in found.sections}
    for section in found.sections:
        assert section.level == (levels[section.parent] + 1 if section.parent else 1)
    assert [found.text[start:end] for block, _, start, end in found.placed] == [block.text for block, *_ in found.placed if not isinstance(block, TableBlock)]
    assert "".join(found.text.split()) == "".join("".join(mark + word for mark, word in drawn).split())


@given(st.text(alphabet="一二三四、（）().．0129第部分章附件 情况", max_size=30))
def test_a_mark_ends_inside_the_text(text: str) -> None:
    marker = marker_at(text)
    assert marker is None or (0 < marker.end <= len(text) and marker.number >= 0)


@given(st.text(max_size=80))
def test_a_title_is_short_and_no_sentence(text: str) -> None:
    assert not is_title(text) or (len(text.strip()) <= 45 and "，" not in text.strip())
