"""Programs of the test environment, run by processes that have them loaded: a fork, not a second of imports, starts one.

Each run is a process of its own, with its folder, its environment and its exit code, as when a shell starts it.
"""

from __future__ import annotations

import asyncio
import functools
import importlib
import io
import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import forkserver
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")

BIN = Path(sys.executable).parent
# Not ProperDocs: where MkDocs is loaded, it takes that for itself.
PROGRAMS = {
    "module-catalog": ("module_catalog.cli", "main"),
    "mkdocs": ("mkdocs.__main__", "cli"),
    "zensical": ("zensical.main", "cli"),
    "faults.py": ("faults", "main"),
}
AT_THE_START = {"PYTHONHASHSEED", "PYTHONIOENCODING", "PYTHONOPTIMIZE", "PYTHONPATH", "PYTHONUTF8"}
"""What Python reads when it starts: a program that has one of these is started anew."""
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["__main__", "loaded"])


@functools.cache
def _begin() -> None:
    """Start the process that programs are forked from. It finds `loaded` by what Python reads when it starts."""
    os.environ["PYTHONPATH"] = str(Path(__file__).parent)
    try:
        forkserver.ensure_running()
    finally:
        del os.environ["PYTHONPATH"]


def started(
    *command: str, cwd: Path, env: Mapping[str, str | None] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a program of the test environment as a shell does, and return what it printed; *env* is added to the environment; None leaves out."""
    program = [str(BIN / command[0]), *command[1:]]
    return subprocess.run(
        program, cwd=cwd, env=_environment(env), capture_output=True, text=True, check=False, timeout=300
    )


def _environment(more: Mapping[str, str | None] | None) -> dict[str, str]:
    variables = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "NO_COLOR": "1", **(more or {})}
    return {name: value for name, value in variables.items() if value is not None}


def _become(command: tuple[str, ...], cwd: str, env: dict[str, str], printed: tuple[str, str]) -> None:
    """Be a program: end with its exit code, its output in two files."""
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    for number, (name, file) in enumerate(zip(("stdout", "stderr"), printed, strict=True), 1):
        os.dup2(os.open(file, os.O_WRONLY | os.O_APPEND), number)
        setattr(sys, name, io.TextIOWrapper(io.FileIO(number, "w", closefd=False), encoding="utf-8"))
    sys.argv = [*command]
    module, name = PROGRAMS[command[0]]
    sys.exit(getattr(importlib.import_module(module), name)())


def run(
    *command: str, cwd: Path, env: Mapping[str, str | None] | None = None
) -> subprocess.CompletedProcess[str]:
    """Do what `started` does, sooner."""
    variables = _environment(env)
    if command[0] not in PROGRAMS or AT_THE_START & variables.keys():
        return started(*command, cwd=cwd, env=env)
    _begin()
    with tempfile.TemporaryDirectory() as folder:
        printed = Path(folder, "stdout"), Path(folder, "stderr")
        for file in printed:
            file.touch()
        process = FORKS.Process(target=_become, args=(command, str(cwd), variables, tuple(map(str, printed))))
        process.start()
        process.join(300)
        if process.exitcode is None:
            process.kill()
        out, err = (file.read_bytes().decode() for file in printed)
    assert process.exitcode is not None, f"{command} takes too long: {out}{err}"
    return subprocess.CompletedProcess(command, process.exitcode, out, err)


def awaited(coroutine: Coroutine[Any, Any, T]) -> T:
    """Return what a coroutine returns, run in a thread of its own: the browser's loop may run in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()
