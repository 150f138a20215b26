"""Every relation as a flowchart in Mermaid, which GitHub, GitLab and many editors draw."""

from __future__ import annotations

from collections.abc import Iterator

from ...catalog.model import Catalog
from ...catalog.queries.groups import by_kind
from ...catalog.queries.relations import present_relations
from ...diagnostics import printable
from .export import export

_ARROWS = {"plain": "-->", "strong": "==>", "dashed": "-.-", "dotted": "-.-", "clash": "x--x"}
"""The arrow of each line in which figures draw relations."""


@export("mermaid", "The relations between modules that are there, as a Mermaid flowchart.")
def mermaid(catalog: Catalog) -> bytes:
    """Return the flowchart: modules by kind, and an arrow for each relation with its name."""
    numbers = {module.id: f"m{number}" for number, module in enumerate(catalog.modules)}
    lines = [*_modules(catalog, numbers)]
    for module, type_, other in present_relations(catalog):
        arrow = _ARROWS.get(type_.line, "-->")
        lines.append(f"  {numbers[module.id]} {arrow}|{_quoted(type_.label)}| {numbers[other.id]}")
    return "\n".join(("flowchart LR", *lines, "")).encode()


def _modules(catalog: Catalog, numbers: dict[str, str]) -> Iterator[str]:
    for place, group in enumerate(by_kind(catalog)):
        if group.present:
            yield f"  subgraph k{place}[{_quoted(group.kind.plural)}]"
            yield from (f"    {numbers[one.id]}[{_quoted(one.name)}]" for one in group.present)
            yield "  end"


def _quoted(text: str) -> str:
    """Return a text as Mermaid shows it as it is: whatever is a sign of it, or of HTML, by its number."""
    plain = (sign if sign.isalnum() or sign in " .,-_/()" else f"#{ord(sign)};" for sign in printable(text))
    return f'"{"".join(plain)}"'
