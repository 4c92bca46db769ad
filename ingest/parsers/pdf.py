"""PDF -> blocks: characters and ruling lines by pypdfium2, everything else here.

pdf_frame     where things are            pdf_windows   what a page clips away     pdf_chars      characters as arrays
pdf_calls     what pdfium is asked        pdf_glyphs    characters -> runs
pdf_rules     paths -> rules              pdf_lattice   rules -> cells             pdf_share      which run is in which cell
pdf_text      runs -> lines, cell texts   pdf_cells     the tables of a page       pdf_alignment  tables without rules
pdf_page      a page as a value           pdf_furniture heads, feet, page numbers  pdf_stitch     tables over page breaks
pdf_prose     lines -> paragraphs         pdf_captions  what stands over a table   pdf_flow       pages -> blocks
scan          a picture of a page -> a page, by OCR
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from assistant.errors import UnreadableFile, UnsafeFile, UnsupportedFormat
from ingest.blocks import Block, Heading
from ingest.parsers.pdf_flow import blocks
from ingest.parsers.pdf_page import Page, PageTooLarge, read_page
from ingest.parsers.pulse import beat
from ingest.parsers.scan import installed, marked, recognised

MAX_PAGES = 2000
"""No report has more pages; a longer file is refused."""


def parse_pdf(path: Path) -> list[Block]:
    """The blocks of a PDF, in reading order, with pages (from 1) and boxes as the pages are shown.

    Pages that are only a picture are read by OCR where the ocr extra is installed; the blocks on them carry the warning `scan.OCR`.
    Raises UnreadableFile (damaged, encrypted), UnsafeFile (too many pages), UnsupportedFormat (a scan, and no ocr extra).
    """
    with _uncollected():
        pages = read(path)
        return _with_unread(marked(blocks(pages), pages), [page.number for page in pages if page.scan])


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the search for cycles of values: a report has hundreds of thousands of small ones and no cycle, and is searched again and again."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


def _with_unread(found: list[Block], unread: list[int]) -> list[Block]:
    """The blocks; the first that can carry a warning says which pages could not be read."""
    first = next((i for i, block in enumerate(found) if not isinstance(block, Heading)), None)
    if not unread or first is None:
        return found
    said = f"第{'、'.join(map(str, unread))}页是图，没有文字，未读入；安装 ocr 扩展（pip install 'mingzhang[ocr]'）后重新入库可读"
    return [replace(block, warnings=(*block.warnings, said)) if i == first and not isinstance(block, Heading) else block for i, block in enumerate(found)]


def read(path: Path) -> list[Page]:
    """Every page as a value; refuses what cannot be read."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except (pypdfium2.PdfiumError, OSError) as error:
        locked = "password" in str(error).lower()
        problem = "文件有密码" if locked else "不是完好的 PDF，打不开"
        raise UnreadableFile(f"{path.name}：{problem}", "请去掉密码后再试" if locked else "请重新下载这份文件") from error
    try:
        if len(document) > MAX_PAGES:
            raise UnsafeFile(f"{path.name}：{len(document)} 页，超过上限 {MAX_PAGES} 页", "请拆成几份")
        pages = [_page(document, i, path) for i in range(len(document))]
    finally:
        document.close()
    if any(page.scan for page in pages) and not any(page.lines or page.pieces for page in pages):
        raise UnsupportedFormat(f"{path.name}：是扫描件，{len(pages)} 页都没有文字", "请安装 ocr 扩展（pip install 'mingzhang[ocr]'）后再试")
    return pages


def _page(document: Any, index: int, path: Path) -> Page:
    import pypdfium2

    beat()
    try:
        page = read_page(document[index], index + 1)
        return recognised(document[index], index + 1) if page.scan and installed() else page
    except PageTooLarge as error:
        raise UnsafeFile(f"{path.name}：第{index + 1}页有 {error}", "请检查这份文件") from error
    except pypdfium2.PdfiumError as error:
        raise UnreadableFile(f"{path.name}：第{index + 1}页读不出", "请重新下载这份文件") from error
