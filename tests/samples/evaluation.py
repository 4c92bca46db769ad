"""部门整体支出绩效自评报告: the prose and its attachments, one for each body and year."""

from __future__ import annotations

from decimal import Decimal

from tests.samples.bodies import YEARS, Body
from tests.samples.evaluation_forms import base_table, project_table, whole_score, whole_table
from tests.samples.shapes import NOTICE, Document, Drawn, Ledger, Line, percent, plain

PRINTED_WRONGLY = {("云溪市图书馆", 2023): "3.68"}
"""Planted: what the prose says of 三公经费, where the truth and the table have 3.86."""


def report(body: Body, year: int, kind: str) -> Document:
    """The report of one body and year; headings of 云溪市市政设施服务中心 2023 are misnumbered as real ones are."""
    ledger = Ledger(body.name, year)
    title = f"{year}年度{body.name}整体支出绩效自评报告"
    wrong = body.name.endswith("服务中心") and year == 2023
    blocks: list[Line | Drawn] = [
        *cover(body, year, title),
        *prose(body, year, ledger, numbers(wrong)),
        Line(f"附件1：{year}年度部门整体支出绩效评价基础数据表"),
        Line(f"附件2：{year}年度部门整体支出绩效自评表"),
        Line(f"附件3：{year}年度项目支出绩效自评表"),
        *attachments(body, year, ledger),
    ]
    notes = ["会议费、培训费 空白"] * (not body.meetings[YEARS.index(year)]) + ["标题编号错乱"] * wrong
    notes += ["正文与附件1的三公经费不一致"] * ((body.name, year) in PRINTED_WRONGLY)
    return Document(body.name, year, title, kind, tuple(blocks), tuple(ledger.planned), tuple(notes))


def cover(body: Body, year: int, title: str) -> list[Line]:
    return [Line(title, -1), Line(NOTICE), Line(f"单位名称：{body.name}"), Line(f"{year + 1}年6月18日")]


def numbers(wrong: bool) -> tuple[str, ...]:
    """The numbers before the nine headings; the misnumbered ones are what automatic numbering leaves behind."""
    return ("1、 ", "（一）", "（二）", "二、", "（一）", "（2） ", "三、", "4、 ", "五、", "六、", "七、", "8、 ") if wrong else (
        "一、", "（一）", "（二）", "二、", "（一）", "（二）", "三、", "四、", "五、", "六、", "七、", "八、")  # fmt: skip


def prose(body: Body, year: int, ledger: Ledger, n: tuple[str, ...]) -> list[Line]:
    we = body.self_name
    return [
        Line(f"{n[0]}部门基本情况", 1),
        Line(f"{n[1]}部门职能", 2),
        Line(f"{body.name}为{body.above}所属{body.rank}事业单位。主要职责是："),
        *(Line(f"{i}、{duty}") for i, duty in enumerate(body.duties, 1)),
        Line(f"{n[2]}机构设置", 2),
        Line(staffing(body, year, ledger)),
        Line(f"{n[3]}一般公共预算支出情况", 1),
        Line(f"{n[4]}基本支出情况", 2),
        Line(basic(body, year, ledger)),
        Line(three_public(body, year, ledger)),
        Line(f"{n[5]}项目支出情况", 2),
        Line(projects(body, year, ledger)),
        *(Line(f"{p.name}主要用于{p.use}。") for p in body.projects),
        Line(f"{we}对专项资金实行专账核算、专款专用，支付前逐笔审核合同和验收资料，没有挤占、挪用资金的情况。"),
        Line(f"{n[6]}政府性基金预算支出情况", 1),
        Line(f"{we}无政府性基金预算支出。"),
        Line(f"{n[7]}国有资本经营预算支出情况", 1),
        Line(f"{we}无国有资本经营预算支出。"),
        Line(f"{n[8]}部门整体支出绩效情况", 1),
        Line(performance(body, year, ledger)),
        Line(f"履职方面，{body.told[year - 2022]}。"),
        Line(f"{n[9]}存在的问题及原因分析", 1),
        *(Line(f"{i}、{text}") for i, text in enumerate(body.problems, 1)),
        Line(f"{n[10]}下一步改进措施", 1),
        *(Line(f"{i}、{text}") for i, text in enumerate(body.remedies, 1)),
        Line(f"{n[11]}绩效自评结果拟应用和公开情况", 1),
        Line(f"自评结果将作为编制{year + 2}年预算的参考，并在{body.above}网站公开。"),
    ]


