"""The page, but a question with 慢 in it takes eight seconds: for the tests of waiting, of stopping, and of the reader beside."""

from __future__ import annotations

import runpy
import time
from pathlib import Path
from typing import Any

from assistant import chat
from assistant.reply import Answer

if not hasattr(chat, "quick"):
    chat.quick = chat.ask  # type: ignore[attr-defined]

    def slow(library: Any, question: str, **rest: Any) -> Answer:
        time.sleep(8 if "慢" in question else 0)
        return chat.quick(library, question.replace("慢", ""), **rest)  # type: ignore[attr-defined, no-any-return]

    chat.ask = slow

runpy.run_path(str(Path(__file__).parents[2] / "app.py"))
