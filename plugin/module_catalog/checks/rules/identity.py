"""Ids, names, paths and licences, and what they lead to (MC2xx)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from ...catalog import references
from ...catalog.entries import Module
from ...catalog.model import Catalog
from ...catalog.reading.documents import Document
from ...catalog.reading.yaml_reader import Key
from ...diagnostics import Related, closest
from .. import licences
from .rule import Violation, Violations, rule

_INSTEAD = {"relations": "name one that is there, or something `external`"}
"""What to do about a reference that nothing was probably meant by, by the field it stands in."""


@rule("MC201", "an id names a module of the catalog", across=True)
def known_modules(catalog: Catalog) -> Violations:
    """A relation to no module is a dead link, and hides a real one: a renamed module, a misspelt id."""
    for document, key, id_ in _references(catalog):
        if ":" in id_:
            yield from _in_no_included(document, key, id_, catalog)
        elif id_ not in catalog.known_ids and id_ not in catalog.by_former_id:
            itself = catalog.settings.entry_files.id(document.path)
            meant = closest(id_, catalog.known_ids, unless=itself)
            written = meant and meant + _rest(document, key, id_)
            otherwise = "" if meant else f": {_INSTEAD.get(str(key[0]), 'name one that is there')}"
            yield Violation(document.where(*key), f"no module has the id `{id_}`{otherwise}", written)


def _in_no_included(document: Document, key: Key, id_: str, catalog: Catalog) -> Violations:
    """Yield what is wrong with a reference to another catalog, if it can be read."""
    name, _, inside = id_.partition(":")
    if name not in catalog.included:
        meant = closest(name, catalog.included)
        message = f"no catalog is included as `{name}`: `includes` in catalog.yaml has those that are"
        yield Violation(document.where(*key), message, f"{meant}:{inside}" if meant else None)
    elif (other := catalog.included[name]) and inside not in other.modules:
        meant = closest(inside, other.modules)
        message = f"the copy of the catalog of {other.name} has no module with the id `{inside}`"
        yield Violation(document.where(*key), message, f"{name}:{meant}" if meant else None)


@rule("MC211", "a module is named by the id it has now", across=True)
def present_ids(catalog: Catalog) -> Violations:
    """Whoever reads an entry looks for the name that is there, and a former one may be given away again."""
    for document, key, id_ in _references(catalog):
        if module := catalog.by_former_id.get(id_):
            index = module.former_ids.index(id_)
            related = (Related(module.where("former_ids", index), "renamed here"),)
            message = f"the module `{id_}` has the id `{module.id}` now"
            written = module.id + _rest(document, key, id_)
            yield Violation(document.where(*key), message, written, related, is_certain=True)


@rule("MC212", "a former id belongs to one module", across=True)
def one_former_id(catalog: Catalog) -> Violations:
    """What still says an old id can lead to one page only."""
    former: dict[str, tuple[Module, int]] = {}
    for module in catalog.modules:
        for index, id_ in enumerate(module.former_ids):
            first, there = former.setdefault(id_, (module, index))
            if id_ == module.id:
                message = f"`{id_}` is the id that the module has now: remove it from the former ones"
                yield Violation(module.where("former_ids", index), message)
            elif id_ in catalog.known_ids:
                message = f"`{id_}` is the id of another module now: it cannot lead here"
                yield Violation(module.where("former_ids", index), message)
            elif first is not module:
                related = (Related(first.where("former_ids", there), "the first claim"),)
                message = f"`{id_}` is also a former id of `{first.id}`: keep it in one of the two"
                yield Violation(module.where("former_ids", index), message, related=related)


@rule("MC213", "the parts of a module differ, and have toggles of the module")
def known_parts(catalog: Catalog) -> Violations:
    """Links and badges name a part by its id, and whoever wants a part turns on a toggle that is there."""
    for module in catalog.modules:
        toggles = [toggle.name for toggle in module.toggles]
        seen: dict[str, int] = {}
        for index, part in enumerate(module.parts):
            first = seen.setdefault(part.id, index)
            if first != index:
                related = (Related(module.where("parts", first, "id"), "first given here"),)
                message = f"the id `{part.id}` is taken by another part: give the two different ids"
                yield Violation(module.where("parts", index, "id"), message, related=related)
            is_sure = "toggles" not in module.document.lost
            if part.toggle is not None and part.toggle not in toggles and is_sure:
                message = f"`{part.toggle}` is no toggle of the module: name one of `toggles`"
                yield Violation(
                    module.where("parts", index, "toggle"), message, closest(part.toggle, toggles)
                )


def _references(catalog: Catalog) -> Iterator[tuple[Document, Key, str]]:
    """Yield every place of an entry that names a module, with the id it names."""
    for module in catalog.modules:
        named = references.of_module(module, catalog.settings.fields)
        yield from ((module.document, key, id_) for key, id_ in named)
    for entry in catalog.showcase:
        yield from ((entry.document, key, id_) for key, id_ in references.of_showcase(entry))


def _rest(document: Document, key: Key, id_: str) -> str:
    """Return what stands behind an id: the slash and the name of a toggle that is used."""
    return str(document.value(*key)).removeprefix(id_)


@rule("MC204", "a name belongs to one module", across=True)
def one_name(catalog: Catalog) -> Violations:
    """Two modules with the same name cannot be told apart in a table, a search or a discussion."""
    names = ((module.name.casefold(), module, ("name",)) for module in catalog.modules)
    for claim in claimed_twice(names):
        yield claim.violation(
            f"the name `{claim.module.name}` is taken by `{claim.owner.id}`: give the two different names"
        )


@rule("MC205", "a namespace belongs to one module", across=True)
def one_namespace(catalog: Catalog) -> Violations:
    """When two modules claim the same path, nobody knows whom to ask about a file in it.

    One inside another is allowed.
    """
    paths = (
        (path.rstrip("/"), module, ("namespaces", index))
        for module in catalog.modules
        for index, path in enumerate(module.namespaces)
    )
    for claim in claimed_twice(paths):
        message = f"`{claim.value}` is also a namespace of `{claim.owner.id}`: keep it in one of the two"
        yield claim.violation(message)


@rule("MC208", "a licence is an SPDX expression")
def licence_by_spdx(catalog: Catalog) -> Violations:
    """A licence under its one official name can be looked up, compared and counted by people and programs."""
    for module in catalog.modules:
        if module.licence and (found := licences.mistake(module.licence)):
            yield Violation(module.where("licence"), found.message, found.meant)


@rule("MC216", "kinds form a tree")
def kinds_form_a_tree(catalog: Catalog) -> Violations:
    """The page and the filter of a kind have the modules of its parts, so each part belongs to one kind."""
    settings = catalog.settings
    for id_, kind in settings.kinds.items():
        place = partial(settings.document.where, "kinds", id_, "parent")
        path = settings.kinds_above[id_]
        if kind.parent and kind.parent not in settings.kinds:
            message = f"`{kind.parent}` is no kind of this catalog: name one of `kinds`"
            yield Violation(place(), message, closest(kind.parent, settings.kinds))
        elif settings.kinds[path[-1]].parent == id_ == min(path):
            shown = " → ".join(f"`{one}`" for one in (*path, id_))
            yield Violation(place(), f"kinds form a cycle, {shown}: remove one of these parents")


@dataclass(frozen=True)
class Duplicate:
    """A second claim on something, and the first one."""

    value: str
    module: Module
    key: Key
    owner: Module
    owners_key: Key

    def violation(self, message: str) -> Violation:
        related = Related(self.owner.where(*self.owners_key), "the first claim")
        return Violation(self.module.where(*self.key), message, related=(related,))


def claimed_twice(claims: Iterable[tuple[str, Module, Key]]) -> Iterator[Duplicate]:
    """Yield each claim on something that another module has claimed before."""
    first: dict[str, tuple[Module, Key]] = {}
    for value, module, key in claims:
        owner, owners_key = first.setdefault(value, (module, key))
        if owner is not module:
            yield Duplicate(value, module, key, owner, owners_key)
