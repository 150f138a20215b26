"""What other programs may import."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys

import pytest

import module_catalog
from conftest import CATALOG, CUDA, TODAY


def test_every_public_name_is_there_and_says_what_it_is():
    assert [
        name for name in module_catalog.__all__ if not inspect.getdoc(getattr(module_catalog, name))
    ] == []


def test_the_example_of_load_runs(project):
    (example,) = re.findall(r"```python\n(.*?)```", inspect.getdoc(module_catalog.load), re.DOTALL)
    alone = CUDA.replace(
        "owners: [{person: eva, basis: MAINTAINERS file}]", "owners: []\nno_owners: No file names one."
    )
    done = subprocess.run(
        [sys.executable, "-c", example],
        cwd=project({"modules/cuda.yaml": alone}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stderr, done.stdout) == ("", "backend 1\n")


def test_check_gives_findings_and_load_what_is_whole(project):
    root = project({"modules/cuda.yaml": CUDA.replace("kind: backend", "kind: bakend")})
    result = module_catalog.check(root / "catalog", today=TODAY)
    assert [(finding.code, finding.place.line) for finding in result.findings] == [("MC104", 3)]
    assert [module.id for module in module_catalog.load(root, today=TODAY).modules] == ["loader"]


@pytest.mark.parametrize("settings", [None, CATALOG + "lifecycle: none\n"])
def test_no_catalog_is_one_error(settings, project):
    with pytest.raises(module_catalog.CatalogError):
        module_catalog.load(project({"catalog.yaml": settings}), today=TODAY)
