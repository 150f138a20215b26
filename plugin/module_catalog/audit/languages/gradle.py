"""Gradle's files → the properties of the project that they set and ask for."""

from __future__ import annotations

import re

from .code import DOUBLE, SINGLE, TRIPLE, code, pattern
from .facts import Family, FileFacts, Switch, in_place, packed, unpacked
from .language import Language

_SIGNS = pattern(line="//", literals=f"{TRIPLE}|{DOUBLE}|{SINGLE}")
_ASKED = re.compile(r'\b(?:hasProperty|findProperty|gradleProperty|property|getProperty)\s*\(\s*"(\d+)"')
_SET = re.compile(r"[ \t]*(?P<name>[A-Za-z_][\w.-]*)[ \t]*[=:](?P<value>.*)")


def _read_script(content: bytes) -> FileFacts:
    source = code(content, _SIGNS)
    found = ((source.literals[int(one[1])], line) for one, line in source.finditer(_ASKED))
    return FileFacts(switches=tuple(Switch("gradle", "read", name, line) for name, line in found))


def _read_properties(content: bytes) -> FileFacts:
    rows = enumerate(content.decode("utf-8", "replace").split("\n"), 1)
    found = ((_SET.match(row), line) for line, row in rows)
    return FileFacts(
        switches=tuple(
            Switch("gradle", "declared", one["name"], line, one["value"].strip())
            for one, line in found
            if one
        )
    )


GRADLE = Language(
    "gradle", _read_script, packed, unpacked, name="Gradle", files=re.compile(r".*\.gradle(?:\.kts)?")
)
PROPERTIES = Language(
    "gradle-properties",
    _read_properties,
    packed,
    unpacked,
    name="Gradle",
    files=re.compile(r"gradle\.properties"),
)
FAMILY = Family((GRADLE, PROPERTIES), in_place)
