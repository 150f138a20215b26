"""This project's own catalog: clean, and a mistake in it fails the check and the site."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from module_catalog.checks import pipeline
from sites import run

REPOSITORY = Path(__file__).parent.parent


def test_the_catalog_has_no_findings():
    result = pipeline.check(REPOSITORY, today=date(2026, 11, 20))
    assert result.findings == ()
    assert (result.counts["modules"], result.counts["showcase"]) == (51, 20)


def test_no_stage_is_claimed_for_the_project():
    catalog = pipeline.check(REPOSITORY, today=date(2026, 11, 20)).catalog
    assert catalog is not None
    claimed = [
        (module.id, event.stage)
        for module in catalog.modules
        for event in module.history
        if event.stage and not event.is_reading and catalog.lifecycle.by_id[event.stage].presence == "live"
    ]
    assert claimed == []


def test_every_module_says_why_it_has_its_stage():
    catalog = pipeline.check(REPOSITORY, today=date(2026, 11, 20)).catalog
    assert catalog is not None
    assert [module.id for module in catalog.modules if not module.stage_reason] == []


@pytest.mark.parametrize(
    ("file", "old", "new", "finding"),
    [
        ("relax", "owners:\n  - {person: mshr-h, basis: area tag in CONTRIBUTORS.md}", "owners: []", "MC107"),
        ("cutlass", "module: relax-byoc", "module: relax-boyc", "MC201"),
        ("disco", "kind: runtime", "kind: runtime\nstatus: stable", "MC101"),
        ("tensorrt", "stage: S0\n", "stage: S1\n", "MC401"),
        (
            "tensorrt",
            "{date: 2026-11-20, event: entered, stage: S0, basis: reading}",
            "{date: 2026-11-21, event: entered, stage: S1}",
            "MC413",
        ),
    ],
    ids=[
        "no owners",
        "misspelt relation",
        "unknown key",
        "stage without history",
        "stage without a decision",
    ],
)
def test_a_maintainer_s_mistake_fails_the_check_and_the_site(file, old, new, finding, *, tmp_path, build):
    shutil.copytree(REPOSITORY / "catalog", tmp_path / "catalog")
    entry = tmp_path / f"catalog/modules/{file}.yaml"
    text = entry.read_text()
    assert old in text
    entry.write_text(
        text.replace(old, new).replace("stage: S0\n", "stage: S1\n" if "stage: S1}" in new else "stage: S0\n")
    )
    done = run("module-catalog", "check", cwd=tmp_path)
    assert done.returncode == 1
    assert f"error[{finding}]" in done.stdout
    assert f"--> catalog/modules/{file}.yaml:" in done.stdout
    site = build("mkdocs", tmp_path)
    assert site.returncode == 1
    assert f"error[{finding}]" in site.stderr
