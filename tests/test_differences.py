"""`diff`: two states of a catalog in, what changed in meaning out."""

from __future__ import annotations

import json

import pytest

from conftest import CATALOG, CUDA, LOADER, PEOPLE, TODAY, WORK
from module_catalog.catalog.queries.differences import Comparison, differences
from module_catalog.catalog.queries.released import since_release
from module_catalog.catalog.reading.sources import Texts
from module_catalog.checks import pipeline
from module_catalog.reports.differences import DIFFERENCE_REPORTS
from repositories import commit, repository
from test_cli import run

BASE = {
    "catalog.yaml": CATALOG,
    "people.yaml": PEOPLE,
    "modules/loader.yaml": LOADER,
    "modules/cuda.yaml": CUDA,
    "showcase/fast.yaml": WORK,
}


def catalog(files=None):
    texts = {f"catalog/{name}": text for name, text in {**BASE, **(files or {})}.items() if text is not None}
    found = pipeline.check_source(Texts(texts), today=TODAY).catalog
    assert found is not None
    return found


def changed(name, *edits):
    """Return the base with texts of one of its files replaced; each edit must hit something."""
    text = BASE[name]
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    return {name: text}


def compared(files, format_="text"):
    before, after = catalog(), catalog(files)
    comparison = Comparison("v1", "v2", after, differences(before, after))
    return DIFFERENCE_REPORTS[format_](comparison)


@pytest.mark.parametrize(
    ("name", "edit", "lines"),
    [
        ("modules/loader.yaml", ("owners: [", "# A comment\nowners:  [ "), []),
        (
            "modules/loader.yaml",
            ("name: Loader\nsummary: Loads plugins when they are first used.", "summary: Loads plugins when they are first used.\nname: Loader"),
            [],
        ),
        ("modules/cuda.yaml", ("default: 'OFF'", "default: 'ON'"), ["Toggles", "  cuda  toggle `USE_CUDA`: `default` was OFF, is ON"]),
        ("modules/cuda.yaml", ("default: 'OFF'", "default: 'OFF', until: v2.0"), ["Toggles", "  cuda  toggle `USE_CUDA`: `until` is v2.0"]),
        ("modules/cuda.yaml", ("{person: eva, basis: MAINTAINERS file}", "{person: eva, basis: MAINTAINERS file}, {person: ana, as: reviewer}"), ["Owners", "  cuda  new owner `ana` (as reviewer)"]),
        ("modules/loader.yaml", ("owners: [{person: ana}]", "owners: []\nseeking_owners: true"), ["Owners", "  loader  owner `ana` is no longer listed", "          `seeking_owners` is yes"]),
        ("modules/cuda.yaml", ("why: It is loaded by it", "why: It needs it"), ["Relations", "  cuda  relation `depends-on loader`: `why` was It is loaded by it, is It needs it"]),
        ("modules/cuda.yaml", ("status: planned", "status: dropped"), ["Roadmap", "  cuda  item `Graphs`: `status` was planned, is dropped"]),
        ("modules/loader.yaml", ("namespaces: [src/loader]", "namespaces: [src/load, src/ld]"), ["Also changed", "  loader  `namespaces` has src/load, src/ld and no longer has src/loader"]),
        ("modules/loader.yaml", ("release: v2.0}", "release: v3.0}"), ["Also changed", "  loader  the event `entered` on 2025-01-01 in v3.0: `release` was v2.0, is v3.0"]),
        ("modules/loader.yaml", ("summary: Loads plugins when they are first used.", "summary: Loads plugins and all that they need, each when it is used for the first time."), ["Also changed", "  loader  `summary` says something else"]),
        ("people.yaml", ("eva: {name: Eva Engel, role: committer}", "eva: {name: Eva Engel, role: pmc}"), ["People", "  eva  `role` was committer, is pmc"]),
        ("catalog.yaml", ("  - {name: v2.0, date: 2025-01-10}", "  - {name: v2.0, date: 2025-01-10}\n  - {name: v2.1, date: 2026-01-10}"), ["Catalog", "  v2.1  new release"]),
        ("showcase/fast.yaml", ("modules: [cuda, loader]", "modules: [cuda]"), ["Showcase", "  fast  `modules` no longer has loader"]),
    ],
)  # fmt: skip
def test_a_change_is_told_in_words_and_a_change_of_layout_not_at_all(name, edit, lines):
    title, *rest = compared(changed(name, edit)).splitlines()
    assert rest == (["", *lines] if lines else [])
    assert title == (
        "What changed from v1 to v2:" if lines else "Nothing that entries say changed from v1 to v2."
    )


