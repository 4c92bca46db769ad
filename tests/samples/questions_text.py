"""Questions that are answered with quoted passages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.samples.evaluating import ROADS, SERVICE
from tests.samples.evaluating_more import LIBRARY, WATER

Gold = dict[str, Any]


def passage(question: str, contains: list[str], quote: str, body: str) -> Gold:
    return {"type": "passage", "question": question, "answer_contains": contains, "quote_contains": [quote], "organizations": [body]}


def wording(question: str, quote: str) -> Gold:
    return {"type": "wording", "question": question, "quote_contains": [quote]}


def texts() -> Iterator[Gold]:
    yield passage("市政设施管理处有哪些内设机构？", list(ROADS.rooms), "排水科", ROADS.name)
    yield passage("云溪市市政设施服务中心2023年存在哪些问题？", ["巡查人员年龄偏大", "绩效指标以数量为主"], "巡查人员年龄偏大", SERVICE.name)
    yield passage("图书馆2023年打算怎么改进", ["图书轮换制度", "数字阅读培训"], "图书轮换制度", LIBRARY.name)
    yield passage("供水水质监测站的主要职责是什么", ["公共供水水质", "二次供水"], "抽样检测", WATER.name)
    yield passage("市政设施管理处2023年桥梁检测加固的钱用在什么地方", ["柳湾大桥"], "柳湾大桥支座更换", ROADS.name)
    yield passage("园林绿化局2023年收支总计为什么比上年增加", ["花卉布置"], "老旧公园改造和花卉布置面积扩大", "云溪市园林绿化局")
    yield passage("苗圃管理站2022年收支增加的原因是什么", ["引种试验"], "新增耐旱苗木引种试验", "云溪市园林绿化局苗圃管理站")
    yield passage("市政设施服务中心2023年有没有政府性基金支出", ["无政府性基金"], "无政府性基金预算支出", SERVICE.name)
    yield passage("图书馆的专项资金是怎么管理的", ["专款专用"], "专款专用", LIBRARY.name)
    yield wording("查找“专账核算、专款专用”的原文表述", "专账核算、专款专用")
    yield wording("“年末结转和结余”这个名词解释怎么写", "未用完、按规定转到以后年度继续使用的资金")
    yield wording("三公经费决算小于预算的原因别的单位怎么写的？给我原文", "落实过紧日子要求")
