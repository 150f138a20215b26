"""Protobuf files → what they import."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from .code import DOUBLE, SINGLE, code, pattern
from .cpp import Headers
from .facts import Family, FileFacts, Import, Placed, first, packed, unpacked
from .language import Language

_SIGNS = pattern(line="//", literals=f"{DOUBLE}|{SINGLE}")
_IMPORT = re.compile(r'(?:^|;)[ \t]*import\s+(?:(?:public|weak|option)\s+)?"(\d+)"', re.MULTILINE)


def read(content: bytes) -> FileFacts:
    """Return the files that a file imports, as it names them."""
    source = code(content, _SIGNS)
    return FileFacts(
        first((source.literals[int(found[1])], line) for found, line in source.finditer(_IMPORT))
    )


def place(files: Mapping[str, FileFacts], paths: Collection[str]) -> Iterator[tuple[str, Placed]]:
    """Yield the files that each file imports.

    They are named from a folder that only the build knows: one whose path ends like that is meant, and of
    several any may be.
    """
    known = Headers(files)
    for path, facts in files.items():
        found = ((known.possible(name) - {path}, line) for name, line in facts.imports)
        yield (
            path,
            Placed(tuple(Import(targets, line, len(targets) == 1) for targets, line in found if targets)),
        )


PROTOBUF = Language(
    "protobuf", read, packed, unpacked, name="Protobuf", files=re.compile(r".*\.proto"), has_imports=True
)
FAMILY = Family((PROTOBUF,), place)
