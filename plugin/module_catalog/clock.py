"""What day it is: the one place that asks."""

from __future__ import annotations

import os
from datetime import date, datetime, timezone

from .diagnostics import CatalogError

LAST = date(9000, 1, 1)
"""The last day it can be: from later ones there is no counting on."""


def today() -> date:
    """Return the day of SOURCE_DATE_EPOCH (seconds since 1970) if it is set, else that of the clock, in UTC.

    Raises CatalogError when the variable is no number of seconds.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return datetime.now(timezone.utc).date()
    try:
        found = datetime.fromtimestamp(int(epoch), timezone.utc).date()
    except (ValueError, OverflowError, OSError) as error:
        raise CatalogError(
            f"SOURCE_DATE_EPOCH is `{epoch}`: it must be a number of seconds since 1970"
        ) from error
    if found > LAST:
        raise CatalogError(f"SOURCE_DATE_EPOCH is `{epoch}`: that is after {LAST}")
    return found
