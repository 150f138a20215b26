"""The catalog of this repository, over and over: real entries, whose sentences cost nothing but once."""

from __future__ import annotations

import math
import re
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent


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


def write(root: Path, entries: int) -> None:
    """Write a catalog of about *entries* modules below *root*: that of this repository, over and over."""
    modules = sorted((REPOSITORY / "catalog/modules").glob("*.yaml"))
    (root / "catalog/modules").mkdir(parents=True)
    for name in ("catalog.yaml", "people.yaml"):
        (root / "catalog" / name).write_bytes((REPOSITORY / "catalog" / name).read_bytes())
    for number in range(math.ceil(entries / len(modules))):
        for file in modules:
            text = copied(file.read_text(encoding="utf-8"), file.stem, number)
            (root / f"catalog/modules/{file.stem}-{number}.yaml").write_text(text, encoding="utf-8")
