"""catalog/imported.json: what each block of each file was when it was imported."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ..catalog.reading.sources import FOLDER
from ..diagnostics import CatalogError
from .renewal import Digests

PATH = f"{FOLDER}/imported.json"
_COMMENT = "Written by `module-catalog import`, which knows by it what nobody has edited: do not edit."


def text(files: Mapping[str, Digests]) -> str:
    """Return the record as JSON, with a line for each file."""
    found = (f"    {json.dumps(path)}: {json.dumps(files[path], sort_keys=True)}" for path in sorted(files))
    body = ",\n".join(found)
    return f'{{\n  "$comment": {json.dumps(_COMMENT)},\n  "files": {{\n{body}\n  }}\n}}\n'


def read(text: str) -> dict[str, Digests]:
    """Return what was recorded. Raises CatalogError for a text that no import wrote."""
    try:
        files: Any = json.loads(text)["files"]
        return {
            str(path): {str(key): str(one) for key, one in digests.items()} for path, digests in files.items()
        }
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise CatalogError(
            f"{PATH} is not what an import wrote: restore it, or remove it to import into an empty catalog"
        ) from error