def test_a_module_that_moves_comes_goes_or_is_renamed_has_a_heading_of_its_own():
    s1 = changed(
        "modules/cuda.yaml",
        ("stage: S0\n", "stage: S1\n"),
        (
            "basis: reading}\n",
            "basis: reading}\n  - {date: 2026-05-02, event: entered, stage: S1, release: v3.0}\n",
        ),
    )
    gone = LOADER.replace("stage: S1\n", "stage: deprecated\n", 1)
    gone += "  - {date: 2026-05-03, event: deprecated, stage: deprecated}\n"
    gone += "deprecation: {since: 2026-05-03, reason: Nobody uses it, replacement: gpu}\n"
    files = {
        "modules/cuda.yaml": None,
        "modules/gpu.yaml": s1["modules/cuda.yaml"].replace("name: CUDA", "name: GPU\nformer_ids: [cuda]"),
        "modules/loader.yaml": gone,
        "modules/metal.yaml": CUDA.replace("CUDA", "METAL").replace("src/cuda", "src/metal"),
    }
    assert compared(files).splitlines()[2:] == [
        "New",
        "  metal  at S0 Scoped: Runs programs on NVIDIA GPUs",
        "",
        "Promoted",
        "  gpu  from S0 Scoped to S1 Integrated on 2026-05-02 in v3.0",
        "",
        "Deprecated",
        "  loader  from S1 Integrated to Deprecated on 2026-05-03, replaced by GPU",
        "",
        "Renamed",
        "  gpu  was `cuda`",
        "",
        "Also changed",
        "  gpu     `name` was CUDA, is GPU",
        "  loader  `deprecation` is new",
    ]


def test_a_deleted_entry_is_told():
    assert "No longer in the catalog\n  cuda  its entry is gone" in compared({"modules/cuda.yaml": None})


def test_json_says_whose_it_is_and_what_was_and_is_there():
    found = json.loads(compared(changed("modules/cuda.yaml", ("default: 'OFF'", "default: 'ON'")), "json"))
    assert (found["version"], found["base"], found["head"]) == (1, "v1", "v2")
    (one,) = found["differences"]
    assert one.pop("sentence") == "toggle `USE_CUDA`: `default` was OFF, is ON"
    assert one == {
        "kind": "toggles", "sort": "module", "id": "cuda", "name": "CUDA", "key": "toggles", "was": "OFF", "now": "ON",
    }  # fmt: skip


def test_markdown_links_no_more_than_names_and_takes_nothing_from_an_entry_as_markup():
    site = CATALOG + "site: https://quokka.example/docs/\n"
    hostile = "  - {title: '<img src=x onerror=alert(1)> [x](javascript:alert(1)) @ana ##[error]', status: planned}\n"
    files = {"catalog.yaml": site, **changed("modules/cuda.yaml", ("roadmap:\n", f"roadmap:\n{hostile}"))}
    text = compared(files, "markdown")
    assert "#### Roadmap\n\n- [CUDA](https://quokka.example/docs/modules/cuda/): new item `<img src=x" in text
    (line,) = (line for line in text.splitlines() if "onerror" in line)
    _, title, rest = line.split("`")
    assert title.startswith("<img")
    assert title.endswith("#\\x23[error]")
    assert rest == " (status planned)"


def test_markdown_says_of_what_comes_to_a_stage_what_that_requires_and_what_is_missing_first():
    at_s1 = changed("modules/cuda.yaml", ("stage: S0\n", "stage: S1\n"))
    at_s1["modules/cuda.yaml"] += "  - {date: 2026-05-02, event: entered, stage: S1}\n"
    text = compared(at_s1, "markdown")
    assert text.partition("**What the stages require:**\n\n")[2].splitlines() == [
        "#### CUDA, `S1` Integrated: 2 of 4 met",
        "",
        "- `□` an accepted decision about `S1`: add it to `rfcs` with `for: S1`, `status: accepted` and its `url`",
        "- `□` `tests`: add it; `links.docs`: add it",
        "- `✓` At least one active owner",
        "- `✓` At most 365 days without a review of its entry",
    ]
    in_old_days = {"modules/cuda.yaml": at_s1["modules/cuda.yaml"].replace("2026-05-02", "2025-05-02")}
    assert "\n- `-` An accepted decision about `S1` (grandfathered)\n" in compared(in_old_days, "markdown")
    assert "What the stages require" not in compared({"modules/cuda.yaml": None}, "markdown")


def test_of_many_differences_the_first_are_seen_and_the_rest_unfolds_below_its_heading():
    many = {f"modules/part-{number:03}.yaml": LOADER for number in range(300)}
    text = compared(many, "markdown")
    seen, _, rest = text.partition("<details><summary>")
    assert seen.count("- Loader: at `S1` Integrated") == 10
    assert "more</summary>\n\n#### New\n\n- Loader: at" in rest
    shown = text.count("- Loader: at `S1` Integrated")
    assert f"\n{300 - shown} more are not shown here: `module-catalog diff` lists them all.\n" in rest
    assert len(text) < 26_000


