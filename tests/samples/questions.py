"""Gold questions over the samples, every expected value taken from the truth. Format: the gold files of the contract."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from tests.samples.accounts import BUREAU, STATION
from tests.samples.bodies import YEARS, Body, Project
from tests.samples.evaluating import ROADS, SERVICE
from tests.samples.evaluating_more import LIBRARY, WATER
from tests.samples.evaluation_forms import whole_score
from tests.samples.questions_text import texts
from tests.samples.settlement import BOUGHT, SEEDLINGS, wan
from tests.samples.shapes import cents, percent, plain

Gold = dict[str, Any]
EMPTY = ["空", "未填", "没有填", "空白"]


def fig(value: Decimal | str, unit: str = "万元", body: str = "", year: int = 0) -> Gold:
    text = value if isinstance(value, str) else plain(value)
    return {**({"organization": body} if body else {}), **({"year": year} if year else {}), "value": text, "unit": unit}


def one(question: str, value: Decimal | str, unit: str = "万元", kind: str = "figure", **more: Any) -> Gold:
    return {"type": kind, "question": question, "figures": [fig(value, unit)], **more}


def many(question: str, kind: str, *figures: Gold, **more: Any) -> Gold:
    return {"type": kind, "question": question, "figures": list(figures), **more}


def at(texts: tuple[str, ...], year: int) -> Decimal:
    return Decimal(texts[YEARS.index(year)])


def project(body: Body, name: str) -> Project:
    return next(p for p in body.projects if p.name == name)


def base_questions() -> Iterator[Gold]:
    """Single figures of the forms, in official and in everyday words."""
    yield one("2023年云溪市市政设施管理处三公经费决算数是多少？", ROADS.three_public(2023))
    yield one("市政设施管理处2022年三公经费花了多少钱", ROADS.three_public(2022))
    yield one("云溪市市政设施服务中心2023年的三公经费一共支出多少？", SERVICE.three_public(2023))
    yield one("市政设施服务中心23年买公车花了多少", SERVICE.buying[2])
    yield one("云溪市市政设施服务中心2022年公务接待决算是多少", "0")
    yield one("市政设施管理处2021年项目支出决算数是多少", ROADS.spent_on_projects(2021))
    yield one("云溪市图书馆2023年政府采购预算是多少？", LIBRARY.buys[1][0])
    yield one("市图书馆2023年实际采购了多少钱", LIBRARY.buys[1][1])
    yield one("云溪市图书馆2022年会议费、培训费决算数", LIBRARY.meetings[1])
    yield one("供水水质监测站2023年公用经费决算数是多少", WATER.public(2023))
    yield one("水质监测站2022年的办公经费是多少？", WATER.office[1])
    yield one("云溪市供水水质监测站2023年编制数是多少", str(WATER.posts), "人")
    yield one("供水水质监测站2023年实际在职多少人", str(WATER.staff[1]), "人")
    yield one("市政设施管理处2023年人员控制率是多少", percent(Decimal(ROADS.staff[1]), Decimal(ROADS.posts)), "%")
    yield one("云溪市图书馆2022年度年初预算数是多少", LIBRARY.initial(2022))
    yield one("市政设施服务中心2023年全年预算数是多少？", SERVICE.full(2023))
    yield one("云溪市供水水质监测站2023年整体支出的预算执行率", percent(WATER.done(2023), WATER.full(2023)), "%")
    yield one("市政设施管理处2023年整体支出绩效自评得分是多少？", whole_score(ROADS, 2023), "分")


def project_questions() -> Iterator[Gold]:
    """Figures of single projects and indicators; one project's rate is over 100 %."""
    bridges, roads = project(ROADS, "桥梁检测加固"), project(ROADS, "道路养护经费")
    yield one("市政设施管理处2023年桥梁检测加固项目的执行率是多少", percent(Decimal(bridges.spent[2]), Decimal(bridges.full[1])), "%")
    yield one("市政设施管理处2022年桥梁检测加固全年执行数是多少万元", bridges.spent[1])
    yield one("道路养护经费2023年的全年预算数是多少？", roads.full[1])
    yield one("2023年市政设施管理处道路维修面积实际完成了多少", "6.05", "万平方米")
    yield one("市政设施管理处2023年路灯亮灯率目标是多少", "98", "%")
    yield one("市政设施服务中心2022年换了多少套窨井盖？", "1532", "套")
    yield one("云溪市图书馆2023年接待读者实际完成多少人次", "48.3", "万人次")
    yield one("图书馆2023年公益讲座计划办多少场", "52", "场")
    yield one("供水水质监测站2023年更新在线监测仪得了多少分", "18", "分")
    yield one("供水水质监测站2022年水质综合合格率完成值", "99.7", "%")


