"""What the source tree says against the catalog, and evidence that is missing or old (MC9xx).

A contradiction is reported where the entry makes the claim. Once the entry claims something else, what was found no longer counts.
"""

from __future__ import annotations

from datetime import timedelta

from ...catalog.entries import Module
from ...catalog.evidence import Claim
from ...catalog.model import Catalog
from ...diagnostics import Place, Severity, printable
from .rule import Rule, Violation, Violations, rule

SUGGESTS = ("namespace", "default")
"""The kinds of claim for which what the tree says can take the place of what the entry says."""
_PATH = "catalog/evidence.json"


def _contradicted(
    code: str,
    kind: str,
    title: str,
    why: str,
    *,
    remedy: str,
    severity: Severity = Severity.ERROR,
) -> Rule:
    """Return the rule that one kind of claim is not contradicted, with *remedy* as what to do when it is."""

    def check(catalog: Catalog) -> Violations:
        for module in catalog.modules:
            for claim in catalog.evidence_of(module):
                if (claim.kind, claim.verdict) == (kind, "contradicted"):
                    yield _violation(catalog, module, claim, remedy)

    return Rule(code, title, why, check, severity, claim=kind)


def _violation(catalog: Catalog, module: Module, claim: Claim, remedy: str) -> Violation:
    seen = f"; see {', '.join(map(str, claim.places))}" if claim.places else ""
    commit = catalog.evidence.commit[:10] if catalog.evidence else ""
    key = claim.key(module) or ("name",)
    meant = claim.found if claim.kind in SUGGESTS else None
    return Violation(module.where(*key), f"at {commit}, {printable(claim.sentence)}{seen}: {remedy}", meant)


namespace_exists = _contradicted(
    "MC902",
    "namespace",
    "a namespace is in the tree",
    "A path that leads nowhere sends readers, owners and programs nowhere. Folders move more often than anybody edits a catalog.",
    remedy="write the path it has now, or add it to `former_namespaces`",
)
namespace_is_sole = _contradicted(
    "MC903",
    "sole",
    "a file has one nearest module",
    "When two modules claim the same files just as closely, nobody knows whom to ask about one of them.",
    remedy="leave them to the module that looks after them",
)
former_is_gone = _contradicted(
    "MC904",
    "former",
    "nothing is left in a former namespace",
    "A path that a module has left is either gone or somebody else's. What stayed behind is looked after by nobody.",
    remedy="name the module it belongs to, or put the path back into `namespaces`",
)
toggle_is_declared = _contradicted(
    "MC905",
    "declared",
    "a toggle is declared",
    "Whoever sets a toggle that does not exist changes nothing and is not told.",
    remedy="write the name the tree declares",
)
toggle_has_its_default = _contradicted(
    "MC906",
    "default",
    "a toggle has the default that is stated",
    "Who reads that something is off does not look for it when it turns out to be on.",
    remedy="write the default the tree has",
)
toggle_is_read = _contradicted(
    "MC907",
    "read",
    "something reads a toggle",
    "A toggle that nothing reads turns nothing on or off, whatever it is set to.",
    remedy="take the toggle out, or name the one that is read",
)
stands_apart = _contradicted(
    "MC908",
    "isolated",
    "a module that stands apart is not needed from outside",
    "It can leave by deleting its folders only as long as nothing of a later stage imports or includes it.",
    remedy="take the use out, or move the module to the stage it is at in fact",
)
relations_agree = _contradicted(
    "MC909",
    "depends",
    "the source agrees with what a module depends on",
    "When only the other module imports this one, the relation is written the wrong way round.",
    remedy="turn the relation round, or choose another type",
)
owners_are_active = _contradicted(
    "MC910",
    "owner",
    "an owner is active",
    "A reader asks the owners that a page names. Somebody who has made no commit for years may not answer, though reviews leave"
    " no trace in a tree. `limits: {silent_days: …}` in catalog.yaml says how long is too long: three years without it.",
    remedy="ask them, and set `until` if they have stepped down",
    severity=Severity.WARNING,
)
roster_agrees = _contradicted(
    "MC911",
    "roster",
    "who has a role is named by the project",
    "A role is the project's to give. The roster of the catalog only repeats it.",
    remedy="fix people.yaml, or the list in the source tree",
)
tests_exist = _contradicted(
    "MC912",
    "tests",
    "the tests of a module are in the tree",
    "Tests that are not there test nothing.",
    remedy="write the path they have now",
)
jobs_exist = _contradicted(
    "MC913",
    "job",
    "the CI runs the jobs of a module",
    "A job that was dropped is the first sign that a module rots.",
    remedy="name the job that runs its tests",
)
pages_exist = _contradicted(
    "MC914",
    "page",
    "a linked page of the documentation has its source in the tree",
    "A page without a source is gone with the next build of the documentation. `tree: {docs: …}` in catalog.yaml says whose pages"
    " can be told.",
    remedy="link the page that is there now",
)
removed_is_gone = _contradicted(
    "MC915",
    "left",
    "nothing is left of a removed module",
    "What is left of a module that nobody looks after any more is built, shipped and read as if it were alive.",
    remedy="remove them, or name the module they belong to",
)
removed_is_not_named = _contradicted(
    "MC916",
    "named",
    "nothing names the toggle of a removed module",
    "A build that sets a toggle which nothing reads any more believes to have turned something on.",
    remedy="take them out",
    severity=Severity.WARNING,
)


@rule("MC917", "evidence is of a commit that is not long ago", severity=Severity.WARNING)
def evidence_is_recent(catalog: Catalog) -> Violations:
    """What was true of an old tree says little of today's. Applies when catalog.yaml sets `limits: {evidence_days: …}`."""
    days, evidence = catalog.settings.limits.evidence_days, catalog.evidence
    if days is not None and evidence and catalog.today - evidence.date > timedelta(days=days):
        message = f"the evidence is of {evidence.date}, more than {days} days ago: run `module-catalog audit` again"
        yield Violation(Place(_PATH), message)


@rule("MC918", "evidence is of what the entries say now", severity=Severity.WARNING)
def evidence_is_of_this(catalog: Catalog) -> Violations:
    """An entry that changed after the audit claims something that nobody has looked at. It needs an evidence.json."""
    for module in catalog.modules if catalog.evidence and catalog.evidence.probes else ():
        found = catalog.evidence.by_module.get(module.id, ()) if catalog.evidence else ()
        changed = sorted({claim.probe for claim in found if claim.key(module) is None})
        if not found:
            message = "no audit has looked at this entry: run `module-catalog audit`"
            yield Violation(module.where_key("name"), message)
        elif changed:
            message = f"the entry changed after the audit looked at its {', '.join(changed)}: run `module-catalog audit` again"
            yield Violation(module.where_key("name"), message)
