"""Pages and assets → the stream of files that a site consists of. Text in memory, nothing on disk."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from ..catalog.addresses import API, badge_path, json_path, kind_path, module_path, neighbours_path, placed
from ..catalog.lifespan import first_release
from ..catalog.model import Catalog
from ..catalog.owners import profile
from ..catalog.page_kinds import FOLDER, HOME, OVERVIEW
from ..catalog.toggle_ends import end, has_passed
from ..catalog.toggles import enabling
from ..catalog.vocabulary import PAST_LABELS, PROGRESS, WORKED, WORKS
from ..checks.pipeline import frozen, uncollected
from ..checks.result import Result
from . import evidence, html
from .changes import event_anchors
from .copying import headings
from .exports import EXPORTS
from .exports.export import Content
from .head import Head, heads
from .list_feeds import feeds_of_pages
from .messages import Messages
from .page import Page
from .pages import PAGES
from .pages.owners import owner_anchor
from .pages.showcase import picture_path
from .search import SearchEntry, searched
from .templating import Templates

if TYPE_CHECKING:
    from .kept import Kept

ASSETS = "assets/module-catalog"
"""The folder of the site that stylesheets and fonts stand in."""
STYLESHEET = f"{ASSETS}/catalog.css"
NOT_FOUND = f"{ASSETS}/not-found/not-found.js"
"""The script of the page for what is not there, which no other page loads."""


@dataclass(frozen=True)
class SiteFile:
    """One file of the site's docs folder."""

    path: str
    """Relative to the docs folder, with `/`."""
    content: str | bytes
    source: str | None = None
    """The file of the catalog it shows, relative to the project root."""
    in_nav: bool = False
    """Whether a navigation that lists everything should list it."""
    search: tuple[SearchEntry, ...] = ()
    """What a search finds of a page."""
    head: Head | None = None
    """What stands in the head of a page; None of a file that is none."""


Asked = tuple[str, str]
"""What a page asks for a link to: a path, and an anchor there."""
Render = Callable[[], tuple[str, Mapping[Asked, str]]]
"""Returns the text of a page, and its links by what it asked for."""


class Build:
    """How a site is made: all of it anew. Another one may know what of it stands, and gives that."""

    def pages(self, kind: str, make: Callable[[], Iterable[Page]]) -> list[Page]:
        """Return the pages of a kind."""
        return [*make()]

    def is_in_place(self, places: Sequence[object]) -> bool:
        """Say whether the pages can be as they are, given where all are and what they are called."""
        return True

    def files(
        self, path: str, name: str, source: str | None, make: Callable[[], Iterable[SiteFile]]
    ) -> Iterable[SiteFile]:
        """Return the files of the page or the export at a path.

        It is of a kind, or has a name; *source* is the entry that it is about, if it is about one.
        """
        return make()

    def text(self, page: Page, path: str, to: Links, shared: Any, render: Render) -> str:
        """Return the text of a page, whose file is at that path.

        *to* makes its links, *shared* is what else it shows.
        """
        return render()[0]

    def content(self, path: str, content: Content) -> bytes:
        """Return what the file of an export holds that is at that path."""
        return content()


def site_files(
    result: Result, *, apis: Collection[str] = (), has_front_page: bool = False, kept: Kept | None = None
) -> Iterator[SiteFile]:
    """Yield every file of the site: pages in Markdown with HTML in it, then files for programs, then assets.

    *apis* are the Python names whose reference the host writes where a page says `::: name`; of others a page
    shows the name.
    Where the docs have a front page already, the catalog's stands in its folder. What was *kept* of the last
    build stands in for what would be the same.
    Raises ValueError when there is no catalog, CatalogError when a template of the project's own fails.
    """
    if result.catalog is None:
        raise ValueError("a catalog that could not be read has no pages")
    templates = templates_of(result, apis=apis)
    home = OVERVIEW if has_front_page else HOME

    def made(build: Build) -> Iterator[SiteFile]:
        yield from _page_files(catalog, templates, home, build)
        yield from _exported(catalog, build)

    catalog, given = result.catalog, (home, sorted(apis))
    yield from kept.site(result, given, made) if kept else made(Build())
    for entry in catalog.showcase:
        if content := result.pictures.get(catalog.picture_of(entry) or ""):
            yield SiteFile(picture_path(entry), content)
    yield from assets()


