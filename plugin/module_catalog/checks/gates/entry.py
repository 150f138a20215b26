"""Gates that look at the entry alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from functools import partial

from ...catalog.entries import Module
from ...catalog.model import Catalog
from .gate import DAYS, GateOptions, Schema, Shortfall, Shortfalls, gate, listed


def _required(names: Iterable[str]) -> Schema:
    """Return the schema that asks for fields given as keys joined by dots."""
    schema: Schema = {"required": [], "properties": {}}
    for name in names:
        first, _, rest = name.partition(".")
        schema["required"].append(first)
        if rest:
            schema["properties"].setdefault(first, {"required": []})["required"].append(rest)
    return schema


def _pasted(names: Iterable[str]) -> str:
    lines: list[str] = []
    for name in names:
        first, _, rest = name.partition(".")
        head = f"{first}:" if rest else f"{first}: …"
        lines += [head] if head not in lines else []
        lines += [f"  {rest}: …"] if rest else []
    return "\n".join(lines)


@gate(
    "MC410",
    "the entry has the fields its stage requires",
    requirement=lambda options, catalog: f"An entry with {listed([f'`{name}`' for name in options['of']])}",
    paste=lambda options, catalog: _pasted(options["of"]),
    schema=lambda options: _required(options["of"]),
    options={
        "of": {
            "type": "array",
            "items": {"$ref": "#/$defs/line"},
            "description": "the fields that must be present",
        }
    },
)
def fields(module: Module, options: GateOptions, catalog: Catalog) -> Shortfalls:
    """A stage is a promise to readers, and each of these fields is a part of it."""
    for name in options["of"]:
        # An empty list that gives its reason counts.
        if module.value(*name.split(".")) is None:
            yield Shortfall(
                partial(module.where_key, *name.split(".")), f"`{name}`: add it", paste=_pasted([name])
            )


def _toggle(options: GateOptions) -> str:
    default = f"'{options['default']}'" if "default" in options else "…"
    return f"toggles:\n  - {{name: …, mechanism: …, default: {default}}}"


_OFF = ("off", "false", "0", "no", "disabled")


def _is_default(found: str, wanted: str) -> bool:
    return found == wanted or (found in _OFF and wanted in _OFF)


@gate(
    "MC415",
    "a toggle controls the module",
    requirement=lambda options, catalog: (
        "A toggle that turns it off"
        + (f" and is {options['default']} by default" if "default" in options else "")
    ),
    paste=lambda options, catalog: _toggle(options),
    schema=lambda options: {"required": ["toggles"]},
    options={"default": {"$ref": "#/$defs/line", "description": "the default it must have"}},
    optional=("default",),
    across=True,
)
def toggle(module: Module, options: GateOptions, catalog: Catalog) -> Shortfalls:
    """Whoever does not use the module must not notice it."""
    if not module.toggles:
        yield Shortfall(
            partial(module.where_key, "no_toggle"),
            "a toggle that turns it off: name it in `toggles`",
            paste=_toggle(options),
        )
    wanted = str(options.get("default", "")).casefold()
    for index, one in enumerate(module.toggles if wanted else ()):
        if not _is_default(one.default.casefold(), wanted):
            message = (
                f"toggles that are {wanted} by default, and `{one.name}` is `{one.default}`:"
                " change that, or wait"
            )
            yield Shortfall(partial(module.where, "toggles", index, "default"), message)


_SUPERSEDES = "relations:\n  - {type: supersedes, module: …, why: …}"


@gate(
    "MC417",
    "the module says what it supersedes",
    requirement=lambda options, catalog: "A relation to what it supersedes",
    paste=lambda options, catalog: _SUPERSEDES,
    across=True,
)
def supersedes(module: Module, options: GateOptions, catalog: Catalog) -> Shortfalls:
    """Replacing something is what the stage means, and users of the old thing need to know."""
    is_said = any(relation.type == "supersedes" for relation in module.relations)
    if not is_said and module.id not in {new for new, *_ in catalog.superseding}:
        message = "a relation of `type: supersedes`: add it"
        yield Shortfall(partial(module.where_key, "relations"), message, paste=_SUPERSEDES)


@gate(
    "MC421",
    "the entry was reviewed recently",
    requirement=lambda options, catalog: f"At most {options['days']} days without a review of its entry",
    paste=lambda options, catalog: "reviewed: …",
    options={"days": DAYS},
)
def reviewed_within(module: Module, options: GateOptions, catalog: Catalog) -> Shortfalls:
    """An entry that nobody reviews goes out of date unnoticed.

    Days count from the last review, the entry into the stage, or the day the lifecycle took effect,
    whichever came last.
    """
    days = timedelta(days=options["days"])
    entered = catalog.had_happened(module.entered) if module.entered else None
    last = max(filter(None, (module.reviewed, entered, catalog.settings.effective)), default=catalog.today)
    if catalog.today - last > days:
        seen = f"the last was on {module.reviewed}" if module.reviewed else "there was none"
        place = partial(module.where, "reviewed") if module.reviewed else partial(module.where_key, "stage")
        yield Shortfall(
            place,
            f"a review within {options['days']} days, and {seen}:"
            " review the entry, fix it, and set `reviewed`",
            paste="reviewed: …",
        )
