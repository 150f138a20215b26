"""A file as it is, and as it is imported now → the file with what nobody edited renewed.

A block is the lines of a top-level key with the comment right above it. One that is as it was imported is
renewed; one that a person changed, wrote or removed stays as that person left it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..catalog.reading import documents
from .drafts import Data
from .writing import Blocks
from .writing import blocks as written

_LIFECYCLES = Path(__file__).parent / "lifecycles"
LIFECYCLES = tuple(sorted(file.stem for file in _LIFECYCLES.glob("*.yaml")))
"""The lifecycles that come with the importers."""

Digests = dict[str, str]
"""What each block of a file was when it was imported, by its key."""


@dataclass(frozen=True)
class Renewed:
    """What became of one file."""

    text: str
    digests: Digests
    edited: tuple[str, ...] = ()
    """The keys that stay as a person left them though the source has something else now."""


def digest(block: str) -> str:
    """Return what tells one block from another; line ends and blanks after it do not count."""
    lines = [one.rstrip() for one in block.rstrip().splitlines()]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def lifecycle(said: str | Data) -> tuple[str, Blocks]:
    """Return the head and the blocks of a lifecycle file: that of a name, or that of data."""
    if not isinstance(said, str):
        return "", written(said, {})
    file = _LIFECYCLES / f"{said}.yaml"
    found = _blocks(file.name, file.read_text(encoding="utf-8"))
    if found is None:
        raise ValueError(f"{file} is not written in blocks")
    return found


def new(head: str, blocks: Blocks) -> Renewed:
    """Return a file that was not there."""
    return Renewed(head + "".join(blocks.values()), {key: digest(one) for key, one in blocks.items()})


def renewed(path: str, text: str, blocks: Blocks, known: Mapping[str, str]) -> Renewed:
    """Return the file at *path* with its text renewed as far as nobody edited it."""
    there = _blocks(path, text)
    if there is None:
        return Renewed(text, dict(known), tuple(blocks))
    head, found = there
    now = {key: digest(one) for key, one in found.items()}
    mine = [key for key in blocks if now.get(key) == known.get(key)]
    """Keys that are as they were imported, or are new in the source."""
    for key in mine:
        block = blocks[key]
        found = (
            {**found, key: _like(block, found[key])}
            if key in found
            else _after(found, _before(key, blocks, found), key, block)
        )
    gone = [key for key in found if key not in blocks and known.get(key) == now[key]]
    kept = {key: one for key, one in found.items() if key not in gone}
    digests = {**known, **{key: digest(blocks[key]) for key in mine}}
    edited = [key for key in blocks if key not in mine and now.get(key) != digest(blocks[key])]
    return Renewed(
        head + "".join(kept.values()),
        {key: one for key, one in digests.items() if key not in gone},
        tuple(edited),
    )


def _like(block: str, old: str) -> str:
    """Return a block with the blank lines after it, and the line ends, that the old one had."""
    if digest(block) == digest(old):
        return old
    after = old[len(old.rstrip()) :]
    line_break = "\r\n" if "\r\n" in old else "\n"
    return block.rstrip("\n").replace("\n", line_break) + (after or line_break)


def _before(key: str, blocks: Blocks, found: Blocks) -> str | None:
    """Return the nearest key before *key* that the file has."""
    keys = list(blocks)
    return next((one for one in reversed(keys[: keys.index(key)]) if one in found), None)


def _after(found: Blocks, before: str | None, key: str, block: str) -> Blocks:
    if before is None:
        return {**found, key: block}
    made: Blocks = {}
    for name, one in found.items():
        made[name] = one if one.endswith("\n") or name != before else f"{one}\n"
        if name == before:
            made[key] = block
    return made


def _blocks(path: str, text: str) -> tuple[str, Blocks] | None:
    """Return the lines before the first block, and the blocks; None where the file is not written so."""
    document = documents.parse(text, path).document
    if document is None:
        return None
    lines = text.splitlines(keepends=True)
    places = [(key, document.where_key(key)) for key in document.data]
    if any(place.column > 1 for _, place in places) or text.startswith("\ufeff"):
        return None
    starts = [_start(lines, place.line - 1, is_first=at == 0) for at, (_, place) in enumerate(places)]
    ends = [*starts[1:], len(lines)]
    found = {
        key: "".join(lines[start:end]) for (key, _), start, end in zip(places, starts, ends, strict=True)
    }
    return "".join(lines[: starts[0]]) if starts else text, found


def _start(lines: list[str], at: int, *, is_first: bool) -> int:
    """Return the first line of the comment right above a key, or that of the key.

    Above the first key stands what is said of the file, but for a guess.
    """
    mark = "# guessed: " if is_first else "#"
    while at and lines[at - 1].startswith(mark):
        at -= 1
    return at
