"""What a rule is: a code, a claim, a reason, and the function that finds where a catalog breaks it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..diagnostics import Finding, Place, Related, Severity
from ..model import Catalog


@dataclass(frozen=True)
class Breach:
    """One place that breaks a rule. Which rule, and how much that weighs, is not the breach's to say."""

    place: Place
    message: str
    suggestion: str | None = None
    related: tuple[Related, ...] = ()


Breaches = Iterator[Breach]
Check = Callable[[Catalog], Breaches]


@dataclass(frozen=True)
class Rule:
    """A rule, and all that is said of it anywhere."""

    code: str
    title: str
    """What is true of a catalog that keeps the rule, as a clause."""
    why: str
    check: Check | None = None
    """None where reading a file finds the breach: YAML and shape."""
    severity: Severity = Severity.ERROR

    def findings(self, catalog: Catalog) -> Iterator[Finding]:
        """Yield a finding for each breach in the catalog, in the rule's own weight."""
        for breach in self.check(catalog) if self.check else ():
            yield Finding(self.code, breach.message, breach.place, breach.suggestion, breach.related, self.severity)


def rule(code: str, title: str, *, severity: Severity = Severity.ERROR) -> Callable[[Check], Rule]:
    """Turn a function into the rule it checks. Its docstring says why the rule exists."""

    def made(check: Check) -> Rule:
        return Rule(code, title, inspect.cleandoc(check.__doc__ or ""), check, severity)

    return made
