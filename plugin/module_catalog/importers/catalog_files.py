"""All that was found in a source → the files of its catalog."""

from __future__ import annotations

from ..catalog.reading import documents
from ..catalog.reading.sources import FOLDER
from . import renewal, writing
from .drafts import Imported
from .writing import Blocks

_LIFECYCLE = "lifecycle.yaml"


def catalog_files(imported: Imported) -> dict[str, tuple[str, Blocks]]:
    """Return the head and the blocks of each file of the catalog, by its path.

    An entry that would be too large becomes one that was not understood.
    """
    found: dict[str, tuple[str, Blocks]] = {}
    lifecycle = imported.lifecycle
    if not isinstance(lifecycle, str) or lifecycle in renewal.LIFECYCLES:
        lifecycle = _LIFECYCLE
        found[f"{FOLDER}/{_LIFECYCLE}"] = renewal.lifecycle(imported.lifecycle)
    found[f"{FOLDER}/catalog.yaml"] = "", writing.catalog(imported, lifecycle)
    found[f"{FOLDER}/people.yaml"] = "", writing.people(imported)
    too_large = []
    for draft in imported.drafts:
        head, blocks = writing.entry(draft)
        if len((head + "".join(blocks.values())).encode()) > documents.MAX_BYTES:
            imported.unread.append((draft.path, "an entry of it would be larger than an entry may be"))
            too_large.append(draft)
            continue
        found[f"{FOLDER}/modules/{draft.id}.yaml"] = head, blocks
    imported.drafts[:] = [draft for draft in imported.drafts if draft not in too_large]
    return found
