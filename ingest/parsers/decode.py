"""Bytes of a text -> characters: UTF-8, GB18030, UTF-16 with a byte order mark. Nothing is guessed away: a byte that fits none is an error."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from assistant.errors import UnreadableFile

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_STRANGE = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f\ue000-\uf8ff\ufffd\ufffe\uffff]")


def decode(data: bytes, path: Path, declared: str = "") -> str:
    """The text of `data`. A byte order mark wins, then UTF-8, then `declared` (an html charset), then GB18030. Raises UnreadableFile."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strict(data, encoding) or _fail(path)
    for encoding in ("utf-8", _known(declared), "gb18030"):
        text = _strict(data, encoding) if encoding else None
        if text is not None and _plausible(text):
            return text
    return _fail(path)


def _known(name: str) -> str:
    """The codec's name, GB2312 and GBK widened to GB18030; '' for a name that Python does not know."""
    try:
        found = codecs.lookup(name).name if name else ""
    except LookupError:
        return ""
    return "gb18030" if found in ("gb2312", "gbk") else found


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeError:
        return None


def _plausible(text: str) -> bool:
    """Few enough control and private characters for this to be somebody's text."""
    return len(_STRANGE.findall(text)) * 200 <= len(text)


def _fail(path: Path) -> str:
    raise UnreadableFile(f"{path.name}：文字编码认不出（不是 UTF-8、GB18030 或带 BOM 的 UTF-16）", "请用原来的程序打开，另存为 UTF-8 文本后再入库")
