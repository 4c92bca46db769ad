"""有语言模型时怎样提问：先照规则答完，再看要不要它帮忙；它帮不上，回答一个字不变，只说一声。

两处用它：规则没有读懂的问题（understanding.py），文字答案写通顺（writing.py）。数字答案不经过它，有没有它都一样；
另外要说明（`explain`）时，才请它就已经有的数字写几句，放在回答之外。
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from assistant import chat
from assistant.catalogue import catalogue_of
from assistant.dialogue import Asked
from assistant.endpoint import configured
from assistant.errors import LanguageModelFailed, SettingError
from assistant.facts import facts_of
from assistant.render import outgoing, shown, to_json, to_text
from assistant.reply import Answer
from assistant.store.library import Library
from assistant.writer import ChatWriter, Message, Writer
from assistant.writing import Sent, Show, Written, write


@dataclass(frozen=True, slots=True)
class Told:
    """一次提问得到的：`answer` 是回答；`written` 是模型写、每句核对过的话；`failed` 是它为什么没有帮上忙；`sent` 是发给它的全部文字。"""

    answer: Answer
    written: Written | None = None
    failed: str = ""
    sent: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Helper:
    """能帮忙的模型，和一次提问最多等它多少秒。"""

    writer: Writer
    seconds: float = 7.0


def helper() -> Helper | None:
    """设置好的模型；没有设置是 None，设置得不对是 SettingError。"""
    endpoint = configured()
    return None if endpoint is None else Helper(ChatWriter(endpoint), endpoint.deadline)


def willing(wanted: bool | None) -> tuple[Helper | None, str]:
    """要不要用模型：None 是有就用，False 不用，True 一定要用（没有设置是 SettingError）。设置不对又不是一定要用，就不用，说出为什么。"""
    if wanted is False:
        return None, ""
    try:
        found = helper()
    except SettingError as error:
        if wanted:
            raise
        return None, error.problem
    if found is None and wanted:
        raise SettingError("没有设置语言模型", "设置 MINGZHANG_LLM_BASE_URL 与 MINGZHANG_LLM_MODEL，见 README")
    return found, ""


def ask(
    library: Library,
    question: str,
    by: Helper | None,
    *,
    history: Sequence[str | Asked] = (),
    organisation: str | None = None,
    year: int | None = None,
    explain: bool = False,
    show: Callable[[Answer], Show] | None = None,
) -> Told:
    """提一个问题。`show` 收下回答，给出怎样一边写一边看；`explain` 时数字答案也写说明。"""
    until = time.monotonic() + by.seconds if by else 0.0
    answer = chat.ask(library, question, history=history, organisation=organisation, year=year)
    if by is None:
        return Told(answer)
    from assistant.understanding import understood, unsure  # 不用模型时不必装入 pydantic

    sent = Sent()
    written, failed = None, ""
    try:
        if unsure(answer):
            answer = understood(library, by.writer, answer, history, (organisation, year), until, sent)
        elif answer.status == "answered" and (explain or not answer.figures):
            written = told(library, by.writer, answer, until, sent, show(answer) if show else None)
    except LanguageModelFailed as error:
        failed = error.problem
    return Told(answer, written, failed, tuple(sent.messages))


def told(library: Library, writer: Writer, answer: Answer, until: float, sent: Sent, show: Show | None = None) -> Written | None:
    """就一个回答写的话；它没有说得出口的事实就是 None。"""
    facts = facts_of(library, answer, catalogue_of(library))
    return write(writer, answer, facts, until, sent, show) if facts.listed else None


def failure(told: Told) -> str:
    """模型没有帮上忙时说的一句话；帮上了、没有用它是 ''。"""
    return outgoing(f"{told.failed}。下面是不用语言模型的回答。") if told.failed else ""


BY_MODEL = "以上几句由语言模型写成，数字与引文由程序照出处填入，每句都核对过；下面是报告里的数字与原文。"


def told_text(told: Told) -> str:
    """终端里的样子：没有用模型时就是回答。"""
    before = [outgoing(told.written.text), BY_MODEL] if told.written else []
    return "\n".join([*before, *([f"注意：{failure(told)}"] if told.failed else []), to_text(told.answer)])


def told_json(told: Told) -> dict[str, Any]:
    """回答的 JSON；用过模型的多出 `written`（写成的话，没有是 null）与 `model`（没有帮上忙的原因、发给它的文字）。"""
    answer = to_json(told.answer)
    if not told.sent and not told.failed:
        return answer
    written = {"text": told.written.text, "sentences": [one.text for one in told.written.sentences]} if told.written else None
    sent = [{"role": role, "text": text} for role, text in told.sent]
    return answer | {"written": shown(written), "model": shown({"failed": told.failed or None, "sent": sent})}
