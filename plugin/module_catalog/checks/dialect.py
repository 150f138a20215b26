"""The words of a catalog → the examples of rules in these words, instead of those they are written in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from ..catalog import lifecycle
from ..catalog.model import Catalog
from ..catalog.noun import MODULE, Noun
from ..catalog.settings import DEFAULT_LIFECYCLE
from ..catalog.validation.misfits import as_yaml

LIFECYCLE = "lifecycle.yaml"
"""The file of an example that has its lifecycle, where that is not the built-in one."""
_PRESENCES = {"S0": "live", "S1": "live", "S2": "live", "deprecated": "leaving", "removed": "gone"}
"""The stages that examples are written with, in their order, each with what it says of a module."""
_KINDS = {"core": "Core part", "backend": "Backend"}
_ROLES = {"pmc": "PMC member", "committer": "committer", "reviewer": "reviewer"}
_MECHANISMS = ("cmake", "feature-gate")
_BEFORE = {
    "stages": r"\b(?:stage|toward|for|from|to|id): ",
    "roles": r"\b(?:role|of|as): |\"found\": \"",
    "kinds": r"^  |\b(?:kind|parent): ",
    "mechanisms": r"\bmechanism: |\"(?:said|found)\": \"",
}
"""What stands before a word of each list: `removed` is an event too."""

Named = tuple[tuple[str, str], ...]
"""Words, each with what pages call it."""


@dataclass(frozen=True)
class Dialect:
    """The words of a catalog that examples are told in, in the order of the lists they are from."""

    stages: tuple[tuple[str, str, str], ...] = ()
    """The id, the name and the presence of each."""
    kinds: Named = ()
    roles: Named = ()
    mechanism: tuple[str, str] | None = None
    """The one that most toggles of the catalog have."""
    noun: Noun = MODULE

    @property
    def is_plain(self) -> bool:
        """Whether examples stay as they are written."""
        return self == PLAIN

    def put_in(self, text: str) -> str:
        """Return the text of a file of an example, or of its lifecycle, with these words in it."""
        for pattern, words in self._patterns:
            text = pattern.sub(lambda found, words=words: found[1] + words[found[2]], text)  # type: ignore[misc]
        return text

    @cached_property
    def lifecycle(self) -> str:
        """The text of the lifecycle of examples: the built-in one, with the ids and names of these stages."""
        text = lifecycle.built_in(DEFAULT_LIFECYCLE)
        names = {id_: name for id_, name, _ in self.stages}
        for own, theirs in self._stages.items():
            name = as_yaml(names.get(theirs, theirs))
            text = re.sub(rf"(- id: {own}\n    name: ).*", lambda found, name=name: found[1] + name, text)  # type: ignore[misc]
        return self.put_in(text)

    @cached_property
    def settings(self) -> Mapping[str, str]:
        """What catalog.yaml says in an example that does not say it: lines, by their key."""
        names, roles = {**_KINDS, **dict(self.kinds)}, {**_ROLES, **dict(self.roles)}
        kinds = {id_: f"{{name: {as_yaml(names[id_])}}}" for id_ in self._kinds.values()}
        lines = {
            "lifecycle": f"lifecycle: {LIFECYCLE}",
            "noun": f"noun: {{one: {as_yaml(self.noun.one)}, many: {as_yaml(self.noun.many)}}}",
            "kinds": _block("kinds", kinds),
            "roles": _block("roles", {id_: as_yaml(roles[id_]) for id_ in self._roles.values()}),
        }
        if self.mechanism:
            word, name = self.mechanism
            lines["mechanisms"] = f"mechanisms: {{{word}: {{name: {as_yaml(name)}}}}}"
        return lines

    @property
    def _stages(self) -> Mapping[str, str]:
        """The id of each stage in place of that in examples: the first, second, … of the same presence."""
        theirs = {
            presence: iter([id_ for id_, _, there in self.stages if there == presence])
            for presence in _PRESENCES.values()
        }
        return _paired(_PRESENCES, [next(theirs[presence], None) for presence in _PRESENCES.values()])

    @property
    def _kinds(self) -> Mapping[str, str]:
        """The kind in place of each of examples."""
        return _paired(_KINDS, [id_ for id_, _ in self.kinds])

    @property
    def _roles(self) -> Mapping[str, str]:
        """The role in place of each of examples; where there are fewer, our own or the weakest."""
        theirs = [id_ for id_, _ in self.roles]
        rest = [own if own not in theirs else theirs[-1] for own in [*_ROLES][len(theirs) :]]
        return dict(zip(_ROLES, [*theirs, *rest], strict=False))

    @cached_property
    def _patterns(self) -> tuple[tuple[re.Pattern[str], Mapping[str, str]], ...]:
        lists: dict[str, Mapping[str, str]] = {
            "stages": self._stages,
            "roles": self._roles,
            # One that is misspelt stays so.
            "kinds": {**self._kinds, **{f"{own}s": f"{theirs}s" for own, theirs in self._kinds.items()}},
            "mechanisms": dict.fromkeys(_MECHANISMS, self.mechanism[0]) if self.mechanism else {},
        }
        return tuple((_pattern(name, words), words) for name, words in lists.items() if words)


PLAIN = Dialect()
"""The words that examples are written in."""


def _pattern(name: str, words: Iterable[str]) -> re.Pattern[str]:
    """Return what finds the words of a list in their places; S0 and its like are nothing else anywhere."""
    listed = "|".join(sorted(words, key=len, reverse=True))
    anywhere = "|(?<![\\w-])(?=S[0-9])" if name == "stages" else ""
    return re.compile(rf"(?m)({_BEFORE[name]}{anywhere})({listed})(?![\w-])")


def _paired(own: Iterable[str], theirs: Iterable[str | None]) -> dict[str, str]:
    """Return a word for each of our own, no two the same: theirs in order, then our own that nobody has."""
    words = [*own]
    given = dict(zip(words, theirs, strict=False))
    pairs = {word: their for word in words if (their := given.get(word)) is not None}
    for word in words:
        if word not in pairs:
            taken = pairs.values()
            pairs[word] = next(free for free in (word, *words) if free not in taken)
    return {word: pairs[word] for word in words}


def _block(key: str, lines: Mapping[str, str]) -> str:
    return "\n".join([f"{key}:", *(f"  {word}: {said}" for word, said in lines.items())])


def dialect(catalog: Catalog) -> Dialect:
    """Return the words of a catalog."""
    settings = catalog.settings
    used = Counter(toggle.mechanism for module in catalog.modules for _, toggle in module.own_toggles)
    most = max(used, key=lambda word: used[word], default=next(iter(settings.mechanisms_), None))
    return Dialect(
        stages=tuple((one.id, one.name, one.presence) for one in catalog.lifecycle.stages),
        kinds=tuple((id_, kind.name) for id_, kind in settings.kinds.items())[: len(_KINDS)],
        roles=tuple(settings.roles.items())[: len(_ROLES)],
        mechanism=(most, settings.mechanisms[most]) if most else None,
        noun=settings.noun,
    )
