"""The index of modules: what narrows it, what it costs, and how a reader gets about in it without a mouse."""

from __future__ import annotations

import gzip
import html
import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from conftest import CATALOG, CUDA, LOADER, PEOPLE, TODAY, WORK
from module_catalog.catalog.reading.sources import Texts
from module_catalog.checks import pipeline
from module_catalog.reports import REPORTS
from module_catalog.site.build import site_files
from module_catalog.site.filters import facet, narrowing, word
from sites import MKDOCS, needs_chromium, served
from sites import Page as Parsed

INDEX = "modules/index.md"


def index(result) -> str:
    """Return the page as it is written; the pages after it are not made."""
    assert result.catalog is not None, result.findings
    return str(next(file.content for file in site_files(result) if file.path == INDEX))


def words(page: str, id_: str) -> list[str]:
    """Return what the row of a module can be chosen by."""
    rows = re.findall(r'(?s)<tr role="row"[^>]* data-is="([^"]*)".*?</tr>', page)
    links = re.findall(r'class="mc-cell-name"><a href="([^"]*)\.md"', page)
    return rows[links.index(id_)].split()


def test_a_facet_of_more_than_twelve_values_shows_the_ten_that_most_have():
    items = [[f"kind:k{number}"] for number in range(13) for _ in range(20 if number == 12 else 1)]
    twelve = facet("kind", [f"k{number}" for number in range(12)], items)
    thirteen = facet("kind", [f"k{number}" for number in range(14)], items)
    assert ([choice.id for choice in twelve.choices], twelve.more) == (
        [f"k{number}" for number in range(12)],
        (),
    )
    assert [choice.id for choice in thirteen.choices] == ["k12", *(f"k{number}" for number in range(9))]
    assert [(choice.id, choice.count) for choice in thirteen.more] == [("k9", 1), ("k10", 1), ("k11", 1)]


def test_a_facet_with_nothing_to_choose_is_left_out():
    items = [["kind:core", "stage:S0"], ["kind:core", "stage:S1"], ["kind:core"]]
    facets = [
        facet("kind", ["core", "backend"], items),
        facet("stage", ["S0", "S1"], items),
        facet("flag", ["late"], items),
    ]
    assert [one.name for one in narrowing(facets, len(items))] == ["stage"]


PLAN = "roadmap: [{{title: Graphs, status: {status}, target: {target}}}]"
GONE = "stage: removed\nno_owners: Its file named nobody.\nformer_namespaces: [{path: src/cuda}]"
REMOVED = re.sub(r"stage: S0\nnamespaces: \[src/cuda\]\nowners: .*", GONE + "\nowners: []", CUDA).replace(
    "stage: S0, basis", "stage: removed, basis"
)


@pytest.mark.parametrize(
    ("flag", "cuda", "limits"),
    [
        ("seeking", CUDA + "seeking_owners: true\n", ""),
        (
            "nobody",
            CUDA.replace(
                "owners: [{person: eva, basis: MAINTAINERS file}]", "owners: []\nno_owners: None is named."
            ),
            "",
        ),
        ("alone", CUDA, ""),
        ("roadmap", CUDA, ""),
        ("late", CUDA.replace("target: v3.0", "target: v1.0"), ""),
        (
            "late",
            CUDA.replace("status: planned, target: v3.0", "status: in-progress, target: 2026-05-31"),
            "",
        ),
        ("overdue", CUDA, "limits: {review_days: 365}\n"),
        ("overdue", CUDA + "reviewed: 2025-05-31\n", "limits: {review_days: 365}\n"),
        ("grandfathered", CUDA, ""),
        (
            "toggle-many",
            CUDA.replace("toggles: [", "toggles: [{name: NVCC, mechanism: env, default: nvcc}, "),
            "",
        ),
    ],
)
def test_what_is_worth_knowing_of_a_module_can_be_chosen(flag, cuda, limits, check):
    assert f"flag:{flag}" in words(
        index(check({"modules/cuda.yaml": cuda, "catalog.yaml": CATALOG + limits})), "cuda"
    )


