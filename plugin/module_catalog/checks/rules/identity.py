"""Ids, names, paths, toggles and licences, and what they lead to (MC2xx)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import PurePosixPath

from ...catalog.documents import Document
from ...catalog.entries import Module, Toggle
from ...catalog.model import Catalog
from ...catalog.settings import Settings
from ...catalog.vocabulary import NO_REPLACEMENT
from ...catalog.yaml_reader import Key
from ...diagnostics import Related, closest
from .. import licences
from .rule import Violation, Violations, rule


@rule("MC201", "an id names a module of the catalog", across=True)
def known_modules(catalog: Catalog) -> Violations:
    """A relation to no module is a dead link, and hides a real one: a renamed module, a misspelt id."""
    for document, key, id_ in _references(catalog):
        if id_ not in catalog.known_ids and id_ not in catalog.by_former_id:
            itself = PurePosixPath(document.path).stem
            meant = closest(id_, catalog.known_ids, unless=itself)
            yield Violation(document.where(*key), f"no module has the id `{id_}`", meant)


@rule("MC214", "the history of a toggle leads to what it is now")
def toggle_histories(catalog: Catalog) -> Violations:
    """Whoever runs an older release looks up what the toggle was like there."""
    for module in catalog.modules:
        for index, toggle in enumerate(module.toggles):
            if toggle.history:
                yield from _history_mistakes(module, ("toggles", index), toggle, catalog.settings)


def _history_mistakes(module: Module, key: Key, toggle: Toggle, settings: Settings) -> Violations:
    names = settings.release_names
    first, last = toggle.history[0], toggle.history[-1]
    for index, (before, after) in enumerate(pairwise(toggle.history), start=1):
        if {before.release, after.release} <= {*names} and names.index(after.release) <= names.index(
            before.release
        ):
            message = f"`{after.release}` does not come after `{before.release}`: put the rows in order"
            yield Violation(module.where(*key, "history", index, "release"), message)
    if toggle.since and first.release != toggle.since:
        begins = f"its history begins with {first.release}"
        message = f"the toggle is there since {toggle.since}, and {begins}: correct one"
        yield Violation(module.where(*key, "history", 0, "release"), message)
    if toggle.until and toggle.until in names and last.release in names[names.index(toggle.until) :]:
        goes_on = f"its history goes on with {last.release}"
        message = f"the toggle is gone since {toggle.until}, and {goes_on}: correct one"
        yield Violation(module.where(*key, "history", len(toggle.history) - 1, "release"), message)
    defaults = [row.default for row in toggle.history if row.default]
    is_current = last.release in settings.out or not names
    if (
        toggle.has_default
        and defaults
        and is_current
        and defaults[-1].casefold() != toggle.default.casefold()
    ):
        message = (
            f"the default is `{toggle.default}`, but `{defaults[-1]}` in the history: correct one of the two"
        )
        yield Violation(module.where(*key, "default"), message)


@rule("MC211", "a module is named by the id it has now", across=True)
def present_ids(catalog: Catalog) -> Violations:
    """Whoever reads an entry looks for the name that is there, and a former one may be given away again."""
    for document, key, id_ in _references(catalog):
        if module := catalog.by_former_id.get(id_):
            index = module.former_ids.index(id_)
            related = (Related(module.where("former_ids", index), "renamed here"),)
            message = f"the module `{id_}` has the id `{module.id}` now"
            yield Violation(document.where(*key), message, module.id, related, is_certain=True)


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
            if part.toggle is not None and part.toggle not in toggles:
                message = f"`{part.toggle}` is no toggle of the module: name one of `toggles`"
                yield Violation(
                    module.where("parts", index, "toggle"), message, closest(part.toggle, toggles)
                )


def _references(catalog: Catalog) -> Iterator[tuple[Document, Key, str]]:
    """Yield every place of an entry that names a module, with the id it names."""
    for module in catalog.modules:
        yield from ((module.document, key, id_) for key, id_ in _named(module, catalog))
    for entry in catalog.showcase:
        for field in ("modules", "former_modules"):
            for index, id_ in enumerate(getattr(entry, field)):
                yield entry.document, (field, index), id_


def own_values(module: Module, type_: str, catalog: Catalog) -> Iterator[tuple[Key, str]]:
    """Yield what an entry says in the project's own fields of a type, with the place of each."""
    for key, field in catalog.settings.fields.items():
        said = module.value(key) if field.type == type_ else None
        for index, value in enumerate(field.values(said)):
            yield ((key, index) if isinstance(said, list) else (key,)), value


