"""How long lists are split into pages."""

from __future__ import annotations

from module_catalog.site.parts import LIMITS, Key, by_letter, parts

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
