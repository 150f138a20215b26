"""reports/ for machines: they fit the published formats, and say in each what was found."""

from __future__ import annotations

import json
import re

import pytest
import xmlschema
from jsonschema import Draft202012Validator
from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as SarifLog

from conftest import CATALOG, CUDA, LOADER
from module_catalog.reports import REPORTS
from test_report_injection import CATALOGS, parsed
from test_reports import MISTAKES


@pytest.fixture(params=CATALOGS)
def result(request, check):
    return check(CATALOGS[request.param])


def location(result):
    return result["locations"][0]["physicalLocation"]


def test_sarif_fits_the_schema_of_oasis(result):
    report = REPORTS["sarif"](result)
    SarifLog.model_validate_json(report)
    # What the model, which was made from the schema, does not ask for: one of these keys has to be there.
    run = json.loads(report)["runs"][0]
    for one in run["results"]:
        for place in (*one["locations"], *one.get("relatedLocations", ())):
            assert place["physicalLocation"]["artifactLocation"]["uri"]
            assert place["physicalLocation"]["region"]["startLine"] >= 1
        assert one["message"]["text"]
        assert run["tool"]["driver"]["rules"][one["ruleIndex"]]["id"] == one["ruleId"]


@pytest.mark.parametrize(
    "breaks",
    [
        lambda run: run.pop("tool"),
        lambda run: run["results"][0].update(level="bad"),
        lambda run: run["results"][0]["locations"][0].update(line=1),
        lambda run: location(run["results"][0])["region"].update(startLine=0),
    ],
)
def test_the_schema_of_oasis_refuses_what_is_not_sarif(breaks, check):
    log = json.loads(REPORTS["sarif"](check(MISTAKES)))
    breaks(log["runs"][0])
    with pytest.raises(ValueError, match="validation error"):
        SarifLog.model_validate(log)


# https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "additionalProperties": False,
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": "^(?![/.])"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}


def closed(*required, **properties):
    return {
        "type": "object",
        "required": list(required),
        "additionalProperties": False,
        "properties": properties,
    }


# https://github.com/reviewdog/reviewdog/tree/master/proto/rdf: its parser refuses keys that are not in the format.
TEXT = {"type": "string", "minLength": 1}
NUMBER = {"type": "integer", "minimum": 1}
POSITION = closed("line", "column", line=NUMBER, column=NUMBER)
RANGE = closed("start", start=POSITION, end=POSITION)
RDJSON = closed(
    "diagnostics",
    source=closed("name", name=TEXT, url=TEXT),
    diagnostics={
        "type": "array",
        "items": closed(
            "message",
            "location",
            message=TEXT,
            location=closed("path", path=TEXT, range=RANGE),
            severity={"enum": ["UNKNOWN_SEVERITY", "ERROR", "WARNING", "INFO"]},
            code=closed("value", value=TEXT, url=TEXT),
            suggestions={
                "type": "array",
                "items": closed("range", "text", range=RANGE, text={"type": "string"}),
            },
        ),
    },
)


@pytest.mark.parametrize(
    ("name", "schema"), [("gitlab", GITLAB), ("rdjson", RDJSON)], ids=["gitlab", "rdjson"]
)
def test_json_has_the_fields_of_the_format(name, schema, result):
    errors = Draft202012Validator(schema).iter_errors(json.loads(REPORTS[name](result)))
    assert [error.message for error in errors] == []


# What the schemas of Jenkins for JUnit reports (its xUnit plugin, and the one in the tests of JUnit 5) both allow:
# https://github.com/jenkinsci/xunit-plugin and https://docs.gitlab.com/ci/testing/unit_test_reports/ for what GitLab reads.
JUNIT = """
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:element name="testsuites">
    <xs:complexType>
      <xs:sequence><xs:element ref="testsuite" maxOccurs="unbounded"/></xs:sequence>
      <xs:attributeGroup ref="counts"/>
    </xs:complexType>
  </xs:element>
  <xs:element name="testsuite">
    <xs:complexType>
      <xs:sequence><xs:element ref="testcase" maxOccurs="unbounded"/></xs:sequence>
      <xs:attribute name="name" type="xs:string" use="required"/>
      <xs:attributeGroup ref="counts"/>
    </xs:complexType>
  </xs:element>
  <xs:attributeGroup name="counts">
    <xs:attribute name="tests" type="xs:positiveInteger" use="required"/>
    <xs:attribute name="failures" type="xs:nonNegativeInteger" use="required"/>
    <xs:attribute name="errors" type="xs:nonNegativeInteger" use="required"/>
  </xs:attributeGroup>
  <xs:element name="testcase">
    <xs:complexType>
      <xs:sequence>
        <xs:element name="failure" minOccurs="0">
          <xs:complexType mixed="true">
            <xs:attribute name="message" type="xs:string"/>
            <xs:attribute name="type" type="xs:string"/>
          </xs:complexType>
        </xs:element>
        <xs:element name="system-out" type="xs:string" minOccurs="0"/>
      </xs:sequence>
      <xs:attribute name="name" type="xs:string" use="required"/>
      <xs:attribute name="classname" type="xs:string" use="required"/>
    </xs:complexType>
    <xs:unique name="one-failure"><xs:selector xpath="failure"/><xs:field xpath="@message"/></xs:unique>
  </xs:element>
</xs:schema>
"""


