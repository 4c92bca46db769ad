"""Is the library whole? Every promise of the store, looked at one by one."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from assistant.errors import LibraryBusy, LibraryError
from assistant.store import matrix, originals, rows, writing

if TYPE_CHECKING:
    from assistant.store.reader import Reader
    from assistant.store.semantic import Semantic

Level = Literal["ok", "warning", "error"]

_COUNTED = {
    "sections": "SELECT report, count(*) FROM sections GROUP BY report",
    "passages": "SELECT report, count(*) FROM passages GROUP BY report",
    "tables": "SELECT report, count(*) FROM tables GROUP BY report",
    "cells": 'SELECT t.report, count(*) FROM cells AS c JOIN tables AS t ON t.id = c."table" GROUP BY t.report',
    "figures": "SELECT report, count(*) FROM figures GROUP BY report",
    "entries": "SELECT report, count(*) FROM entries GROUP BY report",
}
_FULL_TEXT = {
    "entry_words": ("SELECT count(*) FROM entry_words_docsize", "INSERT INTO entry_words(entry_words) VALUES ('integrity-check')"),
    "entry_bigrams": ("SELECT count(*) FROM entry_bigrams_docsize", "INSERT INTO entry_bigrams(entry_bigrams) VALUES ('integrity-check')"),
    "entry_trigrams": ("SELECT count(*) FROM entry_trigrams_docsize", "INSERT INTO entry_trigrams(entry_trigrams, rank) VALUES ('integrity-check', 1)"),
}
_REBUILD = "把库目录移走，从 originals 重新入库：mingzhang ingest 旧库/originals"
_REINDEX = "运行 mingzhang reindex"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; `remedy` is the next step, '' where all is well."""

    level: Level
    message: str
    remedy: str = ""


def examine(library: Reader, semantic: Semantic) -> list[Finding]:
    """All findings. A database that SQLite itself finds damaged ends the examination there."""
    first = _sqlite(library)
    if first.level == "error":
        return [first]
    try:
        return [first, *_rest(library, semantic)]
    except (LibraryError, ValueError, TypeError) as error:
        return [first, Finding("error", str(error), _REBUILD)]


def _rest(library: Reader, semantic: Semantic) -> list[Finding]:
    checks = (_counts, _contents, _originals, _full_text, _vectors, _refused)
    return [*(finding for check in checks for finding in check(library)), _index(semantic)]


def _sqlite(library: Reader) -> Finding:
    try:
        said = [str(row[0]) for row in library.rows("PRAGMA quick_check(5)")]
        orphans = library.rows("PRAGMA foreign_key_check")
    except LibraryError as error:
        return Finding("error", str(error), _REBUILD)
    if said != ["ok"]:
        return Finding("error", f"数据库损坏：{said[0]}", _REBUILD)
    if orphans:
        return Finding("error", f"{len(orphans)} 行没有所属的报告或表格", _REBUILD)
    return Finding("ok", "数据库完好")


def _counts(library: Reader) -> list[Finding]:
    actual = {kind: dict(library.rows(sql)) for kind, sql in _COUNTED.items()}
    logged = {row[0]: (row[1], json.loads(row[2])) for row in library.rows("SELECT id, path, counts FROM reports")}
    wrong = [
        Finding("error", f"{path}：入库时记下 {kind} {number} 条，现有 {actual[kind].get(report, 0)} 条", f"mingzhang remove {report} 后重新入库")
        for report, (path, counts) in logged.items()
        for kind, number in counts.items()
        if actual[kind].get(report, 0) != number
    ]
    return wrong or [Finding("ok", f"{len(logged)} 份报告的条数与入库时相同")]


def _contents(library: Reader) -> list[Finding]:
    logged = library.rows("SELECT id, path, digest FROM reports WHERE digest <> '' ORDER BY rowid")
    changed = [
        Finding("error", f"{path} 在库中的内容与入库时不同", f"mingzhang remove {report} 后重新入库")
        for report, path, digest in logged
        if rows.content_digest(library.rows, report) != digest
    ]
    return changed or [Finding("ok", f"{len(logged)} 份报告的内容与入库时逐字相同")]


def _originals(library: Reader) -> list[Finding]:
    kept = library.rows("SELECT id, path, original FROM reports UNION ALL SELECT report, path, original FROM versions")
    found = [
        Finding("error", f"{path} 的原件副本缺失或已变（{name}）", f"mingzhang remove {report} 后从原处重新入库")
        for report, path, name in kept
        if name and not originals.intact(library.directory, name)
    ]
    found += [Finding("warning", f"{path} 入库时没有保存原件", "重新入库这份文件") for _, path, name in kept if not name]
    strays = originals.strays(library.directory, {name for _, _, name in kept})
    if strays:
        found.append(Finding("warning", f"originals 里有 {len(strays)} 个不属于任何报告的文件，例如 {strays[0].name}", "下一次入库时自动清除"))
    return found or [Finding("ok", f"{len(kept)} 份原件齐全，内容未变")]


def _full_text(library: Reader) -> list[Finding]:
    entries = int(library.rows("SELECT count(*) FROM entries")[0][0])
    found = []
    for table, (count, check) in _FULL_TEXT.items():
        held = int(library.rows(count)[0][0])
        if held != entries:
            found.append(Finding("error", f"全文索引 {table} 有 {held} 行，条目有 {entries} 条", _REINDEX))
            continue
        try:
            library.rows(check)
        except LibraryBusy:
            found.append(Finding("warning", f"正在入库，没有检查全文索引 {table}", "入库结束后再运行 mingzhang doctor"))
        except (LibraryError, sqlite3.Error) as error:
            found.append(Finding("error", f"全文索引 {table} 损坏（{error}）", _REINDEX))
    if entries and library.meta("words") != writing.words_fingerprint():
        found.append(Finding("warning", "全文索引由另一版分词建立", _REINDEX))
    return found or [Finding("ok", f"{entries} 个条目都在全文索引里")]


def _vectors(library: Reader) -> list[Finding]:
    missing = library.without_vector()
    stored = library.rows("SELECT e.id, v.data FROM vectors AS v JOIN entries AS e ON e.n = v.n")
    found = []
    if missing:
        found.append(Finding("warning", f"{missing} 个条目没有向量", _REINDEX))
    if matrix.digest(stored) != library.meta("vectors"):
        found.append(Finding("error", "向量与入库时的摘要不符", _REINDEX))
    width = 2 * library.number("dimension")
    if any(len(data) != width for _, data in stored):
        found.append(Finding("error", "有向量的长度不对", _REINDEX))
    return found or [Finding("ok", f"{len(stored)} 个向量齐全（模型 {library.meta('encoder') or '无'}）")]


def _index(semantic: Semantic) -> Finding:
    reason = semantic.on_disk()
    if not reason:
        return Finding("ok", f"语义检索索引完好{semantic.quality()}")
    return Finding("warning", f"{reason}，现在用精确比较，结果不受影响", _REINDEX)


def _refused(library: Reader) -> list[Finding]:
    return [Finding("warning", f"{path} 没能入库（{message}）", "改好文件后重新入库") for path, _, message in library.failures()]
