"""Claims that lie easily: each lie is contradicted at its place, and what the tree cannot answer is said to be so."""

from __future__ import annotations

import pytest

from repositories import commit, findings, git, repository, said, survey


@pytest.fixture
def source(tmp_path):
    """Make a repository of some files, or add some to it."""

    def make(files):
        folder = repository(tmp_path / "source")
        commit(folder, files)
        return folder

    return make


def codes(entry, found, *wanted):
    """Return the findings about an entry that are of some rules, as `line:column code`."""
    lines = (line for line in findings(entry, found) if line.startswith("modules/engine.yaml:"))
    return [line.removeprefix("modules/engine.yaml:") for line in lines if line.split()[-1] in wanted]


CMAKE = 'option(USE_TYRE "" OFF)\noption(USE_HORN "" OFF)\nif(USE_TYRE AND USE_HORN)\nendif()\n'


@pytest.mark.parametrize(
    ("enable", "expected"),
    [
        ("set(USE_TYRE ON)", "verified enabled: `set(USE_TYRE ON)` sets `USE_TYRE` @ CMakeLists.txt:1"),
        ("-DUSE_TYRE=ON", "verified enabled: `-DUSE_TYRE=ON` sets `USE_TYRE` @ CMakeLists.txt:1"),
        (
            "[set(USE_HORN ON), set(USE_TYRE ON)]",
            "verified enabled: `set(USE_HORN ON)` sets `USE_TYRE` @ CMakeLists.txt:1",
        ),
        (
            "set(USE_HORN ON)",
            "contradicted enabled: `set(USE_HORN ON)` sets `USE_HORN`, and nothing there sets `USE_TYRE`",
        ),
        ("./configure --all", "not-checkable enabled: `./configure --all` does not name `USE_TYRE`"),
    ],
)
def test_the_line_that_enables_a_toggle_sets_it(enable, expected, source):
    entry = (
        "# modules/engine.yaml\ntoggles:\n"
        f"  - {{name: USE_TYRE, mechanism: cmake, default: 'OFF', enable: {enable}}}\n"
    )
    found = survey(entry, source({"CMakeLists.txt": CMAKE}), only=("toggles",))
    assert said(found, "engine", "enabled") == [expected]
    wrong = ["3:64 MC928"] if expected.startswith("contradicted") else []
    assert codes(entry, found, "MC928") == wrong
    found = survey(entry.replace("enable:", "disable:"), source({}), only=("toggles",))
    assert said(found, "engine", "disabled") == [expected.replace("enabled", "disabled")]
    assert codes(entry.replace("enable:", "disable:"), found, "MC943") == [
        one.replace("64 MC928", "65 MC943") for one in wrong
    ]


