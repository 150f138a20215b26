"""Files of a CI → what they call jobs, with their lines.

Those of GitHub, GitLab, Azure and CircleCI are known by how their lines are set in, Jenkins' by their words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .language import Language

Jobs = tuple[tuple[str, int], ...]
"""Names with their lines, in the order of lines."""

_LINE = re.compile(
    r"""(?P<indent>[ ]*)(?P<item>-[ ]+)?["']?(?P<key>[\w./:-][\w./: -]{0,200}?)["']?[ ]*:"""
    r"""(?:[ ]+(?P<value>[^#\s].{0,300}?))?[ ]*(?:#.*)?"""
)
_JENKINS = re.compile(r"""\bstage\s*\(\s*["']([^"'\n]{1,200})["']|["']([^"'\n]{1,200})["']\s*:\s*\{""")
_CALLED = ("job", "stage", "deployment")
"""The keys of Azure's lists whose values are names."""
_NO_JOBS = frozenset(
    (
        *("after_script", "before_script", "cache", "default", "image", "include", "parameters", "pool"),
        *("pr", "resources", "schedules", "services", "spec", "stages", "trigger", "variables", "workflow"),
    )
)
"""Keys at the top of a file that are no jobs of GitLab."""


def read(content: bytes) -> Jobs:
    """Return the jobs that a file has, by their keys and by their names."""
    text = content.decode("utf-8", "replace")
    return (*_of_lines(text), *_of_jenkins(text))


def _of_lines(text: str) -> Iterator[tuple[str, int]]:
    """Yield the keys right below `jobs`, or where nothing is called so those at the top, and all names."""
    top, below, inside = "", None, None
    is_listed = re.search(r"^jobs:", text, re.MULTILINE) is not None
    for number, line in enumerate(text.split("\n"), 1):
        found = _LINE.fullmatch(line)
        if found is None:
            continue
        indent, key, value = len(found["indent"]), found["key"], (found["value"] or "").strip("\"'")
        if indent == 0 and not found["item"]:
            top, below, inside = key, None, None
            if not is_listed and key not in _NO_JOBS:
                yield key, number
        elif top == "jobs" and not found["item"]:
            below = indent if below is None else below
            inside = None if indent <= below else inside or indent
            if indent == below:
                yield key, number
        if (key in _CALLED and found["item"]) or (key == "name" and value and indent in (0, inside)):
            yield value, number


def _of_jenkins(text: str) -> Iterator[tuple[str, int]]:
    line, last = 1, 0
    for found in _JENKINS.finditer(text):
        line, last = line + text.count("\n", last, found.start()), found.start()
        yield found[1] or found[2], line


def _unpacked(packed: Any) -> Jobs:
    return tuple(map(tuple, packed))


CI = Language("ci", read, list, _unpacked)