@pytest.mark.parametrize(
    ("flag", "cuda", "limits"),
    [
        ("late", CUDA, ""),
        ("late", CUDA.replace("status: planned, target: v3.0", "status: done, target: v1.0"), ""),
        ("overdue", CUDA, ""),
        ("overdue", CUDA + "reviewed: 2025-06-01\n", "limits: {review_days: 365}\n"),
        ("overdue", REMOVED, "limits: {review_days: 365}\n"),
        ("nobody", REMOVED, ""),
        ("late", REMOVED.replace("target: v3.0", "target: v1.0"), ""),
    ],
)
def test_what_does_not_hold_cannot(flag, cuda, limits, check):
    result = check({"modules/cuda.yaml": cuda, "catalog.yaml": CATALOG + limits, "showcase/fast.yaml": None})
    assert f"flag:{flag}" not in words(index(result), "cuda")


def test_maturity_is_a_line_where_an_entry_states_it(check):
    assert "Maturity" not in index(check())
    page = index(check({"modules/cuda.yaml": CUDA + "maturity: usable\n"}))
    assert 'aria-label="Maturity"' in page
    assert "maturity:usable" in words(page, "cuda")


def test_tags_and_the_stages_of_parts_are_lines_where_entries_have_them(check):
    assert not {"Tags", "Parts at"} & set(re.findall(r'aria-label="([^"]*)"', index(check())))
    parts = "parts: [{id: a, name: A, stage: S1}, {id: b, name: B, stage: S1}]"
    page = index(check({"modules/cuda.yaml": f"{CUDA}tags: [gpu, fast]\n{parts}\n"}))
    assert {"tag:gpu", "tag:fast", "part:S1"} < set(words(page, "cuda"))
    assert 'name="tag" value="gpu"><span>gpu <small>1</small>' in page
    assert 'name="part" value="S1"><span>S1 Integrated <small>1</small>' in page


def test_of_very_many_values_a_facet_lists_the_hundred_that_most_have():
    items = [[word("tag", f"t{number}")] for number in range(300)] + [[word("tag", "t299")]]
    found = facet("tag", [f"t{number}" for number in range(300)], items)
    assert (found.choices[0].id, len(found.choices) + len(found.more)) == ("t299", 100)


def test_owners_are_found_by_name_and_lead_to_what_else_they_own(check):
    page = index(check())
    names = json.loads(
        re.findall(r'data-names="([^"]*)"', page)[0]
        .replace("&#34;", '"')
        .replace("&#123;", "{")
        .replace("&#125;", "}")
    )
    assert names == {"owner:ana": "Ana Alves", "owner:eva": "Eva Engel"}
    assert "owner:eva" in words(page, "cuda")
    assert "owners.md#owner-eva" in Parsed(page).links


def test_an_owner_who_stepped_down_is_not_one_to_choose(check):
    cuda = CUDA.replace("owners: [", "owners: [{person: ben, until: v2.0}, ")
    assert [
        word for word in words(index(check({"modules/cuda.yaml": cuda})), "cuda") if word.startswith("owner")
    ] == ["owner:eva"]


def test_an_empty_catalog_says_how_to_begin(check):
    page = index(check({"modules/cuda.yaml": None, "modules/loader.yaml": None, "showcase/fast.yaml": None}))
    assert "No modules yet." in page
    assert "<table" not in page
    assert "module-catalog new &lt;id&gt;" in page


def many(number: int) -> str:
    """Return the index of many modules, each with a name, a path, a toggle and a sentence of its own."""
    people = "people:\n" + "".join(
        f"  person-{one}: {{name: Person {one}, role: pmc}}\n" for one in range(40)
    )
    files = {"catalog/catalog.yaml": CATALOG, "catalog/people.yaml": people}
    for one in range(number):
        text = (CUDA if one % 2 else LOADER).replace("CUDA", f"Part {one}").replace("Loader", f"Part {one}")
        text = (
            text.replace("USE_Part ", "USE_PART_")
            .replace("src/cuda", f"src/part_{one}")
            .replace("src/loader", f"src/part_{one}")
        )
        text = re.sub(r"summary: .*", f"summary: Does the work of part {one} of the whole.", text)
        text = re.sub(r"(?s)relations:\n.*?roadmap", "relations: []\nstands_alone: It does.\nroadmap", text)
        files[f"catalog/modules/part-{one}.yaml"] = re.sub(r"person: \w+", f"person: person-{one % 40}", text)
    return index(pipeline.check_source(Texts(files), today=TODAY))


@pytest.mark.slow
def test_two_thousand_modules_add_less_than_sixty_kilobytes_to_the_page():
    empty, full = (len(gzip.compress(many(number).encode())) for number in (0, 2000))
    assert full - empty < 60_000


