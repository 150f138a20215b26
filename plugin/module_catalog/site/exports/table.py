"""The modules as a table that spreadsheets open: CSV by RFC 4180, in UTF-8, a row for each module."""

from __future__ import annotations

import csv
import re
from io import StringIO

from ...catalog.model import Catalog
from .api import FILES, ROW, row
from .export import export


@export("csv", "A row for each module, for spreadsheets.", path=FILES["csv"])
def table(catalog: Catalog) -> bytes:
    """Return the table. A cell with several values has them joined by `; `; one without a record is empty."""
    text = StringIO()
    writer = csv.DictWriter(text, ROW)
    writer.writeheader()
    for module in catalog.modules:
        writer.writerow({name: _cell(value) for name, value in row(module, catalog).items()})
    return text.getvalue().encode()


# Where a spreadsheet takes a sign for the beginning of a formula, the wide ones of East Asia too. Some begin a cell at a semicolon.
_FORMULA = re.compile(r"((?:^|;)\s*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])")


def _cell(value: str | int | list[str]) -> str:
    return _FORMULA.sub(r"\1'", "; ".join(value) if isinstance(value, list) else str(value))
