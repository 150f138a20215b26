"""YAML as nearly all entries are written → plain data, several times as fast as libyaml.

A line is a key, an item of a list, or a key in an item; its value is on the same line, or stands below it.
What is written in any other way is handed over: `read` returns None, and `Reader` reads the text. It never
says that a text is wrong, and what it returns is what `Reader` returns.
"""

from __future__ import annotations

import re
from sys import intern
from typing import Any

_NAME = r"[A-Za-z_][A-Za-z0-9_-]{0,60}"
_INSIDE = r"[^\n,\[\]{}:#?]"
_WORD = rf"[A-Za-z0-9_/.(]{_INSIDE}*(?::(?! ){_INSIDE}+)*"
"""Text without quotes in brackets or braces."""
_TEXT = rf"(?:{_WORD}|'[^']*')"
_TEXTS = rf"\[(?:{_TEXT}(?:, *{_TEXT})*)?\]"
_PAIR = rf"({_NAME}): +({_TEXT}|{_TEXTS})"
_LINE = re.compile(
    # Of a line: its depth, the dash of an item, the key, then the sign and the lines of a block of text, or
    # the value.
    rf"^( *)(- )?(?:({_NAME}):(?= |$))? *"
    r"(?:([|>])-?\n((?:\1 +[^ \n].*\n?)+)|(\{[^\n{}]*(?:,\n\1 +[^\n{}]+)*\}$|.*$))",
    re.MULTILINE,
)
_Line = tuple[str, str, str, str, str, str]
_ITEM, _PAIRS, _LIST = re.compile(_TEXT), re.compile(_PAIR), re.compile(_TEXTS)
_MAPPING = re.compile(rf"\{{{_PAIR}(?:,[ \n]*{_PAIR})*\}}")
_DEEPEST = 9
"""The last column at which something nested is read: what is deeper, `Reader` may refuse."""
_LONG = 24
_FIRST = "/_.($"
"""What text without quotes begins with, beside letters and digits: no sign that means something in YAML."""


_MARGIN = re.compile(rf"^({_NAME}):", re.MULTILINE)
"""A key of the whole: nothing else stands at the margin but comments and items of lists."""


class _OtherwiseError(Exception):
    """Something is written in another way than the common ones."""


def read(text: str) -> dict[str, Any] | None:
    """Return the mapping that a text holds; None where it is not written plainly."""
    if not text.replace("\n", "").isprintable():
        return None
    lines = [
        line for line in _LINE.findall(text) if line[2] or line[1] or line[3] or line[5][:1] not in ("", "#")
    ]
    lines.reverse()
    try:
        data = _mapping(lines, 0)
    except _OtherwiseError:
        return None
    return data if data and not lines else None


def first_key(text: str) -> str | None:
    """Return the first key of a text that `read` takes."""
    found = _MARGIN.search(text)
    return found[1] if found else None


def part(text: str, key: str) -> tuple[str, int] | None:
    """Return a key of the whole with its value, as YAML, and how many lines stand above it; None without it.

    The text must be one that `read` takes. The key that follows ends the part: places in it are as in the
    whole.
    """
    start = 0 if text.startswith(f"{key}:") else text.find(f"\n{key}:") + 1
    if not text.startswith(f"{key}:", start):
        return None
    following = _MARGIN.search(text, start + 1)
    return text[start : following.end() if following else None], text.count("\n", 0, start)


def _mapping(lines: list[_Line], column: int) -> dict[str, Any]:
    """Take the keys at a column from the end of the lines, which are in reverse order."""
    if column > _DEEPEST:
        raise _OtherwiseError
    data: dict[str, Any] = {}
    while lines and not lines[-1][1] and len(lines[-1][0]) == column:
        _, _, key, sign, block, value = lines.pop()
        if not key or key in data:
            raise _OtherwiseError
        key = intern(key)
        if value:
            data[key] = _value(value)
        else:
            data[key] = _block(sign, block, column) if sign else _below(lines, column)
    return data


def _below(lines: list[_Line], column: int) -> Any:
    """Take what stands below a key that has no value on its line."""
    if not lines:
        return None
    depth, is_item = len(lines[-1][0]), lines[-1][1]
    if is_item and depth >= column:
        return _list(lines, depth)
    return _mapping(lines, depth) if not is_item and depth > column else None


def _list(lines: list[_Line], column: int) -> list[Any]:
    if column > _DEEPEST:
        raise _OtherwiseError
    items: list[Any] = []
    while lines and lines[-1][1] and len(lines[-1][0]) == column:
        indent, _, *rest = lines.pop()
        if rest[0]:
            lines.append((f"{indent}  ", "", rest[0], rest[1], rest[2], rest[3]))
            items.append(_mapping(lines, column + 2))
        elif rest[1] or not rest[3]:
            raise _OtherwiseError
        else:
            items.append(_value(rest[3]))
    return items


def _block(sign: str, block: str, column: int) -> str:
    """Return a block of text: of lines at one depth, none of them empty."""
    lines = block.rstrip("\n").split("\n")
    margin = len(lines[0]) - len(lines[0].lstrip(" "))
    if margin <= column or any(len(line) - len(line.lstrip(" ")) != margin for line in lines):
        raise _OtherwiseError
    return (" " if sign == ">" else "\n").join(line[margin:] for line in lines)


def _value(text: str) -> Any:
    first = text[0]
    if first.isalnum() or first in _FIRST:
        if ": " in text or " #" in text:
            raise _OtherwiseError
        text = text.rstrip(" ")
        if text[-1] == ":":
            raise _OtherwiseError
        return _plain(text)
    return _marked(first, text.rstrip(" "))


def _marked(first: str, text: str) -> Any:
    """Return a value in quotes, brackets or braces."""
    if first == "'":
        inner = text[1:-1].replace("''", "")
        if len(text) > 1 and text[-1] == "'" and "'" not in inner:
            return text[1:-1].replace("''", "'")
    elif first == '"':
        if len(text) > 1 and text[-1] == '"' and '"' not in text[1:-1] and "\\" not in text:
            return text[1:-1]
    elif first == "[" and _LIST.fullmatch(text):
        return _words(text)
    elif first == "{" and _MAPPING.fullmatch(text):
        found = _PAIRS.findall(text)
        data = {intern(key): _words(value) if value[0] == "[" else _word(value) for key, value in found}
        if len(data) == len(found):
            return data
    raise _OtherwiseError


def _words(text: str) -> list[str | None]:
    return [_word(word) for word in _ITEM.findall(text)]


def _word(text: str) -> str | None:
    if text[0] == "'":
        return text[1:-1]
    return _plain(text.rstrip(" "))


def _plain(text: str) -> str | None:
    # Many values are words that many entries have.
    return (None if text == "null" else intern(text)) if len(text) < _LONG else text
