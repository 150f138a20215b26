"""Catalog → what authors of entries look up, as editors offer it: handles, ids, releases, toggles, words.

Editors offer these and take any other value too: whether somebody is on the roster is for `check` to say, and
a list that is older than the last entry marks nothing as wrong.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from ..model import Catalog
from ..validation.schema import Data

Lookup = Mapping[str, str]
"""What is offered, in the order of lists, and what an editor says of each."""
_KNOWN = "known_"
"""How the names of definitions begin that have what is offered."""


def _open_lists(catalog: Catalog) -> Iterator[tuple[str, Lookup]]:
    """Yield the name of each definition that has values from all over the catalog, and these."""
    releases = dict.fromkeys(catalog.settings.out, "Released.")
    releases |= {name: f"Released on {day}." for name, day in catalog.settings.release_days.items()}
    releases |= dict.fromkeys(catalog.settings.upcoming, "Still to come.")
    standing = {
        f"{module.id}/{toggle.name}": (toggle, module)
        for module in catalog.modules
        for _, toggle in module.own_toggles
        if toggle.until is None and not catalog.is_gone(module)
    }
    yield "person", {handle: catalog.people[handle].name for handle in sorted(catalog.people)}
    names = {module.id: module.name for module in catalog.modules}
    ids = {id_: names.get(id_, "") for id_ in sorted(catalog.known_ids)}
    yield "module_id", ids | dict(_included(catalog))
    yield "release", releases
    yield "moment", releases
    yield "toggle_of", {path: f"{one.name} of {module.name}" for path, (one, module) in standing.items()}
    yield "toggle_name", {one.name: f"Of {module.name}" for one, module in standing.values()}


def _included(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Yield what names each module of another project's catalog, and what it is called."""
    for name, included in sorted(catalog.included.items()):
        for id_, link in sorted(included.modules.items()) if included else ():
            yield f"{name}:{id_}", link.name


def _words(catalog: Catalog) -> Iterator[tuple[str, Lookup]]:
    """Yield the name of each definition that is a closed list, and what its words mean."""
    settings = catalog.settings
    kinds = {id_: ": ".join(filter(None, (one.name, one.summary))) for id_, one in settings.kinds.items()}
    yield "kind", kinds
    yield "stage", {stage.id: f"{stage.name}: {stage.means}" for stage in catalog.lifecycle.stages}
    yield (
        "relation",
        {
            word: one.inverse_label if is_turned else one.label
            for word, (one, is_turned) in settings.relation_words.items()
        },
    )
    yield "mechanism", settings.mechanisms
    yield "toggle_kind", {id_: one.means for id_, one in catalog.lifecycle.toggle_kinds.items()}
    yield "event", settings.events
    yield "role", settings.roles
    yield "capacity", settings.capacities
    yield "rfc_status", settings.rfc_statuses
    yield "showcase_kind", settings.showcase_kinds


def with_lookups(text: str, catalog: Catalog) -> str:
    """Return the text of a schema that also has what the catalog knows, for editors."""
    schema: Data = json.loads(text)
    definitions = schema["$defs"]
    for name, known in _open_lists(catalog):
        if known and name in definitions:
            form = definitions[name]
            sentence = {"errorMessage": form["errorMessage"]} if "errorMessage" in form else {}
            offered = {"$ref": f"#/$defs/{_KNOWN}{name}", **sentence}
            definitions[name] = {"anyOf": [form, offered], **sentence}
            definitions[f"{_KNOWN}{name}"] = _list(known)
    for name, known in _words(catalog):
        if known and name in definitions:
            definitions[name] = _list(known)
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _list(known: Lookup) -> Data:
    return {"enum": list(known), "enumDescriptions": list(known.values())}


def is_same(written: str, text: str) -> bool:
    """Say whether a schema with lookups is that of *text* but for these."""
    try:
        schema = json.loads(written)
        definitions = schema["$defs"]
        schema["$defs"] = {
            name: _without(name, part, definitions)
            for name, part in definitions.items()
            if not name.startswith(_KNOWN)
        }
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return False
    return bool(schema == json.loads(text))


def _without(name: str, part: Data, definitions: Data) -> Data:
    """Return a definition without what was offered for it."""
    form = part["anyOf"][0] if f"{_KNOWN}{name}" in definitions else part
    return {key: value for key, value in form.items() if key != "enumDescriptions"}
