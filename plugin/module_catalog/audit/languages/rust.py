"""Rust source → what it uses, the modules it declares, features, flags and variables of the environment."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace

from .code import CHARACTER, MAX_DEPTH, Code, code, pattern
from .facts import FileFacts, Switch, first, packed, unpacked
from .language import Language, UnreadError

_RAW = r'\bb?r(?P<hashes>\#{0,20})"(?P<text0>.*?)(?:"(?P=hashes)|\Z)'
_TEXT = r'"(?P<text1>[^"\\]*(?:\\.[^"\\]*)*)(?:"|\Z)'
_SIGNS = pattern(line="//", literals=f"{_RAW}|{_TEXT}|{CHARACTER}")
_RAW_NAME = re.compile(r"\br#(?=[A-Za-z_])")
MAX_PARTS = 32
"""No path that people write has more parts."""


def read(content: bytes) -> FileFacts:
    """Return what a file says. Raises UnreadError when it is nested too deep."""
    source = code(content, _SIGNS, nests=True)
    # A name that is written raw is the same name.
    source = replace(source, text=_RAW_NAME.sub("", source.text))
    blocks = _Blocks(source)
    uses = list(_uses(source, blocks))
    bound: dict[str, set[str]] = {}
    for path, name, _, _ in uses:
        bound.setdefault(name, set()).add(path)
    paths = ((path, line) for path, _, _, line in uses)
    return FileFacts(
        first(_meant((*paths, *_paths(source, blocks)), bound)),
        (*_features(source), *_environment(source), *_flags(source)),
        (
            *_mods(source, blocks),
            *_included(source, blocks),
            *(("glob", path.removesuffix("::*")) for path, name, _, _ in uses if name == "*"),
            *(("pub", name, path) for path, name, is_public, _ in uses if is_public),
        ),
    )


_TEST = r"#\[cfg\((?:test|all\((?:[^()\n]{0,200},)?\s*test\s*(?:,[^\]\n]{0,200})?\))\)\]"
_BRACE = re.compile(rf"(?P<open>\bmod\s+(?P<name>\w+)\s*\{{|\{{)|\}}|(?P<test>{_TEST})|;")


class _Blocks:
    """The modules that are written out in a file, and what is only there for tests."""

    def __init__(self, source: Code) -> None:
        self._modules: list[tuple[int, int, str]] = []
        tests: list[tuple[int, int]] = []
        opened: list[tuple[int, str]] = []
        waiting: list[tuple[int, int]] = []
        for found in _BRACE.finditer(source.text):
            if found["test"]:
                waiting.append((len(opened), found.start()))
            else:
                self._step(found, opened)
            if found[0] in "};" and waiting and waiting[-1][0] >= len(opened):
                tests.append((waiting.pop()[1], found.end()))
        self._modules.sort()
        # Those that lie in another are left out.
        self._tests: list[tuple[int, int]] = []
        for start, end in sorted(tests):
            if not self._tests or start >= self._tests[-1][1]:
                self._tests.append((start, end))

    def _step(self, found: re.Match[str], opened: list[tuple[int, str]]) -> None:
        """Enter or leave a block."""
        if found["open"]:
            opened.append((found.end(), found["name"] or ""))
        elif found[0] == "}" and opened:
            start, name = opened.pop()
            if name:
                self._modules.append((start, found.start(), name))
        if max(len(opened), len(self._modules)) > MAX_DEPTH:
            raise UnreadError

    def around(self, at: int) -> list[str]:
        """Return the names of the modules around a place, the outermost first."""
        return [name for start, end, name in self._modules if start <= at < end]

    def is_test(self, at: int) -> bool:
        """Say whether a place is only there for tests."""
        index = bisect_right(self._tests, at, key=lambda test: test[0]) - 1
        return index >= 0 and at < self._tests[index][1]


_MOD = re.compile(
    r'(?:#\[(?:path|(?P<if>cfg_attr)\([^\]"]{0,100}(?:"\d+"[^\]"]{0,100}){0,4}\bpath)\s*=\s*"(?P<path>\d+)"\)?\]\s*)?(?:\bpub(?:\([^()]*\))?\s+)?\bmod\s+(?P<name>\w+)\s*;'
)


def _mods(source: Code, blocks: _Blocks) -> Iterator[tuple[str, ...]]:
    """Yield the modules in files of their own: the file if it is named, the names, the line, what for."""
    for found in _MOD.finditer(source.text):
        at = found.start("name")
        path = source.literals[int(found["path"])] if found["path"] else ""
        names = "/".join((*blocks.around(at), found["name"]))
        for said in (path, "") if found["if"] else (path,):
            yield "mod", said, names, str(source.line(at)), "test" if blocks.is_test(at) else ""


_INCLUDED = re.compile(r'\binclude(?:_str|_bytes)?!\s*[(\[{]\s*"(\d+)"\s*,?\s*[)\]}]')


def _included(source: Code, blocks: _Blocks) -> Iterator[tuple[str, ...]]:
    """Yield the files that macros put in the place where they stand, each with its line."""
    for found, line in source.finditer(_INCLUDED, "include"):
        if not blocks.is_test(found.start()):
            yield "included", source.literals[int(found[1])], str(line)


_USE = re.compile(r"(?<!\w)(?:use|extern\s+crate)\s+(?P<tree>[^;<]*)")
_PUB = re.compile(r"\bpub(?:\([^()]{1,100}\))?\s+$")
_PIECE = re.compile(r"[{},]|(?P<word>\*|[A-Za-z_]\w*)(?:\s+as\s+(?P<name>\w+))?")


def _uses(source: Code, blocks: _Blocks) -> Iterator[tuple[str, str, bool, int]]:
    """Yield what is used outside tests: its path, the name it has here, whether it is given on, the line."""
    for found, line in source.finditer(_USE):
        at, end = found.span()
        if source.text[end : end + 1] == ";" and not blocks.is_test(at):
            around, is_public = blocks.around(at), bool(_PUB.search(source.text[max(at - 150, 0) : at]))
            for path, name in _tree(found["tree"]):
                yield _from_file(path, around), name, is_public, line


def _tree(text: str) -> Iterator[tuple[list[str], str]]:
    """Yield the paths of a tree of paths, each with the name it is given."""
    path: list[str] = []
    starts, name = [0], ""
    for piece in _PIECE.finditer(text + "}"):
        if piece["word"]:
            path.append(piece["word"])
            name = piece["name"] or piece["word"]
            continue
        if name:
            yield _leaf(path, name)
        if piece[0] == "{":
            starts.append(len(path))
        else:
            del path[starts[-1] :]
        if piece[0] == "}" and len(starts) > 1:
            starts.pop()
        if len(path) > MAX_PARTS:
            raise UnreadError
        name = ""


def _leaf(path: list[str], name: str) -> tuple[list[str], str]:
    """Return a path with the name it is given; `self` at its end stands for what is before it."""
    whole = path[:-1] if path[-1] == "self" and len(path) > 1 else list(path)
    return whole[:MAX_PARTS], whole[-1] if name == "self" else name


def _from_file(path: list[str], around: list[str]) -> str:
    """Return a path as it would be written outside the modules that a file writes out."""
    around = list(around)
    if path[0] in ("self", "super"):
        rest = path[1:] if path[0] == "self" else path
        while rest and rest[0] == "super" and around:
            around.pop()
            rest = rest[1:]
        path = rest if rest and rest[0] == "super" else ["self", *around, *rest]
    return "::".join(path)


_PATH = re.compile(r"(?:(?<![\w:.>\])])::|(?<![\w:.]))(?:\$(?=crate\b))?([a-z_]\w*(?:\s?::\s?[A-Za-z_]\w*)+)")


def _paths(source: Code, blocks: _Blocks) -> Iterator[tuple[str, int]]:
    """Yield the paths that stand in code, outside tests and `use`."""
    uses = [found.span() for found in _USE.finditer(source.text)]
    index = 0
    for found, line in source.finditer(_PATH):
        while index < len(uses) and uses[index][1] <= found.start():
            index += 1
        is_used = index < len(uses) and uses[index][0] <= found.start()
        if not is_used and not blocks.is_test(found.start()):
            parts = [part.strip() for part in found[1].split("::")][:MAX_PARTS]
            yield _from_file(parts, blocks.around(found.start())), line


def _meant(paths: tuple[tuple[str, int], ...], bound: dict[str, set[str]]) -> Iterator[tuple[str, int]]:
    """Yield paths, with what their first name is bound to in its place."""
    for path, line in paths:
        name, _, rest = path.partition("::")
        if rest and name in bound and bound[name] != {name}:
            yield from ((f"{whole}::{rest}", line) for whole in sorted(bound[name]) if whole != name)
        else:
            yield path.removesuffix("::*"), line


_FEATURE = re.compile(r'\bfeature\s*=\s*"(\d+)"')
_VARIABLE = re.compile(r'\b(?:env::var(?:_os)?\(|(?:option_)?env!\()\s*"(\d+)"')
_FLAG = re.compile(r'\blong\s*=\s*"(?P<said>\d+)"(?P<rest>[^\]]{0,500})|\.long\(\s*"(?P<called>\d+)"\s*\)')
_DEFAULT = re.compile(r'\bdefault_value(?:_t)?\s*=\s*(?:"(?P<text>\d+)"|(?P<plain>true|false|\d+)\b)')


def _features(source: Code) -> Iterator[Switch]:
    for found, line in source.finditer(_FEATURE, "feature"):
        yield Switch("cargo-feature", "read", source.literals[int(found[1])], line)


def _environment(source: Code) -> Iterator[Switch]:
    for found, line in source.finditer(_VARIABLE, "env::var", "env!"):
        yield Switch("env", "read", source.literals[int(found[1])], line)


def _flags(source: Code) -> Iterator[Switch]:
    """Yield the flags that the library clap is told of."""
    for found, line in source.finditer(_FLAG, "long"):
        default = _DEFAULT.search(found["rest"] or "")
        text = default and (source.literals[int(default["text"])] if default["text"] else default["plain"])
        yield Switch("flag", "declared", source.literals[int(found["said"] or found["called"])], line, text)


RUST = Language("rust", read, packed, unpacked, name="Rust", files=re.compile(r".*\.rs"), has_imports=True)
