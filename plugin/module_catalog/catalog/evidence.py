"""evidence.json → Evidence: the claims of entries, each with what the source tree says of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import quote

from .claim_kinds import CLAIM_KINDS, ClaimKind
from .claim_reasons import OF_ANY_KIND, REASONS, UNRECORDED
from .entries import Module
from .reading.yaml_reader import Key
from .repositories import UNNAMED, Repository, split
from .structure import structure


@dataclass(frozen=True)
class SourceLocation:
    """A place in the source tree."""

    path: str
    line: int | None = None

    def __str__(self) -> str:
        """Return it as people write it."""
        return f"{self.path}:{self.line}" if self.line else self.path


@dataclass(frozen=True)
class TagState:
    """How something is in the tag of a release, and in those of later ones until the next that is said."""

    release: str
    is_gone: bool = False
    """Whether it is not there, where the release before has it."""
    default: str | None = None
    """What a toggle is when nobody sets it; None where its files do not say one value."""
    stage: str | None = None
    """That of a feature gate, in the word of the source."""
    path: str | None = None
    line: int | None = None
    """Where it is said of a toggle; None of something else, and where that is not known."""

    def __str__(self) -> str:
        """Return it in the words of entries."""
        if self.is_gone:
            return f"until {self.release}"
        said = ", ".join(filter(None, (self.stage, self.default)))
        return f"{self.release}: {said}" if said else f"from {self.release}"


@dataclass(frozen=True)
class Claim:
    """One claim of a module, and what the tree says of it."""

    kind: str
    verdict: str
    module: str | None = None
    """The module's id; None for what no module claims."""
    subject: str | None = None
    """What the claim is about: a path, a toggle, a person."""
    said: str | None = None
    """What the entry says about the subject."""
    found: str | None = None
    """What the tree says instead."""
    count: int | None = None
    of: int | None = None
    places: tuple[SourceLocation, ...] = ()
    """A sample of places in the tree, sorted."""
    reason: str | None = None
    """Why the tree cannot tell, or not all of it: a word of REASONS."""
    releases: tuple[TagState, ...] = ()
    """How the subject is in the tags of releases: what changes with each of them, oldest first."""

    @property
    def probe(self) -> str:
        """The probe that looked."""
        return CLAIM_KINDS[self.kind].probe

    @property
    def looked_at(self) -> str:
        """What the probe looked at."""
        return CLAIM_KINDS[self.kind].looks_at

    @property
    def message(self) -> str:
        """What was found, with fields of the claim in braces; `{reason}` is the clause below."""
        sentences = CLAIM_KINDS[self.kind].sentences
        of_reason = sentences.get(f"{self.verdict} {self.reason}") or OF_ANY_KIND.get(self.reason or "")
        return of_reason or sentences.get(self.verdict, "")

    @property
    def why(self) -> str:
        """Why the tree cannot tell, as a clause with fields of the claim in braces."""
        return REASONS[self.reason] if self.reason else UNRECORDED

    @property
    def words(self) -> Mapping[str, Any]:
        """The fields that sentences name; None for what is not known."""
        return {**vars(self), "releases": "; ".join(map(str, self.releases))}

    @property
    def sentence(self) -> str:
        """What was found, as plain text in English."""
        words = {name: "unknown" if value is None else value for name, value in self.words.items()}
        return self.message.format(**words | {"reason": self.why.format(**words)})

    def key(self, module: Module) -> Key | None:
        """Return where the entry makes the claim; None when it no longer does.

        A fact beside the entry stands at its name.
        """
        if CLAIM_KINDS[self.kind].field is None:
            return ("name",)
        if self.verdict == "no-claim" and CLAIM_KINDS[self.kind].says:
            return _unsaid(CLAIM_KINDS[self.kind], module, self.subject)
        found = (
            one.key
            for one in stated(self.kind, module)
            if (one.subject, one.said) == (self.subject, self.said)
        )
        return next(found, None)

    def is_outdated(self, module: Module) -> bool:
        """Say whether the entry claims something else by now.

        Where it only says that what it claimed is past, another audit has nothing to look for.
        """
        kind = CLAIM_KINDS[self.kind]
        items = module.value(*(kind.field or "").split(".")) or () if kind.ends else ()
        is_past = any(str(item.get(kind.names)) == self.subject and kind.ends in item for item in items)
        return self.key(module) is None and not is_past


@dataclass(frozen=True)
class StatedClaim:
    """One claim as an entry makes it."""

    key: Key
    subject: str
    said: str | None = None


def stated(name: str, module: Module) -> Iterator[StatedClaim]:
    """Yield the claims of one kind that an entry makes, in its order."""
    kind = CLAIM_KINDS[name]
    keys = (kind.field or "").split(".")
    value = module.value(*keys)
    if isinstance(value, str):
        yield StatedClaim((*keys,), value)
        return
    items: Iterable[tuple[str | int, Any]] = (
        value.items() if isinstance(value, dict) else enumerate(value or ())
    )
    for key, item in items:
        if not isinstance(item, dict):
            yield StatedClaim((*keys, key), str(item))
        elif kind.ends and item.get(kind.ends):
            continue
        elif kind.names and item.get(kind.names) and kind.inside:
            for index, row in enumerate(item.get(kind.inside) or ()):
                subject = f"{item[kind.names]}@{row['release']}"
                yield from _said((*keys, key, kind.inside, index), subject, kind, row)
        elif kind.names and item.get(kind.names):
            yield from _said((*keys, key), str(item[kind.names]), kind, item)


