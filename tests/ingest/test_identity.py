"""Whose report it is, of which year and which kind: on every real report, and on covers made up for the purpose."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.model import Cell, Report
from ingest.aliases import aliases, canonical, is_organisation, split_places
from ingest.blocks import Block, Paragraph, TableBlock
from ingest.identity import facts_of, identify, phase
from tests.conftest import PUBLISHED, needs_shared
from tests.ingest import parsed

SHA = hashlib.sha256(b"cover").hexdigest()

WANLI = "上海市普陀区人民政府万里街道办事处"
EXPECTED = {
    "东庠乡": ("平潭综合实验区东庠乡人民政府", 2014, "部门决算"),
    "岚城": ("平潭综合实验区岚城片区开发管理局", 2015, "部门决算"),
    "关于2017年平潭": ("平潭综合实验区财政金融局", 2017, "财政决算报告"),
    "万里街道办事处2023年": (WANLI, 2023, "部门预算"),
    "万里街道办事处24年": (WANLI, 2024, "部门预算"),
    "万里街道办事处25年": (WANLI, 2025, "部门预算"),
    "人民政府办公室25年": ("上海市普陀区人民政府办公室", 2025, "部门预算"),
    "人民政府办公室单位25年": ("上海市普陀区人民政府办公室", 2025, "单位预算"),
    "规划和自然资源局": ("上海市普陀区规划和自然资源局", 2024, "部门决算"),
    "普陀区财政局2024": ("上海市普陀区财政局", 2024, "部门决算"),
    "普陀区财政局部门25年": ("上海市普陀区财政局", 2025, "部门预算"),
    "上海市财政局2025": ("上海市财政局", 2025, "单位预算"),
    "江苏省人大办公厅2017": ("江苏省人大常委会办公厅", 2017, "部门预算"),
    "省人大办公厅2018": ("江苏省人大常委会办公厅", 2018, "部门预算"),
    "江苏省人大常委会2019": ("江苏省人大常委会办公厅", 2019, "部门预算"),
    "办公厅2019年部门预算公开表": ("江苏省人大常委会办公厅", 2019, "部门预算"),
    "江苏省委办公厅2017年部门预算": ("江苏省委办公厅", 2017, "部门预算"),
    "江苏省委办公厅2017年预算公开表格": ("江苏省委办公厅", 2017, "部门预算"),
    "江苏省委办公厅2018年度部门预算公开文件": ("江苏省委办公厅", 2018, "部门预算"),
    "江苏省委办公厅2018年度部门预算公开表": ("江苏省委办公厅", 2018, "部门预算"),
    "江苏省委办公厅2019年度部门预算公开文件": ("江苏省委办公厅", 2019, "部门预算"),
    "江苏省委办公厅2019年度部门预算公开表格": ("江苏省委办公厅", 2019, "部门预算"),
    "省法院2017": ("江苏省高级人民法院", 2017, "部门预算"),
    "省法院2018": ("江苏省高级人民法院", 2018, "部门预算"),
    "高级人民法院2019": ("江苏省高级人民法院", 2019, "部门预算"),
    "洪泽区人民政府2023": ("淮安市洪泽区人民政府", 2023, "政府信息公开工作年度报告"),
    "洪泽区人民政府2024": ("淮安市洪泽区人民政府", 2024, "政府信息公开工作年度报告"),
}


@needs_shared
@pytest.mark.parametrize("part", sorted(EXPECTED))
def test_every_published_report_is_known_from_its_text(part: str) -> None:
    report = parsed.report(parsed.published(part))
    assert (report.organisation, report.fiscal_year, report.kind) == EXPECTED[part]
    assert report.warnings == ()


@needs_shared
def test_no_published_report_is_left_out_of_the_list_above() -> None:
    named = {parsed.published(part) for part in EXPECTED}
    assert named == {path for path in PUBLISHED.iterdir() if path.suffix in (".pdf", ".txt")}


@needs_shared
def test_the_self_evaluation_report_with_its_date() -> None:
    report = parsed.report(parsed.YUEYANG_TXT)
    assert (report.organisation, report.fiscal_year, report.kind) == ("岳阳市住房保障服务中心", 2023, "部门整体支出绩效自评报告")
    assert report.published == "2024-06-25"
    assert report.title == "2023年度岳阳市住房保障服务中心整体支出绩效自评报告"
    assert {"市住房保障服务中心", "住房保障服务中心"} <= set(report.aliases)


@needs_shared
def test_date_and_address_of_a_page_saved_with_its_labels() -> None:
    report = parsed.report(parsed.published("东庠乡"))
    assert report.published == "2015-11-11"
    assert report.url.startswith("https://www.pingtan.gov.cn/")
    assert report.url.endswith(".htm")


def cover(*lines: str, name: str = "报告.pdf", table: tuple[tuple[str, ...], ...] = ()) -> Report:
    blocks: list[Block] = [Paragraph(line) for line in lines]
    if table:
        cells = tuple(Cell(r, c, text) for r, row in enumerate(table) for c, text in enumerate(row))
        blocks.append(TableBlock(len(table), len(table[0]), cells))
    return identify(blocks, Path(name), SHA)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("临江市清河区卫生健康局", "2022年度部门决算"), ("临江市清河区卫生健康局", 2022, "部门决算")),
        (("2022年度临江市清河区规划和自然", "资源局部门整体支出绩效", "自评报告"), ("临江市清河区规划和自然资源局", 2022, "部门整体支出绩效自评报告")),
        (("临江市清河区2026年区级部门预算", "预算主管部门：临江市清河区民政局"), ("临江市清河区民政局", 2026, "部门预算")),
        (("临江市2026年市级单位预算", "预算单位： 临江市第一中学"), ("临江市第一中学", 2026, "单位预算")),
        (("临江市审计局二〇二三年度部门决算公开",), ("临江市审计局", 2023, "部门决算")),
        (("— 1 —", "中共临江市委宣传部2021年度部门预算公开"), ("临江市委宣传部", 2021, "部门预算")),
        (("２０２４年度临江市图书馆项目支出绩效自评报告",), ("临江市图书馆", 2024, "项目支出绩效自评报告")),
        (("关于2023年度临江市清河区教育体育局部门决算公开的说明", "一、基本情况"), ("临江市清河区教育体育局", 2023, "部门决算")),
        (("临江市清河区财政局", "2022年度", "部门决算公开报告"), ("临江市清河区财政局", 2022, "部门决算")),
        (("项目支出绩效自评报告", "（2023年度）", "项目单位：临江市清河区综合行政执法局"), ("临江市清河区综合行政执法局", 2023, "项目支出绩效自评报告")),
        (("临江市水文站", "2021年度", "财务信息", "部门决算情况", "2023年8月"), ("临江市水文站", 2021, "部门决算")),
        (("临江市清河区人民政府古林镇", "2023年部门预算"), ("临江市清河区人民政府古林镇", 2023, "部门预算")),
        (("2023年度部门整体支出绩效自评报告", "单位名称：（盖章）临江市林业局"), ("临江市林业局", 2023, "部门整体支出绩效自评报告")),
        (("临江市清河区2023年度政府信息公开工作年度报告",), ("临江市清河区", 2023, "政府信息公开工作年度报告")),
    ],
)
def test_covers_of_other_bodies(lines: tuple[str, ...], expected: tuple[str, int, str]) -> None:
    report = cover(*lines)
    assert (report.organisation, report.fiscal_year, report.kind) == expected


def test_the_way_to_a_page_is_not_its_title() -> None:
    blocks = [Paragraph("首页 > 政务公开 > 财政预决算 > 部门预算"), Paragraph("示例市示例局2024年部门预算情况说明")]
    assert identify(blocks, Path("报告.html"), "0" * 64).title == "示例市示例局2024年部门预算情况说明"


def test_a_form_names_the_body_where_no_cover_does() -> None:
    report = cover("附件2", "2023年度部门整体支出绩效自评表", table=(("市级预算部门名称", "临江市水文站　"), ("年度资金总额", "12")))
    assert (report.organisation, report.fiscal_year) == ("临江市水文站", 2023)


def test_the_file_name_is_a_hint_that_is_said_to_be_one() -> None:
    report = cover("正文没有名称。", name="临江市档案馆2020年部门预算.pdf")
    assert (report.organisation, report.fiscal_year, report.kind) == ("临江市档案馆", 2020, "部门预算")
    assert report.warnings == ("单位名称只见于文件名，正文没有写明",)


@pytest.mark.parametrize("name", ["附件2.pdf", "a.pdf", "2023.pdf", "公开表（终稿）.pdf"])
def test_a_file_name_that_is_no_body_names_none(name: str) -> None:
    report = cover("2023年部门决算", "收入总计100万元。", name=name)
    assert (report.organisation, report.fiscal_year, report.kind) == (f"未写明单位（{name[:-4]}）", 2023, "部门决算")
    assert report.aliases == ()
    assert report.warnings == ("没有找到单位名称，请在封面或文件名里写明",)


def test_a_year_in_a_file_name_is_no_part_of_the_body() -> None:
    assert cover("部门决算", name="临江市清河区卫健局2023.pdf").organisation == "临江市清河区卫健局"


def test_the_text_outweighs_a_file_name_of_another_year() -> None:
    report = cover("临江市档案馆2021年度部门预算", name="临江市档案馆2020年部门预算.pdf")
    assert report.fiscal_year == 2021
    assert report.warnings == ("文件名写的是2020年，正文是2021年，以正文为准",)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        (WANLI, ("万里街道办事处", "万里街道", "万里街道办", "普陀区万里街道")),
        ("江苏省高级人民法院", ("江苏高院", "江苏省高院", "省高院", "省法院")),
        ("江苏省委办公厅", ("中共江苏省委办公厅", "省委办公厅")),
        ("江苏省人大常委会办公厅", ("江苏省人大办公厅", "省人大办公厅", "省人大", "江苏省人大")),
        ("上海市普陀区规划和自然资源局", ("普陀区规划资源局", "普陀规资局", "规资局")),
        ("上海市普陀区人民政府办公室", ("普陀区政府办", "区府办", "普陀区府办", "区政府办公室")),
        ("淮安市洪泽区人民政府", ("洪泽区", "洪泽区政府")),
        ("平潭综合实验区岚城片区开发管理局", ("岚城管理局", "岚城片区开发管理局")),
        ("临江市清河区人力资源和社会保障局", ("清河区人社局", "区人社局")),
        ("临江市城市管理执法委员会", ("临江市城管执法委", "市城管执法委")),
        ("临江师范学院", ("临江师院",)),
        ("临江市第一中学", ("临江一中", "市一中")),
        ("临江市第二人民医院", ("临江市二院", "市二院")),
        ("临江县人民医院", ("临江县医院", "县医院")),
        ("临江市科学技术协会", ("临江科协", "市科协")),
    ],
)
def test_short_names_by_rule(name: str, short: tuple[str, ...]) -> None:
    assert set(short) <= set(aliases(name))


def test_what_many_bodies_are_called_is_nobodys_alias() -> None:
    assert not {"人民政府", "政府", "办公室", "政府办", "法院", "人大"} & {a for name, *_ in EXPECTED.values() for a in aliases(name)}


def test_one_body_written_two_ways_has_one_name() -> None:
    assert canonical("中国共产党江苏省委员会办公厅") == canonical("中共江苏省委办公厅") == "江苏省委办公厅"


@given(st.text(max_size=40))
def test_any_cover_gives_a_report_and_never_an_error(line: str) -> None:
    report = identify([Paragraph(line)], Path("x.txt"), SHA)
    assert report.id == "r" + SHA[:8]
    assert report.kind


@given(st.text(alphabet="上海市普陀区县省财政局人民政府办公室万里街道平潭实验", max_size=24))
def test_places_and_rest_are_the_name(name: str) -> None:
    places, rest = split_places(name)
    assert "".join(places) + rest == name
    assert name not in aliases(name)


def test_phases_and_facts() -> None:
    report = cover("临江市审计局2023年度部门决算")
    facts = facts_of(report)
    assert (facts.organisation, facts.year, phase(facts.kind)) == ("临江市审计局", 2023, "final")
    assert phase("没有这种报告") == ""
    assert not is_organisation("单位：万元")


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("中共江苏省委办公厅", "中国共产党江苏省委员会办公厅"),
        ("中国共产党岳阳市委员会组织部", "市委组织部"),
        ("中国共产党岳阳市纪律检查委员会", "市纪委"),
        ("中国民主同盟岳阳市委员会", "民盟岳阳市委"),
        ("中国共产主义青年团岳阳市委员会", "共青团岳阳市委"),
    ],
)
def test_a_body_of_a_party_is_known_by_its_full_name_and_by_its_short_one(printed: str, said: str) -> None:
    assert said in aliases(canonical(printed))


@pytest.mark.parametrize("name", ["中国民主同盟岳阳市委员会", "中国共产主义青年团岳阳市委员会", "九三学社岳阳市委员会"])
def test_a_body_of_one_party_does_not_stand_for_the_committee_of_the_city(name: str) -> None:
    assert not {"岳阳市委", "岳阳市委员会", "市委", "市委员会"} & set(aliases(canonical(name)))
