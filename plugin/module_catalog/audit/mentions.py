"""A module and some files of the tree → the first that has to do with it: it imports it, or names it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ..catalog.entries import Module
from ..catalog.evidence import SourceLocation
from .survey import Survey

_SHORT = 3
"""A name of fewer letters stands in any file."""
_MOST = 500
"""More files than these are not looked into."""


def mention(survey: Survey, module: Module, paths: Iterable[str]) -> SourceLocation | None:
    """Return where one of some files imports the module or is in it, or else where one names it."""
    known = sorted(paths)
    importers = survey.importers[module.id]
    for path in known:
        if path in importers:
            return SourceLocation(path, importers[path][1])
    inside = next((path for path in known if path in survey.inside[module.id]), None)
    return SourceLocation(inside) if inside else _named(survey, _names(module, module.namespaces), known)


def is_tied(survey: Survey, module: Module, path: str, files: Sequence[str]) -> bool:
    """Say whether the files of one path of a module have to do with those of the others.

    They name it or one another, or one side imports the other.
    """
    imports, mine = survey.scan.imports, frozenset(files)
    others = survey.inside[module.id] - mine
    if any(target in others for one in mine for target in imports.get(one, ())):
        return True
    if any(target in mine for one in others for target in imports.get(one, ())):
        return True
    places = [place for place in module.namespaces if place != path]
    return _named(survey, _names(module, places), files) is not None


def was_named(module: Module, content: bytes) -> bool:
    """Say whether what was in a file named a module, by what it is called and where it is or was."""
    names = _names(module, (*module.namespaces, *(former.path for former in module.former_namespaces)))
    return bool(names) and _any_of(names).search(content) is not None


def _any_of(names: Iterable[str]) -> re.Pattern[bytes]:
    return re.compile("|".join(map(_pattern, sorted(names))).encode())


def _named(survey: Survey, names: frozenset[str], paths: Iterable[str]) -> SourceLocation | None:
    pattern = _any_of(names)
    for path in paths:
        if found := pattern.search(path.encode()):
            return SourceLocation(path)
    wanted = {*paths} if names else set()
    files = tuple(file for file in survey.tree.files if file.path in wanted)[:_MOST]
    for file, content in survey.tree.contents(files) if files else ():
        if found := pattern.search(content or b""):
            return SourceLocation(file.path, (content or b"").count(b"\n", 0, found.start()) + 1)
    return None


def _names(module: Module, places: Iterable[str]) -> frozenset[str]:
    """Return what a file may call a module: its name and id, its toggles, and the ends of its paths."""
    paths = [re.sub(r"\.\w+$", "", path.rstrip("/*")).split("/") for path in places]
    ends = (end for parts in paths for end in (parts[-1], "/".join(parts[-2:])))
    toggles = (toggle.name for toggle in module.toggles)
    return frozenset(name for name in (module.id, module.name, *ends, *toggles) if len(name) >= _SHORT)


def _pattern(name: str) -> str:
    """Return what finds a name as a whole, in whatever way its words are joined: no part of another word.

    A word also begins and ends at a hump, as in `EngineTest`.
    """
    words = "[-_ /.:]*".join(map(re.escape, re.split(r"[-_ /]", name)))
    return rf"(?:(?<![A-Za-z0-9])|(?<=[a-z0-9])(?=[A-Z]))(?i:{words}s?)(?![a-z])"
