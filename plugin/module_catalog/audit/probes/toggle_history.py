"""History of toggles: what each was like in which release, by the trees of tags."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ...catalog.entries import Module, Toggle, ToggleChange
from ...catalog.evidence import Claim
from ..release_toggles import State
from ..survey import Survey
from .toggles import is_same

_CALLED: Mapping[str, frozenset[str]] = {
    "alpha": frozenset({"alpha"}),
    "beta": frozenset({"beta"}),
    "stable": frozenset({"stable", "ga"}),
    "ga": frozenset({"stable", "ga"}),
    "deprecated": frozenset({"deprecated"}),
}
"""What a stage may be called in a lifecycle, by the word of the source, both in lower case."""


def toggle_history(survey: Survey) -> Iterator[Claim]:
    """Yield what tags say of the history of toggles; of toggles without one, what it would be."""
    for module in survey.asked if survey.releases.names else ():
        for _, toggle in module.own_toggles:
            found = survey.releases.states(toggle.mechanism, toggle.name) or ()
            if toggle.history:
                by_release = dict(zip(survey.releases.names, found, strict=False))
                for change in toggle.history:
                    yield from _changed(survey, module, toggle, change, by_release)
            elif became := _became(survey.releases.names, found):
                yield survey.claim("became", "no-claim", module, subject=toggle.name, found=became)


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
    called = {said.casefold(), stage.name.casefold() if stage else ""}
    return bool(called & _CALLED[found.casefold()])


def _became(names: Sequence[str], found: Sequence[tuple[State, ...]]) -> str | None:
    """Return the releases in which something changed; None where nothing ever did, or it is not known."""
    rows: list[tuple[str, str]] = []
    for name, states in zip(names, found, strict=False):
        stage, default = (_only(getattr(state, key) for state in states) for key in ("stage", "default"))
        if states and default is None:
            return None
        state = ", ".join(filter(None, (stage, default)))
        if state and (not rows or rows[-1][1] != state):
            rows.append((name, state))
    has_stages = any(state.stage for states in found for state in states)
    return (
        "; ".join(f"{name}: {state}" for name, state in rows)
        if len(rows) > 1 or (rows and has_stages)
        else None
    )
