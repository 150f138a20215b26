"""The text of a CODEOWNERS file → who is asked to review each file, as GitHub and GitLab read it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..catalog.paths import PathClaims

PLACES = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS")
"""Where forges look: the first that is there counts."""
_LINE = re.compile(r"(?P<pattern>(?:\\.|[^\s\\#])+)(?P<owners>[^#]*)")


@dataclass(frozen=True)
class Line:
    """One line that asks somebody, or nobody any more."""

    number: int
    pattern: str
    """As a path or glob of an entry."""
    is_shallow: bool
    """Whether it stands for what is right in a folder, and not for what lies deeper."""
    owners: tuple[str, ...]
    """Handles without `@`, teams with their organisation, and addresses."""


class CodeOwners:
    """Who is asked to review what."""

    def __init__(self, text: str) -> None:
        self.lines = tuple(_lines(text))
        self._claims = PathClaims((line.pattern, line) for line in self.lines)

    def of(self, path: str) -> Line | None:
        """Return the line that decides about a file: the last that matches."""
        found = [line for _, line in self._claims.of(path) if _fits(line, path)]
        return max(found, key=lambda line: line.number, default=None)


def _fits(line: Line, path: str) -> bool:
    return not line.is_shallow or path.count("/") == line.pattern.count("/")


def _lines(text: str) -> Iterator[Line]:
    for number, row in enumerate(text.split("\n"), 1):
        found = _LINE.match(row.strip())
        # A section of GitLab has no path.
        if found is None or row.startswith(("[", "^[")):
            continue
        written = found["pattern"].replace("\\ ", " ")
        pattern = written.strip("/")
        if not pattern:
            continue
        is_anchored = written.startswith("/") or "/" in pattern
        owners = tuple(name.removeprefix("@") for name in found["owners"].split() if "@" in name)
        is_shallow = is_anchored and pattern.endswith("/*")
        yield Line(number, pattern if is_anchored else f"**/{pattern}", is_shallow, owners)
