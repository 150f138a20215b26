"""reports/: no text of an entry and no name of a file gets out of its place, in any format."""

from __future__ import annotations

import json
import re
import time
from html.parser import HTMLParser
from urllib.parse import unquote
from xml.etree import ElementTree

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options

from conftest import CATALOG, CUDA
from module_catalog.reports import REPORTS
from test_reports import MISTAKES

# Each tries to get out of its place in some format: as a key that nobody knows, and as the name of a file.
TEXTS = (
    "a\r\n::error file=x::b%0A",
    "::stop-commands::x",
    "x ##[stop-commands]y",
    "###[add-mask]a ##vso[task.setvariable variable=a]b",
    "##teamcity[message text='x']",
    "\x1b[31mred\x9b0m \x1b]8;;https://evil.example\x07link",
    "\u202egnp.exe\u2066\u200b\ufeff\u2028",
    "\x00\x07\x7f\x85\ufffe\U000e0041\U0010ffff",
    "]]><failure/><![CDATA[ &amp; &#0; <!--",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "a | b \\| c \\\\| d",
    "` @everyone `",
    "x` @everyone #1 !2 GH-3 deadbeef 1234567 `y",
    "``` @everyone",
    "`1. item",
    "`    preformatted",
    "`- item",
    "`# heading",
    "a`b`c` *d* _e_ ~f~ <b>",
    "x`https://evil.example www.evil.example me@evil.example`y",
    "x`[click](https://evil.example) ![i](https://evil.example/i.png)`y",
    "{0} {{1}} [here](1) [there](https://evil.example)",
    "[[ATTACHMENT|/etc/passwd]]",
    "a::b,c=d%25;e",
    "広い😀|",
)
RAW = "# ::error::x ##[error]y ##vso[z]a ]]> <b> @everyone | [[ATTACHMENT|b]] \u202e 広い\n"


def named(text):
    """Return the text as the name of a file, which may hold anything but these two."""
    return text.replace("/", "_").replace("\0", "_")


def quoted(text):
    """Return the text in YAML's double quotes, which can write every character."""
    return (
        '"'
        + "".join(
            sign if sign.isprintable() and sign not in '"\\' else f"\\U{ord(sign):08x}" for sign in text
        )
        + '"'
    )


SITE = CATALOG + 'site: "https://quokka.example/a_b|c)d/*[31m##[x]"\n'
HOSTILE = {
    "catalog.yaml": SITE,
    "modules/cuda.yaml": CUDA + "".join(f"{RAW}{quoted(text)}: x\n" for text in TEXTS),
    "modules/twice.yaml": f"{quoted(RAW[2:-1])}: x\n{quoted(RAW[2:-1])}: y\n",
    **{f"modules/{named(text)}.yaml": "name: [\n" for text in TEXTS},
}
CATALOGS = {
    "mistakes": MISTAKES,
    "hostile": HOSTILE,
    "published": {**MISTAKES, "catalog.yaml": SITE + "rules: {MC602: info}\n"},
    "clean": {},
}


@pytest.fixture(params=CATALOGS)
def result(request, check):
    return check(CATALOGS[request.param])


@pytest.fixture
def hostile(check):
    return check(HOSTILE)


def sarif_texts(log):
    for result in log["runs"][0]["results"]:
        yield result["message"]["text"]
        yield from (related["message"]["text"] for related in result.get("relatedLocations", ()))
        yield from (fix["description"]["text"] for fix in result.get("fixes", ()))


def test_each_text_and_each_name_of_a_file_is_in_a_finding(hostile):
    keys = {found.message for found in hostile.findings if found.code == "MC101"}
    assert {f"`{text}` is not a key of the entry" for text in TEXTS} <= keys
    assert len({found.place.path for found in hostile.findings}) == len(HOSTILE) - 1
    assert "*[31m##[x]" in hostile.rule_url("MC101")


@pytest.mark.parametrize("name", REPORTS)
def test_nothing_in_a_report_is_hidden_or_moves_the_cursor(name, hostile):
    assert {sign for sign in REPORTS[name](hostile) if not sign.isprintable()} == {"\n"}


@pytest.mark.parametrize("name", REPORTS)
def test_no_line_of_a_report_is_a_command_to_a_ci_log(name, hostile):
    # The runner of GitHub takes `::word` at the start of a line, blanks aside, and `##[` anywhere; Azure and TeamCity `##word[`.
    lines = REPORTS[name](hostile).split("\n")
    commands = [line for line in lines if re.match(r"\s*::\w", line) or re.search(r"##\w*\[", line)]
    assert len(commands) == (len(hostile.findings) if name == "github" else 0)
    assert [line for line in commands if not re.match(r"::error title=MC\d\d\d,file=catalog/", line)] == []


def test_concise_has_a_line_for_each_finding_and_the_summary(result):
    lines = REPORTS["concise"](result).splitlines()
    assert [line.startswith("catalog/") for line in lines] == [True] * len(result.findings) + [False]


def test_the_runner_of_github_reads_back_what_was_found(result):
    commands = [
        line[2:].partition("::")[0] for line in REPORTS["github"](result).split("\n") if line.startswith("::")
    ]
    given = [dict(one.split("=", 1) for one in command.partition(" ")[2].split(",")) for command in commands]
    read = [(unquote(one["file"]), one["line"], one["col"], one["title"]) for one in given]
    places = [(found.place, found.code) for found in result.findings]
    assert read == [(place.path, str(place.line), str(place.column), code) for place, code in places]


