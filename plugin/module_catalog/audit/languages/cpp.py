"""C and C++ source → what it includes."""

from __future__ import annotations

import posixpath
import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from ...catalog.reading.paths import ancestors
from .language import Language

ENDINGS = (
    *(".c", ".cc", ".cpp", ".cxx", ".c++", ".cu", ".hip", ".m", ".mm", ".cl"),
    *(".h", ".hh", ".hpp", ".hxx", ".h++", ".cuh", ".inc", ".inl", ".ipp", ".tcc", ".tpp", ".def"),
)
INCLUDING = (
    *ENDINGS,
    *(".S", ".metal", ".glsl", ".hlsl", ".rc", ".y", ".l", ".dts", ".dtsi"),
    *(f"{ending}.in" for ending in (".c", ".cc", ".cpp", ".h", ".hh", ".hpp")),
)
"""What includes others beside files of C and C++: a compiler reads them first."""

_GAP = rb"(?:[ \t]|\\\r?\n){0,100}"
_INCLUDE = re.compile(
    rb"^%s(?:#%s(?:include|include_next|import|embed)\b|(?:export[ \t]+)?import\b(?=[^;\n]*[>\"][ \t]*;))"
    rb"%s(?:(?P<open>[<\"])(?P<path>[^>\"\n]+)[>\"]|(?P<macro>[A-Za-z_]\w*))" % (_GAP, _GAP, _GAP),
    re.MULTILINE,
)
_DEFINE = re.compile(rb'^[ \t]*#[ \t]*define[ \t]+(\w+)[ \t]+([<"][^>"\n]+[>"])[ \t]*\r?$', re.MULTILINE)
_COMMENTED = re.compile(rb"//[^\n]*\\\r?\n\Z")
"""A comment that goes on in the next line, up to where that begins."""
_TOKEN = re.compile(
    rb"""//(?:[^\\\n]|\\\r?.)* | /\* | R"(?P<mark>[^()\\\s"]{0,16})\(
    | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*'""",
    re.VERBOSE | re.DOTALL,
)
MAX_RAW = 1 << 18
"""A text that is written raw and longer than this, in bytes, is none."""
MAX_NAMED = 100
"""A macro that is defined to name more files than this is none that people write."""
_C = (
    "assert|complex|ctype|errno|fenv|float|inttypes|iso646|limits|locale|math|setjmp|signal|stdalign|stdarg"
    "|stdatomic|stdbool|stddef|stdint|stdio|stdlib|stdnoreturn|string|tgmath|threads|time|uchar|unistd|wchar"
    "|wctype"
)
STANDARD = frozenset(f"<{name}.h" for name in _C.split("|"))
"""The headers that come with a compiler, as includes name them."""


def includes(content: bytes) -> Iterator[tuple[str, int]]:
    """Yield the paths that a file includes, each with its line; "" for what a macro of another file names.

    A name in angle brackets that is no path is kept with the first of them: it may be a header of the
    system. One without a dot is a header of the compiler, and is passed over.
    """
    if not any(word in content for word in (b"include", b"import", b"embed")):
        return
    bare = b"".join(_bare(content.removeprefix(BOM_UTF8)))
    macros: dict[bytes, list[tuple[bytes, bytes]]] = {}
    for name, value in _DEFINE.findall(bare):
        macros.setdefault(name, []).append((value[:1], value[1:-1]))
    line, last = 1, 0
    for found in _INCLUDE.finditer(bare):
        if _COMMENTED.search(bare, max(found.start() - _LEFT, 0), found.start()):
            continue
        line, last = line + bare.count(b"\n", last, found.end()), found.end()
        plain = [(found["open"], found["path"] or b"")]
        for sign, path in (plain if found["path"] else macros.get(found["macro"], plain))[:MAX_NAMED]:
            name = path.replace(b"\\", b"/").decode("utf-8", "backslashreplace")
            if sign == b"<" and "/" not in name:
                name = f"<{name}"
            if name not in STANDARD and (sign != b"<" or "." in name or "/" in name):
                yield name, line