def test_release_notes_leave_out_what_concerns_only_maintainers():
    files = changed(
        "modules/cuda.yaml", ("default: 'OFF'", "default: 'ON'"), ("status: planned", "status: dropped")
    )
    assert compared(files, "release-notes") == (
        "## Toggles\n\n- CUDA: toggle `USE_CUDA`: `default` was OFF, is ON\n"
    )
    assert compared({}, "release-notes") == "Nothing changed for users of modules.\n"


def test_releases_are_compared_by_the_histories_of_modules_and_toggles():
    files = changed("modules/cuda.yaml", ("default: 'OFF'", "default: 'OFF', since: v2.0, until: v3.0"))
    found = since_release(catalog(files), "v1.0", "v2.0")
    assert [(one.kind, one.id, one.sentence) for one in found] == [
        ("toggles", "cuda", "new toggle `USE_CUDA` in v2.0 (default OFF)"),
        ("history", "loader", "entered S1 on 2025-01-01 in v2.0"),
    ]
    later = since_release(catalog(files), "v2.0", None)
    assert [one.sentence for one in later] == [
        "toggle `USE_CUDA` has no effect from v3.0 on",
        "entered S0 on 2025-03-01",
    ]


@pytest.fixture
def history(tmp_path):
    """Return a repository with two commits of the catalog, tagged v1.0 and later."""
    root = repository(tmp_path)
    commit(root, {f"catalog/{name}": text for name, text in BASE.items()})
    on = changed("modules/cuda.yaml", ("default: 'OFF'", "default: 'ON'"))
    commit(root, {f"catalog/{name}": text for name, text in on.items()})
    return root


def test_the_command_compares_revisions_of_git_and_the_files_as_they_are(history):
    told = "toggle `USE_CUDA`: `default` was OFF, is ON"
    assert told in run("diff", "HEAD~1", "HEAD", cwd=history).stdout
    assert "Nothing that entries say changed" in run("diff", cwd=history).stdout
    (history / "catalog/modules/loader.yaml").write_text(LOADER.replace("S1\nn", "S1\nmaturity: mature\nn"))
    both = run("diff", "HEAD~1", cwd=history).stdout
    assert told in both
    assert "`maturity` is mature" in both


def test_days_are_compared_by_the_last_commits_of_each(tmp_path):
    root = repository(tmp_path)
    commit(root, {f"catalog/{name}": text for name, text in BASE.items()}, day="2026-02-01")
    later = CUDA.replace("default: 'OFF'", "default: 'ON'")
    commit(root, {"catalog/modules/cuda.yaml": later}, day="2026-03-01")
    told = "toggle `USE_CUDA`: `default` was OFF, is ON"
    assert told in run("diff", "2026-02-15", cwd=root).stdout
    assert told in run("diff", "2026-02-15", "2026-03-01", cwd=root).stdout
    assert told not in run("diff", "2026-02-01", "2026-02-28", cwd=root).stdout


def test_names_of_releases_that_git_does_not_know_are_compared_by_history(history):
    done = run("diff", "v1.0", "v2.0", cwd=history)
    assert done.stdout.splitlines()[:1] == ["What changed from v1.0 to v2.0:"]
    assert "  loader  entered S1 on 2025-01-01 in v2.0" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("v9",), "the revision `v9` is not in this clone"),
        (("v1", "v2.0"), "there is no catalog of `v1`: did you mean the release `v1.0`?"),
        (("v1.0", "v2"), "there is no catalog of `v2`: did you mean the release `v2.0`?"),
        (("release-2",), "the revision `release-2` is not in this clone"),
        (("2019-01-31",), "nothing was committed until 2019-01-31, as far as this clone reaches back"),
        (("v2.0", "v1.0"), "v2.0 is a later release than v1.0: name the earlier one first"),
        (("HEAD~9", "HEAD"), "the revision `HEAD~9` is not in this clone"),
    ],
)
def test_what_cannot_be_compared_is_told_in_one_line(history, arguments, message):
    done = run("diff", *arguments, cwd=history)
    assert done.returncode == 2
    assert done.stderr.startswith("module-catalog: ")
    assert done.stderr.count("\n") == 1
    assert message in done.stderr


def test_names_lead_to_a_preview_and_to_no_other_scheme(history):
    address = "https://preview.example/7"
    done = run("diff", "HEAD~1", "--output-format", "markdown", "--preview", address, cwd=history)
    assert f"]({address}/modules/" in done.stdout
    refused = run("diff", "--preview", "javascript:alert(1)", cwd=history)
    assert (refused.returncode, "`javascript:alert(1)` does not begin with https://" in refused.stderr) == (
        2,
        True,
    )


def test_entries_that_cannot_be_read_are_named_and_not_called_new(history):
    (history / "catalog/modules/loader.yaml").write_text("name: [\n")
    done = run("diff", cwd=history)
    assert "Not read in the working tree, because of errors: `loader`." in done.stdout
    assert "No longer in the catalog" not in done.stdout
