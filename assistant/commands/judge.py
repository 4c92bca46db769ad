"""eval：用标准问题打分，与存下的基线比。"""

from __future__ import annotations

import json
import tempfile
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.commands import Say
from assistant.commands.common import dumps, open_library
from assistant.errors import SettingError, SourceError, UsageError

if TYPE_CHECKING:
    from assistant.evaluation import Score
    from assistant.store.library import Library

BASELINE = Path(__file__).resolve().parents[2] / "tests" / "baseline.json"
"""标准问题文件名 -> {"right": 至少答对几题, "wrong_figures": 至多几题给了错数}。"""


def evaluate(args: Namespace, say: Say) -> int:
    """逐个文件打分，有一个低于基线就是 1；`--renew` 把这次的成绩存为基线；`--retrieval` 只评检索。"""
    from assistant.evaluation import load_gold

    if args.retrieval:
        return _retrieval(args, say)
    if args.reports and args.library:
        raise UsageError("--reports 与 --library 只能选一个", "--reports 会另建一个临时的库")
    files = [Path(name) for name in args.files]
    gold = {file.name: load_gold(file) for file in files}
    with _library(args) as library:
        scores = {name: _score(library, questions) for name, questions in gold.items()}
    baseline = _stored()
    say(dumps({name: _json(score) for name, score in scores.items()}) if args.json else "\n".join(_table(scores, args.show)))
    if args.renew:
        _store(baseline | {name: _json(score)["baseline"] for name, score in scores.items()})
        return 0
    lost = [line for name, score in scores.items() for line in _below(name, score, baseline.get(name))]
    if lost and not args.json:
        say("\n".join(lost))
    return 1 if lost else 0


def _retrieval(args: Namespace, say: Say) -> int:
    from assistant import retrieval

    if len(args.files) != 2:
        raise UsageError("--retrieval 要两个文件：语料和查询", "mingzhang eval --retrieval CORPUS.jsonl QUERIES.jsonl")
    corpus, queries = args.files
    scores = retrieval.evaluate(Path(corpus), Path(queries))
    if args.json:
        say(dumps(scores))
        return 0
    for leg, score in scores.items():
        say(f"{leg:<8} " + "  ".join(f"{name} {value:.4f}" for name, value in score.items()))
    return 0


@contextmanager
def _library(args: Namespace) -> Iterator[Library]:
    if not args.reports:
        with open_library(args) as library:
            yield library
        return
    from assistant.encode import default_encoder
    from assistant.store.library import Library
    from ingest.pipeline import fill

    with tempfile.TemporaryDirectory(prefix="mingzhang-") as folder, Library.open(Path(folder), create=True, encoder=default_encoder) as library:
        refused = [outcome for outcome in fill(library, [Path(path) for path in args.reports]) if outcome.status == "refused"]
        if refused:
            raise SourceError(f"{len(refused)} 份报告读不进去：{refused[0].message}", "去掉它们再评分")
        yield library


def _score(library: Library, questions: list[dict[str, Any]]) -> Score:
    from assistant.chat import ask
    from assistant.evaluation import judge, score
    from assistant.render import to_json

    return score(judge(gold, to_json(ask(library, gold["question"], history=tuple(gold.get("history") or ())))) for gold in questions)


def _table(scores: dict[str, Score], show: bool) -> Iterator[str]:
    for name, score in scores.items():
        yield name
        for kind, (right, total) in score.by_type.items():
            yield f"  {kind:<12} {right:>4}/{total:<4} {right / total:7.1%}"
        yield f"  {'合计':<10} {_right(score):>4}/{len(score.verdicts):<4} {score.share:7.1%}  错数 {score.wrong_figures}"
        if show:
            yield from (f"  ✗ {v.id} {v.question} → [{v.status}] {' '.join(v.text.split())[:160]}" for v in score.verdicts if not v.right)


def _right(score: Score) -> int:
    return sum(verdict.right for verdict in score.verdicts)


def _json(score: Score) -> dict[str, Any]:
    return {
        "baseline": {"right": _right(score), "wrong_figures": score.wrong_figures},
        "questions": len(score.verdicts),
        "by_type": {kind: {"right": right, "questions": total} for kind, (right, total) in score.by_type.items()},
        "failed": [verdict.id for verdict in score.verdicts if not verdict.right],
    }


def _below(name: str, score: Score, stored: dict[str, int] | None) -> Iterator[str]:
    if stored is None:
        return
    if _right(score) < stored["right"]:
        yield f"{name}：答对 {_right(score)} 题，低于基线 {stored['right']}。用 --show 看没答对的；确认是进步的取舍时用 --renew 更新基线"
    if score.wrong_figures > stored["wrong_figures"]:
        yield f"{name}：{score.wrong_figures} 题给了错数，基线是 {stored['wrong_figures']}。用 --show 看没答对的"


def _stored() -> dict[str, dict[str, int]]:
    if not BASELINE.is_file():
        return {}
    try:
        stored: dict[str, dict[str, int]] = json.loads(BASELINE.read_text(encoding="utf-8"))
    except ValueError as error:
        raise SettingError(f"{BASELINE.name} 不是合格的 JSON（{error}）", "恢复这个文件，或删掉它后用 --renew 重建") from error
    return stored


def _store(baseline: dict[str, dict[str, int]]) -> None:
    BASELINE.write_text(json.dumps(baseline, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
