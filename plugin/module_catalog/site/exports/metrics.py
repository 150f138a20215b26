"""The catalog in numbers, in the text format of Prometheus: what there is, and what needs attention."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from ...catalog.model import Catalog
from ...diagnostics import printable
from ..needs import NEEDS
from .export import export

_PREFIX = "module_catalog"
Sample = tuple[Mapping[str, str], int]
"""The labels of a number, and the number."""


@export("prometheus", "How many modules there are and what needs attention, as metrics for Prometheus.")
def metrics(catalog: Catalog) -> bytes:
    """Return every number as a gauge, each kind of them with its help, in the order of the catalog."""
    modules = Counter((module.kind, module.stage) for module in catalog.modules)
    verdicts = Counter(claim.verdict for claim in catalog.evidence.claims) if catalog.evidence else {}
    gauges = (
        _gauge(
            "modules",
            "Modules, by kind and stage.",
            (({"kind": kind, "stage": stage}, modules[kind, stage]) for kind, stage in sorted(modules)),
        ),
        _gauge(
            "attention",
            "Modules that need attention, by what they need.",
            (({"need": need.id}, len(need.of(catalog))) for need in NEEDS),
        ),
        _gauge(
            "claims",
            "Claims of entries that were compared with the source tree, by verdict.",
            (({"verdict": verdict}, verdicts[verdict]) for verdict in sorted(verdicts)),
        ),
        _gauge("showcase_entries", "Entries of the showcase.", [({}, len(catalog.showcase))]),
    )
    return "".join(gauges).encode()


def _gauge(name: str, help_: str, samples: Iterable[Sample]) -> str:
    lines = [f"{_PREFIX}_{name}{_labels(labels)} {value}" for labels, value in samples]
    head = (f"# HELP {_PREFIX}_{name} {help_}", f"# TYPE {_PREFIX}_{name} gauge")
    return "\n".join((*head, *lines, "")) if lines else ""


def _labels(labels: Mapping[str, str]) -> str:
    listed = ",".join(f'{name}="{_escaped(value)}"' for name, value in labels.items())
    return f"{{{listed}}}" if listed else ""


def _escaped(text: str) -> str:
    return printable(text).replace("\\", "\\\\").replace('"', '\\"')
