"""Modules → the lines of a CODEOWNERS file that ask their owners for review.

GitHub, GitLab and others read it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import groupby

from ..entries import Module
from ..model import Catalog
from ..repositories import Repository, split


def lines(modules: Iterable[Module], catalog: Catalog) -> str:
    """Return the lines of some modules; those of paths in each of several repositories below its name.

    A path without an owner on record is a comment: as a line it would take owners away.
    """
    claims: dict[str, list[Module]] = {}
    for module in modules:
        for path in () if catalog.is_gone(module) else module.namespaces:
            claims.setdefault(path, []).append(module)
    by_name = groupby(sorted(claims), key=lambda path: split(path)[0])
    return "".join(_of_repository(name, list(paths), claims, catalog) for name, paths in by_name)


def _of_repository(name: str, paths: list[str], claims: Mapping[str, list[Module]], catalog: Catalog) -> str:
    groups = groupby(paths, key=lambda path: [module.id for module in claims[path]])
    head = f"# In the repository {name}:\n" if name else ""
    return head + "".join(_group(ids, list(paths), claims, catalog) for ids, paths in groups)


def _group(ids: list[str], paths: list[str], claims: Mapping[str, list[Module]], catalog: Catalog) -> str:
    """Return the lines of paths that the same modules claim, below their ids."""
    owners = (owner.person for module in claims[paths[0]] for owner in catalog.active_owners(module))
    repository, _ = catalog.settings.source_of(paths[0])
    names = " ".join(_name(handle, repository, catalog) for handle in dict.fromkeys(owners))
    if not names:
        return f"# {', '.join(ids)}: no owner on record\n" + "".join(
            f"# {_pattern(path)}\n" for path in paths
        )
    return f"# {', '.join(ids)}\n" + "".join(f"{_pattern(path)} {names}\n" for path in paths)


def _pattern(path: str) -> str:
    """Return what matches a path of an entry from the root of its repository.

    What would end a pattern is written as `?`, any one sign, and so is a set of signs, which GitHub does not
    know: https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners#codeowners-syntax
    """
    return "/" + _UNKNOWN.sub("?", split(path)[1]).replace(" ", "\\ ")


_UNKNOWN = re.compile(r"\[[!^]?\]?[^]/]*\]|[^\S ]|[][#\x00-\x1f\x7f]")


_ORGANISATION = re.compile(r"https://github\.com/([A-Za-z0-9-]+)/")


def _name(handle: str, repository: Repository | None, catalog: Catalog) -> str:
    """Return how a host knows a person or team.

    GitHub wants a team's organisation, which is that of the repository where the handle does not say it.
    """
    person = catalog.people.get(handle)
    is_bare = person is not None and person.is_team and "/" not in handle
    organisation = _ORGANISATION.match(repository.url) if repository and is_bare else None
    return f"@{organisation[1]}/{handle}" if organisation else f"@{handle}"
