"""Ids and what they lead to (MC2xx)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from ..diagnostics import Place, Related, closest
from ..documents import Document, Key
from ..model import Catalog, Module
from ..vocabulary import NO_REPLACEMENT
from .rule import Breach, Breaches, rule


@rule("MC201", "an id leads to a module")
def known_modules(catalog: Catalog) -> Breaches:
    """A relation to a module that does not exist is a dead link, and hides a real one: a renamed module, a misspelt id."""
    for document, key, id_ in _references(catalog):
        if id_ not in catalog.known_ids:
            itself = PurePosixPath(document.path).stem
            meant = closest(id_, catalog.known_ids - {itself})
            yield Breach(document.where(*key), f"no module has the id `{id_}`", meant)


def _references(catalog: Catalog) -> Iterator[tuple[Document, Key, str]]:
    """Yield every place of an entry that names a module, with the id it names."""
    for module in catalog.modules:
        for index, relation in enumerate(module.relations):
            if relation.module:
                yield module.document, ("relations", index, "module"), relation.module
        for index, combination in enumerate(module.compatibility):
            for position, id_ in enumerate(combination.with_):
                yield module.document, ("compatibility", index, "with", position), id_
        replacement = module.deprecation.replacement if module.deprecation else None
        if replacement not in (None, *NO_REPLACEMENT):
            yield module.document, ("deprecation", "replacement"), replacement
    for work in catalog.showcase:
        for index, id_ in enumerate(work.modules):
            yield work.document, ("modules", index), id_


@rule("MC204", "a name belongs to one module")
def one_name(catalog: Catalog) -> Breaches:
    """Two modules with the same name cannot be told apart in a table, a search or a discussion."""
    names = ((module.name.casefold(), module, module.where("name")) for module in catalog.modules)
    yield from _claimed_twice(names, "the name `{value}` is taken by `{owner}`: tell the two apart", "name")


@rule("MC205", "a namespace belongs to one module")
def one_namespace(catalog: Catalog) -> Breaches:
    """When two modules claim the same path, nobody knows whom to ask about a file in it. A path inside another's is fine."""
    paths = (
        (path.rstrip("/"), module, module.where("namespaces", index))
        for module in catalog.modules
        for index, path in enumerate(module.namespaces)
    )
    yield from _claimed_twice(
        paths, "`{value}` is a namespace of `{owner}` too: leave it to the module that looks after it", "claim"
    )


@rule("MC206", "a toggle belongs to one module")
def one_toggle(catalog: Catalog) -> Breaches:
    """A switch that two modules claim switches more than either page says."""
    toggles = (
        ((toggle.mechanism, toggle.name), module, module.where("toggles", index, "name"))
        for module in catalog.modules
        for index, toggle in enumerate(module.toggles)
        if toggle.until is None
    )
    message = "the toggle `{value}` is claimed by `{owner}` too: let one of them name it, and the other require it"
    yield from _claimed_twice(toggles, message, "claim")


def _claimed_twice(claims: Iterable[tuple[str | tuple[str, ...], Module, Place]], message: str, what: str) -> Breaches:
    """Yield a breach for each claim on something another module has claimed before."""
    first: dict[str | tuple[str, ...], tuple[Module, Place]] = {}
    for value, module, place in claims:
        owner, before = first.setdefault(value, (module, place))
        if owner is not module:
            said = value if isinstance(value, str) else value[-1]
            related = (Related(before, f"the first {what}"),)
            yield Breach(place, message.format(value=module.name if what == "name" else said, owner=owner.id), related=related)
