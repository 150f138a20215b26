"""A revision of the project's git repository → the catalog as it was then, in memory."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from pathlib import Path

from .. import git
from ..diagnostics import CatalogError
from .entry_files import CATALOG, EntryFiles
from .evidence_files import DETAILS, EVIDENCE
from .reading.globs import beginning, named
from .reading.sources import FOLDER, Texts
from .releases import day

_READ = (".yaml", ".yml", EVIDENCE, DETAILS)
"""How the paths end of what is read of a catalog."""
_LINK, _SUBMODULE = "120000", "160000"
"""The modes git gives to symbolic links and to commits of other repositories."""


@dataclass(frozen=True)
class Revision:
    """A catalog in git, at one commit."""

    name: str
    """What the commit was asked for by."""
    repository: git.Repository

    @property
    def commit(self) -> str:
        """The id of the commit."""
        return self.repository.commit

    @property
    def label(self) -> str:
        """What a report calls it: what it was asked for by, with the commit where that is another name."""
        commit = self.commit[:10]
        return commit if self.commit.startswith(self.name) else f"{self.name} ({commit})"

    @property
    def day(self) -> date:
        """The day on which it was committed."""
        return date.fromisoformat(
            (self.repository.asked("log", "-1", "--format=%cs", self.commit) or b"").decode().strip()
        )

    @property
    def has_catalog(self) -> bool:
        """Whether there is a catalog at it, without reading one."""
        path = f"{self.repository.prefix}{CATALOG}"
        return bool(self.repository.asked("ls-tree", "--full-tree", self.commit, "--", path))

    def texts(self, *, whole: bool = False) -> Texts:
        """Return the files of the catalog that say something of it; with *whole*, its pictures and all else.

        None when there was no catalog yet. Raises CatalogError when git cannot read one.
        """
        catalog = Texts(dict(_texts(self.repository, self.name, FOLDER, whole=whole)))
        globs = EntryFiles.of(catalog).globs
        beside = (_texts(self.repository, self.name, beginning(glob), glob) for glob in globs)
        return Texts({**dict(chain.from_iterable(beside)), **catalog.files})


def revision(root: Path, name: str, *, user: str = "--base") -> Revision:
    """Return a revision of the repository that *root* is in. Raises CatalogError when git cannot say.

    *user* is what needs it, as messages call that.
    """
    head = _head(root, user)
    return Revision(
        name, git.find(root, name, user=user, none=_none(root, user), unknown=_unknown(name, head))
    )


def parted(root: Path, name: str, *, user: str = "--base") -> Revision:
    """Return where HEAD left a revision. Raises CatalogError when git cannot say.

    What happened to a branch since another left it is no change of the other.
    """
    head, tip = _head(root, user), revision(root, name, user=user)
    left = head.merge_base(tip.commit)
    if left is None:
        raise CatalogError(_apart(name, head))
    return replace(tip, repository=replace(tip.repository, commit=left))


@dataclass(frozen=True)
class ChangedFiles:
    """The files that differ between where a branch left another one and its last commit."""

    base: Revision
    """Where it left."""
    head: Revision
    paths: Mapping[str, bool]
    """Each path from the top of the repository, in the order of git, and whether the file is there now."""


def changed_files(folder: Path, name: str, *, user: str) -> ChangedFiles:
    """Return the files that HEAD has changed since it left a revision, in the repository of a folder.

    One that was moved counts at both places. Raises CatalogError when git cannot say.
    """
    base, head = parted(folder, name, user=user), Revision("HEAD", _head(folder, user))
    listing = head.repository.asked(
        "diff-tree", "-r", "-z", "--no-renames", "--name-status", base.commit, head.commit
    )
    if listing is None:
        raise CatalogError(f"the change since `{name}` cannot be listed: fetch both of its ends whole")
    status, paths = listing.split(b"\0")[::2], listing.split(b"\0")[1::2]
    shown = (path.decode("utf-8", "backslashreplace") for path in paths)
    return ChangedFiles(base, head, dict(zip(shown, (one != b"D" for one in status), strict=False)))


def at(root: Path, name: str, days: Mapping[str, date], *, user: str = "--at") -> Revision:
    """Return the revision of a name; else the last one of a day, or of the day of a release.

    *days* are those of the releases that may be named. Raises CatalogError when git cannot say.
    """
    day_ = day(name) or days.get(name)
    head = _head(root, user)
    try:
        return revision(root, name, user=user)
    except CatalogError:
        if day_ is None:
            raise
    said = head.asked("rev-list", "-1", f"--before={day_.isoformat()}T23:59:59Z", head.commit)
    if not said:
        raise CatalogError(
            f"nothing was committed until {day_.isoformat()}, as far as this clone reaches back"
        )
    return Revision(name, replace(head, commit=said.decode().strip()))


def _head(root: Path, user: str) -> git.Repository:
    unknown = f"{root} has no commit yet to compare with"
    return git.find(root, "HEAD", user=user, none=_none(root, user), unknown=unknown)


def _none(root: Path, user: str) -> str:
    return f"{root} is in no git repository, and {user} needs one"


def _texts(
    repository: git.Repository, revision: str, folder: str, glob: str | None = None, *, whole: bool = False
) -> Iterator[tuple[str, bytes | None]]:
    """Yield the files below a folder, or of those only what a glob names, with what is in them.

    None stands for a link. Raises CatalogError when one cannot be read.
    """
    below = (f"{repository.prefix}{folder}",) if repository.prefix or folder else ()
    listing = repository.asked("ls-tree", "-r", "-z", "--full-tree", repository.commit, "--", *below)
    if listing is None:
        raise CatalogError(f"the tree of the revision `{revision}` cannot be listed: fetch it whole")
    found = [_parsed(line, len(os.fsencode(repository.prefix))) for line in listing.split(b"\0") if line]
    found = [one for one in found if glob is None or named(glob, one[0]) is not None]
    read = [one for one in found if (whole or one[0].endswith(_READ)) and one[2] != _SUBMODULE]
    yield from ((path, None) for path, _, mode in read if mode == _LINK)
    for (path, id_, _), content in repository.contents(
        [one for one in read if one[2] != _LINK], lambda one: one[1]
    ):
        if content is None:
            raise CatalogError(
                f"this clone does not have {path} at the revision `{revision}`: fetch the object {id_} first"
            )
        yield path, content


def _unknown(revision: str, head: git.Repository) -> str:
    branch = revision.removeprefix("origin/")
    is_commit = re.fullmatch(r"[0-9a-f]{7,64}", revision)
    fetch = f"git fetch {'--unshallow ' if head.is_shallow else ''}origin "
    fetch += revision if is_commit else f"{branch}:refs/remotes/origin/{branch}"
    then = "" if is_commit or branch != revision else f", and name it `origin/{branch}`"
    return f"the revision `{revision}` is not in this clone: fetch it first, for example with `{fetch}`{then}"


def _apart(revision: str, head: git.Repository) -> str:
    if head.is_shallow:
        return (
            f"this clone does not reach back to where HEAD left `{revision}`: fetch the rest of its history"
            " with `git fetch --unshallow`"
        )
    return f"HEAD and `{revision}` have no commit in common, so there is no change to check"


def _parsed(line: bytes, start: int) -> tuple[str, str, str]:
    """Return path, object id and mode of a line of `git ls-tree -z`.

    The path is without its first *start* bytes.
    """
    facts, _, path = line.partition(b"\t")
    mode, _, id_ = facts.decode().split(" ")
    return path[start:].decode("utf-8", "backslashreplace"), id_, mode
