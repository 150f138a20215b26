"""What commands cost: CPU, time and memory of whole processes, several commands in turn.

CPU is that of a command and all it starts. Machines are noisy and ratios less so: what is compared runs in
turn, round by round, and the middle one of the rounds counts.
"""

from __future__ import annotations

import json
import math
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

BIN = Path(sys.executable).parent
_OTHERWISE = ("CI", "PYTHONDONTWRITEBYTECODE")
"""Where nothing is kept from one run to the next: neither by a check, nor by Python of what it compiles."""
_ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if name not in _OTHERWISE},
    "NO_MKDOCS_2_WARNING": "1",
}
_SIGNALLED = 2
"""Exit codes from here on are not about what a command found."""


Words = Sequence[str | Path]
"""A program and its arguments."""


@dataclass(frozen=True)
class Cost:
    """What a command took."""

    cpu: float
    """Seconds, user and system, of the command and all it started."""
    wall: float
    """Seconds."""
    peak: float
    """MiB of its largest process."""

    def __str__(self) -> str:
        return f"{self.cpu:.2f} / {self.wall:.2f} / {self.peak:.0f}"


@dataclass(frozen=True)
class Command:
    """A command to measure, and what must be done before, which is not measured."""

    words: Words
    folder: Path
    before: Callable[[int], object] = lambda turn: None
    """Called with the number of the round."""


Costs = Mapping[str, Cost]
"""By the name of a command."""


def cost(command: Command, turn: int = 0) -> Cost:
    """Return what a command takes. It may find mistakes, and must not fail."""
    command.before(turn)
    # Between this process and the command stands a small one: the kernel counts a new process as large as the
    # one that starts it.
    done = subprocess.run(
        [sys.executable, "-I", "-S", __file__, *command.words],
        cwd=command.folder,
        env=_ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
    )
    *said, last = [*done.stdout.splitlines(), done.stderr.splitlines()[-1]]
    code, cpu, wall, peak = json.loads(last)
    if code >= _SIGNALLED:
        sys.exit("\n".join([f"{command.words} ended with {code}", *said, done.stderr]))
    return Cost(cpu, wall, peak / 1024)


def costs(commands: Mapping[str, Command], *, turns: int) -> dict[str, Cost]:
    """Return what each command takes, in the middle of several rounds."""
    rounds = [{name: cost(command, turn) for name, command in commands.items()} for turn in range(turns)]
    return {
        name: Cost(
            *(statistics.median(getattr(one[name], of) for one in rounds) for of in ("cpu", "wall", "peak"))
        )
        for name in commands
    }


def growth(by_size: Mapping[int, float]) -> float:
    """Return the exponent with which a number grows: 1 where twice the size costs twice as much."""
    sizes, numbers = [[math.log(number) for number in side] for side in (by_size, by_size.values())]
    return statistics.linear_regression(sizes, numbers).slope


def run(*words: str | Path, folder: Path) -> str:
    """Run a command that is not measured, and return what it prints."""
    done = subprocess.run(words, cwd=folder, env=_ENVIRONMENT, capture_output=True, text=True, check=False)
    if done.returncode >= _SIGNALLED:
        sys.exit(f"{words} ended with {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def start(*words: str | Path, folder: Path) -> subprocess.Popen[bytes]:
    """Start a command that goes on, such as a server."""
    return subprocess.Popen(
        words, cwd=folder, env=_ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def cpu(process: subprocess.Popen[bytes]) -> float:
    """Return the CPU seconds that a running process and its children took so far."""
    after_name = Path(f"/proc/{process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return sum(map(int, after_name[11:15])) / os.sysconf("SC_CLK_TCK")


def _measured(words: list[str]) -> NoReturn:
    """Run a command in this process's place, and print its exit code and cost as the last line of stderr."""
    begin = time.perf_counter()
    _, status, used = os.wait4(os.posix_spawnp(words[0], words, os.environ), 0)
    wall = time.perf_counter() - begin
    code = abs(os.waitstatus_to_exitcode(status))
    sys.stderr.write(f"\n{json.dumps([code, used.ru_utime + used.ru_stime, wall, used.ru_maxrss])}\n")
    sys.exit()


if __name__ == "__main__":
    _measured(sys.argv[1:])
