"""Every relation in DOT, for Graphviz and the many programs that read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...catalog.addresses import DOT
from ...catalog.model import Catalog
from ...catalog.queries.relations import Stated, stated
from ...diagnostics import printable
from .export import export


@export("dot", "Every relation, for Graphviz and other graph tools.", path=DOT)
def graph(catalog: Catalog) -> bytes:
    """Return the graph of all relations.

    It has modules by kind, with their stage, and an edge for each relation with its reason.
    """
    relations = stated(catalog)
    lines = [*_modules(catalog), *_outside(relations), *map(_edge, relations)]
    return "\n".join(["digraph {", "rankdir=LR;", "node [shape=box];", *lines, "}", ""]).encode()


def _modules(catalog: Catalog) -> Iterator[str]:
    for id_, kind in catalog.settings.kinds.items():
        modules = [module for module in catalog.modules if module.kind == id_]
        if modules:
            yield f"subgraph {_quoted(f'cluster_{id_}')} {{ label={_quoted(kind.plural)};"
            for module in modules:
                yield _node(module.id, label=module.name, tooltip=module.summary, stage=module.stage)
            yield "}"


def _outside(relations: Iterable[Stated]) -> Iterator[str]:
    """Yield what is not a module of the catalog.

    An address has a colon, an id has none, so the two are never the same node.
    """
    links = {one.external.url: one.external.name for _, one in relations if one.external}
    return (_node(url, label=links[url], URL=url, style="dashed") for url in sorted(links))


def _node(name: str, **attributes: str) -> str:
    return f"{_quoted(name)} [{_listed(attributes)}];"


def _edge(relation: Stated) -> str:
    module, one = relation
    other = one.module.id if one.module else one.external.url if one.external else ""
    direction = {"dir": "none"} if one.type.is_symmetric else {}
    attributes = {"label": one.label, "tooltip": one.why, "relation": one.type.name, **direction}
    return f"{_quoted(module.id)} -> {_quoted(other)} [{_listed(attributes)}];"


def _listed(attributes: dict[str, str]) -> str:
    return ", ".join(f"{name}={_quoted(text)}" for name, text in attributes.items())


def _quoted(text: str) -> str:
    """Return a text as a string of DOT, in which it means itself.

    Labels read a backslash and what follows as a command.
    """
    escaped = printable(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
