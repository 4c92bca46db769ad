"""checks：报告里的数前后是否一致。"""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.commands import Say
from assistant.commands.common import dumps, open_library
from assistant.errors import LibraryBusy, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.checks.findings import Checked
    from assistant.model import Report, Volume
    from assistant.store.library import Library


def checks(args: Namespace, say: Say) -> int:
    """核对库里的报告，有没有发现都是 0，没有这份报告是 NotInLibrary；给了文件就核对文件，见 `_files`。"""
    if args.files:
        return _files(args, say)
    from assistant.checks.kept import check_library
    from assistant.listing import chosen

    with open_library(args) as library:
        wanted = chosen(library, args.organisation, args.year)
        if args.report is not None:
            only = library.report(args.report).id
            wanted = [only] if wanted is None or only in wanted else []
        renewed = _renewed(library)
        if renewed and not (args.json or args.csv):
            say(f"重新核对了 {renewed} 份报告：规则或词表有变，或还没有核对过")
        _told(args, say, library.reports(), check_library(library, reports=wanted))
    return 0


def _renewed(library: Library) -> int:
    """按现在的规则重新核对、留在库里的有几份；别的程序正在写库时一份也不留，只在内存里算。"""
    from assistant.checks.kept import keep, stale
    from assistant.commands.fill import progress_bar

    if not stale(library):
        return 0
    try:
        with progress_bar("核对") as progress:
            return len(keep(library, progress))
    except LibraryBusy:
        return 0


def _files(args: Namespace, say: Say) -> int:
    """核对不在库里的文件，什么也不留：公布之前看一遍。有矛盾、有读不了的文件是 1，否则是 0。"""
    from assistant.checks.kept import check_volumes

    if any(value is not None for value in (args.report, args.organisation, args.year)):
        raise UsageError("给了文件，就不能再用 --report、--organisation、--year", "这几个选项筛选的是库里的报告")
    volumes, refused = _read([Path(path) for path in args.files])
    checked = check_volumes(volumes)
    if not (args.json or args.csv):
        for message in refused:
            say(f"拒收    {message}")
    _told(args, say, [volume.report for volume in volumes], checked)
    return 1 if refused or any(finding.grade == "矛盾" for finding in checked.findings) else 0


def _read(paths: Sequence[Path]) -> tuple[list[Volume], list[str]]:
    """各个文件（文件夹里的全部）读出来的报告，同样的只要一份；读不了的各是为什么。只有一个文件而读不了时就是那个错误。"""
    from assistant.commands.fill import progress_bar
    from assistant.model import Volume
    from ingest.discover import discover
    from ingest.isolate import Workers

    sources = discover(paths)
    found: dict[str, Volume] = {}
    refused = []
    with Workers() as workers, progress_bar("读入报告") as progress:
        for number, one in enumerate(workers.builds((source.path, source.url) for source in sources)):
            progress(number, len(sources), sources[number].path.name)
            if isinstance(one, Volume):
                found.setdefault(one.report.id, one)
            elif len(sources) == 1:
                raise one.raised()
            else:
                refused.append(str(one.raised()))
    return list(found.values()), refused


def _told(args: Namespace, say: Say, reports: Sequence[Report], checked: Checked) -> None:
    from assistant.checklist import checks_csv, checks_json, checks_text

    if args.csv:
        say(checks_csv(checked.findings))
        return
    found = checks_json(reports, checked)
    for line in [dumps(found)] if args.json else checks_text(found):
        say(line)
