"""The MkDocs plugin `module-catalog`. It works the same under ProperDocs.

It has no logic of its own: it hands the files of the site to the host, and findings to its log.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Literal, NamedTuple
from urllib.parse import quote, urljoin

from ..catalog.addresses import placed, published
from ..catalog.page_kinds import HOME, PAGE_KINDS
from ..catalog.reading.sources import FOLDER
from ..checks import pipeline
from ..checks.result import Result
from ..clock import today
from ..diagnostics import CatalogError, Severity, capped
from ..reports.text import block, summary
from ..site.build import site_files
from ..site.embed import Pieces
from ..site.kept import Kept
from ..site.links import NOWHERE
from ..site.pages.map import NO_ENGINE, is_engine_missing
from ..site.references import references
from ..site.site_file import SiteFile
from ..site.static_files import scripts, stylesheets
from . import languages, menus, navigation, not_found_page
from .blocks import Addresses
from .cross_references import announce, shown_apis
from .generated import Generated
from .mkdocs_api import (
    AnchorLink,
    BasePlugin,
    CombinedEvent,
    Config,
    File,
    Files,
    InclusionLevel,
    MkDocsConfig,
    Navigation,
    Page,
    PluginError,
    TableOfContents,
    TemplateContext,
    config_options,
    event_priority,
    get_plugin_logger,
    set_exclusions,
)
from .mkdocs_pages import Host
from .mkdocs_server import Server
from .preview import STYLESHEET, notice
from .searched_page import SearchedPage
from .sections import Sections
from .shell import PLUGINS

_log = get_plugin_logger("module-catalog")
_LEVELS = {Severity.ERROR: _log.error, Severity.WARNING: _log.warning, Severity.INFO: _log.info}


class ModuleCatalogConfig(Config):
    """What mkdocs.yml says under `module-catalog`. What the catalog says is catalog.yaml's."""

    root = config_options.Type(str, default=".")
    """The folder that holds `catalog/`, relative to mkdocs.yml."""


class _Added(NamedTuple):
    """A file of the catalog's in the site."""

    file: File
    is_listed: bool
    """Whether a navigation that lists everything has it."""


