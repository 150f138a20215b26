"""Plain data as a short text that can be read on a page."""

from __future__ import annotations

import json
from typing import Any

_LONGEST = 60
_WIDTH = 66


def short(value: Any) -> Any:
    """Return plain data with the first item of each list, and the beginning of each long text."""
    if isinstance(value, dict):
        return {key: short(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [short(item) for item in value[:1]]
    return f"{value[:_LONGEST]}…" if isinstance(value, str) and len(value) > _LONGEST else value


def laid_out(value: Any, indent: str = "") -> str:
    """Return JSON with each thing on one line if it fits there."""
    line, deeper = json.dumps(value, ensure_ascii=False), f"{indent}  "
    if not isinstance(value, (dict, list)) or len(indent + line) <= _WIDTH:
        return line
    if isinstance(value, list):
        parts = [f"{deeper}{laid_out(inner, deeper)}" for inner in value]
    else:
        parts = [
            f"{deeper}{json.dumps(key, ensure_ascii=False)}: {laid_out(inner, deeper)}"
            for key, inner in value.items()
        ]
    return "\n".join([line[0], ",\n".join(parts), f"{indent}{line[-1]}"])
