"""Which files to read: the reports under the named paths, by content hash, with the address they were published at."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import SourceError, UnreadableFile

SUFFIXES = frozenset({".txt", ".docx", ".doc", ".html", ".htm", ".mht", ".pdf", ".xlsx", ".xls", ".rtf", ".wps", ".et"})
"""Names that are looked at inside a folder. A file named outright is always looked at: its content decides, not its name."""

SOURCES = "sources.csv"
"""Beside the reports, it says where each was published: columns `file` and `url`."""

IGNORED_NAMES = frozenset({"readme.txt", "readme.md", SOURCES})


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read, the digest of its bytes, and the publisher's address ('' if not known)."""

    path: Path
    sha256: str
    url: str = ""


def discover(paths: Sequence[Path]) -> list[Source]:
    """The files under `paths`, each once, in the order of their names.

    Raises SourceError when a path does not exist or a folder holds no report.
    """
    files: dict[Path, None] = {}
    for path in paths:
        files.update(dict.fromkeys(found.resolve() for found in _under(path)))
    return [Source(path, _digest(path), url_of(path)) for path in files]


def _under(path: Path) -> Iterable[Path]:
    if path.is_file():
        return [path]
    if not path.exists():
        raise SourceError(f"{path}：没有这个文件或文件夹", "请检查路径")
    found = sorted(p for p in path.rglob("*") if p.is_file() and _is_report(p) and not _hidden(p.relative_to(path)))
    if not found:
        raise SourceError(f"{path}：文件夹里没有可读的报告", "支持 txt、docx、html、pdf、xlsx 等格式；请检查路径")
    return found


def _hidden(path: Path) -> bool:
    """Inside a folder such as .git or .library: what lies there is no report of this folder's."""
    return any(part.startswith(".") for part in path.parts)


def _is_report(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES and path.name.lower() not in IGNORED_NAMES and not path.name.startswith((".", "~$"))


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise UnreadableFile(f"{path.name}：读不出文件（{error.strerror}）", "请检查路径和权限") from error


def url_of(path: Path) -> str:
    """The address in the sources.csv beside the file; only http(s) addresses count.

    A damaged sources.csv costs the addresses, never the reports.
    """
    table = path.parent / SOURCES
    if not table.is_file():
        return ""
    with table.open(encoding="utf-8-sig", newline="", errors="replace") as file:
        return next((url for name, url in _rows(file) if name == path.name and url.startswith(("http://", "https://"))), "")


def _rows(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    for row in csv.DictReader(lines):
        yield (row.get("file") or "").strip(), (row.get("url") or "").strip()
