"""Which reports there are, each in one format, and what else lies in corpus/."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.samples.accounts import BUREAU, STATION
from tests.samples.evaluating import ROADS, SERVICE
from tests.samples.evaluating_more import LIBRARY, WATER
from tests.samples.evaluation import report
from tests.samples.questions import questions
from tests.samples.settlement import settlement
from tests.samples.shapes import Document
from tests.samples.writers import as_bytes

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "corpus"
QUESTIONS = ROOT / "tests" / "questions" / "samples.jsonl"

DEMO = ("2023年云溪市图书馆的项目支出决算数是多少？", "云溪市园林绿化局2023年收、支总计比上年增加了多少？", "云溪市市政设施管理处存在哪些问题？")


@cache
def documents() -> tuple[Document, ...]:
    """The twelve reports in the order of the README."""
    return (
        report(ROADS, 2022, "txt"),
        report(ROADS, 2023, "docx"),
        report(SERVICE, 2022, "html"),
        report(SERVICE, 2023, "txt"),
        report(LIBRARY, 2022, "docx"),
        report(LIBRARY, 2023, "html"),
        report(WATER, 2022, "html"),
        report(WATER, 2023, "txt"),
        settlement(BUREAU, 2022, "docx"),
        settlement(BUREAU, 2023, "html"),
        settlement(STATION, 2022, "txt"),
        settlement(STATION, 2023, "docx"),
    )


def readme() -> str:
    rows = [f"| {d.name} | {d.organisation} | {d.year} | {'；'.join(d.notes) or '—'} |" for d in documents()]
    return "\n".join(
        [
            "# 样例报告",
            "",
            "这里的城市、单位、人物、电话与数字**全部是虚构的样例**，只用来试用和检查本程序；不是任何真实单位的公开信息。",
            "",
            "六个单位，每个两年，每份报告一种格式。金额前后勾稽：分项加起来等于合计，上年决算数等于上一年报告的决算数；表中“埋设”一栏是有意留下的例外。",
            "",
            "| 文件 | 单位 | 年度 | 埋设 |",
            "| --- | --- | --- | --- |",
            *rows,
            "",
            "市政设施管理处与市政设施服务中心名称相近而互不相属；园林绿化局的部门决算含下属苗圃管理站，苗圃管理站另有单位决算，金额单位为元。",
            "",
            "文件由 `python -m tests.samples` 写出，不要手改；问题与标准答案在 `tests/questions/samples.jsonl`。",
            "",
        ]
    )


def files() -> Iterator[tuple[Path, bytes]]:
    """Every file that the generator owns, with its bytes."""
    yield from ((CORPUS / document.name, as_bytes(document)) for document in documents())
    yield CORPUS / "README.md", readme().encode()
    yield CORPUS / "demo.questions", "".join(f"{line}\n" for line in DEMO).encode()
    yield QUESTIONS, "".join(json.dumps(gold, ensure_ascii=False) + "\n" for gold in questions()).encode()
