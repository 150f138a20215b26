"""The audit reads the tags of releases and the commits that events name: what was there when, and since which change."""

from __future__ import annotations

import pytest

from module_catalog.catalog import evidence_files
from repositories import commit, findings, git, repository, said, survey

RELEASES = (
    "\n\n# catalog.yaml\nreleases: [{name: v1.0, date: 2024-02-01}, {name: v1.1, date: 2024-06-01},"
    " {name: v1.2, date: 2024-10-01}]\nupcoming: [v1.3]\n"
)
OLD = "https://github.com/quokka/quokka/pull/7"
NEW = "https://github.com/quokka/quokka/pull/9"


@pytest.fixture
def source(tmp_path):
    """Make a repository with three releases: what is in the tree, and what a release branch picked."""
    folder = repository(tmp_path / "source")
    option = 'option(USE_ENGINE "" OFF)\nif(USE_ENGINE)\nendif()\n'
    old = {"src/motor/a.cc": "int a;\n", "CMakeLists.txt": 'option(USE_MOTOR "" OFF)\n', "Kconfig": ""}
    commit(folder, {**old, "setup.py": "setup(extras_require={'turbo': []})\n"}, day="2024-01-01")
    git(folder, "tag", "v1.0")
    moved = {"src/motor/a.cc": None, "src/engine/a.cc": "int a;\n", "CMakeLists.txt": option}
    commit(folder, moved, day="2024-05-01", message="Move it (#7)")
    git(folder, "tag", "-a", "-m", "A release", "v1.1", day="2024-06-01")
    commit(folder, {"README.md": "", "setup.py": "setup()\n"}, day="2024-08-01", message="Say more (#8)")
    git(folder, "tag", "v1.2")
    commit(folder, {"src/engine/b.cc": ""}, day="2024-12-01", message="Add a part (#9)")
    return folder


def told(lines):
    """Return the codes about evidence among findings of the entry that the tests are about."""
    return [line.split()[-1] for line in lines if line.startswith("modules/engine.yaml") and "MC9" in line]


def toggle(more, name="USE_ENGINE", mechanism="cmake"):
    return (
        "# modules/engine.yaml\ntoggles:\n"
        f"  - {{name: {name}, mechanism: {mechanism}, default: 'OFF'{more}}}" + RELEASES
    )


@pytest.mark.parametrize(
    ("name", "mechanism", "more", "line"),
    [
        (
            "USE_ENGINE",
            "cmake",
            ", since: v1.1",
            "verified came: the first release with `USE_ENGINE` is `v1.1`",
        ),
        (
            "USE_ENGINE",
            "cmake",
            ", since: v1.0",
            "contradicted came: the first release with `USE_ENGINE` is `v1.1`, not `v1.0`",
        ),
        ("USE_ENGINE", "cmake", "", "no-claim came: the first release with `USE_ENGINE` is `v1.1`"),
        (
            "USE_ENGINE",
            "cmake",
            ", since: v1.3",
            "not-checkable came: whether the first release with `USE_ENGINE` is `v1.3` cannot be told:"
            " this clone has no tag of `v1.3`",
        ),
        (
            "USE_ENGINE",
            "cmake",
            ", until: v1.2",
            "contradicted went: `USE_ENGINE` is still in `v1.2`",
        ),
        (
            "USE_MOTOR",
            "cmake",
            ", until: v1.1",
            "verified went: the first release without `USE_MOTOR` is `v1.1`",
        ),
        (
            "USE_MOTOR",
            "cmake",
            ", until: v1.2",
            "contradicted went: the first release without `USE_MOTOR` is `v1.1`, not `v1.2`",
        ),
        ("USE_MOTOR", "cmake", "", "no-claim went: the first release without `USE_MOTOR` is `v1.1`"),
        (
            "turbo",
            "python-extra",
            ", until: v1.2",
            "verified went: the first release without `turbo` is `v1.2`",
        ),
        (
            "USE_HORN",
            "cmake",
            ", since: v1.0",
            "not-checkable came: whether the first release with `USE_HORN` is `v1.0` cannot be told:"
            " no release that has a tag has it",
        ),
        (
            "HORN",
            "env",
            ", since: v1.0",
            "not-checkable came: whether the first release with `HORN` is `v1.0` cannot be told:"
            " releases are not searched for toggles of its kind, or one cannot be read",
        ),
    ],
)
def test_tags_say_since_when_a_toggle_is_there(name, mechanism, more, line, source):
    found = survey(toggle(more, name, mechanism), source, only=("releases",))
    assert line in said(found, "engine")
    code = {"came": "MC922", "went": "MC923"}[line.split()[1].rstrip(":")]
    expected = [code] if line.startswith("contradicted") else []
    assert told(findings(toggle(more, name, mechanism), found)) == expected


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("{path: src/motor, from: v1.0, until: v1.1}", []),
        (
            "{path: src/motor, from: v1.1, until: v1.2}",
            [
                "contradicted settled: the first release with `src/motor` is `v1.0`, not `v1.1`",
                "contradicted vacated: the first release without `src/motor` is `v1.1`, not `v1.2`",
            ],
        ),
        ("{path: 'src/m*', until: v1.1}", []),
    ],
)
def test_tags_say_when_a_former_path_was_there(path, line, source):
    entry = f"# modules/engine.yaml\nformer_namespaces: [{path}]" + RELEASES
    found = said(survey(entry, source, only=("releases",)), "engine")
    assert [one for one in found if one.startswith("contradicted")] == line


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("src/engine", "by the tags of releases `src/engine` was there `from v1.1`"),
        ("src/*/b.cc", "no release that has a tag has `src/*/b.cc`"),
        ("CMakeLists.txt", "by the tags of releases `CMakeLists.txt` was there `from v1.0`"),
    ],
)
def test_tags_say_in_which_releases_a_path_is(path, line, source):
    entry = f"# modules/engine.yaml\nnamespaces: ['{path}']" + RELEASES
    assert said(survey(entry, source, only=("releases",)), "engine", "stood") == [f"no-claim stood: {line}"]


