"""Releases: since which release toggles and former source paths are there, and since which no longer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ...catalog.entries import Module
from ...catalog.evidence import Claim, TagState
from ..releases import arrivals, changes, departures
from ..survey import Survey, stated


@dataclass(frozen=True)
class _Thing:
    """A toggle or a path, and in which releases it is."""

    module: Module
    name: str
    had: Sequence[bool] | None
    """For each release that has a tag; None where that cannot be told."""

    @property
    def is_there(self) -> bool:
        """Whether the last release has it."""
        return self.had is not None and any(self.had[-1:])

    def why_not(self, said: str, names: Sequence[str]) -> str | None:
        """Return why nothing can be said about a release; None when something can."""
        if self.had is None:
            return "versions"
        return "tag" if said not in names else None if any(self.had) else "never"


def releases(survey: Survey) -> Iterator[Claim]:
    """Yield what tags say of toggles and former source paths, stated or not."""
    for module in survey.asked if survey.releases.names else ():
        for _, toggle in module.own_toggles:
            had = survey.releases.declares(toggle.mechanism, toggle.name)
            thing = _Thing(module, toggle.name, had)
            yield from _came(survey, "came", thing, toggle.since)
            yield from _went(survey, "went", thing, toggle.until)
        for former in module.former_namespaces:
            thing = _Thing(module, former.path, survey.releases.has(former.path))
            yield from _came(survey, "settled", thing, former.from_)
            yield from _went(survey, "vacated", thing, former.until)
        yield from _stood(survey, module)
    for module, one in stated("removed-in", survey.gone_asked if survey.releases.names else ()):
        if one.subject in survey.catalog.settings.release_names:
            yield _removed(survey, module, one.subject)


def _stood(survey: Survey, module: Module) -> Iterator[Claim]:
    """Yield in which releases each path of a module is, whatever its entry says of them."""
    paths = {
        "stood": module.namespaces,
        "had-stood": tuple(former.path for former in module.former_namespaces),
    }
    for kind, path in ((kind, path) for kind, several in paths.items() for path in dict.fromkeys(several)):
        if not survey.releases.is_apart(path):
            had = zip(survey.releases.names, survey.releases.has(path), strict=True)
            states = changes(TagState(name, is_gone=not has) for name, has in had)
            reason = None if states else "never"
            yield survey.claim(kind, "no-claim", module, subject=path, reason=reason, releases=states)


def _removed(survey: Survey, module: Module, said: str) -> Claim:
    """Say whether a release is the first without the paths of a module that is gone.

    Paths that are there now are another's.
    """
    places = [survey.releases.has(former.path) for former in module.former_namespaces]
    had = tuple(map(any, zip(*(one for one in places if not any(one[-1:])), strict=True)))
    thing, found = _Thing(module, said, had), departures(had, survey.releases.names)
    if reason := thing.why_not(said, survey.releases.names):
        return survey.claim("removed-in", "not-checkable", module, subject=said, reason=reason, found=said)
    if said in found:
        return survey.claim("removed-in", "verified", module, subject=said)
    return survey.claim("removed-in", "contradicted", module, subject=said, found=found[-1])


def _came(survey: Survey, kind: str, thing: _Thing, said: str | None) -> Iterator[Claim]:
    """Yield what is known of the first release that has something."""
    names = survey.releases.names
    found = arrivals(thing.had or (), names)
    # Where the oldest release that has a tag is not the project's first, it may have come before.
    is_first = names[0] == survey.catalog.settings.out[0] and not survey.releases.has_older_tags
    may_be_older = names[0] in found and not is_first
    known: dict[str, Any] = {"subject": thing.name, "said": said}
    if said is None:
        if found and not may_be_older:
            yield survey.claim(kind, "no-claim", thing.module, **known, found=found[0])
    elif reason := thing.why_not(said, names):
        yield survey.claim(kind, "not-checkable", thing.module, **known, reason=reason, found=said)
    elif may_be_older and said in (names[0], *found):
        yield survey.claim(kind, "not-checkable", thing.module, **known, reason="before", found=names[0])
    elif said in found:
        yield survey.claim(kind, "verified", thing.module, **known)
    else:
        yield survey.claim(kind, "contradicted", thing.module, **known, found=found[0])


def _went(survey: Survey, kind: str, thing: _Thing, said: str | None) -> Iterator[Claim]:
    """Yield what is known of the first release that no longer has something."""
    names = survey.releases.names
    found = departures(thing.had or (), names)
    known: dict[str, Any] = {"subject": thing.name, "said": said}
    if said is None:
        if found and not thing.is_there:
            yield survey.claim(kind, "no-claim", thing.module, **known, found=found[-1])
    elif reason := thing.why_not(said, names):
        yield survey.claim(kind, "not-checkable", thing.module, **known, reason=reason, found=said)
    elif said in found:
        yield survey.claim(kind, "verified", thing.module, **known)
    elif not thing.is_there:
        yield survey.claim(kind, "contradicted", thing.module, **known, found=found[-1])
    else:
        # A path may be another module's by now.
        verdict = "contradicted" if kind == "went" else "not-checkable"
        yield survey.claim(kind, verdict, thing.module, **known, reason="there")
