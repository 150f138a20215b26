"""A git repository, read through git's plumbing.

Nothing is checked out, nothing is run, nothing is fetched.

The repository may be anybody's. Git gets no configuration of the user or the system, no hooks, no filters and
no network. The repository's own configuration is read once, to find the commit. From then on git sees only
objects, through a repository made for each call that has no configuration, references, grafts or remotes: one
bad value there would end git, whatever its options.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import IO, TypeVar

from .diagnostics import CatalogError, printable

T = TypeVar("T")

SECONDS = 600.0
"""How long git may take to answer, or to say more. The largest history that is known, that of Chromium, takes
less."""
MAX_ANSWER = 128 * 1024 * 1024
"""The longest answer in bytes that is held at once: a list of about a million files."""
_AT_ONCE = 100
"""How many objects are asked for before the first is read: their ids must fit into a pipe, or both sides
would wait."""
_CHUNK = 1 << 16

_ENVIRONMENT = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    # Objects that a partial clone left out are missing: no configuration can allow a protocol against an
    # empty list.
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "",
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
}


@dataclass(frozen=True)
class Repository:
    """The objects of a repository, and the place of a folder in it."""

    objects: Path
    shallow: Path
    """Where the ends of a shallow history are listed; there is no such file when the history is whole."""
    prefix: str
    """The path of the folder from the top of the repository, with `/` at its end; empty at the top and in a
    bare repository."""
    commit: str
    """The id of the commit that is looked at."""

    @cached_property
    def is_shallow(self) -> bool:
        """Whether the repository has only the end of the history."""
        return bool(self._ends)

    @cached_property
    def is_partial(self) -> bool:
        """Whether the repository was cloned without some objects, so that a missing one is no damage."""
        return any((self.objects / "pack").glob("*.promisor"))

    @cached_property
    def _ends(self) -> bytes:
        try:
            return self.shallow.read_bytes() if self.shallow.is_file() else b""
        except OSError as error:
            raise CatalogError(f"{self.shallow} cannot be read: {error.strerror}") from error

    def asked(self, *arguments: str) -> bytes | None:
        """Return what a command of git prints, or None when it fails.

        Raises CatalogError when it takes or says too much.
        """
        with self._answering(*arguments) as answer:
            return answer.whole()

    def lines(self, *arguments: str, given: bytes = b"") -> Iterator[bytes]:
        """Yield what a command with -z prints, cut at each NUL, without holding all of it.

        It gets all that is *given* before it prints anything. Raises CatalogError when it fails.
        """
        with self._answering(*arguments) as answer:
            answer.give(given)
            answer.finish()
            rest = b""
            while chunk := answer.read(_CHUNK):
                *fields, rest = (rest + chunk).split(b"\0")
                yield from fields
                if len(rest) > MAX_ANSWER:
                    raise CatalogError(f"a line of `git {arguments[0]}` is longer than {MAX_ANSWER:,} bytes")
            if not answer.succeeded:
                raise CatalogError(
                    f"the history of {self.commit[:10]} cannot be read to its beginning: fetch all of it"
                )
            if rest:
                yield rest

    def contents(self, wanted: Iterable[T], id_of: Callable[[T], str]) -> Iterator[tuple[T, bytes | None]]:
        """Yield each wanted thing with the content of its object, in order.

        None when a partial clone does not have it. Raises CatalogError with the name of the object when it
        should be there and cannot be read.
        """
        remaining = iter(wanted)
        with self._answering("cat-file", "--batch") as answer:
            while batch := list(islice(remaining, _AT_ONCE)):
                answer.give("".join(f"{id_of(one)}\n" for one in batch).encode())
                for one in batch:
                    yield one, self._content(answer, id_of(one))

    def sizes(self, ids: Collection[str]) -> Iterator[int]:
        """Yield how many bytes each object has, in order; -1 for one that is missing or damaged."""
        if not ids:
            return
        remaining = iter(ids)
        with self._answering("cat-file", "--batch-check") as answer:
            while batch := list(islice(remaining, _AT_ONCE)):
                answer.give("".join(f"{id_}\n" for id_ in batch).encode())
                for header in (answer.line().split() for _ in batch):
                    yield int(header[2]) if len(header) == 3 else -1

    def _content(self, answer: _Answer, id_: str) -> bytes | None:
        header = answer.line().split()
        if header[1:] == [b"missing"] and self.is_partial:
            return None
        if len(header) == 3 and int(header[2]) > MAX_ANSWER:
            raise CatalogError(
                f"the object {id_} of the repository has {int(header[2]):,} bytes, which is more than is read"
            )
        if len(header) == 3:
            content = answer.read_exactly(int(header[2]))
            if (
                content is not None
                and answer.read_exactly(1) is not None
                and _id(header[1], content, len(id_)) == id_
            ):
                return content
        raise CatalogError(
            f"the object {id_} of the repository is missing or damaged:"
            " `git fsck` says more, a new clone fixes it"
        )

    def merge_base(self, other: str) -> str | None:
        """Return the id of the commit where this one and another parted; None when it is not in the clone.

        Parents that the commit names count where a shallow history ends before them: a host checks out no
        more of a pull request than its merge.
        """
        said = self.asked("merge-base", self.commit, other)
        if said is not None:
            return said.decode().strip()
        return other if other in self._parents() else None

    def _parents(self) -> list[str]:
        for _, content in self.contents([self.commit], str):
            lines = (content or b"").partition(b"\n\n")[0].split(b"\n")
            return [line[len("parent ") :].decode() for line in lines if line.startswith(b"parent ")]
        return []

    @contextmanager
    def _answering(self, *arguments: str) -> Iterator[_Answer]:
        """Run git on the objects of the repository and on nothing else of it."""
        with tempfile.TemporaryDirectory(prefix="module-catalog-") as folder:
            own = Path(folder)
            (own / "refs").mkdir()
            (own / "HEAD").write_text("ref: refs/heads/none\n", encoding="utf-8")
            (own / "config").write_text(_FORMATS[len(self.commit)], encoding="utf-8")
            if self._ends:
                (own / "shallow").write_bytes(self._ends)
            where = {"GIT_DIR": folder, "GIT_OBJECT_DIRECTORY": str(self.objects)}
            with _answering(own, arguments, where) as answer:
                yield answer


_FORMATS = {
    40: "[core]\n\trepositoryFormatVersion = 0\n\tbare = true\n",
    64: "[core]\n\trepositoryFormatVersion = 1\n\tbare = true\n[extensions]\n\tobjectFormat = sha256\n",
}
"""The configuration of a repository by the length of its ids."""


def _id(kind: bytes, content: bytes, length: int) -> str:
    """Return the id of an object, which git itself does not compare with what it reads."""
    digest = hashlib.new(_DIGESTS[length], usedforsecurity=False)
    digest.update(b"%s %d\0" % (kind, len(content)))
    digest.update(content)
    return digest.hexdigest()


_DIGESTS = {40: "sha1", 64: "sha256"}


def find(folder: Path, revision: str, *, user: str, none: str, unknown: str) -> Repository:
    """Return the repository that a folder is in, at a revision.

    Raises CatalogError when there is no git, which *user* needs; with the message *none* when there is no
    repository; with *unknown* when it has no such revision; and with what git says when it cannot read it.
    """
    if shutil.which("git") is None:
        raise CatalogError(f"git is not installed, and {user} needs it")
    prefix = _said(folder, "rev-parse", "--show-prefix") if folder.is_dir() else None
    if prefix is None:
        raise CatalogError(none)
    objects, shallow = (
        _path(_said(folder, "rev-parse", "--git-path", name)) for name in ("objects", "shallow")
    )
    commit = _said(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if commit is None or len(commit.strip()) not in _FORMATS:
        raise CatalogError(unknown)
    place = folder.resolve()
    return Repository(
        place / objects, place / shallow, os.fsdecode(prefix).removesuffix("\n"), commit.decode().strip()
    )


def place_in_repository(folder: Path) -> str:
    """Return the path of a folder from the top of its repository's working tree, with `/` at its end.

    It is empty at the top, and outside of any repository. Git is not asked: it may not be there.
    """
    return _below(_top(folder), folder.resolve())


def place_below(repository: Path, folder: Path) -> str | None:
    """Return the same of a folder in the repository that another one is in; None where it is elsewhere."""
    top = _top(folder)
    return _below(top, folder.resolve()) if top == _top(repository) else None


def _top(folder: Path) -> Path:
    place = folder.resolve()
    return next((one for one in (place, *place.parents) if (one / ".git").exists()), place)


def _below(top: Path, place: Path) -> str:
    return "" if top == place else f"{place.relative_to(top).as_posix()}/"


def tags(folder: Path) -> dict[str, str]:
    """Return the objects that the tags of a folder's repository name, by the name of the tag.

    A tag that has a message is an object itself: what it names is returned.
    """
    form = "%(refname:strip=2)%00%(objectname)%00%(*objectname)"
    said = _said(folder, "for-each-ref", f"--format={form}", "refs/tags")
    lines = (line.split(b"\0") for line in (said or b"").split(b"\n") if line)
    return {name.decode("utf-8", "backslashreplace"): (named or id_).decode() for name, id_, named in lines}


def remote(folder: Path) -> tuple[str, str] | None:
    """Return the remote `origin` of a folder's repository, and its branch; None without one."""
    if shutil.which("git") is None or not folder.is_dir():
        return None
    try:
        origin = _path(_said(folder, "config", "--get", "remote.origin.url"))
        branch = _path(_said(folder, "symbolic-ref", "--short", "--quiet", "HEAD"))
    except (CatalogError, OSError):
        return None
    return (origin, branch) if origin and branch else None


