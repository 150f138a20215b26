"""A git repository and a revision → the tree of that commit, read through git's plumbing. Nothing is checked out, nothing is run.

The repository may be anybody's: git gets no configuration of the user or the system, no hooks, no filters and no network, links are
never followed, submodules are not entered, and what is too large or not there counts as not read.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import IO

from ..diagnostics import CatalogError

MAX_BYTES = 2 * 1024 * 1024
"""The largest file that is read: a source file that people write is far below."""
_AT_ONCE = 100
"""How many files are asked for before the first is read: their ids must fit into a pipe, or both sides would wait."""

_ENVIRONMENT = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "LC_ALL": "C",
}
_OPTIONS = {
    # Whose repository it is does not matter when nothing of it is run.
    "safe.directory": "*",
    "core.hooksPath": os.devnull,
    "core.attributesFile": os.devnull,
    "core.fsmonitor": "false",
    "core.commitGraph": "false",
    "protocol.allow": "never",
    "log.showRoot": "true",
    "log.showSignature": "false",
    "diff.orderFile": os.devnull,
    "diff.ignoreSubmodules": "none",
}
"""What the repository's own configuration might say otherwise."""

_LINK, _FILES = "120000", ("100644", "100755", "100664")


@dataclass(frozen=True)
class File:
    """One file of the tree."""

    path: str
    """From the top of the repository, with `/`. A name that is not UTF-8 has its bytes written out."""
    id: str
    size: int
    """In bytes; -1 when the repository does not have the content."""


class Tree:
    """The tree of one commit."""

    def __init__(self, repository: Path, revision: str) -> None:
        """Find the commit. Raises CatalogError when there is no git, no repository or no such revision."""
        # By its full path: what git gets of the environment is said above, and the search path is no part of it.
        program = shutil.which("git")
        if program is None:
            raise CatalogError("git is not installed, and `audit` needs it")
        self._command = [program, "--no-pager", "--no-optional-locks", "-C", str(repository)]
        for name, value in _OPTIONS.items():
            self._command += ["-c", f"{name}={value}"]
        if not repository.is_dir() or self.asked("rev-parse", "--git-dir") is None:
            raise CatalogError(f"{repository} is no git repository, which `audit --source` needs: name a checkout or a bare one")
        commit = self.asked("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        if commit is None:
            raise CatalogError(f"the revision `{revision}` is not in {repository}: fetch it first")
        self.commit = commit.decode().strip()

    @cached_property
    def date(self) -> date:
        """The day of the commit, in the time zone of whoever committed it."""
        return date.fromisoformat(
            (self.asked("show", "--no-patch", "--encoding=UTF-8", "--format=%cs", self.commit) or b"").decode().strip()
        )

    @cached_property
    def is_shallow(self) -> bool:
        """Whether the repository has only the end of the history."""
        return (self.asked("rev-parse", "--is-shallow-repository") or b"").strip() == b"true"

    @cached_property
    def length(self) -> int:
        """How many commits lead to this one."""
        return int(self.asked("rev-list", "--count", self.commit) or 0)

    @cached_property
    def _entries(self) -> tuple[tuple[str, File], ...]:
        listing = self.asked("ls-tree", "-r", "-l", "-z", "--full-tree", self.commit)
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
    def links(self) -> tuple[str, ...]:
        """The paths of symbolic links. Where they lead is not looked at."""
        return tuple(file.path for mode, file in self._entries if mode == _LINK)

    def contents(self, files: tuple[File, ...]) -> Iterator[tuple[File, bytes]]:
        """Yield files with what is in them, in order; those that are too large or missing are left out."""
        wanted = [file for file in files if 0 <= file.size <= MAX_BYTES]
        with self._running("cat-file", "--batch") as process:
            given, output = _pipe(process.stdin), _pipe(process.stdout)
            for start in range(0, len(wanted), _AT_ONCE):
                batch = wanted[start : start + _AT_ONCE]
                given.write("".join(f"{file.id}\n" for file in batch).encode())
                given.flush()
                for file in batch:
                    content = _object(output)
                    if content is not None:
                        yield file, content

    def lines_of_log(self, *arguments: str) -> Iterator[bytes]:
        """Yield what `git log -z` of the commit says, cut at each NUL, without holding all of it."""
        # What a repository's configuration or attributes say of diffs does not count here.
        options = ("--no-renames", "--no-ext-diff", "--no-textconv", "--no-color", "--encoding=UTF-8", "--no-mailmap", "-z")
        with self._running("log", *options, *arguments, self.commit, "--") as process:
            rest = b""
            while chunk := _pipe(process.stdout).read(1 << 16):
                *fields, rest = (rest + chunk).split(b"\0")
                yield from fields
            if process.wait():
                raise CatalogError(f"the history of {self.commit[:10]} cannot be read to its beginning: fetch all of it")
            if rest:
                yield rest

    def asked(self, *arguments: str) -> bytes | None:
        """Return what a command of git prints, or None when it fails."""
        done = subprocess.run(  # noqa: S603  # a list, and no shell
            [*self._command, *arguments], env=_ENVIRONMENT, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
        return done.stdout if done.returncode == 0 else None

    @contextmanager
    def _running(self, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
        """Start git, and end it."""
        command, pipe = [*self._command, *arguments], subprocess.PIPE
        with subprocess.Popen(command, env=_ENVIRONMENT, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL) as process:  # noqa: S603  # a list, and no shell
            try:
                yield process
            finally:
                process.terminate()


def _pipe(end: IO[bytes] | None) -> IO[bytes]:
    """Return one end of a process that was started with both."""
    assert end is not None  # noqa: S101  # what PIPE promises
    return end


def _entry(line: bytes) -> tuple[str, File]:
    """Return mode and file of a line of `git ls-tree -l -z`."""
    facts, _, path = line.partition(b"\t")
    mode, _, id_, size = facts.decode().split()
    return mode, File(path.decode("utf-8", "backslashreplace"), id_, int(size) if size.isdecimal() else -1)


def _object(output: IO[bytes]) -> bytes | None:
    """Read one answer of `git cat-file --batch`; None when the object is missing."""
    header = output.readline().split()
    if len(header) != 3:
        return None
    content = output.read(int(header[2]))
    output.read(1)
    return content