def test_modules_that_import_each_other_without_a_relation_are_listed(source):
    entry = (
        "# modules/engine.yaml\nkind: core\nnamespaces: [q/engine]\n"
        "relations: [{type: depends-on, module: wheel, why: It turns it}]\n\n"
        "# modules/wheel.yaml\nnamespaces: [q/wheel]\n\n# modules/horn.yaml\nnamespaces: [q/horn.py]\n\n"
        "# modules/part.yaml\nnamespaces: [q/engine/part.py]\n"
    )
    files = {
        **{f"q/{name}__init__.py": "" for name in ("", "engine/", "wheel/")},
        "q/engine/a.py": "import q.wheel\nimport q.horn\nimport q.engine.part\n",
        "q/engine/b.py": "\nimport q.horn\n",
        "q/engine/part.py": "",
        "q/engine/tests/test_a.py": "import q.horn\n",
        "q/wheel/a.py": "import q.engine\n",
        "q/horn.py": "",
    }
    found = survey(entry, source(files), only=("isolation",))
    assert said(found, "engine", "unstated") == [
        "no-claim unstated: files that import or include `horn`, to which no relation is stated: 2"
        " @ q/engine/a.py:2 @ q/engine/b.py:2"
    ]
    assert [line for id_ in ("wheel", "horn", "part") for line in said(found, id_, "unstated")] == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("q.engine", "verified identifier: `q.engine` is defined here @ q/engine.py:1"),
        ("q.engine.Motor", "verified identifier: `q.engine.Motor` is defined here @ q/engine.py:1"),
        (
            "q.engine.Motor.start",
            "verified identifier: `q.engine.Motor.start` is defined here @ q/engine.py:2",
        ),
        ("q.engine.SPEED", "verified identifier: `q.engine.SPEED` is defined here @ q/engine.py:6"),
        ("q.engine.Moter", "contradicted identifier: nothing defines `q.engine.Moter`"),
        ("q.engine.Motor.stop", "contradicted identifier: nothing defines `q.engine.Motor.stop`"),
        (
            "q.engine.Small.stop",
            "not-checkable identifier: whether something defines `q.engine.Small.stop` cannot be told:"
            " what its file defines is not written there plainly",
        ),
        ("q.wheel.Turn", "contradicted identifier: nothing defines `q.wheel.Turn`"),
        ("q.wheel.Motor", "verified identifier: `q.wheel.Motor` is defined here @ q/engine.py:1"),
        ("q.car.Motor", "verified identifier: `q.car.Motor` is defined here @ q/engine.py:1"),
        (
            "q.car.Turn",
            "not-checkable identifier: whether something defines `q.car.Turn` cannot be told:"
            " what its file defines is not written there plainly",
        ),
        (
            "q.wheel._Small",
            "not-checkable identifier: whether something defines `q.wheel._Small` cannot be told:"
            " what its file defines is not written there plainly",
        ),
        (
            "q.tyre.Motor",
            "not-checkable identifier: whether something defines `q.tyre.Motor` cannot be told:"
            " what its file defines is not written there plainly",
        ),
        (
            "other.engine",
            "not-checkable identifier: whether something defines `other.engine` cannot be told:"
            " its package is not in this repository",
        ),
    ],
)
def test_the_object_of_an_api_reference_is_defined(name, expected, source):
    entry = f"# modules/engine.yaml\nkind: core\napi: {name}\n"
    engine = "class Motor:\n    def start(self): ...\nclass Small(Motor): ...\n\nif x:\n    SPEED: int = 1\n"
    files = {
        "q/__init__.py": "",
        "q/engine.py": engine,
        "q/wheel.py": "from q.engine import *\nfrom .wheel import *\n",
        "q/car.py": "from .wheel import *\nfrom other import *\n",
        "q/tyre.py": "from .listed import *\n",
        "q/listed.py": "from .engine import Motor\n__all__ = []\n",
    }
    found = survey(entry, source(files), only=("docs",))
    assert said(found, "engine", "identifier") == [expected]
    assert codes(entry, found, "MC929") == (["3:6 MC929"] if expected.startswith("contradicted") else [])


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("blob/v1.0/src/a.cc#L2", "verified cited"),
        ("blob/ID/src/a.cc#L1-L2", "verified cited"),
        ("tree/v1.0/src", "verified cited"),
        ("blob/v1.0/src/b.cc", "contradicted cited"),
        ("blob/v1.0/src/a.cc#L1-L3", "contradicted cited"),
        ("blob/main/src/a.cc", "not-checkable cited"),
        ("blob/0123456789/src/a.cc", "not-checkable cited"),
        ("commit/ID", "verified cited"),
        ("commit/0123456789", "not-checkable cited"),
        ("issues/7", None),
    ],
)
def test_a_cited_file_is_there_at_its_commit(place, expected, source):
    folder = source({"src/a.cc": "int a;\nint b;\n"})
    id_ = git(folder, "rev-parse", "HEAD")
    git(folder, "tag", "v1.0")
    commit(folder, {"src/a.cc": None, "src/b.cc": "int b;\n"})
    address = f"https://github.com/quokka/quokka/{place.replace('ID', id_[:10])}"
    entry = f"# modules/engine.yaml\nkind: core\nstage_reason: [{{claim: It is, source: '{address}'}}]\n"
    found = survey(entry, folder, only=("citations",))
    assert [line.partition(":")[0] for line in said(found, "engine")] == ([expected] if expected else [])
    wrong = ["3:39 MC930"] if expected == "contradicted cited" else []
    assert codes(entry, found, "MC930") == wrong


WORKFLOW = """\
name: Checks
on:
  pull_request:
jobs:
  unit:
    runs-on: ubuntu
    steps:
      - name: Set up
        run: make fuzz
  "matrix":
    name: Test ${{ matrix.os }}
  "free":
    name: ${{ matrix.name }}
"""
GITLAB = "stages: [test]\nunit:\n  stage: test\n  script:\n    - pull_request\n    - Set up fuzz\n"
AZURE = "jobs:\n- job: unit\n  steps:\n  - script: Set up fuzz pull_request\n"
JENKINS = "parallel('unit': {\n  stage('Test it') {\n    sh 'Set up fuzz pull_request'\n}})\n"


@pytest.mark.parametrize(
    ("path", "text", "jobs"),
    [
        (".github/workflows/ci.yml", WORKFLOW, {"unit": 5, "Checks": 1, "Test linux": 11, "ci": None, "unit (a, b)": 5}),
        (".gitlab-ci.yml", GITLAB, {"unit": 2}),
        ("azure-pipelines.yml", AZURE, {"unit": 2}),
        ("Jenkinsfile", JENKINS, {"unit": 1, "Test it": 2}),
    ],
)  # fmt: skip
def test_a_job_is_one_that_the_ci_has(path, text, jobs, source):
    folder = source({path: text, "src/engine/a.cc": ""})
    for name in (*jobs, "pull_request", "fuzz", "Set up", "nightly", "Test"):
        entry = f"# modules/engine.yaml\ntests: {{paths: [src], ci: [{name!r}]}}\n"
        found = survey(entry, folder, only=("tests",))
        (line,) = said(found, "engine", "job")
        where = path if jobs.get(name, 0) is None else f"{path}:{jobs.get(name)}"
        if name in jobs:
            assert line == f"verified job: the CI has the job `{name}` @ {where}"
        elif name in ("nightly", "Test"):
            assert line.startswith(("contradicted job", "not-checkable job"))
        else:
            assert line.split(" @ ")[0].endswith("cannot be told: its files name it, and not as a job")


