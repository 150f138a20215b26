"""The modules as a table in Markdown, for a README."""

from __future__ import annotations

from ...catalog.entries import Module
from ...catalog.model import Catalog
from ...catalog.queries.groups import by_kind
from ...reports.parts import inert, module_link, said
from .export import export

_HEAD = "| {noun} | Stage | Owners |\n|---|---|---|\n"


@export("markdown", "A table of the modules that are there, in Markdown, for a README.")
def markdown(catalog: Catalog) -> bytes:
    """Return a table for each kind, below its name: modules by name, with their stage and owners."""
    noun = catalog.settings.noun.one
    head = _HEAD.format(noun=noun[0].upper() + noun[1:])
    tables = [
        f"**{_text(group.kind.plural)}**\n\n{head}{''.join(_row(one, catalog) for one in group.present)}"
        for group in by_kind(catalog)
        if group.present
    ]
    return "\n".join(tables).encode()


def _row(module: Module, catalog: Catalog) -> str:
    people = (catalog.people.get(owner.person) for owner in catalog.active_owners(module))
    owners = ", ".join(_text(person.name) for person in people if person)
    name = _in_cell(module_link(module.id, module.name, catalog))
    return f"| {name} | {_text(catalog.stage_of(module).label)} | {owners or 'no record'} |\n"


def _text(text: str) -> str:
    """Return a text that reads the same in a cell, where nothing of it is markup."""
    return _in_cell(inert(said(text)))


def _in_cell(text: str) -> str:
    return text.replace("|", "\\|")
