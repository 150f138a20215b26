"""What an importer gives: drafts of entries and what they need around them, as plain data."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..catalog.reading import documents
from ..catalog.validation.schema import effective

Data = dict[str, Any]
Files = Mapping[str, str]
"""The texts of a source by their paths, with `/`."""
_DOCUMENT = re.compile(r"(?m)^---(?:[ \t].*)?$\n?")
_DEEP = 6
"""How many levels of a value that nobody reads are kept as they are; what is deeper becomes a text."""
_FRONT = re.compile(r"---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
SUMMARY = 300
"""The longest summary that an entry may have."""


@dataclass
class Draft:
    """An entry as the source has it."""

    id: str
    path: str
    """The file of the source that says so."""
    data: Data
    guessed: dict[str, str] = field(default_factory=dict)
    """Why a value was guessed, by the top-level key it is at: a line for each reason."""
    how: str = "Imported"
    """What was done to have it, at the top of its file."""

    def keep(self, source: Mapping[str, Any], read: Iterable[str]) -> None:
        """Keep what the source says and no key of an entry takes, as `x-` keys."""
        for key, value in source.items():
            if key not in read and says(value):
                self.data[f"x-{key}"] = shallow(value)


@dataclass
class Imported:
    """All that was found in a source."""

    catalog: Data
    """What catalog.yaml says."""
    lifecycle: str | Data
    """What the lifecycle file says, or the name of one."""
    drafts: list[Draft] = field(default_factory=list)
    people: dict[str, Data] = field(default_factory=dict)
    teams: dict[str, Data] = field(default_factory=dict)
    guessed: dict[str, str] = field(default_factory=dict)
    """Why a key of catalog.yaml was guessed."""
    notes: dict[str, str] = field(default_factory=dict)
    """What stands above a key of catalog.yaml that was not guessed."""
    unread: list[tuple[str, str]] = field(default_factory=list)
    """What was not understood: the path, and why."""

    def person(self, said: Any) -> str | None:
        """Return the handle that a text names, and put its owner on the roster; None for no text.

        What is no handle, or stands for nobody yet, is returned as it is: the check says so.
        """
        if not says(said):
            return None
        found = line(said).lstrip("@") or line(said)
        if found.casefold() in NOTHING:
            return found
        if is_handle(found):
            self.people.setdefault(found, {"name": found})
        elif all(map(is_handle, found.split("/", 1))):
            self.teams.setdefault(found, {"name": found})
        return found

    def persons(self, said: Any) -> list[str]:
        """Return the handles of a list, each once."""
        return list(dict.fromkeys(one for item in listed(said) if (one := self.person(item))))

    def add(self, draft: Draft) -> None:
        """Add a draft whose id is not that of another."""
        taken = {one.id for one in self.drafts}
        if draft.id in taken:
            wanted, number = draft.id, 2
            while f"{wanted}-{number}" in taken:
                number += 1
            draft.id = f"{wanted}-{number}"
            draft.guessed.setdefault("name", f"the id `{wanted}` is that of another file as well")
        self.drafts.append(draft)


NOTHING = ("tbd", "todo", "n/a", "na", "n-a", "none", "nobody", "null", "-", "?")
"""What people write where there is nothing to write."""


def is_handle(text: str) -> bool:
    """Say whether a text can be the handle of a person."""
    return bool(re.fullmatch(effective("module", {})["$defs"]["handle"]["pattern"], text))


def says(value: Any) -> bool:
    """Say whether a value is there: an empty one says nothing."""
    return value not in (None, "", [], {})


def listed(value: Any) -> list[Any]:
    """Return a list as it is, and anything else as a list of one or none."""
    return value if isinstance(value, list) else [value] if says(value) else []


def mapped(value: Any) -> Data:
    """Return a mapping as it is, and an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def line(value: Any) -> str:
    """Return a value as text on one line, without characters that do not print."""
    text = " ".join(str("" if value is None else value).split())
    return "".join(one for one in text if unicodedata.category(one) not in ("Cc", "Cf", "Zl", "Zp"))


