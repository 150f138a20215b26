"""What is gone through, with a bar on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

import click

T = TypeVar("T")


def watched(label: str, items: Iterable[T], length: int) -> Iterator[T]:
    """Hand on what is gone through; on a terminal, with a bar."""
    if not sys.stderr.isatty():
        yield from items
        return
    with click.progressbar(items, length=length, label=label, file=sys.stderr) as bar:
        yield from bar
