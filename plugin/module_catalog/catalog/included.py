"""Copies of the catalogs that other projects publish → the modules in them that references can name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from . import generated_json
from .addresses import API, API_VERSION
from .entries import Link

CATALOG_FILE = f"{API}/catalog.json"
"""Where a site has the file that is copied."""


@dataclass(frozen=True)
class IncludedCatalog:
    """The catalog of another project, as far as a copy of it tells."""

    name: str = ""
    """What the project is called."""
    modules: Mapping[str, Link] = field(default_factory=dict)
    """What each module is called there and where its page is, by its id."""


Included = Mapping[str, "IncludedCatalog | None"]
"""The catalogs of other projects by the names that references to their modules begin with.

None stands for one of which the copy cannot be used."""


class UnusableError(Exception):
    """A copy that cannot be used, with what is wrong as a clause."""


def read(text: str, url: str | None) -> IncludedCatalog:
    """Return what a copy holds; *url* is where the file was published.

    Raises UnusableError.
    """
    _require_version(text)
    data, line = generated_json.read("included", text, {})
    if data is None:
        raise UnusableError(f"it is no `catalog.json` that module-catalog publishes, from line {line} on")
    project = data["project"]
    site = project.get("site") or (url or "").removesuffix(CATALOG_FILE)
    modules = {one["id"]: Link(f"{one['name']} ({project['name']})", one["page"]) for one in data["modules"]}
    if site:
        modules = {id_: replace(one, url=_whole(one.url, site)) for id_, one in modules.items()}
    elif any("://" not in one.url for one in modules.values()):
        raise UnusableError(
            f"it does not say where its pages are: write a `url` that ends in `/{CATALOG_FILE}`"
        )
    return IncludedCatalog(project["name"], modules)


def _require_version(text: str) -> None:
    """Raise UnusableError for a file of another version than this program writes."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return
    version = data.get("version") if isinstance(data, dict) else None
    if isinstance(version, int) and version < API_VERSION:
        raise UnusableError(f"its version {version} is too old, {API_VERSION} is read: copy a newer one")
    if isinstance(version, int) and version > API_VERSION:
        raise UnusableError(f"its version {version} is of a later module-catalog, {API_VERSION} is read")


def _whole(page: str, site: str) -> str:
    return page if "://" in page else f"{site.rstrip('/')}/{page}"


def find(id_: str, included: Included) -> Link | None:
    """Return the module of another catalog that a reference such as `pytorch:dynamo` names."""
    name, _, inside = id_.partition(":")
    found = included.get(name)
    return found.modules.get(inside) if found else None
