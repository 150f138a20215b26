"""import: what other formats say becomes a catalog that loads, with nothing lost, invented or written over."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path

import pytest
import yaml

from module_catalog.catalog.reading import documents
from module_catalog.importers import (
    FORMATS,
    backstage,
    feature_gates,
    kep,
    landscape,
    otel,
    renewal,
    table,
    writing,
)
from module_catalog.importers.drafts import Draft, Imported, paragraph, sentence, slug
from repositories import commit, git, repository
from test_cli import run


def text(said):
    return textwrap.dedent(said).lstrip("\n")


KEP = "keps/sig-node/1287-resize/kep.yaml"
SOURCES = {
    "kep": {
        KEP: text("""
            title: In-place resize
            kep-number: 1287
            authors: ["@ana", "@ben"]
            owning-sig: sig-node
            status: implementable
            creation-date: 2023-14-05
            approvers: [TBD, "@cleo"]
            see-also: [/keps/sig-node/99-gone, "[Notes](https://example.org/notes)"]
            replaces: [/keps/sig-node/0007-old]
            stage: beta
            latest-milestone: "v1.34"
            milestone: {alpha: "v1.32", beta: "v1.33", stable: "v1.35"}
            feature-gates: [{name: Resize, components: [kubelet]}]
            metrics: [resize_total]
        """),
        "keps/sig-node/1287-resize/README.md": "# Resize\n\n## Summary\n\nChanges *resources* of a [pod](x.md).\n",
        "keps/sig-node/0007-old/kep.yaml": text("""
            title: Restart to resize
            kep-number: 7
            authors: ["@ana"]
            owning-sig: sig-node
            status: replaced
            creation-date: 2019-01-01
        """),
        "keps/NNNN-kep-template/kep.yaml": "title: KEP Template\n",
    },
    "feature-gates": {
        "content/en/docs/feature-gates/Hints.md": text("""
            ---
            title: Hints
            stages:
              - {stage: alpha, defaultValue: false, fromVersion: "1.21", toVersion: "1.22"}
              - {stage: beta, defaultValue: false, fromVersion: "1.23", toVersion: "1.23"}
              - {stage: beta, defaultValue: true, fromVersion: "1.24", toVersion: "1.32"}
            removed: true
            ---
            Enables *routing* by hints.
        """)
    },
    "otel": {
        "receiver/otlpreceiver/metadata.yaml": text("""
            display_name: OTLP Receiver
            type: otlp
            deprecated_type: otel
            github_project: example/collector
            status:
              class: receiver
              stability: {stable: [traces, logs], alpha: [profiles]}
              distributions: [core, contrib]
              codeowners: {active: [ana], emeritus: [ben], seeking_new: true}
            telemetry: {metrics: {received: {unit: "{item}"}}}
        """),
        "cmd/internal/sample/metadata.yaml": "type: sample\n",
    },
    "backstage": {
        "catalog-info.yaml": text("""
            apiVersion: backstage.io/v1alpha1
            kind: Component
            metadata: {name: Shop-Web, title: Shop front, description: Sells things., tags: [java], annotations: {a/b: c}}
            spec: {type: website, lifecycle: production, owner: group:default/web, system: shop, consumesApis: [orders]}
            ---
            kind: System
            metadata: {name: shop}
            spec: {owner: web}
            ---
            kind: API
            metadata: {name: orders}
            spec: {type: openapi, lifecycle: experimental, owner: user:ana, definition: {$text: ./api.yaml}}
            ---
            kind: Group
            metadata: {name: web}
            spec: {profile: {displayName: The web team}}
            ---
            kind: Robot
            metadata: {name: r2}
        """)
    },
    "landscape": {
        "landscape.yml": text("""
            landscape:
              - category:
                name: Provisioning
                subcategories:
                  - subcategory:
                    name: Automation
                    items:
                      - item:
                        name: Akra
                        homepage_url: https://akra.example.org
                        project: graduated
                        logo: akra.svg
                        extra: {accepted: '2020-01-01', incubating: '2021-02-02', graduated: '2022-03-03', slack: x}
                      - item:
                        name: Bolt
                        homepage_url: https://bolt.example.org
        """)
    },
}


def put(root, files):
    for path, said in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(said, encoding="utf-8")
    return root


def bring_in(tmp_path, form, *options, files=None):
    source = put(tmp_path / "source", SOURCES[form] if files is None else files)
    return run("import", form, str(source), "--into", "made", *map(str, options), cwd=tmp_path)


def entry(tmp_path, id_):
    return (tmp_path / f"made/catalog/modules/{id_}.yaml").read_text()


def codes(tmp_path, *options):
    done = run("check", "--output-format", "json", *options, cwd=tmp_path / "made")
    return [(one["code"], one["path"].rpartition("/")[2]) for one in json.loads(done.stdout)["findings"]]


@pytest.mark.parametrize("form", [form for form in SOURCES if form != "kep"])
def test_a_source_becomes_a_catalog_that_checks_clean(tmp_path, form):
    done = bring_in(tmp_path, form)
    assert (done.returncode, done.stderr) == (0, "")
    assert codes(tmp_path) == []
    assert run("fmt", "--check", cwd=tmp_path / "made").returncode == 0


def test_every_format_has_a_source_here():
    assert set(SOURCES) == set(FORMATS)


def test_the_check_of_a_catalog_says_what_is_wrong_in_its_source(tmp_path):
    bring_in(tmp_path, "kep")
    assert set(codes(tmp_path)) == {
        ("MC201", "1287-resize.yaml"),  # What it refers to is not there.
        ("MC105", "1287-resize.yaml"),  # The fifth day of the fourteenth month.
        ("MC109", "1287-resize.yaml"),  # Nobody is called TBD.
    }


def test_a_proposal_says_what_its_source_says(tmp_path):
    bring_in(tmp_path, "kep")
    assert entry(tmp_path, "1287-resize") == text("""
        # yaml-language-server: $schema=../module.schema.json
        # Imported from keps/sig-node/1287-resize/kep.yaml.
        name: In-place resize
        summary: Changes resources of a pod.
        kind: sig-node
        stage: beta
        namespaces: [keps/sig-node/1287-resize]
        owners:
          - {person: ana, basis: authors in kep.yaml}
          - {person: ben, basis: authors in kep.yaml}
        # guessed: kep.yaml names no default: a gate is off in alpha and on once stable
        toggles:
          - {name: Resize, mechanism: feature-gate, default: unknown, where: [kubelet]}
        relations:
          - {type: supersedes, module: '0007-old', why: listed under replaces}
          - {type: related-to, module: '99-gone', why: listed under see-also}
          - {type: related-to, external: {name: Notes, url: 'https://example.org/notes'}, why: listed under see-also}
        roadmap:
          - {title: Stable, toward: stable, status: planned, target: v1.35}
        history:
          - {date: '2023-14-05', event: introduced}
          - {release: v1.32, event: entered, stage: alpha}
          - {release: v1.33, event: entered, stage: beta}
        links:
          docs: 'https://github.com/kubernetes/enhancements/blob/master/keps/sig-node/1287-resize/README.md'
          issues: 'https://github.com/kubernetes/enhancements/issues/1287'
        status: implementable
        number: 1287
        approvers: [TBD, cleo]
        latest_milestone: v1.34
        x-metrics: [resize_total]
    """)


def test_a_report_counts_guesses_what_was_kept_and_what_was_not_understood(tmp_path):
    done = bring_in(tmp_path, "kep")
    assert "Found 2 entries in 4 files." in done.stdout
    assert "1  toggles: kep.yaml names no default" in done.stdout
    assert "1  x-metrics" in done.stdout
    assert "keps/NNNN-kep-template/kep.yaml: left out" in done.stdout


def test_a_placeholder_is_nobody_on_the_roster(tmp_path):
    bring_in(tmp_path, "kep")
    assert list(yaml.safe_load((tmp_path / "made/catalog/people.yaml").read_text())["people"]) == [
        "ana",
        "ben",
        "cleo",
    ]


def test_a_gate_keeps_the_history_of_its_default():
    gate = feature_gates.read(SOURCES["feature-gates"]).drafts[0].data
    assert gate["toggles"][0]["history"] == [
        {"release": "1.21", "stage": "alpha", "default": "off"},
        {"release": "1.23", "stage": "beta", "default": "off"},
        {"release": "1.24", "stage": "beta", "default": "on", "until": "1.32"},
    ]
    assert [one["stage"] for one in gate["history"]] == ["alpha", "beta", "removed"]
    assert gate["toggles"][0]["until"] == "1.33"


def test_a_gap_between_the_stages_of_a_gate_is_kept_for_the_check_to_find():
    path, page = next(iter(SOURCES["feature-gates"].items()))
    imported = feature_gates.read({path: page.replace('toVersion: "1.22"', 'toVersion: "1.21"')})
    first, *_ = imported.drafts[0].data["toggles"][0]["history"]
    assert first == {"release": "1.21", "stage": "alpha", "default": "off", "until": "1.21"}
    names = [one["name"] for one in imported.catalog["releases"]]
    assert names == [f"1.{minor}" for minor in range(21, 34)]


def test_a_component_has_a_part_for_each_signal():
    draft = otel.read(SOURCES["otel"]).drafts[0]
    assert [(part["id"], part["stage"]) for part in draft.data["parts"]] == [
        ("traces", "stable"),
        ("logs", "stable"),
        ("profiles", "alpha"),
    ]
    assert (draft.data["stage"], draft.data["former_type"], draft.data["emeritus"]) == (
        "stable",
        "otel",
        ["ben"],
    )
    assert list(draft.guessed) == ["stage"]


def test_entities_lead_to_each_other_and_groups_are_teams():
    imported = backstage.read(SOURCES["backstage"])
    shop = imported.drafts[0].data
    # A system and a component may have the same name, and are two entries.
    assert [(one["type"], one["module"]) for one in shop["relations"]] == [
        ("part-of", "shop"),
        ("depends-on", "orders"),
    ]
    assert imported.teams == {"web": {"name": "The web team"}}
    assert imported.people == {"ana": {"name": "ana"}}
    assert imported.drafts[1].data["stage"] == "unstated"
    assert imported.unread == [("catalog-info.yaml", "an entity of the kind `robot` is no entry")]
    assert shop["x-metadata-annotations"] == {"a/b": "c"}


def test_entities_are_found_in_any_file_and_users_are_members_of_their_groups(tmp_path):
    entities = {
        "catalog-info.yaml": SOURCES["backstage"]["catalog-info.yaml"],
        "org/people.yaml": text("""
            apiVersion: backstage.io/v1alpha1
            kind: User
            metadata: {name: ana}
            spec: {profile: {displayName: Ana Alves}, memberOf: [group:default/web]}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: none-of-ours}
        """),
        "deploy.yaml": "apiVersion: apps/v1\nkind: Deployment\n",
    }
    done = bring_in(tmp_path, "backstage", files=entities)
    assert "Found 3 entries in 2 files." in done.stdout
    assert "Secret" not in done.stdout
    roster = yaml.safe_load((tmp_path / "made/catalog/people.yaml").read_text())
    assert roster["people"]["ana"] == {"name": "Ana Alves"}
    assert roster["teams"]["web"] == {"name": "The web team", "members": ["ana"]}


def test_a_project_goes_through_its_levels_and_an_item_is_listed():
    akra, bolt = landscape.read(SOURCES["landscape"]).drafts
    assert [(one["date"], one["stage"]) for one in akra.data["history"]] == [
        ("2020-01-01", "sandbox"),
        ("2021-02-02", "incubating"),
        ("2022-03-03", "graduated"),
    ]
    assert bolt.data["history"] == [{"date": "unknown", "event": "introduced", "stage": "listed"}]
    assert akra.data["x-extra"] == {"slack": "x"}


MAPPING = text("""
    catalog: {name: Pipelines, noun: {one: tool, many: tools}}
    stages:
      - {id: draft, means: It is being written.}
      - {id: ready, means: It is for use.}
    files: [modules/*/meta.yml]
    id: $folder
    entry:
      name: name
      summary: {path: [description, about]}
      kind: {path: group, as: id, default: tool}
      stage: {path: state, values: {ok: ready}, default: draft}
      owners: {path: authors, each: {path: ., strip: '@'}}
      tags: {path: keywords, split: ','}
      history:
        - {date: {path: added, default: unknown}, event: {constant: introduced}, stage: {path: state, values: {ok: ready}, default: draft}}
        - {date: {path: checked}, event: {constant: changed}}
      links: {docs: {path: homepage}}
    rest: x
""")
META = text("""
    name: bwa
    about: Aligns reads.
    group: Aligners
    state: ok
    authors: ["@ana"]
    keywords: "dna, align"
    input: [{reads: {type: file}}]
""")


GUIDE = Path(__file__).parent.parent / "docs/guides/import.md"


def test_the_mapping_of_the_guide_is_one_and_is_short():
    said = GUIDE.read_text(encoding="utf-8").partition('title="mapping.yaml"\n')[2].partition("```")[0]
    files = {
        "features/at.yml": "name: at\nspec: https://example.org/\ngroup: arrays\n",
        "features/at.yml.dist": "status: {baseline: low, baseline_low_date: ≤2020-01-01}\n",
    }
    (draft,) = table_of(said, files).drafts
    assert draft.data["history"] == [{"date": "2020-01-01", "event": "introduced", "stage": "newly"}]
    assert len(said.splitlines()) < 60


def table_of(said, files):
    data, findings = table.mapping(said, "mapping.yaml")
    assert list(findings) == []
    return table.read(files, data)


def test_a_mapping_brings_in_what_nobody_planned_for(tmp_path):
    (tmp_path / "mapping.yaml").write_text(MAPPING)
    done = bring_in(
        tmp_path,
        "table",
        "--mapping",
        tmp_path / "mapping.yaml",
        files={"modules/bwa/meta.yml": META, "x.yml": ""},
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert codes(tmp_path) == []
    assert entry(tmp_path, "bwa") == text("""
        # yaml-language-server: $schema=../module.schema.json
        # Imported from modules/bwa/meta.yml.
        name: bwa
        summary: Aligns reads.
        kind: aligners
        stage: ready
        owners:
          - {person: ana}
        history:
          - {date: unknown, event: introduced, stage: ready}
        tags: [dna, align]
        x-input:
          - {reads: {type: file}}
    """)


@pytest.mark.parametrize(
    ("path", "records", "said"),
    [
        ("a.json", "tools", '{"tools": {"bwa": {"title": "BWA", "open": true, "size": 1.50}}}'),
        ("a.toml", "tools", '[tools.bwa]\ntitle = "BWA"\nopen = true\nsize = "1.50"\n'),
        ("a.csv", None, "key,title,open,size\nbwa,BWA,true,1.50\n"),
        ("a.yaml", None, "- {key: bwa, title: BWA, open: true, size: 1.50}\n"),
    ],
)
def test_records_come_from_every_kind_of_file(path, records, said):
    where = f"records: {records}\n" if records else ""
    id_ = "$key" if records else "key"
    mapping = f"catalog: {{name: T}}\nfiles: ['*']\n{where}id: {id_}\nrest: x\nentry: {{name: title, stage: {{constant: alpha}}}}\n"
    (draft,) = table_of(mapping, {path: said}).drafts
    assert (draft.id, draft.data["name"], draft.data["x-open"], draft.data["x-size"]) == (
        "bwa",
        "BWA",
        "true",
        "1.50",
    )


def test_the_first_of_several_that_says_something_counts_and_lists_of_lists_are_one():
    mapping = text("""
        catalog: {name: Debian}
        files: ['*']
        id: Package
        entry:
          name: Package
          stage: {first: [{path: Stable, any: stable}, {path: Testing, any: testing}], default: unknown}
          owners: [Maintainer, {path: Uploaders, split: ','}]
    """)
    rows = (
        'Package,Maintainer,Uploaders,Testing,Stable\ncurl,ana,"ben,cleo",8.14,8.13\nnew,ana,,0.1,\nodd,,,,\n'
    )
    made = table_of(mapping, {"packages.csv": rows}).drafts
    assert [one.data["stage"] for one in made] == ["stable", "testing", "unknown"]
    assert [owner["person"] for owner in made[0].data["owners"]] == ["ana", "ben", "cleo"]
    assert "x-Testing" not in made[0].data


def test_a_file_beside_adds_what_a_record_does_not_say():
    mapping = (
        "catalog: {name: T}\nfiles: ['*.yml']\nbeside: .dist\nid: $stem\nentry: {name: name, stage: status}\n"
    )
    files = {"at.yml": "name: at\n", "at.yml.dist": "name: other\nstatus: beta\n"}
    (draft,) = table_of(mapping, files).drafts
    assert (draft.id, draft.data["name"], draft.data["stage"]) == ("at", "at", "beta")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ("files", "did you mean `files`?"),
        ("split", "did you mean `split`?"),
    ],
)
def test_a_mistake_in_a_mapping_has_its_place_and_what_was_meant(tmp_path, wrong, says):
    (tmp_path / "mapping.yaml").write_text(MAPPING.replace(f"{wrong}:", f"{wrong}x:"))
    done = bring_in(
        tmp_path, "table", "--mapping", tmp_path / "mapping.yaml", files={"modules/bwa/meta.yml": META}
    )
    assert done.returncode == 2
    assert "mapping.yaml" in done.stderr
    assert says in done.stderr


def test_a_git_repository_is_read_at_a_revision(tmp_path):
    source = repository(tmp_path / "source")
    commit(source, SOURCES["landscape"])
    (source / "landscape.yml").write_text("landscape: []\n")
    done = run("import", "landscape", str(source), "--rev", "HEAD", "--into", "made", cwd=tmp_path)
    assert "Found 2 entries" in done.stdout
    git(source, "clone", "-q", "--bare", ".", str(tmp_path / "bare"))
    done = run("import", "landscape", "bare", "--into", "made", cwd=tmp_path)
    assert "0 new, 0 renewed, 5 unchanged" in done.stdout


# Importing again


def test_a_second_run_changes_nothing(tmp_path):
    bring_in(tmp_path, "kep")
    before = {file: file.read_bytes() for file in (tmp_path / "made").rglob("*") if file.is_file()}
    bring_in(tmp_path, "kep")
    assert before == {file: file.read_bytes() for file in (tmp_path / "made").rglob("*") if file.is_file()}


def changed(**said):
    """Return the proposals with another text for some keys of the first."""
    files = dict(SOURCES["kep"])
    for key, value in said.items():
        lines = [
            f"{key}: {value}" if line.startswith(f"{key}:") else line for line in files[KEP].splitlines()
        ]
        files[KEP] = "\n".join(lines) + "\n"
    return files


def test_what_nobody_edited_is_renewed_and_what_somebody_did_stays(tmp_path):
    bring_in(tmp_path, "kep")
    file = tmp_path / "made/catalog/modules/1287-resize.yaml"
    mine = file.read_text().replace("summary: Changes resources of a pod.", "summary: Mine.  # by hand")
    mine = mine.replace("x-metrics: [resize_total]\n", "tags: [mine]   \n\n\n# The end.\n")
    file.write_text(mine)
    files = changed(title="Resize in place", metrics="[more]")
    files["keps/sig-node/1287-resize/README.md"] = "## Summary\n\nSomething else.\n"
    done = bring_in(tmp_path, "kep", files=files)
    assert file.read_text() == mine.replace("name: In-place resize", "name: Resize in place")
    assert "1287-resize.yaml: summary, x-metrics" in done.stdout


def test_a_comment_belongs_to_the_key_below_it():
    blocks = {"name": "name: a\n", "kind": "kind: k\n", "stage": "stage: s\n"}
    made = renewal.new("# head\n", blocks)
    there = made.text.replace("stage:", "# why\nstage:")
    again = renewal.renewed(
        "x.yaml", there, {key: one.replace("\n", "1\n") for key, one in blocks.items()}, made.digests
    )
    assert again.text == "# head\nname: a1\nkind: k1\n# why\nstage: s\n"
    assert again.edited == ("stage",)


def test_a_new_key_of_the_source_takes_its_place_among_the_others(tmp_path):
    files = changed()
    del files["keps/sig-node/1287-resize/README.md"]
    bring_in(tmp_path, "kep", files=files)
    assert "summary:" not in entry(tmp_path, "1287-resize")
    bring_in(tmp_path, "kep")
    assert "name: In-place resize\nsummary: Changes resources of a pod.\nkind:" in entry(
        tmp_path, "1287-resize"
    )


def test_an_entry_that_is_gone_from_the_source_is_kept_and_named(tmp_path):
    bring_in(tmp_path, "kep")
    (tmp_path / "source/keps/sig-node/0007-old/kep.yaml").unlink()
    done = run("import", "kep", "source", "--into", "made", cwd=tmp_path)
    assert "Kept, though the source no longer has it:\n  catalog/modules/0007-old.yaml" in done.stdout
    assert entry(tmp_path, "0007-old")


def test_an_entry_that_somebody_removed_stays_removed(tmp_path):
    bring_in(tmp_path, "kep")
    (tmp_path / "made/catalog/modules/0007-old.yaml").unlink()
    done = bring_in(tmp_path, "kep")
    assert "because somebody removed it:\n  catalog/modules/0007-old.yaml" in done.stdout
    assert not (tmp_path / "made/catalog/modules/0007-old.yaml").exists()


def test_a_catalog_that_was_there_before_is_left_alone(tmp_path):
    put(tmp_path / "made", {"catalog/catalog.yaml": "name: Mine\nkinds: {k: {name: K}}\n"})
    done = bring_in(tmp_path, "landscape")
    assert "because no import wrote it:\n  catalog/catalog.yaml" in done.stdout
    assert (tmp_path / "made/catalog/catalog.yaml").read_text() == "name: Mine\nkinds: {k: {name: K}}\n"


@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_line_ends_of_an_entry_stay(line_break):
    made = renewal.new("# head\n", {"name: a".partition(":")[0]: "name: a\n", "kind": "kind: k\n"})
    there = made.text.replace("\n", line_break)
    again = renewal.renewed("x.yaml", there, {"name": "name: b\n", "kind": "kind: k\n"}, made.digests)
    assert again.text == there.replace("name: a", "name: b")
    assert again.edited == ()


# Hostile sources


@pytest.mark.parametrize(
    "value",
    [
        *(
            "yes",
            "on",
            "1.20",
            "0x1f",
            "1_000",
            "2023-14-05",
            "12:30:00",
            "~",
            "null",
            "",
            " lead",
            "a: b",
            "a #b",
            "- x",
        ),
        *(
            "{x}",
            "[x]",
            "*x",
            "&x",
            "!x",
            "%x",
            "@x",
            "`x`",
            "it's",
            'say "x"',
            "a\tb",
            "a\u2028b",
            "😀\x07",
            "a, b",
        ),
        *("=", "<<", "? x", "|", ">", "é", "\x85", "\\n", "x" * 300, "y", "NaN", ".inf", "1e3", "007"),
    ],
)
def test_text_is_read_as_what_it_was_by_every_reader(value):
    data = {"x-a": value, "x-b": [value, {"k": value}], "x-c": {"k": {"a": value, "b": [value]}}}
    written = "".join(writing.blocks(data, {}).values())
    ours = documents.parse(written, "x.yaml")
    assert ours.findings == ()
    assert ours.document.value() == data
    assert yaml.safe_load(written) == data


def test_a_date_is_a_date_without_quotes():
    assert writing.blocks({"date": "2026-01-31"}, {}) == {"date": "date: 2026-01-31\n"}


@pytest.mark.parametrize("name", ["../../etc/passwd", "..", "a/b", "CON .. ", "~", "", "\x00", "é" * 300])
def test_no_name_of_a_source_leads_out_of_the_folder_of_entries(tmp_path, name):
    files = {
        "landscape.yml": yaml.safe_dump(
            {"landscape": [{"name": name, "subcategories": [{"name": name, "items": [{"name": name}]}]}]}
        )
    }
    bring_in(tmp_path, "landscape", files=files)
    made = [file.relative_to(tmp_path).as_posix() for file in tmp_path.rglob("*") if file.is_file()]
    assert all(path.startswith(("made/", "source/", ".cache")) for path in made)


def test_a_link_in_place_of_the_entries_is_not_followed(tmp_path):
    (tmp_path / "made/catalog").mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "made/catalog/modules").symlink_to(tmp_path / "elsewhere")
    done = bring_in(tmp_path, "landscape")
    assert done.returncode == 2
    assert "link out of the folder" in done.stderr
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("a: &a [x]\nb: *a\n", "is an anchor"),
        ("title: [\n", "line 2"),
        ("title: x\ntitle: y\nowning-sig: sig-x\nstatus: provisional\n", "is written twice"),
        ("\x00", "MC"),
        ("x: " + "[" * 100 + "]" * 100, "levels deep"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_reason(said, reason):
    imported = kep.read({**SOURCES["kep"], "keps/sig-x/1-odd/kep.yaml": said})
    told = dict(imported.unread).get("keps/sig-x/1-odd/kep.yaml", "")
    assert told
    assert reason in told or reason == "MC"
    assert "1287-resize" in [one.id for one in imported.drafts]


def test_a_file_that_is_not_text_is_named(tmp_path):
    put(tmp_path / "source", SOURCES["kep"])
    (tmp_path / "source/keps/sig-node/1-odd").mkdir()
    (tmp_path / "source/keps/sig-node/1-odd/kep.yaml").write_bytes(b"title: \xff\n")
    assert "1-odd/kep.yaml: the file is not UTF-8" in bring_in(tmp_path, "kep").stdout


@pytest.mark.parametrize("value", [[], {}, "x", 1, None, [[1]], {"a": {"b": [1]}}])
@pytest.mark.parametrize(
    "key", ["authors", "see-also", "milestone", "feature-gates", "status", "owning-sig", "title"]
)
def test_a_proposal_of_any_shape_becomes_an_entry(key, value):
    said = yaml.safe_dump({"title": "T", "owning-sig": "sig-x", "status": "provisional", key: value})
    (draft,) = kep.read({"keps/sig-x/1-odd/kep.yaml": said}).drafts
    assert documents.parse("".join(writing.blocks(draft.data, draft.guessed).values()), "x").document


def test_an_id_that_is_taken_gets_a_number():
    imported = Imported({}, "keps")
    for path in ("a", "b"):
        imported.add(Draft("same", path, {}))
    assert [one.id for one in imported.drafts] == ["same", "same-2"]
    assert list(imported.drafts[1].guessed) == ["name"]


@pytest.mark.parametrize(
    ("said", "found"),
    [("Élan vital!", "elan-vital"), ("日本", "entry"), ("--a--", "a"), ("a" * 200, "a" * 100)],
)
def test_an_id_is_made_of_any_text(said, found):
    assert slug(said) == found


def test_a_long_text_ends_after_a_sentence():
    assert sentence("One two. " * 60).endswith("One two.")
    assert sentence("word " * 100).endswith("word…")
    assert len(sentence("x" * 1000)) == 300


def test_the_first_paragraph_of_prose_is_what_a_reader_sees():
    assert paragraph("# Title\n\n<!-- no -->\n\n- a list\n\nIt *turns* the\n[wheel](x.md).\n\nMore.") in (
        "- a list",
        "It turns the wheel.",
    )
