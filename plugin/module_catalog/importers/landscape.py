"""A landscape.yml as CNCF keeps it: categories, subcategories, items."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from .drafts import Data, Draft, Files, Imported, line, listed, mapped, says, sentence, slug, web, yaml_of

_READ = (
    "item",
    "name",
    "description",
    "homepage_url",
    "repo_url",
    "project",
    "joined",
    "crunchbase",
    "twitter",
)
_DAYS = ("accepted", "incubating", "graduated", "archived")
_FIELDS: Data = {
    "category": {"title": "Category", "type": "choice", "choices": {}, "facet": True},
    "homepage": {"title": "Home page", "type": "url"},
    "source": {"title": "Repository", "type": "url"},
    "crunchbase": {"title": "Crunchbase", "type": "url"},
    "twitter": {"title": "Twitter", "type": "url"},
}


def read(files: Files) -> Imported:
    """Return the items of a landscape."""
    imported = Imported(
        {
            "name": "Cloud native landscape",
            "url": "https://landscape.cncf.io",
            "noun": {"one": "project", "many": "projects"},
            "kinds": {},
            "fields": {},
        },
        "landscape",
    )
    found = [
        (path, *one)
        for path, text in files.items()
        for one in _items(yaml_of(path, text, lambda *told: imported.unread.append(told)))
    ]
    if not found:
        imported.unread += [(path, "it has no items: `landscape` is no list of categories") for path in files]
    shared = Counter(name for name, _ in {(sub, category) for _, category, sub, _ in found})
    categories: dict[str, str] = {}
    for path, category, sub, item in found:
        categories.setdefault(slug(category), sentence(category, 60))
        kind = slug(f"{category} {sub}" if shared[sub] > 1 else sub)
        imported.catalog["kinds"].setdefault(kind, {"name": sentence(sub, 40), "plural": sentence(sub, 40)})
        imported.add(_draft(path, item, kind, slug(category), imported))
    imported.catalog["kinds"] = imported.catalog["kinds"] or {"item": {"name": "Item"}}
    choices = categories or {"none": "None"}
    imported.catalog["fields"] = {**_FIELDS, "category": {**_FIELDS["category"], "choices": choices}}
    return imported


def _items(said: Data) -> Iterator[tuple[str, str, Data]]:
    """Yield category, subcategory and item."""
    for category in filter(_is_mapping, listed(said.get("landscape"))):
        for sub in filter(_is_mapping, listed(category.get("subcategories"))):
            for item in filter(_is_mapping, listed(sub.get("items"))):
                yield line(category.get("name")), line(sub.get("name")), item


def _is_mapping(value: Any) -> bool:
    return isinstance(value, dict)


def _draft(path: str, item: Data, kind: str, category: str, imported: Imported) -> Draft:
    name, extra = line(item.get("name")) or "No name", mapped(item.get("extra"))
    draft = Draft(slug(name), path, {"name": sentence(name, 100)})
    if not says(item.get("name")):
        draft.guessed["name"] = "the item has no name"
    if summary := sentence(item.get("description")):
        draft.data["summary"] = summary
    stage = slug(item["project"])[:20] if says(item.get("project")) else "listed"
    draft.data |= {"kind": kind, "stage": stage, "history": _history(stage, item, extra)}
    if stage == "archived":
        draft.data["deprecation"] = {"reason": "The landscape gives it as archived."}
    if docs := web(extra.get("documentation_url")):
        draft.data["links"] = {"docs": docs}
    draft.data["category"] = category
    for key, at in (
        ("homepage", "homepage_url"),
        ("source", "repo_url"),
        ("crunchbase",) * 2,
        ("twitter",) * 2,
    ):
        if says(item.get(at)):
            draft.data[key] = line(item[at])
    draft.keep({**item, "extra": {key: one for key, one in extra.items() if key not in _DAYS}}, _READ)
    return draft


def _history(stage: str, item: Data, extra: Data) -> list[Data]:
    """Return the days on which a project went on, as far as the landscape has them."""
    days = {key: line(extra.get(key)) for key in _DAYS}
    found: list[Data] = []
    if says(item.get("joined")):
        found.append({"date": line(item["joined"]), "event": "introduced"})
    first = next(
        (key for key in ("graduated", "incubating") if days[key] and days[key] == days["accepted"]), None
    )
    if days["accepted"] and not first:
        entered = stage if stage != "archived" and not any(days[key] for key in _DAYS[1:]) else "sandbox"
        if stage == "sandbox" or days["incubating"] or entered == stage:
            found.append({"date": days["accepted"], "event": "entered", "stage": entered})
        else:
            found.append({"date": days["accepted"], "event": "entered"})
    for key in _DAYS[1:]:
        if days[key]:
            event = "deprecated" if key == "archived" else "entered"
            found.append({"date": days[key], "event": event, "stage": key})
    if not found or found[-1].get("stage") != stage:
        event = "deprecated" if stage == "archived" else "entered" if found else "introduced"
        found.append({"date": "unknown", "event": event, "stage": stage})
    return found
