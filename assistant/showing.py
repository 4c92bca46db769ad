"""show 的 JSON 与文字：一个编号所指的报告（连同它的各个版本）、表、行、格、段落或章节。"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from assistant.address import Address, read
from assistant.errors import NotInLibrary
from assistant.listing import JsonObject, report_json, table_json
from assistant.model import Report, Table
from assistant.render import shown
from assistant.store.versions import differences, said
from assistant.wording import title_path

if TYPE_CHECKING:
    from assistant.store.library import Library


def versions_json(library: Library, report: Report) -> list[JsonObject]:
    """同一份报告的其他文件，与现在作准的那份说得不同的各项。"""
    found = library.versions(report.id)
    now = said(library.figures(reports=[report.id])) if found else ()
    return [
        {
            "id": version.id,
            "file": version.path,
            "title": version.title,
            "published": version.published,
            "url": version.url,
            "warnings": list(version.warnings),
            "differences": [asdict(one) for one in differences(now, version.said)],
        }
        for version in found
    ]


def show_json(library: Library, text: str) -> JsonObject:
    """一个编号所指的东西：`kind` 是 report、section、table、row、cell 或 passage。没有是 NotInLibrary，写法不对是 UsageError。"""
    address = read(text)
    found: JsonObject
    if address.kind == "report":
        report = library.report(address.holder)
        found = {**report_json(library, report), "report_kind": report.kind, "kind": "report", "versions": versions_json(library, report)}
    elif address.kind == "table":
        found = _shown_table(library.table(address.holder), address)
    elif address.kind == "passage":
        found = _shown_passage(library, address)
    else:
        found = _shown_section(library, address)
    result: JsonObject = shown({"id": text.strip(), **found})
    return result


def _shown_table(table: Table, address: Address) -> JsonObject:
    if address.row is None:
        return {"kind": "table", **table_json(table)}
    grid = table.grid()
    if address.row >= table.n_rows or (address.col or 0) >= table.n_cols:
        raise _nothing(address, f"表 {table.id} 只有 {table.n_rows} 行 {table.n_cols} 列")
    row = [cell.text for cell in grid[address.row]]
    if address.col is None:
        return {"kind": "row", "table": table.id, "title": table.title, "texts": row}
    cell = grid[address.row][address.col]
    return {"kind": "cell", "table": table.id, "title": table.title, "text": cell.text, "row_span": cell.row_span, "col_span": cell.col_span, "texts": row}


def _shown_passage(library: Library, address: Address) -> JsonObject:
    passage = library.passage(address.holder)
    if address.start is None or address.end is None:
        return {"kind": "passage", "text": passage.text, "page": passage.page}
    return {"kind": "passage", "text": passage.text, "page": passage.page, "quote": passage.text[address.start : address.end]}


def _shown_section(library: Library, address: Address) -> JsonObject:
    sections = {section.id: section for section in library.sections(library.report(address.report).id)}
    if address.holder not in sections:
        raise _nothing(address, f"报告 {address.report} 有 {len(sections)} 节")
    texts = [passage.text for passage in library.passages(address.report) if passage.section == address.holder]
    return {"kind": "section", "title": title_path(sections, address.holder), "texts": texts}


def _nothing(address: Address, has: str) -> NotInLibrary:
    return NotInLibrary(f"库里没有 {address.holder} 里的这一处（{has}）", "用 mingzhang show 加表或报告的编号看看有什么")


def show_text(found: JsonObject) -> str:
    """`show_json` 的结果写给人看。"""
    head = f"{found['id']} {found.get('title', '')}".rstrip()
    if "cells" in found:
        return "\n".join([head, *(" | ".join(" ".join(text.split()) for text in row) for row in found["cells"])])
    if found["kind"] == "report":
        return "\n".join([head, *(f"{name}：{_listed(found[key])}" for key, name in _REPORT_LINES), *_warned(found), *_versions_text(found["versions"])])
    body = found.get("quote") or found.get("text")
    texts = found.get("texts", [])
    return "\n".join([head, *([body] if body is not None else []), *([" | ".join(texts)] if found["kind"] in ("row", "cell") else texts)])


_REPORT_LINES = (
    ("organisation", "单位"), ("year", "年度"), ("report_kind", "种类"), ("published", "公开日期"), ("files", "文件"), ("passages", "段落"),
    ("tables", "表格"), ("figures", "数字"),
)  # fmt: skip


def _listed(value: Any) -> str:
    return "，".join(map(str, value)) if isinstance(value, list) else "不明" if value in (None, "") else str(value)


def _warned(found: JsonObject) -> list[str]:
    return [f"注意：{warning}" for warning in found["warnings"]]


def _versions_text(versions: Sequence[JsonObject]) -> list[str]:
    """每个版本一行，下面是它与作准的一份不同的各项。"""
    lines = []
    for one in versions:
        count = len(one["differences"])
        published = f"（{one['published']}公开）" if one["published"] else ""
        lines.append(f"另一版本 {one['id']} {one['file']}{published}：" + (f"{count}项数字不同" if count else "数字相同"))
        lines += [f"    {_about(d)}：作准 {_said(d['now'])}，该版 {_said(d['other'])}（{d['unit']}）" for d in one["differences"]]
    return lines


def _about(difference: JsonObject) -> str:
    return " ".join(str(part) for part in (difference["item"], difference["year"], difference["measure"]) if part)


def _said(places: Sequence[Sequence[str]]) -> str:
    return "、".join(text or "（空）" for text, _ in places) or "没有这一项"
