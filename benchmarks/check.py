"""What a check costs, beside check-jsonschema, ajv-cli, and a program that only reads the files.

check-jsonschema and ajv-cli check the shape of entries and give no lines; `check` also checks everything
between entries. ajv-cli reads a date without quotes as something else than text, and calls the entry invalid:
it gets the same entries with their dates in quotes.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

from measure import BIN, Command, Cost, Words, costs, run
from projects import Run, forget
from results import Results, Row, cost_table

OURS, UNCHANGED, EDITED = "check, cold", "check, nothing changed", "check, one entry changed"
PEER, AJV, FLOOR = "check-jsonschema", "ajv-cli", "Python reads all files"
READ = "import pathlib\nfor file in pathlib.Path('catalog/modules').iterdir(): file.read_bytes()"
SEEN_BY_ALL = 1_000
"""Up to how many entries check-jsonschema checks in every round: it takes 10 ms for each."""
AJV_PROGRAM = BIN.parent / "bench/node_modules/.bin/ajv"


def measured(at: Run) -> Results:
    """Yield what is measured of the check."""
    sizes = dict.fromkeys([*at.sizes, at.most])
    by_size = {size: _at(size, at) for size in sizes}
    most = by_size[at.most]
    of = f"{at.most:,} entries"
    yield _beside("cold, beside check-jsonschema", most, OURS, PEER, of)
    yield _beside("nothing changed, beside check-jsonschema", most, UNCHANGED, PEER, of)
    yield Row("one entry changed", most[EDITED].cpu, of)
    yield _misspelt(at)
    yield Row("memory, cold", most[OURS].peak, of)
    if AJV in most:
        yield _beside("cold, beside ajv-cli", most, OURS, AJV, of)
    yield _beside("cold, beside reading the files", most, OURS, FLOOR, of)
    yield cost_table("Beside others, by the number of entries:", by_size)
    yield from _start(at)


def _at(size: int, at: Run) -> dict[str, Cost]:
    root = at.catalog(size)
    run(BIN / "module-catalog", "check", folder=root)
    commands = _ours(root) | {FLOOR: Command([BIN / "python", "-c", READ], root)} | _ajv(root)
    if size <= SEEN_BY_ALL:
        commands |= _peer(root)
    found = costs(commands, turns=at.turns)
    return found | (costs(_peer(root), turns=1) if size == at.most and PEER not in found else {})


def _ours(root: Path) -> dict[str, Command]:
    check: Words = [BIN / "module-catalog", "check"]
    edited = min((root / "catalog/modules").glob("*.yaml"))

    def edit(turn: int) -> None:
        text = edited.read_text(encoding="utf-8")
        summary = f"summary: It was changed in round {turn} and had {len(text)} letters before."
        edited.write_text(re.sub(r"(?m)^summary: .*", summary, text), encoding="utf-8")

    return {
        OURS: Command([*check, "--no-cache"], root),
        UNCHANGED: Command(check, root, lambda turn: run(*check, folder=root)),
        EDITED: Command(check, root, edit),
    }


def _peer(root: Path) -> dict[str, Command]:
    files = sorted((root / "catalog/modules").glob("*.yaml"))
    return {PEER: Command([BIN / "check-jsonschema", "--schemafile", _schema(root), *files], root)}


def _ajv(root: Path) -> dict[str, Command]:
    if not AJV_PROGRAM.exists():
        return {}
    quoted = root / "quoted"
    forget(quoted)
    shutil.copytree(root / "catalog/modules", quoted)
    for file in quoted.iterdir():
        text = re.sub(r"(?m): (\d{4}-\d\d-\d\d)$", r": '\1'", file.read_text(encoding="utf-8"))
        file.write_text(text, encoding="utf-8")
    options = ["--spec=draft2020", "--strict=false", "-c", "ajv-formats"]
    return {
        AJV: Command([AJV_PROGRAM, "validate", *options, "-s", _schema(root), "-d", "quoted/*.yaml"], root)
    }


def _schema(root: Path) -> Path:
    file = root / "schema.json"
    file.write_text(run(BIN / "module-catalog", "schema", folder=root), encoding="utf-8")
    return file


def _misspelt(at: Run) -> Row:
    root = at.catalog(at.most, "--misspelt")
    found = costs({OURS: Command([BIN / "module-catalog", "check", "--no-cache"], root)}, turns=1)[OURS]
    return Row(
        "every entry names a module that is not there",
        found.cpu,
        f"{at.most:,} such entries, {found.peak:,.0f} MiB",
    )


def _start(at: Run) -> Results:
    root = at.catalog(0)
    (root / "catalog/modules").mkdir(exist_ok=True)
    commands = {
        "a command starts": Command([BIN / "module-catalog", "--version"], root),
        "a check of an empty catalog": Command([BIN / "module-catalog", "check"], root),
        "Python starts": Command([sys.executable, "-c", "pass"], root),
    }
    words = {"a command starts": "`module-catalog --version`", "Python starts": "`python -c pass`"}
    for name, found in costs(commands, turns=9).items():
        yield Row(name, found.cpu, words.get(name, "`module-catalog check`"))


def _beside(what: str, found: dict[str, Cost], ours: str, theirs: str, of: str) -> Row:
    mine, other = found[ours].cpu, found[theirs].cpu
    return Row(what, mine / other, f"{of}: {mine:.2f} s, {other:.2f} s")
