"""More clean shapes: funds carried over, memo rows under a total, averages, staff by kind, points of groups, changes told in parts."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from random import Random

from tests.checks.shapes import YEAR, Row, cents, rate, table, wan

ZERO = Decimal(0)


def funds(rng: Random) -> str:
    """政府性基金: carried over + income − spending = carried on; a 小计 of two columns between columns that are no parts of it."""
    rows: list[Row] = [("科目编码", "科目名称", "年初结转和结余", "本年收入", "本年支出", "本年支出", "本年支出", "年末结转和结余")]
    rows.append(("科目编码", "科目名称", "年初结转和结余", "本年收入", "小计", "基本支出", "项目支出", "年末结转和结余"))
    lines = [(code, cents(rng, 90_000), cents(rng), cents(rng, 100, 40_000), cents(rng, 100, 40_000)) for code in ("2120801", "2120803", "2296002")]
    sums = [sum(column, ZERO) for column in zip(*(line[1:] for line in lines), strict=True)]
    for code, before, income, basic, project in [("", *sums), *lines]:
        name = f"{code}项支出" if code else "合计"
        rows.append((code, name, *map(wan, (before, income, basic + project, basic, project, before + income - basic - project))))
    return table(f"{YEAR}年度政府性基金预算财政拨款收入支出决算表", "万元", rows)


def fund_columns(rng: Random) -> str:
    """财政拨款收入支出决算总表: one amount column on the left, three on the right."""
    general, fund = [cents(rng) for _ in range(3)], [ZERO, cents(rng), ZERO]
    whole_g, whole_f, before = sum(general, ZERO), sum(fund, ZERO), cents(rng)
    rows: list[Row] = [("收入", "收入", *["支出"] * 4), ("项目", "决算数", "项目", "合计", "一般公共预算财政拨款", "政府性基金预算财政拨款")]
    left = [("一、一般公共预算财政拨款", whole_g), ("二、政府性基金预算财政拨款", whole_f), ("", None)]
    names = ("一、一般公共服务支出", "二、城乡社区支出", "三、住房保障支出")
    for (source, value), name, g, f in zip(left, names, general, fund, strict=True):
        rows.append((source, "" if value is None else wan(value), name, wan(g + f), wan(g), wan(f)))
    rows.append(("本年收入合计", wan(whole_g + whole_f), "本年支出合计", wan(whole_g + whole_f), wan(whole_g), wan(whole_f)))
    rows.append(("年初财政拨款结转和结余", wan(before), "年末财政拨款结转和结余", wan(before), wan(before), "0.00"))
    rows.append(("总计", wan(whole_g + whole_f + before), "总计", wan(whole_g + whole_f + before), wan(whole_g + before), wan(whole_f)))
    return table(f"{YEAR}年度财政拨款收入支出决算总表", "万元", rows)


def staff(rng: Random) -> str:
    """Posts and people by kind, a control rate, and people outside of the posts."""
    posts = [rng.randint(20, 60) for _ in range(3)]
    people = [post - rng.randint(0, 9) for post in posts]
    retired = rng.randint(5, 50)
    rows: list[Row] = [("人员类别", "编制数", "实有人数", "控制率")]
    kinds = ("行政编制", "事业编制", "工勤编制")
    rows += [(kind, post, here, f"{rate(Decimal(here), Decimal(post))}%") for kind, post, here in zip(kinds, posts, people, strict=True)]
    rows += [("合计", sum(posts), sum(people), f"{rate(Decimal(sum(people)), Decimal(sum(posts)))}%"), ("另：离退休人员", "", retired, "")]
    return table(f"{YEAR}年末机构人员情况表", "人", rows) + f"<p>{YEAR}年末实有在职人员{sum(people)}人，离退休人员{retired}人。</p>"


def projects(rng: Random) -> str:
    """Projects by number, the total first; money of the year and carried over side by side; memo rows and an average under them."""
    lines = [(f"第{number}批示范项目", cents(rng), cents(rng, 100, 5000)) for number in "一二三四五"]
    now, old = sum((line[1] for line in lines), ZERO), sum((line[2] for line in lines), ZERO)
    rows: list[Row] = [("序号", "项目名称", "合计", "当年预算", "上年结转"), ("", "合计", wan(now + old), wan(now), wan(old))]
    rows += [(index, name, wan(a + b), wan(a), wan(b)) for index, (name, a, b) in enumerate(lines, 1)]
    rows += [("", "项目平均", wan((now + old) / 5), wan(now / 5), wan(old / 5)), ("", "另：委托代管资金", wan(cents(rng)), "", "")]
    return table(f"{YEAR}年度项目支出预算表", "万元", rows)


def points(rng: Random) -> str:
    """A self-evaluation of the whole body: groups with their points in the label, extra points, a score cut off."""
    rows: list[Row] = [("一级指标", "二级指标", "三级指标", "分值", "年度指标值", "实际完成值", "得分", "偏差原因分析及改进措施")]
    total = Decimal(0)
    for group, weights in (("投入（20分）", (10, 10)), ("过程（30分）", (15, 15)), ("产出（30分）", (20, 10)), ("效果（20分）", (10, 10))):
        for number, weight in enumerate(weights, 1):
            lost = rng.choice((0, 0, 1))
            total += weight - lost
            why = "进度稍慢，下年加强" if lost else ""
            rows.append((group, f"{group[:2]}情况", f"{group[:2]}指标{number}", weight, "100%", f"{100 - lost * 5}%", weight - lost, why))
    rows.append(("总分", "总分", "总分", 100, "", "", total, ""))
    return table(f"{YEAR}年度部门整体支出绩效自评表", "分", rows) + f"<p>经自评，{YEAR}年度部门整体支出绩效得分{total}分。</p>"


def changes(rng: Random) -> str:
    """Changes in words: in all, of which up and which down, against last year and against the budget, level and none."""
    old, up, down = cents(rng, 90_000), cents(rng, 1000, 30_000), cents(rng, 100, 900)
    new, plan = old + up - down, (old + up) * 11 / 10
    said = f"<p>{YEAR}年度总支出{wan(new)}万元，比上年增加{wan(new - old)}万元，增长{rate(new - old, old)}%，"
    said += f"其中：项目支出增加{wan(up)}万元，基本支出减少{wan(down)}万元。"
    said += f"与年初预算{wan(plan)}万元相比，减少{wan(plan - new)}万元，完成年初预算的{rate(new, plan)}%。</p>"
    said += f"<p>会议费支出决算{wan(down)}万元，与上年持平。培训费支出决算0万元，上年0万元，无增减变化。</p>"
    aid = cents(rng, 50_000)
    said += f"<p>{YEAR}年发放补助{wan(aid)}万元，惠及{rng.randint(100, 900)}户，户均{rng.randint(500, 900)}元；"
    return said + f"其中第一批{wan(aid / 3)}万元已于6月发放。</p>"


def tax(rng: Random) -> str:
    """A government's general budget: revenue by tax with the change on the year before and the share of the budget, the rest in 其他."""
    names = ("税收收入", "　增值税", "　企业所得税", "　个人所得税", "非税收入", "　专项收入", "　行政事业性收费收入")
    taxes, fees = [cents(rng, 9_000) for _ in range(3)], [cents(rng, 9_000) for _ in range(2)]
    values = [sum(taxes, ZERO), *taxes, sum(fees, ZERO), *fees]
    rows: list[Row] = [("预算科目", "预算数", "决算数", "决算数为预算数的%", "上年决算数", "决算数为上年决算数的%")]
    every = [*zip(names, values, strict=True), ("一般公共预算收入合计", values[0] + values[4])]
    for name, value in every:
        plan, last = value * Decimal("0.96"), value * Decimal("0.93")
        rows.append((name, wan(plan), wan(value), rate(value, plan, "0.1"), wan(last), rate(value, last, "0.1")))
    return table(f"{YEAR}年一般公共预算收入决算表", "万元", rows)


def monthly(rng: Random) -> str:
    """Two halves and their months: totals inside of totals along a row, and a cumulative column that is no part."""
    rows: list[Row] = [("项目", "1-3月", "4-6月", "上半年小计", "7-9月", "10-12月", "下半年小计", "全年合计", "累计完成率")]
    kept = [[cents(rng) for _ in range(4)] for _ in range(2)]
    whole = [sum(column, ZERO) for column in zip(*kept, strict=True)]
    for name, parts in zip(("税收返还", "专项补助", "合计"), [*kept, whole], strict=True):
        first, second = parts[0] + parts[1], parts[2] + parts[3]
        rows.append((name, *map(wan, (*parts[:2], first, *parts[2:], second, first + second)), "100%"))
    return table(f"{YEAR}年补助资金分月情况表", "万元", rows)


MORE: tuple[Callable[[Random], str], ...] = (funds, fund_columns, staff, projects, points, changes, tax, monthly)
