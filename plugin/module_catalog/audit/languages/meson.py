"""Meson's files → the options they declare and ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .code import SINGLE, TRIPLE_SINGLE, Code, code, keywords, pattern
from .facts import Family, FileFacts, Switch, in_place, packed, unpacked
from .language import Language

_SIGNS = pattern(line="#", block=False, literals=f"{TRIPLE_SINGLE}|{SINGLE}")
_CALL = re.compile(r"(?<![\w.])(?P<name>option|get_option)\s*\(")
_KEYWORD = re.compile(r"(\w+)\s*:\s*(.*)", re.DOTALL)
_USUAL = {"boolean": "true", "feature": "auto", "string": "", "array": ""}
"""What an option is of which no value is said, by its type; of a combo it is the first choice."""


def read(content: bytes) -> FileFacts:
    """Return the options that a file declares and asks for."""
    source = code(content, _SIGNS)
    return FileFacts(switches=tuple(_switches(source)))


def _switches(source: Code) -> Iterator[Switch]:
    for found, line in source.finditer(_CALL):
        arguments = source.arguments(found.end())
        name = source.literal(arguments[0]) if arguments else None
        if name and found["name"] == "get_option":
            yield Switch("meson", "read", name, line)
        elif name:
            said = keywords(_KEYWORD, arguments[1:])
            yield Switch("meson", "declared", name, line, _default(source, said))


def _default(source: Code, said: dict[str, str]) -> str | None:
    if "value" in said:
        text = source.literal(said["value"])
        return said["value"].strip() if text is None else text
    kind = source.literal(said.get("type", "")) or ""
    if kind == "combo":
        choices = said.get("choices", "").strip("[] \n\t").split(",")
        return source.literal(choices[0])
    return _USUAL.get(kind)


MESON = Language(
    "meson",
    read,
    packed,
    unpacked,
    name="Meson",
    files=re.compile(r"meson\.build|meson_options\.txt|meson\.options"),
)
FAMILY = Family((MESON,), in_place)