class ModuleCatalogPlugin(BasePlugin[ModuleCatalogConfig]):
    """Adds the catalog's pages to the site."""

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """A server remembers from one rebuild to the next what it could show."""
        self._server = Server() if command == "serve" else None
        self._is_dirty = dirty

    # Before a plugin or a hook moves the docs folder: only the one of the configuration is in the repository.
    @event_priority(100)
    def _locate(self, config: MkDocsConfig, /) -> None:
        self._docs_dir = config.docs_dir

    def _configure(self, config: MkDocsConfig, /) -> MkDocsConfig:
        """Check the catalog; have it watched, and have pages use its stylesheets."""
        # What a build before this one in the same process has left.
        gc.unfreeze()
        base = Path(config.config_file_path).parent if config.config_file_path else Path.cwd()
        self._root = (base / self.config.root).resolve()
        try:
            self._result = self._checked()
        except CatalogError as error:
            raise PluginError(str(error)) from error
        config.watch += [str(self._root / path) for path in (FOLDER, *self._beside())]
        if self._server:
            self._server.begins(config, self._root / FOLDER)
        own = [STYLESHEET] if self._server else []
        config.extra_css = [*stylesheets(), *own, *config.extra_css]
        config.extra_javascript = [*scripts(), *config.extra_javascript]
        return config

    on_config = CombinedEvent(_locate, _configure)

    def _beside(self) -> Iterator[str]:
        """Yield the paths of the entries that are not in the folder of the catalog."""
        modules = self._result.catalog.modules if self._result.catalog else ()
        paths = (module.document.path for module in modules)
        yield from (path for path in paths if not path.startswith(f"{FOLDER}/"))

    def _checked(self) -> Result:
        """Log every finding and return what can be shown.

        Errors end a build; a server goes on with what is whole, or was.
        """
        if self._server:
            result = self._server.preview.result(self._root, today())
            self._tell()
            return result
        result = pipeline.check(self._root, today=today())
        for finding in capped(result.findings):
            _LEVELS[finding.severity]("%s", block(finding, result))
        if not result.is_clean:
            raise PluginError(f"the catalog is not built. {summary(result)}")
        return result

    def _tell(self) -> None:
        for problem in self._server.preview.problems if self._server else ():
            _LEVELS[problem.severity]("%s", "\n".join(filter(None, (problem.says, problem.more))))

    # Before other plugins look at what there is: they may list, redirect to, check or leave out these files.
    @event_priority(100)
    def _add(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        """Add the catalog's pages and assets, except where the docs folder has a file of its own."""
        # What is there now and at the end is there until the build ends: nobody need look through it for what
        # is not used.
        gc.freeze()
        self._added: dict[str, _Added] = {}
        self._generated = Generated()
        self._with_pieces_in: set[str] = set()
        # Nobody asks for the blocks of a page before it is written, as far as is known of these plugins.
        self._can_wait = config.plugins.keys() <= PLUGINS and not config.hooks
        self._has_mistakes = False
        # It makes files of its own from those of the docs folder, and knows no others.
        return files if languages.are_several(config) else self._with_ours(files, config)

    def _with_ours(self, files: Files, config: MkDocsConfig) -> Files:
        self._result = self._result.in_language(languages.language(config))
        self._has_front_page = any(files.get_file_from_path(path) for path in ("index.md", "README.md"))
        try:
            made = self._made(config)
            self._site_files = [*made] if self._server else []
            for site_file in self._site_files or made:
                if site_file.path not in files.src_uris:
                    added = self._file(site_file, config)
                    self._added[site_file.path] = added
                    files.append(added.file)
            self._pieces = Pieces(self._result) if self._result.catalog else None
        except CatalogError as error:
            raise PluginError(str(error)) from error
        return files

    # After other plugins have added theirs: a page of the user's own takes the place of a generated one.
    @event_priority(-110)
    def _settle(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        """Leave out what another plugin has replaced or left out, and list the rest as mkdocs.yml says."""
        if languages.are_several(config):
            files = self._with_ours(files, config)
        ours = {id(added.file) for added in self._added.values()}
        taken = {file.dest_uri for file in files if id(file) not in ours}
        for path, added in [*self._added.items()]:
            if files.get_file_from_path(path) is not added.file:
                self._leave_out(path)
            elif added.file.dest_uri in taken:
                files.remove(added.file)
                self._leave_out(path)
        set_exclusions(files, config)
        listings = [file.content_string for file in files if navigation.is_listing(file.src_uri)]
        for path, added in self._added.items():
            is_listed = added.is_listed or navigation.names(listings, path)
            if added.file.inclusion is InclusionLevel.INCLUDED and not is_listed:
                added.file.inclusion = InclusionLevel.NOT_IN_NAV
        shown = InclusionLevel.is_in_serve if self._server else InclusionLevel.is_included
        self._files = files
        self._addresses = Addresses({file.src_uri: file for file in files if shown(file.inclusion)})
        if config.nav:
            config.nav = navigation.listed(config.nav, self._is_there)
        gc.freeze()
        return files

    on_files = CombinedEvent(_add, _settle)

    def _leave_out(self, path: str) -> None:
        del self._added[path]
        self._generated.leave_out(path)

    def _is_there(self, path: str) -> bool:
        """Say whether a page is not one that the catalog could have, and does not have now."""
        catalog = self._result.catalog
        if catalog is None or self._files.get_file_from_path(path):
            return True
        ours = {placed(kind.path, catalog.settings) for kind in PAGE_KINDS.values() if kind.is_one} - {HOME}
        if path in ours:
            _log.info("The catalog has no page %s now: the navigation is without it.", path)
        return path not in ours

    def _made(self, config: MkDocsConfig) -> Iterable[SiteFile]:
        catalog = self._result.catalog
        if catalog and is_engine_missing(catalog):
            _log.info(NO_ENGINE)
        apis = shown_apis(catalog, config.plugins, _log) if catalog else frozenset()
        if self._server is None:
            kept = Kept(self._root, self._result.words)
            return site_files(self._result, apis=apis, has_front_page=self._has_front_page, kept=kept)
        preview, kept = self._server.preview, self._server.kept(self._root, self._result.words)
        known = preview.problems
        self._result, made = preview.site(
            self._result, apis=apis, has_front_page=self._has_front_page, kept=kept
        )
        for problem in preview.problems[len(known) :]:
            _log.error("%s\n%s", problem.says, problem.more)
        return made

    def _file(self, site_file: SiteFile, config: MkDocsConfig) -> _Added:
        # A navigation that is written out has what it wants; one that lists everything should list sections,
        # not every module.
        is_listed = site_file.in_nav and config.nav is None
        file = File.generated(config, site_file.path, content=self._generated.take(site_file))
        if folder := languages.folder(config):
            file.dest_uri = f"{folder}/{file.dest_uri}"
        # Plugins ask when a page was last changed and by whom, which git knows of the file it is made from.
        source = self._root / (site_file.source or f"{FOLDER}/catalog.yaml")
        file.abs_src_path, file.generated_by = str(source), None
        if site_file.path in self._generated.blocks:
            file.edit_uri = Path(os.path.relpath(source, self._docs_dir)).as_posix()
        return _Added(file, is_listed)

    def on_nav(self, nav: Navigation, /, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Find the entry of tabs and menus that each generated page is under, though most are not listed."""
        self._nav = nav
        self._sections = Sections(nav, files, config, frozenset(self._generated.blocks.keys()))
        return nav

    # The plugin of the search, whichever it is, reads a page in between.
    @event_priority(1)
    def _hide(self, context: TemplateContext, /, *, page: Page, **_: Any) -> None:
        """Show a search what it should find of a generated page, in place of all that the page says."""
        self._searched = SearchedPage(page, self._generated.entries.get(page.file.src_uri, ()))

    @event_priority(-1)
    def _show(self, context: TemplateContext, /, *, page: Page, **_: Any) -> None:
        """Put the page back, with its blocks."""
        self._searched.show()
        if self._can_wait and page.file.src_uri in self._generated.blocks:
            page.content = self._generated.filled(page.content or "", page, self._addresses)

    # After the search has read the page: no reader searches for a navigation.
    @event_priority(-50)
    def _in_its_section(
        self, context: TemplateContext, /, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Have tabs and menus say where a generated page is."""
        self._sections.open(page, config, self._added)
        return context

    on_page_context = CombinedEvent(_hide, _show, _in_its_section)

    def on_pre_template(self, template: Any, /, *, template_name: str, config: MkDocsConfig) -> Any:
        """Leave a user's own page for what is not found alone."""
        if template_name == not_found_page.NAME:
            self._has_own_404 = not_found_page.is_own(template, config)
        return template

    def on_post_template(self, output: str, /, *, template_name: str, config: MkDocsConfig) -> str:
        """Have the theme's page for what is not found lead on to modules."""
        if template_name != not_found_page.NAME or self._has_own_404:
            return output
        return not_found_page.leading_on(output, self._result, self._url, config)

    def _url(self, path: str) -> str | None:
        """Return the address of a file from the root of the site, None where the site does not have it."""
        catalog = self._result.catalog
        file = self._files.get_file_from_path(placed(path, catalog.settings) if catalog else path)
        return file.url if file else None

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Let go of what was there until the build ended."""
        self._generated.close()
        # A server has the next build on top of it. Any other process ends, or begins another build.
        if self._server:
            gc.unfreeze()
            gc.collect()
            self._server.stands(self._result, self._site_files, self._with_pieces_in)

    # After plugins that have something watched: they tell who rebuilds.
    @event_priority(-100)
    def on_serve(self, server: Any, /, *, config: MkDocsConfig, builder: Callable[..., None]) -> Any:
        """Have an edit of entries shown without a build of the whole site, where that gives the same."""
        if not self._is_dirty:
            server.builder = lambda: None if self._follow() else builder()
        return server

    def _follow(self) -> bool:
        """Show what an edit of entries has changed; False when the whole site is to be built."""
        before = self._server.before() if self._server else None
        if before is None or self._server is None:
            return False
        with pipeline.uncollected():
            self._result = self._server.preview.result(self._root, today())
            host, made = self._server.host, self._made(self._server.host.config)
            changed = self._server.changed(before, self._result, made)
            if changed is None:
                return False
            self._generated = Generated()
            self._pieces = Pieces(self._result)
            for file in changed:
                host.give(file.path, self._generated.take(file))
            if not self._server.show(file.path for file in changed):
                return False
        self._tell()
        self._generated.close()
        return True

    # After Material's plugin for pictures beside links (50), before those that make a page smaller (0).
    @event_priority(25)
    def on_post_page(self, output: str, /, *, page: Page, config: MkDocsConfig) -> str:
        """Say in the head what it lacks; leave no entry marked, and no page in memory that is written."""
        path = page.file.src_uri
        if self._can_wait and path in self._generated.blocks:
            page.content = None
        self._sections.close(page)
        return self._generated.headed(output, path, partial(self._address, page))

    def _address(self, page: Page, path: str) -> str | None:
        """Return the whole address of a file: in the site of a page, or else as catalog.yaml says."""
        if self._result.catalog is None:
            return None
        settings = self._result.catalog.settings
        file = self._files.get_file_from_path(placed(path, settings))
        if page.canonical_url and file:
            # That of a site may have a version in it, or a language, which only the page's own says.
            return urljoin(page.canonical_url.removesuffix(page.file.url), file.url)
        return published(path, settings) if settings.site else None

    # Before plugins that take the content of a page: they are to see all of it.
    @event_priority(100)
    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Put the blocks of a generated page back, and pieces into others, with the links of this site."""
        path = page.file.src_uri
        if path not in self._generated.blocks:
            return self._with_pieces(html, page.file, files)
        # Only the host knows where entries are edited: catalog.yaml has the address of the project's source.
        # Themes write the address into an attribute as it is, and a folder of entries may be called anything.
        page.edit_url = quote(navigation.collapsed(page.edit_url), safe=_IN_URLS) if page.edit_url else None
        # The host looked for anchors in what is there without the blocks.
        page.present_anchor_ids = (page.present_anchor_ids or set()) | self._generated.anchors.pop(
            path, frozenset()
        )
        if _TOP in page.present_anchor_ids:
            # Where a theme's link past the navigation leads: it was to the first heading of Markdown.
            top = AnchorLink(str(page.title), _TOP, 1)
            top.children = list(page.toc)
            page.toc = TableOfContents([top])
        notices = self._server.preview.banner(path) if self._server else ""
        html = self._addresses.resolved(notices, page.file) + html
        return html if self._can_wait else self._generated.filled(html, page, self._addresses)

    def _with_pieces(self, html: str, file: File, files: Files) -> str:
        pieces = self._pieces
        if pieces is None:
            return html

        def to(path: str, anchor: str = "") -> str:
            target = files.get_file_from_path(placed(path, pieces.catalog.settings))
            return target.url_relative_to(file) + (f"#{anchor}" if anchor else "") if target else NOWHERE

        given = html
        html, mistakes = pieces.put_into(html, to)
        if mistakes or html != given:
            self._with_pieces_in.add(file.src_uri)
        wrong = [mistake.place(file.src_uri, file.content_string) for mistake in mistakes]
        for one in wrong:
            _log.error("%s", one)
        self._has_mistakes = self._has_mistakes or bool(wrong)
        return notice(wrong) + html if self._server else html

    def on_env(self, env: Any, /, *, config: MkDocsConfig, files: Files) -> None:
        """Announce what can be referred to.

        A page that asks for a piece that is not there ends a build, now that all are known.
        """
        if self._can_wait and not config.theme.custom_dir:
            menus.share(env, config.theme.name or "", self._sections.sort_of_menu)
        if self._server:
            self._server.keep(Host(config, files, self._nav, env), self._added.keys())
        catalog = self._result.catalog
        if catalog is None:
            return

        announce(references(catalog).values(), self._url, config.plugins)
        if self._has_mistakes and not self._server:
            raise PluginError("pages refer to things that the catalog does not have")


_TOP = "__skip"
"""The anchor of the heading of a generated page, for the link past the navigation."""


_IN_URLS = "%:/?#[]@!$&()*+,;=~"
"""What stays as it is in an address: what RFC 3986 reserves, but the apostrophe, and what is encoded
already."""
