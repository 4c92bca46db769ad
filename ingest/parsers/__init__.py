"""One file -> its blocks. Which parser: by content (`sniff`), never by the name. Each parser's module is imported when it is needed."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from assistant.errors import EmptyReport, UnreadableFile, UnsafeFile, UnsupportedFormat
from ingest.blocks import Block, TableBlock
from ingest.grid import GridTooLarge
from ingest.parsers.sniff import sniff

PARSERS: dict[str, tuple[str, str]] = {
    "text": ("ingest.parsers.textexport", "parse_text"),
    "docx": ("ingest.parsers.docx", "parse_docx"),
    "html": ("ingest.parsers.html", "parse_html"),
    "pdf": ("ingest.parsers.pdf", "parse_pdf"),
    "xlsx": ("ingest.parsers.xlsx", "parse_xlsx"),
    "doc": ("ingest.parsers.word97", "parse_doc"),
    "rtf": ("ingest.parsers.word97", "parse_rtf"),
    "xls": ("ingest.parsers.xls", "parse_xls"),
    "mhtml": ("ingest.parsers.mhtml", "parse_mhtml"),
}
"""Kind of content -> module and function, a `Callable[[Path], list[Block]]`. A kind whose module is not there is refused with a clear message."""

_REMEDY = {"pdf": "请把它另存为 docx 后再入库", "xlsx": "请把表格贴进 docx 或另存为 html 后再入库"}


def parse(path: Path) -> list[Block]:
    """The blocks of one file, in reading order. Raises UnreadableFile, UnsupportedFormat, UnsafeFile or EmptyReport, naming the file."""
    try:
        kind = sniff(path)
        blocks = parser(kind, path)(path)
    except GridTooLarge as error:
        raise UnsafeFile(f"{path.name}：{error}", "请检查文件，去掉多余的空行空列后再入库") from error
    except OSError as error:
        raise UnreadableFile(f"{path.name}：读不出来（{error.strerror or error}）", "请检查文件和权限") from error
    if not any(_written(block) for block in blocks):
        raise EmptyReport(f"{path.name}：没有文字，也没有表格", "请换一份有内容的文件")
    return blocks


def parser(kind: str, path: Path) -> Callable[[Path], list[Block]]:
    """The parser for a kind of content; `path` is for the message. Raises UnsupportedFormat where this version has none."""
    module, function = PARSERS.get(kind, ("", ""))
    if not module or find_spec(module) is None:
        raise UnsupportedFormat(f"{path.name}：是 {kind} 文件，这一版还不能读", _REMEDY.get(kind, "请另存为 docx 后再入库"))
    found: Callable[[Path], list[Block]] = getattr(import_module(module), function)
    return found


def _written(block: Block) -> bool:
    if isinstance(block, TableBlock):
        return any(cell.text.strip() for cell in block.cells)
    return bool(block.text.strip())
