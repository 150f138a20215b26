"""Help while writing an entry: what the language server of editors makes of the schemas of `module-catalog schema`."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from threading import Timer

import pytest

from conftest import CATALOG, CUDA, LOADER, PEOPLE, WORK
from sites import run

REPOSITORY = Path(__file__).parent.parent
CURSOR = "▮"
MODELINES = {
    "modules": "# yaml-language-server: $schema=../module.schema.json\n",
    "showcase": "# yaml-language-server: $schema=../showcase.schema.json\n",
    "catalog": "# yaml-language-server: $schema=people.schema.json\n",
}
"""The first line of an entry, by the folder it is in."""
ROOMS = """\
name: Three rooms
stages:
  - {id: attic, name: Attic, means: Nobody goes there.}
  - {id: parlour, name: Parlour, means: Guests see it.}
  - {id: street, name: Street, means: It is gone., presence: gone}
transitions:
  - {from: null, to: attic}
"""


class Editor:
    """As much of an editor as asks a language server for help, over its standard input and output."""

    def __init__(self, server: subprocess.Popen[bytes]) -> None:
        self._server = server
        self._asked = 0
        self._diagnostics: dict[str, list[str]] = {}
        self._ask(
            "initialize",
            {
                "processId": os.getpid(),
                "rootUri": None,
                "capabilities": {"workspace": {"configuration": True}},
            },
        )
        self._tell("initialized", {})

    def close(self) -> None:
        self._ask("shutdown", None)
        self._tell("exit", None)

    def diagnostics(self, *files: Path) -> list[list[str]]:
        """Return what an editor underlines in each file, as `line:column sentence`, counted from 1."""
        for file in files:
            self._open(file)
        while any(file.as_uri() not in self._diagnostics for file in files):
            self._receive()
        return [self._diagnostics[file.as_uri()] for file in files]

    def completions(self, file: Path) -> list[str]:
        """Return the words that are offered at the cursor."""
        return [item["label"] for item in self._at_cursor("completion", file)["items"]]

    def explained(self, file: Path) -> dict[str, str]:
        """Return the words that are offered at the cursor, each with what is said of it."""
        return {
            item["label"]: item.get("documentation", "")
            for item in self._at_cursor("completion", file)["items"]
        }

    def hover(self, file: Path) -> str:
        """Return what is said about the word at the cursor, without the escapes of Markdown."""
        return re.sub(r"\\(?=\W|_)", "", self._at_cursor("hover", file)["contents"]["value"])

    def _at_cursor(self, request: str, file: Path) -> dict:
        before, _, after = file.read_text().partition(CURSOR)
        file.write_text(before + after)
        self._open(file)
        position = {"line": before.count("\n"), "character": len(before) - before.rfind("\n") - 1}
        return self._ask(
            f"textDocument/{request}", {"textDocument": {"uri": file.as_uri()}, "position": position}
        )

    def _open(self, file: Path) -> None:
        document = {"uri": file.as_uri(), "languageId": "yaml", "version": 1, "text": file.read_text()}
        self._tell("textDocument/didOpen", {"textDocument": document})

    def _ask(self, method: str, params: dict | None) -> dict:
        self._asked += 1
        self._send({"id": self._asked, "method": method, "params": params})
        while (answer := self._receive()).get("id") != self._asked or "method" in answer:
            pass
        return answer["result"]

    def _tell(self, method: str, params: dict | None) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: dict) -> None:
        content = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._server.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(content), content))
        self._server.stdin.flush()

    def _receive(self) -> dict:
        """Return the next message; keep diagnostics, and answer what the server asks: the user's settings, which ask for no network."""
        while not (header := self._server.stdout.readline()).startswith(b"Content-Length:"):
            assert header, "the language server has ended"
        while self._server.stdout.readline().strip():
            pass
        message = json.loads(self._server.stdout.read(int(header.split(b":")[1])))
        if message.get("method") == "textDocument/publishDiagnostics":
            self._diagnostics[message["params"]["uri"]] = [
                f"{one['range']['start']['line'] + 1}:{one['range']['start']['character'] + 1} {one['message']}"
                for one in message["params"]["diagnostics"]
            ]
        elif "method" in message and "id" in message:
            settings = {"schemaStore": {"enable": False}, "validate": True, "hover": True, "completion": True}
            items = message.get("params", {}).get("items", [])
            answer = [settings if item.get("section") == "yaml" else {} for item in items]
            self._send({"id": message["id"], "result": answer or None})
        return message


@pytest.fixture(scope="session")
def language_server(npm) -> Path:
    """Return the program that editors talk to."""
    return npm("yaml-language-server") / "yaml-language-server/bin/yaml-language-server"


