"""What built-in templates were compiled to, from one run to the next."""

from __future__ import annotations

import sys

import jinja2
import pytest

from module_catalog.site.compiled import Compiled


@pytest.fixture
def rendered(tmp_path, monkeypatch):
    """Return what renders a template as another run would, where Python keeps compiled code below a folder."""
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)

    def render(text):
        monkeypatch.setattr(Compiled, "_codes", {})
        loader = jinja2.DictLoader({"page.md.j2": text})
        environment = jinja2.Environment(loader=loader, bytecode_cache=Compiled(), autoescape=True)
        return environment.get_template("page.md.j2").render()

    return render


def kept(folder):
    return {file: (file.read_bytes(), file.stat().st_ino) for file in folder.rglob("*") if file.is_file()}


def test_a_template_is_compiled_once_for_all_runs(rendered, tmp_path):
    assert rendered("{{ 6 * 7 }}") == "42"
    first = kept(tmp_path)
    assert len(first) == 1
    assert rendered("{{ 6 * 7 }}") == "42"
    assert kept(tmp_path) == first


def test_a_template_that_was_edited_is_compiled_again(rendered, tmp_path):
    rendered("{{ 6 * 7 }}")
    assert rendered("{{ 6 * 8 }}") == "48"
    assert len(kept(tmp_path)) == 1


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: content[: len(content) // 2],
        lambda content: b"0" * 32 + content[32:],
        lambda content: content[:33] + b"\xff" * 40,
    ],
)
def test_what_is_damaged_or_of_another_compiler_is_as_good_as_none(rendered, tmp_path, damage):
    rendered("{{ 6 * 7 }}")
    first = kept(tmp_path)
    ((file, (content, _)),) = first.items()
    file.write_bytes(damage(content))
    assert rendered("{{ 6 * 7 }}") == "42"
    assert {path: one[0] for path, one in kept(tmp_path).items()} == {file: content}


def test_nothing_is_written_where_python_writes_nothing(rendered, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert rendered("{{ 6 * 7 }}") == "42"
    assert kept(tmp_path) == {}
