"""What a rule is: a code, a claim, a reason, and the function that finds where a catalog breaks it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ...catalog.model import Catalog
from ...diagnostics import CatalogError, Finding, Place, Related, Severity


@dataclass(frozen=True)
class Violation:
    """One place that breaks a rule. Which rule it breaks, and how severe that is, others know."""

    place: Place
    message: str
    suggestion: str | None = None
    related: tuple[Related, ...] = ()
    is_certain: bool = False
    """Whether nothing else than what is suggested can have been meant."""


Violations = Iterator[Violation]
Check = Callable[[Catalog], Violations]
Between = Callable[[Catalog, Catalog], Violations]


@dataclass(frozen=True)
class Rule:
    """A rule, and all that is said of it anywhere. Its examples are files in checks/examples."""

    code: str
    title: str
    """What is true of a catalog that keeps the rule, as a clause."""
    why: str
    check: Check | None = None
    """None where reading a file finds the violation: YAML and shape."""
    severity: Severity = Severity.ERROR
    between: Between | None = None
    """Finds where a change from an earlier catalog to this one breaks the rule."""
    needs_whole: bool = False
    """Whether it asks for something that is missing: an entry must be right in itself first, because a value
    that could not be read is not missing."""
    across: bool = False
    """Whether what it finds in one entry may change with other entries. Of these it looks at nothing but
    `FACTS` in checks/facts.py."""

    @property
    def is_of_whole(self) -> bool:
        """Whether only entries that are right in themselves are checked."""
        return self.needs_whole or self.between is not None

    def findings(self, catalog: Catalog, before: Catalog | None = None) -> Iterator[Finding]:
        """Yield a finding for each violation in the catalog, or in the change from an earlier one."""
        violations = (
            self.check(catalog)
            if self.check
            else self.between(before, catalog)
            if self.between and before
            else ()
        )
        for violation in violations:
            yield Finding(self.code, **vars(violation))


def rule(
    code: str,
    title: str,
    *,
    severity: Severity = Severity.ERROR,
    needs_whole: bool = False,
    across: bool = False,
) -> Callable[[Check], Rule]:
    """Turn a function into the rule it checks. Its docstring says why the rule exists."""

    def made(check: Check) -> Rule:
        return Rule(code, title, reason(check), check, severity, needs_whole=needs_whole, across=across)

    return made


def require_reasons() -> None:
    """Raise CatalogError where Python has dropped docstrings, which rules, gates and commands need."""
    if reason.__doc__ is None:
        raise CatalogError(
            "Python runs with -OO, which drops the reasons of rules:"
            " run it without, or set PYTHONOPTIMIZE to 1"
        )


def reason(check: Check | Between) -> str:
    """Return why a rule exists: the docstring of the function that checks it, as one paragraph."""
    return " ".join((check.__doc__ or "").split())
