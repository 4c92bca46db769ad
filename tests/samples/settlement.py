"""部门决算 and 单位决算: four tables and the prose that explains them."""

from __future__ import annotations

from decimal import Decimal

from tests.samples.accounts import ACCOUNTS, Account
from tests.samples.settlement_forms import economics, spending, summary, three_public, three_public_table
from tests.samples.shapes import NOTICE, Document, Drawn, Ledger, Line, percent

CARS = {2022: (5, 1), 2023: (5, 1)}
SEEDLINGS = {2022: "11.8", 2023: "12.6"}
BOUGHT = {
    ("云溪市园林绿化局", 2022): "512.38",
    ("云溪市园林绿化局", 2023): "608.74",
    ("云溪市园林绿化局苗圃管理站", 2022): "18.5",
    ("云溪市园林绿化局苗圃管理站", 2023): "26.4",
}
WHY = {
    "云溪市园林绿化局": ("城区新建口袋公园和行道树补植投入增加", "老旧公园改造和花卉布置面积扩大"),
    "云溪市园林绿化局苗圃管理站": ("新增耐旱苗木引种试验", "苗圃喷灌设施改造"),
}


def settlement(account: Account, year: int, kind: str) -> Document:
    """The account of one body and year."""
    ledger = Ledger(account.name, year, comma=account.comma and year == 2023)
    title = f"{account.name}{year}年度{account.kind}"
    blocks: list[Line | Drawn] = [
        Line(title, -1),
        Line(NOTICE),
        Line("目录"),
        *(Line(text) for text in ("第一部分 概况", f"第二部分 {year}年度{account.kind}表", f"第三部分 {year}年度{account.kind}情况说明", "第四部分 名词解释")),
        *profile(account),
        *tables(account, year, ledger),
        *explained(account, year, ledger),
        *terms(account, year),
    ]
    notes = ("金额单位为元",) if account.unit == "元" else ("含下属苗圃管理站", *(("会议费 空白",) if year == 2023 else ()))
    return Document(account.name, year, title, kind, tuple(blocks), tuple(ledger.planned), notes)


def profile(account: Account) -> list[Line]:
    bureau = account.kind == "部门决算"
    duties = (
        ("编制城区园林绿化专项规划并组织实施。", "负责公园、广场和道路绿地的建设与养护监管。", "负责古树名木的普查、建档和保护。")
        if bureau
        else ("承担城区绿化苗木的繁育和储备。", "开展乡土树种的引种驯化试验。")
    )
    units = ("云溪市园林绿化局（本级）", *(body.name for body in account.under)) if bureau else (account.name,)
    office = "机关内设办公室、规划建设科、养护监管科、古树名木保护科4个科室。" if bureau else "站内设生产组、技术组2个小组。"
    return [
        Line("第一部分 概况", 1),
        Line("一、主要职责", 2),
        *(Line(f"（{n}）{text}") for n, text in zip("一二三", duties, strict=False)),
        Line("二、机构设置", 2),
        Line(office),
        Line(f"纳入本{account.kind[:2]}决算编制范围的单位包括：{'、'.join(units)}。"),
    ]


def tables(account: Account, year: int, ledger: Ledger) -> list[Line | Drawn]:
    forms = (
        ("公开01表", "收入支出决算总表", summary(account, year, ledger)),
        ("公开02表", "支出决算表", spending(account, year, ledger)),
        ("公开03表", "一般公共预算财政拨款基本支出决算表", economics(account, year, ledger)),
        ("公开04表", "财政拨款“三公”经费支出决算表", three_public_table(account, year, ledger)),
    )
    blocks: list[Line | Drawn] = [Line(f"第二部分 {year}年度{account.kind}表", 1)]
    for label, title, table in forms:
        blocks += [Line(title, -1), Line(label), Line(f"编制单位：{account.name}"), Line(f"金额单位：{account.unit}"), table, Line("")]
    return blocks


def explained(account: Account, year: int, ledger: Ledger) -> list[Line]:
    name, we = account.name, account.self_name
    return [
        Line(f"第三部分 {year}年度{account.kind}情况说明", 1),
        Line("一、收入支出决算总体情况说明", 2),
        Line(whole(account, year, ledger)),
        Line("二、支出决算情况说明", 2),
        Line(spent(account, year, ledger)),
        Line("三、“三公”经费支出决算情况说明", 2),
        *(Line(text) for text in three_public_told(account, year, ledger)),
        Line("四、其他重要事项的情况说明", 2),
        *(Line(text) for text in others(account, year, ledger)),
        Line("五、政府性基金预算支出决算情况说明", 2),
        Line(f"{name}{year}年度无政府性基金预算财政拨款收入和支出，{we}未编列相应表格。"),
    ]