def _page_files(catalog: Catalog, templates: Templates, home: str, build: Build) -> Iterator[SiteFile]:
    messages = Messages(catalog.translation)
    with uncollected():
        pages, entries = _pages(catalog, messages, home, build), searched(catalog, messages)
        head = heads(catalog)
        places = [(page.path, page.in_nav and page.title, page.moved) for page in pages.values()]
        if not build.is_in_place(places):
            pages = _pages(catalog, messages, home, build)
    listed = [replace(page, shows={}) for page in pages.values() if page.in_nav]
    shared = [(page.path, page.title) for page in listed]
    moved = {path: page.moved for path, page in pages.items()}

    def files(page: Page) -> Iterator[SiteFile]:
        page = page.with_names()
        path = placed(page.path, catalog.settings)
        to = _links_to(moved, page, catalog)
        said = build.text(page, path, to, shared, partial(_rendered, page, listed, templates, to))
        yield SiteFile(path, said, page.source, page.in_nav, entries(page), head(page))
        if page.data or page.fragment:
            data = page.data.encode() or _fragment(page, templates, to)
            yield SiteFile(placed(page.data_path, catalog.settings), data)

    with frozen():
        for key in moved:
            # What a page shows is in memory no longer than it takes.
            page = pages.pop(key)
            yield from build.files(page.path, page.id, page.source, partial(files, page))


def _exported(catalog: Catalog, build: Build) -> Iterator[SiteFile]:
    def files(path: str, content: Content) -> Iterator[SiteFile]:
        path = placed(path, catalog.settings)
        yield SiteFile(path, build.content(path, content))

    for export in EXPORTS.values():
        for path, module, content in export.files(catalog):
            source = module.document.path if module else None
            yield from build.files(path, export.name, source, partial(files, path, content))


def assets() -> Iterator[SiteFile]:
    """Yield what pages load, whatever the catalog says: stylesheet, scripts and fonts."""
    yield SiteFile(STYLESHEET, _stylesheet())
    yield from _assets(Path(__file__).parent / "assets", ASSETS)


def scripts() -> tuple[str, ...]:
    """Return the paths of the scripts that make pages quicker to use, relative to the docs folder.

    Pages are whole without them.
    """
    folder = Path(__file__).parent / "assets"
    return tuple(f"{ASSETS}/{file.name}" for file in sorted(folder.glob("*.js")))


def stylesheets() -> tuple[str, ...]:
    """Return the paths of the stylesheets that pages need, relative to the docs folder."""
    return (STYLESHEET,)


def _stylesheet() -> bytes:
    """Return the one stylesheet of all pages: what they share, then what is one page's own."""
    styles = sorted((Path(__file__).parent / "styles").glob("*.css"))
    return b"\n".join(file.read_bytes() for file in styles)


def _assets(folder: Path, path: str) -> Iterator[SiteFile]:
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        if item.is_dir():
            yield from _assets(item, f"{path}/{item.name}")
        else:
            yield SiteFile(f"{path}/{item.name}", item.read_bytes())


def _pages(catalog: Catalog, messages: Messages, home: str, build: Build) -> dict[str, Page]:
    """Return the pages that the catalog wants, with the titles it wants, by their paths.

    Its front page stands at *home*.
    """
    settings = catalog.settings

    def made(kind: str) -> Iterator[Page]:
        for page in PAGES[kind](catalog):
            yield replace(
                page,
                at=home if page.path == HOME else page.at,
                title=_title(page, settings.pages.get(page.id, {}).get("title"), catalog, messages),
                description=messages.text(page.description, project=settings.name, **page.values),
            )

    wanted = (kind for kind in PAGES if settings.pages.get(kind) != "off")
    return {page.path: page for kind in wanted for page in build.pages(kind, partial(made, kind))}


