"""Components of the OpenTelemetry Collector: a metadata.yaml in the folder of each."""

from __future__ import annotations

from pathlib import PurePosixPath

from .drafts import (
    Data,
    Draft,
    Files,
    Imported,
    ident,
    line,
    listed,
    mapped,
    says,
    sentence,
    title,
    web,
    yaml_of,
)

_STAGES = ("stable", "beta", "alpha", "development", "unmaintained", "deprecated")
"""Furthest first."""
_RANK = {stage: rank for rank, stage in enumerate(_STAGES)}
_UNSTATED = "unstated"
_DEFAULTS = {"alpha": "off", "beta": "on", "stable": "on", "deprecated": "off"}
"""The default of a feature gate of the Collector, by its stage."""
_READ = (
    "feature_gates",
    "parent",
    "display_name",
    "type",
    "description",
    "status",
    "deprecated_type",
    "github_project",
)
_STATUS = (
    *("class", "stability", "distributions", "warnings", "unsupported_platforms", "codeowners"),
    "deprecation",
)
_FIELDS: Data = {
    "type": {"title": "Type", "description": "What a configuration calls the component."},
    "former_type": {"title": "Former type", "description": "What a configuration called it before."},
    "distributions": {"title": "Distributions", "many": True, "facet": True},
    "warnings": {"title": "Warnings", "many": True},
    "unsupported_platforms": {"title": "Unsupported platforms", "many": True},
    "emeritus": {"title": "Former owners", "type": "person", "many": True},
}
_WHOLE = ("component", "extension", "provider", "converter", "scraper")
"""What a stability is of that is no signal: the component as a whole."""


def read(files: Files) -> Imported:
    """Return the components of a repository of the Collector."""
    imported = Imported(
        {
            "name": "OpenTelemetry Collector",
            "url": "https://opentelemetry.io/docs/collector/",
            "noun": {"one": "component", "many": "components"},
            "kinds": {},
            "fields": _FIELDS,
        },
        "collector",
    )
    parents: dict[str, str] = {}
    for path, text in files.items():
        if {"testdata", "internal"} & set(PurePosixPath(path).parts):
            imported.unread.append((path, "left out: a sample or an internal package, not a component"))
        elif said := yaml_of(path, text, lambda *told: imported.unread.append(told)):
            draft = _add(path, said, imported)
            parents[draft.id] = line(said.get("parent"))
    _relate(imported, parents)
    kinds = sorted({one.data["kind"] for one in imported.drafts}) or ["component"]
    imported.catalog["kinds"] = {kind: {"name": title(_KINDS.get(kind, kind))[:40]} for kind in kinds}
    return imported


_KINDS = {"pkg": "package", "cmd": "command", "docs": "document"}


def _relate(imported: Imported, parents: dict[str, str]) -> None:
    """Lead from each part of a component to that component, by its folder or by its type."""
    ids = {str(one.data.get("type")): one.id for one in imported.drafts} | {
        one.id: one.id for one in imported.drafts
    }
    for draft in imported.drafts:
        parent = parents.get(draft.id)
        if parent and ids.get(parent, draft.id) != draft.id:
            draft.data["relations"] = [
                {"type": "part-of", "module": ids[parent], "why": "its parent in metadata.yaml"}
            ]
        elif parent:
            draft.data["x-parent"] = parent


def _add(path: str, said: Data, imported: Imported) -> Draft:
    status, folder = mapped(said.get("status")), PurePosixPath(path).parent
    stability = {
        line(stage).casefold(): list(map(line, listed(signals)))
        for stage, signals in mapped(status.get("stability")).items()
    }
    name = line(said.get("display_name")) or line(said.get("type")) or folder.name
    draft = Draft(ident(folder.name or slug_of(name)), path, {"name": sentence(name, 100)})
    if not says(said.get("display_name")):
        draft.guessed["name"] = "metadata.yaml has no display_name"
    if says(said.get("description")):
        draft.data["summary"] = sentence(said["description"])
    draft.data["kind"] = ident(line(status.get("class")) or "component")
    draft.data["stage"] = min(stability or [_UNSTATED], key=lambda one: _RANK.get(one, -1))
    if len(stability) > 1:
        draft.guessed["stage"] = "metadata.yaml has a stage for each signal only: this is the furthest"
    draft.data["namespaces"] = [folder.as_posix()]
    _add_owners(draft, mapped(status.get("codeowners")), imported)
    _add_parts(draft, stability, mapped(status.get("deprecation")))
    draft.data["history"] = [{"date": "unknown", "event": "introduced", "stage": draft.data["stage"]}]
    _add_own(draft, said, status)
    draft.keep(said, _READ)
    draft.keep({f"status-{key}": value for key, value in status.items() if key not in _STATUS}, ())
    project = line(said.get("github_project"))
    if project and "repository" not in imported.catalog:
        imported.catalog["repository"] = {"url": f"https://github.com/{project}", "branch": "main"}
    _add_toggles(draft, said)
    imported.add(draft)
    return draft


