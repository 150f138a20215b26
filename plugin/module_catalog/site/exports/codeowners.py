"""CODEOWNERS: who is asked to review a change to a module, as a whole file."""

from __future__ import annotations

from ...catalog.code_owners import lines
from ...catalog.model import Catalog
from .export import export

_HEAD = """\
# Made by `module-catalog export codeowners`: change the entries, not this file.
# The last line that matches a file counts, so a folder comes before what is in it.
"""


@export(
    "codeowners",
    "CODEOWNERS for GitHub and GitLab: who reviews which path.",
    sample=lambda module, catalog: lines([module], catalog).rstrip(),
)
def codeowners(catalog: Catalog) -> bytes:
    """Return the whole file: a line for each path of a module that is there, by path."""
    return f"{_HEAD}\n{lines(catalog.modules, catalog)}".encode()
