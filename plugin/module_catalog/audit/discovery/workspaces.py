"""Manifests of packages → the folders that are one each, with what the manifest says of them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...catalog.evidence import SourceLocation
from ..languages import toml
from ..languages.language import UnreadError
from ..tree import Tree
from .layout import is_aside

Said = Mapping[str, str]
"""What a manifest says: the name, and what the package is for."""


@dataclass(frozen=True)
class Package:
    """A folder with a manifest."""

    path: str
    """"" for the top of the tree."""
    kind: str
    name: str
    """What the manifest calls it; "" where it does not."""
    summary: str
    place: SourceLocation


def packages(tree: Tree) -> Iterator[Package]:
    """Yield the packages of a tree, in the order of git, without those of tests and other projects."""
    files = tuple(
        file for file in tree.files if file.path.rpartition("/")[2] in MANIFESTS and not is_aside(file.path)
    )
    for file, content in tree.contents(files):
        folder, _, name = file.path.rpartition("/")
        kind, read = MANIFESTS[name]
        said = read(content.decode("utf-8", "replace")) if content else None
        if said is not None:
            place = SourceLocation(file.path, 1)
            yield Package(folder, kind, said.get("name", ""), said.get("summary", ""), place)


def _go(text: str) -> Said | None:
    found = re.search(r"(?m)^\s*module\s+\"?([^\s\"]+)", text)
    return {"name": found[1].rpartition("/")[2]} if found else None


def _json(text: str) -> Said | None:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return _said(data, "name", "description") if isinstance(data, dict) else None


def _toml(*tables: tuple[str, ...]) -> Callable[[str], Said | None]:
    def read(text: str) -> Said | None:
        try:
            data: Any = toml.data(text.encode())
        except (ValueError, UnreadError):
            return None
        for names in tables:
            table = data
            for name in names:
                table = table.get(name) if isinstance(table, dict) else None
            if isinstance(table, dict):
                return _said(table, "name", "description")
        return None

    return read


def _said(data: Mapping[str, Any], name: str, summary: str) -> Said:
    found = {"name": data.get(name), "summary": data.get(summary)}
    return {key: one for key, one in found.items() if isinstance(one, str)}


def _cfg(text: str) -> Said | None:
    found = {
        name: match[1].strip()
        for name, key in (("name", "name"), ("summary", "description"))
        if (match := re.search(rf"(?m)^{key}[ \t]*=[ \t]*([^\n]{{1,500}})$", text))
    }
    return found if "[metadata]" in text else None


def _xml(text: str) -> Said | None:
    """Return what a pom.xml says outside its parent. It is read as text: no entity is ever resolved."""
    bare = re.sub(r"<parent>.*?</parent>", "", text[:100_000], count=1, flags=re.DOTALL)
    found = {
        name: " ".join(match[1].split())
        for name, tag in (("name", "artifactId"), ("summary", "description"))
        if (match := re.search(rf"<{tag}>([^<]{{1,1000}})</{tag}>", bare))
    }
    return found if "name" in found else None


MANIFESTS: Mapping[str, tuple[str, Callable[[str], Said | None]]] = {
    "go.mod": ("package", _go),
    "Cargo.toml": ("crate", _toml(("package",))),
    "package.json": ("package", _json),
    "pyproject.toml": ("package", _toml(("project",), ("tool", "poetry"))),
    "setup.cfg": ("package", _cfg),
    "pom.xml": ("package", _xml),
    "build.gradle": ("package", lambda _: {}),
    "build.gradle.kts": ("package", lambda _: {}),
}
"""By the name of the file: the kind of what it is the manifest of, and what reads it.

None stands for a file that is no manifest of a package, such as that of a workspace.
"""
