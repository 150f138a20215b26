"""fmt and check --fix: what they write, and that everything else stays as it was, to the byte."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import CATALOG, CUDA, LOADER, PEOPLE, TODAY, WORK, found
from module_catalog import disk
from module_catalog.catalog.reading import documents
from module_catalog.catalog.reading.sources import Folder, Overlay, Texts
from module_catalog.checks import pipeline
from module_catalog.diagnostics import CatalogError
from module_catalog.edit import files, fixes, layout
from test_cli import run

REPOSITORY = Path(__file__).parent.parent
ENTRY = "catalog/modules/loader.yaml"


def catalog(files=None):
    """Return the small project in memory; *files* replace or add files of `catalog/`."""
    base = {
        "catalog.yaml": CATALOG,
        "people.yaml": PEOPLE,
        "modules/loader.yaml": LOADER,
        "modules/cuda.yaml": CUDA,
        "showcase/fast.yaml": WORK,
    }
    return Texts({f"catalog/{name}": text for name, text in {**base, **(files or {})}.items()})


def apply(patch, *options, cwd):
    """Have git apply a patch."""
    command = ["git", "apply", *options, "-"]
    subprocess.run(command, cwd=cwd, input=patch, check=True, capture_output=True)


# fmt.


def formatted(text):
    (edit,) = layout.formatting(Texts({ENTRY: text}), lambda _: True).edits
    return edit.after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("kind: a\nname: b\n", "name: b\nkind: a\n", id="keys go into the order of the schema"),
        pytest.param("x-b: 1\nx-a: 2\nnaem: c\nname: d\n", "name: d\nnaem: c\nx-b: 1\nx-a: 2\n", id="a project's own keys go last"),
        pytest.param("# modeline\nkind: a\nname: b\n", "# modeline\nname: b\nkind: a\n", id="the comment at the head stays there"),
        pytest.param("# SPDX\n---\n# head\nkind: a\nname: b\n", "# SPDX\n---\n# head\nname: b\nkind: a\n", id="so do marks"),
        pytest.param("kind: a\nname: b\n# end\n", "name: b\nkind: a\n# end\n", id="the comment at the end stays there"),
        pytest.param("kind: a\nname: b\n# end\n...\n# more\n", "name: b\nkind: a\n# end\n...\n# more\n", id="so does the end mark"),
        pytest.param("kind: a # k\n\n# on b\n\n# too\nname: b\n", "# on b\n\n# too\nname: b\nkind: a # k\n", id="comments and blank lines go with the key below"),
        pytest.param("owners:\n- a\n  # - b\nname: c\n", "name: c\nowners:\n- a\n  # - b\n", id="a comment further in stays with the list"),
        pytest.param("kind: 'a\n\n# b'\nname: c\n", "name: c\nkind: 'a\n\n# b'\n", id="a text that looks like a comment is none"),
        pytest.param("kind: |\n  a  \n  # b\n\nname: c\n", "name: c\nkind: |\n  a  \n  # b\n", id="a block of text keeps its blanks"),
        pytest.param("stage: |\n  a\n\nkind: b\nname: c\ntags: d\n", "name: c\n\nkind: b\nstage: |\n  a\ntags: d\n", id="but not the empty lines below it"),
        pytest.param("name: |2\n  a\n   \n", "name: |2\n  a\n   \n", id="also at the end"),
        pytest.param('name: "a\\ \n  b"  \nkind: c \t\n', 'name: "a\\ \n  b"\nkind: c\n', id="blanks at the end of lines go, unless they are text"),
        pytest.param("name: a", "name: a\n", id="a line break at the end comes"),
        pytest.param("\n\nname: a\n\n \n", "name: a\n", id="more than one goes"),
        pytest.param("kind: a\r\nname: b", "name: b\r\nkind: a\r\n", id="CRLF throughout stays"),
        pytest.param("kind: a\r\nname: b\nstage: c\n", "name: b\nkind: a\nstage: c\n", id="CRLF here and there goes"),
        pytest.param("{kind: a,\n name: b } \n", "{kind: a,\n name: b }\n", id="a mapping in braces keeps its order"),
        pytest.param("? kind\n: a\nname: b\n", "? kind\n: a\nname: b\n", id="so does one with keys that take several lines"),
        pytest.param("  kind: a\n  name: b\n", "  name: b\n  kind: a\n", id="a mapping further in is put in order too"),
    ],
)  # fmt: skip
def test_formatting_gives_an_entry_one_shape(before, after):
    assert (formatted(before), formatted(after)) == (after, after)


CHUNKS = [
    "name: x \n", "summary: |\n  t  \n\n  # u\n    \n", "kind: 'a\n\n# b'\n", "stage: >-  # k\n    t\n", "namespaces: [a,\n# c\n  b] \n",
    "owners:\n- a\n# c\n- b: c\n  # d\n", 'no_toggle: "q\\ \n  r"\n', "roadmap: |+\n\n", "links: {a: b,\n  c: d}\n", "x-é: ü\n", "nname:\n",
]  # fmt: skip
LOOSE = st.lists(st.sampled_from(["# c\n", "#\n", "  # d \n", "\n", "   \n"]), max_size=3).map("".join)
TEXTS = st.builds(
    lambda chunks, loose, end: "".join(map("".join, zip(loose, [*chunks, ""], strict=False))).replace(
        "\n", end
    ),
    st.permutations(CHUNKS).flatmap(
        lambda chunks: st.integers(1, len(chunks)).map(lambda count: chunks[:count])
    ),
    st.lists(LOOSE, min_size=len(CHUNKS) + 1, max_size=len(CHUNKS) + 1),
    st.sampled_from(["\n", "\r\n"]),
)


@given(TEXTS)
def test_formatting_loses_no_line_changes_nothing_that_is_said_and_is_done_in_one_go(text):
    after = formatted(text)
    said = [documents.parse(one, ENTRY).document.data for one in (text, after)]
    lines = [sorted(filter(None, map(str.strip, one.splitlines()))) for one in (text, after)]
    assert (said[0], lines[0], after) == (said[1], lines[1], formatted(after))


def test_our_own_entries_are_in_shape():
    edits = layout.formatting(Folder(REPOSITORY), lambda _: True).edits
    assert [edit.path for edit in edits if edit.after != edit.before] == []
    assert len(edits) == 73


HEAD = "\ufeff# yaml-language-server: $schema=../module.schema.json\r\n"
UNTIDY = HEAD + CUDA.replace("\n", " \r\n").replace("kind:", "x-kind:  # grün\r\nkind:")


def test_fmt_writes_what_check_names_and_diff_shows(project):
    file = project({"modules/cuda.yaml": UNTIDY}) / "catalog/modules/cuda.yaml"
    root = file.parents[2]
    file.chmod(0o640)
    named, shown = run("fmt", "--check", cwd=root), run("fmt", "--diff", cwd=root)
    assert (named.returncode, named.stdout) == (
        1,
        "Would format catalog/modules/cuda.yaml\n4 files already formatted\n",
    )
    assert (shown.returncode, shown.stderr) == (
        0,
        "Would format catalog/modules/cuda.yaml\n4 files already formatted\n",
    )
    assert file.read_bytes() == UNTIDY.encode()
    command = [sys.executable, "-m", "module_catalog", "fmt", "--diff"]
    patch = subprocess.run(command, cwd=root, capture_output=True, check=True).stdout
    done = run("fmt", cwd=root)
    assert (done.returncode, done.stdout) == (
        0,
        "Formatted catalog/modules/cuda.yaml\n4 files already formatted\n",
    )
    tidy = HEAD + CUDA.replace("\n", "\r\n") + "x-kind:  # grün\r\n"
    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (tidy.encode(), 0o640)
    assert run("fmt", "--check", cwd=root).returncode == 0
    assert [one.name for one in file.parent.iterdir() if one.name.startswith(".")] == []
    apply(patch, "--reverse", cwd=root)
    assert file.read_bytes() == UNTIDY.encode()


def test_fmt_leaves_alone_what_is_no_yaml_and_goes_on(project):
    broken = {
        "modules/a.yaml": "name: [\n",
        "modules/b.yaml": "name: a \nname: b\n",
        "modules/c.yaml": b"\xff",
    }
    root = project({**broken, "modules/loader.yaml": LOADER + "\n"})
    done = run("fmt", cwd=root)
    assert done.returncode == 1
    assert done.stdout == "Formatted catalog/modules/loader.yaml\n4 files already formatted\n"
    places = ["catalog/modules/a.yaml:2:1", "catalog/modules/b.yaml:2:1", "catalog/modules/c.yaml:1:1"]
    assert re.findall(r"error\[(\w+)\]", done.stderr) == ["MC001", "MC002", "MC003"]
    assert re.findall(r"--> (\S+)", done.stderr) == places
    assert [(root / "catalog" / name).read_bytes() for name in broken] == [
        b"name: [\n",
        b"name: a \nname: b\n",
        b"\xff",
    ]


def test_fmt_paths_limit_what_is_formatted(project):
    root = project({"modules/cuda.yaml": CUDA + "\n", "modules/loader.yaml": LOADER + "\n"})
    done = run("fmt", "cuda.yaml", cwd=root / "catalog/modules")
    assert done.stdout == "Formatted catalog/modules/cuda.yaml\n0 files already formatted\n"
    assert (root / ENTRY).read_text() == LOADER + "\n"


def test_no_edit_follows_a_link_out_of_the_catalog(project, tmp_path_factory):
    root, outside = project({"modules/loader.yaml": None}), tmp_path_factory.mktemp("outside") / "loader.yaml"
    outside.write_text(LOADER.replace("ana", "anaa") + "\n")
    (root / ENTRY).symlink_to(outside)
    assert [run(*command, cwd=root).returncode for command in (["fmt"], ["check", "--fix"])] == [1, 1]
    assert outside.read_text() == LOADER.replace("ana", "anaa") + "\n"
    (root / "catalog/modules").rename(root / "modules")
    (root / "catalog/modules").symlink_to(outside.parent)
    says = f"{root}/catalog/modules/metal.yaml is a link out of the folder: nothing is written there"
    assert run("new", "metal", cwd=root).stderr == f"module-catalog: {says}\n"
    assert list(outside.parent.iterdir()) == [outside]


def test_a_link_inside_the_catalog_stays_a_link(project):
    root = project(
        {
            "modules/deep/metal.yaml": LOADER.replace("Loader", "Metal").replace("src/loader", "src/metal")
            + "\n"
        }
    )
    (root / "catalog/modules/alias.yaml").symlink_to("deep/metal.yaml")
    assert run("fmt", cwd=root).returncode == 0
    assert (root / "catalog/modules/alias.yaml").is_symlink()
    assert not (root / "catalog/modules/deep/metal.yaml").read_text().endswith("\n\n")


def test_a_file_that_came_or_changed_meanwhile_is_not_overwritten(project):
    root = project()
    with pytest.raises(CatalogError, match=r"^catalog/modules/loader\.yaml exists already$"):
        files.create(ENTRY, CUDA, root)
    with pytest.raises(
        CatalogError,
        match=r"^catalog/modules/loader\.yaml changed while it was being edited: run the command again$",
    ):
        files.save(files.Edit(ENTRY, LOADER + "\n", LOADER + "x-a: b\n"), root)
    assert (root / ENTRY).read_text() == LOADER


# check --fix.


def fixed(changes):
    """Return what fixing makes of the files of a small catalog, how many mistakes it fixes, and what is left."""
    source = catalog(changes)
    applied = fixes.fix(source, today=TODAY, is_wanted=lambda _: True)
    after = {edit.path: edit.after for edit in applied.edits}
    left = found(pipeline.check_source(Overlay(source, after), today=TODAY))
    return {path.removeprefix("catalog/"): text for path, text in after.items()}, applied.count, left


@pytest.mark.parametrize(
    ("old", "wrong", "right"),
    [
        pytest.param("summary:", "sumary :  # short\n ", "summary :  # short\n ", id="a key, MC101"),
        pytest.param("summary:", '"sumary":', '"summary":', id="a key in quotes"),
        pytest.param("{person: eva,", "{  persn  : eva ,", "{  person  : eva ,", id="a key in braces"),
        pytest.param("kind: backend", "kind: backened # which", "kind: backend # which", id="a word, MC104"),
        pytest.param("mechanism: cmake", "mechanism: 'cmakee'", "mechanism: 'cmake'", id="a word in quotes"),
        pytest.param("stage: S0\n", "stage: s0\n", "stage: S0\n", id="another case"),
        pytest.param("event: entered", "event: 'En_tered'", "event: 'entered'", id="another separator"),
        pytest.param("- {type: depends-on,", "# why\n  -   type: depend-on # so\n     ", "# why\n  -   type: depends-on # so\n     ", id="in block style"),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "shape", [str, lambda text: text.replace("\n", "\r\n"), str.rstrip, "# ü 𝄞\n{}".format]
)
def test_a_misspelt_word_is_fixed_and_nothing_else_changes(old, wrong, right, shape):
    text = CUDA
    if "type:" in wrong:
        text = text.replace(
            "module: loader, why: It is loaded by it}", "module: loader\n      why: It is loaded by it"
        )
    before, after = (shape(text.replace(old, new)) for new in (wrong, right))
    assert fixed({"modules/cuda.yaml": before}) == ({"modules/cuda.yaml": after}, 1, [])


def test_quotes_come_where_the_text_needs_them():
    known = {"catalog.yaml": CATALOG.replace("core:", "'null': {name: Null}\n  core:")}
    after, _, _ = fixed({**known, "modules/cuda.yaml": CUDA.replace("backend", "nulll")})
    assert after == {"modules/cuda.yaml": CUDA.replace("backend", "'null'")}


def test_what_a_first_round_brings_to_light_is_fixed_in_the_next():
    wrong = {
        "catalog.yaml": CATALOG.replace("kinds", "kindes"),
        "modules/cuda.yaml": CUDA.replace("person:", "persn:").replace("kind: backend", "kind: backnd"),
    }
    assert fixed(wrong) == ({"catalog.yaml": CATALOG, "modules/cuda.yaml": CUDA}, 3, [])


def test_several_mistakes_in_a_line_are_fixed_together():
    wrong = CUDA.replace("{type: depends-on, module: loader,", "{typ: depends-on, modul: loader,")
    assert fixed({"modules/cuda.yaml": wrong}) == ({"modules/cuda.yaml": CUDA}, 2, [])


@pytest.mark.parametrize(
    "text",
    [
        CUDA + "sumary: Twice.\n",
        CUDA.replace("kind: backend", "kind: >-\n  backened"),
        CUDA.replace("module: loader", "module: loadr"),
        CUDA.replace("person: eva", "person: evaa"),
        CUDA.replace("'OFF',", "'OFF', since: v1.00,"),
        CUDA.replace("stage: S0\n", "stage: S3\n"),
        CUDA.replace("basis: reading", "basis: reading, rfc: On GPU")
        + "rfcs: [{title: On GPUs, status: accepted}]\n",
    ],
    ids=["the key is there", "a block of text", "an id", "a handle", "a release", "a digit", "a decision"],
)
def test_what_cannot_be_fixed_for_sure_is_left(text):
    after, count, left = fixed({"modules/cuda.yaml": text})
    assert (after, count, len(left)) == ({}, 0, 1)


def test_of_two_keys_that_mean_the_same_one_is_fixed():
    after, count, left = fixed(
        {"modules/cuda.yaml": CUDA.replace("summary:", "sumary:") + "summry: Twice.\n"}
    )
    assert (after, count) == (
        {"modules/cuda.yaml": CUDA.replace("summary:", "sumary:") + "summary: Twice.\n"},
        1,
    )
    assert left == [
        "modules/cuda.yaml:2:1 MC101 `sumary` is not a key of the entry, and `summary` is there already:"
        " keep one of the two"
    ]


WRONG = {
    "modules/cuda.yaml": CUDA.replace("person:", "persn:").replace("backend", "backened"),
    "showcase/fast.yaml": WORK.replace("kind: paper", "kind: papr"),
}
DAY = ("--today", "2026-06-01")


def test_fix_does_what_it_can_and_reports_what_is_left(project):
    root = project({**WRONG, "modules/loader.yaml": LOADER.replace("src/", "/src/")})
    done = run("check", "--fix", "--output-format", "json", *DAY, cwd=root)
    assert (done.returncode, done.stderr) == (1, "Fixed 3 findings in 2 files.\n")
    assert [one["code"] for one in json.loads(done.stdout)["findings"]] == ["MC105"]
    assert [(root / "catalog" / name).read_text() for name in WRONG] == [CUDA, WORK]
    again = run("check", "--fix", "--output-format", "concise", *DAY, cwd=root)
    assert (again.returncode, again.stderr) == (1, "Nothing here can be fixed automatically.\n")


def test_fix_diff_writes_nothing_and_shows_what_fix_does(project):
    root = project(WRONG)
    done = run("check", "--fix", "--diff", *DAY, cwd=root)
    assert (done.returncode, done.stderr) == (1, "Would fix 3 findings in 2 files.\n")
    assert [(root / "catalog" / name).read_text() for name in WRONG] == list(WRONG.values())
    apply(done.stdout.encode(), cwd=root)
    assert [(root / "catalog" / name).read_text() for name in WRONG] == [CUDA, WORK]
    assert run("check", "--fix", "--diff", *DAY, cwd=root).stdout == ""


def test_fix_of_a_clean_catalog_has_nothing_to_add(project):
    assert run("check", "--fix", *DAY, cwd=project()).stderr == ""


def test_fix_paths_limit_what_is_fixed(project):
    root = project(WRONG)
    assert run("check", "--fix", *DAY, "catalog/showcase", cwd=root).stderr == "Fixed 1 finding in 1 file.\n"
    assert (root / "catalog/modules/cuda.yaml").read_text() == WRONG["modules/cuda.yaml"]


def test_diff_without_fix_is_wrong_use(project):
    assert run("check", "--diff", cwd=project()).returncode == 2


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("modules/cuda.yaml", "'OFF',", "'OFF', since: v0.27.0,"),
        ("modules/cuda.yaml", "'OFF',", "'OFF', since: v1.0.1,"),
        ("modules/cuda.yaml", "target: v3.0", "target: v3.00.1"),
        ("modules/cuda.yaml", "module: loader", "module: loadre"),
        ("modules/cuda.yaml", "person: eva", "person: Eva-"),
        ("showcase/fast.yaml", "cuda, loader", "cuda, leader"),
        ("modules/cuda.yaml", "'OFF',", "'OFF', requires: [USE_CUDAS],"),
    ],
    ids=[
        "a version",
        "the next patch",
        "a later patch",
        "an id",
        "a handle",
        "an id of the showcase",
        "a toggle",
    ],
)
def test_what_may_not_be_listed_yet_is_never_written(file, old, new):
    text = {"modules/cuda.yaml": CUDA, "showcase/fast.yaml": WORK}[file]
    assert old in text
    after, count, left = fixed({file: text.replace(old, new)})
    assert (after, count) == ({}, 0)
    assert left


@pytest.mark.parametrize(
    ("name", "names", "suggested"),
    [
        ("v0.27.0", ["v0.7.0", "v0.8.0"], None),
        ("v0.157.0", ["v0.159.0", "v0.15.7"], None),
        ("1.0", ["v1.0", "v2.0"], "v1.0"),
        ("v1.0.0", ["v1.0", "v2.0"], "v1.0"),
        ("v1.0.3", ["v1.0", "v1.0.2", "v1.1"], "v1.0.2"),
        ("Kilimanjro", ["Everest", "Kilimanjaro"], "Kilimanjaro"),
    ],
)
def test_a_release_that_is_suggested_is_near_in_numbers_and_not_in_letters(name, names, suggested):
    releases = "releases:\n" + "".join(
        f"  - {{name: {one}, date: 2024-0{at}-01}}\n" for at, one in enumerate(names, 1)
    )
    settings = CATALOG[: CATALOG.index("releases:")] + releases
    entry = LOADER.replace("release: v1.0", f"release: {name}").replace(", release: v2.0", "")
    result = pipeline.check_source(
        catalog(
            {
                "catalog.yaml": settings,
                "modules/loader.yaml": entry,
                "modules/cuda.yaml": None,
                "showcase/fast.yaml": None,
            }
        ),
        today=TODAY,
    )
    assert [finding.suggestion for finding in result.findings if finding.code == "MC602"] == [suggested]


# Several files at once.


def test_files_are_replaced_removed_and_written_all_or_none(tmp_path):
    first, gone, new, folder = (tmp_path / name for name in ("a.yaml", "b.yaml", "c.yaml", "d.yaml"))
    first.write_text("1")
    first.chmod(0o640)
    gone.write_text("2")
    folder.mkdir()
    (folder / "in-the-way").touch()
    with pytest.raises(OSError, match=r"d\.yaml"):
        disk.replace_all({first: b"one", gone: None, new: b"three", folder: b"four"})
    assert (first.read_text(), gone.read_text(), new.exists()) == ("1", "2", False)
    disk.replace_all({first: b"one", gone: None, new: b"three"})
    assert (first.read_text(), gone.exists(), new.read_text()) == ("one", False, "three")
    assert first.stat().st_mode & 0o777 == 0o640
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.yaml", "c.yaml", "d.yaml"]
