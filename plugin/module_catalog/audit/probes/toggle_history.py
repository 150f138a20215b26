"""History of toggles: what each was like in which release, by the trees of tags."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ...catalog.entries import Module, Toggle, ToggleChange
from ...catalog.evidence import Claim, TagState
from ...catalog.queries.toggles import is_called
from ..release_toggles import State
from ..releases import changes
from ..survey import Survey
from .toggles import is_same


def toggle_history(survey: Survey) -> Iterator[Claim]:
    """Yield what tags say of the history of toggles, and what each toggle was in them, stated or not."""
    for module in survey.asked if survey.releases.names else ():
        for _, toggle in module.own_toggles:
            found = survey.releases.states(toggle.mechanism, toggle.name) or ()
            if toggle.history:
                by_release = dict(zip(survey.releases.names, found, strict=False))
                for change in toggle.history:
                    yield from _changed(survey, module, toggle, change, by_release)
            if became := _became(survey.releases.names, found):
                yield survey.claim("became", "no-claim", module, subject=toggle.name, releases=became)


def _changed(
    survey: Survey,
    module: Module,
    toggle: Toggle,
    change: ToggleChange,
    found: Mapping[str, tuple[State, ...]],
) -> Iterator[Claim]:
    """Yield what is true of one row of a history."""
    subject = f"{toggle.name}@{change.release}"
    states = found.get(change.release)
    reason: dict[str, str] = {"reason": "undeclared"}
    if states is None:
        reason = {"reason": "tag", "found": change.release}
    for kind, said, values in (
        ("was", change.default, _only(state.default for state in states or ())),
        ("staged", change.stage, _only(state.stage for state in states or ())),
    ):
        if said is None:
            continue
        if values is None:
            yield survey.claim(kind, "not-checkable", module, (), subject=subject, said=said, **reason)
        elif _agree(survey, kind, said, values):
            yield survey.claim(kind, "verified", module, subject=subject, said=said)
        else:
            yield survey.claim(kind, "contradicted", module, subject=subject, said=said, found=values)


def _only(said: Iterator[str]) -> str | None:
    """Return what all say that say something; None where that is nothing, not one thing, or computed."""
    words = {one for one in said if one}
    return next((word for word in words if len(words) == 1 and "$" not in word), None)


def _agree(survey: Survey, kind: str, said: str, found: str) -> bool:
    if kind == "was":
        return is_same(found, said)
    stage = survey.catalog.lifecycle.by_id.get(said)
    return stage is not None and is_called(stage, found)


def _became(names: Sequence[str], found: Sequence[tuple[State, ...]]) -> tuple[TagState, ...]:
    """Return in which releases something changed; nothing where it is in none, or that is not known."""
    return changes(_state(name, states) for name, states in zip(names, found, strict=False))


def _state(release: str, states: Sequence[State]) -> TagState:
    """Return how a toggle is in a release, and where that stands first."""
    default, stage = (_only(getattr(state, key) for state in states) for key in ("default", "stage"))
    first = next((state for state in states if state.line and state.default == (default or "")), None)
    path, line = (first.path, first.line) if first else (None, None)
    return TagState(release, not states, default, stage, path, line)
