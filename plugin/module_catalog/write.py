"""The stream of site files → a folder on disk, without losing anything that somebody else put there."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from .diagnostics import CatalogError
from .render import SiteFile

MANIFEST = ".module-catalog.json"
"""The list of files that were written into a folder, with their digests: only these are ever overwritten or removed."""


@dataclass(frozen=True)
class Written:
    """What writing did: how many files are in place, and how many of a former run were removed."""

    files: int
    removed: int


def write(files: Iterable[SiteFile], out: Path) -> Written:
    """Write *files* below *out*, and remove those of a former run that are no longer among them.

    Raises CatalogError before anything is written when a file of somebody else's stands in the way, or one of ours was changed.
    """
    contents = {file.path: file.content.encode() if isinstance(file.content, str) else file.content for file in files}
    known = _manifest(out)
    _refuse_foreign(contents, known, out)
    for path, content in contents.items():
        target = out / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists() or target.read_bytes() != content:
            target.write_bytes(content)
    stale = [path for path in known if path not in contents and _digest_of(out / path) == known[path]]
    for path in stale:
        (out / path).unlink()
    listed = {path: _digest(content) for path, content in sorted(contents.items())}
    (out / MANIFEST).write_text(json.dumps({"version": 1, "files": listed}, indent=1) + "\n", encoding="utf-8")
    return Written(len(contents), len(stale))


def is_foreign(path: str, out: Path) -> bool:
    """Say whether a file below *out* is somebody else's."""
    return (out / path).exists() and path not in _manifest(out)


def _manifest(out: Path) -> dict[str, str]:
    """Return the digests of the files a former run wrote, by path. Paths that lead out of the folder are not ours."""
    try:
        files = json.loads((out / MANIFEST).read_text(encoding="utf-8"))["files"]
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CatalogError(f"{out / MANIFEST} cannot be read: delete the folder, or name another one") from error
    inside = out.resolve()
    return {path: digest for path, digest in files.items() if (out / path).resolve().is_relative_to(inside)}


def _refuse_foreign(contents: dict[str, bytes], known: dict[str, str], out: Path) -> None:
    if out.exists() and not out.is_dir():
        raise CatalogError(f"{out} is a file: name a folder")
    in_the_way = [
        path
        for path, content in contents.items()
        if (found := _digest_of(out / path)) is not None and found not in (known.get(path), _digest(content))
    ]
    if in_the_way:
        more = f" and {len(in_the_way) - 1} more" if len(in_the_way) > 1 else ""
        raise CatalogError(f"{out / in_the_way[0]}{more} was not written by this command: move it away, or name another folder")


def _digest_of(file: Path) -> str | None:
    """Return the digest of a file; None when there is none, and a digest of nothing for what is not a file."""
    if not file.exists() and not file.is_symlink():
        return None
    return _digest(file.read_bytes()) if file.is_file() and not file.is_symlink() else ""


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
