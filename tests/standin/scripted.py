"""The stand-in without a network: a Writer that writes what a function of the messages says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from assistant.errors import LanguageModelFailed
from assistant.writer import Message, Method


class Scripted:
    """Writes `reply(messages)`, in pieces; remembers what it was asked."""

    def __init__(self, reply: Callable[[Sequence[Message]], str], piece: int = 40) -> None:
        self.reply = reply
        self.piece = piece
        self.asked: list[Sequence[Message]] = []

    def stream(self, messages: Sequence[Message], until: float) -> Iterator[str]:
        self.asked.append(messages)
        text = self.reply(messages)
        yield from (text[at : at + self.piece] for at in range(0, len(text), self.piece))

    def structured(self, messages: Sequence[Message], schema: type[Any], until: float, method: Method) -> Any:
        self.asked.append(messages)
        try:
            return schema.model_validate_json(self.reply(messages))
        except ValueError as error:
            raise LanguageModelFailed("语言模型没有按格式回答") from error


def saying(text: str) -> Scripted:
    return Scripted(lambda _: text)
