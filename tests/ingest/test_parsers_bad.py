"""What cannot go in says so in one line: the file, what is wrong, what to do."""

from __future__ import annotations

import quopri
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from assistant.errors import EmptyReport, SourceError, UnreadableFile, UnsafeFile, UnsupportedFormat
from ingest.blocks import Heading, Paragraph
from ingest.parsers import parse
from ingest.parsers.safety import open_package
from tests.ingest.layouts import RELS, as_docx, docx_bytes, docx_paragraph, grid
from tests.ingest.workbooks import workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
GOOD = as_docx([grid("项目 金额", "会议费 3")])


def ole(stream: str) -> bytes:
    return OLE + bytes(1016) + stream.encode("utf-16-le").ljust(128, b"\0")


def zipped(members: dict[str, bytes | str]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


BAD: list[tuple[str, bytes, type[SourceError], str]] = [
    ("空.docx", b"", EmptyReport, "空文件"),
    ("空白.txt", b"\xef\xbb\xbf \r\n\t\n", EmptyReport, "空文件"),
    ("没有字.html", b"<html><body><table><tr><td></td></tr></table></body></html>", EmptyReport, "没有文字"),
    ("没有字.docx", docx_bytes(docx_paragraph(" ")), EmptyReport, "没有文字"),
    ("截断.docx", GOOD[: len(GOOD) // 2], UnreadableFile, "不完整"),
    ("图片.docx", b"\x89PNG\r\n\x1a\n" + bytes(200), UnsupportedFormat, "图片"),
    ("照片.txt", b"\xff\xd8\xff\xe0" + bytes(200), UnsupportedFormat, "图片"),
    ("加密.docx", ole("EncryptedPackage"), UnreadableFile, "已加密"),
    ("乱.bin", bytes(range(256)) * 8, UnsupportedFormat, "不是文字"),
    ("压缩包.docx", zipped({"a.txt": "x"}), UnsupportedFormat, "压缩包"),
    ("旧演示.doc", ole("PowerPoint Document"), UnsupportedFormat, "ppt"),
    ("不明.doc", ole("Something"), UnsupportedFormat, "认不出"),
    ("压缩包.pdf", zipped({"a.txt": "x"}), UnsupportedFormat, "压缩包"),
    ("二进制.xlsx", zipped({"xl/workbook.bin": "x", "xl/styles.bin": "x"}), UnsupportedFormat, "xlsb"),
    ("数据.csv", "项目,金额\n会议费,3\n".encode(), UnsupportedFormat, "逗号"),
    ("数据.txt", "项目,预算,决算\n会议费,3,2\n培训费,1,1\n合计,4,3\n".encode("gb18030"), UnsupportedFormat, "逗号"),
    ("演示.docx", zipped({"ppt/presentation.xml": "<a/>"}), UnsupportedFormat, "pptx"),
    ("乱码.txt", b"\xe4\xbd\xa0" * 20 + b"\xff\xff\x80\x80" * 20, UnreadableFile, "编码"),
    ("配置.xml", b'<?xml version="1.0"?><a>1</a>', UnsupportedFormat, "XML"),
    ("坏.docx", docx_bytes("<w:p>"), UnreadableFile, "XML"),
    ("没正文.docx", zipped({"_rels/.rels": RELS, "word/other.xml": "<a/>"}), UnreadableFile, "正文"),
]


@pytest.mark.parametrize(("name", "data", "kind", "says"), BAD, ids=[row[0] for row in BAD])
def test_bad_files_are_refused_in_one_line(tmp_path: Path, name: str, data: bytes, kind: type[SourceError], says: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(kind) as caught:
        parse(path)
    message = str(caught.value)
    assert name in message
    assert says in message
    assert "\n" not in message
    assert "请" in caught.value.remedy


def refused(tmp_path: Path, data: bytes, kind: type[SourceError] = UnsafeFile) -> str:
    path = tmp_path / "报告.docx"
    path.write_bytes(data)
    with pytest.raises(kind) as caught:
        parse(path)
    return str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "customXml/item1.xml", "word/_rels/document.xml.rels"])
def test_dtds_and_entities_are_refused_in_every_part(tmp_path: Path, part: str, encoding: str) -> None:
    evil = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'.encode(encoding)
    members: dict[str, bytes | str] = {"_rels/.rels": RELS, "word/document.xml": "<a/>", part: evil}
    assert "DTD" in refused(tmp_path, zipped(members))


def test_utf16_without_a_mark_cannot_hide_a_dtd(tmp_path: Path) -> None:
    evil = "<!DOCTYPE a><a/>".encode("utf-16-le")
    assert "DTD" in refused(tmp_path, zipped({"_rels/.rels": RELS, "word/document.xml": evil}))


def test_a_zip_bomb_is_refused_before_it_expands(tmp_path: Path) -> None:
    assert "压缩" in refused(tmp_path, docx_bytes(docx_paragraph("甲"), {"word/big.xml": "<a>" + " " * 3_000_000 + "</a>"}))


def test_too_many_members(tmp_path: Path) -> None:
    assert "2000" in refused(tmp_path, zipped({"word/document.xml": "<a/>"} | {f"word/{i}.xml": "" for i in range(2001)}))


@pytest.mark.parametrize("name", ["../word/a.xml", "/etc/a.xml", "word/../../a.xml"])
def test_names_that_leave_the_archive(tmp_path: Path, name: str) -> None:
    assert "越界" in refused(tmp_path, zipped({"word/document.xml": "<a/>", name: "<a/>"}))


def test_two_members_of_one_name(tmp_path: Path) -> None:
    out = BytesIO(GOOD)
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("word/document.xml", "<a/>")
    assert "同名" in refused(tmp_path, out.getvalue())


def test_an_encrypted_member(tmp_path: Path) -> None:
    data = bytearray(GOOD)
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(magic)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(magic, at + 1)
    assert "已加密" in refused(tmp_path, bytes(data), UnreadableFile)


def test_a_damaged_member_is_no_traceback(tmp_path: Path) -> None:
    data = bytearray(GOOD)
    at = data.find(b"word/document.xml") + len("word/document.xml") + 5
    data[at : at + 20] = bytes(20)
    assert "损坏" in refused(tmp_path, bytes(data), UnreadableFile)


def test_external_entities_are_never_read(tmp_path: Path) -> None:
    path = tmp_path / "好.docx"
    path.write_bytes(GOOD)
    assert open_package(path).xml("word/none.xml") is None


def test_a_table_of_too_many_places_is_refused(tmp_path: Path) -> None:
    row = "<tr><td>1" + "<td colspan=1000 rowspan=900>2" + "</tr>"
    path = tmp_path / "大表.html"
    path.write_bytes(f"<html><body><table>{row * 900}</table></body></html>".encode())
    with pytest.raises(UnsafeFile, match=r"大表\.html"):
        parse(path)


@pytest.mark.parametrize("inside", [b"<div>" * 5000 + "会议费".encode(), b"<table><tr><td>" * 200, b"<p>" + b"x" * 11_000_000])
def test_a_page_that_would_be_cut_short_is_refused(tmp_path: Path, inside: bytes) -> None:
    path = tmp_path / "深.html"
    path.write_bytes("<html><body><p>前文</p>".encode() + inside)
    with pytest.raises(UnsafeFile, match=r"深\.html"):
        parse(path)


@pytest.mark.parametrize("tags", ["<w:sdt><w:sdtContent>", "<w:tbl><w:tr><w:tc>", "<w:p><w:r><w:txbxContent>"])
def test_deep_word_xml_is_read_or_refused(tmp_path: Path, tags: str) -> None:
    closing = "".join(f"</{tag}>" for tag in reversed(tags.strip("<>").split("><")))
    path = tmp_path / "深.docx"
    path.write_bytes(docx_bytes(tags * 50 + docx_paragraph("会议费") + closing * 50))
    assert parse(path) == [Paragraph("会议费")]
    refused(tmp_path, docx_bytes(tags * 3000 + docx_paragraph("会议费") + closing * 3000), UnreadableFile)


def test_a_folder_and_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="文件夹"):
        parse(tmp_path)
    with pytest.raises(UnreadableFile, match=r"没有\.txt"):
        parse(tmp_path / "没有.txt")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings_of_text(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "报告.txt"
    path.write_bytes("三公经费4.13万元\n\t项目\n\t金额\n\n\t会议费\n\t3\n".encode(encoding))
    assert parse(path)[0] == Paragraph("三公经费4.13万元")
    assert len(parse(path)) == 2


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_html_under_any_name_and_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "网页.doc"
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={"gb2312" if encoding == "gb18030" else encoding}">'
    path.write_bytes(f"<html><head>{meta}</head><body><h2>决算㎡</h2></body></html>".encode(encoding))
    assert parse(path) == [Heading("决算㎡", 2)]


WORD, EXCEL = docx_bytes(docx_paragraph("决算")), workbook("<row><c><v>1</v></c><c><v>2</v></c></row>")


@pytest.mark.parametrize(
    ("name", "data"), [("网页.doc", b"<html><body><p>1</p>"), ("文档.doc", WORD), ("表.xls", EXCEL), ("文档.pdf", WORD), ("表.txt", EXCEL)]
)
def test_the_content_decides_and_not_the_name(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    assert parse(tmp_path / name)


def test_sentences_with_commas_are_no_data(tmp_path: Path) -> None:
    path = tmp_path / "报告.txt"
    path.write_text("收入,支出,结余\n会议费3万元,培训费1万元\n合计4万元。\n", encoding="utf-8")
    assert len(parse(path)) == 3


MESSAGE = """From: <Saved by Blink>
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="----b"

------b
Content-Type: text/html{charset}
Content-Transfer-Encoding: {encoding}

{body}
------b
Content-Type: image/png
Content-Transfer-Encoding: base64

iVBORw0KGgo=
------b--
"""


def test_a_web_page_saved_as_one_file(tmp_path: Path) -> None:
    path = tmp_path / "网页.mht"
    body = quopri.encodestring("<html><body><h2>决算</h2><p>3万元</p></body></html>".encode("gb18030")).decode()
    path.write_text(MESSAGE.format(charset='; charset="gb2312"', encoding="quoted-printable", body=body), encoding="ascii", newline="\r\n")
    assert parse(path) == [Heading("决算", 2), Paragraph("3万元")]
    path.write_text(MESSAGE.replace("text/html{", "text/plain{").format(charset="", encoding="7bit", body="x"), encoding="ascii")
    with pytest.raises(UnreadableFile, match="没有网页正文"):
        parse(path)


def test_importing_the_parsers_loads_nothing_heavy() -> None:
    import subprocess
    import sys

    code = "import sys, ingest.parsers; print([m for m in ('lxml', 'pypdfium2', 'openpyxl') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
