"""What a tree declares as toggles → which of them turn which part of the tree on and off."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from ...catalog.evidence import SourceLocation
from ..languages.cmake import OptionUse
from ..scan import Scan
from .candidate import Candidate, key, words
from .cmake_files import Gated

_VERBS = frozenset(
    {"use", "enable", "with", "without", "build", "have", "disable", "no", "support", "feature", "features"}
)
"""Words of a toggle that say nothing about what it is for."""
_USES = (("use",), ("enable",), ("with",))
"""How a toggle begins that says of something that it is used."""
_APART = ("flag", "env", "build-tag", "maven", "gradle")
"""What a program reads while it runs, or a platform: they turn nothing of a tree on and off."""
_ANYWHERE = ("cmake", "config", "python-extra", "meson", "bazel")
"""Toggles that are declared for the whole tree in one place: what they are for is in their names."""
_FEW = 2
"""What a toggle turns on and off is not all over the tree: one that builds more is for something else."""
Uses = Sequence[tuple[SourceLocation, OptionUse]]
Nearest = Callable[[str], Candidate | None]
"""Says which candidate a path belongs to most closely."""


@dataclass(frozen=True)
class FoundToggle:
    """A toggle that the tree declares."""

    name: str
    mechanism: str
    """As in catalog/vocabulary.py."""
    default: str | None
    """None where the tree does not say it plainly."""
    place: SourceLocation
    requires: tuple[str, ...] = ()
    gates: tuple[Gated, ...] = ()
    """The paths that are built only with it."""
    readers: frozenset[str] = frozenset()
    """The build files that ask for it, but for the one that declares it."""
    why: str = ""
    """Why it is taken for one of a candidate."""


def declared(scan: Scan, gated: Iterable[Gated], is_apart: Callable[[str], bool]) -> tuple[FoundToggle, ...]:
    """Return the toggles that a tree declares, each once, in the order of names.

    Files that are *apart*, such as tests, declare none.
    """
    found = (*_extras(scan), *_switches(scan, is_apart), *_options(scan, gated))
    by_name = {one.name: one for one in found if not is_apart(one.place.path)}
    return tuple(by_name[name] for name in sorted(by_name))


def _options(scan: Scan, gated: Iterable[Gated]) -> Iterator[FoundToggle]:
    places: dict[str, list[Gated]] = {}
    for one in gated:
        places.setdefault(one.option, []).append(one)
    for name, uses in scan.option_uses.items():
        if found := _declaration(name, uses):
            spot, use = found
            needs = sorted(use.beside.required & scan.option_uses.keys() - {name})
            readers = frozenset(where.path for where, one in uses if one.how == "read") - {spot.path}
            mechanism = "config" if spot.path.rpartition("/")[2].startswith("Kconfig") else "cmake"
            gates = tuple(places.get(name, ()))
            yield FoundToggle(name, mechanism, use.value, spot, tuple(needs), gates, readers)


def _declaration(name: str, uses: Uses) -> tuple[SourceLocation, OptionUse] | None:
    """Return where a toggle is declared, or is set where its name says that it turns something on.

    None where it is no toggle: a path, what nothing reads, or what is not a word.
    """
    is_use = words(name)[:1] in _USES and not name.startswith("_")
    is_read = any(use.how == "read" for _, use in uses)
    declared = (one for one in uses if one[1].how == "declared")
    begun = (one for one in uses if is_use and is_read and one[1].how == "set")
    found = next((one for places in (declared, begun) for one in places), None)
    is_path = found is not None and "/" in (found[1].value or "")
    return found if name.isidentifier() and (is_use or not is_path) else None


def _switches(scan: Scan, is_apart: Callable[[str], bool]) -> Iterator[FoundToggle]:
    for (mechanism, name), uses in scan.switches.items():
        places = ((spot, one) for spot, one in uses if one.how == "declared" and not is_apart(spot.path))
        first = next(places, None)
        if first and name and mechanism not in _APART:
            spot, switch = first
            yield FoundToggle(name, mechanism, switch.default, spot, switch.requires)


def _extras(scan: Scan) -> Iterator[FoundToggle]:
    for name, spots in scan.extras.items():
        # Nobody gets an extra who does not ask for it.
        yield FoundToggle(name, "python-extra", "off", spots[0])


def named(toggle: FoundToggle, project: Collection[str]) -> tuple[str, ...]:
    """Return the words of a toggle that say what it is for. The words of the *project*'s own name do not."""
    left = words(toggle.name)
    start = next((at for at, one in enumerate(left) if one not in _VERBS and one not in project), len(left))
    return left[start:]


