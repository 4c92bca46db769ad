"""One reader of a real server, over a websocket as the browser opens it: asks in a session of its own and reads what is drawn there."""

from __future__ import annotations

from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from tests.assistant.test_drawing import Reader

ITEMS = {"公用支出": "120.25", "人员支出": "700.25"}


class Session:
    """One browser tab: the query it came with, and all that its page has shown so far."""

    def __init__(self, address: str, query: str = "") -> None:
        host = urlsplit(address).netloc
        self._socket = connect(f"ws://{host}/_stcore/stream", subprotocols=["streamlit"], max_size=None, origin=f"http://{host}")  # type: ignore[arg-type,list-item]
        self._query, self._box, self.shown, self.errors = query, "", "", 0
        self._run(BackMsg(rerun_script={"query_string": query}))

    def ask(self, question: str) -> None:
        """Type a question into the box that the page shows last, and read until the page is done."""
        typed = {"id": self._box, "chat_input_value": {"data": question}}
        self._run(BackMsg(rerun_script={"query_string": self._query, "widget_states": {"widgets": [typed]}}))

    def _run(self, message: BackMsg) -> None:
        self.shown = ""
        self._socket.send(message.SerializeToString())
        while True:
            got = ForwardMsg()
            got.ParseFromString(self._socket.recv(timeout=120))  # type: ignore[arg-type]
            kind = got.WhichOneof("type")
            if kind == "script_finished":
                if got.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    return
            elif kind == "page_info_changed":
                self._query = got.page_info_changed.query_string
            elif kind == "delta" and got.delta.WhichOneof("type") == "new_element":
                self._drawn(got)

    def _drawn(self, got: ForwardMsg) -> None:
        element = got.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "html" and not element.html.body.startswith("<style>"):
            self.shown += Reader(element.html.body).text + "\n"
        elif kind == "chat_input":
            self._box = element.chat_input.id
        elif kind == "exception":
            self.errors += 1

    def close(self) -> None:
        """Close the tab."""
        self._socket.close()


def read_alone(address: str, number: int, questions: int, others: int = 50) -> list[str]:
    """Ask so many questions; what went wrong: an error, a missing answer, the filter or the mark of another reader."""
    session = Session(address, "year=2023" if number % 2 else "")
    problems = []
    try:
        for turn in range(questions):
            item = list(ITEMS)[(number + turn) % len(ITEMS)]
            session.ask(f"2023年{item}是多少？{mark(number)}")
            problems += [f"reader {number}, question {turn}: no answer {ITEMS[item]}"] * (ITEMS[item] not in session.shown)
            problems += [f"reader {number} sees reader {other}" for other in range(others) if other != number and mark(other) in session.shown]
        problems += [f"reader {number}: {session.errors} errors"] * bool(session.errors)
    finally:
        session.close()
    return problems


def mark(number: int) -> str:
    """A sign that stands in the questions of this reader alone."""
    return chr(0x2600 + number)
