"""What the formats share: a finding in words, the summary, fingerprints, and JSON that is safe to print."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import sha256
from itertools import accumulate, takewhile
from typing import Any
from urllib.parse import quote

from ..catalog.addresses import module_path, published
from ..catalog.model import Catalog
from ..checks.result import Result
from ..diagnostics import Finding, Place, Severity, printable

TOOL = "module-catalog"
"""What reports call this program."""

COMMAND = re.compile(r"##(?=\w*\[)")
"""What begins a command in a CI log, anywhere in a line: `##[` for GitHub's runner, `##vso[` for Azure's,
`##teamcity[`."""

_PLAIN = re.compile(r"(?!\w*[A-Fa-f]{7})[A-Za-z]*(?:['-][A-Za-z]+)*|[0-9]{1,6}")
"""A word or a number that Markdown makes nothing of. Seven digits, or letters from a to f, could be a commit,
and a link to it."""


def said(text: str) -> str:
    """Return *text* as any report may hold it.

    It is on one line, nothing in it is hidden, and nothing is a command to the log it stands in.
    """
    return COMMAND.sub(r"#\\x23", printable(text))


def width(text: str) -> int:
    """Return how many columns of a terminal the text takes."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def position(place: Place) -> str:
    """Return `path:line:column`."""
    return said(f"{place.path}:{place.line}:{place.column}")


def meant(finding: Finding) -> str:
    """Return what follows the message of a finding with a suggestion; nothing without one."""
    return said(f"; did you mean `{finding.suggestion}`?") if finding.suggestion else ""


def sentence(finding: Finding) -> str:
    """Return what is wrong, and what was probably meant."""
    return said(finding.message) + meant(finding)


def account(finding: Finding) -> str:
    """Return the sentence with the related places, for formats that have no other room for them."""
    related = "".join(f" ({said(one.message)}: `{position(one.place)}`)" for one in finding.related)
    return sentence(finding) + related


def rule_url(code: str, result: Result) -> str | None:
    """Return the address of a rule's page, with everything escaped that could end it.

    None when the catalog is not published.
    """
    url = result.rule_url(code)
    return _escaped_url(url) if url else None


def rule_link(code: str, result: Result) -> str:
    """Return the code of a rule in Markdown, as a link to its page where there is one."""
    return linked(code, result.rule_url(code))


def module_link(id_: str, name: str, catalog: Catalog) -> str:
    """Return the name of a module in Markdown, with a link to its page where its address is known."""
    settings = catalog.settings
    has_page = settings.site and id_ in catalog.by_id and settings.pages.get("module") != "off"
    return linked(inert(said(name)), published(module_path(id_), settings) if has_page else None)


def linked(text: str, url: str | None) -> str:
    """Return Markdown as a link to an address; as it is without one."""
    return f"[{text}]({_escaped_url(url)})" if url else text


def _escaped_url(url: str) -> str:
    return quote(url, safe=":/?#@!$&+,;=%")


def inert(text: str) -> str:
    """Return *text* so that it reads the same as Markdown.

    Whatever is not a plain word is code, where nothing links or mentions. A value with backticks of its own
    shifts what a message marks as code. So what is outside of them is not taken on trust.
    """
    parts = text.split("`")
    return "".join(
        f"`{part}`" if index % 2 and part else re.sub(r"\S+", _marked, part)
        for index, part in enumerate(parts)
    ).strip()


def _marked(found: re.Match[str]) -> str:
    rest = found[0].removeprefix("(")
    word = rest.rstrip(",;:.?!)")
    before, after = found[0][: -len(rest)], rest[len(word) :]
    begins_a_list = word.isdigit() and after.startswith((".", ")"))
    return found[0] if _PLAIN.fullmatch(word) and not begins_a_list else f"{before}`{word}`{after}"


def cell(text: str) -> str:
    """Return Markdown for a cell of a table: no bar ends it, and no backslash before one undoes that."""
    return text.replace("\\|", "\\x5c|").replace("|", "\\|")


def fitting(lines: Iterable[str], longest: int) -> int:
    """Return how many lines come to no more than so many characters.

    All lists of one comment have to share what GitHub takes, which is 65,536.
    """
    lengths = accumulate(len(line) + 1 for line in lines)
    return sum(1 for _ in takewhile(lambda length: length <= longest, lengths))


def folded(lines: Sequence[str], seen: int, head: Sequence[str] = ()) -> list[str]:
    """Return lines of Markdown of which the first ones are *seen* at once, and the rest unfolds.

    *head* is what a table begins with.
    """
    first, rest = lines[:seen], lines[seen:]
    below = unfolding([*head, *rest], len(rest)) if rest else []
    return [*head, *first, *below] if lines else []


def unfolding(lines: Iterable[str], count: int) -> list[str]:
    """Return lines of Markdown that a reader has to unfold, with how many things they tell of."""
    return ["", f"<details><summary>{count:,} more</summary>", "", *lines, "", "</details>"]


def left_out(count: int, command: str) -> list[str]:
    """Return that so many are not shown, and the command that lists them; nothing where all are."""
    return [f"\n{count:,} more are not shown here: `{command}` lists them all."] if count else []


def summary(result: Result) -> str:
    """Return one sentence: what was found, in how much."""
    modules = result.noun.put_in(counted(result.counts["modules"], "module"))
    what = f"{modules} and {counted(result.counts['showcase'], 'showcase entry')}"
    wrong = ", ".join(
        counted(result.count(severity), severity.value) for severity in Severity if result.count(severity)
    )
    return f"Found {wrong} in {what}." if wrong else f"Checked {what}: no findings."


def counted(count: int, noun: str) -> str:
    """Return how many there are of something, as a sentence says it."""
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{count:,} {noun if count == 1 or noun == 'info' else plural}"


def fingerprints(findings: Iterable[Finding]) -> list[str]:
    """Return a digest for each finding, in their order: no two alike, and the same ones when lines move."""
    seen: Counter[tuple[str, str, str]] = Counter()
    digests = []
    for found in findings:
        what = (found.code, found.place.path, found.message)
        digests.append(sha256(json.dumps([*what, seen[what]]).encode()).hexdigest())
        seen[what] += 1
    return digests


def as_json(content: Any) -> str:
    """Return *content* as JSON.

    What does not show, and what a log could take for a command, is escaped as JSON has it.
    """
    text = json.dumps(content, ensure_ascii=False, indent=2)
    return re.sub(r"[^ -~\n]|#(?=#\w*\[)", _escaped, text) + "\n"


def _escaped(match: re.Match[str]) -> str:
    sign = match[0]
    if sign != "#" and sign.isprintable():
        return sign
    units = sign.encode("utf-16-be", "surrogatepass").hex()
    return "".join(rf"\u{units[start : start + 4]}" for start in range(0, len(units), 4))