@pytest.fixture(scope="module")
def editor(language_server: Path) -> Iterator[Editor]:
    command = ["node", str(language_server), "--stdio"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        # A server that hangs ends the tests instead of stopping them.
        guard = Timer(600, process.kill)
        guard.start()
        editor = Editor(process)
        yield editor
        editor.close()
        guard.cancel()


@pytest.fixture
def entry(project):
    """Write one file of a small project with its modeline, and the schemas beside it; return the file."""

    def write(name: str, text: str, files: dict[str, str] | None = None) -> Path:
        root = project(files)
        written = run("module-catalog", "schema", "--write", cwd=root)
        assert written.returncode == 0, written.stderr
        file = root / "catalog" / name
        file.write_text(MODELINES[file.parent.name] + text)
        return file

    return write


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        (
            "modules/loader.yaml",
            LOADER.replace("stage: S1\nn", f"stage: {CURSOR}\nn"),
            ["S0", "S1", "S2", "deprecated", "removed"],
        ),
        ("modules/loader.yaml", LOADER.replace("kind: core", f"kind: {CURSOR}"), ["core", "backend"]),
        (
            "modules/cuda.yaml",
            CUDA.replace("depends-on", CURSOR),
            [
                "supersedes",
                "superseded-by",
                "depends-on",
                "extends",
                "part-of",
                "integrates-with",
                "related-to",
                "overlaps-with",
                "conflicts-with",
            ],
        ),
        (
            "people.yaml",
            PEOPLE.replace("role: pmc}\n  ben", f"role: {CURSOR}}}\n  ben"),
            ["pmc", "committer", "reviewer"],
        ),
        (
            "showcase/fast.yaml",
            WORK.replace("paper\n", f"{CURSOR}\n"),
            ["paper", "product", "project", "tutorial", "talk"],
        ),
    ],
    ids=["stage", "kind", "relation", "role", "showcase kind"],
)
def test_an_editor_offers_exactly_the_words_of_the_catalog(name, text, words, entry, editor):
    assert editor.completions(entry(name, text)) == words


PEOPLE_KNOWN = {
    "ana": "Ana Alves",
    "ben": "Ben Bauer",
    "cleo": "Cleo Costa",
    "dan": "Dan Duarte",
    "eva": "Eva Engel",
    "quokka-maintainers": "Quokka maintainers",
}
RELEASES = {"v1.0": "Released on 2024-01-10.", "v2.0": "Released on 2025-01-10.", "v3.0": "Still to come."}
MODULES = {"cuda": "CUDA", "loader": "Loader"}


@pytest.mark.parametrize(
    ("name", "text", "known"),
    [
        ("modules/cuda.yaml", CUDA.replace("person: eva", f"person: {CURSOR}"), PEOPLE_KNOWN),
        ("modules/cuda.yaml", CUDA.replace("module: loader", f"module: {CURSOR}"), MODULES),
        ("modules/cuda.yaml", CUDA.replace("target: v3.0", f"target: {CURSOR}"), RELEASES),
        ("modules/cuda.yaml", f"{CUDA}former_namespaces: [{{path: a, from: {CURSOR}}}]\n", RELEASES),
        (
            "modules/loader.yaml",
            LOADER.replace("no_toggle: Always built.", f"toggles:\n  - uses: {CURSOR}"),
            {"cuda/USE_CUDA": "USE_CUDA of CUDA"},
        ),
        ("modules/loader.yaml", f"{LOADER}approver: {CURSOR}\n", PEOPLE_KNOWN),
        ("modules/loader.yaml", f"{LOADER}sig: {CURSOR}\n", {"net": "SIG Net", "node": "SIG Node"}),
        (
            "modules/loader.yaml",
            LOADER.replace("kind: core", f"kind: {CURSOR}"),
            {"core": "Core part", "backend": "Backend"},
        ),
        ("showcase/fast.yaml", WORK.replace("[cuda, loader]", f"\n  - {CURSOR}"), MODULES),
        (
            "people.yaml",
            f"{PEOPLE}    members:\n    - {CURSOR}\n".replace(
                "{name: Quokka maintainers, role: committer}", "\n    name: Quokka maintainers"
            ),
            PEOPLE_KNOWN,
        ),
    ],
    ids=[
        "owner",
        "module",
        "moment",
        "release",
        "toggle",
        "own field",
        "choice",
        "kind",
        "showcase",
        "member",
    ],
)
def test_an_editor_offers_what_one_looks_up_and_says_what_it_is(name, text, known, entry, editor):
    sig = "sig: {title: SIG, type: choice, choices: {net: SIG Net, node: SIG Node}}"
    own = f"fields: {{approver: {{title: Approver, type: person}}, {sig}}}\n"
    assert editor.explained(entry(name, text, {"catalog.yaml": CATALOG + own})) == known


def test_an_editor_takes_what_it_does_not_offer(entry, editor):
    file = entry("modules/cuda.yaml", CUDA.replace("person: eva", "person: zoe").replace("loader", "later"))
    assert editor.diagnostics(file) == [[]]


