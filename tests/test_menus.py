"""Menus that a theme puts around pages: rendered once where they are the same."""

from __future__ import annotations

from typing import NamedTuple

import jinja2
import pytest

from module_catalog.hosts import menus


class Page(NamedTuple):
    url: str
    title: str
    sort: str | None = "module"


PAGES = [Page(f"modules/{name}/", name.upper()) for name in ("a", "b", "c", "d")]


def rendered(menu, pages):
    """Return a menu as it is around each page, and how often it was rendered."""
    environment = jinja2.Environment(
        loader=jinja2.DictLoader(
            {
                **dict.fromkeys(menus.TEMPLATES["material"], ""),
                "main.html": "{% include 'partials/nav.html' %}",
                "partials/nav.html": "{{ count() }}" + menu,
            }
        ),
        autoescape=True,
    )
    times = []
    environment.globals["count"] = lambda: times.append("") or ""
    menus.share(environment, "material", lambda page: page.sort)
    return [environment.get_template("main.html").render(page=page) for page in pages], len(times)


def test_a_menu_that_is_the_same_around_two_pages_is_rendered_for_no_other():
    assert rendered("<a href='../../'>Home</a>", PAGES) == (["<a href='../../'>Home</a>"] * 4, 2)


def test_a_menu_that_says_something_of_its_page_is_rendered_for_each():
    assert rendered("{{ page.title }}", PAGES) == (["A", "B", "C", "D"], 4)


def test_a_menu_is_rendered_for_the_page_that_it_leads_to():
    menu = "{{ './' if page.title == 'C' else '../c/' }}"
    assert rendered(menu, PAGES) == (["../c/", "../c/", "./", "../c/"], 3)


@pytest.mark.parametrize("sort", [None, "owner"])
def test_a_menu_around_pages_of_another_sort_is_another(sort):
    pages = [*PAGES, PAGES[0]._replace(sort=sort), PAGES[1]._replace(sort=sort)]
    found, times = rendered("{{ page.sort }}", pages)
    assert (found, times) == ([str(page.sort) for page in pages], 4)


def test_themes_without_known_menus_are_left_alone():
    environment = jinja2.Environment(loader=jinja2.DictLoader({}), autoescape=True)
    menus.share(environment, "mkdocs", lambda page: page.sort)
