"""init: a folder with a catalog that checks clean, a site that builds, and nothing of the user's lost."""

from __future__ import annotations

import os
import pty
import re
import subprocess

import pytest
import yaml

from conftest import TODAY
from module_catalog.catalog.lifecycle import built_in
from module_catalog.catalog.page_kinds import PAGE_KINDS
from module_catalog.edit.start import Project, files, web_address
from programs import BIN
from repositories import commit, git, repository
from sites import MKDOCS, dead_links
from test_cli import run

GARDEN = built_in("feature-stages").replace("Feature stages", "Garden")


def written(root):
    return sorted(
        file.relative_to(root).as_posix()
        for file in root.rglob("*")
        if file.is_file() and "site" not in file.parts
    )


def test_an_empty_folder_gets_a_catalog_that_checks_clean_and_a_site_that_builds(tmp_path, build):
    done = run("init", "--name", 'Quokka: "the" <b>', cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert written(tmp_path) == [
        ".gitignore",
        "catalog/catalog.yaml",
        "catalog/module.schema.json",
        "catalog/people.schema.json",
        "catalog/people.yaml",
        "catalog/showcase.schema.json",
        "docs/.gitkeep",
        "mkdocs.yml",
    ]
    assert (
        run("check", "--strict", cwd=tmp_path).stdout
        == "Checked 0 modules and 0 showcase entries: no findings.\n"
    )
    assert run("fmt", "--check", cwd=tmp_path).returncode == 0
    assert build("mkdocs", tmp_path).returncode == 0


def test_the_project_is_called_like_its_folder_when_nobody_says_otherwise(tmp_path):
    run("init", cwd=tmp_path)
    assert (tmp_path / "catalog/catalog.yaml").read_text().startswith(f'name: "{tmp_path.name}"\n')


def test_a_second_run_changes_nothing(tmp_path):
    run("init", cwd=tmp_path)
    before = {path: (tmp_path / path).read_bytes() for path in written(tmp_path)}
    assert run("init", "--name", "Other", cwd=tmp_path).returncode == 0
    assert {path: (tmp_path / path).read_bytes() for path in written(tmp_path)} == before


def test_all_is_written_although_nobody_reads_what_is_said(tmp_path):
    with subprocess.Popen(
        [BIN / "module-catalog", "init"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as done:
        done.stdout.close()
        done.wait()
    assert (tmp_path / "catalog/catalog.yaml").exists()
    assert (tmp_path / "mkdocs.yml").exists()
    assert (tmp_path / "catalog/module.schema.json").exists()


def test_what_says_that_a_catalog_is_there_is_written_last_so_that_a_draft_that_was_cut_off_can_begin_again(
    tmp_path,
):
    source = commit_of_a_tree(tmp_path / "source")
    told = run("init", "--from", str(source), cwd=folder(tmp_path / "new")).stdout
    wrote = [line for line in told.splitlines() if line.startswith("Wrote ") and "schema" not in line]
    assert wrote[-1] == "Wrote catalog/catalog.yaml."
    whole = written(tmp_path / "new")
    (tmp_path / "new/catalog/catalog.yaml").unlink()
    assert run("init", "--from", str(source), cwd=tmp_path / "new").returncode == 0
    assert written(tmp_path / "new") == whole


def folder(path):
    path.mkdir()
    return path


def commit_of_a_tree(path):
    source = repository(path)
    commit(source, {"src/loader/a.py": "import os\n", "src/cuda/a.py": "import os\n"})
    return source


def test_a_site_that_is_there_stays_and_is_told_about(tmp_path):
    (tmp_path / "mkdocs.yml").write_text(MKDOCS)
    done = run("init", cwd=tmp_path)
    assert (tmp_path / "mkdocs.yml").read_text() == MKDOCS
    assert not (tmp_path / "docs").exists()
    assert not (tmp_path / ".gitignore").exists()
    assert (
        "Add to mkdocs.yml what it lacks of this:\n\nplugins:\n  - search\n  - module-catalog\n"
        in done.stdout
    )
    assert "  - Modules:\n      - modules/index.md\n" in done.stdout


@pytest.mark.parametrize("path", ["catalog", "catalog/people.yaml"])
def test_nothing_is_written_through_a_link_that_leads_out(tmp_path, path):
    root, outside = tmp_path / "project", tmp_path / "outside"
    root.mkdir()
    (root / path).parent.mkdir(exist_ok=True)
    (root / path).symlink_to(outside / "file")
    assert run("init", cwd=root).returncode == 2
    assert not outside.exists()


def settings(root):
    return yaml.safe_load((root / "catalog/catalog.yaml").read_text())


def test_stages_and_what_an_entry_is_called_are_taken(tmp_path):
    done = run("init", "--lifecycle", "feature-stages", "--noun", "proposal, proposals", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert settings(tmp_path)["lifecycle"] == "feature-stages"
    assert settings(tmp_path)["noun"] == {"one": "proposal", "many": "proposals"}
    assert run("check", "--strict", cwd=tmp_path).returncode == 0


def test_a_lifecycle_of_one_s_own_is_copied_into_the_catalog(tmp_path):
    (tmp_path / "garden.yaml").write_text(GARDEN)
    assert run("init", "--lifecycle", "garden.yaml", cwd=tmp_path).returncode == 0
    assert settings(tmp_path)["lifecycle"] == "garden.yaml"
    assert (tmp_path / "catalog/garden.yaml").read_text() == GARDEN
    assert run("check", "--strict", cwd=tmp_path).returncode == 0


def test_a_lifecycle_that_is_in_the_catalog_already_is_kept(tmp_path):
    (tmp_path / "catalog").mkdir()
    (tmp_path / "catalog/garden.yaml").write_text(GARDEN)
    done = run("init", "--lifecycle", "garden.yaml", cwd=tmp_path)
    assert "Kept catalog/garden.yaml" in done.stdout
    assert settings(tmp_path)["lifecycle"] == "garden.yaml"


@pytest.mark.parametrize(
    ("option", "value", "says"),
    [
        ("--lifecycle", "feature-stage", "`feature-stage` is neither a built-in lifecycle"),
        ("--lifecycle", "nowhere.yaml", "nor a .yaml file"),
        ("--noun", "proposal", "give both, as in `module,modules`"),
        ("--noun", "a `b`,c", "backticks"),
    ],
)
def test_an_answer_that_makes_no_catalog_writes_nothing(option, value, says, tmp_path):
    done = run("init", option, value, cwd=tmp_path)
    assert done.returncode == 2
    assert says in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_repository_says_where_pages_are_edited(tmp_path):
    root = repository(tmp_path)
    git(root, "remote", "add", "origin", "git@github.com:quokka/quokka.git")
    run("init", cwd=root)
    config = (root / "mkdocs.yml").read_text()
    assert "repo_url: https://github.com/quokka/quokka\nedit_uri: edit/main/docs/\n" in config
    assert settings(root)["repository"] == {"url": "https://github.com/quokka/quokka", "branch": "main"}


@pytest.mark.parametrize(
    ("remote", "address"),
    [
        ("git@github.com:quokka/quokka.git", "https://github.com/quokka/quokka"),
        ("ssh://git@code.example:2222/a/b", "https://code.example/a/b"),
        ("https://ana:secret@code.example/a/b.git", "https://code.example/a/b"),
        ("https://code.example/a/b/", "https://code.example/a/b"),
        ("/srv/quokka.git", None),
        ("../quokka", None),
        ("https://code.example/a b", None),
    ],
)
def test_a_remote_has_an_address_for_people_without_a_password(remote, address):
    assert web_address(remote) == address


def test_the_navigation_leads_to_every_page_and_a_site_is_without_those_that_are_not_there(tmp_path, build):
    config = yaml.safe_load(files(Project("Quokka"), TODAY, has_site=False)["mkdocs.yml"])
    assert set(re.findall(r"[\w/]+\.md", str(config["nav"]))) == {
        kind.path for kind in PAGE_KINDS.values() if kind.is_one
    }
    run("init", cwd=tmp_path)
    assert build("mkdocs", tmp_path).returncode == 0
    assert "Showcase" not in (tmp_path / "site/modules/index.html").read_text()
    assert dead_links(tmp_path / "site") == []


def test_what_git_should_not_keep_is_said_where_a_file_for_that_is_there(tmp_path):
    (tmp_path / ".gitignore").write_text("*.o\n")
    done = run("init", cwd=tmp_path)
    assert (tmp_path / ".gitignore").read_text() == "*.o\n"
    assert "Add `/site/` to .gitignore" in done.stdout


def in_a_terminal(root, answers):
    """Run `init` in a terminal, where somebody types, and return what stands there in the end."""
    ours, theirs = pty.openpty()
    command = [BIN / "module-catalog", "init"]
    process = subprocess.Popen(command, cwd=root, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    os.write(ours, answers.encode())
    shown = b""
    while True:
        try:
            read = os.read(ours, 1024)
        except OSError:  # Linux says so when the program has ended.
            read = b""
        if not read:
            break
        shown += read
    os.close(ours)
    assert process.wait(60) == 0, shown
    return shown.decode()


def test_in_a_terminal_what_no_option_says_is_asked_for(tmp_path):
    shown = in_a_terminal(tmp_path, "feature-stages\nQuokka\nproposal,proposals\n")
    assert "The stages of modules" in shown
    assert settings(tmp_path)["name"] == "Quokka"
    assert settings(tmp_path)["lifecycle"] == "feature-stages"
    assert settings(tmp_path)["noun"] == {"one": "proposal", "many": "proposals"}


def test_in_a_terminal_nothing_but_enter_gives_what_no_terminal_gives(tmp_path):
    in_a_terminal(tmp_path, "\n\n\n")
    asked = settings(tmp_path)
    (tmp_path / "catalog/catalog.yaml").unlink()
    run("init", cwd=tmp_path)
    assert settings(tmp_path) == asked


@pytest.mark.parametrize(
    ("noun", "tab"), [(None, "Modules"), (("proposal", "proposals"), "Proposals"), (("a", "no: b"), "No: b")]
)
def test_the_navigation_calls_entries_what_the_project_calls_them(noun, tab):
    text = files(Project("Quokka", noun=noun), TODAY, has_site=False)["mkdocs.yml"]
    assert tab in yaml.safe_load(text)["nav"][1]
