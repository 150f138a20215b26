"""A git repository and a revision → the tree of that commit.

What is read of it, and what is never run, is said in git.py.

Links are never followed, submodules are not entered, and what is too large or not there counts as not read.
"""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from functools import cached_property, lru_cache
from pathlib import Path

from .. import git
from ..diagnostics import CatalogError, printable

MAX_BYTES = 2 * 1024 * 1024
"""The largest file that is read: a source file that people write is far below."""
MAX_SEARCHED = 16 * 1024 * 1024
"""The largest source file in which words are looked for: some are made by programs, or put together."""
MAX_TOTAL = 16 * 1024 * 1024 * 1024
"""The most that is read of one tree, in bytes; all of Chromium is below. A few objects can make up a tree
without an end."""
MAX_FOLDERS, MAX_PATH = 200, 4096
"""How deep a file may lie, and how long its path may be, in characters: no file system holds more."""

_LINK, _FILES = "120000", ("100644", "100755", "100664")


@dataclass(frozen=True)
class File:
    """One file of the tree."""

    path: str
    """From the top of the repository, with `/`. A name that is not UTF-8 has its bytes written out."""
    id: str
    size: int
    """In bytes; -1 when it is not known, because the repository does not have the content."""


class Tree:
    """The tree of one commit."""

    def __init__(self, repository: Path, revision: str, *, needed_by: str = "audit --source") -> None:
        """Find the commit, for a command.

        Raises CatalogError when there is no git, no repository or no such revision.
        """
        self._repository = git.find(
            repository,
            revision,
            user=f"`{needed_by.split(maxsplit=1)[0]}`",
            none=(
                f"{repository} is no git repository, which `{needed_by}` needs: name a checkout or a bare one"
            ),
            unknown=f"the revision `{revision}` is not in {repository}: fetch it first",
        )
        self.commit = self._repository.commit
        self._folder = repository
        self._has_sizes = True

    @cached_property
    def tags(self) -> dict[str, str]:
        """What the tags of the repository name, by the name of the tag."""
        return git.tags(self._folder)

    def at(self, commit: str) -> Tree:
        """Return the tree of another commit of the repository, or of one that a tag names, by its id.

        Most of its files are of no interest: only of those that are is asked how large they are.
        """
        other = object.__new__(Tree)
        other._repository = replace(self._repository, commit=commit)
        other._folder, other.commit = self._folder, commit
        other._has_sizes = False
        return other

    def before(self, commit: str) -> str | None:
        """Return the id of the first parent of a commit; None where it has none here."""
        said = self.asked("rev-parse", "--verify", "--quiet", f"{commit}^")
        return said.decode().strip() if said else None

    @cached_property
    def date(self) -> date:
        """The day of the commit, in the time zone of whoever committed it.

        Raises CatalogError when it names none.
        """
        said = self.asked("log", "-1", "--no-walk", "--format=%cd", "--date=raw", self.commit)
        found = day((said or b"").decode().strip())
        if found is None:
            raise CatalogError(f"the commit {self.commit} has no valid date: name another with --rev")
        return found

    @property
    def is_shallow(self) -> bool:
        """Whether the repository has only the end of the history."""
        return self._repository.is_shallow

    @cached_property
    def commits(self) -> tuple[str, ...]:
        """The ids of the commits that lead to this one; none when some of them cannot be read."""
        return tuple((self.asked("rev-list", self.commit) or b"").decode().split())

    @cached_property
    def _entries(self) -> tuple[tuple[str, File], ...]:
        options = ("-r", "-z", "--full-tree", self.commit)
        # Without sizes where those of a damaged object end git: whoever reads the object says which one it
        # is.
        listing = self.asked("ls-tree", "-l", *options) if self._has_sizes else None
        listing = listing or self.asked("ls-tree", *options)
        if listing is None:
            raise CatalogError(f"the tree of the commit {self.commit} cannot be listed: fetch it whole")
        return tuple(_entry(line) for line in listing.split(b"\0") if line)

    @cached_property
    def files(self) -> tuple[File, ...]:
        """The files in the order of git, without links and submodules."""
        return tuple(file for mode, file in self._entries if mode in _FILES)

    @cached_property
    def submodules(self) -> tuple[str, ...]:
        """The paths at which other repositories belong. Their files are not part of this one."""
        return tuple(file.path for mode, file in self._entries if mode == "160000")

    @cached_property
    def links(self) -> Mapping[str, str]:
        """The paths of symbolic links, each with the one that it says it leads to.

        It is "" outside the tree. Whether it is another link, or there at all, is not looked at.
        """
        several = tuple(file for mode, file in self._entries if mode == _LINK)
        return {file.path: _led_to(file.path, content or b"") for file, content in self.contents(several)}

    def contents(
        self, files: tuple[File, ...], *, most: int = MAX_BYTES
    ) -> Iterator[tuple[File, bytes | None]]:
        """Yield files with what is in them, in order: those first that have more than *most* bytes.

        None stands for those that are too large, or that a partial clone does not have. Raises CatalogError
        with the name of the object when one is damaged.
        """
        sizes = self._sizes(files)
        if sum(sizes[file.id] for file in files if sizes[file.id] <= most) > MAX_TOTAL:
            raise CatalogError(
                f"the files of the commit {self.commit} have more than {MAX_TOTAL:,} bytes together"
            )
        yield from ((file, None) for file in files if sizes[file.id] > most)
        yield from self._repository.contents(
            (file for file in files if sizes[file.id] <= most), lambda file: file.id
        )

    def _sizes(self, files: Iterable[File]) -> Mapping[str, int]:
        """Return the sizes of files, by their ids."""
        sizes = {file.id: file.size for file in files}
        unknown = [id_ for id_, size in sizes.items() if size < 0]
        return {**sizes, **dict(zip(unknown, self._repository.sizes(unknown), strict=True))}

    def lines_of_log(
        self, *arguments: str, only: Collection[str] = (), below: Iterable[str] = ()
    ) -> Iterator[bytes]:
        """Yield what `git log -z` says, cut at each NUL, without holding all of it.

        It is of all commits that lead to this one, of *only* some of these, or of those that change something
        *below* some paths.
        """
        options = (
            "--no-renames",
            "--no-ext-diff",
            "--no-textconv",
            "--no-color",
            "--encoding=UTF-8",
            "--no-mailmap",
            "-z",
        )
        which = ("--no-walk=unsorted", "--stdin") if only else (self.commit,)
        paths = (f":(literal){path}" for path in below)
        given = "".join(f"{id_}\n" for id_ in only).encode()
        return self._repository.lines("log", *options, *arguments, *which, "--", *paths, given=given)

    def asked(self, *arguments: str) -> bytes | None:
        """Return what a command of git prints, or None when it fails."""
        return self._repository.asked(*arguments)


