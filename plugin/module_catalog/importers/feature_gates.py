"""The feature gates of Kubernetes: the front matter of one page for each."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import PurePosixPath

from .drafts import Data, Draft, Files, Imported, front_matter, ident, line, listed, paragraph, says, sentence

_URL = "https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates/"
_READ = ("title", "stages", "removed", "_build", "build", "content_type")
_STAGES = {"ga": "stable"}
_DEFAULTS = {"true": "on", "false": "off"}


def read(files: Files) -> Imported:
    """Return the gates of kubernetes/website."""
    imported = Imported(
        {
            "name": "Kubernetes",
            "url": _URL,
            "repository": {"url": "https://github.com/kubernetes/website", "branch": "main"},
            "noun": {"one": "feature gate", "many": "feature gates"},
            "kinds": {"gate": {"name": "Feature gate"}},
        },
        "feature-gates",
    )
    # A folder of pages may be the source itself; at the top of a repository there are others.
    pages = [path for path in files if "feature-gates" in PurePosixPath(path).parts] or list(files)
    for path in pages:
        text = files[path]
        if PurePosixPath(path).name in ("_index.md", "index.md"):
            continue
        said, body = front_matter(path, text, lambda *told: imported.unread.append(told))
        if not said:
            continue
        if not [one for one in listed(said.get("stages")) if isinstance(one, dict)]:
            imported.unread.append((path, "the front matter has no `stages`"))
            continue
        imported.add(_draft(path, said, body))
    named = {
        str(one[key])
        for draft in imported.drafts
        for one in (*draft.data["history"], *draft.data["toggles"][0]["history"])
        for key in ("release", "until")
        if key in one
    }
    known = {tuple(map(int, one.split("."))) for one in named if re.fullmatch(r"\d+\.\d{1,3}", one)}
    imported.catalog["releases"] = [{"name": f"{major}.{minor}"} for major, minor in _all(known)]
    return imported


def _all(known: Collection[tuple[int, ...]]) -> Iterator[tuple[int, int]]:
    """Yield the releases that there are, oldest first: those of a major version are numbered one by one."""
    for major in sorted({one[0] for one in known}):
        minors = [minor for first, minor in known if first == major]
        yield from ((major, minor) for minor in range(min(minors), max(minors) + 1))


def _draft(path: str, said: Data, body: str) -> Draft:
    name = line(said.get("title")) or PurePosixPath(path).stem
    stages = [one for one in listed(said["stages"]) if isinstance(one, dict)]
    draft = Draft(ident(PurePosixPath(path).stem.lower()), path, {"name": sentence(name, 100)})
    draft.data.update({"summary": text} if (text := sentence(paragraph(body))) else {})
    rows = [_row(one, after) for one, after in zip(stages, [*stages[1:], {}], strict=True)]
    history = [
        _event(row, is_first=at == 0)
        for at, row in enumerate(rows)
        if at == 0 or row["stage"] != rows[at - 1]["stage"]
    ]
    until = _next(line(stages[-1].get("toVersion")))
    is_removed = line(said.get("removed")).casefold() == "true"
    if is_removed:
        when = {"release": until} if until else {"date": "unknown"}
        history.append({**when, "event": "removed", "stage": "removed"})
        draft.guessed["history"] = "the release of the removal is the one after the last that has the gate"
    draft.data |= {"kind": "gate", "stage": history[-1]["stage"]}
    draft.data["toggles"] = [
        {
            "name": name[:80],
            "mechanism": "feature-gate",
            "default": rows[-1].get("default", "unknown"),
            "enable": f"--feature-gates={name}=true",
            "disable": f"--feature-gates={name}=false",
            "url": f"{_URL}#{name}",
            "history": rows,
        }
    ]
    if is_removed and until:
        draft.data["toggles"][0]["until"] = until
    if not says(stages[-1].get("defaultValue")):
        draft.guessed["toggles"] = "the page names no default"
    draft.data["history"] = history
    if history[-1]["stage"] == "deprecated":
        draft.data["deprecation"] = {"reason": "Its page gives its stage as deprecated."}
    draft.keep(said, _READ)
    draft.keep({"stages": _beyond(stages)}, ())
    return draft


def _row(said: Data, after: Data) -> Data:
    """Return one stage of a gate as its history has it, which has another *after* it or none.

    When a stage ended is said where the next one does not follow at once.
    """
    stage = line(said.get("stage")).casefold() or "unknown"
    row: Data = {"release": line(said.get("fromVersion")) or "unknown", "stage": _STAGES.get(stage, stage)}
    if says(said.get("defaultValue")):
        default = line(said["defaultValue"])
        row["default"] = _DEFAULTS.get(default.casefold(), default)
    if says(said.get("toVersion")) and _next(line(said["toVersion"])) != line(after.get("fromVersion")):
        row["until"] = line(said["toVersion"])
    is_locked = line(said.get("locked")).casefold() == "true"
    return {**row, "note": "Locked."} if is_locked else row


def _next(release: str) -> str | None:
    """Return the release after one: minor releases of Kubernetes are numbered one by one."""
    found = re.fullmatch(r"(\d+)\.(\d+)", release)
    return f"{found[1]}.{int(found[2]) + 1}" if found else None


def _event(row: Data, *, is_first: bool) -> Data:
    when = {"date": "unknown"} if row["release"] == "unknown" else {"release": row["release"]}
    known = {"deprecated": "deprecated", "removed": "removed"}
    event = known.get(row["stage"], "introduced" if is_first else "entered")
    return {**when, "event": event, "stage": row["stage"]}


def _beyond(stages: list[Data]) -> list[Data]:
    read = ("stage", "defaultValue", "fromVersion", "toVersion", "locked")
    return [one for one in stages if any(key not in read for key in one)]
