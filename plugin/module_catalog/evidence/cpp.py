"""C and C++ source → what it includes."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator

ENDINGS = (".c", ".cc", ".cpp", ".cxx", ".cu", ".cuh", ".h", ".hh", ".hpp", ".hxx", ".inc", ".inl", ".m", ".mm", ".cl")

_COMMENT = re.compile(rb"/\*.*?\*/", re.DOTALL)
_INCLUDE = re.compile(rb"^[ \t]*#[ \t]*(?:include|include_next|import)[ \t]*(?P<open>[<\"])(?P<path>[^>\"\n]+)[>\"]", re.MULTILINE)


def includes(content: bytes) -> Iterator[tuple[str, int]]:
    """Yield the paths that a file includes, each with its line."""
    if b"include" not in content and b"import" not in content:
        return
    bare = _COMMENT.sub(lambda found: b"\n" * found[0].count(b"\n"), content)
    line, last = 1, 0
    for found in _INCLUDE.finditer(bare):
        line, last = line + bare.count(b"\n", last, found.start("open")), found.start("open")
        yield found["path"].decode("utf-8", "backslashreplace"), line


class Headers:
    """The files of a tree, ready to say which one an include means."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths = frozenset(paths)
        self._by_name: dict[str, list[str]] = {}
        for path in sorted(self._paths):
            self._by_name.setdefault(path.rpartition("/")[2], []).append(path)

    def find(self, include: str, path: str) -> str | None:
        """Return the file that an include in the file at *path* means; None when it is not here, or could be several."""
        beside = posixpath.normpath(posixpath.join(posixpath.dirname(path), include))
        if beside in self._paths:
            return beside
        wanted = posixpath.normpath(include)
        named = self._by_name.get(wanted.rpartition("/")[2], ())
        found = [one for one in named if one == wanted or (one.endswith(f"/{wanted}") and _is_root(one[: -len(wanted) - 1], path))]
        return found[0] if len(found) == 1 else None


def _is_root(folder: str, path: str) -> bool:
    """Say whether a compiler is likely to look for headers of the file at *path* in a folder: anything else would be a guess."""
    return folder.rpartition("/")[2] in ("include", "inc", "src") or path.startswith(f"{folder}/")
