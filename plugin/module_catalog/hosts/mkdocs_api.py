"""What of MkDocs is used here: the only file that imports it. ProperDocs answers to the same names."""

from mkdocs.commands.build import get_context
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel, set_exclusions
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils import write_file
from mkdocs.utils.templates import TemplateContext

__all__ = [
    "AnchorLink",
    "BasePlugin",
    "CombinedEvent",
    "Config",
    "File",
    "Files",
    "InclusionLevel",
    "MkDocsConfig",
    "Navigation",
    "Page",
    "PluginError",
    "Section",
    "TableOfContents",
    "TemplateContext",
    "config_options",
    "event_priority",
    "get_context",
    "get_plugin_logger",
    "set_exclusions",
    "write_file",
]
