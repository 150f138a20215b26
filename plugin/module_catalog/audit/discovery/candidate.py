"""What a tree seems to have as a module, before anybody says so: its name, its paths, and why."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...catalog.evidence import SourceLocation


@dataclass(frozen=True)
class Reason:
    """Something that the tree says, in words for a person, and where."""

    says: str
    place: SourceLocation
    weight: int = 0
    """How much it counts for a module."""


@dataclass(frozen=True)
class Candidate:
    """Folders and files that may be one module."""

    name: str
    """As the tree writes it."""
    kind: str
    paths: tuple[str, ...]
    """From the top of the tree, in the order of letters."""
    why: tuple[Reason, ...]
    """Why it may be one, what says most first."""
    is_package: bool = False
    """Whether it has a manifest of its own, and is called as that or its folder is."""


def key(name: str) -> str:
    """Return what two spellings of a name share: `meta_schedule`, `MetaSchedule` and `meta-schedule`."""
    return re.sub(r"[\W_]+", "", name).casefold()


def words(name: str) -> tuple[str, ...]:
    """Return the words of a name in lower case: `USE_NNAPI_CODEGEN` has three."""
    return tuple(re.sub(r"[\W_]+", " ", name).casefold().split())
