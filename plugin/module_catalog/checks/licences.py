"""A licence as an SPDX expression → what is wrong with it, and what was probably meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ..diagnostics import closest

_OWN = re.compile(r"(DocumentRef-[A-Za-z0-9.-]+:)?(LicenseRef|AdditionRef)-[A-Za-z0-9.-]+")
"""What names a licence that is not on the SPDX list."""
_UNLISTED = "LicenseRef-"
"""What the library's names begin with of licences that are not on the list."""


@dataclass(frozen=True)
class Mistake:
    """What is wrong with an expression."""

    message: str
    meant: str | None = None
    """The whole expression as it was probably meant."""


@dataclass(frozen=True)
class _Name:
    """A name in an expression."""

    text: str
    start: int
    follows_with: bool
    """Whether it stands where an exception does."""


def mistake(expression: str) -> Mistake | None:
    """Return the first mistake of an expression, or None."""
    from license_expression import ExpressionError  # noqa: PLC0415  # few entries have a licence, and the list takes time to load

    # The library counts blanks that follow each other as one.
    expression = " ".join(expression.split())
    try:
        _licensing().parse(expression)
        names = list(_names(expression))
    # The library trips over some that are none, such as `( )MIT` and `(OR AND`.
    except (ExpressionError, AssertionError, LookupError):
        ways = "join licences by `AND` or `OR`, and a licence and its exception by `WITH`"
        return Mistake(f"`{expression}` is not an SPDX expression: {ways}")
    for name in names:
        if found := _mistaken(name):
            message, meant = found
            before, after = expression[: name.start], expression[name.start + len(name.text) :]
            return Mistake(message, f"{before}{meant}{after}" if meant else None)
    return None


def _names(expression: str) -> Iterator[_Name]:
    for token, text, start in _licensing().tokenize(expression):
        # A sign or a word that joins names is a number. A licence and its exception are one token.
        if not isinstance(token, int):
            for found in re.finditer(r"(?i)(?P<with>\swith\s+)?(?P<name>\S+(?:\s+(?!with\s)\S+)*)", text):
                yield _Name(found["name"], start + found.start("name"), bool(found["with"]))


def _mistaken(name: _Name) -> tuple[str, str | None] | None:
    """Return what is wrong with a name, and the name that was probably meant; None where nothing is wrong."""
    folded = name.text.casefold()
    known = _known().get(folded) or _known().get(folded.removesuffix("+"))
    if _OWN.fullmatch(name.text):
        return None
    if known is None:
        meant = closest(name.text, _listed(name.follows_with))
        return f"`{name.text}` is not on the SPDX list{_WAY_OUT if meant is None else ''}", meant
    if known.is_deprecated:
        return f"`{name.text}` is deprecated: name the licence and its exception, as in `{_PAIR}`", None
    if known.is_exception and not name.follows_with:
        return f"`{name.text}` is an exception: name the licence before it, as in `{_PAIR}`", None
    if name.follows_with and not known.is_exception:
        return f"`{name.text}` is a licence, and `WITH` asks for an exception, as in `{_PAIR}`", None
    is_old = known.key.casefold() != folded.removesuffix("+") and not known.key.startswith(_UNLISTED)
    return (f"`{name.text}` is an old name of `{known.key}`", known.key) if is_old else None


_WAY_OUT = ": use an identifier from it, or `LicenseRef-` and a name of your own"
_PAIR = "GPL-2.0-only WITH Classpath-exception-2.0"


@cache
def _licensing() -> Any:
    from license_expression import get_spdx_licensing  # noqa: PLC0415  # as above

    return get_spdx_licensing()


@cache
def _known() -> Mapping[str, Any]:
    """Return what the library knows by every name that it had, in small letters."""
    symbols = _licensing().known_symbols.values()
    return {name.casefold(): symbol for symbol in symbols for name in (*symbol.aliases, symbol.key)}


@cache
def _listed(is_exception: bool) -> frozenset[str]:
    """Return the identifiers of the SPDX list, of licences or of exceptions."""
    symbols = _licensing().known_symbols.values()
    names = (
        symbol.key for symbol in symbols if symbol.is_exception == is_exception and not symbol.is_deprecated
    )
    return frozenset(name for name in names if not name.startswith(_UNLISTED))
