"""What a name in a Python file means, in a repository of several projects."""

from __future__ import annotations

import pytest

from module_catalog.audit.languages.python import PYTHON
from module_catalog.audit.languages.python_names import Names

LOGGING = "logging/src/quokka/instruments/logging/__init__.py"
WHEEL = "wheel/src/quokka/wheel.py"
LEGACY = "legacy/quokka/__init__.py"
STUB = "wheel/tests/stubs/engine.py"
TREE = [
    "logging/pyproject.toml",
    LOGGING,
    "logging/src/quokka/instruments/logging/handler.py",
    "wheel/setup.cfg",
    WHEEL,
    STUB,
    "wheel/parts/driver.py",
    "legacy/setup.py",
    LEGACY,
    "legacy/quokka/old.py",
    "tools/types.py",
    "tools/run.py",
]


@pytest.mark.parametrize(
    ("path", "content", "targets", "possible"),
    [
        # A folder of `src` without __init__.py is a package all the same.
        (WHEEL, "from quokka.instruments.logging import handler", [LOGGING[:-11] + "handler.py"], []),
        (LOGGING, "from . import handler", [LOGGING[:-11] + "handler.py"], []),
        (LOGGING, "from ...wheel import turn", [WHEEL], []),
        # The library's, although a folder is called so.
        (WHEEL, "import logging", [], []),
        ("tools/run.py", "import types", [], ["tools/types.py"]),
        # What another project has beside its tests is not installed.
        (WHEEL, "import engine", [STUB], []),
        ("wheel/tests/test_it.py", "import engine", [STUB], []),
        (LOGGING, "import engine", [], []),
        ("tools/run.py", "import driver", [], ["wheel/parts/driver.py"]),
        # One of several folders of a package has an __init__.py, and what is named is in none of them.
        (WHEEL, "from quokka.api import trace", [], [LEGACY]),
        (WHEEL, "from quokka.old import was", ["legacy/quokka/old.py"], []),
    ],
)
def test_a_name_means_what_is_installed_under_it(path, content, targets, possible):
    placed = Names([*TREE, path]).placed(path, PYTHON.read(content.encode()))
    assert [*placed.targets] == targets
    assert [file for files, _ in placed.possible for file in files] == possible
