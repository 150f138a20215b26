"""Go source → what it imports and embeds, its gates, flags and build tags, and the environment it reads."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cached_property

from .code import BACKTICK, CHARACTER, DOUBLE, Code, code, pattern
from .facts import FileFacts, Switch, first, packed, unpacked, with_lines
from .language import Language

_SIGNS = pattern(line="//", literals=f"{DOUBLE}|{BACKTICK}|{CHARACTER}")
_PACKAGE = re.compile(r"^[ \t]*package[ \t]+(\w+)", re.MULTILINE)
_IMPORT = re.compile(r"^[ \t]*import\b\s*(?P<block>\()?", re.MULTILINE)
_IMPORTED = re.compile(r'(?:(?P<name>[\w.]+)[ \t]+)?"(?P<path>\d+)"')


def read(content: bytes) -> FileFacts | None:
    """Return what a file says; None when it names no package, and is no Go."""
    source = code(content, _SIGNS)
    package = _PACKAGE.search(source.text)
    if package is None:
        return None
    imports = tuple(_imports(source))
    texts = _Texts(source)
    gates = tuple(_gates(source, texts))
    return FileFacts(
        first((path, line) for _, path, line in imports),
        (*_tags(content), *_environment(source, texts), *_flags(source, texts)),
        (
            ("package", package[1]),
            *(("import", name, path) for name, path, _ in imports),
            *gates,
            *_features(source, texts),
            *_gate_uses(source),
            *_embeds(content, source),
            *_headers(content, imports),
        ),
    )


def _imports(source: Code) -> Iterator[tuple[str, str, int]]:
    """Yield the name that each import has in the file, its path and its line."""
    for found in _IMPORT.finditer(source.text):
        at = found.end()
        end = source.text.find(")" if found["block"] else "\n", at)
        for one in _IMPORTED.finditer(source.text, at, end if end >= 0 else len(source.text)):
            path = source.literals[int(one["path"])]
            yield one["name"] or _last(path), path, source.line(one.start("path"))
        if end < 0:
            return


_HEADER = re.compile(rb"^[ \t]*(?://)?[ \t]*#[ \t]*include[ \t]+\"([^\"\n]+)\"", re.MULTILINE)


def _headers(content: bytes, imports: Collection[tuple[str, str, int]]) -> Iterator[tuple[str, ...]]:
    """Yield the headers of C that a comment above `import "C"` includes, each with its line."""
    until = max((line for _, path, line in imports if path == "C"), default=0)
    for found, line in with_lines(_HEADER, content) if until else ():
        if line < until:
            yield "included", found[1].decode("utf-8", "replace"), str(line)


def _last(path: str) -> str:
    """Return the name that a package most likely has: a version is none."""
    *folders, name = path.split("/")
    return folders[-1] if folders and re.fullmatch(r"v\d+", name) else name


_TAGS = re.compile(rb"^//go:build[ \t]+([^\r\n]{1,1000})", re.MULTILINE)
_TAG = re.compile(r"(?<![\w.!])!?[A-Za-z_][\w.]*")


def _tags(content: bytes) -> Iterator[Switch]:
    """Yield the tags without which a file is not built; nothing sets one that nobody asks for."""
    found = _TAGS.search(content, 0, max(content.find(b"\npackage "), 0))
    if found is None:
        return
    condition = found[1].decode("utf-8", "replace")
    names = _TAG.findall(condition)
    needed = [name for name in names if not name.startswith("!")] if "||" not in condition else []
    line = content.count(b"\n", 0, found.start()) + 1
    for name in sorted({name.lstrip("!") for name in names}):
        others = tuple(sorted({other for other in needed if other != name})) if name in needed else ()
        yield Switch("build-tag", "declared", name, line, "off", others)
        yield Switch("build-tag", "read", name, line)


_EMBED = re.compile(rb"^[ \t]*//go:embed[ \t]+([^\r\n]{1,10000})", re.MULTILINE)
_PATTERN = re.compile(r'"([^"]+)"|`([^`]+)`|(\S+)')
_EMBEDDING = re.compile(r"\s*(?:var\s+)?\w+\s+(?:string|\[\]byte|(?:\w+\.)?FS)\b")


def _embeds(content: bytes, source: Code) -> Iterator[tuple[str, ...]]:
    """Yield the patterns of the files that variables hold, each with its line.

    In a text such a line stands before no variable.
    """
    for found in _EMBED.finditer(content.replace(b"\r\n", b"\n")):
        line = content.count(b"\n", 0, found.start()) + 1
        if _EMBEDDING.match(source.text, source.start(line + 1)):
            for names in _PATTERN.findall(found[1].decode("utf-8", "replace")):
                yield "embed", "".join(names), str(line)


_CONSTANT = re.compile(
    r'\b(?:(?:const|var)[ \t]+)?(?P<name>\w+)(?:[ \t]+[\w.]+)?[ \t]*=[ \t]*"(?P<text>\d+)"'
)


class _Texts:
    """The texts that expressions of a file have, as far as it says them itself."""

    def __init__(self, source: Code) -> None:
        self._source = source

    @cached_property
    def _constants(self) -> dict[str, str | None]:
        """What is given a text once; None for what is given more."""
        known: dict[str, str | None] = {}
        for found in _CONSTANT.finditer(self._source.text):
            name = found["name"]
            known[name] = self._source.literals[int(found["text"])] if name not in known else None
        return known

    def of(self, argument: str) -> str | None:
        known = self._source.literal(argument)
        return known if known is not None else self._constants.get(argument.strip())


_GETTERS = re.compile(r'\b(?:os|syscall)\.(?:Getenv|LookupEnv)\(\s*(?P<name>"\d+"|\w+)\s*\)')


def _environment(source: Code, texts: _Texts) -> Iterator[Switch]:
    for found, line in source.finditer(_GETTERS, "Getenv", "LookupEnv"):
        if name := texts.of(found["name"]):
            yield Switch("env", "read", name, line)


_FLAG = re.compile(
    r"\.(?:Bool|String|Duration|Count|IP|(?:Int|Uint)(?:8|16|32|64)?|Float(?:32|64)"
    r"|(?:String|Int|Bool|Duration)(?:Slice|Array)|StringTo(?:String|Int))(?P<var>Var)?(?P<letter>P)?\("
)
_NAME = re.compile(r"[A-Za-z0-9][\w.-]*")
_VALUE = re.compile(r"true|false|-?\d[\w.]*")


def _flags(source: Code, texts: _Texts) -> Iterator[Switch]:
    """Yield the flags that calls of the packages flag and pflag declare: name, default, usage."""
    for found, line in source.finditer(_FLAG):
        arguments = source.arguments(found.end())
        at = 1 if found["var"] else 0
        value = at + (2 if found["letter"] else 1)
        if len(arguments) == value + 2:
            name = texts.of(arguments[at]) or ""
            if _NAME.fullmatch(name):
                plain = arguments[value] if _VALUE.fullmatch(arguments[value]) else None
                default = texts.of(arguments[value]) if plain is None else plain
                yield Switch("flag", "declared", name, line, default)


_REGISTER = re.compile(r"\b(?:MustRegister|Register)\(")
_STAGE = re.compile(r"\bStage(Alpha|Beta|Stable|Deprecated)\b")
_BOUND = re.compile(r"\b(\w+)[ \t]*:?=[^=\n]{0,200}$")
DEFAULTS = {"Alpha": "off", "Beta": "on", "Stable": "on", "Deprecated": "off"}
"""What a gate of OpenTelemetry's package featuregate is at each stage: it follows from the stage."""


