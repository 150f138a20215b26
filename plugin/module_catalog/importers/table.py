"""Records in YAML, JSON, TOML or CSV, brought in as a mapping file says."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

from ..catalog.reading import documents
from ..catalog.validation.validator import SchemaValidator
from ..diagnostics import Finding
from .drafts import (
    Data,
    Draft,
    Files,
    Imported,
    ident,
    line,
    listed,
    says,
    sentence,
    slug,
    title,
    yaml_of,
)
from .expressions import Record, at, paths, value

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_DEEPEST = 12
_SUMMARY = "Where the project stands, as its source says it."


def mapping(text: str, path: str) -> tuple[Data, Sequence[Finding]]:
    """Return a mapping file as data, and what is wrong with it."""
    reading = documents.parse(text, path)
    if reading.document is None or reading.findings:
        return {}, reading.findings
    document, findings = _validator().check(reading.document)
    return document.data, findings


@cache
def _validator() -> SchemaValidator:
    text = (Path(__file__).parent / "mapping.schema.json").read_text(encoding="utf-8")
    return SchemaValidator(json.loads(text))


def read(files: Files, said: Data) -> Imported:
    """Return the records of a source as a mapping says."""
    stages = said.get("stages")
    lifecycle = (
        _lifecycle(str(said["catalog"]["name"]), stages)
        if stages
        else said.get("lifecycle", "feature-stages")
    )
    catalog = {key: value for key, value in said["catalog"].items() if key != "kinds"}
    imported = Imported({**catalog, "kinds": dict(said["catalog"].get("kinds", {}))}, lifecycle)
    beside = said.get("beside")
    for path, text in files.items():
        if beside and path.endswith(beside):
            continue
        more = _data(f"{path}{beside}", files.get(f"{path}{beside}", ""), imported) if beside else {}
        for record in _records(path, text, said, imported):
            _add(_joined(record, more), said, imported)
    for draft in imported.drafts:
        _name_kind(draft, imported)
    imported.catalog["kinds"] = imported.catalog["kinds"] or {"entry": {"name": "Entry"}}
    return imported


def _add(record: Record, said: Data, imported: Imported) -> None:
    if not isinstance(record.data, dict):
        imported.unread.append((record.path, "a record is no mapping"))
        return
    id_ = line(value(said["id"], record))
    if not id_:
        imported.unread.append((record.path, "a record has nothing where `id` should be found"))
        return
    values = {key: value(part, record) for key, part in said["entry"].items()}
    draft = Draft(ident(id_.casefold()), record.path, {key: one for key, one in values.items() if says(one)})
    _complete(draft, id_, imported)
    if said.get("rest") == "x":
        draft.keep(record.data, {way.partition(".")[0] for way in paths([said["id"], said["entry"]])})
    imported.add(draft)


def _complete(draft: Draft, id_: str, imported: Imported) -> None:
    """Give an entry what it always has, and what is longer than allowed its length."""
    data = draft.data
    if not says(data.get("name")):
        data["name"], draft.guessed["name"] = sentence(id_, 100), "the record has no name: this is its id"
    data["name"] = sentence(data["name"], 100)
    if says(data.get("summary")):
        data["summary"] = sentence(data["summary"])
    if "stage" in data and "history" not in data:
        data["history"] = [{"date": "unknown", "event": "introduced", "stage": data["stage"]}]
    if people := data.get("owners"):
        data["owners"] = [_owner(one, imported) for one in listed(people)]


def _joined(record: Record, more: Any) -> Record:
    """Return a record with what the file beside it says and it does not."""
    both = isinstance(record.data, dict) and isinstance(more, dict)
    return replace(record, data={**more, **record.data}) if both else record


def globs(said: Data) -> list[str]:
    """Return the globs of the files that a mapping reads."""
    return [*said["files"], *(f"{one}{said['beside']}" for one in said["files"] if "beside" in said)]


def _owner(said: Any, imported: Imported) -> Data:
    """Return an owner of an entry, who is on the roster."""
    one = dict(said) if isinstance(said, dict) else {"person": said}
    return {**one, "person": imported.person(one.get("person"))}


def _name_kind(draft: Draft, imported: Imported) -> None:
    """Write the kind as an id, and list it in the catalog under the name that the source has for it."""
    kind = line(draft.data.get("kind"))
    if not kind:
        draft.data["kind"] = next(iter(imported.catalog["kinds"]), "entry")
        draft.guessed["kind"] = "the record names none"
    elif kind not in imported.catalog["kinds"]:
        draft.data["kind"] = slug(kind)
        name = kind if slug(kind) != kind else title(kind)
        imported.catalog["kinds"].setdefault(slug(kind), {"name": sentence(name, 40)})


def _records(path: str, text: str, said: Data, imported: Imported) -> Iterator[Record]:
    """Yield the records of one file."""
    found = _data(path, text, imported)
    where = said.get("records")
    found = at(found, where) if where and found is not None else found
    if not where and isinstance(found, dict) and set(found) == {"records"}:
        found = found["records"]
    if where and isinstance(found, dict):
        yield from (Record(one, key, path) for key, one in found.items())
    elif isinstance(found, list):
        yield from (Record(one, str(number), path) for number, one in enumerate(found, start=1))
    elif says(found):
        yield Record(found, "", path)
    elif where and path not in [one for one, _ in imported.unread]:
        imported.unread.append((path, f"there is nothing at `{where}`"))


def _data(path: str, text: str, imported: Imported) -> Any:
    """Return what a file says, with every scalar as text; None when it cannot be read."""
    suffix = PurePosixPath(path).suffix.casefold()
    try:
        if suffix == ".json":
            return _plain(json.loads(text, parse_float=str, parse_int=str))
        if suffix == ".toml":
            return _plain(tomllib.loads(text))
        if suffix in (".csv", ".tsv"):
            return _rows(text, "\t" if suffix == ".tsv" else ",")
    except (ValueError, RecursionError, csv.Error) as error:
        reason = "it is nested too deep" if isinstance(error, RecursionError) else line(error)
        imported.unread.append((path, reason))
        return None
    return yaml_of(path, text, lambda *told: imported.unread.append(told)) if text.strip() else None


def _rows(text: str, delimiter: str) -> list[Data]:
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, restkey="more")
    return [{str(key): value for key, value in row.items() if says(value)} for row in rows]


def _plain(value: Any, depth: int = 0) -> Any:
    """Return data of JSON or TOML with text for all that is neither a mapping nor a list."""
    if depth > _DEEPEST:
        raise RecursionError
    if isinstance(value, dict):
        return {str(key): _plain(one, depth + 1) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one, depth + 1) for one in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None else str(value)


def _lifecycle(name: str, stages: Sequence[Data]) -> Data:
    """Return a lifecycle in which any stage may follow any other: the source knows no rules."""
    ids = [str(one["id"]) for one in stages]
    ways = [{"from": None, "to": one} for one in ids]
    ways += [{"from": one, "to": other} for one in ids for other in ids if one != other]
    full = [{"name": title(str(one["id"]))[:24], "means": _SUMMARY, **one} for one in stages]
    return {"name": name, "summary": _SUMMARY, "stages": full, "transitions": ways}
