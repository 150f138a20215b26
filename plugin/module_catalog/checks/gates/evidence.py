"""The gate that looks at what an audit of the source tree found."""

from __future__ import annotations

from functools import partial

from ...catalog.claim_kinds import CLAIM_KINDS
from ...catalog.entries import Module
from ...catalog.evidence import Claim
from ...catalog.model import Catalog
from .gate import GateOptions, Shortfall, Shortfalls, gate, listed

_SAYS = {
    "namespace": "its namespaces exist",
    "toggle": "its toggles work as stated",
    "isolation": "nothing outside needs it",
}
"""What a lifecycle file can ask for. The kinds of claim say which of it they answer."""


@gate(
    "MC422",
    "the source tree confirms what the stage requires",
    requirement=lambda options, catalog: (
        f"Evidence from the source tree that {listed([_SAYS[name] for name in options['of']])}"
    ),
    options={
        "of": {
            "type": "array",
            "items": {"enum": list(_SAYS)},
            "description": f"what an audit must have confirmed: {', '.join(_SAYS)}",
        },
    },
)
def evidence(module: Module, options: GateOptions, catalog: Catalog) -> Shortfalls:
    """An entry can claim anything; the source tree shows whether it is so.

    A contradiction has a rule of its own. That there was no audit at all is said only by
    `module-catalog ready` and on the page.
    """
    found = catalog.evidence_of(module)
    # That there is no toggle at all is another gate's to say, and a shared one is looked at for its owner.
    for name in (name for name in options["of"] if name != "toggle" or module.own_toggles):
        known = [claim for claim in found if CLAIM_KINDS[claim.kind].answers == name]
        wrong = [claim for claim in known if claim.verdict == "contradicted"]
        for claim in wrong:
            yield Shortfall(
                partial(module.where, *(claim.key(module) or ("stage",))),
                f"evidence of {name}, and {claim.sentence}: fix the entry or the source",
                is_acknowledged=True,
            )
        if not any(map(_bears_out, known)) and not wrong:
            yield _missing(module, name, catalog, is_looked_at=bool(known))


def _bears_out(claim: Claim) -> bool:
    """Say whether a claim is verified, or the fact that nothing speaks against what no other stage asked."""
    return claim.verdict == "verified" or (claim.verdict == "no-claim" and claim.count == 0)


def _missing(module: Module, name: str, catalog: Catalog, *, is_looked_at: bool) -> Shortfall:
    place = partial(module.where_key, "stage")
    if is_looked_at:
        message = f"evidence of {name}, and the tree cannot tell: let a person check it"
        return Shortfall(place, message, is_acknowledged=True)
    message = f"evidence of {name}: run `module-catalog audit`"
    return Shortfall(place, message, is_acknowledged=catalog.evidence is None)
