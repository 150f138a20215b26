"""words.po of a project → what pages say in place of English (MC110, MC111).

And back: the file that a translator fills in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from gettext import GNUTranslations, NullTranslations, c2py
from io import BytesIO, StringIO
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, PoFileParser, read_po, write_po

from ..diagnostics import CatalogError, Finding, Place, closest
from .vocabulary import SLOT

_TEMPLATE = Path(__file__).parent / "words.pot"
_BREAKS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
"""What would end a line: the blocks of a page need messages of one line."""
_NUMBERS = (*range(1000), 1_000_000)
"""What the rule for plurals is tried with."""
_MOST_FORMS = 9
"""More forms of a plural than any language has."""


class _Messages(Catalog):
    """The messages of a file from anywhere: its header cannot ask for more memory than there is."""

    @property
    def num_plurals(self) -> int:
        """How many forms a plural has."""
        number: int = super().num_plurals
        if not 0 < number <= _MOST_FORMS:
            raise ValueError(f"no language has {number} forms of a plural")
        return number


def read(text: str, path: str) -> tuple[NullTranslations, list[Finding]]:
    """Return what a gettext file says, and what is wrong with it.

    What it leaves out, or is not sure of, stays English. *path* is what findings call it. Raises
    nothing, whatever the text is.
    """
    lines = _Lines(text)
    try:
        found = _Messages(charset="utf-8")
        PoFileParser(found, ignore_obsolete=True, abort_invalid=True).parse(lines)
        said = [message for message in found if _is_said(message)]
        findings = [finding for message in said for finding in _misfits(message, text, path)]
        kept = [message for message in said if not any(_misfits(message, text, path))]
        _count(found)
        return _compiled(kept, found.plural_forms), findings
    except PoFileError as error:
        reason = str(error).partition(" on ")[0]
    # The parser was made for files of one's own: those of others make it stumble in many ways.
    except (ValueError, LookupError, AttributeError, TypeError, RecursionError):
        reason = "its header, or a line up to here, is not as gettext writes it"
    message = f"gettext cannot read this: {reason[0].lower()}{reason[1:]}"
    return NullTranslations(), [Finding("MC110", message, Place(path, lines.number, 1, lines.number, 2))]


def _count(messages: _Messages) -> None:
    """Raise ValueError when the rule for plurals fails for some number, or finds a form that there is not."""
    form = c2py(messages.plural_expr)
    try:
        wrong = next((number for number in _NUMBERS if not 0 <= form(number) < messages.num_plurals), None)
    except ArithmeticError as error:
        raise ValueError("the rule for plurals divides by nothing") from error
    if wrong is not None:
        raise ValueError(f"the rule for plurals has no form for {wrong}")


class _Lines:
    """The lines of a text, and how far they have been read."""

    def __init__(self, text: str) -> None:
        self.number = 1
        self._lines = text.split("\n")

    def __iter__(self) -> Iterator[str]:
        for number, line in enumerate(self._lines, 1):
            self.number = number
            yield line


def _compiled(messages: Iterable[Message], plural_forms: str) -> NullTranslations:
    """Return messages as Python's gettext reads them, each form of them on one line."""
    # Babel writes the rule for plurals only for a catalog with a locale, whichever.
    taken = Catalog(locale="en", charset="utf-8", fuzzy=False)
    taken.mime_headers = [("Plural-Forms", plural_forms)]
    for message in messages:
        forms = tuple(_BREAKS.sub(" ", form) for form in _forms(message.string))
        taken.add(message.id, forms if message.pluralizable else forms[0])
    compiled = BytesIO()
    write_mo(compiled, taken)
    compiled.seek(0)
    return GNUTranslations(compiled)


def _forms(said: str | Iterable[str] | None) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else tuple(said or ("",))


def _is_said(message: Message) -> bool:
    """Say whether a message is translated: every form of it, by somebody who was sure."""
    return bool(message.id) and not message.fuzzy and message.context is None and all(_forms(message.string))


def _misfits(message: Message, text: str, path: str) -> Iterator[Finding]:
    """Yield where a translation has other places for values than its message.

    A form of a plural may do without the number.
    """
    slots = {slot for form in _forms(message.id) for slot in SLOT.findall(form)}
    needed = slots - {"n"} if message.pluralizable else slots
    for form in _forms(message.string):
        used = set(SLOT.findall(form))
        for slot in sorted(used - slots):
            wrong = f"the message has no place for `{{{slot}}}`, so pages say it in English: remove it"
            yield _misfit(wrong, _where(slot, message, text, path), closest(slot, slots - used))
        for slot in sorted(needed - used) if used <= slots else ():
            wrong = f"the translation has no place for `{{{slot}}}`, so pages say it in English: put it in"
            yield _misfit(wrong, _where("", message, text, path))


def _misfit(message: str, place: Place, meant: str | None = None) -> Finding:
    return Finding("MC111", message, place, f"{{{meant}}}" if meant else None)


def _where(slot: str, message: Message, text: str, path: str) -> Place:
    """Return where a translation has a place for a value, or where its message begins."""
    first = message.lineno or 1
    for number, line in enumerate(text.split("\n")[first - 1 :] if slot else (), first):
        if (column := line.find(f"{{{slot}}}") + 1) > 0:
            return Place(path, number, column, number, column + len(slot) + 2)
    return Place(path, first, 1, first, 2)


def updated(text: str | None, language: str, more: Iterable[str]) -> str:
    """Return the file that a translator fills in: every message of the pages, and *more*.

    It has what *text* says already. *language*, as `de` or `pt_BR`, says how a new file counts. What changed
    a little since is marked as fuzzy, and what pages no longer say goes to the end. Raises CatalogError when
    *text* cannot be read, or nobody knows the language.
    """
    template = read_po(StringIO(_TEMPLATE.read_text(encoding="utf-8")))
    for sentence in more:
        template.add(sentence)
    found = _again(text) if text is not None else _begun(language)
    found.update(template)
    written = BytesIO()
    write_po(written, found, width=100)
    return written.getvalue().decode()


def _again(text: str) -> Catalog:
    _, findings = read(text, "words.po")
    if broken := [one for one in findings if one.code == "MC110"]:
        raise CatalogError(f"catalog/words.po:{broken[0].place.line}: {broken[0].message}")
    return read_po(StringIO(text), charset="utf-8")


def _begun(language: str) -> Catalog:
    try:
        locale = Locale.parse(language)
    except (ValueError, UnknownLocaleError) as error:
        raise CatalogError(
            f"`{language}` is no language that Babel knows: write it as `de` or `pt_BR`"
        ) from error
    return Catalog(
        locale=locale,
        charset="utf-8",
        fuzzy=False,
        header_comment="# The translation of the pages of this catalog.",
    )