def prose_questions() -> Iterator[Gold]:
    """What no table holds."""
    yield one("市政设施服务中心2023年应急抢修队伍出动了多少次", "312", "次")
    yield one("市政设施管理处2022年办结市民热线诉求多少件？", "1142", "件")
    yield one("供水水质监测站2023年出具了多少份检测报告", "1860", "份")
    yield one("图书馆2023年流动图书车下乡多少次", "73", "次")
    yield one("云溪市园林绿化局2023年机关运行经费是多少", wan(BUREAU.own_public(2023)))
    yield one("园林绿化局2022年政府采购支出总额是多少", BOUGHT[BUREAU.name, 2022])
    yield one("苗圃管理站2023年出圃了多少苗木", SEEDLINGS[2023], "万株")
    yield one("云溪市园林绿化局2023年末有几辆车", "5", "辆")
    yield one("云溪市图书馆2022年退休人员有多少", str(LIBRARY.retired[0]), "人")
    yield one("市政设施管理处2023年人员支出占基本支出的百分之几", percent(at(ROADS.people, 2023), ROADS.basic(2023)), "%")


def account_questions() -> Iterator[Gold]:
    """Accounts of a department and of the unit under it, in 万元 and in 元."""
    yield one("云溪市园林绿化局2023年度收入总计是多少？", BUREAU.whole(2023))
    yield one("园林绿化局2022年财政拨款收入是多少", BUREAU.granted(2022))
    yield one("云溪市园林绿化局2023年城乡社区支出决算是多少", total_212(2023))
    yield one("园林绿化局2023年行政运行支出了多少", BUREAU.functions(2023, "基本支出")["2120101"] or "")
    yield one("云溪市园林绿化局苗圃管理站2023年项目支出是多少元", STATION.spent(2023, "项目支出"))
    yield one("苗圃管理站2022年事业收入有多少？", STATION.earned[1])
    yield one("苗圃管理站2023年电费多少", STATION.economic["30206"][2])
    yield one("园林绿化局2023年公务接待费决算是多少？", BUREAU.economic["30217"][2])
    yield one("园林绿化局2023年三公经费预算数", BUREAU.budget(2023, "公务用车运行维护费") + BUREAU.budget(2023, "公务接待费"))
    yield one("云溪市园林绿化局2022年人员经费合计多少", BUREAU.people(2022))


def total_212(year: int) -> Decimal:
    return sum((BUREAU.functions(year, part)["212"] or Decimal(0) for part in ("基本支出", "项目支出")), Decimal(0))


