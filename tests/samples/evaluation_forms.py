"""附件1 基础数据表, 附件2 整体支出绩效自评表, 附件3 项目支出绩效自评表: drawn from the truth, every figure planned as it is printed."""

from __future__ import annotations

from decimal import Decimal

from tests.samples.bodies import YEARS, Body, Indicator, Project
from tests.samples.shapes import Drawn, Ledger, Spot, cents, draw, percent, plain

FAMILIES = (
    ("产出指标\n（50分）", ("数量指标", "质量指标", "时效指标", "成本指标")),
    ("效益指标\n（30分）", ("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标")),
)
SATISFIED = "服务对象满意度指标"


def base_table(body: Body, year: int, ledger: Ledger) -> Drawn:
    """附件1: three bands of headings with units of their own."""
    staff = body.staff[year - 2022]
    rows: list[list[Spot]] = [
        [("财政供养人员情况（人）", 1, 2), ("编制数", 2), (f"{year}年实际在职人数", 2), ("控制率", 2)],
        [
            (ledger.figure("财政供养人员情况", "编制数", "人", str(body.posts)), 2),
            (ledger.figure("财政供养人员情况", "实有数", "人", str(staff)), 2),
            (ledger.figure("财政供养人员情况", "控制率", "%", f"{percent(Decimal(staff), Decimal(body.posts))}%"), 2),
        ],
        ["经费控制情况（万元）", (f"{year - 1}年决算数", 2), (f"{year}年预算数", 2), (f"{year}年决算数", 2)],
        *(money_row(ledger, label, item, *texts) for label, item, texts in money_rows(body, year)),
        [
            ("楼堂馆所控制情况\n（" + f"{year}年完工项目）", 1, 2),
            "批复规模\n（㎡）",
            "实际规模（㎡）",
            "规模控制率",
            "预算投资（万元）",
            "实际投资（万元）",
            "投资概算控制率",
        ],
        ["", "", "", "", "", ""],
        ["厉行节约保障措施", ("严格执行公务用车、公务接待和会议培训管理规定。", 6)],
    ]
    for item, unit in (("批复规模", "㎡"), ("实际规模", "㎡"), ("预算投资", "万元"), ("实际投资", "万元")):
        ledger.figure(item, "", unit, "")
    return draw(rows)


Texts = tuple[str, str, str]


def money_rows(body: Body, year: int) -> list[tuple[str, str, Texts]]:
    """(label as printed, item, 上年决算 预算 决算) of every row of 经费控制情况."""
    n = YEARS.index(year)
    b = n - 1
    buying, abroad = body.buying, body.abroad
    car_budget = plain(Decimal(body.cars_budget[b]) + Decimal(buying[n] or "0"))
    three = (plain(body.three_public(year - 1)), plain(Decimal(car_budget) + Decimal(body.guests_budget[b])), plain(body.three_public(year)))
    vehicle = tuple(plain(Decimal(body.cars[i]) + Decimal(buying[i] or "0")) for i in (n - 1, n))
    projects = (
        plain(body.spent_on_projects(year - 1)),
        plain(sum((Decimal(p.initial[b]) for p in body.projects), Decimal(0))),
        plain(body.spent_on_projects(year)),
    )
    public = (plain(body.public(year - 1)), plain(body.public_budget(year)), plain(body.public(year)))
    return [
        ("三公经费", "三公经费", three),
        ("   1、公务用车购置和维护经费", "公务用车购置和维护经费", (vehicle[0], car_budget, vehicle[1])),
        ("       其中：公车购置", "公车购置", (buying[n - 1], buying[n], buying[n])),
        ("             公车运行维护", "公车运行维护", (body.cars[n - 1], body.cars_budget[b], body.cars[n])),
        ("   2、出国经费", "出国经费", (abroad[n - 1], abroad[n], abroad[n])),
        ("   3、公务接待", "公务接待", (body.guests[n - 1], body.guests_budget[b], body.guests[n])),
        ("项目支出：", "项目支出", projects),
        *((f"    {i}、{p.name}", p.name, (p.spent[n - 1], p.initial[b], p.spent[n])) for i, p in enumerate(body.projects, 1)),
        ("公用经费", "公用经费", public),
        ("    其中：办公经费", "办公经费", (body.office[n - 1], body.office_budget[b], body.office[n])),
        ("          水费、电费、差旅费", "水费、电费、差旅费", (body.utilities[n - 1], body.utilities_budget[b], body.utilities[n])),
        ("          会议费、培训费", "会议费、培训费", (body.meetings[n - 1], "", body.meetings[n])),
        ("政府采购金额", "政府采购金额", ("——", *body.buys[b])),
        ("部门基本支出预算调整", "部门基本支出预算调整", ("——", plain(body.basic_budget(year)), plain(body.basic(year)))),
    ]


