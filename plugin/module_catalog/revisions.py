"""A revision of the project's git repository → the catalog as it was then, in memory."""

from __future__ import annotations

import subprocess
from pathlib import Path

from .diagnostics import CatalogError
from .sources import FOLDER, Texts

_LINK = "120000"
"""The mode git gives to symbolic links."""


def catalog_at(root: Path, revision: str) -> Texts:
    """Return the catalog below *root* as it was at a revision; empty when there was none.

    Raises CatalogError when git cannot say.
    """
    commit = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if commit is None:
        inside = _git(root, "rev-parse", "--is-inside-work-tree")
        raise CatalogError(_unknown(revision) if inside else f"{root} is in no git repository, and --base needs one")
    listing = _git(root, "ls-tree", "-r", "-z", commit.decode().strip(), "--", FOLDER) or b""
    found = [_parsed(line) for line in listing.split(b"\0") if line]
    wanted = [(path, id_, mode) for path, id_, mode in found if path.endswith((".yaml", ".yml"))]
    contents = _contents(root, [id_ for _, id_, _ in wanted])
    return Texts({path: None if mode == _LINK else contents[id_] for path, id_, mode in wanted})


def _unknown(revision: str) -> str:
    fetch = f"git fetch --depth=1 origin {revision.removeprefix('origin/')}"
    return f"the revision `{revision}` is not in this clone: fetch it first, for example with `{fetch}`"


def _parsed(line: bytes) -> tuple[str, str, str]:
    """Return path, object id and mode of a line of `git ls-tree -z`."""
    facts, _, path = line.partition(b"\t")
    mode, _, id_ = facts.decode().split(" ")
    return path.decode("utf-8", "backslashreplace"), id_, mode


def _contents(root: Path, ids: list[str]) -> dict[str, bytes]:
    """Return the contents of objects by their ids, all in one call of git."""
    output = _git(root, "cat-file", "--batch", given="\n".join(ids).encode()) or b""
    contents, start = {}, 0
    while start < len(output):
        end = output.index(b"\n", start)
        id_, _, size = output[start:end].decode().split(" ")
        contents[id_] = output[end + 1 : end + 1 + int(size)]
        start = end + 2 + int(size)
    return contents


def _git(root: Path, *arguments: str, given: bytes = b"") -> bytes | None:
    """Return what git prints, or None when it fails. Raises CatalogError when there is no git."""
    command = ["git", "--no-optional-locks", "-C", str(root), *arguments]
    try:
        done = subprocess.run(command, input=given, capture_output=True, check=False)  # noqa: S603  # a list, and no shell
    except FileNotFoundError as error:
        raise CatalogError("git is not installed, and --base needs it") from error
    return done.stdout if done.returncode == 0 else None
