"""A checked, browsable catalog of the modules of a large project, from one YAML file per module."""

from __future__ import annotations

__version__ = "0.1.0"
