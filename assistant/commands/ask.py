"""ask、search、wording：问一个问题，找段落，查写法。"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from assistant.commands import Say
from assistant.commands.common import batch, dumps, history, open_library, questions, wanted_text
from assistant.errors import UsageError

if TYPE_CHECKING:
    from assistant.helped import Told
    from assistant.store.library import Library


def ask(args: Namespace, say: Say) -> int:
    """一个问题，或 --batch 的许多问题；没有答案也是回答，退出码 0。"""
    if (args.question is None) == (args.batch is None):
        raise UsageError("要么给一个问题，要么给 --batch FILE", '例如 mingzhang ask "2023年三公经费决算数是多少？"')
    from assistant.helped import told_json, told_text

    if args.batch is not None:
        lines = list(batch(args.batch))
        with open_library(args) as library:
            for line in lines:
                say(dumps({"id": line.get("id"), **told_json(_told(library, args, line))}))
        return 0
    asked = {"question": wanted_text(args.question, "问题"), "history": list(history(args.history))}
    with open_library(args) as library:
        told = _told(library, args, asked)
    say(dumps(told_json(told)) if args.json else told_text(told))
    return 0


def _told(library: Library, args: Namespace, line: Mapping[str, Any]) -> Told:
    from dataclasses import replace

    from assistant import helped

    if args.explain and args.model is False:
        raise UsageError("选项 --explain 要用语言模型，不能和 --no-model 一起用", "去掉其中一个")
    by, why = helped.willing(True if args.explain else args.model)
    name = f"问题 {line['id']}" if "id" in line else "问题"
    question = wanted_text(line.get("question"), name)
    earlier = questions(line.get("history") or [], f"{name}的 history")
    told = helped.ask(library, question, by, history=earlier, organisation=args.organisation, year=args.year, explain=args.explain)
    return replace(told, failed=why) if why else told


def search(args: Namespace, say: Say) -> int:
    """段落与表格行，好的在前；--batch 时逐行输出。"""
    if (args.query is None) == (args.batch is None):
        raise UsageError("要么给要找的内容，要么给 --batch FILE", '例如 mingzhang search "公租房租金收缴"')
    if args.limit < 1:
        raise UsageError(f"选项 --limit：要的是正整数，不是 {args.limit}", "例如 --limit 10")
    if args.batch is not None:
        lines = list(batch(args.batch))
        with open_library(args) as library:
            for line in lines:
                say(dumps({"id": line.get("id"), **_found(library, args, line.get("query", line.get("question")))}))
        return 0
    with open_library(args) as library:
        found = _found(library, args, args.query)
    if args.json:
        say(dumps(found))
        return 0
    for notice in found["notices"]:
        say(f"注意：{notice}")
    for number, hit in enumerate(found["hits"], 1):
        citation = hit["citation"]
        say(f"{number}. {citation['title']} › {citation['where']}（{hit['score']:.4f}）\n   {' '.join(citation['quote'].split())}")
    if not found["hits"]:
        say("没有找到。可以换一种说法，或减少字数再试")
    return 0


def _found(library: Library, args: Namespace, query: Any) -> dict[str, Any]:
    from assistant import listing
    from assistant.finding import Filters, find

    filters = Filters(args.organisation, args.year, args.kind, args.section)
    return listing.search_json(library, find(library, wanted_text(query, "要找的内容"), limit=args.limit, filters=filters))


def wording(args: Namespace, say: Say) -> int:
    """逐字匹配的写法，带上下文与出处。"""
    from assistant import listing
    from assistant.wording import wording as matches

    phrase = wanted_text(args.phrase, "要查的写法")
    with open_library(args) as library:
        found = listing.wording_json(phrase, matches(library, phrase, limit=args.limit), library)
    if args.json:
        say(dumps(found))
        return 0
    for match in found["matches"]:
        citation = match["citation"]
        say(f"{match['before']}【{match['match']}】{match['after']}\n   —— {citation['title']} › {citation['where']}")
    say(f"共 {found['total']} 处" if found["total"] else f"没有哪份报告逐字写过“{phrase}”。可以试 mingzhang search")
    return 0
