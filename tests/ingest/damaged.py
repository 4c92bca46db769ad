"""Real reports, damaged: bytes flipped, ends cut off, pieces of one file put into another. The same seed gives the same file."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

from tests.conftest import PUBLISHED, YUEYANG

FORMATS = ("txt", "docx", "html", "pdf", "xlsx")


@cache
def real(suffix: str) -> tuple[bytes, ...]:
    """The real files of a format; a workbook is made of a real report's tables, because none was published as one."""
    if suffix == "xlsx":
        return (_workbook(),)
    found = [path for folder in (YUEYANG, PUBLISHED) for path in sorted(folder.glob(f"*.{suffix}")) if "扫描" not in path.name]
    return tuple(path.read_bytes() for path in found if path.stat().st_size < 300_000)


def _workbook() -> bytes:
    import openpyxl

    from tests.ingest.parsed import YUEYANG_TXT, blocks

    book = openpyxl.Workbook()
    for number, table in enumerate(block for block in blocks(YUEYANG_TXT) if not hasattr(block, "text")):
        sheet = book.create_sheet(f"表{number}")
        for cell in table.cells:
            sheet.cell(cell.row + 1, cell.col + 1, cell.text)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def damaged(suffix: str, count: int) -> Iterator[tuple[str, bytes]]:
    """`count` damaged files of a format, each with the name of its damage. Archives are damaged outside and in their parts."""
    files = real(suffix)
    for seed in range(count):
        dice = random.Random(f"{suffix} {seed}")
        data, other = dice.choice(files), dice.choice(files)
        kind = ("翻", "截", "接", "挖")[seed % 4]
        inside = suffix in ("docx", "xlsx") and seed // 4 % 2 == 0
        yield f"{kind}{seed}{'里' if inside else ''}", _inside(dice, kind, data) if inside else _harm(dice, kind, data, other)


def _harm(dice: random.Random, kind: str, data: bytes, other: bytes) -> bytes:
    start = dice.randrange(len(data))
    if kind == "翻":
        changed = bytearray(data)
        for _ in range(dice.choice((1, 8, 64, 512))):
            changed[dice.randrange(len(changed))] = dice.randrange(256)
        return bytes(changed)
    if kind == "截":
        return data[:start]
    end = dice.randrange(start, len(data))
    if kind == "挖":
        return data[:start] + data[end:]
    begin = dice.randrange(len(other))
    return data[:start] + other[begin : begin + end - start] + data[end:]


def _inside(dice: random.Random, kind: str, data: bytes) -> bytes:
    """The archive with one of its larger parts damaged, and everything around it whole."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    chosen = dice.choice(sorted(parts, key=lambda name: -len(parts[name]))[:5])
    parts[chosen] = _harm(dice, kind, parts[chosen], parts[chosen])
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def written(folder: Path, suffix: str, count: int) -> list[Path]:
    """The damaged files, in a folder."""
    paths = []
    for name, data in damaged(suffix, count):
        paths.append(folder / f"{name}.{suffix}")
        paths[-1].write_bytes(data)
    return paths
