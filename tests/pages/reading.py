"""One reader of a real server, over a websocket as the browser opens it: asks in a session of its own and reads what is drawn there."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from tests.assistant.test_drawing import Reader

ITEMS = {"公用支出": "120.25", "人员支出": "700.25"}


class Session:
    """One browser tab: the query it came with, and all that its page has shown so far."""

    def __init__(self, address: str, query: str = "", page: str = "") -> None:
        host = urlsplit(address).netloc
        self._socket = connect(f"ws://{host}/_stcore/stream", subprotocols=["streamlit"], max_size=None, origin=f"http://{host}")  # type: ignore[arg-type,list-item]
        self._query, self._page, self._box, self.shown, self.errors = query, page, "", "", 0
        self.again()

    def ask(self, question: str) -> None:
        """Type a question into the box that the page shows last, and read until the page is done."""
        typed = {"id": self._box, "chat_input_value": {"data": question}}
        self._run(BackMsg(rerun_script={"query_string": self._query, "widget_states": {"widgets": [typed]}}))

    def again(self) -> None:
        """Have the page drawn, with nothing changed."""
        self._run(BackMsg(rerun_script={"query_string": self._query, "page_name": self._page}))

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
    problems = _filtered(address, number)
    session = Session(address, FILTER if number % 2 else "")
    try:
        for turn in range(questions):
            item = list(ITEMS)[(number + turn) % len(ITEMS)]
            session.ask(f"{item}是多少？{mark(number)}")
            if turn == 0 and (UNSAID in session.shown) == bool(number % 2):
                problems.append(f"reader {number} has the filter of another, or lost the own one")
            problems += [f"reader {number}, question {turn}: no answer {ITEMS[item]}"] * (ITEMS[item] not in session.shown)
            problems += [f"reader {number} sees reader {other}" for other in range(others) if other != number and mark(other) in session.shown]
        problems += [f"reader {number}: {session.errors} errors"] * bool(session.errors)
    finally:
        session.close()
    return problems


FILTER, UNSAID = "year=2023", "年度未写明"
"""A filter of the chat page, and what the answer says where it was not set."""


def _filtered(address: str, number: int) -> list[str]:
    """The page of figures in a tab of its own, filtered by an item: drawn again and again it shows this item, never the one of other readers."""
    own, other = (list(ITEMS)[(number + step) % len(ITEMS)] for step in range(2))
    tab = Session(address, f"item={quote(own)}", page="figures")
    problems = []
    try:
        for _ in range(3):
            if ITEMS[own] not in tab.shown or ITEMS[other] in tab.shown:
                problems.append(f"reader {number} filters by {own} and sees {tab.shown[:80]!r}")
            tab.again()
        problems += [f"reader {number}: {tab.errors} errors among the figures"] * bool(tab.errors)
    finally:
        tab.close()
    return problems


def mark(number: int) -> str:
    """A sign that stands in the questions of this reader alone."""
    return chr(0x2600 + number)