def _gates(source: Code, texts: _Texts) -> Iterator[tuple[str, ...]]:
    """Yield what OpenTelemetry's package registers: variable, gate, default, line and stage."""
    for found, _ in source.finditer(_REGISTER, "Register("):
        start = source.text.rfind("\n", 0, found.start()) + 1
        bound = _BOUND.search(source.text[max(start, found.start() - 300) : found.start()])
        pieces = list(source.pieces(found.end()))
        stage = _STAGE.search(pieces[1][1]) if len(pieces) > 1 else None
        if stage:
            at, argument = pieces[0]
            name = texts.of(argument)
            line = str(source.line(at))
            yield "gate", bound[1] if bound else "", name or "", DEFAULTS[stage[1]], line, stage[1]


_TABLE = re.compile(r"\bmap\[(?:\w+\.)?Feature\](?:\w+\.)?(?:VersionedSpecs|FeatureSpec)\s*\{")
_NEEDS = re.compile(r"\bmap\[(?:\w+\.)?Feature\]\[\](?:\w+\.)?Feature\s*\{")
_KEY = re.compile(r"\s*(?P<key>[\w.]+|\"\d+\")\s*:\s*[\w.]*\{")
_ROW = re.compile(r"\bDefault:\s*(true|false)\b")
_PRERELEASE = re.compile(r"\bPreRelease:\s*(?:\w+\.)?(Alpha|Beta|GA|Deprecated)\b")
_VERSION = re.compile(r'\bMustParse\("(\d+)"\)')
_FEATURE = re.compile(r'\b(?P<name>\w+)[ \t]+(?:\w+\.)?Feature[ \t]*=[ \t]*"(?P<text>\d+)"')


