"""Clean reports of other shapes than the samples: whole ledgers made by lot whose every number follows from the parts, printed as published forms do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from random import Random

from assistant.model import Volume
from ingest.pipeline import build

Row = Sequence[object]
NAME, YEAR = "示例市林业技术推广总站", 2023
FUNCTIONS = ("一般公共服务支出", "教育支出", "社会保障和就业支出", "卫生健康支出", "农林水支出", "住房保障支出")
WAGES = ("基本工资", "津贴补贴", "奖金", "绩效工资", "职业年金缴费", "住房公积金")
GOODS = ("办公费", "印刷费", "水费", "电费", "邮电费", "差旅费", "维修(护)费")


def cents(rng: Random, low: int = 100, high: int = 900_000) -> Decimal:
    """An amount in 元."""
    return Decimal(rng.randint(low * 100, high * 100)) / 100


def wan(yuan: Decimal) -> str:
    """The same in 万元 with two decimals, rounded on its own, so that printed parts need not add up to the last digit."""
    return str((yuan / 10000).quantize(Decimal("0.01"), ROUND_HALF_UP))


def rate(part: Decimal, whole: Decimal, places: str = "0.01") -> str:
    """part / whole in %, rounded."""
    return str((part / whole * 100).quantize(Decimal(places), ROUND_HALF_UP))


def table(title: str, unit: str, rows: Sequence[Row], note: str = "") -> str:
    """A titled table with its unit line; the first row is the heading."""
    body = "".join("<tr>" + "".join(cell if str(cell).startswith("<td") else f"<td>{cell}</td>" for cell in map(str, row)) + "</tr>" for row in rows)
    return f"<p>{title}</p><p>单位：{unit}</p><table>{body}</table>" + (f"<p>{note}</p>" if note else "")


def two_sided(rng: Random) -> str:
    """收入支出决算总表: two sides, carried-over amounts, totals that balance."""
    income = [cents(rng) for _ in range(4)]
    before, used = cents(rng), cents(rng)
    received = sum(income, Decimal(0))
    parts = [received * rng.randint(5, 20) // 100 for _ in FUNCTIONS]
    spent, shared = sum(parts, Decimal(0)), Decimal(0)
    after = received + before + used - spent - shared
    sources = ("一、一般公共预算财政拨款收入", "二、政府性基金预算财政拨款收入", "三、事业收入", "四、其他收入")
    left = list(zip(sources, income, strict=True))
    right = [(f"{number}、{name}", value) for number, name, value in zip("一二三四五六", FUNCTIONS, parts, strict=True)]
    rows: list[Row] = [("收入", "收入", "支出", "支出"), ("项目", "决算数", "项目", "决算数")]
    for index in range(6):
        rows.append((*((left[index][0], wan(left[index][1])) if index < 4 else ("", "")), right[index][0], wan(right[index][1])))
    rows += [("本年收入合计", wan(received), "本年支出合计", wan(spent)), ("使用非财政拨款结余", wan(used), "结余分配", wan(shared))]
    rows += [("年初结转和结余", wan(before), "年末结转和结余", wan(after)), ("总计", wan(received + before + used), "总计", wan(spent + after))]
    said = f"<p>{YEAR}年度收入总计{wan(received + before + used)}万元，支出总计{wan(spent + after)}万元。"
    said += f"本年收入合计{wan(received)}万元，其中：一般公共预算财政拨款收入"
    said += f"{wan(income[0])}万元，占{rate(income[0], received)}%；政府性基金预算财政拨款收入{wan(income[1])}万元，占{rate(income[1], received)}%；"
    said += f"事业收入{wan(income[2])}万元，占{rate(income[2], received)}%；其他收入{wan(income[3])}万元，占{rate(income[3], received)}%。</p>"
    return table(f"{YEAR}年度收入支出决算总表", "万元", rows) + said


def by_code(rng: Random) -> str:
    """支出决算表: codes in three levels, 基本支出 and 项目支出 beside the total; printed in 元 with rounding only where said."""
    rows: list[Row] = [("科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出")]
    body: list[Row] = []
    whole = [Decimal(0), Decimal(0)]
    for code in ("205", "208", "213", "221"):
        group = [Decimal(0), Decimal(0)]
        inner: list[Row] = []
        for kind in ("01", "05"):
            items = [(f"{code}{kind}{last}", cents(rng), cents(rng) if rng.random() < 0.6 else Decimal(0)) for last in ("02", "99")]
            basic, project = sum((i[1] for i in items), Decimal(0)), sum((i[2] for i in items), Decimal(0))
            inner.append((f"{code}{kind}", f"第{code}{kind}款支出", wan(basic + project), wan(basic), wan(project), "", ""))
            inner += [(c, f"{c}项支出", wan(b + p), wan(b), wan(p), "", "") for c, b, p in items]
            group = [group[0] + basic, group[1] + project]
        body.append((code, f"第{code}类支出", wan(sum(group)), wan(group[0]), wan(group[1]), "", ""))
        body += inner
        whole = [whole[0] + group[0], whole[1] + group[1]]
    rows.append(("", "合计", wan(sum(whole)), wan(whole[0]), wan(whole[1]), "0.00", "0.00"))
    said = f"<p>{YEAR}年度支出合计{wan(sum(whole))}万元，其中：基本支出{wan(whole[0])}万元，占{rate(whole[0], sum(whole))}%；"
    said += f"项目支出{wan(whole[1])}万元，占{rate(whole[1], sum(whole))}%。</p>"
    return table(f"{YEAR}年度支出决算表", "万元", [*rows, *body]) + said


def of_which(rng: Random) -> str:
    """其中 rows that do not name all, two levels of them, and a row that is negative."""
    people, goods, aid = cents(rng), cents(rng), cents(rng)
    back = -cents(rng, 1, 900)
    rows: list[Row] = [("项目", "年初预算数", "全年预算数", "决算数")]

    def line(name: str, value: Decimal) -> Row:
        return name, wan(value * 9 / 10), wan(value * 11 / 10), wan(value)

    rows += [line("人员经费", people), line("　其中：基本工资", people * 3 / 10), line("　　　　奖金", people / 10), line("公用经费", goods)]
    rows += [line("　其中：公务接待费", goods / 50), line("　　　　其中：外宾接待费", goods / 100), line("对企业补助", aid), line("上年收回", back)]
    rows.append(line("合计", people + goods + aid + back))
    return table(f"{YEAR}年度支出情况表", "万元", rows)


def quarters(rng: Random) -> str:
    """Four quarters and the year, counts and money in one table, the unit in each row."""
    rows: list[Row] = [("指标", "计量单位", "一季度", "二季度", "三季度", "四季度", "全年")]
    for name, unit in (("开展技术培训", "场"), ("培训人数", "人次"), ("发放补贴", "万元"), ("造林面积", "亩")):
        parts = [Decimal(rng.randint(3, 900)) if unit != "万元" else cents(rng, 1, 90) for _ in range(4)]
        rows.append((name, unit, *parts, sum(parts)))
    stock = [rng.randint(300, 400) for _ in range(4)]
    rows.append(("期末在册职工", "人", *stock, stock[-1]))
    return table(f"{YEAR}年分季度工作情况表", "见表", rows)


def three_public(rng: Random) -> str:
    """三公: budget and account side by side, and what the text says of them."""
    trip, buy, run, guest = Decimal(0), cents(rng, 100_000, 300_000), cents(rng, 50_000, 90_000), cents(rng, 10_000, 40_000)
    plan = [value * Decimal("1.25") for value in (trip, buy, run, guest)]
    cars, last = buy + run, [value * Decimal("1.1") for value in (trip, buy, run, guest)]

    def cells(t: Decimal, b: Decimal, r: Decimal, g: Decimal) -> Row:
        return wan(t + b + r + g), wan(t), wan(b + r), wan(b), wan(r), wan(g)

    kinds = ("合计", "因公出国（境）费", "公务用车购置及运行维护费小计", "公务用车购置费", "公务用车运行维护费", "公务接待费")
    head: list[Row] = [("预算数",) * 6 + ("决算数",) * 6, (*kinds, *kinds)]
    whole, planned, before = trip + cars + guest, sum(plan), sum(last)
    said = f"<p>{YEAR}年度“三公”经费财政拨款支出预算为{wan(planned)}万元，支出决算为{wan(whole)}万元，完成预算的{rate(whole, planned)}%，"
    said += f"决算数小于预算数的主要原因是厉行节约。比上年减少{wan(before - whole)}万元，下降{rate(before - whole, before)}%。"
    said += f"其中：因公出国（境）费支出决算为0.00万元，占0.00%；公务用车购置及运行维护费支出决算为{wan(cars)}万元，占{rate(cars, whole)}%；"
    said += f"公务接待费支出决算为{wan(guest)}万元，占{rate(guest, whole)}%。</p>"
    return table(f"{YEAR}年度“三公”经费支出决算表", "万元", [*head, (*cells(*plan), *cells(trip, buy, run, guest))]) + said


def adjusted(rng: Random) -> str:
    """年初预算, 调整预算 and 决算 of the same items, each compared with another base in words."""
    rows: list[Row] = [("项目", "年初预算数", "调整预算数", "决算数", "决算数为调整预算数的％")]
    first = [cents(rng) for _ in FUNCTIONS[:4]]
    final = [value * rng.randint(100, 140) / 100 for value in first]
    spent = [value * rng.randint(85, 100) / 100 for value in final]
    for name, *values in zip(FUNCTIONS, first, final, spent, strict=False):
        rows.append((name, *map(wan, values), rate(values[2], values[1])))
    a, b, c = sum(first, Decimal(0)), sum(final, Decimal(0)), sum(spent, Decimal(0))
    rows.append(("本年支出合计", wan(a), wan(b), wan(c), rate(c, b)))
    said = f"<p>{YEAR}年度本年支出年初预算为{wan(a)}万元，调整预算为{wan(b)}万元，支出决算为{wan(c)}万元，完成年初预算的{rate(c, a)}%。"
    said += "决算数大于年初预算数的主要原因是年中追加。</p>"
    return table(f"{YEAR}年度支出决算与预算对比表", "万元", rows) + (said if c > a else "")


def economic(rng: Random) -> str:
    """基本支出 by economic kind in two columns of items, 人员经费 and 公用经费."""
    wages, goods = [cents(rng) for _ in WAGES], [cents(rng) for _ in GOODS]
    aid = cents(rng)
    rows: list[Row] = [("人员经费", "人员经费", "公用经费", "公用经费"), ("经济分类科目名称", "决算数", "经济分类科目名称", "决算数")]
    rows.append(("工资福利支出", wan(sum(wages)), "商品和服务支出", wan(sum(goods))))
    left = zip(WAGES, wages, strict=True)
    first = [*((f"　{name}", wan(value)) for name, value in left), ("对个人和家庭的补助", wan(aid))]
    rows += [(*one, f"　{name}", wan(value)) for one, name, value in zip(first, GOODS, goods, strict=True)]
    rows.append(("人员经费合计", wan(sum(wages) + aid), "公用经费合计", wan(sum(goods))))
    whole = sum(wages) + aid + sum(goods)
    said = f"<p>{YEAR}年度一般公共预算财政拨款基本支出{wan(Decimal(whole))}万元，其中："
    said += f"人员经费{wan(sum(wages) + aid)}万元，公用经费{wan(Decimal(sum(goods)))}万元。</p>"
    return table(f"{YEAR}年度一般公共预算财政拨款基本支出决算表", "万元", rows) + said


def purchases(rng: Random) -> str:
    """政府采购 in words: goods, works, services; of which small firms, of which the smallest."""
    goods, works, services = cents(rng), cents(rng), cents(rng)
    whole = goods + works + services
    small = whole * rng.randint(60, 95) / 100
    tiny = small * rng.randint(50, 90) / 100
    said = f"<p>{YEAR}年度政府采购支出总额{wan(whole)}万元，其中：政府采购货物支出{wan(goods)}万元、"
    said += f"政府采购工程支出{wan(works)}万元、政府采购服务支出{wan(services)}万元。"
    said += f"授予中小企业合同金额{wan(small)}万元，占政府采购支出总额的{rate(small, whole, '0.1')}%，"
    return said + f"其中：授予小微企业合同金额{wan(tiny)}万元，占政府采购支出总额的{rate(tiny, whole, '0.1')}%。</p>"


def areas(rng: Random) -> str:
    """转移支付 by area: the sum heads the list, 其中 is a column."""
    values = [cents(rng, 1000) for _ in range(6)]
    rows: list[Row] = [("地区", "资金总额", "其中：中央资金", "省级资金")]
    rows.append(("全市合计", *(wan(part) for part in (sum(values, Decimal(0)), sum(values, Decimal(0)) * 6 / 10, sum(values, Decimal(0)) * 4 / 10))))
    rows += [(f"第{number}县", wan(value), wan(value * 6 / 10), wan(value * 4 / 10)) for number, value in zip("一二三四五六", values, strict=True)]
    return table(f"{YEAR}年度转移支付资金分配表", "万元", rows)


def assets(rng: Random) -> str:
    """Counts and worth in neighbouring columns, years side by side with the change."""
    rows: list[Row] = [("资产类别", "年初数", "年初数", "年末数", "年末数"), ("资产类别", "数量", "价值", "数量", "价值")]
    kinds = [("房屋", "平方米"), ("车辆", "辆"), ("设备", "台")]
    old, new = [cents(rng) for _ in kinds], [cents(rng) for _ in kinds]
    rows += [(f"{name}（{unit}）", rng.randint(3, 900), wan(a), rng.randint(3, 900), wan(b)) for (name, unit), a, b in zip(kinds, old, new, strict=True)]
    rows.append(("合计", "—", wan(sum(old, Decimal(0))), "—", wan(sum(new, Decimal(0)))))
    return table(f"{YEAR}年末国有资产情况表", "万元", rows)


def scored(rng: Random) -> str:
    """A self-evaluation in tiers: weights of 90 and 10, a score by step and not by share."""
    budget, spent = cents(rng, 200_000), Decimal(0)
    spent = budget * rng.randint(96, 100) / 100
    score = (10 * spent / budget).quantize(Decimal("0.01"), ROUND_HALF_UP)
    head: Row = ("项目资金", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
    money: list[Row] = [head, ("年度资金总额", wan(budget), wan(budget), wan(spent), "10", f"{rate(spent, budget)}%", score)]
    rows: list[Row] = [("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施")]
    weights = (20, 20, 10, 30, 10)
    for name, weight in zip(("培训场次", "成果转化率", "完成及时率", "受益农户", "满意度"), weights, strict=True):
        done, unit = (rng.randint(90, 99), "%") if "率" in name or "度" in name else (rng.randint(20, 900), "场" if "场" in name else "户")
        rows.append(("产出指标", "数量指标", name, f"≥{done}{unit}", f"{done}{unit}", weight, weight, ""))
    rows.append(("总分", "总分", "总分", "", "", "100", Decimal(90) + score, ""))
    return table(f"{YEAR}年度项目支出绩效自评表", "万元", money) + table("绩效指标", "分", rows)


SHAPES: tuple[Callable[[Random], str], ...] = (
    two_sided,
    by_code,
    of_which,
    quarters,
    three_public,
    adjusted,
    economic,
    purchases,
    areas,
    assets,
    scored,
)


def clean(count: int, folder: Path, seed: int = 0, makers: Sequence[Callable[[Random], str]] = SHAPES) -> Iterator[Volume]:
    """So many reports, each of one shape, the shapes in turn."""
    for number in range(count):
        rng = Random(f"{seed}/{number}")
        body = makers[number % len(makers)](rng)
        title = f"{NAME}{YEAR}年度部门决算"
        path = folder / f"{seed}-{number}.html"
        path.write_text(f"<html><body><h1>{title}</h1><h2>一、决算情况说明</h2>{body}</body></html>", encoding="utf-8")
        yield build(path)
