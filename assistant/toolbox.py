"""给别的程序用的几样工具：名字、说明、带类型的参数、做什么。LangChain 工具（tools.py）与 MCP 服务（mcp.py）都照这一张表，不各写一份。

每样工具都只读库，都不经过语言模型；结果是 CONTRACT.md 里同名命令的 JSON，个人号码已经隐去。
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from assistant import chat, listing
from assistant.finding import Filters, find
from assistant.length import LONGEST
from assistant.render import to_json
from assistant.store.library import Library
from assistant.wording import EVERY, wording

JsonObject = dict[str, Any]

Organisation = Annotated[str | None, Field(default=None, max_length=100, description="单位的全称、简称或其中的字；不给就不限")]
Year = Annotated[int | None, Field(default=None, ge=1949, le=2100, description="年度，例如 2023；不给就不限")]
Limit = Annotated[int, Field(ge=1, le=100, description="最多给几条")]
Words = Annotated[str, Field(min_length=1, max_length=LONGEST)]


class Arguments(BaseModel):
    """参数的共同规矩：没有说到的参数不收。"""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class AskArguments(Arguments):
    """提一个问题。"""

    question: Words = Field(description="用中文提的问题，例如：2023年三公经费决算数是多少？")
    history: list[Words] = Field(default_factory=list, max_length=20, description="之前问过的问题，先问的在前；追问时才要")
    organisation: Organisation = None
    year: Year = None


class FigureArguments(Arguments):
    """查数字。"""

    organisation: Organisation = None
    year: Year = None
    item: str | None = Field(default=None, max_length=100, description="项目名或其中的字，例如：三公经费")
    measure: str | None = Field(default=None, max_length=40, description="口径，照报表的叫法，例如：决算数、预算数、执行数、完成值")
    limit: Limit = 50


class WordingArguments(Arguments):
    """查写法。"""

    phrase: Words = Field(description="要查的一句话或几个字，逐字匹配")
    limit: Limit = 20


class SearchArguments(Arguments):
    """查段落与表格行。"""

    query: Words = Field(description="要找的内容")
    organisation: Organisation = None
    year: Year = None
    limit: Limit = 10


class NoArguments(Arguments):
    """没有参数。"""


@dataclass(frozen=True, slots=True)
class Offer:
    """一样工具：`run(library, 参数)` 给 JSON；出错是 MingzhangError。"""

    name: str
    description: str
    arguments: type[Arguments]
    run: Callable[[Library, Any], JsonObject]


def _ask(library: Library, given: AskArguments) -> JsonObject:
    return to_json(chat.ask(library, given.question, history=given.history, organisation=given.organisation, year=given.year))


def _figures(library: Library, given: FigureArguments) -> JsonObject:
    found = listing.figures_json(library, organisation=given.organisation, year=given.year, item=given.item, measure=given.measure)
    return {"total": len(found["figures"]), "figures": found["figures"][: given.limit]}


def _wording(library: Library, given: WordingArguments) -> JsonObject:
    return listing.wording_json(given.phrase, wording(library, given.phrase, limit=EVERY), library, limit=given.limit)


def _search(library: Library, given: SearchArguments) -> JsonObject:
    return listing.search_json(library, find(library, given.query, limit=given.limit, filters=Filters(given.organisation, given.year)))


def _reports(library: Library, given: NoArguments) -> JsonObject:  # noqa: ARG001  没有参数
    return listing.reports_json(library)


OFFERS = (
    Offer("ask", "就已入库的预算、决算、绩效自评报告提一个问题；每个数、每句话都带出处，报告里没有的就说没有。", AskArguments, _ask),
    Offer("figures", "按单位、年度、项目、口径查报告里印出的数字；每个数带单位与出处。total 是一共有几个。", FigureArguments, _figures),
    Offer("wording", "查一句话在各报告里逐字怎么写，带前后文与出处；没有原样的给意思相近的（exact 为 false）。", WordingArguments, _wording),
    Offer("search", "按意思与字面查找段落和表格行，相关的在前，带出处。", SearchArguments, _search),
    Offer("reports", "库里有哪些报告：单位、年度、种类。", NoArguments, _reports),
)
"""全部工具。"""
