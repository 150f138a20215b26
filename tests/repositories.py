"""What tests of the audit share: small git repositories, made in the test, and what an audit finds in them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TypeVar

from module_catalog import audit as evidence
from module_catalog.catalog.evidence import Claim, Evidence
from module_catalog.catalog.reading.sources import Texts
from module_catalog.checks import examples, pipeline

T = TypeVar("T")

ANA = "Ana Alves <ana@quokka.example>"
DAY = "2026-05-05"


def git(repository: Path, *arguments: str, day: str = DAY, author: str = ANA) -> str:
    """Run git in a repository, as *author* and on *day*."""
    name, _, address = author.rstrip(">").partition(" <")
    who = {
        f"GIT_{role}_{part}": value
        for role in ("AUTHOR", "COMMITTER")
        for part, value in (("NAME", name), ("EMAIL", address))
    }
    when = {f"GIT_{role}_DATE": f"{day}T12:00:00Z" for role in ("AUTHOR", "COMMITTER")}
    env = {
        "PATH": os.environ["PATH"],
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        **who,
        **when,
    }
    done = subprocess.run(
        ["git", *arguments], cwd=repository, env=env, check=True, capture_output=True, text=True, timeout=60
    )
    return done.stdout.strip()


def repository(folder: Path) -> Path:
    """Begin a repository."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "-q", "-b", "main")
    return folder


def commit(
    folder: Path,
    files: Mapping[str, str | bytes | None],
    *,
    day: str = DAY,
    author: str = ANA,
    message: str = "Change",
) -> str:
    """Commit files, or with None their removal, and return the id of the commit."""
    for path, content in files.items():
        file = folder / path
        if content is None:
            file.unlink()
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", message, day=day, author=author)
    return git(folder, "rev-parse", "HEAD")


def catalog(entries: str) -> Texts:
    """Return the small catalog of an example, see examples.py."""
    return examples.catalog(entries)


def survey(
    entries: str,
    source: Path,
    revision: str = "HEAD",
    *,
    only: tuple[str, ...] = (),
    select: tuple[str, ...] = (),
    kept: Path | None = None,
    reading: list[tuple[str, int]] | None = None,
) -> Evidence:
    """Audit a repository against the entries of an example, with what is *kept* in a folder.

    *reading* gets what is gone through, and how much of it.
    """

    def progress(label: str, items: Iterable[T], length: int) -> Iterator[T]:
        if reading is not None:
            reading.append((label, length))
        return iter(items)

    found = pipeline.check_source(catalog(entries), today=date(2026, 6, 1)).catalog
    assert found is not None
    return evidence.audit(
        found,
        evidence.Tree(source, revision),
        only=only,
        select=select,
        objects=evidence.ReadObjects(kept),
        progress=progress,
    )


def said(found: Evidence, module: str, *kinds: str) -> list[str]:
    """Return what was found of a module as `verdict kind: sentence @ places`, of some kinds of claim or of all."""
    return [written(claim) for claim in found.by_module.get(module, ()) if not kinds or claim.kind in kinds]


def written(claim: Claim) -> str:
    """Return one claim as a line."""
    return " @ ".join([f"{claim.verdict} {claim.kind}: {claim.sentence}", *(map(str, claim.places))])


def findings(entries: str, found: Evidence) -> list[str]:
    """Return the findings that evidence gives in a check of the same entries, as `path:line:column code`."""
    files = catalog(entries)
    paths = {path: files.text(path).text for path in files.below("catalog")}
    result = pipeline.check_source(
        Texts({**paths, pipeline.EVIDENCE: evidence.text(found)}), today=date(2026, 6, 1)
    )
    return [
        f"{one.place.path.removeprefix('catalog/')}:{one.place.line}:{one.place.column} {one.code}"
        for one in result.findings
    ]
