"""The text of a TOML file → its data."""

from __future__ import annotations

import sys
from typing import Any

from .language import UnreadError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

MAX_DOTS = 1000
"""No line that people write has more."""


def data(content: bytes) -> Any:
    """Return what a file says.

    Raises ValueError when it is no TOML, and UnreadError when it is nested too deep.
    """
    # A name takes quadratic time in its parts.
    if any(line.count(b".") > MAX_DOTS for line in content.split(b"\n")):
        raise UnreadError
    try:
        return tomllib.loads(content.decode("utf-8", "replace"))
    except RecursionError as error:
        raise UnreadError from error
