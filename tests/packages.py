"""Builds the packages twice, and installs them where nothing else is: `make packages`.

    python tests/packages.py FOLDER [--lowest]

The two wheels, and the two source archives, must be the same bytes; from each the command must check a catalog, with no extra and with all of
them, with the newest versions that its requirements allow. `--lowest` only makes an environment, in FOLDER, with the lowest ones.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

REPOSITORY = Path(__file__).parent.parent
CATALOG = REPOSITORY / "examples/feature-stages"


def project() -> dict[str, Any]:
    """Return what pyproject.toml says of the project."""
    found: dict[str, Any] = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))[
        "project"
    ]
    return found


def environment(where: Path, *wanted: str | Path) -> Path:
    """Make an environment that has nothing but what is wanted, and return its programs."""
    subprocess.run([sys.executable, "-m", "venv", "--clear", where], check=True)
    subprocess.run(
        [where / "bin/python", "-m", "pip", "install", "--quiet", *wanted],
        check=True,
        stderr=subprocess.DEVNULL,
    )
    return where / "bin"


def packages(builder: Path, where: Path) -> dict[str, bytes]:
    """Build the wheel and the source archive from a copy of the project, and return them by name."""
    shutil.rmtree(where, ignore_errors=True)
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=REPOSITORY,
        check=True,
        capture_output=True,
        text=True,
    )
    for path in filter(None, listed.stdout.splitlines()):
        if (REPOSITORY / path).is_file():
            (where / "source" / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(REPOSITORY / path, where / "source" / path)
    env = {**os.environ, "SOURCE_DATE_EPOCH": "1780300000"}
    command = [
        builder / "python",
        "-m",
        "build",
        "--no-isolation",
        "--outdir",
        where / "built",
        where / "source",
    ]
    subprocess.run(command, check=True, capture_output=True, env=env)
    return {file.name: file.read_bytes() for file in sorted((where / "built").iterdir())}


def users() -> list[str]:
    """Return the extras that are not for this project itself."""
    return [name for name in project()["optional-dependencies"] if name not in ("test", "site")]


def lowest() -> list[str]:
    """Return every requirement of users with the lowest version that it allows."""
    found = project()
    named = [
        *found["dependencies"],
        *(one for extra in users() for one in found["optional-dependencies"][extra]),
    ]
    pinned = {re.sub(r">=([\w.]+)(,<[\w.]+)?", r"==\1", one) for one in named}
    return sorted(one for one in pinned if not one.startswith(RAISED))


RAISED = ("click", "tomli", "zensical")
"""What cannot be the lowest: hosts ask for a later click, Python 3.11 has what tomli is for, and the lowest Zensical excludes the lowest
Material."""


def for_tests() -> list[str]:
    """Return what the tests need beside the project."""
    return [
        one
        for one in project()["optional-dependencies"]["test"]
        if not one.startswith("mkdocs-module-catalog")
    ]


def extras() -> Sequence[str]:
    """Return what to install beside nothing: each extra of users alone, and all of them."""
    return ["", *users(), ",".join(users())]


def main() -> int:
    """Return 1 when two builds differ; what cannot be installed, or does not run, ends in its error."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("folder", type=Path)
    asked.add_argument("--lowest", action="store_true")
    options = asked.parse_args()
    folder = options.folder.absolute()
    if options.lowest:
        extras_ = ",".join(name for name in users() if not name.startswith(RAISED))
        environment(folder, "--editable", f"{REPOSITORY}[site,{extras_}]", *for_tests(), *lowest())
        return 0
    builder = environment(
        folder / "builder",
        "build",
        *tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["build-system"]["requires"],
    )
    first, second = packages(builder, folder / "first"), packages(builder, folder / "second")
    for name, content in first.items():
        print(f"{name}: {hashlib.sha256(content).hexdigest()[:16]}", flush=True)
        if second[name] != content:
            print(f"{name} is not the same twice", file=sys.stderr)
            return 1
    for name in first:
        for extra in extras():
            wanted = f"{folder / 'first/built' / name}{f'[{extra}]' if extra else ''}"
            programs = environment(folder / "clean", wanted)
            subprocess.run(
                [programs / "module-catalog", "-C", CATALOG, "check"], check=True, capture_output=True
            )
            if "mkdocs" in extra:
                site = folder / "site"
                subprocess.run(
                    [programs / "mkdocs", "build", "-q", "-f", CATALOG / "mkdocs.yml", "-d", site],
                    check=True,
                    capture_output=True,
                )
            print(f"{name} with {extra or 'no extra'}: installed, and checks a catalog", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