def _path(said: bytes | None) -> str:
    return os.fsdecode(said or b"").removesuffix("\n")


def _said(folder: Path, *arguments: str) -> bytes | None:
    """Return what git says of the repository that a folder is in; None when there is none, or no answer.

    Raises CatalogError when git cannot read the repository.
    """
    with _answering(folder, arguments, {}) as answer:
        said = answer.whole()
        wrong = answer.complaint()
    if said is None and wrong and "not a git repository" not in wrong:
        raise CatalogError(f"git cannot read the repository of {folder}: {wrong}")
    return said


@contextmanager
def _answering(folder: Path, arguments: Iterable[str], where: Mapping[str, str]) -> Iterator[_Answer]:
    """Start git in a folder, and end it. Raises CatalogError when it was silent for too long."""
    # By its full path: the environment that git gets has no search path.
    command = [shutil.which("git") or "git", "--no-pager", "--no-optional-locks", "-C", str(folder)]
    for name, value in _OPTIONS.items():
        command += ["-c", f"{name}={value}"]
    command += arguments
    with (
        tempfile.TemporaryFile() as errors,
        subprocess.Popen(  # noqa: S603  # a list, and no shell
            command,
            env={**_ENVIRONMENT, **where},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
        ) as process,
    ):
        answer = _Answer(process, errors)
        try:
            yield answer
        finally:
            answer.end()


