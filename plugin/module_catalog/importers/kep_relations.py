"""How enhancement proposals of Kubernetes refer to each other, and to the web."""

from __future__ import annotations

import re
from collections.abc import Mapping

from .drafts import NOTHING, Data, Draft, Imported, ident, line, listed, sentence, web

URL = "https://github.com/kubernetes/enhancements"


def relate(imported: Imported, keps: Mapping[str, Data]) -> None:
    """Write the relations of all proposals; *keps* has what each file says."""
    by_id = {one.id: one for one in imported.drafts}
    by_number = {str(one.data.get("number")): one.id for one in imported.drafts}
    for draft in imported.drafts:
        for key, kind in (("replaces", "supersedes"), ("see-also", "related-to")):
            for said in listed(keps[draft.path].get(key)):
                _add(draft, kind, _end(line(said), by_number), line(said), key)
        for said in map(line, listed(keps[draft.path].get("superseded-by"))):
            end = _end(said, by_number)
            other = by_id.get(end.get("module", ""), draft)
            if other is draft:
                _add(draft, "", {}, said, "superseded-by")
            else:
                _add(other, "supersedes", {"module": draft.id}, said, "superseded-by there")
    _say_once(imported)


def _say_once(imported: Imported) -> None:
    """Say that two are related at the one that comes first, where both do."""
    pairs = {
        (one.id, other["module"])
        for one in imported.drafts
        for other in _related(one)
        if one.id < other["module"]
    }
    for draft in imported.drafts:
        twice = [one for one in _related(draft) if (one["module"], draft.id) in pairs]
        draft.data["relations"] = [one for one in draft.data["relations"] if one not in twice]
        if not draft.data["relations"]:
            del draft.data["relations"]


def _related(draft: Draft) -> list[Data]:
    return [one for one in draft.data["relations"] if one["type"] == "related-to" and "module" in one]


def _end(said: str, by_number: Mapping[str, str]) -> Data:
    """Return what a reference leads to: another proposal, or something on the web; nothing for neither."""
    found = _ADDRESS.search(said)
    if not found:
        path = _PROPOSAL.search(said)
        number = re.fullmatch(r"(?:KEP[- ]?|#)?(\d+)", said)
        if number:
            return {"module": by_number[number[1]]} if number[1] in by_number else {}
        return {"module": ident(path[1].casefold())} if path else {}
    url = found[0].rstrip(".,;")
    issue = re.fullmatch(rf"{URL}/issues/(\d+)", url)
    if issue and issue[1] in by_number:
        return {"module": by_number[issue[1]]}
    path = re.fullmatch(rf"{URL}/(?:tree|blob)/[^/]+/(.*)", url)
    if path and (ours := _PROPOSAL.search(f"/{path[1]}")):
        return {"module": ident(ours[1].casefold())}
    if not web(url):
        return {}
    rest = line(re.sub(r"[\[\]()<>-]+", " ", said.replace(found[0], " ")))
    numbered = _NUMBERED.match(url)
    name = rest or (f"{numbered[1]}#{numbered[2]}" if numbered else url.rstrip("/").rpartition("/")[2]) or url
    return {"external": {"name": sentence(name, 100), "url": url}}


_NUMBERED = re.compile(r"https://github\.com/([^/]+/[^/]+)/(?:issues|pull)/(\d+)")
_ADDRESS = re.compile(r"https?://[^\s)>\]]+")
_PROPOSAL = re.compile(
    r"^/?(?:(?:\.\.?/)+|(?:.*/)?keps/(?:[^/]+/)*?|(?:(?:sig|wg|provider)-[^/]+/)+)?"
    r"(\d[^/\s]*-[^/\s]+?|(?<=/)[^/\s.]+?)(?:\.md)?(?:/(?:README\.md|kep\.yaml)?)?(?:\s.*)?$"
)
"""A path of a proposal; its last folder is the id."""


def _add(draft: Draft, kind: str, end: Data, said: str, key: str) -> None:
    """Add a relation; what leads nowhere that is known is kept."""
    if not end:
        if said.casefold() not in NOTHING:
            draft.data.setdefault(f"x-{key}", []).append(said)
        return
    if end.get("module") != draft.id and not any({**one, **end} == one for one in draft.data["relations"]):
        draft.data["relations"].append({"type": kind, **end, "why": f"listed under {key}"})