OWNED = """\
# people.yaml
people: {ana: {name: Ana Alves}, ben: {name: Ben Bloom}}

# modules/engine.yaml
namespaces: [src/engine]
owners: [{person: ana}, {person: ben}]

# modules/wheel.yaml
namespaces: [src/wheel]
"""


def test_what_owners_did_to_a_module_is_said(source):
    folder = source({"src/engine/a.cc": "", "src/wheel/a.cc": ""})
    commit(folder, {"src/wheel/a.cc": "1"}, author="Ben Bloom <ben@quokka.example>")
    found = survey(OWNED, folder, only=("owners",))
    assert said(found, "engine", "worked") == [
        "verified worked: commits of `ana` that changed it: 1, the last on 2026-05-05",
        "not-checkable worked: no commit that changed it can be attributed to `ben`",
    ]
    message = "Change\n\nCo-authored-by: Ben Bloom <ben@quokka.example>"
    commit(folder, {"src/engine/a.cc": "2"}, day="2026-05-06", message=message)
    assert said(survey(OWNED, folder, only=("owners",)), "engine", "worked") == [
        "verified worked: commits of `ana` that changed it: 2, the last on 2026-05-06",
        "verified worked: commits of `ben` that changed it: 1, the last on 2026-05-06",
    ]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"OWNERS": "approvers: [ana]\nreviewers: [Ben]\n"}, ["verified ana OWNERS", "verified ben OWNERS"]),
        ({"src/engine/OWNERS": "approvers: [ana]\n"}, ["verified ana src/engine/OWNERS", "not-checkable ben"]),
        ({"src/engine/x/OWNERS": "reviewers: [ben]\n"}, ["not-checkable ana", "verified ben src/engine/x/OWNERS"]),
        ({"src/wheel/OWNERS": "approvers: [ana, ben]\n"}, []),
        ({"OWNERS": "approvers: []\nemeritus_approvers: [ana]\n"}, ["not-checkable ana", "not-checkable ben"]),
        (
            {
                "OWNERS": "approvers: [ana]\n",
                "src/OWNERS": "options: {no_parent_owners: true}\napprovers: [motors]\n",
                "OWNERS_ALIASES": "aliases: {motors: [ben]}\n",
            },
            ["not-checkable ana", "verified ben src/OWNERS"],
        ),
        ({"OWNERS": 'filters: {"[.]cc$": {reviewers: [ana]}}\n'}, ["verified ana OWNERS", "not-checkable ben"]),
        ({"OWNERS": "approvers: [ana\n"}, []),
        ({"OWNERS": "- ana\n"}, []),
        ({"OWNERS": "approvers: {ana: ben}\n"}, ["not-checkable ana", "not-checkable ben"]),
    ],
)  # fmt: skip
def test_files_called_owners_name_the_owners_of_a_module(files, expected, source):
    found = survey(OWNED, source({"src/engine/a.cc": "", "src/wheel/a.cc": "", **files}), only=("owners",))
    claims = [claim for claim in found.by_module["engine"] if claim.kind == "named-in"]
    assert [
        " ".join([one.verdict, one.subject, *(spot.path for spot in one.places)]) for one in claims
    ] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("* @dan\nsrc/engine/ @ana @Ben\n", ["verified ana :2", "verified ben :2"]),
        ("/src/engine @ana # @ben\n", ["verified ana :1", "contradicted ben :1"]),
        ("src/*/a.cc @ana\n/src/engine/** @dan\n", ["contradicted ana :2", "contradicted ben :2", "unlisted dan :2"]),
        ("engine/ @quokka/motors @ana\n", ["verified ana :1", "not-checkable ben :1"]),
        ("engine/ me@quokka.example @ana\n", ["verified ana :1", "not-checkable ben :1"]),
        ("src/engine/ @dan\nsrc/engine\n", []),
        ("src/ @dan\n*.cc @dan\n", []),
        ("[Engine] @dan\n# src/engine @dan\n", []),
        ("/src/* @dan\n", []),
        ("/src/engine/ @ana @ben\n/* @dan\n", ["verified ana :1", "verified ben :1"]),
        ("/src/engine/ @ana @ben\n/src/* @dan\n", ["verified ana :1", "verified ben :1"]),
        ("* @dan\n/src/*/ @dan\n", []),
        ("/src/engine/ @ana @ben\n!/src/engine/ @dan\n", ["verified ana :1", "verified ben :1"]),
        ("engine @ana @ben\n", ["verified ana :1", "verified ben :1"]),
        ("/engine @dan\n/engine/ @dan\n", []),
        ("**/engine @ana @ben\n", ["verified ana :1", "verified ben :1"]),
        ("/src/engine/** @ana @ben\n", ["verified ana :1", "verified ben :1"]),
        ("src/eng*/ @ana @ben\n", ["verified ana :1", "verified ben :1"]),
        ("\\!engine @dan\n", []),
        ("/src/engine/* @ana @ben\n", ["verified ana :1", "verified ben :1"]),
    ],
)  # fmt: skip
def test_code_owners_and_owners_agree_in_both_directions(text, expected, source):
    folder = source({"src/engine/a.cc": "", "src/wheel/a.cc": "", ".github/CODEOWNERS": text})
    found = survey(OWNED, folder, only=("owners",))
    lines = [
        f"{claim.kind if claim.kind == 'unlisted' else claim.verdict} {claim.subject} :{claim.places[0].line}"
        for claim in found.by_module["engine"]
        if claim.kind in ("reviewer", "unlisted")
    ]
    assert lines == expected
    assert "quokka.example" not in str(found.claims)
    wrong = [line.split()[0] for line in lines if line.startswith("contradicted")]
    assert len(codes(OWNED, found, "MC932")) == len(wrong)


