"""Runs the command until something goes wrong at a moment that is named: `faults.py KIND NUMBER WORD …`.

`killed 3 fmt` ends without a word before it touches the disk for the third time, `late 3 fmt` after three thousandths of a second,
`vanished 3 check` finds the third file of the project gone when it opens it, `count 0 fmt` only says at the end how often it has touched
the disk and opened files.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

TOUCHES = {"os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.truncate"}
"""What Python says it does to the disk, beside opening files: https://docs.python.org/3/library/audit_events.html."""


class Faults:
    """What the command does, as Python's own audit events tell it."""

    def __init__(self, kind: str, number: int) -> None:
        self.kind, self.number = kind, number
        self.touched = self.opened = 0
        self.folder = f"{Path.cwd()}{os.sep}"

    def seen(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            if isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
                self._touch()
            elif isinstance(path, (str, os.PathLike)) and os.path.abspath(path).startswith(self.folder):
                self._open(os.path.abspath(path))
        elif event in TOUCHES:
            self._touch()

    def _touch(self) -> None:
        self.touched += 1
        if self.kind == "killed" and self.touched == self.number:
            os.kill(os.getpid(), signal.SIGKILL)

    def _open(self, path: str) -> None:
        if not os.path.isfile(path):
            return
        self.opened += 1
        if self.kind == "vanished" and self.opened == self.number:
            os.rename(path, f"{path}.gone")


def main() -> None:
    kind, number, *words = sys.argv[1:]
    sys.dont_write_bytecode = True  # The first run of all would touch the disk more often than the others.
    faults = Faults(kind, int(number))
    from module_catalog.cli import main as command  # noqa: PLC0415  # what it loads is no file of the project

    if kind == "late":
        signal.signal(signal.SIGALRM, lambda *_: os.kill(os.getpid(), signal.SIGKILL))
        signal.setitimer(signal.ITIMER_REAL, int(number) / 1000)
    sys.addaudithook(faults.seen)
    sys.argv = ["module-catalog", *words]
    try:
        command()
    finally:
        if kind == "count":
            print(f"\n{faults.touched} {faults.opened}", file=sys.stderr)
