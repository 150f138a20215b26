"""Readers with a question, from the front page of this project's site: each comes to the answer in three clicks at most."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from sites import needs_chromium, served

pytestmark = needs_chromium

WALKS = {
    "who owns CUDA": (["All modules", "CUDA"], ".mc-facts", "Whom do I ask? No owner is declared yet."),
    "how TensorRT is turned on": (["All modules", "TensorRT"], "main", "set(USE_TENSORRT_CODEGEN ON)"),
    "where that is written": (["All modules", "TensorRT"], "main", "Add to build/config.cmake:"),
    "what replaced Relay": (["All modules", "Relay"], ".mc-banner", "Use Relax instead."),
    "what changed in v0.20": (["Changes", "v0.20.0"], "[data-section]:has([id='release-v0.20.0'])", "Relay"),
    "which modules look for an owner": (["Owners", "Owners wanted"], "#section-seeking, main", "CUDA"),
    "whether AutoTVM works with Relax": (
        ["Compatibility", "AutoTVM"],
        "main",
        "It never had an integration for Relax.",
    ),
    "what Disco lacks for S2": (["All modules", "Disco"], "main", "An accepted decision about S2"),
    "how to cite Relax": (["All modules", "Relax", "Cite"], "main", "@misc{"),
    "whether there is a paper on MLC": (["Papers, projects and talks"], "main", "MLC"),
}
"""The question; what is clicked on the way; where the answer stands then, and how it reads."""


@pytest.fixture(scope="module")
def address(project_site: Path) -> Iterator[str]:
    with served(project_site) as root:
        yield root


@pytest.fixture(scope="module", params=[1280, 390], ids=["desk", "phone"])
def window(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": request.param, "height": 900})
    context.set_default_timeout(5_000)
    yield context
    context.close()


def shown(page: Page, name: str) -> Locator:
    """Return what can be clicked now and bears the name: a link, or the summary of a fold."""
    named = re.compile(rf"^\s*{re.escape(name)}\s*$")
    return page.locator(".md-content :is(a, summary):visible").filter(has_text=named).first


@pytest.mark.parametrize("question", WALKS)
def test_a_question_is_answered_within_three_clicks(question, window, address):
    ways, where, answer = WALKS[question]
    assert len(ways) <= 3
    page = window.new_page()
    page.goto(address)
    for name in ways:
        shown(page, name).click()
    expect(page.locator(where).filter(visible=True).filter(has_text=answer).first).to_be_visible()
    page.close()


def test_a_reader_subscribes_within_two_clicks(window, address):
    page = window.new_page()
    page.goto(address)
    shown(page, "Changes").click()
    feed = shown(page, "Atom").evaluate("link => link.href")
    assert "<feed" in page.request.get(feed).text()
    page.close()
