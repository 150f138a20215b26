"""The repositories that a project's source is in, and paths that say in which of them they are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import takewhile
from urllib.parse import quote, urlsplit

UNNAMED = ""
"""The name of the one that `repository` in catalog.yaml describes: a path in it is written without a name."""
_NAMED = re.compile(r"([a-z0-9]+(?:[._-][a-z0-9]+)*):(.*)")


@dataclass(frozen=True)
class Repository:
    """Where source is."""

    url: str
    branch: str = "main"

    def tree(self, path: str, revision: str | None = None) -> str:
        """Return the address at which a path can be read, on the branch or at another revision.

        For a glob, it is that of the folder around all that it stands for.
        """
        folders = takewhile(lambda folder: not set(folder) & set("*?["), path.split("/"))
        return "/".join((self.url.rstrip("/"), "tree", revision or self.branch, *folders))

    def history(self, path: str) -> str | None:
        """Return the address of the commits to a path.

        None for a glob, and where it is not known how the host writes such addresses.
        """
        host = "" if set(path) & set("*?[") else urlsplit(self.url).hostname or ""
        form = next((form for word, form in _HISTORIES.items() if word in host), None)
        return form and form.format(url=self.url.rstrip("/"), branch=quote(self.branch), path=quote(path))


_HISTORIES: Mapping[str, str] = {
    "github": "{url}/commits/{branch}/{path}",
    "gitlab": "{url}/-/commits/{branch}/{path}",
    "codeberg": "{url}/commits/branch/{branch}/{path}",
    "gitea": "{url}/commits/branch/{branch}/{path}",
    "forgejo": "{url}/commits/branch/{branch}/{path}",
}
"""How the commits to a path are addressed, by a word in the name of the host."""


def split(path: str) -> tuple[str, str]:
    """Return the name of the repository that a path of an entry says, and the path in it.

    It is `contrib` and `exporter/x` for `contrib:exporter/x`. A colon in the name of a first folder is
    written as a glob: `odd[:]name/x`.
    """
    found = _NAMED.fullmatch(path) if ":" in path else None
    return (found[1], found[2]) if found else (UNNAMED, path)


def joined(name: str, path: str) -> str:
    """Return a path in a repository as entries write it."""
    return f"{name}:{path}" if name else path