# What people, and attackers, write where a line of text belongs.
HOSTILE = '<script>alert(1)</script> "onx=1" [a](javascript:b) {{ 7*7 }} | `c'
HEBREW = "שלום"


def hostile() -> dict[str, str]:
    """Return entries whose words do their worst, in every place that the index shows."""
    quoted = "'" + HOSTILE.replace("'", "''")[:60] + "'"
    long = "w" * 60
    kinds = f"kinds:\n  core: {{name: {HEBREW}, plural: {HEBREW}}}\n  backend: {{name: {quoted[:39]}'}}\n"
    cuda = (
        CUDA.replace("name: CUDA", f"name: {quoted}")
        .replace("name: USE_CUDA", f"name: {long}")
        .replace("default: 'OFF'", f"default: {quoted}")
    )
    cuda = cuda.replace("namespaces: [src/cuda]", 'namespaces: ["src/cuda\\"<b>"]')
    return {
        "catalog.yaml": re.sub(r"(?s)kinds:\n.*?(?=releases)", kinds, CATALOG),
        "people.yaml": PEOPLE.replace("Eva Engel", "'</form><script>alert(1)</script>\"'"),
        "modules/cuda.yaml": re.sub(r"summary: .*", f"summary: {quoted}", cuda),
        "modules/loader.yaml": LOADER.replace("name: Loader", f"name: {HEBREW} {long[:50]}").replace(
            "summary: Loads", f"summary: {HEBREW} 2"
        ),
        "showcase/fast.yaml": WORK.replace("title: Fast quokkas", f"title: {quoted}").replace(
            "Shows", f"{HEBREW} 3"
        ),
    }


def test_words_of_entries_stay_words(check):
    page = Parsed(index(check(hostile())))
    plain = Parsed(index(check()))
    assert sorted(set(page.tags)) == sorted(set(plain.tags))
    assert page.handlers == []
    assert HOSTILE[:60] in page.text
    assert not [link for link in page.links if link.startswith("javascript")]


def test_what_would_turn_a_line_around_is_refused_and_written_out(check):
    result = check({"modules/cuda.yaml": CUDA.replace("[src/cuda]", '["src/\\u202Ecuda"]')})
    assert [one.code for one in result.findings] == ["MC105"]
    assert "\u202e" not in REPORTS["full"](result)
    assert "\\u202ecuda" in REPORTS["full"](result)


INSTANT = (
    MKDOCS.replace("  font: false\n", "  font: false\n  features: [navigation.instant]\n")
    + "site_url: {address}\nextra_css: [own.css]\n"
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, build) -> Iterator[str]:
    """Build and serve a site in the theme as it comes, with instant navigation, of entries that do their worst."""
    root = tmp_path_factory.mktemp("index")
    base = {
        "catalog.yaml": CATALOG,
        "people.yaml": PEOPLE,
        "modules/loader.yaml": LOADER,
        "modules/cuda.yaml": CUDA,
    }
    more = {
        f"modules/m{one}.yaml": LOADER.replace("Loader", f"M{one}").replace("src/loader", f"src/m{one}")
        for one in range(9)
    }
    for name, text in {**base, **more, **hostile()}.items():
        file = root / "catalog" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (root / "docs").mkdir()
    (root / "docs/own.css").write_text(":root { --mc-serif: Georgia, serif; }\n")
    with served(root / "site") as there:
        (root / "mkdocs.yml").write_text(INSTANT.replace("{address}", there))
        done = build("mkdocs", root)
        assert done.returncode == 0, done.stdout + done.stderr
        yield there


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def showing(page: Page, count: int) -> list[str]:
    """Return the ids of the modules that the index shows, once it says that it shows so many."""
    page.locator(".mc-facets output").filter(has_text=f"Showing {count} of 11").wait_for()
    links = page.locator(".mc-index tbody tr:visible .mc-cell-name a")
    return [str(link.get_attribute("href")).rstrip("/").rsplit("/")[-1] for link in links.all()]


@needs_chromium
def test_a_link_to_an_owner_shows_what_they_own_and_a_chip_takes_it_away(page, address):
    page.goto(f"{address}modules/?owner=eva&owner=nobody&kind=backend")
    assert showing(page, 1) == ["cuda"]
    chips = page.locator(".mc-chips button")
    assert chips.count() == 2
    page.get_by_role("button", name="Remove </form>").focus()
    page.keyboard.press("Enter")
    showing(page, 1)
    assert page.url == f"{address}modules/?kind=backend"
    assert chips.count() == 1
    assert page.evaluate("document.activeElement.closest('.mc-chips') !== null")
    page.keyboard.press("Enter")
    assert len(showing(page, 11)) == 11
    assert page.evaluate("document.activeElement.name") == "find"


