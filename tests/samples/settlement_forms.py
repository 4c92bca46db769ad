"""收入支出决算总表 (two sides), 支出决算表 (codes), 基本支出决算表 (side by side), “三公”经费支出决算表 (three rows of headings)."""

from __future__ import annotations

from decimal import Decimal

from tests.samples.accounts import ECONOMIC, SUBJECTS, Account, Amount, plus
from tests.samples.shapes import Drawn, Ledger, Spot, draw

FUNCTIONS = (
    "一般公共服务支出", "外交支出", "国防支出", "公共安全支出", "教育支出", "科学技术支出", "文化旅游体育与传媒支出", "社会保障和就业支出", "卫生健康支出",
    "节能环保支出", "城乡社区支出", "农林水支出", "交通运输支出", "资源勘探工业信息等支出", "商业服务业等支出", "金融支出", "援助其他地区支出",
    "自然资源海洋气象等支出", "住房保障支出",
)  # fmt: skip
ORDINALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五", "十六", "十七", "十八", "十九")
INCOMES = (
    "一般公共预算财政拨款收入",
    "政府性基金预算财政拨款收入",
    "国有资本经营预算财政拨款收入",
    "上级补助收入",
    "事业收入",
    "经营收入",
    "附属单位上缴收入",
    "其他收入",
)


def printed(account: Account, value: Amount) -> str:
    """As the body prints amounts: 万元 or 元, two decimals."""
    if value is None:
        return ""
    return format((value * 10000 if account.unit == "元" else value).quantize(Decimal("0.01")), "f")


def put(account: Account, ledger: Ledger, item: str, value: Amount, facet: str = "", measure: str = "决算数") -> str:
    return ledger.figure(item, measure, account.unit, printed(account, value), facet=facet)


def summary(account: Account, year: int, ledger: Ledger) -> Drawn:
    """Income on the left, spending on the right; the bureau's has a column of line numbers on either side."""
    income: dict[str, Amount] = dict.fromkeys(INCOMES)
    income.update(
        {"一般公共预算财政拨款收入": account.granted(year), "事业收入": account.income(year, "事业收入"), "其他收入": account.income(year, "其他收入")}
    )
    by_name = {SUBJECTS[code]: total_of(account, year, code) for code in SUBJECTS if len(code) == 3}
    received = plus(income.values())
    left = [(f"{ORDINALS[i]}、{name}", name, income[name]) for i, name in enumerate(INCOMES)]
    right = [(f"{ORDINALS[i]}、{name}", name, by_name.get(name)) for i, name in enumerate(FUNCTIONS)]
    lines: list[tuple[tuple[str, str, Amount] | None, tuple[str, str, Amount]]] = [(left[i] if i < len(left) else None, right[i]) for i in range(len(right))]
    lines += [
        (("本年收入合计", "本年收入合计", received), ("本年支出合计", "本年支出合计", account.spent(year))),
        (("使用非财政拨款结余", "使用非财政拨款结余", None), ("结余分配", "结余分配", None)),
        (("年初结转和结余", "年初结转和结余", account.left_over(year - 1)), ("年末结转和结余", "年末结转和结余", account.left_over(year))),
        (("总计", "总计", account.whole(year)), ("总计", "总计", account.whole(year))),
    ]
    numbered = account.kind == "部门决算"
    rows: list[list[Spot]] = [[("收入", 3 if numbered else 2), ("支出", 3 if numbered else 2)]]
    rows.append(["项目", "行次", "决算数", "项目", "行次", "决算数"] if numbered else ["项目", "决算数", "项目", "决算数"])
    for n, (one, other) in enumerate(lines, 1):
        a = [one[0], put(account, ledger, one[1], one[2])] if one else ["", ""]
        b = [other[0], put(account, ledger, other[1], other[2])]
        rows.append([a[0], str(n), a[1], b[0], str(n + len(lines)), b[1]] if numbered else [*a, *b])
    return draw(rows)