def test_junit_fits_the_schemas_of_jenkins(result):
    report = REPORTS["junit"](result)
    xmlschema.XMLSchema(JUNIT).validate(report)
    suite = parsed(report)[0]
    assert suite.get("tests") == str(len(suite))
    assert suite.get("failures") == str(len(list(suite.iter("failure"))))
    names = [test.get("name") for test in suite]
    assert len(set(names)) == len(names)


def test_a_file_with_warnings_only_passes_and_tells_them(check):
    suite = parsed(REPORTS["junit"](check(MISTAKES)))[0]
    passed = [test for test in suite if test.find("failure") is None]
    assert [test.get("name") for test in passed] == ["catalog/modules/soft.yaml"]
    assert passed[0].findtext("system-out").startswith("warning[MC602]: `1.0` is not a release")


def test_a_failure_says_the_first_error_and_how_many_more_there_are(check):
    wrong = LOADER.replace("kind: core", "kind: cor").replace("name: Loader", "nam: Loader")
    failure = next(parsed(REPORTS["junit"](check({"modules/loader.yaml": wrong}))).iter("failure"))
    assert (
        failure.get("message") == "MC101: `nam` is not a key of the entry; did you mean `name`? (and 1 more)"
    )
    assert re.findall(r"(?m)^error\[(MC\d+)\]", failure.text) == ["MC101", "MC104"]


def test_sarif_describes_the_rules_that_were_broken_and_links_to_them(check):
    published = check(
        {**MISTAKES, "catalog.yaml": CATALOG + "site: https://quokka.example/\nrules: {MC602: info}\n"}
    )
    driver = json.loads(REPORTS["sarif"](published))["runs"][0]["tool"]["driver"]
    assert [rule["id"] for rule in driver["rules"]] == [
        "MC001",
        "MC003",
        "MC101",
        "MC105",
        "MC201",
        "MC501",
        "MC602",
    ]
    assert driver["rules"][2]["shortDescription"] == {"text": "every key is known"}
    assert driver["rules"][2]["helpUri"] == "https://quokka.example/modules/rules/#mc101"
    assert driver["rules"][2]["defaultConfiguration"] == {"level": "error"}
    levels = {
        one["ruleId"]: one["level"] for one in json.loads(REPORTS["sarif"](published))["runs"][0]["results"]
    }
    codes = [rule["id"] for rule in driver["rules"]]
    assert levels == {**dict.fromkeys(codes, "error"), "MC602": "note"}


def test_a_path_is_a_uri_reference_in_sarif(check):
    result = check({"modules/a b%20#?:ö.yaml": LOADER})
    (one,) = json.loads(REPORTS["sarif"](result))["runs"][0]["results"]
    assert location(one)["artifactLocation"] == {
        "uri": "catalog/modules/a%20b%2520%23%3F%3A%C3%B6.yaml",
        "uriBaseId": "%SRCROOT%",
    }


WIDE = CUDA.replace(
    "- {type: depends-on, module: loader, why:", "- {why: 広い😀 理由, type: depends-on, module: loadr} #"
)


def test_the_fix_of_sarif_counts_characters(check):
    (one,) = json.loads(REPORTS["sarif"](check({"modules/cuda.yaml": WIDE})))["runs"][0]["results"]
    (replacement,) = one["fixes"][0]["artifactChanges"][0]["replacements"]
    region = replacement["deletedRegion"]
    assert region == location(one)["region"]
    line = WIDE.split("\n")[region["startLine"] - 1]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "loadr"
    assert replacement["insertedContent"] == {"text": "loader"}


def test_the_suggestion_of_rdjson_counts_bytes(check):
    (one,) = json.loads(REPORTS["rdjson"](check({"modules/cuda.yaml": WIDE})))["diagnostics"]
    (suggestion,) = one["suggestions"]
    start, end = suggestion["range"]["start"], suggestion["range"]["end"]
    line = WIDE.split("\n")[start["line"] - 1].encode()
    assert line[start["column"] - 1 : end["column"] - 1] == b"loadr"
    assert suggestion["text"] == "loader"


TWICE = LOADER.replace("owners: [{person: ana}]", "owners: [{person: anna}, {person: anna}]")


def fingerprints(result):
    gitlab = [one["fingerprint"] for one in json.loads(REPORTS["gitlab"](result))]
    sarif = [
        one["partialFingerprints"]["finding/v1"]
        for one in json.loads(REPORTS["sarif"](result))["runs"][0]["results"]
    ]
    assert gitlab == sarif
    return gitlab


def test_a_fingerprint_stays_when_lines_move(check):
    before, after = (
        fingerprints(check({"modules/loader.yaml": text})) for text in (TWICE, f"# One\n\n# Two\n{TWICE}")
    )
    assert before == after


def test_no_two_findings_have_the_same_fingerprint(check):
    found = check({"modules/loader.yaml": TWICE}).findings
    assert len({(one.code, one.message, one.place.path) for one in found}) < len(found)
    assert len(set(fingerprints(check({"modules/loader.yaml": TWICE})))) == len(found)


def test_related_places_are_in_every_format_for_machines(check):
    result = check({"modules/loader.yaml": LOADER + "name: Again\n"})
    place = "catalog/modules/loader.yaml:1:1"
    for name in ("full", "gitlab", "rdjson", "markdown", "junit"):
        assert "first given here" in REPORTS[name](result), name
        assert place in REPORTS[name](result), name
    (one,) = json.loads(REPORTS["sarif"](result))["runs"][0]["results"]
    assert one["relatedLocations"][0]["message"] == {"text": "first given here"}
    assert one["relatedLocations"][0]["physicalLocation"]["region"]["startLine"] == 1
