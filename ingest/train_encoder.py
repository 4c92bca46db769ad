"""Trains the bundled encoder: `python -m ingest.train_encoder --data DIR --out DIR`. One vector a token, a text is their mean.

The recipe, its data and what it is worth stand in assistant/bundled/README.md. Same input, same seed: same scores (one thread, no GPU).
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from assistant.errors import MingzhangError
from ingest.training import batches, texts
from ingest.training.batches import Batch, Labelled
from ingest.training.first_vectors import Matrix, first_vectors
from ingest.training.texts import Pair
from ingest.training.tokens import Shelf, bags, learn, shelf

_WARM_UP = 30
_BACKWARD = 0.3  # weight of passage -> query beside query -> passage
_SYNONYMS = 256
_MASK = -1e4


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a training depends on beside its data. `holdout` percent of the paraphrases are not trained on; `first` is how much of the first vectors
    is added back at the end, which gives meaning that training for exact words had taken away."""

    steps: int = 450
    seed: int = 7
    dimension: int = 512
    vocabulary: int = 20_000
    batch: int = 1024
    temperature: float = 0.07
    rate: float = 5e-3
    paraphrase: float = 0.1
    first: float = 1.0
    holdout: int = 0

    def sizes(self, step: int) -> list[int]:
        """The leading dimensions that a step trains to serve alone: all of them, and every third step the first half too."""
        return [self.dimension, self.dimension // 2] if step % 3 == 0 else [self.dimension]


@dataclass(frozen=True, slots=True)
class Material:
    """The training text as tokens."""

    shelves: list[Shelf]
    labelled: list[Labelled]
    synonyms: Labelled
    paraphrases: Labelled


def say(message: str, _start: float = time.monotonic()) -> None:
    """One line of progress on standard error, with the seconds since the start."""
    sys.stderr.write(f"[{time.monotonic() - _start:6.0f}s] {message}\n")
    sys.stderr.flush()


def train(data: Path, out: Path, recipe: Recipe) -> None:
    """Read, learn the pieces, find first vectors, train, write the model folder."""
    source = texts.read(data)
    kept = [pair for pair in texts.paraphrases() if not texts.held_out(pair.passage, recipe.holdout)]
    say(f"texts {sum(map(len, source.documents.values()))}, pairs {sum(map(len, source.pairs.values()))}, paraphrases {len(kept)}")
    tokenizer = learn(_mixed(source, kept, recipe.seed), recipe.vocabulary)
    say(f"pieces {tokenizer.get_vocab_size()}")
    material = Material(
        [shelf(tokenizer, documents) for documents in source.documents.values()],
        [_labelled(tokenizer, pairs) for pairs in source.pairs.values()],
        _labelled(tokenizer, source.synonyms),
        _labelled(tokenizer, kept),
    )
    say(f"tokens {sum(len(one.sentences.flat) for one in material.shelves)}")
    table = first_vectors(material.shelves, tokenizer.get_vocab_size(), recipe.dimension, recipe.seed)
    say("first vectors")
    write(out, tokenizer, scaled(fit(table, material, recipe)) + recipe.first * scaled(table))
    say(f"written to {out}")


def _mixed(source: texts.Texts, kept: Sequence[Pair], seed: int) -> list[str]:
    """All texts in an order of chance, so that a tokenizer that reads only the first of them reads of every kind."""
    found = [document.text for documents in source.documents.values() for document in documents]
    np.random.default_rng(seed).shuffle(found)
    return [*(f"{pair.question}\n{pair.passage}" for pair in kept), *found]


def _labelled(tokenizer: Any, pairs: Sequence[Pair]) -> Labelled:
    number: dict[str, int] = {}
    keys = [number.setdefault(pair.passage, len(number)) for pair in pairs]
    return Labelled(bags(tokenizer, (p.question for p in pairs)), bags(tokenizer, (p.passage for p in pairs)), np.array(keys, dtype=np.int64))


def fit(table: Matrix, material: Material, recipe: Recipe) -> Matrix:
    """The table after training; row 0 (unknown) stays zero."""
    import torch

    torch.manual_seed(recipe.seed)
    torch.set_num_threads(1)
    rng = np.random.default_rng(recipe.seed)
    weight: Any = torch.nn.Parameter(torch.from_numpy(table.copy()))
    adam = torch.optim.Adam([weight], lr=recipe.rate, betas=(0.9, 0.98))
    plan = torch.optim.lr_scheduler.LambdaLR(adam, lambda step: _share(step, recipe.steps))
    makers, chances = batches.sources(material.shelves, material.labelled)
    seen: list[float] = []
    for step in range(recipe.steps):
        loss = _loss(torch, weight, makers[int(rng.choice(len(makers), p=chances))](rng, recipe.batch), recipe, step)
        seen.append(float(loss.detach()))
        for batch, share in _beside(material, step, rng, recipe):
            loss = loss + share * _loss(torch, weight, batch, recipe, step)
        adam.zero_grad()
        loss.backward()
        weight.grad[0] = 0
        adam.step()
        plan.step()
        if (step + 1) % 20 == 0:
            say(f"step {step + 1}/{recipe.steps} loss {np.mean(seen[-20:]):.3f}")
    return np.asarray(weight.detach().numpy(), dtype=np.float32)


def _share(step: int, steps: int) -> float:
    return min((step + 1) / _WARM_UP, max(steps - step, 0) / max(steps - _WARM_UP, 1), 1.0)


def _beside(material: Material, step: int, rng: np.random.Generator, recipe: Recipe) -> list[tuple[Batch, float]]:
    """What is learned beside the main batch: paraphrases every second step, synonyms every third; with their weights."""
    found = []
    if step % 2 == 0 and len(material.paraphrases.keys):
        batch = batches.paired(material.paraphrases, rng, recipe.batch)
        around = material.shelves[int(rng.integers(len(material.shelves)))]
        found.append((batches.surrounded(batch, around, rng), recipe.paraphrase))
    if step % 3 == 0 and len(material.synonyms.keys):
        found.append((batches.paired(material.synonyms, rng, _SYNONYMS), 1.0))
    return [(batch, share) for batch, share in found if len(batch.keys) > 1]


def _loss(torch: Any, weight: Any, batch: Batch, recipe: Recipe, step: int) -> Any:
    """InfoNCE within the batch, both ways, the mean over the leading dimensions."""
    asked, given = (_means(torch, weight, part) for part in (batch.queries, batch.passages))
    keys = torch.from_numpy(batch.keys)
    same = (keys[:, None] == keys[None, :]) & ~torch.eye(len(keys), dtype=torch.bool)
    target, unit = torch.arange(len(keys)), torch.nn.functional.normalize
    entropy = torch.nn.functional.cross_entropy
    losses = []
    for size in recipe.sizes(step):
        scores = (unit(asked[:, :size], dim=1) @ unit(given[:, :size], dim=1).T / recipe.temperature).masked_fill(same, _MASK)
        losses.append(entropy(scores, target) + _BACKWARD * entropy(scores.T, target))
    return sum(losses) / len(losses)


def _means(torch: Any, weight: Any, parts: Sequence[Any]) -> Any:
    flat = torch.from_numpy(np.concatenate(parts).astype(np.int64))
    starts = torch.from_numpy(np.concatenate([[0], np.cumsum([len(part) for part in parts])[:-1]]).astype(np.int64))
    return torch.nn.functional.embedding_bag(flat, weight, starts, mode="mean")


def scaled(table: Matrix) -> Matrix:
    """The table with rows of median length 1.

    >>> scaled(np.array([[0, 0], [0, 2], [4, 0], [0, 4]], dtype=np.float32)).tolist()
    [[0.0, 0.0], [0.0, 0.5], [1.0, 0.0], [0.0, 1.0]]
    """
    lengths = np.linalg.norm(table, axis=1)
    return np.asarray(table / max(float(np.median(lengths[lengths > 0])), 1e-9), dtype=np.float32)


def write(out: Path, tokenizer: Any, table: Matrix) -> None:
    """A folder that `SentenceTransformer(out)` loads: one module after the other, the table as bfloat16."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding

    weights = torch.from_numpy(scaled(table)).to(torch.bfloat16)
    model = SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=weights), Normalize()], device="cpu")
    model.save_pretrained(str(out), create_model_card=False)
    for path in out.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the options, train; 0 if a model was written."""
    standard = Recipe()
    parser = argparse.ArgumentParser(prog="python -m ingest.train_encoder", description="训练自带的向量模型")
    parser.add_argument("--data", type=Path, required=True, help="训练文本的文件夹（*.jsonl.gz）")
    parser.add_argument("--out", type=Path, required=True, help="模型写到哪个文件夹")
    for name in ("steps", "seed", "dimension", "vocabulary", "batch", "holdout"):
        parser.add_argument(f"--{name}", type=int, default=getattr(standard, name))
    for name in ("temperature", "rate", "paraphrase", "first"):
        parser.add_argument(f"--{name}", type=float, default=getattr(standard, name))
    options = vars(parser.parse_args(arguments))
    data, out = options.pop("data"), options.pop("out")
    try:
        train(data, out, Recipe(**options))
    except MingzhangError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
