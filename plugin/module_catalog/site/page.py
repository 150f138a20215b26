"""What a page is, before it is rendered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..catalog.model import Catalog
from ..catalog.page_kinds import PAGE_KINDS


@dataclass(frozen=True)
class Page:
    """One page of the site: which template shows what."""

    id: str
    """The name of the kind of page, as catalog.yaml says it."""
    title: str
    """A message."""
    description: str
    """One sentence for search engines, a message too."""
    shows: Mapping[str, Any]
    """What the template can use, beside what every template can."""
    at: str = ""
    """The path where it stands, if its kind does not have one path alone."""
    values: Mapping[str, str] = field(default_factory=dict)
    """What stands in the places of the title and the description, beside `{project}`."""
    source: str | None = None
    """The file of the catalog that the page shows, relative to the project root; None when it shows several."""
    boost: float = 1.0
    """How much more the page counts in a search than others."""
    hides: tuple[str, ...] = field(default=("navigation", "toc"))
    """Parts of Material's layout that the page does without."""

    @property
    def path(self) -> str:
        """Where the page stands: a Markdown file, relative to the site's docs folder, with `/`."""
        return self.at or PAGE_KINDS[self.id].path

    @property
    def template(self) -> str:
        """The name of its template in templates/."""
        return f"{self.id}.md.j2"

    @property
    def in_nav(self) -> bool:
        """Whether the page belongs into a navigation that lists everything. Modules do not: there are too many."""
        return PAGE_KINDS[self.id].is_one


Pages = Callable[[Catalog], Iterator[Page]]
"""Makes the pages of one kind."""
