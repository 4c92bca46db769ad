"""有语言模型时怎样提问：先照规则答完，再看要不要它帮忙；它帮不上，回答一个字不变，只说一声。

两处用它：规则没有读懂的问题（understanding.py），文字答案写通顺（writing.py）。数字答案不经过它，有没有它都一样；
另外要说明（`explain`）时，才请它就已经有的数字写几句，放在回答之外。
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant import chat
from assistant.catalogue import catalogue_of
from assistant.endpoint import configured
from assistant.errors import LanguageModelFailed
from assistant.facts import facts_of
from assistant.reply import Answer
from assistant.store.library import Library
from assistant.understanding import understood, unsure
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
    seconds: float = 8.0


def helper() -> Helper | None:
    """设置好的模型；没有设置是 None，设置得不对是 SettingError。"""
    endpoint = configured()
    return None if endpoint is None else Helper(ChatWriter(endpoint), endpoint.deadline)


def ask(
    library: Library,
    question: str,
    by: Helper | None,
    *,
    history: Sequence[str] = (),
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
    return f"{told.failed}。下面是不用语言模型的回答。" if told.failed else ""
