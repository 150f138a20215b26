"""Input of strangers, as files of cases: tests/corpus/ has what each is, and what must come of it.

A case is one file of a small catalog: `text` is the whole of it, `bytes` too, and `put` are lines that take the place of those
of its key; it is `modules/cuda.yaml` unless `file` names another. A list is joined, and in it a mapping repeats its key,
with `#` for a number. `finds` are the codes of all findings in the order of letters; without any, it is accepted. `reads` is
what stands at the key that `put` has.
"""

from __future__ import annotations

import calendar
import csv
import itertools
import json
import re
import time
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from playwright.sync_api import Browser

from conftest import CATALOG, CUDA, LOADER, PEOPLE, TODAY, WORK
from module_catalog.catalog.reading.sources import Texts
from module_catalog.catalog.validation.schema import effective
from module_catalog.checks import pipeline
from module_catalog.checks.result import Result
from module_catalog.checks.rules import RULES
from module_catalog.diagnostics import capped
from module_catalog.reports import REPORTS
from sites import needs_chromium, served
from test_hostile_text import configuration

CORPUS = Path(__file__).parent / "corpus"
FAMILIES = (
    "syntax",
    "encodings",
    "places",
    "values",
    "lifecycles",
    pytest.param("bombs", marks=pytest.mark.slow),
)
BASE = {
    "catalog.yaml": CATALOG,
    "people.yaml": PEOPLE,
    "modules/loader.yaml": LOADER,
    "modules/cuda.yaml": CUDA,
    "showcase/fast.yaml": WORK,
}
SECONDS = 3
"""The most that a check of a case and all its reports take; the largest files take half of one."""


def cases(family: str) -> list[dict[str, Any]]:
    return yaml.safe_load((CORPUS / f"{family}.yaml").read_text(encoding="utf-8"))


def joined(pieces: Any) -> str:
    """Return the text that a case writes in pieces."""
    if isinstance(pieces, str):
        return pieces
    repeated = (piece if isinstance(piece, dict) else {piece: 1} for piece in pieces)
    return "".join(
        (text.replace("#", str(number)) if "#" in text else text)
        for one in repeated
        for text, times in one.items()
        for number in range(times)
    )


def put(lines: str, text: str) -> str:
    """Return a file with lines in place of those of their key; at the end if it has no such key."""
    key = re.match(r"[\w-]+(?=:)", lines)
    lines = f"{lines.rstrip(' ')}\n" if not lines.endswith("\n") else lines
    place = key and re.search(rf"(?m)^{key[0]}:.*\n(?:[ -].*\n)*", text)
    return f"{text[: place.start()]}{lines}{text[place.end() :]}" if place else text + lines


def files(case: dict[str, Any]) -> dict[str, bytes]:
    """Return the catalog of a case."""
    path = joined(case.get("file", "modules/cuda.yaml"))
    found: dict[str, str | bytes] = dict(BASE)
    if path == "own.yaml":
        found["catalog.yaml"] = f"{CATALOG}lifecycle: own.yaml\n"
    for other, lines in case.get("with", {}).items():
        found[other] = put(lines, str(found[other]))
    if "bytes" in case:
        found[path] = case["bytes"].encode("latin-1")
    else:
        found[path] = joined(case["text"]) if "text" in case else put(joined(case["put"]), BASE[path])
    # As bytes, because only of these one knows how large they are.
    return {
        f"catalog/{name}": text if isinstance(text, bytes) else text.encode() for name, text in found.items()
    }


def oddities(result: Result, texts: dict[str, bytes]) -> Iterator[str]:
    """Yield what is wrong with findings or with the reports of them, whatever the case is."""
    for one in result.findings:
        if one.code not in RULES or one.place.path not in texts:
            yield f"no finding is like this: {one}"
    for name, report in REPORTS.items():
        said = report(result)
        signs = {sign for sign in said if unicodedata.category(sign) in ("Cc", "Cf", "Zl", "Zp")} - {
            "\n",
            "\u200d",
            "\u00ad",
        }
        if signs:
            yield f"{name} prints {sorted(signs)}"
        if name != "github" and re.search(r"(?m)^\s*(::|##)\w", said):
            yield f"{name} prints a command of a workflow"


