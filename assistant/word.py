"""一个回答写成 Word（docx）：出处是真正的脚注，写明报告、页、表、行、列。只用标准库按 OOXML 写，不需要别的包。"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from assistant.export import first_uses, notes, statements
from assistant.render import one_line, outgoing, visible
from assistant.reply import Answer
from assistant.sighting import Earlier

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_PACKAGE_KIND = "application/vnd.openxmlformats-package"
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PARTS = {"document": "document.main+xml", "styles": "styles+xml", "footnotes": "footnotes+xml"}

_STYLES = """<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="宋体"/><w:sz w:val="24"/>
<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>
<w:pPr><w:spacing w:after="120" w:line="360" w:lineRule="auto"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>
<w:pPr><w:keepNext/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:sz w:val="32"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="FootnoteText"><w:name w:val="footnote text"/><w:basedOn w:val="Normal"/>
<w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr><w:rPr><w:sz w:val="18"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>"""

_SEPARATORS = """<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>"""


def to_docx(answer: Answer, before: Earlier | None = None) -> bytes:
    """问题作标题，回答一行一段；同一处出处再次提到时，指向第一次的脚注。"""
    rows = statements(answer, before)
    order = {marker: number for number, marker in enumerate(first_uses(rows), 1)}
    said = notes(answer, before)
    title = f'<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>{_run(one_line(outgoing(answer.question)))}</w:p>'
    body = title + "".join(_paragraphs(rows, order)) + '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
    written = "".join(_note(number, said[marker]) for marker, number in order.items())
    return _zipped({
        "[Content_Types].xml": _types(),
        "_rels/.rels": _relations({"rId1": ("officeDocument", "word/document.xml")}),
        "word/_rels/document.xml.rels": _relations({"rId1": ("styles", "styles.xml"), "rId2": ("footnotes", "footnotes.xml")}),
        "word/document.xml": _part("document", f"<w:body>{body}</w:body>"),
        "word/styles.xml": _part("styles", _STYLES),
        "word/footnotes.xml": _part("footnotes", _SEPARATORS + written),
    })  # fmt: skip


def _paragraphs(rows: Sequence[Sequence[str | int]], order: dict[int, int]) -> list[str]:
    seen: set[int] = set()
    drawn = []
    for row in rows:
        runs = []
        for piece in row:
            runs.append(_run(piece) if isinstance(piece, str) else _reference(order[piece], again=piece in seen))
            seen |= {piece} if isinstance(piece, int) else set()
        drawn.append(f"<w:p>{''.join(runs)}</w:p>")
    return drawn


def _run(text: str) -> str:
    lines = visible(text).split("\n")
    inner = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in lines)
    return f"<w:r>{inner}</w:r>"


def _reference(number: int, *, again: bool) -> str:
    """脚注的引用；再次引用时是指向第一次引用的域，号码相同。"""
    raised = '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
    if again:
        return f'<w:fldSimple w:instr=" NOTEREF _mz{number} \\f \\h "><w:r>{raised}<w:t>{number}</w:t></w:r></w:fldSimple>'
    run = f'<w:r>{raised}<w:footnoteReference w:id="{number}"/></w:r>'
    return f'<w:bookmarkStart w:id="{number}" w:name="_mz{number}"/>{run}<w:bookmarkEnd w:id="{number}"/>'


def _note(number: int, text: str) -> str:
    mark = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
    return f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>{mark}{_run(" " + one_line(text))}</w:p></w:footnote>'


def _part(name: str, inner: str) -> str:
    return f'{_HEAD}<w:{name} xmlns:w="{_WORD}">{inner}</w:{name}>'


def _types() -> str:
    rels = f'<Default Extension="rels" ContentType="{_PACKAGE_KIND}.relationships+xml"/>'
    own = "".join(f'<Override PartName="/word/{name}.xml" ContentType="{_KIND}.{kind}"/>' for name, kind in _PARTS.items())
    return f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">{rels}<Default Extension="xml" ContentType="application/xml"/>{own}</Types>'


def _relations(targets: dict[str, tuple[str, str]]) -> str:
    inner = "".join(f'<Relationship Id={quoteattr(name)} Type="{_OFFICE}/{kind}" Target={quoteattr(path)}/>' for name, (kind, path) in targets.items())
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


def _zipped(parts: dict[str, str]) -> bytes:
    """同样的回答总是同样的字节：不写时间。"""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name), text.encode(), zipfile.ZIP_DEFLATED)
    return out.getvalue()
