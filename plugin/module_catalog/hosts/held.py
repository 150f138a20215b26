"""What pages consist of, until they are written: on disk, so that memory suffices."""

from __future__ import annotations

import marshal
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, TypeVar

from .. import disk

T = TypeVar("T", bytes, list[str], tuple[Any, ...])


class Held(Mapping[str, T]):
    """Plain data by the path of the page or file."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}
        self._file = disk.scratch()

    def __del__(self) -> None:
        with suppress(OSError):
            self._file.close()

    def put(self, path: str, data: T) -> None:
        """Hold what a page or file consists of. Raises CatalogError when the disk fails."""
        body = marshal.dumps(data)
        with disk.reported("a temporary file"):
            self._places[path] = self._file.seek(0, 2)
            self._file.write(len(body).to_bytes(8, "big") + body)

    def drop(self, path: str) -> None:
        """Let go of what was held for a path, if there was something."""
        self._places.pop(path, None)

    def close(self) -> None:
        """Let go of all of them."""
        self._places.clear()
        self._file.close()

    def __getitem__(self, path: str) -> T:
        self._file.seek(self._places[path])
        # Nothing but this class writes there.
        found: T = marshal.loads(self._file.read(int.from_bytes(self._file.read(8), "big")))  # noqa: S302
        return found

    def __contains__(self, path: object) -> bool:
        return path in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)
