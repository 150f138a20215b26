"""A path of a source tree → what an entry can say of it, as far as files there do."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..catalog.model import Catalog
from ..catalog.reading.paths import covers
from ..diagnostics import CatalogError
from .progress import watched

if TYPE_CHECKING:
    from ..audit.discovery.code_owners import Owner


def said_of(source: Path, path: str, catalog: Catalog, root: Path) -> dict[str, Any]:
    """Return what the tree of a repository says of a path, as an entry says it, and tell where it is from."""
    from ..audit import ReadObjects, Tree  # noqa: PLC0415  # what reads source trees takes time to load
    from ..audit.discovery import about  # noqa: PLC0415  # as above
    from ..audit.discovery.layout import CORE  # noqa: PLC0415  # as above
    from ..importers.source_tree import first_sentence  # noqa: PLC0415  # as above

    tree, path = Tree(source, "HEAD", needed_by="new --from-path"), path.strip("/")
    if not any(covers(path, file.path) for file in tree.files):
        raise CatalogError(f"there is nothing at {path} in {source} at {tree.commit[:10]}")
    objects = ReadObjects(None if os.environ.get("CI") else root)
    found = about(tree, path, objects=objects, progress=watched)
    kind = found.candidate.kind
    said = {
        "kind": kind if kind in catalog.settings.kinds and kind != CORE else None,
        "summary": first_sentence(found.summary) if found.summary else None,
        "namespaces": list(found.candidate.paths),
        "owners": [_owner(one, catalog) for one in found.owners],
        "toggles": [
            {"name": one.name, "mechanism": one.mechanism, "default": one.default} for one in found.toggles
        ],
    }
    given = {key: value for key, value in said.items() if value}
    click.echo(f"Taken from the tree at {tree.commit[:10]}: {', '.join(given)}.")
    return given


def _owner(owner: Owner, catalog: Catalog) -> dict[str, Any]:
    capacity = {"as": owner.capacity} if owner.capacity in catalog.settings.capacities else {}
    return {"person": owner.handle, **capacity, "basis": owner.basis}
