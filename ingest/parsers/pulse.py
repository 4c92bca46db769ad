"""A sign of life from a long parse: whoever watches over the process (worker.py) learns that a page is done; nobody else notices."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar


def _nothing() -> None:
    """Nobody watches."""


LISTENER: ContextVar[Callable[[], None]] = ContextVar("LISTENER", default=_nothing)
"""What `beat` calls."""


def beat() -> None:
    """Call once a page, or once any other piece of bounded work."""
    LISTENER.get()()
