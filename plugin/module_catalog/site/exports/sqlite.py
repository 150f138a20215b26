"""The catalog as an SQLite database: tables with keys, and a search in the text of modules."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...catalog.entries import Module
from ...catalog.model import Catalog
from ...catalog.queries.relations import stated
from ...catalog.queries.toggle_ends import end
from .api import row
from .export import export

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Table:
    """A table of the database."""

    columns: Mapping[str, str]
    """What SQL says of each column after its name."""
    rows: Callable[[Catalog], Iterable[Row]]


def _of_modules(rows: Callable[[Module, Catalog], Iterable[Row]]) -> Callable[[Catalog], Iterable[Row]]:
    """Return what yields the rows of every module, each after the module's id."""
    return lambda catalog: ((module.id, *one) for module in catalog.modules for one in rows(module, catalog))


_TEXT = "TEXT"
_KEY = "TEXT PRIMARY KEY"
_TOGGLE = ("name", "mechanism", "default", "since", "until", "kind")
_MODULE = {"module": "TEXT NOT NULL REFERENCES modules(id)"}

TABLES: Mapping[str, Table] = {
    "stages": Table(
        {"id": _KEY, "name": _TEXT, "means": _TEXT, "presence": _TEXT, "place": "INTEGER"},
        lambda catalog: (
            (one.id, one.name, one.means, one.presence, one.order) for one in catalog.lifecycle.stages
        ),
    ),
    "kinds": Table(
        {"id": _KEY, "name": _TEXT, "plural": _TEXT, "summary": _TEXT, "parent": "TEXT REFERENCES kinds(id)"},
        lambda catalog: (
            (id_, one.name, one.plural, one.summary, one.parent)
            for id_, one in catalog.settings.kinds.items()
        ),
    ),
    "releases": Table(
        {"name": _KEY, "date": _TEXT, "place": "INTEGER"},
        lambda catalog: (
            (name, day.isoformat() if (day := catalog.settings.release_days.get(name)) else None, place)
            for place, name in enumerate(catalog.settings.release_names)
        ),
    ),
    "people": Table(
        {"handle": _KEY, "name": _TEXT, "role": _TEXT, "from": _TEXT, "until": _TEXT, "is_team": "INTEGER"},
        lambda catalog: (
            (one.handle, one.name, one.role, _day(one.from_), _day(one.until), int(one.is_team))
            for one in catalog.people.values()
        ),
    ),
    "modules": Table(
        {
            "id": _KEY,
            "name": _TEXT,
            "summary": _TEXT,
            "kind": "TEXT REFERENCES kinds(id)",
            "stage": "TEXT REFERENCES stages(id)",
            "presence": _TEXT,
            "first_release": _TEXT,
            "contradicted": "INTEGER",
            "page": _TEXT,
            "source": _TEXT,
            "entry": "TEXT",
        },
        lambda catalog: (_module(module, catalog) for module in catalog.modules),
    ),
    "namespaces": Table(
        {**_MODULE, "path": _TEXT}, _of_modules(lambda module, _: ((path,) for path in module.namespaces))
    ),
    "owners": Table(
        {**_MODULE, "person": _TEXT, "as": _TEXT, "since": _TEXT, "until": _TEXT},
        _of_modules(lambda module, _: ((one.person, one.as_, one.since, one.until) for one in module.owners)),
    ),
    "toggles": Table(
        {**_MODULE, **dict.fromkeys((*_TOGGLE, "end"), _TEXT)},
        _of_modules(
            lambda module, catalog: (
                (*(getattr(one, key) for key in _TOGGLE), end(one, module, catalog)) for one in module.toggles
            )
        ),
    ),
    "relations": Table(
        {**_MODULE, "type": _TEXT, "other": "TEXT REFERENCES modules(id)", "external": _TEXT, "why": _TEXT},
        lambda catalog: (
            (
                module.id,
                one.type.name,
                one.module.id if one.module else None,
                one.external.url if one.external else None,
                one.why,
            )
            for module, one in stated(catalog)
        ),
    ),
    "roadmap": Table(
        {**_MODULE, "title": _TEXT, "status": _TEXT, "toward": _TEXT, "target": _TEXT, "url": _TEXT},
        _of_modules(
            lambda module, _: (
                (one.title, one.status, one.toward, one.target, one.url) for one in module.roadmap
            )
        ),
    ),
    "history": Table(
        {
            **_MODULE,
            "date": _TEXT,
            "event": _TEXT,
            "stage": _TEXT,
            "release": _TEXT,
            "note": _TEXT,
            "url": _TEXT,
        },
        _of_modules(
            lambda module, _: (
                (
                    str(one.date) if one.date.year else None,
                    one.event,
                    one.stage,
                    one.release,
                    one.note,
                    one.url,
                )
                for one in module.history
            )
        ),
    ),
    "tags": Table({**_MODULE, "tag": _TEXT}, _of_modules(lambda module, _: ((tag,) for tag in module.tags))),
    "claims": Table(
        {**_MODULE, "kind": _TEXT, "subject": _TEXT, "verdict": _TEXT, "says": _TEXT},
        _of_modules(
            lambda module, catalog: (
                (one.kind, one.subject, one.verdict, one.sentence) for one in catalog.evidence_of(module)
            )
        ),
    ),
    "showcase": Table(
        {"id": _KEY, "title": _TEXT, "kind": _TEXT, "year": "INTEGER", "url": _TEXT, "summary": _TEXT},
        lambda catalog: (
            (one.id, one.title, one.kind, one.year, one.url, one.summary) for one in catalog.showcase
        ),
    ),
    "showcase_modules": Table(
        {"showcase": "TEXT NOT NULL REFERENCES showcase(id)", **_MODULE},
        lambda catalog: (
            (one.id, module) for one in catalog.showcase for module in one.uses if module in catalog.by_id
        ),
    ),
}
"""Every table by name; one that refers to another stands after it."""

_SEARCH = """
CREATE VIRTUAL TABLE modules_fts USING fts5(name, summary, entry, content="modules", content_rowid='rowid');
INSERT INTO modules_fts(modules_fts) VALUES('rebuild');
"""


@export("sqlite", "An SQLite database with a table for each kind of fact, and a full-text search.")
def sqlite(catalog: Catalog) -> bytes:
    """Return the bytes of the database file. The same catalog and SQLite give the same bytes."""
    # From Python 3.11 on a database in memory could be asked for its bytes.
    with tempfile.TemporaryDirectory(prefix="module-catalog-") as folder:
        file = Path(folder) / "catalog.db"
        database = sqlite3.connect(file, isolation_level=None)
        try:
            _fill(database, catalog)
        finally:
            database.close()
        return file.read_bytes()


def _fill(database: sqlite3.Connection, catalog: Catalog) -> None:
    database.execute("BEGIN")
    for name, table in TABLES.items():
        columns = ", ".join(f'"{column}" {what}' for column, what in table.columns.items())
        database.execute(f'CREATE TABLE "{name}" ({columns})')
        slots = ", ".join("?" * len(table.columns))
        database.executemany(f'INSERT INTO "{name}" VALUES ({slots})', table.rows(catalog))  # noqa: S608  # our names
    database.execute("COMMIT")
    database.executescript(_SEARCH)


def _module(module: Module, catalog: Catalog) -> Row:
    facts = row(module, catalog)
    known = (facts.get(name) for name in ("name", "summary", "kind", "stage", "presence", "first_release"))
    entry = json.dumps(module.value(), ensure_ascii=False)
    return (module.id, *known, facts.get("contradicted"), facts["page"], module.document.path, entry)


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None
