"""Styles for a terminal: text and what it is → the text, painted or not.

Whether to paint is the command's to say.
"""

from __future__ import annotations

from collections.abc import Callable

Paint = Callable[[str, str], str]
"""Takes a text and the name of its style."""

_STYLES = {
    "error": "1;31",  # bold red
    "warning": "1;33",  # bold yellow
    "info": "1;34",  # bold blue
    "place": "1",  # bold
    "frame": "2",  # dim
    "hint": "32",  # green
    "related": "34",  # blue
}
"""The colours are the terminal's own sixteen, which its owner has made fit its background."""


def plain(text: str, style: str) -> str:
    """Return the text as it is."""
    return text


def coloured(text: str, style: str) -> str:
    """Return the text in the colours of its style."""
    return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if text else ""
