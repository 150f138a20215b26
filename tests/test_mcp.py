"""`mcp`: the library's own client asks the server, which runs as a program does over standard input and output."""

from __future__ import annotations

import sys

from mcp import Client, StdioServerParameters

from conftest import CUDA, LOADER
from programs import awaited


def answers(root, *questions):
    """Ask a server of a catalog; return the tools that it has, and for each question the answer or the refusal."""
    command = StdioServerParameters(
        command=sys.executable, args=["-m", "module_catalog", "-C", str(root), "mcp"]
    )

    async def ask():
        async with Client(command) as client:
            tools = (await client.list_tools()).tools
            found = [await client.call_tool(name, asked) for name, asked in questions]
            return {tool.name: tool for tool in tools}, found

    tools, found = awaited(ask())
    return tools, [one.content[0].text if one.is_error else one.structured_content for one in found]


def test_an_agent_finds_shows_and_asks(project):
    works = "compatibility: [{with: [loader], status: works, since: v2.0}]\n"
    root = project({"modules/cuda.yaml": CUDA + works, "modules/loader.yaml": LOADER})
    tools, (found, all_, shown, path, toggle, nobody, ready, together) = answers(
        root,
        ("find", {"text": "nvidia gpus"}),
        ("find", {"stage": "S1"}),
        ("show", {"id": "cuda"}),
        ("who", {"asked": "src/cuda/run.cc"}),
        ("who", {"asked": "USE_CUDA"}),
        ("who", {"asked": "src/nothing"}),
        ("ready", {"id": "cuda"}),
        ("compatible", {"ids": ["cuda", "loader"]}),
    )
    assert set(tools) == {"find", "show", "who", "ready", "compatible"}
    assert set(tools["find"].input_schema["properties"]) == {"text", "stage", "kind", "owner"}
    assert [one["id"] for one in found["modules"]] == ["cuda"]
    assert [one["id"] for one in all_["modules"]] == ["loader"]
    assert shown["entry"]["toggles"][0]["name"] == "USE_CUDA"
    assert (path["modules"][0]["id"], path["modules"][0]["owners"]) == ("cuda", ["eva"])
    assert toggle["modules"][0]["id"] == "cuda"
    assert nobody == {"modules": []}
    assert (ready["stage"], ready["is_next"]) == ("S1", True)
    assert together["compatibility"] == [
        {"module": "cuda", "with": ["loader"], "status": "works", "since": "v2.0"}
    ]
    assert [one["type"] for one in together["relations"]] == ["depends-on"]


def test_what_cannot_be_answered_is_refused_in_a_sentence_and_the_server_goes_on(project):
    _, (unknown, fine) = answers(project(), ("show", {"id": "cudda"}), ("show", {"id": "cuda"}))
    assert "no module has the id cudda; did you mean cuda?" in unknown
    assert fine["id"] == "cuda"


def test_a_catalog_with_errors_in_its_settings_is_told_and_nothing_else(project):
    _, (told,) = answers(project({"catalog.yaml": "name: [\n"}), ("find", {}))
    assert "the catalog has errors: `module-catalog check` lists them" in told