def _unsaid(kind: ClaimKind, module: Module, subject: str | None) -> Key | None:
    """Return where an entry names something of which it does not say what the kind is about."""
    for index, item in enumerate(module.value(*(kind.field or "").split(".")) or ()):
        if str(item.get(kind.names)) == subject and kind.says not in item:
            return (kind.field or "", index, kind.names or "")
    return None


def _said(key: Key, subject: str, kind: ClaimKind, item: Mapping[str, Any]) -> Iterator[StatedClaim]:
    """Yield what one mapping says of a subject."""
    said = item.get(kind.says or "")
    if isinstance(said, list):
        yield from (
            StatedClaim((*key, str(kind.says), index), subject, str(one)) for index, one in enumerate(said)
        )
    elif kind.says is None or said is not None:
        yield StatedClaim((*key, kind.says or kind.names or ""), subject, said)


@dataclass(frozen=True)
class AuditedTree:
    """The tree of a commit that was looked at."""

    commit: str
    date: date
    """The day of the commit."""
    repository: str | None = None
    """The address of the source, when the catalog says it."""
    releases: Mapping[str, str] = field(default_factory=dict)
    """The commits of the releases that have a tag, oldest first."""

    def url(self, kind: str = "tree", path: str = "", line: int | None = None) -> str | None:
        """Return the address of a path, or of the tree; None when it is not known where the source is.

        The *kind* is the word of the host for what stands there: blob for a file, tree for a folder.
        """
        if self.repository is None:
            return None
        address = f"{self.repository.rstrip('/')}/{kind}/{self.commit}/{quote(path)}".rstrip("/")
        return f"{address}#L{line}" if line else address

    def tag_url(self, release: str, path: str = "", line: int | None = None) -> str | None:
        """Return the address of a place, or of the tree, in the tag of a release; None as for `url`."""
        kind = "blob" if line else "tree"
        return replace(self, commit=self.releases[release]).url(kind, path, line)


@dataclass(frozen=True)
class Evidence:
    """What evidence.json holds."""

    trees: Mapping[str, AuditedTree]
    """What was looked at, by the name of its repository."""
    probes: tuple[str, ...] = ()
    """The probes that looked, at all modules that have a claim here."""
    claims: tuple[Claim, ...] = ()
    """Sorted by module, kind and subject; those of no module first."""
    program: str | None = None
    """What looked, with its version; None in evidence that does not say it."""
    languages: tuple[str, ...] = ()
    """Those of which it was read what files import, sorted."""

    @property
    def date(self) -> date:
        """The day of the commit; of several, the oldest."""
        return min(tree.date for tree in self.trees.values())

    def revision(self, length: int = 10) -> str:
        """Return the beginning of the commit; of each, after the name of its repository, of several."""
        commits = ((name, tree.commit[:length]) for name, tree in self.trees.items())
        return ", ".join(f"{name} {commit}".lstrip() for name, commit in commits)

    @cached_property
    def by_module(self) -> Mapping[str, tuple[Claim, ...]]:
        """The claims of each module, by its id."""
        found: dict[str, list[Claim]] = {}
        for claim in self.claims:
            if claim.module is not None:
                found.setdefault(claim.module, []).append(claim)
        return {id_: tuple(claims) for id_, claims in found.items()}

    def folder_url(self, path: str) -> str | None:
        """Return the address of a folder at its commit; None as for `url`."""
        return self._url("tree", path)

    def url(self, spot: SourceLocation) -> str | None:
        """Return the address of a place in a tree at its commit.

        None when the catalog does not say where the source is.
        """
        return self._url("blob", spot.path, spot.line)

    def tree_of(self, path: str) -> tuple[AuditedTree | None, str]:
        """Return the tree that a path of an entry is in, None when none was looked at; and the path there."""
        name, inside = split(path) if len(self.trees) > 1 or UNNAMED not in self.trees else (UNNAMED, path)
        return self.trees.get(name), inside

    def _url(self, kind: str, path: str, line: int | None = None) -> str | None:
        tree, inside = self.tree_of(path)
        return tree.url(kind, inside, line) if tree else None


def build(data: Mapping[str, Any], repositories: Mapping[str, Repository]) -> Evidence:
    """Return the evidence that checked data describes; *repositories* say where its trees are."""
    found = {**({UNNAMED: data} if "commit" in data else {}), **data.get("repositories", {})}
    trees = {
        name: structure(AuditedTree, one, repository=repositories[name].url if name in repositories else None)
        for name, one in found.items()
    }
    return structure(Evidence, data, trees=trees)
