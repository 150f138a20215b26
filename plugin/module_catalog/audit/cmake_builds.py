"""CMake files → what they build. They are followed from the top, and never run.

The variables that hold lists of files are followed too. What is not written plainly may be anything, and is
never certain.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from ..catalog.evidence import SourceLocation
from .builds import ANY, ENDINGS, FREE, Builds, Built
from .cmake_branches import Branches
from .cmake_variables import (
    MOST_ITEMS,
    Call,
    Effort,
    Scope,
    UnfollowedError,
    anything,
    globbed,
    placed,
)
from .languages.cmake import BRANCHES, Command, Condition

MOST, MAX_DEPTH = 1_000_000, 40
"""A build in which more words are gone through, or that is nested deeper, is not followed."""
_TOP = "CMakeLists.txt"


def builds(files: Mapping[str, tuple[Command, ...]]) -> Builds:
    """Return what CMake files build, by the commands of each: nothing where that is too much."""
    follower = _Follower(files)
    try:
        for path in sorted(files, key=lambda path: (path.count("/"), path)):
            if path.rpartition("/")[2] == _TOP and path not in follower.entered:
                is_project = any(command.name == "project" for command in files[path])
                is_certain = path == _TOP or (is_project and _TOP not in files)
                follower.begin(path, is_certain=is_certain)
    except UnfollowedError:
        return Builds((), {}, {})
    return Builds(sorted(follower.found, key=lambda one: one.order), follower.entered, follower.takers)


class _Follower:
    """Goes through commands in the order a build would."""

    def __init__(self, files: Mapping[str, tuple[Command, ...]]) -> None:
        self.found: set[Built] = set()
        self.entered: dict[str, Condition] = {}
        self.takers: dict[str, set[tuple[str, frozenset[str]]]] = {}
        self._files = files
        self._by_name: dict[str, list[str]] = {}
        for path in files:
            self._by_name.setdefault(path.rpartition("/")[2], []).append(path)
        self._functions: dict[str, dict[int, tuple[Command, Sequence[Command]]]] = {}
        self._effort = Effort(MOST)

    def begin(self, path: str, *, is_certain: bool) -> None:
        """Go through a file that none takes in: a build of its own, with functions of its own."""
        self._functions.clear()
        self.run(path, Scope(self._effort, path.rpartition("/")[0], FREE, is_certain=is_certain), FREE)

    def run(self, path: str, scope: Scope, guard: Condition) -> None:
        """Go through a file. From then on its functions are known."""
        for name, one in _functions(self._files[path]):
            self._functions.setdefault(name, {})[id(one[0])] = one
        before = self.entered.get(path)
        shared = before.required & guard.required if before else guard.required
        self.entered[path] = Condition(guard.words | (before.words if before else frozenset()), shared)
        self._go(path, self._files[path], scope, guard)

    def _go(self, path: str, commands: Sequence[Command], scope: Scope, guard: Condition) -> None:
        if scope.depth > MAX_DEPTH:
            raise UnfollowedError
        branches, inside = Branches(guard), 0
        for command in commands:
            self._effort.spend(1)
            inside += (command.name in _DEFINING) - (command.name in _END)
            if inside or branches.is_over or command.name in _END:
                continue
            if command.name in BRANCHES or command.name == "return":
                branches.take(command)
            else:
                self._command(Call(command, path, scope, branches.here))

    def _command(self, call: Call) -> None:
        name, arguments = call.command.name, call.command.arguments
        if name.endswith(("_ifdef", "_ifndef")) and arguments:
            word = frozenset(arguments[:1])
            is_on: frozenset[str] = word if name.endswith("_ifdef") else frozenset()
            plain = Command(name.rpartition("_")[0], arguments[1:], call.command.line)
            call = replace(call, command=plain, here=call.here & Condition(word, is_on))
        if how := _GLOBS.intersection(call.texts(arguments[:1])) if len(arguments) > 1 else ():
            for one in how:
                call.assign(arguments[1], globbed(call, one, arguments[2:]))
        elif handle := _HANDLERS.get(call.command.name):
            handle(self, call)
        else:
            self._other(call)
        for taken, guard in call.words() if name not in ("set", "list", "foreach") else ():
            self.takers.setdefault(taken, set()).add((arguments[0] if arguments else "", guard.words))

    def take_in(self, call: Call) -> None:
        """Follow `include`: a file of the tree, in the folder that includes it."""
        for text in call.texts(call.command.arguments[:1]):
            path = self._file(text, call)
            if path:
                scope = call.scope
                scope.depth += 1
                self.run(path, scope, call.here)
                scope.depth -= 1

    def _file(self, text: str, call: Call) -> str | None:
        name = text if text.endswith((".cmake", ".txt")) else f"{text}.cmake"
        near = (placed(name, call.scope.folder), placed(f"/{name}", ""))
        several = self._by_name.get(name.rpartition("/")[2], [])
        found = next((path for path in near if path in self._files), None)
        return found or (several[0] if len(several) == 1 else None)

    def go_down(self, call: Call) -> None:
        """Follow `add_subdirectory`."""
        for text in call.texts(call.command.arguments[:1]):
            folder = placed(text, call.scope.folder)
            path = f"{folder}/{_TOP}" if folder else _TOP
            if path in self._files and folder != call.scope.folder:
                guard = call.here & _left_out(call)
                values, unknown = dict(call.scope.values), set(call.scope.unknown)
                depth = call.scope.depth + 1
                scope = Scope(
                    self._effort, folder, guard, values, unknown, call.scope.is_certain, depth, call
                )
                self.run(path, scope, guard)

    def build(self, call: Call) -> None:
        """Take note of what `add_library`, `add_executable` and `target_sources` build."""
        name, *rest = call.command.arguments or ("",)
        words = {word.upper() for word in rest[:3]}
        if words & {"ALIAS", "IMPORTED"}:
            return
        is_whole = call.command.name.endswith("executable") or bool(words & {"SHARED", "MODULE"})
        names = call.texts([name])
        is_certain = call.scope.is_certain and len(names) == 1 and "INTERFACE" not in rest
        target = names[0] if is_certain and not is_whole else ""
        for item in call.items(rest):
            one = replace(item, target=target, is_certain=item.is_certain and is_certain)
            self._note(call, one, _left_out(call))

    def _note(self, call: Call, item: Built, guard: Condition = FREE) -> None:
        pattern = placed(item.pattern, call.scope.folder)
        if pattern and (pattern.endswith(ENDINGS) or ANY in pattern or "*" in pattern):
            self.found.add(replace(item, pattern=pattern, guard=item.guard & call.here & guard))
            if len(self.found) > MOST_ITEMS:
                raise UnfollowedError

    def _other(self, call: Call) -> None:
        """Follow a function or a macro of the tree. What else a command does is not known."""
        name = call.command.name
        several = list(self._functions.get(name, {}).values())
        for body in several if call.scope.depth < MAX_DEPTH else ():
            self._call(call, *body, is_sole=len(several) == 1)
        if several:
            return
        call.forget()
        for item in call.items(call.command.arguments) if name not in _MAKERS else ():
            if item.pattern == ANY and not _BUILDING.search(name):
                continue
            is_folder = "/" in item.pattern and "." not in item.pattern.rpartition("/")[2]
            pattern = f"{item.pattern.rstrip('/')}/{ANY}" if is_folder else item.pattern
            self._note(call, replace(item, pattern=pattern, is_certain=False))

    def _call(self, call: Call, definition: Command, body: Sequence[Command], *, is_sole: bool) -> None:
        """Go through a function with its arguments; the places are where it is called."""
        names, given = definition.arguments[1:], call.command.arguments
        self._effort.spend(len(body) + len(call.scope.values))
        values = {
            **{name: call.items([one]) for name, one in zip(names, given, strict=False)},
            "ARGN": call.items(given[len(names) :]),
            "ARGV": call.items(given),
        }
        within, is_certain = call.scope, call.scope.is_certain and is_sole
        if definition.name == "macro":
            within.values.update(values)
        else:
            known = {**within.values, **values}
            depth = within.depth + 1
            unknown = set(within.unknown)
            within = Scope(self._effort, within.folder, call.here, known, unknown, is_certain, depth, call)
        within.depth += 1
        here = tuple(replace(command, line=call.command.line) for command in body)
        self._go(call.path, here, within, call.here)
        within.depth -= 1


_BUILDING = re.compile(
    r"(?:^|_)(?:add|libraries|library|executable|module|sources?|target|test|build)(?:_|$)"
)
"""In the name of a command of which nothing else is known: it may build whatever it is given."""
_MAKERS = frozenset(
    (
        *("execute_process", "get_cmake_property", "get_directory_property", "get_filename_component"),
        *("get_property", "get_source_file_property", "get_target_property", "math", "separate_arguments"),
        "string",
    )
)
"""Commands that set a variable, and build nothing."""


def _functions(commands: Sequence[Command]) -> Iterable[tuple[str, tuple[Command, Sequence[Command]]]]:
    """Yield the functions and macros that a file defines, by name: how it begins, and its commands."""
    start = None
    for at, command in enumerate(commands):
        if command.name in _DEFINING and command.arguments:
            start = at
        elif command.name in _END and start is not None:
            yield commands[start].arguments[0].casefold(), (commands[start], commands[start + 1 : at])
            start = None


_DEFINING, _END = ("function", "macro"), ("endfunction", "endmacro")


def _left_out(call: Call) -> Condition:
    """Return the condition of what is built only if somebody asks for it."""
    is_left_out = "EXCLUDE_FROM_ALL" in call.command.arguments
    return Condition(frozenset({"EXCLUDE_FROM_ALL"})) if is_left_out else FREE


_GLOBS = frozenset({"GLOB", "GLOB_RECURSE"})


def _search(_: _Follower, call: Call) -> None:
    folder, *names = call.command.arguments or ("",)
    for name in names[:1]:
        call.assign(name, globbed(call, "GLOB", [f"{folder}/*"]), is_more=True)


def _set(_: _Follower, call: Call) -> None:
    name, *rest = call.command.arguments or ("",)
    end = next((at for at, word in enumerate(rest) if word in ("CACHE", "PARENT_SCOPE")), len(rest))
    for one in call.texts([name]):
        call.assign(one, call.items(rest[:end]), is_above="PARENT_SCOPE" in rest)


def _unset(_: _Follower, call: Call) -> None:
    for one in call.texts(call.command.arguments[:1]):
        call.assign(one, ())


def _parse(_: _Follower, call: Call) -> None:
    """Take each argument of a function for what any of its keywords may have."""
    prefix, *rest = call.command.arguments or ("",)
    given = rest[3:]
    if prefix == "PARSE_ARGV":
        prefix, given = "".join(rest[1:2]), ["${ARGV}"]
    keywords = [word for text in rest[:5] for word in text.split(";") if word.isupper()]
    values = [replace(one, is_certain=False) for one in call.items(given)]
    for word in keywords:
        call.assign(f"{prefix}_{word}", values)


def _list(_: _Follower, call: Call) -> None:
    how, said, *rest = (*call.command.arguments, "", "")[: max(len(call.command.arguments), 2)]
    name = "".join(call.texts([said])[:1])
    if how in ("APPEND", "PREPEND", "INSERT"):
        call.assign(name, call.items(rest), is_more=True)
    elif name in call.scope.values:
        old = {replace(one, is_certain=False) for one in call.scope.values[name]}
        more = {anything(SourceLocation(call.path, call.command.line))} if how == "TRANSFORM" else set()
        call.scope.values[name] = frozenset(old | more)


def _foreach(_: _Follower, call: Call) -> None:
    name, *rest = call.command.arguments or ("",)
    call.scope.values.pop(name, None)
    if rest[:1] == ["IN"]:
        lists = rest[rest.index("LISTS") + 1 :] if "LISTS" in rest else []
        rest = [f"${{{one}}}" for one in lists] if lists else rest[2:]
    if "RANGE" not in rest and (found := call.items(rest)):
        call.scope.values[name] = found


def _nothing(_: _Follower, __: Call) -> None:
    """Say nothing about what is built."""


_STILL = ("break", "continue", "endforeach", "endwhile", "file", "project", "target_link_libraries", "while")
_Handle = Callable[[_Follower, Call], None]
_HANDLERS: Mapping[str, _Handle] = {
    "set": _set,
    "list": _list,
    "foreach": _foreach,
    "aux_source_directory": _search,
    "cmake_parse_arguments": _parse,
    "unset": _unset,
    **dict.fromkeys(_STILL, _nothing),
    "include": _Follower.take_in,
    "add_subdirectory": _Follower.go_down,
    **dict.fromkeys(
        ("add_library", "add_executable", "target_sources", "cuda_add_library", "cuda_add_executable"),
        _Follower.build,
    ),
}
"""What each command of CMake does to what is built."""
