"""An OpenAI-compatible server on 127.0.0.1 that behaves as it is told: it streams, calls tools, is slow, cuts, floods, redirects, returns rubbish."""

from __future__ import annotations

import gzip
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from assistant.endpoint import Endpoint

Request = dict[str, Any]
Reply = Callable[[Request], str]
"""What the model writes to a request."""


class Exchange(BaseHTTPRequestHandler):
    """One request. `self.server` is a StandIn."""

    server: StandIn
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.server.asked.append(request)
        self.server.keys.append(self.headers.get("authorization", ""))
        self.close_connection = True
        with suppress(BrokenPipeError, ConnectionResetError):
            self.server.behave(self, request)

    def log_message(self, format: str, *args: object) -> None:
        pass

    def begin(self, kind: str = "text/event-stream", status: int = 200, **headers: str) -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("connection", "close")
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def say(self, text: str) -> None:
        self.wfile.write(text.encode())
        self.wfile.flush()


class StandIn(ThreadingHTTPServer):
    """The server; `behave` answers, `asked` and `keys` remember what came in. `over` ends what waits."""

    daemon_threads = True

    def __init__(self, behave: Callable[[Exchange, Request], None]) -> None:
        super().__init__(("127.0.0.1", 0), Exchange)
        self.behave = behave
        self.asked: list[Request] = []
        self.keys: list[str] = []
        self.over = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def handle_error(self, request: object, client_address: object) -> None:
        pass


@contextmanager
def running(behave: Callable[[Exchange, Request], None]) -> Iterator[StandIn]:
    server = StandIn(behave)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


def endpoint(url: str, key: str = "canary-key-7f3a") -> Endpoint:
    return Endpoint(url, "stand-in", key)


def chunk(text: str) -> str:
    part = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "stand-in"}
    return f"data: {json.dumps(part | {'choices': [{'index': 0, 'delta': {'role': 'assistant', 'content': text}, 'finish_reason': None}]})}\n\n"


def writing(reply: Reply, piece: int = 7) -> Callable[[Exchange, Request], None]:
    """Writes its reply well: streamed in small pieces, as a tool call or as JSON, as the request asks."""

    def behave(exchange: Exchange, request: Request) -> None:
        text = reply(request)
        if request.get("stream"):
            exchange.begin()
            for at in range(0, len(text), piece):
                exchange.say(chunk(text[at : at + piece]))
            exchange.say("data: [DONE]\n\n")
            return
        message: dict[str, Any] = {"role": "assistant", "content": text}
        if tools := request.get("tools"):
            call = {"id": "t1", "type": "function", "function": {"name": tools[0]["function"]["name"], "arguments": text}}
            message = {"role": "assistant", "content": None, "tool_calls": [call]}
        whole = {"id": "c", "object": "chat.completion", "created": 1, "model": "stand-in"}
        exchange.begin("application/json")
        exchange.say(json.dumps(whole | {"choices": [{"index": 0, "message": message, "finish_reason": "stop"}]}))

    return behave


def _status(status: int, **headers: str) -> Callable[[Exchange, Request], None]:
    def behave(exchange: Exchange, _: Request) -> None:
        exchange.begin("application/json", status, **headers)
        exchange.say('{"error": {"message": "三公经费是9999万元", "type": "x"}}')

    return behave


def _slow(exchange: Exchange, _: Request) -> None:
    exchange.server.over.wait(30)


def _drip(exchange: Exchange, _: Request) -> None:
    exchange.begin()
    for _i in range(3000):
        exchange.say(chunk(" "))
        if exchange.server.over.wait(0.02):
            return


def _heartbeats(exchange: Exchange, _: Request) -> None:
    exchange.begin()
    while not exchange.server.over.wait(0.02):
        exchange.say(": still here\n\n")


def _cut(exchange: Exchange, _: Request) -> None:
    exchange.begin(content_length="100000")
    exchange.say(chunk('{"text": "报告显示，{{F'))


def _flood(exchange: Exchange, _: Request) -> None:
    exchange.begin()
    for _i in range(10_000):
        exchange.say(chunk("九" * 1000))


def _bomb(exchange: Exchange, _: Request) -> None:
    exchange.begin(content_encoding="gzip")
    exchange.wfile.write(gzip.compress(b" " * 50_000_000))


def _plain(body: str, kind: str = "application/json") -> Callable[[Exchange, Request], None]:
    def behave(exchange: Exchange, _: Request) -> None:
        exchange.begin(kind)
        exchange.say(body)

    return behave


def _late(exchange: Exchange, request: Request) -> None:
    exchange.begin()
    exchange.say(chunk('{"text": "报告'))
    while not exchange.server.over.is_set():
        time.sleep(0.02)


FAILURES: dict[str, Callable[[Exchange, Request], None]] = {
    "slow": _slow,
    "drip": _drip,
    "heartbeats": _heartbeats,
    "stalled": _late,
    "cut": _cut,
    "server error": _status(500),
    "wrong key": _status(401),
    "too many requests": _status(429, retry_after="3600"),
    "redirect": _status(307, location="http://127.0.0.1:9/v1/chat/completions"),
    "flood": _flood,
    "gzip bomb": _bomb,
    "web page": _plain("<!doctype html><h1>登录</h1>", "text/html"),
    "nothing": _plain("", "text/event-stream"),
    "no choices": _plain('data: {"id": "c", "object": "chat.completion.chunk", "choices": null}\n\ndata: [DONE]\n\n', "text/event-stream"),
    "broken events": _plain('data: {"id": "c", "choi\n\ndata: [DONE]\n\n', "text/event-stream"),
    "rubbish": writing(lambda _: "9q3#*(&^ 三公经费 9999 万元 \x00"),
    "another language": writing(lambda _: "The three public expenses were 9,999 yuan, see https://example.com."),
    "a list of numbers": writing(lambda _: "[1, 2, 3]"),
    "deeply nested": writing(lambda _: '{"a":' * 3000),
    "another shape": writing(lambda _: '{"answer": "9999万元"}'),
    "empty sentences": writing(lambda _: '{"text": "", "cites": []}'),
}
"""Ways in which an endpoint fails."""
