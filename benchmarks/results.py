"""Everything that is measured, what is promised of it, and the Markdown that says both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from measure import Cost, growth

_UNITS: Mapping[str, Callable[[float], str]] = {
    "part": lambda number: f"1/{1 / number:.3g}" if 0 < number < 0.5 else f"{number:.2f}",
    "floors": lambda number: f"{number:.2f} floors",
    "times": lambda number: f"{number:.2f} times",
    "exponent": lambda number: f"{number:.2f}",
    "s": lambda number: f"{number:.2f} s",
    "ms": lambda number: f"{number:.1f} ms",
    "MiB": lambda number: f"{number:,.0f} MiB",
    "KB": lambda number: f"{number:,.0f} KB",
    "B": lambda number: f"{number:,.0f} B",
}
"""How a number is written, by its unit. Seconds are CPU, kilobytes have 1,000 bytes."""


@dataclass(frozen=True)
class Measure:
    """A number that a run measures."""

    unit: str
    most: float | None = None
    """What it is promised not to be above, if anything is."""


MEASURES: Mapping[str, Mapping[str, Measure]] = {
    "Check": {
        "cold, beside check-jsonschema": Measure("part", 1 / 22),
        "nothing changed, beside check-jsonschema": Measure("part", 1 / 200),
        "one entry changed": Measure("s", 0.5),
        "every entry names a module that is not there": Measure("s", 5),
        "memory, cold": Measure("MiB", 300),
        "cold, beside ajv-cli": Measure("times"),
        "cold, beside reading the files": Measure("floors"),
        "growth, cold": Measure("exponent"),
        "a command starts": Measure("s", 0.15),
        "a check of an empty catalog": Measure("s"),
        "Python starts": Measure("s"),
    },
    "Site": {
        "cold": Measure("floors", 3),
        "nothing changed": Measure("floors", 1.6),
        "growth, cold": Measure("exponent", 1.1),
        "memory, cold": Measure("MiB", 400),
        "cold, beside the same pages as Markdown": Measure("part"),
        "cold, beside Zensical on these": Measure("times"),
        "only our pages, by `build --out`": Measure("s"),
        "a kind of 150 modules, each related to each": Measure("s"),
    },
    "Server": {
        "from saving one entry to its page, beside a cold build": Measure("part", 1 / 8),
        "from saving one entry to its page": Measure("s"),
    },
    "Sizes": {
        "largest page but the index": Measure("KB", 300),
        "largest page of a large catalog": Measure("KB", 1_000),
        "largest page where 150 modules are related each to each": Measure("KB", 300),
        "index, a row": Measure("B", 700),
        "index of real entries, compressed, beside an empty one": Measure("KB", 70),
        "index of generated entries, compressed, beside an empty one": Measure("KB"),
        "search, a module": Measure("B", 500),
    },
    "Audit": {
        "one module selected, beside all": Measure("part", 1 / 5),
        "at another commit, beside a first run": Measure("part"),
        "memory": Measure("MiB", 400),
    },
    "Chromium": {
        "a letter typed": Measure("ms", 50),
        "a filter chosen": Measure("ms", 50),
        "a column sorted": Measure("ms", 100),
    },
}
"""By what is measured; each file that measures fills in its part."""


@dataclass(frozen=True)
class Row:
    """What was measured."""

    what: str
    """A name in MEASURES."""
    number: float
    about: str
    """Of how many entries, and the numbers behind it."""


@dataclass(frozen=True)
class Table:
    """Numbers behind the rows."""

    title: str
    head: Sequence[str]
    lines: Sequence[Sequence[str]]


Results = Iterator[Row | Table]


def cost_table(title: str, by_size: Mapping[int, Mapping[str, Cost]]) -> Table:
    """Return the table of what commands cost at each size, and how that grows."""
    names = dict.fromkeys(name for found in by_size.values() for name in found)
    lines: list[Sequence[str]] = []
    grows = ["grows as"] if len(by_size) > 1 else []
    for name in names:
        found = {size: one[name] for size, one in by_size.items() if name in one}
        exponent = f"{growth({size: one.cpu for size, one in found.items()}):.2f}" if len(found) > 1 else ""
        lines.append([name, *(str(found.get(size, "")) for size in by_size), *(exponent for _ in grows)])
    head = ["CPU s / wall s / peak MiB", *(f"{size:,}" for size in by_size), *grows]
    return Table(title, head, lines)


def markdown(part: str, results: Iterable[Row | Table]) -> str:
    """Return what was measured of a part: first what is promised, then the numbers behind it."""
    found = list(results)
    rows = [_line(MEASURES[part][row.what], row) for row in found if isinstance(row, Row)]
    tables = [one for one in found if isinstance(one, Table)]
    tables = [Table("", ["what", "measured", "at most", "", "of"], rows), *tables]
    return "\n\n".join([f"## {part}", *map(_table, tables)])


def _line(measure: Measure, row: Row) -> Sequence[str]:
    written = _UNITS[measure.unit]
    if measure.most is None:
        return (row.what, written(row.number), "", "", row.about)
    return (
        row.what,
        written(row.number),
        written(measure.most),
        _verdict(row.number / measure.most),
        row.about,
    )


def _verdict(part: float) -> str:
    """Return whether a number holds that is such a part of what is promised."""
    if part <= 1:
        return "holds"
    return f"**{part - 1:.0%} too much**" if part < 2 else f"**{part:.1f} times too much**"


def _table(table: Table) -> str:
    lines = [table.head, ["---"] * len(table.head), *table.lines]
    title = f"{table.title}\n\n" if table.title else ""
    return title + "\n".join(f"| {' | '.join(line)} |" for line in lines)
