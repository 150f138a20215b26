"""A file of a release → the toggles that it declares, each with its default and its stage there."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from .languages import cargo, cmake, gradle, maven, meson, npm
from .languages.facts import FileFacts
from .languages.go import GATES
from .languages.kconfig import KCONFIG
from .languages.language import Language
from .languages.manifests import MANIFESTS
from .languages.python import PYTHON, SourceFacts


class State(NamedTuple):
    """What a file says of a toggle. What it does not say is ""."""

    name: str
    """"" for one whose name is computed."""
    default: str = ""
    stage: str = ""
    """In the word of the source, as Alpha or GA."""
    line: int = 0
    path: str = ""
    """The file of a release in which it stands; "" as long as it may be that of several."""


class Reader(NamedTuple):
    """Which files declare toggles of a mechanism, and what reads them."""

    mechanism: str
    files: re.Pattern[str]
    language: Language[Any]


def readers(mechanisms: Collection[str], options: Sequence[str]) -> tuple[Reader, ...]:
    """Return what reads the toggles of some mechanisms, of those that releases tell.

    Those that are declared in any source file are not among them, but for gates: it would take too long.
    *options* are the commands of CMake that declare one.
    """
    manifests = ((re.escape(name), language) for name, language in MANIFESTS.items())
    known: tuple[tuple[str, str, Language[Any]], ...] = (
        ("cmake", r".*(?:CMakeLists\.txt|\.cmake)", cmake.language(options)),
        ("config", r"Kconfig.*", KCONFIG),
        *(("python-extra", files, language) for files, language in manifests),
        ("python-extra", r"setup\.py", PYTHON),
        ("feature-gate", r"(?!.*_test\.go).*\.go", GATES),
        ("cargo-feature", r"Cargo\.toml", cargo.CARGO),
        ("meson", r"meson_options\.txt|meson\.options", meson.MESON),
        ("gradle", r"gradle\.properties", gradle.PROPERTIES),
        ("maven", r"pom\.xml", maven.MAVEN),
        ("npm-optional", r"package\.json", npm.PACKAGE),
    )
    return tuple(
        Reader(name, re.compile(files), language) for name, files, language in known if name in mechanisms
    )


def reader_of(known: Sequence[Reader]) -> Any:
    """Return what says of the name of a file, without folders, which reader it has, or None."""

    @cache
    def found(name: str) -> Reader | None:
        return next((one for one in known if one.files.fullmatch(name)), None)

    return found


def states(facts: Any) -> tuple[State, ...]:
    """Return what the facts of a file say of each toggle that it declares or reads."""
    found: dict[str, State] = {}
    for state in _states(facts):
        found[state.name] = state
    return tuple(found.values())


def _states(facts: Any) -> Iterator[State]:
    if isinstance(facts, SourceFacts):
        yield from (State(name, line=line) for name, line in facts.extras)
        if facts.has_computed_extras:
            yield State("")
    elif isinstance(facts, FileFacts):
        yield from _of_file(facts)
    else:
        uses = [one for one in facts if isinstance(one, cmake.OptionUse)]
        yield from (State(use.name, line=use.line) for use in uses if use.how == "read")
        declared = (use for use in reversed(uses) if use.how == "declared")
        yield from (State(use.name, use.value or "", line=use.line) for use in declared)
        yield from (State(one[0]) for one in facts if not isinstance(one, cmake.OptionUse))


def _of_file(facts: FileFacts) -> Iterator[State]:
    declared = (switch for switch in facts.switches if switch.how == "declared")
    yield from (State(switch.name, switch.default or "", line=switch.line) for switch in declared)
    for _, name, default, line, stage in facts.noted("gate"):
        yield State(name, default, stage, int(line))
    # Kubernetes calls the constant as the gate, wherever it stands.
    for key, default, line, stage in facts.noted("feature"):
        yield State(key.strip('"').rpartition(".")[2], default, stage, int(line))