def _title(page: Page, own: str | None, catalog: Catalog, messages: Messages) -> str:
    """Return what a page is called; *own* is what the catalog calls it."""
    title = own or messages.text(page.title, project=catalog.settings.name, **page.values)
    return messages.text("{page}: {part}", page=title, part=page.part.label) if page.part else title


def not_found(result: Result, address: Callable[[str], str | None]) -> str:
    """Return HTML that leads on from the page for what is not there, nothing without an index of modules.

    *address* turns the path of a file into its address from the root of the host, None for one that the site
    does not have: such a page stands at any depth. Raises CatalogError as `templates_of` does.
    """
    catalog = result.catalog
    index = address(f"{FOLDER}/index.md")
    if catalog is None or index is None:
        return ""
    folder = index.rpartition("/")[0]
    some = next((one for one in catalog.modules if module_path(one.id) == f"{FOLDER}/{one.id}.md"), None)
    page = address(module_path(some.id)) if some else None
    shows = {
        "index": index,
        "of_module": page.replace(f"{folder}/{some.id}", f"{folder}/{{id}}", 1) if some and page else "",
        "data": address(f"{API}/catalog.json"),
        "folder_address": f"{folder}/",
        "script": address(NOT_FOUND),
    }
    return templates_of(result).render("_not_found.html.j2", shows).strip()


_HEADING = re.compile(r"\n(#{1,6} )(.*)")
"""All of a page that is Markdown, with the end of the line before it: what begins the same is found fast."""
NOWHERE = "mc-nowhere"
"""Where a link leads whose page is not there."""


def _rendered(
    page: Page, listed: Sequence[Page], templates: Templates, links: Links
) -> tuple[str, Mapping[Asked, str]]:
    """Return the text of a page, and its links by what it asks for.

    All but a module's end with a line of links to those that are *listed*.
    """
    asked: dict[Asked, str] = {}

    def to(path: str, anchor: str = "") -> str:
        key = path, anchor
        if key not in asked:
            asked[key] = links(path, anchor)
        return asked[key]

    body = templates.render(page.template, {**page.names, "page": page, "to": to}).strip()
    if page.id != "module":
        body += f"\n\n{templates.render('_foot.html.j2', {'pages': listed, 'page': page, 'to': to}).strip()}"
    text = f"{_front_matter(page)}\n{without_nowhere(body)}\n"
    return _HEADING.sub(lambda found: f"\n{found[1]}{html.heading(found[2])}", text), asked


def _fragment(page: Page, templates: Templates, to: Links) -> bytes:
    """Return the HTML that the script of a page puts into it, as JSON.

    It links to Markdown files, as pages do before their host renders them.
    """
    rendered = templates.render(page.fragment, {**page.names, "page": page, "to": to}).strip()
    # It can be as long as all else together: a text alone is written without a copy for each part around it.
    return b'{"html": %b}' % json.dumps(without_nowhere(rendered), ensure_ascii=False).encode()


def _links_to(moved: Mapping[str, Mapping[str, str]], page: Page, catalog: Catalog) -> Links:
    """Return what makes the links of a page, to those that are there: of each, what has *moved* to others."""
    link = links_from(placed(page.path, catalog.settings), catalog)

    def to(path: str, anchor: str = "") -> str:
        if path in moved:
            return link(moved[path].get(anchor, path), anchor)
        return NOWHERE if path.endswith(".md") else link(path, anchor)

    return to


def without_nowhere(html: str) -> str:
    """Return HTML with links that lead nowhere as text: a link without an address is text."""
    return re.sub(rf' (?:xlink:)?href="{NOWHERE}[^"]*"', "", html) if NOWHERE in html else html


