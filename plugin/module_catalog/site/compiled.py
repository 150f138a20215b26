"""What built-in templates were compiled to, kept as Python keeps what it compiles: beside the code.

Not in the project: what runs is not taken from where strangers may put files.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from functools import lru_cache
from importlib.util import cache_from_source
from pathlib import Path
from types import CodeType
from typing import ClassVar

import jinja2
from jinja2.bccache import Bucket

from .. import cache, disk


class Compiled(jinja2.BytecodeCache):
    """The code of each template with the same text, in memory too: a server renders them again and again.

    Never for the sandbox, which compiles the same text to other code.
    """

    _codes: ClassVar[dict[tuple[str, str], CodeType | None]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Hand out what was kept of the same template with the same text."""
        bucket.code = self._codes.get((bucket.key, bucket.checksum))
        if bucket.code is None:
            with suppress(OSError):
                compiler, _, code = _file(bucket).read_bytes().partition(b"\n")
                if compiler == _compiler():
                    bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it, on disk where Python would."""
        self._codes[bucket.key, bucket.checksum] = bucket.code
        if not sys.dont_write_bytecode:
            with suppress(OSError):
                file = _file(bucket)
                file.parent.mkdir(parents=True, exist_ok=True)
                disk.replace(file, _compiler(), b"\n", bucket.bytecode_to_string())


def _file(bucket: Bucket) -> Path:
    return Path(cache_from_source(str(Path(__file__).with_name(f"{bucket.key}.j2"))))


@lru_cache(maxsize=1)
def _compiler() -> bytes:
    """Return what tells what compiles templates from another version of it."""
    ours = [Path(__file__).with_name(f"{name}.py").read_bytes() for name in ("compiler", "templating")]
    return cache.digest(jinja2.__version__.encode() + b"".join(ours)).encode()
