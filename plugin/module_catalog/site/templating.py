"""Templates, those built in and a project's own, and what they show → the text of pages."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping, MutableMapping
from pathlib import PurePosixPath
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.exceptions import SecurityError

from ..catalog.reading.sources import FOLDER
from ..diagnostics import CatalogError, closest, printable
from . import html
from .compiled import Compiled
from .compiler import PlainGenerator
from .sandbox import Sandbox

_FOLDER = f"{FOLDER}/templates"
_BUILT_IN = "module-catalog"
"""What stands before the name of a built-in template where a project's own one extends it."""


class _Trusting(jinja2.Environment):
    """Where built-in templates run."""

    code_generator_class = PlainGenerator
    safe = staticmethod(html.safe)

    def __init__(self, **options: Any) -> None:
        """Take what every environment takes."""
        super().__init__(**options)
        self.filters["trim"] = html.trimmed

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return what a filter names: only of a mapping it is a key first."""
        if not isinstance(obj, dict) and isinstance(argument, str) and hasattr(obj, argument):
            return getattr(obj, argument)
        return super().getitem(obj, argument)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return what a template can always use, as one mapping: each page copies it."""
        return {**self.globals, **d} if d else self.globals


class Templates:
    """The templates of one site.

    A project's own one takes the place of the built-in one of its name, or of blocks of it. Text that is not
    Markup is made safe. As soon as one template is a project's own, all run where they can change and reach
    nothing but what they are given.
    """

    def __init__(
        self, own: Mapping[str, str], filters: Mapping[str, Callable[..., Any]], shared: Mapping[str, Any]
    ) -> None:
        """Take a project's *own* templates by their paths.

        Raises CatalogError when one of them cannot take any's place.
        """
        self._own = own
        packaged = jinja2.PackageLoader(__package__ or "", "templates")
        loaders = [jinja2.FunctionLoader(self._source), packaged, jinja2.PrefixLoader({_BUILT_IN: packaged})]
        self._environment = (Sandbox if own else _Trusting)(
            loader=jinja2.ChoiceLoader(loaders),
            bytecode_cache=None if own else Compiled(),
            auto_reload=False,
            autoescape=True,
            finalize=html.shown,
            # What is constant in ours, nobody wrote to be worked out.
            optimized=bool(own),
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters.update(filters)
        self._environment.globals.update(shared)
        for path in own:
            self._check(path, packaged.list_templates())

    def render(self, name: str, shows: Mapping[str, Any]) -> str:
        """Return what a template makes of what it *shows*.

        Raises CatalogError when a project's own template fails.
        """
        if isinstance(self._environment, Sandbox):
            self._environment.steps = 0
        try:
            return self._environment.get_template(name).render(**shows)
        except Exception as error:  # Whatever can go wrong in Python can go wrong in a template.
            if explained := self._explained(error):
                raise explained from error
            if isinstance(error, SecurityError):  # The text of the whole page is nobody's line.
                raise CatalogError(f"{_FOLDER}/{name}: {error}") from error
            raise

    def _source(self, name: str) -> tuple[str, str, None] | None:
        path = f"{_FOLDER}/{name}"
        return (self._own[path], path, None) if path in self._own else None

    def _explained(self, error: Exception) -> CatalogError | None:
        """Return what to say of an error that came from a line of a project's template.

        None when it came from none.
        """
        places = [place for place in traceback.extract_tb(error.__traceback__) if place.filename in self._own]
        if not places:
            return None
        reason = (
            f"no template is called {error}"
            if isinstance(error, jinja2.TemplateNotFound)
            else str(error) or type(error).__name__
        )
        return CatalogError(f"{places[-1].filename}:{places[-1].lineno}: {printable(reason)}")

    def _check(self, path: str, built_in: list[str]) -> None:
        """Raise CatalogError for what nobody would notice.

        That is a template or a block that takes the place of none.
        """
        name = str(PurePosixPath(path).relative_to(_FOLDER))
        if name not in built_in and not PurePosixPath(name).name.startswith("_"):
            raise CatalogError(
                f"{path}: no page has this template, and a piece of your own begins with `_`"
                f"{_meant(name, built_in)}"
            )
        try:
            tree = self._environment.parse(self._own[path], name, path)
            self._environment.compile(self._own[path], name, path)
        except jinja2.TemplateSyntaxError as error:
            raise CatalogError(f"{path}:{error.lineno}: {printable(error.message or '')}") from error
        except (RecursionError, MemoryError, SyntaxError) as error:
            raise CatalogError(f"{path}: too much is nested in this template") from error
        for extends in tree.find_all(nodes.Extends):
            parent = str(extends.template.as_const()) if isinstance(extends.template, nodes.Const) else ""
            if parent == name:
                raise CatalogError(
                    f"{path}:{extends.lineno}: to extend the built-in template, write `{_BUILT_IN}/{name}`"
                )
            if parent.removeprefix(f"{_BUILT_IN}/") in built_in:
                self._check_blocks(path, tree, parent)

    def _check_blocks(self, path: str, tree: nodes.Template, parent: str) -> None:
        known = self._environment.get_template(parent).blocks
        for block in tree.find_all(nodes.Block):
            if block.name not in known:
                raise CatalogError(
                    f"{path}:{block.lineno}: `{parent}` has no block `{block.name}`"
                    f"{_meant(block.name, known)}"
                )


def _meant(name: str, known: Mapping[str, Any] | list[str]) -> str:
    meant = closest(name, known)
    return f"; did you mean `{meant}`?" if meant else ""
