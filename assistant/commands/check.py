"""checks：报告里的数前后是否一致。"""

from __future__ import annotations

from argparse import Namespace

from assistant.commands import Say
from assistant.commands.common import dumps, open_library


def checks(args: Namespace, say: Say) -> int:
    """核对库里的报告；有没有发现都是 0，没有这份报告是 NotInLibrary。"""
    from assistant.checklist import checks_csv, checks_json, checks_text
    from assistant.checks.kept import check_library
    from assistant.listing import chosen

    with open_library(args) as library:
        wanted = chosen(library, args.organisation, args.year)
        if args.report is not None:
            only = library.report(args.report).id
            wanted = [only] if wanted is None or only in wanted else []
        checked = check_library(library, reports=wanted)
        found = checks_json(library, checked)
    if args.json:
        say(dumps(found))
    elif args.csv:
        say(checks_csv(checked.findings))
    else:
        for line in checks_text(found):
            say(line)
    return 0
