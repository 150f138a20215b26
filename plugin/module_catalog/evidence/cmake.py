"""CMake and Kconfig files → the switches they declare, set and ask for. They are read as text, never run."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass

_PART = re.compile(
    r"""
    \#\[(?P<comment>=*)\[.*?\](?P=comment)\] | \#[^\n]*   # comments
  | \[(?P<bracket>=*)\[.*?\](?P=bracket)\]                # text in brackets
  | "(?:[^"\\]|\\.)*"                                     # text in quotes
  | [()]
  | [^\s()\#"]+
    """,
    re.VERBOSE | re.DOTALL,
)
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True)
class Command:
    """One command."""

    name: str
    """In lower case."""
    arguments: tuple[str, ...]
    """As written, but for quotes."""
    line: int


def commands(text: str) -> Iterator[Command]:
    """Yield the commands of a CMake file in order; what is no command is passed over."""
    name, start, depth = "", 1, 0
    arguments: list[str] = []
    line, last = 1, 0
    for found in _PART.finditer(text):
        part = found[0]
        line, last = line + text.count("\n", last, found.start()), found.start()
        if part.startswith("#"):
            continue
        if part == "(":
            depth += 1
        elif part == ")":
            depth -= 1
            if depth == 0 and name:
                yield Command(name.casefold(), tuple(arguments), start)
            if depth <= 0:
                name, depth, arguments = "", 0, []
        elif depth:
            arguments.append(part.strip('"') if part.startswith('"') else part)
        else:
            name, start = part, line


@dataclass(frozen=True)
class Switch:
    """A place of a build file that has to do with a switch."""

    how: str
    """declared, set or read."""
    name: str
    line: int
    value: str | None = None
    """The default where it is declared or set."""
    beside: frozenset[str] = frozenset()
    """Where it is read: the words that conditions name here, this one's own and those around it."""


def switches(text: str, options: Container[str]) -> Iterator[Switch]:
    """Yield what a CMake file does with switches; *options* are the commands, in lower case, that declare one."""
    around: list[frozenset[str]] = []
    for command in commands(text):
        arguments = command.arguments
        if command.name in options and arguments:
            value = arguments[2] if len(arguments) > 2 else "OFF"
            yield Switch("declared", arguments[0], command.line, value)
            arguments = arguments[3:]
        elif command.name == "set" and arguments:
            yield Switch("set", arguments[0], command.line, arguments[1] if len(arguments) > 1 else "")
            arguments = tuple(argument for argument in arguments[1:] if "${" in argument)
        elif command.name == "endif" and around:
            around.pop()
            continue
        if command.name in ("if", "elseif", "while"):
            words = frozenset(word for argument in arguments for word in _WORD.findall(argument))
            if command.name == "if":
                around.append(words)
        elif command.name in options:
            words = frozenset(word for argument in arguments for word in _WORD.findall(argument))
        else:
            words = frozenset(word for argument in arguments if "${" in argument for word in _WORD.findall(argument))
        beside = words.union(*around)
        yield from (Switch("read", word, command.line, beside=beside) for word in sorted(words))


_KCONFIG = re.compile(r"\s*(?:menu)?config\s+(?P<name>\w+)\s*$")
_DEFAULT = re.compile(r"\s+(?:default|def_bool|def_tristate)\s+(?P<value>\S+)\s*$")


def kconfig(text: str) -> Iterator[Switch]:
    """Yield the switches that a Kconfig file declares; without a default one is `n`."""
    name, line, value = "", 0, "n"
    for number, row in enumerate((*text.split("\n"), "config end"), 1):
        if found := _KCONFIG.match(row):
            if name:
                yield Switch("declared", name, line, value)
            name, line, value = found["name"], number, "n"
        elif (found := _DEFAULT.match(row)) and name:
            value = found["value"].strip('"')