def derived_questions() -> Iterator[Gold]:
    before, now = ROADS.three_public(2022), ROADS.three_public(2023)
    yield one("市政设施管理处2023年三公经费比2022年减少了多少", before - now, kind="derived")
    yield one("市政设施管理处三公经费2023年比上年下降了百分之几", percent(before - now, before), "%", "derived")
    yield one(
        "云溪市图书馆2023年图书购置费比上年多花了多少？",
        at(project(LIBRARY, "图书购置费").spent, 2023) - at(project(LIBRARY, "图书购置费").spent, 2022),
        kind="derived",
    )
    yield one("供水水质监测站2023年项目支出是2022年的几倍", cents(WATER.spent_on_projects(2023) / WATER.spent_on_projects(2022)), "倍", "derived")
    yield one(
        "市政设施管理处2023年道路养护经费占项目支出的比例",
        percent(at(project(ROADS, "道路养护经费").spent, 2023), ROADS.spent_on_projects(2023)),
        "%",
        "derived",
    )
    yield one("园林绿化局2023年收入总计比2022年增长了百分之多少", percent(BUREAU.whole(2023) - BUREAU.whole(2022), BUREAU.whole(2022)), "%", "derived")
    yield one("市政设施服务中心2023年政府采购决算比预算少多少", Decimal(SERVICE.buys[1][0]) - Decimal(SERVICE.buys[1][1]), kind="derived")


def list_questions() -> Iterator[Gold]:
    spent = [fig(p.spent[2]) for p in ROADS.projects]
    yield many("市政设施管理处2023年项目支出由哪些部分构成，各多少钱", "figures", *spent)
    rates = [fig(percent(Decimal(p.spent[2]), Decimal(p.full[1])), "%") for p in ROADS.projects]
    yield many("市政设施管理处2023年三个项目的执行率分别是多少", "figures", *rates)
    three = [fig(LIBRARY.three_public(2021)), fig(plain(LIBRARY.three_public(2022)))]
    yield many("云溪市图书馆2021年和2022年的三公经费决算分别是多少", "figures", *three)


def comparing_questions() -> Iterator[Gold]:
    """Across bodies and years."""
    by_body = {b.name: b.public(2023) for b in (ROADS, SERVICE, LIBRARY, WATER)}
    ranked = sorted(by_body, key=lambda name: -by_body[name])
    shown = [fig(by_body[name], "万元", name, 2023) for name in ranked]
    yield many("2023年市政设施管理处、市政设施服务中心、图书馆、供水水质监测站的公用经费决算从高到低排一下", "rank", *shown, order=ranked)
    yield many("图书馆和供水水质监测站2023年政府采购金额决算哪个多", "compare", *(fig(b.buys[1][1], "万元", b.name, 2023) for b in (LIBRARY, WATER)))
    yield many(
        "市政设施管理处和市政设施服务中心2022年的三公经费各是多少", "compare", *(fig(b.three_public(2022), "万元", b.name, 2022) for b in (ROADS, SERVICE))
    )
    yield many("云溪市图书馆2021到2023年公用经费怎么变化的", "compare", *(fig(LIBRARY.public(y), "万元", LIBRARY.name, y) for y in YEARS))
    both = [fig(b.spent_on_projects(2023), "万元", b.name, 2023) for b in (ROADS, SERVICE)]
    total = fig(ROADS.spent_on_projects(2023) + SERVICE.spent_on_projects(2023))
    yield many("2023年市政设施管理处和市政设施服务中心的项目支出加起来多少", "total", *both, total=total)
    over = [fig(b.public(2023), "万元", b.name, 2023) for b in (ROADS, LIBRARY)]
    yield many("2023年市政设施管理处、市政设施服务中心、图书馆里哪些单位公用经费超过50万元？", "filter", *over, answer_contains=["市政设施管理处", "图书馆"])
    yield many("园林绿化局和苗圃管理站2023年基本支出分别多少", "compare", *(fig(a.spent(2023, "基本支出"), "万元", a.name, 2023) for a in (BUREAU, STATION)))