def _named(module: Module, catalog: Catalog) -> Iterator[tuple[Key, str]]:
    for index, relation in enumerate(module.relations):
        if relation.module:
            yield ("relations", index, "module"), relation.module
    for index, combination in enumerate(module.compatibility):
        yield from (
            (("compatibility", index, "with", position), id_)
            for position, id_ in enumerate(combination.with_)
        )
    yield from ((("split_into", index), id_) for index, id_ in enumerate(module.split_into))
    yield from own_values(module, "module", catalog)
    deprecation = module.deprecation
    for index, id_ in enumerate(deprecation.replacements if deprecation else ()):
        if id_ not in NO_REPLACEMENT:
            is_listed = deprecation and isinstance(deprecation.replacement, list)
            yield ("deprecation", "replacement", *([index] if is_listed else [])), id_


@rule("MC204", "a name belongs to one module", across=True)
def one_name(catalog: Catalog) -> Violations:
    """Two modules with the same name cannot be told apart in a table, a search or a discussion."""
    names = ((module.name.casefold(), module, ("name",)) for module in catalog.modules)
    for claim in _claimed_twice(names):
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
    for claim in _claimed_twice(paths):
        message = f"`{claim.value}` is also a namespace of `{claim.owner.id}`: keep it in one of the two"
        yield claim.violation(message)


@rule("MC206", "a toggle belongs to one module", across=True)
def one_toggle(catalog: Catalog) -> Violations:
    """A toggle that two modules list controls more than either page says. Removed ones control nothing."""
    toggles = (
        (toggle.name, module, ("toggles", index, "name"))
        for module in catalog.modules
        for index, toggle in enumerate(module.toggles)
        if toggle.until is None and not catalog.is_gone(module)
    )
    for claim in _claimed_twice(toggles):
        claimed = f"the toggle `{claim.value}` is also listed by `{claim.owner.id}`"
        yield claim.violation(f"{claimed}: keep it in one of the two, and let the other require it")


@rule("MC207", "a required toggle is in the catalog", across=True)
def known_toggles(catalog: Catalog) -> Violations:
    """Whoever copies the settings of a module needs all of them.

    A toggle that is unknown or removed has no effect.
    """
    toggles = [toggle for module in catalog.modules for toggle in module.toggles]
    standing = frozenset(toggle.name for toggle in toggles if toggle.until is None)
    gone = {toggle.name: toggle.until for toggle in toggles if toggle.until}
    for module in catalog.modules:
        for index, toggle in enumerate(module.toggles):
            for position, name in enumerate(toggle.requires if toggle.until is None else ()):
                if name in standing or may_be_toggle(name, catalog):
                    continue
                what = f"was removed in {gone[name]}" if name in gone else "is listed by no module"
                meant = closest(name, standing, unless=toggle.name)
                message = f"the toggle `{name}` {what}: name a toggle that is in the catalog"
                yield Violation(module.where("toggles", index, "requires", position), message, meant)


def may_be_toggle(name: str, catalog: Catalog) -> bool:
    """Say whether a name stands in an entry that could not be accepted, and may be a toggle there."""
    return any(name in text for text in catalog.rejected)


@rule("MC208", "a licence is an SPDX expression")
def licence_by_spdx(catalog: Catalog) -> Violations:
    """A licence under its one official name can be looked up, compared and counted by people and programs."""
    for module in catalog.modules:
        if module.licence and (found := licences.mistake(module.licence)):
            yield Violation(module.where("licence"), found.message, found.meant)


@rule("MC210", "an alternative is a toggle of the module")
def known_alternatives(catalog: Catalog) -> Violations:
    """Pages let a reader choose one toggle of each group in `one_of`.

    A name that is not a toggle of the module, or is in two groups, leaves a reader without that choice.
    """
    for module in catalog.modules:
        there = [toggle.name for toggle in module.toggles if toggle.until is None]
        taken: set[str] = set()
        for index, group in enumerate(module.one_of):
            for position, name in enumerate(group):
                where = module.where("one_of", index, position)
                if name not in there:
                    message = f"`{name}` is no toggle that the module has: name one of `toggles`"
                    yield Violation(where, message, closest(name, there))
                elif name in taken:
                    yield Violation(where, f"`{name}` is in another group already: keep it in one of the two")
            taken.update(group)


@rule("MC215", "kinds form a tree")
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
class _Duplicate:
    """A second claim on something, and the first one."""

    value: str
    module: Module
    key: Key
    owner: Module
    owners_key: Key

    def violation(self, message: str) -> Violation:
        related = Related(self.owner.where(*self.owners_key), "the first claim")
        return Violation(self.module.where(*self.key), message, related=(related,))


def _claimed_twice(claims: Iterable[tuple[str, Module, Key]]) -> Iterator[_Duplicate]:
    """Yield each claim on something that another module has claimed before."""
    first: dict[str, tuple[Module, Key]] = {}
    for value, module, key in claims:
        owner, owners_key = first.setdefault(value, (module, key))
        if owner is not module:
            yield _Duplicate(value, module, key, owner, owners_key)
