"""What reading a file finds: its YAML (MC0xx), its shape (MC1xx), its name (MC202, MC203).

documents.py, schema.py, translation.py and pipeline.py yield these codes.
"""

from __future__ import annotations

from ...diagnostics import Severity
from .rule import Rule

RULES = (
    Rule(
        "MC001",
        "an entry is YAML",
        "What cannot be read cannot be checked, and a reader of the site would miss the module.",
    ),
    Rule(
        "MC002",
        "a key is written once",
        "YAML readers silently keep one of two values, and not all of them the same one.",
    ),
    Rule(
        "MC003",
        "an entry is UTF-8 text",
        "Other encodings and control characters look different on every machine.",
    ),
    Rule(
        "MC004",
        "an entry is small and flat",
        "A file that is huge or deeply nested is a mistake or an attack, not an entry.",
    ),
    Rule(
        "MC005",
        "an entry uses plain YAML",
        "Anchors, aliases, tags, merge keys and several documents hide what an entry says from those who review it.",
    ),
    Rule(
        "MC006",
        "an entry is a mapping",
        "An empty file, or one that holds a list, says nothing about a module.",
    ),
    Rule(
        "MC007",
        "an entry is a file inside the catalog",
        "A folder, a device or a link that leads elsewhere is not an entry.",
    ),
    Rule(
        "MC008",
        "a key is plain text",
        "Lists and mappings as keys cannot be named in a finding, a link or a form.",
    ),
    Rule(
        "MC009",
        "an entry ends in .yaml",
        "One ending for all: a file with another one would be left out in silence.",
    ),
    Rule(
        "MC101",
        "every key is known",
        "A misspelt key is a fact that nobody sees. A project's own keys start with x-.",
    ),
    Rule(
        "MC102",
        "required keys are there",
        "A module that leaves out who owns it or where it lives cannot be relied on.",
    ),
    Rule(
        "MC103",
        "a value has the right type",
        "A page that expects a list cannot show a word.",
    ),
    Rule(
        "MC104",
        "a word is one the catalog knows",
        "Stages, kinds and relations mean something only when everybody uses the same words.",
    ),
    Rule(
        "MC105",
        "a value has the right form",
        "Addresses, paths, dates and ids are followed by programs, which do not guess.",
    ),
    Rule(
        "MC106",
        "a value is neither empty nor too long",
        "A summary that does not fit on a line is not read, and an empty one says nothing.",
    ),
    Rule(
        "MC107",
        "keys that go together are together",
        "An empty list is an answer only when it says why: no record, or truly none.",
    ),
    Rule(
        "MC108",
        "a written schema is up to date",
        "An editor that reads an old schema offers words the catalog no longer has, and marks those it has now.",
    ),
    Rule(
        "MC110",
        "the translation of the pages is a gettext file",
        "A translation that cannot be read leaves every page in English.",
    ),
    Rule(
        "MC111",
        "a translation has a place for every value",
        "A page that cannot say how many, or who, says it in English instead.",
        severity=Severity.WARNING,
    ),
    Rule(
        "MC202",
        "an id belongs to one file",
        "Links, relations and the address of a page lead to an id, and so to one module.",
    ),
    Rule(
        "MC203",
        "a file's name is an id",
        "The id stands in addresses and commands, where blanks and capitals get lost.",
    ),
    Rule(
        "MC901",
        "evidence.json is as an audit wrote it",
        "What was found in the source tree is worth something only as long as nobody bends it.",
    ),
)
