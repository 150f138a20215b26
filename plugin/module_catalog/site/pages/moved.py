"""The pages of ids that modules had before, so that old links go on leading somewhere."""

from __future__ import annotations

from collections.abc import Iterator

from ...catalog.addresses import module_path
from ...catalog.model import Catalog
from ..page import Page


def pages(catalog: Catalog) -> Iterator[Page]:
    """A page for each former id, which leads on to the module's."""
    for id_, module in catalog.by_former_id.items():
        yield Page(
            "moved",
            "{id} is {name} now",
            "What was called {id} is {name} now.",
            {"module": module, "id": id_},
            at=module_path(id_),
            values={"id": id_, "name": module.name},
            source=module.document.path,
        )