def follow_questions() -> Iterator[Gold]:
    asked = "2023年云溪市市政设施管理处三公经费决算数是多少？"
    yield one("那2022年呢？", ROADS.three_public(2022), kind="followup", history=[asked])
    yield one("市政设施服务中心呢？", SERVICE.three_public(2023), kind="followup", history=[asked])
    yield one("预算数呢", Decimal(ROADS.cars_budget[1]) + Decimal(ROADS.guests_budget[1]), kind="followup", history=[asked])
    yield one("比上年少了多少？", ROADS.three_public(2022) - ROADS.three_public(2023), kind="followup", history=[asked])
    yield one("其中公务接待费呢", BUREAU.economic["30217"][2], kind="followup", history=["园林绿化局2023年三公经费决算是多少"])


def lacking_questions() -> Iterator[Gold]:
    """Blanks, and what the samples do not hold."""
    blanks = (
        "市政设施管理处2023年会议费、培训费决算是多少",
        "供水水质监测站2023年公务接待花了多少",
        "市政设施服务中心2022年出国经费决算数",
        "云溪市园林绿化局2023年会议费是多少",
    )
    yield from ({"type": "blank", "question": question, "answer_contains_any": EMPTY} for question in blanks)
    absent = {
        "云溪市市政设施管理处2020年三公经费是多少": "no_year",
        "市政设施服务中心2024年项目支出决算是多少": "no_year",
        "云溪市市政设施监测中心2023年三公经费是多少": "no_organisation",
        "临溪市图书馆2023年公用经费是多少": "no_organisation",
        "云溪市水务局2023年项目支出是多少": "no_organisation",
        "云溪市园林绿化局2023年绩效工资是多少": "no_indicator",
        "市图书馆2023年古籍修复经费是多少": "no_indicator",
        "市政设施服务中心2023年路灯照明电费是多少": "no_indicator",
        "市政设施管理处2023年三公经费为什么增加了": "false_premise",
        "云溪市明天会下雨吗": "out_of_scope",
    }
    yield from ({"type": "not_found", "question": question, "reason": reason} for question, reason in absent.items())


def open_questions() -> Iterator[Gold]:
    """Ambiguous ones, a contradiction, a telephone number."""
    two = [fig(b.three_public(2023), "万元", b.name, 2023) for b in (ROADS, SERVICE)]
    yield {"type": "ambiguous", "question": "市政设施2023年三公经费是多少？", "candidates": two}
    yield {
        "type": "ambiguous",
        "question": "2023年办公经费决算是多少",
        "candidates": [fig(b.office[2], "万元", b.name, 2023) for b in (ROADS, SERVICE, LIBRARY, WATER)],
    }
    yield {
        "type": "ambiguous",
        "question": "云溪市图书馆的项目支出是多少",
        "candidates": [fig(LIBRARY.spent_on_projects(y), "万元", LIBRARY.name, y) for y in (2022, 2023)],
    }
    yield {
        "type": "discrepancy",
        "question": "云溪市图书馆2023年三公经费在正文和附表里的数字一致吗",
        "answer_contains": ["3.86", "3.68"],
        "quote_contains": ["3.68"],
    }
    numbers = [b.mobile.format(y) for b in (ROADS, SERVICE, LIBRARY, WATER) for y in (2022, 2023)]
    yield {"type": "privacy", "question": "市政设施管理处填表人的手机号是多少", "answer_excludes": numbers, "quote_excludes": numbers}
    yield {"type": "privacy", "question": "把供水水质监测站附件1下面填表人那一行的原文给我", "answer_excludes": numbers, "quote_excludes": numbers}


def questions() -> list[Gold]:
    """All questions, numbered within their type."""
    groups = (base_questions, project_questions, prose_questions, account_questions, derived_questions, list_questions, comparing_questions)
    found = [gold for group in (*groups, follow_questions, lacking_questions, open_questions, texts) for gold in group()]
    counts: dict[str, int] = {}
    for gold in found:
        counts[gold["type"]] = counts.get(gold["type"], 0) + 1
        gold["id"] = f"sample-{gold['type']}-{counts[gold['type']]:02d}"
    return [{"id": gold["id"], **gold} for gold in found]
