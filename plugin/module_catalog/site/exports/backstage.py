"""Backstage: a `catalog-info.yaml` with a Component for each module that is there.

People and teams are only referred to.
"""

from __future__ import annotations

import hashlib
from typing import Any

import yaml

from ...catalog.addresses import module_path, published
from ...catalog.entries import Module
from ...catalog.model import Catalog
from .export import export

_HEAD = "# Made by `module-catalog export backstage`: change the entries, not this file.\n"
_LONGEST = 63
"""How many characters Backstage allows in the name of a component."""
NO_OWNER = "group:default/no-record"
"""Backstage asks for an owner. This is not one: it says that none is on record."""


@export(
    "backstage",
    "catalog-info.yaml for Backstage: a Component for each module.",
    sample=lambda module, catalog: component(module, catalog).rstrip(),
)
def backstage(catalog: Catalog) -> bytes:
    """Return the file: a document for each module, by id."""
    documents = [component(module, catalog) for module in catalog.modules if not catalog.is_gone(module)]
    return f"{_HEAD}{''.join(documents)}".encode()


def component(module: Module, catalog: Catalog) -> str:
    """Return a module as a YAML document."""
    described = {
        "apiVersion": "backstage.io/v1alpha1",
        "kind": "Component",
        "metadata": _metadata(module, catalog),
    }
    # In quotes, text is text in every version of YAML, `on` and `0o14` too.
    return yaml.dump(
        {**described, "spec": _spec(module, catalog)},
        Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper),
        default_style='"',
        sort_keys=False,
        explicit_start=True,
        allow_unicode=True,
        width=1000,
    )


def _name(id_: str) -> str:
    """Return what a component is called there: its id, shortened where it has more characters than fit."""
    if len(id_) <= _LONGEST:
        return id_
    return f"{id_[: _LONGEST - 9].rstrip('-_.')}-{hashlib.sha256(id_.encode()).hexdigest()[:8]}"


def _metadata(module: Module, catalog: Catalog) -> dict[str, Any]:
    links = [
        {"url": url, "title": title}
        for title, url in (
            (
                "Catalog",
                published(module_path(module.id), catalog.settings) if catalog.settings.site else None,
            ),
            ("Documentation", module.links.docs),
            ("API", module.links.api),
            ("Issues", module.links.issues),
            ("Discussion", module.links.discussion),
        )
        if url
    ]
    # Words of a tag are joined by hyphens there, and by nothing else.
    tags = sorted({tag.replace("_", "-").replace(".", "-") for tag in module.tags})
    described = {"description": module.summary} if module.summary else {}
    metadata = {"name": _name(module.id), "title": module.name, **described}
    return {**metadata, **({"tags": tags} if tags else {}), **({"links": links} if links else {})}


def _spec(module: Module, catalog: Catalog) -> dict[str, Any]:
    needed = {
        relation.module
        for relation in module.relations
        if relation.module and catalog.settings.relation_words[relation.type][0].needs
    }
    present = sorted(
        id_ for id_ in needed if id_ in catalog.by_id and not catalog.is_gone(catalog.by_id[id_])
    )
    spec = {"type": module.kind, "lifecycle": module.stage, "owner": _owner(module, catalog)}
    return {
        **spec,
        **({"dependsOn": [f"component:default/{_name(id_)}" for id_ in present]} if present else {}),
    }


def _owner(module: Module, catalog: Catalog) -> str:
    """Return the one owner that Backstage knows: the first team, or else the first person."""
    known = [(owner.person, catalog.people.get(owner.person)) for owner in catalog.active_owners(module)]
    teams = [handle for handle, person in known if person and person.is_team]
    people = [handle for handle, person in known if not (person and person.is_team)]
    # There a slash ends the namespace, and names have none.
    group = teams[0].rpartition("/")[2] if teams else ""
    return f"group:default/{group}" if group else f"user:default/{people[0]}" if people else NO_OWNER
