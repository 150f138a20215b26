"""Every address that the program prints is one of the site it builds, whatever catalog.yaml says of the site."""

from __future__ import annotations

import json
import re
import zlib
from datetime import date
from pathlib import Path
from urllib.parse import urljoin

import pytest
import yaml

from conftest import CATALOG, CUDA, LOADER
from module_catalog.catalog import releases
from module_catalog.site.build import site_files
from module_catalog.site.exports import FORMATS
from sites import dead_links, pages

SITE = "https://docs.example/tree"
SETTINGS = {
    "usual": f"site: {SITE}\n",
    "another folder": f"site: {SITE}/\nfolder: parts\n",
    "a folder in a folder": f"site: {SITE}\nfolder: reference/parts\n",
    "no site": "folder: parts\n",
}


def printed(result) -> set[str]:
    """Return every address of the site that exports, the data page and messages print."""
    catalog = result.catalog
    whole = json.loads(FORMATS["json"].content(catalog))
    backstage = list(yaml.safe_load_all(FORMATS["backstage"].content(catalog)))
    found = {module[key] for module in whole["modules"] for key in ("page", "json", "badge")}
    found |= {work["page"] for work in whole["works"]} | set(whole["files"].values())
    found |= {
        link["url"]
        for one in backstage
        for link in one["metadata"].get("links", ())
        if link["title"] == "Catalog"
    }
    files = {file.path: file.content for file in site_files(result)}
    data = next(text for path, text in files.items() if path.endswith("/data.md"))
    found |= {
        address.replace("…/", "")
        for address in re.findall(
            r"\]\(([^)\s]+)\)", re.sub("&#(91|93);", lambda one: chr(int(one[1])), data)
        )
    }
    inventory = next((path, content) for path, content in files.items() if path.endswith("objects.inv"))
    lines = zlib.decompress(inventory[1].split(b"zlib.\n", 1)[1]).decode().splitlines()
    found |= {urljoin(inventory[0], line.split(" ")[3]) for line in lines}
    if catalog.settings.site:
        found |= {item["url"] for item in json.loads(FORMATS["json-feed"].content(catalog))["items"]}
        found |= set(re.findall(r'href="([^"]+)"', FORMATS["atom"].content(catalog).decode())) - {""}
        found |= {result.rule_url("MC201"), result.rule_url("MC501")}
    return found


@pytest.mark.parametrize("setting", SETTINGS)
def test_every_address_that_is_printed_is_a_file_of_the_site(setting, check, tmp_path: Path, build):
    result = check({"catalog.yaml": CATALOG + SETTINGS[setting]})
    addresses = printed(result)
    assert len(addresses) > 12
    done = build("mkdocs", tmp_path)
    assert done.returncode == 0, done.stderr
    built, site = pages(tmp_path / "site"), tmp_path / "site"
    missing = []
    for address in addresses:
        path, _, anchor = address.removeprefix(f"{SITE}/").partition("#")
        file = site / (f"{path}index.html" if path.endswith("/") or not path else path)
        if not file.is_file() or (anchor and anchor not in built[file.relative_to(site).as_posix()].ids):
            missing.append(address)
    assert missing == []
    assert dead_links(site) == []


def test_a_module_may_have_the_name_of_a_page(check, tmp_path: Path, build):
    """Every other file beside the pages of modules has a name that is an id too."""
    settings = {"catalog.yaml": f"{CATALOG}site: {SITE}\n"}
    beside = {file.path for file in site_files(check(settings)) if re.fullmatch("modules/[^/]+", file.path)}
    taken = {path.removeprefix("modules/").removesuffix(".md") for path in beside} - {"cuda", "loader"}
    assert {"index", "map", "feed.json", "objects.inv"} <= taken
    ids = sorted(taken | {"readme", "overview", "by-kind"})
    entries = {
        f"modules/{id_}.yaml": LOADER.replace("Loader", f"Part {id_}").replace("src/loader", f"src/{id_}")
        for id_ in ids
    }
    entries["modules/cuda.yaml"] = CUDA.replace("module: loader", "module: map")
    result = check({**settings, **entries})
    assert result.findings == ()
    done = build("mkdocs", tmp_path)
    assert done.returncode == 0, done.stderr
    site = tmp_path / "site"
    built = pages(site)
    for id_ in ids:
        own = f"modules/{id_}-" if id_ in taken | {"readme", "overview"} else f"modules/{id_}"
        assert f"Part {id_}" in built[f"{own}/index.html"].text
    assert "<h1>Part map" not in (site / "modules/map/index.html").read_text()
    assert 'href="../map-/"' in (site / "modules/cuda/index.html").read_text()
    for address in printed(result):
        path = address.removeprefix(f"{SITE}/").partition("#")[0]
        assert (site / (f"{path}index.html" if path.endswith("/") else path)).is_file()
    assert dead_links(site) == []


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2027-01-31", date(2027, 1, 31)),
        ("20270131", None),
        ("2027-W05-1", None),
        ("2027-02-30", None),
        ("v2.0", None),
    ],
)
def test_a_day_is_read_the_same_by_every_python(moment, day):
    assert releases.day(moment) == day