def staffing(body: Body, year: int, ledger: Ledger) -> str:
    retired = str(body.retired[year - 2022])
    ledger.figure("退休人员", "", "人", retired, prose=True)
    rooms = "、".join(body.rooms)
    return f"{body.self_name}核定事业编制{body.posts}人，年末实有在职人员{body.staff[year - 2022]}人，退休人员{retired}人。内设{rooms}{len(body.rooms)}个机构。"


def basic(body: Body, year: int, ledger: Ledger) -> str:
    whole, people, public = body.basic(year), Decimal(body.people[YEARS.index(year)]), body.public(year)
    ledger.figure("基本支出", "决算数", "万元", plain(whole), prose=True)
    ledger.figure("人员支出", "决算数", "万元", plain(people), prose=True)
    ledger.figure("公用支出", "决算数", "万元", plain(public), prose=True)
    shares = percent(people, whole), percent(public, whole)
    ledger.figure("人员支出", "占比", "%", f"{shares[0]}", prose=True)
    return (
        f"{year}年度基本支出{plain(whole)}万元，其中人员支出{plain(people)}万元，占基本支出{shares[0]}%；公用支出{plain(public)}万元，占基本支出{shares[1]}%。"
    )


def three_public(body: Body, year: int, ledger: Ledger) -> str:
    n = YEARS.index(year)
    true = plain(body.three_public(year))
    said = PRINTED_WRONGLY.get((body.name, year), true)
    ledger.figure("“三公”经费", "决算数", "万元", said, prose=True)
    before = body.three_public(year - 1)
    change = body.three_public(year) - before
    trend = f"比上年{'增加' if change > 0 else '减少'}{plain(abs(change))}万元" if said == true else "控制在预算以内"
    bought = f"，其中新购抢修车辆支出{body.buying[n]}万元" if body.buying[n] not in ("", "0", "——") else ""
    return f"{year}年度“三公”经费支出{said}万元，{trend}{bought}。公务用车运行维护费支出{body.cars[n]}万元，主要用于业务车辆的燃油、保险和维修。"


def projects(body: Body, year: int, ledger: Ledger) -> str:
    n = YEARS.index(year)
    whole = ledger.figure("项目支出", "决算数", "万元", plain(body.spent_on_projects(year)), prose=True)
    parts = "，".join(f"{p.name}{ledger.figure(p.name, '决算数', '万元', p.spent[n], prose=True)}万元" for p in body.projects)
    return f"{year}年度项目支出{whole}万元，其中{parts}。"


def performance(body: Body, year: int, ledger: Ledger) -> str:
    full, done, score = body.full(year), body.done(year), plain(whole_score(body, year))
    rate = percent(done, full)
    ledger.figure("评价得分", "得分", "分", score, prose=True)
    return (
        f"{year}年，{body.self_name}全年预算数为{plain(full)}万元，全年执行数为{plain(done)}万元，执行率{rate}%。"
        f"根据部门整体支出绩效评价指标体系，{body.self_name}{year}年度评价得分为{score}分，自评等级为优。"
    )


def attachments(body: Body, year: int, ledger: Ledger) -> list[Line | Drawn]:
    signed = Line(f"填表人：{body.filler[year - 2022]} 填报日期：{year + 1}.6.12 联系电话：{body.mobile.format(year)}单位负责人签字：")
    note = Line("说明：“项目支出”需要填报基本支出以外的所有项目支出情况，“公用经费”填报基本支出中的一般商品和服务支出。")
    blocks: list[Line | Drawn] = [Line("附件1"), Line(f"{year}年度部门整体支出绩效评价基础数据表", -1), base_table(body, year, ledger), Line(""), note, signed]
    blocks += [Line("附件2"), Line(f"{year}年度部门整体支出绩效自评表", -1), whole_table(body, year, ledger), Line(""), signed]
    for i, project in enumerate(body.projects, 1):
        blocks += [Line(f"附件3-{i}"), Line(f"{year}年度项目支出绩效自评表", -1), project_table(body, project, year, ledger), Line(""), signed]
    return blocks
