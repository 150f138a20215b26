"""What stands in every Python file that imports one of some files: a search that is quicker than reading."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from .python_names import Names, common

_COMMENTS = re.compile(rb"\A(?:[ \t\f]*(?:#[^\r\n]*)?[\r\n])+")
_CODING = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)", re.MULTILINE)


class Mentions:
    """What a Python file has in it when it imports one of some files: a search that is quicker than reading.

    The last parts of a dotted name stand in the text of every file that imports it. The first ones need not,
    as far as the package of the file has the same: imports may be relative to it.
    """

    def __init__(self, names: Names, targets: Iterable[str], calls: Iterable[bytes]) -> None:
        """Take the files that may be imported, and what stands in files that are read in any case."""
        self._names = names
        self._targets = tuple({tuple(names.dotted(path).split(".")) for path in targets})
        self._packages = tuple({target[:end] for target in self._targets for end in range(1, len(target))})
        self._calls = tuple(calls)
        self._wanted = lru_cache(maxsize=None)(self._wanted_from)

    def may_be_in(self, path: str, content: bytes) -> bool:
        """Say whether a file may import one of the targets, or make one of the calls."""
        text = _plain(content)
        if text is None or any(call in text for call in self._calls):
            return True
        _, package = self._names.module_and_package(path)
        return any(
            all(_stands(word, text) for word in words) and (last is None or _may_be_alone(last, text))
            for words, last in self._wanted(package)
        )

    def _wanted_from(self, package: str) -> tuple[tuple[tuple[bytes, ...], bytes | None], ...]:
        """Return the words that stand together in a file of a package which imports a target.

        Beside those of a package around a target is the one that stands alone where it is handed on.
        """
        folders = package.split(".") if package else []
        wanted = {frozenset(target[common(target, folders) :]) for target in self._targets}
        least = [words for words in wanted if not any(other < words for other in wanted)]
        around = {(frozenset(one[common(one, folders) :]), one[-1].encode()) for one in self._packages}
        return (
            *((_encoded(words), None) for words in least),
            *((_encoded(words), last) for words, last in around),
        )


def _encoded(words: Iterable[str]) -> tuple[bytes, ...]:
    """Return words, the longest first: it is the one that stands in the fewest files."""
    return tuple(word.encode() for word in sorted(words, key=len, reverse=True))


_AFTER = re.compile(rb"[\w/-]|\s*\.|\s+import\b")
_BEFORE = re.compile(
    rb"(?:^|[^\w\s.\"'`/-]|\b(?:return|in|is|not|and|or|if|elif|else|while|yield|await|lambda|assert|raise"
    rb"|del|case|match))[\s\\]*(?:\w+[\s\\]*\.[\s\\]*)*\Z|\A[\w\s.\\]*\Z",
    re.MULTILINE,
)
_IMPORTED = re.compile(rb"(?:^|\n)[ \t]*(?:from|import)\s[^\n(]*\Z|\bimport\s*\([^)]*\Z")
_RENAMED = re.compile(rb"\s+as\s+(\w+)")
_LEFT = 200
"""How far to the left of a name is looked, in bytes, for what stands before it."""


def _may_be_alone(name: bytes, text: bytes) -> bool:
    """Say whether a name may stand in code with nothing behind it, as that of a package which is handed on.

    What imports it is passed over: what that binds would stand somewhere else, too.
    """
    names = [name]
    for one in names:
        for end in _ends(one, text):
            before = text[max(0, end - len(one) - _LEFT) : end - len(one)]
            if _IMPORTED.search(before):
                renamed = _RENAMED.match(text, end)
                names += [renamed[1]] if renamed and renamed[1] not in names else []
            elif not _AFTER.match(text, end) and _BEFORE.search(before):
                return True
    return False


def _ends(word: bytes, text: bytes) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at + len(word)
        at = text.find(word, at + len(word))


def _stands(word: bytes, text: bytes) -> bool:
    """Say whether a word stands in a text as a whole."""
    return word in text and bool(_whole(word).search(text))


@lru_cache(maxsize=1 << 12)
def _whole(word: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"(?<!\w)" + re.escape(word) + rb"(?!\w)")


def _plain(content: bytes) -> bytes | None:
    """Return a file with its names as Python takes them; None when its bytes do not show them."""
    coding = _CODING.search(content[: content.find(b"\n", content.find(b"\n") + 1) + 1 or None])
    if coding and coding[1].lower().replace(b"_", b"-") not in (b"utf-8", b"utf8", b"ascii"):
        return None
    # The words of a licence that a file begins with are in the way.
    content = _COMMENTS.sub(b"", content, count=1)
    if content.isascii():
        return content
    try:
        return unicodedata.normalize("NFKC", content.decode()).encode()
    except UnicodeDecodeError:
        return None
