"""Where a command of a CMake file stands → what has to hold there."""

from __future__ import annotations

from collections.abc import Sequence

from .builds import FREE
from .languages.cmake import Command, Condition, condition


class Branches:
    """What has to hold at each command of a file."""

    def __init__(self, base: Condition) -> None:
        self._here, self._rest = base, FREE
        self._stack: list[tuple[Condition, frozenset[str], frozenset[str]]] = []
        self.is_over = False

    @property
    def here(self) -> Condition:
        """What has to hold here."""
        return self._here & self._rest

    def take(self, command: Command) -> None:
        """Enter, change or leave a condition, or return from the file."""
        if command.name == "return":
            self._leave()
            return
        if command.name == "if":
            self._stack.append((self._here, frozenset(), frozenset()))
        elif not self._stack:
            return
        outer, seen, off = self._stack[-1]
        if command.name == "endif":
            self._here, *_ = self._stack.pop()
            return
        asked = condition(command.arguments) if command.name != "else" else FREE
        self._here = outer & Condition(seen | asked.words, asked.required | off)
        self._stack[-1] = outer, seen | asked.words, off | _negated(command.arguments)

    def _leave(self) -> None:
        """Return from the file: what follows is for where that was not done."""
        self.is_over |= not self._stack
        _, _, off = self._stack[-1] if len(self._stack) == 1 else (FREE, FREE, frozenset[str]())
        self._rest &= Condition(self._here.words, off)


def _negated(arguments: Sequence[str]) -> frozenset[str]:
    """Return what is on wherever a condition does not hold, if it says so plainly."""
    is_plain = len(arguments) == 2 and arguments[0].upper() == "NOT" and arguments[1].isidentifier()
    return frozenset(arguments[1:]) if is_plain else frozenset()
