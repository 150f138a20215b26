"""A catalog → the templates of its pages, with the filters and the things that every template can use."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from markupsafe import Markup

from ..catalog.addresses import badge_path, json_path, kind_path, module_path, neighbours_path
from ..catalog.model import Catalog
from ..catalog.page_kinds import FOLDER
from ..catalog.queries.in_tags import tags_of
from ..catalog.queries.lifespan import first_release
from ..catalog.queries.owners import profile
from ..catalog.queries.toggle_ends import end, has_passed
from ..catalog.queries.toggles import enabling
from ..catalog.vocabulary import PAST_LABELS, PROGRESS, WORKED, WORKS
from ..checks.result import Result
from . import evidence, html
from .changes import event_anchors
from .copying import headings
from .list_feeds import feeds_of_pages
from .messages import Messages
from .pages.owners import owner_anchor
from .templating import Templates


def templates_of(result: Result, *, apis: Collection[str] = ()) -> Templates:
    """Return what renders the templates of a catalog.

    Text of entries stays text in them, whatever it looks like. Raises ValueError when there is no catalog,
    CatalogError when a template of the project's own cannot be one.
    """
    if result.catalog is None:
        raise ValueError("a catalog that could not be read has no pages")
    messages = Messages(result.catalog.translation)
    return Templates(
        result.templates, _filters(messages), {**_shared(result.catalog, messages), "apis": apis}
    )


def _filters(messages: Messages) -> dict[str, Callable[..., Any]]:
    return {
        "block": html.block,
        "prose": html.prose,
        "clipped": html.clipped,
        "code": html.code,
        "breakable": html.breakable,
        "link_text": html.link_text,
        "slug": html.slug,
        "day": messages.day,
        "month": messages.month,
        "listed": messages.listed,
        "number": html.number,
        "claim_text": lambda claim: evidence.claim_text(claim, messages),
        "claims_text": lambda group: evidence.claims_text(group, messages),
    }


def _shared(catalog: Catalog, messages: Messages) -> dict[str, Any]:
    """Return what every template can use."""
    lifecycle = catalog.lifecycle
    glyphs = {stage.id: html.glyph(stage, lifecycle) for stage in lifecycle.stages}
    return {
        "_": messages.gettext,
        "ngettext": messages.ngettext,
        "plain": messages.text,
        "catalog": catalog,
        "lifecycle": lifecycle,
        "settings": catalog.settings,
        "folder": FOLDER,
        "events": catalog.settings.events,
        "headings": headings(catalog.settings),
        "mechanisms": catalog.settings.mechanisms,
        "progress": PROGRESS,
        "rfc_statuses": catalog.settings.rfc_statuses,
        "works_words": WORKS,
        "worked_words": WORKED,
        "past_labels": PAST_LABELS,
        "module_path": module_path,
        "kind_path": kind_path,
        "neighbours_path": neighbours_path,
        "json_path": json_path,
        "badge_path": badge_path,
        "first_release": first_release,
        "tags_of": tags_of,
        "enabling": lambda module: enabling(module, catalog),
        "end_of": lambda toggle, module: end(toggle, module, catalog),
        "has_passed": lambda moment: has_passed(moment, catalog),
        "event_anchors": event_anchors,
        "feed_of": feeds_of_pages(catalog),
        "owner_anchor": owner_anchor,
        "stage_of": catalog.stage_of,
        "glyph": lambda stage: glyphs[stage.id],
        "tone": lambda stage: html.tone(stage, lifecycle),
        "shapes": lambda stage: Markup(
            "".join(f"<{element} {given}/>" for element, given in html.shapes(stage, lifecycle))
        ),
        "profile": lambda handle: profile(handle, catalog),
    }
