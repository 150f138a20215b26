"""Source text → code without comments, its literals put aside: what a pattern finds there is code."""

from __future__ import annotations

import re
from bisect import bisect_right
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from .language import UnreadError

MAX_DEPTH = 200
"""Arguments that are nested deeper than this are not written by people."""
MAX_SIGNS = 50_000
"""Nor are those with more brackets and commas: the largest table of feature gates has a tenth of them."""


@dataclass(frozen=True)
class Code:
    """A file in which every comment is a blank, and every literal its number in quotes.

    Lines are as they were.
    """

    text: str
    literals: tuple[str, ...]
    """What stands between the quotes, as written."""

    @cached_property
    def _breaks(self) -> list[int]:
        return [found.start() for found in re.finditer("\n", self.text)]

    def line(self, at: int) -> int:
        """Return the line of a place."""
        return bisect_right(self._breaks, at - 1) + 1

    def start(self, line: int) -> int:
        """Return where a line begins; where the last one ends, behind that."""
        return self._breaks[line - 2] + 1 if 2 <= line <= len(self._breaks) + 1 else len(self.text)

    def literal(self, argument: str) -> str | None:
        """Return the text of an expression that is one literal; None for any other."""
        found = LITERAL.fullmatch(argument.strip())
        return self.literals[int(found[1])] if found else None

    def finditer(self, pattern: re.Pattern[str], *words: str) -> Iterator[tuple[re.Match[str], int]]:
        """Yield what a pattern finds, each with its line. One of some words is in all that it finds."""
        if not words or any(word in self.text for word in words):
            yield from ((found, self.line(found.start())) for found in pattern.finditer(self.text))

    def arguments(self, at: int) -> tuple[str, ...]:
        """Return what stands between commas from behind an opening bracket up to the one that closes it."""
        return tuple(piece for _, piece in self.pieces(at))

    def pieces(self, at: int) -> Iterator[tuple[int, str]]:
        """Yield the same, each with its place."""
        depth, start = 0, at
        for count, found in enumerate(_SIGN.finditer(self.text, at)):
            sign = found[0]
            if depth == 0 and sign in ",)]}":
                piece = self.text[start : found.start()]
                if bare := piece.strip():
                    yield start + len(piece) - len(piece.lstrip()), bare
                start = found.end()
            depth += 1 if sign in "([{" else -1 if sign in ")]}" else 0
            if depth < 0:
                return
            if depth > MAX_DEPTH or count > MAX_SIGNS:
                raise UnreadError


_SIGN = re.compile(r"[()\[\]{},]")
LITERAL = re.compile(r'"(\d+)"')
"""A literal as it stands in code: its number in quotes."""


def pattern(*, line: str, block: bool = True, literals: str) -> re.Pattern[str]:
    """Return what finds the comments and literals of a language.

    Literals name what stands between their quotes `text`, with a digit behind it. What is never closed ends
    with the line, or with the file.
    """
    comment = rf"(?P<comment>{line}[^\n]*)"
    return re.compile("|".join([comment, *([r"(?P<block>/\*)"] if block else []), literals]), re.DOTALL)


DOUBLE = r'"(?P<text1>[^"\\\n]*(?:\\.[^"\\\n]*)*)"?'
SINGLE = r"'(?P<text2>[^'\\\n]*(?:\\.[^'\\\n]*)*)'?"
BACKTICK = r"`(?P<text3>[^`]*)`?"
TRIPLE = r'"""(?P<text4>.*?)(?:"""|\Z)'
TRIPLE_SINGLE = r"'''(?P<text5>.*?)(?:'''|\Z)"
CHARACTER = r"'(?:\\[^\n][^'\n]{0,10}|[^'\\\n])'"


def keywords(sign: re.Pattern[str], arguments: Iterable[str]) -> dict[str, str]:
    """Return the arguments that are given by name: a pattern finds the name and what is given."""
    return {found[1]: found[2] for found in map(sign.fullmatch, arguments) if found}


_ENDS = re.compile(r"\*/")
_NESTED = re.compile(r"\*/|/\*")


def code(content: bytes, signs: re.Pattern[str], *, nests: bool = False) -> Code:
    """Return the code of a file, in linear time. In some languages a comment can have others in it."""
    text = content.removeprefix(BOM_UTF8).decode("utf-8", "replace").replace("\r\n", "\n")
    pieces: list[str] = []
    literals: list[str] = []
    at = 0
    while found := signs.search(text, at):
        start, end = found.span()
        pieces.append(text[at:start])
        kind = found.lastgroup
        if kind == "block":
            end = _end_of_comment(text, end, nests=nests)
        if kind in ("block", "comment"):
            pieces.append(" ")
        elif kind is None:
            pieces.append("''")
        else:
            pieces.append(f'"{len(literals)}"')
            literals.append(found[kind])
        pieces.append("\n" * text.count("\n", start, end))
        at = end
    pieces.append(text[at:])
    return Code("".join(pieces), tuple(literals))


def _end_of_comment(text: str, at: int, *, nests: bool) -> int:
    depth = 1
    for sign in (_NESTED if nests else _ENDS).finditer(text, at):
        depth += 1 if sign[0] == "/*" else -1
        if depth == 0:
            return sign.end()
    return len(text)
