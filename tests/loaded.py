"""What the process that programs are forked from has loaded and done: what takes each of them longest."""

from __future__ import annotations

import importlib

from module_catalog.checks import examples, pipeline
from module_catalog.site.build import site_files

for module in (
    "material.extensions.emoji",
    "material.plugins.search.plugin",
    "mkdocs.commands.build",
    "zensical.main",
):
    importlib.import_module(module)
importlib.import_module("module_catalog.hosts.mkdocs_plugin")
# Every template is compiled, and every rule tried on its examples.
for _ in site_files(pipeline.check_source(examples.catalog(examples.of("MC201").good), today=examples.TODAY)):
    pass
