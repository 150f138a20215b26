"""A module and some files of the tree → the first that has to do with it: it imports it, or names it."""

from __future__ import annotations

import re
from collections.abc import Iterable

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
    return SourceLocation(inside) if inside else _named(survey, module, known)


def was_named(module: Module, content: bytes) -> bool:
    """Say whether what was in a file named a module, by what it is called and where it is or was."""
    names = _names(module, (*module.namespaces, *(former.path for former in module.former_namespaces)))
    return bool(names) and _any_of(names).search(content) is not None


def _any_of(names: Iterable[str]) -> re.Pattern[bytes]:
    return re.compile("|".join(map(_pattern, sorted(names))).encode(), re.IGNORECASE)


def _named(survey: Survey, module: Module, paths: Iterable[str]) -> SourceLocation | None:
    names = _names(module, module.namespaces)
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
    """Return what finds a name, in whatever way its words are joined."""
    return "[-_ /.:]*".join(map(re.escape, re.split(r"[-_ /]", name)))
