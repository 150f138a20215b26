"""What an argument names: a thing of the catalog, which a shell completes, and which is known or refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from typing import Any

import click
from click.shell_completion import CompletionItem

from .. import clock
from ..catalog.entries import Module
from ..catalog.model import Catalog
from ..catalog.releases import day, meant
from ..checks import pipeline
from ..checks.rules import RULES
from ..diagnostics import CatalogError, closest

Completion = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def _words(words: Callable[[Catalog], Mapping[str, str]]) -> Completion:
    """Return what completes a word of the catalog; each has what a shell says of it."""

    def complete(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
        # A shell that asks what may come next has no use for a message.
        with suppress(CatalogError):
            root = pipeline.find_root(context.obj)
            if catalog := pipeline.read(root, today=clock.today()).catalog:
                return _beginning(begun, words(catalog))
        return []

    return complete


def _beginning(begun: str, words: Mapping[str, str]) -> list[CompletionItem]:
    return [CompletionItem(word, help=said) for word, said in words.items() if word.startswith(begun)]


ids = _words(lambda catalog: {module.id: module.name for module in catalog.modules})
stages = _words(lambda catalog: {stage.id: stage.name for stage in catalog.lifecycle.stages})
kinds = _words(lambda catalog: {id_: kind.name for id_, kind in catalog.settings.kinds.items()})
handles = _words(lambda catalog: {handle: one.name for handle, one in catalog.people.items()})
releases = _words(lambda catalog: dict.fromkeys(catalog.settings.release_names, ""))


def codes(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Return the codes of rules that begin so, each with what the rule says."""
    return _beginning(begun.upper(), {code: rule.title for code, rule in RULES.items()})


def module_of(id_: str, catalog: Catalog) -> Module:
    """Return the module with an id. Raises click's error where none has it."""
    found = catalog.by_id.get(id_)
    if found:
        return found
    noun = catalog.settings.noun
    if now := catalog.by_former_id.get(id_):
        raise click.BadParameter(noun.put_in(f"the module {id_} has the id {now.id} now"))
    refused = " that could be read" if id_ in catalog.known_ids else ""
    raise click.BadParameter(f"no {noun.one}{refused} has the id {id_}" + _meant(id_, catalog.by_id))


def known(word: str, words: Collection[str], what: str) -> str:
    """Return a word that is one of *words*. Raises click's error where it is none, after *what*."""
    if word in words:
        return word
    meant = _meant(word, words)
    there = f"; there are {', '.join(words)}" if words else ""
    raise click.BadParameter(f"{what} {word}{meant or there}")


def no_mistyped_release(name: str, catalog: Catalog) -> None:
    """Raise CatalogError where a name, of which git has no catalog, is nearly that of a release."""
    is_version = re.match("v?[0-9]", name) and day(name) is None
    release = meant(name, catalog.settings) if is_version else None
    if release and release != name:
        raise CatalogError(f"there is no catalog of `{name}`: did you mean the release `{release}`?")


def _meant(word: str, words: Collection[str]) -> str:
    meant = closest(word, words)
    return f"; did you mean {meant}?" if meant else ""


def pair(context: click.Context, parameter: click.Parameter, given: tuple[str, ...]) -> Any:
    """Return what was given as KEY=VALUE, each as a key and a value; None where there is no value."""
    found = (one.partition("=") for one in given)
    return tuple((key, value if sign else None) for key, sign, value in found)
