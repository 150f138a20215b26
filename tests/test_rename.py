"""rename: another id for a module, wherever it is named, or nothing at all."""

from __future__ import annotations

import json

import pytest

from conftest import CATALOG, CUDA, LOADER, TODAY, WORK
from module_catalog.catalog import evidence_files
from module_catalog.checks import pipeline
from repositories import git, repository
from test_moves import on

DAY = "2026-06-01"
USER = """\
name: User
summary: Uses the others.
kind: core
stage: S1
namespaces: [src/user]
owners: [{person: ana}]
toggles: [{uses: cuda/USE_CUDA}]
relations:
  - {type: integrates-with, module: 'cuda', why: It's faster} # cuda
roadmap: []
nothing_planned: Waiting for cuda.
history: [{date: 2024-01-01, event: introduced, release: v1.0}, {date: 2025-01-01, event: entered, stage: S1}]
compatibility: [{with: [loader, cuda], status: works}]
"""
OLD = """\
name: Old
summary: Was CUDA once.
kind: core
stage: removed
former_namespaces: [{path: src/old}]
owners: []
no_owners: Nobody is on record.
no_toggle: It had none.
relations: []
stands_alone: It is gone.
history: [{date: 2024-01-01, event: removed, stage: removed, basis: reading}]
deprecation: {reason: Old., replacement: [cuda, loader]}
split_into: [cuda]
"""
EVIDENCE = """\
{"version": 1, "commit": "0000000000000000000000000000000000000000", "date": "2026-05-05", "probes": ["namespaces", "isolation"], "claims": [
{"module": "cuda", "kind": "namespace", "verdict": "verified", "subject": "src/cuda", "count": 1},
{"module": "loader", "kind": "namespace", "verdict": "verified", "subject": "src/loader", "count": 1},
{"module": "old", "kind": "former", "verdict": "verified", "subject": "src/old"},
{"module": "user", "kind": "unstated", "verdict": "no-claim", "subject": "cuda", "count": 1, "places": [{"path": "src/user/a.py", "line": 1}]}
]}
"""
FILES = {"modules/user.yaml": USER, "modules/old.yaml": OLD, "evidence.json": EVIDENCE}


def texts(root):
    return {
        file.relative_to(root).as_posix(): file.read_text()
        for file in sorted(root.rglob("*"))
        if file.is_file() and ".git" not in file.parts
    }


def test_a_module_is_renamed_wherever_it_is_named_and_nowhere_else(project):
    root = repository(project(FILES))
    on(DAY, "schema", "--write", cwd=root)
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "Begin")
    before = texts(root)
    patch = on(DAY, "rename", "cuda", "nvidia", "--dry-run", cwd=root)
    assert texts(root) == before

    told = on(DAY, "rename", "cuda", "nvidia", cwd=root)
    assert told == "cuda is nvidia now: catalog/modules/nvidia.yaml, and 3 other files that named it.\n"
    after = texts(root)
    assert "catalog/modules/cuda.yaml" not in after
    assert after["catalog/modules/nvidia.yaml"] == CUDA + "former_ids: [cuda]\n"
    assert after["catalog/modules/user.yaml"] == USER.replace("cuda/USE", "nvidia/USE").replace(
        "module: 'cuda'", "module: 'nvidia'"
    ).replace("loader, cuda", "loader, nvidia")
    assert after["catalog/modules/old.yaml"] == OLD.replace("[cuda", "[nvidia")
    assert after["catalog/showcase/fast.yaml"] == WORK.replace("cuda", "nvidia")
    claims = json.loads(after["catalog/evidence.json"])["claims"]
    assert [(one["module"], one["subject"]) for one in claims] == [
        ("loader", "src/loader"), ("nvidia", "src/cuda"), ("old", "src/old"), ("user", "nvidia")
    ]  # fmt: skip
    assert on(DAY, "check", "--base", "HEAD", cwd=root).endswith("no findings.\n")
    on(DAY, "fmt", "--check", cwd=root)

    git(root, "checkout", "-q", ".")
    (root / "catalog/modules/nvidia.yaml").unlink()
    (root / "patch").write_text(patch)
    git(root, "apply", "patch")
    (root / "patch").unlink()
    assert texts(root) == after


