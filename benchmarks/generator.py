"""A catalog of any size that has what real ones have: the same number and seed give the same bytes.

    .venv/bin/python benchmarks/generator.py ENTRIES FOLDER [--seed N] [--mistakes N] …

No two sentences are alike. Relations lead to hubs, histories are of all lengths, toggles require each other,
one entry in twenty is a proposal, and one in a hundred has a mistake (--mistakes 0: none has).
"""

from __future__ import annotations

import argparse
import itertools
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from entries import TODAY, Entry, Maker
from words import OBJECTS


@dataclass(frozen=True)
class Mistake:
    """Something that is wrong in an entry on purpose, and the code of the rule that finds it."""

    code: str
    make: Callable[[Entry, random.Random], object]


def _swapped(text: str) -> str:
    """Return text with two letters in the wrong order."""
    at = next((at for at in range(1, len(text) - 1) if text[at] != text[at + 1]), 0)
    return f"{text[:at]}{text[at + 1]}{text[at]}{text[at + 2 :]}"


MISTAKES = (
    Mistake("MC101", lambda entry, source: entry.update(sumary=source.choice(OBJECTS))),
    Mistake("MC102", lambda entry, source: entry.pop("summary")),
    Mistake("MC103", lambda entry, source: entry.update(tags="one-word")),
    Mistake("MC104", lambda entry, source: entry["relations"][0].update(type="depend-on")),
    Mistake("MC105", lambda entry, source: entry["links"].update(docs="the guide")),
    Mistake("MC106", lambda entry, source: entry.update(summary=" ".join(source.choices(OBJECTS, k=40)))),
    Mistake("MC109", lambda entry, source: entry["history"][0].update(note="TODO")),
    Mistake("MC501", lambda entry, source: entry["owners"].append({"person": "nobody-knows"})),
    Mistake("MC601", lambda entry, source: entry["history"].insert(0, {"date": TODAY, "event": "changed"})),
    Mistake("MC602", lambda entry, source: entry["history"][0].update(release="v99.0")),
)


@dataclass
class Generated:
    """A catalog in memory."""

    files: dict[str, str] = field(default_factory=dict)
    """Texts by path."""
    mistakes: dict[str, str] = field(default_factory=dict)
    """By the path of an entry with a mistake: the code of the rule it breaks."""

    def write(self, root: Path) -> None:
        """Write all files below a folder."""
        for path, text in self.files.items():
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")


def generated(
    entries: int, *, seed: int = 1, mistakes: int = 100, misspelt: bool = False, related: int = 0
) -> Generated:
    """Return a catalog with a number of modules.

    One entry in *mistakes* has a mistake; none where that is 0. With *misspelt*, every entry names a module
    that is not there. The first *related* modules are a kind of their own, in which each is related to each.
    """
    maker = Maker(entries, related, random.Random(seed))  # noqa: S311 - The same catalog every time.
    made = Generated(
        {"catalog/catalog.yaml": _yaml(maker.settings()), "catalog/people.yaml": _yaml(maker.roster())}
    )
    kinds = itertools.cycle(MISTAKES)
    for number, id_ in enumerate(maker.ids):
        path, entry = f"catalog/modules/{id_}.yaml", maker.entry(id_, number)
        if misspelt:
            entry["relations"][0]["module"] = _swapped(maker.source.choice(maker.ids))
            made.mistakes[path] = "MC201"
        elif mistakes and number % mistakes == mistakes - 1:
            mistake = next(kinds)
            mistake.make(entry, maker.source)
            made.mistakes[path] = mistake.code
            # What a file with a mistake has may be unknown to the check.
            maker.forget_toggles(entry)
        made.files[path] = _yaml(entry)
    for number in range(entries // 25):
        made.files[f"catalog/showcase/work-{number}.yaml"] = _yaml(maker.work(number))
    return made


def _yaml(data: Mapping[str, Any]) -> str:
    """Return data as people write it: a line for each key, and for each item of a list."""
    return "".join(f"{line}\n" for line in _lines(data))


def _lines(data: Mapping[str, Any]) -> Iterator[str]:
    for key, value in data.items():
        if isinstance(value, Mapping):
            yield f"{key}:"
            yield from (f"  {line}" for line in _lines(value))
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            yield f"{key}:"
            for item in value:
                first, *others = _lines(item)
                yield f"  - {first}"
                yield from (f"    {line}" for line in others)
        elif isinstance(value, list):
            yield f"{key}: [{', '.join(map(_scalar, value))}]"
        else:
            yield f"{key}: {_scalar(value)}"


def _scalar(value: object) -> str:
    """Return a scalar, in quotes where YAML would take it for something else than text."""
    text = str(value)
    return f"'{text}'" if text in ("OFF", "ON") or ": " in text else text


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("entries", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--mistakes", type=int, default=100)
    parser.add_argument("--misspelt", action="store_true")
    parser.add_argument("--related", type=int, default=0)
    choices = vars(parser.parse_args())
    folder = choices.pop("folder")
    generated(**choices).write(folder)


if __name__ == "__main__":
    main()
