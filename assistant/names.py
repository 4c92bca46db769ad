"""Names of items, compared: bare forms, covers, and other words for the same thing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import accumulate

from assistant import text, vocabulary

GAP = "|"
"""Stands where a word was taken out of a phrase, so that its neighbours do not grow together."""

_NOT_A_NAME = re.compile(r"[^0-9A-Za-z一-鿿〇%]+")


@lru_cache(maxsize=200_000)
def bare(name: str) -> str:
    """A name without spaces, quotes, brackets and other signs, its digits half-width: what two spellings of one name share.

    >>> bare(" “三公” 经费"), bare("因公出国（境）费")
    ('三公经费', '因公出国境费')
    """
    return _NOT_A_NAME.sub("", text.digits(name)).lower()


def runs(phrase: str, label: str, shortest: int = 2) -> Iterator[tuple[int, int]]:
    """The spans of `phrase`, longest first come, that stand in `label` too; spans shorter than `shortest` do not count.

    >>> list(runs("公租房实物配租户数", "3公租房实物配租"))
    [(0, 7)]
    """
    start = 0
    while start + shortest <= len(phrase):
        end = start + shortest
        if phrase[start:end] not in label:
            start += 1
            continue
        while end < len(phrase) and phrase[start : end + 1] in label:
            end += 1
        yield start, end
        start = end


def covered(phrase: str, label: str, shortest: int = 2) -> set[int]:
    """The positions of `phrase` that lie in such a run, and a single character right beside one that the label has too (执勤车, 执勤用车);
    and where it names the label by its contraction."""
    found = {place for start, end in runs(phrase, label, shortest) for place in range(start, end)}
    if (short := contracted(label)) and (at := phrase.find(short)) >= 0:
        found |= set(range(at, at + len(short)))
    return found | {i for i, ch in enumerate(phrase) if i not in found and ch != GAP and ch in label and (i - 1 in found or i + 1 in found)}


@lru_cache(maxsize=100_000)
def contracted(name: str) -> str:
    """A list of like things said in one word, the ending once; '' where the name is no such list.

    >>> contracted("水费电费差旅费"), contracted("培训费")
    ('水电差旅费', '')
    """
    last = name[-1:]
    short = name.replace(last, "") + last if last else ""
    return short if last == "费" and name.count(last) > 1 and GAP not in name else ""


def abbreviates(short: str, name: str) -> bool:
    """Whether a name is shortened to `short`: the same first two characters and the same last, the others in order.

    >>> abbreviates("特种车", "特种专业技术用车"), abbreviates("培训费", "培养人员训练费用")
    (True, False)
    """
    if len(short) < 3 or short[:2] != name[:2] or short[-1] != name[-1]:
        return False
    rest = iter(name)
    return all(character in rest for character in short)


def bigrams(name: str) -> set[str]:
    """Every two neighbouring characters of a name."""
    return {name[i : i + 2] for i in range(len(name) - 1)}


@lru_cache(maxsize=1)
def synonym_groups() -> tuple[tuple[str, ...], ...]:
    """The groups of vocabulary/synonyms.toml in bare form, the usual name first."""
    return tuple(tuple(dict.fromkeys(bare(name) for name in group)) for group in vocabulary.load("synonyms")["groups"])


@lru_cache(maxsize=1)
def totals() -> frozenset[str]:
    """Bare names that mean the whole when no item is named."""
    return frozenset(bare(name) for name in vocabulary.load("synonyms")["totals"])


@lru_cache(maxsize=4096)
def variants(phrase: str) -> tuple[str, ...]:
    """The phrase itself, then with each known name in it said another way, one change at a time.

    A name is taken only where it is not part of a longer known name of another group.
    """
    found = [phrase, *vocabulary.load("synonyms")["alone"].get(phrase, ())]
    for group in synonym_groups():
        said = max((name for name in group if name in phrase), key=len, default="")
        if said and not _inside_longer(said, phrase) and not _cuts_word(said, phrase):
            found += [phrase.replace(said, other) for other in group if other != said]
    return tuple(dict.fromkeys(found))


def _cuts_word(said: str, phrase: str) -> bool:
    """支出国内 does not say 出国: it begins in one word and ends in the next."""
    start = phrase.find(said)
    edges = frozenset(accumulate(map(len, text.words(phrase)), initial=0))
    return edges.isdisjoint((start, start + len(said))) and not edges.isdisjoint(range(start, start + len(said)))


def _inside_longer(said: str, phrase: str) -> bool:
    longer = (name for group in synonym_groups() for name in group if len(name) > len(said) and said in name)
    return any(name in phrase for name in longer)


@lru_cache(maxsize=100_000)
def canonical(name: str) -> str:
    """The usual name of an item: equal for two names of one thing.

    >>> canonical("公车运行维护") == canonical("公务用车运行维护费")
    True
    """
    plain = bare(name)
    return next((group[0] for group in synonym_groups() if plain in group), plain)


def longest_first(words: Iterable[str]) -> list[str]:
    """Words in the order in which they must be tried."""
    return sorted(set(words), key=lambda word: (-len(word), word))
