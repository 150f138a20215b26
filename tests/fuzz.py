"""Feeds the program what nobody would write, for a while: `make fuzz`, or `python tests/fuzz.py --seconds 120 [--only NAME …]`.

Where atheris is installed, what reaches code that was not reached before is kept and changed further; elsewhere hypothesis draws. Each
target takes bytes and fails when the program breaks a promise: a traceback, a place that is not there, an edit that says something
else. What failed stays in `.venv/fuzz`, and `--again FILE` tries it once more.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

FOUND = Path(__file__).parent.parent / ".venv/fuzz"


def by_coverage(seconds: int, only: Sequence[str]) -> int:
    """Have atheris look for bytes that reach more, in a process of its own, which ends when it has found a failure."""
    FOUND.mkdir(parents=True, exist_ok=True)
    (FOUND / "corpus").mkdir(exist_ok=True)
    command = [
        sys.executable,
        __file__,
        "--child",
        "--only",
        *only,
        "--",
        f"-max_total_time={seconds}",
        "-max_len=600",
    ]
    command += [
        "-timeout=20",
        "-rss_limit_mb=4096",
        "-verbosity=0",
        "-print_final_stats=1",
        f"-artifact_prefix={FOUND}/",
        str(FOUND / "corpus"),
    ]
    return subprocess.run(command, check=False).returncode


def child(only: Sequence[str], arguments: Sequence[str]) -> None:
    import atheris  # noqa: PLC0415  # it is not there for every Python

    with atheris.instrument_imports(include=["module_catalog"]):
        from fuzz_targets import feed  # noqa: PLC0415  # loaded here, it is watched
    atheris.Setup([sys.argv[0], *arguments], lambda data: feed(data, only))
    atheris.Fuzz()


def by_chance(seconds: int, only: Sequence[str]) -> int:
    """Have hypothesis draw bytes until the time is over."""
    import hypothesis  # noqa: PLC0415
    from hypothesis import strategies as st  # noqa: PLC0415

    from fuzz_targets import feed  # noqa: PLC0415

    end, count = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        count += 1

        @hypothesis.seed(count)
        @hypothesis.settings(max_examples=500, deadline=None, database=None, derandomize=False)
        @hypothesis.given(st.binary(max_size=600))
        def draw(data: bytes) -> None:
            feed(data, only)

        draw()
    print(f"{count * 500:,} inputs, none failed")
    return 0


def _has_atheris() -> bool:
    try:
        import atheris  # noqa: F401, PLC0415
    except ImportError:
        return False
    return True


def main() -> int:
    """Return 0 when nothing failed."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--seconds", type=int, default=120)
    asked.add_argument("--only", nargs="*", default=[], help="the targets, by name")
    asked.add_argument("--again", type=Path, help="a file that failed")
    asked.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    asked.add_argument("rest", nargs="*", help=argparse.SUPPRESS)
    options = asked.parse_args()
    if options.again:
        from fuzz_targets import feed  # noqa: PLC0415

        feed(options.again.read_bytes(), options.only)
    elif options.child:
        child(options.only, options.rest)
    else:
        return (by_coverage if _has_atheris() else by_chance)(options.seconds, options.only)
    return 0


if __name__ == "__main__":
    sys.exit(main())
