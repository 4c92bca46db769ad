"""vectors/: generations of the derived index on disk, and which one is current. Knows files and digests, nothing of what is in them.

vectors/CURRENT            the name of the current generation, swapped by one rename
vectors/gen-7/index/…      the index's files, never opened in place: opening one writes to it (measured)
vectors/gen-7/manifest     what it was made from and the digest of every file, written last: no manifest, no generation
"""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from assistant.store import originals

FOLDER = "vectors"
INDEX = "index"
_CURRENT = "CURRENT"
_MANIFEST = "manifest.json"
_PREFIX = "gen-"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a verified generation was made from: `vectors` the digest of the ids and vectors in SQLite, `model` the encoder's fingerprint,
    `recall` the share of nearest neighbours that it found when it was verified, `files` the sha256 of each of its files."""

    vectors: str
    model: str
    count: int
    recall: float
    files: dict[str, str] = field(default_factory=dict)
    complete: bool = True


def current(library: Path) -> Path | None:
    """The current generation's folder; None if there is none or its name is not one."""
    try:
        name = (library / FOLDER / _CURRENT).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return library / FOLDER / name if _number(name) else None


def manifest(generation: Path) -> Manifest | None:
    """The generation's manifest; None if it is missing, garbled or not complete."""
    try:
        read = json.loads((generation / _MANIFEST).read_text(encoding="utf-8"))
        head = str(read["vectors"]), str(read["model"]), int(read["count"]), float(read["recall"])
        found = Manifest(*head, dict(read["files"]), read["complete"] is True)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found if found.complete else None


def fresh(library: Path) -> Path:
    """A new generation's folder, empty, with its index folder inside."""
    folder = library / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    number = 1 + max((_number(child.name) for child in folder.iterdir()), default=0)
    generation = folder / f"{_PREFIX}{number}"
    (generation / INDEX).mkdir(parents=True)
    return generation


def publish(library: Path, generation: Path, made: Manifest) -> None:
    """Make a verified generation durable and current: sync its files, write its manifest, swap CURRENT. A kill between leaves the old one current."""
    index = generation / INDEX
    for file in sorted(index.rglob("*")):
        originals.sync(file)
    originals.sync(index)
    whole = replace(made, files=digests(index))
    originals.write(generation / _MANIFEST, json.dumps(asdict(whole), indent=1).encode())
    originals.sync(library / FOLDER)
    originals.write(library / FOLDER / _CURRENT, generation.name.encode())


def withdraw(library: Path) -> None:
    """No current generation any more, e.g. because the library holds no vector."""
    (library / FOLDER / _CURRENT).unlink(missing_ok=True)


def prune(library: Path) -> None:
    """Delete every generation but the current one and the complete one before it, which a reader may just be copying."""
    folder = library / FOLDER
    if not folder.is_dir():
        return
    now = current(library)
    older = sorted((g for g in folder.iterdir() if _number(g.name) and g != now and manifest(g) is not None), key=lambda g: _number(g.name))
    kept = {now, *older[-1:]} if now is not None else set()
    for child in folder.iterdir():
        if child.name != _CURRENT and child not in kept:
            shutil.rmtree(child) if child.is_dir() and not child.is_symlink() else child.unlink()


def intact(generation: Path) -> bool:
    """Has every file of the generation the digest that was recorded when it was verified?"""
    made = manifest(generation)
    try:
        return made is not None and digests(generation / INDEX) == made.files
    except OSError:
        return False


def digests(index: Path) -> dict[str, str]:
    """sha256 of every file below a folder, by its path inside."""
    return {file.relative_to(index).as_posix(): _sha256(file) for file in sorted(index.rglob("*")) if file.is_file()}


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _number(name: str) -> int:
    """The n of gen-n; 0 for any other name.

    >>> _number("gen-12"), _number("gen-../x"), _number("CURRENT")
    (12, 0, 0)
    """
    digits = name.removeprefix(_PREFIX)
    return int(digits) if name.startswith(_PREFIX) and digits.isascii() and digits.isdigit() else 0
