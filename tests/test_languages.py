"""A site in several languages: what pages say is in a file for each, and in one for all others."""

from __future__ import annotations

from pathlib import Path

from conftest import Check, Project, found
from module_catalog.site.build import site_files
from module_catalog.site.kept import Kept
from programs import run


def words(roadmap: str) -> str:
    return f'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Roadmap"\nmsgstr "{roadmap}"\n'


WORDS = {"words.fr.po": words("Feuille de route"), "words.po": words("What comes")}


def test_pages_have_the_words_of_their_language_and_of_all_others(check: Check) -> None:
    result = check(WORDS)
    said = {}
    for language in ("", "fr", "de"):
        pages = {
            file.path: file.content for file in site_files(result.in_language("fr").in_language(language))
        }
        said[language] = [
            word
            for word in ("Feuille de route", "What comes", "Roadmap")
            if word in str(pages["modules/cuda.md"])
        ]
    assert said == {"": ["What comes"], "fr": ["Feuille de route"], "de": ["What comes"]}


def test_what_is_kept_for_a_language_is_still_there_after_another(check: Check, tmp_path: Path) -> None:
    french, rest = (check(WORDS).in_language(language) for language in ("fr", ""))
    for result in (french, rest):
        [*site_files(result, kept=Kept(tmp_path, result.words))]
    for result, says in ((french, "Feuille de route"), (rest, "What comes")):
        again = Kept(tmp_path, result.words).site(result, ("index.md", []), lambda build: [])
        assert any(says in str(file.content) for file in again)


def test_words_of_a_language_are_checked(check: Check) -> None:
    result = check({**WORDS, "words.fr.po": 'msgid "Roadmap"\nmsgstr "{nobody}"\n', "words.de.po": "msgid"})
    assert [line[:28] for line in found(result)] == [
        "words.de.po:1:1 MC110 gettex",
        "words.fr.po:2:9 MC111 the me",
    ]


def test_the_words_of_a_language_that_has_a_file_are_brought_up_to_date(project: Project) -> None:
    root = project(WORDS)
    done = run("module-catalog", "words", "fr", cwd=root)
    assert (done.returncode, done.stdout) == (0, "Wrote catalog/words.fr.po.\n")
    text = (root / "catalog/words.fr.po").read_text(encoding="utf-8")
    assert 'msgid "Roadmap"\nmsgstr "Feuille de route"' in text
    assert 'msgid "Owners"' in text
    assert (root / "catalog/words.po").read_text(encoding="utf-8") == WORDS["words.po"]
