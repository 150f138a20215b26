"""How long a check takes, beside check-jsonschema on the same files in the same run.

    .venv/bin/python benchmarks/check.py [ENTRIES]

Prints CPU seconds of whole processes (user and system, children included) and their ratio: machines are
noisy, ratios less so. check-jsonschema checks only the shape and gives no places; `module-catalog check` also
checks everything between entries.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
BIN = Path(sys.executable).parent


def copied(text: str, id_: str, number: int) -> str:
    """Return an entry as the *number*-th copy of itself: its own name, paths, toggles and neighbours."""
    text = re.sub(r"(?m)^name: .*$", f"name: {id_} {number}", text, count=1)
    text = re.sub(r"\b(module|replacement): (?!none\b|no-record\b)([a-z0-9-]+)", rf"\1: \2-{number}", text)
    text = re.sub(
        r"(?<=with: \[)[a-z0-9, -]+(?=\])",
        lambda found: re.sub(r"[a-z0-9-]+", rf"\g<0>-{number}", found[0]),
        text,
    )
    text = re.sub(r"(?m)^  - ([A-Za-z0-9_]+/\S+|\w+)$", rf"  - c{number}/\1", text)
    toggles = re.findall(r"(?m)^(?:toggles:\n)?  - (?:\{)?name: ([^,\n]+)", text)
    for toggle in sorted({*toggles, *re.findall(r"\b[A-Z]+_[A-Z0-9_]+\b", text)}, key=len, reverse=True):
        text = re.sub(rf"(?<![\w.-]){re.escape(toggle)}(?![\w.-])", f"{toggle}_{number}", text)
    return text


def catalog(root: Path, entries: int) -> None:
    """Write a catalog of about *entries* modules below *root*: that of this repository, over and over."""
    modules = sorted((REPOSITORY / "catalog/modules").glob("*.yaml"))
    (root / "catalog/modules").mkdir(parents=True)
    for name in ("catalog.yaml", "people.yaml"):
        (root / "catalog" / name).write_bytes((REPOSITORY / "catalog" / name).read_bytes())
    for number in range(max(1, round(entries / len(modules)))):
        for file in modules:
            text = copied(file.read_text(encoding="utf-8"), file.stem, number)
            (root / f"catalog/modules/{file.stem}-{number}.yaml").write_text(text, encoding="utf-8")


def seconds(*command: str | Path, cwd: Path) -> float:
    """Return the CPU seconds a command takes."""
    before = os.times()
    subprocess.run(command, cwd=cwd, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def main() -> None:
    entries = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        catalog(root, entries)
        files = sorted((root / "catalog/modules").glob("*.yaml"))
        done = subprocess.run(
            [BIN / "module-catalog", "check"], cwd=root, capture_output=True, text=True, check=False
        )
        sys.stdout.write(f"{done.stdout.splitlines()[-1]}\n")
        schema = subprocess.run(
            [BIN / "module-catalog", "schema"], cwd=root, capture_output=True, check=True
        ).stdout
        (root / "schema.json").write_bytes(schema)
        ours = min(seconds(BIN / "module-catalog", "check", cwd=root) for _ in range(3))
        theirs = seconds(BIN / "check-jsonschema", "--schemafile", "schema.json", *files, cwd=root)
        times = (
            f"module-catalog check {ours:.2f} s, check-jsonschema {theirs:.2f} s, ratio 1/{theirs / ours:.1f}"
        )
        sys.stdout.write(f"{len(files):,} entries: {times}\n")


if __name__ == "__main__":
    main()
