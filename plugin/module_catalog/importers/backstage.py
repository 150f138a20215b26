"""Entities of a Backstage catalog: catalog-info.yaml and other files, with one document or several."""

from __future__ import annotations

from typing import Any

from .drafts import (
    Data,
    Draft,
    Files,
    Imported,
    ident,
    is_handle,
    line,
    listed,
    mapped,
    sentence,
    slug,
    title,
    web,
    yaml_documents,
)

_KINDS = {
    "component": "Component",
    "api": "API",
    "resource": "Resource",
    "system": "System",
    "domain": "Domain",
    "template": "Template",
}
_RELATIONS = (
    ("subcomponentOf", "part-of", "its subcomponentOf"),
    ("system", "part-of", "its system"),
    ("domain", "part-of", "its domain"),
    ("dependsOn", "depends-on", "listed under dependsOn"),
    ("consumesApis", "depends-on", "listed under consumesApis"),
    ("providesApis", "related-to", "listed under providesApis"),
)
_METADATA = ("name", "title", "description", "tags")
_SPEC = ("type", "lifecycle", "owner", *(key for key, _, _ in _RELATIONS))


def read(files: Files) -> Imported:
    """Return the entities of a catalog; groups and users are the roster. Other documents are none."""
    imported = Imported(
        {"name": "Software catalog", "noun": {"one": "component", "many": "components"}, "kinds": {}},
        "backstage",
    )
    entities = [
        (path, one)
        for path, text in files.items()
        for one in yaml_documents(path, text, lambda *told: imported.unread.append(told))
        if "backstage.io/" in (line(one.get("apiVersion")) or "backstage.io/")
    ]
    for path, one in entities:
        _add_to_roster(one)(imported, path)
    _add_members([one for _, one in entities], imported)
    names: dict[str, str] = {}
    for path, one in entities:
        if line(one.get("kind")).casefold() in _KINDS:
            draft = _draft(path, one, imported)
            imported.add(draft)
            names.setdefault(_reference(one), draft.id)
    for draft in imported.drafts:
        _resolve(draft, names)
    kinds = sorted({one.data["kind"] for one in imported.drafts}) or ["component"]
    imported.catalog["kinds"] = {kind: {"name": _KINDS.get(kind, title(kind))[:40]} for kind in kinds}
    return imported


def _reference(entity: Data) -> str:
    name = line(mapped(entity.get("metadata")).get("name"))
    return f"{line(entity.get('kind'))}:{name}".casefold()


def _add_to_roster(entity: Data) -> Any:
    """Return what puts an entity where it belongs that is no entry."""
    kind, metadata = line(entity.get("kind")).casefold(), mapped(entity.get("metadata"))
    handle = line(metadata.get("name"))

    def add(imported: Imported, path: str) -> None:
        if kind in _KINDS or kind == "location":
            return
        if kind not in ("group", "user") or not is_handle(handle):
            imported.unread.append((path, f"an entity of the kind `{kind or 'none'}` is no entry"))
            return
        profile = mapped(mapped(entity.get("spec")).get("profile"))
        name = line(profile.get("displayName")) or line(metadata.get("title")) or handle
        (imported.teams if kind == "group" else imported.people)[handle] = {"name": sentence(name, 80)}

    return add


def _add_members(entities: list[Data], imported: Imported) -> None:
    """Put users into their groups, whichever of the two says that they are in it."""
    for one in entities:
        name, spec = line(mapped(one.get("metadata")).get("name")), mapped(one.get("spec"))
        pairs = [(_name(group), name) for group in listed(spec.get("memberOf"))]
        pairs += [(name, _name(user)) for user in listed(spec.get("members"))]
        for group, user in pairs:
            if group in imported.teams and user in imported.people:
                members = imported.teams[group].setdefault("members", [])
                members += [user] if user not in members else []


def _name(reference: Any) -> str:
    """Return the name in a reference such as `group:default/team-a`."""
    return line(reference).rpartition(":")[2].rpartition("/")[2]


def _draft(path: str, entity: Data, imported: Imported) -> Draft:
    metadata, spec = mapped(entity.get("metadata")), mapped(entity.get("spec"))
    name, kind = line(metadata.get("name")), line(entity.get("kind")).casefold()
    draft = Draft(
        ident(name.casefold()), path, {"name": sentence(metadata.get("title") or name or "entry", 100)}
    )
    if summary := sentence(metadata.get("description")):
        draft.data["summary"] = summary
    draft.data["kind"] = slug(spec["type"]) if kind == "component" and spec.get("type") else kind
    draft.data["stage"] = slug(spec["lifecycle"])[:20] if spec.get("lifecycle") else "unstated"
    if owner := _owner(line(spec.get("owner")), imported):
        draft.data["owners"] = [{"person": owner, "basis": "spec.owner"}]
    draft.data["relations"] = [
        {"type": type_, "module": line(said), "why": why, "of": key}
        for key, type_, why in _RELATIONS
        for said in listed(spec.get(key))
    ]
    draft.data["history"] = [{"date": "unknown", "event": "introduced", "stage": draft.data["stage"]}]
    if draft.data["stage"] == "deprecated":
        draft.data["deprecation"] = {"reason": "Its spec.lifecycle is deprecated."}
    if tags := list(dict.fromkeys(map(slug, listed(metadata.get("tags"))))):
        draft.data["tags"] = tags
    _add_links(draft, metadata)
    draft.keep({f"metadata-{key}": value for key, value in metadata.items() if key not in _METADATA}, ())
    if kind != "component" and spec.get("type"):
        draft.data["x-spec-type"] = spec["type"]
    draft.keep({f"spec-{key}": value for key, value in spec.items() if key not in _SPEC}, ())
    draft.keep(entity, ("apiVersion", "kind", "metadata", "spec"))
    return draft


def _add_links(draft: Draft, metadata: Data) -> None:
    """Use the link of the documentation, which is the only one that says what it leads to."""
    for one in listed(metadata.get("links")):
        if (
            isinstance(one, dict)
            and line(one.get("type")) in ("docs", "documentation")
            and (url := web(one.get("url")))
        ):
            draft.data["links"] = {"docs": url}
            return


def _owner(said: str, imported: Imported) -> str | None:
    """Return the handle of an owner; one that is no user and not on the roster is a group."""
    if not said:
        return None
    kind, handle = said.rpartition(":")[0], _name(said)
    if is_handle(handle) and handle not in imported.people:
        roster = imported.people if kind.casefold() == "user" else imported.teams
        roster.setdefault(handle, {"name": handle})
    return handle


def _resolve(draft: Draft, names: dict[str, str]) -> None:
    """Write the relations of an entity with the ids of what they lead to."""
    found: dict[tuple[str, str], Data] = {}
    for relation in draft.data.pop("relations"):
        key = relation.pop("of")
        kind, _, rest = relation["module"].rpartition(":")
        name = rest.rpartition("/")[2].casefold()
        kind = kind.casefold() or _DEFAULTS.get(key, "component")
        relation["module"] = names.get(f"{kind}:{name}", ident(name))
        if relation["module"] != draft.id:
            found.setdefault((relation["type"], relation["module"]), relation)
    if found:
        draft.data["relations"] = list(found.values())


_DEFAULTS = {"system": "system", "domain": "domain", "consumesApis": "api", "providesApis": "api"}
