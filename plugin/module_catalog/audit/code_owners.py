"""The text of a CODEOWNERS file → who is asked to review each file, as GitHub and GitLab read it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..catalog.reading.paths import PathClaims, is_glob

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
    """Whether it stands for the files right in a folder, and not for what lies deeper."""
    owners: tuple[str, ...]
    """Handles without `@`, teams with their organisation, and addresses."""

    def fits(self, path: str) -> bool:
        """Say whether a file that the pattern covers is one of those that it stands for."""
        return not self.is_shallow or path.count("/") == self.pattern.count("/")

    @property
    def top(self) -> str:
        """The path or glob of what it is about, without what stands for all in there."""
        return re.sub(r"(?:/\*\*)+$|/\*$" if self.is_shallow else r"(?:/\*\*)+$", "", self.pattern)

    @property
    def folder(self) -> str | None:
        """The folder or file that it is about; None where it is about several, or files wherever they are."""
        plain = self.top.removeprefix("**/")
        return None if is_glob(plain) else plain


class CodeOwners:
    """Who is asked to review what."""

    def __init__(self, text: str) -> None:
        self._claims = PathClaims((line.pattern, line) for line in lines(text))

    def of(self, path: str) -> Line | None:
        """Return the line that decides about a file: the last that matches."""
        found = [line for _, line in self._claims.of(path) if line.fits(path)]
        return max(found, key=lambda line: line.number, default=None)


def lines(text: str) -> Iterator[Line]:
    """Yield the lines of a file, in its order. A section of GitLab has no path; GitHub knows no negation."""
    for number, row in enumerate(text.split("\n"), 1):
        found = _LINE.match(row.strip())
        if found is None or row.strip().startswith(("[", "^[", "!")):
            continue
        written = found["pattern"].replace("\\ ", " ")
        pattern = written.strip("/")
        if not pattern:
            continue
        is_anchored = written.startswith("/") or "/" in pattern
        owners = tuple(name.removeprefix("@") for name in found["owners"].split() if "@" in name)
        is_shallow = is_anchored and re.search(r"(?:^|/)\*$", written) is not None
        yield Line(number, pattern if is_anchored else f"**/{pattern}", is_shallow, owners)
