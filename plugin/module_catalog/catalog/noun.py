"""What a project calls its entries, put into sentences of the program, which say module.

Sentences have no placeholder for the noun: they are easier to write and to translate in plain English, and
a page that somebody adds follows without knowing of it. What is in backticks or braces is no word of a
sentence, and parts of names such as `modules/` or `module-catalog` are no whole words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from gettext import NullTranslations

_MODULE = re.compile(
    r"`[^`]*`|\{\w+\}"
    r"|(?<![\w./-])(?:(?P<article>[Aa])n? )?(?P<first>[Mm])odule(?P<many>s)?(?![\w/-]|\.\w)"
)
"""What is left alone, or the word for an entry, with the article before it."""
_TAKES_AN = re.compile(
    r"[AEFHILMNORSX][B-DF-HJ-NP-TV-Z0-9]*\b"
    r"|(?!U[A-Z])(?i:(?!eu|one\b|u[^\Waeiou][aeiou])[aeiou]|hour|honest)"
)
"""How a word begins that is spoken with a vowel first: an enhancement, an RFC, but a user story, a KEP."""


@dataclass(frozen=True)
class Noun:
    """What one entry is called, and several: as in the middle of a sentence."""

    one: str = "module"
    many: str = "modules"

    def put_in(self, sentence: str) -> str:
        """Return a sentence of the program with this noun wherever it speaks of modules."""
        return sentence if self == MODULE else _put_in(sentence, self)


MODULE = Noun()
"""What an entry is called where a project does not say it."""


# Kept, because pages say the same again and again.
@lru_cache(maxsize=4096)
def _put_in(sentence: str, noun: Noun) -> str:
    def replaced(found: re.Match[str]) -> str:
        if not found["first"]:
            return found[0]
        word = noun.many if found["many"] else noun.one
        word = word[0].upper() + word[1:] if found["first"] == "M" else word
        if not found["article"]:
            return word
        return f"{found['article']}{'n' if _TAKES_AN.match(word) else ''} {word}"

    return _MODULE.sub(replaced, sentence)


class InNoun(NullTranslations):
    """The messages of pages in English with a project's noun: what is said where nothing is translated."""

    def __init__(self, noun: Noun) -> None:
        super().__init__()
        self._noun = noun

    def gettext(self, message: str) -> str:
        """Return a message with the noun in it."""
        return self._noun.put_in(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the message for one or for many things, with the noun in it."""
        return self._noun.put_in(msgid1 if n == 1 else msgid2)
