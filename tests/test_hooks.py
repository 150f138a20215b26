"""The hooks of pre-commit and the action of GitHub, run as far as one machine can."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import yaml

import repositories
from conftest import CATALOG, CUDA
from programs import BIN, run

REPOSITORY = Path(__file__).parent.parent
ACTION = yaml.safe_load((REPOSITORY / "action.yml").read_text())
STEPS = {step["name"]: step for step in ACTION["runs"]["steps"]}
MISSPELT = CUDA.replace("person: eva", "person: evaa")
FINDING = "`evaa` is not on the roster: add them to people.yaml"
UNTIDY = "kind: backend\n" + CUDA.replace("kind: backend\n", "")


def write_release(folder: Path) -> None:
    for name in ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml", "action.yml"):
        shutil.copy(REPOSITORY / name, folder)
    shutil.copytree(REPOSITORY / "plugin", folder / "plugin", ignore=shutil.ignore_patterns("__pycache__"))
    commit(folder)


@pytest.fixture(scope="session")
def release(once) -> Path:
    """What pre-commit and GitHub fetch of this project, as a repository with one commit."""
    return once("release", write_release)


def git(*arguments: str, cwd: Path) -> str:
    command = ["git", "-c", "user.name=Quokka", "-c", "user.email=quokka@quokka.example", *arguments]
    return subprocess.run(
        command, cwd=cwd, check=True, capture_output=True, text=True, timeout=60
    ).stdout.strip()


def commit(folder: Path) -> None:
    git("init", "--quiet", cwd=folder)
    git("add", "--all", cwd=folder)
    git("commit", "--quiet", "--message", "All of it", cwd=folder)


# pre-commit.

HOOKS = """\
repos:
  - repo: {release}
    rev: {revision}
    hooks:
      - id: module-catalog
      - id: module-catalog-fmt