@needs_chromium
@pytest.mark.parametrize("text", ["ana alves", "@ana", "ANA"])
def test_people_are_found_by_name_and_by_handle(text, page, address):
    page.goto(f"{address}modules/")
    # What its row shows of its owners is not what they are found by.
    page.evaluate(
        "document.querySelectorAll('[data-label=Owners]').forEach((cell) => cell.replaceChildren())"
    )
    page.get_by_label("Find a module").fill(text)
    assert "cuda" not in showing(page, 10)


def test_a_module_is_found_by_what_its_row_does_not_show(check):
    toggles = ", ".join(f"{{name: MORE_{n}, mechanism: env, default: 'OFF'}}" for n in range(3))
    cuda = CUDA.replace("toggles: [", f"toggles: [{toggles}, ").replace(
        "namespaces:", "former_namespaces: [{path: src/nvidia}]\ntags: [multi-gpu]\nnamespaces:"
    )
    cuda = cuda.replace(
        "history:\n", "history:\n  - {date: 2024-01-01, event: renamed, note: NVRTC became CUDA.}\n"
    )
    page = index(check({"modules/cuda.yaml": cuda}))
    found = html.unescape(re.findall(r'data-find="([^"]*)"', page)[0])
    for what in ("cuda", "multi-gpu", "src/cuda", "src/nvidia", "MORE_2", "USE_CUDA", "NVRTC"):
        assert what in found


@needs_chromium
def test_counts_are_what_a_choice_would_show(page, address):
    page.goto(f"{address}modules/")
    showing(page, 11)
    count = lambda value: page.locator(f"input[value={value}] + span small").inner_text()  # noqa: E731
    assert [count("S0"), count("S1")] == ["1", "10"]
    page.get_by_role("checkbox", name="S1 Integrated").check()
    # What is chosen in a facet leaves the counts of that facet, and narrows those of the others.
    assert [count("S0"), count("S1"), count("backend")] == ["1", "10", "0"]
    backends = page.locator("input[value=backend]")
    assert backends.evaluate("box => box.parentElement.classList.contains('mc-none')")
    assert backends.is_enabled()
    page.get_by_label("Find a module").fill("m3")
    assert [count("S0"), count("S1")] == ["0", "1"]


@needs_chromium
def test_the_order_is_seen_and_said_also_on_a_phone(page, address):
    page.goto(f"{address}modules/")
    assert page.locator("th[aria-sort=ascending]").inner_text().startswith("Module")
    page.set_viewport_size({"width": 390, "height": 800})
    page.locator("th button[value=stage]").click()
    page.locator(".mc-facets output").filter(has_text="Showing 11 of 11, sorted by Stage").wait_for()
    assert page.locator("th[aria-sort=ascending] button").get_attribute("value") == "stage"
    assert page.locator("th[aria-sort=none]").count() == 3
    box = page.locator("th button[value=stage]").bounding_box()
    assert box["height"] >= 24


@needs_chromium
def test_the_address_brings_a_choice_back_where_pages_change_in_place(page, address):
    # Pages change in place only once the list of them has come.
    page.goto(f"{address}modules/cuda/", wait_until="networkidle")
    page.evaluate("window.isTheSame = true")
    page.locator(".mc-crumbs a").first.click()
    page.get_by_role("checkbox", name="S1 Integrated").check()
    page.locator("th button[value=name]").press("Enter")
    assert page.url == f"{address}modules/?stage=S1&sort=-name"
    first = showing(page, 10)
    page.locator(".mc-cell-name a[href*=loader]").click()
    # Its drawing has links of its own kind, which must not keep the page from coming.
    page.locator(".mc-figure svg a").wait_for()
    page.go_back()
    page.wait_for_url(f"{address}modules/?stage=S1&sort=-name")
    assert showing(page, 10) == first
    assert page.evaluate("window.isTheSame") is True
    page.get_by_role("checkbox", name="S1 Integrated").uncheck()
    assert len(showing(page, 11)) == 11


