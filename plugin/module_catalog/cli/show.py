"""`show`: what the catalog knows of a module, on one screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import click

from ..catalog.addresses import module_path, published
from ..catalog.entries import Event, Module, Toggle
from ..catalog.model import Catalog
from ..catalog.queries.toggle_ends import end
from ..catalog.queries.whose import contact, contacts
from ..reports.contacts import owner_name
from .answers import answer_json, answer_lines, output_format
from .group import main, usable
from .named import ids, module_of
from .yesterday import AT, read_at


@main.command(epilog="Example: module-catalog show relax")
@click.argument("id_", metavar="ID", shell_complete=ids)
@output_format()
@AT
@click.pass_obj
def show(folder: Path, id_: str, output_format: str, at: str | None) -> None:
    """Show the module ID.

    It says what it is, how far it reaches, how to turn it on, whom to ask and what comes next. In JSON it is
    the module's file of the site's API.
    """
    catalog = usable(read_at(folder, at))
    module = module_of(id_, catalog)
    if output_format == "json":
        from ..site.exports.api import module_data  # noqa: PLC0415  # what makes a site takes time to load

        answer_json(module_data(module, catalog))
        return
    answer_lines(_lines(module, catalog))


def _lines(module: Module, catalog: Catalog) -> Iterator[str]:
    """Yield the name with what it is for, then each thing that is known of it beside what it is called."""
    yield f"{module.name} ({module.id})" + (f": {module.summary}" if module.summary else "")
    yield ""
    found = {name: [*lines(module, catalog)] for name, lines in _PARTS.items()}
    longest = max(map(len, found))
    for name, lines in found.items():
        for index, line in enumerate(lines):
            yield f"{'' if index else name:{longest}}  {line}"


def _stage(module: Module, catalog: Catalog) -> Iterator[str]:
    stage, entered = catalog.stage_of(module), module.entered
    since = f", since {_when(entered)}" if entered and _when(entered) else ""
    reading = ", as this catalog reads it" if entered and entered.is_reading else ""
    yield f"{stage.label}{since}{reading}"
    yield from filter(None, (stage.brief,))


def _when(event: Event) -> str:
    return str(event.date) if event.date.year else event.release or ""


def _deprecation(module: Module, catalog: Catalog) -> Iterator[str]:
    leaving = module.deprecation
    if leaving:
        yield leaving.reason
        if leaving.replacements:
            yield f"replacement: {', '.join(leaving.replacements)}"
        if leaving.removal:
            yield f"removal: {leaving.removal}"


def _owners(module: Module, catalog: Catalog) -> Iterator[str]:
    owners = contacts(module, catalog).owners
    yield from (owner_name(owner, catalog) for owner in owners)
    if not owners:
        yield module.no_owners or "nobody on record"
    if module.seeking_owners:
        yield "looking for an owner"


def _toggles(module: Module, catalog: Catalog) -> Iterator[str]:
    for toggle in module.toggles:
        yield _toggle(toggle, module, catalog)
        yield from (f"  {line}" for line in (toggle.enable if toggle.until is None else ()))
    if module.no_toggle:
        yield f"none: {module.no_toggle}"


def _toggle(toggle: Toggle, module: Module, catalog: Catalog) -> str:
    mechanism = catalog.settings.mechanisms.get(toggle.mechanism, toggle.mechanism)
    default = f", {toggle.default} by default" if toggle.has_default else ""
    kind = f", {toggle.kind}" if toggle.kind else ""
    until = f", until {toggle.until}" if toggle.until else ""
    gone_by = f", to be gone by {moment}" if (moment := end(toggle, module, catalog)) else ""
    return f"{toggle.name} ({mechanism}{default}{kind}{until}{gone_by})"


def _relations(module: Module, catalog: Catalog) -> Iterator[str]:
    for one in catalog.neighbours(module):
        yield f"{one.label} {one.module.id if one.module else one.name}: {one.why}"


def _roadmap(module: Module, catalog: Catalog) -> Iterator[str]:
    for item in module.roadmap:
        if item.status in ("planned", "in-progress"):
            target = f", for {item.target}" if item.target else ""
            yield f"{item.title} ({item.status}{target})"
    if module.nothing_planned:
        yield f"nothing: {module.nothing_planned}"


def _history(module: Module, catalog: Catalog) -> Iterator[str]:
    for event in module.history[-3:]:
        what = event.note or catalog.settings.events[event.event]
        yield "  ".join(filter(None, (str(event.date) if event.date.year else "", event.release, what)))


def _links(module: Module, catalog: Catalog) -> Iterator[str]:
    yield from filter(None, (module.links.docs, module.links.discussion))


def _contact(module: Module, catalog: Catalog) -> Iterator[str]:
    known = contact(module, catalog)
    yield from filter(None, (known.issues, known.forum and known.forum.url))


def _page(module: Module, catalog: Catalog) -> Iterator[str]:
    if catalog.settings.site:
        yield published(module_path(module.id), catalog.settings)


_PARTS: Mapping[str, Callable[[Module, Catalog], Iterator[str]]] = {
    "stage": _stage,
    "deprecated": _deprecation,
    "kind": lambda module, catalog: iter((catalog.settings.kinds[module.kind].name,)),
    "namespaces": lambda module, catalog: iter(module.namespaces),
    "owners": _owners,
    "toggles": _toggles,
    "relations": _relations,
    "planned": _roadmap,
    "latest": _history,
    "reviewed": lambda module, catalog: iter((str(module.reviewed or "no record"),)),
    "read": _links,
    "ask": _contact,
    "page": _page,
    "entry": lambda module, catalog: iter((module.document.path,)),
}
"""What is shown, by what it is called. What yields nothing is left out."""