def _front_matter(page: Page) -> str:
    # A JSON string is a YAML string.
    shown = {"title": page.title, "description": page.description}
    lines = [f"{key}: {json.dumps(html.title(text), ensure_ascii=False)}" for key, text in shown.items()]
    hides = [f"  - {part}" for part in page.hides]
    boost = [] if page.boost == 1 else ["search:", f"  boost: {page.boost:g}"]
    return "\n".join(["---", *lines, *boost, "hide:", *hides, "---", ""])


Links = Callable[..., str]
"""Path of a file of the docs folder, anchor (none by default) → the address that a page links to."""


def links_from(page: str, catalog: Catalog) -> Links:
    """Return what makes the links of a page at that path.

    They are relative, and lead to Markdown files, as every host resolves them.
    """
    here = posixpath.dirname(page) or "."

    def to(path: str, anchor: str = "") -> str:
        relative = _relative(placed(path, catalog.settings), here)
        return f"{relative}#{anchor}" if anchor else relative

    return to


# Kept, because pages of a folder link to the same files again and again.
@lru_cache(maxsize=1 << 14)
def _relative(path: str, folder: str) -> str:
    """Return a path as it is from a folder, as `relpath` does, which also asks for the working directory."""
    there, here = path.split("/"), folder.split("/") if folder != "." else []
    shared = len(posixpath.commonprefix([there, here]))
    return "/".join([".."] * (len(here) - shared) + there[shared:]) or "."


def templates_of(result: Result, *, apis: Collection[str] = ()) -> Templates:
    """Return what renders the templates of a catalog.

    Text of entries stays text in them, whatever it looks like. Raises ValueError when there is no catalog,
    CatalogError when a template of the project's own cannot be one.
    """
    if result.catalog is None:
        raise ValueError("a catalog that could not be read has no pages")
    messages = Messages(result.catalog.translation)
    return Templates(
        result.templates, _filters(messages), {**_shared(result.catalog, messages), "apis": apis}
    )


def _filters(messages: Messages) -> dict[str, Callable[..., Any]]:
    return {
        "block": html.block,
        "prose": html.prose,
        "clipped": html.clipped,
        "code": html.code,
        "breakable": html.breakable,
        "link_text": html.link_text,
        "slug": html.slug,
        "day": messages.day,
        "month": messages.month,
        "listed": messages.listed,
        "number": html.number,
        "claim_text": lambda claim: evidence.claim_text(claim, messages),
        "claims_text": lambda group: evidence.claims_text(group, messages),
    }


def _shared(catalog: Catalog, messages: Messages) -> dict[str, Any]:
    """Return what every template can use."""
    lifecycle = catalog.lifecycle
    glyphs = {stage.id: html.glyph(stage, lifecycle) for stage in lifecycle.stages}
    return {
        "_": messages.gettext,
        "ngettext": messages.ngettext,
        "plain": messages.text,
        "catalog": catalog,
        "lifecycle": lifecycle,
        "settings": catalog.settings,
        "folder": FOLDER,
        "events": catalog.settings.events,
        "headings": headings(catalog.settings),
        "mechanisms": catalog.settings.mechanisms,
        "progress": PROGRESS,
        "rfc_statuses": catalog.settings.rfc_statuses,
        "works_words": WORKS,
        "worked_words": WORKED,
        "past_labels": PAST_LABELS,
        "module_path": module_path,
        "kind_path": kind_path,
        "neighbours_path": neighbours_path,
        "json_path": json_path,
        "badge_path": badge_path,
        "first_release": first_release,
        "enabling": lambda module: enabling(module, catalog),
        "end_of": lambda toggle, module: end(toggle, module, catalog),
        "has_passed": lambda moment: has_passed(moment, catalog),
        "event_anchors": event_anchors,
        "feed_of": feeds_of_pages(catalog),
        "owner_anchor": owner_anchor,
        "stage_of": catalog.stage_of,
        "glyph": lambda stage: glyphs[stage.id],
        "tone": lambda stage: html.tone(stage, lifecycle),
        "shapes": lambda stage: Markup(
            "".join(f"<{element} {given}/>" for element, given in html.shapes(stage, lifecycle))
        ),
        "profile": lambda handle: profile(handle, catalog),
    }
