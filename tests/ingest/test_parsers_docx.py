"""Word's own matters: current text, printed numbers, heading styles, merged cells that are odd."""

from __future__ import annotations

from pathlib import Path

from ingest.blocks import Block, Heading, Paragraph
from ingest.parsers import parse
from tests.ingest.layouts import W, docx_bytes, docx_paragraph, docx_row, docx_table, grid, tables


def read(folder: Path, body: str, parts: dict[str, str] | None = None) -> list[Block]:
    path = folder / "报告.docx"
    path.write_bytes(docx_bytes(body, parts))
    return parse(path)


def texts(blocks: list[Block]) -> list[str]:
    return [block.text for block in blocks if isinstance(block, Heading | Paragraph)]


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def test_deleted_and_hidden_text_is_not_there(tmp_path: Path) -> None:
    body = f"<w:p>{run('支出')}<w:del><w:r><w:delText>100</w:delText></w:r>{run('99')}</w:del><w:ins>{run('120')}</w:ins>"
    body += f"{run('秘密', '<w:vanish/>')}{run('万元', '<w:vanish w:val=&quot;0&quot;/>'.replace('&quot;', chr(34)))}</w:p>"
    assert texts(read(tmp_path, body)) == ["支出120万元"]


def test_moved_text_stands_once(tmp_path: Path) -> None:
    assert texts(read(tmp_path, f"<w:p><w:moveFrom>{run('甲')}</w:moveFrom>{run('乙')}<w:moveTo>{run('甲')}</w:moveTo></w:p>")) == ["乙甲"]


def test_a_deleted_paragraph_mark_joins_paragraphs(tmp_path: Path) -> None:
    first = f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('公务')}</w:p>"
    assert texts(read(tmp_path, first + docx_paragraph("接待费"))) == ["公务接待费"]


def test_wrappers_are_seen_through(tmp_path: Path) -> None:
    body = f"<w:sdt><w:sdtPr/><w:sdtContent><w:p><w:hyperlink>{run('链')}</w:hyperlink><w:smartTag>{run('标')}</w:smartTag>"
    body += f"<w:sdt><w:sdtContent>{run('控')}</w:sdtContent></w:sdt></w:p></w:sdtContent></w:sdt>"
    assert texts(read(tmp_path, body)) == ["链标控"]


def test_fields_show_their_result_only(tmp_path: Path) -> None:
    body = f"<w:p><w:r><w:instrText> TOC </w:instrText></w:r>{run('目录')}<w:r><w:tab/></w:r>{run('3')}<w:r><w:br/></w:r>{run('下一行')}</w:p>"
    assert texts(read(tmp_path, body)) == ["目录\t3\n下一行"]


def test_a_text_box_stands_once(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{docx_paragraph('框中文字')}</w:txbxContent>"
    either = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent>"
    assert texts(read(tmp_path, f"<w:p>{run('正文')}<w:r>{either}</w:r></w:p>")) == ["正文", "框中文字"]


def numbering(levels: str, extra: str = "") -> dict[str, str]:
    return {
        "word/numbering.xml": f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{extra}</w:numbering>'
    }


def level(number: int, style: str, text: str, start: int = 1, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{number}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{text}"/>{more}</w:lvl>'


def item(text: str, at: int = 0, number: int = 1) -> str:
    return f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>{run(text)}</w:p>'


SUFFIX = '<w:suff w:val="nothing"/>'


def test_automatic_numbers_are_printed(tmp_path: Path) -> None:
    levels = level(0, "chineseCounting", "%1、", more=SUFFIX) + level(1, "chineseCounting", "（%2）", more=SUFFIX) + level(2, "decimal", "%3.", more=SUFFIX)
    body = item("基本情况") + item("职能", 1) + item("细项", 2) + item("细项", 2) + item("机构", 1) + item("细项", 2) + item("支出情况") + item("总体", 1)
    assert texts(read(tmp_path, body, numbering(levels))) == [
        "一、基本情况", "（一）职能", "1.细项", "2.细项", "（二）机构", "1.细项", "二、支出情况", "（一）总体",
    ]  # fmt: skip


def test_numbers_of_several_levels_and_legal_form(tmp_path: Path) -> None:
    levels = level(0, "chineseCounting", "第%1章") + level(1, "decimal", "%1.%2", more="<w:isLgl/>")
    assert texts(read(tmp_path, item("总则") + item("范围", 1) + item("依据", 1), numbering(levels))) == ["第一章 总则", "1.1 范围", "1.2 依据"]


def test_an_overridden_start_and_a_bullet(tmp_path: Path) -> None:
    extra = '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="9"/></w:lvlOverride></w:num>'
    levels = level(0, "decimal", "%1、", more=SUFFIX) + level(1, "bullet", "\uf0b7")
    body = item("甲") + item("乙") + item("丙", number=2) + item("点", 1)
    got = texts(read(tmp_path, body, numbering(levels, extra)))
    assert got[:3] == ["1、甲", "2、乙", "9、丙"]
    assert got[3].endswith("点")
    assert "\uf0b7" not in got[3]


def test_an_empty_numbered_paragraph_does_not_count(tmp_path: Path) -> None:
    assert texts(read(tmp_path, item("甲") + item("") + item("乙"), numbering(level(0, "decimal", "%1、")))) == ["1、 甲", "2、 乙"]


STYLES = (
    f'<w:styles xmlns:w="{W}"><w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="标题 3"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="b"><w:name w:val="章"/><w:basedOn w:val="1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="c"><w:name w:val="节"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="d"><w:name w:val="正文"/><w:basedOn w:val="1"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style></w:styles>'
)


def styled(text: str, properties: str) -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text)}</w:p>"


