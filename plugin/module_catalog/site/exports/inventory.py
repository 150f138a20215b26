"""The inventory of all that can be referred to, in the format of Sphinx, for references from other sites."""

from __future__ import annotations

import zlib

from ...catalog.addresses import INVENTORY
from ...catalog.model import Catalog
from ...catalog.page_kinds import FOLDER
from ..references import Reference, references
from .export import export


# Beside the pages it lists, because the root of a site is where mkdocstrings and Sphinx write their own.
@export(
    "inventory",
    "An inventory of everything other sites can refer to, for Sphinx and mkdocstrings.",
    path=INVENTORY,
    is_format=False,
)
def inventory(catalog: Catalog) -> bytes:
    """Return the inventory, version 2.

    It has labels with addresses relative to its own folder, as a site with directories has them.
    """
    header = (
        "# Sphinx inventory version 2",
        f"# Project: {catalog.settings.name}",
        "# Version: ",
        "# The remainder of this file is compressed using zlib.",
    )
    lines = (_line(one) for _, one in sorted(references(catalog).items()))
    return "".join(f"{line}\n" for line in header).encode() + zlib.compress("".join(lines).encode(), 9)


def _line(one: Reference) -> str:
    page = one.path.removeprefix(f"{FOLDER}/").removesuffix(".md")
    return f"{one.name} std:label 1 {page}/#{one.anchor} {one.title}\n"
