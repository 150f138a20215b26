"""How a command answers: a table for people, plain text in a pipe, JSON for programs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import click

from ..reports.parts import as_json, said, width

F = TypeVar("F", bound=Callable[..., Any])


def output_format(*others: str) -> Callable[[F], F]:
    """Return the option that says in which format a command answers: text, JSON, or one of *others*."""
    return click.option(
        "--output-format",
        type=click.Choice(["text", "json", *others]),
        default="text",
        show_default=True,
        help="The format of the answer.",
    )


def answer_json(content: Any) -> None:
    """Print plain data for a program."""
    click.echo(as_json(content).encode(), nl=False)


def answer_lines(lines: Iterable[str]) -> None:
    """Print lines that hold text of entries."""
    for line in lines:
        click.echo(said(line))


def answer_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows in columns: on a terminal below their head, and no wider than it; plain in a pipe."""
    lines = [[said(cell) for cell in row] for row in rows]
    is_terminal = sys.stdout.isatty()
    shown = [list(head), *lines] if is_terminal else lines
    widths = [max(map(width, column), default=0) for column in zip(*shown, strict=True)]
    most = _columns() if is_terminal else None
    for index, row in enumerate(shown):
        cells = (cell + " " * (wide - width(cell)) for cell, wide in zip(row, widths, strict=True))
        line = cut("  ".join(cells).rstrip(), most)
        click.echo(click.style(line, bold=True) if is_terminal and not index else line)


def _columns() -> int:
    """Return how many columns the terminal has."""
    import shutil  # noqa: PLC0415  # what it brings takes time to load

    return shutil.get_terminal_size().columns


def cut(line: str, most: int | None) -> str:
    """Return a line that takes at most so many columns, with … for what is left out; None: all of it."""
    if most is None or width(line) <= most:
        return line
    kept = line
    while width(kept) >= most:
        kept = kept[:-1]
    return f"{kept}…"
