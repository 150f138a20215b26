"""What a server of MkDocs has of a site from one rebuild to the next, and how it shows an edit of entries."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from ..checks.result import Result
from ..site.kept import Kept
from ..site.site_file import SiteFile
from .edits import SEARCHES, SearchIndex, Site, can_follow, surroundings
from .mkdocs_api import MkDocsConfig
from .mkdocs_pages import Host
from .preview import Preview
from .shell import Shells


class Server:
    """Remembers the site that is shown.

    A build of the host `begins`, is `kept`, and `stands`. What an edit has `changed` since can be shown
    without another one, where that gives the same.
    """

    def __init__(self) -> None:
        self.preview = Preview()
        self._kept: dict[str, Kept] = {}
        """By the file of words."""
        self._shells = Shells()
        self._site: Site | None = None
        self._search: SearchIndex | None = None

    def kept(self, root: Path, words: str) -> Kept:
        """Return what was kept of the files of the site that says what a file of *words* has."""
        if words not in self._kept:
            self._kept[words] = Kept(root, words, remembers=True)
        return self._kept[words]

    def begins(self, config: MkDocsConfig, catalog: Path) -> None:
        """Take note of what is around the folder of the *catalog*, before the host reads it."""
        self._site, self._catalog = None, catalog
        self._around = surroundings(config, catalog)

    def keep(self, host: Host, own: Collection[str]) -> None:
        """Keep what the host has made, before it renders pages. Files at *own* paths are generated."""
        self.host, self._own = host, own
        self._shells.keep(host.env, host.config, host.nav, own)

    def stands(self, result: Result, files: Iterable[SiteFile], dependent: Collection[str]) -> None:
        """Remember a site that is whole, and which pages of the docs folder show something of the catalog."""
        self._dependent, self._search = dependent, None
        if can_follow(self.host.config):
            self._site = self._made_of(result, files)

    def before(self) -> Site | None:
        """Return the site as it stands; None when an edit may change more than is known of it."""
        before, self._site = self._site, None  # Until another one stands.
        if before is None or before.around != surroundings(self.host.config, self._catalog):
            return None
        return before

    def changed(self, before: Site, result: Result, files: Iterable[SiteFile]) -> list[SiteFile] | None:
        """Return the generated files that are not what they were; None when more may have changed."""
        self._now = self._made_of(result, files)
        listed = {page.file.src_uri for page in self.host.nav.pages}
        return self._now.changed(before, self._own, listed)

    def _made_of(self, result: Result, files: Iterable[SiteFile]) -> Site:
        made = {file.path: file for file in files}
        pages = (path for path in self._own if path.endswith(".md"))
        banners = {path: found for path in pages if (found := self.preview.banner(path))}
        return Site(result, made, banners, self._around)

    def show(self, paths: Iterable[str]) -> bool:
        """Show the files at some paths, which the host has; False when a search may find something else."""
        search = Path(self.host.config.site_dir, "search/search_index.json")
        if self._search is None and search.exists():
            self._search = SearchIndex(search.read_text(encoding="utf-8"))
        shown = self.host.show([*paths, *sorted(self._dependent)])
        if self._search and not self._searched(self._search, search, shown):
            return False
        self._site = self._now
        return True

    def _searched(self, index: SearchIndex, file: Path, shown: Collection[str]) -> bool:
        config = self.host.config
        for name in config.plugins.keys() & SEARCHES:
            config.plugins[name].on_post_build(config=config)
        text = index.again(file.read_text(encoding="utf-8"), self.host.addresses(), shown)
        if text is not None:
            file.write_bytes(text.encode())
        return text is not None