def total_of(account: Account, year: int, code: str) -> Amount:
    return plus((account.functions(year, "基本支出")[code], account.functions(year, "项目支出")[code]))


def spending(account: Account, year: int, ledger: Ledger) -> Drawn:
    """By function code; three columns stay blank."""
    empty = ("上缴上级支出", "经营支出", "对附属单位补助支出")
    rows: list[list[Spot]] = [
        [("项目", 2), ("本年支出合计", 1, 2), ("基本支出", 1, 2), ("项目支出", 1, 2), *((name, 1, 2) for name in empty)],
        ["功能分类科目编码", "科目名称"],
        [("栏次", 2), "1", "2", "3", "4", "5", "6"],
        [("合计", 2), *spending_row(account, ledger, "合计", account.spent(year), account.spent(year, "基本支出"), account.spent(year, "项目支出"))],
    ]
    basic, projects = account.functions(year, "基本支出"), account.functions(year, "项目支出")
    for code, name in SUBJECTS.items():
        whole = plus((basic[code], projects[code]))
        if whole is not None:
            rows.append([code, name, *spending_row(account, ledger, name, whole, basic[code], projects[code])])
    return draw(rows)


def spending_row(account: Account, ledger: Ledger, item: str, whole: Amount, basic: Amount, projects: Amount) -> list[Spot]:
    parts = (("本年支出合计", whole), ("基本支出", basic), ("项目支出", projects))
    return [*(put(account, ledger, item, value, facet) for facet, value in parts), "", "", ""]


def economics(account: Account, year: int, ledger: Ledger) -> Drawn:
    """人员经费 on the left, 公用经费 on the right."""
    amounts = account.economics(year)
    people = [("301", "工资福利支出", account.people(year)), *((c, n, amounts[c]) for c, n in ECONOMIC.items() if c.startswith("301"))]
    public = [("302", "商品和服务支出", account.public(year)), *((c, n, amounts[c]) for c, n in ECONOMIC.items() if c.startswith("302"))]
    rows: list[list[Spot]] = [[("人员经费", 3), ("公用经费", 3)], ["科目编码", "科目名称", "决算数", "科目编码", "科目名称", "决算数"]]
    for i in range(max(len(people), len(public))):
        row: list[Spot] = []
        for side in (people, public):
            row += [side[i][0], side[i][1], put(account, ledger, side[i][1], side[i][2])] if i < len(side) else ["", "", ""]
        rows.append(row)
    rows.append(
        [
            ("人员经费合计", 2),
            put(account, ledger, "人员经费合计", account.people(year)),
            ("公用经费合计", 2),
            put(account, ledger, "公用经费合计", account.public(year)),
        ]
    )
    return draw(rows)


def three_public(account: Account, year: int, part: str) -> dict[str, Amount]:
    """The six columns of 预算数 or 决算数."""
    if part == "预算数":
        car: Amount = account.budget(year, "公务用车运行维护费")
        guests: Amount = account.budget(year, "公务接待费") or None
    else:
        car, guests = account.economics(year)["30231"], account.economics(year)["30217"]
    bought = Decimal(0) if account.kind == "部门决算" else None
    return {
        "合计": plus((car, guests)), "因公出国（境）费": None, "小计": car, "公务用车购置费": bought, "公务用车运行维护费": car, "公务接待费": guests,
    }  # fmt: skip


def three_public_table(account: Account, year: int, ledger: Ledger) -> Drawn:
    heads: list[Spot] = [("合计", 1, 2), ("因公出国（境）费", 1, 2), ("公务用车购置及运行维护费", 3), ("公务接待费", 1, 2)]
    cells: list[Spot] = []
    for part in ("预算数", "决算数"):
        for item, value in three_public(account, year, part).items():
            name = {"合计": "合计", "小计": "公务用车购置及运行维护费"}.get(item, item)
            cells.append(put(account, ledger, name, value, measure=part))
    return draw([[("预算数", 6), ("决算数", 6)], [*heads, *heads], ["小计", "公务用车购置费", "公务用车运行维护费"] * 2, cells])
