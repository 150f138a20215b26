"""Pages as MkDocs has them: those that are generated, and some of a site that are shown again alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from .blocks import is_alike_everywhere
from .mkdocs_api import (
    AnchorLink,
    File,
    Files,
    MkDocsConfig,
    Navigation,
    Page,
    TableOfContents,
    get_context,
    write_file,
)


class Headings(NamedTuple):
    """What Markdown makes of the headings of a page."""

    content: str | None
    toc: TableOfContents
    anchors: set[str]


class GeneratedPage(Page):
    """A page of which Markdown makes only the headings. Most are those of other pages: it makes them once."""

    def __init__(self, file: File, config: MkDocsConfig, known: dict[str, Headings]) -> None:
        super().__init__(None, file, config)
        self._known = known

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Convert the Markdown, unless it was converted for another page."""
        text = self.markdown or ""
        if text not in self._known:
            super().render(config, files)
            if is_alike_everywhere(text, config.markdown_extensions):
                self._known[text] = Headings(self.content, self.toc, set(self.present_anchor_ids or ()))
            return
        known = self._known[text]
        self.content, self.toc = known.content, TableOfContents(_copied(known.toc))
        self.present_anchor_ids = set(known.anchors)


def _copied(links: Iterable[AnchorLink]) -> list[AnchorLink]:
    """Return a table of contents that a plugin may change without changing that of another page."""
    found = []
    for link in links:
        found.append(AnchorLink(link.title, link.id, link.level))
        found[-1].children = _copied(link.children)
    return found


class Host(NamedTuple):
    """What MkDocs has made of a site, from which it renders a page."""

    config: MkDocsConfig
    files: Files
    nav: Navigation
    env: Any

    def give(self, path: str, content: str | bytes) -> None:
        """Give the file at a path another content."""
        file = self.files.src_uris[path]
        if isinstance(content, str):
            file.content_string = content
        else:
            file.content_bytes = content

    def show(self, paths: Iterable[str]) -> set[str]:
        """Do with some files what a build does with all, and return the addresses of those that are pages.

        Every event of a page happens, in the order of a build.
        """
        files = [self.files.src_uris[path] for path in paths]
        pages = [file.page for file in files if file.page]
        for page in pages:
            self._read(page)
        for file in files:
            if not file.page:
                file.copy_file()
        all_pages = self.files.documentation_pages()
        for page in pages:
            self._write(page, all_pages)
        for file in all_pages:
            if file.page:
                file.page.validate_anchor_links(
                    files=self.files, log_level=self.config.validation.links.anchors
                )
        return {page.url for page in pages}

    def addresses(self) -> dict[str, int]:
        """Return the addresses of all pages, with their places in the order of a build."""
        pages = (file.page for file in self.files.documentation_pages() if file.page)
        return {page.url: place for place, page in enumerate(pages)}

    def _read(self, page: Page) -> None:
        given: dict[str, Any] = {"config": self.config, "files": self.files}
        page = self.config.plugins.on_pre_page(page, **given)
        page.read_source(self.config)
        page.markdown = self.config.plugins.on_page_markdown(page.markdown or "", page=page, **given)
        page.render(self.config, self.files)
        page.content = self.config.plugins.on_page_content(page.content or "", page=page, **given)

    def _write(self, page: Page, all_pages: Sequence[File]) -> None:
        page.active = True
        context = get_context(self.nav, all_pages, self.config, page)
        template = self.env.get_template(page.meta.get("template", "main.html"))
        plugins = self.config.plugins
        context = plugins.on_page_context(context, page=page, config=self.config, nav=self.nav)
        output = plugins.on_post_page(template.render(context), page=page, config=self.config)
        page.active = False
        if output.strip():
            write_file(output.encode("utf-8", errors="xmlcharrefreplace"), page.file.abs_dest_path)
