"""Plain data → the text of a YAML file by top-level key, which every reader of YAML reads alike."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from ..catalog.validation.schema import effective, entry_keys, rank
from .drafts import Data, Draft, Imported

WIDTH = 110
Blocks = dict[str, str]
"""The lines of each top-level key, with the comment above it; each ends in a line break."""
_PLAIN = re.compile(r"[A-Za-z][\w./()+-]*(?: [\w./()+&'-]+)*", re.ASCII)
"""Text that needs no quotes, unless some readers take it for something else."""
_WORDS = re.compile(r"(?i)y|n|yes|no|on|off|true|false|null|nan|inf")
_DAY = re.compile(r"[1-9]\d{3}-\d\d-\d\d", re.ASCII)
_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_./-]*")
_ENTRY = "# yaml-language-server: $schema=../module.schema.json\n"


def entry(draft: Draft) -> tuple[str, Blocks]:
    """Return the head of the file of an entry, and its blocks."""
    origin = "".join(character if character.isprintable() else "?" for character in draft.path)
    order = entry_keys()
    keys = sorted(draft.data, key=lambda key: rank(key, order))
    return f"{_ENTRY}# {draft.how} from {origin}.\n", blocks(
        {key: draft.data[key] for key in keys}, draft.guessed
    )


def catalog(imported: Imported, lifecycle: str) -> Blocks:
    """Return the blocks of catalog.yaml, which names its *lifecycle*."""
    order = list(effective("catalog", {})["properties"])
    data = {**imported.catalog, "lifecycle": lifecycle}
    keys = sorted(data, key=lambda key: rank(key, order))
    return {
        key: "".join(f"# {note}\n" for note in imported.notes.get(key, "").splitlines()) + block
        for key, block in blocks({key: data[key] for key in keys}, imported.guessed).items()
    }


def people(imported: Imported) -> Blocks:
    """Return the blocks of people.yaml."""
    found: Data = {"people": _sorted(imported.people)}
    if imported.teams:
        found["teams"] = _sorted(imported.teams)
    return blocks(found, {})


def _sorted(roster: Mapping[str, Data]) -> Data:
    return {handle: roster[handle] for handle in sorted(roster, key=str.casefold)}


def blocks(data: Mapping[str, Any], guessed: Mapping[str, str]) -> Blocks:
    """Return the block of each key; a guess has a comment above it that says why, with a line a reason."""
    return {
        key: "".join(f"{one}\n" for one in (*_reasons(guessed.get(key)), *_lines(key, value, "")))
        for key, value in data.items()
    }


def _reasons(said: str | None) -> list[str]:
    reasons = said.split("\n") if said else ()
    return [
        f"# guessed: {''.join(one if one.isprintable() else '?' for one in reason)}" for reason in reasons
    ]


def scalar(value: Any) -> str:
    """Return a scalar as YAML that can stand anywhere on a line, also in braces."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    if not isinstance(value, str) or _is_day(text) or (_PLAIN.fullmatch(text) and not _WORDS.fullmatch(text)):
        return text
    if text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(map(_escaped, text)) + '"'


def _is_day(text: str) -> bool:
    try:
        return bool(_DAY.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False


def _escaped(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    if character == "\n":
        return "\\n"
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\x{code:02X}" if code < 0x100 else f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(key)}: {_flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(_flow, value))}]"
    return scalar(value)


def _key(key: str) -> str:
    return key if _KEY.fullmatch(key) and not _WORDS.fullmatch(key) else scalar(key) if key else "''"


def _lines(key: str, value: Any, indent: str) -> list[str]:
    """Return the lines of a key and its value: on one line where it fits and is no list of mappings."""
    head = f"{indent}{_key(key)}:"
    one = f"{head} {_flow(value)}"
    if not value or not isinstance(value, (dict, list)) or (len(one) <= WIDTH and not _is_long(value)):
        return [one]
    if isinstance(value, dict):
        return [head, *(line for name, inner in value.items() for line in _lines(name, inner, f"{indent}  "))]
    return [head, *(line for item in value for line in _item(item, f"{indent}  "))]


def _is_long(value: Any) -> bool:
    """Say whether a value is for lines of its own, however short it is."""
    inner = list(value.values()) if isinstance(value, dict) else value
    return any(isinstance(one, dict) for one in inner) or (isinstance(value, dict) and len(inner) > 4)


def _item(item: Any, indent: str) -> list[str]:
    one = f"{indent}- {_flow(item)}"
    if not item or not isinstance(item, (dict, list)) or len(one) <= WIDTH:
        return [one]
    if isinstance(item, list):
        return [f"{indent}-", *(line for inner in item for line in _item(inner, f"{indent}  "))]
    found = [line for name, inner in item.items() for line in _lines(name, inner, f"{indent}  ")]
    return [f"{indent}- {found[0].lstrip()}", *found[1:]]
