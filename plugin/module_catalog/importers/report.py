"""What an import did → the lines that a person reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ..diagnostics import printable
from .drafts import Imported

_MANY = 20
"""So many lines of one sort are told; of more, how many there are."""


@dataclass
class Written:
    """What became of the files of a catalog."""

    new: list[str] = field(default_factory=list)
    renewed: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    edited: list[tuple[str, Sequence[str]]] = field(default_factory=list)
    """Files with the keys that stay as a person left them."""
    theirs: list[str] = field(default_factory=list)
    """Files that were there before the first import."""
    removed: list[str] = field(default_factory=list)
    """Entries that a person removed."""
    gone: list[str] = field(default_factory=list)
    """Entries that the source no longer has."""


def lines(imported: Imported, written: Written, read: Mapping[str, str]) -> Iterator[str]:
    """Yield what an import did: counts first, then what a person has to look at."""
    yield f"Found {_count(len(imported.drafts), 'entry', 'entries')} in {_count(len(read), 'file', 'files')}."
    yield (
        f"Files of the catalog: {len(written.new):,} new, {len(written.renewed):,} renewed,"
        f" {len(written.same):,} unchanged."
    )
    guesses = Counter(
        (key, _general(reason)) for draft in imported.drafts for key, reason in draft.guessed.items()
    )
    guesses.update(imported.guessed.items())
    yield from _listed(
        "Guessed, each with a comment above it:",
        (f"{count:>6,}  {key}: {reason}" for (key, reason), count in guesses.most_common()),
    )
    kept = Counter(key for draft in imported.drafts for key in draft.data if key.startswith("x-"))
    yield from _listed(
        "Kept in the entries, where nothing reads it:",
        (f"{count:>6,}  {key}" for key, count in sorted(kept.items(), key=lambda one: (-one[1], one[0]))),
    )
    edited = (f"  {path}: {', '.join(keys)}" for path, keys in written.edited)
    yield from _listed("Left as somebody edited it, though the source says something else:", edited)
    yield from _listed("Left alone, because no import wrote it:", (f"  {path}" for path in written.theirs))
    yield from _listed(
        "Not written again, because somebody removed it:", (f"  {path}" for path in written.removed)
    )
    yield from _listed("Kept, though the source no longer has it:", (f"  {path}" for path in written.gone))
    unread = [f"  {path}: {reason}" for path, reason in imported.unread]
    yield from _listed(f"Not understood, or not in full ({len(unread):,}):", unread)


def _general(reason: str) -> str:
    """Return a reason without what it quotes, so that reasons of one sort are counted together."""
    parts = reason.split("`")
    return "".join("…" if at % 2 else part for at, part in enumerate(parts))


def _listed(title: str, found: Iterable[str]) -> Iterator[str]:
    told = list(found)
    if told:
        yield title
        yield from map(printable, told[:_MANY])
    if len(told) > _MANY:
        yield f"  … and {len(told) - _MANY:,} more"


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
