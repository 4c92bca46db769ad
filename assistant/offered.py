"""Which bodies of the library to offer where a question names one that it does not hold."""

from __future__ import annotations

from difflib import SequenceMatcher

from assistant.catalogue import Catalogue

MOST_NEAR = 3
ALIKE = 0.6
"""A name this like the unknown one (difflib's measure) is offered, never taken."""


def nearest(unknown: str, catalogue: Catalogue) -> list[str]:
    """The bodies of the library whose names are most like one that it does not hold, for the person to choose."""
    worth = dict.fromkeys(catalogue.organisations(), 0.0)
    for alias, bodies in catalogue.aliases.items():
        ratio = SequenceMatcher(None, unknown, alias).ratio()
        worth |= {name: max(ratio, worth[name]) for name in bodies}
    return [name for name in sorted(worth, key=lambda name: (-worth[name], name)) if worth[name] >= ALIKE][:MOST_NEAR]
