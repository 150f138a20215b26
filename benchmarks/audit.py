"""What an audit costs: of everything, of one module, and again at another commit."""

from __future__ import annotations

import functools
import shutil
from collections.abc import Mapping
from pathlib import Path

import source_tree
from measure import BIN, Command, Cost, Words, costs, run
from projects import Run, forget
from results import Results, Row, cost_table

ALL, ONE, AGAIN = "audit of everything", "audit of one module", "audit at another commit"
BETWEEN = 20
"""How many commits lie between two audits."""
MODULES, COMMITS = 300, 500
"""How large the generated tree is."""
REPOSITORY = Path(__file__).parent.parent


def measured(at: Run) -> Results:
    """Yield what is measured of the audit: of a generated tree, and of the one that was given."""
    modules = min(MODULES, at.entries)
    made = at.catalog(modules, "--mistakes", "0")
    tree = source_tree.write(made, at.work / "tree.git", COMMITS)
    found = {modules: _audited(made, tree, "HEAD", at)}
    yield from _rows(found[modules], f"{modules} modules, {COMMITS} commits, generated")
    yield cost_table("Audit of a generated tree, by the number of modules:", found)
    if at.source:
        root = at.work / "own"
        shutil.copytree(REPOSITORY / "catalog", root / "catalog")
        given = _audited(root, at.source, at.rev, at)
        number = len(list((root / "catalog/modules").glob("*.yaml")))
        yield from _rows(given, f"{number} modules, the given tree")
        yield cost_table("Audit of the given tree, by the number of modules:", {number: given})


def _rows(found: Mapping[str, Cost], of: str) -> Results:
    all_, one, again = (found[name] for name in (ALL, ONE, AGAIN))
    yield Row(
        "one module selected, beside all", one.cpu / all_.cpu, f"{of}: {one.cpu:.2f} s, {all_.cpu:.2f} s"
    )
    yield Row("at another commit, beside a first run", again.cpu / all_.cpu, f"{of}: {again.cpu:.2f} s")
    yield Row("memory", max(cost.peak for cost in found.values()), of)


def _audited(root: Path, source: Path, rev: str, at: Run) -> dict[str, Cost]:
    audit: Words = [BIN / "module-catalog", "audit", "--source", source, "--rev"]
    ids = sorted(file.stem for file in (root / "catalog/modules").glob("*.yaml"))
    id_ = ids[len(ids) // 2]
    evidence = root / "catalog/evidence.json"
    anew = functools.partial(forget, root / ".cache", evidence)

    def before(turn: int) -> None:
        """Audit an older commit, and keep of that only what the command keeps."""
        anew()
        run(*audit, f"{rev}~{BETWEEN}", folder=root)
        forget(evidence)

    commands = {
        ALL: Command([*audit, rev], root, lambda turn: anew()),
        ONE: Command([*audit, rev, "--select", id_], root, lambda turn: anew()),
        AGAIN: Command([*audit, rev], root, before),
    }
    return costs(commands, turns=at.turns)