def _features(source: Code, texts: _Texts) -> Iterator[tuple[str, ...]]:
    """Yield the constants that name Kubernetes' gates, and what its tables say of gates."""
    for found, _ in source.finditer(_FEATURE, "Feature"):
        yield "constant", found["name"], source.literals[int(found["text"])]
    for key, line, rows in _rows(source, _TABLE):
        default, stage = _latest(source, rows)
        yield "feature", _known(texts, key), default, str(line), stage
    for key, _, needs in _rows(source, _NEEDS):
        names = (one.strip(" \t\n{}") for one in needs.split(","))
        yield "needs", _known(texts, key), *(_known(texts, name) for name in names if name)


def _rows(source: Code, table: re.Pattern[str]) -> Iterator[tuple[str, int, str]]:
    """Yield the rows of the tables that begin with what a pattern finds: the key, its line, the value."""
    for found, _ in source.finditer(table, "Feature"):
        for at, row in source.pieces(found.end()):
            if key := _KEY.match(row):
                yield key["key"], source.line(at), row[key.end() :]


def _known(texts: _Texts, name: str) -> str:
    """Return a gate in quotes where its name is known, and else what stands for it."""
    text = texts.of(name)
    return f'"{text}"' if text is not None else name


def _latest(source: Code, rows: str) -> tuple[str, str]:
    """Return the default and the stage in the last version that a table has; "" for what is computed."""
    found: list[tuple[tuple[int, ...], str, str]] = []
    for row in rows.split("}"):
        default, version, stage = _ROW.search(row), _VERSION.search(row), _PRERELEASE.search(row)
        number = source.literals[int(version[1])] if version else ""
        if default:
            order = tuple(int(part) for part in re.findall(r"\d{1,9}", number))
            found.append((order, default[1], stage[1] if stage else ""))
        elif "Default:" in row:
            return "", ""
    # A table without versions has one row.
    return max(found)[1:] if found else ("", "")


_ENABLED = re.compile(r"(?:\b(?P<gate>[\w.]+)\.IsEnabled\(\)|\bEnabled\(\s*(?P<feature>[\w.]+)\s*\))")


def _gate_uses(source: Code) -> Iterator[tuple[str, ...]]:
    for found, line in source.finditer(_ENABLED, "Enabled("):
        yield "asks", found["gate"] or found["feature"], str(line)


def _read_gates(content: bytes) -> FileFacts | None:
    """Return what a file registers, or has in a table; None when it does not use a package of gates."""
    facts = read(content) if b"featuregate" in content else None
    notes = tuple(note for note in facts.notes if note[0] in ("gate", "feature")) if facts else ()
    return FileFacts(notes=notes) if notes else None


_MODULE = re.compile(r"^\s*module\s+\"?([^\s\"]+)")
_REPLACED = re.compile(r"^\s*(?:replace\s+)?(\S+)(?:\s+v\S+)?\s+=>\s+(\.\.?(?:/\S*)?)\s*$")


def read_mod(content: bytes) -> FileFacts:
    """Return the path of a module, and which others it has in a folder of the same tree."""
    notes: list[tuple[str, ...]] = []
    for line in content.decode("utf-8", "replace").splitlines():
        bare = line.partition("//")[0]
        if found := _MODULE.match(bare):
            notes.append(("module", found[1]))
        elif found := _REPLACED.match(bare):
            notes.append(("replace", found[1], found[2]))
    return FileFacts(notes=tuple(notes))


GO = Language("go", read, packed, unpacked, name="Go", files=re.compile(r".*\.go"), has_imports=True)
GO_MOD = Language("go-mod", read_mod, packed, unpacked, name="Go", files=re.compile(r"go\.mod"))
GATES = Language("go-gates", _read_gates, packed, unpacked, name="Go")
"""Only what files say of gates: of all files of many releases, few do."""
