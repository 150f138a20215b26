"""What was read of the objects of a repository, by their ids: an object never changes, and is read once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .. import cache

NAME = "audit"
MOST_BYTES = 256 * 1024 * 1024
"""More than this is not kept: reading it would take as much memory again."""
RUNS = 3
"""What so many audits of all modules in a row had no use for is dropped."""


class ReadObjects:
    """What was read of objects, each under the name of what read it and the id of the object.

    Without a folder to keep it in, nothing is known and nothing is kept; *in_memory* it is, until the end.
    """

    def __init__(self, root: Path | None = None, *, in_memory: bool = False) -> None:
        self._root = root
        self.is_kept = root is not None or in_memory
        """Whether what is read is kept at all."""
        self._program = cache.program() if root else ""
        body = cache.read(root, NAME, self._program) if root else None
        rows = (line.split(b" ", 3) for line in body.split(b"\n")) if body else ()
        self._known = {(reader.decode(), id_.decode()): (age, text) for age, reader, id_, text in rows}
        self._used: dict[tuple[str, str], bytes] = {}
        self._readers = {reader for reader, _ in self._known}
        self._has_more = False

    def has_any(self, reader: str) -> bool:
        """Say whether anything is known from a reader."""
        return reader in self._readers

    def has(self, reader: str, id_: str) -> bool:
        """Say whether it is known what a reader finds in an object."""
        return (reader, id_) in self._known

    def of(self, reader: str, id_: str) -> Any:
        """Return what is known: what JSON makes of what was kept."""
        key = (reader, id_)
        self._used[key] = self._known[key][1]
        return json.loads(self._used[key])

    def keep(self, reader: str, id_: str, found: object) -> None:
        """Take note of what a reader found in an object, as JSON can hold it."""
        if self.is_kept:
            self._has_more = True
            text = json.dumps(found, separators=(",", ":")).encode()
            self._known[reader, id_] = (b"0", text)
            self._used[reader, id_] = text
            self._readers.add(reader)

    def save(self, *, is_whole: bool) -> None:
        """Write what is known to disk. An audit of everything drops what was not used for long."""
        if self._root is None or not (self._has_more or is_whole):
            return
        grows = 1 if is_whole else 0
        others = {key: (int(age) + grows, text) for key, (age, text) in self._known.items()}
        rows = {key: (0, text) for key, text in self._used.items()}
        rows |= {key: row for key, row in others.items() if key not in rows and row[0] < RUNS}
        body = b"\n".join(
            b"%d %s %s %s" % (age, reader.encode(), id_.encode(), text)
            for (reader, id_), (age, text) in sorted(rows.items())
        )
        before = {key: (int(age), text) for key, (age, text) in self._known.items()}
        if (self._has_more or rows != before) and len(body) <= MOST_BYTES:
            cache.write(self._root, NAME, self._program, body)
