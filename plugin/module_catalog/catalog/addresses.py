"""Where everything stands on the site: the path of a file in the docs folder, and its published address.

All that prints or links an address asks here: pages, exports, feeds, badges and reports.
"""

from __future__ import annotations

from .settings import Settings

FOLDER = "modules"
"""The folder of the site that pages about modules stand in, unless catalog.yaml names another one."""
HOME = "index.md"
"""The front page of the site."""
OVERVIEW = f"{FOLDER}/overview.md"
"""Where the front page of the catalog stands in docs that have one of their own."""
API = "api/v1"
"""The folder of the files for programs. The version changes when something in them is taken away or means
something else."""
BADGES = "badges"
"""The folder of badges."""
DOT = f"{API}/relations.dot"
"""The file that has every relation for programs that draw."""
FEEDS = {"Atom": f"{FOLDER}/feed.atom.xml", "JSON": f"{FOLDER}/feed.json"}
"""Where the feeds stand, by what a page calls them."""


def placed(path: str, settings: Settings) -> str:
    """Return where a file stands in the site: what is in the folder of modules moves with it."""
    return f"{settings.folder}{path[len(FOLDER) :]}" if path.startswith(f"{FOLDER}/") else path


def published(path: str, settings: Settings, anchor: str = "") -> str:
    """Return the address of a file of the docs folder.

    It is whole where catalog.yaml has a `site`, else from the root of the site.
    A page stands in a folder of its own, as hosts place it unless they are told otherwise.
    """
    placed_ = placed(path, settings)
    if placed_.endswith(".md"):
        placed_ = (
            placed_.removesuffix("index.md")
            if placed_.endswith("index.md")
            else f"{placed_.removesuffix('.md')}/"
        )
    site = f"{settings.site.rstrip('/')}/" if settings.site else ""
    return f"{site}{placed_}" + (f"#{anchor}" if anchor else "")


def module_path(id_: str) -> str:
    """Return the path of a module's page."""
    return f"{FOLDER}/{id_}.md"


def kind_path(id_: str) -> str:
    """Return the path of a kind's page."""
    return f"{FOLDER}/by-kind/{id_}.md"


def json_path(id_: str) -> str:
    """Return the path of a module's JSON."""
    return f"{API}/modules/{id_}.json"


def badge_path(id_: str) -> str:
    """Return the path of a module's badge."""
    return f"{BADGES}/{id_}.svg"
