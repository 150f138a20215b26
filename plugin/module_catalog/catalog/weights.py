"""catalog.yaml and a lifecycle → how severe the rules are there."""

from __future__ import annotations

from collections.abc import Mapping

from ..diagnostics import Severity
from .lifecycle import Lifecycle
from .settings import Settings

Weights = Mapping[str, str]
"""How severe rules are, by their codes, where that is said."""
_OFF = "off"


def weights(settings: Settings, lifecycle: Lifecycle) -> Weights:
    """Return what the two say of rules: catalog.yaml takes precedence."""
    return {**lifecycle.rules, **settings.rules}


def severity(said: Weights, code: str, default: Severity) -> Severity | None:
    """Return how severe a rule is; None when it is off."""
    weight = said.get(code, default.value)
    return None if weight == _OFF else Severity(weight)