@pytest.mark.parametrize("name", ["json", "gitlab", "sarif", "rdjson"])
def test_json_names_the_files_of_all_findings(name, result):
    wanted = [found.place.path for found in result.findings]
    read = json.loads(REPORTS[name](result))
    paths = {
        "json": lambda: [one["path"] for one in read["findings"]],
        "gitlab": lambda: [one["location"]["path"] for one in read],
        "sarif": lambda: [
            unquote(one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
            for one in read["runs"][0]["results"]
        ],
        "rdjson": lambda: [one["location"]["path"] for one in read["diagnostics"]],
    }
    assert paths[name]() == wanted


def test_the_json_report_keeps_texts_as_they_are(hostile):
    messages = [one["message"] for one in json.loads(REPORTS["json"](hostile))["findings"]]
    assert messages == [found.message for found in hostile.findings]


def parsed(report):
    return ElementTree.fromstring(report)  # noqa: S314 (it is our own)


class Html(HTMLParser):
    """The tags of a page, where its links lead, and the text outside of code."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.links, self.plain, self.depth = set(), set(), "", 0
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.links |= {value for name, value in attrs if name in ("href", "src")}
        self.depth += tag == "code"

    def handle_endtag(self, tag):
        self.depth -= tag == "code"

    def handle_data(self, data):
        self.plain += "" if self.depth else data

    def handle_comment(self, data):
        self.tags.add("!--")


def shown(markdown):
    """Return what GitHub makes of Markdown, before it takes out what is not safe."""
    return Html(cmarkgfm.github_flavored_markdown_to_html(markdown, Options.CMARK_OPT_UNSAFE))


# Mentions, references, labels and commits, as GitHub and GitLab look for them in what Markdown left as text.
REFERENCE = re.compile(r"@\w|[#!~%$^]\w|GH-\d|://|www\.\w|\b[0-9a-f]{7,40}\b|:\w+:")


def test_markdown_is_a_sentence_and_a_table(result):
    page = shown(REPORTS["markdown"](result))
    count = len(result.findings)
    table = {"table", "thead", "tbody", "tr", "th", "td", "code"} if count else set()
    fold = {"details", "summary"} if count > 10 else set()
    assert page.tags - {"a"} == {"p", *table, *fold}
    assert REFERENCE.findall(page.plain) == []
    text = REPORTS["markdown"](result)
    assert text.count("\n| ") - text.count("\n| | Where |") == count


def test_no_backslash_of_an_entry_frees_a_bar(hostile):
    assert "\\\\|" not in REPORTS["markdown"](hostile)


def test_the_only_links_of_markdown_lead_to_rules(result):
    site = "https://quokka.example/a_b%7Cc%29d/%2A%5B31m##%5Bx%5D/modules/rules/#"
    wanted = (
        {f"{site}{found.code.lower()}" for found in result.findings}
        if result.catalog.settings.site
        else set()
    )
    assert shown(REPORTS["markdown"](result)).links == wanted


@pytest.mark.parametrize("name", ["rdjson", "sarif"])
def test_a_message_that_is_shown_as_markdown_is_a_sentence_with_code(name, hostile):
    read = json.loads(REPORTS[name](hostile))
    texts = [one["message"] for one in read["diagnostics"]] if name == "rdjson" else list(sarif_texts(read))
    assert len(texts) >= len(hostile.findings)
    for page in map(shown, texts):
        assert page.tags <= {"p", "code"}
        assert page.links == set()
        assert REFERENCE.findall(page.plain) == []


def test_plain_words_are_not_marked_as_code(check):
    messages = [one["message"] for one in json.loads(REPORTS["rdjson"](check(MISTAKES)))["diagnostics"]]
    assert messages[-2] == (
        "`1.0` is not a release of the project: add it to `releases` or `upcoming` of `catalog.yaml`; did you mean `v1.0`?"
    )


def test_a_message_of_sarif_has_no_link(hostile):
    assert [text for text in sarif_texts(json.loads(REPORTS["sarif"](hostile))) if "](" in text] == []


def test_junit_has_a_test_for_each_file_and_nothing_else(hostile):
    root = parsed(REPORTS["junit"](hostile))
    assert [
        one.tag for one in root.iter() if one.tag not in ("testsuites", "testsuite", "testcase", "failure")
    ] == []
    assert len(list(root.iter("testcase"))) == len({found.place.path for found in hostile.findings})


def test_no_text_of_an_entry_makes_gitlab_link_a_file_to_a_test(hostile):
    assert "[[ATTACHMENT|" not in "".join(parsed(REPORTS["junit"](hostile)).itertext())


@pytest.mark.parametrize("name", REPORTS)
def test_no_text_makes_a_report_slow(name, check):
    # The first backtick leads each out of what a message marks as code.
    keys = (
        "`" + "!" * 50_000 + "x",
        "`" + "(" * 50_000 + "x",
        "`" + "##a" * 20_000,
        "` " * 20_000,
        "`" + "a-" * 20_000 + "!",
    )
    result = check({f"modules/m{number}.yaml": f'? "{key}"\n: x\n' for number, key in enumerate(keys)})
    assert sum(len(found.message) > 40_000 for found in result.findings) == len(keys)
    start = time.process_time()
    REPORTS[name](result)
    assert time.process_time() - start < 2


def test_markdown_fits_into_a_comment_and_says_what_does_not(check):
    many = "".join(f"key-{number:04}: x\n" for number in range(2000))
    report = REPORTS["markdown"](check({"modules/cuda.yaml": CUDA + many}))
    rows = report.count("| [MC101]") + report.count("| MC101 |")
    assert 20_000 < len(report) < 25_000
    assert report.endswith(
        f"\n{2000 - rows:,} more are not shown here: `module-catalog check` lists them all.\n"
    )
    assert report.index("<details><summary>") < report.index("key-0011")
    table = {"table", "thead", "tbody", "tr", "th", "td", "code"}
    assert shown(report).tags == {"p", "details", "summary", *table}
