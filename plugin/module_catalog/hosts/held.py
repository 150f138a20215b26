"""The blocks of all pages, until their page is written: on disk beyond some size, so that memory suffices."""

from __future__ import annotations

import marshal
import tempfile
from collections.abc import Iterator, Mapping

_IN_MEMORY = 64 << 20


class Held(Mapping[str, list[str]]):
    """Blocks of HTML by the path of the page."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}
        self._file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  # It goes with this.

    def put(self, path: str, blocks: list[str]) -> None:
        """Hold the blocks of a page."""
        self._places[path] = self._file.seek(0, 2)
        body = marshal.dumps(blocks)
        self._file.write(len(body).to_bytes(8, "big") + body)

    def close(self) -> None:
        """Let go of all of them."""
        self._places.clear()
        self._file.close()

    def __getitem__(self, path: str) -> list[str]:
        self._file.seek(self._places[path])
        # Nothing but this class writes there.
        found: list[str] = marshal.loads(self._file.read(int.from_bytes(self._file.read(8), "big")))  # noqa: S302
        return found

    def __contains__(self, path: object) -> bool:
        return path in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)