def sentence(value: Any, most: int = SUMMARY) -> str:
    """Return a text on one line, cut after a sentence, or a word, where it is longer than allowed."""
    text = line(value)
    if len(text) <= most:
        return text
    start = text[: most - 1]
    ends = [found.end() for found in re.finditer(r"[.!?](?= )", start)]
    return start[: ends[-1]] if ends and ends[-1] > most // 3 else (start.rpartition(" ")[0] or start) + "…"


def prose(text: str) -> str:
    """Return Markdown as the text that a reader sees."""
    text = re.sub(r"<!--.*?-->|\{\{[<%].*?[>%]\}\}|<[^>\n]{1,200}>", " ", text, flags=re.DOTALL)
    text = re.sub(r"!?\[([^\]\n]*)\](?:\([^)\n]*\)|\[[^\]\n]*\])", r"\1", text)
    text = re.sub(r"[*`]+|(?<!\w)_+|_+(?!\w)", "", text)
    return re.sub(r"\s+(?=[.,;:](?:\s|$))", "", text)


def paragraph(text: str) -> str:
    """Return the first paragraph of Markdown that is prose."""
    for part in re.split(r"\n\s*\n", text):
        found = prose(part).strip()
        if found and not re.match(r"[#|>:=-]|\d+\.|```", part.strip()):
            return line(found)
    return ""


def slug(text: Any) -> str:
    """Return an id made of a text: `entry` where it has no letter that an id may have."""
    plain = unicodedata.normalize("NFKD", line(text)).encode("ascii", "ignore").decode().casefold()
    return re.sub("[^a-z0-9]+", "-", plain)[:100].strip("-") or "entry"


def ident(text: str) -> str:
    """Return a text as it is where it is an id, and else one made of it."""
    form = effective("module", {})["$defs"]["id"]
    return text if re.fullmatch(form["pattern"], text) and len(text) <= form["maxLength"] else slug(text)


def title(word: str) -> str:
    """Return what a page calls an id: its words, the first with a capital."""
    text = word.replace("-", " ").replace("_", " ").strip() or word
    return text[:1].upper() + text[1:]


def shallow(value: Any, depth: int = _DEEP) -> Any:
    """Return a value with what lies too deep written as a text."""
    if not isinstance(value, (dict, list)):
        return value
    if not depth:
        return str(value)
    if isinstance(value, list):
        return [shallow(one, depth - 1) for one in value]
    return {str(key): shallow(one, depth - 1) for key, one in value.items()}


def web(value: Any) -> str | None:
    """Return a text that is an address of the web; None for any other."""
    form = effective("module", {})["$defs"]["url"]
    text = line(value)
    return text if re.match(form["pattern"], text) and len(text) <= form["maxLength"] else None


def yaml_of(path: str, text: str, told: Callable[[str, str], object]) -> Data:
    """Return the mapping of a YAML text, with all scalars as text; what is wrong with it is *told*.

    A list at the top is at the key `records`.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    is_list = re.match(r"(?:\s*#.*\n|\s*\n|---.*\n)*-\s", text)
    if is_list:
        text = "records:\n" + _DOCUMENT.sub("", text, count=1)
    reading = documents.parse(text, path)
    for finding in reading.findings:
        told(path, f"line {finding.place.line - bool(is_list)}: {finding.message}")
    return reading.document.data if reading.document else {}


def yaml_documents(path: str, text: str, told: Callable[[str, str], object]) -> Iterator[Data]:
    """Yield each document of a YAML text that is a mapping."""
    for part in _DOCUMENT.split(text):
        if re.search(r"(?m)^\s*[^#\s]", part) and (found := yaml_of(path, part, told)):
            yield found


def front_matter(path: str, text: str, told: Callable[[str, str], object]) -> tuple[Data, str]:
    """Return the YAML that a page of Markdown begins with, and the page below it."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    found = _FRONT.match(text)
    if not found:
        told(path, "the page has no front matter")
        return {}, text
    return yaml_of(path, found[1], told), text[found.end() :]
