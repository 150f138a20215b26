"""The modules as a table that spreadsheets open: CSV by RFC 4180, in UTF-8, a row for each module."""

from __future__ import annotations

import csv
import re
from functools import cache
from io import StringIO

from ...catalog.model import Catalog
from ...catalog.validation.schema import Schema, effective
from .api import FILES, ROW, row
from .export import export


@export("csv", "One row for each module, for spreadsheets.", path=FILES["csv"])
def table(catalog: Catalog) -> bytes:
    """Return the table. A cell with several values has them joined by `; `; one without a record is empty."""
    text = StringIO()
    # A project may call a field of its own as we call a column.
    own = {key: f"own_{key}" if key in ROW else key for key in catalog.settings.fields}
    columns = {key: own.get(key, key) for key in (*_facts(), *own)}
    writer = csv.DictWriter(text, (*ROW, *columns.values()))
    writer.writeheader()
    for module in catalog.modules:
        facts = {name: fact for key, name in columns.items() if (fact := module.value(key)) is not None}
        writer.writerow({name: _cell(value) for name, value in {**row(module, catalog), **facts}.items()})
    return text.getvalue().encode()


@cache
def _facts() -> tuple[str, ...]:
    """Return the other keys of an entry that hold a word, a name, a day or an address.

    Lists and sentences are left out.
    """
    parts = Schema.of(effective("module", {})).properties
    return tuple(
        key for key, part in parts.items() if key not in ROW and _is_text(part) and not _is_sentence(part)
    )


def _is_text(part: Schema) -> bool:
    return part.type == "string" or bool(part.words)


def _is_sentence(part: Schema) -> bool:
    """Say whether a text may be as long as lines may be."""
    return part.name == "line" and part.data["maxLength"] == part.definition("line").data["maxLength"]


# Where a spreadsheet takes a sign for the beginning of a formula, the wide ones of East Asia too. Some begin
# a cell at a semicolon.
_FORMULA = re.compile(r"((?:^|;)\s*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])")


def _cell(value: str | float | list[str | float]) -> str:
    return _FORMULA.sub(r"\1'", "; ".join(map(str, value)) if isinstance(value, list) else str(value))