def _bare(content: bytes) -> Iterator[bytes]:
    """Yield the pieces of a file without comments and texts written raw, of which the line breaks are left.

    A comment without an end is none, nor is such a text.
    """
    if b'R"' in content:
        yield from _tokens(content)
        return
    at = 0
    while (start := content.find(b"/*", at)) >= 0 and (end := content.find(b"*/", start + 2)) >= 0:
        if _may_be_text(content, at, start):
            yield from _tokens(content[at:])
            return
        yield content[at:start]
        yield b"\n" * content.count(b"\n", start, end)
        at = end + 2
    yield content[at:]


def _may_be_text(content: bytes, at: int, start: int) -> bool:
    """Say whether what looks like the start of a comment may stand in a text, or behind `//`."""
    line = content[max(at, content.rfind(b"\n", at, start), start - _LEFT) : start]
    return len(line) == _LEFT or any(sign in line for sign in (b'"', b"'", b"//"))


_LEFT = 400


def _tokens(content: bytes) -> Iterator[bytes]:
    """Yield the same, token by token, which takes longer."""
    at = copied = 0
    is_closed = True
    while token := _TOKEN.search(content, at):
        start, at = token.span()
        end = at
        if token[0] == b"/*":
            end = content.find(b"*/", at) + 2 if is_closed else 0
            is_closed = end > 1
        elif token["mark"] is not None:
            closing = b")" + token["mark"] + b'"'
            end = content.find(closing, at, at + MAX_RAW) + len(closing)
            end = end if end >= at else 0
        elif not token[0].startswith(b"//"):
            continue
        if end >= at:
            yield content[copied:start]
            yield b"\n" * content.count(b"\n", start, end)
            at = copied = end
    yield content[copied:]


_ROOTS = ("include", "inc", "src")
"""The names of folders in which a compiler is likely to look for headers, beside those around a file: others
would be a guess."""


class Headers:
    """The files of a tree, ready to say which one an include means."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths = frozenset(paths)
        self.possible = lru_cache(maxsize=1 << 14)(self._possible)
        self._below: dict[str, set[str]] = {}
        self._named: dict[str, list[str]] = {}
        for path in sorted(self._paths):
            folders = path.split("/")
            self._named.setdefault(folders[-1], []).append(path)
            for index, folder in enumerate(folders[:-1], 1):
                if folder in _ROOTS:
                    found = self._below.setdefault("/".join(folders[index:]), set())
                    # Two are enough to know that there are several.
                    if len(found) < 2:
                        found.add(path)

    def find(self, include: str, path: str) -> str | None:
        """Return the file that an include in the file at *path* means.

        None when it is not here, or could be several. Where the headers of the system are is not known.
        """
        if include == "" or include.startswith("<"):
            return None
        folder = posixpath.dirname(path)
        beside = posixpath.normpath(posixpath.join(folder, include))
        if beside in self._paths:
            return beside
        wanted = posixpath.normpath(include)
        around = {wanted, *(f"{one}/{wanted}" for one in ancestors(folder))}
        found = {*(around & self._paths), *self._below.get(wanted, ())}
        return found.pop() if len(found) == 1 else None

    def _possible(self, include: str) -> frozenset[str]:
        """Return the files that an include may mean: it says how their paths end.

        A file may be made from one that is called the same and has `.in` behind it.
        """
        if include == "":
            return self._paths
        wanted = f"/{posixpath.normpath(include.removeprefix('<'))}".replace("/..", "")
        return frozenset(
            path
            for ending in (wanted, f"{wanted}.in")
            for path in self._named.get(ending.rpartition("/")[2], ())
            if f"/{path}".endswith(ending)
        )


def _unpacked(packed: Any) -> tuple[tuple[str, int], ...]:
    return tuple(map(tuple, packed))


CPP = Language[tuple[tuple[str, int], ...]]("cpp", lambda content: tuple(includes(content)), list, _unpacked)
