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


@rule("MC303", "a relation is written in one of the two entries", across=True)
def written_at_one_end(catalog: Catalog) -> Violations:
    """The other module's page shows it anyway. Written in both entries, its two reasons drift apart."""
    for module, index, relation in _relations(catalog):
        other = catalog.by_id.get(relation.module or "")
        type_, is_turned = catalog.settings.relation_words[relation.type]
        if other is None or not (is_turned or (type_.is_symmetric and other.id < module.id)):
            continue
        for position, back in enumerate(other.relations):
            if (back.type, back.module) == (type_.name, module.id):
                related = (Related(other.where("relations", position), "also given here"),)
                message = f"`{other.id}` already says `{back.type}` `{module.id}`: keep one of the two"
                yield Violation(module.where("relations", index, "module"), message, related=related)


@rule("MC304", "a replacement and `supersedes` name the same module", across=True)
def one_replacement(catalog: Catalog) -> Violations:
    """The page of the old module and that of the new one must agree on what replaces what."""
    superseders: dict[str, list[tuple[str, Module]]] = {}
    for new, old, said_in, _ in catalog.superseding:
        if new in catalog.known_ids:
            superseders.setdefault(old, []).append((new, said_in))
    for module in catalog.modules:
        said = module.deprecation.replacements if module.deprecation else ()
        others = [new for new, _ in superseders.get(module.id, ())]
        if not others or not {*said} - {NO_REPLACEMENT[1]} or {*said} & {*others}:
            continue
        named = " and ".join(f"`{id_}`" for id_ in said)
        new, said_in = superseders[module.id][0]
        says = f"says that {'it' if said_in.id == new else f'`{new}`'} supersedes `{module.id}`"
        message = f"`{said_in.id}` {says}, and the replacement here is {named}: agree on one"
        yield Violation(module.where("deprecation", "replacement"), message)


def _way_out(catalog: Catalog) -> str:
    """Return where what was replaced goes, as a part of a sentence."""
    ends = [f"`{stage.id}`" for stage in catalog.lifecycle.stages if stage.presence in ("leaving", "gone")]
    if not ends:
        return "give the lifecycle a stage for what leaves"
    *first, last = ends
    return f"move it to {' or '.join(filter(None, (', '.join(first), last)))}"


@rule("MC308", "what was replaced is no longer live", severity=Severity.WARNING, across=True)
def replaced_leaves(catalog: Catalog) -> Violations:
    """Two modules that do the same, of which one is said to replace the other, leave readers without advice.

    Where the old one stays for good, the two overlap.
    """
    for new_id, old_id, said_in, index in catalog.superseding:
        new, old = catalog.by_id.get(new_id), catalog.by_id.get(old_id)
        if new and old and catalog.stage_of(new).presence == catalog.stage_of(old).presence == "live":
            what = "this" if said_in is new else f"`{new.id}`"
            message = (
                f"`{old.id}` is still {old.stage}, though {what} replaces it:"
                f" {_way_out(catalog)}, or say `overlaps-with`"
            )
            related = (Related(old.where("stage"), "its stage"),)
            yield Violation(said_in.where("relations", index, "type"), message, related=related)


@rule("MC305", "relations `supersedes`, `extends` and `part-of` form no cycle", across=True)
def no_cycles(catalog: Catalog) -> Violations:
    """One of two modules came first.

    Cycles of `depends-on` are allowed; real projects have them. A catalog can forbid them, and those of its
    own relations, with `may_cycle: false`.
    """
    for type_ in (name for name, kind in catalog.settings.relations.items() if not kind.may_cycle):
        ways: dict[str, dict[str, tuple[Module, int]]] = {module.id: {} for module in catalog.modules}
        for module, index, relation in _relations(catalog):
            kind, is_turned = catalog.settings.relation_words[relation.type]
            if kind.name == type_ and relation.module:
                ends = (relation.module, module.id) if is_turned else (module.id, relation.module)
                ways.setdefault(ends[0], {})[ends[1]] = (module, index)
        for chain in _cycles({id_: list(others) for id_, others in ways.items()}):
            module, index = ways[chain[0]][chain[1]]
            shown = " → ".join(f"`{id_}`" for id_ in chain)
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
            catalog.settings.relation_words[relation.type][0].needs
            and relation.module
            and frozenset((module.id, relation.module)) in clashes
        ):
            message = (
                f"`{module.id}` {relation.type} `{relation.module}` and conflicts with it:"
                " remove one of the two relations"
            )
            yield Violation(module.where("relations", index, "module"), message)