def wrong(case: dict[str, Any]) -> Iterator[str]:
    """Yield what came of a case that is not what it says."""
    texts = files(case)
    start = time.process_time()
    result = pipeline.check_source(Texts(texts), today=TODAY)
    result = replace(result, findings=capped(result.findings))
    codes = sorted({one.code for one in result.findings})
    if codes != case.get("finds", []):
        yield f"found {codes}: {result.findings[0].message if result.findings else ''}"
    yield from oddities(result, texts)
    if (took := time.process_time() - start) > SECONDS:
        yield f"took {took:.1f} seconds"
    if "reads" in case:
        yield from _misread(case, result)


def _misread(case: dict[str, Any], result: Result) -> Iterator[str]:
    modules = result.catalog.modules if result.catalog else ()
    read = [module.document.value("x-a") for module in modules if module.id == "cuda"]
    if read != [case["reads"]]:
        yield f"read {read}"


@pytest.mark.parametrize("family", FAMILIES)
def test_each_case_is_found_or_accepted_in_time_and_reported_in_plain_words(family: str) -> None:
    assert [f"{case['is']}: {one}" for case in cases(family) for one in wrong(case)] == []


TEXTS: dict[str, str] = yaml.safe_load((CORPUS / "texts.yaml").read_text(encoding="utf-8"))
EVERYWHERE: dict[str, str] = yaml.safe_load((CORPUS / "everywhere.yaml").read_text(encoding="utf-8"))
_PLACE = re.compile(r"(TEXT|SAME)(?::(\d+))?")


