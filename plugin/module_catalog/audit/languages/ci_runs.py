"""Files of a CI → what each part of a job names, and whether what it tests is written there plainly.

Parts begin at the keys that may be jobs. Jenkins' files have none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from .language import Language


@dataclass(frozen=True)
class Part:
    """Some lines of a file that may be one job."""

    first: int
    last: int
    names: tuple[str, ...]
    """What may be a path, as it is written."""
    tested: tuple[str, ...]
    """The paths that it hands to a program that runs tests; none where it may run something else."""


_KEY = re.compile(r"(?P<indent>[ ]*)(?:-[ ]+)?[\w.\"'-][^:#]{0,200}:(?:[ ].*)?")
_COMMAND = re.compile(r"[ ]*(?:-[ ]+)?(?P<key>[\w-]+):[ ]*(?P<value>.*?)[ ]*")
_RUNS = ("run", "script", "before_script", "command")
_NAME = re.compile(r"[\w.@*-]*(?:/[\w.@*-]+)+|[\w-]+\.\w+")
_NOTHING = re.compile(
    r"(?:sudo )?(?:apt|apt-get|echo|git|pip3?|python3? -m pip|go (?:build|mod|vet))\b[^;&|`$]*"
)
"""Commands that test nothing of the tree."""
_TESTS = re.compile(r"(?:pytest|py\.test|python3? -m pytest|go test)(?P<rest>(?: [^;&|`$]*)?)")
_OPTIONS = re.compile(r"-\S*")
_PLAIN_ACTION = re.compile(r"[\"']?actions/(?:cache|checkout|setup-[\w-]+|upload-artifact)@")
_NOT_PLAIN = ("defaults", "extends", "working-directory", "<<")
MOST_NAMES = 1000


def read(content: bytes) -> tuple[Part, ...]:
    """Return the parts of a file, the outer ones before those inside."""
    lines = content.decode("utf-8", "replace").split("\n")
    begun: list[tuple[int, int]] = []
    found: list[tuple[int, int]] = []
    for number, line in enumerate((*lines, "end:"), 1):
        key = _KEY.fullmatch(line)
        indent = len(line) - len(line.lstrip(" "))
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        while begun and begun[-1][0] >= indent and (key or indent < begun[-1][0]):
            at, start = begun.pop()
            if at <= _DEEPEST:
                found.append((start, number - 1))
        if key:
            begun.append((indent, number))
    spans = sorted({(1, len(lines)), *found}, key=lambda span: (span[0], -span[1]))
    return tuple(_part(first, last, lines[first - 1 : last]) for first, last in spans)


def part_of(parts: Sequence[Part], line: int | None) -> Part | None:
    """Return the part that a line names: that which begins with it, or the nearest one around it."""
    around = [one for one in parts if one.first <= (line or 1) <= one.last and one.last > one.first]
    return max(around, key=lambda one: (one.first, -one.last), default=None)


_DEEPEST = 4
"""How far the keys of jobs are set in."""


def _part(first: int, last: int, lines: Sequence[str]) -> Part:
    named = dict.fromkeys(name for line in lines for name in _NAME.findall(line.partition(" #")[0]))
    return Part(first, last, tuple(named)[:MOST_NAMES], _tested(lines))


def _tested(lines: Sequence[str]) -> tuple[str, ...]:
    """Return what is tested, if every command of a job is known."""
    found: list[str] = []
    for command in _commands(lines):
        tests = _TESTS.fullmatch(command)
        given = [one for one in tests["rest"].split() if not _OPTIONS.fullmatch(one)] if tests else []
        if (tests and not given) or (not tests and not _NOTHING.fullmatch(command)):
            return ()
        found += given
    return tuple(dict.fromkeys(found))


def _commands(lines: Sequence[str]) -> Iterator[str]:
    """Yield the commands of a job; an empty one for what may run something else."""
    block: int | None = None
    for line in lines:
        indent, text = len(line) - len(line.lstrip(" ")), line.strip()
        if not text or text.startswith("#"):
            continue
        if block is not None and indent > block:
            yield text.removeprefix("- ").strip("\"'")
            continue
        block = None
        found = _COMMAND.fullmatch(line)
        key, value = (found["key"], found["value"]) if found else ("", text)
        if key in _RUNS and value in ("", "|", "|-", ">", ">-"):
            block = indent + (len(line) - len(line.lstrip(" -")) - indent)
        elif key in _RUNS:
            yield value.strip("\"'")
        elif key in _NOT_PLAIN or (key == "uses" and not _PLAIN_ACTION.match(value)) or not found:
            yield ""


def _packed(parts: Sequence[Part]) -> object:
    return [[one.first, one.last, one.names, one.tested] for one in parts]


def _unpacked(packed: Any) -> tuple[Part, ...]:
    return tuple(Part(first, last, tuple(names), tuple(tested)) for first, last, names, tested in packed)


RUNS = Language("ci-runs", read, _packed, _unpacked)
