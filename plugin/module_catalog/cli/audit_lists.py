"""What `audit` only lists: what no entry covers, and the releases that entries leave out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..audit import ReadObjects, Tree
from ..audit.discovery import Discovery, Proposal
from ..audit.discovery.toggles import FoundToggle
from ..audit.discovery.uncovered import uncovered, unnamed
from ..catalog.evidence import Evidence
from ..catalog.model import Catalog
from ..catalog.repositories import joined
from ..diagnostics import printable
from ..edit.releases import left_out
from ..importers.drafts import slug
from .group import counted
from .progress import watched

_MANY = 3
"""So many reasons are told of one proposal, and so many of its paths."""


def commands(catalog: Catalog, trees: Mapping[str, Tree], objects: ReadObjects) -> Iterator[str]:
    """Yield a command that begins an entry for what none covers, best first, each with what speaks for it.

    Below are the toggles that neither an entry names nor anything of that has.
    """
    toggles: list[FoundToggle] = []
    for name, tree in trees.items():
        discovery = Discovery(tree, objects=objects, progress=watched)
        found = list(uncovered(discovery.proposals(), catalog, name))
        yield from (_command(one, name) for one in found)
        toggles += unnamed(discovery.toggles, found, catalog)
    yield from (printable(f"# no entry names the toggle {one.name}: {one.place}") for one in toggles)


def _command(proposal: Proposal, repository: str) -> str:
    candidate = proposal.candidate
    paths = [joined(repository, path) for path in candidate.paths]
    more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
    said = [*dict.fromkeys(reason.says for reason in candidate.why)][:_MANY]
    said += [f"toggle {toggle.name} ({toggle.place})" for toggle in proposal.toggles[:_MANY]]
    said += [f"owners in {place}" for place in dict.fromkeys(one.place.path for one in proposal.owners)]
    if proposal.activity and proposal.activity.people:
        said.append(f"{counted(proposal.activity.people, 'author')} in the last year")
    return printable(f"module-catalog new {slug(candidate.name)}  # {paths[0]}{more}: {'; '.join(said)}")


def lines(catalog: Catalog, found: Evidence) -> Iterator[str]:
    """Yield a line for each release that an entry leaves out and that tags show, with where it goes."""
    for one in left_out(catalog, found):
        place = one.module.where(*one.place)
        yield f"{place.path}:{place.line}: {one.subject}: {one.says}: {one.text}"
