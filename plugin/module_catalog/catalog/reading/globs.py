"""Globs that name files of a project: `*` is a part of one name, `**` any number of folders.

Hidden files and folders are left out, and `node_modules`.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import takewhile


def is_glob(place: str) -> bool:
    """Say whether a place is a glob, and no folder."""
    return "*" in place


def is_left_out(name: str) -> bool:
    """Say whether no glob stands for a file or folder of that name."""
    return name.startswith(".") or name == "node_modules"


def beginning(glob: str) -> str:
    """Return the folder that everything is in which a glob names; nothing for that of the project."""
    return "/".join(takewhile(lambda name: not is_glob(name), glob.split("/")))


def named(glob: str, path: str) -> str | None:
    """Return what the last `*` of a glob stands for in a path; of several folders, the innermost.

    None where the glob does not name the path.
    """
    found = _pattern(glob).fullmatch(path)
    if found is None or any(map(is_left_out, path.split("/"))):
        return None
    return found["last"].rstrip("/").rpartition("/")[2]


def parts(glob: str) -> list[re.Pattern[str] | None]:
    """Return what the name of each folder must be like, and last that of the file; None for a `**`."""
    return [None if part == "**" else _name(part) for part in glob.split("/")]


@cache
def _name(part: str) -> re.Pattern[str]:
    return re.compile(re.escape(part).replace(r"\*", "[^/]+"))


@cache
def _pattern(glob: str) -> re.Pattern[str]:
    pieces = re.split(r"(\*\*/|\*)", glob)
    written = [_WRITTEN.get(piece, re.escape(piece)) for piece in pieces]
    last = max(at for at, piece in enumerate(pieces) if piece in _WRITTEN)
    written[last] = f"(?P<last>{written[last]})"
    return re.compile("".join(written))


_WRITTEN = {"**/": "(?:[^/]+/)*", "*": "[^/]+"}
