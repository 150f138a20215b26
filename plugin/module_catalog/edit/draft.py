"""The words and the lifecycle of a catalog → the text of a new entry, with blanks to fill in."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from ..catalog.entry_files import MODULES, SHOWCASE, EntryFiles, misnamed
from ..catalog.lifecycle import Stage
from ..catalog.model import Catalog
from ..catalog.reading import documents
from ..catalog.reading.sources import FOLDER, Source
from ..catalog.requirements import required as required_fields
from ..catalog.validation.schema import Schema, effective
from ..catalog.validation.validator import BLANK
from ..checks.gates import GATES
from ..diagnostics import CatalogError, closest, printable
from .additions import complete, needed, written

_MANY = 12
"""A hint lists the allowed words unless there are more than this."""
_OPEN = Schema({}, {})
"""What asks for nothing."""
_Tree = dict[str, Any]
"""An entry as plain data; None is a blank."""
_Asked = Sequence[tuple[str, _Tree]]
"""What a stage asks for: each sentence, and the keys of an entry that would answer."""


def path_of(id_: str, sort: str, source: Source) -> str:
    """Return the path of a new entry. Raises CatalogError when its id is not one, or is taken."""
    form = effective("module", {})["$defs"]["id"]
    if not re.fullmatch(form["pattern"], id_):
        raise CatalogError(f"`{printable(id_)}` is not an id: it {form['errorMessage']}")
    if len(id_) > form["maxLength"]:
        raise CatalogError(f"the id has {len(id_)} characters; {form['maxLength']} are allowed")
    if wrong := misnamed(id_, id_):
        raise CatalogError(wrong)
    taken = _paths(sort, source).get(id_)
    if taken:
        raise CatalogError(f"the id `{id_}` is taken by {taken}")
    return f"{SHOWCASE}/{id_}.yaml" if sort == "showcase" else EntryFiles.of(source).place(id_, source)


def similar(id_: str, sort: str, source: Source) -> str | None:
    """Return the path of the entry whose id is most easily taken for this one, or None."""
    paths = _paths(sort, source)
    return paths.get(closest(id_, paths) or "")


def _paths(sort: str, source: Source) -> dict[str, str]:
    """Return the path of each entry by its id in small letters: some disks do not tell them from capitals."""
    files = EntryFiles.of(source)
    paths = files.paths(source) if sort == "module" else source.below(SHOWCASE)
    return {files.id(path).casefold(): path for path in sorted(paths) if path.endswith((".yaml", ".yml"))}


def text(
    sort: str, catalog: Catalog, kind: str | None, folder: str = MODULES, given: Mapping[str, Any] = {}
) -> str:
    """Return a new entry: each required key with a hint, and as comments what else the first stage asks for.

    It names its schema as one in *folder* does; what is *given* stands in place of blanks. Raises
    CatalogError when the catalog does not know the kind.
    """
    stage = (catalog.lifecycle.live or catalog.lifecycle.stages)[0]
    words = {**catalog.settings.words(), **catalog.lifecycle.words()}
    data = effective(sort, words, own=catalog.settings.own(sort))
    asks = required_fields(catalog.requirements, stage.id) if sort == "module" else ()
    schema = Schema.of({**data, "required": [*data["required"], *asks]})
    said = {key: complete(value, schema.at(key)) for key, value in given.items()}
    required = {**_blanks(schema), **said}
    known = {
        "kind": _known(kind, schema),
        "stage": stage.id,
        "history": [{"event": "entered", "stage": stage.id}],
    }
    tree = _merged(required, {key: value for key, value in known.items() if key in required})
    asked = _asked(stage, catalog) if sort == "module" else ()
    for _, answer in asked:
        rest = {key: _rest(value, said.get(key)) for key, value in answer.items()}
        tree = _merged(tree, {key: complete(value, schema.at(key)) for key, value in rest.items()})
    schema_path = posixpath.relpath(f"{FOLDER}/{sort}.schema.json", folder)
    lines = (f"# yaml-language-server: $schema={schema_path}", *_lines(tree, required, asked, schema))
    return "".join(f"{line}\n" for line in lines)


def _rest(answer: Any, said: Any) -> Any:
    """Return what a stage asks for, without what is said already: a gate knows nothing of what is there."""
    if said and isinstance(answer, list):
        return [None if index < len(said) else item for index, item in enumerate(answer)]
    return None if said else answer


def _blanks(part: Schema) -> Any:
    """Return what a new value of that schema has: the keys that it needs, one item for a list."""
    if part.type == "array":
        return [_blanks(part.items)]
    return {key: _blanks(part.at(key)) for key in needed(part)} or None


def _known(kind: str | None, schema: Schema) -> str | None:
    """Return the kind, if one is given and the catalog knows it. Raises CatalogError when it does not."""
    words = schema.at("kind").words
    if kind is None or kind in words:
        return kind
    meant = closest(kind, words)
    way_out = f"did you mean `{meant}`?" if meant else f"there are {', '.join(words)}"
    raise CatalogError(f"there is no kind `{printable(kind)}`: {way_out}")


def _asked(stage: Stage, catalog: Catalog) -> _Asked:
    """Return what a stage asks of a module that enters it."""
    found = []
    for gate in stage.enter:
        paste = GATES[gate.kind].paste({**gate.options, "stage": stage.id}, catalog)
        pasted = documents.parse(paste.replace(BLANK, ""), "").document
        reason = f"To enter {stage.label}: {GATES[gate.kind].requirement(gate.options, catalog)}"
        found.append((reason, pasted.value() if pasted else {}))
    return found


def _merged(one: Any, other: Any) -> Any:
    """Return *one* with what *other* has in place of its blanks and beyond it."""
    if isinstance(one, dict) and isinstance(other, dict):
        return {key: _merged(one.get(key), other.get(key)) for key in {**one, **other}}
    if isinstance(one, list) and isinstance(other, list):
        return [_merged(*both) for both in zip_longest(one, other)]
    return one or other or None


def _lines(tree: _Tree, required: _Tree, asked: _Asked, schema: Schema) -> Iterator[str]:
    unanswerable = [f"# {reason}" for reason, answer in asked if not answer]
    yield from ["", *unanswerable] if unanswerable else []
    for key in _in_order(tree, schema):
        part, value = schema.at(key), tree[key]
        yield from ("", f"# {_hint(part, value)}")
        # That a required key is there needs no reason.
        yield from (
            f"# {reason}"
            for reason, answer in asked
            if key in answer and (answer[key] or key not in required)
        )
        if key not in required:
            yield from (f"# {line}" for line in _pair(key, value, part))
        elif isinstance(value, list):
            known = len(required[key] or [None])
            yield from _pair(key, value[:known], part)
            yield from (f"  # {line[2:]}" for line in _pair(key, value[known:], _OPEN)[1:])
        else:
            yield from _pair(key, value, part)


def _in_order(tree: _Tree, part: Schema) -> list[str]:
    order = list(part.properties)
    return sorted(tree, key=lambda key: order.index(key) if key in order else len(order))


def _pair(key: str, value: Any, part: Schema) -> list[str]:
    """Return the lines of a key and value, in block style, with a hint at each blank the schema describes."""
    if isinstance(value, dict):
        return [f"{key}:", *(f"  {line}" for line in _pairs(value, part))]
    if isinstance(value, list):
        parts = [part.items, *(_OPEN for _ in value[1:])]
        return [
            f"{key}:",
            *(f"  {line}" for item, inner in zip(value, parts, strict=False) for line in _item(item, inner)),
        ]
    return [f"{key}: {_written(value)}".rstrip()]


def _pairs(tree: _Tree, part: Schema) -> list[str]:
    lines: list[str] = []
    for key in _in_order(tree, part):
        inner = part.at(key)
        first, *rest = _pair(key, tree[key], inner)
        lines += [f"{first}  # {_hint(inner, tree[key])}" if inner.description else first, *rest]
    return lines


def _item(item: Any, part: Schema) -> list[str]:
    first, *rest = _pairs(item, part) if isinstance(item, dict) else [_written(item)]
    return [f"- {first}".rstrip(), *(f"  {line}" for line in rest)]


def _hint(part: Schema, value: Any) -> str:
    """Return what the schema says of a value, with the words to choose from where it is a blank."""
    words = part.words if value is None else ()
    listed = f" One of: {', '.join(words)}." if 0 < len(words) <= _MANY else ""
    return f"{part.description}{listed}"


def _written(value: str | None) -> str:
    return "" if value is None else written(value)
