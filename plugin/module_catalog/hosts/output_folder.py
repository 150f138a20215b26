"""The stream of site files → a folder on disk, without losing anything that somebody else put there."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from .. import disk
from ..diagnostics import CatalogError
from ..site.site_file import SiteFile
from .held import Held

MANIFEST = ".module-catalog.json"
"""The list of files that were written into a folder, with their digests: only these are ever overwritten or
removed.

It is written before them, with what it said before, so that a run that was interrupted can be run again.
"""

_Known = Mapping[str, frozenset[str]]
"""The digests that a file of ours may have, by its path."""


@dataclass(frozen=True)
class WriteStats:
    """What writing did: how many files are in place, and how many of a former run were removed."""

    files: int
    removed: int


def write(files: Iterable[SiteFile], out: Path) -> WriteStats:
    """Write *files* below *out*, and remove those of a former run that are no longer among them.

    Raises CatalogError before anything is written when a link or a file of somebody else's stands in the way,
    or one of ours was changed; and when the disk fails. *out* itself may be a link.
    """
    contents, digests = Held[bytes](), {}
    for file in files:
        content = file.content.encode() if isinstance(file.content, str) else file.content
        contents.put(file.path, content)
        digests[file.path] = _digest(content)
    listed = dict(sorted(digests.items()))
    known = _manifest(out)
    with disk.reported(out):
        _refuse_foreign(listed, known, out)
        out.mkdir(parents=True, exist_ok=True)
        stale = [path for path in known if path not in listed and _is_ours(path, known, out)]
        _list(listed, known, out)
    for path, content in contents.items():
        with disk.reported(out / path):
            _put(out / path, content)
    for path in stale:
        with disk.reported(out / path):
            (out / path).unlink(missing_ok=True)
    with disk.reported(out / MANIFEST):
        _list(listed, {}, out)
    return WriteStats(len(listed), len(stale))


def is_foreign(path: str, out: Path) -> bool:
    """Say whether a file below *out* is somebody else's."""
    with disk.reported(out / path):
        return (out / path).exists() and path not in _manifest(out)


def _put(file: Path, content: bytes) -> None:
    """Write one file if it says something else.

    Raises OSError when that fails, or something got there since it was looked for.
    """
    if not file.exists():
        disk.create(file, content)
    elif file.read_bytes() != content:
        disk.replace(file, content)


def _list(listed: Mapping[str, str], before: _Known, out: Path) -> None:
    """Write the manifest: what is *listed*, and what was there *before* as long as it may still be there."""
    content: dict[str, object] = {"version": 1, "files": listed}
    if before:
        content["before"] = {path: sorted(digests) for path, digests in before.items()}
    disk.replace(out / MANIFEST, (json.dumps(content, indent=1) + "\n").encode())


def _manifest(out: Path) -> _Known:
    """Return the digests of the files that former runs wrote, by path.

    Paths that lead out of the folder are not ours.
    """
    try:
        if (out / MANIFEST).is_symlink():
            raise ValueError("a link is not what an earlier run wrote")
        content = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
        known = {path: frozenset([digest]) for path, digest in content["files"].items()}
        for path, digests in content.get("before", {}).items():
            known[path] = known.get(path, frozenset()).union(digests)
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise CatalogError(
            f"{out / MANIFEST} cannot be read: delete the folder, or name another one"
        ) from error
    return {path: digests for path, digests in known.items() if _leads_inside(path)}


def _leads_inside(path: str) -> bool:
    return "\0" not in path and ".." not in Path(path).parts and not Path(path).is_absolute()


def _refuse_foreign(listed: Mapping[str, str], known: _Known, out: Path) -> None:
    if out.exists() and not out.is_dir():
        raise CatalogError(f"{out} is a file: name a folder")
    allowed = {path: known.get(path, frozenset()) | {digest} for path, digest in listed.items()}
    found = (
        _in_the_way(path, out) or (None if _is_ours(path, allowed, out) else out / path) for path in listed
    )
    in_the_way = list(dict.fromkeys(file for file in found if file))
    if in_the_way:
        link = " (a link)" if in_the_way[0].is_symlink() else ""
        more = f" and {len(in_the_way) - 1} more" if len(in_the_way) > 1 else ""
        raise CatalogError(
            f"{in_the_way[0]}{link}{more} was not written by this command: "
            "move it away, or name another folder"
        )


def _in_the_way(path: str, out: Path) -> Path | None:
    """Return what stands where a folder above a file would be, even a link to one; None when nothing does."""
    above = [out / folder for folder in reversed(PurePosixPath(path).parents) if folder.name]
    return next(
        (file for file in above if os.path.lexists(file) and (file.is_symlink() or not file.is_dir())), None
    )


def _is_ours(path: str, known: _Known, out: Path) -> bool:
    """Say whether a file is not there, or a file of ours as it was written.

    A file of ours is not behind a link, and no link itself.
    """
    file = out / path
    if _in_the_way(path, out):
        return False
    if not os.path.lexists(file):
        return True
    return file.is_file() and not file.is_symlink() and _digest(file.read_bytes()) in known[path]


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
