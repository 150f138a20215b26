"""A source tree → the files of a catalog that drafts its modules, for `init --from`."""

from __future__ import annotations

import gc
import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from ..audit import ReadObjects, Tree
from ..audit.discovery import Discovery, Proposal, likely
from ..audit.tree import File
from ..catalog.lifecycle import Stage
from ..catalog.reading import documents
from ..catalog.reading.paths import covers
from ..catalog.reading.sources import Texts
from ..checks import pipeline
from ..diagnostics import CatalogError, Severity
from ..edit import start
from ..importers import FORMATS, source_tree
from ..importers.catalog_files import catalog_files
from ..importers.drafts import Imported
from ..importers.source_tree import Source
from .progress import watched

_FEW = 3
"""A tree with fewer files of a format does not describe its modules in it."""
_MOST = 500
"""A draft of more modules than this is of no use to anybody: the best of them are taken."""
_ROUNDS = 4
"""What a finding kept from being looked at may have findings of its own."""
_RELEASE = re.compile(r"v?\d+(?:\.\d+){1,2}")
_MOST_RELEASES = 200


@dataclass(frozen=True)
class Drafted:
    """A catalog that was drafted."""

    project: start.Project
    """The project as the catalog calls it."""
    files: Mapping[str, str]
    """The text of each file, by its path."""
    lines: tuple[str, ...]
    """What was found, for a person."""


def drafted(
    source: Path,
    revision: str,
    project: start.Project,
    stage: Stage,
    *,
    given: Collection[str],
    today: date,
) -> Drafted:
    """Return a catalog of what a tree seems to have as modules.

    Where its own files describe them, in a format of `import`, these are the entries, unless a lifecycle was
    *given*, which may not have their stages. So may a name and a noun be, which they have too.
    Raises CatalogError when the source is no git repository, or has nothing that may be a module.
    """
    # What is read of a file has no cycles, and looking for them takes a tenth of the time.
    gc.disable()
    tree = Tree(source, revision, needed_by="init --from")
    discovery = Discovery(tree, objects=ReadObjects(), progress=watched)
    found = discovery.proposals()
    known = Source(tree.commit[:10], stage.id, today, project.repository, discovery.owners.names)
    imported = None if "lifecycle" in given else _described(tree)
    if imported:
        imported.catalog.update(_said(project, given))
        source_tree.add_to_modules(imported, found, known)
    else:
        imported = _of_layout(discovery, found, project, known)
    if not imported.drafts:
        raise CatalogError(
            f"{source} has no folder that seems to be a module: begin with `init` alone, and `new ID`"
        )
    _settle(imported, project, today, tree)
    _weigh(imported, today)
    noun = imported.catalog.get("noun", {})
    known_noun = (noun["one"], noun["many"]) if len(noun) == 2 else None
    named = replace(project, name=imported.catalog["name"], noun=known_noun)
    return Drafted(named, _files(imported), tuple(_told(imported, source, tree, found)))


def _said(project: start.Project, given: Collection[str]) -> dict[str, Any]:
    """Return what was said of a project, as catalog.yaml has it."""
    found: dict[str, Any] = {"name": project.name} if "name" in given else {}
    return {**found, "noun": dict(zip(("one", "many"), project.noun, strict=True))} if project.noun else found


def _of_layout(
    discovery: Discovery, found: tuple[Proposal, ...], project: start.Project, known: Source
) -> Imported:
    imported = Imported({"kinds": {}, **_said(project, ("name",))}, project.lifecycle)
    imported.guessed["kinds"] = "what the folders around modules are called"
    source_tree.add_modules(imported, likely(found)[:_MOST], known)
    # What begins with an underscore is called by others only.
    if options := [one for one in discovery.options if not one.startswith("_")]:
        imported.catalog["tree"] = {"options": options}
        imported.guessed["tree"] = "macros that declare an option with what they are given"
    return imported


def _described(tree: Tree) -> Imported | None:
    """Return what the files of a tree say of its modules in a format of `import`; None where too few do."""
    for form in FORMATS.values():
        if form.sign:
            sign = re.compile(rf"(?m)^{form.sign}")
            wanted = tuple(file for file in tree.files if any(covers(glob, file.path) for glob in form.files))
            texts = dict(_texts(tree, wanted))
            if sum(bool(sign.search(text)) for text in texts.values()) >= _FEW:
                return form.read(dict(sorted(texts.items())))
    return None


def _texts(tree: Tree, files: tuple[File, ...]) -> Iterator[tuple[str, str]]:
    for file, content in tree.contents(files):
        text = documents.decode_text(content, file.path).text if content is not None else None
        if text is not None:
            yield file.path, text


def _settle(imported: Imported, project: start.Project, today: date, tree: Tree) -> None:
    """Write down what is true of every draft: whose it is, and that blanks are no errors yet."""
    catalog = imported.catalog
    if project.repository:
        catalog["repository"] = {"url": project.repository, "branch": project.branch}
    catalog["effective"] = str(today)
    imported.notes["effective"] = (
        "Modules that entered their stage before this day are grandfathered: no `enter` gate applies to them."
    )
    if releases := list(_releases(tree)):
        catalog.setdefault("releases", releases)
        imported.notes["releases"] = "The tags of the repository, with the days of their commits."


def _files(imported: Imported) -> dict[str, str]:
    return {path: head + "".join(blocks.values()) for path, (head, blocks) in catalog_files(imported).items()}


def _weigh(imported: Imported, today: date) -> None:
    """Make warnings of the rules that the draft breaks, so that it has a site before all is filled in."""
    rules = imported.catalog.setdefault("rules", {})
    for _ in range(_ROUNDS):
        findings = pipeline.check_source(Texts(_files(imported)), today=today).findings
        broken = {one.code for one in findings if one.severity is Severity.ERROR} - rules.keys()
        rules.update(dict.fromkeys(sorted(broken), "warning"))
    if not rules:
        del imported.catalog["rules"]
    imported.notes["rules"] = (
        "What is left to fill in or to decide is no error yet. Remove this when it is done."
    )


def _releases(tree: Tree) -> Iterator[dict[str, str]]:
    """Yield the releases that have a tag, by the days of their commits."""
    tags = [name for name in tree.tags if _RELEASE.fullmatch(name)]
    days: list[tuple[date, str]] = []
    for name in tags[-_MOST_RELEASES:]:
        # Not every object that a tag names need be there, or be a commit with a day.
        with suppress(CatalogError):
            days.append((tree.at(tree.tags[name]).date, name))
    yield from ({"name": name, "date": str(day)} for day, name in sorted(days))


def _told(imported: Imported, source: Path, tree: Tree, found: tuple[Proposal, ...]) -> Iterator[str]:
    drafts = imported.drafts
    yield f"Drafted {len(drafts):,} entries from the tree at {tree.commit[:10]}:"
    for key, what in _COUNTED.items():
        yield f"{sum(key in draft.data for draft in drafts):>7,} with {what}"
    for path, reason in imported.unread[:_FEW]:
        yield f"Not understood: {path}: {reason}"
    less = len(found) - len(likely(found))
    if less:
        yield f"{less:,} folders have less in their favour: `audit --source {source} --discover` lists them."


_COUNTED = {
    "summary": "a summary",
    "owners": "owners",
    "toggles": "toggles",
    "relations": "relations",
}
"""The keys of entries that are counted, and what they are called."""
