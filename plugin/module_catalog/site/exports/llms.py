"""Plain Markdown for language models: a list as llmstxt.org has it, and each module."""

from __future__ import annotations

from collections.abc import Iterator

from ...catalog.addresses import module_path, published, text_path
from ...catalog.entries import Event, Module, RoadmapItem, Toggle
from ...catalog.model import Catalog, Neighbour
from ...catalog.queries.groups import by_kind
from ...catalog.queries.toggle_ends import end
from ...diagnostics import printable
from .export import ID, export, export_of_each


@export(
    "llms", "llms.txt: what there is, for language models, with the address of each text.", path="llms.txt"
)
def llms(catalog: Catalog) -> bytes:
    """Return the list: modules by kind, each with its stage and summary."""
    settings = catalog.settings
    title = f"Modules of {settings.name}" if settings.noun.many == "modules" else settings.name
    lines = [f"# {_line(title)}", ""]
    lines += [f"> {_line(settings.about)}", ""] if settings.about else []
    lines += ["Stages, narrowest reach first:", ""]
    lines += [f"- {_line(stage.label)}: {_line(stage.means)}" for stage in catalog.lifecycle.stages]
    for group in by_kind(catalog):
        lines += ["", f"## {_line(group.kind.plural)}", ""]
        lines += [_listed(module, catalog) for module in (*group.present, *group.gone)]
    return "\n".join((*lines, "")).encode()


def _listed(module: Module, catalog: Catalog) -> str:
    address = published(text_path(module.id), catalog.settings)
    what = " ".join(filter(None, (f"{catalog.stage_of(module).label}.", module.summary)))
    return f"- [{_name(module.name)}]({address}): {_line(what)}"


@export_of_each("text", "One module as plain Markdown, for language models.", path=text_path(ID))
def text(module: Module, catalog: Catalog) -> bytes:
    """Return what the entry says, and what others say of the module, a fact a line."""
    head = [f"# {_line(module.name)}", "", *([f"> {_line(module.summary)}", ""] if module.summary else [])]
    lines = [*head, *(f"- {name}: {said}" for name, said in _facts(module, catalog) if said)]
    for title, items in _lists(module, catalog):
        lines += ["", f"## {title}", "", *(f"- {_line(item)}" for item in items)] if items else []
    return "\n".join((*lines, "")).encode()


def _facts(module: Module, catalog: Catalog) -> Iterator[tuple[str, str]]:
    stage = catalog.stage_of(module)
    yield "Stage", _line(f"{stage.label}. {stage.means}")
    yield "Kind", _line(catalog.settings.kinds[module.kind].name)
    yield (
        "Owners",
        ", ".join(_line(owner.person) for owner in catalog.active_owners(module)) or "none on record",
    )
    yield "Paths", ", ".join(f"`{_line(path)}`" for path in module.namespaces)
    yield "Formerly", ", ".join(f"`{_line(id_)}`" for id_ in module.former_ids)
    if module.deprecation:
        yield "Deprecated", _line(module.deprecation.reason)
        yield "Replaced by", ", ".join(map(_line, module.deprecation.replacements))
    yield "Page", published(module_path(module.id), catalog.settings)


def _lists(module: Module, catalog: Catalog) -> Iterator[tuple[str, list[str]]]:
    yield "Toggles", [_toggle(one, module, catalog) for one in module.toggles]
    yield "Relations", list(map(_relation, catalog.neighbours(module)))
    yield "Roadmap", list(map(_item, module.roadmap))
    yield "History", list(map(_event, module.history))


def _toggle(toggle: Toggle, module: Module, catalog: Catalog) -> str:
    mechanism = catalog.settings.mechanisms.get(toggle.mechanism, toggle.mechanism)
    facts = (
        mechanism,
        f"default {toggle.default}" if toggle.has_default else None,
        toggle.since and f"since {toggle.since}",
        toggle.until and f"until {toggle.until}",
        toggle.kind,
        (moment := end(toggle, module, catalog)) and f"to be gone by {moment}",
    )
    said = f"`{toggle.name}`: {', '.join(filter(None, facts))}"
    return f"{said}. Enable: {'; '.join(f'`{line}`' for line in toggle.enable)}" if toggle.enable else said


def _relation(one: Neighbour) -> str:
    return f"{one.label} {one.name}: {one.why}"


def _item(item: RoadmapItem) -> str:
    return ", ".join(filter(None, (f"{item.title} ({item.status})", item.target and f"target {item.target}")))


def _event(event: Event) -> str:
    when = event.date.isoformat() if event.date.year else ""
    said = " ".join(filter(None, (when, event.release, event.event, event.stage)))
    return f"{said}: {event.note}" if event.note else said


def _line(text: str) -> str:
    """Return a text on one line, in which no angle bracket begins HTML."""
    return printable(text).replace("<", "&lt;")


def _name(text: str) -> str:
    """Return a text that may stand as what a link is called, for readers too that know no escapes."""
    return "".join(f"&#{ord(sign)};" if sign in "[]\\" else sign for sign in _line(text))
