"""Every rule is reached from each of the ways a maintainer meets it: the command, the plugin, the hook of pre-commit."""

from __future__ import annotations

import logging
import subprocess
from datetime import datetime, timezone
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import PluginCollection

from module_catalog.checks import examples
from module_catalog.checks.rules import RULES
from module_catalog.cli import main
from module_catalog.hosts.mkdocs_plugin import ModuleCatalogPlugin

REPOSITORY = Path(__file__).parent.parent
DAY = examples.TODAY
EPOCH = int(datetime(DAY.year, DAY.month, DAY.day, 12, tzinfo=timezone.utc).timestamp())
OF_ONE_CATALOG = [rule for rule in RULES.values() if rule.between is None]
OF_A_CHANGE = [rule for rule in RULES.values() if rule.between is not None]


def written(example: str, root: Path) -> Path:
    """Write the catalog of an example below *root*."""
    source = examples.catalog(example)
    for path in source.below("catalog"):
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)
        reading = source.read(path)
        if reading.text is None:
            file.symlink_to("/etc/passwd")
        else:
            file.write_text(reading.text, encoding="utf-8")
    return root


def codes(printed: str) -> set[str]:
    return {code for code in RULES if f"[{code}]" in printed}


@pytest.mark.parametrize("rule", OF_ONE_CATALOG, ids=lambda rule: rule.code)
def test_the_command_reaches_the_rule(rule, tmp_path):
    root = written(examples.of(rule.code).bad, tmp_path)
    done = CliRunner().invoke(main, ["-C", str(root), "check", "--strict", "--today", str(DAY)])
    assert (codes(done.stdout), done.exit_code) == ({rule.code}, 1)


@pytest.mark.parametrize("rule", OF_ONE_CATALOG, ids=lambda rule: rule.code)
def test_the_plugin_reaches_the_rule(rule, tmp_path, monkeypatch, caplog):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(EPOCH))
    plugin = ModuleCatalogPlugin()
    plugin.load_config({"root": str(written(examples.of(rule.code).bad, tmp_path))})
    plugin.on_startup(command="build", dirty=False)
    plugins = PluginCollection()
    plugins["module-catalog"] = plugin
    with caplog.at_level(logging.INFO):
        if rule.severity.value == "error":
            with pytest.raises(PluginError, match="the catalog is not built"):
                plugins.on_config(MkDocsConfig())
        else:
            plugins.on_config(MkDocsConfig())
    assert codes(caplog.text) == {rule.code}


@pytest.mark.parametrize("rule", OF_A_CHANGE, ids=lambda rule: rule.code)
def test_the_command_reaches_the_rule_of_a_change(rule, tmp_path):
    root = written(examples.of(rule.code).before, tmp_path)
    commit = ["-c", "user.name=Ana", "-c", "user.email=ana@quokka.example", "commit", "-qm", "Before"]
    for arguments in (["init", "-q"], ["add", "-A"], commit):
        subprocess.run(["git", *arguments], cwd=root, check=True)
    for file in (root / "catalog").rglob("*.yaml"):
        file.unlink()
    written(examples.of(rule.code).bad, root)
    done = CliRunner().invoke(
        main, ["-C", str(root), "check", "--base", "HEAD", "--strict", "--today", str(DAY)]
    )
    assert (codes(done.stdout), done.exit_code) == ({rule.code}, 1)


def test_the_hook_of_pre_commit_is_the_command():
    hooks = {hook["id"]: hook for hook in yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text())}
    assert hooks["module-catalog"]["entry"] == "module-catalog check"
    assert hooks["module-catalog"]["pass_filenames"] is False