def everywhere(texts: list[str], entries: int = 1) -> dict[str, str]:
    """Return a catalog with so many entries that has texts, in turn, wherever there can be words."""
    turns = itertools.cycle(texts)
    ids = {f"t{number:03}": texts[number * len(texts) // entries] for number in range(entries)}

    def filled(template: str, id_: str) -> str:
        def text(place: re.Match[str]) -> str:
            found = ids.get(id_, "") if place[1] == "SAME" else next(turns)
            return json.dumps(found[: int(place[2] or 400)].strip(), ensure_ascii=False)

        return _PLACE.sub(text, template).replace("ID", id_)

    found: dict[str, str] = {}
    for path, template in EVERYWHERE.items():
        if "ID" in path:
            found |= {f"catalog/{path.replace('ID', id_)}": filled(template, id_) for id_ in ids}
        else:
            lines = [
                filled(line, id_) for line in template.splitlines() for id_ in (ids if "ID" in line else [""])
            ]
            found[f"catalog/{path}"] = "\n".join([*lines, ""])
    return found


def test_a_text_is_accepted_wherever_there_can_be_words() -> None:
    refused = {}
    for name, text in TEXTS.items():
        texts = everywhere([text])
        result = pipeline.check_source(Texts(texts), today=TODAY)
        refused[name] = [
            f"{one.place.path}:{one.place.line} {one.code} {one.message}" for one in result.findings
        ]
        refused[name] += oddities(result, dict.fromkeys(texts, b""))
    assert {name: found for name, found in refused.items() if found} == {}


def worded(schema: Any, key: str = "") -> Iterator[str]:
    """Yield the keys of a schema whose values are words of whoever writes the file."""
    if isinstance(schema, list):
        for one in schema:
            yield from worded(one, key)
    elif isinstance(schema, dict):
        if str(schema.get("$ref", "")).rpartition("/")[2] in ("line", "lines", "text"):
            yield key
        for name, inner in schema.items():
            if name not in ("$defs", "propertyNames"):
                yield from worded(
                    inner, key if name in ("properties", "items", "additionalProperties") else name
                )


NO_WORDS = {"branch", "copy_to", "lifecycle", "sha256", "licence"}
"""Keys of text that means something to a program, which the other families have."""


def test_every_key_that_has_words_is_among_the_places() -> None:
    places = {
        "catalog": "catalog.yaml",
        "lifecycle": "own.yaml",
        "people": "people.yaml",
        "module": "modules/",
        "showcase": "showcase/ID.yaml",
    }
    missing = [
        f"{name}: {key}"
        for name, path in places.items()
        for key in sorted({*worded(effective(name, {}))} - NO_WORDS)
        if not re.search(
            rf"\b{key}:\s*[\[{{]*(\w+:\s)?(TEXT|SAME)",
            " ".join(text for file, text in EVERYWHERE.items() if file.startswith(path)),
        )
    ]
    assert missing == []


ELEMENTS = """\
html => {
  const kinds = new Set()
  const add = root => {
    for (const one of root.querySelectorAll("*")) {
      kinds.add([one.localName, ...[...one.attributes].map(given => given.name).sort()].join(" "))
      if (one.localName === "template") add(one.content)
    }
  }
  add(new DOMParser().parseFromString(html, "text/html"))
  return [...kinds]
}"""
"""What a browser makes of a page: the kinds of elements, each with the names of its attributes."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, build: Any) -> dict[str, Path]:
    """Build two sites of the same catalog: with the texts of the corpus, and with words that mean nothing to anybody."""
    plain = [f"Plain {number} words" for number in range(len(TEXTS))]
    return {
        name: _site(tmp_path_factory.mktemp(name), texts, build)
        for name, texts in (("hostile", [*TEXTS.values()]), ("plain", plain))
    }


def _site(root: Path, texts: list[str], build: Any) -> Path:
    for path, text in everywhere(texts, 30).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    (root / "docs").mkdir()
    (root / "docs/index.md").write_text("# Home\n")
    (root / "secret.txt").write_text("the secret\n")
    address = "site_url: https://quokka.example/docs/\n"
    (root / "mkdocs.yml").write_text(configuration("material", "search, module-catalog") + address)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", str(calendar.timegm(TODAY.timetuple())))
        done = build("mkdocs", root)
    assert done.returncode == 0, done.stdout + done.stderr
    return root / "site"


@needs_chromium
def test_no_text_makes_an_element_or_an_attribute(built: dict[str, Path], browser: Browser) -> None:
    page = browser.new_page()
    kinds = {
        name: {
            file.relative_to(site).as_posix(): {*page.evaluate(ELEMENTS, file.read_text(encoding="utf-8"))}
            for file in site.rglob("*.html")
        }
        for name, site in built.items()
    }
    page.close()
    # Backticks in a sentence mark code, wherever there are sentences.
    made = {path: found - kinds["plain"][path] - {"code"} for path, found in kinds["hostile"].items()}
    assert {path: found for path, found in made.items() if found} == {}
    assert kinds["hostile"].keys() == kinds["plain"].keys()


@needs_chromium
def test_no_text_asks_for_anything_when_a_page_is_opened(built: dict[str, Path], browser: Browser) -> None:
    asked: list[str] = []
    said: list[str] = []
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    with served(built["hostile"]) as address:
        # Of each kind of page a few: the other ones have the same elements.
        for file in sorted(built["hostile"].rglob("*.html")):
            if not re.search(r"t0(0[3-9]|[1-9])", path := file.relative_to(built["hostile"]).as_posix()):
                page.goto(f"{address}{path}", wait_until="domcontentloaded")
    page.close()
    assert (said, [url for url in asked if not url.startswith((address, "data:", "blob:"))]) == ([], [])
    assert not [*built["hostile"].parent.rglob("*pwn*")]


def test_files_for_programs_are_whole_whatever_the_texts_are(built: dict[str, Path]) -> None:
    files = [file for file in built["hostile"].rglob("*") if "assets" not in file.parts]
    for file in files:
        if file.suffix in (".xml", ".svg"):
            elements = {one.tag.rpartition("}")[2] for one in ElementTree.parse(file).iter()}  # noqa: S314
            assert (file, elements & {"script", "a", "image", "foreignObject"}) == (file, set())
        elif file.suffix == ".json":
            json.loads(file.read_text(encoding="utf-8"))
        elif file.suffix == ".csv":
            cells = [
                cell for row in csv.reader(file.read_text(encoding="utf-8-sig").splitlines()) for cell in row
            ]
            assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t"))] == []
    assert {".xml", ".svg", ".json", ".csv"} <= {file.suffix for file in files}
