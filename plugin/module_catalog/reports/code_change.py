"""CodeChange → text: for a terminal, for programs, for the comment of a pull request to the code."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from ..catalog.entries import Module, Tests, Toggle
from ..catalog.lifecycle import Stage
from ..catalog.model import Catalog
from ..catalog.queries.touched import CodeChange, TouchedModule
from ..catalog.queries.whose import contacts
from .contacts import contact_data, nobody, owner_name, person_name
from .parts import as_json, cell, counted, fitting, folded, inert, left_out, module_link, said

VERSION = 1
"""Grows when a key changes its meaning or goes; new keys do not change it."""
_HEAD = ("| Module | Stage | Files | Ask | Tests | Toggles |", "|---|---|---|---|---|---|")
_MODULES, _FILES, _ITEMS = 10, 5, 3
"""How much is on the first screen: modules, files that no module has, people or paths of one module."""
_LONGEST = 8_000
"""How many characters a list of a comment has."""
_UNKNOWN = "no record"
_IN_TEXT = 10
"""How many files of one module a terminal shows."""


def text(change: CodeChange) -> str:
    """Return the modules with whom to ask, what to run and which files; then what their stages ask."""
    lines = [_title(change)]
    for one in change.modules:
        lines += ["", *(said(line) for line in _module_lines(one, change.catalog))]
    for stage in change.stages:
        asks = (f"  {label}{what}" for label, what in _asks(stage))
        lines += ["", said(f"What {stage.label} asks of a change"), *map(said, asks)]
    if change.unclaimed:
        lines += ["", _unclaimed(change), *(said(f"  {path}") for path in change.unclaimed)]
    return "\n".join((*lines, ""))


def _module_lines(one: TouchedModule, catalog: Catalog) -> Iterator[str]:
    module = one.module
    yield f"{module.name} ({module.id}), {catalog.stage_of(module).label}: {counted(len(one.files), 'file')}"
    yield from (f"  {line}" for line in _people(module, catalog))
    yield f"  tests: {', '.join(_tests(module.tests)) or _UNKNOWN}"
    if one.toggles:
        yield f"  toggles: {', '.join(map(_toggle, one.toggles))}"
    yield from (f"  {path}" for path in one.files[:_IN_TEXT])
    if len(one.files) > _IN_TEXT:
        yield f"  and {len(one.files) - _IN_TEXT:,} more"


def _people(module: Module, catalog: Catalog) -> list[str]:
    """Return whom to ask: the owners; where there are none, that, and who else is on record."""
    known = contacts(module, catalog)
    others = (f"then {person_name(handle, catalog)}: {why}" for handle, why in known.others)
    return [owner_name(owner, catalog) for owner in known.owners] or [nobody(module), *others]


def _tests(tests: Tests | None) -> tuple[str, ...]:
    return (*tests.paths, *tests.ci) if tests else ()


def _toggle(toggle: Toggle) -> str:
    return f"{toggle.name} ({toggle.default} by default)" if toggle.has_default else toggle.name


def _asks(stage: Stage) -> Iterator[tuple[str, str]]:
    """Yield what the lifecycle says of a stage, each with what comes before it."""
    yield "", stage.means
    for label, words in (("it may: ", stage.may), ("it may not: ", stage.may_not)):
        if words:
            yield label, "; ".join(words)


def json(change: CodeChange) -> str:
    """Return the modules with all that is known of whom to ask, the stages, and the files of no module."""
    return as_json(
        {
            "version": VERSION,
            "base": change.base,
            "head": change.head,
            "files": change.count,
            "modules": [_module_data(one, change.catalog) for one in change.modules],
            "stages": [_stage_data(stage) for stage in change.stages],
            "unclaimed": list(change.unclaimed),
        }
    )


def _module_data(one: TouchedModule, catalog: Catalog) -> dict[str, Any]:
    module, tests = one.module, one.module.tests
    return {
        "id": module.id,
        "name": module.name,
        "stage": module.stage,
        **contact_data(module, catalog),
        "tests": {"paths": list(tests.paths), "ci": list(tests.ci)} if tests else None,
        "toggles": [{"name": toggle.name, "default": toggle.default} for toggle in one.toggles],
        "files": list(one.files),
    }


def _stage_data(stage: Stage) -> dict[str, Any]:
    may, may_not = list(stage.may), list(stage.may_not)
    return {"id": stage.id, "name": stage.name, "means": stage.means, "may": may, "may_not": may_not}


def markdown(change: CodeChange) -> str:
    """Return the same for a comment, of which a screen is to be seen, and the rest unfolds.

    Nobody is mentioned: a host asks for reviews by rules of its own. There is nothing when a change touches
    no file that is of interest.
    """
    if not change.modules and not change.unclaimed:
        return ""
    lines = [f"**{inert(_title(change))}**"]
    rows = [_row(one, change.catalog) for one in change.modules]
    if rows:
        lines += ["", *_listed(rows, _MODULES, _HEAD)]
    if change.stages:
        lines += ["", "What the stages ask of a change:", "", *map(_stage_item, change.stages)]
    if change.unclaimed:
        items = [f"- {inert(said(f'`{path}`'))}" for path in change.unclaimed]
        lines += ["", f"{_unclaimed(change)}:", "", *_listed(items, _FILES)]
    return "\n".join((*lines, ""))


def _listed(lines: Sequence[str], seen: int, head: Sequence[str] = ()) -> list[str]:
    """Return as many lines as a comment holds, and how many more there are."""
    fit = fitting(lines, _LONGEST)
    return [*folded(lines[:fit], seen, head), *left_out(len(lines) - fit, "module-catalog who --diff")]


def _row(one: TouchedModule, catalog: Catalog) -> str:
    module, known = one.module, contacts(one.module, catalog)
    ask = [owner_name(owner, catalog) for owner in known.owners] or [nobody(module)]
    cells = [
        module_link(module.id, module.name, catalog),
        inert(said(catalog.stage_of(module).label)),
        f"{len(one.files):,}",
        _several(ask),
        _several(f"`{path}`" for path in _tests(module.tests)) or _UNKNOWN,
        _several(map(_toggle, one.toggles)),
    ]
    return f"| {' | '.join(map(cell, cells))} |"


def _several(values: Iterable[str]) -> str:
    """Return the first of several values as Markdown, and how many more there are."""
    shown = [inert(said(value)) for value in values]
    more = [f"{len(shown) - _ITEMS:,} more"] if len(shown) > _ITEMS else []
    return ", ".join((*shown[:_ITEMS], *more))


def _stage_item(stage: Stage) -> str:
    asks = ". ".join(f"{label.capitalize()}{what.rstrip('.')}" for label, what in _asks(stage))
    return f"- **{inert(said(stage.label))}**: {inert(said(asks))}."


def _title(change: CodeChange) -> str:
    between = f"from {change.base} to {change.head}"
    if not change.count:
        return said(f"No file changed {between}.")
    of = counted(len(change.modules), "module") if change.modules else "no module"
    return said(
        change.catalog.settings.noun.put_in(f"{counted(change.count, 'file')} changed {between}, of {of}.")
    )


def _unclaimed(change: CodeChange) -> str:
    return change.catalog.settings.noun.put_in(f"{counted(len(change.unclaimed), 'file')} of no module")


CODE_CHANGE_REPORTS: Mapping[str, Callable[[CodeChange], str]] = {
    "text": text,
    "json": json,
    "markdown": markdown,
}
"""CodeChange → what is printed, by the name the command line uses."""
