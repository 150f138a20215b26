"""Imports between files → which candidate needs which, without a circle."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from ...catalog.evidence import SourceLocation
from .candidate import Candidate, key
from .toggles import FoundToggle, Nearest

_FEW = 2
"""As many files have to import another candidate: one may be an accident, or a test in disguise."""
_MOST = 8
"""A draft names as many: those that most of its files import."""
Imports = Mapping[str, Mapping[str, int]]
"""By file: the files it imports, each with the line that does."""


class Need(NamedTuple):
    """Another candidate that one cannot do without."""

    other: Candidate
    files: int
    """How many of its files import the other; 0 where a toggle says so."""
    place: SourceLocation
    """One of them."""
    toggle: str = ""
    """The toggle of the other that its own requires."""


def needs(
    imports: Imports,
    nearest: Nearest,
    is_apart: Callable[[str], bool],
    toggles: Mapping[Candidate, tuple[FoundToggle, ...]],
) -> Mapping[Candidate, tuple[Need, ...]]:
    """Return what each candidate needs, by its toggles and its imports, without files that are *apart*.

    Of two that need each other, and in any longer circle, the weakest tie is left out.
    """
    found: dict[tuple[Candidate, Candidate], list[SourceLocation]] = {}
    for path in sorted(imports):
        own = nearest(path)
        if own and not is_apart(path):
            for other, line in _others(imports[path], own, nearest).items():
                found.setdefault((own, other), []).append(SourceLocation(path, line))
    ties = {
        pair: Need(pair[1], len(places), places[0]) for pair, places in found.items() if len(places) >= _FEW
    }
    ties |= _required(toggles)
    return _without_circles(ties)


def _others(targets: Mapping[str, int], own: Candidate, nearest: Nearest) -> dict[Candidate, int]:
    lines: dict[Candidate, int] = {}
    for target, line in targets.items():
        other = nearest(target)
        if other and other != own:
            lines[other] = min(line, lines.get(other, line))
    return lines


def _required(
    toggles: Mapping[Candidate, tuple[FoundToggle, ...]],
) -> dict[tuple[Candidate, Candidate], Need]:
    owners: dict[str, list[Candidate]] = {}
    for candidate, several in toggles.items():
        for toggle in several:
            owners.setdefault(toggle.name, []).append(candidate)
    return {
        (candidate, other): Need(other, 0, toggle.place, name)
        for candidate, several in toggles.items()
        for toggle in several
        for name in toggle.requires
        for other in owners.get(name, ())
        if other != candidate and len(owners[name]) == 1
    }


def _without_circles(
    ties: Mapping[tuple[Candidate, Candidate], Need],
) -> Mapping[Candidate, tuple[Need, ...]]:
    """Take the strongest ties first, and none that closes a circle."""
    taken: dict[Candidate, list[Need]] = {}

    def leads(start: Candidate, end: Candidate) -> bool:
        left, seen = [start], {start}
        while left:
            for need in taken.get(left.pop(), ()):
                if need.other == end:
                    return True
                if need.other not in seen:
                    seen.add(need.other)
                    left.append(need.other)
        return False

    for (own, other), need in sorted(ties.items(), key=_strength):
        if len(taken.get(own, ())) < _MOST and not leads(other, own):
            taken.setdefault(own, []).append(need)
    return {own: tuple(several) for own, several in taken.items()}


def _strength(tie: tuple[tuple[Candidate, Candidate], Need]) -> tuple[bool, int, str, str]:
    (own, other), need = tie
    return not need.toggle, -need.files, key(own.name), key(other.name)