def test_tags_say_in_which_releases_a_former_path_was_and_that_it_came_back(source):
    commit(source, {"src/motor/a.cc": ""}, day="2024-09-01")
    git(source, "tag", "-f", "v1.2")
    entry = "# modules/engine.yaml\nformer_namespaces: [{path: src/motor}]" + RELEASES
    assert said(survey(entry, source, only=("releases",)), "engine", "had-stood") == [
        "no-claim had-stood: by the tags of releases `src/motor` was there `from v1.0; until v1.1; from v1.2`"
    ]


def test_a_link_and_a_submodule_are_there_and_what_is_behind_them_is_not_known(source):
    (source / "parts").symlink_to("src")
    commit(source, {}, day="2024-09-01")
    head = git(source, "rev-parse", "HEAD")
    git(source, "update-index", "--add", "--cacheinfo", f"160000,{head},third/ffi")
    git(source, "commit", "-q", "-m", "Take it in", day="2024-09-02")
    git(source, "tag", "-f", "v1.2")
    paths = ("parts", "parts/engine", "third/ffi", "third/ffi/src")
    entry = f"# modules/engine.yaml\nnamespaces: [{', '.join(paths)}]" + RELEASES
    assert said(survey(entry, source, only=("releases",)), "engine", "stood") == [
        f"no-claim stood: by the tags of releases `{path}` was there `from v1.2`"
        for path in ("parts", "third/ffi")
    ]


def test_evidence_has_the_commits_of_the_tags_that_were_read(source):
    git(source, "tag", "-d", "v1.2")
    found = survey("# modules/engine.yaml" + RELEASES, source, only=("roster",))
    (tree,) = found.trees.values()
    assert tree.releases == {
        name: git(source, "rev-parse", f"{name}^{{commit}}") for name in ("v1.0", "v1.1")
    }
    (read,) = evidence_files.read(*evidence_files.texts(found).values(), {}, print).trees.values()
    assert read.releases == tree.releases


def test_a_path_that_another_module_has_now_contradicts_nobody(source):
    entry = "# modules/wheel.yaml\nformer_namespaces: [{path: src/engine, until: v1.2}]" + RELEASES
    assert said(survey(entry, source, only=("releases",)), "wheel", "vacated") == [
        "not-checkable vacated: whether the first release without `src/engine` is `v1.2` cannot be told:"
        " it is in every later release too"
    ]


def test_what_was_there_before_the_oldest_tag_may_be_older(source):
    git(source, "tag", "-d", "v1.0")
    entry = toggle(", since: v1.1")
    assert said(survey(entry, source, only=("releases",)), "engine", "came") == [
        "not-checkable came: whether the first release with `USE_ENGINE` is `v1.1` cannot be told:"
        " the catalog has no release before `v1.1`, or none that has a tag"
    ]


