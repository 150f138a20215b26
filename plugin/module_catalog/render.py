"""Pages and assets → the stream of files that a site consists of. Text in memory, nothing on disk."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from types import CodeType
from typing import Any, ClassVar

import jinja2
from jinja2.bccache import Bucket
from markupsafe import Markup

from .exports import EXPORTS
from .exports.formats import FORMATS
from .exports.samples import samples
from .model import Catalog
from .pages import PAGES, Page, look
from .pages.overview import first_release
from .pages.owners import owner_anchor
from .pages.page import FOLDER, badge_path, json_path, kind_path, module_path
from .pages.time import event_anchors
from .pages.words import Words
from .pipeline import Result
from .vocabulary import EVENTS, MECHANISMS, PROGRESS, RFC_STATUSES, WORKS

ASSETS = "assets/module-catalog"
"""The folder of the site that stylesheets and fonts stand in."""
STYLESHEET = f"{ASSETS}/catalog.css"


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


def site_files(result: Result, *, apis: Collection[str] = ()) -> Iterator[SiteFile]:
    """Yield every file of the site: pages in Markdown with HTML in it, then files for programs, then assets.

    *apis* are the Python names whose reference the host writes where a page says `::: name`; of others a page shows the name.
    Raises ValueError when there is no catalog.
    """
    if result.catalog is None:
        raise ValueError("a catalog that could not be read has no pages")
    environment = environment_of(result.catalog)
    environment.globals["apis"] = apis
    for kind in PAGES:
        for page in kind(result.catalog):
            yield SiteFile(page.path, _rendered(page, environment), page.source, page.in_nav)
    for export in EXPORTS:
        yield from (SiteFile(path, content) for path, content in export(result.catalog))
    yield SiteFile(STYLESHEET, _stylesheet())
    yield from _assets(Path(__file__).parent / "assets", ASSETS)


def scripts() -> tuple[str, ...]:
    """Return the paths of the scripts that make pages quicker to use, relative to the docs folder. Pages are whole without them."""
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


def _rendered(page: Page, environment: jinja2.Environment) -> str:
    body = environment.get_template(page.template).render(**page.shows, page=page, to=links_from(page.path))
    return f"{_front_matter(page)}\n{body.strip()}\n"


def _front_matter(page: Page) -> str:
    # Themes put these into a page as they are, so they are HTML already. A JSON string is a YAML string.
    shown = {"title": page.title, "description": page.description}
    lines = [f"{key}: {json.dumps(escape(text), ensure_ascii=False)}" for key, text in shown.items()]
    hides = [f"  - {part}" for part in page.hides]
    boost = [] if page.boost == 1 else ["search:", f"  boost: {page.boost:g}"]
    return "\n".join(["---", *lines, *boost, "hide:", *hides, "---", ""])


Links = Callable[..., str]
"""Path of a file of the docs folder, anchor (none by default) → the address that a page links to."""


def links_from(page: str) -> Links:
    """Return what makes the links of a page: relative, and to Markdown files, as every host resolves them."""

    def to(path: str, anchor: str = "") -> str:
        relative = posixpath.relpath(path, posixpath.dirname(page) or ".")
        return f"{relative}#{anchor}" if anchor else relative

    return to


class _Compiled(jinja2.BytecodeCache):
    """What templates were compiled to, kept because a server renders them again and again."""

    _codes: ClassVar[dict[tuple[str, str], CodeType | None]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Hand out what was kept of the same template with the same text."""
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it."""
        self._codes[bucket.key, bucket.checksum] = bucket.code


def environment_of(catalog: Catalog) -> jinja2.Environment:
    """Return where templates are rendered: text of entries stays text in them, whatever it looks like."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader(__package__ or "", "templates"),
        bytecode_cache=_Compiled(),
        autoescape=True,
        finalize=lambda value: look.safe(value) if isinstance(value, str) and not isinstance(value, Markup) else value,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        block=look.block,
        prose=look.prose,
        code=look.code,
        breakable=look.breakable,
        day=look.day,
        month=look.month,
        link_text=look.link_text,
    )
    environment.globals.update(_shared(catalog))
    return environment


def _shared(catalog: Catalog) -> dict[str, Any]:
    """Return what every template can use."""
    lifecycle, words = catalog.lifecycle, Words()
    glyphs = {stage.id: look.glyph(stage, lifecycle) for stage in lifecycle.stages}
    return {
        "_": words.say,
        "ngettext": words.count,
        "catalog": catalog,
        "lifecycle": lifecycle,
        "settings": catalog.settings,
        "folder": FOLDER,
        "events": EVENTS,
        "mechanisms": MECHANISMS,
        "progress": PROGRESS,
        "rfc_statuses": RFC_STATUSES,
        "works_words": WORKS,
        "module_path": module_path,
        "kind_path": kind_path,
        "json_path": json_path,
        "badge_path": badge_path,
        "first_release": first_release,
        "event_anchors": event_anchors,
        "owner_anchor": owner_anchor,
        "stage_of": catalog.stage_of,
        "glyph": lambda stage: glyphs[stage.id],
        "tone": lambda stage: look.tone(stage, lifecycle),
        "shapes": lambda stage: Markup("".join(f"<{element} {given}/>" for element, given in look.shapes(stage, lifecycle))),
        "formats": FORMATS,
        "samples": lambda module: samples(module, catalog),
        "profile": lambda handle: _profile(handle, catalog),
    }


def _profile(handle: str, catalog: Catalog) -> str | None:
    """Return the address of a person's public page: the roster's, or that of the host the project's repository is on."""
    person = catalog.people.get(handle)
    if person is None or person.url or person.is_team:
        return person.url if person else None
    repository = catalog.settings.repository
    return f"https://github.com/{handle}" if repository and repository.url.startswith("https://github.com/") else None