class _Answer:
    """What a running git says. Each wait for it has an end."""

    def __init__(self, process: subprocess.Popen[bytes], errors: IO[bytes]) -> None:
        assert process.stdin is not None and process.stdout is not None  # noqa: S101, PT018  # what PIPE promises
        self._process, self._errors = process, errors
        self._given, self._output = process.stdin, process.stdout
        self._deadline: float | None = None
        self._is_late = False
        self._ended = threading.Event()
        threading.Thread(target=self._guard, daemon=True).start()

    def _guard(self) -> None:
        """Kill git when something waits for it past the deadline."""
        while not self._ended.wait(min(1.0, SECONDS / 4)):
            deadline = self._deadline
            if deadline is not None and time.monotonic() > deadline:
                self._is_late = True
                self._process.kill()
                return

    @contextmanager
    def _waiting(self) -> Iterator[None]:
        self._deadline = time.monotonic() + SECONDS
        try:
            yield
        finally:
            self._deadline = None
        if self._is_late:
            raise CatalogError(
                f"git did not answer for {SECONDS:,.0f} seconds:"
                " are all files of the repository regular files?"
            )

    def give(self, text: bytes) -> None:
        """Write to git; what a git that has ended misses shows in its answer."""
        with self._waiting(), suppress(BrokenPipeError):
            self._given.write(text)
            self._given.flush()

    def finish(self) -> None:
        """Say that nothing more is given."""
        with suppress(BrokenPipeError):
            self._given.close()

    def read(self, length: int) -> bytes:
        """Return up to *length* bytes; none at the end."""
        with self._waiting():
            return self._output.read1(length)  # type: ignore[attr-defined, no-any-return]  # a pipe is buffered

    def read_exactly(self, length: int) -> bytes | None:
        """Return *length* bytes, or None when there are fewer."""
        with self._waiting():
            content = self._output.read(length)
        return content if len(content) == length else None

    def line(self) -> bytes:
        """Return one line; nothing at the end."""
        with self._waiting():
            return self._output.readline()

    def whole(self) -> bytes | None:
        """Return all that git says, or None when it fails. Raises CatalogError when that is too much."""
        chunks, length = [], 0
        while chunk := self.read(_CHUNK):
            chunks.append(chunk)
            length += len(chunk)
            if length > MAX_ANSWER:
                raise CatalogError(
                    f"git lists more than {MAX_ANSWER:,} bytes: this is more than a source tree has"
                )
        return b"".join(chunks) if self.succeeded else None

    @property
    def succeeded(self) -> bool:
        """Wait for the end, and say whether it is a good one."""
        with self._waiting():
            return self._process.wait() == 0

    def complaint(self) -> str:
        """Return the first line of what git says is wrong."""
        self._errors.seek(0)
        return printable(self._errors.readline(_CHUNK).decode("utf-8", "replace").strip())

    def end(self) -> None:
        """End git, whatever it is doing."""
        self._ended.set()
        self._process.kill()
        # What could not be given any more is of no use.
        with suppress(BrokenPipeError):
            self._given.close()
