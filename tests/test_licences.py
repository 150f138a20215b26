"""licences.py: what is a licence, and what is said of what is none."""

from __future__ import annotations

import subprocess
import sys

import pytest

from conftest import LOADER, found
from module_catalog.checks.licences import mistake
from module_catalog.site.build import site_files

PAIR = "as in `GPL-2.0-only WITH Classpath-exception-2.0`"
GRAMMAR = (
    "is not an SPDX expression: join licences by `AND` or `OR`, and a licence and its exception by `WITH`"
)
OWN = "use an identifier from it, or `LicenseRef-` and a name of your own"


@pytest.mark.parametrize(
    "expression",
    [
        "MIT",
        "mit",
        "Apache-2.0 OR MIT",
        "Apache-2.0 WITH LLVM-exception",
        "MIT AND (BSD-3-Clause OR Apache-2.0)",
        "Apache-2.0+",
        "LicenseRef-quokka",
        "MIT AND DocumentRef-other:LicenseRef-quokka",
        "GPL-2.0-only WITH AdditionRef-quokka",
    ],
)
def test_a_licence_of_the_list_and_one_of_a_name_of_its_own_are_right(expression):
    assert mistake(expression) is None


@pytest.mark.parametrize(
    ("expression", "message", "meant"),
    [
        ("Apache 2.0", "`Apache 2.0` is not on the SPDX list", "Apache-2.0"),
        ("MIT OR (Apache2.0)", "`Apache2.0` is not on the SPDX list", "MIT OR (Apache-2.0)"),
        ("MIT  OR  Apache2.0", "`Apache2.0` is not on the SPDX list", "MIT OR Apache-2.0"),
        ("MIT WITH  LLVM-excepton", "`LLVM-excepton` is not on the SPDX list", "MIT WITH LLVM-exception"),
        ("Proprietary", f"`Proprietary` is not on the SPDX list: {OWN}", None),
        ("GPL-2.0", "`GPL-2.0` is an old name of `GPL-2.0-only`", "GPL-2.0-only"),
        (
            "GPL-2.0+ OR GPL-2.0-only",
            "`GPL-2.0+` is an old name of `GPL-2.0-or-later`",
            "GPL-2.0-or-later OR GPL-2.0-only",
        ),
        ("eCos-2.0", f"`eCos-2.0` is deprecated: name the licence and its exception, {PAIR}", None),
        ("LLVM-exception", f"`LLVM-exception` is an exception: name the licence before it, {PAIR}", None),
        ("Apache-2.0 WITH MIT", f"`MIT` is a licence, and `WITH` asks for an exception, {PAIR}", None),
        *(
            (wrong, f"`{wrong}` {GRAMMAR}", None)
            for wrong in (
                "MIT OR",
                "(MIT",
                "MIT AND AND ISC",
                "MIT/Apache-2.0",
                "MIT, ISC",
                "or",
                "( )MIT",
                "(OR AND",
            )
        ),
    ],
)
def test_what_is_no_licence_is_reported_with_a_fix(expression, message, meant):
    assert (mistake(expression).message, mistake(expression).meant) == (message, meant)


def test_a_wrong_licence_is_a_finding_at_its_value(check):
    result = check({"modules/loader.yaml": LOADER + "licence: Apache2.0\n"})
    assert found(result) == ["modules/loader.yaml:15:10 MC208 `Apache2.0` is not on the SPDX list"]
    assert result.findings[0].suggestion == "Apache-2.0"


def test_the_other_spelling_of_the_key_comes_with_the_one_that_was_meant(check):
    result = check({"modules/loader.yaml": LOADER + "license: MIT\n"})
    assert [(one.code, one.suggestion) for one in result.findings] == [("MC101", "licence")]


def test_the_page_of_a_module_names_its_licence(check):
    files = {
        file.path: file.content
        for file in site_files(check({"modules/loader.yaml": LOADER + "licence: MIT\n"}))
    }
    named = "<dt>licence</dt><dd>MIT</dd>"
    assert (named in files["modules/loader.md"], "licence" in files["modules/cuda.md"]) == (True, False)


def test_the_list_of_licences_is_loaded_only_where_an_entry_names_one(project):
    code = (
        "import sys; from datetime import date; from pathlib import Path\n"
        "from module_catalog.checks import pipeline\n"
        "pipeline.check(Path(sys.argv[1]), today=date(2026, 6, 1))\n"
        "print('license_expression' in sys.modules)"
    )
    loaded = []
    for files in ({}, {"modules/loader.yaml": LOADER + "licence: MIT\n"}):
        done = subprocess.run(
            [sys.executable, "-c", code, str(project(files))], capture_output=True, text=True, check=True
        )
        loaded.append(done.stdout.strip())
    assert loaded == ["False", "True"]
