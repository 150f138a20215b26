"""What a source tree says of its modules → drafts of entries, in which a guess has its reason above it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from ..audit.discovery import Proposal
from ..audit.discovery.candidate import Candidate
from ..audit.discovery.summaries import Said
from ..catalog.entry_files import misnamed
from ..catalog.validation.schema import effective
from .drafts import Draft, Imported, line, paragraph, prose, sentence, slug, title

_MANY = 6
"""So many reasons of one sort stand above a key; of more, how many there are."""
_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z`(\[])")
_HEADING = re.compile(r"(?m)^.*\n(?:={3,}|-{3,}|~{3,})[ \t]*$")
_DIRECTIVE = re.compile(r"(?m)^\.\. .*(?:\n[ \t]+\S.*)*|^:\w+:.*$")
_UNKNOWN = {"import": "absent", "python-extra": "not installed"}
"""What the default of a toggle is called that is no value: nobody has it who does not install it."""

_KINDS = {"core": "Core part"}
"""What a kind is called that is no word for it by itself."""


@dataclass(frozen=True)
class Source:
    """What is known of the tree as a whole."""

    revision: str
    """The commit, as short as people write it."""
    stage: str
    """The first stage that a module can have."""
    today: date
    web: str | None = None
    """The address of the repository, for people."""
    names: Mapping[str, str] = field(default_factory=dict)
    """What people are called, by their handles in lower case."""


def add_modules(imported: Imported, proposals: Iterable[Proposal], source: Source) -> None:
    """Add a draft of each proposal, in the order of names."""
    drafts: dict[Candidate, Draft] = {}
    wanted = sorted(proposals, key=lambda one: (slug(one.candidate.name), one.candidate.paths))
    for one in wanted:
        if paths := [path for path in one.candidate.paths if _is_path(path)]:
            drafts[one.candidate] = _draft(one, paths, source)
            imported.add(drafts[one.candidate])
        else:
            imported.unread.append((one.candidate.paths[0], "no entry can name such a path"))
    _add_facts(imported, wanted, drafts, source)
    for draft in drafts.values():
        imported.catalog["kinds"].setdefault(
            draft.data["kind"], {"name": _KINDS.get(draft.data["kind"], title(draft.data["kind"]))}
        )


def add_to_modules(imported: Imported, proposals: Iterable[Proposal], source: Source) -> None:
    """Add to drafts of another format what the tree says of their paths, where they do not say it."""
    by_path = {path: draft for draft in imported.drafts for path in draft.data.get("namespaces", ())}
    drafts: dict[Candidate, Draft] = {}
    wanted = list(proposals)
    for one in wanted:
        found = next((by_path[path] for path in one.candidate.paths if path in by_path), None)
        if found:
            drafts[one.candidate] = found
    _add_facts(imported, wanted, drafts, source)


def _is_path(path: str) -> bool:
    form = effective("module", {})["$defs"]["path"]
    return bool(re.search(form["pattern"], path)) and len(path) <= form.get("maxLength", 500)


def _draft(proposal: Proposal, paths: list[str], source: Source) -> Draft:
    candidate = proposal.candidate
    name = line(candidate.name)
    id_ = slug(name) if not misnamed(slug(name), "") else f"{slug(name)}-module"
    draft = Draft(id_, f"{paths[0]} at {source.revision}", {}, how="Drafted")
    draft.data["name"], draft.guessed["name"] = _name(candidate, proposal.summary)
    draft.data["kind"], draft.guessed["kind"] = candidate.kind, f"{paths[0]} is {line(candidate.why[0].says)}"
    draft.data["stage"] = source.stage
    draft.guessed["stage"] = "no file says the stage: this is the first that a module can have"
    draft.data["namespaces"] = paths
    reasons = [f"{reason.place}: {reason.says}" for reason in candidate.why]
    draft.guessed["namespaces"] = _few(reasons)
    # The stage is what this catalog says, from this day on: not what it was when the module began.
    entered = {"date": str(source.today), "event": "entered", "stage": source.stage, "basis": "reading"}
    draft.data["history"] = [{"date": "unknown", "event": "introduced"}, entered]
    return draft


def _name(candidate: Candidate, said: Said | None) -> tuple[str, str]:
    """Return what a module is called, and why: like its package or folder, in the capitals of prose."""
    name = line(candidate.name)
    if candidate.is_package:
        return sentence(name, 100), "the package is called so"
    words = re.findall(rf"(?<![\w./-]){re.escape(name)}(?![\w/-])", said.text, re.IGNORECASE) if said else []
    written = next((word for word in words if word != name), None)
    if said and written:
        return sentence(written, 100), f"{line(said.place.path)} writes it so"
    return sentence(title(name), 100), f"the folder is called {name}"


def _few(reasons: Iterable[str]) -> str:
    """Return reasons as the lines of a comment."""
    lines = list(dict.fromkeys(map(line, reasons)))
    more = [f"and {len(lines) - _MANY:,} more"] if len(lines) > _MANY else []
    return "\n".join((*lines[:_MANY], *more))


def _add_facts(
    imported: Imported, proposals: Iterable[Proposal], drafts: Mapping[Candidate, Draft], source: Source
) -> None:
    ids = {candidate: draft.id for candidate, draft in drafts.items()}
    for one in proposals:
        if draft := drafts.get(one.candidate):
            _add_summary(draft, one.summary)
            _add_owners(draft, one, imported, source)
            _add_toggles(draft, one)
            _add_relations(draft, one, ids)
            _add_history(draft, one, source)


def _add_summary(draft: Draft, said: Said | None) -> None:
    text = first_sentence(said) if said else ""
    if said and text and "summary" not in draft.data:
        draft.data["summary"] = text
        draft.guessed["summary"] = f"the first sentence of {line(said.place.path)}"


def first_sentence(said: Said) -> str:
    """Return the first sentence that a file says, as text on one line; "" where it has none of two words."""
    text = said.text
    if said.is_page:
        without_comments = re.sub(r"<!--.*?-->", "", text.removeprefix("\ufeff"), flags=re.DOTALL)
        text = paragraph(_DIRECTIVE.sub("", _HEADING.sub("", without_comments)))
    first = sentence(_END.split(line(prose(text)), maxsplit=1)[0])
    return first if " " in first else ""


def _add_owners(draft: Draft, proposal: Proposal, imported: Imported, source: Source) -> None:
    owners = list(draft.data.get("owners", ()))
    known = {str(one["person"]).casefold() for one in owners}
    for owner in proposal.owners:
        handle = imported.person(owner.handle)
        if handle and handle.casefold() not in known:
            known.add(handle.casefold())
            as_ = {"as": owner.capacity} if owner.capacity else {}
            owners.append({"person": handle, **as_, "basis": line(owner.basis)})
            name = source.names.get(handle.casefold())
            if name and handle in imported.people:
                imported.people[handle]["name"] = sentence(name, 100)
    if owners:
        draft.data["owners"] = owners


def _add_toggles(draft: Draft, proposal: Proposal) -> None:
    known = {one["name"] for one in draft.data.get("toggles", ())}
    found = [one for one in proposal.toggles if one.name not in known and len(one.name) <= 80]
    if not found:
        return
    toggles = [
        {
            "name": line(one.name),
            "mechanism": one.mechanism,
            "default": _UNKNOWN.get(one.mechanism) or line(one.default) or "unknown",
            **({"requires": list(one.requires)} if one.requires else {}),
        }
        for one in found
    ]
    draft.data["toggles"] = [*draft.data.get("toggles", ()), *toggles]
    reasons = [f"{one.name}: {one.why}" for one in found]
    draft.guessed["toggles"] = "\n".join(filter(None, (draft.guessed.get("toggles"), _few(reasons))))


def _add_relations(draft: Draft, proposal: Proposal, ids: Mapping[Candidate, str]) -> None:
    relations = list(draft.data.get("relations", ()))
    known = {draft.id, *(one.get("module") for one in relations)}
    whole = ids.get(proposal.inside) if proposal.inside else None
    if whole and whole not in known:
        known.add(whole)
        relations.append({"type": "part-of", "module": whole, "why": "All that it has lies in folders of it"})
    for need in proposal.needs:
        other = ids.get(need.other)
        if other and other not in known:
            known.add(other)
            place = f"{line(need.place.path)} line {need.place.line}"
            why = (
                f"Its toggle is built only with {need.toggle}"
                if need.toggle
                else f"Imports it in {need.files:,} of its files such as {place}"
            )
            relations.append({"type": "depends-on", "module": other, "why": sentence(why)})
    if relations and len(relations) > len(draft.data.get("relations", ())):
        draft.data["relations"] = relations
        draft.guessed.setdefault(
            "relations", "by folders and imports; of a circle of imports, the weakest part is left out"
        )


def _add_history(draft: Draft, proposal: Proposal, source: Source) -> None:
    activity, (first, *others) = proposal.activity, draft.data["history"]
    if activity is None or first.get("date") != "unknown" or first["event"] != "introduced":
        return
    url = {"url": f"{source.web}/commit/{activity.first_commit}"} if source.web else {}
    introduced = {"date": str(activity.first), "event": "introduced", **url}
    # When it came to the stage that it has now is not known by that.
    entered = [{"date": "unknown", "event": "entered", "stage": first["stage"]}] if "stage" in first else []
    draft.data["history"] = [introduced, *entered, *others]
    draft.guessed["history"] = "\n".join(_told(proposal))


def _told(proposal: Proposal) -> Iterator[str]:
    activity = proposal.activity
    if activity:
        yield f"{activity.first_commit[:10]} is the first commit at its paths: it may be older than they are"
        if activity.last:
            people = "1 person" if activity.people == 1 else f"{activity.people:,} people"
            yield f"the last commit about it is of {activity.last}; {people} worked on it in the year before"
