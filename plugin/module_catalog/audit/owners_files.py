"""Files called OWNERS, as Kubernetes writes them → whom each names, as one who approves or reviews."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..catalog.reading import documents
from ..catalog.reading.paths import ancestors, covers
from .commits import beginning
from .tree import Tree

OWNERS = re.compile(r"(?:.*/)?OWNERS")
ALIASES = "OWNERS_ALIASES"
_ROLES = ("approvers", "reviewers")


@dataclass(frozen=True)
class OwnersFile:
    """One of them, which is about the files of its folder and below."""

    path: str
    people: tuple[tuple[str, str], ...] = ()
    """Those it names for all of these files: the role and the name, approvers first."""
    names: frozenset[str] = frozenset()
    """All that it names, for all of them or for some, in lower case: aliases, and who goes by them."""
    is_apart: bool = False
    """Whether those that the files above name have no say here."""
    is_read: bool = True


def owners_files(tree: Tree) -> Mapping[str, OwnersFile]:
    """Return the OWNERS files of a tree by their folder; "" stands for the top."""
    wanted = tuple(file for file in tree.files if file.path == ALIASES or OWNERS.fullmatch(file.path))
    texts = {
        file.path: None if content is None else content.decode("utf-8", "replace")
        for file, content in tree.contents(wanted)
    }
    aliases = aliases_in(texts.pop(ALIASES, None) or "")
    return {path.rpartition("/")[0]: owners_file(path, text, aliases) for path, text in texts.items()}


def owners_file(path: str, text: str | None, aliases: Mapping[str, tuple[str, ...]]) -> OwnersFile:
    """Return what an OWNERS file says. None, and what cannot be parsed, says nothing: it was not read."""
    data = None if text is None else _yaml(path, text)
    if data is None:
        return OwnersFile(path, is_read=False)
    filters, options = data.get("filters"), data.get("options")
    parts = filters.values() if isinstance(filters, dict) else ()
    people = tuple(_people(data))
    others = (one for part in parts if isinstance(part, dict) for one in _people(part))
    names = (name.casefold() for _, said in (*people, *others) for name in (said, *aliases.get(said, ())))
    is_apart = isinstance(options, dict) and str(options.get("no_parent_owners")).casefold() == "true"
    return OwnersFile(path, people, frozenset(names), is_apart)


def aliases_in(text: str) -> Mapping[str, tuple[str, ...]]:
    """Return who goes by each alias, by the text of OWNERS_ALIASES."""
    said = (_yaml(ALIASES, text) or {}).get("aliases")
    pairs = said.items() if isinstance(said, dict) else ()
    return {str(name): tuple(map(str, people)) for name, people in pairs if isinstance(people, list)}


def about(files: Mapping[str, OwnersFile], namespaces: Iterable[str]) -> tuple[OwnersFile, ...]:
    """Return the files that have a say in some paths: in all of one, or in a part of it."""
    found: dict[str, OwnersFile] = {}
    for path in namespaces:
        for folder in (*ancestors(beginning(path)), ""):
            if folder in files:
                found[folder] = files[folder]
                if files[folder].is_apart:
                    break
        found |= {folder: one for folder, one in files.items() if folder and covers(path, folder)}
    return tuple(found[folder] for folder in sorted(found))


def _people(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for role in _ROLES:
        people = data.get(role)
        yield from ((role, str(name)) for name in people) if isinstance(people, list) else ()


def _yaml(path: str, text: str) -> Mapping[str, Any] | None:
    if not text.strip():
        return {}
    document = documents.parse(text, path).document
    return document.value() if document else None
