"""Pages on disk with what stands in their heads: in the front matter, which a template of the site prints."""

from __future__ import annotations

import json
from dataclasses import replace

from ..catalog.addresses import published
from ..catalog.settings import Settings
from ..site.head import tags
from ..site.site_file import SiteFile
from .blocks import sections

_SAID = 'name="description" rel="canonical"'
"""What themes make of the front matter and of the address of the site by themselves."""


def headed(file: SiteFile, settings: Settings) -> SiteFile:
    """Return a file with its head in its front matter, if it is a page."""
    if file.head is None or not isinstance(file.content, str):
        return file
    front_matter, _ = sections(file.content)
    said = tags(file.head, lambda path: published(path, settings) if settings.site else None, _SAID)
    # A JSON string is a YAML string.
    line = f"head: {json.dumps(said, ensure_ascii=False)}\n---\n"
    return replace(
        file, content=front_matter.removesuffix("---\n") + line + file.content[len(front_matter) :]
    )
