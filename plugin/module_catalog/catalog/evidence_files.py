"""Evidence → the two files that hold it, and their texts → Evidence.

evidence.json says what a person reviews: it stays the same as long as nothing is found otherwise.
What changes with every commit, whatever is found, stands in evidence-details.json.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from . import claim_kinds, evidence, generated_json
from .claim_kinds import CLAIM_KINDS
from .evidence import Claim, Evidence
from .reading.sources import FOLDER
from .repositories import UNNAMED, Repository
from .validation import schema

EVIDENCE = f"{FOLDER}/evidence.json"
"""Where an audit writes what it found."""
DETAILS = f"{FOLDER}/evidence-details.json"
"""Where it writes what of it changes with every commit."""

_Row = Mapping[str, Any]
_Misread = Callable[[str, int], object]
"""Is told the path and the line from which a file is not what an audit writes."""


def texts(found: Evidence) -> Mapping[str, str]:
    """Return the two files by path: one claim a line, the same text for the same evidence."""
    rows = [_row(claim) for claim in found.claims]
    verdicts = [{key: value for key, value in row.items() if not _is_detail(key, row)} for row in rows]
    details = [_identity(row) | _details(row) for row in rows if _details(row)]
    return {
        EVIDENCE: _text(_head(found, tagged=True) | _about(found), verdicts),
        DETAILS: _text(_head(found), details),
    }


def text(found: Evidence) -> str:
    """Return all of it in one file, as jobs that ran apart hand it on."""
    return _text(_head(found, tagged=True) | _about(found), map(_row, found.claims))


def read(
    text: str, details: str | None, sources: Mapping[str, Repository], misread: _Misread
) -> Evidence | None:
    """Return what the texts of the two files say; None when the first is not what is written.

    *misread* is told of it, and of details that do not belong to it. Without details, counts and places are
    those of the first, and unknown where it has none.
    """
    data = _data("evidence", text)
    if isinstance(data, int):
        misread(EVIDENCE, data)
        return None
    more = _data("evidence-details", details) if details is not None else None
    if isinstance(more, int):
        misread(DETAILS, more)
    elif more and _commits(more) != _commits(data):
        misread(DETAILS, 1)
    elif more:
        data = {**data, "claims": list(_joined(data["claims"], more["claims"]))}
    return evidence.build(data, sources)


def _data(name: str, text: str) -> Any:
    """Return the data of a file, or the line from which it is not one of its kind."""
    given = schema.definitions("evidence")
    data, line = generated_json.read(name, text, claim_kinds.WORDS, given)
    return data if line is None else line


def _commits(data: _Row) -> list[tuple[Any, ...]]:
    named = [*data.get("repositories", {}).items(), (UNNAMED, data)]
    return [(name, one.get("commit"), one.get("date")) for name, one in named]


def _joined(claims: Iterable[_Row], details: Iterable[_Row]) -> Iterator[_Row]:
    """Yield claims with their details. What stands twice has them in the order in which it stands."""
    known: dict[tuple[Any, ...], list[_Row]] = {}
    for row in details:
        known.setdefault(tuple(_identity(row).items()), []).append(_details(row))
    for row in claims:
        found = known.get(tuple(_identity(row).items()))
        yield {**row, **found.pop(0)} if found else row


def _identity(row: _Row) -> dict[str, Any]:
    return {key: row[key] for key in ("module", "kind", "subject", "said") if key in row}


def _details(row: _Row) -> dict[str, Any]:
    return {key: value for key, value in row.items() if _is_detail(key, row)}


def _is_detail(key: str, row: _Row) -> bool:
    return key in ("count", "of", "places") or (key == "found" and CLAIM_KINDS[row["kind"]].finds_day)


def _head(found: Evidence, *, tagged: bool = False) -> dict[str, Any]:
    """Return which trees were looked at; where it is asked for, with the tags of releases."""
    trees: dict[str, dict[str, Any]] = {
        name: {
            "commit": one.commit,
            "date": str(one.date),
            **({"releases": dict(one.releases)} if tagged and one.releases else {}),
        }
        for name, one in found.trees.items()
    }
    unnamed = trees.pop(UNNAMED, {})
    return {"version": 1, **unnamed, **({"repositories": trees} if trees else {})}


def _about(found: Evidence) -> dict[str, Any]:
    """Return how it was found."""
    program = {"program": found.program} if found.program else {}
    languages = {"languages": list(found.languages)} if found.languages else {}
    return {**program, **languages, "probes": list(found.probes)}


def _row(claim: Claim) -> _Row:
    row = {name: value for name, value in asdict(claim).items() if value not in (None, ())}
    for name in ("places", "releases"):
        if name in row:
            row[name] = [{key: value for key, value in one.items() if value} for one in row[name]]
    return {"module": claim.module, **row} if claim.module else row


def _text(head: _Row, rows: Iterable[_Row]) -> str:
    lines = [f"  {_json(name)}: {_lines(value)},\n" for name, value in head.items()]
    claims = ",\n".join(f"    {_json(row)}" for row in rows)
    return "{\n" + "".join(lines) + '  "claims": [\n' + claims + "\n  ]\n}\n"


def _lines(value: object) -> str:
    """Return a mapping with a line for each key, such as a release: what is new is a line of its own."""
    if not isinstance(value, dict):
        return _json(value)
    inside = ",\n".join(f"    {_json(name)}: {_json(one)}" for name, one in value.items())
    return "{\n" + inside + "\n  }"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
