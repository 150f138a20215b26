"""Relations between modules (MC3xx)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...catalog.entries import Module, Relation
from ...catalog.model import Catalog
from ...catalog.vocabulary import NO_REPLACEMENT
from ...diagnostics import Related, Severity
from .rule import Violation, Violations, rule


def _relations(catalog: Catalog) -> Iterator[tuple[Module, int, Relation]]:
    """Yield every relation of every module, with its place in the entry."""
    return (
        (module, index, relation)
        for module in catalog.modules
        for index, relation in enumerate(module.relations)
    )


@rule("MC301", "a module has no relation to itself")
def not_itself(catalog: Catalog) -> Violations:
    """A relation connects a module to another one."""
    for module, index, relation in _relations(catalog):
        if relation.module == module.id:
            yield Violation(
                module.where("relations", index, "module"), f"`{module.id}` is this module: name another one"
            )


@rule("MC302", "a relation is written once")
def written_once(catalog: Catalog) -> Violations:
    """Written twice, the two reasons of a relation drift apart."""
    for module in catalog.modules:
        first: dict[tuple[str, str], int] = {}
        for index, relation in enumerate(module.relations):
            if relation.module is None:
                continue
            before = first.setdefault((relation.type, relation.module), index)
            if before != index:
                related = (Related(module.where("relations", before), "first given here"),)
                message = f"`{relation.type}` `{relation.module}` is written twice: keep one of the two"
                yield Violation(module.where("relations", index, "module"), message, related=related)


@rule("MC303", "a symmetric relation is written in one of the two entries", across=True)
def written_at_one_end(catalog: Catalog) -> Violations:
    """The other module's page shows it anyway. Written in both entries, its two reasons drift apart."""
    for module, index, relation in _relations(catalog):
        other = catalog.by_id.get(relation.module or "")
        if (
            other is None
            or not catalog.settings.relations[relation.type].is_symmetric
            or other.id >= module.id
        ):
            continue
        for position, back in enumerate(other.relations):
            if (back.type, back.module) == (relation.type, module.id):
                related = (Related(other.where("relations", position), "also given here"),)
                message = f"`{other.id}` already says `{relation.type}` `{module.id}`: keep one of the two"
                yield Violation(module.where("relations", index, "module"), message, related=related)


@rule("MC304", "a replacement and `supersedes` name the same module", across=True)
def one_replacement(catalog: Catalog) -> Violations:
    """The page of the old module and that of the new one must agree on what replaces what."""
    superseders: dict[str, list[Module]] = {}
    for module, _, relation in _relations(catalog):
        if relation.type == "supersedes" and relation.module:
            superseders.setdefault(relation.module, []).append(module)
    for module in catalog.modules:
        said = module.deprecation.replacements if module.deprecation else ()
        others = [other.id for other in superseders.get(module.id, ())]
        if not others or not {*said} - {NO_REPLACEMENT[1]} or {*said} & {*others}:
            continue
        named = " and ".join(f"`{id_}`" for id_ in said)
        message = (
            f"`{others[0]}` says that it supersedes `{module.id}`, and the replacement here is {named}:"
            " agree on one"
        )
        yield Violation(module.where("deprecation", "replacement"), message)


@rule("MC308", "what was replaced is no longer live", severity=Severity.WARNING, across=True)
def replaced_leaves(catalog: Catalog) -> Violations:
    """Two modules that do the same, of which one is said to replace the other, leave readers without advice.

    Where the old one stays for good, the two overlap.
    """
    for module, index, relation in _relations(catalog):
        old = catalog.by_id.get(relation.module or "")
        if relation.type != "supersedes" or old is None or catalog.is_gone(module):
            continue
        if catalog.stage_of(module).presence == catalog.stage_of(old).presence == "live":
            message = (
                f"`{old.id}` is {old.stage} and not deprecated, though this replaces it:"
                " deprecate it, or say `overlaps-with`"
            )
            related = (Related(old.where("stage"), "its stage"),)
            yield Violation(module.where("relations", index, "type"), message, related=related)


@rule("MC305", "relations `supersedes`, `extends` and `part-of` form no cycle", across=True)
def no_cycles(catalog: Catalog) -> Violations:
    """One of two modules came first.

    Cycles of `depends-on` are allowed; real projects have them. A catalog can forbid them, and those of its
    own relations, with `may_cycle: false`.
    """
    for type_ in (name for name, kind in catalog.settings.relations.items() if not kind.may_cycle):
        ways = {
            module.id: {
                relation.module: index
                for index, relation in enumerate(module.relations)
                if relation.type == type_
            }
            for module in catalog.modules
        }
        for chain in _cycles({id_: [other for other in others if other] for id_, others in ways.items()}):
            module = catalog.by_id[chain[0]]
            shown = " → ".join(f"`{id_}`" for id_ in chain)
            index = ways[chain[0]][chain[1]]
            yield Violation(
                module.where("relations", index, "module"),
                f"`{type_}` forms a cycle, {shown}: remove one of these relations",
            )


def _cycles(ways: Mapping[str, list[str]]) -> Iterator[list[str]]:
    """Yield each circle once, from its first id back to it.

    Walks without recursion, for chains of any length.
    """
    done: set[str] = set()
    for start in sorted(ways):
        path, stack = [start], [iter(sorted(ways[start]))]
        while stack:
            following = next(stack[-1], None)
            if following is None:
                done.add(path.pop())
                stack.pop()
            elif following in path and following != path[-1]:
                circle = path[path.index(following) :]
                turn = circle.index(min(circle))
                yield [*circle[turn:], *circle[:turn], circle[turn]]
            elif following in ways and following not in done and following not in path:
                path.append(following)
                stack.append(iter(sorted(ways[following])))


@rule("MC309", "each word for a relation means one thing")
def one_meaning(catalog: Catalog) -> Violations:
    """The word of an inverse tells in which entry a relation is written, so it cannot be another's too."""
    types = catalog.settings.relations
    for name in catalog.settings.relations_:
        others = [other for other in types.values() if other.name != name]
        for key, word in (((), name), (("inverse",), types[name].inverse)):
            taken = next((other for other in others if word in (other.name, other.inverse)), None)
            if taken:
                yield Violation(
                    catalog.settings.document.where("relations", name, *key),
                    f"`{word}` is a word of the relation `{taken.name}` already: choose another one",
                )
                break


@rule("MC307", "no module needs one that it conflicts with", across=True)
def no_contradiction(catalog: Catalog) -> Violations:
    """A module that needs another one and cannot be built with it can never be built."""
    clashes = {
        frozenset((module.id, relation.module))
        for module, _, relation in _relations(catalog)
        if relation.type == "conflicts-with" and relation.module
    }
    for module, index, relation in _relations(catalog):
        if (
            catalog.settings.relations[relation.type].needs
            and relation.module
            and frozenset((module.id, relation.module)) in clashes
        ):
            message = (
                f"`{module.id}` {relation.type} `{relation.module}` and conflicts with it:"
                " remove one of the two relations"
            )
            yield Violation(module.where("relations", index, "module"), message)
