"""Why a source tree cannot answer a claim: a table of the reasons, and what is said of each."""

from __future__ import annotations

from collections.abc import Mapping

REASONS: Mapping[str, str] = {
    "language": "{found} is not read",
    "extra": "{found} is read once `pip install 'mkdocs-module-catalog[audit]'` has been run",
    "code": "it has no file of a language that imports others",
    "not-given": "the repository `{found}` was not given",
    "others": "what is in another repository may need it",
    "repository": "its files are in another repository",
    "nested": "only files of modules inside one of the two import the other",
    "import": "no import or include shows it",
    "computed": "a file that may need it puts together what it imports, or hands a package on",
    "several": "a file includes what may be one of its files or another, or what a macro names",
    "link": "a symbolic link leads to it, and what is taken in by way of that is not followed",
    "unread": "a file that may tell is too large, cannot be parsed, or is not in this clone",
    "mechanism": "nothing has to declare a toggle of this kind",
    "ways": "not every way to declare a toggle of this kind is known",
    "kconfig": "no Kconfig file of this tree declares it, and another tree's may",
    "source": "no build file asks for it, and other files name it",
    "kind": "what is read does not say what a toggle of this kind keeps out of a build",
    "build": "the CMake files do not say it plainly of all its compiled files",
    "uncompiled": "it has no file that is compiled by itself",
    "besides": "all its compiled files need it, and the others are no part of a build",
    "always": "its compiled files are built in any case, and what is asked while they run is not read",
    "data": "only files of data name it, which may set it or speak of it",
    "joined": "a file names the part of its name that it shares with others, and may put it together",
    "conditions": "what is read does not say what a toggle of this kind requires",
    "alone": "it is also asked for without the other",
    "rule": "the rules of that file which it names are for others",
    "alike": "`{found}` names somebody whose handle is much the same",
    "team": "it names teams, or addresses",
    "ci": "the tree has no CI files",
    "word": "its files name it, and not as a job",
    "script": "what it runs is in other files, or is not written there plainly",
    "instead": "no file that needs it, or named it before its removal, is seen to import that",
    "prose": "what it counts is not known",
    "then": "it is about what was",
    "plan": "it names no change of this repository",
    "begun": "`{found}`, which it names, is there",
    "readers": "it may be read under another name, or in another repository",
    "installed": "whoever installs the project reads it",
    "names": "a package computes the names of its extras",
    "undeclared": "nothing that is read gives it a default",
    "condition": "that depends on a condition",
    "package": "its package is not in this repository",
    "dynamic": "what its file defines is not written there plainly",
    "revision": "its commit is not in the history of this clone",
    "tag": "this clone has no tag of `{found}`",
    "never": "no release that has a tag has it",
    "before": "the catalog has no release before `{found}`, or none that has a tag",
    "versions": "releases are not searched for toggles of its kind, or one cannot be read",
    "there": "it is in every later release too",
    "commit": "no commit of the history is known by that address",
    "commits": "more than one commit of the history is known by that address",
    "merge": "its commit is a merge",
    "elsewhere": "its commit changes no file where the module is or was",
    "older": "its paths have commits since {found}, and may have been another's",
    "moved": "its paths begin with a move from `{found}`",
    "start": "the history begins with {found}",
    "gone": "nothing is there since {found}",
    "still": "none of its paths came or went then",
    "untied": "nothing shows what it has to do with the others",
    "edits": "its commit adds and removes none of the files of the module",
    "apart": "the files that its commit adds and removes came and went in several releases, or in none",
}
"""By its word in evidence.json, as a clause with the fields of a Claim in braces. `found` is what it is
about: the languages that are not read, a release, or a repository."""

OF_ANY_KIND: Mapping[str, str] = {"not-given": "`{subject}` cannot be checked: {reason}"}
"""What is said of a claim of any kind, by the reason: where that says nothing about what is claimed."""

UNRECORDED = "no reason was recorded"
"""What evidence comes to that was written before there were reasons."""
