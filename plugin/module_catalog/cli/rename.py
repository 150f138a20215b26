"""`rename`: a module by another id, wherever it is named."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click

from ..catalog import evidence_files
from ..catalog.entries import Module
from ..catalog.entry_files import stem
from ..catalog.evidence import Claim
from ..catalog.model import Catalog
from ..catalog.reading.sources import Folder
from ..checks import pipeline
from ..diagnostics import CatalogError
from ..edit import draft
from ..edit.files import Edit
from ..edit.rename import renaming
from . import named
from .editing import DRY_RUN, carry_out
from .group import checked, main, usable


@main.command(epilog="\b\nExample:\n  module-catalog rename relax-vm vm --dry-run")
@click.argument("old", metavar="OLD", shell_complete=named.ids)
@click.argument("new", metavar="NEW")
@DRY_RUN
@click.pass_obj
def rename(folder: Path, old: str, new: str, dry_run: bool) -> None:
    """Give the module OLD the id NEW.

    Its file gets the new name, every entry that names it the new id, and its own entry OLD among its
    `former_ids`, so that old addresses lead to it. The evidence of the last audit goes with it. All of that
    is written, or nothing. Where the id is the name of a
    folder, move that first.
    """
    result = checked(folder)
    catalog, root = usable(result), pipeline.find_root(folder)
    if catalog.rejected:
        raise CatalogError(
            "an entry that cannot be read may name it: fix what `module-catalog check` lists first"
        )
    source = Folder(root)
    module, path = _place(old, new, catalog, source)
    edits = renaming(source, module.document, path, old=old, new=new, today=catalog.today)
    others = len(edits) - 1
    carry_out(
        root,
        result,
        [*edits, *_evidence(old, new, catalog, source)],
        dry_run=dry_run,
        done=f"{old} is {new} now: {path}, and {others} other file{'s' * (others != 1)} that named it.",
    )


def _place(old: str, new: str, catalog: Catalog, source: Folder) -> tuple[Module, str]:
    """Return the module that is to have an id, and the path for its entry; that may be there already."""
    if old not in catalog.known_ids and new in catalog.by_id:
        module = catalog.by_id[new]
        return module, module.document.path
    module = named.module_of(old, catalog)
    path = draft.path_of(new, "module", source)
    before = module.document.path
    if stem(before) != old:
        raise CatalogError(
            f"{old} is a part of the path {before}: move that with `git mv`, and run this again"
        )
    return module, posixpath.join(posixpath.dirname(before), posixpath.basename(path))


def _evidence(old: str, new: str, catalog: Catalog, source: Folder) -> Iterator[Edit]:
    """Yield what the evidence is to say of a module by its new id."""
    if catalog.evidence is None:
        return
    from .. import audit  # noqa: PLC0415  # what reads source trees takes time to load

    claims = (_renamed(claim, old, new) for claim in catalog.evidence.claims)
    found = replace(catalog.evidence, claims=audit.in_order(claims))
    is_split = source.has(evidence_files.DETAILS)
    texts = evidence_files.texts(found) if is_split else {evidence_files.EVIDENCE: evidence_files.text(found)}
    yield from (Edit(path, source.text(path).text or "", text) for path, text in texts.items())


def _renamed(claim: Claim, old: str, new: str) -> Claim:
    module = new if claim.module == old else claim.module
    is_about = claim.kind in _ABOUT_MODULES and claim.subject == old
    return replace(claim, module=module, subject=new if is_about else claim.subject)


_ABOUT_MODULES = ("depends", "unstated")
"""The kinds of claim whose subject is another module."""
