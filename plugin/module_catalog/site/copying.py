"""Toggles → the lines to copy that turn them on, in each form they can have, and where those go."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..catalog.entries import Module, Toggle
from ..catalog.model import Catalog
from ..catalog.queries.toggles import choices, standing, with_required
from ..catalog.settings import Settings

HEADINGS = {
    "cmake": "CMake options",
    "env": "Environment variables",
    "pass-context": "Pass context",
    "python-extra": "Pip extras",
    "import": "Imports",
    "config": "Configuration",
    "flag": "Command line flags",
    "feature-gate": "Feature gates",
    "cargo-feature": "Cargo features",
    "build-tag": "Go build tags",
    "meson": "Meson options",
    "bazel": "Bazel flags",
    "gradle": "Gradle properties",
    "maven": "Maven profiles",
    "npm-optional": "Optional npm dependencies",
}
"""What the toggles of a mechanism are called together, in the order of pages."""


def headings(settings: Settings) -> dict[str, str]:
    """Return what the toggles of each mechanism are called together, the project's own ones too."""
    own = {id_: f"{one.plural[:1].upper()}{one.plural[1:]}" for id_, one in settings.mechanisms_.items()}
    return {**HEADINGS, **own}


_WITH_COMMENTS = ("cmake", "env", "pass-context", "python-extra", "import")
"""Mechanisms whose lines may end in a comment."""
_VALUE = r"(?P<value>[\w./+:-]+)"
_SETTINGS = {
    "file": re.compile(rf"set\(\s*(?P<name>\w+)\s+{_VALUE}\s*\)", re.ASCII),
    "command": re.compile(rf"-D\s?(?P<name>\w+)(?::\w+)?={_VALUE}", re.ASCII),
}
"""Lines of CMake that say a name and a plain value, by their form. Any other stays as it is written."""


@dataclass(frozen=True)
class CopyForm:
    """A form of lines to copy."""

    id: str
    label: str
    """What a reader chooses it by; empty for what stands in `copy_to`."""
    title: str
    """What stands above the lines, with a place for the file of `copy_to`."""
    between: str = "\n"
    """What joins several lines."""
    may_have_comments: bool = False


FORMS = {
    form.id: form
    for form in (
        CopyForm("written", "", "Add to {file}:"),
        CopyForm("file", "CMake file", "Add to {file}:", may_have_comments=True),
        CopyForm("command", "Command line", "Add to the {command} command:", " "),
        CopyForm("preset", "Preset", "Add to {variables} of a preset:", ",\n"),
    )
}
"""In the order in which a reader is offered them; all but the first are those of CMake."""
WHOLE, ONE_OF, PARTS = TITLES = ("The whole module", "One of these", "Each on its own")
"""What stands above the toggles that a reader chooses of."""


@dataclass(frozen=True)
class CopyLine:
    """The line of a toggle in every form it has, and which toggles are the reason for it."""

    toggle: Toggle
    texts: Mapping[str, str]
    required_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class CopyBlock:
    """Lines of one mechanism that are copied together, in the same forms."""

    mechanism: str
    forms: tuple[CopyForm, ...]
    lines: tuple[CopyLine, ...]
    file: str | None
    """What catalog.yaml says the lines go into."""

    @property
    def id(self) -> str:
        """What tells it from other blocks."""
        return "-".join((self.mechanism, *(form.id for form in self.forms)))

    def may_have_comments(self, form: CopyForm) -> bool:
        """Say whether a line in this form may end in a comment."""
        return form.may_have_comments or (form.id == "written" and self.mechanism in _WITH_COMMENTS)


@dataclass(frozen=True)
class Setting:
    """All that turns a toggle on."""

    toggle: Toggle
    blocks: tuple[CopyBlock, ...]
    without_line: tuple[str, ...]
    """The names of toggles that must be on too, but have no line."""


@dataclass(frozen=True)
class SettingGroup:
    """Settings of a module of which a reader chooses."""

    title: str
    settings: tuple[Setting, ...]