def _add_toggles(draft: Draft, said: Data) -> None:
    gates = [
        one for one in listed(said.get("feature_gates")) if isinstance(one, dict) and says(one.get("id"))
    ]
    toggles = []
    for gate in gates:
        stage, release = line(gate.get("stage")).casefold(), line(gate.get("from_version"))
        found: Data = {
            "name": sentence(gate["id"], 80),
            "mechanism": "feature-gate",
            "default": _DEFAULTS.get(stage, "unknown"),
            "enable": f"--feature-gates={line(gate['id'])}",
            "disable": f"--feature-gates=-{line(gate['id'])}",
            "what": sentence(gate.get("description"), 400),
            "since": release,
            "url": web(gate.get("reference_url")),
            "history": [{"release": release, "stage": stage}] if release and stage else [],
        }
        toggles.append({key: value for key, value in found.items() if value})
        draft.keep({"feature_gates": [gate] if set(gate) - _GATE else []}, ())
    if toggles:
        draft.data["toggles"] = toggles
        draft.guessed["toggles"] = "metadata.yaml names no default: it follows from the stage of the gate"


_GATE = {"id", "stage", "from_version", "description", "reference_url"}


def slug_of(name: str) -> str:
    """Return an id for a component at the top of a repository."""
    return ident(name.casefold().replace(" ", "-"))


def _add_owners(draft: Draft, said: Data, imported: Imported) -> None:
    if active := imported.persons(said.get("active")):
        draft.data["owners"] = [{"person": one, "basis": "codeowners in metadata.yaml"} for one in active]
    if line(said.get("seeking_new")) == "true":
        draft.data["seeking_owners"] = True
    if emeritus := imported.persons(said.get("emeritus")):
        draft.data["emeritus"] = emeritus
    draft.keep({f"codeowners-{key}": value for key, value in said.items()}, _OWNERS)


_OWNERS = ("codeowners-active", "codeowners-emeritus", "codeowners-seeking_new")


def _add_parts(draft: Draft, stability: dict[str, list[str]], deprecation: Data) -> None:
    parts: list[Data] = []
    for stage, signals in stability.items():
        for signal in signals:
            note = _note(mapped(deprecation.get(signal)))
            parts.append(
                {"id": ident(signal), "name": title(signal.replace("_", " ")), "stage": stage, **note}
            )
    if [part["id"] for part in parts if part["id"] not in _WHOLE]:
        draft.data["parts"] = parts
    if draft.data["stage"] == "deprecated":
        whole = next((mapped(one) for one in deprecation.values()), {})
        since = {"since": line(whole["date"])} if says(whole.get("date")) else {}
        reason = line(whole.get("migration")) or "metadata.yaml gives its stage as deprecated."
        draft.data["deprecation"] = {**since, "reason": reason}


def _note(said: Data) -> Data:
    """Return what a signal's deprecation says, as the note of a part."""
    text = ": ".join(filter(None, (line(said.get("date")), line(said.get("migration")))))
    return {"note": f"Deprecated {text}"} if text else {}


def _add_own(draft: Draft, said: Data, status: Data) -> None:
    found = {
        "type": line(said.get("type")),
        "former_type": line(said.get("deprecated_type")),
        **{
            key: list(dict.fromkeys(map(line, listed(status.get(key)))))
            for key in ("distributions", "warnings", "unsupported_platforms")
        },
    }
    draft.data.update({key: value for key, value in found.items() if value})
