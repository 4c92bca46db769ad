"""Text -> token numbers: byte-pair pieces learned from the training text, and the texts as flat arrays of numbers.

Tokens exist for the encoder only: NFKC and "every number is 0" would be wrong anywhere a figure is read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ingest.training.texts import Document

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Numbers = NDArray[np.int32]

UNKNOWN = "[UNK]"
_LONGEST_PIECE = 8
_ALPHABET = 6000
_SENTENCE = re.compile(r"[^。！？；!?;\n]+[。！？；!?;\n]?")
_LEARN_FROM = 8_000_000
_BATCH = 20_000
_NUMBER = r"(?<![0-9])(?!(?:19|20)[0-9]{2}(?![0-9]))[0-9]+(?:[.,][0-9]+)*"  # a year stays: it says what a text is about


def learn(texts: Iterable[str], size: int) -> Tokenizer:
    """A tokenizer of `size` pieces, learned from about eight million characters: the same from the same texts."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

    sample = list(_upto(texts, _LEARN_FROM))
    tokenizer = Tokenizer(models.BPE(unk_token=UNKNOWN))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase(), normalizers.Replace(Regex(_NUMBER), "0")])
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(r"[^\p{L}\p{N}]+"), "removed")
    alphabet = _alphabet(sample)
    trainer = trainers.BpeTrainer(
        vocab_size=size,
        min_frequency=2,
        special_tokens=[UNKNOWN],
        initial_alphabet=alphabet,
        limit_alphabet=len(alphabet),
        max_token_length=_LONGEST_PIECE,
        show_progress=False,
    )
    tokenizer.train_from_iterator(sample, trainer)
    return tokenizer


def _upto(texts: Iterable[str], characters: int) -> Iterator[str]:
    for text in texts:
        yield text
        characters -= len(text)
        if characters <= 0:
            return


def _alphabet(texts: Sequence[str]) -> list[str]:
    counts = Counter(character for text in texts for character in text.lower() if character.isalnum())
    return sorted(character for character, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:_ALPHABET])


@dataclass(frozen=True, slots=True)
class Bags:
    """Texts as tokens: text i is flat[starts[i]:starts[i + 1]]."""

    flat: Numbers
    starts: NDArray[np.int64]

    def __len__(self) -> int:
        """How many texts."""
        return len(self.starts) - 1

    def __getitem__(self, at: int) -> Numbers:
        """The tokens of one text."""
        return self.flat[self.starts[at] : self.starts[at + 1]]


def bags(tokenizer: Tokenizer, texts: Iterable[str]) -> Bags:
    """The tokens of every text, in order."""
    pieces: list[Numbers] = []
    lengths: list[int] = []
    source = iter(texts)
    while batch := list(islice(source, _BATCH)):
        encoded = [encoding.ids for encoding in tokenizer.encode_batch_fast(batch, add_special_tokens=False)]
        lengths.extend(map(len, encoded))
        pieces.append(np.fromiter((token for ids in encoded for token in ids), dtype=np.int32, count=sum(map(len, encoded))))
    flat = np.concatenate(pieces) if pieces else np.zeros(0, dtype=np.int32)
    return Bags(flat, np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)]).astype(np.int64))


@dataclass(frozen=True, slots=True)
class Shelf:
    """Documents as sentences of tokens: document d is the sentences firsts[d] up to firsts[d + 1]."""

    titles: Bags
    sentences: Bags
    firsts: NDArray[np.int64]

    def __len__(self) -> int:
        """How many documents."""
        return len(self.firsts) - 1

    def body(self, document: int) -> Numbers:
        """All tokens of a document."""
        starts = self.sentences.starts
        return self.sentences.flat[starts[self.firsts[document]] : starts[self.firsts[document + 1]]]


def shelf(tokenizer: Tokenizer, documents: Sequence[Document]) -> Shelf:
    """The documents' titles and sentences as tokens."""
    cut = [_SENTENCE.findall(document.text) for document in documents]
    firsts = np.concatenate([[0], np.cumsum([len(sentences) for sentences in cut], dtype=np.int64)]).astype(np.int64)
    return Shelf(bags(tokenizer, (document.title for document in documents)), bags(tokenizer, (s for sentences in cut for s in sentences)), firsts)