@needs_chromium
def test_a_link_of_a_drawing_changes_the_page_in_place_too(page, address):
    wrong = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(f"{address}modules/cuda/", wait_until="networkidle")
    page.evaluate("window.isTheSame = true")
    for name in ("loader", "cuda"):
        page.locator(f".mc-figure svg a[*|href*={name}]").first.click()
        page.wait_for_url(f"{address}modules/{name}/")
        page.locator(".mc-figure svg a").first.wait_for()
    assert page.evaluate("window.isTheSame") is True
    assert wrong == []


@needs_chromium
def test_what_says_nothing_comes_last_either_way(page, address):
    for sort in ("since", "-since"):
        page.goto(f"{address}modules/?sort={sort}")
        showing(page, 11)
        assert page.locator(".mc-index tbody tr .mc-cell-since").last.inner_text() == "–"


@needs_chromium
def test_an_address_with_nonsense_shows_everything(page, address):
    page.goto(f"{address}modules/?stage=S9&sort=colour&constructor=a&kind=%22%3E&__proto__=x")
    assert len(showing(page, 11)) == 11


@needs_chromium
def test_a_text_of_any_length_can_be_looked_for_and_taken_back(page, address):
    page.goto(f"{address}modules/")
    page.get_by_label("Find a module").fill("<b>" + "w" * 5000)
    showing(page, 0)
    nothing = page.locator(".mc-nothing")
    assert nothing.locator("b").count() == 0
    assert nothing.locator("a").count() == 2
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    nothing.get_by_role("button", name="Clear").click()
    assert len(showing(page, 11)) == 11
    assert page.url == f"{address}modules/"


@needs_chromium
@pytest.mark.parametrize("width", [390, 1280])
def test_words_without_a_blank_and_from_right_to_left_stay_in_their_place(width, page, address):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{address}modules/")
    showing(page, 11)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if width < 720:
        page.get_by_role("button", name="Filters").click()
    word = page.locator("label", has_text=HEBREW).locator("span")
    count = word.locator("small").bounding_box()
    box = word.bounding_box()
    assert count is not None
    assert box is not None
    assert count["x"] > box["x"] + box["width"] / 2


@needs_chromium
def test_every_control_answers_to_the_keyboard_in_the_order_it_stands_in(page, address):
    page.goto(f"{address}modules/")
    showing(page, 11)
    page.locator(".mc-bar a").last.focus()
    used = []
    for _ in range(40):
        page.keyboard.press("Tab")
        kind, value, is_seen = page.evaluate(
            """() => { const one = document.activeElement; const style = getComputedStyle(one.matches('[type=checkbox]') ? one.nextElementSibling : one);
            return [one.type || one.localName, one.value || one.textContent.trim(), style.outlineStyle !== 'none']; }"""
        )
        assert is_seen, f"nobody sees where {kind} {value} is"
        used.append(kind)
        if kind == "checkbox":
            page.keyboard.press("Space")
            assert f"={value}" in page.evaluate("location.search")
            page.keyboard.press("Space")
            assert f"={value}" not in page.evaluate("location.search")
        elif kind == "search":
            page.keyboard.type("zzz")
            showing(page, 0)
            page.keyboard.press("ControlOrMeta+a")
            page.keyboard.press("Delete")
            showing(page, 11)
        elif kind == "button":
            page.keyboard.press("Space")
            # The page comes in the order of names.
            assert (f"sort={value}" in page.evaluate("location.search")) is (value != "name")
            assert page.locator("th[aria-sort=ascending] button").get_attribute("value") == value
        if used.count("button") == 4:
            break
    assert used == ["checkbox"] * (used.count("checkbox")) + [
        "search",
        *["a"] * 3,  # The data, and how to add a module.
        *["a"] * 3,  # The releases.
        "button",
        "button",
        "button",
        "button",
    ]
    assert used.count("checkbox") == page.locator(".mc-facets input[type=checkbox]").count() > 6


@needs_chromium
def test_a_site_with_other_faces_fetches_no_font(page, address):
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(f"{address}modules/", wait_until="networkidle")
    assert [url for url in fetched if url.endswith(".woff2")] == []
    assert [url for url in fetched if url.endswith("catalog.css")] != []


@needs_chromium
def test_without_scripts_there_is_the_whole_table_and_no_form(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}modules/")
    seen = (page.locator(".mc-facets").is_visible(), page.locator(".mc-index tbody tr:visible").count())
    heads = page.locator(".mc-index th:visible").all_inner_texts()
    context.close()
    assert seen == (False, 11)
    assert heads == ["Stage", "Module", "What it is for", "Kind", "Toggle", "Owners", "Since"]