@pytest.mark.parametrize(
    ("url", "status", "expected"),
    [
        ("pull/7", "planned", "contradicted planned"),
        ("pull/7", "in-progress", "contradicted planned"),
        ("pull/7", "done", "verified planned"),
        ("pull/8", "planned", "not-checkable planned"),
        ("issues/7", "planned", "not-checkable pending"),
    ],
)
def test_what_is_planned_is_not_in_the_history(url, status, expected, source):
    folder = source({"src/engine/a.cc": ""})
    commit(folder, {"src/engine/b.cc": ""}, message="Turn faster (#7)")
    address = f"https://github.com/quokka/quokka/{url}"
    entry = f"# modules/engine.yaml\nroadmap: [{{title: Turn faster, status: {status}, url: '{address}'}}]\n"
    found = survey(entry, folder, only=("events",))
    assert [line.partition(":")[0] for line in said(found, "engine")] == ([expected] if expected else [])
    assert len(codes(entry, found, "MC933")) == (expected == "contradicted planned")


@pytest.mark.parametrize(
    ("path", "text", "verdict"),
    [
        ("tests/test_a.py", "import q.engine\n", "verified covers"),
        ("tests/test_a.py", "'The ENGINE'\n", "verified covers"),
        ("tests/test_a.py", "use_big_horn\n", "verified covers"),
        ("tests/engine/a.txt", "", "verified covers"),
        ("tests/EngineTest.java", "", "verified covers"),
        ("tests/a.txt", "two engines\n", "verified covers"),
        ("tests/engineering/a.txt", "", "not-checkable covers"),
        ("tests/a.txt", "It is engineered, reengine\n", "not-checkable covers"),
        ("tests/test_a.py", "import q.wheel\n", "not-checkable covers"),
    ],
)
def test_tests_of_a_module_import_it_or_name_it(path, text, verdict, source):
    entry = (
        "# modules/engine.yaml\nname: Engine\nnamespaces: [q/engine]\ntests: {paths: [tests]}\n"
        "toggles: [{name: USE_BIG_HORN, mechanism: env, default: unset}]\n"
    )
    files = {"q/__init__.py": "", "q/engine/__init__.py": "", "q/wheel.py": "", path: text}
    (line,) = said(survey(entry, source(files), only=("tests",)), "engine", "covers")
    assert line.split(":")[0] == verdict


def test_only_files_of_source_are_tests_of_a_module(source):
    entry = "# modules/engine.yaml\nnamespaces: [q/engine]\n"
    names = ("test_a.py", "test_b.rb", "requirements.txt", "data.json", "README")
    files = {f"q/engine/tests/{name}": "" for name in names}
    found = survey(entry, source({"q/engine/__init__.py": "", **files}), only=("tests",))
    assert said(found, "engine", "tested") == [
        "no-claim tested: test files that import or include it: 2; Ruby is not read"
        " @ q/engine/tests/test_a.py @ q/engine/tests/test_b.rb"
    ]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [("# The engine\n", "verified"), ("::: q.engine\n", "verified"), ("# The wheel\n", "not-checkable")],
)
def test_a_linked_page_names_the_module(text, verdict, source):
    address = "https://github.com/quokka/quokka/blob/main/docs/a.md"
    entry = f"# modules/engine.yaml\nname: Engine\nnamespaces: [q/engine]\nlinks: {{docs: '{address}'}}\n"
    found = survey(entry, source({"q/engine/a.py": "", "docs/a.md": text}), only=("docs",))
    assert said(found, "engine", "about")[0].split()[0] == verdict


