"""A file with a generated part between two marks: the rest of it is its author's."""

from __future__ import annotations

import re

from ..diagnostics import CatalogError

_MARK = re.compile(rb"^[ \t]*(?:<!--|#) *(begin|end) module-catalog *(?:-->)?[ \t]*\r?$", re.MULTILINE)


def between_marks(text: bytes, content: bytes) -> bytes:
    """Return a file with *content* between its marks; *content* alone where the file has no marks.

    Raises CatalogError when a mark stands alone or in the wrong place: nothing is replaced then.
    """
    marks = [*_MARK.finditer(text)]
    if not marks:
        return content
    if [mark[1] for mark in marks] != [b"begin", b"end"]:
        raise CatalogError(
            "the marks `begin module-catalog` and `end module-catalog` must stand in the file once each, in"
            " this order: nothing was written"
        )
    begin, end = marks
    return b"\n".join((text[: begin.end()], content.rstrip(b"\n"), text[end.start() :]))
