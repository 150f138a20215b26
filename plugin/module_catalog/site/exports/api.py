"""The JSON API: the catalog as static files for programs, and the JSON Schema that describes them.

What is not on record is absent, and nothing is null. Addresses are whole where catalog.yaml has a `site`;
without it they are relative to the root of the site.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from typing import Any

from ... import __version__
from ...catalog import references
from ...catalog.addresses import API, API_VERSION, badge_path, json_path, module_path, published
from ...catalog.entries import Module, ShowcaseEntry
from ...catalog.evidence import AuditedTree, Evidence
from ...catalog.included import find
from ...catalog.model import Catalog
from ...catalog.queries.lifespan import first_release
from ...catalog.queries.owners import is_seeking
from ...catalog.repositories import UNNAMED
from ...catalog.settings import Settings
from ...catalog.validation.schema import changed, effective, trimmed
from ...checks.gates import is_grandfathered
from ...checks.readiness import Readiness, readiness
from ..evidence import ClaimState, audit_result
from .export import ID, export, export_of_each
from .samples import laid_out, short

Data = dict[str, Any]


FILES = {
    "schema": f"{API}/schema.json",
    "showcase": f"{API}/showcase.json",
    "changes": f"{API}/changes.json",
    "people": f"{API}/people.json",
    "toggles": f"{API}/toggles.json",
    "releases": f"{API}/releases.json",
    "csv": f"{API}/modules.csv",
}
"""The other files about all, by what `catalog.json` calls them."""


@export(
    "catalog",
    "The project, its stages and kinds with the number of modules in each, and a summary of each module. "
    "Start here: each summary has the address of the module's own file.",
    path=f"{API}/catalog.json",
    is_format=False,
)
def catalog_file(catalog: Catalog) -> bytes:
    """Return the file that leads to the others."""
    return written(api_file("catalog", **overview(catalog)))


@export_of_each(
    "module",
    "One module in full: its entry as written, and what is derived from the others: "
    "inverse relations, readiness, showcase entries that use it.",
    path=json_path(ID),
)
def module_file(module: Module, catalog: Catalog) -> bytes:
    """Return the file of one module."""
    return written(module_data(module, catalog))


@export("showcase", "The showcase: what the community built.", path=FILES["showcase"], is_format=False)
def showcase_file(catalog: Catalog) -> bytes:
    """Return the file of the showcase."""
    return written(api_file("showcase", works=_showcase(catalog)))


@export(
    "schema",
    "The JSON Schema (draft 2020-12) of these files, with a description of each field.",
    path=FILES["schema"],
    is_format=False,
)
def schema_file(catalog: Catalog) -> bytes:
    """Return the JSON Schema."""
    return written(schema(catalog.settings))


def _sample(module: Module, catalog: Catalog) -> str:
    whole, said = module_data(module, catalog), module.value()
    return laid_out(short({**whole, "entry": {name: said[name] for name in _SAMPLED if name in said}}))


_SAMPLED = ("stage", "owners", "toggles", "relations", "history")
"""What of an entry a sample shows."""


@export("json", "Everything in one document, described by api/v1/schema.json of the site.", sample=_sample)
def everything(catalog: Catalog) -> bytes:
    """Return the whole catalog as one JSON document."""
    modules = [_module(module, catalog) for module in catalog.modules]
    return written(
        api_file("everything", **{**overview(catalog), "modules": modules}, works=_showcase(catalog))
    )


def written(data: Data) -> bytes:
    """Return plain data as JSON in UTF-8: a field a line, and of a list of objects an object a line.

    With `indent`, `json` takes its encoder in Python, which is ten times as slow as that in C.
    """
    fields = ",\n".join(f"{_JSON(name)}: {_lines(value)}" for name, value in data.items())
    return f"{{\n{fields}\n}}\n".encode()


def _lines(value: Any) -> str:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "[\n{}\n]".format(",\n".join(map(_JSON, value)))
    return _JSON(value)


_JSON = json.JSONEncoder(ensure_ascii=False).encode


def module_data(module: Module, catalog: Catalog) -> Data:
    """Return what the file about one module holds.

    That is its row, its entry as it is written, and what follows from the others.
    """
    return api_file("module", **_module(module, catalog))


def api_file(type_: str, **fields: Any) -> Data:
    """Return what a file of a type holds."""
    return {"version": API_VERSION, "type": type_, **fields}


def known(**fields: Any) -> Data:
    """Return the fields that are on record."""
    return {name: value for name, value in fields.items() if value is not None}


def overview(catalog: Catalog) -> Data:
    """Return what is to be said of the project, its stages, its kinds and, in a row each, its modules."""
    settings = catalog.settings
    return {
        "generated_by": {"name": "mkdocs-module-catalog", "version": __version__},
        "project": _project(settings),
        "lifecycle": _lifecycle(catalog),
        "kinds": _kinds(catalog),
        "releases": [_release(name, settings) for name in settings.out],
        "upcoming": list(settings.upcoming),
        **known(evidence=_evidence(catalog)),
        "files": {name: published(path, settings) for name, path in FILES.items()},
        "modules": [row(module, catalog) for module in catalog.modules],
    }


def _release(name: str, settings: Settings) -> Data:
    day = settings.release_days.get(name)
    return known(name=name, date=day.isoformat() if day else None)


def _project(settings: Settings) -> Data:
    where = {name: vars(one) for name, one in settings.sources.items()}
    return known(
        name=settings.name,
        url=settings.url,
        site=settings.site,
        repository=where.pop(UNNAMED, None),
        repositories=where or None,
        about=settings.about,
    )


def _evidence(catalog: Catalog) -> Data | None:
    found = catalog.evidence
    if found is None:
        return None
    trees = {name: _tree(tree) for name, tree in found.trees.items()}
    named = {name: tree for name, tree in trees.items() if name}
    first = next(iter(trees.values()))
    return known(
        **first,
        repositories=named or None,
        program=found.program,
        languages=list(found.languages) or None,
        probes=list(found.probes),
    )


def _tree(tree: AuditedTree) -> Data:
    return known(commit=tree.commit, date=tree.date.isoformat(), url=tree.url())


def _lifecycle(catalog: Catalog) -> Data:
    counts = Counter(module.stage for module in catalog.modules)
    stages = [
        {
            "id": stage.id,
            "name": stage.name,
            "means": stage.means,
            "presence": stage.presence,
            "modules": counts[stage.id],
        }
        for stage in catalog.lifecycle.stages
    ]
    effective = catalog.settings.effective
    day = effective.isoformat() if effective else None
    kinds = {id_: known(**vars(kind)) for id_, kind in catalog.lifecycle.toggle_kinds.items()}
    return known(
        name=catalog.lifecycle.name,
        source=catalog.lifecycle.source,
        effective=day,
        toggle_kinds=kinds or None,
        stages=stages,
    )


def _kinds(catalog: Catalog) -> list[Data]:
    counts = Counter(module.kind for module in catalog.modules)
    return [
        known(
            id=id_,
            name=kind.name,
            plural=kind.plural,
            summary=kind.summary,
            parent=kind.parent,
            modules=counts[id_],
        )
        for id_, kind in catalog.settings.kinds.items()
    ]


def _owners(module: Module, catalog: Catalog) -> list[str]:
    """Return the owners of a module; none when it is gone."""
    return [] if catalog.is_gone(module) else [owner.person for owner in catalog.active_owners(module)]


def _toggles(module: Module, catalog: Catalog) -> list[str]:
    """Return the toggles of a module now; none when it is gone."""
    return (
        [] if catalog.is_gone(module) else [toggle.name for toggle in module.toggles if toggle.until is None]
    )


def _contradicted(module: Module, catalog: Catalog) -> int | None:
    found = audit_result(module, catalog)
    return len(found.contradicted) if found else None


ROW: Mapping[str, Callable[[Module, Catalog], Any]] = {
    "id": lambda module, catalog: module.id,
    "name": lambda module, catalog: module.name,
    "summary": lambda module, catalog: module.summary or None,
    "kind": lambda module, catalog: module.kind,
    "stage": lambda module, catalog: module.stage,
    "presence": lambda module, catalog: catalog.stage_of(module).presence,
    "owners": _owners,
    "toggles": _toggles,
    "first_release": lambda module, catalog: first_release(module),
    "contradicted": _contradicted,
    "page": lambda module, catalog: published(module_path(module.id), catalog.settings),
    "json": lambda module, catalog: published(json_path(module.id), catalog.settings),
}
"""A module in short: what each column of tables shows."""


def row(module: Module, catalog: Catalog) -> Data:
    """Return a module in short, as tables show it."""
    return known(**{name: shown(module, catalog) for name, shown in ROW.items()})


def _module(module: Module, catalog: Catalog) -> Data:
    entered = [
        module.value("history", index) for index, event in module.stage_events if event.stage == module.stage
    ]
    return {
        **row(module, catalog),
        **known(
            badge=published(badge_path(module.id), catalog.settings),
            source=module.document.path,
            entry=module.value(),
            entered=entered[-1] if entered else None,
            seeking_owners=is_seeking(module, catalog),
            grandfathered=is_grandfathered(module, catalog),
            inverse_relations=_inverse_relations(module, catalog),
            used_toggles=_used_toggles(module, catalog) or None,
            toggles_used_by=_toggles_used_by(module, catalog) or None,
            included=_included(references.of_module(module, catalog.settings.fields), catalog),
            readiness=readiness_data(readiness(module, catalog))
            if catalog.stage_of(module).presence == "live"
            else None,
            claims=_claims(module, catalog),
            showcase=[
                {"id": shown.id, "title": shown.title, "url": shown.url}
                for shown in catalog.showcase_of(module)
            ],
        ),
    }


def _claims(module: Module, catalog: Catalog) -> list[Data] | None:
    found = audit_result(module, catalog)
    return [_claim(one, found.evidence) for one in found.found] if found else None


def _claim(found: ClaimState, evidence: Evidence) -> Data:
    claim = found.claim
    places = [known(path=spot.path, line=spot.line, url=evidence.url(spot)) for spot in claim.places]
    facts = {name: getattr(claim, name) for name in ("subject", "said", "found", "count", "of", "reason")}
    return known(
        kind=claim.kind,
        verdict=claim.verdict,
        reported=found.state == "contradicted",
        says=claim.sentence,
        **facts,
        releases=[known(**vars(state) | {"is_gone": state.is_gone or None}) for state in claim.releases]
        or None,
        places=places,
    )


def _inverse_relations(module: Module, catalog: Catalog) -> list[Data]:
    return [
        {"type": one.type.inverse, "module": one.module.id, "why": one.why}
        for one in catalog.neighbours(module)
        if one.is_inverse and one.module
    ]


def _used_toggles(module: Module, catalog: Catalog) -> list[Data]:
    """Return what the entries of other modules say of the toggles that a module uses."""
    return [
        {"module": owner.id, "toggle": owner.value("toggles", index)}
        for used in module.toggles
        if (owner := catalog.owner_of(used))
        for index, toggle in owner.own_toggles
        if (toggle.name, toggle.until) == (used.name, used.until)
    ]


def _toggles_used_by(module: Module, catalog: Catalog) -> list[Data]:
    """Return the toggles of a module that others use."""
    return [
        {"toggle": name, "modules": [user.id for user, _ in catalog.toggle_users[module.id, name]]}
        for name in dict.fromkeys(toggle.name for _, toggle in module.own_toggles)
        if (module.id, name) in catalog.toggle_users
    ]


def _included(named: Iterable[references.Reference], catalog: Catalog) -> Data | None:
    """Return the modules of other catalogs that an entry names, by the references to them."""
    links = {id_: link for _, id_ in named if (link := find(id_, catalog.included))}
    return {id_: {"name": link.name, "url": link.url} for id_, link in links.items()} or None


def readiness_data(shown: Readiness) -> Data:
    """Return what a stage asks of a module, and how the module stands to it."""
    gates = [
        {"state": step.state.replace(" ", "-"), "asks": step.sentence, "lacks": list(step.missing)}
        for step in shown.steps
    ]
    return {"stage": shown.stage.id, "is_next": shown.is_next, "met": shown.met, "gates": gates}


def _showcase(catalog: Catalog) -> list[Data]:
    return [_showcase_entry(shown, catalog) for shown in catalog.showcase]


def _showcase_entry(shown: ShowcaseEntry, catalog: Catalog) -> Data:
    page = published("showcase/index.md", catalog.settings, f"work-{shown.id}")
    return known(
        id=shown.id,
        page=page,
        source=shown.document.path,
        entry=shown.document.value(),
        included=_included(references.of_showcase(shown), catalog),
    )


def schema(settings: Settings) -> Data:
    """Return the JSON Schema of the files, with the words of lists that a catalog extends.

    It takes fields that it does not know: they may be of a later release.
    """
    described = effective("api", {"inverse_relation": [one.inverse for one in settings.relations.values()]})
    words = settings.extended_words()
    files = {
        f"{name}.schema.json": effective(name, words)
        for name in ("module", "showcase", "catalog", "lifecycle")
    }
    definitions = {name: part for file in files.values() for name, part in file["$defs"].items()}
    whole = {**described, "$defs": {**definitions, **described["$defs"]}}
    del whole["$comment"]
    return trimmed(changed(whole, lambda part: _opened(_described(part, files))))


def _described(part: Data, files: Mapping[str, Data]) -> Data:
    """Return a part with what it refers to in the schema of another file put in."""
    file, _, way = str(part.get("$ref", "")).partition("#")
    if file not in files:
        return part
    there: Data = reduce(lambda inner, key: inner[key], filter(None, way.split("/")), files[file])
    is_whole = there is files[file]
    return {
        **{key: value for key, value in there.items() if not (is_whole and key in _OF_A_FILE)},
        **{key: value for key, value in part.items() if key != "$ref"},
    }


_OF_A_FILE = ("$schema", "$defs", "title", "allOf")
"""What of the schema of a file is for its author."""


def _opened(part: Data) -> Data:
    """Return a part of a schema that takes further fields, without the words of findings."""
    is_dropped = {"errorMessage": True, "additionalProperties": part.get("additionalProperties") is False}
    return {key: value for key, value in part.items() if not is_dropped.get(key)}
