"""What is known of a project → the files that a new catalog begins with, by path."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ..catalog.reading.sources import FOLDER

_CATALOG = """\
name: {name}
# url: https://example.org                          # the project's own site
{repository}
# site: https://example.org/catalog                 # where this catalog is published; needed for feeds
{noun}
# Built in: scoped-module (S0, S1, S2) and feature-stages (alpha, beta, stable). \
Or the path of your own file, from this folder.
lifecycle: {lifecycle}
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
# site_url: https://example.org/catalog/
{repository}
theme:
  name: material
  font: false # No page loads anything from another host.
  features: [navigation.tabs, content.code.copy, content.action.edit]
"""
_SITE = """\
plugins:
  - search
  - module-catalog
extra_css: [assets/module-catalog/a11y.css]
# A page that the catalog does not have yet, such as the showcase, is left out.
nav:
  - Home: index.md
  - {entries}:
      - modules/index.md
      - modules/map.md
      - modules/compatibility.md
      - modules/compare.md
  - Stages: modules/stages.md
  - Toggles: modules/toggles.md
  - Changes:
      - modules/changes.md
      - modules/roadmap.md
      - modules/trends.md
  - Owners:
      - modules/owners.md
      - modules/health.md
  - Showcase: showcase/index.md
  - Reference:
      - modules/fields.md
      - modules/rules.md
      - modules/data.md
"""
IGNORED = "/site/"
"""What MkDocs builds, which nobody keeps in a repository."""

_REMOTE = re.compile(
    r"(?:(?:https?|ssh|git)://(?:[^@/]*@)?([\w.-]+)(?::\d+)?/|(?:[\w.-]+@)([\w.-]+):)([\w./~-]+?)(?:\.git)?/?"
)
_EDIT = {"github.com": "edit/{branch}/docs/", "gitlab.com": "-/edit/{branch}/docs/"}


@dataclass(frozen=True)
class Project:
    """What is known of a project before it has a catalog."""

    name: str
    lifecycle: str = "scoped-module"
    noun: tuple[str, str] | None = None
    """What one entry is called and what several are, if not modules."""
    repository: str | None = None
    """The address of its source, for people."""
    branch: str = "main"


def web_address(remote: str) -> str | None:
    """Return the address for people of a remote of git, without any password; None for a folder."""
    found = _REMOTE.fullmatch(remote)
    return f"https://{found[1] or found[2]}/{found[3]}" if found else None


def files(project: Project, today: date, *, has_site: bool) -> Mapping[str, str]:
    """Return the text of each file a new catalog begins with, by path.

    Those of a site are among them, unless there is one.
    """
    name, noun = json.dumps(project.name, ensure_ascii=False), ""
    if project.noun:
        one, many = (json.dumps(word, ensure_ascii=False) for word in project.noun)
        noun = f"# What an entry is called on pages.\nnoun: {{one: {one}, many: {many}}}\n"
    catalog = _CATALOG.format(
        name=name,
        repository=_source(project),
        noun=noun,
        lifecycle=json.dumps(project.lifecycle) if " " in project.lifecycle else project.lifecycle,
        today=today.isoformat(),
    )
    written = {f"{FOLDER}/catalog.yaml": catalog, f"{FOLDER}/people.yaml": _PEOPLE}
    if has_site:
        return written
    site = _MKDOCS.format(name=name, repository=_edited(project)) + plugin(project)
    # By its configuration a site is known to be there: it comes last, for a run after one that was killed.
    return {**written, "docs/.gitkeep": "", ".gitignore": f"{IGNORED}\n", "mkdocs.yml": site}


def plugin(project: Project) -> str:
    """Return what a configuration of MkDocs needs to show a catalog and to lead to all of its pages."""
    many = project.noun[1] if project.noun else "modules"
    title = f"{many[0].upper()}{many[1:]}"
    return _SITE.format(entries=title if title.isalpha() else json.dumps(title, ensure_ascii=False))


def _source(project: Project) -> str:
    """Return the line of catalog.yaml about the repository."""
    if project.repository is None:
        return "# repository: {url: https://github.com/you/project} # what namespaces are paths of"
    return f"repository: {{url: {project.repository}, branch: {json.dumps(project.branch)}}}"


def _edited(project: Project) -> str:
    """Return the lines of mkdocs.yml that lead from a page to where it is edited."""
    if project.repository is None:
        return "# repo_url: https://github.com/you/project"
    host = project.repository.split("/")[2]
    edit = _EDIT.get(host, "# edit/{branch}/docs/").format(branch=project.branch)
    key = "# edit_uri: " if edit.startswith("#") else "edit_uri: "
    return f"repo_url: {project.repository}\n{key}{edit.removeprefix('# ')}"
