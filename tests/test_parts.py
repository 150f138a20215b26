"""How long lists are split into pages."""

from __future__ import annotations

import json

import pytest

from conftest import REPOSITORY, TODAY
from module_catalog.checks import pipeline
from module_catalog.site.pages import compare, compatibility, neighbours, toggles
from module_catalog.site.pages import map as map_page
from module_catalog.site.pages.module import standing_neighbours
from module_catalog.site.parts import LIMITS, Key, Limit, by_letter, parts

letter = by_letter(str)


def first_word(text: str) -> Key:
    word = text.split(maxsplit=1)[0]
    return Key(word, word.upper())


def shape(found):
    return [(part.name, part.label, " ".join(part.items)) for part in found]


def test_a_list_that_fits_has_no_parts():
    assert parts(["a", "b"], 2, letter) == ()
    assert parts([], 0, letter) == ()


def test_a_longer_one_is_split_by_the_first_letter():
    found = parts(["beta", "alpha", "bravo", "7"], 2, letter)
    assert shape(found) == [("0-a", "0-9–A", "7 alpha"), ("b", "B", "beta bravo")]


def test_only_what_is_still_too_long_is_split_by_the_next_key_and_then_by_numbers():
    found = parts(["x a", "x b", "x ba", "x bb", "y a"], 2, first_word, by_letter(lambda text: text[2:]))
    assert shape(found) == [
        ("x-a", "X, A", "x a"),
        ("x-b-1", "X, B, 1", "x b x ba"),
        ("x-b-2", "X, B, 2", "x bb"),
        ("y", "Y", "y a"),
    ]


def test_letters_share_a_page_only_as_far_as_it_has_room():
    found = parts(["a", "b", "c", "d", "e"], 2, letter)
    assert [part.label for part in found] == ["A–B", "C–D", "E"]


def test_an_item_can_count_more_than_others():
    found = parts(["aaaa", "b", "c"], 4, weight=len)
    assert shape(found) == [("1", "1", "aaaa"), ("2", "2", "b c")]


def test_a_kind_keeps_its_address_when_another_one_grows():
    before = {part.name for part in parts(["a", "b", "c"], 1, first_word)}
    assert before <= {part.name for part in parts(["a", "b", "c", "d", "e"], 1, first_word)}


def test_every_part_has_a_file_of_its_own_on_every_system():
    found = parts(["con x", "CON y", "Ö z", "ż"], 1, first_word)
    names = [part.name for part in found]
    assert len({name.casefold() for name in names}) == len(names) == 4
    assert "con" not in names


def test_letters_of_other_scripts_have_parts_of_their_own():
    assert [letter(text).label for text in ("é", "я", "本", "_x", "")] == ["E", "Я", "本", "0-9", "0-9"]


def test_every_limit_says_why():
    assert all(limit.most > 0 and limit.of and limit.why for limit in LIMITS.values())


NONE_FITS = dict.fromkeys(LIMITS, Limit(0, "", ""))
"""Limits that split everything."""


@pytest.fixture
def catalog():
    return pipeline.check(REPOSITORY, today=TODAY).catalog


def test_every_module_can_be_compared_on_the_page_of_its_kind(catalog):
    whole, *of_parts = compare.pages(catalog, NONE_FITS)
    shown = [one.module.id for page in of_parts for one in page.shows.facts]
    assert sorted(shown) == [module.id for module in catalog.modules]
    assert [pair for page in of_parts for pair in page.shows.pairs]
    assert not whole.shows.facts
    assert {id_ for id_, _, _ in json.loads(whole.data)["modules"]} == set(shown)


def test_every_statement_and_every_step_is_on_the_page_of_a_part(catalog):
    (small,) = compatibility.pages(catalog)
    whole, *of_parts = compatibility.pages(catalog, NONE_FITS)

    def ids(pages, field):
        return {
            tuple(module.id for module in one.all) for page in pages for one in getattr(page.shows, field)
        }

    for field in ("wholes", "past_wholes"):
        assert ids(of_parts, field) == ids([small], field) != set()
    rows = {one.module.id: one for page in of_parts for one in page.shows.reaches}
    assert rows == {one.module.id: one for one in small.shows.reaches}
    steps = json.loads(whole.data)["steps"]
    assert {id_: len(steps[id_]) for id_ in rows} == {
        id_: sum(len(links) for _, links in one.groups) for id_, one in rows.items()
    }


def test_every_toggle_has_its_row_on_the_page_of_a_part(catalog):
    (small,) = toggles.pages(catalog)
    _, *of_parts = toggles.pages(catalog, NONE_FITS)

    def anchors(pages):
        tables = [
            one for page in pages for table in page.shows.tables for _, held in table.kinds for one in held
        ]
        return sorted(one.anchor for one in [*tables, *(one for page in pages for one, _ in page.shows.gone)])

    assert anchors(of_parts) == anchors([small])


def test_every_neighbour_is_on_the_page_of_all_when_some_are_left_out(catalog):
    pages = [page for page in neighbours.pages(catalog, NONE_FITS) if page.part]
    shown = [(page.shows.module.id, one) for page in pages for one in page.shows.neighbours]
    assert sorted(id_ for id_, _ in shown) == sorted(
        module.id for module in catalog.modules for _ in standing_neighbours(module, catalog)
    )


def test_a_map_of_too_much_has_no_list(catalog):
    assert next(map_page.pages(catalog)).names["is_whole"]
    assert not next(map_page.pages(catalog, NONE_FITS)).names["is_whole"]