@pytest.mark.parametrize(
    ("mechanism", "name", "files", "needed"),
    [
        ("cmake", "USE_TYRE", {"a.cmake": "if(USE_CAR)\noption(USE_TYRE '' OFF)\nendif()\noption(USE_CAR '' ON)\n"}, ["USE_CAR"]),
        ("cmake", "USE_TYRE", {"a.cmake": "if(NOT USE_CAR)\noption(USE_TYRE '' OFF)\nendif()\noption(USE_CAR '' ON)\n"}, []),
        ("cmake", "USE_TYRE", {"CMakeLists.txt": "option(USE_CAR '' ON)\nif(USE_CAR)\nadd_subdirectory(src)\nendif()\n", "src/CMakeLists.txt": "option(USE_TYRE '' OFF)\n"}, ["USE_CAR"]),
        ("cmake", "USE_TYRE", {"CMakeLists.txt": "option(USE_CAR '' ON)\nif(USE_CAR)\ninclude(a.cmake)\nendif()\n", "a.cmake": "option(USE_TYRE '' OFF)\n"}, ["USE_CAR"]),
        ("cmake", "USE_TYRE", {"CMakeLists.txt": "option(USE_CAR '' ON)\nif(USE_CAR)\ninclude(a.cmake)\nendif()\ninclude(a.cmake)\n", "a.cmake": "option(USE_TYRE '' OFF)\n"}, []),
        ("cmake", "USE_TYRE", {"a.cmake": "option(USE_TYRE '' OFF)\nif(USE_CAR AND USE_TYRE)\nendif()\noption(USE_CAR '' ON)\n"}, ["USE_CAR"]),
        ("cmake", "USE_TYRE", {"a.cmake": "option(USE_TYRE '' OFF)\nif(USE_CAR)\nif(USE_TYRE)\nendif()\nendif()\nif(USE_TYRE)\nendif()\noption(USE_CAR '' ON)\n"}, []),
        ("cmake", "USE_TYRE", {"a.cmake": "option(USE_TYRE '' OFF)\nif(USE_CAR OR USE_TYRE)\nendif()\noption(USE_CAR '' ON)\n"}, []),
        ("cmake", "USE_TYRE", {"a.cmake": "if(WIN32)\noption(USE_TYRE '' OFF)\nendif()\n"}, []),
        ("config", "CONFIG_TYRE", {"Kconfig": "config TYRE\n\tbool\n\tdepends on CAR && WHEEL\nconfig CAR\n\tbool\nconfig WHEEL\n\tbool\n"}, ["CAR"]),
        ("cargo-feature", "tyre", {"Cargo.toml": "[package]\nname = 'a'\n[features]\ntyre = ['car']\ncar = []\n"}, ["car"]),
    ],
)  # fmt: skip
def test_what_a_toggle_requires_and_its_entry_leaves_out_is_listed(mechanism, name, files, needed, source):
    entry = (
        "# modules/engine.yaml\n"
        f"toggles: [{{name: {name}, mechanism: {mechanism}, default: 'off', requires: [CONFIG_WHEEL]}}]\n"
    )
    found = survey(entry, source({"src/a.cc": "", **files}), only=("toggles",))
    assert [claim.found for claim in found.by_module["engine"] if claim.kind == "needed"] == needed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("if(USE_CAR)\nadd_subdirectory(src)\nendif()\n", "verified requires: a condition requires `USE_CAR` together with `USE_TYRE` @ src/CMakeLists.txt:2"),
        ("add_subdirectory(src)\n", "not-checkable requires: no condition names `USE_CAR` together with `USE_TYRE`"),
    ],
)  # fmt: skip
def test_a_toggle_requires_what_the_file_that_reads_it_is_taken_in_with(text, expected, source):
    entry = (
        "# modules/engine.yaml\n"
        "toggles: [{name: USE_TYRE, mechanism: cmake, default: 'OFF', requires: [USE_CAR]}]\n"
    )
    top = "option(USE_CAR '' ON)\noption(USE_TYRE '' OFF)\n"
    files = {"CMakeLists.txt": top + text, "src/CMakeLists.txt": "\nif(USE_TYRE)\nendif()\n"}
    assert said(survey(entry, source(files), only=("toggles",)), "engine", "requires") == [expected]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("if(USE_CAR AND USE_TYRE)\nendif()\n", "verified"),
        ("if(USE_CAR AND USE_TYRE)\nendif()\nif(USE_TYRE)\nendif()\n", "not-checkable"),
        ("if(USE_CAR AND USE_TYRE)\nendif()\nmessage(${USE_TYRE})\n", "verified"),
        ("if(USE_CAR AND USE_TYRE)\nendif()\nif(USE_TYRE AND NOT USE_CAR)\nendif()\n", "verified"),
        (
            "if(USE_CAR)\ncmake_dependent_option(USE_TYRE '' OFF)\nendif()\nif(USE_TYRE)\nendif()\n",
            "verified",
        ),
    ],
)
def test_a_toggle_that_is_asked_for_alone_is_not_said_to_require_another(text, verdict, source):
    entry = (
        "# modules/engine.yaml\n"
        "toggles: [{name: USE_TYRE, mechanism: cmake, default: 'OFF', requires: [USE_CAR]}]\n"
    )
    found = survey(entry, source({"CMakeLists.txt": "option(USE_CAR '' ON)\n" + text}), only=("toggles",))
    (line,) = said(found, "engine", "requires")
    assert line.split()[0] == verdict
    if verdict == "not-checkable":
        assert "`USE_TYRE` is also asked for where `USE_CAR` need not be on @ CMakeLists.txt:4" in line


