"""The page of one module."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from ...catalog.addresses import module_path
from ...catalog.entries import Event, Module, ShowcaseEntry, Toggle
from ...catalog.lifecycle import Stage
from ...catalog.lifespan import first_release
from ...catalog.model import Catalog, Neighbour
from ...catalog.owners import is_seeking
from ...catalog.releases import before, day, day_of
from ...catalog.settings import ModuleKind
from ...catalog.toggles import anchors, enabling, module_toggles
from ...checks.gates import is_undated
from ...checks.readiness import Readiness, readiness
from ..drawings import relation_key
from ..evidence import STATES, AuditResult, audit_result
from ..page import Page

_BOOSTS = {"live": 1.0, "leaving": 0.5, "gone": 0.5}


@dataclass(frozen=True)
class StageStep:
    """A field of the stage strip: a stage, and when the module entered it, if it did."""

    stage: Stage
    entered: Event | None
    is_current: bool


@dataclass(frozen=True)
class EnableLine:
    """A line to copy, and who needs it when the module itself does not."""

    line: str
    required_by: str = ""


@dataclass(frozen=True)
class Shown:
    """What the page shows, beside what the entry itself says."""

    module: Module
    stage: Stage
    kind: ModuleKind
    steps: Sequence[StageStep]
    is_gone: bool
    is_seeking: bool
    """Whether the module is looking for an owner."""
    removed: Event | None
    """The newest event with which it left."""
    first: str | None
    """The first release that has it."""
    tree: str | None
    """The address below which its paths can be read."""
    toggle: Toggle | None
    """The toggle that turns the whole module on, or did; None when there is none now."""
    parts: Sequence[Toggle]
    """The toggles that each turn on a part of it, where none turns on all of it."""
    dropped: Sequence[Toggle]
    """The toggles that left with it."""
    removal_day: date | None
    """The day of its announced removal, or of the release of it, as far as it is known."""
    removal_is_day: bool
    """Whether its removal is announced for a day, and not for a release."""
    toggle_anchors: Sequence[str]
    """Where each of its toggles stands on the page of toggles."""
    settings_to_copy: Sequence[EnableLine]
    relations: Sequence[tuple[str, Sequence[Neighbour]]]
    """Its neighbours, by what stands between them and it."""
    key: relation_key.RelationKey | None
    readiness: Readiness | None
    """Which gates of the next stage it meets; None for one that is not live."""
    audited: AuditResult | None
    states: Mapping[str, str]
    """How a claim can stand, and its word."""
    works: Sequence[ShowcaseEntry]
    """Those that use it."""
    has_reading: bool
    """Whether a stage is this catalog's own reading."""
    is_undated: bool
    """Whether it is not recorded if it came to its stage before the lifecycle took effect."""


def pages(catalog: Catalog) -> Iterator[Page]:
    """A page for each module."""
    gone = [stage.id for stage in catalog.lifecycle.stages if stage.presence == "gone"]
    toggles = {
        toggle.name: toggle for module in catalog.modules for toggle in module.toggles if toggle.until is None
    }
    rows = anchors(catalog)
    standing = {one.toggle.name for one in module_toggles(catalog) if not one.is_gone}
    for module in catalog.modules:
        neighbours = _standing(catalog.neighbours(module), module, gone)
        removal = module.deprecation.removal if module.deprecation else None
        whole = enabling(module, catalog)
        shows = Shown(
            module=module,
            stage=catalog.stage_of(module),
            kind=catalog.settings.kinds[module.kind],
            steps=_steps(module, catalog),
            is_gone=module.stage in gone,
            is_seeking=is_seeking(module, catalog),
            removed=next((event for event in reversed(module.history) if event.stage in gone), None),
            first=first_release(module),
            tree=_tree(module, catalog),
            toggle=whole,
            parts=[one for one in module.toggles if one.gates == "partial" and whole is None],
            dropped=[one for one in module.toggles if one.name not in standing]
            if module.stage in gone
            else (),
            removal_day=day_of(removal, catalog.settings) if removal else None,
            removal_is_day=bool(removal) and day(str(removal)) is not None,
            toggle_anchors=rows[module.id],
            settings_to_copy=_settings(module, toggles),
            relations=_by_word(neighbours),
            key=relation_key.bracket_key(module, neighbours),
            readiness=readiness(module, catalog) if catalog.stage_of(module).presence == "live" else None,
            audited=audit_result(module, catalog),
            states=STATES,
            works=catalog.showcase_of(module),
            has_reading=any(event.is_reading for event in module.history),
            is_undated=is_undated(module, catalog),
        )
        yield Page(
            "module",
            "{name}",
            "{summary}",
            shows,
            at=module_path(module.id),
            values={"name": module.name, "summary": module.summary or module.name},
            source=module.document.path,
            boost=_BOOSTS[catalog.stage_of(module).presence],
            hides=("navigation",),
        )


def _standing(neighbours: Sequence[Neighbour], module: Module, gone: Sequence[str]) -> list[Neighbour]:
    """Return the neighbours that are there.

    What is gone is shown only as replaced, unless the module itself is gone.
    """
    if module.stage in gone:
        return list(neighbours)
    return [
        one
        for one in neighbours
        if not (one.module and one.module.stage in gone) or one.type.name == "supersedes"
    ]


def _steps(module: Module, catalog: Catalog) -> list[StageStep]:
    entered = {event.stage: event for _, event in module.stage_events}
    return [
        StageStep(stage, entered.get(stage.id), stage.id == module.stage)
        for stage in catalog.lifecycle.stages
    ]


def _tree(module: Module, catalog: Catalog) -> str | None:
    """Return the address below which the module's paths can be read.

    It is that of the branch, or of the last release that had it.
    """
    repository = catalog.settings.repository
    if repository is None:
        return None
    known = catalog.settings.release_days
    left = next((former.until for former in module.former_namespaces if former.until in known), None)
    if module.namespaces:
        revision: str | None = repository.branch
    else:
        revision = before(left, catalog.settings)
    return f"{repository.url.rstrip('/')}/tree/{revision}" if revision else None


_LONGEST = 400
"""As long as an entry's own line can be."""


def _settings(module: Module, toggles: dict[str, Toggle]) -> list[EnableLine]:
    """Return the lines that turn the module on, those of required toggles first, each once."""
    lines: dict[str, EnableLine] = {}
    for toggle in module.toggles:
        if toggle.enable is None or toggle.until:
            continue
        for required in toggle.requires:
            other = toggles.get(required)
            line = other.enable if other and other.enable else toggle.enable.replace(toggle.name, required)
            # A name of one letter stands in a line many times, and a page is read by people.
            if required in line and len(line) <= _LONGEST:
                lines.setdefault(line, EnableLine(line, toggle.name))
        lines.setdefault(toggle.enable, EnableLine(toggle.enable))
    return list(lines.values())


def _by_word(neighbours: Sequence[Neighbour]) -> list[tuple[str, list[Neighbour]]]:
    return [(label, list(group)) for label, group in groupby(neighbours, key=lambda one: one.label)]
