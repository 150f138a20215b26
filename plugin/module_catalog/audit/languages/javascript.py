"""JavaScript and TypeScript source → what it imports, and which variables of the environment it reads."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from typing import Any

from .facts import FileFacts, Switch, first, packed, unpacked, with_lines
from .grammars import missing, nodes, version
from .language import Language

_WORDS = re.compile(rb"\b(?:import|importScripts|createRequire|export|require|process)\b")
_REFERENCE = re.compile(rb"^///\s*<reference\s+path\s*=\s*[\"']([^\"'\n]+)[\"']", re.MULTILINE)
_SCRIPT = re.compile(rb"<script\b[^>]{0,2000}>(.*?)(?:</script>|\Z)", re.DOTALL | re.IGNORECASE)
_SOURCE = re.compile(rb"<script\b[^>]{0,500}?\ssrc=[\"']([^\"'\n]{1,500})[\"']", re.IGNORECASE)
_ENVIRONMENTS = (b"process.env", b"import.meta.env")
_LOADERS = (b"require", b"require.resolve", b"import", b"importScripts")
_SEVERAL = (b"import.meta.glob", b"import.meta.globEager", b"require.context")
_NAME = re.compile(r"[A-Za-z_]\w*")


def _reader(package: str, function: str) -> Callable[[bytes], FileFacts]:
    def read(content: bytes) -> FileFacts:
        return _facts(content, list(nodes(content, package, function, _WORDS)))

    return read


def _facts(content: bytes, found: list[Any]) -> FileFacts:
    loads = [one for node in found for one in _SAYS.get(node.type, _nothing)(node)]
    loads += _calls_of(content, frozenset(name for node in found for name in _bound(node)))
    whole = ((text, line) for text, is_whole, line in loads if is_whole)
    references = (
        (f"./{_text(one[1])}", content.count(b"\n", 0, one.start()) + 1)
        for one in _REFERENCE.finditer(content)
    )
    return FileFacts(
        first(iter((*whole, *references))),
        tuple(one for node in found for one in _environment(node)),
        tuple(("loads", text, str(line)) for text, is_whole, line in loads if not is_whole),
    )


def _text(content: bytes | None) -> str:
    return (content or b"").decode("utf-8", "replace")


def _is_one(node: Any, texts: tuple[bytes, ...]) -> bool:
    """Say whether a node is one of some short texts. The text of a long one would have to be copied first."""
    return node.end_byte - node.start_byte <= max(map(len, texts)) and node.text in texts


def _line(node: Any) -> int:
    return int(node.start_point[0]) + 1


_Loads = Iterator[tuple[str, bool, int]]
"""What is imported or what that begins with, whether it is all of it, and the line."""


def _nothing(node: Any) -> _Loads:
    return iter(())


def _statement(node: Any) -> _Loads:
    """Yield what an import, or an export of what another file has, names."""
    source = node.child_by_field_name("source")
    if source is not None:
        # What stands before a `!` is for a bundler.
        yield _text(source.text)[1:-1].rpartition("!")[2], True, _line(source)


def _call(node: Any) -> _Loads:
    """Yield what a call imports."""
    function, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
    if function is None or arguments is None or not arguments.named_children:
        return
    argument = arguments.named_children[0]
    text, is_whole = _beginning(argument)
    if _is_one(function, _LOADERS):
        yield text.rpartition("!")[2], is_whole, _line(argument)
    elif _is_one(function, _SEVERAL):
        yield text.partition("*")[0], False, _line(argument)


def _new(node: Any) -> _Loads:
    """Yield the file of `new URL(…, import.meta.url)`, which bundlers take in."""
    arguments = node.child_by_field_name("arguments")
    given: Sequence[Any] = arguments.named_children if arguments is not None else ()
    if len(given) == 2 and _is_one(given[1], (b"import.meta.url",)):
        text, is_whole = _beginning(given[0])
        yield text if text.startswith(".") else f"./{text}", is_whole, _line(given[0])


def _bound(node: Any) -> Iterator[bytes]:
    """Yield the name of a variable that is `require`, or made to be one."""
    name = node.child_by_field_name("name") if node.type == "variable_declarator" else None
    value = node.child_by_field_name("value") if name is not None else None
    if name is None or value is None or name.type != "identifier" or _is_one(name, (b"require",)):
        return
    if _is_one(value, (b"require",)):
        yield name.text
    elif value.type == "call_expression":
        made = value.child_by_field_name("function")
        if made is not None and _is_one(made, (b"createRequire", b"module.createRequire")):
            yield name.text


def _calls_of(content: bytes, names: Collection[bytes]) -> Iterator[tuple[str, bool, int]]:
    """Yield what calls import of variables that are `require`: a text, or what is not known."""
    for found, line in with_lines(_CALLED, content) if names else ():
        before = content[max(found.start() - _LEFT, 0) : found.start()].rpartition(b"\n")[2]
        if found[1] in names and b"//" not in before and not before.lstrip().startswith(b"*"):
            yield _text(found[3]), found[3] is not None, line


_CALLED = re.compile(
    rb"(?<![\w.$])([A-Za-z_$][\w$]{0,99})\([ \t]{0,99}(?:([\"'])([^\"'\\\n]{0,500})\2[ \t]{0,99}\))?"
)
_LEFT = 200


def _beginning(node: Any) -> tuple[str, bool]:
    """Return what the text of an expression begins with, and whether that is all of it."""
    if node.type == "string":
        return _text(node.text)[1:-1], True
    if node.type == "template_string":
        computed = next((one for one in node.named_children if one.type == "template_substitution"), None)
        end = computed.start_byte - node.start_byte if computed else -1
        return _text(node.text[1:end]), computed is None
    if node.type == "binary_expression":
        return _beginning(node.named_children[0])[0] if node.named_children else "", False
    return "", False


_SAYS: dict[str, Callable[[Any], _Loads]] = {
    "import_statement": _statement,
    "import_require_clause": _statement,
    "export_statement": _statement,
    "call_expression": _call,
    "new_expression": _new,
}
"""By the type of a node: what it imports."""


def _environment(node: Any) -> Iterator[Switch]:
    if node.type == "binary_expression":
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        sign = node.child_by_field_name("operator")
        name = _variable(left) if left is not None else ""
        if (
            name
            and sign is not None
            and sign.type in ("??", "||")
            and right is not None
            and right.type == "string"
        ):
            yield Switch("env", "read", name, _line(node), _text(right.text)[1:-1])
    elif name := _variable(node):
        yield Switch("env", "read", name, _line(node))


def _variable(node: Any) -> str:
    """Return the variable of the environment that an expression reads; "" when it is another expression."""
    key = _KEYS.get(node.type)
    whole = node.child_by_field_name("object") if key else None
    if whole is None or not _is_one(whole, _ENVIRONMENTS):
        return ""
    name = _text(node.child_by_field_name(key).text).strip("\"'`")
    return name if _NAME.fullmatch(name) else ""


_KEYS = {"member_expression": "property", "subscript_expression": "index"}


def _script(read: Callable[[bytes], FileFacts]) -> Callable[[bytes], FileFacts]:
    """Return what reads the scripts of a component, each on the lines where it stands."""

    def read_scripts(content: bytes) -> FileFacts:
        pieces, at = [], 0
        for found in _SCRIPT.finditer(content):
            pieces += [b"\n" * content.count(b"\n", at, found.start(1)), found[1], b";"]
            at = found.end(1)
        facts = read(b"".join(pieces))
        named = ((_text(one[1]), line) for one, line in with_lines(_SOURCE, content))
        return replace(facts, imports=first(iter((*facts.imports, *named))))

    return read_scripts


_JS, _TS = "tree_sitter_javascript", "tree_sitter_typescript"


def _row(
    key: str, name: str, files: str, read: Callable[[bytes], FileFacts], package: str
) -> Language[FileFacts]:
    return Language(
        f"{key}-{version(package)}",
        read,
        packed,
        unpacked,
        name=name,
        files=re.compile(files),
        has_imports=True,
        missing=missing(package),
    )


_typescript = _reader(_TS, "language_typescript")
LANGUAGES = (
    _row("javascript", "JavaScript", r".*\.(?:js|jsx|mjs|cjs)", _reader(_JS, "language"), _JS),
    _row("typescript", "TypeScript", r".*\.(?:ts|mts|cts)", _typescript, _TS),
    _row("tsx", "TypeScript", r".*\.tsx", _reader(_TS, "language_tsx"), _TS),
    _row("component", "TypeScript", r".*\.(?:vue|svelte)", _script(_typescript), _TS),
)
