"""命令行 `mingzhang …`：只认参数、分派、打印和退出码；每个子命令做什么写在 assistant/commands/。

顶层只导入标准库里轻的模块：`mingzhang --help` 因此在 0.2 秒以内（有测试守着）。
退出码：0 成；1 有文件被拒收、没达到基线或出错；2 用法不对；130 被中断。
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from assistant.commands import Run, ask, check, fill, judge, look, mcp, serve
from assistant.errors import MingzhangError, UsageError
from assistant.settings import DEBUG_VARIABLE

INTERRUPTED = 130


class Parser(argparse.ArgumentParser):
    """中文的 argparse：出错时抛 UsageError（一句话，说出哪个参数、下一步），不自己退出。"""

    def __init__(self, **settings: object) -> None:
        super().__init__(add_help=False, allow_abbrev=False, formatter_class=Chinese, **settings)  # type: ignore[arg-type]
        self._positionals.title, self._optionals.title = "参数", "选项"
        self.add_argument("-h", "--help", action="help", help="显示这段说明")

    def error(self, message: str) -> NoReturn:
        """argparse 发现用法不对时调用。"""
        raise UsageError(in_chinese(message), f"运行 {self.prog} --help 看用法")


class Chinese(argparse.RawDescriptionHelpFormatter):
    """说明文字的排版：“用法：”开头。"""

    def add_usage(self, usage: str | None, actions: object, groups: object, prefix: str | None = None) -> None:
        """把英文的 usage: 换成中文。"""
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)  # type: ignore[arg-type]


MESSAGES = (
    ("the following arguments are required: ", "缺少参数 {}"),
    ("unrecognized arguments: ", "没有这个选项或多出了参数：{}"),
    ("ambiguous option: ", "选项写得不完整：{}"),
)
"""argparse 的英文话头与对应的中文。"""

ENDINGS = (
    ("expected one argument", "后面要跟一个值"),
    ("expected at least one argument", "后面至少要跟一个值"),
    ("invalid int value: ", "要的是整数，不是 {}"),
    ("invalid choice: ", "没有这个取值：{}"),
    ("not allowed with argument ", "不能和 {} 一起用"),
)


def in_chinese(message: str) -> str:
    """argparse 的一句英文改成中文，名字照留。

    >>> in_chinese("argument --year: invalid int value: 'x'")
    "选项 --year：要的是整数，不是 'x'"
    >>> in_chinese("unrecognized arguments: --foo")
    '没有这个选项或多出了参数：--foo'
    """
    for start, chinese in MESSAGES:
        if message.startswith(start):
            return chinese.format(message[len(start) :])
    if not message.startswith("argument "):
        return message
    name, _, rest = message.removeprefix("argument ").partition(": ")
    if name == "命令":
        return f"没有这个命令：{rest.removeprefix('invalid choice: ').split(' (choose')[0]}"
    for start, chinese in ENDINGS:
        if rest.startswith(start):
            return f"选项 {name}：{chinese.format(rest[len(start) :].split(' (choose')[0])}"
    return f"选项 {name}：{rest}"


def build_parser() -> Parser:
    """全部子命令与它们的参数。"""
    parser = Parser(prog="mingzhang", description="明账：对公开的预算、决算与绩效自评报告提问，答案带出处，数字逐字可查。")
    parser.add_argument("--version", action="version", version="mingzhang 0.1.0", help="显示版本")
    commands = parser.add_subparsers(title="命令", metavar="命令", dest="command", required=True, parser_class=Parser)
    for add in (_fill_commands, _ask_commands, _look_commands, _care_commands):
        add(commands)
    return parser


Commands = argparse._SubParsersAction


def _command(commands: Commands[Parser], name: str, run: Run, summary: str, *, json: bool = True, csv: str = "", library: bool = True) -> Parser:
    parser = commands.add_parser(name, help=summary, description=summary)
    parser.set_defaults(run=run)
    if json:
        forms = parser.add_mutually_exclusive_group()
        forms.add_argument("--json", action="store_true", help="输出 JSON")
        if csv:
            forms.add_argument("--csv", action="store_true", help=csv)
    if library:
        parser.add_argument("--library", metavar="目录", help="库所在的文件夹（默认 $MINGZHANG_LIBRARY，再没有就用用户数据目录）")
    return parser


def _filters(parser: Parser) -> None:
    parser.add_argument("--organisation", metavar="单位", help="只看这个单位")
    parser.add_argument("--year", type=int, metavar="年度", help="只看这个年度，例如 2023")


def _text_filters(parser: Parser) -> None:
    _filters(parser)
    parser.add_argument("--kind", metavar="种类", help="只看这一种报告，例如 部门预算、绩效自评")
    parser.add_argument("--section", metavar="章节", help="只看标题里有这些字的章节，例如 存在的问题")


def _fill_commands(commands: Commands[Parser]) -> None:
    ingest = _command(commands, "ingest", fill.ingest, "把报告文件或文件夹读进库；没有变的文件不再读")
    ingest.add_argument("paths", nargs="+", metavar="PATH", help="文件或文件夹")
    remove = _command(commands, "remove", fill.remove, "把一份报告从库里拿走", json=False)
    remove.add_argument("report", metavar="REPORT", help="报告的编号，见 mingzhang reports")
    _command(commands, "reports", look.reports, "库里有哪些报告")


def _ask_commands(commands: Commands[Parser]) -> None:
    asking = _command(commands, "ask", ask.ask, "提一个问题，回答带出处")
    asking.add_argument("question", nargs="?", metavar="QUESTION", help="问题")
    asking.add_argument("--history", metavar="FILE", help="之前问过的问题：一个 JSON 列表")
    asking.add_argument("--batch", metavar="FILE", help="每行一个 JSON：id、question，可有 history；逐行输出回答")
    choice = asking.add_mutually_exclusive_group()
    choice.add_argument("--model", action="store_true", default=None, help="一定要用语言模型（默认设置了就用）")
    choice.add_argument("--no-model", action="store_false", dest="model", help="不用语言模型")
    asking.add_argument("--explain", action="store_true", help="数字答案也请语言模型写几句说明，放在回答之前")
    _filters(asking)
    search = _command(commands, "search", ask.search, "查找段落与表格行，按相关程度排列")
    search.add_argument("query", nargs="?", metavar="QUERY", help="要找的内容")
    search.add_argument("--batch", metavar="FILE", help="每行一个 JSON：id、question（或 query）；逐行输出结果")
    search.add_argument("--limit", type=int, default=10, metavar="N", help="最多几条（默认 10）")
    _text_filters(search)
    wording = _command(commands, "wording", ask.wording, "查一句话在各报告里怎么写：逐字，或“甲 附近 乙”，带上下文")
    wording.add_argument("phrase", metavar="PHRASE", help="要查的写法")
    wording.add_argument("--meaning", action="store_true", help="找意思相近的，不是逐字")
    wording.add_argument("--sort", choices=["right", "left"], help="按用语右边（或左边，从近到远）的字排；不写就是库里的次序")
    wording.add_argument("--limit", type=int, metavar="N", help="最多列几种写法（默认 50）；--json 时是最多几处（默认全部）")
    _text_filters(wording)
    compare = _command(commands, "compare", ask.compare, "两节、两段或两份报告的同一节逐字对着看")
    compare.add_argument("left", metavar="LEFT", help="报告、章节或段落的编号")
    compare.add_argument("right", metavar="RIGHT", help="另一个编号")
    compare.add_argument("--section", metavar="章节", help="给的是报告时：标题里有这些字的一节")


def _look_commands(commands: Commands[Parser]) -> None:
    examples = _command(commands, "examples", look.examples, "这个库答得出的几个问题，一行一个")
    examples.add_argument("--each", type=int, default=1, metavar="N", help="每组读者几个（默认 1）")
    figures = _command(commands, "figures", look.figures, "列出库里的数字，可筛选", csv="输出 CSV（带出处各列）")
    figures.add_argument("--item", metavar="项目", help="名称里含有这些字的项目")
    figures.add_argument("--measure", metavar="口径", help="例如 决算、预算、全年执行数")
    _filters(figures)
    feedback = _command(commands, "feedback", look.feedback, "读者在网页上送出的评价", csv="输出 CSV，一条一行，带问题与回答的全文")
    feedback.add_argument("--bad", action="store_true", help="只看说没有用的")
    tables = _command(commands, "tables", look.tables, "读出一个文件里的表格，不入库", library=False)
    tables.add_argument("file", metavar="FILE", help="报告文件")
    checks = _command(commands, "checks", check.checks, "核对：报告里的数前后、文表、各年之间是否一致", csv="输出 CSV，一方一行，带出处")
    checks.add_argument("files", nargs="*", metavar="FILE", help="核对这些文件或文件夹，不入库；不写就核对库里的报告。有矛盾时退出码是 1")
    checks.add_argument("--report", metavar="REPORT", help="只核对这一份报告（编号见 mingzhang reports）")
    _filters(checks)
    show = _command(commands, "show", look.show, "按编号看一份报告、一张表、一个格子或一段话")
    show.add_argument("id", metavar="ID", help="例如 r3f2a91/t1#r3c1")


def _care_commands(commands: Commands[Parser]) -> None:
    reindex = _command(commands, "reindex", fill.reindex, "重建向量索引；旧的一直用到新的验过为止", json=False)
    reindex.add_argument("--model", metavar="M", help="换用这个向量模型（名称或路径）")
    _command(commands, "doctor", fill.doctor, "检查库是否完好，不好时怎么办")
    evaluate = _command(commands, "eval", judge.evaluate, "用标准问题评分；低于存下的基线时退出码为 1")
    evaluate.add_argument("files", nargs="+", metavar="FILE", help="标准问题（每行一个 JSON）")
    evaluate.add_argument("--reports", nargs="+", metavar="PATH", help="用这些报告建一个临时的库")
    evaluate.add_argument("--retrieval", action="store_true", help="评检索：FILE 是一份语料 CORPUS.jsonl 和一份查询 QUERIES.jsonl")
    evaluate.add_argument("--show", action="store_true", help="列出没有答对的问题")
    evaluate.add_argument("--renew", action="store_true", help="把这次的成绩存为新的基线")
    serving = _command(commands, "serve", serve.serve, "打开网页（只在本机）", json=False)
    serving.add_argument("--port", type=int, default=8501, metavar="端口", help="端口（默认 8501）")
    _command(commands, "mcp", mcp.mcp, "作为 MCP 服务（标准输入输出）：别的智能体用同样的工具查这个库", json=False)


def main(argv: Sequence[str] | None = None) -> int:
    """跑一条命令，返回退出码；预期内的错误是标准错误上的一行，从不是一串调用记录。"""
    _settle_streams()
    try:
        args = build_parser().parse_args(argv)
        _settle_log()
        code: int = args.run(args, say)
        sys.stdout.flush()
    except MingzhangError as error:
        print(f"错误：{_safe(' '.join(str(error).split()))}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("已中断", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # 读的一方（例如 head）先走了
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


def say(text: str) -> None:
    """打印到标准输出；控制字符写成 \\uXXXX，JSON 因此仍是合格的 JSON。"""
    print(_safe(text))


def _safe(text: str) -> str:
    from assistant.render import visible

    return visible(text)


def _settle_streams() -> None:
    """终端写不出的字符写成转义，不因此中断。"""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _settle_log() -> None:
    """日志默认不上屏；设了 MINGZHANG_DEBUG 才写到标准错误。"""
    import logging

    if os.environ.get(DEBUG_VARIABLE):
        logging.basicConfig(stream=sys.stderr, level=logging.DEBUG)
    else:
        logging.getLogger().addHandler(logging.NullHandler())


if __name__ == "__main__":
    raise SystemExit(main())
