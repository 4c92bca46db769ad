"""The look-ups of one question, each done once and told apart by organisation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from assistant.catalogue import Catalogue
from assistant.lookup import Hit, find
from assistant.question import Query


class Lookups:
    """The look-ups of one question, each done once for all its organisations and then told apart: two hundred bodies are not two hundred searches."""

    def __init__(self, catalogue: Catalogue, organisations: Sequence[str]) -> None:
        self._catalogue, self._organisations = catalogue, tuple(organisations)
        self._found: dict[object, tuple[list[Hit], dict[str, list[Hit]]]] = {}

    def find(self, query: Query, organisations: Sequence[str], phrase: str | None = None, wanted: Sequence[str] = ()) -> list[Hit]:
        """What `find` gives for all the organisations, or for one of them."""
        said = query.phrase if phrase is None else phrase
        key = (said, tuple(wanted), query.asked, query.unit, query.portions, query.text)
        if key not in self._found:
            hits = find(query, self._catalogue, self._organisations, said, wanted)
            self._found[key] = (hits, by_owner(hits))
        hits, own = self._found[key]
        return list(hits if tuple(organisations) == self._organisations else [hit for name in organisations for hit in own.get(name, ())])


def by_owner(hits: Iterable[Hit]) -> dict[str, list[Hit]]:
    """Organisation -> its hits, in their order."""
    found: dict[str, list[Hit]] = defaultdict(list)
    for hit in hits:
        found[hit.figure.organisation].append(hit)
    return dict(found)
