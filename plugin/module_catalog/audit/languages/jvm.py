"""Java and Kotlin source → the package, what it declares and imports, and variables of the environment."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from .code import CHARACTER, DOUBLE, TRIPLE, Code, code, pattern
from .facts import FileFacts, Switch, first, packed, unpacked
from .language import Language

_SIGNS = pattern(line="//", literals=f"{TRIPLE}|{DOUBLE}|{CHARACTER}")
_PACKAGE = re.compile(r"^[ \t]*package[ \t]+([\w.`]+)", re.MULTILINE)
_IMPORT = re.compile(
    r"^[ \t]*import\s+(?:static\s+)?(?P<name>[\w`]+(?:\.[\w`]+)*(?:\.\*)?)(?:\s+as\s+\w+)?", re.MULTILINE
)
_MODULE = re.compile(r"^[ \t]*(?:open\s+)?module\s+([\w.]+)\s*\{", re.MULTILINE)
_REQUIRED = re.compile(r"\b(?:requires\s+(?:(?:static|transitive)\s+)*|import\s+module\s+)([\w.]+)\s*;")
_WHOLE = re.compile(r"(?<![\w.@])[a-z]\w*(?:\.[a-z]\w*){0,30}\.[A-Z]\w*")
_TYPE = re.compile(r"(?<![\w.])[A-Z]\w*")
_CALLED = re.compile(r"(?<![\w.])[a-z]\w*(?=\s*\()")
_LOADED = re.compile(r"\b(?:forName|loadClass)\(\s*(?:\"(?P<name>\d+)\"\s*[,)]|(?P<other>[^\s)]))")
_VARIABLE = re.compile(
    r'\bgetenv\(\s*"(?P<name>\d+)"\s*\)(?:\s*\?:\s*"(?P<else>\d+)")?'
    r'|\bgetenv\(\)\.getOrDefault\(\s*"(?P<key>\d+)"\s*,\s*"(?P<default>\d+)"\s*\)'
)


def _reader(
    declares: re.Pattern[str], uses: tuple[re.Pattern[str], ...], *, nests: bool
) -> Callable[[bytes], FileFacts]:
    def read(content: bytes) -> FileFacts:
        source = code(content, _SIGNS, nests=nests)
        package = _PACKAGE.search(source.text)
        imports = [(found["name"].replace("`", ""), line) for found, line in source.finditer(_IMPORT)]
        whole = ((found[0], line) for found, line in source.finditer(_WHOLE))
        loaded = list(_loaded(source))
        named = ((name, line) for name, line in loaded if name)
        words = first((found[0], line) for one in uses for found, line in source.finditer(one))
        return FileFacts(
            first(iter((*imports, *whole, *named))),
            tuple(_environment(source)),
            (
                ("package", package[1].replace("`", "") if package else ""),
                *(("module", found[1]) for found in _MODULE.finditer(source.text)),
                *(("requires", found[1], str(line)) for found, line in source.finditer(_REQUIRED, "module")),
                *(("type", name) for name in sorted(set(_declared(source, declares)))),
                *(("word", name, str(line)) for name, line in words),
                *(("loads", str(line)) for name, line in loaded if not name),
            ),
        )

    return read


def _loaded(source: Code) -> Iterator[tuple[str, int]]:
    """Yield the classes that are loaded by their names; "" for a name that is computed."""
    for found, line in source.finditer(_LOADED, "forName", "loadClass"):
        yield source.literals[int(found["name"])] if found["name"] else "", line


def _declared(source: Code, declares: re.Pattern[str]) -> Iterator[str]:
    """Yield the names that other files can import: those that stand in no braces."""
    depth = 0
    for found in declares.finditer(source.text):
        if found[0] in "{}":
            depth += 1 if found[0] == "{" else -1
        elif depth == 0:
            yield found["name"]


def _environment(source: Code) -> Iterator[Switch]:
    for found, line in source.finditer(_VARIABLE, "getenv"):
        name, default = found["name"] or found["key"], found["else"] or found["default"]
        text = source.literals[int(default)] if default else None
        yield Switch("env", "read", source.literals[int(name)], line, text)


_JAVA = re.compile(r"[{}]|\b(?:class|interface|enum|record)\s+(?P<name>\w+)")
_KOTLIN = re.compile(
    r"[{}]|\b(?:class|interface|object|typealias|va[lr]|fun(?:\s+interface)?)\s+(?:<[^<>{}]{0,200}>\s*)?"
    r"(?:[\w<>?, ]{1,200}\.)?`?(?P<name>\w+)"
)

JAVA = Language(
    "java",
    _reader(_JAVA, (_TYPE,), nests=False),
    packed,
    unpacked,
    name="Java",
    files=re.compile(r".*\.java"),
    has_imports=True,
)
KOTLIN = Language(
    "kotlin",
    _reader(_KOTLIN, (_TYPE, _CALLED), nests=True),
    packed,
    unpacked,
    name="Kotlin",
    files=re.compile(r".*\.kt"),
    has_imports=True,
)