@pytest.mark.parametrize(
    ("basis", "person", "expected"),
    [
        ("listed in PEOPLE.md", "ana", "verified basis: `PEOPLE.md` names `ana` @ PEOPLE.md:2"),
        ("listed in PEOPLE.md", "ben", "verified basis: `PEOPLE.md` names `ben` @ PEOPLE.md:3"),
        ("listed in PEOPLE.md", "dan", "contradicted basis: `PEOPLE.md` does not name `dan`"),
        (
            "listed in PEOPLE.md",
            "annab",
            "not-checkable basis: whether the file names `annab` cannot be told:"
            " `PEOPLE.md` names somebody whose handle is much the same",
        ),
        ("the rule src/engine/** of CODEOWNERSHIP", "ana", "verified basis: `.github/CODEOWNERSHIP` names `ana` @ .github/CODEOWNERSHIP:1"),
        (
            "the rule src/engine/** of CODEOWNERSHIP",
            "ben",
            "contradicted basis: `.github/CODEOWNERSHIP` names `ben`, and not in the rule that is stated @ .github/CODEOWNERSHIP:1",
        ),
        ("not listed in PEOPLE.md", "dan", None),
        ("PEOPLE.md (which lists nobody else, not even itself)", "ana", "verified basis: `PEOPLE.md` names `ana` @ PEOPLE.md:2"),
        ("a talk", "dan", None),
    ],
)  # fmt: skip
def test_what_an_ownership_rests_on_names_the_owner(basis, person, expected, source):
    entry = (
        "# catalog.yaml\ntree: {roster: [PEOPLE.md, .github/CODEOWNERSHIP]}\n\n"
        "# people.yaml\npeople: {ana: {name: Ana Alves}, ben: {name: Ben Bloom}, dan: {name: Dan}, annab: {name: A}}\n\n"
        f"# modules/engine.yaml\nkind: core\nowners: [{{person: {person}, basis: '{basis}'}}]\n"
    )
    rules = "src/engine/** @ana @anna-b\nsrc/wheel/** @ben\n"
    files = {"PEOPLE.md": "# People\n- Ana (@ana), @anna-b\n- Ben Bloom\n", ".github/CODEOWNERSHIP": rules}
    found = survey(entry, source({**files, "src/engine/a.cc": ""}), only=("roster",))
    assert said(found, "engine", "basis") == ([expected] if expected else [])
    wrong = expected is not None and expected.startswith("contradicted")
    assert [one.split()[0][:2] for one in codes(entry, found, "MC944")] == (["3:"] if wrong else [])


@pytest.mark.parametrize(
    ("files", "is_tied"),
    [
        ({"docs/a.md": "The wheel turns.\n"}, False),
        ({"docs/a.md": "The engine starts.\n"}, True),
        ({"docs/engine.md": ""}, True),
        ({"docs/a.cc": '#include "../src/engine/a.h"\n'}, True),
        ({"docs/a.h": "", "src/engine/b.cc": '#include "../../docs/a.h"\n'}, True),
    ],
)
def test_a_namespace_that_nothing_ties_to_the_others_is_said_to_be_so(files, is_tied, source):
    entry = "# modules/engine.yaml\nnamespaces: [src/engine, docs]\n"
    found = survey(entry, source({"src/engine/a.h": "", **files}), only=("namespaces",))
    assert [line.split(" @ ")[0] for line in said(found, "engine", "bounds") if "`docs`" in line] == (
        []
        if is_tied
        else [
            "not-checkable bounds: whether `docs` is of this module cannot be told: its files neither name it,"
            " nor import one of the others, nor are imported by one"
        ]
    )


