"""Bazel's files → the flags they declare, and the settings that ask for them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from .code import DOUBLE, LITERAL, SINGLE, TRIPLE, TRIPLE_SINGLE, Code, code, keywords, pattern
from .facts import Family, FileFacts, Placed, Switch, packed, unpacked
from .language import Language

_SIGNS = pattern(line="#", block=False, literals=f"{TRIPLE}|{TRIPLE_SINGLE}|{DOUBLE}|{SINGLE}")
_RULE = re.compile(
    r"\b(?P<rule>(?:bool|string|int|string_list|label)_(?:flag|setting)|config_setting|select)\s*\("
)
_KEYWORD = re.compile(r"(\w+)\s*=\s*(.*)", re.DOTALL)
_KEY = re.compile(r'"(\d+)"\s*:\s*("\d+")?')


def read(content: bytes) -> FileFacts:
    """Return the flags that a file declares, and those it asks for."""
    source = code(content, _SIGNS)
    return FileFacts(switches=tuple(_switches(source)))


def _switches(source: Code) -> Iterator[Switch]:
    for found, line in source.finditer(_RULE):
        rule, arguments = found["rule"], source.arguments(found.end())
        said = keywords(_KEYWORD, arguments)
        name = source.literal(said.get("name", ""))
        if rule == "select":
            asked = _asked_by_select(source, arguments)
        else:
            asked = _asked_by_setting(source, said) if rule == "config_setting" else iter(())
            if name:
                yield Switch("bazel", "declared", name, line, _default(source, said))
        yield from (Switch("bazel", "read", one, line) for one in asked)


def _default(source: Code, said: Mapping[str, str]) -> str | None:
    default = said.get("build_setting_default", "").strip()
    text = source.literal(default)
    return (default or None) if text is None else text


def _asked_by_select(source: Code, arguments: tuple[str, ...]) -> Iterator[str]:
    return (label.rpartition(":")[2] for label, _ in _pairs(source, "".join(arguments[:1])))


def _asked_by_setting(source: Code, said: Mapping[str, str]) -> Iterator[str]:
    yield from (label.rpartition(":")[2] for label, _ in _pairs(source, said.get("flag_values", "")))
    yield from (key for key, _ in _pairs(source, said.get("define_values", "")))
    for key, value in _pairs(source, said.get("values", "")):
        if key == "define":
            yield value.partition("=")[0]


def _pairs(source: Code, text: str) -> Iterator[tuple[str, str]]:
    """Yield what stands on both sides of colons, as far as it is literal."""
    for key, value in _KEY.findall(text):
        found = LITERAL.fullmatch(value)
        yield source.literals[int(key)], source.literals[int(found[1])] if found else ""


def place(files: Mapping[str, FileFacts], paths: Collection[str]) -> Iterator[tuple[str, Placed]]:
    """Yield the flags of each file, also by their whole labels."""
    for path, facts in files.items():
        folder = posixpath.dirname(path)
        whole = (
            replace(one, name=f"//{folder}:{one.name}") for one in facts.switches if one.how == "declared"
        )
        yield path, Placed(switches=(*facts.switches, *whole))


BAZEL = Language(
    "bazel", read, packed, unpacked, name="Bazel", files=re.compile(r"BUILD(?:\.bazel)?|.*\.bzl")
)
FAMILY = Family((BAZEL,), place)
