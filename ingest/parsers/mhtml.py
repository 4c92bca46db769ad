"""Web pages saved by a browser as one file (.mht, .mhtml): the page itself is one part of a MIME message."""

from __future__ import annotations

import email
import email.policy
from email.message import Message
from pathlib import Path

from assistant.errors import UnreadableFile
from ingest.blocks import Block
from ingest.parsers.html import blocks_of


def parse_mhtml(path: Path) -> list[Block]:
    """The blocks of the page in a single-file web page. Raises UnreadableFile where it holds none, and what `parse_html` raises."""
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml") and (data := _bytes(part)):
            return blocks_of(data, path, str(part.get_content_charset() or ""))
    raise UnreadableFile(f"{path.name}：单个文件网页里没有网页正文", "请用浏览器打开，另存为 html 后再入库")


def _bytes(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