@pytest.mark.parametrize(
    ("path", "relation", "found"),
    [
        ("src/engine", "", []),
        ("src", "", ["not-checkable"]),
        ("src", "relations: [{type: extends, module: engine, why: It lies in it}]\n", []),
    ],
)
def test_a_namespace_has_no_other_module_in_it_to_which_no_relation_is_stated(path, relation, found, source):
    entry = (
        f"# modules/engine.yaml\nnamespaces: [{path}]\n\n"
        f"# modules/wheel.yaml\nnamespaces: [src/wheel]\n{relation}"
    )
    lines = said(survey(entry, source({"src/engine/a.cc": "", "src/wheel/a.cc": ""})), "engine", "bounds")
    assert [line.split()[0] for line in lines] == found
    assert all(line.endswith("inside it lie others to which no relation is stated: wheel") for line in lines)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("Kconfig", "config TYRE\n\tbool\nconfig HORN\n\tbool\n\tdepends on TYRE\n"),
        ("CMakeLists.txt", "option(TYRE '' OFF)\ncmake_dependent_option(HORN '' OFF TYRE OFF)\n"),
        ("Cargo.toml", "[package]\nname = 'a'\n[features]\ntyre = []\nhorn = ['tyre']\n"),
    ],
)
def test_a_toggle_does_not_require_one_that_requires_it(path, text, source):
    mechanism = {"Kconfig": "config", "Cargo.toml": "cargo-feature"}.get(path, "cmake")
    tyre, horn = ("tyre", "horn") if path == "Cargo.toml" else ("TYRE", "HORN")
    folder = source({path: text, "src/a.rs": ""})
    for name, required, verdict in (
        (tyre, horn, "contradicted"),
        (horn, tyre, "verified"),
        (horn, "FOG", "not-checkable"),
    ):
        entry = (
            "# modules/engine.yaml\n"
            f"toggles: [{{name: {name}, mechanism: {mechanism}, default: 'off', requires: [{required}]}}]\n"
        )
        found = survey(entry, folder, only=("toggles",))
        (line,) = said(found, "engine", "requires")
        assert line.split()[0] == verdict, line
        assert len(codes(entry, found, "MC942")) == (verdict == "contradicted")


STEPS = """\
on: push
jobs:
  unit:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: pip install pytest
      - name: Test
        run: |
          COMMAND
  other:
    runs-on: ubuntu-latest
    steps:
      - run: pytest tests/engine
"""


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("pytest -q tests/engine", "verified runs: the job `unit` names `tests/engine`, of its tests or around them"),
        ("make TESTS=tests/engine/test_a.py", "verified runs: the job `unit` names `tests/engine/test_a.py`, of its tests or around them"),
        ("pytest ./tests/", "verified runs: the job `unit` names `tests`, of its tests or around them"),
        ("pytest tests/wheel", "contradicted runs: the job `unit` tests `tests/wheel`, and none of its tests"),
        ("python -m pytest -q tests/wheel", "contradicted runs: the job `unit` tests `tests/wheel`, and none of its tests"),
        ("pytest tests/wheel && make more", "not-checkable runs: whether the job `unit` runs its tests cannot be told: what it runs is in other files, or is not written there plainly"),
        ("pytest", "not-checkable runs: whether the job `unit` runs its tests cannot be told: what it runs is in other files, or is not written there plainly"),
        ("pytest $TESTS", "not-checkable runs: whether the job `unit` runs its tests cannot be told: what it runs is in other files, or is not written there plainly"),
        ("tox", "not-checkable runs: whether the job `unit` runs its tests cannot be told: what it runs is in other files, or is not written there plainly"),
        ("pytest wheel", "not-checkable runs: whether the job `unit` runs its tests cannot be told: what it runs is in other files, or is not written there plainly"),
        ("cd tests", "not-checkable runs: whether the job `unit` runs its tests cannot be told: what it runs is in other files, or is not written there plainly"),
    ],
)  # fmt: skip
def test_a_job_runs_the_tests_of_the_module(command, expected, source):
    workflow = ".github/workflows/ci.yml"
    entry = "# modules/engine.yaml\ntests: {paths: [tests/engine], ci: [unit]}\n"
    files = {
        workflow: STEPS.replace("COMMAND", command),
        "tests/engine/test_a.py": "",
        "tests/wheel/test_a.py": "",
    }
    found = survey(entry, source(files), only=("tests",))
    assert said(found, "engine", "runs") == [f"{expected} @ {workflow}:3"]
    assert codes(entry, found, "MC941") == (["2:37 MC941"] if expected.startswith("contradicted") else [])


