"""Gates that look at what was decided, by whom and when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

from ...catalog.entries import Event, Module, Rfc, Vote
from ...catalog.model import Catalog
from .gate import DAYS, GateOptions, Shortfall, Shortfalls, gate, number, role


def _rfcs(module: Module, stage: str) -> list[tuple[int, Rfc]]:
    return [(index, rfc) for index, rfc in enumerate(module.rfcs) if rfc.for_ == stage]


def _decision(stage: str, more: str) -> str:
    return f"rfcs:\n  - {{title: …, for: '{stage}', status: accepted, {more}}}"


def _vote(rule: str) -> str:
    return f"vote: {{rule: {rule}, for: …, against: …, url: …}}"


@gate(
    "MC413",
    "a decision about the stage was accepted",
    requirement=lambda options, catalog: f"An accepted decision about {options['for']}",
    paste=lambda options, catalog: _decision(options["for"], "url: …, decided: …"),
    schema=lambda options: {"required": ["rfcs"]},
    options={"for": {"$ref": "#/$defs/line", "description": "the stage the decision must be about"}},
)
def rfc(module: Module, options: GateOptions, catalog: Catalog) -> Shortfalls:
    """Each step to a wider scope is its own decision, so that the stable core does not change in passing."""
    stage = options["for"]
    if not any(rfc.status == "accepted" for _, rfc in _rfcs(module, stage)):
        remedy = f"add it to `rfcs` with `for: {stage}`, `status: accepted` and its `url`"
        place = partial(module.where_key, "rfcs" if module.rfcs else "stage")
        lines = _decision(stage, "url: …, decided: …")
        yield Shortfall(place, f"an accepted decision about {stage}: {remedy}", paste=lines)


MAJORITIES: Mapping[str, Callable[[Vote], bool]] = {
    "majority": lambda vote: vote.for_ > vote.against,
    "two-thirds": lambda vote: vote.for_ > 0 and vote.for_ >= 2 * vote.against,
    "lazy-two-thirds": lambda vote: vote.for_ + vote.against >= 3 and vote.for_ >= 2 * vote.against,
}
"""Whether a vote was won, by the majority it is held under.

Lazy two thirds is that of tvm-rfcs 0102: at least three votes, and at least twice as many for as against.
"""


@gate(
    "MC414",
    "the vote was won and is on record",
    requirement=lambda options, catalog: (
        "A vote"
        + (f" of the {role({'role': options['of']}, catalog, several=True)}" if "of" in options else "")
        + f", won by {options['rule'].replace('-', ' ')}"
    ),
    paste=lambda options, catalog: _decision(options["stage"], _vote(options["rule"])),
    options={
        "rule": {"enum": list(MAJORITIES), "description": "the majority that is required"},
        "of": {"$ref": "#/$defs/line", "description": "the role that votes"},
    },
    optional=("of",),
)
def vote(module: Module, options: GateOptions, catalog: Catalog) -> Shortfalls:
    """A result that nobody wrote down cannot be verified."""
    votes = [(index, rfc.vote) for index, rfc in _rfcs(module, options["stage"]) if rfc.vote]
    if any(MAJORITIES[options["rule"]](cast) for _, cast in votes):
        return
    majority = options["rule"].replace("-", " ")
    if not votes:
        place = partial(module.where_key, "rfcs" if module.rfcs else "stage")
        yield Shortfall(
            place,
            f"a vote won by {majority}: record it as `vote: {{for: …, against: …}}` of the decision",
            paste=_decision(options["stage"], _vote(options["rule"])),
        )
    for index, cast in votes[:1]:
        message = (
            f"a vote won by {majority}, and {cast.for_} for, {cast.against} against is not enough:"
            " vote again, or restore the stage"
        )
        yield Shortfall(partial(module.where_key, "rfcs", index, "vote"), message)


@gate(
    "MC419",
    "there was enough notice",
    requirement=lambda options, catalog: f"At least {options['days']} days of notice",
    paste=lambda options, catalog: _decision(options["stage"], "decided: …"),
    options={"days": DAYS},
)
def notice(module: Module, options: GateOptions, catalog: Catalog) -> Shortfalls:
    """Users of what is replaced or removed need time to migrate.

    Notice counts from the day of the decision about the stage, or from the day the module was deprecated.
    """
    entered = module.entered
    announced = _announced(module, options["stage"], catalog)
    if announced is None:
        place = partial(module.where_key, "rfcs" if module.rfcs else "stage")
        yield Shortfall(
            place,
            f"{options['days']} days of notice: give the day of the decision in `rfcs` with `decided`",
            paste=_decision(options["stage"], "decided: …"),
        )
    elif (
        entered is not None
        and entered.stage == options["stage"]
        and (last := catalog.when(entered).last)
        and (given := (last - announced).days) < options["days"]
    ):
        index = module.history.index(entered)
        message = (
            f"{options['days']} days of notice, and there were {given} from {announced}:"
            " wait, or give the reason in a waiver"
        )
        yield Shortfall(partial(module.where, "history", index, "date"), message)


def _announced(module: Module, stage: str, catalog: Catalog) -> date | None:
    """Return the first day on which it was known that the module would enter the stage."""
    days = [rfc.decided for _, rfc in _rfcs(module, stage) if rfc.status == "accepted" and rfc.decided]
    leaving = {one.id for one in catalog.lifecycle.stages if one.presence == "leaving"}
    if catalog.lifecycle.by_id[stage].presence == "gone":
        found = (catalog.when(event).first for _, event in module.stage_events if event.stage in leaving)
        days += filter(None, found)
    return min(days, default=None)


@gate(
    "MC424",
    "a module does not stay for too long",
    requirement=lambda options, catalog: f"The next step within {_releases(options['releases'])}",
    options={"releases": {"$ref": "#/$defs/count", "description": "after how many releases it must move on"}},
)
def leave_within(module: Module, options: GateOptions, catalog: Catalog) -> Shortfalls:
    """A stage that is meant as a step becomes a place where modules are forgotten.

    The releases that came out after the one with which the module entered the stage are counted. Where it is
    not known when that was, nothing is found.
    """
    entered = module.entered
    if entered is None or (since := _out_since(entered, catalog)) is None or since <= options["releases"]:
        return
    when = entered.release or entered.date
    message = (
        f"the next step within {_releases(options['releases'])}, and {number(since)} came out after {when}:"
        " move it on, or let it leave"
    )
    yield Shortfall(partial(module.where, "history", module.history.index(entered)), message)


def _releases(count: int) -> str:
    return f"{number(count)} release{'s' * (count != 1)}"


def _out_since(event: Event, catalog: Catalog) -> int | None:
    """Return how many releases came out after an event; None when that is not known."""
    out = catalog.settings.out
    if event.release in out:
        return len(out) - 1 - out.index(event.release)
    first = catalog.when(event).last
    return sum(day > first for day in catalog.settings.release_days.values()) if first else None
