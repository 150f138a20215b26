"""The theme's page for what is not there, which leads on to modules."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ..checks.result import Result
from ..site.build import not_found
from .mkdocs_api import MkDocsConfig

NAME = "404.html"
"""What themes call it."""


def is_own(template: Any, config: MkDocsConfig) -> bool:
    """Say whether a template is one of the user's, which says what they want it to say."""
    own = config.theme.custom_dir
    file = Path(template.filename or "").resolve()
    return own is not None and file.is_relative_to(Path(own).resolve())


def leading_on(output: str, result: Result, url: Callable[[str], str | None], config: MkDocsConfig) -> str:
    """Return a page with what leads on after its heading, if it has one.

    *url* turns the path of a file into its address from the root of the site, None for one that is not there.
    """
    root = urlsplit(config.site_url or "/").path.rstrip("/")

    def address(path: str) -> str | None:
        there = url(path)
        return None if there is None else f"{root}/{there}"

    before, heading, after = output.partition("</h1>")
    return before + heading + not_found(result, address) + after if heading else output
