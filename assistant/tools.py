"""LangChain 的边缘：检索器、向量和工具。导入本模块就要装入 langchain_core，所以只在用到时导入。"""

from __future__ import annotations

import json
from typing import Any

from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from langchain_core.tools import BaseTool, StructuredTool, ToolException
from pydantic import ConfigDict

from assistant import privacy
from assistant.encode import Encoder, default_encoder
from assistant.errors import MingzhangError
from assistant.finding import Filters, find
from assistant.model import Report
from assistant.search import Hit
from assistant.store.library import Library
from assistant.toolbox import OFFERS, Offer


class ReportRetriever(BaseRetriever):
    """明账的混合检索作为 LangChain 检索器：`k` 条，`reports` 限定报告。每个 Document 带编号、单位、年度、标题和各路的分。"""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    library: Library
    k: int = 10
    reports: tuple[str, ...] | None = None

    def _get_relevant_documents(self, query: str, *, k: int | None = None, **_: Any) -> list[Document]:
        known = {report.id: report for report in self.library.reports()}
        hits = find(self.library, query, limit=self.k if k is None else k, filters=Filters(only=self.reports)).hits
        return [_document(hit, known[hit.entry.report]) for hit in hits if hit.entry.report in known]


def _document(hit: Hit, report: Report) -> Document:
    entry = hit.entry
    about = {"organisation": report.organisation, "year": report.fiscal_year, "title": report.title, "report": report.id, "url": report.url}
    found = {"id": entry.id, "kind": entry.kind, "page": entry.page, "score": hit.score, "legs": hit.legs, "alike": list(hit.alike)}
    return Document(id=entry.id, page_content=privacy.show(entry.text), metadata=about | found)


class ReportEmbeddings(Embeddings):
    """编码器作为 LangChain 的 Embeddings；不给就用设置里的那个。"""

    def __init__(self, encoder: Encoder | None = None) -> None:
        self._encoder = encoder or default_encoder()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """每段文字一行，长度为 1。"""
        return [[float(value) for value in row] for row in self._encoder.encode([privacy.hide(text) for text in texts])]

    def embed_query(self, text: str) -> list[float]:
        """问句一行。"""
        return self.embed_documents([text])[0]


def tools(library: Library) -> list[BaseTool]:
    """toolbox 里的工具作为 LangChain 工具：提问、查数字、查写法、检索、库里有什么。结果是一段 JSON；预期内的错误是一句话，不中断调用的人。"""
    return [_tool(library, offer) for offer in OFFERS]


def _tool(library: Library, offer: Offer) -> BaseTool:
    def run(**given: Any) -> str:
        try:
            return json.dumps(offer.run(library, offer.arguments.model_validate(given)), ensure_ascii=False)
        except MingzhangError as error:
            raise ToolException(str(error)) from error

    return StructuredTool.from_function(func=run, name=offer.name, description=offer.description, args_schema=offer.arguments, handle_tool_error=True)
