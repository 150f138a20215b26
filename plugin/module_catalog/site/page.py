"""What a page is, before it is rendered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

from ..catalog.model import Catalog
from ..catalog.page_kinds import PAGE_KINDS
from .parts import Part

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


@dataclass(frozen=True)
class Page:
    """One page of the site: which template shows what."""

    id: str
    """The name of the kind of page, as catalog.yaml says it."""
    title: str
    """A message."""
    description: str
    """One sentence for search engines, a message too."""
    shows: Mapping[str, Any] | DataclassInstance | Callable[[], DataclassInstance]
    """What the template can use, beside what every template can: by name, or as a dataclass, whose fields are
    the names; or what makes that, once it is known that the page is needed."""
    at: str = ""
    """The path where it stands, if its kind does not have one path alone."""
    values: Mapping[str, str] = field(default_factory=dict)
    """What stands in the places of the title and the description, beside `{project}`."""
    source: str | None = None
    """The file of the catalog that the page shows, from the project root; None when it shows several."""
    boost: float = 1.0
    """How much more the page counts in a search than others."""
    hides: tuple[str, ...] = field(default=("navigation", "toc"))
    """Parts of Material's layout that the page does without."""
    part: Part[Any] | None = None
    """What it shows of a list that is too long for one page."""
    data: str = ""
    """What its script reads, as JSON, where that is too much for the page; empty where it stands there."""
    fragment: str = ""
    """The template of HTML that its script puts into the page, where that is too much for the page."""
    moved: Mapping[str, str] = field(default_factory=dict)
    """The path of the page that an anchor of this one is on, when it is on a part."""

    @property
    def path(self) -> str:
        """Where the page stands: a Markdown file, relative to the site's docs folder, with `/`."""
        return self.path_of(self.part) if self.part else self.whole

    @property
    def data_path(self) -> str:
        """Where the file stands that its script reads."""
        return f"{self.whole.removesuffix('.md')}.json"

    @property
    def whole(self) -> str:
        """Where the page stands of which this one has a part, or this one itself."""
        return self.at or PAGE_KINDS[self.id].path

    def path_of(self, part: Part[Any]) -> str:
        """Return where a part of the page stands."""
        return f"{self.whole.removesuffix('.md')}/{part.name}.md"

    @property
    def names(self) -> Mapping[str, Any]:
        """What the template can use, by name."""
        if isinstance(self.shows, Mapping):
            return self.shows
        shows = self.shows() if callable(self.shows) else self.shows
        return {one.name: getattr(shows, one.name) for one in fields(shows)}

    def with_names(self) -> Page:
        """Return the page with what its template can use made."""
        return replace(self, shows=self.names)

    @property
    def template(self) -> str:
        """The name of its template in templates/."""
        return f"{self.id}.md.j2"

    @property
    def in_nav(self) -> bool:
        """Whether the page belongs into a navigation that lists everything.

        Modules do not: there are too many. Nor do parts of a page.
        """
        return PAGE_KINDS[self.id].is_one and self.part is None


Pages = Callable[[Catalog], Iterator[Page]]
"""Makes the pages of one kind."""
