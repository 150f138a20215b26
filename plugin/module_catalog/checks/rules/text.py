"""Placeholders and contradictions in the text of an entry (MC109, MC112)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from ...catalog.entries import Module
from ...catalog.model import Catalog
from ...catalog.validation.schema import INSTEAD
from ...catalog.validation.validator import finder
from ...diagnostics import Related
from .rule import Violation, Violations, rule

_PLACEHOLDER = re.compile(
    r"(?i)^(tba|xxx+|n/?a|foo|bar|\?+|\.\.\.|-|\S*…)$|\b(tbd|todo|fixme|lorem ipsum|your name here)\b"
)

_HINT = r"(?i)tb[ad]|todo|fixme|xxx|n/?a\b|foo\b|bar\b|\?|\.\.\.|…|: -$|lorem|your name"
"""What a file with a placeholder holds somewhere: most files hold none of it, and need no closer look."""


def is_placeholder(text: str) -> bool:
    """Say whether a text stands where somebody is to write an answer."""
    return bool(_PLACEHOLDER.search(text))


@rule("MC109", "text is not a placeholder")
def no_placeholders(catalog: Catalog) -> Violations:
    """A placeholder looks like an answer. Leave out what is not known, or say that there is no record."""
    documents = [module.document for module in catalog.modules] + [
        entry.document for entry in catalog.showcase
    ]
    may_have_one = finder(_HINT)
    for document in documents:
        if not may_have_one(document.text):
            continue
        for key, value in document.scalars():
            # A project's own fields are its own, and a tag answers nothing.
            if (
                key[0] == "tags"
                or any(str(part).startswith("x-") for part in key)
                or not isinstance(value, str)
            ):
                continue
            if found := _PLACEHOLDER.search(value):
                message = f"`{found[0]}` is a placeholder: write the answer, or remove the key"
                yield Violation(document.where(*key), message)


_INSTEAD: Mapping[str, tuple[str, Callable[[Module], bool]]] = {
    "no_owners": ("owners", lambda module: bool(module.current_owners)),
    "stands_alone": ("relations", lambda module: bool(module.relations)),
    "nothing_planned": (
        "roadmap",
        lambda module: any(item.status in ("planned", "in-progress") for item in module.roadmap),
    ),
}
"""The keys that say why there is nothing, each with the key that has it, and what says whether it has
something now."""


@rule("MC112", "an entry does not contradict itself")
def not_denied(catalog: Catalog) -> Violations:
    """A page can show only one of two answers: what there is, or why there is nothing."""
    for module in catalog.modules:
        for denial, (key, has_some) in _INSTEAD.items():
            if module.value(denial) and has_some(module):
                related = (Related(module.where_key(key), "given here"),)
                yield Violation(
                    module.where_key(denial),
                    f"`{denial}` and `{key}` contradict each other: keep one of the two",
                    related=related,
                )
        for index, field in enumerate(module.unrecorded):
            if given := next((key for key in (field, *INSTEAD.get(field, ())) if module.value(key)), None):
                yield Violation(
                    module.where("unrecorded", index),
                    f"`{field}` is said to be unrecorded, and `{given}` is given: keep one of the two",
                    related=(Related(module.where_key(given), "given here"),),
                )