@pytest.mark.parametrize(
    ("tag", "verdict"),
    [("v0.9", "not-checkable"), ("v0.9.1", "not-checkable"), ("v2.0", "verified"), ("part/v0.9", "verified")],
)
def test_what_the_oldest_release_of_the_catalog_has_may_be_older_where_a_tag_is(tag, verdict, source):
    git(source, "tag", tag, "v1.0")
    entry = toggle(", since: v1.0", name="USE_MOTOR")
    assert said(survey(entry, source, only=("releases",)), "engine", "came")[0].split()[0] == verdict


def test_without_tags_nothing_is_said_of_releases(source):
    for name in ("v1.0", "v1.1", "v1.2"):
        git(source, "tag", "-d", name)
    assert survey(toggle(", since: v1.1"), source, only=("releases",)).claims == ()


def test_a_release_has_the_tag_of_the_pattern(source):
    for name in ("v1.0", "v1.1", "v1.2"):
        git(source, "tag", f"quokka-{name[1:]}", name)
        git(source, "tag", "-d", name)
    entry = toggle(", since: v1.1") + "tree: {tag: 'quokka-{version}'}\n"
    assert said(survey(entry, source, only=("releases",)), "engine", "came") == [
        "verified came: the first release with `USE_ENGINE` is `v1.1`"
    ]


def test_what_is_only_set_is_in_no_release(source):
    commit(source, {"config.cmake": "set(USE_ENGINE OFF)\n", "CMakeLists.txt": ""}, day="2024-09-01")
    git(source, "tag", "-f", "v1.2")
    assert said(survey(toggle(", until: v1.2"), source, only=("releases",)), "engine", "went") == [
        "verified went: the first release without `USE_ENGINE` is `v1.2`"
    ]


@pytest.mark.parametrize(
    ("release", "expected"),
    [
        ("v1.1", "verified removed-in: `v1.1` is the first release without its paths"),
        ("v1.2", "contradicted removed-in: `v1.1` is the first release without its paths, not `v1.2`"),
        (
            "v1.3",
            "not-checkable removed-in: whether `v1.3` is the first release without its paths cannot be told:"
            " this clone has no tag of `v1.3`",
        ),
    ],
)
def test_tags_say_with_which_release_a_module_went(release, expected, source):
    entry = (
        "# modules/motor.yaml\nstage: removed\nformer_namespaces: [{path: src/motor}]\n"
        f"deprecation: {{reason: It is old, replacement: none, removal: {release}}}" + RELEASES
    )
    assert said(survey(entry, source, only=("releases",)), "motor", "removed-in") == [expected]


# Events.


def event(text, former="former_namespaces: [{path: src/motor}]\n"):
    return f"# modules/engine.yaml\n{former}history:\n  - {{{text}}}" + RELEASES


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            f"date: 2024-05-02, event: moved, stage: S0, release: v1.1, url: '{OLD}'",
            [
                f"verified change: `{OLD}` is in the history, and changes files of this module: 2"
                " @ src/engine/a.cc @ src/motor/a.cc",
                f"verified dated: the commit of `{OLD}` is of 2024-05-02",
                f"verified shipped: `v1.1` is the first release with the change of `{OLD}`",
            ],
        ),
        (
            f"date: 2024-09, event: moved, stage: S0, release: v1.2, url: '{OLD}'",
            [
                f"verified change: `{OLD}` is in the history, and changes files of this module: 2"
                " @ src/engine/a.cc @ src/motor/a.cc",
                f"contradicted dated: the commit of `{OLD}` is of 2024-05-01, not of 2024-09",
                f"contradicted shipped: `v1.1` is the first release with the change of `{OLD}`, not `v1.2`",
            ],
        ),
        (
            f"date: 2024-12-01, event: extended, stage: S0, release: v1.3, url: '{NEW}'",
            [
                f"verified change: `{NEW}` is in the history, and changes files of this module: 1"
                " @ src/engine/b.cc",
                f"verified dated: the commit of `{NEW}` is of 2024-12-01",
                f"not-checkable shipped: whether `v1.3` is the first with `{NEW}` cannot be told:"
                " this clone has no tag of `v1.3`",
            ],
        ),
        (
            "date: 2024-08-01, event: extended, stage: S0, url: 'https://github.com/quokka/quokka/pull/8'",
            [
                "not-checkable change: whether `https://github.com/quokka/quokka/pull/8` changed this module"
                " cannot be told: its commit changes no file where the module is or was",
                "verified dated: the commit of `https://github.com/quokka/quokka/pull/8` is of 2024-08-01",
            ],
        ),
        (
            "date: 2024-08-01, event: extended, stage: S0, url: 'https://github.com/quokka/quokka/pull/99'",
            [
                "not-checkable change: whether `https://github.com/quokka/quokka/pull/99` changed this module"
                " cannot be told: no commit of the history is known by that address"
            ],
        ),
        ("date: 2024-08-01, event: extended, stage: S0, url: 'https://quokka.example/pull/7'", []),
    ],
)
def test_the_commit_of_an_event_says_what_changed_when_and_in_which_release(text, lines, source):
    found = survey(event(text), source, only=("events",))
    assert said(found, "engine") == lines
    codes = {"dated": "MC926", "shipped": "MC927"}
    expected = [codes[line.split()[1].rstrip(":")] for line in lines if line.startswith("contradicted")]
    assert told(findings(event(text), found)) == (expected if lines else ["MC918"])