@pytest.mark.parametrize(
    ("path", "text", "verdict"),
    [
        (".gitlab-ci.yml", "unit:\n  script:\n    - pytest tests/wheel\n", "contradicted"),
        (".gitlab-ci.yml", "unit:\n  extends: .base\n  script:\n    - pytest tests/wheel\n", "not-checkable"),
        (".gitlab-ci.yml", "unit:\n  script:\n    - pytest tests/engine\n", "verified"),
        (".gitlab-ci.yml", "unit:\n  script: [tox]\nother:\n  script:\n    - pytest tests/engine\n", "not-checkable"),
        ("azure-pipelines.yml", "jobs:\n- job: unit\n  steps:\n  - script: pytest tests/engine\n", "verified"),
        ("Jenkinsfile", "parallel('unit': {\n  sh 'pytest tests/wheel'\n})\n", "not-checkable"),
        (".github/workflows/unit.yml", "jobs:\n  a:\n    steps:\n      - run: pytest tests/engine\n", "verified"),
    ],
)  # fmt: skip
def test_what_a_job_runs_is_read_where_its_lines_are_known(path, text, verdict, source):
    entry = "# modules/engine.yaml\ntests: {paths: [tests/engine], ci: [unit]}\n"
    files = {path: text, "tests/engine/test_a.py": "", "tests/wheel/test_a.py": ""}
    (line,) = said(survey(entry, source(files), only=("tests",)), "engine", "runs")
    assert line.split()[0] == verdict, line


def test_what_replaces_a_module_is_used_where_it_was(source):
    folder = source(
        {"q/__init__.py": "", "q/old.py": "", "q/new.py": "", "q/a.py": "import q.old\n", "q/b.py": ""}
    )
    here = "# modules/engine.yaml\nnamespaces: [q/old.py]\ndeprecation: {reason: Slow., replacement: wheel}\n"
    gone = (
        "# modules/engine.yaml\nstage: removed\nformer_namespaces: [{path: q/old.py}]\n"
        "history: [{date: 2026-05-05, event: removed, stage: removed, basis: reading, url: 'https://github.com/quokka/quokka/pull/7'}]\n"
        "deprecation: {reason: Slow., replacement: wheel}\n"
    )
    other = "\n# modules/wheel.yaml\nnamespaces: [q/new.py]\n"
    nowhere = (
        "not-checkable replaced: whether `wheel` took its place cannot be told:"
        " no file that needs it, or named it before its removal, is seen to import that"
    )
    verified = "verified replaced: files that need it, or named it before its removal, and import or include `wheel`: 1 @ q/a.py:1"
    assert said(survey(here + other, folder, only=("isolation",)), "engine", "replaced") == [nowhere]
    commit(folder, {"q/b.py": "import q.new\n"})
    commit(
        folder,
        {"q/old.py": None, "q/b.py": "import q.new\n1\n", "q/a.py": "import q.new\n"},
        message="Remove (#7)",
    )
    assert said(survey(gone + other, folder, only=("isolation",)), "engine", "replaced") == [verified]
    commit(folder, {"q/a.py": ""})
    assert said(survey(gone + other, folder, only=("isolation",)), "engine", "replaced") == [nowhere]
    ruby = other.replace("q/new.py", "q/new.rb")
    commit(folder, {"q/new.rb": ""})
    assert said(survey(gone + ruby, folder, only=("isolation",)), "engine", "replaced") == [
        "not-checkable replaced: whether `wheel` took its place cannot be told: Ruby is not read"
    ]


@pytest.mark.parametrize(
    ("said_there", "verdict"),
    [
        ("2 test files import it.", "verified"),
        ("9 test files import it.", "contradicted"),
        ("3 test files import it.", "not-checkable"),
        ("It had 9 test files in 2019.", "not-checkable"),
        ("It has 12 operators.", "not-checkable"),
        ("Three files include it.", "not-checkable"),
        ("It is of 2019-05-05, and of v2.", None),
        ("Nobody needs it.", None),
    ],
)
def test_a_number_in_a_reason_for_a_stage_is_compared_or_said_not_to_be(said_there, verdict, source):
    entry = (
        "# modules/engine.yaml\nnamespaces: [q/engine.py]\n"
        f"stage_reason: [{{claim: '{said_there}', source: 'https://quokka.example/1'}}]\n"
    )
    tests = {f"tests/test_{name}.py": "import q.engine\n" for name in "ab"}
    files = {"q/__init__.py": "", "q/engine.py": "", **tests, "tests/c.py": "", "tests/d.txt": ""}
    found = survey(entry, source(files), only=("citations",))
    assert [line.split()[0] for line in said(found, "engine", "counted")] == ([verdict] if verdict else [])
    assert len(codes(entry, found, "MC940")) == (verdict == "contradicted")


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("Turn faster", "it names no change of this repository"),
        ("Add src/engine", "`src/engine`, which it names, is there"),
        ("Turn it on by USE_TYRE", "`USE_TYRE`, which it names, is there"),
        ("Add src/horn for USE_HORNS", "it names no change of this repository"),
    ],
)
def test_a_plan_without_a_change_says_what_of_it_is_there(title, reason, source):
    entry = f"# modules/engine.yaml\nroadmap: [{{title: {title}, status: planned}}]\n"
    found = survey(entry, source({"src/engine/a.cc": "", "CMakeLists.txt": CMAKE}), only=("events",))
    assert said(found, "engine", "pending") == [
        f"not-checkable pending: whether `{title}` is `planned` cannot be told: {reason}"
    ]