"""


@pytest.fixture(scope="session")
def environments(once, release) -> Path:
    """Return the folder of the environment that pre-commit makes from the release, and what names both."""

    def make(folder: Path) -> None:
        hooks = HOOKS.format(release=release, revision=git("rev-parse", "HEAD", cwd=release))
        (folder / ".pre-commit-config.yaml").write_text(hooks)
        git("init", "--quiet", cwd=folder)
        done = run("pre-commit", "install-hooks", cwd=folder, env={"PRE_COMMIT_HOME": str(folder / "home")})
        assert done.returncode == 0, done.stdout + done.stderr

    return once("pre-commit", make)


@pytest.fixture
def hook(project, environments):
    """Return a function that runs one hook in a repository with a small project."""

    def ran(name: str, files: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
        root = project(files)
        shutil.copy(environments / ".pre-commit-config.yaml", root)
        commit(root)
        command = ["pre-commit", "run", name, "--color", "never", *(arguments or ["--all-files"])]
        return run(*command, cwd=root, env={"PRE_COMMIT_HOME": str(environments / "home")})

    return ran


def test_the_manifest_of_hooks_is_one():
    done = run("pre-commit", "validate-manifest", ".pre-commit-hooks.yaml", cwd=REPOSITORY)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("name", "files", "code", "says"),
    [
        ("module-catalog", {}, 0, "Passed\n"),
        (
            "module-catalog",
            {"modules/cuda.yaml": MISSPELT},
            1,
            f"error[MC501]: {FINDING}\n --> catalog/modules/cuda.yaml:6:19\n",
        ),
        ("module-catalog-fmt", {}, 0, "Passed\n"),
        ("module-catalog-fmt", {"modules/cuda.yaml": UNTIDY}, 1, "Would format catalog/modules/cuda.yaml\n"),
    ],
    ids=["good entries", "a bad entry", "tidy entries", "an untidy entry"],
)
def test_a_hook_of_pre_commit_passes_what_is_good_and_stops_what_is_not(name, files, code, says, hook):
    done = hook(name, files)
    assert done.returncode == code, done.stdout + done.stderr
    assert says in done.stdout


def test_a_hook_checks_the_whole_catalog_whatever_a_commit_touches(hook):
    done = hook("module-catalog", {"modules/cuda.yaml": MISSPELT}, "--files", "catalog/people.yaml")
    assert (done.returncode, FINDING in done.stdout) == (1, True)


def test_a_hook_stops_a_commit_that_only_deletes_an_entry_which_others_name(hook):
    done = hook("module-catalog", {"modules/cuda.yaml": None}, "--files", ".pre-commit-config.yaml")
    assert (done.returncode, "showcase/fast.yaml:" in done.stdout) == (1, True), done.stdout


def test_a_hook_for_the_format_leaves_a_commit_that_does_not_touch_the_catalog_alone(hook):
    done = hook("module-catalog-fmt", {"modules/cuda.yaml": UNTIDY}, "--files", ".pre-commit-config.yaml")
    assert (done.returncode, done.stdout.split(")")[-1]) == (0, "Skipped\n")


def test_a_hook_finds_a_catalog_below_the_top_of_the_repository(project, environments):
    root = project({"modules/cuda.yaml": UNTIDY})
    (root / "app").mkdir()
    (root / "catalog").rename(root / "app/catalog")
    hooks = (environments / ".pre-commit-config.yaml").read_text()
    hooks = hooks.replace("- id: module-catalog-fmt", "- id: module-catalog-fmt\n        args: [-C, app]")
    (root / ".pre-commit-config.yaml").write_text(hooks)
    commit(root)
    command = ["pre-commit", "run", "module-catalog-fmt", "--color", "never", "--all-files"]
    done = run(*command, cwd=root, env={"PRE_COMMIT_HOME": str(environments / "home")})
    assert (done.returncode, "Would format catalog/modules/cuda.yaml" in done.stdout) == (1, True), (
        done.stdout
    )


# The action.


GITHUB = {"${{ github.event.pull_request.number }}": "7", "${{ github.token }}": "secret"}
"""What the runner says of the pull request."""
GH = """\
#!/bin/sh
echo "$@" >> "$LOG"
for last; do case "$last" in body=@*) cat "${last#body=@}" >> "$LOG";; esac; done
case "$*" in *--paginate*) echo "$OURS";; esac
"""
"""What stands for GitHub's command, which needs GitHub: it writes down what it is asked, and knows one comment or none."""