def test_an_editor_says_once_what_form_a_handle_has(entry, editor):
    file = entry("modules/cuda.yaml", CUDA.replace("person: eva", "person: '@eva'"))
    assert editor.diagnostics(file) == [
        [
            "7:19 must be a handle without `@`: letters, digits, `-`, `_` and `.`, or for a team"
            " `organisation/team`"
        ]
    ]


def test_an_editor_says_whose_handle_it_is(entry, editor):
    said = editor.hover(entry("modules/cuda.yaml", CUDA.replace("person: eva", f"person: e{CURSOR}va")))
    assert "Eva Engel" in said


def test_an_editor_offers_the_stages_of_a_project_s_own_lifecycle(entry, editor):
    files = {"catalog.yaml": CATALOG + "lifecycle: rooms.yaml\n", "rooms.yaml": ROOMS}
    file = entry("modules/loader.yaml", LOADER.replace("stage: S1\nn", f"stage: {CURSOR}\nn"), files)
    assert editor.completions(file) == ["attic", "parlour", "street"]


def test_an_editor_offers_the_keys_that_are_not_there_yet(entry, editor):
    offered = editor.completions(entry("modules/loader.yaml", LOADER + CURSOR))
    assert {"champion", "compatibility", "deprecation", "waivers"} < set(offered)
    assert not {"name", "kind", "owners"} & set(offered)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            LOADER.replace("owners:", f"own{CURSOR}ers:"),
            "Who maintains the module and answers questions about it. Where owners are required, an empty list"
            " needs `no_owners` or `seeking_owners`.",
        ),
        (LOADER.replace("person: ana", f"per{CURSOR}son: ana"), "A person or team of people.yaml."),
        (LOADER.replace("name: Loader", f"na{CURSOR}me: Loader"), "Its name, as people write it."),
        (
            LOADER.replace("kind: core", f"kind: co{CURSOR}re"),
            "What kind of module it is: one of the kinds in catalog.yaml.",
        ),
    ],
    ids=["list", "key of an item", "text", "value"],
)
def test_an_editor_says_what_a_key_means(text, says, entry, editor):
    assert editor.hover(entry("modules/loader.yaml", text)).split("\n\n")[:2] == ["#### Module entry", says]


@pytest.mark.parametrize(
    ("text", "diagnostics"),
    [
        (LOADER, []),
        (CUDA, []),
        (LOADER + "x-team: {anything: [goes]}\n", []),
        (LOADER.replace("[{person: ana}]", "[]\nseeking_owners: true"), []),
        (LOADER + "colour: red\n", ["16:1 Property colour is not allowed."]),
        (
            LOADER.replace("stage: S1\nn", "stage: S7\nn"),
            ['5:8 Value is not accepted. Valid values: "S0", "S1", "S2", "deprecated", "removed".'],
        ),
        (
            LOADER.replace("[{person: ana}]", "[]"),
            [
                "2:1 `owners` is empty: name an owner, say why none is on record with `no_owners: <why>`, or ask for one with `seeking_owners: true`"
            ],
        ),
        (
            LOADER.replace("no_toggle: Always built.\n", ""),
            [
                "2:1 a module has `toggles`, or says with `no_toggle: <why>` why it has none: give one of the two"
            ],
        ),
        (
            LOADER.replace("stands_alone: It touches nothing else.\n", ""),
            ["2:1 `relations` is empty: add a relation, or say why there is none with `stands_alone: <why>`"],
        ),
        (
            CUDA.replace("module: loader, ", ""),
            ["10:5 a relation names a `module` of this catalog or something `external`: give one of the two"],
        ),
        (
            LOADER.replace("2024-01-01", "1 May 2024"),
            [
                "14:12 must be a day such as 2026-01-31, a month such as 2026-01, a year such as 2026, or `unknown`"
            ],
        ),
        (
            LOADER.replace("summary: Loads plugins when they are first used.\n", ""),
            ['2:1 Missing property "summary".'],
        ),
    ],
    ids=[
        "whole",
        "whole with a toggle",
        "own key",
        "seeking owners",
        "unknown key",
        "wrong stage",
        "no owners",
        "no toggle",
        "no relations",
        "relation to nothing",
        "no day",
        "missing key",
    ],
)
def test_an_editor_underlines_what_is_wrong_and_nothing_else(text, diagnostics, entry, editor):
    assert editor.diagnostics(entry("modules/loader.yaml", text)) == [diagnostics]


def test_an_editor_finds_nothing_wrong_in_this_project_s_own_entries(editor):
    files = [file for file in sorted((REPOSITORY / "catalog").rglob("*.yaml")) if file.name != "catalog.yaml"]
    assert len(files) == 72
    assert [file.name for file in files if not file.read_text().startswith(MODELINES[file.parent.name])] == []
    found = dict(zip(files, editor.diagnostics(*files), strict=True))
    assert {file.name: told for file, told in found.items() if told} == {}
