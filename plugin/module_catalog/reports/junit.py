"""Result → a JUnit report, which every CI shows as tests: a file with an error is a test that failed.

GitLab shows the name of a test and the text of its failure, and of tests with one name the first; Jenkins
also its message. A test that is named after a file stays the same one when lines move, so that both can say
since when it fails.
"""

from __future__ import annotations

from collections import defaultdict
from xml.etree import ElementTree as Xml

from ..checks.result import Result
from ..diagnostics import Finding, Severity
from .parts import TOOL, said, sentence
from .text import block


def report(result: Result) -> str:
    """Return one suite with a test for each file that something was found in, or one test that passed."""
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in result.findings:
        found[finding.place.path].append(finding)
    failures = sum(_fails(findings) for findings in found.values())
    counts = {"tests": str(max(1, len(found))), "failures": str(failures), "errors": "0"}
    root = Xml.Element("testsuites", counts)
    suite = Xml.SubElement(root, "testsuite", {"name": TOOL, **counts})
    for path, findings in found.items():
        _add_test(suite, path, findings, result)
    if not found:
        Xml.SubElement(suite, "testcase", {"classname": TOOL, "name": "catalog"})
    Xml.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{Xml.tostring(root, encoding="unicode")}\n'


def _fails(findings: list[Finding]) -> bool:
    """Say whether a file fails: warnings do not make a check end with 1, so they fail no build either."""
    return any(found.severity is Severity.ERROR for found in findings)


def _add_test(suite: Xml.Element, path: str, findings: list[Finding], result: Result) -> None:
    # Without `file`: GitLab would make a link of it,
    # but the xUnit plugin of Jenkins refuses the whole report for it.
    test = Xml.SubElement(suite, "testcase", {"classname": TOOL, "name": said(path)})
    tag, attributes = ("failure", {"message": _brief(findings)}) if _fails(findings) else ("system-out", {})
    blocks = "\n\n".join(block(found, result) for found in findings)
    # GitLab takes this in the output of a test for a file to link to.
    Xml.SubElement(test, tag, attributes).text = blocks.replace("[[ATTACHMENT|", "[ [ATTACHMENT|")


def _brief(findings: list[Finding]) -> str:
    """Return the first error, and how many findings there are beside it."""
    first = next(found for found in findings if found.severity is Severity.ERROR)
    more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
    return f"{first.code}: {sentence(first)}{more}"