def test_a_commit_is_found_by_the_beginning_of_its_id(source):
    id_ = git(source, "rev-parse", "v1.1^{commit}")
    url = f"https://github.com/quokka/quokka/commit/{id_[:10]}"
    found = survey(
        event(f"date: 2024-05-01, event: moved, stage: S0, url: '{url}'"), source, only=("events",)
    )
    assert [line.partition(":")[0] for line in said(found, "engine")] == [
        "verified change",
        "verified dated",
        "no-claim shipped",
    ]


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (
            "src/engine/c.cc",
            "verified change: `{url}` is in the history, and changes files of this module: 1 @ src/engine/c.cc",
        ),
        (
            "src/wheel/c.cc",
            "not-checkable change: whether `{url}` changed this module cannot be told: its commit is a merge",
        ),
    ],
)
def test_a_merge_changes_what_it_brings_to_its_branch(path, line, source):
    url = "https://github.com/quokka/quokka/pull/12"
    git(source, "checkout", "-q", "-b", "topic")
    commit(source, {path: "int c;\n"}, day="2024-12-02", message="Add more")
    git(source, "checkout", "-q", "main")
    commit(source, {"src/engine/d.cc": "int d;\n"}, day="2024-12-03")
    git(
        source,
        "merge",
        "-q",
        "--no-ff",
        "-m",
        "Merge pull request #12 from ana/topic",
        "topic",
        day="2024-12-04",
    )
    event = f"{{date: 2024-12-04, event: extended, url: '{url}'}}"
    entered = "{date: 2025-01-01, event: entered, stage: S0, basis: reading}"
    entry = f"# modules/engine.yaml\nnamespaces: [src/engine]\nhistory: [{event}, {entered}]\n"
    found = survey(entry, source, only=("events",))
    assert said(found, "engine", "change") == [line.format(url=url)]
    assert said(found, "engine", "dated") == [f"verified dated: the commit of `{url}` is of 2024-12-04"]


def test_one_number_on_two_commits_is_that_of_the_day(source):
    commit(source, {"src/engine/c.cc": ""}, day="2025-03-01", message="From another history (#7)")
    for day, verdict in (("2024-05-01", "verified"), ("2025-03-01", "verified"), ("2024-09-01", None)):
        entry = event(f"date: {day}, event: extended, stage: S0, url: '{OLD}'")
        found = said(survey(entry, source, only=("events",)), "engine", "dated")
        assert [line.partition(" ")[0] for line in found] == ([verdict] if verdict else [])


def test_a_change_that_a_release_branch_picked_is_in_that_release(source):
    git(source, "switch", "-q", "-c", "branch", "v1.2")
    git(source, "cherry-pick", "main", day="2025-01-01")
    git(source, "tag", "v1.3")
    git(source, "switch", "-q", "main")
    text = f"date: 2024-12-01, event: extended, stage: S0, release: v1.4, url: '{NEW}'"
    entry = (
        event(text)
        .replace("upcoming: [v1.3]", "")
        .replace(
            "2024-10-01}]", "2024-10-01}, {name: v1.3, date: 2025-01-02}, {name: v1.4, date: 2025-03-01}]"
        )
    )
    git(source, "tag", "v1.4")
    assert said(survey(entry, source, only=("events",)), "engine", "shipped") == [
        f"contradicted shipped: `v1.3` is the first release with the change of `{NEW}`, not `v1.4`"
    ]