class Copying:
    """The forms that the lines of a catalog have."""

    def __init__(self, catalog: Catalog) -> None:
        """Take the catalog whose toggles they turn on."""
        self._catalog = catalog
        self._to: Mapping[str, str] = catalog.settings.copy_to

    @cached_property
    def by_name(self) -> Mapping[str, Toggle]:
        """The toggles that are there, by name."""
        return standing(self._catalog)

    @cached_property
    def _cmake(self) -> tuple[str, ...]:
        """The forms of a CMake option whose name and value are known."""
        lines = [line for one in self.by_name.values() if one.mechanism == "cmake" for line in one.enable]
        has_file = "cmake" in self._to or any(line.startswith("set(") for line in lines)
        return ("file", "command", "preset") if has_file else ("command", "preset")

    def line(self, toggle: Toggle, required_by: Sequence[str] = ()) -> CopyLine:
        """Return the line of a toggle that has one, or its several lines in one.

        These have the forms that each of them has.
        """
        each = [self._texts(line, toggle) for line in toggle.enable]
        common = [form for form in each[0] if all(form in texts for texts in each)]
        texts = {form: FORMS[form].between.join(one[form] for one in each) for form in common}
        return CopyLine(toggle, texts or {"written": "\n".join(toggle.enable)}, tuple(required_by))

    def _texts(self, written: str, toggle: Toggle) -> Mapping[str, str]:
        """Return a line in every form that it has."""
        if toggle.mechanism != "cmake":
            return {"written": written}
        kind = next((kind for kind, setting in _SETTINGS.items() if setting.fullmatch(written)), None)
        found = _SETTINGS[kind].fullmatch(written) if kind else None
        is_only = len(toggle.enable) == 1
        if kind is None or found is None or (is_only and found["name"] != toggle.name):
            form = (
                "file" if written.startswith("set(") else "command" if written.startswith("-D") else "written"
            )
            return {form: written}
        name, value = found["name"], found["value"]
        texts = {
            "file": f"set({name} {value})",
            "command": f"-D{name}={value}",
            "preset": f'"{name}": "{value}"',
            kind: written,
        }
        return {form: texts[form] for form in self._cmake}

    def blocks(self, lines: Sequence[CopyLine]) -> tuple[CopyBlock, ...]:
        """Return lines by where they go, in their order."""
        mechanisms = list(headings(self._catalog.settings))
        order = sorted({(mechanisms.index(line.toggle.mechanism), tuple(line.texts)) for line in lines})
        found = []
        for position, forms in order:
            mechanism = mechanisms[position]
            group = [one for one in lines if (one.toggle.mechanism, tuple(one.texts)) == (mechanism, forms)]
            is_unknown = mechanism == "cmake" and forms == ("written",)
            where = None if is_unknown else self._to.get(mechanism)
            found.append(CopyBlock(mechanism, tuple(FORMS[form] for form in forms), tuple(group), where))
        return tuple(found)

    def setting(self, toggle: Toggle) -> Setting:
        """Return all that turns a toggle on."""
        needed = with_required(toggle, self.by_name)
        lines = [
            self.line(one, [other.name for other in needed if one.name in other.requires])
            for one in needed
            if one.enable
        ]
        names = dict.fromkeys(name for one in needed for name in one.requires)
        has_line = {one.name for one in needed if one.enable}
        return Setting(toggle, self.blocks(lines), tuple(name for name in names if name not in has_line))

    def of_module(self, module: Module) -> tuple[SettingGroup, ...]:
        """Return what turns a module on: all of it, one of some alternatives, or each part of it."""
        found = choices(module, self._catalog)
        groups: list[tuple[str, tuple[Toggle, ...]]] = [(WHOLE, (found.whole,) if found.whole else ())]
        groups += [(ONE_OF, group) for group in found.alternatives]
        groups.append((PARTS, found.parts))
        return tuple(
            SettingGroup(title, tuple(self.setting(one) for one in toggles))
            for title, toggles in groups
            if toggles
        )
