"""Examples of rules and gates → whole small catalogs, which a check can read.

The folder of a code has what breaks its rule in bad.yaml, and the same fixed in good.yaml; for a rule about
changes, before.yaml has the catalog as it was. An example shows the keys it is about. Everything else that an
entry needs is added below them, so that the lines which a finding names are those of the example. Each file
of the catalog begins with a comment that names it, such as `# modules/engine.yaml`, and may be JSON or
gettext below it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path, PurePosixPath

from ...catalog.reading import documents
from ...catalog.reading.sources import FOLDER, Texts
from ..dialect import LIFECYCLE, PLAIN, Dialect

TODAY = date(2026, 6, 1)
"""The day it is in every example."""

_CATALOG = {
    "name": "name: Quokka",
    "repository": "repository: {url: https://github.com/quokka/quokka}",
    "effective": "effective: 2026-01-01",
    "kinds": "kinds:\n  core: {name: Core part}\n  backend: {name: Backend}",
    "releases": "releases:\n  - {name: v1.0, date: 2025-02-01}\n  - {name: v2.0, date: 2026-02-01}",
    "upcoming": "upcoming: [v3.0]",
}
_PEOPLE = {
    "people": """\
people:
  ana: {name: Ana Alves, role: pmc}
  ben: {name: Ben Bauer, role: pmc}
  cleo: {name: Cleo Costa, role: pmc}
  dan: {name: Dan Duarte, role: pmc}
  eva: {name: Eva Engel, role: committer}
  finn: {name: Finn Falk, role: reviewer, until: 2026-05-01}""",
}
_MODULE = {
    "name": "name: ID",
    "summary": "summary: It is a part of the example.",
    "kind": "kind: core",
    "stage": "stage: S0",
    "namespaces": "namespaces: [src/ID]",
    "owners": "owners: [{person: ana}]",
    "toggles": "no_toggle: It is always there.",
    "relations": "relations: []\nstands_alone: It needs nothing.",
    "roadmap": "roadmap: []\nnothing_planned: It is done.",
    "history": "history: [{date: 2025-06-01, event: entered, stage: STAGE, basis: reading}]",
}
_WORK = {
    "title": "title: ID",
    "kind": "kind: project",
    "url": "url: https://quokka.example/ID",
    "summary": "summary: It is a showcase entry of the example.",
    "modules": "modules: [engine]",
}
_DEFAULTS = {"catalog.yaml": _CATALOG, "people.yaml": _PEOPLE, "modules": _MODULE, "showcase": _WORK}
"""Lines by top-level key, for a file or for every file of a folder; ID and STAGE are the entry's own."""
_EVIDENCE = {"version": 1, "commit": "0123456789" * 4, "date": "2026-05-05", "probes": ["namespaces"]}
_AUDITED = ("engine", "wheel")
_STANDS_IN = {"no_toggle": "toggles"}
"""Keys that take the place of others."""
_ALWAYS = ("catalog.yaml", "people.yaml", "modules/engine.yaml", "modules/wheel.yaml", "showcase/ride.yaml")
"""The files of every example, shown or not."""

_HEADER = re.compile(r"(?m)^# (?P<path>\S+\.(?:ya?ml|json|po))(?P<link> -> \S+)?$")


@dataclass(frozen=True)
class Example:
    """The examples of one rule, as `catalog` takes them."""

    bad: str
    """Files of a small catalog that break this rule and no other."""
    good: str
    """The same, put right."""
    before: str
    """The files as they were before, where a change is what breaks the rule; empty for other rules."""


def of(code: str, words: Dialect = PLAIN) -> Example:
    """Read the examples of the rule or gate with this code, told in some words.

    Only who shows them does: a check needs none.
    """
    folder = Path(__file__).parent / code
    before = folder / "before.yaml"
    texts = [
        words.put_in(file.read_text(encoding="utf-8")) if file.exists() else ""
        for file in (folder / "bad.yaml", folder / "good.yaml", before)
    ]
    return Example(*texts)


def catalog(example: str, words: Dialect = PLAIN) -> Texts:
    """Return the small catalog that an example describes, which is told in these words."""
    files = {**dict.fromkeys(_ALWAYS, ""), **parts(example)}
    if not words.is_plain:
        files = {LIFECYCLE: words.lifecycle, **files}
    return Texts({f"{FOLDER}/{path}": completed(path, text, words) for path, text in files.items()})


def parts(example: str) -> Mapping[str, str | None]:
    """Return the files an example shows, by path, each with the comment that names it.

    None stands for a link out of the catalog.
    """
    headers = list(_HEADER.finditer(example))
    ends = [header.start() for header in headers[1:]] + [len(example)]
    return {
        header["path"]: None if header["link"] else example[header.start() : end].rstrip("\n") + "\n"
        for header, end in zip(headers, ends, strict=True)
    }


def _evidence(text: str) -> str:
    """Return what an audit found, with something about every module.

    The comment goes, which JSON does not have.
    """
    shown = json.loads(text.partition("\n")[2])
    claims = shown.get("claims", [])
    missing = sorted({*_AUDITED} - {claim.get("module") for claim in claims})
    claims += [{"module": id_, "kind": "tested", "verdict": "no-claim", "count": 0} for id_ in missing]
    return json.dumps({**_EVIDENCE, **shown, "claims": claims}) + "\n"


# Kept, because examples share most of their files.
@lru_cache(maxsize=64)
def completed(path: str, text: str | None, words: Dialect = PLAIN) -> str | None:
    """Return the text of a file with the keys that it leaves out added below.

    It stays as it is when it cannot be read or is another's.
    """
    if path == "evidence.json" and text is not None:
        return _evidence(text)
    if path.endswith(".json") and text is not None:
        return text.partition("\n")[2]
    defaults = _DEFAULTS.get(path) or _DEFAULTS.get(path.partition("/")[0], {})
    shown = documents.parse(text or "x-: x", path).document if text is not None else None
    if shown is None or text is None:
        return text
    given = {_STANDS_IN.get(key, key) for key in shown.data}
    if shown.data.get("stage") == words.put_in("stage: removed").partition(" ")[2]:
        given.add("namespaces")
    lines = {key: words.put_in(line) for key, line in defaults.items()}
    if path == "catalog.yaml" and not words.is_plain:
        lines |= words.settings
    missing = "".join(f"{line}\n" for key, line in lines.items() if key not in given)
    stage = shown.data.get("stage", words.put_in("S0"))
    for word, meant in {"ID": PurePosixPath(path).stem, "STAGE": str(stage)}.items():
        missing = missing.replace(word, meant)
    return text + missing
