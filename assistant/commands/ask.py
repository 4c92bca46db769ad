"""ask、search、wording、compare：问一个问题，找段落，查写法，两节对着看。"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Mapping
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
    """逐字、附近或按意思的写法，带上下文与出处；最后是各单位、各年度的次数。"""
    from assistant import listing
    from assistant.finding import Filters
    from assistant.precedent import precedents

    phrase = wanted_text(args.phrase, "要查的写法")
    if args.limit is not None and args.limit < 1:
        raise UsageError(f"选项 --limit：要的是正整数，不是 {args.limit}", "例如 --limit 50")
    filters = Filters(args.organisation, args.year, args.kind, args.section)
    with open_library(args) as library:
        matches = precedents(library, phrase, filters, meaning=args.meaning, beside=args.sort)
        found = listing.wording_json(phrase, matches, library, limit=args.limit if args.json else None)
    if args.json:
        say(dumps(found))
    else:
        say("\n".join(_wordings(phrase, found, args.limit or LISTED, meaning=args.meaning)))
    return 0


LISTED = 50
"""文字输出最多列几种写法。"""


def _wordings(phrase: str, found: Mapping[str, Any], most: int, *, meaning: bool) -> Iterator[str]:
    for group in found["groups"][:most]:
        match = found["matches"][group["first"]]
        citation = match["citation"]
        more = f"（另有 {group['count'] - 1} 处同样的写法）" if group["count"] > 1 else ""
        yield f"{match['before']}【{match['match']}】{match['after']}{more}\n   —— {citation['title']} › {citation['where']}"
    if not found["total"] and not meaning:
        yield f"没有哪份报告逐字写过“{phrase}”。可以按意思找：--meaning"
        return
    yield f"意思相近的 {len(found['matches'])} 种，不是原样" if meaning else f"共 {found['total']} 处，{len(found['groups'])} 种写法"
    for name, title in (("organisations", "单位"), ("years", "年度")):
        counts = found["frequency"][name]
        if len(counts) > 1:
            yield f"按{title}：" + "，".join(f"{one['name'] or '不明'} {one['count']}" for one in counts)


def compare(args: Namespace, say: Say) -> int:
    """两节或两段逐字对着看：[-只在左边-]{+只在右边+}，以及没有变的字占多少。"""
    from assistant import listing
    from assistant.precedent import compare as compared

    with open_library(args) as library:
        found = listing.compare_json(library, compared(library, args.left, args.right, args.section))
    if args.json:
        say(dumps(found))
        return 0
    for side, name in (("left", "左"), ("right", "右")):
        one = found[side]
        say(f"{name}：{one['organisation']} {one['year'] or ''} {one['title']} › {one['where']}")
    marked = (p["left"] if p["same"] else (f"[-{p['left']}-]" if p["left"] else "") + (f"{{+{p['right']}+}}" if p["right"] else "") for p in found["pieces"])
    say("".join(marked))
    say(f"没有变的字占 {found['share']:.1%}")
    return 0
