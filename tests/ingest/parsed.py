"""The real reports, parsed once for all tests that need them."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from assistant.model import Figure, Passage, Report
from ingest.blocks import Block
from ingest.identity import facts_of, identify
from ingest.parsers import parse
from ingest.passages import passages
from ingest.prose import figures_of_passages
from ingest.sections import Outline, outline
from tests.conftest import PUBLISHED, YUEYANG

YUEYANG_TXT = next(iter(sorted(YUEYANG.glob("*.txt"))), YUEYANG / "absent.txt")


def published(part: str) -> Path:
    """The published report whose file name holds `part`."""
    return next(path for path in sorted(PUBLISHED.iterdir()) if part in path.name)


@cache
def blocks(path: Path) -> tuple[Block, ...]:
    return tuple(parse(path))


@cache
def report(path: Path) -> Report:
    return identify(blocks(path), path, hashlib.sha256(path.read_bytes()).hexdigest())


@cache
def shape(path: Path) -> Outline:
    return outline(blocks(path), report(path).id)


@cache
def slices(path: Path) -> tuple[Passage, ...]:
    return tuple(passages(shape(path), report(path).id))


@cache
def figures(path: Path) -> tuple[Figure, ...]:
    return tuple(figures_of_passages(slices(path), shape(path).sections, facts_of(report(path))))
