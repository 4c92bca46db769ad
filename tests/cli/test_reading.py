"""What the commands print of a small library: answers, sources, lists, scores."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.commands import judge
from assistant.length import LONGEST
from assistant.model import Feedback
from assistant.store.library import Library
from tests.cli.conftest import REPORT, Result, lines


def test_ask_answers_with_its_source(run: Callable[..., Result]) -> None:
    question = "2023年公用支出是多少？"
    answer = json.loads(run("ask", "--json", question)[1])
    assert (answer["question"], answer["status"], answer["reason"]) == (question, "answered", None)
    assert (answer["figures"][0]["value"], answer["figures"][0]["unit"]) == ("120.25", "万元")
    cited = {citation["id"]: citation for citation in answer["citations"]}
    assert "120.25" in cited[answer["figures"][0]["citation"]]["quote"]
    code, text, err = run("ask", question)
    assert (code, err) == (0, "")
    assert "120.25万元" in text.replace(" ", "")


def test_batch_answers_in_order_and_replays_history(run: Callable[..., Result], tmp_path: Path) -> None:
    asked: list[dict[str, Any]] = [
        {"id": "b", "question": "那人员支出呢？", "history": ["2023年公用支出是多少？"]},
        {"id": "a", "question": "2023年公用支出是多少？"},
    ]
    (tmp_path / "q.jsonl").write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in asked) + "\n\n", encoding="utf-8")
    answers = [json.loads(line) for line in lines(run("ask", "--batch", str(tmp_path / "q.jsonl"))[1])]
    assert [(answer["id"], answer["figures"][0]["value"]) for answer in answers] == [("b", "700.25"), ("a", "120.25")]
    (tmp_path / "h.json").write_text('["2023年公用支出是多少？"]', encoding="utf-8")
    alone = json.loads(run("ask", "--json", "那人员支出呢？", "--history", str(tmp_path / "h.json"))[1])
    assert alone["figures"][0]["value"] == "700.25"


def test_what_readers_sent_is_listed_and_exported(run: Callable[..., Result], library: Path, tmp_path: Path) -> None:
    shutil.copytree(library, tmp_path / "library")
    with Library.open(tmp_path / "library") as books:
        books.add_feedback(Feedback("good", "", "问题甲", "回答甲", "answered", 1, "2026-01-30"))
        books.add_feedback(Feedback("bad", "=1+1", "问题\n乙", "电话13912345678", "answered", 1, "2026-01-31"))
    code, text, err = run("feedback", where=tmp_path / "library")
    assert (code, err) == (0, "")
    assert lines(text) == ["2026-01-30  有用  问题甲", "2026-01-31  没有用  问题 乙；理由：=1+1", "共 2 条"]
    (only,) = json.loads(run("feedback", "--json", "--bad", where=tmp_path / "library")[1])["feedback"]
    assert (only["verdict"], only["day"]) == ("bad", "2026-01-31")
    rows = list(csv.DictReader(io.StringIO(run("feedback", "--csv", where=tmp_path / "library")[1])))
    assert [(row["评价"], row["理由"]) for row in rows] == [("有用", ""), ("没有用", "'=1+1")]
    assert "13912345678" not in json.dumps([only, rows], ensure_ascii=False)
    assert run("feedback", "--csv", "--json", where=tmp_path / "library")[0] == 2


def test_a_question_that_is_too_long_is_answered_as_far_as_it_is_read_and_that_is_said(run: Callable[..., Result]) -> None:
    whole = json.loads(run("ask", "--json", "2023年公用支出是多少？" + "谢" * LONGEST)[1])
    assert [notice for notice in whole["notices"] if f"前 {LONGEST} 个" in notice]
    assert json.loads(run("ask", "--json", "2023年公用支出是多少？")[1])["notices"] == []


BAD_LINES = [("{", "第2行"), ("[1]", "第2行"), ('{"id": "x"}', "问题 x"), ('{"id": "x", "question": "q", "history": "h"}', "history")]


@pytest.mark.parametrize(("line", "place"), BAD_LINES)
def test_a_bad_batch_line_is_named_before_anything_is_answered(line: str, place: str, run: Callable[..., Result], tmp_path: Path) -> None:
    good = '{"id": "g", "question": "2023年公用支出是多少？"}'
    (tmp_path / "q.jsonl").write_text(f"{good}\n{line}\n", encoding="utf-8")
    code, _, err = run("ask", "--batch", str(tmp_path / "q.jsonl"))
    assert code == 2
    assert place in err
    assert len(lines(err)) == 1


def test_filters_reach_the_answer(run: Callable[..., Result]) -> None:
    answer = json.loads(run("ask", "--json", "--year", "2019", "公用支出是多少？")[1])
    assert (answer["status"], answer["figures"]) == ("not_found", [])


def test_terminal_controls_in_a_question_are_shown_not_sent(run: Callable[..., Result]) -> None:
    for words in (("ask", "\x1b]0;坏\x07三公\u202e经费"), ("ask", "--json", "\x1b[31m\x9b三公经费")):
        out = run(*words)[1]
        assert not [character for character in out if ord(character) < 32 and character != "\n"]
        assert not set(out) & set("\u202e\x9b")
    assert json.loads(out)["question"] == "\x1b[31m\x9b三公经费"


def test_no_form_of_output_holds_a_mobile_number(run: Callable[..., Result]) -> None:
    said = [run("search", "--json", "联系人电话"), run("wording", "--json", "公共租赁住房"), run("figures", "--csv"), run("ask", "13912345678是谁的电话")]
    (report,) = json.loads(run("reports", "--json")[1])["reports"]
    said += [run("show", f"{report['id']}/p1"), run("show", "--json", f"{report['id']}/s1"), run("show", report["id"])]
    assert "13912345678" not in "".join(out + err for _, out, err in said)


def test_examples_are_questions_that_are_answered(run: Callable[..., Result]) -> None:
    questions = lines(run("examples", "--each", "2")[1])
    assert questions
    assert all(json.loads(run("ask", "--json", question)[1])["status"] == "answered" for question in questions)
    groups = json.loads(run("examples", "--json")[1])["groups"]
    assert [len(group["questions"]) for group in groups] == [1] * len(groups)


def test_search_and_wording_cite_what_they_find(run: Callable[..., Result]) -> None:
    (best, *_) = json.loads(run("search", "--json", "改进措施 执行进度通报")[1])["hits"]
    assert "每季度通报" in best["citation"]["quote"]
    assert {"id", "score", "legs", "citation"} <= best.keys()
    found = json.loads(run("wording", "--json", "执行进度偏慢")[1])
    assert (found["phrase"], found["total"], found["matches"][0]["match"]) == ("执行进度偏慢", 1, "执行进度偏慢")
    assert "【执行进度偏慢】" in run("wording", "执行进度偏慢")[1]


def test_figures_as_json_and_csv_say_the_same(run: Callable[..., Result]) -> None:
    listed = json.loads(run("figures", "--json", "--year", "2023")[1])["figures"]
    rows = list(csv.DictReader(io.StringIO(run("figures", "--csv", "--year", "2023")[1])))
    assert [(row["id"], row["value"]) for row in rows] == [(one["id"], one["value"] or "") for one in listed]
    assert {"820.5", "700.25", "120.25"} <= {row["value"] for row in rows}
    assert json.loads(run("figures", "--json", "--year", "1999")[1]) == {"figures": []}


def test_an_id_that_is_not_there_says_so(run: Callable[..., Result]) -> None:
    code, _, err = run("show", "rabcdef0/t9")
    assert code == 1
    assert "rabcdef0/t9" in err


def test_remove_takes_a_report_out(run: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "报告.txt").write_text(REPORT, encoding="utf-8")
    run("ingest", str(tmp_path / "报告.txt"), where=tmp_path / "library")
    (report,) = json.loads(run("reports", "--json", where=tmp_path / "library")[1])["reports"]
    assert run("remove", report["id"], where=tmp_path / "library")[0] == 0
    assert json.loads(run("reports", "--json", where=tmp_path / "library")[1])["reports"] == []
    assert run("doctor", where=tmp_path / "library")[0] == 0
    assert run("remove", report["id"], where=tmp_path / "library")[0] == 1


def test_eval_of_retrieval_scores_every_leg(run: Callable[..., Result], tmp_path: Path) -> None:
    names = ("公共租赁住房", "物业维修资金", "白蚁防治")
    passages = [{"pid": f"p{n}", "title": name, "text": f"{name}由示例市{name}办法规定。"} for n, name in enumerate(names)]
    queries = [{"qid": f"q{n}", "q": f"{one['title']}由什么办法规定", "pid": one["pid"]} for n, one in enumerate(passages)]
    for name, rows in (("c.jsonl", passages), ("q.jsonl", queries)):
        (tmp_path / name).write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    scores = json.loads(run("eval", "--retrieval", "--json", str(tmp_path / "c.jsonl"), str(tmp_path / "q.jsonl"))[1])
    assert set(scores) == {"words", "bigrams", "vectors", "fused"}
    assert scores["fused"] == {"r@1": 1.0, "r@5": 1.0, "mrr@10": 1.0}
    assert run("eval", "--retrieval", str(tmp_path / "c.jsonl"))[0] == 2


def test_eval_falls_below_a_baseline_it_cannot_reach(run: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judge, "BASELINE", tmp_path / "baseline.json")
    gold = [
        {"id": "1", "type": "figure", "question": "2023年公用支出是多少？", "figures": [{"value": "120.25", "unit": "万元"}]},
        {"id": "2", "type": "figure", "question": "2023年公用支出是多少？", "figures": [{"value": "1", "unit": "万元"}]},
    ]
    (tmp_path / "g.jsonl").write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in gold), encoding="utf-8")
    code, out, _ = run("eval", str(tmp_path / "g.jsonl"), "--show")
    assert code == 0
    assert "50.0%" in out
    assert "✗ 2" in out
    (tmp_path / "baseline.json").write_text('{"g.jsonl": {"right": 2, "wrong_figures": 0}}', encoding="utf-8")
    assert run("eval", str(tmp_path / "g.jsonl"))[0] == 1
    assert run("eval", str(tmp_path / "g.jsonl"), "--renew")[0] == 0
    assert run("eval", str(tmp_path / "g.jsonl"))[0] == 0
