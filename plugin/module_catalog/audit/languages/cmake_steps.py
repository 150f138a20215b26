"""CMake files → the commands that may have to do with which source files are built, in their order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from .cmake import Command, commands
from .language import Language

_HARMLESS = frozenset(
    (
        *("externalproject_add", "externalproject_add_step", "fetchcontent_makeavailable"),
        *("add_compile_definitions", "add_compile_options", "add_custom_command", "add_custom_target"),
        *("add_definitions", "add_dependencies", "add_link_options", "add_test", "check_c_compiler_flag"),
        *("check_cxx_compiler_flag", "check_include_file", "check_symbol_exists", "cmake_dependent_option"),
        *("cmake_minimum_required", "cmake_policy", "configure_file"),
        *("configure_package_config_file", "define_property", "enable_language", "enable_testing"),
        *("export", "fetchcontent_declare", "find_file", "find_library", "find_package", "find_path"),
        *("find_program", "include_directories", "include_guard", "install", "link_directories"),
        *("link_libraries", "mark_as_advanced", "message", "option", "pkg_check_modules"),
        *("set_directory_properties", "set_property", "set_source_files_properties"),
        *("set_target_properties", "set_tests_properties", "site_name", "source_group"),
        *("target_compile_definitions", "target_compile_features", "target_compile_options"),
        *("target_include_directories", "target_link_directories", "target_link_options"),
        *("target_precompile_headers", "try_compile", "try_run", "write_basic_package_version_file"),
    )
)
"""Commands that build no source file, and after which a list of files is what it was."""


def steps(text: str) -> Iterator[Command]:
    """Yield the commands of a CMake file but for those that change nothing about what is built."""
    for command in commands(text):
        is_other = (
            command.name == "file"
            and command.arguments[:1] != command.arguments[:0]
            and not (command.arguments[0].startswith(("GLOB", "${")))
        )
        if command.name not in _HARMLESS and not is_other:
            yield command


def _read(content: bytes) -> tuple[Command, ...]:
    return tuple(steps(content.decode("utf-8", "replace")))


def _packed(found: Sequence[Command]) -> object:
    return [[one.name, one.arguments, one.line] for one in found]


def _unpacked(packed: Any) -> tuple[Command, ...]:
    return tuple(Command(name, tuple(arguments), line) for name, arguments, line in packed)


STEPS = Language[tuple[Command, ...]]("cmake-steps", _read, _packed, _unpacked)
