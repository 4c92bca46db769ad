"""LangChain's own standard tests, offline: the retriever and the embeddings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from langchain_tests.integration_tests import EmbeddingsIntegrationTests, RetrieversIntegrationTests

from assistant.store.library import Library
from assistant.tools import ReportEmbeddings, ReportRetriever
from tests.assistant.search_samples import library_at


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with library_at(tmp_path_factory.mktemp("retriever")) as opened:
        yield opened


class TestRetriever(RetrieversIntegrationTests):
    @pytest.fixture(autouse=True)
    def _library(self, library: Library) -> None:
        self.opened = library

    @property
    def retriever_constructor(self) -> type[BaseRetriever]:
        return ReportRetriever

    @property
    def retriever_constructor_params(self) -> dict[str, Any]:
        return {"library": self.opened}

    @property
    def retriever_query_example(self) -> str:
        return "专项资金主要用于什么，公务用车运行维护费为什么增加"


class TestEmbeddings(EmbeddingsIntegrationTests):
    @property
    def embeddings_class(self) -> type[Embeddings]:
        return ReportEmbeddings


def test_documents_name_their_source(library: Library) -> None:
    report = library.reports()[0]
    documents = ReportRetriever(library=library, k=2, reports=(report.id,)).invoke("白蚁防治")
    assert documents[0].metadata["organisation"] == "云川市房屋服务中心"
    assert documents[0].metadata["year"] == 2023
    assert library.entry(documents[0].metadata["id"]).text == documents[0].page_content


def test_a_hidden_number_is_shown_as_hidden(library: Library) -> None:
    embeddings = ReportEmbeddings()
    assert embeddings.embed_query("联系电话13900000000") == embeddings.embed_query("联系电话13911111111")