@dataclass
class Job:
    """A job on a runner of GitHub: the workspace, and what the runner gives to each step."""

    workspace: Path
    action: Path
    temp: Path
    inputs: dict[str, str] = field(default_factory=dict)

    @property
    def summary(self) -> Path:
        return self.workspace / ".summary"

    def take(self, name: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Take one step, as the runner does: `bash --noprofile --norc -eo pipefail` on a file that holds the script."""
        step = STEPS[name]
        script = self.temp / "step.sh"
        script.write_text(step["run"])
        env = {
            **os.environ,
            "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
            "GITHUB_ACTION_PATH": str(self.action),
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "RUNNER_TEMP": str(self.temp),
            **{key: self.evaluated(value) for key, value in step["env"].items()},
            **more,
        }
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)]
        return subprocess.run(
            command, cwd=self.workspace, env=env, capture_output=True, text=True, check=False, timeout=300
        )

    def evaluated(self, value: str) -> str:
        """Return the value of an expression of the action: an input, or what the runner knows."""
        if given := GITHUB.get(value):
            return given
        name = re.fullmatch(r"\$\{\{ inputs\.(\w+) \}\}", value)[1]
        return self.inputs.get(name, ACTION["inputs"][name]["default"])


@pytest.fixture(scope="session")
def installed(once, release) -> Path:
    """Take the first step of the action once; return the runner's folder for temporary files."""

    def make(temp: Path) -> None:
        done = Job(temp, release, temp).take("Install")
        assert done.returncode == 0, done.stderr

    return once("action", make)


@pytest.fixture
def job(project, release, installed, tmp_path_factory):
    """Return a job whose workspace is a small project, with the action's first step taken."""

    def begun(files=None, **inputs):
        temp = tmp_path_factory.mktemp("runner")
        # Not the script of the step, which each job writes anew.
        (temp / "module-catalog").symlink_to(installed / "module-catalog")
        return Job(project(files), release, temp, inputs)

    return begun


def test_the_action_is_one():
    done = run("check-jsonschema", "--builtin-schema", "vendor.github-actions", "action.yml", cwd=REPOSITORY)
    assert done.returncode == 0, done.stdout


def test_inputs_reach_a_script_only_as_variables_and_no_step_is_another_action():
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step["run"]
        assert "uses" not in step


def test_the_action_passes_a_clean_catalog(job):
    clean = job()
    done = clean.take("Check")
    sentence = "Checked 2 modules and 1 showcase entry: no findings.\n"
    assert (done.returncode, done.stdout, done.stderr) == (0, sentence, "")
    assert clean.summary.read_text() == sentence


def test_the_action_fails_on_a_mistake_and_says_it_at_its_line_and_in_the_summary(job):
    broken = job({"modules/cuda.yaml": MISSPELT})
    broken.summary.write_text("Of a step before.\n")
    done = broken.take("Check")
    annotation, told, found = done.stdout.splitlines()
    assert done.returncode == 1
    assert annotation == (
        "::error title=MC501,file=catalog/modules/cuda.yaml,line=6,col=19,endLine=6,endColumn=23"
        f"::{FINDING}; did you mean `eva`?"
    )
    assert told.startswith("catalog/modules/cuda.yaml:6:19: error[MC501]: ")
    assert found == "Found 1 error in 2 modules and 1 showcase entry."
    summary = broken.summary.read_text()
    assert summary.startswith(f"Of a step before.\n{found}\n\n| ")
    assert "catalog/modules/cuda.yaml:6:19" in summary


def test_the_action_checks_the_change_where_it_is_told_what_changes(job):
    silent = job(base="main")
    git("init", "--quiet", "--initial-branch", "main", cwd=silent.workspace)
    commit(silent.workspace)
    git("checkout", "--quiet", "-b", "topic", cwd=silent.workspace)
    (silent.workspace / "catalog/showcase/fast.yaml").unlink()
    (silent.workspace / "catalog/modules/cuda.yaml").unlink()
    commit(silent.workspace)
    done = silent.take("Check")
    assert (
        done.returncode,
        done.stdout.startswith("::error title=MC451,file=catalog/modules/cuda.yaml,"),
    ) == (1, True)


def test_a_project_can_lie_below_the_root_of_the_repository(job):
    below = job({"modules/cuda.yaml": MISSPELT}, path="./docs & more/../docs & more/")
    (below.workspace / ".git").mkdir()
    (below.workspace / "docs & more").mkdir()
    (below.workspace / "catalog").rename(below.workspace / "docs & more/catalog")
    done = below.take("Check")
    assert done.returncode == 1
    assert ",file=docs & more/catalog/modules/cuda.yaml,line=6," in done.stdout


@pytest.mark.parametrize(("strict", "code"), [("false", 0), ("true", 1)])
def test_warnings_fail_only_a_strict_action(strict, code, job):
    files = {"catalog.yaml": CATALOG + "rules: {MC501: warning}\n", "modules/cuda.yaml": MISSPELT}
    warned = job(files, strict=strict)
    done = warned.take("Check")
    assert done.returncode == code
    assert done.stdout.startswith("::warning title=MC501,")
    assert warned.summary.read_text().startswith("Found 1 warning in ")


def test_the_action_fails_where_there_is_no_catalog(job):
    empty = job({}, path="src")
    shutil.rmtree(empty.workspace / "catalog")
    (empty.workspace / "src").mkdir()
    done = empty.take("Check")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("module-catalog: no catalog here: ")
    assert not empty.summary.exists()


HOST = """\
#!/bin/sh
# The host of a job whose issues are files: what the action asks of GitHub's own program.
cd "$ISSUES"
case "$2" in
list) for one in *.open; do if [ -e "$one" ]; then echo "${one%.open}"; fi; done ;;
create) cp "$6" 7.open ;;
edit) cp "$5" "$3.open" ;;
close) mv "$3.open" "$3.closed" ;;
esac
"""


@pytest.fixture
def audited(job, tmp_path_factory):
    """Return a job whose catalog was audited against a source tree, that tree, and where its host has issues."""
    source = repositories.repository(tmp_path_factory.mktemp("source"))
    files = {"src/loader/a.cc": "", "src/cuda/a.cc": "", "CMakeLists.txt": OPTION}
    repositories.commit(source, files)
    one = job({}, source=str(source))
    repositories.repository(one.workspace)
    done = run("module-catalog", "audit", "--source", str(source), cwd=one.workspace)
    assert done.returncode == 0, done.stdout
    repositories.commit(one.workspace, {})
    gh = one.temp / "bin/gh"
    gh.parent.mkdir()
    gh.write_text(HOST)
    gh.chmod(0o755)
    issues = one.temp / "issues"
    issues.mkdir()
    return one, source, issues


OPTION = 'option(USE_CUDA "" OFF)\nif(USE_CUDA)\nendif()\n'


def test_the_action_audits_the_source_and_fails_on_what_is_new(audited):
    one, source, _ = audited
    assert one.take("Audit").returncode == 0
    repositories.commit(source, {"CMakeLists.txt": OPTION.replace("OFF", "ON")})
    done = one.take("Audit")
    assert done.returncode == 1, done.stderr
    text = one.summary.read_text()
    assert "\n1 new contradiction in " in text
    assert "\n### Eva Engel (`eva`)\n\n- CUDA: since `" in text
    # What is new is a part of the comment, which the next step posts.
    assert "\n1 new contradiction in " in (one.temp / "module-catalog.md").read_text()
    names = [step["name"] for step in ACTION["runs"]["steps"]]
    assert names.index("Audit") < names.index("Comment")


def test_the_action_opens_one_issue_keeps_it_up_to_date_and_closes_it(audited):
    one, source, issues = audited
    one.inputs["issue"] = "true"
    path = f"{one.temp / 'bin'}{os.pathsep}{BIN}{os.pathsep}{os.environ['PATH']}"

    def take(option):
        repositories.commit(source, {"CMakeLists.txt": option})
        done = one.take("Audit", PATH=path, ISSUES=str(issues))
        assert done.returncode == 0, done.stderr
        return {file.name: file.read_text() for file in issues.iterdir()}

    assert take(OPTION) == {}
    (first,) = take(OPTION.replace("OFF", "ON")).items()
    assert (first[0], "`USE_CUDA` is `ON`" in first[1]) == ("7.open", True)
    (second,) = take(OPTION.replace("OFF", "AUTO")).items()
    assert (second[0], "`USE_CUDA` is `AUTO`" in second[1]) == ("7.open", True)
    assert [*take(OPTION)] == ["7.closed"]


def test_a_version_is_what_pip_is_asked_for(release, tmp_path):
    job = Job(tmp_path, release, tmp_path, {"version": "0.0.0"})
    done = job.take("Install", PIP_NO_INDEX="1", PIP_FIND_LINKS=str(tmp_path))
    assert done.returncode == 1
    assert "No matching distribution found for mkdocs-module-catalog==0.0.0" in done.stderr


@pytest.mark.parametrize(
    ("ours", "asked"),
    [
        ("", "api --method POST repos/quokka/quokka/issues/7/comments"),
        ("42", "api --method PATCH repos/quokka/quokka/issues/comments/42"),
    ],
    ids=["the first run", "a later run"],
)
def test_the_action_posts_findings_changes_and_gates_as_one_comment_that_it_renews(ours, asked, job):
    begun = job(base="main", comment="true", code=".", preview="https://preview.example/7/")
    root = repositories.repository(begun.workspace)
    base = repositories.commit(root, {"src/cuda/run.cc": "", "src/loader/load.cc": ""})
    git("checkout", "--quiet", "-b", "topic", cwd=root)
    head = repositories.commit(
        root, {"src/cuda/run.cc": "int run;\n", "new.cc": "", "catalog/modules/cuda.yaml": PROMOTED}
    )
    assert begun.take("Check").returncode == 1
    gh, log = begun.temp / "bin/gh", begun.temp / "log"
    gh.parent.mkdir()
    gh.write_text(GH)
    gh.chmod(0o755)
    path = f"{gh.parent}{os.pathsep}{os.environ['PATH']}"
    done = begun.take("Comment", PATH=path, LOG=str(log), OURS=ours, GITHUB_REPOSITORY="quokka/quokka")
    assert done.returncode == 0, done.stderr
    listed, posted, comment = log.read_text().split("\n", 2)
    assert listed.startswith("api repos/quokka/quokka/issues/7/comments --paginate --jq")
    assert posted.startswith(asked)
    assert comment == COMMENT.format(base=base[:10], head=head[:10])


PROMOTED = (
    MISSPELT.replace("stage: S0\n", "stage: S1\n").replace("'OFF'", "'ON'")
) + "  - {date: 2026-05-02, event: entered, stage: S1}\n"
COMMENT = """\
<!-- module-catalog -->
Found 4 errors, 1 warning in 2 modules and 1 showcase entry.

| | Where | What to fix | Rule |
|---|---|---|---|
| error | `catalog/modules/cuda.yaml:1:1` | `cuda` entered `S1` on `2026-05-02`, which requires `links.docs`: add it | MC410 |
| error | `catalog/modules/cuda.yaml:1:1` | `cuda` entered `S1` on `2026-05-02`, which requires `tests`: add it | MC410 |
| error | `catalog/modules/cuda.yaml:4:1` | `cuda` entered `S1` on `2026-05-02`, which requires an accepted decision about `S1`: add it to `rfcs` with `for: S1`, `status: accepted` and its `url` | MC413 |
| warning | `catalog/modules/cuda.yaml:6:1` | `eva` is no longer listed: keep the line, and add `until` to it | MC454 |
| error | `catalog/modules/cuda.yaml:6:19` | `evaa` is not on the roster: add them to `people.yaml`; did you mean `eva`? | MC501 |

**What changed from main (`{base}`) to the working tree:**

#### Promoted

- [CUDA](https://preview.example/7/modules/cuda/): from `S0` Scoped to `S1` Integrated on `2026-05-02`

#### Toggles

- [CUDA](https://preview.example/7/modules/cuda/): toggle `USE_CUDA`: `default` was OFF, is ON

#### Owners

- [CUDA](https://preview.example/7/modules/cuda/): new owner `evaa`; owner `eva` is no longer listed

**What the stages require:**

#### [CUDA](https://preview.example/7/modules/cuda/), `S1` Integrated: 2 of 4 met

- `□` an accepted decision about `S1`: add it to `rfcs` with `for: S1`, `status: accepted` and its `url`
- `□` `tests`: add it; `links.docs`: add it
- `✓` At least one active owner
- `✓` At most 365 days without a review of its entry

**3 files changed from main (`{base}`) to HEAD (`{head}`), of 1 module.**

| Module | Stage | Files | Ask | Tests | Toggles |
|---|---|---|---|---|---|
| CUDA | `S1` Integrated | 1 | evaa | no record | `USE_CUDA` (ON by default) |

What the stages ask of a change:

- **`S1` Integrated**: Other parts of the project use it: a default pipeline calls it, a build turns it on, an importer targets it. It may: Live in its own folders; Overlap with what exists; Depend on any module; Change files outside its folders, with a separate review; Be on by default; Be needed by integrated or central modules. It may not: Replace what exists; Be removed by deleting its folders.

1 file of no module:

- `new.cc`
"""
"""The whole comment: what is wrong, what changed, what the stage asks for, and whom the change to the code concerns."""
