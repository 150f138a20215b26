"""What reading a file finds: its YAML (MC0xx), its shape (MC1xx), its name and what it names (MC2xx).

documents.py, misfits.py, translation.py and checks/files.py yield these codes.
"""

from __future__ import annotations

from ...diagnostics import Severity
from .rule import Rule

RULES = (
    Rule(
        "MC001",
        "an entry is valid YAML",
        "A file that cannot be read cannot be checked, and its module would be missing on the site.",
    ),
    Rule(
        "MC002",
        "a key is written once",
        "YAML parsers silently keep one of the two values, and not all of them keep the same one.",
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
        "Anchors, aliases, tags, merge keys and several documents"
        " hide what an entry says from those who review it.",
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
        "the file name of an entry ends in .yaml",
        "A file with another extension would be ignored silently.",
    ),
    Rule(
        "MC101",
        "every key is known",
        "A misspelt key would be ignored silently. A project's own keys start with x-.",
    ),
    Rule(
        "MC102",
        "required keys are present",
        "A module that leaves out who owns it or where it lives cannot be relied on.",
    ),
    Rule(
        "MC103",
        "a value has the right type",
        "A page that expects a list cannot show a word.",
    ),
    Rule(
        "MC104",
        "a value is one of the words the catalog knows",
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
        "keys that depend on each other are given together",
        "An empty list needs its reason: no record, or truly none.",
    ),
    Rule(
        "MC108",
        "a written schema is up to date",
        "With an old schema, an editor suggests words that the catalog no longer has,"
        " and marks new ones as errors.",
    ),
    Rule(
        "MC110",
        "the translation of the pages is a gettext file",
        "A translation that cannot be read leaves every page in English.",
    ),
    Rule(
        "MC111",
        "a translation keeps every placeholder",
        "A message that lacks a placeholder, or has one too many, is shown in English instead.",
        severity=Severity.WARNING,
    ),
    Rule(
        "MC202",
        "an id belongs to one file",
        "Links, relations and addresses of pages use the id, so it must mean one module.",
        across=True,
    ),
    Rule(
        "MC203",
        "a file name is a valid id",
        "The id is part of addresses and commands, where spaces and capital letters cause trouble.",
    ),
    Rule(
        "MC232",
        "a glob of catalog.yaml names entries",
        "Entries that it was to name are left out, and nothing else says so.",
        severity=Severity.WARNING,
    ),
    Rule(
        "MC233",
        "the copy of another catalog is the one that was reviewed",
        "Pages name and link what stands in the copy. By the hash, a review sees that it is another one.",
    ),
    Rule(
        "MC234",
        "the copy of another catalog can be used",
        "Without it, no relation to its modules can be checked or shown.",
    ),
    Rule(
        "MC901",
        "evidence.json is as `module-catalog audit` wrote it",
        "Evidence is worth something only as long as nobody edits it.",
    ),
)
