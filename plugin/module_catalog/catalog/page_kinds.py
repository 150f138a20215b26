"""PAGE_KINDS: every kind of page, with what catalog.yaml may say of it and where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

FOLDER = "modules"
"""The folder of the site that pages about modules stand in, unless catalog.yaml names another one."""
HOME = "index.md"
"""The front page of the site."""
OVERVIEW = f"{FOLDER}/overview.md"
"""Where the front page of the catalog stands in docs that have one of their own."""


@dataclass(frozen=True)
class PageKind:
    """A kind of page."""

    path: str
    """Its Markdown file in the docs folder. In angle brackets stands what differs where there is a page for
    each of something."""
    description: str
    """What it shows, in a sentence."""

    @property
    def is_one(self) -> bool:
        """Whether there is at most one page of the kind: only that can have another title."""
        return "<" not in self.path


PAGE_KINDS: Mapping[str, PageKind] = {
    "home": PageKind(HOME, "The front page."),
    "modules": PageKind(f"{FOLDER}/index.md", "The table of all modules."),
    "module": PageKind(
        f"{FOLDER}/<id>.md",
        "The pages of single modules: they can be turned off, and have the names of their modules.",
    ),
    "moved": PageKind(
        f"{FOLDER}/<former id>.md",
        "The pages of former ids, which lead to those that modules have now: they can be turned off.",
    ),
    "neighbours": PageKind(
        f"{FOLDER}/by-module/<id>.md",
        "The relations of modules that have too many for their pages: they can be turned off.",
    ),
    "stages": PageKind(f"{FOLDER}/stages.md", "What each stage means and requires."),
    "toggles": PageKind(f"{FOLDER}/toggles.md", "All toggles, with the configurator."),
    "map": PageKind(f"{FOLDER}/map.md", "How the kinds of module depend on each other."),
    "kind": PageKind(
        f"{FOLDER}/by-kind/<id>.md",
        "The pages of single kinds: they can be turned off, and have the names of their kinds.",
    ),
    "compatibility": PageKind(f"{FOLDER}/compatibility.md", "Which modules work together."),
    "compare": PageKind(f"{FOLDER}/compare.md", "A few modules side by side."),
    "roadmap": PageKind(f"{FOLDER}/roadmap.md", "What is planned for modules."),
    "changes": PageKind(f"{FOLDER}/changes.md", "What happened to modules."),
    "trends": PageKind(f"{FOLDER}/trends.md", "How many modules there were, over time."),
    "owners": PageKind(f"{FOLDER}/owners.md", "Who owns what."),
    "facet": PageKind(
        f"{FOLDER}/by-<facet>/<name>.md", "The lists by stage and by person: they can be turned off."
    ),
    "release": PageKind(
        f"{FOLDER}/by-release/<name>.md",
        "What changed with each release, and what was there in it: they can be turned off.",
    ),
    "health": PageKind(f"{FOLDER}/health.md", "What needs attention."),
    "showcase": PageKind("showcase/index.md", "Projects, papers and talks that use the modules."),
    "fields": PageKind(f"{FOLDER}/fields.md", "Every key of the YAML files."),
    "rules": PageKind(f"{FOLDER}/rules.md", "Every rule of the check."),
    "data": PageKind(f"{FOLDER}/data.md", "Data and API for programs."),
}
"""By the name that catalog.yaml, the file in site/pages/ and the template have, in the order of the site."""


def choices() -> dict[str, Any]:
    """Return what a JSON Schema says of the choice of pages in catalog.yaml, by the name of the kind."""
    return {
        name: {
            **({"$ref": "#/$defs/page"} if kind.is_one else {"enum": ["off"]}),
            "description": kind.description,
        }
        for name, kind in PAGE_KINDS.items()
    }