def by_key(toggles: Iterable[FoundToggle], project: Collection[str]) -> Mapping[str, tuple[FoundToggle, ...]]:
    """Return toggles by the key of what each is named after."""
    found: dict[str, list[FoundToggle]] = {}
    for toggle in toggles:
        if about := named(toggle, project):
            found.setdefault(key("".join(about)), []).append(toggle)
    return {one: tuple(several) for one, several in found.items()}


def of_candidates(
    toggles: Iterable[FoundToggle],
    candidates: Iterable[Candidate],
    nearest: Nearest,
    project: Collection[str],
) -> Mapping[Candidate, tuple[FoundToggle, ...]]:
    """Return the toggles of each candidate: by where they are declared, their names, what they build."""
    known = {key(one.name): one for one in candidates}
    found: dict[Candidate, list[FoundToggle]] = {}
    for toggle in toggles:
        for candidate, why in _of(toggle, known, nearest, project):
            needs = tuple(sorted({*toggle.requires, *_beside(toggle, candidate, nearest)}))
            found.setdefault(candidate, []).append(replace(toggle, why=why, requires=needs))
    shortest_first = {
        one: sorted(several, key=lambda toggle: (toggle.mechanism == "python-extra", len(words(toggle.name))))
        for one, several in found.items()
    }
    return {one: tuple(several) for one, several in shortest_first.items()}


def _of(
    toggle: FoundToggle, known: Mapping[str, Candidate], nearest: Nearest, project: Collection[str]
) -> Iterator[tuple[Candidate, str]]:
    if toggle.mechanism not in _ANYWHERE:
        if declarer := nearest(toggle.place.path):
            yield declarer, f"{toggle.place} declares it"
        return
    if namesake := _namesake(toggle, known, project):
        yield namesake, f"{toggle.place} declares it, by its name for this one"
        return
    readers = {key(_stem(path)) for path in toggle.readers}
    if len(readers) == 1 and (asking := known.get(readers.pop())):
        yield asking, f"{min(toggle.readers)} asks for it, and no other build file does"
        return
    builds: dict[Candidate, SourceLocation] = {}
    for gated in toggle.gates:
        if built := nearest(gated.path):
            builds.setdefault(built, gated.place)
    if len(builds) <= _FEW:
        yield from ((built, f"{place} builds a part of it only with it") for built, place in builds.items())


def _stem(path: str) -> str:
    return path.rpartition("/")[2].partition(".")[0]


def _beside(toggle: FoundToggle, candidate: Candidate, nearest: Nearest) -> frozenset[str]:
    """Return what has to be on too wherever a toggle builds something of a candidate."""
    mine = [gated.beside for gated in toggle.gates if nearest(gated.path) == candidate]
    return reduce(frozenset.intersection, mine) if mine else frozenset()


def _namesake(
    toggle: FoundToggle, known: Mapping[str, Candidate], project: Collection[str]
) -> Candidate | None:
    """Return the candidate that a toggle is called after, by the longest part of its name.

    That is the beginning; or the end, where it says that something is used.
    """
    about = named(toggle, project)
    is_use = words(toggle.name)[:1] in _USES
    for length in range(len(about), 0, -1):
        for some in (about[:length], about[-length:] if is_use else ()):
            if found := known.get(key("".join(some))):
                return found
    return None
