"""One module as each format has it, short enough to be read on a page."""

from __future__ import annotations

import json
from typing import Any

from ...catalog.code_owners import lines
from ...catalog.entries import Module
from ...catalog.model import Catalog
from .api import module_file
from .backstage import component
from .badges import endpoint

_LONGEST = 60
_WIDTH = 66
_FIELDS = ("stage", "owners", "toggles", "relations", "history")
"""What of an entry is shown."""


def samples(module: Module, catalog: Catalog) -> dict[str, str]:
    """Return what each format has of a module, by the name of the format."""
    whole, said = module_file(module, catalog), module.value()
    return {
        "json": _laid_out(_short({**whole, "entry": {name: said[name] for name in _FIELDS if name in said}})),
        "shields": _laid_out(endpoint(module, catalog)),
        "codeowners": lines([module], catalog).rstrip(),
        "backstage": component(module, catalog).rstrip(),
    }


def _short(value: Any) -> Any:
    """Return plain data with the first item of each list, and the beginning of each long text."""
    if isinstance(value, dict):
        return {key: _short(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_short(item) for item in value[:1]]
    return f"{value[:_LONGEST]}…" if isinstance(value, str) and len(value) > _LONGEST else value


def _laid_out(value: Any, indent: str = "") -> str:
    """Return JSON with each thing on one line if it fits there."""
    line, deeper = json.dumps(value, ensure_ascii=False), f"{indent}  "
    if not isinstance(value, (dict, list)) or len(indent + line) <= _WIDTH:
        return line
    if isinstance(value, list):
        parts = [f"{deeper}{_laid_out(inner, deeper)}" for inner in value]
    else:
        parts = [f"{deeper}{json.dumps(key, ensure_ascii=False)}: {_laid_out(inner, deeper)}" for key, inner in value.items()]
    return "\n".join([line[0], ",\n".join(parts), f"{indent}{line[-1]}"])
