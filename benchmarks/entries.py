"""What the files of a generated catalog say: settings, people, modules one by one, showcase entries."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from words import ADJECTIVES, ENDINGS, NOUNS, OBJECTS, VERBS

TODAY = date(2026, 11, 20)
_EFFECTIVE = date(2026, 1, 1)
_KINDS = {
    "frontend": "Frontend",
    "backend": "Backend",
    "runtime": "Runtime",
    "library": "Library",
    "tuner": "Tuner",
    "dialect": "Dialect",
    "tooling": "Tool",
    "flow": "Flow",
}
_RELATED = "mesh"
"""The kind whose modules are all related to each other."""
_TREES = ("src", "python/quokka", "include/quokka", "apps", "contrib")
_SITE = "https://example.org/quokka"
_PEOPLE = 40
"""The fewest people on the roster; a large catalog has more."""

Entry = dict[str, Any]


class Maker:
    """Makes one catalog, entry by entry: those before decide what the next one can name."""

    def __init__(self, entries: int, related: int, source: random.Random) -> None:
        self.source = source
        self.related = related
        names = [f"{one}-{other}" for one, other in itertools.product(ADJECTIVES, NOUNS)]
        source.shuffle(names)
        self.ids = [*names, *(f"{name}-two" for name in names)][:entries]
        self.people = [f"{source.choice(NOUNS)[:6]}{number}" for number in range(_PEOPLE + entries // 20)]
        self.releases = [
            (f"v{number}.0", date(2014, 3, 1) + timedelta(days=110 * number)) for number in range(40)
        ]
        self.stages: dict[str, str] = {}
        self.hubs: list[str] = []
        """The ids that others need, each as often as it is named: what is named often is named more often."""
        self.toggles: list[str] = []

    def forget_toggles(self, entry: Entry) -> None:
        """No other entry will name the toggles of this one."""
        lost = {toggle["name"] for toggle in entry["toggles"]}
        self.toggles = [name for name in self.toggles if name not in lost]

    def settings(self) -> Entry:
        return {
            "name": "Quokka",
            "url": _SITE,
            "repository": {"url": "https://github.com/example/quokka", "branch": "main"},
            "lifecycle": "scoped-module",
            "effective": str(_EFFECTIVE),
            "kinds": {kind: {"name": name} for kind, name in self._kinds().items()},
            "releases": [{"name": name, "date": str(day)} for name, day in self.releases],
            "upcoming": ["v40.0", "v41.0"],
        }

    def _kinds(self) -> dict[str, str]:
        return {**_KINDS, **({_RELATED: "Mesh"} if self.related else {})}

    def roster(self) -> Entry:
        roles = itertools.cycle(("pmc", "committer", "committer", "reviewer"))
        people = {
            handle: {"name": f"{handle[:-1].capitalize()} {self._word(ADJECTIVES)}", "role": next(roles)}
            for handle in self.people
        }
        return {"people": people}

    def _word(self, words: Sequence[str]) -> str:
        return self.source.choice(words).capitalize()

    def _sentence(self) -> str:
        """Return a sentence of its own: there are more than a billion of them."""
        words = (
            self._word(VERBS),
            self.source.choice(ADJECTIVES),
            self.source.choice(OBJECTS),
            "and",
            self.source.choice(VERBS),
            self.source.choice(OBJECTS),
            self.source.choice(ENDINGS),
        )
        return " ".join(words)

    def _day(self, first: date, last: date) -> date:
        return first + timedelta(days=self.source.randrange(max(1, (last - first).days)))

    def _release_after(self, day: date) -> str:
        return next((name for name, out in self.releases if out >= day), "v40.0")

    def entry(self, id_: str, number: int) -> Entry:
        is_proposal = number % 20 == 7 and number >= self.related
        # The first ones are what the others rest on.
        stage = "S0" if is_proposal else "S2" if number < max(3, self.related) else self._stage()
        self.stages[id_] = stage
        paths = [f"{tree}/{id_.replace('-', '_')}" for tree in _TREES[: self.source.randint(1, 3)]]
        entry: Entry = {
            "name": " ".join(word.capitalize() for word in id_.split("-")),
            "summary": f"{self._sentence()}.",
            "kind": _RELATED if number < self.related else self.source.choice(list(_KINDS)),
            "stage": stage,
            "stage_reason": self._some(
                0, 3, lambda at: {"claim": self._sentence(), "source": self._url("pull")}
            ),
            "namespaces": paths if stage != "removed" else [],
            "former_namespaces": self._former(id_, paths if stage == "removed" else []),
            "owners": self._owners(is_proposal=is_proposal),
            "toggles": self._toggles(id_, stage, is_proposal=is_proposal),
            "relations": self._relations(id_, number, stage),
            "roadmap": self._some(1, 3, self._planned),
            "rfcs": self._some(0, 2, lambda at: self._rfc(f"{id_} {at}", "no-record")),
            "history": self._history(stage, is_proposal=is_proposal),
            "compatibility": self._compatibility(id_),
            "links": {"docs": f"{_SITE}/docs/{id_}.html", "issues": self._url("issues")},
            "tests": {
                "paths": [f"tests/{id_}"],
                "ci": self.source.sample(["unit", "gpu", "arm", "nightly"], 2),
            },
            "reviewed": str(self._day(TODAY - timedelta(days=300), TODAY)),
            "tags": self.source.sample(OBJECTS, 3),
        }
        entry |= self._proposal(id_) if is_proposal else {}
        entry |= self._leaving(entry["history"]) if stage in ("deprecated", "removed") else {}
        return {key: value for key, value in entry.items() if value not in ([], None)}

    def _stage(self) -> str:
        return self.source.choices(("S0", "S1", "S2", "deprecated", "removed"), (40, 35, 12, 8, 5))[0]

    def _url(self, what: str) -> str:
        return f"https://github.com/example/quokka/{what}/{self.source.randrange(1, 90_000)}"

    def _some(self, least: int, most: int, item: Callable[[int], Entry]) -> list[Entry]:
        return [item(at) for at in range(self.source.randint(least, most))]

    def _owners(self, *, is_proposal: bool) -> list[Entry]:
        if is_proposal:
            committers = [handle for at, handle in enumerate(self.people) if at % 4 < 3]
            return [{"person": handle} for handle in self.source.sample(committers, 4)]
        return [
            {"person": handle, "since": self.source.choice(self.releases)[0], "basis": self._sentence()}
            for handle in self.source.sample(self.people, self.source.randint(1, 4))
        ]

    def _former(self, id_: str, paths: Sequence[str]) -> list[Entry]:
        paths = [*paths, *(f"old/{at}/{id_}" for at in range(self.source.randint(0, 2)))]
        return [{"path": path, "until": self.source.choice(self.releases)[0]} for path in paths]

    def _toggles(self, id_: str, stage: str, *, is_proposal: bool) -> list[Entry]:
        made: list[Entry] = []
        for at in range(self.source.randint(1, 2)):
            name = f"USE_{id_.replace('-', '_').upper()}{'_EXTRA' * at}"
            toggle: Entry = {
                "name": name,
                "mechanism": "cmake",
                "default": "OFF",
                "enable": f"set({name} ON)",
            }
            if at:
                toggle = {**toggle, "gates": "partial", "what": self._sentence()}
            if not is_proposal and self.source.random() < 0.2:
                toggle["default"] = "ON"
            if self.toggles and self.source.random() < 0.3:
                toggle = {**toggle, "requires": [self.source.choice(self.toggles)]}
            made.append({**toggle, **({"until": "v39.0"} if stage == "removed" else {})})
        if stage != "removed":
            self.toggles += [toggle["name"] for toggle in made]
        return made

    def _relations(self, id_: str, number: int, stage: str) -> list[Entry]:
        """Return relations to those before: what is needed stays, what is beside it may be anything."""
        if 0 < number < self.related:
            return [
                {"type": "depends-on", "module": other, "why": self._sentence()}
                for other in self.ids[:number]
            ]
        others = self.ids[: len(self.stages) - 1][-400:]
        chosen = dict.fromkeys(
            self.source.choices(self.hubs, k=self.source.randint(1, 4)) if self.hubs else []
        )
        found: list[Entry] = [
            {"type": "depends-on", "module": hub, "why": self._sentence()} for hub in chosen
        ]
        beside = self.source.sample(others, min(len(others), self.source.randint(0, 2)))
        found += [
            {
                "type": self.source.choice(("integrates-with", "overlaps-with")),
                "module": other,
                "why": self._sentence(),
            }
            for other in beside
        ]
        if not found or self.source.random() < 0.1:
            link = {"name": self._word(NOUNS), "url": f"https://example.com/{id_}"}
            found.append({"type": "integrates-with", "external": link, "why": self._sentence()})
        if stage == "S2":
            self.hubs.append(id_)
        self.hubs += chosen
        return found

    def _planned(self, at: int) -> Entry:
        status = self.source.choice(("planned", "in-progress", "done", "dropped"))
        target = {"target": "v41.0"} if status in ("planned", "in-progress") else {}
        return {"title": self._sentence(), "status": status, **target, "url": self._url("issues")}

    def _rfc(self, title: str, status: str) -> Entry:
        return {"title": f"{title}: {self._sentence()}", "url": self._url("pull"), "status": status}

    def _history(self, stage: str, *, is_proposal: bool) -> list[Entry]:
        first, last = (_EFFECTIVE, TODAY) if is_proposal else (date(2015, 1, 1), _EFFECTIVE)
        way = {"S0": [], "S1": ["S1"], "S2": ["S1", "S2"], "deprecated": ["deprecated"]}
        stages = ["S0", *way.get(stage, ["deprecated", "removed"])]
        changes = self.source.randint(0, 5)
        days = sorted(self._day(first, last) for _ in range(len(stages) + changes))
        events: list[Entry] = [
            {"event": "introduced" if at == 0 else "entered", "stage": reached}
            for at, reached in enumerate(stages)
        ]
        for _ in range(changes):
            at = self.source.randint(1, len(events))
            events.insert(
                at, {"event": self.source.choice(("extended", "changed", "moved")), "note": self._sentence()}
            )
        return [
            {"date": str(day), **event, "release": self._release_after(day), "url": self._url("pull")}
            for day, event in zip(days, events, strict=True)
        ]

    def _compatibility(self, id_: str) -> list[Entry]:
        known = [other for other in self.ids[: len(self.stages)][-60:] if other != id_]
        if len(known) < 3 or self.source.random() < 0.5:
            return []
        return self._some(
            1,
            4,
            lambda at: {
                "with": self.source.sample(known, self.source.randint(1, 2)),
                "status": self.source.choice(("works", "partial", "fails", "untested")),
                "since": self.source.choice(self.releases)[0],
                "note": self._sentence(),
            },
        )

    def _proposal(self, id_: str) -> Entry:
        pmc = self.source.sample([handle for at, handle in enumerate(self.people) if at % 4 == 0], 5)
        decision = self._rfc(id_, "accepted")
        vote = {"rule": "majority", "for": self.source.randint(4, 9), "against": self.source.randint(0, 3)}
        return {
            "champion": {"person": pmc[0], "url": self._url("pull")},
            "endorsements": [{"person": handle, "url": self._url("issues")} for handle in pmc[1:]],
            "rfcs": [{**decision, "for": "S0", "decided": str(_EFFECTIVE), "vote": vote}],
            "proposal": {
                key: ". ".join(self._sentence() for _ in range(3)) for key in ("objective", "risks")
            },
        }

    def _leaving(self, history: Sequence[Entry]) -> Entry:
        removal = next((one["release"] for one in history if one.get("stage") == "removed"), "v41.0")
        return {
            "deprecation": {
                "since": "v30.0",
                "reason": self._sentence(),
                "replacement": "none",
                "removal": removal,
                "migration": self._sentence(),
            }
        }

    def work(self, number: int) -> Entry:
        standing = [id_ for id_, stage in self.stages.items() if stage != "removed"]
        return {
            "title": f"{self._sentence()}, number {number}",
            "kind": self.source.choice(("paper", "product", "project", "tutorial", "talk")),
            "year": self.source.randint(2015, 2026),
            "url": f"https://example.net/works/{number}",
            "summary": f"{self._sentence()}.",
            "modules": self.source.sample(standing, min(3, len(standing))),
        }
