"""What leaves 明账: the JSON of the contract, terminal text, Markdown that shows exactly the plain text."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from assistant import export, render, vocabulary
from assistant.reply import Answer, Interpretation
from tests.assistant import samples

TRICKY = st.text(alphabet=st.sampled_from("ab1 　\n\t.-+*_`~#[]<>()!|$:@&;\\/='\"{}^甲①\x1b\x07\u202e\u2028"), max_size=30)


def seen(markdown: str) -> str:
    """The text a reader of the Markdown sees; a break in a line is a newline. Fails on any markup other than paragraphs."""
    parts: list[str] = []
    for block in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown):
        assert block.type in ("paragraph_open", "inline", "paragraph_close"), block.type
        for token in block.children or []:
            assert token.type in ("text", "text_special", "hardbreak"), token.type
            parts.append("\n" if token.type == "hardbreak" else token.content)
    return "".join(parts)


@given(st.one_of(TRICKY, st.text(max_size=40)))
@example("1. 甲\n2. 乙")
@example("a\n\n    b  \nc\n")
@example("http://a.cn 与 a@b.cn :smile: :red[x] $x$ ~~y~~ | a | b |")
@example("[x](javascript:alert(1)) <script>alert(1)</script> &amp; &#60;")
def test_escaped_markdown_shows_the_text_itself(text: str) -> None:
    assert seen(render.escape(text)) == render.visible(text)


@given(st.text(max_size=60))
def test_visible_text_moves_no_cursor_and_keeps_the_rest(text: str) -> None:
    shown = render.visible(text)
    assert not [c for c in shown if (ord(c) < 32 and c not in "\n\t") or 127 <= ord(c) < 160 or c in "\u202e\u2066\u200f"]
    assert json.loads(f'"{shown}"') == text if not set(text) & set('"\\\n\t') else True


def test_json_has_the_shape_of_the_contract() -> None:
    shaped = render.to_json(samples.computed())
    assert shaped["interpretation"] == {
        "organisations": [samples.ORGANISATION],
        "years": [2023],
        "item": "三公经费",
        "measure": "决算",
        "operation": "difference",
        "assumed": ["organisation"],
        "expanded": {},
        "taken": [],
    }
    assert shaped["figures"][0] == {"value": "1.87", "unit": "万元", "role": "result", "formula": "6 − 4.13 = 1.87", "operands": [1, 2]}
    assert shaped["figures"][1]["value"] == "6"
    assert shaped["figures"][1]["citation"] == 2
    assert shaped["citations"][0]["id"] == 1
    assert shaped["citations"][0]["page"] is None
    assert shaped["coverage"] == {"reports": 3, "with_item": 1, "missing": ["甲", "乙"]}
    assert {"question", "status", "reason", "answer", "conflicts", "related"} <= shaped.keys()
    assert json.loads(json.dumps(shaped, ensure_ascii=False)) == shaped


def test_json_of_an_answer_that_is_none_keeps_figures_empty() -> None:
    shaped = render.to_json(samples.absent())
    assert (shaped["status"], shaped["reason"], shaped["figures"]) == ("not_found", "no_indicator", [])
    assert shaped["related"][0]["value"] == "4.13"


def test_json_shows_conflicts_with_both_places() -> None:
    (conflict,) = render.to_json(samples.disputed())["conflicts"]
    assert [figure["value"] for figure in conflict["figures"]] == ["4.13", "6"]
    assert [figure["citation"] for figure in conflict["figures"]] == [1, 2]


@pytest.mark.parametrize("mobile", ["13912345678", "+86 139-1234-5678"])
def test_no_mobile_number_leaves_in_any_form(mobile: str) -> None:
    answer = samples.answered(text=f"联系人电话{mobile}，三公经费4.13万元[1]。", quote=f"4.13 电话{mobile}")
    for whole in (json.dumps(render.to_json(answer), ensure_ascii=False), render.to_text(answer), export.to_footnoted(answer)):
        assert mobile not in whole
        assert "手机号已隐去" in whole


def test_text_gives_sentence_reading_and_sources() -> None:
    lines = render.to_text(samples.answered()).split("\n")
    assert lines[0] == "2023年三公经费决算数是4.13万元[1]。"
    assert lines[1] == f"我的理解：{samples.ORGANISATION} · 2023年 · 三公经费 · 决算 · 差额（单位未写明，按此理解）"
    assert lines[-1] == f"[1] {samples.TITLE} › 附件1 › 三公经费 × 2023年决算数：「4.13」"


def test_text_of_a_refusal_says_what_to_do_next() -> None:
    text = render.to_text(samples.absent())
    assert render.HELP["no_indicator"] in text
    assert "三公经费 · 决算：4.13 万元[1]" in text


def test_every_reason_of_the_contract_has_a_next_step() -> None:
    reasons = {"no_organisation", "no_year", "no_indicator", "blank", "underspecified", "false_premise", "out_of_scope", "personal", "degraded"}
    assert set(render.HELP) == reasons
    assert all(render.help_line(Answer("q", Interpretation(), "not_found", "没有", reason=reason)) for reason in reasons)


def test_markdown_has_no_markup_from_the_report() -> None:
    hostile = "<img src=x onerror=alert(1)> **粗** [点](http://a.cn) 3*4*5"
    tokens = MarkdownIt("commonmark").parse(export.to_footnoted(samples.answered(text=f"{hostile}[1]", quote=hostile)))
    inner = [token.type for block in tokens for token in block.children or []]
    assert set(inner) <= {"text", "text_special"}


def test_page_stands_in_the_place() -> None:
    assert render.place(samples.citation(page=7)).endswith("（第7页）")


def test_shown_walks_lists_and_objects() -> None:
    given_value: dict[str, Any] = {"电话": ["13912345678", {"x": ("13912345678",)}], "n": 1, "none": None}
    assert "13912345678" not in json.dumps(render.shown(given_value), ensure_ascii=False)
    assert render.shown({"n": 1, "none": None}) == {"n": 1, "none": None}


def test_every_operation_has_a_name_for_readers() -> None:
    kinds = {operation["kind"] for operation in vocabulary.load("operations")["operation"]}
    assert kinds - set(render.OPERATIONS) == set()
