"""What an entry claims and a source tree can answer: a table of the kinds, and all that is said of each.

The rules, the gate about evidence, pages and exports read it: a new kind of claim is a row here, and a probe
that looks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..diagnostics import Severity
from .claim_reasons import REASONS

VERDICTS = ("verified", "contradicted", "not-checkable", "no-claim")
"""What the tree says of a claim. `no-claim` is a fact beside which the entry says nothing."""

PROBES: Mapping[str, str] = {
    "namespaces": "Source paths",
    "toggles": "Toggles",
    "isolation": "Dependencies",
    "activity": "Activity",
    "owners": "Owners",
    "roster": "Roles",
    "tests": "Tests",
    "docs": "Docs",
    "removed": "Leftovers",
    "removal": "Cost of removal",
    "releases": "Releases",
    "events": "History",
    "citations": "Cited sources",
    "unclaimed": "Not in the catalog",
}
"""What probes are called, by the name of each, in the order they look."""


@dataclass(frozen=True)
class ClaimRule:
    """The rule that the tree does not contradict claims of one kind."""

    code: str
    title: str
    """What is true of a catalog that keeps the rule, as a clause."""
    why: str
    remedy: str
    """What follows what was found, after a colon."""
    severity: Severity = Severity.ERROR


@dataclass(frozen=True)
class ClaimKind:
    """One kind of claim, and all that is said of it anywhere."""

    name: str
    probe: str
    """The probe that looks."""
    looks_at: str
    """What the probe looks at, in a few words."""
    sentences: Mapping[str, str]
    """By verdict, or by verdict and reason: what was found, with the fields of a Claim in braces.

    `{reason}` is the clause of REASONS.
    """
    field: str | None = None
    """The field of an entry that makes the claim; None for a fact that no field states."""
    names: str | None = None
    """In a list of mappings: the key that names the item."""
    says: str | None = None
    """In a list of mappings: the key whose value is claimed."""
    summary: tuple[str, str] | None = None
    """What several verified claims come to, for one and for many; None where an entry makes no more than one.
    """
    rank: int | None = None
    """Its place among the kinds that matter most to a reader, from 1; None for the rest."""
    finds_day: bool = False
    """Whether what the tree says is a day."""
    finds_better: bool = False
    """Whether what the tree says can take the place of what the entry says."""
    nowhere: str | None = None
    """The verdict that says that something is nowhere. As long as a file is not read, that cannot be said."""
    answers: str | None = None
    """The word of a gate about evidence that asks for claims of this kind."""
    rule: ClaimRule | None = None
    """None for a kind that is never contradicted."""


def _partly(sentence: str) -> dict[str, str]:
    """Return what is said of a count that leaves out a language, by verdict and reason."""
    return {"no-claim language": sentence, "no-claim extra": sentence}


_CAME: Mapping[str, str] = {
    "verified": "the first release with `{subject}` is `{said}`",
    "contradicted": "the first release with `{subject}` is `{found}`, not `{said}`",
    "not-checkable": ("whether the first release with `{subject}` is `{said}` cannot be told: {reason}"),
    "no-claim": "the first release with `{subject}` is `{found}`",
}
_WENT: Mapping[str, str] = {
    "verified": "the first release without `{subject}` is `{said}`",
    "contradicted": "the first release without `{subject}` is `{found}`, not `{said}`",
    "contradicted there": "`{subject}` is still in `{said}`",
    "not-checkable": ("whether the first release without `{subject}` is `{said}` cannot be told: {reason}"),
    "no-claim": "the first release without `{subject}` is `{found}`",
}
"""What the tags of releases say of the first release with something, and of the first one without it."""

CLAIM_KINDS: Mapping[str, ClaimKind] = {
    kind.name: kind
    for kind in (
        ClaimKind(
            "namespace",
            "namespaces",
            "the files of the tree",
            {
                "verified": "`{subject}` is there; files: {count}",
                "contradicted": "`{subject}` is not in the tree",
                "not-checkable": "`{subject}` is a submodule: its files are in another repository",
            },
            field="namespaces",
            summary=("{n} source path is there", "{n} source paths are there"),
            rank=1,
            finds_better=True,
            answers="namespace",
            rule=ClaimRule(
                "MC902",
                "a namespace is in the tree",
                "Readers, owners and programs follow these paths."
                " Folders move more often than entries are edited.",
                remedy="write the path it has now, or add it to `former_namespaces`",
            ),
        ),
        ClaimKind(
            "sole",
            "namespaces",
            "the source paths of all modules",
            {
                "verified": (
                    "no other module claims `{subject}`;"
                    " modules with paths inside it: {count}, with paths around it: {of}"
                ),
                "contradicted": "`{found}` claims the same files of `{subject}`: {count}",
            },
            field="namespaces",
            summary=(
                "no other module claims {n} source path",
                "no other module claims {n} source paths",
            ),
            answers="namespace",
            rule=ClaimRule(
                "MC903",
                "no two modules claim the same files",
                "When two modules claim the same files, nobody knows whom to ask about them.",
                remedy="keep them in the namespaces of one module",
            ),
        ),
        ClaimKind(
            "former",
            "namespaces",
            "the files of the tree",
            {
                "verified": "nothing is left in `{subject}`",
                "contradicted": "`{subject}` is still there; files: {count}",
                "not-checkable": "`{subject}` is there and belongs to `{found}` now",
            },
            field="former_namespaces",
            names="path",
            summary=(
                "nothing is left in {n} former source path",
                "nothing is left in {n} former source paths",
            ),
            rule=ClaimRule(
                "MC904",
                "nothing is left in a former namespace",
                "A path that a module has left is either gone or belongs to another module."
                " Files left behind have no owner.",
                remedy="name the module it belongs to, or put the path back into `namespaces`",
            ),
        ),
        ClaimKind(
            "existed",
            "namespaces",
            "the history",
            {
                "verified": "`{subject}` was last changed on {found}",
                "contradicted": "no commit ever changed anything in `{subject}`",
                "not-checkable": "the history of this clone is not whole",
            },
            field="former_namespaces",
            names="path",
            summary=(
                "{n} former source path was once there",
                "{n} former source paths were once there",
            ),
            finds_day=True,
            rule=ClaimRule(
                "MC919",
                "a former namespace was once in the tree",
                "Whoever looks for old code follows this path. One that never was leads nowhere.",
                remedy="write the path it had",
            ),
        ),
        ClaimKind(
            "declared",
            "toggles",
            "build files, package metadata and source files",
            {
                "verified": "the toggle `{subject}` is declared",
                "contradicted": "nothing declares the toggle `{subject}`",
                "not-checkable": "where `{subject}` is declared cannot be told: {reason}",
            },
            field="toggles",
            names="name",
            summary=("{n} toggle is declared", "{n} toggles are declared"),
            nowhere="contradicted",
            answers="toggle",
            rule=ClaimRule(
                "MC905",
                "a toggle is declared",
                "Setting a toggle that does not exist has no effect, and usually no error says so.",
                remedy="write the name the tree declares",
            ),
        ),
        ClaimKind(
            "default",
            "toggles",
            "where the toggle is declared",
            {
                "verified": "`{subject}` is `{said}` when nobody sets it",
                "contradicted": "`{subject}` is `{found}` when nobody sets it, not `{said}`",
                "not-checkable": "what `{subject}` is when nobody sets it cannot be told: {reason}",
            },
            field="toggles",
            names="name",
            says="default",
            summary=("{n} default is as stated", "{n} defaults are as stated"),
            rank=3,
            finds_better=True,
            nowhere="contradicted",
            answers="toggle",
            rule=ClaimRule(
                "MC906",
                "a toggle has the default that its entry states",
                "Whoever reads that something is off will not suspect it when it is in fact on.",
                remedy="write the default the tree has",
            ),
        ),
        ClaimKind(
            "read",
            "toggles",
            "build files and source files",
            {
                "verified": "`{subject}` is read; places: {count}",
                "contradicted": "nothing reads `{subject}`",
                "not-checkable": "what reads `{subject}` cannot be told: {reason}",
            },
            field="toggles",
            names="name",
            summary=("{n} toggle is read", "{n} toggles are read"),
            nowhere="contradicted",
            answers="toggle",
            rule=ClaimRule(
                "MC907",
                "something reads a toggle",
                "A toggle that nothing reads has no effect, whatever it is set to.",
                remedy="remove the toggle, or name the one that is read",
            ),
        ),
        ClaimKind(
            "requires",
            "toggles",
            "the conditions of build files",
            {
                "verified": "a condition requires `{said}` together with `{subject}`",
                "not-checkable": "no condition names `{said}` together with `{subject}`",
            },
            field="toggles",
            names="name",
            says="requires",
            summary=(
                "a condition requires {n} toggle together with it",
                "conditions require {n} toggles together with it",
            ),
        ),
        ClaimKind(
            "mechanism",
            "toggles",
            "build files and package metadata",
            {
                "verified": "`{subject}` is declared as `{said}`",
                "contradicted": "`{subject}` is declared as `{found}`, not as `{said}`",
            },
            field="toggles",
            names="name",
            says="mechanism",
            summary=("{n} mechanism is as stated", "{n} mechanisms are as stated"),
            finds_better=True,
            nowhere="contradicted",
            rule=ClaimRule(
                "MC921",
                "a toggle has the mechanism that its entry states",
                "Whoever sets a toggle in the wrong place changes nothing, and no error says so.",
                remedy="write the mechanism that declares it",
            ),
        ),
        ClaimKind(
            "enabled",
            "toggles",
            "the names that build files and package metadata declare",
            {
                "verified": "`{said}` sets `{subject}`",
                "contradicted": "`{said}` sets `{found}`, and nothing there sets `{subject}`",
                "not-checkable": "`{said}` does not name `{subject}`",
            },
            field="toggles",
            names="name",
            says="enable",
            summary=("{n} line sets its toggle", "{n} lines set their toggles"),
            nowhere="contradicted",
            rule=ClaimRule(
                "MC928",
                "the line that enables a toggle sets that toggle",
                "Readers copy this line. Another toggle turns something else on.",
                remedy="write the line that sets it",
            ),
        ),
        ClaimKind(
            "ended",
            "toggles",
            "build files and package metadata",
            {
                "verified": "nothing declares the toggle `{subject}` any more",
                "contradicted": "the toggle `{subject}` is still declared, and was removed in {said}",
                "not-checkable": "where `{subject}` is declared cannot be told: {reason}",
            },
            field="toggles",
            names="name",
            says="until",
            summary=(
                "{n} former toggle is no longer declared",
                "{n} former toggles are no longer declared",
            ),
            nowhere="verified",
            rule=ClaimRule(
                "MC920",
                "a toggle that was removed is no longer declared",
                "A page says that the toggle is gone, and whoever sets it finds that it is not.",
                remedy="remove `until`, or write the release that really removed it",
            ),
        ),
        ClaimKind(
            "ci",
            "toggles",
            "CI files",
            {"no-claim": "CI files that name `{subject}`: {count}"},
            field="toggles",
            names="name",
        ),
        ClaimKind(
            "isolated",
            "isolation",
            "imports and includes outside tests and docs",
            {
                "verified": "nothing outside imports or includes it",
                "contradicted": (
                    "at {subject} nothing of a later stage may need it, and files outside import it: {count}"
                ),
                "not-checkable": "whether anything outside needs it cannot be told: {reason}",
                "no-claim": "files outside that import or include it: {count}, in {found}",
                **_partly("files outside that import or include it: {count}; {reason}"),
            },
            field="stage",
            rank=4,
            nowhere="verified",
            answers="isolation",
            rule=ClaimRule(
                "MC908",
                "nothing outside imports a module that must be isolated",
                "It can be removed by deleting its folders only as long"
                " as nothing of a later stage imports or includes it.",
                remedy="remove the import, or move the module to the stage it is really at",
            ),
        ),
        ClaimKind(
            "depends",
            "isolation",
            "imports and includes",
            {
                "verified": (
                    "its files that import or include `{subject}`: {count};"
                    " files of `{subject}` that import or include it: {of}"
                ),
                "contradicted": (
                    "none of its files imports `{subject}`, while files of `{subject}` import it: {count}"
                ),
                "not-checkable": "that it needs `{subject}` cannot be shown: {reason}",
            },
            field="relations",
            names="module",
            says="type",
            summary=(
                "its files import or include {n} module it needs",
                "its files import or include {n} modules it needs",
            ),
            nowhere="contradicted",
            rule=ClaimRule(
                "MC909",
                "the source tree agrees with the dependencies of a module",
                "When only the other module imports this one, the relation is written the wrong way round.",
                remedy="reverse the relation, or choose another type",
            ),
        ),
        ClaimKind(
            "unstated",
            "isolation",
            "imports and includes",
            {"no-claim": "files that import or include `{subject}`, to which no relation is stated: {count}"},
        ),
        ClaimKind(
            "activity",
            "activity",
            "commits with at most 3 files, or with at least 30 % of their files in it",
            {
                "no-claim": (
                    "commits mainly to this module in the year before: {count}, authors: {of}, last: {found}"
                )
            },
            finds_day=True,
        ),
        ClaimKind(
            "owner",
            "owners",
            "authors of commits",
            {
                "verified": "`{subject}` last made a commit on {found}",
                "contradicted": "`{subject}` has made no commit since {found}",
                "not-checkable": "no commit can be attributed to `{subject}`",
            },
            field="owners",
            names="person",
            summary=("{n} owner is still active", "{n} owners are still active"),
            rank=8,
            finds_day=True,
            rule=ClaimRule(
                "MC910",
                "an owner is active",
                "A reader asks the owners that a page names."
                " Somebody who has made no commit for years may not answer,"
                " though reviews leave no trace in a tree."
                " `limits: {silent_days: …}` in catalog.yaml sets the limit,"
                " which is three years by default.",
                remedy="ask them, and set `until` if they have stepped down",
                severity=Severity.WARNING,
            ),
        ),
        ClaimKind(
            "roster",
            "roster",
            "the files that name the people of the project",
            {
                "verified": "`{subject}` is named by the project",
                "contradicted": "`{subject}` has the role `{found}`, and no file of the project names them",
                "not-checkable": "the tree has no file that names people",
                "no-claim": "no file of the project names `{subject}`",
            },
            field="owners",
            names="person",
            summary=("the project names {n} owner", "the project names {n} owners"),
            rule=ClaimRule(
                "MC911",
                "the project names everybody who has a role",
                "Roles are granted by the project. The roster of the catalog only repeats them.",
                remedy="fix people.yaml, or the list in the source tree",
            ),
        ),
        ClaimKind(
            "tests",
            "tests",
            "the files of the tree",
            {
                "verified": "`{subject}` is there; files: {count}",
                "contradicted": "`{subject}` is not in the tree",
            },
            field="tests.paths",
            summary=("{n} path of tests is there", "{n} paths of tests are there"),
            rank=6,
            rule=ClaimRule(
                "MC912",
                "the tests of a module are in the tree",
                "Tests that are not there test nothing.",
                remedy="write the path they have now",
            ),
        ),
        ClaimKind(
            "job",
            "tests",
            "CI files",
            {
                "verified": "the CI names `{subject}`",
                "contradicted": "no CI file names `{subject}`",
                "not-checkable": "the tree has no CI files",
            },
            field="tests.ci",
            summary=("the CI names {n} job", "the CI names {n} jobs"),
            rule=ClaimRule(
                "MC913",
                "the CI runs the jobs of a module",
                "A dropped job is often the first sign that a module is no longer maintained.",
                remedy="name the job that runs its tests",
            ),
        ),
        ClaimKind(
            "tested",
            "tests",
            "imports and includes of tests",
            {
                "no-claim": "test files that import or include it: {count}, in {found}",
                **_partly("test files that import or include it: {count}; {reason}"),
                "not-checkable": "how many tests import it cannot be told: {reason}",
            },
        ),
        ClaimKind(
            "page",
            "docs",
            "the sources of the documentation",
            {
                "verified": "the page `{subject}` has its source here",
                "contradicted": "the page `{subject}` has no source in the tree",
                "not-checkable": "catalog.yaml does not say where the source of `{subject}` is",
            },
            field="links",
            summary=(
                "{n} linked page has its source here",
                "{n} linked pages have their source here",
            ),
            rank=7,
            rule=ClaimRule(
                "MC914",
                "a linked page of the documentation has its source in the tree",
                "A page without a source disappears with the next build of the documentation."
                " `tree: {docs: …}` in catalog.yaml says where the sources are.",
                remedy="link the page that is there now",
            ),
        ),
        ClaimKind(
            "identifier",
            "docs",
            "the definitions in Python files",
            {
                "verified": "`{subject}` is defined here",
                "contradicted": "nothing defines `{subject}`",
                "not-checkable": "whether something defines `{subject}` cannot be told: {reason}",
            },
            field="api",
            rule=ClaimRule(
                "MC929",
                "the Python object of an API reference is defined in the tree",
                "The page of the module has no API reference, and the build of the site may fail.",
                remedy="write the name it has now",
            ),
        ),
        ClaimKind(
            "left",
            "removed",
            "the files of the tree",
            {
                "verified": "nothing is left in `{subject}`",
                "contradicted": "it is removed, and files are left in `{subject}`: {count}",
                "not-checkable": "`{subject}` is there and belongs to `{found}` now",
            },
            field="former_namespaces",
            names="path",
            summary=(
                "nothing is left in {n} former source path",
                "nothing is left in {n} former source paths",
            ),
            rank=2,
            rule=ClaimRule(
                "MC915",
                "nothing is left of a removed module",
                "Files left over from a removed module are still built, shipped and read, and have no owner.",
                remedy="remove them, or name the module they belong to",
            ),
        ),
        ClaimKind(
            "named",
            "removed",
            "all files except tests and docs",
            {
                "verified": "nothing names the toggle `{subject}` any more",
                "contradicted": "it is removed, and places still name its toggle `{subject}`: {count}",
                "not-checkable": "the toggle `{subject}` belongs to `{found}` now",
            },
            field="toggles",
            names="name",
            summary=("nothing names {n} toggle any more", "nothing names {n} toggles any more"),
            rank=5,
            rule=ClaimRule(
                "MC916",
                "nothing names the toggle of a removed module",
                "A build that still sets the toggle looks as if it turned something on.",
                remedy="remove them",
                severity=Severity.WARNING,
            ),
        ),
        ClaimKind(
            "removal",
            "removal",
            "files inside, and imports and includes outside tests and docs",
            {
                "no-claim": (
                    "files to delete: {count}; files outside that import or include it: {of}, in {found}"
                ),
                **_partly(
                    "files to delete: {count}; files outside that import or include it: {of}; {reason}"
                ),
                "not-checkable": (
                    "files to delete: {count}; how many others import it cannot be told: {reason}"
                ),
            },
        ),
        ClaimKind(
            "built",
            "removal",
            "the paths in CMake files outside",
            {"no-claim": "CMake files outside that name its paths: {count}"},
        ),
        ClaimKind(
            "came",
            "releases",
            "the tags of releases",
            _CAME,
            field="toggles",
            names="name",
            says="since",
            summary=(
                "{n} toggle came with the release stated",
                "{n} toggles came with the releases stated",
            ),
            finds_better=True,
            rule=ClaimRule(
                "MC922",
                "a toggle came with the release that its entry states",
                "Whoever builds an older release sets a toggle that is not there.",
                remedy="write the release that the tags show",
                severity=Severity.WARNING,
            ),
        ),
        ClaimKind(
            "went",
            "releases",
            "the tags of releases",
            _WENT,
            field="toggles",
            names="name",
            says="until",
            summary=(
                "{n} toggle went with the release stated",
                "{n} toggles went with the releases stated",
            ),
            finds_better=True,
            rule=ClaimRule(
                "MC923",
                "a toggle went with the release that its entry states",
                "Whoever still needs the toggle looks for the last release that has it.",
                remedy="write the release that the tags show",
                severity=Severity.WARNING,
            ),
        ),
        ClaimKind(
            "settled",
            "releases",
            "the tags of releases",
            _CAME,
            field="former_namespaces",
            names="path",
            says="from",
            summary=(
                "{n} former source path came with the release stated",
                "{n} former source paths came with the releases stated",
            ),
            finds_better=True,
            rule=ClaimRule(
                "MC924",
                "a former namespace came with the release that its entry states",
                "Whoever looks for old code follows this path in an old release.",
                remedy="write the release that the tags show",
                severity=Severity.WARNING,
            ),
        ),
        ClaimKind(
            "vacated",
            "releases",
            "the tags of releases",
            _WENT,
            field="former_namespaces",
            names="path",
            says="until",
            summary=(
                "{n} former source path went with the release stated",
                "{n} former source paths went with the releases stated",
            ),
            finds_better=True,
            rule=ClaimRule(
                "MC925",
                "a former namespace went with the release that its entry states",
                "Whoever moves to a release has to know which paths are gone in it.",
                remedy="write the release that the tags show",
                severity=Severity.WARNING,
            ),
        ),
        ClaimKind(
            "removed-in",
            "releases",
            "the tags of releases",
            {
                "verified": "`{subject}` is the first release without its paths",
                "contradicted": "`{found}` is the first release without its paths, not `{subject}`",
                "not-checkable": (
                    "whether `{subject}` is the first release without its paths cannot be told: {reason}"
                ),
            },
            field="deprecation.removal",
            finds_better=True,
            rule=ClaimRule(
                "MC931",
                "a removed module went with the release that its entry states",
                "Whoever still needs the module looks for the last release that has it.",
                remedy="write the release that the tags show",
                severity=Severity.WARNING,
            ),
        ),
        ClaimKind(
            "change",
            "events",
            "the commits that events name",
            {
                "verified": "`{subject}` is in the history, and changes files of this module: {count}",
                "not-checkable": "whether `{subject}` changed this module cannot be told: {reason}",
            },
            field="history",
            names="url",
            summary=("{n} event has its commit", "{n} events have their commits"),
        ),
        ClaimKind(
            "dated",
            "events",
            "the days of the commits that events name",
            {
                "verified": "the commit of `{subject}` is of {said}",
                "contradicted": "the commit of `{subject}` is of {found}, not of {said}",
            },
            field="history",
            names="url",
            says="date",
            summary=(
                "{n} event is of the day of its commit",
                "{n} events are of the days of their commits",
            ),
            finds_better=True,
            rule=ClaimRule(
                "MC926",
                "an event is of the day of its commit",
                "Pages order what happened by these days, and count by them.",
                remedy="write the day of the commit",
                severity=Severity.WARNING,
            ),
        ),
        ClaimKind(
            "shipped",
            "events",
            "the tags of releases, and the commits that events name",
            {
                "verified": "`{said}` is the first release with the change of `{subject}`",
                "contradicted": "`{found}` is the first release with the change of `{subject}`, not `{said}`",
                "not-checkable": "whether `{said}` is the first with `{subject}` cannot be told: {reason}",
                "no-claim": "`{found}` is the first release with the change of `{subject}`",
            },
            field="history",
            names="url",
            says="release",
            summary=(
                "{n} event came with the release stated",
                "{n} events came with the releases stated",
            ),
            finds_better=True,
            rule=ClaimRule(
                "MC927",
                "an event came with the release that its entry states",
                "A change can be picked into an earlier release, or wait for a later one.",
                remedy="write the release that the tags show",
                severity=Severity.WARNING,
            ),
        ),
        ClaimKind(
            "cited",
            "citations",
            "the files of the commits that sources name",
            {
                "verified": "`{subject}` is there",
                "contradicted": "`{subject}` leads to nothing: its commit has no such file, or no such line",
                "not-checkable": "whether `{subject}` is there cannot be told: {reason}",
            },
            field="stage_reason",
            names="source",
            summary=("{n} cited source is there", "{n} cited sources are there"),
            rule=ClaimRule(
                "MC930",
                "a cited source is there",
                "A claim without its source is an opinion.",
                remedy="write the path and the line that the commit has",
            ),
        ),
        ClaimKind(
            "folder",
            "unclaimed",
            "the files of the tree",
            {"no-claim": "no entry covers `{subject}`; files: {count}"},
        ),
        ClaimKind(
            "switch",
            "unclaimed",
            "build files",
            {"no-claim": "no entry names the toggle `{subject}`"},
        ),
    )
}
"""Every kind of claim by its name, in the order evidence and pages have them."""

WORDS = {
    "probe": tuple(PROBES),
    "claim_kind": tuple(CLAIM_KINDS),
    "verdict": VERDICTS,
    "reason": tuple(REASONS),
}
"""The words of evidence.json by the names of their definitions in its schema."""
