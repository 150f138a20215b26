"""READMEs, manifests and the comments that begin packages → what they say that a folder is for."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ...catalog.evidence import SourceLocation
from ..languages.language import UnreadError
from ..languages.python import parsed
from ..tree import File, Tree
from .candidate import Candidate
from .workspaces import Package

_MOST_BYTES = 200_000
_NAMES = ("README.md", "README.rst", "README.txt", "README", "__init__.py", "doc.go", "src/lib.rs", "lib.rs")
"""What is looked for in the folders of a candidate: the first that says anything counts."""


class Said(NamedTuple):
    """What a file says that a folder is for."""

    text: str
    place: SourceLocation
    is_page: bool
    """Whether it is a page of prose, with headings and pictures, and not a sentence or a few."""


def summaries(
    tree: Tree, candidates: Iterable[Candidate], packages: Iterable[Package]
) -> Mapping[Candidate, Said]:
    """Return what the tree says that candidates are for, as far as it does."""
    files = {file.path: file for file in tree.files if 0 <= file.size <= _MOST_BYTES}
    said = {one.path: Said(one.summary, one.place, is_page=False) for one in packages if one.summary}
    wanted = {one: _wanted(one, files) for one in candidates}
    texts = dict(_texts(tree, (file for several in wanted.values() for file in several)))
    found: dict[Candidate, Said] = {}
    for candidate, several in wanted.items():
        of_package = (said[path] for path in candidate.paths if path in said)
        of_files = (one for file in several if (one := _said(file.path, texts.get(file.path, b""))))
        first = next((one for source in (of_package, of_files) for one in source), None)
        if first:
            found[candidate] = first
    return found


def _wanted(candidate: Candidate, files: Mapping[str, File]) -> list[File]:
    named_first = sorted(candidate.paths, key=lambda path: (_leaf(path) != candidate.name, path.count("/")))
    paths = (f"{path}/{name}" for path in named_first for name in _NAMES)
    return [files[path] for path in paths if path in files]


def _leaf(path: str) -> str:
    return path.rpartition("/")[2]


def _texts(tree: Tree, files: Iterable[File]) -> Iterator[tuple[str, bytes]]:
    unique = tuple({file.path: file for file in files}.values())
    yield from ((file.path, content) for file, content in tree.contents(unique) if content)


def _said(path: str, content: bytes) -> Said | None:
    text = content.decode("utf-8", "replace")
    place = SourceLocation(path, 1)
    if path.endswith(".py"):
        text = _docstring(content)
    elif path.endswith(".go"):
        text = _comment(text, r"//", r"//\s*Package\s")
    elif path.endswith(".rs"):
        text = _comment(text, r"//!", r"//!")
    elif text.strip():
        return Said(text, place, is_page=True)
    return Said(text, place, is_page=False) if text.strip() else None


def _docstring(content: bytes) -> str:
    try:
        found = ast.get_docstring(parsed(content))
    except UnreadError:
        return ""
    return re.split(r"\n\s*\n", found)[0] if found else ""


def _comment(text: str, sign: str, first: str) -> str:
    """Return the lines of a comment up to an empty one, from the line that begins as *first* says."""
    lines = iter(text.splitlines())
    begin = next((line for line in lines if re.match(first, line)), "")
    found = []
    for line in (begin, *lines):
        bare = re.match(rf"{sign}\s?(.*)", line)
        if bare is None or not bare[1].strip():
            break
        found.append(bare[1])
    return " ".join(found)
