"""ingest、remove、reindex、doctor：往库里放、从库里拿、修库。"""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.commands import Say
from assistant.commands.common import dumps, open_library
from assistant.errors import SettingError

if TYPE_CHECKING:
    from assistant.checks.findings import Checked
    from assistant.store.doctor import Finding
    from assistant.store.library import Library
    from ingest.pipeline import Outcome, Progress

STATUSES = {"added": "新入库", "replaced": "已更新", "version": "同一份", "unchanged": "没有变", "refused": "拒收"}
LEVELS = {"ok": "完好", "warning": "注意", "error": "有错"}


def ingest(args: Namespace, say: Say) -> int:
    """全部文件入库才是 0；有拒收的是 1，逐个说明原因。"""
    from assistant.encode import default_encoder
    from ingest.discover import discover
    from ingest.pipeline import fill

    paths = [Path(path) for path in args.paths]
    discover(paths)  # 没有可读的报告时在建库之前就说
    with open_library(args, create=True, encoder=default_encoder) as library:
        with progress_bar("读入报告") as progress:
            outcomes = fill(library, paths, progress=progress)
        found, renewed = _checked(library, outcomes)
    if args.json:
        say(dumps({"files": [_outcome_json(outcome, found.get(outcome.report_id)) for outcome in outcomes]}))
    else:
        for outcome in outcomes:
            say(_outcome_line(outcome, found.get(outcome.report_id)))
        say(_summary(outcomes, found))
        if others := len(renewed - {outcome.report_id for outcome in outcomes if outcome.status != "unchanged"}):
            say(f"另外重新核对了库里的 {others} 份报告：规则或词表有变，或添了同一单位的报告")
    return 1 if any(outcome.status == "refused" for outcome in outcomes) else 0


def _checked(library: Library, outcomes: Sequence[Outcome]) -> tuple[dict[str, Checked], set[str]]:
    """核对新来的和受它们影响的报告，结果留在库里；给出这几个文件的，按报告编号，和重新核对过的各份。"""
    from assistant.checks.kept import check_report, keep

    with progress_bar("核对") as progress:
        renewed = set(keep(library, progress))
    return {outcome.report_id: check_report(library, outcome.report_id) for outcome in outcomes if outcome.report_id}, renewed


@contextmanager
def progress_bar(what: str) -> Iterator[Progress]:
    """标准错误上的一条进度条；不是终端时不画。"""
    from tqdm import tqdm

    with tqdm(desc=what, unit="份", file=sys.stderr, disable=not sys.stderr.isatty(), leave=False) as bar:

        def progress(done: int, total: int, what: str) -> None:
            bar.total = total
            bar.set_postfix_str(what, refresh=False)
            bar.update(done - bar.n)
            bar.refresh()

        yield progress


def _outcome_line(outcome: Outcome, checked: Checked | None) -> str:
    from assistant.checklist import summary

    if outcome.status == "refused":
        return f"拒收    {outcome.message}"
    if outcome.status == "unchanged":
        return f"没有变  {outcome.path.name}"
    if outcome.status == "version":
        return f"同一份  {outcome.path.name}：{outcome.message}；mingzhang show {outcome.report_id} 看差别"
    counts = f"{outcome.passages}段 {outcome.tables}张表 {outcome.figures}个数字"
    notes = "".join(f"\n        注意：{warning}" for warning in (*filter(None, [outcome.message]), *outcome.warnings))
    told = f"\n        {summary(checked)}" if checked else ""
    return f"{STATUSES[outcome.status]}  {outcome.path.name} → {outcome.report_id}（{counts}）{notes}{told}"


def _summary(outcomes: list[Outcome], found: Mapping[str, Checked]) -> str:
    from assistant.checklist import by_grade
    from assistant.checks.kept import together

    new = {outcome.report_id for outcome in outcomes if outcome.status in ("added", "replaced")}
    grades = by_grade(together(checked for report, checked in found.items() if report in new).findings)
    told = "，".join(f"{grade} {count}" for grade, count in grades.items() if count)
    counts = {status: sum(outcome.status == status for outcome in outcomes) for status in STATUSES}
    return "共 {} 份：{}".format(len(outcomes), "，".join(f"{STATUSES[status]} {count}" for status, count in counts.items() if count)) + (
        f"。核对：{told}；运行 mingzhang checks 看各处" if told else ""
    )


def _outcome_json(outcome: Outcome, checked: Checked | None) -> dict[str, Any]:
    from dataclasses import asdict

    from assistant.checklist import summary_json

    return {**asdict(outcome), "path": str(outcome.path), "checks": summary_json(checked) if checked else None}


def remove(args: Namespace, say: Say) -> int:
    """把一份报告从库的每一处拿走；没有这个编号是 NotInLibrary。"""
    from assistant.checks.kept import keep

    with open_library(args) as library:
        report = library.report(args.report)
        library.remove(report.id)
        keep(library)
    say(f"已拿走 {report.id} {report.title}")
    return 0


def reindex(args: Namespace, say: Say) -> int:
    """重建向量索引。"""
    from assistant.encode import default_encoder

    if args.model is not None and not args.model.strip():
        raise SettingError("--model 是空的", "请写模型的名称或路径")
    with open_library(args) as library, progress_bar("编码") as progress:
        library.reindex(lambda done, of: progress(done, of, ""), encoder=default_encoder(args.model), model=_remembered(args.model))
    say("向量索引已重建")
    return 0


def _remembered(model: str | None) -> str:
    """模型的名称；本机的目录记全路径，换个地方运行也找得到。"""
    name = (model or "").strip()
    folder = Path(name).expanduser()
    return str(folder.absolute()) if name and folder.is_dir() else name


def _kept_checks(library: Library) -> Finding:
    from assistant.checks.kept import stale
    from assistant.store.doctor import Finding

    if waiting := len(stale(library)):
        return Finding("warning", f"{waiting} 份报告的核对结果不是按现在的规则算的", "运行 mingzhang checks 重新核对；不重新核对也不会答错，只是每次都要现算")
    return Finding("ok", "各份报告的核对结果都是按现在的规则算的")


def doctor(args: Namespace, say: Say) -> int:
    """库完好是 0，有问题是 1；每个问题附下一步。"""
    with open_library(args) as library:
        findings = library.doctor()
        if not any(finding.level == "error" for finding in findings):
            findings.append(_kept_checks(library))
    if args.json:
        say(dumps({"findings": [{"level": f.level, "message": f.message, "remedy": f.remedy} for f in findings]}))
    else:
        for finding in findings:
            say(f"{LEVELS[finding.level]} {finding.message}{'。' + finding.remedy if finding.remedy else ''}")
    return 1 if any(finding.level == "error" for finding in findings) else 0
