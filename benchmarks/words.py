"""The words that sentences and names of generated catalogs are made of."""

from __future__ import annotations


def _split(words: str, at: str | None = None) -> list[str]:
    return words.split(at)


ADJECTIVES = _split(
    "able amber ample arctic atomic basic binary blunt bold brave brief bright broad calm cheap civil clear"
    " close cold common compact cool crisp cubic daily dark deep dense direct double dry dual eager early"
    " easy edge elastic empty equal exact extra fair fast final fine firm first fixed flat fluid focal"
    " formal free fresh full gentle global gold grand grave great green hard heavy hidden high hollow"
    " hot huge human ideal idle inner iron joint just keen kind large last lazy lean legal level light"
    " linear live local lone long loose loud low lucid lunar major mellow mild minor mixed mobile modern"
    " narrow native near neat new noble normal novel odd open outer packed parallel",
)
NOUNS = _split(
    "adapter agent allocator analyser anchor archive arena array assembler atlas balancer batcher beacon"
    " binder bridge broker buffer builder bundle cache canvas carrier catcher channel checker clock cluster"
    " codec collector compiler console copier counter crawler cursor daemon decoder deque digest dispatcher"
    " driver editor emitter encoder engine fetcher filter folder forge frame gateway grammar graph guard"
    " handler harvester heap hub importer index inspector journal kernel ladder lattice layout ledger lexer"
    " linker loader lowering mapper marker matcher merger mesh meter mirror monitor mover network observer"
    " optimiser packer parser partition pass pipeline planner pool printer probe profiler proxy pruner"
    " queue reader reducer",
)
VERBS = _split(
    "accepts balances batches binds builds bundles caches checks collects compares compiles composes copies"
    " counts decodes delays delivers describes drops emits encodes expands exports fetches filters folds"
    " forwards fuses groups hides hands holds imports indexes joins keeps lays limits links lists loads"
    " lowers maps marks matches merges moves orders packs parses partitions plans prints probes prunes"
    " queues reads records reduces",
)
OBJECTS = _split(
    "addresses answers archives arrays batches blocks branches buffers calls certificates changes channels"
    " commands constants containers cookies copies counters credentials deltas devices digests documents"
    " edges entries errors events expressions fields fragments frames functions gradients graphs groups"
    " handles headers hints identifiers images indexes instructions intervals jobs keys labels layers"
    " leases lines links lists locks loops markers matrices messages metrics models names nodes numbers"
    " objects offsets operators packets pages paths patterns",
)
ENDINGS = _split(
    "before anything else starts|for people who cannot wait|when the network is slow|as the standard asks"
    "|without a second copy|across several machines|until the last one is gone|in the order they came"
    "|for devices with little memory|on every supported system|as long as there is room|at the end of a run"
    "|while others are still reading|by a rule that can be changed|if nothing has changed since"
    "|with no more than one lock|from a list that people keep|for tests and for nothing else"
    "|in a tenth of the time|so that a restart loses nothing|behind a stable interface|twice a day",
    "|",
)