def _led_to(path: str, said: bytes) -> str:
    """Return the path of the tree that a link at a path leads to: "." for its top, "" for one outside it."""
    target = posixpath.normpath(posixpath.join(posixpath.dirname(path), said.decode("utf-8", "replace")))
    return "" if target.startswith(("/", "../")) or target == ".." else target


def day(said: str) -> date | None:
    """Return the day of a time as git keeps it, in seconds and with its time zone.

    None when it is not in the calendar. Git itself ends where it has to show such a time as a day.
    """
    try:
        seconds, zone = map(int, said.split())
        minutes = abs(zone) // 100 * 60 + abs(zone) % 100
        found = _EPOCH + timedelta(seconds=seconds, minutes=minutes if zone > 0 else -minutes)
    except (ValueError, OverflowError):
        return None
    return found.date() if found >= _EPOCH else None


_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


@lru_cache(maxsize=1 << 17)
def _entry(line: bytes) -> tuple[str, File]:
    """Return mode and file of a line of `git ls-tree -z`, with -l or without. Releases have most in common.

    Raises CatalogError for one that no checkout has.
    """
    facts, _, name = line.partition(b"\t")
    mode, _, id_, *sizes = facts.decode().split()
    path = name.decode("utf-8", "backslashreplace")
    if len(path) > MAX_PATH or path.count("/") > MAX_FOLDERS:
        raise CatalogError(
            f"the path {printable(path[:60])}… is longer or deeper than any file system allows"
        )
    return mode, File(path, id_, next((int(size) for size in sizes if size.isdecimal()), -1))
