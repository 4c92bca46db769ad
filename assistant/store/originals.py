"""originals/: a copy of every source file, named by its content. Written whole before the report that needs it is stored."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path, PurePath

FOLDER = "originals"


def name_of(sha256: str, path: str) -> str:
    """The copy's name: the digest, with the source's extension where that is a plain one, so that a person can open it.

    >>> name_of("ab" * 32, "2023/自评报告.DOCX")[-8:]
    'bab.docx'
    >>> name_of("ab" * 32, "../奇怪.名字")[-4:]
    'abab'
    """
    suffix = PurePath(path).suffix.lower()
    plain = suffix[1:].isascii() and suffix[1:].isalnum() and len(suffix) <= 6
    return sha256 + (suffix if plain else "")


def save(library: Path, sha256: str, path: str, source: bytes) -> str:
    """Copy `source` in, durably, and return the copy's name; '' for a volume that carries no source. A name already there with the right bytes stays."""
    if not source:
        return ""
    if hashlib.sha256(source).hexdigest() != sha256:
        raise ValueError(f"{path}: sha256 of the source is not {sha256}")
    name = name_of(sha256, path)
    if not intact(library, name):
        write(library / FOLDER / name, source)
    return name


def write(target: Path, data: bytes) -> None:
    """Write a file so that after a crash it is there whole or not at all: temporary file, fsync, rename, fsync of the folder."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".tmp-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, target)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
    sync(target.parent)


def sync(path: Path) -> None:
    """Make what a file holds, or a rename inside a folder, durable."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def intact(library: Path, name: str) -> bool:
    """Is the copy there, with the bytes its name promises?"""
    file = library / FOLDER / name
    return file.is_file() and hashlib.sha256(file.read_bytes()).hexdigest() == name[:64]


def strays(library: Path, wanted: set[str]) -> list[Path]:
    """Files in originals/ that no report needs: what a kill between copy and commit, or a removal, left behind."""
    folder = library / FOLDER
    return sorted(file for file in folder.iterdir() if file.is_file() and file.name not in wanted) if folder.is_dir() else []
