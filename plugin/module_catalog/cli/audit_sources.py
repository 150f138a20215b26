"""What `audit` is given → the folders of repositories, the parts of other audits, the evidence of before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from ..catalog import evidence_files
from ..catalog.evidence import Evidence
from ..catalog.evidence_files import DETAILS, EVIDENCE
from ..catalog.model import Catalog
from ..catalog.repositories import UNNAMED
from ..diagnostics import CatalogError, closest
from .group import known_repository


def named(sources: Iterable[str], catalog: Catalog) -> dict[str, Path]:
    """Return the folders that were given by the names of their repositories, in the order of the catalog."""
    found: dict[str, Path] = {}
    for source in sources:
        name, sign, path = source.partition("=")
        if not sign or Path(source).exists():
            name, path = UNNAMED, source
        else:
            known_repository(name, catalog)
        if name in found:
            what = f"of the repository {name}" if name else "without a name"
            raise click.BadParameter(f"two sources {what} were given")
        found[name] = Path(path)
    settings = catalog.settings
    if UNNAMED in found and settings.repositories and not settings.repository:
        raise click.BadParameter(
            f"say of which repository {found[UNNAMED]} is, as in"
            f" --source {next(iter(settings.repositories))}={found[UNNAMED]}"
        )
    return {name: found[name] for name in (UNNAMED, *settings.repositories) if name in found}


def known_modules(select: Iterable[str], catalog: Catalog) -> None:
    """Raise click's error for an id that no module has."""
    for id_ in select:
        if id_ not in catalog.by_id:
            meant = closest(id_, catalog.by_id)
            raise click.BadParameter(
                f"no module that could be read has the id {id_}"
                + (f"; did you mean {meant}?" if meant else "")
            )


def parts(files: Iterable[Path], catalog: Catalog) -> Sequence[Evidence]:
    """Return what `audit --part` wrote to files, in the order of the repositories of the catalog.

    Raises CatalogError when they do not belong together.
    """
    found: dict[str, Evidence] = {}
    for file in files:
        one = _read(str(file), file.read_text(encoding="utf-8", errors="replace"), None, catalog)
        for name in one.trees:
            if name:
                known_repository(name, catalog)
            if name in found:
                raise CatalogError(f"{file} is of the same repository as another of the files")
            found[name] = one
        if one.probes != next(iter(found.values())).probes:
            raise CatalogError(f"other probes have looked for {file}: give each part the same --only")
    return [found[name] for name in (UNNAMED, *catalog.settings.repositories) if name in found]


def before(base: str, root: Path, catalog: Catalog) -> Evidence:
    """Return the evidence to compare with: of a file, or where HEAD left a revision of the catalog.

    There is nothing in it where that revision had none. Raises CatalogError when it cannot be read.
    """
    if Path(base).is_file():
        file = Path(base)
        beside = file.with_name(Path(DETAILS).name)
        more = beside.read_text(encoding="utf-8", errors="replace") if beside.is_file() else None
        return _read(base, file.read_text(encoding="utf-8", errors="replace"), more, catalog)
    from ..catalog.revisions import parted  # noqa: PLC0415  # what runs git takes time to load

    then = parted(root, base).texts()
    text, details = (then.text(path).text if then.has(path) else None for path in (EVIDENCE, DETAILS))
    return Evidence({}) if text is None else _read(f"{EVIDENCE} at {base}", text, details, catalog)


def _read(what: str, text: str, details: str | None, catalog: Catalog) -> Evidence:
    found = evidence_files.read(text, details, catalog.settings.sources, lambda path, line: None)
    if found is None:
        raise CatalogError(f"{what} is not what `module-catalog audit` writes")
    return found
