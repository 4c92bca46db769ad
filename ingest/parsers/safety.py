"""Office files are archives of XML from strangers: everything is checked before anything is parsed. The door to lxml for OOXML parts."""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import UnreadableFile, UnsafeFile

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_MEMBERS = 2000
MAX_PART = 50 * 2**20
MAX_TOTAL = 200 * 2**20
MAX_RATIO = 100
"""Of parts that expand to more than 1 MB; a larger ratio is a bomb."""

_RATIO_FROM = 2**20
_CHECK = "请确认来源可靠，用 Word 或 WPS 打开后另存一份再入库"
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,200}\?>")
_DTD = re.compile(r"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@dataclass(frozen=True)
class Package:
    """An Office archive whose parts have all passed the checks. `parts`: name -> bytes of every XML part."""

    path: Path
    parts: dict[str, str]

    def xml(self, name: str) -> _Element | None:
        """The root of a part, None where the package has no such part. Raises UnreadableFile for XML that is not well formed."""
        from lxml import etree

        if name not in self.parts:
            return None
        text = _DECLARATION.sub("", self.parts[name], count=1).replace(_STRICT, _TRANSITIONAL)
        parser = etree.XMLParser(
            encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
        )
        try:
            return etree.fromstring(text.encode("utf-8"), parser)
        except etree.XMLSyntaxError as error:
            raise UnreadableFile(f"{self.path.name}：里面的 {name} 不是完整的 XML（第 {error.lineno} 行）", "请重新下载，或用 Word、WPS 打开后另存") from error


def open_package(path: Path) -> Package:
    """Check an Office archive and read its XML parts. Raises UnsafeFile or UnreadableFile, naming the file and the part."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            _check_members(path, members)
            parts = {member.filename: _text(path, member, archive.read(member)) for member in members if _is_xml(member.filename)}
    except (zipfile.BadZipFile, NotImplementedError, EOFError, zlib.error, ValueError) as error:
        raise UnreadableFile(f"{path.name}：文件不完整或已损坏，打不开", "请重新下载，或用 Word、WPS 打开后另存为 docx") from error
    return Package(path, parts)


def _check_members(path: Path, members: list[zipfile.ZipInfo]) -> None:
    """Counts, names, sizes and ratios, all from the directory, before a byte is expanded."""
    if len(members) > MAX_MEMBERS:
        raise UnsafeFile(f"{path.name}：压缩包里有 {len(members)} 个文件，超过 {MAX_MEMBERS} 个", _CHECK)
    names = [member.filename for member in members]
    if len(set(names)) < len(names):
        raise UnsafeFile(f"{path.name}：压缩包里有同名文件", _CHECK)
    if sum(member.file_size for member in members) > MAX_TOTAL:
        raise UnsafeFile(f"{path.name}：展开后超过 {MAX_TOTAL // 2**20} MB", _CHECK)
    for member in members:
        _check_member(path, member)


def _check_member(path: Path, member: zipfile.ZipInfo) -> None:
    name = member.filename
    if name.startswith("/") or "\\" in member.orig_filename or ".." in name.split("/") or ":" in name:
        raise UnsafeFile(f"{path.name}：压缩包里有越界的文件名 {name[:40]!r}", _CHECK)
    if member.flag_bits & 0x1:
        raise UnreadableFile(f"{path.name}：已加密，打不开", "请用密码打开，去掉密码另存后再入库")
    if member.file_size > MAX_PART:
        raise UnsafeFile(f"{path.name}：里面的 {name} 展开后超过 {MAX_PART // 2**20} MB", _CHECK)
    if member.file_size > _RATIO_FROM and member.file_size > MAX_RATIO * max(1, member.compress_size):
        raise UnsafeFile(f"{path.name}：里面的 {name} 压缩比超过 {MAX_RATIO}:1，像压缩炸弹", _CHECK)


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels", ".vml"))


def _text(path: Path, member: zipfile.ZipInfo, data: bytes) -> str:
    """The part as characters (OOXML allows UTF-8 and UTF-16 only), free of DTDs and entities."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeError as error:
        raise UnreadableFile(f"{path.name}：里面的 {member.filename} 编码不对", "请用 Word 或 WPS 打开后另存") from error
    if _DTD.search(text) or "\x00" in text:
        raise UnsafeFile(f"{path.name}：里面的 {member.filename} 带有 DTD 或实体声明", _CHECK)
    return text