def test_a_module_that_gets_an_old_id_back_has_only_the_other_one_as_a_former_one(project):
    root = project({"modules/cuda.yaml": CUDA + "former_ids: [nvidia, gpu]\n"})
    on(DAY, "rename", "cuda", "nvidia", cwd=root)
    assert (root / "catalog/modules/nvidia.yaml").read_text() == CUDA + "former_ids: [gpu, cuda]\n"
    on(DAY, "check", cwd=root)


def test_an_entry_in_a_folder_of_its_own_is_renamed_once_that_is_moved(project):
    root = project({"catalog.yaml": CATALOG + "entries: [src/*/module.yaml]\n", "modules/cuda.yaml": None})
    entry = root / "src/cuda/module.yaml"
    entry.parent.mkdir(parents=True)
    entry.write_text(CUDA)
    on(DAY, "rename", "cuda", "nvidia", cwd=root, ends=2)
    entry.parent.rename(root / "src/nvidia")
    told = on(DAY, "rename", "cuda", "nvidia", cwd=root)
    assert told == "cuda is nvidia now: src/nvidia/module.yaml, and 1 other file that named it.\n"
    assert (root / "src/nvidia/module.yaml").read_text() == CUDA + "former_ids: [cuda]\n"
    assert (root / "catalog/showcase/fast.yaml").read_text() == WORK.replace("cuda", "nvidia")


@pytest.mark.parametrize(
    ("files", "command"),
    [
        pytest.param({}, ["cuda", "loader"], id="an id that is taken"),
        pytest.param({}, ["cuda", "CUDA 2"], id="what is no id"),
        pytest.param({}, ["cudda", "nvidia"], id="a module that is not there"),
        pytest.param({"modules/broken.yaml": "name: [\n"}, ["cuda", "nvidia"], id="an entry that cannot be read and may name it"),
        pytest.param({"modules/loader.yaml": LOADER + "former_ids: [nvidia]\n"}, ["cuda", "nvidia"], id="a former id of another module"),
    ],
)  # fmt: skip
def test_what_cannot_be_renamed_whole_is_not_renamed_at_all(files, command, project):
    root = project(files)
    before = texts(root)
    on(DAY, "rename", *command, cwd=root, ends=1 if "former" in str(files) else 2)
    assert texts(root) == before


def test_evidence_in_two_files_stays_in_two_and_only_the_id_changes(project):
    root = project(FILES)
    (root / "catalog/evidence.json").unlink()
    catalog = pipeline.check(root, today=TODAY).catalog
    found = evidence_files.read(EVIDENCE, None, catalog.settings.sources, lambda path, line: None)
    for path, text in evidence_files.texts(found).items():
        (root / path).write_text(text)
    before = texts(root)
    on(DAY, "rename", "cuda", "nvidia", cwd=root)
    after = texts(root)
    for path in (evidence_files.EVIDENCE, evidence_files.DETAILS):
        lines = [sorted(line.rstrip(",") for line in one[path].splitlines()) for one in (before, after)]
        assert sorted(line.replace('"cuda"', '"nvidia"') for line in lines[0]) == lines[1]
    assert on(DAY, "check", cwd=root).endswith(": no findings.\n")


def test_an_entry_with_an_error_is_renamed_and_keeps_it(project):
    broken = CUDA.replace("person: eva", "person: evaa")
    root = project({"modules/cuda.yaml": broken})
    on(DAY, "rename", "cuda", "gpu", cwd=root)
    assert "person: evaa" in (root / "catalog/modules/gpu.yaml").read_text()
    assert "gpu.yaml:6:19" in on(DAY, "check", cwd=root, ends=1)
