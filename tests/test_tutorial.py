"""The tutorial: its commands run as written, in a fresh folder, and print what it says they print."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from programs import BIN
from sites import dead_links

TUTORIAL = Path(__file__).parent.parent / "docs/tutorial.md"
FENCE = re.compile(
    r'^```(?P<language>\w+)(?: title="(?P<title>[^"]+)")?\n(?P<text>.*?)^```$', re.MULTILINE | re.DOTALL
)


def follow(folder):
    """Do what the tutorial says, block by block; yield what each command printed, and what the tutorial says it prints."""
    printed = None
    for block in FENCE.finditer(TUTORIAL.read_text(encoding="utf-8")):
        if block["language"] == "sh":
            env = {
                **os.environ,
                "PATH": f"{BIN}:{os.environ['PATH']}",
                "NO_MKDOCS_2_WARNING": "1",
                "SOURCE_DATE_EPOCH": "1767225600",
            }
            script = f"set -e\n{block['text']}\npwd > {folder}/where\n"
            done = subprocess.run(
                ["bash", "-c", script],
                cwd=where(folder),
                env=env,
                capture_output=True,
                text=True,
                check=False,
                timeout=300,
            )
            assert done.returncode == 0, block["text"] + done.stdout + done.stderr
            printed = done.stdout
        elif block["language"] == "yaml":
            file = where(folder) / block["title"]
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(block["text"], encoding="utf-8")
        elif block["language"] == "text":
            yield printed, block["text"]


def where(folder):
    noted = folder / "where"
    return Path(noted.read_text().strip()) if noted.exists() else folder


@pytest.mark.slow
def test_every_command_prints_what_the_tutorial_says_and_its_site_has_no_dead_link(tmp_path):
    outputs = list(follow(tmp_path))
    assert [printed for printed, _ in outputs] == [said for _, said in outputs]
    site = tmp_path / "lumen/site"
    assert (site / "modules/denoise/index.html").is_file()
    assert dead_links(site) == []
