"""What is in a file? Judged by its content; the name is only repeated in messages."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from assistant.errors import EmptyReport, UnreadableFile, UnsupportedFormat

_HEAD = 8192
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DOCX = "请用 Word 或 WPS 打开，另存为 docx 后再入库"

_FOREIGN: tuple[tuple[bytes, str, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "是图片（PNG），里面没有文字", "请换成 docx、html、txt 或带文字的 PDF"),
    (b"\xff\xd8\xff", "是图片（JPEG），里面没有文字", "请换成 docx、html、txt 或带文字的 PDF"),
    (b"GIF8", "是图片（GIF），里面没有文字", "请换成 docx、html、txt 或带文字的 PDF"),
    (b"II*\x00", "是图片（TIFF），里面没有文字", "请换成 docx、html、txt 或带文字的 PDF"),
    (b"MM\x00*", "是图片（TIFF），里面没有文字", "请换成 docx、html、txt 或带文字的 PDF"),
    (b"RIFF", "是图片或音像文件，里面没有文字", "请换成 docx、html、txt 或带文字的 PDF"),
    (b"Rar!", "是压缩包（RAR）", "请解压后把里面的报告入库"),
    (b"7z\xbc\xaf", "是压缩包（7z）", "请解压后把里面的报告入库"),
    (b"\x1f\x8b", "是压缩包（gzip）", "请解压后把里面的报告入库"),
)
"""First bytes, what the file is, what to do. Checked in order."""

_ZIP_KINDS = (("word/", "docx"), ("xl/", "xlsx"))
_ZIP_FOREIGN = (
    ("xl/workbook.bin", "是二进制工作簿（xlsb）", "请用 Excel 或 WPS 打开，另存为 xlsx 后再入库"),
    ("ppt/", "是演示文稿（pptx）", "请另存为 PDF 或 docx 后再入库"),
    ("OFD.xml", "是 OFD 版式文件", "请另存为 PDF 或 docx 后再入库"),
    ("content.xml", "是 OpenDocument 文件", _DOCX),
)
_OLE_KINDS = (("WordDocument", "doc"), ("Workbook", "xls"), ("Book", "xls"))
_OLE_FOREIGN = (("PowerPoint Document", "是旧版演示文稿（.ppt）", "请另存为 PDF 或 docx 后再入库"),)
_OLE_LOCKS = ("EncryptedPackage", "EncryptionInfo")
_HTML_START = re.compile(rb"<(!doctype\s+html|html|head|body|meta|table|div|p|h[1-6]|center|font|span)[\s>]", re.IGNORECASE)
_HTML_INSIDE = re.compile(rb"<(html|body)[\s>]", re.IGNORECASE)
_MHTML = re.compile(rb"(From:|MIME-Version:|Content-Type:|Subject:|Snapshot-Content-Location:|Date:)", re.IGNORECASE)
_UNICODE_BOMS = (b"\xff\xfe", b"\xfe\xff")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def sniff(path: Path) -> str:
    """'text', 'docx', 'html', 'pdf', 'xlsx', 'doc', 'xls', 'rtf' or 'mhtml'.

    Raises EmptyReport, UnsupportedFormat or UnreadableFile for anything else, and OSError.
    """
    if path.is_dir():
        raise UnreadableFile(f"{path.name}：是文件夹，不是文件", "请给出文件夹里的文件，或用 ingest 命令读入整个文件夹")
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf\xfe\xff") and not path.read_bytes().strip(b"\x00 \t\r\n\xef\xbb\xbf\xfe\xff"):
        raise EmptyReport(f"{path.name}：是空文件", "请检查文件是否下载完整，换一份有内容的文件")
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK"):
        return _zip_kind(path)
    if head.startswith(_OLE):
        return _ole_kind(path)
    if head.startswith(b"{\\rtf"):
        return "rtf"
    _refuse_foreign(path, head)
    if _MHTML.match(head) and b"multipart/related" in head:
        return "mhtml"
    return _text_kind(path, head)


def _zip_kind(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError) as error:
        raise UnreadableFile(f"{path.name}：文件不完整或已损坏，打不开", "请重新下载，或用 Word、WPS 打开后另存为 docx") from error
    foreign = "xl/workbook.bin" in names
    for folder, kind in _ZIP_KINDS:
        if not foreign and any(name.startswith(folder) for name in names):
            return kind
    for name, what, remedy in _ZIP_FOREIGN:
        if any(entry.startswith(name) for entry in names):
            raise UnsupportedFormat(f"{path.name}：{what}，这一版还不能读", remedy)
    raise UnsupportedFormat(f"{path.name}：是压缩包", "请解压后把里面的报告入库")


def _ole_kind(path: Path) -> str:
    """Which old Office file, by the stream names in its directory (128-byte entries, names in UTF-16)."""
    data = path.read_bytes()
    if any(_has_stream(data, stream) for stream in _OLE_LOCKS):
        raise UnreadableFile(f"{path.name}：已加密，打不开", "请用密码打开，去掉密码另存后再入库")
    for stream, kind in _OLE_KINDS:
        if _has_stream(data, stream):
            return kind
    for stream, what, remedy in _OLE_FOREIGN:
        if _has_stream(data, stream):
            raise UnsupportedFormat(f"{path.name}：{what}，这一版还不能读", remedy)
    raise UnsupportedFormat(f"{path.name}：是旧版 Office 容器，认不出里面是什么", _DOCX)


def _has_stream(data: bytes, name: str) -> bool:
    wanted = name.encode("utf-16-le") + b"\x00\x00"
    at = data.find(wanted)
    while at >= 0:
        if at % 128 == 0:
            return True
        at = data.find(wanted, at + 1)
    return False


def _refuse_foreign(path: Path, head: bytes) -> None:
    for magic, what, remedy in _FOREIGN:
        if head.startswith(magic):
            raise UnsupportedFormat(f"{path.name}：{what}，不能入库", remedy)
    if (head[:2] == b"BM" and _CONTROL.search(head[:32])) or head[4:8] == b"ftyp":
        raise UnsupportedFormat(f"{path.name}：是图片或音像文件，里面没有文字，不能入库", "请换成 docx、html、txt 或带文字的 PDF")


def _text_kind(path: Path, head: bytes) -> str:
    wide = head.startswith(_UNICODE_BOMS)
    plain = head.replace(b"\x00", b"")[2:] if wide else head
    if not wide and len(_CONTROL.findall(head)) * 100 > len(head):
        raise UnsupportedFormat(f"{path.name}：内容不是文字，认不出是什么文件", "请换成 docx、html、txt 或 PDF")
    start = plain.removeprefix(b"\xef\xbb\xbf").lstrip()
    if _HTML_START.match(start) or (start.startswith(b"<") and _HTML_INSIDE.search(start)):
        return "html"
    if start.startswith(b"<?xml"):
        raise UnsupportedFormat(f"{path.name}：是 XML 文件，这一版还不能读", _DOCX)
    if path.suffix.lower() in (".csv", ".tsv") or _is_comma_table(plain):
        raise UnsupportedFormat(f"{path.name}：是逗号分隔的数据，不是报告，没有标题、单位和表头", "请把表格连同标题和单位另存为 xlsx 或 docx 后再入库")
    return "text"


def _is_comma_table(head: bytes) -> bool:
    """Whether every line has as many commas (two at least) as the first, outside of quotes, and none is indented: numbers without a report."""
    lines = [re.sub(rb'"[^"\n]*"', b"", line) for line in head.splitlines()[:-1] if line.strip()]
    counts = {line.count(b",") for line in lines}
    return len(lines) >= 3 and len(counts) == 1 and min(counts) >= 2 and not any(line[:1].isspace() for line in lines)
