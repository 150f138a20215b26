"""The command `module-catalog`: the only part that prints and exits. One file for each group of commands."""

from __future__ import annotations

from .group import main

__all__ = ["main"]
