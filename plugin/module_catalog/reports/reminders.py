"""Reminders → text: for a terminal, for the issue of a month, for programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ..catalog.model import Catalog
from ..checks.reminders import Reminder
from .parts import as_json, inert, module_link, said

Reminders = Mapping["str | None", Sequence[Reminder]]
NOBODY = "Modules without an owner"
VERSION = 1
"""Grows when a key changes its meaning or goes; new keys do not change it."""


def text(found: Reminders, catalog: Catalog) -> str:
    """Return a list for each person; nothing when there is nothing to do."""
    lines = []
    for handle, reminders in found.items():
        lines += ["", handle or _nobody(catalog)]
        lines += [f"  {one.module.id}: {said(_what(one))}" for one in reminders]
    return "\n".join((*lines[1:], "")) if lines else ""


def markdown(found: Reminders, catalog: Catalog) -> str:
    """Return the same for an issue that mentions each person; nothing when there is nothing to do."""
    lines = []
    for handle, reminders in found.items():
        lines += ["", f"### @{handle}" if handle else f"### {_nobody(catalog)}", ""]
        lines += [
            f"- [ ] {module_link(one.module.id, one.module.name, catalog)}: {inert(said(_what(one)))}"
            for one in reminders
        ]
    return "\n".join((*lines[1:], "")) if lines else ""


def json(found: Reminders, catalog: Catalog) -> str:
    """Return every reminder with whom it is for; a module that nobody owns has no person."""
    return as_json(
        {
            "version": VERSION,
            "reminders": [
                {
                    **({"person": handle} if handle else {}),
                    "module": one.module.id,
                    "what": one.sentence,
                    **({"due": one.day.isoformat()} if one.day else {}),
                    **({"command": one.command} if one.command else {}),
                }
                for handle, reminders in found.items()
                for one in reminders
            ],
        }
    )


def _what(one: Reminder) -> str:
    return f"{one.sentence}, on {one.day.isoformat()}" if one.day else one.sentence


def _nobody(catalog: Catalog) -> str:
    return catalog.settings.noun.put_in(NOBODY)


def _name(one: Reminder, catalog: Catalog) -> str:
    return module_link(one.module.id, one.module.name, catalog)


REMINDER_REPORTS: Mapping[str, Callable[[Reminders, Catalog], str]] = {
    "text": text,
    "markdown": markdown,
    "json": json,
}
"""Reminders → what is printed, by the name the command line uses."""
