"""The HTML of a page of each kind, read by html-validate."""

from __future__ import annotations

import json
import subprocess

from module_catalog.catalog.page_kinds import PAGE_KINDS

CONFIGURATION = {
    "root": True,
    "extends": ["html-validate:standard"],
    "rules": {
        # Matters of taste.
        "attr-quotes": "off",
        "doctype-style": "off",
        "no-trailing-whitespace": "off",
        "valid-id": ["error", {"relaxed": True}],
        # On a narrow screen a table is no table to a browser, and its parts are only what their roles say.
        "no-redundant-role": "off",
        # A part that scrolls can be reached with the keyboard, so it has a name; a list has one without a heading.
        "prefer-native-element": "off",
        "aria-label-misuse": ["error", {"allowAnyNamable": True}],
        # Boxes of one filter have one name.
        "form-dup-name": ["error", {"shared": ["radio", "checkbox", "button"]}],
        # What the theme does.
        "attribute-allowed-values": "off",
        "attribute-misuse": "off",
        "unique-landmark": "off",
        "valid-autocomplete": "off",
        "wcag/h30": "off",
        "wcag/h32": "off",
    },
}


def test_a_page_of_each_kind_is_html_as_the_standard_has_it(npm, project_site, tmp_path):
    (tmp_path / "rules.json").write_text(json.dumps(CONFIGURATION))
    pages = [page for kind in PAGE_KINDS.values() if (page := a_page(kind.path, project_site))]
    assert len(pages) > len(PAGE_KINDS) * 2 / 3
    program = npm("html-validate") / "html-validate/bin/html-validate.mjs"
    command = ["node", str(program), "--config", str(tmp_path / "rules.json"), "--formatter", "json", *pages]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.stdout, done.stderr
    found = {
        f"{one['filePath'].removeprefix(str(project_site))}:{said['line']} {said['ruleId']}: {said['message']}"
        for one in json.loads(done.stdout)
        for said in one["messages"]
    }
    assert sorted(found) == []


def a_page(path, site):
    """Return the first page of a kind, if there is one."""
    address = path.removesuffix("index.md") if path.endswith("index.md") else path.replace(".md", "/")
    for part in ("<former id>", "<id>", "<facet>", "<name>"):
        address = address.replace(part, "*")
    return next((str(file) for file in sorted(site.glob(f"{address}index.html"))), None)
