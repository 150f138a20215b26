"""What a release says of itself in files for programs: they agree with the package."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

import module_catalog

ROOT = Path(__file__).parent.parent
FONTS = sorted(ROOT.glob("docs/**/*-license.txt")) + sorted(ROOT.glob("plugin/**/*-license.txt"))
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))


def test_the_citation_names_this_version_and_its_licence():
    said = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    assert said["version"] == module_catalog.__version__
    assert (ROOT / f"LICENSES/{said['license']}.txt").read_text() == (ROOT / "LICENSE").read_text()


@pytest.mark.parametrize("file", FONTS, ids=lambda file: file.stem)
def test_the_licence_of_each_font_is_the_one_in_the_folder_of_licences(file):
    assert file.read_text().endswith((ROOT / "LICENSES/OFL-1.1.txt").read_text())


@pytest.mark.skipif(not WORKFLOWS, reason="an sdist has no workflows")
def test_no_workflow_may_write_but_in_a_job_that_says_what():
    for file in WORKFLOWS:
        given = yaml.safe_load(file.read_text())
        assert "write" not in given["permissions"].values(), file.name
        # A checkout whose token stays behind gives it to all that runs after it.
        for job in given["jobs"].values():
            for step in job["steps"]:
                if step.get("uses", "").startswith("actions/checkout@"):
                    assert step["with"]["persist-credentials"] is False, file.name


@pytest.mark.skipif(not WORKFLOWS, reason="an sdist has no workflows")
def test_every_action_is_pinned_to_a_commit_with_its_version_beside_it():
    lines = [line for file in WORKFLOWS for line in file.read_text().splitlines() if "uses:" in line]
    assert [
        line for line in lines if not re.search(r"uses: [\w./-]+@[0-9a-f]{40}  # v\d+\.\d+\.\d+$", line)
    ] == []


@pytest.mark.skipif(not WORKFLOWS, reason="an sdist has no workflows")
def test_every_job_of_a_release_runs_the_program_without_rights_or_does_not_run_it():
    jobs = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text())["jobs"]
    runs = {name: [step["run"] for step in job["steps"] if "run" in step] for name, job in jobs.items()}
    rights = {name: [*job["permissions"].values()] for name, job in jobs.items()}
    assert rights["build"] == ["read"]
    assert not any(
        re.search(r"make|pip|python", run) for name in jobs.keys() - {"build"} for run in runs[name]
    )