def money_row(ledger: Ledger, label: str, item: str, before: str, budget: str, final: str) -> list[Spot]:
    return [
        label,
        (ledger.figure(item, "决算数", "万元", before, about=ledger.year - 1), 2),
        (ledger.figure(item, "预算数", "万元", budget), 2),
        (ledger.figure(item, "决算数", "万元", final), 2),
    ]


def whole_score(body: Body, year: int) -> Decimal:
    """What 附件2 comes to: the execution's points and those of the indicators."""
    return money_score(body.done(year), body.full(year)) + points(body.indicators, year)


def money_score(done: Decimal, full: Decimal) -> Decimal:
    return cents(min(Decimal(10), done / full * 10))


def points(indicators: tuple[Indicator, ...], year: int) -> Decimal:
    return sum((Decimal(i.scores[year - 2022] or "0") for i in indicators), Decimal(0))


def whole_table(body: Body, year: int, ledger: Ledger) -> Drawn:
    """附件2."""
    full, done, other = body.full(year), body.done(year), body.other_funds[year - 2022]
    general = plain(full - Decimal(other or "0"))
    ledger.figure("一般公共预算", "全年预算数", "万元", general)
    ledger.figure("其他资金", "全年预算数", "万元", other)
    ledger.figure("政府性基金拨款", "全年预算数", "万元", "")
    ledger.figure("基本支出", "执行数", "万元", plain(body.basic(year)))
    ledger.figure("项目支出", "执行数", "万元", plain(body.spent_on_projects(year)))
    head: list[list[Spot]] = [
        [("市级预算部门名称", 3), (body.name, 6)],
        [("年度预\n算申请\n（万元）", 1, 7), ("", 2), "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        [("年度资金总额", 2), *money(ledger, "年度资金总额", plain(body.initial(year)), full, done)],
        [("按收入性质分：", 4), ("按支出性质分：", 4)],
        [(f"  其中：  一般公共预算：{general}", 4), (f"其中：基本支出：{plain(body.basic(year))}", 4)],
        [("政府性基金拨款：", 4), (f"项目支出：{plain(body.spent_on_projects(year))}", 4)],
        [("纳入专户管理的非税收入拨款：", 4), ("", 4)],
        [(f"其他资金：{other}", 4), ("", 4)],
        [("年度总体目标", 1, 2), ("预期目标", 4), ("实际完成情况", 4)],
        [("\n".join(f"{i}.{p.goal}" for i, p in enumerate(body.projects, 1)), 4), ("年度总体目标全部完成", 4)],
    ]
    score = ledger.figure("总分", "得分", "分", plain(whole_score(body, year)))
    return draw([*head, *indicator_rows(body.indicators, year, ledger, ""), [("总分", 6), "100", score, ""]])


def money(ledger: Ledger, item: str, initial: str, full: Decimal, done: Decimal, subject: str = "") -> list[Spot]:
    rate = f"{percent(done, full)}%"
    return [
        ledger.figure(item, "年初预算数", "万元", initial, subject=subject),
        ledger.figure(item, "全年预算数", "万元", plain(full), subject=subject),
        ledger.figure(item, "执行数", "万元", plain(done), subject=subject),
        ledger.figure(item, "分值", "分", "10", subject=subject),
        ledger.figure(item, "执行率", "%", rate, subject=subject),
        ledger.figure(item, "得分", "分", plain(money_score(done, full)), subject=subject),
    ]


def indicator_rows(indicators: tuple[Indicator, ...], year: int, ledger: Ledger, subject: str) -> list[list[Spot]]:
    """Three levels of merged labels; the fourth, 绩效指标, spans them all."""
    rows: list[list[Spot]] = [
        [("绩\n效\n指\n标", 1, len(indicators) + 1), "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"]
    ]
    for family, kinds in (*FAMILIES, ("满意度\n指标\n（10分）", (SATISFIED,))):
        first = True
        size = sum(i.kind in kinds for i in indicators)
        for kind in kinds:
            of_kind = [i for i in indicators if i.kind == kind]
            for place, indicator in enumerate(of_kind):
                lead: list[Spot] = [(family, 1, size)] if first else []
                second: list[Spot] = [(kind, 1, len(of_kind))] if place == 0 else []
                rows.append([*lead, *second, *indicator_row(indicator, year, ledger, subject)])
                first = False
    return rows


def indicator_row(indicator: Indicator, year: int, ledger: Ledger, subject: str) -> list[Spot]:
    n = year - 2022
    target, done, score = indicator.target[n], indicator.done[n], indicator.scores[n]
    for measure, text in (("目标值", target), ("完成值", done)):
        if text == "不适用":
            ledger.figure(indicator.name, measure, "", text, subject=subject)
        if indicator.unit:
            ledger.figure(indicator.name, measure, indicator.unit, text, value=text.removesuffix(indicator.unit), subject=subject)
    if indicator.points:
        ledger.figure(indicator.name, "分值", "分", str(indicator.points), subject=subject)
        ledger.figure(indicator.name, "得分", "分", score, subject=subject)
    full = not score or Decimal(score) == indicator.points
    return [indicator.name, target, done, str(indicator.points or ""), score, "目标完成，无偏离" if full and score else "" if full else indicator.why]


def project_table(body: Body, project: Project, year: int, ledger: Ledger) -> Drawn:
    """附件3-n; 上年结转资金 and 其他资金 stay blank."""
    n = year - 2022
    full, done = Decimal(project.full[n]), Decimal(project.spent[n + 1])
    amounts = money(ledger, "年度资金总额", project.initial[n], full, done, project.name)
    grants = money(ledger, "当年财政拨款", project.initial[n], full, done, project.name)
    for item in ("上年结转资金", "其他资金"):
        ledger.figure(item, "执行数", "万元", "", subject=project.name)
    score = plain(money_score(done, full) + points(project.indicators, year))
    head: list[list[Spot]] = [
        [("项目支\n出名称", 3), (project.name, 6)],
        [("主管部门", 3), (body.above, 3), "实施单位", (body.name, 2)],
        [("项目资金\n（万元）", 1, 5), ("", 2), "年初\n预算数", "全年\n预算数", "全年\n执行数", "分值", "执行率", "得分"],
        [("年度资金总额", 2), *amounts],
        [("其中：当年财政拨款", 2), *grants],
        [("上年结转资金", 2), "", "", "", "", "", ""],
        [("其他资金", 2), "", "", "", "", "", ""],
        [("年度总体目标", 1, 2), ("预期目标", 4), ("实际完成情况", 4)],
        [(project.goal, 4), ("年度总体目标全部完成", 4)],
    ]
    last = ledger.figure("总分", "得分", "分", score, subject=project.name)
    return draw([*head, *indicator_rows(project.indicators, year, ledger, project.name), [("总分", 6), "100", last, ""]])
