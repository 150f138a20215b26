"""The name of a project → the files that a new catalog begins with, by path."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

from ..catalog.sources import FOLDER

_CATALOG = """\
name: {name}
# url: https://example.org                          # the project's own site
# repository: {{url: https://github.com/you/project}} # what namespaces are paths of
# site: https://example.org/catalog                 # where this catalog is published; needed for feeds

# Built in: scoped-module (S0, S1, S2) and feature-stages (alpha, beta, stable). \
Or the path of your own file, from this folder.
lifecycle: scoped-module
# Modules that entered their stage before this day are grandfathered: the `enter` gates do not apply to them.
effective: {today}

# The kinds of module there are, in the order pages show them.
kinds:
  core: {{name: Core part}}
  extension: {{name: Extension}}

# Oldest first. Entries refer to them by name.
releases: []
"""
_PEOPLE = """\
# People by the handle that entries use. Roles: pmc, committer, reviewer, unless catalog.yaml has others.
people: {}
#  ana: {name: Ana Alves, role: committer}
"""
_MKDOCS = """\
site_name: {name}
theme:
  name: material
  font: false # No page loads anything from another host.
plugins:
  - search
  - module-catalog
"""


def files(name: str, today: date, *, has_site: bool) -> Mapping[str, str]:
    """Return the text of each file a new catalog begins with, by path.

    Those of a site are among them, unless there is one.
    """
    written = json.dumps(name, ensure_ascii=False)
    catalog = {
        f"{FOLDER}/catalog.yaml": _CATALOG.format(name=written, today=today.isoformat()),
        f"{FOLDER}/people.yaml": _PEOPLE,
    }
    site = {"mkdocs.yml": _MKDOCS.format(name=written), "docs/.gitkeep": ""}
    return catalog if has_site else catalog | site