def wan(value: Decimal) -> str:
    return format(value.quantize(Decimal("0.01")), "f")


def whole(account: Account, year: int, ledger: Ledger) -> str:
    now, before = account.whole(year), account.whole(year - 1)
    ledger.figure("收、支总计", "决算数", "万元", wan(now), prose=True)
    more = "增加" if now > before else "减少"
    rate = percent(abs(now - before), before)
    return (
        f"{year}年度收、支总计{wan(now)}万元。与{year - 1}年度相比，收、支总计各{more}{wan(abs(now - before))}万元，"
        f"{'增长' if now > before else '下降'}{rate}%，主要原因是{WHY[account.name][year - 2022]}。"
    )


def spent(account: Account, year: int, ledger: Ledger) -> str:
    total, basic, projects = account.spent(year), account.spent(year, "基本支出"), account.spent(year, "项目支出")
    ledger.figure("本年支出合计", "决算数", "万元", wan(total), prose=True)
    ledger.figure("基本支出", "决算数", "万元", wan(basic), prose=True)
    ledger.figure("项目支出", "决算数", "万元", wan(projects), prose=True)
    shares = percent(basic, total), percent(projects, total)
    return f"{year}年度本年支出合计{wan(total)}万元，其中：基本支出{wan(basic)}万元，占{shares[0]}%；项目支出{wan(projects)}万元，占{shares[1]}%。"


def three_public_told(account: Account, year: int, ledger: Ledger) -> list[str]:
    budget, final = (sum(v or Decimal(0) for v in [three_public(account, year, part)["合计"]]) for part in ("预算数", "决算数"))
    cars = account.economics(year)["30231"] or Decimal(0)
    ledger.figure("“三公”经费", "决算数", "万元", wan(Decimal(final)), prose=True)
    guests = account.economics(year)["30217"]
    told = f"公务接待费支出{wan(guests)}万元，共接待{8 + year % 10}批次、{60 + year % 10}人次。" if guests else "本年度未发生公务接待费支出。"
    return [
        f"{year}年度“三公”经费支出预算为{wan(Decimal(budget))}万元，支出决算为{wan(Decimal(final))}万元，"
        f"完成预算的{percent(Decimal(final), Decimal(budget))}%。"
        "决算数小于预算数的主要原因是落实过紧日子要求，压减公务用车出行。",
        f"公务用车运行维护费支出{wan(cars)}万元，主要用于车辆燃油、维修和保险。",
        told,
    ]


def others(account: Account, year: int, ledger: Ledger) -> list[str]:
    """Figures that no table holds."""
    bought = BOUGHT[account.name, year]
    ledger.figure("政府采购支出总额", "决算数", "万元", bought, prose=True)
    if account.kind != "部门决算":
        ledger.figure("出圃各类苗木", "", "万株", SEEDLINGS[year], prose=True)
        return [f"（一）{year}年度政府采购支出总额{bought}万元，全部为货物采购。", f"（二）{year}年出圃各类苗木{SEEDLINGS[year]}万株，供应城区绿化工程。"]
    running, before = account.own_public(year), account.own_public(year - 1)
    ledger.figure("机关运行经费", "决算数", "万元", wan(running), prose=True)
    cars, special = CARS[year]
    ledger.figure("车辆", "", "辆", str(cars), prose=True)
    more = "增加" if running > before else "减少"
    return [
        f"（一）{year}年度机关运行经费支出{wan(running)}万元，比上年{more}{wan(abs(running - before))}万元，主要原因是办公楼水电和维修支出变化。",
        f"（二）{year}年度政府采购支出总额{bought}万元。",
        f"（三）截至{year}年12月31日，{account.name}共有车辆{cars}辆，其中特种专业技术用车{special}辆。",
    ]


def terms(account: Account, year: int) -> list[Line]:
    return [
        Line("第四部分 名词解释", 1),
        Line("一、基本支出：指为维持机构运转、完成日常工作而发生的人员支出和公用支出。"),
        Line("二、项目支出：指在基本支出以外，为完成特定任务而发生的支出。"),
        Line("三、年末结转和结余：指本年度未用完、按规定转到以后年度继续使用的资金。"),
    ]


__all__ = ["ACCOUNTS", "settlement"]
