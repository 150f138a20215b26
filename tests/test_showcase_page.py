"""The showcase: what it shows of a work, what narrows it, and what has not been looked at for long."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from conftest import TODAY, WORK, found, write
from module_catalog.checks import pipeline
from module_catalog.site.build import site_files
from sites import Page as Parsed
from sites import dead_links, needs_chromium, served

TODAY_A_YEAR_AGO = "2025-06-01"
OLDER = "2025-05-31"


def showcase(result) -> str:
    """Return the page as it is written."""
    return str({file.path: file.content for file in site_files(result)}["showcase/index.md"])


def works(page: str) -> list[str]:
    """Return the works in their order, and the heading between them."""
    return [found.removeprefix("work-") for found in re.findall(r'id="(work-[^"]*|earlier)"', page)]


def test_a_showcase_entry_that_nobody_looked_at_for_a_year_comes_after_the_others(check):
    checked = {"a": f"checked: {TODAY_A_YEAR_AGO}\n", "b": f"checked: {OLDER}\n", "c": ""}
    files = {
        f"showcase/{name}.yaml": WORK.replace("Fast", name).replace("/paper", f"/{name}") + day
        for name, day in checked.items()
    }
    page = showcase(check({**files, "showcase/fast.yaml": None}))
    assert works(page) == ["a", "c", "earlier", "b"]
    assert "Checked on 31 May 2025" in page
    assert page.count("Checked on") == 2


def test_where_everything_is_fresh_nothing_is_called_earlier(check):
    assert works(showcase(check())) == ["fast"]


def test_without_works_there_is_no_page(check):
    assert "showcase/index.md" not in {file.path for file in site_files(check({"showcase/fast.yaml": None}))}


def test_a_showcase_entry_can_be_chosen_by_its_kind_and_by_what_it_uses(check):
    page = showcase(
        check(
            {
                "showcase/slow.yaml": WORK.replace("paper", "talk")
                .replace("[cuda, loader]", "[cuda]")
                .replace("/talk", "/slow")
            }
        )
    )
    assert re.findall(r'data-is="([^"]*)"', page) == [
        "kind:paper module:cuda module:loader",
        "kind:talk module:cuda",
    ]
    facets = {name: re.findall(rf'name="{name}" value="([^"]*)"', page) for name in ("kind", "module")}
    assert facets == {"kind": ["paper", "talk"], "module": ["cuda", "loader"]}


def test_the_page_says_what_belongs_there_and_how_to_add_it(check):
    page = showcase(check())
    assert "#add" in Parsed(page).links
    assert "add" in Parsed(page).ids
    assert "module-catalog new --showcase &lt;id&gt;" in page


# What people, and attackers, write where a line of text belongs.
HOSTILE = '<script>alert(1)</script><img src=x onerror=y> "q" {{ 7*7 }} [a](javascript:b) `c` | مرحبا'


def test_words_of_entries_stay_words(check):
    quoted = "'" + HOSTILE + "'"
    text = (
        re.sub(r"(title|summary): .*", rf"\1: {quoted}", WORK)
        + f"venue: {quoted[:70]}'\nauthors: [{quoted[:70]}']\norganisations: [{quoted[:70]}']\n"
    )
    page, plain = Parsed(showcase(check({"showcase/fast.yaml": text}))), Parsed(showcase(check()))
    assert set(page.tags) - {"code"} == set(plain.tags) - {"code"}
    assert page.handlers == []
    assert page.text.count(HOSTILE) == 1
    assert page.text.count(HOSTILE.replace("`", "")) == 1
    assert not [link for link in page.links if link.startswith("javascript")]


def six_works() -> dict[str, str | None]:
    files: dict[str, str | None] = {"showcase/fast.yaml": None}
    for number in range(6):
        one = WORK.replace("paper", ["paper", "talk", "product"][number % 3]).replace(
            "Fast quokkas", f"{'w' * 100} {number}"
        )
        one = one.replace("[cuda, loader]", "[cuda]" if number % 2 else "[loader]").replace(
            "quokka.example/", f"quokka.example/{number}/"
        )
        files[f"showcase/w{number}.yaml"] = one + ("checked: 2020-01-01\n" if number in (1, 3) else "")
    return files


@pytest.fixture
def address(once, build) -> Iterator[str]:
    """Build and serve a site with six works, two of them long unseen."""

    def make(root: Path) -> None:
        write(root, six_works())
        done = build("mkdocs", root)
        assert done.returncode == 0, done.stdout + done.stderr

    with served(once("showcase", make) / "site") as there:
        yield f"{there}showcase/"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def showing(page: Page, count: int) -> list[str]:
    """Return the works that can be seen, once the page says that there are so many."""
    page.locator(".mc-facets output").filter(has_text=f"Showing {count} of 6").wait_for()
    return [str(one.get_attribute("id")) for one in page.locator(".mc-covers > li:visible").all()]


@needs_chromium
def test_a_choice_stands_in_the_address_and_back_takes_it_away(page, address):
    page.goto(f"{address}?module=cuda")
    assert showing(page, 3) == ["work-w5", "work-w1", "work-w3"]
    page.get_by_role("checkbox", name="talk").check()
    assert showing(page, 1) == ["work-w1"]
    assert page.url == f"{address}?module=cuda&kind=talk"
    page.go_back()
    assert len(showing(page, 3)) == 3


@needs_chromium
def test_a_heading_goes_with_the_last_entry_below_it(page, address):
    page.goto(address)
    showing(page, 6)
    heading = page.get_by_role("heading", name="Earlier entries")
    assert heading.is_visible()
    page.get_by_role("checkbox", name="product").check()
    showing(page, 2)
    assert not heading.is_visible()


@needs_chromium
def test_a_link_to_a_showcase_entry_leads_to_it(page, address):
    page.goto(f"{address}#work-w3")
    showing(page, 6)
    assert page.locator(":target").get_attribute("id") == "work-w3"
    assert page.evaluate("document.querySelector(':target').getBoundingClientRect().top") < 800


@needs_chromium
def test_a_phone_shows_two_covers_in_a_row_and_nothing_sticks_out(page, address):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(address)
    showing(page, 6)
    boxes = [one.bounding_box() for one in page.locator(".mc-covers").first.locator("> li").all()]
    assert [boxes[0]["y"] == box["y"] for box in boxes[:3]] == [True, True, False]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@needs_chromium
def test_every_control_answers_to_the_keyboard(page, address):
    page.goto(address)
    showing(page, 6)
    page.get_by_role("checkbox").first.focus()
    for count in (2, 2, 2, 3, 3):
        page.keyboard.press("Space")
        showing(page, count)
        page.keyboard.press("Space")
        showing(page, 6)
        page.keyboard.press("Tab")
    page.keyboard.type("talk")
    showing(page, 2)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Clear"
    page.keyboard.press("Enter")
    showing(page, 6)
    assert page.evaluate("document.activeElement.name") == "find"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.url.endswith("#add")


@needs_chromium
def test_without_scripts_every_entry_is_there(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    seen = (page.locator(".mc-covers > li:visible").count(), page.locator(".mc-facets").is_visible())
    context.close()
    assert seen == (6, False)


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)


def test_a_picture_of_its_own_takes_the_place_of_the_drawn_cover(check):
    result = check({"showcase/fast.yaml": WORK + "picture: quick.png\n", "showcase/quick.png": PNG})
    assert found(result) == []
    files = {file.path: file.content for file in site_files(result)}
    assert files["showcase/fast.png"] == PNG
    assert (
        '<img class="mc-cover" src="fast.png" alt="" width="260" height="170" loading="lazy">'
        in files["showcase/index.md"]
    )
    assert '<svg class="mc-cover' not in files["showcase/index.md"]


def test_a_picture_that_is_too_large_or_leads_out_is_a_finding(check, project, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside") / "secret.png"
    outside.write_bytes(PNG)
    root = project({"showcase/fast.yaml": WORK + "picture: quick.png\n"})
    (root / "catalog/showcase/quick.png").symlink_to(outside)
    result = pipeline.check(root, today=TODAY)
    assert [one.code for one in result.findings] == ["MC007"]
    assert result.pictures == {}
    (root / "catalog/showcase/quick.png").unlink()
    (root / "catalog/showcase/quick.png").write_bytes(PNG + bytes(1024 * 1024))
    assert found(pipeline.check(root, today=TODAY)) == [
        "showcase/quick.png:1:1 MC004 the picture is larger than 1024 KiB: make it smaller"
    ]


@pytest.mark.parametrize("host", ["mkdocs", "zensical"])
def test_a_picture_is_found_on_every_host(host, project, build):
    root = project({"showcase/fast.yaml": WORK + "picture: quick.png\n", "showcase/quick.png": PNG})
    done = build(host, root)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (root / "site/showcase/fast.png").read_bytes() == PNG
    assert dead_links(root / "site") == []
