"""The nouns as rows of SQLite, and back. A column is named as its field, so a field that the schema lacks fails the first test, not a reader.

Tuples are JSON text; a Decimal is its exact text; everything else is as it is.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from decimal import Decimal
from functools import lru_cache
from typing import Any, Generic, TypeVar, cast

from assistant.errors import LibraryDamaged
from assistant.model import Band, Cell, Entry, Figure, Passage, Report, Section, Table, Version

Row = Sequence[Any]
Noun = TypeVar("Noun")


def pack(value: object) -> object:
    """A field as SQLite takes it.

    >>> pack(("三公", "其中")), pack(Decimal("4.10"))
    ('["三公", "其中"]', '4.10')
    """
    if isinstance(value, tuple):
        return json.dumps(value, ensure_ascii=False)
    return str(value) if isinstance(value, Decimal) else value


@lru_cache(maxsize=65536)
def unpack(text: str | None) -> tuple[Any, ...] | None:
    """JSON back to a tuple; the same headings stand in thousands of figures, so each is read once."""
    return None if text is None else tuple(json.loads(text))


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _decoder(annotation: str) -> Callable[[Any], Any] | None:
    if annotation.startswith(("tuple", "Box")):
        return unpack
    return _decimal if annotation.startswith("Decimal") else None


class Rows(Generic[Noun]):
    """How one noun lies in its table: `select` its fields in order, `insert` them with the columns that the store adds."""

    def __init__(self, noun: type[Noun], table: str, *, without: tuple[str, ...] = (), added: tuple[str, ...] = ()) -> None:
        """`without`: fields kept in tables of their own, which stand last when the noun is made; `added`: the store's own columns."""
        kept = [field for field in fields(cast(Any, noun)) if field.name not in without]
        self._noun: Callable[..., Noun] = noun
        self._names = [field.name for field in kept]
        self._decoders = [(place, decoder) for place, field in enumerate(kept) if (decoder := _decoder(str(field.type)))]
        columns = [f'"{name}"' for name in (*self._names, *added)]
        self.select = f"SELECT {', '.join(f't.{column}' for column in columns[: len(kept)])} FROM {table} AS t "  # noqa: S608 - our own field names
        self.insert = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608

    def row(self, noun: Noun, *added: object) -> Row:
        """The noun for `insert`, with the values of the added columns."""
        return [*(pack(getattr(noun, name)) for name in self._names), *added]

    def noun(self, row: Row, **more: object) -> Noun:
        """The noun from a row of `select` (columns beyond it are left alone)."""
        values = list(row[: len(self._names)])
        try:
            for place, decode in self._decoders:
                values[place] = decode(values[place])
            return self._noun(**dict(zip(self._names, values, strict=True)), **more)
        except (ValueError, TypeError, ArithmeticError) as error:
            raise LibraryDamaged(f"库中 {values[0]} 的内容已损坏（{error}）", "运行 mingzhang doctor 查看，再重新入库这份报告") from error


REPORT = Rows(Report, "reports", added=("text", "original", "counts"))
SECTION = Rows(Section, "sections", added=("seq",))
PASSAGE = Rows(Passage, "passages", added=("seq",))
TABLE = Rows(Table, "tables", without=("cells", "bands"), added=("seq",))
CELL = Rows(Cell, "cells", added=("table", "seq"))
BAND = Rows(Band, "bands", added=("table", "seq"))
FIGURE = Rows(Figure, "figures", added=("seq", "value_sort"))
ENTRY = Rows(Entry, "entries")
VERSION = Rows(Version, "versions", added=("original",))


OF_REPORT = (
    REPORT.select.replace(" FROM", ", t.text FROM") + "WHERE t.id = ?",
    SECTION.select + "WHERE t.report = ? ORDER BY t.seq",
    PASSAGE.select + "WHERE t.report = ? ORDER BY t.seq",
    TABLE.select + "WHERE t.report = ? ORDER BY t.seq",
    CELL.select + 'JOIN tables AS p ON p.id = t."table" WHERE p.report = ? ORDER BY p.seq, t.seq',
    BAND.select + 'JOIN tables AS p ON p.id = t."table" WHERE p.report = ? ORDER BY p.seq, t.seq',
    FIGURE.select + "WHERE t.report = ? ORDER BY t.seq",
    ENTRY.select + "WHERE t.report = ? ORDER BY t.n",
)
"""All that a report has brought in, in order: what its digest is taken over."""


def content_digest(select: Callable[[str, str], Iterable[Row]], report: str) -> str:
    """sha256 over every stored value of a report. SQLite does not notice a bit that turns one digit into another; this does."""
    total = hashlib.sha256()
    for sql in OF_REPORT:
        for row in select(sql, report):
            total.update(repr(tuple(row)).encode("utf-8", "surrogatepass"))
    return total.hexdigest()


def sortable(value: Decimal | None) -> float | None:
    """For ordering only."""
    return None if value is None else float(value)
