"""What a page is, before it is rendered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..catalog.model import Catalog


@dataclass(frozen=True)
class Page:
    """One page of the site: which template shows what."""

    path: str
    """Where the page stands: a Markdown file, relative to the site's docs folder, with `/`."""
    template: str
    """The name of its template in templates/, `<id>.md.j2`."""
    title: str
    """A message."""
    description: str
    """One sentence for search engines, a message too."""
    shows: Mapping[str, Any]
    """What the template can use, beside what every template can."""
    values: Mapping[str, str] = field(default_factory=dict)
    """What stands in the places of the title and the description, beside `{project}`."""
    source: str | None = None
    """The file of the catalog that the page shows, relative to the project root; None when it shows several."""
    in_nav: bool = True
    """Whether the page belongs into a navigation that lists everything. Modules do not: there are too many."""
    boost: float = 1.0
    """How much more the page counts in a search than others."""
    hides: tuple[str, ...] = field(default=("navigation", "toc"))
    """Parts of Material's layout that the page does without."""

    @property
    def id(self) -> str:
        """The name of the kind of page, as catalog.yaml says it: that of its template."""
        return self.template.removesuffix(".md.j2")


PageKind = Callable[[Catalog], Iterator[Page]]
