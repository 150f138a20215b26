"""The Markdown extension `module_catalog.markdown`.

It puts references and pieces into any page of a site that Zensical builds.

Zensical runs no plugins of MkDocs, but every extension of Markdown. Where MkDocs runs the plugin does the
same, and this nothing. The catalog is read once in each run of the program, and Zensical keeps pages whose
text has not changed: after an edit of an entry, run `zensical build --clean`, or start `zensical serve`
again.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from ..checks import pipeline
from ..clock import today
from ..diagnostics import CatalogError
from ..reports.text import summary
from ..site.embed import Pieces
from ..site.links import links_from
from ..site.references import Reference, references
from .searchable import EXCLUDED, WORDS

_NAME = r"(?:module|stage|toggle|rule)\.[^\[\]\s]+"
_HEADINGS = tuple(f"h{level}" for level in range(1, 7))
_REFERRED = re.compile(rf"(?<=\]\[){_NAME}(?=\])|(?<=\[){_NAME}(?=\]\[\])")


class _References(Preprocessor):
    """Says where each name leads that a page refers to, as if the page had said it itself."""

    def __init__(self, md: Markdown, root: str) -> None:
        super().__init__(md)
        self._root = root

    def run(self, lines: list[str]) -> list[str]:
        if context := _context(self.md):
            known, pieces = _read(Path(context.config["root_dir"], self._root).resolve())
            to = links_from(context.page.path, pieces.catalog)
            for name in _REFERRED.findall("\n".join(lines)):
                if one := known.get(name.lower()):
                    self.md.references[name.lower()] = to(one.path, one.anchor), ""
        return lines


class _Pieces(Postprocessor):
    """Puts pieces in place of their comments. Raises CatalogError for those that are not there."""

    def __init__(self, md: Markdown, root: str) -> None:
        super().__init__(md)
        self._root = root

    def run(self, text: str) -> str:
        context = _context(self.md)
        if context is None:
            return text
        root, path = Path(context.config["root_dir"]), context.page.path
        _, pieces = _read((root / self._root).resolve())
        html, mistakes = pieces.put_into(text, links_from(path, pieces.catalog))
        if mistakes:
            source = (root / context.config["docs_dir"] / path).read_text(encoding="utf-8")
            raise CatalogError("\n".join(mistake.place(path, source) for mistake in mistakes))
        return html


class _Headings(Treeprocessor):
    """Leaves the headings of the catalog's own pages out of the search, which has other words for them."""

    def run(self, root: Element) -> None:
        blocks = self.md.htmlStash.rawHtmlBlocks
        if blocks and str(blocks[0]).startswith(WORDS):
            for element in root.iter():
                if element.tag in _HEADINGS:
                    element.set(EXCLUDED, "")


def _context(md: Markdown) -> Any:
    """Return what Zensical says of the page that is being converted, and of the site; None on other hosts."""
    if "rendering_context" not in md.preprocessors:
        return None
    return md.preprocessors["rendering_context"]


@lru_cache(maxsize=1)
def _read(root: Path) -> tuple[dict[str, Reference], Pieces]:
    """Return what can be referred to, by its name in lower case, and what makes pieces.

    Lower case is how Markdown looks names up.
    """
    result = pipeline.check(root, today=today())
    if result.catalog is None or not result.is_clean:
        raise CatalogError(f"{summary(result)} Run `module-catalog check`.")
    return {name.lower(): one for name, one in references(result.catalog).items()}, Pieces(result)


class CatalogExtension(Extension):
    """Puts references and pieces of the catalog into pages."""

    def __init__(self, **options: Any) -> None:
        self.config = {
            "root": [".", "The folder that holds `catalog/`, relative to the site's configuration"]
        }
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # The library's name.
        """Add the steps: when the text is split into lines, when it is a tree, when all of it is HTML."""
        root = self.getConfig("root")
        md.preprocessors.register(_References(md, root), "module-catalog-references", 0)
        md.treeprocessors.register(_Headings(md), "module-catalog-headings", 0)
        md.postprocessors.register(_Pieces(md, root), "module-catalog-pieces", 0)


def makeExtension(**options: Any) -> CatalogExtension:  # noqa: N802  # The library's name.
    """Return the extension, as the library asks for it."""
    return CatalogExtension(**options)
