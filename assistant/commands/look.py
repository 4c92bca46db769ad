"""reports、figures、tables、show：看库里有什么，看一个文件读成什么样。"""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from assistant.commands import Say
from assistant.commands.common import dumps, open_library


def reports(args: Namespace, say: Say) -> int:
    """库里的报告：单位、年度、种类、读出多少。"""
    from assistant import listing

    with open_library(args) as library:
        found = listing.reports_json(library)
    if args.json:
        say(dumps(found))
        return 0
    for one in found["reports"]:
        counts = f"{one['passages']}段 {one['tables']}张表 {one['figures']}个数字"
        say(f"{one['id']}  {one['organisation']}  {one['year'] or '年度不明'}  {one['kind']}  {one['title']}（{counts}）")
        for warning in one["warnings"]:
            say(f"    注意：{warning}")
    say(f"共 {len(found['reports'])} 份")
    return 0


def examples(args: Namespace, say: Say) -> int:
    """这个库答得出的几个问题，一行一个，每组读者一个。"""
    from assistant.examples import examples as pick

    with open_library(args) as library:
        groups = pick(library, each=args.each)
    if args.json:
        say(dumps({"groups": [{"name": name, "questions": questions} for name, questions in groups]}))
    else:
        for _, questions in groups:
            say("\n".join(questions))
    return 0


def figures(args: Namespace, say: Say) -> int:
    """库里的数字，按单位、年度、项目、口径筛选。"""
    from assistant import listing

    with open_library(args) as library:
        found = listing.figures_json(library, organisation=args.organisation, year=args.year, item=args.item, measure=args.measure)
    if args.json:
        say(dumps(found))
    elif args.csv:
        say(listing.figures_csv(found["figures"]))
    else:
        for one in found["figures"]:
            what = f"{one['organisation']} {one['period']} {' › '.join(one['path'])} {one['measure']}"
            say(f"{one['id']}  {what}：{one['value'] or one['text'] or '（空）'}{one['unit']}")
        say(f"共 {len(found['figures'])} 个")
    return 0


def feedback(args: Namespace, say: Say) -> int:
    """读者在网页上送出的评价，先送来的在前。"""
    from assistant import listing

    with open_library(args) as library:
        found = listing.feedback_json(library, only="bad" if args.bad else None)
    if args.json:
        say(dumps(found))
    elif args.csv:
        say(listing.feedback_csv(found["feedback"]))
    else:
        for one in found["feedback"]:
            reason = f"；理由：{one['reason']}" if one["reason"] else ""
            say(f"{one['day']}  {listing.VERDICTS[one['verdict']]}  {' '.join(one['question'].split())}{reason}")
        say(f"共 {len(found['feedback'])} 条")
    return 0


def tables(args: Namespace, say: Say) -> int:
    """一个文件里的表格，读出来是什么就是什么；不入库。"""
    from assistant import listing
    from ingest.isolate import build

    found = listing.tables_json(build(Path(args.file)).tables)
    if args.json:
        say(dumps(found))
        return 0
    for number, table in enumerate(found["tables"], 1):
        unit = f"，单位：{table['unit']}" if table["unit"] else ""
        say(f"表{number} {table['title']}（{table['n_rows']}行 {table['n_cols']}列{unit}）")
        for row in table["cells"]:
            say("  " + " | ".join(" ".join(text.split()) for text in row))
    say(f"共 {len(found['tables'])} 张表")
    return 0


def show(args: Namespace, say: Say) -> int:
    """一份报告、一张表、一个格子或一段话；没有这个编号是 NotInLibrary。"""
    from assistant import showing

    with open_library(args) as library:
        found = showing.show_json(library, args.id)
    say(dumps(found) if args.json else showing.show_text(found))
    return 0
