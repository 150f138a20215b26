"""Kconfig files → the toggles they declare and set. They are read as text: nothing in one is run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .cmake import MAX_DEPTH, WORD, Condition, OptionUse, language_of_uses
from .language import UnreadError

_CONFIG = re.compile(r"\s*(?:menu)?config\s+(?P<name>\w+)\s*$")
_DEFAULT = re.compile(r"\s+(?:default|def_bool|def_tristate)\s+(?P<value>\S+)(?P<condition>\s+if\s.*)?\s*$")
_DEPENDS = re.compile(r"\s+depends\s+on\s+(?P<condition>.+)$")
_SELECT = re.compile(r"\s+(?:select|imply)\s+(?P<name>\w+)")
_BLOCK = re.compile(r"\s*(?:(?P<begin>if\s+(?P<condition>.+)|menu\s.*|choice\b.*)|end(?:if|menu|choice))\s*$")
_COMMENT = re.compile(r"""((?:[^"'#]|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')*)#.*""")


@dataclass
class _Config:
    """An option of Kconfig, as far as it is read."""

    name: str
    line: int
    value: str | None
    required: frozenset[str]


def uses(text: str) -> Iterator[OptionUse]:
    """Yield the toggles that a Kconfig file declares, and those that it sets from another one.

    Without a default one is `n`; one that has a default under a condition has none that can be told. What a
    block around it requires, it requires too.
    """
    config: _Config | None = None
    around: list[frozenset[str]] = [frozenset()]
    for number, row in enumerate((*_rows(text.split("\n")), "config end"), 1):
        block, found = _BLOCK.match(row), _CONFIG.match(row)
        if (block or found) and config:
            beside = Condition(config.required, config.required)
            yield OptionUse("declared", config.name, config.line, config.value, beside)
            config = None
        if block:
            _nest(block, around)
        elif found:
            config = _Config(found["name"], number, "n", around[-1])
        elif config and (selected := _SELECT.match(row)):
            yield OptionUse("set", selected["name"], number, "y", Condition(frozenset((config.name,))))
        elif config:
            _note(row, config)
        elif depends := _DEPENDS.match(row):
            around[-1] |= _all_of(depends["condition"])


def _rows(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines without comments, and empty ones in place of those of a help text.

    That is what stands as deep as its first line, or deeper.
    """
    is_help, depth = False, 0
    for line in lines:
        deep = len(line.expandtabs()) - len(line.expandtabs().lstrip())
        if is_help and line.strip():
            depth = depth or deep
            is_help = 0 < depth <= deep
        if is_help:
            yield ""
            continue
        row = found[1] if (found := _COMMENT.fullmatch(line)) else line
        is_help, depth = row.strip() in ("help", "---help---"), 0
        yield row


def _nest(block: re.Match[str], around: list[frozenset[str]]) -> None:
    """Enter or leave a block; the first of *around* is never left."""
    if block["begin"]:
        around.append(around[-1] | _all_of(block["condition"] or ""))
        if len(around) > MAX_DEPTH:
            raise UnreadError
    elif len(around) > 1:
        around.pop()


def _note(row: str, config: _Config) -> None:
    if found := _DEFAULT.match(row):
        is_plain = not found["condition"] and config.value is not None
        # An empty text is written as one: a default of nothing says nothing.
        config.value = (found["value"].strip('"') or '""') if is_plain else None
    elif found := _DEPENDS.match(row):
        config.required |= _all_of(found["condition"])


def _all_of(condition: str) -> frozenset[str]:
    """Return the words that have to be on for a condition of Kconfig, as far as it says so plainly."""
    parts = (part.strip("() \t") for part in condition.split("&&")) if "||" not in condition else ()
    return frozenset(part for part in parts if WORD.fullmatch(part))


KCONFIG = language_of_uses("kconfig", uses)
