"""写文字答案：`QuotingWriter` 只挑原句、原段，一字不改，不用模型；`ChatWriter` 是到语言模型的唯一一扇门，只传字，不管对错。"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any, Literal, Protocol

from assistant.asked import Topic, content
from assistant.endpoint import Endpoint
from assistant.errors import LanguageModelFailed, SettingError
from assistant.evidence import Unit, continues, is_item, matched, plain, spans
from assistant.model import Entry
from assistant.search import fingerprint
from assistant.spending import take

MOST_ITEMS = 40
MOST_CHARACTERS = 1600
"""一节条目合起来超过这么多字，每条就只引第一句。"""
FAR = 160
"""往前找所问之事，至多隔这么多字。"""
ITEM = 260
"""问怎么做的，一段不超过这么多字就整段引出；泛泛一问只有条目这样。"""
REST = 40
"""说原因的句子后面只剩这么几个字，就连着引完。"""
SHORT = 14
"""短于这么多字的句子多半只是个名目，连后面的一起引。"""


@dataclass(frozen=True, slots=True)
class Quote:
    """一处原文：`target` 是段落、表行或章节的编号，`text` 是它的第 `start` 到 `end` 个字。`section` 是所在的标题。"""

    target: str
    report: str
    start: int
    end: int
    text: str
    section: str = ""
    page: int | None = None
    whole: bool = False

    @property
    def place(self) -> str:
        """带起止的编号；引的是整段整行时就是编号本身。"""
        return self.target if self.whole else f"{self.target}#{self.start}-{self.end}"


@dataclass(frozen=True, slots=True)
class TextAnswer:
    """文字答案：问的是哪一类，引的是哪几句。`exact` 为假：没有原样的话，引的是意思相近的；`expanded` 是检索时换用的公文说法。"""

    kind: str
    sentences: tuple[Quote, ...]
    exact: bool = True
    expanded: tuple[tuple[str, tuple[str, ...]], ...] = ()
    score: float = 1.0


def quote(entry: Entry, start: int, end: int, section: str) -> Quote:
    """条目里的一段。"""
    whole = not entry.text[:start].strip() and not entry.text[end:].strip()
    return Quote(entry.id, entry.report, start, end, entry.text[start:end], section, entry.page, whole)


class QuotingWriter:
    """不用模型的写法：挑句子，不造句子。`titles` 是条目编号 -> 所在标题。"""

    def __init__(self, titles: dict[str, str]) -> None:
        self._titles = titles

    def sentences(self, topic: Topic, ranked: Sequence[tuple[float, Unit]], most: int, margin: float) -> tuple[Quote, ...]:
        """分数不低于最好的 `margin` 倍的句子，至多 `most` 句；同样的话只引一次。"""
        if not ranked:
            return ()
        best = ranked[0][0]
        kept: dict[str, Quote] = {}
        for score, unit in ranked:
            if score < best * margin or len(kept) >= most:
                break
            drawn = self._drawn(topic, unit)
            if not any(_overlap(drawn, other) for other in kept.values()):
                kept.setdefault(fingerprint(drawn.text), drawn)
        return tuple(kept.values())

    def _drawn(self, topic: Topic, unit: Unit) -> Quote:
        start, end = unit.start, unit.end
        if unit.entry.kind == "passage":
            start, end = self._widened(topic, unit)
        return quote(unit.entry, start, end, self._titles.get(unit.entry.id, ""))

    def _widened(self, topic: Topic, unit: Unit) -> tuple[int, int]:
        """句子太短就连到段末；说原因的句子没有说是什么事，就从说了的那一句起；一是、二是连着数的引全。"""
        whole = len(unit.entry.text.rstrip())
        if topic.kind.shape == "define" or topic.kind.name == "duty":
            return (0 if topic.kind.name == "duty" else unit.start), whole
        if topic.kind.open and whole <= ITEM and (topic.kind.name == "manner" or is_item(unit.entry.text)):
            return 0, whole
        short = len(unit.own) <= SHORT
        if short and topic.kind.name != "reason":
            return unit.start, whole
        words = [word for term in content(topic) or topic.terms for word in (term.word, *term.others)]
        end = whole if short else _end(unit)
        return _start(unit, words), whole if topic.kind.name == "reason" and whole - end <= REST else end

    def items(self, entries: Iterable[Entry]) -> tuple[Quote, ...]:
        """一节里的各条，原来的次序；太长就每条只引第一句。"""
        kept = list(entries)[:MOST_ITEMS]
        if sum(len(entry.text) for entry in kept) <= MOST_CHARACTERS:
            return tuple(self._entire(entry) for entry in kept)
        return tuple(self._first(entry) if is_item(entry.text) or len(entry.text) > 200 else self._entire(entry) for entry in kept)

    def _entire(self, entry: Entry) -> Quote:
        start = len(entry.text) - len(entry.text.lstrip())
        return quote(entry, start, len(entry.text.rstrip()), self._titles.get(entry.id, ""))

    def _first(self, entry: Entry) -> Quote:
        start, end = next(iter(spans(entry.text)), (0, len(entry.text)))
        return quote(entry, start, end, self._titles.get(entry.id, ""))


def _overlap(one: Quote, other: Quote) -> bool:
    return one.target == other.target and one.start < other.end and other.start < one.end


def _start(unit: Unit, words: Sequence[str]) -> int:
    """本句或前面最近的、说到了所问之事的那一句的开头；隔得太远就是本句。"""
    if not words or any(matched(word, unit.own) for word in words):
        return unit.start
    before = [(start, end) for start, end in spans(unit.entry.text) if end <= unit.start and unit.start - start <= FAR]
    return next((start for start, end in reversed(before) if any(matched(word, plain(unit.entry.text[start:end])) for word in words)), unit.start)


def _end(unit: Unit) -> int:
    end = unit.end
    for start, stop in spans(unit.entry.text):
        if start >= end and continues(unit.entry.text[start:stop]):
            end = stop
        elif start >= end:
            break
    return end


MOST_TOKENS = 1500
"""一次最多写多少词元。"""
MOST_SENT = 24_000
"""一次最多发多少字。"""

Message = tuple[Literal["system", "user"], str]
Method = Literal["function_calling", "json_mode"]


class Writer(Protocol):
    """写字的：`until` 是 time.monotonic() 的截止时刻；给不出来是 LanguageModelFailed。"""

    def stream(self, messages: Sequence[Message], until: float) -> Iterator[str]:
        """一段一段写出来的字。"""

    def structured(self, messages: Sequence[Message], schema: type[Any], until: float, method: Method) -> Any:
        """照 `schema`（pydantic）填好的一个值。"""


class ChatWriter:
    """接口上的聊天模型，经 LangChain 的 init_chat_model。每次调用在自己的线程里，到时就不再等它。"""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint

    def stream(self, messages: Sequence[Message], until: float) -> Iterator[str]:
        """一段一段写出来的字。"""
        return self._awaited(lambda chat: (str(part.text) for part in chat.stream(list(messages))), messages, until)

    def structured(self, messages: Sequence[Message], schema: type[Any], until: float, method: Method) -> Any:
        """照 `schema` 填好的一个值。"""
        made = self._awaited(lambda chat: iter([chat.with_structured_output(schema, method=method).invoke(list(messages))]), messages, until)
        value = next(made, None)
        if not isinstance(value, schema):
            raise LanguageModelFailed("语言模型没有按格式回答")
        return value

    def _awaited(self, work: Callable[[Any], Iterator[Any]], messages: Sequence[Message], until: float) -> Iterator[Any]:
        size = sum(len(text) for _, text in messages)
        if size > MOST_SENT:
            raise LanguageModelFailed(f"要发给语言模型的超过{MOST_SENT}字")
        take(size + MOST_TOKENS, self.endpoint.daily)
        parts: SimpleQueue[tuple[str, Any]] = SimpleQueue()
        threading.Thread(target=_run, args=(self.endpoint, work, until, parts), daemon=True).start()
        while True:
            try:
                kind, value = parts.get(timeout=max(until - time.monotonic(), 0.001))
            except Empty:
                raise LanguageModelFailed("语言模型太慢，到时没有写完") from None
            if kind == "failed":
                raise LanguageModelFailed(value)
            if kind == "done":
                return
            yield value


def _run(endpoint: Endpoint, work: Callable[[Any], Iterator[Any]], until: float, parts: SimpleQueue[tuple[str, Any]]) -> None:
    """线程里做的事；最后总要说一声，等的人才不会白等。"""
    try:
        import openai
        from langchain.chat_models import init_chat_model
        from langsmith import tracing_context

        from assistant import transport
    except ImportError:
        parts.put(("failed", "没有安装 langchain-openai，运行 pip install 'mingzhang[llm]'"))
        return
    left = max(until - time.monotonic(), 0.1)
    try:
        with transport.client(endpoint, left) as client, tracing_context(enabled=False):
            chat = init_chat_model(
                endpoint.model,
                model_provider="openai",
                base_url=endpoint.base_url,
                api_key=endpoint.key or "none",
                http_client=client,
                timeout=left,
                max_retries=0,
                max_tokens=MOST_TOKENS,
                temperature=0,
            )
            for part in work(chat):
                parts.put(("part", part))
        parts.put(("done", None))
    except openai.APIStatusError as error:
        parts.put(("failed", f"语言模型的接口回答了错误 {error.status_code}"))
    except openai.APIConnectionError as error:
        refused = error.__cause__ if isinstance(error.__cause__, SettingError) else None
        parts.put(("failed", refused.problem if refused else "连不上语言模型，或连接断了"))
    except (openai.OpenAIError, OSError, ValueError, TypeError, KeyError, IndexError, AttributeError):
        parts.put(("failed", "语言模型给出的东西读不懂"))
    finally:
        parts.put(("failed", "语言模型的接口出错"))