def test_heading_styles(tmp_path: Path) -> None:
    body = "".join(styled(name, f'<w:pStyle w:val="{name}"/>') for name in ("1", "a", "b", "c", "d"))
    body += styled("自己", '<w:outlineLvl w:val="3"/>')
    blocks = read(tmp_path, body, {"word/styles.xml": STYLES})
    assert blocks == [Heading("1", 1), Heading("a", 3), Heading("b", 1), Heading("c", 2), Paragraph("d"), Heading("自己", 4)]


def test_grid_before_and_a_row_that_ends_early(tmp_path: Path) -> None:
    body = docx_table(grid("项目 预算 决算", "合计 1 2")).replace("</w:tbl>", "")
    body += "<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr><w:tc><w:tcPr/>" + docx_paragraph("3") + "</w:tc></w:tr></w:tbl>"
    block = tables(read(tmp_path, body))[0]
    assert [(c.col, c.text) for c in block.cells if c.row == 2] == [(0, ""), (1, "3"), (2, "")]


def test_a_deleted_row_is_gone(tmp_path: Path) -> None:
    old = docx_row(grid("旧 1"), 0)
    body = docx_table(grid("项目 金额", "旧 1", "新 2")).replace(old, old.replace("<w:tr>", "<w:tr><w:trPr><w:del/></w:trPr>"))
    assert [c.text for c in tables(read(tmp_path, body))[0].cells] == ["项目", "金额", "新", "2"]


def test_a_span_beyond_words_limit_is_cut(tmp_path: Path) -> None:
    body = docx_table(grid("项目 < 甲", "a b c")).replace('w:gridSpan w:val="2"', 'w:gridSpan w:val="5000"')
    block = tables(read(tmp_path, body))[0]
    assert any("63" in warning for warning in block.warnings)


def test_a_merge_that_goes_on_from_nothing_is_a_cell(tmp_path: Path) -> None:
    body = docx_table(grid("甲 1", "乙 2")).replace("<w:tcPr></w:tcPr>", "<w:tcPr><w:vMerge/></w:tcPr>", 1)
    assert [c.text for c in tables(read(tmp_path, body))[0].cells] == ["甲", "1", "乙", "2"]


def test_a_nested_table_gives_its_text_and_a_warning(tmp_path: Path) -> None:
    inner = docx_table(grid("子项 5"))
    body = docx_table(grid("项目 X")).replace(docx_paragraph("X"), inner + docx_paragraph("后"))
    block = tables(read(tmp_path, body))[0]
    assert [c.text for c in block.cells] == ["项目", "子项 5\n后"]
    assert block.warnings


def test_a_frame_of_one_cell_is_opened(tmp_path: Path) -> None:
    body = f"<w:tbl><w:tr><w:tc>{docx_paragraph('说明')}{docx_table(grid('项目 1'))}{docx_paragraph('完')}</w:tc></w:tr></w:tbl>"
    assert [type(block).__name__ for block in read(tmp_path, body)] == ["Paragraph", "TableBlock", "Paragraph"]
