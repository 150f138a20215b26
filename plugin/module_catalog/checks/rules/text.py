"""Placeholders in the text of an entry (MC109)."""

from __future__ import annotations

import re

from ...catalog.model import Catalog
from .rule import Violation, Violations, rule

_PLACEHOLDER = re.compile(r"(?i)^(tba|xxx+|n/?a|foo|bar|\?+|\.\.\.|…|-)$|\b(tbd|todo|fixme|lorem ipsum|your name here)\b|…$")

_HINT = re.compile(r"(?i)tb[ad]|todo|fixme|xxx|n/?a\b|foo\b|bar\b|\?|\.\.\.|…|: -$|lorem|your name")
"""What a file with a placeholder holds somewhere: most files hold none of it, and need no closer look."""


@rule("MC109", "text is not a placeholder")
def no_placeholders(catalog: Catalog) -> Violations:
    """A placeholder looks like an answer. Leave out what is not known, or say that there is no record."""
    documents = [module.document for module in catalog.modules] + [work.document for work in catalog.showcase]
    for document in documents:
        if not _HINT.search(document.text):
            continue
        for key, value in document.scalars():
            # A project's own fields are its own.
            if any(str(part).startswith("x-") for part in key) or not isinstance(value, str):
                continue
            if found := _PLACEHOLDER.search(value):
                message = f"`{found[0]}` is a placeholder: write the answer, or remove the key"
                yield Violation(document.where(*key), message)
