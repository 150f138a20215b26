"""Catalogs of other formats → drafts of entries, and what these need around them.

One format per file: text in, plain data out. What is written of it, and what stays as a person edited it, is
said in writing.py and renewal.py.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from . import backstage, feature_gates, kep, landscape, otel
from .drafts import Files, Imported


@dataclass(frozen=True)
class Format:
    """A format that can be brought in."""

    summary: str
    """What is read, for a person."""
    files: tuple[str, ...]
    """The files of a source that are read, as globs of their paths."""
    read: Callable[[Files], Imported]
    having: bytes = b""
    """What a file must have in it to be one of them."""
    sign: str | None = None
    """What a line of its files begins with; None where source code has none of them beside it."""


FORMATS: Mapping[str, Format] = {
    "kep": Format(
        "the proposals of kubernetes/enhancements",
        ("**/kep.yaml", "keps/*/*/README.md"),
        kep.read,
        sign=r"kep-number:",
    ),
    "feature-gates": Format(
        "the feature gates of kubernetes/website",
        ("content/en/**/feature-gates/*.md", "feature-gates/*.md", "*.md"),
        feature_gates.read,
    ),
    "otel": Format(
        "the components of the OpenTelemetry Collector", ("**/metadata.yaml",), otel.read, sign=r"status:"
    ),
    "backstage": Format(
        "the entities of a Backstage catalog, in catalog-info.yaml and other files",
        ("**/*.yaml", "**/*.yml"),
        backstage.read,
        having=b"backstage.io/v",
        sign=r"apiVersion:\s*[\"']?backstage\.io/",
    ),
    "landscape": Format("the items of a landscape.yml", ("landscape.yml", "landscape.yaml"), landscape.read),
}
"""The formats by name, without `table`, whose mapping says which files it reads."""
TABLE = "table"
