"""The HTML of a page with comments in it → the same with the pieces of the catalog that they ask for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..checks.result import Result
from .catalog_templates import templates_of
from .links import Links, without_nowhere
from .pieces import PieceError, asked

_COMMENT = re.compile(r"<!--\s*module-catalog:(.*?)-->", re.DOTALL)


@dataclass(frozen=True)
class Mistake:
    """A comment that asks for what is not there."""

    comment: str
    """The comment as it stands in the page."""
    message: str

    def place(self, path: str, text: str) -> str:
        """Return where it is and what is wrong, as `path:line: message`; *text* is the page's Markdown."""
        before, found, _ = text.partition(self.comment)
        return f"{path}:{before.count(chr(10)) + 1}: {self.message}" if found else f"{path}: {self.message}"


class Pieces:
    """Puts pieces of one catalog into pages."""

    def __init__(self, result: Result) -> None:
        """Take a result that has a catalog.

        Raises CatalogError when a template of the project's own cannot be one.
        """
        if result.catalog is None:
            raise ValueError("a catalog that could not be read has no pieces")
        self.catalog = result.catalog
        self._templates = templates_of(result)

    def put_into(self, html: str, to: Links) -> tuple[str, list[Mistake]]:
        """Return the HTML of a page with its pieces in place, and what could not be put there.

        A comment in a block of code is text by now, and stays as it is. So does a comment that is a mistake.
        """
        mistakes: list[Mistake] = []

        def piece(found: re.Match[str]) -> str:
            try:
                return self._piece(found[1], to)
            except PieceError as error:
                mistakes.append(Mistake(found[0], str(error)))
                return found[0]

        return _COMMENT.sub(piece, html), mistakes

    def _piece(self, words: str, to: Links) -> str:
        piece, shows = asked(words, self.catalog)
        return without_nowhere(self._templates.render(piece.template, {**shows, "to": to}).strip())
