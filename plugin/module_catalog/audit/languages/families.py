"""The languages that are read a family at a time, a file each: to add one is to add its line here."""

from __future__ import annotations

from . import (
    bazel,
    go_packages,
    gradle,
    jvm_packages,
    maven,
    meson,
    npm_packages,
    protobuf,
    python_flags,
    rust_modules,
)

FAMILIES = (
    go_packages.FAMILY,
    rust_modules.FAMILY,
    jvm_packages.FAMILY,
    npm_packages.FAMILY,
    protobuf.FAMILY,
    python_flags.FAMILY,
    meson.FAMILY,
    bazel.FAMILY,
    gradle.FAMILY,
    maven.FAMILY,
)
