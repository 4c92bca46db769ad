"""Web pages: what is data, what is layout, what is furniture."""

from __future__ import annotations

from pathlib import Path

from ingest.blocks import Block, Heading, Paragraph
from ingest.parsers import parse
from tests.ingest.layouts import tables


def read(folder: Path, body: str) -> list[Block]:
    path = folder / "网页.html"
    path.write_text(f"<!DOCTYPE html><html><head><title>站点</title><style>p{{}}</style></head><body>{body}</body></html>", encoding="utf-8")
    return parse(path)


def test_furniture_is_dropped_and_text_stays(tmp_path: Path) -> None:
    body = "<nav>首页</nav><header>横幅</header><script>x=1</script><div style='display: none'>隐</div><p hidden>藏</p><footer>版权</footer>"
    assert read(tmp_path, body + "<article><header><h1>决算公开</h1></header><p>正文</p></article>") == [Heading("决算公开", 1), Paragraph("正文")]


def test_blocks_and_breaks_are_paragraphs(tmp_path: Path) -> None:
    blocks = read(tmp_path, "前言<p>第<b>一</b>段<br>第二行</p><div>外<div>内</div>后</div><ul><li>甲<li>乙</ul>")
    assert blocks == [Paragraph(text) for text in ("前言", "第一段", "第二行", "外", "内", "后", "甲", "乙")]


def test_white_space_is_as_a_browser_shows_it(tmp_path: Path) -> None:
    assert read(tmp_path, "<p>住房\n   保障  2023\n年&nbsp;度</p>") == [Paragraph("住房保障 2023 年 度")]


def test_numbered_lists_keep_their_numbers(tmp_path: Path) -> None:
    body = "<ol start=3><li>甲</li><li>乙</li></ol><ol style='list-style-type: cjk-ideographic'><li>丙</li></ol>"
    assert read(tmp_path, body) == [Paragraph("3. 甲"), Paragraph("4. 乙"), Paragraph("一、丙")]


def test_a_layout_table_is_opened(tmp_path: Path) -> None:
    inner = "<table><caption>收支表</caption><tr><th>项目</th><th>金额</th></tr><tr><td>会议费</td><td>3</td></tr></table>"
    blocks = read(tmp_path, f"<table><tr><td>左栏</td><td><h2>表一</h2>{inner}</td></tr></table><table><tr><td>一格</td></tr></table>")
    assert [type(block).__name__ for block in blocks] == ["Paragraph", "Heading", "TableBlock", "Paragraph"]
    assert tables(blocks)[0].caption == "收支表"


def test_the_foot_of_a_table_comes_last(tmp_path: Path) -> None:
    body = "<table><thead><tr><th>项目<th>数</thead><tfoot><tr><td>合计<td>3</tfoot><tbody><tr><td>甲<td>3</tbody></table>"
    assert [cell.text for cell in tables(read(tmp_path, body))[0].cells] == ["项目", "数", "甲", "3", "合计", "3"]


def test_spans_that_make_no_sense(tmp_path: Path) -> None:
    body = "<table><tr><td rowspan=0>甲<td colspan=x>1<tr><td rowspan=99999>2<tr hidden><td>隐</table>"
    block = tables(read(tmp_path, body))[0]
    assert [(c.text, c.row, c.col, c.row_span, c.col_span) for c in block.cells] == [("甲", 0, 0, 2, 1), ("1", 0, 1, 1, 1), ("2", 1, 1, 1, 1)]


def test_hidden_text_in_a_cell_is_dropped(tmp_path: Path) -> None:
    body = "<table><tr><td>项目<td>9<span style='display:none'>8</span><script>7</script><sup>2</sup></table>"
    assert tables(read(tmp_path, body))[0].cells[1].text == "92"
