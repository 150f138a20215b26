"""CODEOWNERS: who is asked to review a change to a module, as a whole file."""

from __future__ import annotations

from ...catalog.model import Catalog
from ...catalog.queries.code_owners import lines
from ...catalog.queries.in_repository import in_repository
from ...catalog.repositories import UNNAMED
from .export import export

_HEAD = """\
# Made by `module-catalog export codeowners`: change the entries, not this file.
# The last line that matches a file counts, so a folder comes before what is in it.
"""


def _missing(catalog: Catalog) -> str | None:
    """Return what to name where no repository is the usual one."""
    settings = catalog.settings
    if settings.repository or not settings.repositories:
        return None
    names = ", ".join(settings.repositories)
    return f"a CODEOWNERS file is for one repository: name it with --repository, one of {names}"


@export(
    "codeowners",
    "CODEOWNERS for GitHub and GitLab: who reviews which path.",
    missing=_missing,
    sample=lambda module, catalog: lines([module], catalog).rstrip(),
)
def codeowners(catalog: Catalog) -> bytes:
    """Return the whole file: a line for each path of a module that is there, by path.

    Of several repositories, it is for the one whose paths are written without a name.
    """
    one = in_repository(catalog, UNNAMED)
    return f"{_HEAD}\n{lines(one.modules, one)}".encode()
