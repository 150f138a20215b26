"""Builds the same catalog in every way that must not matter, and compares the bytes: `make same`.

    .venv/bin/python tests/same.py BIN [PYTHON …]

*BIN* is the folder of `module-catalog`, `mkdocs` and `properdocs`; each *PYTHON* gets an environment of its own beside it. Prints a line for
each way, and ends with 1 after the first difference.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
PROJECT = REPOSITORY / "examples/feature-stages"
DAY = {"SOURCE_DATE_EPOCH": "1780300000", "NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
AROUND: Mapping[str, Mapping[str, str]] = {
    "another hash": {"PYTHONHASHSEED": "1"},
    "one more hash": {"PYTHONHASHSEED": "4294967295"},
    "a time zone in the east": {"TZ": "Pacific/Kiritimati"},
    "a time zone in the west": {"TZ": "Pacific/Midway"},
    "the C locale": {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "a Turkish locale": {"LC_ALL": "tr_TR.UTF-8"},
    "Python without assertions": {"PYTHONOPTIMIZE": "1"},
}
GENERATOR = re.compile(rb'<meta name="generator" content="[^"]*">')

Bytes = dict[str, bytes]


def files(folder: Path) -> Bytes:
    """Return what is in a folder, but for the name and version of the host."""
    return {
        file.relative_to(folder).as_posix(): GENERATOR.sub(b"", file.read_bytes())
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def in_order(where: Path) -> None:
    shutil.copytree(PROJECT, where, ignore=shutil.ignore_patterns(".cache", "site"))


def in_reverse(where: Path) -> None:
    """Copy the project file by file from the last one on: a folder may list them as they came."""
    for file in sorted(PROJECT.rglob("*"), reverse=True):
        if file.is_file() and not {".cache", "site"} & {*file.relative_to(PROJECT).parts}:
            (where / file.relative_to(PROJECT)).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, where / file.relative_to(PROJECT))


def built(
    program: Path, where: Path, more: Mapping[str, str], copy: Callable[[Path], None] = in_order
) -> Bytes:
    """Build the project in a folder with the command, or with a host, and return what that wrote."""
    copy(where)
    arguments = (
        ["--out", "site"]
        if program.name == "module-catalog"
        else ["--strict", "-f", "mkdocs.yml", "--site-dir", "site"]
    )
    subprocess.run(
        [program, "build", *arguments],
        cwd=where,
        env={**os.environ, **DAY, **more},
        check=True,
        capture_output=True,
    )
    return files(where / "site")


def ways(bin_: Path, pythons: Iterator[tuple[str, Path]], folder: Path) -> Iterator[tuple[str, Bytes, Bytes]]:
    """Yield each way to build, with what is built plainly and what is built so."""
    command = bin_ / "module-catalog"
    plain, site = built(command, folder / "plain", {}), built(bin_ / "mkdocs", folder / "site", {})
    for name, more in AROUND.items():
        yield name, plain, built(command, folder / name, more)
        yield f"{name}, MkDocs", site, built(bin_ / "mkdocs", folder / f"{name} of MkDocs", more)
    yield "a folder of another name", plain, built(command, folder / "Ordner mit Ümlaut 'und' \"mehr\"", {})
    yield "files in another order", plain, built(command, folder / "reverse", {}, in_reverse)
    yield (
        "files in another order, MkDocs",
        site,
        built(bin_ / "mkdocs", folder / "reverse of MkDocs", {}, in_reverse),
    )
    yield "ProperDocs", site, built(bin_ / "properdocs", folder / "ProperDocs", {})
    for name, programs in pythons:
        yield name, plain, built(programs / "module-catalog", folder / name, {})


def environments(names: list[str], beside: Path) -> Iterator[tuple[str, Path]]:
    """Yield the programs of an environment for each Python that is there."""
    for name in names:
        where = beside / Path(name).name
        if subprocess.run([name, "-c", ""], capture_output=True, check=False).returncode:
            print(f"{name}: is not there")
            continue
        subprocess.run([name, "-m", "venv", "--clear", where], check=True)
        pip = [
            where / "bin/python",
            "-m",
            "pip",
            "install",
            "--quiet",
            "--constraint",
            REPOSITORY / "constraints.txt",
        ]
        subprocess.run([*pip, "--editable", f"{REPOSITORY}[graph]"], check=True, stderr=subprocess.DEVNULL)
        yield name, where / "bin"


def main() -> int:
    """Return 1 when two ways differ."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("bin", type=Path)
    asked.add_argument("pythons", nargs="*")
    options = asked.parse_args()
    bin_ = options.bin.absolute()
    with tempfile.TemporaryDirectory() as temporary:
        for name, plain, found in ways(
            bin_, environments(options.pythons, bin_.parent / "same"), Path(temporary)
        ):
            differing = [path for path in sorted({*plain, *found}) if plain.get(path) != found.get(path)]
            print(
                f"{name}: {f'{len(differing)} files differ, such as {differing[0]}' if differing else 'the same bytes'}",
                flush=True,
            )
            if differing:
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
