"""Where everything stands on the site: the path of a file in the docs folder, and its published address.

All that prints or links an address asks here: pages, exports, feeds, badges and reports.
"""

from __future__ import annotations

from .page_kinds import FOLDER, OVERVIEW, PAGE_KINDS
from .settings import Settings

API_VERSION = 1
"""Goes up when a field of the files for programs is taken away or means something else.

Fields and words may be added without."""
API = f"api/v{API_VERSION}"
"""The folder of the files for programs."""
BADGES = "badges"
"""The folder of badges."""
PREVIEWS = "previews"
"""The folder of the pictures that stand beside a link to a page."""
DOT = f"{API}/relations.dot"
"""The file that has every relation for programs that draw."""
FEEDS = {"Atom": f"{FOLDER}/feed.atom.xml", "JSON": f"{FOLDER}/feed.json"}
"""Where the feeds stand, by what a page calls them."""
INVENTORY = f"{FOLDER}/objects.inv"
"""The file that lets other sites refer to modules by their ids."""


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
    """Return the path of a module's page. No id ends in a hyphen: it sets the page apart from another one."""
    return f"{FOLDER}/{id_}-.md" if id_ in _TAKEN else f"{FOLDER}/{id_}.md"


_TAKEN = frozenset(
    path.removeprefix(f"{FOLDER}/").removesuffix(".md")
    for path in (
        *(kind.path for kind in PAGE_KINDS.values()),
        *FEEDS.values(),
        OVERVIEW,
        INVENTORY,
        # Hosts take a readme for the index of its folder.
        f"{FOLDER}/readme.md",
    )
)
"""The names that stand beside the pages of modules. An id may be one of them too."""


def kind_path(id_: str) -> str:
    """Return the path of a kind's page."""
    return f"{FOLDER}/by-kind/{id_}.md"


def neighbours_path(id_: str) -> str:
    """Return the path of the page with all relations of a module that has very many."""
    return f"{FOLDER}/by-module/{id_}.md"


def json_path(id_: str) -> str:
    """Return the path of a module's JSON."""
    return f"{API}/modules/{id_}.json"


def text_path(id_: str) -> str:
    """Return the path of a module as plain Markdown."""
    return f"{API}/modules/{id_}.txt"


def badge_path(id_: str, part: str = "") -> str:
    """Return the path of the badge of a module, or of a part of it."""
    return f"{BADGES}/{id_}/{part}.svg" if part else f"{BADGES}/{id_}.svg"


def preview_path(id_: str) -> str:
    """Return the path of the picture that stands beside a link to a module's page."""
    return f"{PREVIEWS}/{id_}.png"
