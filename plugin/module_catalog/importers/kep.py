"""Kubernetes enhancement proposals: a kep.yaml and a README.md in a folder for each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Any

from .drafts import (
    NOTHING,
    Data,
    Draft,
    Files,
    Imported,
    ident,
    line,
    listed,
    mapped,
    paragraph,
    says,
    sentence,
    web,
    yaml_of,
)
from .kep_relations import URL, relate

_FILE, _README = "kep.yaml", "README.md"
_STATUSES = {
    "provisional": "Provisional",
    "implementable": "Implementable",
    "implemented": "Implemented",
    "deferred": "Deferred",
    "rejected": "Rejected",
    "withdrawn": "Withdrawn",
    "replaced": "Replaced",
}
_ENDED = ("rejected", "withdrawn", "replaced")
_OFF = ("provisional", "deferred", *_ENDED)
"""Statuses that say more than any milestone."""
_LADDER = ("alpha", "beta", "stable", "deprecated", "disabled", "removed")
_READ = (
    *("title", "kep-number", "authors", "owning-sig", "participating-sigs", "status", "creation-date"),
    *("last-updated", "reviewers", "approvers", "see-also", "replaces", "superseded-by", "stage"),
    *("latest-milestone", "milestone", "feature-gates"),
)
_RELEASE = re.compile(r"v?(\d+)\.(\d+)(?:\.\d+)?")
_FIELDS: Data = {
    "status": {"title": "Status", "type": "choice", "choices": _STATUSES, "facet": True},
    "number": {"title": "Number", "type": "number"},
    "participating": {"title": "Participating SIGs", "many": True, "facet": True},
    "approvers": {"title": "Approvers", "type": "person", "many": True},
    "reviewers": {"title": "Reviewers", "type": "person", "many": True},
    "latest_milestone": {"title": "Latest milestone", "facet": True},
    "updated": {"title": "Last updated", "type": "date"},
}


def read(files: Files) -> Imported:
    """Return the proposals of kubernetes/enhancements."""
    imported = Imported(
        {
            "name": "Kubernetes enhancements",
            "url": URL,
            "repository": {"url": URL, "branch": "master"},
            "contact": {"issues": f"{URL}/issues"},
            "noun": {"one": "proposal", "many": "proposals"},
            "kinds": {},
            "fields": _FIELDS,
        },
        "keps",
    )
    keps = {
        path: found
        for path, text in files.items()
        if PurePosixPath(path).name == _FILE
        and (found := yaml_of(path, text, lambda *told: imported.unread.append(told)))
    }
    out = _last_out(keps.values())
    for path, kep in keps.items():
        if "testdata" in path.split("/") or PurePosixPath(path).parent.name.endswith("kep-template"):
            imported.unread.append((path, "left out: it is no proposal but a template or an example"))
            continue
        imported.add(_draft(path, kep, files, imported, out))
    relate(imported, keps)
    sigs = sorted({one.data["kind"] for one in imported.drafts})
    names = {sig: _sig(sig)[:40] for sig in sigs or ["sig"]}
    imported.catalog["kinds"] = {sig: {"name": one, "plural": one} for sig, one in names.items()}
    _add_releases(imported, out)
    return imported


def _last_out(keps: Iterable[Data]) -> tuple[int, int]:
    """Return the last release that is taken to be out.

    It is the one before that which most proposals under way have as their latest milestone.
    """
    aims = Counter(
        number
        for one in keps
        if line(one.get("status")).casefold() == "implementable"
        and (number := _number(one.get("latest-milestone"))) > (0, 0)
    )
    if not aims:
        return (0, 0)
    major, minor = max(aims, key=lambda one: (aims[one], one))
    return major, minor - 1


def _draft(path: str, kep: Data, files: Files, imported: Imported, out: tuple[int, int]) -> Draft:
    folder = PurePosixPath(path).parent
    draft = Draft(ident(folder.name), path, {"name": sentence(kep.get("title") or folder.name, 100)})
    data = draft.data
    if not says(kep.get("title")):
        draft.guessed["name"] = "kep.yaml has no title: this is the name of the folder"
    if summary := _summary(files.get(str(folder / _README), "")):
        data["summary"] = summary
    data["kind"] = ident(line(kep.get("owning-sig")) or folder.parent.name or "sig")
    if not says(kep.get("owning-sig")):
        draft.guessed["kind"] = "kep.yaml names no owning SIG: this is the folder above"
    history, roadmap, why = _milestones(kep, out)
    data["stage"] = history[-1]["stage"]
    if why:
        draft.guessed["stage"] = why
    if data["stage"] not in (*_ENDED, "removed"):
        data["namespaces"] = [folder.as_posix()]
    owners = [{"person": one, "basis": "authors in kep.yaml"} for one in imported.persons(kep.get("authors"))]
    data |= {"owners": owners} if owners else {}
    _add_toggles(draft, kep)
    data["relations"] = []
    data.update({"roadmap": roadmap} if roadmap else {})
    data["history"] = history
    if data["stage"] == "deprecated":
        data["deprecation"] = {"reason": "kep.yaml gives its stage as deprecated."}
    if links := _links(line(kep.get("kep-number")), str(folder / _README), files):
        data["links"] = links
    data.update(_own(kep, imported))
    draft.keep(kep, _READ)
    return draft


def _links(number: str, readme: str, files: Files) -> Data:
    """Return where a proposal can be read, and its issue."""
    links = {
        "docs": f"{URL}/blob/master/{readme}" if readme in files else "",
        "issues": f"{URL}/issues/{number}" if number.isdecimal() else "",
    }
    return {key: url for key, url in links.items() if web(url)}


def _own(kep: Data, imported: Imported) -> Data:
    """Return what a proposal says that only proposals have."""
    number = line(kep.get("kep-number"))
    found = {
        "status": line(kep.get("status")),
        "number": int(number) if number.isdecimal() and number.isascii() else number,
        "participating": _texts(kep.get("participating-sigs")),
        "approvers": imported.persons(kep.get("approvers")),
        "reviewers": imported.persons(kep.get("reviewers")),
        "latest_milestone": line(kep.get("latest-milestone")),
        "updated": line(kep.get("last-updated")),
    }
    return {key: value for key, value in found.items() if value}


def _texts(said: Any) -> list[str]:
    """Return the texts of a list, each once."""
    return [one for one in dict.fromkeys(map(line, listed(said))) if one]


def _summary(readme: str) -> str:
    """Return the first paragraph of the section Summary."""
    section = re.search(r"(?ms)^##[ \t]+Summary[ \t]*$(.*?)(?=^##?[ \t]|\Z)", readme.replace("\r\n", "\n"))
    return sentence(paragraph(re.sub(r"(?s)<!--.*?-->", "", section[1]))) if section else ""


def _number(said: Any) -> tuple[int, int]:
    found = _RELEASE.fullmatch(line(said))
    return (int(found[1]), int(found[2])) if found else (0, 0)


def _milestones(kep: Data, out: tuple[int, int]) -> tuple[list[Data], list[Data], str]:
    """Return the history, what is planned, and why the stage had to be guessed, if it was."""
    status, stage = (line(kep.get(key)).casefold() for key in ("status", "stage"))
    stage = "removed" if stage == "disabled" else stage
    reached: list[Data] = []
    planned: list[Data] = []
    milestones = mapped(kep.get("milestone"))
    for name in [key for key in _LADDER if says(milestones.get(key))]:
        release, to = line(milestones[name]), "removed" if name == "disabled" else name
        if (0, 0) < _number(release) <= out and not _is_ahead(name, kep):
            reached.append({"release": release, "event": _event(to), "stage": to})
        elif status not in _ENDED:
            planned.append(_plan(to, release))
    reached.sort(key=lambda one: _LADDER.index(one["stage"]))
    first = {"date": line(kep.get("creation-date")) or "unknown", "event": "introduced"}
    now, why = _now(status, stage, reached)
    planned = [] if now == "removed" else planned
    if now == "provisional":
        return [{**first, "stage": now}], planned, why
    if not reached or reached[-1]["stage"] != now:
        reached.append({"date": "unknown", "event": _event(now), "stage": now})
    return [first, *reached], planned, why


def _is_ahead(milestone: str, kep: Data) -> bool:
    """Say whether kep.yaml says that a milestone is not reached yet, whatever release it was planned for.

    Then it is after the stage that a proposal under way is at, and after its latest milestone.
    """
    stage = line(kep.get("stage")).casefold()
    is_known = line(kep.get("status")).casefold() != "implemented" and stage in _LADDER
    latest = _number(kep.get("latest-milestone"))
    return (
        is_known
        and _LADDER.index(milestone) > _LADDER.index(stage)
        and _number(mapped(kep.get("milestone")).get(milestone)) > latest
    )


def _event(stage: str) -> str:
    return {"deprecated": "deprecated", "removed": "removed"}.get(
        stage, "removed" if stage in _ENDED else "entered"
    )


def _plan(stage: str, release: str) -> Data:
    plan: Data = {"title": stage.capitalize(), "toward": stage, "status": "planned"}
    if _number(release) > (0, 0):
        return {**plan, "target": release}
    return plan if release.casefold() in NOTHING else {**plan, "note": release}


def _now(status: str, stage: str, reached: list[Data]) -> tuple[str, str]:
    """Return the stage that a proposal is at, and why it is a guess."""
    if status in _OFF:
        return status, ""
    last = str(reached[-1]["stage"]) if reached else ""
    known = "" if status in _STATUSES else f"kep.yaml gives its status as `{status or 'nothing'}`: "
    if status == "implemented" and not last:
        if stage in _LADDER:
            return stage, ""
        return "stable", "kep.yaml says that it is implemented, and names no stage that is known"
    if last:
        return last, f"{known}this is its latest milestone" if known else ""
    return "implementable", f"{known}no milestone was reached" if known else ""


def _add_toggles(draft: Draft, kep: Data) -> None:
    if draft.data["stage"] in _ENDED:
        # What was never built has no toggle.
        draft.keep({"feature-gates": kep.get("feature-gates")}, ())
        return
    found: dict[str, Data] = {}
    for gate in listed(kep.get("feature-gates")):
        name = line(gate.get("name")) if isinstance(gate, dict) else line(gate)
        if not name or name in found:
            continue
        default = {"alpha": "off", "stable": "on"}.get(draft.data["stage"], "unknown")
        found[name] = {"name": name, "mechanism": "feature-gate", "default": default}
        if isinstance(gate, dict) and (where := _texts(gate.get("components"))):
            found[name]["where"] = where
    if found:
        draft.data["toggles"] = list(found.values())
        draft.guessed["toggles"] = "kep.yaml names no default: a gate is off in alpha and on once stable"


def _sig(sig: str) -> str:
    first, dash, rest = sig.partition("-")
    short = {"api": "API", "cli": "CLI", "ui": "UI", "etcd": "etcd", "k8s": "K8s", "aws": "AWS", "ibm": "IBM"}
    words = [short.get(word, word.capitalize()) for word in rest.split("-")]
    return (
        f"{first.upper() if first in ('sig', 'wg') else first.capitalize()} {' '.join(words)}"
        if dash
        else sig
    )


def _add_releases(imported: Imported, out: tuple[int, int]) -> None:
    """List the releases that proposals name as the project writes them, oldest first."""
    said = {
        str(one[key])
        for draft in imported.drafts
        for part, key in (("history", "release"), ("roadmap", "target"))
        for one in draft.data.get(part, ())
        if re.fullmatch(r"v\d+\.\d+", str(one.get(key)))
    }
    named = sorted(said, key=_number)
    imported.guessed["releases"] = (
        "no file says which releases are out: these are those before the one that most proposals aim at"
    )
    imported.catalog["releases"] = [{"name": one} for one in named if _number(one) <= out]
    if upcoming := [one for one in named if _number(one) > out]:
        imported.catalog["upcoming"] = upcoming
